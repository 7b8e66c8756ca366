//! What the bot says without being asked just now: answers that somebody waited for, and what owners
//! want to be told. It is handed out here; bringing it to a room is an adapter's business.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::admin::Watch;
use crate::command::Command;
use crate::reply::Reply;

use super::door::Bot;

/// The most that waits to be brought somewhere; older news goes first.
const WAITING: usize = 200;

/// Something to say somewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Announcement {
    /// The place, as the adapter that is to say it names places.
    pub place: String,
    /// The server that the place belongs to.
    pub server: Option<String>,
    /// The place that it is a thread of.
    pub parent: Option<String>,
    /// Whom it is for, as the adapter names people; nobody in particular where there is none.
    pub author: Option<String>,
    /// The message that it answers, as the adapter names messages.
    pub message: Option<String>,
    /// True where nobody but whom it is for is to read it.
    pub is_private: bool,
    /// What it answers.
    pub command: Option<Command>,
    /// What to say, at least one page.
    pub pages: Vec<Reply>,
    /// The watch that this is the answer to; its number tells a second try from a second answer.
    pub watch: Option<u64>,
}

/// Why an announcement did not get where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// It may the next time.
    Later,
    /// It never will: the place is gone, or the bot may not speak there.
    Never,
}

/// Brings announcements to the places of one platform.
pub trait Herald: Send + Sync {
    /// True for a place of this platform.
    fn serves(&self, place: &str) -> bool;

    /// True where this process, of several that share the platform, is the one to tell the answers
    /// that a server waits for.
    fn keeps_watches_of(&self, server: Option<&str>) -> bool {
        let _ = server;
        true
    }

    /// Brings one there.
    ///
    /// # Errors
    /// When it did not arrive.
    fn announce(&self, announcement: &Announcement) -> Result<(), Undelivered>;
}

/// What waits to be brought somewhere.
#[derive(Default)]
pub(super) struct Outbox {
    waiting: Mutex<Vec<Announcement>>,
}

impl Outbox {
    fn put(&self, announcement: Announcement) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= WAITING {
            waiting.remove(0);
        }
        waiting.push(announcement);
    }

    fn take(&self, serves: &dyn Fn(&str) -> bool) -> Vec<Announcement> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (taken, left) = (waiting.drain(..)).partition(|one| serves(&one.place));
        *waiting = left;
        taken
    }
}

impl Bot {
    /// The bot, with places where its owners are told what was ordered and what needs them.
    #[must_use]
    pub fn with_audit_places(mut self, places: Vec<String>) -> Self {
        self.audit_places = places;
        self
    }

    /// Tells the owners something, in each place that they have named for that.
    pub fn tell_owners(&self, reply: &Reply) {
        for place in &self.audit_places {
            self.outbox.put(Announcement {
                place: place.clone(),
                pages: vec![reply.clone()],
                ..Announcement::default()
            });
        }
    }

    /// The answers that somebody waited for in a place. They are given again once the articles have
    /// changed, until [`Bot::has_announced`] says that they are told.
    pub fn announcements_for(&self, place: &str, today: Option<Date>) -> Vec<Announcement> {
        let here = |watch: &Watch| watch.place == place;
        let bots = self.all();
        bots.flat_map(|bot| bot.answered_watches(&here, today))
            .collect()
    }

    /// Brings everything that is to be said now to where it belongs. True when something has to be
    /// tried again.
    pub fn announce(&self, heralds: &[Arc<dyn Herald>], today: Option<Date>) -> bool {
        let herald_of = |place: &str| heralds.iter().find(|herald| herald.serves(place));
        let mut is_left = false;
        let keeps = |watch: &Watch| {
            let herald = herald_of(&watch.place);
            herald.is_some_and(|herald| herald.keeps_watches_of(watch.server.as_deref()))
        };
        let mut all = Vec::new();
        for bot in self.all() {
            all.extend(bot.outbox.take(&|place| herald_of(place).is_some()));
            all.extend(bot.answered_watches(&keeps, today));
        }
        for announcement in all {
            let Some(herald) = herald_of(&announcement.place) else {
                continue;
            };
            match herald.announce(&announcement) {
                Ok(()) | Err(Undelivered::Never) => self.has_announced(&announcement),
                Err(Undelivered::Later) => {
                    is_left = true;
                    self.try_again(announcement);
                }
            }
        }
        is_left
    }

    fn try_again(&self, announcement: Announcement) {
        if announcement.watch.is_none() {
            return self.outbox.put(announcement);
        }
        self.all().for_each(Self::look_again);
    }

    /// Lets go of a watch whose answer was told.
    pub fn has_announced(&self, announcement: &Announcement) {
        if let (Some(number), Some(rooms)) = (announcement.watch, self.rooms()) {
            // What cannot be written now is told again rather than never.
            let _ = rooms.remove_watch(number);
        }
    }
}
