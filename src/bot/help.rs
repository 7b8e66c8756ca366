//! Help, read off the command table.

use crate::command::{CommandError, CommandGroup, CommandSpec};
use crate::reply::{HelpGroup, HelpPage, Reply, help_page_reply, help_reply};

use super::door::{Bot, refuse_command};

/// The most characters of an unknown word that are repeated.
const SHOWN_OF_A_WORD: usize = 40;

impl Bot {
    /// Help on everything, or on one command.
    pub(super) fn help(&self, typed: &str) -> Reply {
        if typed.trim().is_empty() {
            return help_reply(&self.help_groups());
        }
        if let Some(spec) = self.table().find(typed.trim_end_matches(['?', '.'])) {
            return help_page_reply(&page_of(spec));
        }
        refuse_command(&CommandError::Unknown {
            word: typed.chars().take(SHOWN_OF_A_WORD).collect(),
            suggestion: self.table().suggest(typed).map(str::to_owned),
        })
    }

    fn help_groups(&self) -> Vec<HelpGroup> {
        CommandGroup::ALL
            .into_iter()
            .map(|group| HelpGroup {
                title: group.title().to_owned(),
                commands: self
                    .table()
                    .group(group)
                    .map(|spec| (spec.usage.to_string(), spec.summary.to_string()))
                    .collect(),
            })
            .collect()
    }
}

fn page_of(spec: &CommandSpec) -> HelpPage {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    HelpPage {
        usage: spec.usage.to_string(),
        help: spec.help.to_string(),
        aliases: owned(spec.aliases),
        examples: owned(spec.examples),
    }
}
