//! How many independent sources give an answer, and where they differ.

use std::collections::BTreeSet;

use crate::index::Word;
use crate::mention::MentionKind;
use crate::question::{AnswerType, AskedName, Question, Term};
use crate::retrieval::is_asked_name;
use crate::text::{fold_phrase, is_stop_word, stem_key};

use super::model::{Agreement, DifferentValue, Evidence};

/// Evidence counts as equally good when its sentence covers at least this share of what the best
/// one covers of the question.
const EQUALLY_GOOD: f32 = 0.9;

/// Evidence supports the answer when its sentence with the answer covers at least this share of what
/// the main quote's covers.
const SUPPORTING: f32 = 0.8;

/// … and says at least this share of what the question says beside names, where the main quote does.
const SAME_MATTER: f32 = 0.6;

/// Evidence that covers less of the question than this contradicts nobody.
const LEAST_COVERAGE: f32 = 0.6;
/// The same for a number's sentence when synonyms count in full.
const LEAST_WORDING: f32 = 0.8;
/// A date belongs to an event that is named at most so many words from it.
const NEAR_EVENT: usize = 4;

/// Compares the answers of all evidence with the one of `main` (an index into `evidence`).
///
/// `group` gives the reprint group of an article id: articles of one group count once.
#[must_use]
pub fn agreement(
    question: &Question,
    evidence: &[Evidence],
    main: usize,
    group: &dyn Fn(&str) -> String,
) -> Agreement {
    if answer_key(evidence, main).is_none() {
        return Agreement::default();
    }
    let mut agreeing: Vec<&str> = Vec::new();
    let mut values = vec![different(evidence, main)];
    for place in 0..evidence.len() {
        if answer_key(evidence, place).is_none() {
            continue;
        }
        if same_value(evidence, (main, place)) {
            if place == main || supports(question, evidence, main, place) {
                agreeing.push(&evidence[place].block.article.id);
            }
        } else if is_rival(question, evidence, main, place)
            && !values
                .iter()
                .any(|known| same_value(evidence, (known.evidence, place)))
        {
            values.push(different(evidence, place));
        }
    }
    if values.len() == 1 {
        values.clear();
    }
    Agreement {
        independent_sources: count_groups(agreeing, group),
        values,
    }
}

/// Articles with reprints of one text counted once. One article alone needs no look-up.
fn count_groups(mut articles: Vec<&str>, group: &dyn Fn(&str) -> String) -> usize {
    articles.sort_unstable();
    articles.dedup();
    if articles.len() < 2 {
        return articles.len();
    }
    let groups: BTreeSet<String> = articles.into_iter().map(group).collect();
    groups.len()
}

fn different(evidence: &[Evidence], place: usize) -> DifferentValue {
    let one = &evidence[place];
    DifferentValue {
        text: one
            .answer
            .map_or(String::new(), |span| one.block.quote(span).to_owned()),
        evidence: place,
        published: one.block.article.published,
    }
}

/// A quote that merely holds the same name says nothing: the sentence with the answer must answer the
/// question nearly as well as the main one, and must say itself what is asked beside names. `Putin
/// gave Kim the car` is no second source for `Putin met Kim`.
fn supports(question: &Question, evidence: &[Evidence], main: usize, other: usize) -> bool {
    let (best, rival) = (&evidence[main], &evidence[other]);
    let matter = said_of_matter(question, best);
    rival.answer_coverage >= SUPPORTING * best.answer_coverage
        && said_of_matter(question, rival) >= (SAME_MATTER * matter).min(SAME_MATTER)
        && (matter == 0.0 || said_of_matter(question, rival) > 0.0)
        && names_asked(question, rival) >= names_asked(question, best)
}

/// Share of the question's words beside names, by their weight, that the sentence of the answer says
/// in any words; what the question's focus calls the answer does not count.
fn said_of_matter(question: &Question, one: &Evidence) -> f32 {
    let words = sentence_words(one);
    let (mut said, mut total) = (0.0, 0.0);
    for (place, term) in question.terms.iter().enumerate() {
        if term.in_name || question.focus.contains(&place) {
            continue;
        }
        total += term.weight;
        if words.iter().any(|word| stands_for(word, term)) {
            said += term.weight;
        }
    }
    if total > 0.0 { said / total } else { 0.0 }
}

/// How many of the names asked about the quote or its article's title names.
fn names_asked(question: &Question, one: &Evidence) -> usize {
    let named = |asked: &&AskedName| {
        let mut mentions = one.block.mentions_in(one.block.span);
        let in_title = asked
            .terms
            .iter()
            .all(|term| one.block.title_stems.contains(&question.terms[*term].key));
        in_title || mentions.any(|mention| is_asked_name(asked, mention))
    };
    question.names.iter().filter(named).count()
}

/// Share of the question that the best sentence of a quote covers.
fn coverage(one: &Evidence) -> f32 {
    one.features[1]
}

/// Only values that exclude one another can differ, and only from another article whose quote fits
/// the question as well.
fn is_rival(question: &Question, evidence: &[Evidence], main: usize, other: usize) -> bool {
    let excludes = matches!(
        question.answer_type,
        AnswerType::Number | AnswerType::Money | AnswerType::Date | AnswerType::Duration
    );
    let (best, rival) = (&evidence[main], &evidence[other]);
    excludes
        && best.block.article.id != rival.block.article.id
        && is_same_matter(question, best, rival)
}

/// True when the rival's sentence speaks of what the question asks, and its answer counts, measures
/// or dates the same.
fn is_same_matter(question: &Question, best: &Evidence, rival: &Evidence) -> bool {
    let literally =
        coverage(rival) >= EQUALLY_GOOD * coverage(best) && coverage(rival) >= LEAST_COVERAGE;
    match question.answer_type {
        AnswerType::Number => {
            let freely = wording(question, rival) >= LEAST_WORDING;
            (literally || freely) && counts_alike(best, rival)
        }
        AnswerType::Date => literally && dates_event(question, rival),
        _ => literally,
    }
}

/// Share of the question that the sentence of the answer says in any words, synonyms in full.
fn wording(question: &Question, one: &Evidence) -> f32 {
    let words = sentence_words(one);
    let said = |term: &&Term| words.iter().any(|word| stands_for(word, term));
    let weight =
        |terms: &mut dyn Iterator<Item = &Term>| terms.map(|term| term.weight).sum::<f32>();
    let total = weight(&mut question.terms.iter());
    weight(&mut question.terms.iter().filter(said)) / total.max(f32::MIN_POSITIVE)
}

fn stands_for(word: &Word, term: &Term) -> bool {
    let mut others = term.alternatives.iter();
    word.stem == term.key || others.any(|other| other.key == word.stem)
}

fn sentence_words(one: &Evidence) -> &[Word] {
    let answer = one.answer.unwrap_or_default();
    let mut sentences = one.block.sentences.iter();
    let sentence = sentences.find(|sentence| sentence.span.contains(answer));
    sentence.map_or(&[], |sentence| one.block.words_in(sentence.span))
}

/// False when both numbers say what they count and it is not the same.
fn counts_alike(best: &Evidence, rival: &Evidence) -> bool {
    match (meaning(best), meaning(rival)) {
        (Some(MentionKind::Quantity(one)), Some(MentionKind::Quantity(other))) => {
            one.dimension == other.dimension
                && match (&one.unit, &other.unit) {
                    (Some(one), Some(other)) => stem_key(one) == stem_key(other),
                    _ => true,
                }
        }
        _ => true,
    }
}

/// True when the date stands close to the event that the question asks about: a sentence may well
/// name it and date something else (`reopened on Monday, weeks after the eruption`).
fn dates_event(question: &Question, one: &Evidence) -> bool {
    let answer = one.answer.unwrap_or_default();
    let words = sentence_words(one);
    let place = words.partition_point(|word| (word.start as usize) < answer.start);
    let mut events = question
        .terms
        .iter()
        .filter(|term| !term.in_name)
        .peekable();
    events.peek().is_none()
        || events.any(|term| {
            let mut places = (0..words.len()).filter(|at| stands_for(&words[*at], term));
            places.any(|at| at.abs_diff(place) <= NEAR_EVENT)
        })
}

fn answer_key(evidence: &[Evidence], place: usize) -> Option<String> {
    let one = evidence.get(place)?;
    let key = fold_phrase(one.block.quote(one.answer?));
    (!key.is_empty()).then_some(key)
}

/// True when two answers mean the same number or share a day, whatever their words (`seven` and
/// `7`; `Wednesday` and `August 2`).
fn same_meaning(evidence: &[Evidence], (one, other): (usize, usize)) -> bool {
    match (meaning(&evidence[one]), meaning(&evidence[other])) {
        (Some(MentionKind::Date(one)), Some(MentionKind::Date(other))) => {
            matches!((one.interval, other.interval), (Some(one), Some(other))
                if one.from <= other.to && other.from <= one.to)
        }
        (Some(MentionKind::Quantity(one)), Some(MentionKind::Quantity(other))) => {
            (one.value - other.value).abs() <= f64::EPSILON * one.value.abs()
                && one.dimension == other.dimension
                && one.upper == other.upper
        }
        _ => false,
    }
}

/// What the answer's span means: the mention that it is, or the date or number in it (`7 people`).
fn meaning(one: &Evidence) -> Option<&MentionKind> {
    let span = one.answer?;
    let mentions = &one.block.mentions;
    let is = mentions.iter().find(|mention| mention.span == span);
    let holds = || {
        mentions.iter().find(|mention| {
            let value = matches!(
                mention.kind,
                MentionKind::Date(_) | MentionKind::Quantity(_)
            );
            value && (span.contains(mention.span) || mention.span.contains(span))
        })
    };
    is.or_else(holds).map(|mention| &mention.kind)
}

/// True when two answers give the same value: one meaning, one name, or the same telling words.
fn same_value(evidence: &[Evidence], (one, other): (usize, usize)) -> bool {
    if same_meaning(evidence, (one, other)) {
        return true;
    }
    let names = (meaning(&evidence[one]), meaning(&evidence[other]));
    if let (Some(MentionKind::Name(first)), Some(MentionKind::Name(second))) = names {
        return same_name(&first.key, &second.key);
    }
    let (Some(first), Some(second)) = (answer_key(evidence, one), answer_key(evidence, other))
    else {
        return false;
    };
    same_answer(&first, &second)
}

/// `putin`, `vladimir putin`: one name is a short form of the other, and no more.
fn same_name(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let words: BTreeSet<&str> = long.split(' ').collect();
    short == long || short.split(' ').all(|word| words.contains(word))
}

/// True when one value's telling words are all in the other, which has little more (`October 14`,
/// `October 14, 2006`; `luxury car`, `Russian luxury car`).
fn same_answer(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(' ')
            .filter(|word| !is_stop_word(word))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let shorter = one.len().min(other.len());
    shorter > 0
        && (one.is_subset(&other) || other.is_subset(&one))
        && one.len().max(other.len()) <= 2 * shorter
}

#[cfg(test)]
mod tests {
    use crate::answer::model::Agreement;
    use crate::answer::samples::index_of;
    use crate::answer::{Answer, Answerer};

    fn answer(bodies: &[&str], question: &str) -> Answer {
        let names = ["one", "two", "three"];
        let articles: Vec<(&str, &str)> = names.into_iter().zip(bodies.iter().copied()).collect();
        let index = index_of(&articles);
        let snapshot = index.snapshot();
        let answerer = Answerer::new(&snapshot, 0.0);
        let question = answerer.parse("", question);
        let answer = answerer.answer(question, &[], None);
        answer.expect("in memory")
    }

    fn agreement(bodies: &[&str], question: &str) -> Agreement {
        answer(bodies, question).agreement
    }

    #[test]
    fn a_source_that_only_names_the_same_person_does_not_agree() {
        let opened = "Anna Weber opened the lock at Sandvik on Monday.";
        for other in [
            "Anna Weber met the mayor of Sandvik.",
            "Anna Weber spoke about the lock before the mayor came.",
            "Peter Holm thanked Anna Weber at Sandvik.",
        ] {
            let found = agreement(&[opened, other], "who opened the lock at Sandvik?");
            assert_eq!(found.independent_sources, 1, "{other}");
        }
    }

    #[test]
    fn a_source_that_says_the_same_in_other_words_agrees() {
        let opened = "Anna Weber opened the lock at Sandvik on Monday.";
        let other = "The lock at Sandvik was opened by Anna Weber, said the mayor.";
        let found = agreement(&[opened, other], "who opened the lock at Sandvik?");
        assert_eq!(found.independent_sources, 2);
        assert!(found.values.is_empty());
    }

    #[test]
    fn only_values_of_the_same_thing_differ() {
        let seven = "Seven people died in the fire at Sandvik on Monday.";
        let nine = "Nine people died in the fire at Sandvik, the police said.";
        let hurt = "Nine people were hurt in the fire at Sandvik, the police said.";
        let question = "how many people died in the fire at Sandvik?";
        let differ = agreement(&[seven, nine], question);
        assert_eq!(differ.values.len(), 2, "{differ:?}");
        let hurt = agreement(&[seven, hurt], question);
        assert!(hurt.values.is_empty(), "{hurt:?}");
        assert_eq!(hurt.independent_sources, 1);
    }

    #[test]
    fn one_number_in_two_spellings_is_one_value() {
        let seven = "Seven people died in the fire at Sandvik on Monday.";
        let digit = "The police said that 7 people died in the fire at Sandvik.";
        let found = agreement(
            &[seven, digit],
            "how many people died in the fire at Sandvik?",
        );
        assert_eq!((found.independent_sources, found.values.len()), (2, 0));
    }
}
