//! A close look at a stored index: every byte is read, and nothing is changed.
//!
//! Opening an index looks at little, so that it is quick, and repairs what it can. This is for
//! whoever wants to know whether all is well.

use std::collections::HashSet;
use std::path::Path;

use crate::article::ContentHash;

use super::archive::Archive;
use super::error::Result;
use super::store::{ARCHIVE, Index, Rebuilt, Unusable, damaged_files, is_stored};

/// What a look at a stored index finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// Articles that it holds.
    pub articles: usize,
    /// Bodies in the archive.
    pub archived: usize,
    /// True when another version of the program wrote it, which replaces it by itself.
    pub is_of_another_version: bool,
    /// What is wrong with it, each in a line.
    pub faults: Vec<String>,
}

/// Looks at the index kept in a folder; `None` where there is none.
///
/// # Errors
/// When it cannot be read at all, or the archive is damaged.
pub fn examine(folder: &Path) -> Result<Option<Examination>> {
    if !is_stored(folder) {
        return Ok(None);
    }
    let mut found = Examination::default();
    let index = match Index::open_as_it_is(folder) {
        Ok(index) => index,
        Err(Unusable::Failed(error)) => return Err(error),
        Err(Unusable::Replaceable(Rebuilt::OtherVersion)) => {
            found.is_of_another_version = true;
            return Ok(Some(found));
        }
        Err(Unusable::Replaceable(Rebuilt::Damaged(reason))) => {
            found.faults.push(reason);
            return Ok(Some(found));
        }
    };
    for file in damaged_files(&index)? {
        found.faults.push(format!("{} is damaged", file.display()));
    }
    let archived = archived(&index.archive)?;
    found.archived = archived.len();
    compare(&index, &archived, &mut found);
    if found.articles > 0 && !folder.join(ARCHIVE).exists() {
        found.faults.push("there is no archive".to_owned());
    }
    Ok(Some(found))
}

/// The hashes of all bodies in the archive, each of which is hashed again on the way. One part after
/// the other, so that memory does not grow with the archive.
fn archived(archive: &Archive) -> Result<HashSet<ContentHash>> {
    let mut hashes = HashSet::new();
    for first in 0..=u8::MAX {
        let part = archive.find(&[first])?;
        hashes.extend(part.into_iter().map(|article| article.card.hash));
    }
    Ok(hashes)
}

/// Compares each article of the index with its own hash and with the archive.
fn compare(index: &Index, archived: &HashSet<ContentHash>, found: &mut Examination) {
    let snapshot = index.snapshot();
    let cards = match snapshot.articles() {
        Ok(cards) => cards,
        Err(error) => return found.faults.push(error.kind().to_string()),
    };
    found.articles = cards.len();
    for card in cards.iter() {
        match snapshot.body(&card.id) {
            Ok(Some((_, body))) if ContentHash::of(&body) == card.hash => {}
            Ok(_) => found
                .faults
                .push(format!("the text of \"{}\" is not whole", card.id)),
            Err(error) => found
                .faults
                .push(format!("\"{}\": {}", card.id, error.kind())),
        }
        if !archived.contains(&card.hash) {
            found
                .faults
                .push(format!("the text of \"{}\" is not in the archive", card.id));
        }
    }
}
