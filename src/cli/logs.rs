//! The log of a running bot, on standard error.
//!
//! Libraries are heard only when something fails: at finer levels they tell what passes between
//! them and a platform, and that holds questions and secrets.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogLevel, LogSettings};

/// Begins to log; once in a process.
pub(super) fn start(settings: LogSettings) {
    let level = match settings.level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
    };
    // What this one cannot do is told by our own code; its own lines hold names of people.
    let matrix = if level == "debug" {
        ""
    } else {
        ",matrix_sdk=off,matrix_sdk_base=off,matrix_sdk_crypto=off"
    };
    let filter = EnvFilter::new(format!("error,newshound={level}{matrix}"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    // A panic's message may hold what was asked; its place tells enough.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "something panicked; what was asked is not told");
    }));
    // A second start would be a second run in one process, which only tests have.
    let _ = match settings.format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}
