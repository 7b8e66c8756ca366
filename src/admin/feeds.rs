//! What may be ordered about feeds, and what is told of them.

use jiff::Timestamp;

/// An order about the story's feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feeding {
    /// Which feeds there are, and how they are.
    List,
    /// Look at a feed and note it. Nothing of it is taken in before [`Feeding::Start`].
    Add {
        /// Its address.
        address: String,
    },
    /// Take articles in from now on.
    Start {
        /// The feed's name.
        name: String,
        /// True to take in what it holds already, too.
        backlog: bool,
    },
    /// Forget a feed. What it brought stays.
    Remove {
        /// The feed's name.
        name: String,
    },
    /// Look into all feeds now.
    Poll,
}

/// How a feed is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// The name that it is ordered about by.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// False while nobody has said what to do with what it holds already.
    pub started: bool,
    /// Articles that it has brought.
    pub brought: usize,
    /// Entries that were no articles, or doubtful.
    pub left_out: usize,
    /// Entries that wait to be looked at.
    pub waiting: usize,
    /// When it is looked into next.
    pub due: Timestamp,
    /// Why it could not be read the last time.
    pub trouble: Option<String>,
}

/// What looking into feeds brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Feeds that were looked into.
    pub feeds: usize,
    /// Titles of the articles that were taken in.
    pub added: Vec<String>,
    /// Names of what was put aside.
    pub put_aside: Vec<String>,
    /// Names of feeds that have failed so often now that somebody should look at them.
    pub dead: Vec<String>,
    /// Feeds and pages that could not be read, each with the reason.
    pub failed: Vec<String>,
    /// Entries that wait for the next time.
    pub waiting: usize,
}
