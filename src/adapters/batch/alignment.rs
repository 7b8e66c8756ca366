//! Where the bytes of a canonical body stand in the text it was made from.
//!
//! The two may differ in blanks and invisible characters only; a text that differs in its words
//! has no alignment, and nothing is cited from it.

use crate::text::Span;

/// Runs of bytes that are the same in both texts, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    body: usize,
    given: usize,
    length: usize,
}

impl Alignment {
    /// Lays `body` over `given`; `None` when they differ in more than blanks.
    pub(super) fn new(body: &str, given: &str) -> Option<Self> {
        let mut alignment = Self { runs: Vec::new() };
        let (mut left, mut right) = (0, 0);
        loop {
            let (next_left, next_right) =
                (body[left..].chars().next(), given[right..].chars().next());
            match (next_left, next_right) {
                (None, None) => return Some(alignment),
                (Some(a), Some(b)) if a == b => {
                    alignment.extend(left, right, a.len_utf8());
                    left += a.len_utf8();
                    right += b.len_utf8();
                }
                (Some(a), _) if is_blank(a) => left += a.len_utf8(),
                (_, Some(b)) if is_blank(b) => right += b.len_utf8(),
                _ => return None,
            }
        }
    }

    fn extend(&mut self, body: usize, given: usize, length: usize) {
        match self.runs.last_mut() {
            Some(run) if run.body + run.length == body && run.given + run.length == given => {
                run.length += length;
            }
            _ => self.runs.push(Run {
                body,
                given,
                length,
            }),
        }
    }

    /// Where a span of the body stands in the given text; `None` when its first or last byte has
    /// no place there.
    pub(super) fn place(&self, span: Span) -> Option<Span> {
        if span.is_empty() {
            return None;
        }
        let start = self.place_byte(span.start)?;
        let last = self.place_byte(span.end - 1)?;
        Some(Span::new(start, last + 1))
    }

    fn place_byte(&self, byte: usize) -> Option<usize> {
        let after = self.runs.partition_point(|run| run.body <= byte);
        let run = self.runs.get(after.checked_sub(1)?)?;
        let offset = byte - run.body;
        (offset < run.length).then_some(run.given + offset)
    }
}

/// Characters that a canonical form may add, drop or replace.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_may_differ_and_words_may_not() {
        assert!(Alignment::new("a b\n\nc", "a\u{a0} b\r\n\r\nc\n").is_some());
        assert!(Alignment::new("a b", "a c").is_none());
        assert!(Alignment::new("a", "a c").is_none());
    }

    #[test]
    fn a_span_keeps_its_words() {
        let (body, given) = ("Kim’s car.\n\nIt is", "\u{feff}Kim’s   car.\r\n\r\nIt  is");
        let alignment = Alignment::new(body, given).unwrap();
        let start = body.find("car").unwrap();
        let place = alignment.place(Span::new(start, body.len())).unwrap();
        assert_eq!(place.of(given), "car.\r\n\r\nIt  is");
        assert_eq!(alignment.place(Span::new(3, 3)), None);
    }

    proptest::proptest! {
        #[test]
        fn every_word_of_the_body_is_found_again(words in "[a-zé’ \\n]{0,60}", gap in "[ \\r\\n\\t]{1,3}") {
            let given: String = words.replace(' ', &gap);
            let body = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let alignment = Alignment::new(&body, &given).unwrap();
            let mut place = 0;
            for word in body.split_whitespace() {
                let start = body[place..].find(word).unwrap() + place;
                place = start + word.len();
                let found = alignment.place(Span::new(start, place)).unwrap();
                proptest::prop_assert_eq!(found.of(&given), word);
            }
        }
    }
}
