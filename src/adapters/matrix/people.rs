//! Who and where: Matrix's names as the names that the bot goes by, and who may do what.
//!
//! Anybody can open a room and be its master, so a room's powers give rights over that room's own
//! settings alone. What touches the articles, and the bot as a whole, is for people whom the
//! operator has named.

use matrix_sdk::Room;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::StateEventType;

use crate::command::{Command, Permission};
use crate::config::MatrixSettings;

/// How the names of Matrix's places, people and messages begin.
pub(super) const MATRIX: &str = "matrix:";

/// Who is named in the configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    owners: Vec<String>,
    admins: Vec<String>,
}

impl Named {
    pub(super) fn new(settings: &MatrixSettings) -> Self {
        Self {
            owners: settings.owners.clone(),
            admins: settings.admins.clone(),
        }
    }

    /// What somebody may do wherever they are.
    pub(super) fn rights(&self, user: &str) -> Permission {
        let is_among = |names: &[String]| names.iter().any(|name| name == user);
        if is_among(&self.owners) {
            Permission::Owner
        } else if is_among(&self.admins) {
            Permission::Admin
        } else {
            Permission::Everyone
        }
    }
}

/// What somebody may do in a room, for a command. Creators of a room have more power than a number
/// tells, so powers are compared by the library and never read as numbers.
pub(super) async fn rights_in(
    room: &Room,
    user: &UserId,
    named: &Named,
    command: Option<&Command>,
) -> Permission {
    let rights = named.rights(user.as_str());
    if rights > Permission::Moderator {
        return rights;
    }
    // How the bot is as a whole is no room's own affair.
    if matches!(command, Some(Command::Status)) {
        return rights;
    }
    let powers = room.power_levels_or_default().await;
    if powers.user_can_send_state(user, StateEventType::RoomPowerLevels) {
        Permission::Admin
    } else if powers.user_can_redact_event_of_other(user) {
        Permission::Moderator
    } else {
        rights
    }
}

/// Where something is said: a room, and the thread in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) room: String,
    pub(super) thread: Option<String>,
}

impl Place {
    /// The place's name.
    pub(super) fn name(&self) -> String {
        match &self.thread {
            Some(thread) => format!("{MATRIX}{} {thread}", self.room),
            None => self.room_name(),
        }
    }

    /// The name of its room, which is its own server as far as settings go.
    pub(super) fn room_name(&self) -> String {
        format!("{MATRIX}{}", self.room)
    }

    /// The name of the place that it is a thread of.
    pub(super) fn parent(&self) -> Option<String> {
        self.thread.is_some().then(|| self.room_name())
    }

    /// Reads a place's name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let name = name.strip_prefix(MATRIX)?;
        let (room, thread) = match name.split_once(' ') {
            Some((room, thread)) => (room, Some(thread.to_owned())),
            None => (name, None),
        };
        room.starts_with('!').then(|| Self {
            room: room.to_owned(),
            thread,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_lead_back_to_them() {
        for thread in [None, Some("$root".to_owned())] {
            let place = Place {
                room: "!room".to_owned(),
                thread,
            };
            assert_eq!(Place::from_name(&place.name()), Some(place));
        }
        for strange in ["discord:1", "matrix:", "matrix:#alias:a.example", "!room"] {
            assert_eq!(Place::from_name(strange), None, "{strange}");
        }
    }

    #[test]
    fn the_configuration_names_owners_and_admins() {
        let named = Named::new(&MatrixSettings {
            owners: vec!["@olga:a.example".to_owned()],
            admins: vec!["@ada:a.example".to_owned()],
            ..MatrixSettings::default()
        });
        assert_eq!(named.rights("@olga:a.example"), Permission::Owner);
        assert_eq!(named.rights("@ada:a.example"), Permission::Admin);
        assert_eq!(named.rights("@eve:a.example"), Permission::Everyone);
    }
}
