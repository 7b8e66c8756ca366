//! What stands around the quotes of a reply.

use crate::answer::Passage;
use crate::index::{Result, Snapshot};
use crate::reply::{
    Block, Citation, HighlightKind, Quote, Reply, no_context, no_such_quote, nothing_asked_yet,
    quote_passage,
};
use crate::text::{Span, split_paragraphs};

use super::door::{Bot, index_trouble};

impl Bot {
    /// The paragraphs around the quotes of a reply, as quotes in which those are marked; the
    /// neighbouring paragraphs too where a quote is all of its own. Of one quote alone where its
    /// number is given.
    #[must_use]
    pub fn context_of(&self, reply: &Reply, number: Option<usize>) -> Reply {
        let snapshot = self.story().index.snapshot();
        let mut blocks: Vec<Block> = Vec::new();
        for block in &reply.blocks {
            let Block::Quote(quote) = block else {
                continue;
            };
            if number.is_some_and(|number| number != quote.citation.number) {
                continue;
            }
            match around(&snapshot, &quote.citation) {
                Ok(Some(context)) => blocks.push(Block::Quote(context)),
                Ok(None) => {}
                Err(error) => return index_trouble(&error),
            }
        }
        if blocks.is_empty() {
            return match number {
                Some(number) if !numbers(reply).any(|shown| shown == number) => {
                    no_such_quote(number, &numbers(reply).collect::<Vec<_>>())
                }
                _ => no_context(),
            };
        }
        Reply {
            blocks,
            certainty: reply.certainty,
            suggestions: Vec::new(),
        }
    }

    /// The same for what was shown last in a place.
    pub(super) fn context_here(&self, place: &str, number: Option<usize>) -> Reply {
        match self.pages.shown(place) {
            Some(reply) => self.context_of(&reply, number),
            None => nothing_asked_yet(),
        }
    }
}

/// The numbers of a reply's quotes.
fn numbers(reply: &Reply) -> impl Iterator<Item = usize> {
    reply.blocks.iter().filter_map(|block| match block {
        Block::Quote(quote) => Some(quote.citation.number),
        _ => None,
    })
}

/// The paragraphs around a quote; `None` where its article has changed since.
fn around(snapshot: &Snapshot, citation: &Citation) -> Result<Option<Quote>> {
    let Some((card, body)) = snapshot.body(&citation.article)? else {
        return Ok(None);
    };
    let span = widened(&body, citation.span);
    let passage = span.and_then(|span| Passage::of_body(card, &body, span));
    Ok(passage.map(|passage| {
        let passage = Passage {
            marked: vec![citation.span],
            ..passage
        };
        quote_passage(&passage, citation.number, (HighlightKind::Match, None))
    }))
}

/// The whole paragraphs that a span lies in, and their neighbours where it is all of them.
fn widened(body: &str, span: Span) -> Option<Span> {
    let paragraphs = split_paragraphs(body);
    let first = paragraphs.iter().position(|one| one.end > span.start)?;
    let last = paragraphs.iter().rposition(|one| one.start < span.end)?;
    let whole = paragraphs.get(first)?.union(*paragraphs.get(last)?);
    if !span.contains(whole) {
        return Some(whole);
    }
    let before = paragraphs.get(first.saturating_sub(1))?;
    let after = paragraphs.get(last + 1).unwrap_or(&whole);
    Some(before.union(*after).union(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_stands_in_its_paragraph_or_between_its_neighbours() {
        let body = "One. Two.\n\nThree.\n\nFour. Five.\n\nSix.";
        let shown = |words: &str| {
            let start = body.find(words).unwrap();
            let span = widened(body, Span::new(start, start + words.len())).unwrap();
            span.of(body)
        };
        assert_eq!(shown("Two."), "One. Two.");
        assert_eq!(shown("Three."), "One. Two.\n\nThree.\n\nFour. Five.");
        assert_eq!(shown("Five."), "Four. Five.");
        assert_eq!(shown("Six."), "Four. Five.\n\nSix.");
        assert_eq!(shown("Two.\n\nThree."), "One. Two.\n\nThree.");
    }
}
