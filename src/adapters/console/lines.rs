//! Answers line by line: for pipes, files and scripts.

use std::io::{self, BufRead, ErrorKind, Read, Write};

use super::render::render;
use super::style::Style;
use super::typed::{Typed, decode_line};
use crate::bot::Request;
use crate::reply::Reply;

/// A longer line is cut, so that an endless one cannot fill the memory. Far above what the bot
/// takes as a question; it says so itself.
const LONGEST_LINE: u64 = 1 << 21;

/// Answers each line of `input`, each reply followed by an empty line, until the input ends or a
/// line says `quit`. Whoever stops reading the replies ends it too, and that is no error.
///
/// # Errors
/// When the input cannot be read or a reply cannot be written.
pub fn answer_lines(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    style: &Style,
    answer: &dyn Fn(&Request) -> Reply,
) -> io::Result<()> {
    while let Some(line) = read_line(input)? {
        let request = match decode_line(&line) {
            Typed::Nothing => continue,
            Typed::Leave => break,
            Typed::Request(request) => request,
        };
        let text = render(&answer(&request), style);
        match write_reply(output, &text) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
            result => result?,
        }
    }
    Ok(())
}

fn write_reply(output: &mut dyn Write, text: &str) -> io::Result<()> {
    output.write_all(text.as_bytes())?;
    output.write_all(b"\n")?;
    output.flush()
}

/// Reads a line, `None` at the end. Bytes that are no UTF-8 become U+FFFD.
fn read_line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::Input;
    use crate::reply::{Block, Inline};

    fn echo(request: &Request) -> Reply {
        let Input::Text { line, explicit } = &request.input else {
            return Reply::default();
        };
        let words = format!("{line} ({explicit}, {} bytes)", line.len());
        Reply {
            blocks: vec![Block::Notice {
                text: vec![Inline::Plain(words)],
            }],
            ..Reply::default()
        }
    }

    fn answers(input: &[u8]) -> String {
        let mut output = Vec::new();
        answer_lines(&mut &*input, &mut output, &Style::default(), &echo)
            .expect("memory can be read and written");
        String::from_utf8(output).expect("replies are UTF-8")
    }

    #[test]
    fn each_line_is_answered_and_followed_by_an_empty_line() {
        insta::assert_snapshot!(answers(b"who?\n\n  \n!sources\nlast"), @"
        who? (false, 4 bytes)

        sources (true, 7 bytes)

        last (false, 4 bytes)
        ");
    }

    #[test]
    fn quit_ends_it_before_the_input_does() {
        assert_eq!(answers(b"quit\nwho?\n"), "");
    }

    #[test]
    fn bytes_that_are_no_text_are_no_error() {
        assert!(answers(b"who \xff?\n").starts_with("who \u{fffd}?"));
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_answered() {
        let mut input = vec![b'a'; 3 << 20];
        input.extend(b"\nnext\n");
        let output = answers(&input);
        assert!(output.ends_with("(false, 2097152 bytes)\n\nnext (false, 4 bytes)\n\n"));
    }

    #[test]
    fn a_reader_who_goes_away_ends_it_without_an_error() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut input: &[u8] = b"one\ntwo\n";
        let style = Style::default();
        assert!(answer_lines(&mut input, &mut Gone, &style, &echo).is_ok());
    }
}
