//! What an admin may order.

use super::rules::ReplyMode;

/// A change, and where it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What changes.
    pub change: Change,
    /// Where.
    pub scope: Scope,
}

impl Order {
    /// The order as it can be typed.
    #[must_use]
    pub fn in_words(&self) -> String {
        let change = match &self.change {
            Change::Show => "show".to_owned(),
            Change::Story(name) => format!("story {name}"),
            Change::Access(Access::All) => "channels all".to_owned(),
            Change::Access(Access::Allow) => "channels allow".to_owned(),
            Change::Access(Access::Deny) => "channels deny".to_owned(),
            Change::Reply(mode) => format!("reply {}", mode.name()),
            Change::Prefix(prefix) if prefix.is_empty() => "prefix off".to_owned(),
            Change::Prefix(prefix) => format!("prefix {prefix}"),
            Change::Reset => "reset".to_owned(),
        };
        match &self.scope {
            Scope::Server => change,
            Scope::Here => format!("{change} here"),
            Scope::Room(room) => format!("{change} in {room}"),
        }
    }
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing; the settings are shown.
    Show,
    /// The story that is answered from, by its name.
    Story(String),
    /// Where the bot answers.
    Access(Access),
    /// How the bot answers.
    Reply(ReplyMode),
    /// The mark of a command; empty for none.
    Prefix(String),
    /// Everything goes back to its default.
    Reset,
}

/// Where the bot answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// In every room that is not denied; what was named before is forgotten.
    All,
    /// In this room, and only in those that are allowed.
    Allow,
    /// Not in this room.
    Deny,
}

/// Where a change holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the whole server.
    Server,
    /// In the room that the order was given in.
    Here,
    /// In a room that the adapter names as it names a request's place.
    Room(String),
}
