//! What free words ask a survey to keep to: names in any form, and other words.

use crate::answer::StoryNames;
use crate::index::{Block, Field, Query, Snapshot};
use crate::mention::{MentionKind, country_of};
use crate::question::Question;
use crate::retrieval::Lookup;
use crate::text::{Span, fold_phrase};

use super::passage::Passage;

/// How much a word counts that stands in the same paragraph.
const IN_PARAGRAPH: f32 = 0.5;
/// How much a word counts that stands in the title.
const IN_TITLE: f32 = 0.4;

/// Words that passages are kept to.
pub(super) struct Subject {
    pub(super) question: Question,
    lookup: Lookup,
    /// For each of the question's names, the keys of the countries that it stands for.
    countries: Vec<Vec<&'static str>>,
}

/// How a passage fits a subject.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    /// Share of the subject that the passage and its surroundings hold, from 0 to 1.
    pub(super) score: f32,
    /// True when every word is held by the passage or its paragraph.
    pub(super) whole: bool,
    /// Words of the paragraph that match and that the passage itself lacks.
    pub(super) beside: Vec<Span>,
    /// The words in the passage that match.
    pub(super) spans: Vec<Span>,
}

/// Where a term is held best.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    own: f32,
    beside: Option<(f32, Span)>,
}

impl Subject {
    /// Understands `words`; `None` where they hold nothing to look for.
    pub(super) fn parse(snapshot: &Snapshot, words: &str) -> Option<Self> {
        let question = Question::parse("", words, &StoryNames::new(snapshot));
        Self::new(snapshot, question)
    }

    /// A question that is understood already.
    pub(super) fn new(snapshot: &Snapshot, question: Question) -> Option<Self> {
        if question.terms.is_empty() {
            return None;
        }
        let countries = question
            .names
            .iter()
            .map(|name| {
                let written = fold_phrase(name.span.get(&question.text).unwrap_or_default());
                let keys = name.keys.iter().map(String::as_str);
                let mut countries: Vec<&'static str> = keys
                    .take(1)
                    .chain([written.as_str()])
                    .filter_map(country_of)
                    .collect();
                countries.dedup();
                countries
            })
            .collect();
        Some(Self {
            lookup: Lookup::new(&question, snapshot),
            question,
            countries,
        })
    }

    /// Adds what the index is asked for the subject.
    pub(super) fn add_to(&self, mut query: Query) -> Query {
        for term in &self.question.terms {
            query = query.with_term(Field::Text, term.stem.clone(), 2.0 * term.weight);
            query = query.with_term(Field::Title, term.stem.clone(), term.weight);
            for other in &term.alternatives {
                query = query.with_term(Field::Text, other.stem.clone(), other.weight);
            }
        }
        for key in self.question.names.iter().flat_map(|name| &name.keys) {
            query = query.with_term(Field::Entity, key.clone(), 2.0);
        }
        query
    }

    /// How a passage fits.
    pub(super) fn fit(&self, passage: &Passage) -> Fit {
        let block = &passage.block;
        let own = passage.span();
        let paragraph = paragraph(block, passage);
        let mut held = vec![Held::default(); self.question.terms.len()];
        let mut spans = Vec::new();
        let mut hold = |term: usize, place: Span, weight: f32| {
            let Some(held) = held.get_mut(term) else {
                return;
            };
            if own.contains(place) {
                held.own = held.own.max(weight);
                spans.push(place);
            } else if paragraph.contains(place) && held.beside.is_none_or(|(best, _)| best < weight)
            {
                held.beside = Some((weight, place));
            }
        };
        for found in self.lookup.matches(&self.question, block) {
            if let Some(word) = block.words.get(found.word as usize) {
                hold(usize::from(found.term), word.span(), found.weight);
            }
        }
        for mention in block.mentions_in(paragraph) {
            for term in self.named_terms(&mention.kind) {
                hold(term, mention.span, 1.0);
            }
        }
        let title = self.lookup.title_weights(&block.title_stems);
        self.sum(&held, &title.0, spans)
    }

    fn sum(&self, held: &[Held], title: &[f32], spans: Vec<Span>) -> Fit {
        let (mut score, mut beside, mut whole) = (0.0, Vec::new(), true);
        for ((held, title), idf) in held.iter().zip(title).zip(self.lookup.idf()) {
            let near = held.beside.map_or(0.0, |(weight, _)| weight * IN_PARAGRAPH);
            score += idf * held.own.max(near).max(title * IN_TITLE);
            if held.own == 0.0 {
                whole &= held.beside.is_some();
                beside.extend(held.beside.map(|(_, span)| span));
            }
        }
        Fit {
            score: score / self.lookup.total(),
            whole,
            beside,
            spans,
        }
    }

    /// The terms of the names that a mention names.
    fn named_terms(&self, kind: &MentionKind) -> Vec<usize> {
        let MentionKind::Name(name) = kind else {
            return Vec::new();
        };
        let country = country_of(&name.key);
        let mut terms = Vec::new();
        for (asked, countries) in self.question.names.iter().zip(&self.countries) {
            let same_country = country.is_some_and(|country| countries.contains(&country));
            if same_country || asked.keys.first() == Some(&name.key) {
                terms.extend(&asked.terms);
            }
        }
        terms
    }
}

/// The bytes of the sentences of a passage's paragraph.
pub(super) fn paragraph(block: &Block, passage: &Passage) -> Span {
    let number = passage.sentence().paragraph;
    block
        .sentences
        .iter()
        .filter(|sentence| sentence.paragraph == number)
        .map(|sentence| sentence.span)
        .reduce(Span::union)
        .unwrap_or(passage.span())
}
