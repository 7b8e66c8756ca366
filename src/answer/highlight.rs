//! What to mark in a quote: the answer, and the words that match the question.

use crate::retrieval::Ranked;
use crate::text::Span;

use super::model::HighlightKind;

/// The parts of a window to mark, in order and not overlapping; all as bytes of the body. The answer
/// wins over a matched word inside it.
#[must_use]
pub fn highlights(ranked: &Ranked, answer: Option<Span>) -> Vec<(Span, HighlightKind)> {
    let (span, words) = (ranked.window.span, &ranked.block.words);
    let mut marks: Vec<(Span, HighlightKind)> = (ranked.found.matches.iter())
        .filter_map(|found| words.get(found.word as usize))
        .map(|word| word.span())
        .filter(|word| span.contains(*word) && answer.is_none_or(|taken| !taken.overlaps(*word)))
        .map(|word| (word, HighlightKind::Match))
        .collect();
    marks.extend(answer.map(|answer| (answer, HighlightKind::Answer)));
    marks.sort_by_key(|(mark, _)| *mark);
    marks.dedup_by_key(|(mark, _)| *mark);
    marks
}
