//! What of a message is said to the bot: the line for it, or nothing.
//!
//! Pure, and the same on every platform. By which names the bot is called there, and who is a person
//! at all, the adapter knows; what the line means is decided elsewhere.

use crate::command::{CommandError, CommandTable};

/// A message as far as it matters here.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// Its words, without the names by which the bot was called.
    pub text: &'a str,
    /// True when such a name stood in it.
    pub is_called: bool,
    /// True where the platform says that the bot is mentioned.
    pub mentions_me: bool,
    /// True where somebody and the bot are alone.
    pub is_direct: bool,
    /// True when it replies to a message of the bot's.
    pub answers_me: bool,
    /// The mark of a command there.
    pub prefix: &'a str,
}

/// What the bot is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// True when they were marked as a command.
    pub is_explicit: bool,
}

/// The line for the bot, if the message is for it.
#[must_use]
pub fn hear(said: &Said<'_>, table: &CommandTable) -> Option<Line> {
    let Said {
        text, is_called, ..
    } = *said;
    let is_for_me = is_called || said.mentions_me || said.is_direct || said.answers_me;
    let line = |text: &str, is_explicit| Line {
        // Whoever is called by name is often called with a comma.
        text: text.trim().trim_start_matches([',', ':']).trim().to_owned(),
        is_explicit,
    };
    let marked = Some(said.prefix)
        .filter(|prefix| !prefix.is_empty())
        .and_then(|prefix| text.trim_start().strip_prefix(prefix));
    match marked {
        Some(rest) if is_for_me || is_command(rest, table) => Some(line(rest, true)),
        // Mentioned without a word: whoever does that wants to know what the bot is for.
        None if is_called && text.trim().is_empty() => Some(line("help", true)),
        None if is_called || said.is_direct || asks(said, table) => {
            (!text.trim().is_empty()).then(|| line(text, false))
        }
        _ => None,
    }
}

/// True when a message that mentions the bot without its name in it, which is what a reply does,
/// asks something. `Thanks!` and `ok` do not.
fn asks(said: &Said<'_>, table: &CommandTable) -> bool {
    let text = said.text;
    let is_for_me = said.mentions_me || said.answers_me;
    let first = text.split_whitespace().next().unwrap_or_default();
    let word = first.trim_end_matches(['.', '!', ',']);
    let says_something = text.contains('?') || text.split_whitespace().nth(1).is_some();
    is_for_me && (says_something || table.find(word).is_some())
}

/// True when a marked line is a command of ours, or was probably meant to be. Other bots share
/// marks; what they are told is left alone.
fn is_command(rest: &str, table: &CommandTable) -> bool {
    if rest.starts_with(char::is_whitespace) || !rest.contains(char::is_alphanumeric) {
        return rest.trim() == "?";
    }
    let first = rest.split_whitespace().next().unwrap_or_default();
    let word = first.trim_end_matches(['?', ',', '.', ':', '!']);
    if table.find(word).is_some() {
        return true;
    }
    match table.parse(rest, true) {
        Ok(_) => rest.trim_end().ends_with('?'),
        Err(CommandError::Unknown { suggestion, .. }) => suggestion.is_some(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(said: &Said<'_>) -> Option<(String, bool)> {
        let said = Said {
            prefix: "!",
            ..*said
        };
        hear(&said, &CommandTable::default()).map(|line| (line.text, line.is_explicit))
    }

    #[test]
    fn a_mark_a_name_and_a_room_for_two_each_make_a_line() {
        let line = |text: &str, is_explicit| Some((text.to_owned(), is_explicit));
        let said = |text| Said {
            text,
            ..Said::default()
        };
        assert_eq!(heard(&said("!who gave it?")), line("who gave it?", true));
        assert_eq!(heard(&said("who gave it?")), None);
        assert_eq!(heard(&said("!play some old song")), None);
        let called = Said {
            is_called: true,
            ..said(", who gave it?")
        };
        assert_eq!(heard(&called), line("who gave it?", false));
        let alone = Said {
            is_called: true,
            ..said(" ")
        };
        assert_eq!(heard(&alone), line("help", true));
        let direct = Said {
            is_direct: true,
            ..said("thanks")
        };
        assert_eq!(heard(&direct), line("thanks", false));
    }

    #[test]
    fn a_reply_is_for_the_bot_when_it_asks_something() {
        let reply = |text| {
            heard(&Said {
                text,
                answers_me: true,
                ..Said::default()
            })
        };
        assert!(reply("when?").is_some() && reply("more").is_some());
        assert!(reply("Thanks!").is_none() && reply(" ").is_none());
    }
}
