//! What a conversation was about: the last question in each place, so that the next may lean on it.
//!
//! Held in memory only, one question for each of so many places, and forgotten with the process.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::question::Remembered;

/// Places whose last question is remembered; the place that was quiet longest is forgotten first.
const PLACES: usize = 1000;
/// Questions longer than this in bytes are not remembered: nobody leans on a page of text.
const LONGEST: usize = 400;
/// Answers that `who else` leaves out at most.
const GIVEN: usize = 10;

/// The last question in one place.
#[derive(Clone, Debug)]
pub(super) struct Conversation {
    /// The question.
    pub(super) last: Remembered,
    /// The answers that were given to it.
    pub(super) given: Vec<String>,
}

/// The last question by place.
#[derive(Default)]
pub(super) struct Conversations {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: HashMap<String, Conversation>,
    order: VecDeque<String>,
}

impl Conversations {
    /// What the conversation in `place` was about, if anything.
    pub(super) fn recall(&self, place: &str) -> Option<Conversation> {
        self.lock().last.get(place).cloned()
    }

    /// Remembers a question with what it was answered by. The same question again adds to its answers.
    pub(super) fn keep(&self, place: &str, last: Remembered, answer: Option<String>) {
        if last.text.len() > LONGEST {
            return;
        }
        let mut state = self.lock();
        let mut given = match state.last.remove(place) {
            Some(known) if known.last.text == last.text => known.given,
            _ => Vec::new(),
        };
        given.extend(answer);
        let surplus = given.len().saturating_sub(GIVEN);
        given.drain(..surplus);
        state.order.retain(|known| known != place);
        state.order.push_back(place.to_owned());
        let conversation = Conversation { last, given };
        state.last.insert(place.to_owned(), conversation);
        if state.order.len() > PLACES
            && let Some(oldest) = state.order.pop_front()
        {
            state.last.remove(&oldest);
        }
    }

    /// A lock poisoned by a panic elsewhere still guards whole values: each change is one insert.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remembered(text: &str) -> Remembered {
        Remembered {
            text: text.to_owned(),
            names: Vec::new(),
            answer: None,
        }
    }

    #[test]
    fn the_quietest_place_is_forgotten_first() {
        let conversations = Conversations::default();
        for place in 0..=PLACES {
            conversations.keep(&place.to_string(), remembered("who won?"), None);
        }
        assert!(conversations.recall("0").is_none());
        assert!(conversations.recall("1").is_some());
    }

    #[test]
    fn answers_to_the_same_question_add_up() {
        let conversations = Conversations::default();
        for answer in ["Ann", "Ben"] {
            conversations.keep("room", remembered("who won?"), Some(answer.to_owned()));
        }
        let room = conversations.recall("room").unwrap();
        assert_eq!(room.given, ["Ann", "Ben"]);
        conversations.keep("room", remembered("who lost?"), None);
        assert!(conversations.recall("room").unwrap().given.is_empty());
    }
}
