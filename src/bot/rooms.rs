//! Settings of rooms: who may make them, and what is said about them.

use crate::admin::{Change, Order};
use crate::command::{Command, Permission};
use crate::reply::{Reply, no_server_here, no_such_story, settings_reply, settings_trouble};

use super::door::Bot;
use super::model::Request;

impl Bot {
    /// True when the author of a request may give this command.
    pub(super) fn permits(&self, command: &Command, request: &Request) -> bool {
        let (name, _) = command.name_and_arguments();
        let spec = self.table().find(name);
        request.is_admin || spec.is_none_or(|spec| spec.permission == Permission::Everyone)
    }

    /// Carries out an order, which was permitted before.
    pub(super) fn order(&self, order: &Order, request: &Request) -> Reply {
        let (Some(rooms), Some(server)) = (self.rooms(), &request.server) else {
            return no_server_here();
        };
        let story = &self.story().name;
        // There is one story so far; another name would be kept and never be answered from.
        if let Change::Story(typed) = &order.change
            && !typed.eq_ignore_ascii_case(story)
        {
            return no_such_story(typed, story);
        }
        match rooms.carry_out(order, server, &request.place) {
            Ok(rules) => {
                let room = (request.place.as_str(), request.parent.as_deref());
                settings_reply(&rules, room, rooms.defaults(), story)
            }
            Err(error) => settings_trouble(&error.to_string()),
        }
    }
}
