//! How the bot and its index are, for whoever looks after them.

use std::sync::Arc;
use std::time::Duration;

use crate::index::Result;
use crate::reply::{StatusPage, status_reply};

use super::door::Bot;
use super::paging::Paged;

/// What only the process itself can tell; the core has no clock and asks no system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessFacts {
    /// The program's version.
    pub version: String,
    /// How long it has been running.
    pub uptime: Duration,
    /// Memory that it holds, in bytes, where the system tells.
    pub memory: Option<u64>,
}

/// Tells the facts of the moment.
pub type TellFacts = dyn Fn() -> ProcessFacts + Send + Sync;

impl Bot {
    /// The bot, with somebody to tell how the process is.
    #[must_use]
    pub fn with_facts(mut self, facts: Arc<TellFacts>) -> Self {
        self.facts = Some(facts);
        self
    }

    /// What only the process can tell, where somebody tells it.
    #[must_use]
    pub fn facts(&self) -> Option<ProcessFacts> {
        self.facts.as_ref().map(|facts| facts())
    }

    /// Articles, index and process.
    pub(super) fn status(&self) -> Result<Paged> {
        let index = &self.story().index;
        let facts = self.facts();
        Ok(Paged::whole(status_reply(&StatusPage {
            story: self.story().name.clone(),
            statistics: index.snapshot().statistics(),
            size: index.size_on_disk(),
            state: index.state()?,
            feeds: (self.newsroom())
                .and_then(|newsroom| newsroom.feeds().ok())
                .unwrap_or_default(),
            process: facts.map(|facts| (facts.version, facts.uptime, facts.memory)),
        })))
    }
}
