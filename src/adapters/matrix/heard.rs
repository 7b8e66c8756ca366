//! What of a message is said to the bot on Matrix, where it is called by its name.
//!
//! Pure; whether the author may speak and what the line means is decided elsewhere.

use crate::chat::{self, Line};
use crate::command::CommandTable;

/// A message as far as it matters here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) text: &'a str,
    /// The names that the bot goes by there: its id and what it is called.
    pub(super) names: &'a [String],
    /// Whether the client says that the bot is mentioned; `None` where it says nothing.
    pub(super) mentions_me: Option<bool>,
    /// True in a room for two.
    pub(super) is_direct: bool,
    /// True when it replies to a message of the bot's.
    pub(super) answers_me: bool,
    /// The mark of a command there.
    pub(super) prefix: &'a str,
}

/// The line for the bot, if the message is for it.
pub(super) fn hear(said: &Said<'_>, table: &CommandTable) -> Option<Line> {
    let called = match said.mentions_me {
        // Somebody else's words may begin with the bot's name.
        Some(false) => None,
        Some(true) => without_name(said.text, said.names, true),
        None => without_name(said.text, said.names, false),
    };
    let said = chat::Said {
        text: called.as_deref().unwrap_or(said.text),
        is_called: called.is_some(),
        mentions_me: said.mentions_me.unwrap_or(false),
        is_direct: said.is_direct,
        answers_me: said.answers_me,
        prefix: said.prefix,
    };
    chat::hear(&said, table)
}

/// The text without the bot's name, where it stands there: at its beginning, or, where the client
/// says that it is one, anywhere.
fn without_name(text: &str, names: &[String], anywhere: bool) -> Option<String> {
    let mut names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
    names.retain(|name| !name.is_empty());
    // Of two names that begin alike the longer one is meant.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.iter().find_map(|name| {
        let mut places = text.char_indices().filter_map(|(start, _)| {
            let end = name_at(text, start, name)?;
            Some((start, end))
        });
        let is_first = |start: usize| {
            let before = text[..start].trim();
            before.is_empty() || before == "@"
        };
        let (start, end) = places.find(|(start, _)| anywhere || is_first(*start))?;
        let before = text[..start].trim_end().trim_end_matches('@');
        Some(format!("{before} {}", &text[end..]))
    })
}

/// Where a name ends that stands at a place in a text as a word, its letters large or small.
fn name_at(text: &str, start: usize, name: &str) -> Option<usize> {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    if is_letter(text[..start].chars().next_back()) {
        return None;
    }
    let mut letters = text[start..].chars();
    for wanted in name.chars() {
        let letter = letters.next()?;
        if !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let end = text.len() - letters.as_str().len();
    let next = letters.next();
    // A longer server's name begins like a shorter one, and somebody's id like a name.
    let signs = if text[..start].ends_with('@') {
        ".-:"
    } else {
        ".-"
    };
    let goes_on = next.is_some_and(|next| signs.contains(next)) && is_letter(letters.next());
    (!is_letter(next) && !goes_on).then_some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names() -> Vec<String> {
        ["@newshound:a.example", "Newshound", "Newshound (test)"]
            .map(str::to_owned)
            .to_vec()
    }

    fn heard(text: &str, mentions_me: Option<bool>) -> Option<(String, bool)> {
        let names = names();
        let said = Said {
            text,
            names: &names,
            mentions_me,
            prefix: "!",
            ..Said::default()
        };
        hear(&said, &CommandTable::default()).map(|line| (line.text, line.is_explicit))
    }

    fn line(text: &str, is_explicit: bool) -> (String, bool) {
        (text.to_owned(), is_explicit)
    }

    #[test]
    fn a_mark_is_heard_with_and_without_mentions() {
        assert_eq!(
            heard("!who gave it?", None),
            Some(line("who gave it?", true))
        );
        assert_eq!(
            heard("!who gave it?", Some(false)),
            Some(line("who gave it?", true))
        );
        assert_eq!(heard("who gave it?", None), None);
    }

    #[test]
    fn where_the_client_tells_of_mentions_only_that_counts() {
        let asked = Some(line("who gave it?", false));
        assert_eq!(heard("Newshound: who gave it?", Some(true)), asked);
        assert_eq!(heard("Newshound: who gave it?", Some(false)), None);
        assert!(heard("hey Newshound, who gave it?", Some(true)).is_some());
        assert_eq!(heard("Newshound", Some(true)), Some(line("help", true)));
        assert_eq!(heard("who gave it?", Some(true)), asked);
        assert_eq!(heard("Thanks!", Some(true)), None);
    }

    #[test]
    fn where_it_does_not_a_name_at_the_beginning_does() {
        let asked = Some(line("who gave it?", false));
        for text in [
            "newshound: who gave it?",
            "@newshound:a.example who gave it?",
            "@Newshound, who gave it?",
            "Newshound (test): who gave it?",
        ] {
            assert_eq!(heard(text, None), asked, "{text}");
        }
        for text in [
            "newshounds: who gave it?",
            "I asked Newshound who gave it",
            "@newshound:a.example.org who",
        ] {
            assert_eq!(heard(text, None), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_nothing_panics(
            text in "(Newshound|İ|ß|@|:|!| |.){0,12}", told in any::<Option<bool>>(),
        ) {
            let _ = heard(&text, told);
        }
    }
}
