//! How many independent sources give an answer, and where they differ.

use std::collections::BTreeSet;

use crate::question::{AnswerType, Question};
use crate::text::{fold_phrase, is_stop_word};

use super::model::{Agreement, DifferentValue, Evidence};

/// Evidence counts as equally good when its sentence covers at least this share of what the best
/// one covers of the question.
const EQUALLY_GOOD: f32 = 0.9;

/// Evidence supports the answer when it covers at least this share of what the main quote covers.
const SUPPORTING: f32 = 0.75;

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
    let Some(value) = answer_key(evidence, main) else {
        return Agreement::default();
    };
    let mut agreeing: Vec<&str> = Vec::new();
    let mut values = vec![different(evidence, main)];
    let mut seen = vec![value.clone()];
    for place in 0..evidence.len() {
        let Some(other) = answer_key(evidence, place) else {
            continue;
        };
        if same_answer(&value, &other) {
            if supports(evidence, main, place) {
                agreeing.push(&evidence[place].block.article.id);
            }
        } else if is_rival(question, evidence, main, place)
            && !seen.iter().any(|known| same_answer(known, &other))
        {
            seen.push(other);
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

/// A quote that merely holds the same name says nothing: it must answer the question nearly as well
/// as the main one.
fn supports(evidence: &[Evidence], main: usize, other: usize) -> bool {
    coverage(&evidence[other]) >= SUPPORTING * coverage(&evidence[main])
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
        && coverage(rival) >= EQUALLY_GOOD * coverage(best)
        && coverage(rival) >= 0.6
}

fn answer_key(evidence: &[Evidence], place: usize) -> Option<String> {
    let one = evidence.get(place)?;
    let key = fold_phrase(one.block.quote(one.answer?));
    (!key.is_empty()).then_some(key)
}

/// True when one value's telling words are all in the other (`Putin`, `Vladimir Putin`;
/// `October 14`, `October 14, 2006`).
fn same_answer(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(' ')
            .filter(|word| !is_stop_word(word))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
}
