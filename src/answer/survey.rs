//! Surveys: what a story tells without a question of the reader's own.
//!
//! A [`Survey`] reads a story, the whole of a small one and the most central part of a large one,
//! and picks quotes: who and where, what happened, the figures, the reasons, a topic, the dates,
//! who said what. It only chooses and orders; the words around the quotes belong to `reply`.

mod clause;
mod cue;
mod entities;
mod figures;
#[cfg(test)]
mod fixture;
mod gist;
mod introduction;
mod material;
mod passage;
mod pick;
mod quotations;
mod subject;
mod timeline;
mod topic;
mod weights;

use crate::index::Snapshot;
use crate::mention::NameKind;

use super::model::{Evidence, Searched};

pub use quotations::{Said, Sayings};
pub use timeline::{Dated, Timeline};

/// Picks quotes from one snapshot of a story.
pub struct Survey<'a> {
    snapshot: &'a Snapshot,
    quote_length: usize,
}

/// A name of the story with the quote that says best who or what it is.
#[derive(Clone, Debug)]
pub struct Introduction {
    /// The name as the articles write it most often.
    pub name: String,
    /// What it names.
    pub kind: NameKind,
    /// Articles that name it, reprints counted once; of those that were looked at.
    pub articles: usize,
    /// The quote.
    pub evidence: Evidence,
}

/// Quotes picked for some words, and how the words were understood.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The quotes, in the order to show them.
    pub evidence: Vec<Evidence>,
    /// Misspelt words and what was searched in their place.
    pub corrections: Vec<(String, String)>,
}

impl<'a> Survey<'a> {
    /// A survey of `snapshot` that quotes up to `quote_length` bytes; a longer sentence stays
    /// whole.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, quote_length: usize) -> Self {
        Self {
            snapshot,
            quote_length,
        }
    }

    /// How much there is to look through.
    #[must_use]
    pub fn searched(&self) -> Searched {
        let statistics = self.snapshot.statistics();
        Searched {
            articles: statistics.articles,
            sentences: statistics.sentences,
            newest: statistics.newest,
        }
    }
}
