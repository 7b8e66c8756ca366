//! What `more` shows: the rest of the last reply in each place.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::reply::{Block, Reply, Suggestion, notice};

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
}

/// The rest of the last reply by place.
#[derive(Default)]
pub(super) struct Pages {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    rests: HashMap<String, (VecDeque<Block>, usize)>,
    order: VecDeque<String>,
}

impl Pages {
    /// Remembers what is left of `paged` in `place`, and gives what is shown.
    pub(super) fn keep(&self, place: &str, paged: Paged) -> Reply {
        let mut state = self.lock();
        state.order.retain(|known| known != place);
        state.order.push_back(place.to_owned());
        state
            .rests
            .insert(place.to_owned(), (paged.rest.into(), paged.step.max(1)));
        if state.order.len() > PLACES
            && let Some(oldest) = state.order.pop_front()
        {
            state.rests.remove(&oldest);
        }
        paged.reply
    }

    /// The next blocks of the last reply in `place`.
    pub(super) fn next(&self, place: &str) -> Reply {
        let mut state = self.lock();
        let Some((rest, step)) = state.rests.get_mut(place) else {
            return Reply::from(notice(
                "There is no answer here yet that could go on. Ask a question first.",
            ));
        };
        if rest.is_empty() {
            return Reply::from(notice("That was all that I found."));
        }
        let step = (*step).min(rest.len());
        let blocks: Vec<Block> = rest.drain(..step).collect();
        let suggestions = if rest.is_empty() {
            Vec::new()
        } else {
            vec![Suggestion::new("more", "go on")]
        };
        Reply {
            blocks,
            certainty: None,
            suggestions,
        }
    }

    /// A lock poisoned by a panic elsewhere still guards whole values: each change is one insert.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
