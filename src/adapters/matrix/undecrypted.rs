//! Events whose keys have not come yet. Keys travel beside events and may be late; after a while
//! they are given up, and the room is told so once.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};

/// How long keys are waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Events that wait at most; the oldest is given up then.
const WAITING: usize = 500;

struct Waiting {
    room: Room,
    event: TimelineEvent,
    since: Instant,
}

/// The events that wait for their keys.
#[derive(Default)]
pub(super) struct Undecrypted {
    waiting: Mutex<Vec<Waiting>>,
    /// Rooms that were told.
    told: Mutex<HashSet<String>>,
}

impl Undecrypted {
    /// Has an event wait.
    pub(super) fn wait_for(&self, room: &Room, event: &TimelineEvent) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= WAITING {
            waiting.remove(0);
        }
        waiting.push(Waiting {
            room: room.clone(),
            event: event.clone(),
            since: Instant::now(),
        });
    }

    /// The events whose keys have come since, and the rooms of those that are given up.
    pub(super) async fn try_again(&self) -> (Vec<(Room, TimelineEvent)>, Vec<Room>) {
        let taken = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *waiting)
        };
        let (mut read, mut left, mut given_up) = (Vec::new(), Vec::new(), Vec::new());
        for one in taken {
            match decrypt(&one).await {
                Some(event) => read.push((one.room, event)),
                None if one.since.elapsed() > PATIENCE => given_up.push(one.room),
                None => left.push(one),
            }
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        left.append(&mut waiting);
        *waiting = left;
        (read, given_up)
    }

    /// True the first time that a room is to be told.
    pub(super) fn may_tell(&self, room: &Room) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(room.room_id().to_string())
    }
}

async fn decrypt(one: &Waiting) -> Option<TimelineEvent> {
    let event = one.event.raw().cast_ref_unchecked();
    let decrypted = one.room.decrypt_event(event, None).await.ok()?;
    matches!(decrypted.kind, TimelineEventKind::Decrypted(_)).then_some(decrypted)
}
