//! Settings of rooms: who may make them, and what is said about them.

use crate::admin::{Change, Order};
use crate::command::{Command, Permission};
use crate::reply::{
    Reply, no_server_here, no_such_story, settings_reply, settings_trouble, story_is_gone,
};

use super::door::Bot;
use super::model::Request;

impl Bot {
    /// True when the author of a request may give this command.
    pub(super) fn permits(&self, command: &Command, request: &Request) -> bool {
        request.rights >= self.needed_for(command)
    }

    /// Carries out an order, which was permitted before.
    pub(super) fn order(&self, order: &Order, request: &Request) -> Reply {
        let (Some(rooms), Some(server)) = (self.rooms(), &request.server) else {
            return no_server_here();
        };
        let order = match self.with_known_story(order) {
            Ok(order) => order,
            Err(reply) => return reply,
        };
        let story = &self.names[0];
        match rooms.carry_out(&order, server, &request.place) {
            Ok(rules) => {
                let room = (request.place.as_str(), request.parent.as_deref());
                settings_reply(&rules, room, rooms.defaults(), story)
            }
            Err(error) => settings_trouble(&error.to_string()),
        }
    }

    /// The order with the story's name as the configuration writes it. Another name would be kept
    /// and never be answered from.
    fn with_known_story(&self, order: &Order) -> Result<Order, Reply> {
        let mut order = order.clone();
        if let Change::Story(typed) = &mut order.change {
            let same = |name: &&String| name.to_lowercase() == typed.to_lowercase();
            let Some(name) = self.names.iter().find(same) else {
                return Err(no_such_story(typed, &self.names));
            };
            typed.clone_from(name);
        }
        Ok(order)
    }

    /// What is said where a room is bound to a story that the configuration no longer has. Answering
    /// from another one would show it what is not for it.
    pub(super) fn answer_without_story(&self, request: &Request) -> Reply {
        match self.command_of(&request.input) {
            Ok(Command::Settings(order)) if request.rights >= Permission::Admin => {
                self.order(&order, request)
            }
            _ => story_is_gone(&self.names),
        }
    }
}
