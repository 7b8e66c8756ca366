//! Goes on into the room by which another one was replaced, as people do when a room is upgraded.
//!
//! Whoever may replace a room rules it, and the bot is there because somebody who may bring it into
//! rooms has brought it. So it follows without another invitation, or by anybody's, and what is set
//! for the old room holds in the new one.

use std::sync::Arc;

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedServerName, RoomId};

use super::desk::Desk;
use super::error::reason;
use super::people::Place;

/// Goes where a room leads that was replaced. Where the bot was before, it came and went by
/// invitation.
pub(super) async fn follow(desk: Arc<Desk>, old: Room) {
    let Some(successor) = old.successor_room() else {
        return;
    };
    let new = successor.room_id;
    if desk.client.get_room(&new).is_some() {
        return;
    }
    let servers = [old.room_id().server_name(), new.server_name()];
    let servers: Vec<OwnedServerName> = servers
        .into_iter()
        .flatten()
        .map(ToOwned::to_owned)
        .collect();
    let joined = desk
        .client
        .join_room_by_id_or_alias((&*new).into(), &servers);
    match joined.await {
        Ok(_) => settle_in(&desk, &old, &new).await,
        // It may be invited yet.
        Err(error) => {
            let reason = reason(&error);
            tracing::info!(reason, "a room was replaced, and its successor is closed");
        }
    }
}

/// The room that a room replaces, where the bot is in it and it says so itself.
pub(super) fn predecessor_of(desk: &Desk, new: &RoomId) -> Option<Room> {
    let mut rooms = desk.client.joined_rooms().into_iter();
    rooms.find(|room| {
        let successor = room.successor_room();
        successor.is_some_and(|successor| successor.room_id == new)
    })
}

/// Has what is set for a room hold in its successor.
pub(super) async fn settle_in(desk: &Arc<Desk>, old: &Room, new: &RoomId) {
    let name = |id: &RoomId| {
        let room = id.to_string();
        Place { room, thread: None }.room_name()
    };
    let (bot, old, new) = (Arc::clone(&desk.bot), name(old.room_id()), name(new));
    let carried = tokio::task::spawn_blocking(move || {
        let rooms = bot.rooms();
        rooms.map_or(Ok(()), |rooms| rooms.carry_over(&old, &new))
    });
    match carried.await {
        Ok(Ok(())) => tracing::info!("a room was replaced; the bot has gone on into the other"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "what was set for a room that was replaced is lost");
        }
        // The program ends.
        Err(_) => {}
    }
}
