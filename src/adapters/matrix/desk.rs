//! What every event is answered with: the bot, the way to Matrix, limits and memory.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use matrix_sdk::ruma::{OwnedUserId, RoomId};
use matrix_sdk::{Client, Room};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::answering::work_through;
use super::inbox::{Heard, Inbox};
use super::memory::Memory;
use super::people::{Named, Place};
use super::rounds::Rounds;
use super::undecrypted::Undecrypted;
use crate::admin::{Manner, ReplyMode};
use crate::bot::{Bot, Whereabouts};
use crate::chat::{Flight, Limits};

/// Shared by all rooms.
pub(super) struct Desk {
    pub(super) bot: Arc<Bot>,
    pub(super) client: Client,
    /// The bot's own user.
    pub(super) me: OwnedUserId,
    pub(super) named: Named,
    pub(super) limits: Limits,
    pub(super) inbox: Inbox,
    pub(super) memory: Memory,
    pub(super) flight: Arc<Flight>,
    pub(super) undecrypted: Undecrypted,
    pub(super) rounds: Rounds,
    /// What was asked longer ago is not answered any more.
    pub(super) max_age: Duration,
    /// True when questions are logged.
    pub(super) tells_questions: bool,
    /// A queue for each room: one room's questions are answered in their order, and no room waits
    /// for another.
    pub(super) queues: Mutex<HashMap<String, UnboundedSender<Task>>>,
}

/// What is to be done in a room.
#[derive(Clone, Debug)]
pub(super) enum Task {
    /// A question, under its number in the inbox.
    Answer(u64, Box<Heard>),
    /// Events of an answer in a room are to be taken back.
    TakeBack(String, Vec<String>),
}

impl Desk {
    /// Puts something into the queue of a room.
    pub(super) fn queue(self: &Arc<Self>, room: &str, task: Task) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.entry(room.to_owned()).or_insert_with(|| {
            let (queue, tasks) = unbounded_channel();
            tokio::spawn(work_through(Arc::clone(self), tasks));
            queue
        });
        // A queue is there as long as the desk is.
        let _ = queue.send(task);
    }

    /// How to behave in a place.
    pub(super) fn manner(&self, place: &Place) -> Manner {
        let parent = place.parent();
        match self.bot.rooms() {
            Some(rooms) => rooms.manner(Some(&place.room_name()), &place.name(), parent.as_deref()),
            None => Manner {
                is_open: true,
                reply: ReplyMode::Public,
                prefix: String::new(),
                story: None,
            },
        }
    }

    /// The bot of the story that a place is about.
    pub(super) fn bot_at(&self, place: &Place) -> &Bot {
        let parent = place.parent();
        self.bot.at(&Whereabouts {
            server: Some(&place.room_name()),
            place: &place.name(),
            parent: parent.as_deref(),
        })
    }

    /// A room that the bot is in.
    pub(super) fn room(&self, id: &str) -> Option<Room> {
        let id = RoomId::parse(id).ok()?;
        let room = self.client.get_room(&id)?;
        (room.state() == matrix_sdk::RoomState::Joined).then_some(room)
    }
}

/// A name as a number, for what counts.
pub(super) fn number_of(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// True in a room in which the bot and one more are alone.
pub(super) fn is_direct(room: &Room) -> bool {
    room.active_members_count() == 2
}
