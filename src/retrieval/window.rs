//! Windows: runs of whole sentences that fit a quote.

use crate::index::Block;
use crate::text::Span;

/// A run of whole sentences of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Index of the first sentence in [`Block::sentences`].
    pub first: usize,
    /// Index of the last sentence, inclusive.
    pub last: usize,
    /// Bytes of the article's body, from the first sentence's start to the last one's end.
    pub span: Span,
}

impl Window {
    /// Every longest run of whole sentences of at most `length` bytes, one for each sentence that a
    /// run can start with. A sentence longer than that is a run of its own; a dateline is never a
    /// part of one.
    #[must_use]
    pub fn all(block: &Block, length: usize) -> Vec<Self> {
        let sentences = &block.sentences;
        let mut windows: Vec<Self> = Vec::with_capacity(sentences.len());
        for first in 0..sentences.len() {
            if is_dateline(block, sentences[first].span) {
                continue;
            }
            let start = sentences[first].span.start;
            let more = sentences[first + 1..]
                .iter()
                .take_while(|next| next.span.end - start <= length)
                .count();
            let last = first + more;
            windows.push(Self {
                first,
                last,
                span: Span::new(start, sentences[last].span.end),
            });
        }
        windows
    }

    /// The window of a block's dateline, where it has one.
    #[must_use]
    pub fn dateline(block: &Block) -> Option<Self> {
        let place = block
            .sentences
            .iter()
            .position(|sentence| is_dateline(block, sentence.span))?;
        Some(Self {
            first: place,
            last: place,
            span: block.sentences[place].span,
        })
    }

    /// True when the two windows share more than half of the shorter one.
    #[must_use]
    pub fn mostly_overlaps(self, other: Self) -> bool {
        let shared = self
            .span
            .end
            .min(other.span.end)
            .saturating_sub(self.span.start.max(other.span.start));
        2 * shared > self.span.len().min(other.span.len())
    }
}

fn is_dateline(block: &Block, span: Span) -> bool {
    block
        .article
        .dateline
        .is_some_and(|dateline| dateline.contains(span))
}
