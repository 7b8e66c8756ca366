//! From a line of words to a [`Question`].
//!
//! The story's own knowledge (its names and vocabulary) comes in through [`NameResolver`], so that
//! a question is understood without reading an article.

use crate::mention::{MentionKind, NameKind, recognize_dates, recognize_in};
use crate::text::{Span, Token, fold, is_stop_word, stem, stem_key, tokenize};

use super::lexicon::{derived_stems, number_forms, opposite_stems, related_stems};
use super::model::{Alternative, AnswerType, AskedName, Question, Relation, Term};
use super::typing::{Typing, classify};

/// What a story knows that a question needs.
pub trait NameResolver {
    /// The story's full names that `phrase` (folded words) may stand for, likeliest first; empty
    /// for a phrase that is no name in the story. Exact names, short forms and aliases only.
    fn resolve(&self, phrase: &str) -> Vec<ResolvedName>;
    /// The one name of the story that `word` (folded) is probably a misspelling of.
    fn resolve_misspelt(&self, word: &str) -> Option<ResolvedName>;
    /// True when a word with this stem stands in some article.
    fn knows_stem(&self, stem: &str) -> bool;
    /// The stems that begin with `root` and stand in some article; a great many need not be all.
    fn stems_from(&self, root: &str) -> Vec<String>;
    /// Other names of the same thing, as folded words (`russia` → `moscow`, `kremlin`).
    fn other_names(&self, phrase: &str) -> Vec<String>;
}

/// A full name of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedName {
    /// Its key, see [`crate::mention::NameMention::key`].
    pub key: String,
    /// As written in the articles.
    pub display: String,
    /// What sort of name.
    pub kind: NameKind,
}

/// How much a synonym counts against the word itself; found with the ranker's other weights.
const SYNONYM_WEIGHT: f32 = 0.5;
/// How much another form (`four`, `fourth`) counts.
const FORM_WEIGHT: f32 = 0.8;
/// How much a word of the same root (`resign`, `resignation`) counts.
const DERIVED_WEIGHT: f32 = 0.6;
/// How much another name of the same thing (`Moscow` for Russia) counts.
const NAME_WEIGHT: f32 = 0.6;
/// Weight of words that say little, such as `do`, `thing`, `type`.
const LIGHT_WEIGHT: f32 = 0.35;
/// Longest name in words that is looked up in the story.
const LONGEST_NAME: usize = 5;

impl Question {
    /// Understands `text`. `word` is the command word (`who`), put before the text unless the text
    /// asks by a question word of its own; empty for a plain question.
    #[must_use]
    pub fn parse(word: &str, text: &str, story: &dyn NameResolver) -> Self {
        let text = with_command_word(word, text);
        let tokens = tokenize(&text);
        let folded: Vec<String> = tokens
            .iter()
            .map(|token| fold(token.word(&text)).into_owned())
            .collect();
        let words: Vec<&str> = folded.iter().map(String::as_str).collect();
        let typing = classify(&words);
        let mut question = Self {
            answer_type: typing.answer_type,
            dimension: typing.dimension,
            definition: typing.definition,
            list: typing.list,
            dateline: asks_for_dateline(&words, typing.answer_type),
            terms: Vec::new(),
            focus: Vec::new(),
            names: Vec::new(),
            time: asked_time(&text),
            corrections: Vec::new(),
            text,
        };
        question.add_terms(&tokens, &folded, &typing);
        question.add_names(story);
        question.correct_spelling(story);
        question.add_alternatives(story);
        question
    }

    fn add_terms(&mut self, tokens: &[Token], folded: &[String], typing: &Typing) {
        for (place, (token, word)) in tokens.iter().zip(folded).enumerate() {
            let is_question_word = typing.question_word == Some(place);
            if is_question_word || is_stop_word(word) || self.terms.len() == Self::MAX_TERMS {
                continue;
            }
            if typing.focus.contains(&place) {
                self.focus.push(self.terms.len());
            }
            self.terms.push(new_term(&self.text, token.span, word));
        }
    }

    /// Finds names by their look (capitals) and by the story's knowledge (lower case as well).
    fn add_names(&mut self, story: &dyn NameResolver) {
        let mut taken = vec![false; self.terms.len()];
        for length in (1..=LONGEST_NAME.min(self.terms.len())).rev() {
            for first in 0..=self.terms.len() - length {
                let places = first..first + length;
                if taken[places.clone()].iter().any(|taken| *taken) {
                    continue;
                }
                let keys = self.lookup_name(places.clone(), story);
                if !keys.is_empty() {
                    taken[places.clone()].fill(true);
                    self.push_name(places, &keys);
                }
            }
        }
        self.add_unknown_names(&mut taken);
        self.names.sort_by_key(|name| name.span.start);
    }

    fn lookup_name(
        &self,
        places: std::ops::Range<usize>,
        story: &dyn NameResolver,
    ) -> Vec<ResolvedName> {
        let terms = &self.terms[places.clone()];
        let (Some(first), Some(last)) = (terms.first(), terms.last()) else {
            return Vec::new();
        };
        let written = Span::new(first.span.start, last.span.end).of(&self.text);
        let capital = starts_with_capital(written);
        let plain_word = terms.len() == 1 && !capital && !related_stems(&first.stem).is_empty();
        // `which river`: what is asked for is no name that is asked about.
        let asked_for = !capital && self.focus.contains(&places.start) && places.len() == 1;
        if plain_word || asked_for || first.is_number {
            return Vec::new();
        }
        story.resolve(&crate::text::fold_phrase(written))
    }

    fn push_name(&mut self, places: std::ops::Range<usize>, names: &[ResolvedName]) {
        let span = Span::new(
            self.terms[places.start].span.start,
            self.terms[places.end - 1].span.end,
        );
        for term in &mut self.terms[places.clone()] {
            term.in_name = true;
        }
        self.names.push(AskedName {
            span,
            kind: names.first().map_or(NameKind::Thing, |name| name.kind),
            keys: names.iter().map(|name| name.key.clone()).collect(),
            terms: places.collect(),
        });
    }

    /// Names by their look that the story does not know (`Eiffel Tower`).
    fn add_unknown_names(&mut self, taken: &mut [bool]) {
        for mention in recognize_in(&self.text) {
            let MentionKind::Name(name) = mention.kind else {
                continue;
            };
            let places: Vec<usize> = (0..self.terms.len())
                .filter(|place| mention.span.contains(self.terms[*place].span) && !taken[*place])
                .collect();
            if places.is_empty() {
                continue;
            }
            for place in &places {
                taken[*place] = true;
                self.terms[*place].in_name = true;
            }
            self.names.push(AskedName {
                span: mention.span,
                kind: name.kind,
                keys: Vec::new(),
                terms: places,
            });
        }
    }

    /// A word that no article holds, and that is nearly a name of the story, means that name.
    fn correct_spelling(&mut self, story: &dyn NameResolver) {
        for place in 0..self.terms.len() {
            let term = &self.terms[place];
            let known = story.knows_stem(&term.stem)
                || term.is_number
                || !related_stems(&term.stem).is_empty();
            if known || self.names.iter().any(|name| is_known_at(name, place)) {
                continue;
            }
            let folded = fold(&term.word).into_owned();
            if let Some(meant) = story.resolve_misspelt(&folded) {
                self.correct(place, &folded, &meant);
            }
        }
    }

    fn correct(&mut self, place: usize, folded: &str, meant: &ResolvedName) {
        let nearest = meant
            .key
            .split(' ')
            .max_by(|one, other| {
                strsim::jaro_winkler(one, folded).total_cmp(&strsim::jaro_winkler(other, folded))
            })
            .unwrap_or(&meant.key)
            .to_owned();
        let term = &mut self.terms[place];
        self.corrections
            .push((term.word.clone(), meant.display.clone()));
        term.in_name = true;
        term.weight = 1.0;
        term.stem = stem(&nearest).into_owned();
        term.key = stem_key(&nearest);
        self.names
            .retain(|name| !name.keys.is_empty() || !name.terms.contains(&place));
        self.names.push(AskedName {
            span: term.span,
            kind: meant.kind,
            keys: vec![meant.key.clone()],
            terms: vec![place],
        });
    }

    fn add_alternatives(&mut self, story: &dyn NameResolver) {
        let yes_no = self.answer_type == AnswerType::YesNo;
        for term in &mut self.terms {
            let folded = fold(&term.word).into_owned();
            for form in number_forms(&folded) {
                add_alternative(term, &form, FORM_WEIGHT, Relation::Form);
            }
            if term.in_name {
                continue;
            }
            for derived in derived_stems(&term.stem, &|root| story.stems_from(root)) {
                add_alternative(term, &derived, DERIVED_WEIGHT, Relation::Form);
            }
            for synonym in related_stems(&term.stem.clone()) {
                add_alternative(term, synonym, SYNONYM_WEIGHT, Relation::Synonym);
            }
            if yes_no {
                for opposite in opposite_stems(&term.stem.clone()) {
                    add_alternative(term, opposite, FORM_WEIGHT, Relation::Opposite);
                }
            }
        }
        for name in self.names.clone() {
            let written = crate::text::fold_phrase(name.span.of(&self.text));
            let Some(place) = name.terms.last() else {
                continue;
            };
            for other in story.other_names(&written) {
                // The last word carries a name (`Jong Un`, `Foreign Ministry`, `Moscow`).
                let Some(word) = other.split(' ').next_back() else {
                    continue;
                };
                let stemmed = stem(word).into_owned();
                if !story.knows_stem(&stemmed) {
                    continue;
                }
                add_alternative(
                    &mut self.terms[*place],
                    &stemmed,
                    NAME_WEIGHT,
                    Relation::Name,
                );
            }
        }
    }
}

fn with_command_word(word: &str, text: &str) -> String {
    let text = text.trim();
    let tokens = tokenize(text);
    let own = tokens.iter().any(|token| {
        matches!(
            &*fold(token.word(text)),
            "who" | "whom" | "whose" | "when" | "where" | "why" | "how" | "what" | "which"
        )
    });
    if own || word.is_empty() {
        text.to_owned()
    } else if word == "howmany" {
        format!("how many {text}")
    } else {
        format!("{word} {text}")
    }
}

fn new_term(text: &str, span: Span, folded: &str) -> Term {
    let stem = stem(folded).into_owned();
    let is_number = folded.bytes().any(|byte| byte.is_ascii_digit());
    Term {
        word: span.of(text).to_owned(),
        span,
        key: crate::text::hash_stem(&stem),
        weight: if is_light(folded) { LIGHT_WEIGHT } else { 1.0 },
        stem,
        alternatives: Vec::new(),
        in_name: false,
        is_number,
    }
}

fn is_light(folded: &str) -> bool {
    matches!(
        folded,
        "many"
            | "get"
            | "got"
            | "make"
            | "made"
            | "thing"
            | "things"
            | "kind"
            | "type"
            | "sort"
            | "name"
            | "named"
            | "called"
            | "call"
            | "use"
            | "used"
            | "go"
            | "come"
            | "take"
            | "took"
            | "happen"
            | "happened"
            | "people"
            | "person"
            | "say"
            | "said"
            | "tell"
            | "mean"
            | "one"
            | "first"
            | "part"
            | "way"
            | "time"
            | "much"
            | "example"
            | "main"
            | "long"
            | "old"
            | "large"
            | "big"
            | "type's"
            | "year"
            | "day"
            | "date"
            | "amount"
            | "number"
            | "story"
            | "article"
            | "articles"
            | "behalf"
            | "sake"
            | "certain"
            | "another"
    )
}

/// `from where was it filed`, `what dateline does it carry`.
fn asks_for_dateline(words: &[&str], answer_type: AnswerType) -> bool {
    let says = |word: &str| words.contains(&word);
    says("dateline")
        || answer_type == AnswerType::Place
            && says("filed")
            && (says("article") || says("story") || says("report") || says("it"))
}

fn starts_with_capital(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

fn is_known_at(name: &AskedName, place: usize) -> bool {
    !name.keys.is_empty() && name.terms.contains(&place)
}

fn add_alternative(term: &mut Term, other: &str, weight: f32, relation: Relation) {
    let taken = other == term.stem || term.alternatives.iter().any(|known| known.stem == other);
    if !taken {
        term.alternatives.push(Alternative {
            stem: other.to_owned(),
            key: crate::text::hash_stem(other),
            weight,
            relation,
        });
    }
}

/// A full date or year in the question. Relative words are left alone: the day of asking says
/// nothing about the day of an article.
fn asked_time(text: &str) -> Option<crate::mention::DateInterval> {
    recognize_dates(text, None)
        .into_iter()
        .find_map(|mention| match mention.kind {
            MentionKind::Date(date) => date.interval,
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nobody;

    impl NameResolver for Nobody {
        fn resolve(&self, _: &str) -> Vec<ResolvedName> {
            Vec::new()
        }
        fn resolve_misspelt(&self, word: &str) -> Option<ResolvedName> {
            (word == "jonson").then(|| ResolvedName {
                key: "mary johnson".into(),
                display: "Mary Johnson".into(),
                kind: NameKind::Person,
            })
        }
        fn knows_stem(&self, stem: &str) -> bool {
            stem == "bridg"
        }
        fn stems_from(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
        fn other_names(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn the_command_word_asks_unless_the_text_does() {
        let question = Question::parse("who", "opened the bridge?", &Nobody);
        assert_eq!(question.answer_type, AnswerType::Person);
        let question = Question::parse("who", "when was the bridge opened", &Nobody);
        assert_eq!(question.answer_type, AnswerType::Date);
        assert_eq!(question.text, "when was the bridge opened");
    }

    #[test]
    fn function_words_are_no_terms() {
        let question = Question::parse("", "Where did they build the bridge?", &Nobody);
        let stems: Vec<&str> = question.terms.iter().map(|t| t.stem.as_str()).collect();
        assert_eq!(stems, ["build", "bridg"]);
        assert!(
            question.terms[0]
                .alternatives
                .iter()
                .any(|a| a.stem == "construct")
        );
    }

    #[test]
    fn a_misspelt_name_is_searched_as_meant_and_said_so() {
        let question = Question::parse("", "what did jonson build?", &Nobody);
        assert_eq!(
            question.corrections,
            [("jonson".to_owned(), "Mary Johnson".to_owned())]
        );
        assert_eq!(question.terms[0].stem, stem("johnson"));
    }
}
