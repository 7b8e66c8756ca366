//! The canonical form of a body.
//!
//! Only what cannot be seen is changed: line ends, blanks at line ends, surplus blank lines,
//! control characters. Words, quotation marks and accents stay byte for byte, as quotes are cut
//! from the result. JSON Lines bodies never come through here: their offsets are other people's.

/// Lines this long (in characters) are not wrapped by hand, so a line end beside one parts
/// paragraphs. Hand-wrapped text is commonly 65 to 80 wide.
const LONGEST_WRAPPED_LINE: usize = 100;

/// Line ends as `\n`, no byte order mark, no control characters but tabs.
#[must_use]
pub(super) fn clean_lines(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .chars()
        .peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            // The next-line control, the line and the paragraph separator.
            '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            '\n' | '\t' => cleaned.push(character),
            hidden if hidden.is_control() => {}
            seen => cleaned.push(seen),
        }
    }
    cleaned
}

/// True when nothing of `text` would be changed, as for nearly every file: told byte by byte, which
/// takes a tenth of the time.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |place: usize| bytes.get(place + 1).copied().unwrap_or_default();
    !text.starts_with('\u{feff}')
        && bytes.iter().enumerate().all(|(place, byte)| match byte {
            b'\n' | b'\t' => true,
            0..=0x1f | 0x7f => false,
            // The controls from U+0080 to U+009F.
            0xc2 => next(place) > 0x9f,
            // U+2028 and U+2029.
            0xe2 => next(place) != 0x80 || !matches!(next(place + 1), 0xa8 | 0xa9),
            _ => true,
        })
}

/// A body with its paragraphs parted by one blank line, no blanks at line ends, none around it.
#[must_use]
pub(super) fn canonical_body(text: &str) -> String {
    join_blocks(&clean_lines(text), |_, _| false)
}

/// The same for plain text, where a line end beside a long line parts paragraphs as well: many
/// files hold one paragraph a line, or a heading right above its text.
#[must_use]
pub(super) fn canonical_plain_body(text: &str) -> String {
    join_blocks(&clean_lines(text), |above, below| {
        is_long(above) || is_long(below)
    })
}

fn is_long(line: &str) -> bool {
    line.chars().nth(LONGEST_WRAPPED_LINE).is_some()
}

fn join_blocks(text: &str, parts: impl Fn(&str, &str) -> bool) -> String {
    let mut body = String::with_capacity(text.len());
    let mut above: Option<&str> = None;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            above = None;
            continue;
        }
        match above {
            Some(above) if !parts(above, line) => body.push('\n'),
            _ if !body.is_empty() => body.push_str("\n\n"),
            _ => {}
        }
        let first = body.is_empty();
        body.push_str(if first { line.trim_start() } else { line });
        above = Some(line);
    }
    body
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_ends_blanks_and_control_characters_are_cleaned() {
        let text = "\u{feff}One \r\ntwo\u{0}\t \r\r\n \n\n\nthree\u{7}\n";
        assert_eq!(canonical_body(text), "One\ntwo\n\nthree");
    }

    #[test]
    fn a_heading_right_above_a_long_line_is_a_paragraph_of_its_own() {
        let long = "word ".repeat(30);
        let text = format!("A Delicate Balance\n{long}\n{long}");
        let body = canonical_plain_body(&text);
        assert_eq!(body.split("\n\n").count(), 3);
        assert!(body.starts_with("A Delicate Balance\n\nword"));
    }

    #[test]
    fn wrapped_lines_stay_one_paragraph() {
        assert_eq!(
            canonical_plain_body("one\ntwo\n\nthree"),
            "one\ntwo\n\nthree"
        );
    }

    proptest! {
        #[test]
        fn a_canonical_body_is_its_own_canonical_form(text in "\\PC{0,80}([\r\n\t ]{1,4}\\PC{0,40}){0,6}") {
            let body = canonical_body(&text);
            prop_assert_eq!(&canonical_body(&body), &body);
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(visible(&body), visible(&clean_lines(&text)));
        }
    }
}
