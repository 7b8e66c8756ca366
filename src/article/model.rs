//! The article itself and the hash that names its text.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Span;

/// One source article in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Short name, unique in a story: the file's stem, or the id given in the file. Lower case,
    /// `a-z0-9-_.` only when made from a file name; given ids are kept as they are.
    pub id: String,
    /// Headline; never empty (the file's stem where the file names none).
    pub title: String,
    /// Who published it; empty when unknown.
    pub source: String,
    /// Who wrote it, as given.
    pub author: Option<String>,
    /// Day of publication. Relative dates in the body are resolved against it.
    pub published: Option<Date>,
    /// Address of the original, http or https only; checked by `reply::citation`.
    pub url: Option<String>,
    /// ISO 639-1 code where given or detected reliably.
    pub language: Option<String>,
    /// Where the article was filed from (`Durban, South Africa —`): bytes of `body` that are no
    /// part of its first sentence.
    pub dateline: Option<Span>,
    /// Canonical text: UTF-8, line ends `\n`, paragraphs parted by one blank line.
    pub body: String,
}

impl Article {
    /// The hash that names this body.
    #[must_use]
    pub fn content_hash(&self) -> ContentHash {
        ContentHash::of(&self.body)
    }
}

/// BLAKE3 hash of a canonical body: the name under which the text is kept for good.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// Hashes a body.
    #[must_use]
    pub fn of(body: &str) -> Self {
        Self(*blake3::hash(body.as_bytes()).as_bytes())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContentHash({self})")
    }
}
