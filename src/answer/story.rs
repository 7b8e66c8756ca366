//! What a story's index knows about names, in the form that question parsing asks for.

use crate::index::Snapshot;
use crate::mention::{self, NameIndex, NameMatch, canonical_key, country_of, names_of_country};
use crate::question::{NameResolver, ResolvedName};

/// Full names that one form may stand for; more than a few say that it is no name of anybody.
const MEANINGS: usize = 4;

/// Stems looked through for those of one root; a root that begins more words is hardly one.
const STEMS: usize = 500;

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

    fn names(&self) -> NameIndex<'a> {
        NameIndex::new(self.snapshot.name_source())
    }
}

impl NameResolver for StoryNames<'_> {
    fn resolve(&self, phrase: &str) -> Vec<ResolvedName> {
        let found = self.names().resolve_as_spelt(phrase);
        found.into_iter().take(MEANINGS).map(resolved).collect()
    }

    fn resolve_misspelt(&self, word: &str) -> Option<ResolvedName> {
        let found = self.names().resolve(word);
        found
            .into_iter()
            .find(|found| matches!(found.how, NameMatch::Misspelt { .. }))
            .map(resolved)
    }

    fn knows_stem(&self, stem: &str) -> bool {
        self.snapshot.document_frequency(stem) > 0
    }

    fn stems_from(&self, root: &str) -> Vec<String> {
        self.snapshot.stems_from(root, STEMS)
    }

    fn other_names(&self, phrase: &str) -> Vec<String> {
        let own = canonical_key(phrase).unwrap_or_else(|| phrase.to_owned());
        let Some(country) = country_of(&own) else {
            return Vec::new();
        };
        names_of_country(country).to_vec()
    }
}

fn resolved(found: mention::ResolvedName) -> ResolvedName {
    ResolvedName {
        key: found.name.key,
        display: found.name.display,
        kind: found.name.kind,
    }
}
