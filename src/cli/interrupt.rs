//! Ctrl-C: a task that can stop cleanly is asked to, any other ends at once.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// True while a task runs that looks at [`STOP`].
static WORKING: AtomicBool = AtomicBool::new(false);

/// True once such a task was asked to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// Runs a task that stops by itself when asked to; it asks with the function it gets. A second
/// Ctrl-C does not wait for it.
pub(super) fn interruptible<T>(task: impl FnOnce(&(dyn Fn() -> bool + Sync)) -> T) -> T {
    // A second call finds the handler in place. Without one Ctrl-C ends the program where it
    // stands, which the store survives too.
    let _ = ctrlc::set_handler(on_interrupt);
    STOP.store(false, Ordering::SeqCst);
    WORKING.store(true, Ordering::SeqCst);
    let result = task(&|| STOP.load(Ordering::SeqCst));
    WORKING.store(false, Ordering::SeqCst);
    result
}

#[expect(
    clippy::exit,
    reason = "nothing else ends the program from the handler's thread"
)]
fn on_interrupt() {
    let asked_before = STOP.swap(true, Ordering::SeqCst);
    if asked_before || !WORKING.load(Ordering::SeqCst) {
        process::exit(130);
    }
}
