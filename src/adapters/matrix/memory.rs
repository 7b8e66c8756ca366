//! What the bot remembers for a while and forgets with the process: what answers of its own show, so
//! that a reply or a reaction to one can go on from there.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use crate::command::Command;

/// Answers that are remembered.
const KEPT: usize = 2_000;

/// What an answer shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// The command that it was given to.
    pub(super) command: Command,
    /// The page of its reply, from 0.
    pub(super) page: usize,
}

impl Shown {
    /// The first page of a command's answer.
    pub(super) fn first(command: Command) -> Self {
        Self { command, page: 0 }
    }

    /// The page after this one.
    pub(super) fn next(self) -> Self {
        Self {
            page: self.page + 1,
            ..self
        }
    }
}

/// What answers show, by their events.
#[derive(Default)]
pub(super) struct Memory {
    state: Mutex<(HashMap<String, Shown>, VecDeque<String>)>,
}

impl Memory {
    /// What an answer shows.
    pub(super) fn of(&self, answer: &str) -> Option<Shown> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.get(answer).cloned()
    }

    /// Remembers what an answer shows.
    pub(super) fn keep(&self, answer: &str, shown: Shown) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, order) = &mut *state;
        if known.insert(answer.to_owned(), shown).is_none() {
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
        let memory = Memory::default();
        for number in 0..=KEPT {
            memory.keep(&number.to_string(), Shown::first(Command::Topics));
        }
        assert_eq!(memory.of("0"), None);
        assert_eq!(memory.of("1"), Some(Shown::first(Command::Topics)));
    }
}
