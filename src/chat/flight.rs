//! Counts the answers that are on their way, so that a stop can wait for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

/// The answers on their way.
#[derive(Default)]
pub struct Flight {
    count: AtomicUsize,
    is_closed: AtomicBool,
    landed: Notify,
}

/// One answer on its way; it has arrived, or failed, when this is dropped.
pub struct Airborne(Arc<Flight>);

impl Flight {
    /// Begins an answer; `None` once no more are begun.
    pub fn begin(self: &Arc<Self>) -> Option<Airborne> {
        self.count.fetch_add(1, Ordering::SeqCst);
        // Counted before the question is put, so that no answer slips past a stop.
        let airborne = Airborne(Arc::clone(self));
        (!self.is_closed.load(Ordering::SeqCst)).then_some(airborne)
    }

    /// True once no more answers are begun.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::SeqCst)
    }

    /// Begins no more answers, and waits for those on their way, but no longer than `patience`.
    /// Gives how many are still on their way then.
    pub async fn land(&self, patience: Duration) -> usize {
        self.is_closed.store(true, Ordering::SeqCst);
        let all_landed = async {
            loop {
                let landed = self.landed.notified();
                if self.count.load(Ordering::SeqCst) == 0 {
                    return;
                }
                landed.await;
            }
        };
        // Whether the time ran out is told by the count.
        let _ = tokio::time::timeout(patience, all_landed).await;
        self.count.load(Ordering::SeqCst)
    }
}

impl Drop for Airborne {
    fn drop(&mut self) {
        self.0.count.fetch_sub(1, Ordering::SeqCst);
        self.0.landed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stop_waits_for_answers_and_begins_no_more() {
        let flight = Arc::new(Flight::default());
        let airborne = flight.begin().expect("nothing is closed yet");
        assert_eq!(flight.land(Duration::from_millis(1)).await, 1);
        assert!(flight.begin().is_none());
        drop(airborne);
        assert_eq!(flight.land(Duration::from_secs(9)).await, 0);
    }
}
