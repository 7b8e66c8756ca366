//! Lets long work step back behind the answers: whoever asks is not to notice that articles are
//! being indexed.

use std::panic::resume_unwind;
use std::thread;

use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};

/// On the scale from 0 to 99 that every system's own is mapped to. Not the least: answers that never
/// end must not keep an article out for ever. On Linux it is a niceness of 11, by which a thread gets
/// about a tenth of a core that answers, or other programs, want, and all of one that nobody else does.
const PRIORITY: u8 = 20;

/// Does some long work on a thread of its own that steps back behind the others, and waits for it. On
/// Linux, the threads that the work starts step back as well.
pub(super) fn quietly<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let done = scope.spawn(|| {
            step_back();
            work()
        });
        done.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn step_back() {
    if let Ok(priority) = ThreadPriorityValue::try_from(PRIORITY) {
        // Where the system does not let it, the work is done all the same.
        let _ = set_current_thread_priority(ThreadPriority::Crossplatform(priority));
    }
}
