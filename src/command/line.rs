//! Makes one clean line out of a message, before anybody looks for a command in it.
//!
//! Quoted lines and code blocks belong to somebody else's words and never hold a command; control
//! and direction characters could make a reply lie about what was asked. Which command the line
//! holds is left to `parse`.

use crate::admin::{Feeding, Keeping};

use super::{Command, CommandError};

/// The most characters of a message that are read: what the largest chat platforms allow in one.
pub(super) const LONGEST: usize = 2_000;

/// A message, cleaned.
pub(super) struct Line {
    /// What the author wrote, on one line, without the command prefix.
    pub(super) text: String,
    /// What the author quoted (`> …`), on one line.
    pub(super) quoted: String,
    /// True when it was marked as a command, by the adapter or by a prefix.
    pub(super) explicit: bool,
}

impl Line {
    /// Cleans a message; fails when it is too long or says nothing.
    pub(super) fn read(message: &str, explicit: bool) -> Result<Self, CommandError> {
        if message.chars().nth(LONGEST).is_some() {
            return Err(CommandError::TooLong { limit: LONGEST });
        }
        let (own, quoted) = separate_quoted_lines(message);
        let own = clean(&own);
        let text = own.trim_start_matches(['!', '/']);
        let explicit = explicit || text.len() < own.len();
        let text = text.trim();
        if says_nothing(text) && !text.starts_with("? ") && text != "?" {
            return Err(CommandError::Empty);
        }
        Ok(Self {
            text: text.to_owned(),
            quoted: clean(&quoted),
            explicit,
        })
    }
}

impl Command {
    /// The command itself, unless it has more words than a message may have: what a platform
    /// decoded (a slash command) is held to the same limit as a line.
    ///
    /// # Errors
    /// When it is too long.
    pub fn within_limits(self) -> Result<Self, CommandError> {
        let too_long = self.words().chars().nth(LONGEST).is_some();
        if too_long {
            return Err(CommandError::TooLong { limit: LONGEST });
        }
        Ok(self)
    }

    /// What was typed with it, in its author's words.
    fn words(&self) -> &str {
        match self {
            Self::Ask { question, .. } | Self::Watch { question } => question,
            Self::Topic { narrow, .. } => narrow,
            Self::Timeline { topic } => topic,
            Self::Quotes { about } => about,
            Self::Article { id } => id,
            Self::Verify { receipt } => receipt,
            Self::Check { text } => text,
            Self::Help { command } | Self::Can { command, .. } => command,
            Self::Feeds(
                Feeding::Add { address: words }
                | Feeding::Start { name: words, .. }
                | Feeding::Remove { name: words },
            )
            | Self::Keeping(
                Keeping::List { filter: words }
                | Keeping::Show { id: words }
                | Keeping::Add { from: words }
                | Keeping::Remove { id: words }
                | Keeping::Keep { name: words }
                | Keeping::Drop { name: words },
            ) => words,
            Self::Keeping(
                Keeping::Aside
                | Keeping::Reindex { .. }
                | Keeping::RollBack
                | Keeping::Golden
                | Keeping::Pin,
            )
            | Self::Overview(_)
            | Self::Sources
            | Self::More
            | Self::Context { .. }
            | Self::Topics
            | Self::Settings(_)
            | Self::Feeds(Feeding::List | Feeding::Poll)
            | Self::Status
            | Self::Gaps { .. }
            | Self::Watches
            | Self::Unwatch { .. }
            | Self::Audit => "",
        }
    }
}

/// True when a text has neither a letter nor a digit.
pub(super) fn says_nothing(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// The author's own lines and the quoted ones; code blocks go to neither.
fn separate_quoted_lines(message: &str) -> (String, String) {
    const FENCE: &str = "```";
    let (mut own, mut quoted) = (String::new(), String::new());
    let mut in_code = false;
    for line in message.lines() {
        let start = line.trim_start();
        if in_code || start.starts_with(FENCE) {
            in_code ^= start.matches(FENCE).count() % 2 == 1;
        } else if let Some(words) = start.strip_prefix('>') {
            quoted.push_str(words.trim_start_matches('>'));
            quoted.push('\n');
        } else {
            own.push_str(line);
            own.push('\n');
        }
    }
    (own, quoted)
}

/// The text on one line, without characters that print nothing.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !letter.is_control() && !is_invisible(*letter))
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Zero-width space, byte order mark, and the marks that turn the direction of writing. The
/// zero-width joiners stay: several scripts are misspelt without them.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// The text without quotation marks around it.
///
/// A pair around the whole goes, and so does a double mark that lost its partner; marks that
/// belong to words inside stay (`he said "no"`).
pub(super) fn strip_quotation_marks(text: &str) -> &str {
    let text = text.trim();
    if let Some(inner) = strip_pair(text) {
        return inner.trim();
    }
    let doubles = text.chars().filter(|mark| is_double_mark(*mark)).count();
    if doubles == 1 {
        return text.trim_matches(is_double_mark).trim();
    }
    text
}

fn is_double_mark(mark: char) -> bool {
    matches!(mark, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

fn is_single_mark(mark: char) -> bool {
    matches!(mark, '\'' | '‘' | '’' | '‚' | '`')
}

/// What stands between the marks at both ends, when these two are partners.
fn strip_pair(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    let inner = text
        .strip_prefix(first)
        .and_then(|rest| rest.strip_suffix(last))?;
    let partners = |is_mark: fn(char) -> bool| is_mark(first) && is_mark(last);
    if partners(is_double_mark) {
        return (!closes_early(inner)).then_some(inner);
    }
    partners(is_single_mark).then_some(inner)
}

/// True when the first double mark inside closes what the outer one opened, as in
/// `"no" and "never"`; one after a space opens a quotation within the quotation.
fn closes_early(inner: &str) -> bool {
    inner.find(is_double_mark).is_some_and(|at| {
        let before = inner[..at].chars().next_back();
        before.is_some_and(|letter| !letter.is_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(message: &str) -> String {
        Line::read(message, false).expect("readable").text
    }

    #[test]
    fn quoted_lines_and_code_blocks_are_somebody_elses() {
        assert_eq!(text("> !ask this\nwho did it?"), "who did it?");
        assert_eq!(text("```\n!sources\n```\nwhen?"), "when?");
        assert_eq!(text("```!sources```\nwhen?"), "when?");
        assert!(matches!(
            Line::read("```\n!sources", true),
            Err(CommandError::Empty)
        ));
        assert!(matches!(
            Line::read("> sources", true),
            Err(CommandError::Empty)
        ));
    }

    #[test]
    fn a_prefix_makes_it_explicit() {
        let line = Line::read(" ! who", false).expect("readable");
        assert_eq!((line.text.as_str(), line.explicit), ("who", true));
        assert!(!Line::read("who", false).expect("readable").explicit);
    }

    #[test]
    fn characters_without_a_shape_are_dropped() {
        assert_eq!(text("who\u{0} \u{202e}did\u{7} it\tnow"), "who did it now");
    }

    #[test]
    fn two_thousand_characters_are_read_and_no_more() {
        assert!(Line::read(&"é".repeat(LONGEST), false).is_ok());
        assert!(matches!(
            Line::read(&"é".repeat(LONGEST + 1), false),
            Err(CommandError::TooLong { .. })
        ));
    }

    #[test]
    fn quotation_marks_around_a_text_are_dropped() {
        for (typed, meant) in [
            ("\"a b\"", "a b"),
            ("“a b”", "a b"),
            ("«a b»", "a b"),
            ("'a b'", "a b"),
            ("`a b`", "a b"),
            ("“a b", "a b"),
            ("a b\"", "a b"),
            ("\"he said \"no\" twice\"", "he said \"no\" twice"),
            ("he said \"no\"", "he said \"no\""),
            ("\"no\" and \"never\"", "\"no\" and \"never\""),
            ("the leaders’", "the leaders’"),
            ("\"", ""),
            ("\"\"", ""),
        ] {
            assert_eq!(strip_quotation_marks(typed), meant, "{typed}");
        }
    }
}
