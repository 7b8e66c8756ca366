//! Names the answer: the span of a quote that is the answer itself.
//!
//! Candidates of the wanted kind are found in each of the best quotes, measured in their
//! surroundings and weighed by a learned model; clauses (why, how, what somebody said) are found by
//! the words that open them.

mod asked;
mod candidate;
mod class;
mod clause;
mod measure;
mod model;
mod reading;
#[cfg(test)]
mod tests;

use crate::question::{AnswerType, Question};
use crate::retrieval::{BlockView, FEATURE_NAMES, Lookup, Ranked};
use crate::text::Span;

use asked::Asked;
use candidate::candidates;
use clause::{LONGEST, best_clause, trimmed};
use measure::{Scale, frequencies, measure_all};
use reading::Reading;

pub use asked::{GROUPS, Group};
pub use measure::{SPAN_FEATURE_NAMES, SpanFeatures};
pub use model::SpanModel;

/// Quotes below this rank do not name the answer.
const QUOTES_READ: usize = 3;

/// A possible answer in one quote, measured.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredSpan {
    /// Bytes of the body.
    pub span: Span,
    /// What was measured.
    pub features: SpanFeatures,
}

/// The best span of each quote (where it has one) and the index of the quote whose span wins.
pub(super) fn name_answers(
    question: &Question,
    lookup: &Lookup,
    ranked: &[Ranked],
) -> (Vec<Option<Span>>, Option<usize>) {
    let best = if is_clause(question) {
        best_clauses(question, lookup, ranked)
    } else {
        best_spans(question, lookup, ranked)
    };
    let winner = winner(question, ranked, &best);
    let spans = best
        .into_iter()
        .zip(ranked)
        .map(|(found, one)| found.map(|(span, _)| trimmed(question, &one.block, span)))
        .collect();
    (spans, winner)
}

/// The quote that says best who or what the subject of a definition is.
pub(super) fn best_introduction(
    question: &Question,
    lookup: &Lookup,
    ranked: &[Ranked],
) -> Option<usize> {
    let scored = best_clauses(question, lookup, ranked)
        .into_iter()
        .enumerate();
    let mut best: Option<(usize, f32)> = None;
    for (place, found) in scored {
        let Some((_, score)) = found else { continue };
        if best.is_none_or(|(_, known)| score > known) {
            best = Some((place, score));
        }
    }
    best.map(|(place, _)| place)
}

/// True where the answer is a clause or a role rather than a name or a phrase.
fn is_clause(question: &Question) -> bool {
    question.definition
        || matches!(
            question.answer_type,
            AnswerType::Quote | AnswerType::Reason | AnswerType::Manner | AnswerType::YesNo
        )
}

/// The quote whose span is the short answer. What is said of another is no answer, so a quote must
/// name as much as the best one does.
fn winner(question: &Question, ranked: &[Ranked], best: &[Option<(Span, f32)>]) -> Option<usize> {
    let read = if is_clause(question) && !question.definition {
        1
    } else {
        QUOTES_READ
    };
    let names = FEATURE_NAMES
        .iter()
        .position(|name| *name == "names_in_block");
    let named = |place: usize| names.map_or(0.0, |names| ranked[place].features[names]);
    let mut winner: Option<(usize, f32)> = None;
    for (place, found) in best.iter().enumerate().take(read) {
        let Some((_, score)) = found.filter(|_| named(place) >= named(0)) else {
            continue;
        };
        if winner.is_none_or(|(_, best)| score > best) {
            winner = Some((place, score));
        }
    }
    winner.map(|(place, _)| place)
}

fn best_clauses(
    question: &Question,
    lookup: &Lookup,
    ranked: &[Ranked],
) -> Vec<Option<(Span, f32)>> {
    ranked
        .iter()
        .map(|one| best_clause(&BlockView::of_ranked(question, lookup, one), one))
        .collect()
}

fn best_spans(question: &Question, lookup: &Lookup, ranked: &[Ranked]) -> Vec<Option<(Span, f32)>> {
    let group = Group::of(question);
    let model = SpanModel::shipped();
    measured_spans(question, lookup, ranked, ranked.len())
        .into_iter()
        .map(|spans| {
            spans
                .into_iter()
                .filter(|one| one.span.len() <= LONGEST)
                .map(|one| (one.span, model.score(group, &one.features)))
                .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
        })
        .collect()
}

/// The candidates of each quote, measured.
pub(super) fn measured_spans(
    question: &Question,
    lookup: &Lookup,
    ranked: &[Ranked],
    quotes: usize,
) -> Vec<Vec<MeasuredSpan>> {
    let asked = Asked::new(question);
    let frequency = frequencies(ranked);
    let scale = Scale {
        asked: &asked,
        frequency: &frequency,
        quotes: ranked.len(),
    };
    let measured = |(rank, one): (usize, &Ranked)| {
        let view = BlockView::of_ranked(question, lookup, one);
        let reading = Reading::new(&view, one);
        let found = candidates(&asked, &reading, rank < QUOTES_READ);
        let features = measure_all(&scale, &reading, rank, &found);
        let spans = found.into_iter().zip(features);
        spans
            .map(|(candidate, features)| MeasuredSpan {
                span: candidate.span,
                features,
            })
            .collect()
    };
    ranked
        .iter()
        .take(quotes)
        .enumerate()
        .map(measured)
        .collect()
}
