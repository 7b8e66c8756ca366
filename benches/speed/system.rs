//! What is measured: anything that can index an archive and answer questions about it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The folder of an archive for what was added to it afterwards.
pub(crate) const ADDED: &str = "added";

/// A result whose error is only shown.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// A search system under measurement. The optimizer must not drop the work, so answering gives
/// back how many bytes were read.
pub(crate) trait System: Sized + Sync {
    /// Indexes every file of `archive` into the empty folder `store`; gives the articles indexed.
    fn build(archive: &Path, store: &Path) -> Outcome<usize>;

    /// Opens what [`System::build`] made.
    fn open(store: &Path) -> Outcome<Self>;

    /// Answers one question.
    fn ask(&self, question: &str) -> Outcome<usize>;

    /// Takes in one more article, whose file is no part of `archive` yet; may leave it there in a
    /// folder [`ADDED`]. Gives the moment from which on questions are answered from it.
    fn add(&self, archive: &Path, name: &str, content: &str) -> Outcome<Instant>;

    /// Indexes every file of `archive` again, while questions go on being asked.
    fn rebuild(&self, archive: &Path) -> Outcome<()>;
}

/// The files of an archive with their names, one after the other.
pub(crate) fn read_archive(archive: &Path) -> impl Iterator<Item = (String, String)> + use<> {
    files_of(archive).into_iter().filter_map(|path| {
        let name = path.file_stem()?.to_string_lossy().into_owned();
        Some((name, fs::read_to_string(&path).ok()?))
    })
}

/// The files below a folder, sorted.
pub(crate) fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    paths.sort();
    paths
}
