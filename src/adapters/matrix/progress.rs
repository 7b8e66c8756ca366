//! Tells how far an order is, in a message that is edited until the answer takes its place.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Room;

use super::answering::relation_of;
use super::content::{notice, replacement, transaction};
use super::desk::Desk;
use super::error::reason;
use super::inbox::{Answered, Heard};
use super::people::Place;
use super::render::messages;
use super::sending::send;
use crate::admin::ReplyMode;
use crate::bot::Input;

/// How often it is told: often enough to show that it goes on, and seldom enough for the limits that
/// servers have.
const TELL_EVERY: Duration = Duration::from_secs(3);

/// Waits for an answer, and tells meanwhile how far an order is. Gives the message in which it was
/// told, if it was: the answer belongs there.
pub(super) async fn told_meanwhile<T>(
    desk: &Arc<Desk>,
    room: &Room,
    heard: &Heard,
    answering: impl Future<Output = T>,
) -> (T, Option<Answered>) {
    let telling = Telling::of(desk, room, heard);
    let mut told = None;
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
    heard: &'a Heard,
    place: Place,
}

impl<'a> Telling<'a> {
    /// `None` for what is no order, and where nobody else is to read what is said.
    fn of(desk: &'a Desk, room: &'a Room, heard: &'a Heard) -> Option<Self> {
        let place = Place {
            room: heard.room.clone(),
            thread: heard.thread.clone(),
        };
        let input = Input::Text {
            line: heard.line.clone(),
            explicit: heard.is_explicit,
        };
        let command = desk.bot_at(&place).command_of(&input).ok()?;
        let is_told = command.may_take_long() && desk.manner(&place).reply != ReplyMode::Private;
        is_told.then_some(Self {
            desk,
            room,
            heard,
            place,
        })
    }

    /// Posts how far it is, or puts it into what was posted before. A courtesy: where it fails, the
    /// answer comes all the same.
    async fn tell(&self, told: &mut Option<Answered>, step: usize) {
        let (desk, heard) = (self.desk, self.heard);
        let Some(progress) = desk.bot_at(&self.place).under_way() else {
            return;
        };
        let manner = desk.manner(&self.place);
        let shown = messages(&progress, &manner.prefix);
        let Some(message) = shown.first() else {
            return;
        };
        let relation = relation_of(heard, manner.reply);
        let content = match told.as_ref().and_then(|told| told.events.first()) {
            Some(sent) => replacement(message, None, sent),
            // Who asked is told once: a change tells nobody.
            None => notice(message, Some(&heard.sender), &relation),
        };
        let transaction = transaction(&heard.event, &format!("progress {step}"));
        match send(&desk.rounds, self.room, &content, &transaction).await {
            Ok(event) if told.is_none() => {
                *told = Some(Answered {
                    sender: heard.sender.clone(),
                    asked_in: heard.room.clone(),
                    room: self.room.room_id().to_string(),
                    thread: relation.thread,
                    events: vec![event.to_string()],
                });
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(reason = reason(&error), "progress could not be told"),
        }
    }
}
