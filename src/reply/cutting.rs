//! Where words are cut that are too long for one message, and what of them is marked: the same
//! choices on every platform.

use super::model::{Highlight, Quote};
use crate::text::Span;

/// The most characters of a title in a citation; a feed can make one of any length.
const LONGEST_TITLE: usize = 200;

/// The highlights of a quote, neighbours of one kind joined: two marks that touch would be read as
/// something else.
#[must_use]
pub fn joined_highlights(quote: &Quote) -> Vec<Highlight> {
    let mut marks: Vec<Highlight> = Vec::new();
    for highlight in &quote.highlights {
        let Highlight { span, kind } = *highlight;
        if span.get(&quote.text).is_none_or(str::is_empty) {
            continue;
        }
        match marks.last_mut() {
            Some(last) if last.kind == kind && last.span.end >= span.start => {
                last.span = last.span.union(span);
            }
            Some(last) if last.span.end > span.start => {}
            _ => marks.push(*highlight),
        }
    }
    marks
}

/// A title, or as much of it as a citation takes.
#[must_use]
pub fn short_title(title: &str) -> String {
    let mut letters = title.chars();
    let mut short: String = letters.by_ref().take(LONGEST_TITLE).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

/// Cuts a text between words into spans whose rendering has no more than `room`; one span where
/// it all fits.
#[must_use]
pub fn spans_that_fit(text: &str, room: usize, rendered: &dyn Fn(Span) -> usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let mut end = text.len();
        while rendered(Span::new(start, end)) > room {
            let shorter = earlier_break(text, start, end);
            if shorter <= start {
                break;
            }
            end = shorter;
        }
        spans.push(Span::new(start, end));
        start = end;
    }
    if spans.is_empty() {
        spans.push(Span::new(0, 0));
    }
    spans
}

/// A place to cut at in about three quarters of a text: behind a blank, or else behind any letter.
fn earlier_break(text: &str, start: usize, end: usize) -> usize {
    let mut target = start + (end - start) * 3 / 4;
    while !text.is_char_boundary(target) {
        target -= 1;
    }
    let part = &text[start..target];
    part.rfind(char::is_whitespace).map_or(target, |blank| {
        let width = part[blank..].chars().next().map_or(1, char::len_utf8);
        start + blank + width
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn spans_tile_the_text_and_fit_where_they_can(text in any::<String>(), room in 16..60_usize) {
            let spans = spans_that_fit(&text, room, &|span: Span| span.end - span.start);
            let joined: String = spans.iter().map(|span| span.of(&text)).collect();
            prop_assert_eq!(&joined, &text);
            prop_assert!(spans.iter().all(|span| span.end - span.start <= room));
        }
    }

    #[test]
    fn a_long_title_is_cut_with_a_mark() {
        assert_eq!(short_title("Kim"), "Kim");
        assert!(short_title(&"é".repeat(300)).ends_with("é…"));
    }
}
