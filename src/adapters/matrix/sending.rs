//! Sends what the bot says. Each message has a name of its own, so that a second try never says
//! twice what the first one said unnoticed.

use std::time::Duration;

use matrix_sdk::ruma::{EventId, OwnedEventId, TransactionId};
use matrix_sdk::{Error, Room};
use serde_json::Value;

use super::error::reason;
use super::rounds::Rounds;

/// The first pause before a message is sent again.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The longest.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Sends a message, once.
pub(super) async fn send(
    rounds: &Rounds,
    room: &Room,
    content: &Value,
    transaction: &str,
) -> Result<OwnedEventId, Error> {
    let transaction: &TransactionId = transaction.into();
    let _between = if room.encryption_state().is_encrypted() {
        if !room.are_members_synced() {
            room.sync_members().await?;
            // It asks for their keys.
            rounds.one_more().await;
        }
        Some(rounds.between().await)
    } else {
        None
    };
    let sent = room
        .send_raw("m.room.message", content)
        .with_transaction_id(transaction)
        .await?;
    Ok(sent.response.event_id)
}

/// Sends a message, again and again while the server does not answer and `goes_on` says so. `None`
/// where it will not be taken, or was given up.
pub(super) async fn send_patiently(
    rounds: &Rounds,
    room: &Room,
    content: &Value,
    transaction: &str,
    goes_on: &(dyn Fn() -> bool + Send + Sync),
) -> Option<OwnedEventId> {
    let mut pause = FIRST_PAUSE;
    loop {
        let error = match send(rounds, room, content, transaction).await {
            Ok(event) => return Some(event),
            Err(error) => error,
        };
        let reason = reason(&error);
        if is_final(&error) || !goes_on() {
            tracing::warn!(reason, "an answer could not be sent");
            return None;
        }
        tracing::warn!(reason, ?pause, "an answer is sent again");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Takes a message of the bot's own back.
pub(super) async fn take_back(room: &Room, event: &str) {
    let Ok(event) = EventId::parse(event) else {
        return;
    };
    let transaction = super::content::transaction(event.as_str(), "taken back");
    let redacted = room.redact(&event, None, Some(transaction.into())).await;
    if let Err(error) = redacted {
        let reason = super::error::http_reason(&error);
        tracing::warn!(reason, "an answer could not be taken back");
    }
}

/// True for what would be refused again: the bot may not speak there, or is not there.
pub(super) fn is_final(error: &Error) -> bool {
    if matches!(error, Error::WrongRoomState(_)) {
        return true;
    }
    error.as_client_api_error().is_some_and(|error| {
        let status = error.status_code.as_u16();
        (400..500).contains(&status) && status != 429 && status != 408
    })
}
