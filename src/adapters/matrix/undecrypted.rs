//! Events whose keys have not come yet. Keys travel beside events and may be late; after a while
//! they are given up, at once where they are kept from the bot on purpose, and the room is told so
//! once.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::{
    TimelineEvent, TimelineEventKind, UnableToDecryptReason, WithheldCode,
};

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
                Tried::Read(event) => read.push((one.room, *event)),
                Tried::Later if one.since.elapsed() < PATIENCE => left.push(one),
                Tried::Later | Tried::Never => given_up.push(one.room),
            }
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        left.append(&mut waiting);
        *waiting = left;
        (read, given_up)
    }

    /// True while no event waits.
    pub(super) fn is_empty(&self) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.is_empty()
    }

    /// True the first time that a room is to be told.
    pub(super) fn may_tell(&self, room: &Room) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(room.room_id().to_string())
    }
}

/// What came of an event.
enum Tried {
    Read(Box<TimelineEvent>),
    /// Its keys may still come.
    Later,
    /// They will not, or are not trusted.
    Never,
}

async fn decrypt(one: &Waiting) -> Tried {
    let event = one.event.raw().cast_ref_unchecked();
    let Ok(event) = one.room.decrypt_event(event, None).await else {
        return Tried::Later;
    };
    match &event.kind {
        TimelineEventKind::Decrypted(_) => Tried::Read(Box::new(event)),
        TimelineEventKind::UnableToDecrypt { utd_info, .. } if is_final(&utd_info.reason) => {
            Tried::Never
        }
        _ => Tried::Later,
    }
}

fn is_final(reason: &UnableToDecryptReason) -> bool {
    match reason {
        // Without a way to the device yet, the keys come when there is one.
        UnableToDecryptReason::MissingMegolmSession { withheld_code } => withheld_code
            .as_ref()
            .is_some_and(|code| *code != WithheldCode::NoOlm),
        UnableToDecryptReason::SenderIdentityNotTrusted(_)
        | UnableToDecryptReason::MalformedEncryptedEvent => true,
        _ => false,
    }
}
