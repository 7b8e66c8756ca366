//! Finds what stands between quotation marks.
//!
//! Marks come in pairs, but not always: a quotation that runs over paragraphs opens again in each
//! and closes only in the last, and some are never closed. Nothing reaches over a paragraph's end.

use crate::text::Span;

/// Words between marks: the span without the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The words.
    pub(super) inner: Span,
    /// False when the paragraph ended before the mark came.
    pub(super) closed: bool,
}

/// The longest quotation between single marks in bytes: they are apostrophes too often to look
/// for a partner far away.
const LONGEST_SINGLE: usize = 800;

/// The longest quotation between double marks in bytes: a mark without a partner would otherwise
/// be looked for through the whole of a text that has no paragraphs.
const LONGEST_DOUBLE: usize = 8000;

/// All quotations of a text in order; none inside another.
pub(super) fn find_quoted(text: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(offset) = text[place..].find(['“', '"', '‘', '\'', '„', '«']) {
        let open = place + offset;
        let mark = text[open..].chars().next().unwrap_or('"');
        let inner = open + mark.len_utf8();
        let end = match mark {
            '“' | '„' | '"' | '«' if opens(text, open, inner) => {
                Some(close_double(text, inner, mark))
            }
            '‘' | '\'' if opens(text, open, inner) => {
                close_single(text, inner).map(|end| (end, true))
            }
            _ => None,
        };
        place = inner;
        if let Some((end, closed)) = end {
            push(text, Span::new(inner, end), closed, &mut found);
            place = end;
            // Step over the closing mark, which could be taken for an opening one.
            if closed {
                place += text[end..].chars().next().map_or(0, char::len_utf8);
            }
        }
    }
    found
}

/// True when a mark at `open` can open: nothing or no letter before it, no blank behind it.
fn opens(text: &str, open: usize, inner: usize) -> bool {
    let before = text[..open].chars().next_back();
    let behind = text[inner..].chars().next();
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?'))
        && behind.is_some_and(|c| !c.is_whitespace())
}

fn close_double(text: &str, inner: usize, mark: char) -> (usize, bool) {
    let closers: &[char] = match mark {
        '“' => &['”', '“', '"'],
        '„' => &['“', '”'],
        '«' => &['»'],
        _ => &['"', '”'],
    };
    let part = within(text, inner, LONGEST_DOUBLE);
    let paragraph = part.find("\n\n").unwrap_or(part.len());
    match part[..paragraph].find(closers) {
        Some(offset) => (inner + offset, true),
        None => (inner + paragraph, false),
    }
}

/// At most `length` bytes of `text` from `start`.
fn within(text: &str, start: usize, length: usize) -> &str {
    let mut limit = text.len().min(start + length);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    &text[start..limit]
}

/// The closing single mark: one behind a full stop or comma, else the first before no letter.
fn close_single(text: &str, inner: usize) -> Option<usize> {
    let part = within(text, inner, LONGEST_SINGLE);
    let part = &part[..part.find("\n\n").unwrap_or(part.len())];
    let mut first = None;
    for (offset, mark) in part.match_indices(['’', '\'']) {
        let behind = text[inner + offset + mark.len()..].chars().next();
        if behind.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let before = part[..offset].chars().next_back()?;
        if matches!(before, ',' | '.' | '!' | '?' | '…') {
            return Some(inner + offset);
        }
        first = first.or(before.is_alphanumeric().then_some(inner + offset));
        // Without a stop before it, only a short phrase is one: `the ‘axis of evil’`.
        if first.is_some_and(|end| end - inner < 60 && before != 's') {
            return first;
        }
    }
    first.filter(|end| end - inner < 60)
}

fn push(text: &str, inner: Span, closed: bool, found: &mut Vec<Quoted>) {
    let written = inner.of(text);
    let trimmed = written.trim();
    if !trimmed.contains(char::is_alphanumeric) {
        return;
    }
    let start = inner.start + (written.len() - written.trim_start().len());
    found.push(Quoted {
        inner: Span::new(start, start + trimmed.len()),
        closed,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        find_quoted(text)
            .into_iter()
            .map(|quoted| quoted.inner.of(text))
            .collect()
    }

    #[test]
    fn all_kinds_of_marks_are_read() {
        assert_eq!(
            quoted("He said “we won,” then \"we lost\"."),
            ["we won,", "we lost"]
        );
        assert_eq!(quoted("‘It’s over,’ she said."), ["It’s over,"]);
        assert_eq!(quoted("the 'axis of evil' speech"), ["axis of evil"]);
    }

    #[test]
    fn apostrophes_open_nothing() {
        assert!(quoted("The workers' rights and Kim's car aren't 'ere").is_empty());
        assert!(quoted("5'10\" tall").is_empty());
    }

    #[test]
    fn a_quotation_that_is_not_closed_ends_with_its_paragraph() {
        assert_eq!(quoted("“One.\n\n“Two,” he said."), ["One.", "Two,"]);
    }
}
