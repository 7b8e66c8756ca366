//! Watches: a question that the articles do not answer waits until they do.

use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use crate::admin::{RoomError, Rooms, Watch};
use crate::answer::Answer;
use crate::command::{Command, Permission, QuestionWord};
use crate::index::Result;
use crate::reply::{
    Reply, answered_already, no_such_watch, no_watches_here, not_your_watch, nothing_to_watch,
    settings_trouble, too_many_watches, unwatched_reply, watch_answered, watches_reply,
    watching_reply,
};

use super::door::Bot;
use super::herald::Announcement;
use super::model::Request;
use super::paging::Paged;

/// Watches that one person may have.
const MOST_OF_ONE: usize = 10;

/// Watches of one story.
const MOST: usize = 1_000;

/// The longest question that is watched, in bytes.
const LONGEST: usize = 400;

/// The state of the index that the watches were last tried against.
#[derive(Default)]
pub(super) struct TriedAt(Mutex<Option<u64>>);

impl TriedAt {
    fn is(&self, state: u64) -> bool {
        *self.lock() == Some(state)
    }

    fn set(&self, state: Option<u64>) {
        *self.lock() = state;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bot {
    /// Keeps a question, or the last one in its place, until it is answered.
    pub(super) fn watch(&self, typed: &str, request: &Request) -> Result<Paged> {
        let Some(rooms) = self.rooms() else {
            return Ok(Paged::whole(no_watches_here()));
        };
        let last = || Some(self.conversations.recall(&request.place)?.last.text);
        let typed = Some(typed.to_owned()).filter(|typed| !typed.is_empty());
        let Some(question) = typed.or_else(last).filter(|text| text.len() <= LONGEST) else {
            return Ok(Paged::whole(nothing_to_watch()));
        };
        let answer = self.answer(QuestionWord::Ask, &question, request.today())?;
        if answer.refusal.is_none() {
            let mut paged = self.page(&answer);
            paged.reply.blocks.insert(0, answered_already());
            return Ok(paged);
        }
        let watch = Watch {
            number: 0,
            story: self.story().name.clone(),
            question,
            place: request.place.clone(),
            server: request.server.clone(),
            parent: request.parent.clone(),
            author: request.author.clone(),
            message: request.message.clone(),
            closest: closest(&answer),
            is_private: request.is_private,
        };
        Ok(Paged::whole(keep(rooms, watch).unwrap_or_else(|error| {
            settings_trouble(&error.to_string())
        })))
    }

    /// The watches of a place.
    pub(super) fn watches(&self, request: &Request) -> Paged {
        let Some(rooms) = self.rooms() else {
            return Paged::whole(no_watches_here());
        };
        match rooms.watches() {
            Ok(watches) => {
                let may_see = |watch: &Watch| !watch.is_private || watch.author == request.author;
                let here = |watch: &&Watch| {
                    self.is_mine(watch) && watch.place == request.place && may_see(watch)
                };
                let here: Vec<&Watch> = watches.iter().filter(here).collect();
                let (reply, rest) = watches_reply(&here, self.settings().list_length);
                Paged {
                    reply,
                    rest,
                    step: 1,
                }
            }
            Err(error) => Paged::whole(settings_trouble(&error.to_string())),
        }
    }

    /// Lets a watch go.
    pub(super) fn unwatch(&self, number: u64, request: &Request) -> Reply {
        let Some(rooms) = self.rooms() else {
            return no_watches_here();
        };
        let found = rooms.watches().map(|watches| {
            let mut watches = watches.into_iter();
            watches.find(|watch| watch.number == number && self.is_mine(watch))
        });
        let watch = match found {
            Ok(Some(watch)) => watch,
            Ok(None) => return no_such_watch(number),
            Err(error) => return settings_trouble(&error.to_string()),
        };
        let is_here = watch.place == request.place;
        let is_own = watch.author == request.author;
        match request.rights {
            Permission::Owner => {}
            _ if is_own => {}
            rights if is_here && rights >= Permission::Moderator => {}
            // What is asked elsewhere is not told here.
            _ if is_here => return not_your_watch(),
            _ => return no_such_watch(number),
        }
        match rooms.remove_watch(number) {
            Ok(()) => unwatched_reply(&watch),
            Err(error) => settings_trouble(&error.to_string()),
        }
    }

    /// Lets everything go that waits on a message, which was taken back.
    pub fn forget_message(&self, message: &str) {
        let Some(rooms) = self.rooms() else { return };
        for watch in rooms.watches().unwrap_or_default() {
            if watch.message.as_deref() == Some(message) {
                // Where it stays, it is told without what it replies to.
                let _ = rooms.remove_watch(watch.number);
            }
        }
    }

    /// The watches that the articles answer now, where they may have changed since the last look.
    pub(super) fn answered_watches(
        &self,
        keeps: &dyn Fn(&Watch) -> bool,
        today: Option<Date>,
    ) -> Vec<Announcement> {
        let (Some(rooms), Ok(state)) = (self.rooms(), self.story().index.state()) else {
            return Vec::new();
        };
        if self.tried_at.is(state) {
            return Vec::new();
        }
        // Another process may have written that state.
        let (Ok(watches), Ok(())) = (rooms.watches(), self.story().index.refresh()) else {
            return Vec::new();
        };
        self.tried_at.set(Some(state));
        let watches = watches.into_iter().filter(|watch| self.is_mine(watch));
        watches
            .filter(|watch| keeps(watch) && self.answers_there(rooms, watch))
            .filter_map(|watch| self.try_watch(watch, today))
            .collect()
    }

    /// Has the watches tried again.
    pub(super) fn look_again(&self) {
        self.tried_at.set(None);
    }

    fn is_mine(&self, watch: &Watch) -> bool {
        watch.story == self.story().name
    }

    /// True where a place is still open, and still about this story.
    fn answers_there(&self, rooms: &Rooms, watch: &Watch) -> bool {
        let manner = rooms.manner(
            watch.server.as_deref(),
            &watch.place,
            watch.parent.as_deref(),
        );
        let story = manner.story.as_deref().unwrap_or(&self.names[0]);
        manner.is_open && story.to_lowercase() == watch.story.to_lowercase()
    }

    fn try_watch(&self, watch: Watch, today: Option<Date>) -> Option<Announcement> {
        let answer = self
            .answer(QuestionWord::Ask, &watch.question, today)
            .ok()?;
        // What did not answer it then does not because other articles came.
        let is_old = watch.closest.is_some() && closest(&answer) == watch.closest;
        if answer.refusal.is_some() || is_old {
            return None;
        }
        let mut paged = self.page(&answer);
        paged.reply.blocks.insert(0, watch_answered(&watch));
        Some(Announcement {
            place: watch.place,
            server: watch.server,
            parent: watch.parent,
            author: Some(watch.author),
            message: watch.message,
            is_private: watch.is_private,
            command: Some(Command::Ask {
                word: QuestionWord::Ask,
                question: watch.question,
            }),
            pages: paged.into_pages(),
            watch: Some(watch.number),
        })
    }
}

/// The text that the first quote is from, by its hash.
fn closest(answer: &Answer) -> Option<String> {
    let first = answer.evidence.first()?;
    Some(first.block.article.hash.to_string())
}

fn keep(rooms: &Rooms, watch: Watch) -> std::result::Result<Reply, RoomError> {
    let watches = rooms.watches()?;
    let same = |other: &&Watch| {
        (&other.place, &other.author, &other.question)
            == (&watch.place, &watch.author, &watch.question)
            && other.story == watch.story
    };
    if let Some(known) = watches.iter().find(same) {
        return Ok(watching_reply(known));
    }
    let own = watches.iter().filter(|other| other.author == watch.author);
    let all = watches.iter().filter(|other| other.story == watch.story);
    if own.count() >= MOST_OF_ONE {
        return Ok(too_many_watches(Some(MOST_OF_ONE)));
    }
    if all.count() >= MOST {
        return Ok(too_many_watches(None));
    }
    Ok(watching_reply(&rooms.add_watch(watch)?))
}
