//! The audit log: what admins and owners order is noted, and can be looked at.

use crate::admin::Act;
use crate::command::Command;
use crate::reply::{Reply, act_reply, audit_pages, no_audit, not_noted, settings_trouble};

use super::door::Bot;
use super::model::Request;
use super::paging::Paged;

impl Bot {
    /// Notes an order, whether or not it could be carried out; says so where it could not be noted.
    pub(super) fn note_act(&self, command: &Command, request: &Request, pages: &mut [Reply]) {
        let (Some(line), Some(rooms)) = (command.act(), self.rooms()) else {
            return;
        };
        let act = Act {
            at: request.asked_at,
            author: request.author.clone(),
            place: request.place.clone(),
            story: self.story().name.clone(),
            line,
        };
        self.tell_owners(&act_reply(&act));
        if let (Err(error), Some(page)) = (rooms.note_act(act), pages.first_mut()) {
            page.blocks.push(not_noted(&error.to_string()));
        }
    }

    /// What was ordered, the last one first.
    pub(super) fn audit(&self) -> Paged {
        let Some(rooms) = self.rooms() else {
            return Paged::whole(no_audit());
        };
        match rooms.acts() {
            Ok(acts) if acts.is_empty() => Paged::whole(no_audit()),
            Ok(acts) => {
                let (reply, rest) = audit_pages(&acts, self.settings().list_length);
                Paged {
                    reply,
                    rest,
                    step: 1,
                }
            }
            Err(error) => Paged::whole(settings_trouble(&error.to_string())),
        }
    }
}
