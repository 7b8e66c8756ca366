//! A progress bar on standard error that keeps quiet for a second.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Who waits less than this needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress over a number of things.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    silent: bool,
}

impl Progress {
    /// Begins; nothing is shown yet. Off a terminal, or when asked to be quiet, nothing ever is.
    pub(super) fn new(quiet: bool) -> Self {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} · {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(style);
        Self {
            bar,
            begun: Instant::now(),
            silent: quiet || !io::stderr().is_terminal(),
        }
    }

    /// Notes how far it is.
    pub(super) fn advance(&self, what: &'static str, done: usize, all: usize) {
        if !self.silent && self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(what);
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }

    /// Takes the bar away and says how long it took.
    pub(super) fn finish(self) -> Duration {
        self.bar.finish_and_clear();
        self.begun.elapsed()
    }
}
