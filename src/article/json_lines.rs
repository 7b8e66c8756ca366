//! JSON Lines: one article a line, the text taken byte for byte.
//!
//! Such files come from other programs, which count offsets in `text`; it is therefore left exactly
//! as it is. They may be far larger than memory, so lines are read one at a time, and a broken line
//! costs that line alone.

use std::io::{self, BufRead, Read};

use super::draft::Draft;
use super::fields::{Fields, Scalar};
use super::skip::SkipReason;

/// Calls `take` with the number of each line that is not blank, and the draft on it.
///
/// # Errors
///
/// When the file itself cannot be read any further.
pub(super) fn read_json_lines(
    mut reader: impl BufRead,
    longest: u64,
    mut take: impl FnMut(usize, Result<Draft, SkipReason>),
) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader
            .by_ref()
            .take(longest + 1)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if line.len() as u64 > longest && !line.ends_with(b"\n") {
            skip_line(&mut reader)?;
            take(number, Err(SkipReason::TooLarge { limit: longest }));
            continue;
        }
        let content = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        let content = content.trim_ascii();
        if !content.is_empty() {
            take(number, parse_line(content));
        }
    }
    Ok(())
}

/// Passes over the rest of a line without keeping it.
fn skip_line(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (used, done) = (
            end.map_or(buffer.len(), |end| end + 1),
            end.is_some() || buffer.is_empty(),
        );
        reader.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn parse_line(line: &[u8]) -> Result<Draft, SkipReason> {
    let text = std::str::from_utf8(line).map_err(|_| SkipReason::Undecodable)?;
    let fields: Fields<Scalar> = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        // The line in the parser's message is always 1; ours stands in front.
        let problem = message.split(" at line ").next().unwrap_or_default();
        SkipReason::BrokenJson {
            problem: format!("{problem}, column {}", error.column()),
        }
    })?;
    Ok(Draft {
        body: fields.text.unwrap_or_default(),
        ..fields.draft
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(content: &str, longest: u64) -> Vec<(usize, Result<Draft, SkipReason>)> {
        let mut lines = Vec::new();
        read_json_lines(content.as_bytes(), longest, |number, draft| {
            lines.push((number, draft));
        })
        .unwrap();
        lines
    }

    #[test]
    fn a_broken_line_costs_that_line_alone() {
        let lines = read(
            "\u{feff}{\"text\":\"a\"}\n\n{\"text\": }\r\n[1]\n{\"text\":\"b\"}",
            100,
        );
        assert_eq!(lines[0].1.as_ref().unwrap().body, "a");
        let reason = lines[1].1.as_ref().unwrap_err().to_string();
        assert!(reason.contains("expected value, column 10"), "{reason}");
        assert!(lines[2].1.is_err());
        assert_eq!(
            (lines[3].0, lines[3].1.as_ref().unwrap().body.as_str()),
            (5, "b")
        );
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over() {
        let content = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"b\"}}\n", "a".repeat(50));
        let lines = read(&content, 20);
        assert_eq!(lines[0].1, Err(SkipReason::TooLarge { limit: 20 }));
        assert_eq!(
            (lines[1].0, lines[1].1.as_ref().unwrap().body.as_str()),
            (2, "b")
        );
    }

    proptest! {
        #[test]
        fn a_text_is_kept_byte_for_byte(text in any::<String>()) {
            let line = serde_json::json!({ "id": "a", "text": text }).to_string();
            let lines = read(&line, 1 << 20);
            prop_assert_eq!(&lines[0].1.as_ref().unwrap().body, &text);
        }
    }
}
