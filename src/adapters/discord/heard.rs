//! What of a message is said to the bot on Discord, where it is called by mentions in its text.
//!
//! Pure; whether the author may speak and what the line means is decided elsewhere.

use crate::chat;
pub(super) use crate::chat::Line;
use crate::command::CommandTable;

/// A message as far as it matters here.
#[derive(Clone, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) text: &'a str,
    /// The bot's own id.
    pub(super) me: u64,
    /// The role that Discord made for the bot there; people pick it for the bot itself.
    pub(super) my_role: Option<u64>,
    /// True where the platform says that the bot is mentioned.
    pub(super) mentions_me: bool,
    /// True in a direct message.
    pub(super) is_direct: bool,
    /// True when it replies to a message of the bot's.
    pub(super) answers_me: bool,
    /// The mark of a command there.
    pub(super) prefix: &'a str,
}

/// The line for the bot, if the message is for it.
pub(super) fn hear(said: &Said<'_>, table: &CommandTable) -> Option<Line> {
    let (text, is_called) = without_mention(said);
    let said = chat::Said {
        text: &text,
        is_called,
        mentions_me: said.mentions_me,
        is_direct: said.is_direct,
        answers_me: said.answers_me,
        prefix: said.prefix,
    };
    chat::hear(&said, table)
}

/// The text without mentions of the bot, and whether there were any.
fn without_mention(said: &Said<'_>) -> (String, bool) {
    let mut rest = said.text.to_owned();
    let role = said.my_role.map(|role| format!("<@&{role}>"));
    let mentions = [format!("<@{}>", said.me), format!("<@!{}>", said.me)];
    for mention in mentions.into_iter().chain(role) {
        rest = rest.replace(&mention, " ");
    }
    let is_called = rest != said.text;
    (rest, is_called)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(said: &Said<'_>) -> Option<(String, bool)> {
        let said = Said {
            me: 7,
            my_role: Some(9),
            prefix: "!",
            ..said.clone()
        };
        hear(&said, &CommandTable::default()).map(|line| (line.text, line.is_explicit))
    }

    fn in_channel(text: &str) -> Option<(String, bool)> {
        heard(&Said {
            text,
            ..Said::default()
        })
    }

    fn line(text: &str, is_explicit: bool) -> (String, bool) {
        (text.to_owned(), is_explicit)
    }

    #[test]
    fn a_marked_command_is_for_the_bot_and_talk_is_not() {
        assert_eq!(
            in_channel("!who gave it?"),
            Some(line("who gave it?", true))
        );
        assert_eq!(in_channel("who gave it?"), None);
        assert_eq!(in_channel("!"), None);
        assert_eq!(in_channel("!!!"), None);
        assert_eq!(in_channel("! who"), None);
        assert_eq!(
            in_channel("!how many people?"),
            Some(line("how many people?", true))
        );
    }

    #[test]
    fn commands_of_other_bots_are_left_alone_and_slips_are_not() {
        assert_eq!(in_channel("!play some old song"), None);
        assert_eq!(in_channel("!soruces"), Some(line("soruces", true)));
        assert_eq!(
            in_channel("!did they meet there?"),
            Some(line("did they meet there?", true))
        );
    }

    #[test]
    fn a_mention_calls_the_bot_wherever_it_stands() {
        assert_eq!(
            in_channel("<@7> who gave it?"),
            Some(line("who gave it?", false))
        );
        assert_eq!(
            in_channel("<@!7>, who gave it?"),
            Some(line("who gave it?", false))
        );
        assert_eq!(
            in_channel("who gave it, <@7>"),
            Some(line("who gave it,", false))
        );
        assert_eq!(in_channel("<@7> !sources"), Some(line("sources", true)));
        assert_eq!(in_channel("<@7>"), Some(line("help", true)));
        assert_eq!(in_channel("<@8> who gave it?"), None);
        assert_eq!(
            in_channel("<@&9> who gave it?"),
            Some(line("who gave it?", false))
        );
        assert_eq!(in_channel("<@&8> who gave it?"), None);
    }

    #[test]
    fn direct_messages_and_replies_need_no_mark() {
        let direct = Said {
            text: "who gave it?",
            is_direct: true,
            ..Said::default()
        };
        assert_eq!(heard(&direct), Some(line("who gave it?", false)));
        let reply = Said {
            text: "when?",
            answers_me: true,
            ..Said::default()
        };
        assert_eq!(heard(&reply), Some(line("when?", false)));
        for text in [" ", "Thanks!", "ok"] {
            let nothing = Said {
                text,
                answers_me: true,
                mentions_me: true,
                ..Said::default()
            };
            assert_eq!(heard(&nothing), None, "{text}");
        }
        let more = Said {
            text: "more",
            answers_me: true,
            ..Said::default()
        };
        assert_eq!(heard(&more), Some(line("more", false)));
    }
}
