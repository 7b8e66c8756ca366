//! Brings to rooms what nobody asked for just now: answers that somebody waited for, and what owners
//! are told.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use matrix_sdk::Error;
use matrix_sdk::ruma::UserId;
use tokio::runtime::Handle;

use super::answering::{Private, private_room};
use super::content::{Relation, notice, transaction};
use super::desk::Desk;
use super::error::reason;
use super::people::{MATRIX, Place};
use super::render::messages;
use super::sending::{is_final, send};
use crate::admin::{Manner, ReplyMode};
use crate::bot::{Announcement, Undelivered};

/// How long one may take to be posted.
const PATIENCE: Duration = Duration::from_mins(1);

/// The way to Matrix's rooms for whoever is not on Matrix's threads. It is there before the
/// connection is, and then has everybody wait for it.
#[derive(Clone, Default)]
pub struct Herald {
    way: Arc<OnceLock<(Arc<Desk>, Handle)>>,
}

impl std::fmt::Debug for Herald {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Herald(ready: {})", self.way.get().is_some())
    }
}

impl Herald {
    /// Opens the way; called on a thread of the runtime that requests are sent from.
    pub(super) fn open(&self, desk: &Arc<Desk>) {
        // It is opened once, after the first round.
        let _ = self.way.set((Arc::clone(desk), Handle::current()));
    }
}

impl crate::bot::Herald for Herald {
    fn serves(&self, place: &str) -> bool {
        self.way.get().is_some() && place.starts_with(MATRIX)
    }

    fn announce(&self, announcement: &Announcement) -> Result<(), Undelivered> {
        let (desk, runtime) = self.way.get().ok_or(Undelivered::Later)?;
        // A server that does not answer keeps no other platform's news waiting.
        let posted = async { tokio::time::timeout(PATIENCE, post(desk, announcement)).await };
        runtime.block_on(posted).unwrap_or(Err(Undelivered::Later))
    }
}

async fn post(desk: &Desk, announcement: &Announcement) -> Result<(), Undelivered> {
    let place = Place::from_name(&announcement.place).ok_or(Undelivered::Never)?;
    let room = desk.room(&place.room).ok_or(Undelivered::Never)?;
    let named = |name: &Option<String>| {
        let name = name.as_deref()?.strip_prefix(MATRIX)?;
        Some(name.to_owned())
    };
    let (asker, question) = (named(&announcement.author), named(&announcement.message));
    let Manner { reply, prefix, .. } = desk.manner(&place);
    let waiting = asker.as_deref().and_then(|asker| UserId::parse(asker).ok());
    let private = match waiting {
        Some(waiting) if announcement.is_private || reply == ReplyMode::Private => {
            match private_room(desk, &room, &waiting).await {
                Private::Here => None,
                Private::Elsewhere(private) => Some(private),
                Private::Nowhere => return Err(Undelivered::Later),
            }
        }
        _ => None,
    };
    let relation = if private.is_some() {
        Relation::default()
    } else {
        Relation {
            question,
            thread: place.thread.clone(),
        }
    };
    let room = private.unwrap_or(room);
    let page = announcement.pages.first().ok_or(Undelivered::Never)?;
    for (number, message) in messages(page, &prefix).iter().enumerate() {
        let asker = asker.as_deref().filter(|_| number == 0);
        let content = notice(message, asker, &relation);
        // Should the first try have arrived unnoticed, the server takes the second for the same.
        let name = match announcement.watch {
            Some(watch) => transaction(&format!("watch {watch}"), &number.to_string()),
            None => format!("newshound-{}", matrix_sdk::ruma::TransactionId::new()),
        };
        send(&desk.rounds, &room, &content, &name)
            .await
            .map_err(|error| undelivered(&error))?;
    }
    Ok(())
}

fn undelivered(error: &Error) -> Undelivered {
    let reason = reason(error);
    tracing::warn!(reason, "an announcement could not be posted");
    if is_final(error) {
        Undelivered::Never
    } else {
        Undelivered::Later
    }
}
