//! What to mark in a quote: the answer, and the words that match the question.

use crate::index::Block;
use crate::question::Question;
use crate::retrieval::Lookup;
use crate::text::Span;

use super::model::HighlightKind;

/// The parts of `span` to mark, in order and not overlapping; all as bytes of the body. The answer
/// wins over a matched word inside it.
#[must_use]
pub fn highlights(
    question: &Question,
    lookup: &Lookup,
    block: &Block,
    (span, answer): (Span, Option<Span>),
) -> Vec<(Span, HighlightKind)> {
    let mut marks: Vec<(Span, HighlightKind)> = lookup
        .matches(question, block)
        .into_iter()
        .filter_map(|found| block.words.get(found.word as usize))
        .map(|word| word.span())
        .filter(|word| span.contains(*word) && answer.is_none_or(|taken| !taken.overlaps(*word)))
        .map(|word| (word, HighlightKind::Match))
        .collect();
    marks.extend(answer.map(|answer| (answer, HighlightKind::Answer)));
    marks.sort_by_key(|(mark, _)| *mark);
    marks.dedup_by_key(|(mark, _)| *mark);
    marks
}
