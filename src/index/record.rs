//! What is stored beside the blocks: a record for each source file.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ContentHash};

use super::schema::SEPARATOR;

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

/// What must be known of a source file to tell whether it has changed. It is a term of the index, so
/// that a hundred thousand files are looked at without reading a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileMark {
    /// As in [`FileRecord`].
    pub(super) modified: u64,
    /// As in [`FileRecord`].
    pub(super) size: u64,
    /// Number of its articles.
    pub(super) articles: usize,
    /// As in [`FileRecord`].
    pub(super) with_duplicates: bool,
}

impl FileMark {
    /// The mark of a file as a term, its path first.
    pub(super) fn write(file: &FileRecord) -> String {
        let FileRecord {
            path,
            modified,
            size,
            articles,
            with_duplicates,
        } = file;
        let (count, duplicates) = (articles.len(), u8::from(*with_duplicates));
        let parts = [*modified, *size, count as u64, duplicates.into()];
        let parts = parts.map(|number| format!("{SEPARATOR}{number}"));
        format!("{path}{}", parts.concat())
    }

    /// Path and mark of a term; `None` where it is none.
    pub(super) fn read(term: &str) -> Option<(&str, Self)> {
        // A path may hold anything, a number not.
        let mut parts = term.rsplitn(5, SEPARATOR);
        let with_duplicates = parts.next()? == "1";
        let articles = parts.next()?.parse().ok()?;
        let size = parts.next()?.parse().ok()?;
        let modified = parts.next()?.parse().ok()?;
        let mark = Self {
            modified,
            size,
            articles,
            with_duplicates,
        };
        Some((parts.next()?, mark))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_mark_is_read_back_whatever_its_path() {
        let file = FileRecord {
            path: format!("a{SEPARATOR}b 1.md"),
            modified: 17,
            size: 3,
            articles: Vec::new(),
            with_duplicates: true,
        };
        let term = FileMark::write(&file);
        let (path, mark) = FileMark::read(&term).unwrap();
        assert_eq!(path, file.path);
        assert_eq!((mark.modified, mark.size, mark.articles), (17, 3, 0));
        assert!(mark.with_duplicates);
        assert_eq!(FileMark::read("a.md"), None);
    }
}
