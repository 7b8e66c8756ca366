//! Several stories: each has a bot of its own, and a room has the one that it is bound to.
//!
//! Bots share nothing but the settings of rooms, so that nothing of one story is seen in a room of
//! another: no quote, no name to complete, no page that `more` would show.

use std::sync::Arc;

use crate::command::CommandTable;
use crate::index::{Index, Result};
use crate::question::Topic;

use super::door::{Bot, BotSettings};
use super::model::Request;
use super::story::Story;

/// Where somebody is, as an adapter names it.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'a> {
    /// The server, where there is one.
    pub server: Option<&'a str>,
    /// The room.
    pub place: &'a str,
    /// The room that this one is a thread of.
    pub parent: Option<&'a str>,
}

impl Request {
    /// Where the request was made.
    #[must_use]
    pub fn where_it_is(&self) -> Whereabouts<'_> {
        Whereabouts {
            server: self.server.as_deref(),
            place: &self.place,
            parent: self.parent.as_deref(),
        }
    }
}

/// The other bots of a bot that answers from several stories.
#[derive(Default)]
pub(super) struct Others {
    bots: Vec<Bot>,
    /// Answers where a room is bound to a story that is no longer there.
    lost: Option<Box<Bot>>,
}

impl Bot {
    /// The bot, which answers from its own story where a room has chosen none, and from one of the
    /// others where a room has.
    ///
    /// # Errors
    /// None that is known; the signature of an index allows for some.
    pub fn with_others(mut self, others: Vec<Self>) -> Result<Self> {
        let names: Arc<[String]> = std::iter::once(&self)
            .chain(&others)
            .map(|bot| bot.story().name.clone())
            .collect();
        let nothing = Story {
            name: String::new(),
            index: Arc::new(Index::in_memory()?),
            topics: Vec::<Topic>::new(),
        };
        let mut lost = Self::new(nothing, BotSettings::default());
        lost.is_lost = true;
        let join = |mut bot: Self| {
            bot.rooms.clone_from(&self.rooms);
            bot.facts.clone_from(&self.facts);
            bot.observer.clone_from(&self.observer);
            bot.audit_places.clone_from(&self.audit_places);
            bot.names = Arc::clone(&names);
            bot
        };
        self.others = Others {
            lost: Some(Box::new(join(lost))),
            bots: others.into_iter().map(join).collect(),
        };
        self.names = names;
        Ok(self)
    }

    /// The bots of all stories, this one first.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others.bots)
    }

    /// The bot of the story that a room is bound to.
    #[must_use]
    pub fn at(&self, somewhere: &Whereabouts<'_>) -> &Self {
        let (Some(lost), Some(rooms)) = (&self.others.lost, self.rooms()) else {
            return self;
        };
        let Whereabouts {
            server,
            place,
            parent,
        } = *somewhere;
        let Some(name) = rooms.manner(server, place, parent).story else {
            return self;
        };
        self.all().find(|bot| bot.is_about(&name)).unwrap_or(lost)
    }

    /// The commands that are understood everywhere: topics are their story's own.
    #[must_use]
    pub fn common_table(&self) -> CommandTable {
        if self.others.bots.is_empty() {
            self.table().clone()
        } else {
            CommandTable::default()
        }
    }

    fn is_about(&self, name: &str) -> bool {
        self.story().name.to_lowercase() == name.to_lowercase()
    }
}
