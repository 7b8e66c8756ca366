//! Makes any text harmless in a Discord message: nothing in it pings, links, hides, formats or
//! breaks out of its place, and a reader sees the very same text.
//!
//! Signs that mean something to Discord get a backslash, which Discord takes away when it shows
//! the message. Control characters and those that turn the direction of writing become visible
//! stand-ins, as everywhere.

use crate::reply::{neutralise, neutralise_line};

/// Signs that mean something wherever they stand: emphasis, code, spoilers, mentions, timestamps,
/// emoji, headings. The colon is what makes an address one. A link needs `](`; that one is taken
/// apart, and brackets are left as they are.
const SIGNS: &str = "\\*_~`|<>#@:";

/// Escapes text, its lines kept apart.
pub(super) fn escape(text: &str) -> String {
    let mut pen = Pen::default();
    pen.write(text);
    pen.text
}

/// Escapes text that must stay in its line.
pub(super) fn escape_line(text: &str) -> String {
    escape(&neutralise_line(text))
}

/// Writes escaped text piece by piece, with marks of our own in between.
#[derive(Default)]
pub(super) struct Pen {
    text: String,
    place: Place,
    /// The last character of somebody's words.
    last: Option<char>,
}

/// Where in its line the next character stands, as far as it matters.
#[derive(Clone, Copy, Default, PartialEq)]
enum Place {
    /// Nothing but blanks before it: `-` begins a list here.
    #[default]
    Start,
    /// Nothing but a number before it: `.` makes a list of it.
    Number,
    Inside,
}

impl Pen {
    /// A pen in the middle of a line.
    pub(super) fn inside() -> Self {
        Self {
            place: Place::Inside,
            ..Self::default()
        }
    }

    /// Writes somebody's words.
    pub(super) fn write(&mut self, words: &str) {
        for letter in neutralise(words).chars() {
            let is_list = match self.place {
                Place::Start => "-+".contains(letter),
                Place::Number => ".)".contains(letter),
                Place::Inside => false,
            };
            let is_link = letter == '(' && self.last == Some(']');
            if is_list || is_link || SIGNS.contains(letter) {
                self.text.push('\\');
            }
            self.text.push(letter);
            self.last = Some(letter);
            self.place = match (self.place, letter) {
                (_, '\n') => Place::Start,
                (Place::Start, blank) if blank.is_whitespace() => Place::Start,
                (Place::Start | Place::Number, digit) if digit.is_numeric() => Place::Number,
                _ => Place::Inside,
            };
        }
    }

    /// Writes a mark of our own.
    pub(super) fn mark(&mut self, mark: &str) {
        self.text.push_str(mark);
    }

    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Takes the backslashes away again, as Discord does when it shows a message.
#[cfg(test)]
pub(super) fn unescape(text: &str) -> String {
    let mut shown = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        shown.push(if escapes {
            letters.next().unwrap_or(letter)
        } else {
            letter
        });
    }
    shown
}

/// What parts a sign from a name where no markup is read, so that it cannot be a mention even
/// where somebody copies it into a message.
const PART: char = '\u{200b}';

/// Text for the parts of a card that show everything as it is, in one line.
pub(super) fn plain_line(text: &str) -> String {
    let mut line = String::new();
    for letter in neutralise_line(text).chars() {
        line.push(letter);
        if "@<".contains(letter) {
            line.push(PART);
        }
    }
    line
}

/// The text that [`plain_line`] was made of.
pub(super) fn read_plain_line(line: &str) -> String {
    let mut text = String::new();
    let mut after_sign = false;
    for letter in line.chars() {
        if !(after_sign && letter == PART) {
            text.push(letter);
        }
        after_sign = "@<".contains(letter);
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_of_discord_are_escaped_and_words_are_not() {
        assert_eq!(
            escape("Kim's \"car\", $5 (new)."),
            "Kim's \"car\", $5 (new)."
        );
        assert_eq!(escape("*a* @everyone"), "\\*a\\* \\@everyone");
        assert_eq!(
            escape("<@1> <#2> <t:3>"),
            "\\<\\@1\\> \\<\\#2\\> \\<t\\:3\\>"
        );
        assert_eq!(escape("https://x.y"), "https\\://x.y");
        assert_eq!(escape("[a](b) [1]"), "[a]\\(b) [1]");
    }

    #[test]
    fn lists_and_headings_are_escaped_at_the_start_of_a_line_only() {
        assert_eq!(
            escape("- a-b\n  1. c 1.5\n# d"),
            "\\- a-b\n  1\\. c 1.5\n\\# d"
        );
        assert_eq!(escape("2024-03-01"), "2024-03-01");
    }

    #[test]
    fn direction_and_control_characters_are_shown_not_obeyed() {
        assert_eq!(escape("\u{202e}a\u{7}"), "\u{fffd}a\u{2407}");
    }

    #[test]
    fn a_plain_line_holds_no_mention_and_can_be_read_back() {
        let line = plain_line("is @everyone <@1>\nthere?");
        assert!(!line.contains("@everyone") && !line.contains("<@"));
        assert_eq!(read_plain_line(&line), "is @everyone <@1> there?");
    }

    /// Text in which Discord's own signs are frequent.
    pub(in super::super) fn hostile() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            any::<char>().prop_map(String::from),
            "[\\\\*_~`|<>\\[\\]()#@:!/.+\\- \n0-9a]{1,6}",
            Just("@everyone".to_owned()),
            Just("<@123>".to_owned()),
            Just("https://evil.example".to_owned()),
            Just("```".to_owned()),
            Just("||".to_owned()),
            Just("](https://evil.example)".to_owned()),
            Just("\u{202e}".to_owned()),
        ];
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn what_is_shown_is_what_was_said(text in hostile()) {
            prop_assert_eq!(unescape(&escape(&text)), neutralise(&text).into_owned());
        }

        #[test]
        fn no_sign_stands_unescaped(text in hostile()) {
            let escaped = escape(&text);
            let mut letters = escaped.chars();
            while let Some(letter) = letters.next() {
                if letter == '\\' {
                    prop_assert!(letters.next().is_some_and(|next| next.is_ascii_punctuation()));
                } else {
                    prop_assert!(!SIGNS.contains(letter), "{}", escaped);
                }
            }
            prop_assert!(!escaped.contains("]("), "{}", escaped);
        }

        #[test]
        fn a_plain_line_is_read_back(text in "[a-z @<\u{200b}>]{0,40}") {
            // Only a parting sign of the text's own right behind such a sign is lost.
            let own = text.replace("@\u{200b}", "@").replace("<\u{200b}", "<");
            prop_assume!(own == text);
            prop_assert_eq!(read_plain_line(&plain_line(&text)), text);
        }
    }
}
