//! What the bot remembers for a while: which events it has seen, and which answer belongs to which
//! question. Both are bounded and hold no words.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::rest::Posted;

/// Events whose ids are kept. A resumed connection replays some minutes at most.
const EVENTS: usize = 20_000;

/// Questions whose answers can still be edited.
const QUESTIONS: usize = 2_000;

/// How long an edit of a question edits its answer.
const EDITABLE: Duration = Duration::from_mins(2);

/// The ids of events that were seen.
#[derive(Default)]
pub(super) struct Seen {
    state: Mutex<(HashSet<u64>, VecDeque<u64>)>,
}

impl Seen {
    /// True for an id that was not seen before.
    pub(super) fn is_new(&self, id: u64) -> bool {
        let mut state = lock(&self.state);
        let (known, order) = &mut *state;
        if !known.insert(id) {
            return false;
        }
        order.push_back(id);
        if order.len() > EVENTS
            && let Some(oldest) = order.pop_front()
        {
            known.remove(&oldest);
        }
        true
    }
}

/// The answer to one question. Whoever holds its lock works on the answer, so that an edit waits
/// until the first answer is there.
pub(super) type AnswerPlace = Arc<tokio::sync::Mutex<Option<Posted>>>;

struct Question {
    asked_at: Instant,
    /// A hash of the words, to tell an edit from Discord's own changes of a message.
    words: u64,
    answer: AnswerPlace,
}

/// The answers by the ids of their questions.
#[derive(Default)]
pub(super) struct Questions {
    state: Mutex<(HashMap<u64, Question>, VecDeque<u64>)>,
}

impl Questions {
    /// Remembers a question that is about to be answered.
    pub(super) fn begin(&self, message: u64, words: &str) -> AnswerPlace {
        let mut state = lock(&self.state);
        let (questions, order) = &mut *state;
        let question = Question {
            asked_at: Instant::now(),
            words: hash(words),
            answer: AnswerPlace::default(),
        };
        let answer = Arc::clone(&question.answer);
        questions.insert(message, question);
        order.push_back(message);
        if order.len() > QUESTIONS
            && let Some(oldest) = order.pop_front()
        {
            questions.remove(&oldest);
        }
        answer
    }

    /// The place of the answer to a question that now has other words, while it can be edited.
    pub(super) fn edited(&self, message: u64, words: &str) -> Option<AnswerPlace> {
        let mut state = lock(&self.state);
        let question = state.0.get_mut(&message)?;
        let words = hash(words);
        if question.words == words || question.asked_at.elapsed() > EDITABLE {
            return None;
        }
        question.words = words;
        Some(Arc::clone(&question.answer))
    }
}

fn hash(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// A lock poisoned by a panic elsewhere still guards whole values.
fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_new_once_and_old_ones_are_forgotten() {
        let seen = Seen::default();
        assert!(seen.is_new(1));
        assert!(!seen.is_new(1));
        for id in 2..=(EVENTS as u64 + 1) {
            assert!(seen.is_new(id));
        }
        assert!(seen.is_new(1), "the oldest makes room");
        assert_eq!(lock(&seen.state).0.len(), EVENTS);
    }

    #[test]
    fn an_edit_has_other_words() {
        let questions = Questions::default();
        questions.begin(1, "!whi");
        assert!(questions.edited(1, "!whi").is_none());
        assert!(questions.edited(1, "!who").is_some());
        assert!(questions.edited(1, "!who").is_none());
        assert!(questions.edited(2, "!who").is_none());
    }

    #[test]
    fn questions_are_bounded() {
        let questions = Questions::default();
        for id in 0..(QUESTIONS as u64 + 5) {
            questions.begin(id, "who");
        }
        assert_eq!(lock(&questions.state).0.len(), QUESTIONS);
        assert!(questions.edited(0, "when").is_none());
    }
}
