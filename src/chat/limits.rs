//! How much is asked: by a person and in a room in a minute, and by everybody at once.
//!
//! People and rooms are numbers here; a platform whose ids are words hands in their hashes.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::reply::Declined;

/// Somebody who is over the limit is told so once in this time; in between there is silence, so
/// that the notices are no flood themselves.
const NOTICE_EVERY: Duration = Duration::from_secs(15);

/// How long a question waits for its turn.
const TURN: Duration = Duration::from_secs(30);

/// How long a question is thought to take before one was answered, in microseconds. Rather too
/// long: a crowd may come before anything is known.
const FIRST_GUESS: u64 = 20_000;

/// Keys are forgotten after so many requests, where they are at rest.
const TIDY_EVERY: u64 = 1_000;

/// The limits.
pub struct Limits {
    person: DefaultKeyedRateLimiter<u64>,
    room: DefaultKeyedRateLimiter<u64>,
    notices: DefaultKeyedRateLimiter<u64>,
    turns: Arc<Semaphore>,
    /// How many turns there are.
    at_once: u32,
    /// How many questions wait for theirs.
    waiting: AtomicU32,
    /// How long a question takes, of late, in microseconds.
    usual: AtomicU64,
    asked: AtomicU64,
}

/// A question whose turn it is, until this is dropped.
pub struct Turn<'a> {
    limits: &'a Limits,
    begun: Instant,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let took = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let usual = self.limits.usual.load(Ordering::Relaxed);
        // A moving average; two at once may lose one of their measures, which does not matter.
        let now = usual - usual / 8 + took / 8;
        self.limits.usual.store(now, Ordering::Relaxed);
    }
}

impl Limits {
    /// Limits of so many questions a minute for a person and for a room, and of so many at once.
    #[must_use]
    pub fn new(person: usize, room: usize, at_once: usize) -> Self {
        let once = NonZeroU32::MIN;
        // Answering is all work and no waiting: more at once than there are cores would only keep
        // the connection from its share.
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let at_once = at_once.clamp(1, cores);
        let notices = Quota::with_period(NOTICE_EVERY).expect("the time is not zero");
        Self {
            person: RateLimiter::keyed(a_minute(person)),
            room: RateLimiter::keyed(a_minute(room)),
            notices: RateLimiter::keyed(notices.allow_burst(once)),
            turns: Arc::new(Semaphore::new(at_once)),
            at_once: u32::try_from(at_once).unwrap_or(u32::MAX),
            waiting: 0.into(),
            usual: AtomicU64::new(FIRST_GUESS),
            asked: 0.into(),
        }
    }

    /// Counts a question, or says why it is not answered.
    pub fn admit(&self, person: u64, room: u64) -> Result<(), Declined> {
        self.tidy();
        if let Some(wait) = seconds_over(&self.person, person) {
            return Err(Declined::PersonLimit { wait });
        }
        if let Some(wait) = seconds_over(&self.room, room) {
            return Err(Declined::RoomLimit { wait });
        }
        Ok(())
    }

    /// True when somebody may be told that they are over a limit.
    pub fn may_tell(&self, person: u64) -> bool {
        self.notices.check_key(&person).is_ok()
    }

    /// Waits until there is room for one more question.
    pub async fn turn(&self) -> Result<Turn<'_>, Declined> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let permit = tokio::time::timeout(TURN, turn).await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        match permit {
            Ok(Ok(permit)) => Ok(Turn {
                limits: self,
                begun: Instant::now(),
                _permit: permit,
            }),
            _ => Err(Declined::Busy),
        }
    }

    /// How long a question that is asked now will wait for its turn, as it looks.
    pub fn expected_wait(&self) -> Duration {
        let waiting = u64::from(self.waiting.load(Ordering::Relaxed));
        let usual = self.usual.load(Ordering::Relaxed);
        Duration::from_micros(usual.saturating_mul(waiting) / u64::from(self.at_once))
    }

    fn tidy(&self) {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        if asked.is_multiple_of(TIDY_EVERY) {
            self.person.retain_recent();
            self.room.retain_recent();
            self.notices.retain_recent();
        }
    }
}

fn a_minute(most: usize) -> Quota {
    let most = u32::try_from(most).unwrap_or(u32::MAX);
    Quota::per_minute(NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN))
}

/// Seconds until the next question may be asked, where that is not now.
fn seconds_over(limiter: &DefaultKeyedRateLimiter<u64>, key: u64) -> Option<u64> {
    let over = limiter.check_key(&key).err()?;
    let wait = over.wait_time_from(DefaultClock::default().now());
    Some(wait.as_secs() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_and_a_room_have_a_limit_each() {
        let limits = Limits::new(2, 3, 1);
        assert_eq!(limits.admit(1, 10), Ok(()));
        assert_eq!(limits.admit(1, 10), Ok(()));
        assert!(matches!(
            limits.admit(1, 10),
            Err(Declined::PersonLimit { .. })
        ));
        assert_eq!(limits.admit(2, 10), Ok(()));
        assert!(matches!(
            limits.admit(3, 10),
            Err(Declined::RoomLimit { .. })
        ));
        assert_eq!(limits.admit(3, 11), Ok(()));
    }

    #[tokio::test]
    async fn a_crowd_is_seen_to_take_its_time() {
        let limits = Limits::new(1, 1, 1);
        assert_eq!(limits.expected_wait(), Duration::ZERO);
        limits.waiting.store(100, Ordering::Relaxed);
        assert_eq!(limits.expected_wait(), Duration::from_secs(2));
        limits.waiting.store(0, Ordering::Relaxed);
        drop(limits.turn().await);
        limits.usual.store(100_000, Ordering::Relaxed);
        limits.waiting.store(20, Ordering::Relaxed);
        assert_eq!(limits.expected_wait(), Duration::from_secs(2));
    }

    #[test]
    fn who_is_over_a_limit_is_told_once() {
        let limits = Limits::new(1, 1, 1);
        assert!(limits.may_tell(1));
        assert!(!limits.may_tell(1));
        assert!(limits.may_tell(2));
    }
}
