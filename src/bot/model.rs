//! What an adapter hands to the bot.

use jiff::civil::Date;

use crate::command::Command;

/// One request, decoded by an adapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Where the conversation is (channel, room, console), unique over all adapters.
    pub place: String,
    /// Who asks, unique over all adapters.
    pub author: String,
    /// What is asked.
    pub input: Input,
    /// Today, as the adapter's clock says; used for recency, never for quoting.
    pub today: Option<Date>,
}

/// The words of a request, or a command that the adapter already decoded (a slash command).
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A line as typed, without the adapter's command prefix. `explicit` is true when there was a
    /// prefix, so that an unknown first word is a mistyped command rather than a question.
    Text {
        /// The line.
        line: String,
        /// True when the line was marked as a command.
        explicit: bool,
    },
    /// A decoded command.
    Command(Command),
}
