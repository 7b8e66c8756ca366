//! What an adapter hands to the bot.

use jiff::civil::{Date, DateTime};

use crate::admin::Attachment;
use crate::command::{Command, Permission};

/// One request, decoded by an adapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Where the conversation is (channel, room, console), unique over all adapters.
    pub place: String,
    /// Who asks, unique over all adapters.
    pub author: String,
    /// What is asked.
    pub input: Input,
    /// The server that the place belongs to, where there is one, unique over all adapters.
    pub server: Option<String>,
    /// The place that this one is a thread of, where it is one.
    pub parent: Option<String>,
    /// True for a command that is carried out once more, as a button does: what was asked here since
    /// is not put into it, and what is asked next does not lean on it.
    pub again: bool,
    /// What the author may do there.
    pub rights: Permission,
    /// The message that it is, as the adapter names messages; `None` where it is none.
    pub message: Option<String>,
    /// True where nobody but the author is to read what it says, and what is said to it.
    pub is_private: bool,
    /// What somebody may do there whom the request names, where it asks about that.
    pub about: Option<Permission>,
    /// Files that came with it; an adapter fetches them only for an order that takes some.
    pub attachments: Vec<Attachment>,
    /// When it was asked, in UTC, as the adapter's clock says. The day is used for recency, never for
    /// quoting; the time stands in the audit log.
    pub asked_at: Option<DateTime>,
}

impl Request {
    /// The day on which it was asked.
    #[must_use]
    pub fn today(&self) -> Option<Date> {
        self.asked_at.map(DateTime::date)
    }
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
