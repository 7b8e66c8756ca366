//! What a story's index knows about names, in the form that question parsing asks for.

use crate::index::Snapshot;
use crate::question::{NameResolver, ResolvedName};

/// The names and words of one snapshot of a story.
pub struct StoryNames<'a> {
    snapshot: &'a Snapshot,
}

impl<'a> StoryNames<'a> {
    /// The names of `snapshot`.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot }
    }
}

impl NameResolver for StoryNames<'_> {
    fn resolve(&self, _phrase: &str) -> Vec<ResolvedName> {
        Vec::new()
    }

    fn resolve_misspelt(&self, _word: &str) -> Option<ResolvedName> {
        None
    }

    fn knows_stem(&self, stem: &str) -> bool {
        self.snapshot.document_frequency(stem) > 0
    }

    fn other_names(&self, _phrase: &str) -> Vec<String> {
        Vec::new()
    }
}
