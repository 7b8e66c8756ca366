//! The task `run`: the bot on every chat platform that there are credentials for.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::background::{announce, keep_fresh, look_into_feeds, watch_folders};
use super::desk::bot_over;
use super::failure::{Failure, Outcome};
use super::interrupt::interruptible;
use super::logs;
use super::platforms::Platforms;
use super::setup::Setup;
use super::story::{Update, make_do, open_index, update};
use crate::adapters::monitor::{self, Tally};
use crate::admin::{Defaults, RoomError, Rooms};
use crate::bot::Bot;
use crate::config::LogFormat;

/// How often a wish to stop is looked for.
const LOOK: Duration = Duration::from_millis(50);

/// How often the settings of rooms are tried to be opened.
const ATTEMPTS: usize = 20;

/// Threads that keep connections; answers are worked out on others.
const THREADS: usize = 2;

/// Brings the index up to date and answers until it is stopped.
pub(super) fn run(setup: &Setup) -> Result<Outcome, Failure> {
    logs::start(setup.settings.logs);
    let platforms = Platforms::of(setup)?;
    let tally = Arc::new(Tally::default());
    let Some(bot) = open_bot(setup, &tally)? else {
        return Ok(Outcome::Interrupted);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build()?;
    if let Some(address) = setup.settings.monitor.listen {
        let listening = monitor::listen(address, (Arc::clone(&bot), tally), platforms.links());
        runtime.block_on(listening).map_err(|error| {
            let hint = "choose another port for `monitor.listen`, or set it to \"off\"";
            Failure::from(error).with_hint(hint)
        })?;
    }
    keep_fresh(&bot);
    look_into_feeds(&bot);
    announce(&bot, platforms.heralds());
    let _watches = watch_folders(setup, &bot)?;
    let ended =
        interruptible(|stopped| runtime.block_on(platforms.run(bot, until_stopped(stopped))));
    // Whatever is still at work after an orderly stop is not waited for.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended?;
    Ok(Outcome::Done)
}

/// The bot over all stories, up to date; `None` when that was interrupted.
fn open_bot(setup: &Setup, tally: &Arc<Tally>) -> Result<Option<Arc<Bot>>, Failure> {
    let mut bots = Vec::new();
    for story in setup.stories() {
        let Some(bot) = open_story(&story)? else {
            return Ok(None);
        };
        bots.push(bot);
    }
    let rooms = &setup.settings.rooms;
    let defaults = Defaults {
        prefix: rooms.prefix.clone(),
    };
    let rooms = open_rooms(&rooms.file, &defaults)?;
    let tally: Arc<Tally> = Arc::clone(tally);
    let first = bots
        .remove(0)
        .with_rooms(Arc::new(rooms))
        .with_audit_places(audit_places(setup))
        .with_observer(tally);
    Ok(Some(Arc::new(if bots.is_empty() {
        first
    } else {
        first.with_others(bots)?
    })))
}

/// Where owners are told what was ordered.
fn audit_places(setup: &Setup) -> Vec<String> {
    let channel = setup.settings.discord.audit_channel;
    let room = &setup.settings.matrix.audit_room;
    let discord = channel.map(|channel| format!("discord:{channel}"));
    let matrix = room.as_ref().map(|room| format!("matrix:{room}"));
    discord.into_iter().chain(matrix).collect()
}

fn open_story(setup: &Setup) -> Result<Option<Bot>, Failure> {
    let index = open_index(setup)?;
    match update(&index, setup, false)? {
        Update::Stopped => return Ok(None),
        Update::Busy => {
            tracing::warn!(
                "another process is indexing; answering from the index as it was before"
            );
        }
        Update::Kept(failure) => tracing::warn!(
            reason = %make_do(&index, failure)?,
            "the index was not brought up to date; answering from it as it was before"
        ),
        // A log for programs has no lines for people in it.
        Update::Done(_) if setup.quiet || setup.settings.logs.format == LogFormat::Json => {}
        Update::Done(updated) => updated.report_changes(),
    }
    Ok(Some(bot_over(index, setup)))
}

/// The settings of rooms. Another process of a large bot may be writing them just now.
fn open_rooms(file: &Path, defaults: &Defaults) -> Result<Rooms, RoomError> {
    for _ in 0..ATTEMPTS {
        if let Ok(rooms) = Rooms::open(file.to_owned(), defaults.clone()) {
            return Ok(rooms);
        }
        std::thread::sleep(LOOK);
    }
    Rooms::open(file.to_owned(), defaults.clone())
}

/// Done when the program is asked to stop: by Ctrl-C, or as systems stop a service.
async fn until_stopped(stopped: &(dyn Fn() -> bool + Sync)) {
    let asked = async {
        while !stopped() {
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::select! {
        () = asked => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        // Then the system ends the program at once, which every store survives.
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
