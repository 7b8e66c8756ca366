//! What is stored beside the blocks: one record for each article, one for each source file.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ContentHash, Sketch};

use super::block::ArticleCard;

/// An article as the index knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ArticleRecord {
    /// What a citation needs of it.
    pub(super) card: ArticleCard,
    /// By what its reprints are told.
    pub(super) sketch: Sketch,
}

/// A source file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Its path, as the caller named it.
    pub(super) path: String,
    /// When it was last changed, in nanoseconds since 1970; 0 where that is not known.
    pub(super) modified: u64,
    /// Its size in bytes.
    pub(super) size: u64,
    /// The articles that came out of it.
    pub(super) articles: Vec<KnownArticle>,
    /// True when it holds an article that another file holds as well: it must be read again when
    /// that file loses it.
    pub(super) with_duplicates: bool,
}

/// An article of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KnownArticle {
    /// The id that it has in the index.
    pub(super) id: String,
    /// Name of its body.
    pub(super) hash: ContentHash,
    /// Hash of everything in it.
    pub(super) fingerprint: Fingerprint,
    /// Number of its sentences.
    pub(super) sentences: u32,
}

/// Hash of an article with all its data.
pub(super) type Fingerprint = [u8; 16];

/// Hashes an article with all its data.
pub(super) fn fingerprint(article: &Article) -> Fingerprint {
    let hash = blake3::hash(&encode(article));
    let mut print = Fingerprint::default();
    print.copy_from_slice(&hash.as_bytes()[..16]);
    print
}

/// Writes a record as bytes.
pub(super) fn encode<T: Serialize>(record: &T) -> Vec<u8> {
    postcard::to_stdvec(record).expect("plain data can be written to memory")
}

/// Reads a record from bytes.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}
