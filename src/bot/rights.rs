//! Who may do what, explained to whoever asks.

use crate::command::{Command, Permission};
use crate::reply::{Reply, can_reply, no_such_command, no_such_person};

use super::door::Bot;
use super::model::Request;

impl Bot {
    /// Says whether somebody may use a command; who that is the adapter has found out.
    pub(super) fn can(&self, who: &str, line: &str, request: &Request) -> Reply {
        let is_asker = ["me", "i", "myself"]
            .iter()
            .any(|word| who.eq_ignore_ascii_case(word));
        let rights = match request.about {
            _ if is_asker => request.rights,
            Some(rights) => rights,
            None => return no_such_person(who),
        };
        let word = line.split_whitespace().next().unwrap_or_default();
        let Some(spec) = self.table().find(word) else {
            return no_such_command(word);
        };
        let needed = match self.table().parse(line, true) {
            Ok(command) => self.needed_for(&command),
            // What is missing from it changes nothing about who may use it.
            Err(_) => spec.permission,
        };
        let who = if is_asker { "" } else { who };
        can_reply(who, line, rights, needed)
    }

    /// What somebody must be to give a command.
    pub(super) fn needed_for(&self, command: &Command) -> Permission {
        // What an article is and where it comes from may be known to everybody.
        if matches!(command, Command::Keeping(order) if order.only_reads()) {
            return Permission::Everyone;
        }
        let (name, _) = command.name_and_arguments();
        let spec = self.table().find(name);
        spec.map_or(Permission::Everyone, |spec| spec.permission)
    }
}
