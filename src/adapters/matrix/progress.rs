//! Tells how far an order is, in a message that is edited until the answer takes its place.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::ruma::{TransactionId, UserId};
use serde_json::Value;

use super::answering::{Private, private_room, relation_of};
use super::content::{Relation, notice, replacement, transaction};
use super::desk::Desk;
use super::error::reason;
use super::inbox::{Answered, Heard};
use super::people::Place;
use super::render::{Message, messages};
use super::sending::send;
use crate::admin::ReplyMode;
use crate::bot::Input;

/// How often it is told: often enough to show that it goes on, and seldom enough for the limits that
/// servers have.
const TELL_EVERY: Duration = Duration::from_secs(3);

/// Waits for an answer, and tells meanwhile how far an order is. Gives the message in which it was
/// told, now or before a crash: the answer belongs there.
pub(super) async fn told_meanwhile<T>(
    desk: &Arc<Desk>,
    (room, asker): (&Room, &UserId),
    (number, heard): (u64, &Heard),
    answering: impl Future<Output = T>,
) -> (T, Option<Answered>) {
    let telling = Telling::of(desk, (room, asker), (number, heard));
    let mut told = heard.told.clone();
    tokio::pin!(answering);
    let mut step = 0_usize;
    loop {
        tokio::select! {
            biased;
            answer = &mut answering => return (answer, told),
            () = tokio::time::sleep(TELL_EVERY), if telling.is_some() => {
                if let Some(telling) = &telling {
                    telling.tell(&mut told, step).await;
                    step += 1;
                }
            }
        }
    }
}

/// What an order is told of.
struct Telling<'a> {
    desk: &'a Desk,
    room: &'a Room,
    asker: &'a UserId,
    number: u64,
    heard: &'a Heard,
    place: Place,
    /// Tells the messages of this process from those of one before it.
    begun: String,
}

impl<'a> Telling<'a> {
    /// `None` for what is no order that takes long.
    fn of(
        desk: &'a Desk,
        (room, asker): (&'a Room, &'a UserId),
        (number, heard): (u64, &'a Heard),
    ) -> Option<Self> {
        let place = Place {
            room: heard.room.clone(),
            thread: heard.thread.clone(),
        };
        let input = Input::Text {
            line: heard.line.clone(),
            explicit: heard.is_explicit,
        };
        let command = desk.bot_at(&place).command_of(&input).ok()?;
        command.may_take_long().then(|| Self {
            desk,
            room,
            asker,
            number,
            heard,
            place,
            begun: TransactionId::new().to_string(),
        })
    }

    /// Posts how far it is, or puts it into what was posted before. A courtesy: where it fails, the
    /// answer comes all the same.
    async fn tell(&self, told: &mut Option<Answered>, step: usize) {
        let Some(progress) = self.desk.bot_at(&self.place).under_way() else {
            return;
        };
        let manner = self.desk.manner(&self.place);
        let shown = messages(&progress, &manner.prefix);
        let Some(message) = shown.first() else {
            return;
        };
        let step = format!("progress {} {step}", self.begun);
        let transaction = transaction(&self.heard.event, &step);
        if let Some(told) = told {
            self.tell_again(told, message, &transaction).await;
        } else if let Some(first) = self.tell_first(message, manner.reply, &transaction).await {
            if let Err(error) = self.desk.inbox.note_told(self.number, &first) {
                tracing::warn!(%error, "where an order is told of cannot be kept");
            }
            *told = Some(first);
        }
    }

    async fn tell_again(&self, told: &Answered, message: &Message, transaction: &str) {
        let (room, event) = (self.desk.room(&told.room), told.events.first());
        if let (Some(room), Some(event)) = (room, event) {
            // Who asked is told once: a change tells nobody.
            let content = replacement(message, None, event);
            self.send(&room, &content, transaction).await;
        }
    }

    async fn tell_first(
        &self,
        message: &Message,
        mode: ReplyMode,
        transaction: &str,
    ) -> Option<Answered> {
        let (room, relation) = self.first_place(mode).await?;
        let content = notice(message, Some(&self.heard.sender), &relation);
        let event = self.send(&room, &content, transaction).await?;
        Some(Answered {
            sender: self.heard.sender.clone(),
            asked_in: self.heard.room.clone(),
            room: room.room_id().to_string(),
            thread: relation.thread,
            events: vec![event],
        })
    }

    /// Where the answer will stand.
    async fn first_place(&self, mode: ReplyMode) -> Option<(Room, Relation)> {
        let here = || Some((self.room.clone(), relation_of(self.heard, mode)));
        if mode != ReplyMode::Private {
            return here();
        }
        match private_room(self.desk, self.room, self.asker).await {
            Private::Here => here(),
            Private::Elsewhere(room) => Some((room, Relation::default())),
            Private::Nowhere => None,
        }
    }

    async fn send(&self, room: &Room, content: &Value, transaction: &str) -> Option<String> {
        match send(&self.desk.rounds, room, content, transaction).await {
            Ok(event) => Some(event.to_string()),
            Err(error) => {
                tracing::warn!(reason = reason(&error), "progress could not be told");
                None
            }
        }
    }
}
