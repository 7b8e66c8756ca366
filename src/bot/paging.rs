//! What `more` shows: the rest of the last reply in each place.
//!
//! A reply with more in it than is shown at once is cut into pages here, in one way for everybody:
//! the console shows the next one with `more`, an adapter with buttons asks for all of them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::reply::{Block, Reply, Suggestion, nothing_asked_yet, that_was_all};

/// Places whose last reply is remembered; the place that was quiet longest is forgotten first.
const PLACES: usize = 1000;

/// A reply with what is left to show of it.
pub(super) struct Paged {
    /// What is shown now.
    pub(super) reply: Reply,
    /// What `more` shows next, in order.
    pub(super) rest: Vec<Block>,
    /// How many of them at a time.
    pub(super) step: usize,
}

impl Paged {
    /// A reply of which nothing is left.
    pub(super) fn whole(reply: Reply) -> Self {
        Self {
            reply,
            rest: Vec::new(),
            step: 1,
        }
    }

    /// The reply as pages, at least one; each but the last suggests `more`.
    pub(super) fn into_pages(self) -> Vec<Reply> {
        let chunks: Vec<&[Block]> = self.rest.chunks(self.step.max(1)).collect();
        let last = chunks.len();
        let further = chunks.iter().enumerate().map(|(number, blocks)| Reply {
            blocks: blocks.to_vec(),
            certainty: None,
            suggestions: if number + 1 < last {
                vec![Suggestion::new("more", "go on")]
            } else {
                Vec::new()
            },
        });
        std::iter::once(self.reply).chain(further).collect()
    }
}

/// The pages of the last reply that are still to be shown, by place.
#[derive(Default)]
pub(super) struct Pages {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rests: HashMap<String, VecDeque<Reply>>,
    /// The page that was shown last, for what stands around its quotes.
    shown: HashMap<String, Reply>,
    order: VecDeque<String>,
}

impl Pages {
    /// Remembers for `place` what follows the first page of a reply, and gives all of it back.
    pub(super) fn keep(&self, place: &str, pages: Vec<Reply>) -> Vec<Reply> {
        let mut state = self.lock();
        state.order.retain(|known| known != place);
        state.order.push_back(place.to_owned());
        let rest = pages.iter().skip(1).cloned().collect();
        state.rests.insert(place.to_owned(), rest);
        let first = pages.first().cloned().unwrap_or_default();
        state.shown.insert(place.to_owned(), first);
        if state.order.len() > PLACES
            && let Some(oldest) = state.order.pop_front()
        {
            state.rests.remove(&oldest);
            state.shown.remove(&oldest);
        }
        pages
    }

    /// The next page of the last reply in `place`.
    pub(super) fn next(&self, place: &str) -> Reply {
        let mut state = self.lock();
        let Some(rest) = state.rests.get_mut(place) else {
            return nothing_asked_yet();
        };
        let Some(next) = rest.pop_front() else {
            return that_was_all();
        };
        state.shown.insert(place.to_owned(), next.clone());
        next
    }

    /// What was shown last in `place`.
    pub(super) fn shown(&self, place: &str) -> Option<Reply> {
        self.lock().shown.get(place).cloned()
    }

    /// A lock poisoned by a panic elsewhere still guards whole values: each change is one insert.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
