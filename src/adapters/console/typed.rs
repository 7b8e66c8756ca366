//! What a line typed at the console is: nothing, a wish to leave, or a request to the bot.
//!
//! The command's own words are left to the bot's command table; only leaving is the console's,
//! since no other adapter can be left.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::bot::{Input, Request};
use crate::command::Permission;

/// The console is one conversation of one person.
const PLACE: &str = "console";

/// A decoded line.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Blanks only.
    Nothing,
    /// `quit` or `exit`.
    Leave,
    /// Something for the bot.
    Request(Box<Request>),
}

/// Decodes a line. A `!` or `/` before it marks a command but is not needed. Line feeds (of a
/// pasted text) count as blanks.
#[must_use]
pub fn decode_line(line: &str) -> Typed {
    let line = line.replace(['\n', '\r'], " ");
    let line = line.trim();
    let unmarked = line.strip_prefix(['!', '/']);
    let words = unmarked.unwrap_or(line).trim_start();
    if words.is_empty() {
        return Typed::Nothing;
    }
    if ["quit", "exit"]
        .iter()
        .any(|leave| words.eq_ignore_ascii_case(leave))
    {
        return Typed::Leave;
    }
    let input = Input::Text {
        line: words.to_owned(),
        explicit: unmarked.is_some(),
    };
    Typed::Request(Box::new(request(input)))
}

/// A request from the console, made now.
#[must_use]
pub fn request(input: Input) -> Request {
    Request {
        place: PLACE.to_owned(),
        author: PLACE.to_owned(),
        server: None,
        parent: None,
        again: false,
        rights: Permission::Owner,
        message: None,
        is_private: false,
        about: None,
        attachments: Vec::new(),
        input,
        asked_at: Some(Offset::UTC.to_datetime(Timestamp::now())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(line: &str) -> (String, bool) {
        match decode_line(line) {
            Typed::Request(request) => match request.input {
                Input::Text { line, explicit } => (line, explicit),
                other @ Input::Command(_) => panic!("{line:?} became {other:?}"),
            },
            other => panic!("{line:?} became {other:?}"),
        }
    }

    #[test]
    fn the_mark_of_a_command_is_optional() {
        assert_eq!(decoded("who gave it?"), ("who gave it?".to_owned(), false));
        assert_eq!(
            decoded(" !who gave it? "),
            ("who gave it?".to_owned(), true)
        );
        assert_eq!(decoded("/sources"), ("sources".to_owned(), true));
    }

    #[test]
    fn a_pasted_text_of_several_lines_is_one_request() {
        assert_eq!(
            decoded("check \"one\r\ntwo\"\n"),
            ("check \"one  two\"".to_owned(), false)
        );
    }

    #[test]
    fn quit_and_exit_leave_but_a_question_about_them_does_not() {
        assert_eq!(decode_line("!Quit"), Typed::Leave);
        assert_eq!(decode_line(" exit "), Typed::Leave);
        assert_eq!(decoded("exit who?"), ("exit who?".to_owned(), false));
    }

    #[test]
    fn a_blank_line_or_a_lone_mark_is_nothing() {
        for line in ["", "  ", "\n", "!", "/ "] {
            assert_eq!(decode_line(line), Typed::Nothing);
        }
    }
}
