//! Keeps what is encrypted and what is heard apart.
//!
//! The library asks for people's keys at the end of a round. Whoever encrypts meanwhile for somebody
//! whose keys are still to be asked for waits five seconds for them, and holds the round up that would
//! ask: with many rooms at once each would wait for all others. So a message is encrypted between two
//! rounds, one at a time, and after a round that has asked for the keys of a room's members.

use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard, Notify, watch};

/// How long a round is waited for; where the server does not answer, sending tells so.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many rounds were begun, and how many of them are done.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    begun: u64,
    done: u64,
}

/// The rounds, and who sends between them.
pub(super) struct Rounds {
    /// Whose turn it is to encrypt.
    turn: Mutex<()>,
    /// Held by a round, or by whoever encrypts. Only one of those waits for it, so that a round need not
    /// wait for all.
    between: Mutex<()>,
    wanted: Notify,
    count: watch::Sender<Count>,
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            turn: Mutex::default(),
            between: Mutex::default(),
            wanted: Notify::new(),
            count: watch::Sender::new(Count::default()),
        }
    }
}

/// A round, until this is dropped.
pub(super) struct Round<'a> {
    rounds: &'a Rounds,
    _between: MutexGuard<'a, ()>,
}

impl Drop for Round<'_> {
    fn drop(&mut self) {
        self.rounds
            .count
            .send_modify(|count| count.done = count.begun);
    }
}

/// The time between two rounds, as long as this is held.
pub(super) struct Between<'a> {
    _turn: MutexGuard<'a, ()>,
    _between: MutexGuard<'a, ()>,
}

impl Rounds {
    /// Begins a round.
    pub(super) async fn begin(&self) -> Round<'_> {
        let between = self.between.lock().await;
        self.count.send_modify(|count| count.begun += 1);
        Round {
            rounds: self,
            _between: between,
        }
    }

    /// Done when somebody wants a round although nothing is heard.
    pub(super) async fn wanted(&self) {
        self.wanted.notified().await;
    }

    /// Has a round begin, and waits until it is done.
    pub(super) async fn one_more(&self) {
        let mut count = self.count.subscribe();
        // One that is under way may be past what is wanted of it.
        let next = count.borrow().begun + 1;
        self.wanted.notify_one();
        let done = count.wait_for(|count| count.done >= next);
        // Without it the library itself waits for the keys.
        let _ = tokio::time::timeout(PATIENCE, done).await;
    }

    /// Waits until it is one's turn to encrypt.
    pub(super) async fn between(&self) -> Between<'_> {
        let turn = self.turn.lock().await;
        Between {
            _turn: turn,
            _between: self.between.lock().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn one_more_round_is_one_that_begins_afterwards() {
        let rounds = Arc::new(Rounds::default());
        let under_way = rounds.begin().await;
        let waiting = tokio::spawn({
            let rounds = Arc::clone(&rounds);
            async move { rounds.one_more().await }
        });
        rounds.wanted().await;
        drop(under_way);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(rounds.begin().await);
        waiting.await.unwrap();
    }

    #[tokio::test]
    async fn a_round_waits_for_one_who_encrypts_and_not_for_all() {
        let rounds = Arc::new(Rounds::default());
        let first = rounds.between().await;
        let second = tokio::spawn({
            let rounds = Arc::clone(&rounds);
            async move { drop(rounds.between().await) }
        });
        tokio::task::yield_now().await;
        let round = tokio::spawn({
            let rounds = Arc::clone(&rounds);
            async move {
                let _round = rounds.begin().await;
                second.is_finished()
            }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(!round.await.unwrap(), "the round comes first");
    }
}
