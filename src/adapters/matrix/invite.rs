//! Whose invitations are accepted. A room is the story's public, so not everybody may open one.

use std::sync::Arc;

use matrix_sdk::ruma::UserId;
use matrix_sdk::{Room, RoomMemberships};

use super::desk::Desk;
use super::error::reason;
use super::following::{predecessor_of, settle_in};
use crate::config::MatrixSettings;

/// Who may bring the bot into rooms.
#[derive(Clone, Debug)]
pub(super) struct Inviters {
    names: Arc<[String]>,
}

impl Inviters {
    pub(super) fn new(settings: &MatrixSettings) -> Self {
        let names = [&settings.inviters, &settings.owners, &settings.admins];
        Self {
            names: names.into_iter().flatten().cloned().collect(),
        }
    }

    /// True where nobody is named.
    pub(super) fn are_none(&self) -> bool {
        self.names.is_empty()
    }

    /// True for a user who is named, and for everybody of a server that is.
    pub(super) fn allow(&self, user: &UserId) -> bool {
        let server = user.server_name().as_str();
        let mut names = self.names.iter();
        names.any(|name| name == user.as_str() || name.eq_ignore_ascii_case(server))
    }
}

/// Goes where an invitation leads, or says no to it.
pub(super) async fn answer_invitation(desk: Arc<Desk>, room: Room, inviters: Inviters) {
    let inviter = match room.invite_details().await {
        Ok(invite) => invite.inviter_id,
        Err(error) => {
            let reason = reason(&error);
            tracing::warn!(reason, "an invitation cannot be read");
            return;
        }
    };
    let predecessor = predecessor_of(&desk, room.room_id());
    let is_allowed = inviters.allow(&inviter) || predecessor.is_some();
    let answered = if is_allowed {
        room.join().await
    } else {
        room.leave().await
    };
    match answered {
        Ok(()) if is_allowed => {
            tracing::info!("an invitation was accepted");
            if let Some(old) = predecessor {
                settle_in(&desk, &old, room.room_id()).await;
            }
        }
        Ok(()) => tracing::warn!(
            "an invitation was declined: neither who sent it nor their server is among \
             `matrix.inviters`"
        ),
        Err(error) => {
            let reason = reason(&error);
            tracing::warn!(reason, is_allowed, "an invitation could not be answered");
        }
    }
}

/// Leaves a room in which nobody else is, nor is invited.
pub(super) async fn leave_if_empty(room: Room) {
    // Counted by the server's list: numbers that are told beside a round may be late.
    match room.members(RoomMemberships::ACTIVE).await {
        Ok(members) if members.len() == 1 => {}
        _ => return,
    }
    match room.leave().await {
        Ok(()) => tracing::info!("an empty room was left"),
        Err(error) => {
            let reason = reason(&error);
            tracing::warn!(reason, "an empty room could not be left");
        }
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;

    use super::*;

    #[test]
    fn named_people_and_servers_may_invite_and_nobody_else() {
        let inviters = Inviters::new(&MatrixSettings {
            inviters: vec!["@ada:a.example".to_owned(), "b.example".to_owned()],
            owners: vec!["@olga:c.example".to_owned()],
            ..MatrixSettings::default()
        });
        for (user, may) in [
            (user_id!("@ada:a.example"), true),
            (user_id!("@eve:a.example"), false),
            (user_id!("@eve:b.example"), true),
            (user_id!("@eve:b.example.evil"), false),
            (user_id!("@b.example:evil"), false),
            (user_id!("@olga:c.example"), true),
        ] {
            assert_eq!(inviters.allow(user), may, "{user}");
        }
        let nobody = Inviters::new(&MatrixSettings::default());
        assert!(!nobody.allow(user_id!("@ada:a.example")));
    }
}
