//! What the bot remembers for a while and forgets with the process: which command an answer of its
//! own gave the answer to, so that a reply to that one can lean on it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use crate::command::Command;

/// Answers whose commands are remembered.
const KEPT: usize = 2_000;

/// The commands by the events of their answers.
#[derive(Default)]
pub(super) struct Commands {
    state: Mutex<(HashMap<String, Command>, VecDeque<String>)>,
}

impl Commands {
    /// The command that an answer was given to.
    pub(super) fn of(&self, answer: &str) -> Option<Command> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.get(answer).cloned()
    }

    /// Remembers what an answer was given to.
    pub(super) fn keep(&self, answer: &str, command: Command) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, order) = &mut *state;
        if known.insert(answer.to_owned(), command).is_none() {
            order.push_back(answer.to_owned());
        }
        if order.len() > KEPT
            && let Some(oldest) = order.pop_front()
        {
            known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_answers_are_forgotten() {
        let commands = Commands::default();
        for number in 0..=KEPT {
            commands.keep(&number.to_string(), Command::Topics);
        }
        assert_eq!(commands.of("0"), None);
        assert_eq!(commands.of("1"), Some(Command::Topics));
    }
}
