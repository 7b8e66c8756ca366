//! Zip archives: the articles in them, each as if it were a file of its own.
//!
//! Names in an archive are names and never paths: nothing is written anywhere. Archives in archives,
//! hidden files and what is locked are left out; the number of files and what they unpack to are
//! bounded.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::file::Format;
use super::skip::SkipReason;

/// The most files that are looked at.
const MOST_FILES: usize = 1_000;

/// How many times the largest article all files together may unpack to.
const MOST_OF_ALL: u64 = 50;

/// A file of an archive.
pub(super) struct Packed {
    /// Its place: the archive's path, then its own name.
    pub(super) path: PathBuf,
    /// What is in it, or why it is left out.
    pub(super) content: Result<(Format, Vec<u8>), SkipReason>,
}

/// Hands over the files of an archive one by one.
///
/// # Errors
///
/// When it is none.
pub(super) fn unpack(
    archive: &Path,
    bytes: &[u8],
    largest: u64,
    take: &mut dyn FnMut(Packed),
) -> Result<(), SkipReason> {
    let mut files = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut room = largest.saturating_mul(MOST_OF_ALL);
    for number in 0..files.len().min(MOST_FILES) {
        let Ok(file) = files.by_index(number) else {
            continue;
        };
        let Some(name) = file
            .enclosed_name()
            .filter(|name| file.is_file() && is_shown(name))
        else {
            continue;
        };
        let content = read(&name, file, largest.min(room));
        if let Ok((_, content)) = &content {
            room -= content.len() as u64;
        }
        let path = archive.join(name);
        take(Packed { path, content });
    }
    Ok(())
}

fn read(name: &Path, file: impl Read, limit: u64) -> Result<(Format, Vec<u8>), SkipReason> {
    let format = Format::of(name).filter(|format| *format != Format::Zip);
    let format = format.ok_or(SkipReason::UnknownFormat)?;
    let mut content = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut content);
    read.map_err(|error| SkipReason::Unreadable {
        problem: error.to_string(),
    })?;
    if content.len() as u64 > limit {
        return Err(SkipReason::TooLarge { limit });
    }
    Ok((format, content))
}

/// Hidden files, and what some systems put into every archive, are left alone.
fn is_shown(name: &Path) -> bool {
    let mut parts = name
        .components()
        .map(|part| part.as_os_str().as_encoded_bytes());
    !parts.any(|part| part.starts_with(b".") || part == b"__MACOSX")
}

fn broken(error: &zip::result::ZipError) -> SkipReason {
    SkipReason::Extraction {
        problem: error.to_string(),
    }
}
