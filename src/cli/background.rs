//! What goes on beside answering while the bot runs: feeds are looked into, folders are watched.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::failure::Failure;
use super::setup::Setup;
use crate::admin::{Difference, KeepingError, Polled};
use crate::bot::{Bot, Herald, KeepingResult};
use crate::newsroom::FolderWatch;
use crate::reply::dead_feed_reply;

/// How often is looked whether a feed is due.
const FEEDS: Duration = Duration::from_secs(20);

/// How often is looked for what another process has added to an index.
const REFRESH: Duration = Duration::from_secs(30);

/// How often is looked for something to announce.
const NEWS: Duration = Duration::from_millis(500);

/// How long to wait where something did not arrive.
const AGAIN: Duration = Duration::from_secs(15);

/// How long to wait for somebody else who changes the articles.
const BUSY: Duration = Duration::from_secs(2);

/// How often.
const ATTEMPTS: usize = 100;

/// Looks into the feeds that are due, from time to time, on a thread of its own: no answer waits for
/// it. It ends with the program, whatever it is at: a feed is noted after it was read.
pub(super) fn look_into_feeds(bot: &Arc<Bot>) {
    let bot = Arc::clone(bot);
    std::thread::spawn(move || {
        loop {
            for story in bot.all() {
                if let Some(newsroom) = story.newsroom() {
                    tell_of_feeds(story, newsroom.poll(false));
                }
            }
            std::thread::sleep(FEEDS);
        }
    });
}

/// Sees, from time to time, what another process has added to the indexes.
pub(super) fn keep_fresh(bot: &Arc<Bot>) {
    let bot = Arc::clone(bot);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(REFRESH);
            for story in bot.all() {
                if let Err(error) = story.story().index.refresh() {
                    tracing::warn!(%error, "an index cannot be read again");
                }
            }
        }
    });
}

/// Brings answers that somebody waited for, and what owners are to be told, to their rooms.
pub(super) fn announce(bot: &Arc<Bot>, heralds: Vec<Arc<dyn Herald>>) {
    let bot = Arc::clone(bot);
    std::thread::spawn(move || {
        loop {
            let today = Offset::UTC.to_datetime(Timestamp::now()).date();
            let is_left = bot.announce(&heralds, Some(today));
            std::thread::sleep(if is_left { AGAIN } else { NEWS });
        }
    });
}

fn tell_of_feeds(bot: &Bot, polled: KeepingResult<Polled>) {
    match polled {
        Ok(polled) => {
            let Polled {
                feeds,
                added,
                put_aside,
                dead,
                failed,
                ..
            } = polled;
            if feeds > 0 {
                let (added, put_aside, failed) = (added.len(), put_aside.len(), failed.len());
                tracing::info!(feeds, added, put_aside, failed, "feeds were looked into");
            }
            for feed in dead {
                bot.tell_owners(&dead_feed_reply(&feed));
                tracing::warn!(feed, "the feed fails again and again; `feeds` says why");
            }
        }
        // An admin is looking into them.
        Err(KeepingError::Busy) => {}
        Err(error) => tracing::warn!(%error, "the feeds could not be looked into"),
    }
}

/// Watches the folders of all stories, where that is wanted, and takes in what changes there.
pub(super) fn watch_folders(setup: &Setup, bot: &Arc<Bot>) -> Result<Vec<FolderWatch>, Failure> {
    if !setup.settings.articles.watch {
        return Ok(Vec::new());
    }
    let stories = setup.stories().into_iter().enumerate();
    stories
        .map(|(place, story)| {
            let folder = story.settings.story.articles.clone();
            let bot = Arc::clone(bot);
            let take_in = move || {
                let story = bot.all().nth(place);
                if let Some(newsroom) = story.and_then(Bot::newsroom) {
                    tell_of_changes(patiently(&|| newsroom.refresh()));
                }
            };
            FolderWatch::start(&folder, take_in).map_err(|error| {
                let message = format!("cannot watch {} ({error})", folder.display());
                Failure::new(message).with_hint("set `articles.watch` to false, and say `reindex`")
            })
        })
        .collect()
}

/// Tries again while somebody else is at it.
fn patiently(order: &dyn Fn() -> KeepingResult<Difference>) -> KeepingResult<Difference> {
    for _ in 0..ATTEMPTS {
        match order() {
            Err(KeepingError::Busy) => std::thread::sleep(BUSY),
            done => return done,
        }
    }
    order()
}

fn tell_of_changes(done: KeepingResult<Difference>) {
    match done {
        Ok(difference) => {
            let Difference {
                articles,
                added,
                changed,
                removed,
                skipped,
                ..
            } = difference;
            if added + changed + removed > 0 {
                let skipped = skipped.len();
                tracing::info!(
                    articles,
                    added,
                    changed,
                    removed,
                    skipped,
                    "articles were taken in"
                );
            }
        }
        Err(error) => tracing::warn!(%error, "what changed in the folder was not taken in"),
    }
}
