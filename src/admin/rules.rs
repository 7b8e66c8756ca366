//! The settings as they are kept, and what follows from them for one room.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the bot answers in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReplyMode {
    /// For everybody to read.
    #[default]
    Public,
    /// For the asker alone, who may share it.
    Private,
    /// In a thread of its own, where the platform has them.
    Thread,
}

impl ReplyMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Public, Self::Private, Self::Thread];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Thread => "thread",
        }
    }

    /// The mode that a word stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.name().eq_ignore_ascii_case(name.trim()))
    }
}

/// The most characters of a mark.
const LONGEST_PREFIX: usize = 5;

/// True for what can mark a command: a few signs that no word begins with.
#[must_use]
pub fn is_prefix(text: &str) -> bool {
    let signs = (1..=LONGEST_PREFIX).contains(&text.chars().count());
    // `<` and `@` begin mentions, `/` the platforms' own commands.
    signs
        && text
            .chars()
            .all(|sign| sign.is_ascii_punctuation() && !"<@/".contains(sign))
}

/// What is set for a server or a room; what is not set is as above it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rules {
    pub(super) story: Option<String>,
    pub(super) reply: Option<ReplyMode>,
    pub(super) prefix: Option<String>,
}

/// Everything that is set in one server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerRules {
    pub(super) server: Rules,
    pub(super) rooms: BTreeMap<String, Rules>,
    /// True when the bot answers only in rooms that are allowed by name.
    pub(super) only_named: bool,
    /// Rooms that are allowed or denied by name.
    pub(super) named: BTreeMap<String, bool>,
}

/// How the bot behaves in one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// True when it answers there at all.
    pub is_open: bool,
    /// How it answers.
    pub reply: ReplyMode,
    /// The mark of a command; empty for none.
    pub prefix: String,
    /// The name of the story, where one was chosen.
    pub story: Option<String>,
}

impl ServerRules {
    /// What holds in `room`; `parent` is the room that it is a thread of.
    #[must_use]
    pub fn manner_in(&self, room: &str, parent: Option<&str>, prefix: &str) -> Manner {
        let places = [Some(room), parent];
        let rooms = || places.into_iter().flatten();
        let named = rooms().find_map(|room| self.named.get(room));
        let rules = || {
            rooms()
                .filter_map(|room| self.rooms.get(room))
                .chain([&self.server])
        };
        Manner {
            is_open: named.copied().unwrap_or(!self.only_named),
            reply: rules().find_map(|rules| rules.reply).unwrap_or_default(),
            prefix: rules()
                .find_map(|rules| rules.prefix.clone())
                .unwrap_or_else(|| prefix.to_owned()),
            story: rules().find_map(|rules| rules.story.clone()),
        }
    }

    /// The same for a room that takes the place of another; its threads stay behind.
    pub(super) fn moved(&self, from: &str, to: &str) -> Self {
        fn renamed<T: Clone>(
            rooms: &BTreeMap<String, T>,
            from: &str,
            to: &str,
        ) -> BTreeMap<String, T> {
            let own = rooms.get(from).cloned();
            own.map(|own| (to.to_owned(), own)).into_iter().collect()
        }
        Self {
            server: self.server.clone(),
            rooms: renamed(&self.rooms, from, to),
            only_named: self.only_named,
            named: renamed(&self.named, from, to),
        }
    }

    /// True when only named rooms are answered in.
    #[must_use]
    pub fn is_only_named(&self) -> bool {
        self.only_named
    }

    /// The rooms that are allowed (`true`) or denied (`false`) by name.
    #[must_use]
    pub fn rooms_that_are(&self, allowed: bool) -> Vec<&str> {
        self.named
            .iter()
            .filter(|(_, is_allowed)| **is_allowed == allowed)
            .map(|(room, _)| room.as_str())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_wins_over_its_server_and_a_thread_over_its_room() {
        let mut rules = ServerRules::default();
        rules.server.prefix = Some("?".to_owned());
        rules.server.reply = Some(ReplyMode::Private);
        rules.rooms.insert(
            "news".to_owned(),
            Rules {
                reply: Some(ReplyMode::Thread),
                ..Rules::default()
            },
        );
        let manner = rules.manner_in("thread", Some("news"), "!");
        assert_eq!(
            (manner.reply, manner.prefix.as_str()),
            (ReplyMode::Thread, "?")
        );
        assert_eq!(
            rules.manner_in("other", None, "!").reply,
            ReplyMode::Private
        );
        let unset = ServerRules::default().manner_in("other", None, "!");
        assert_eq!((unset.is_open, unset.prefix.as_str()), (true, "!"));
    }

    #[test]
    fn named_rooms_are_open_or_closed_whatever_the_others_are() {
        let mut rules = ServerRules::default();
        rules.named.insert("spam".to_owned(), false);
        assert!(!rules.manner_in("spam", None, "!").is_open);
        assert!(rules.manner_in("news", None, "!").is_open);
        rules.named.insert("news".to_owned(), true);
        rules.only_named = true;
        assert!(rules.manner_in("news", None, "!").is_open);
        assert!(rules.manner_in("thread", Some("news"), "!").is_open);
        assert!(!rules.manner_in("other", None, "!").is_open);
    }

    #[test]
    fn a_mark_is_made_of_signs() {
        for (text, is_mark) in [
            ("!", true),
            ("??", true),
            ("", false),
            ("a!", false),
            ("<", false),
        ] {
            assert_eq!(is_prefix(text), is_mark, "{text}");
        }
    }
}
