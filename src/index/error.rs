//! What can go wrong with an index, said with the folder it went wrong in and the remedy.
//!
//! A file that cannot be read as an article is no error here: it is skipped and counted.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

/// Shorthand for what this module returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Something that an index could not do.
#[derive(Debug, thiserror::Error)]
#[error("{}: {kind}", path.display())]
pub struct Error {
    path: PathBuf,
    kind: ErrorKind,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Another process is writing to this store.
    #[error(
        "another process is writing to this index; wait until it has finished, or stop it \
         (asking questions works meanwhile)"
    )]
    Busy,
    /// The caller stopped an update.
    #[error("indexing was stopped; the index is as it was before")]
    Cancelled,
    /// The index was rolled back and is to stay as it is.
    #[error(
        "the index was rolled back and is held as it was then; `reindex now`, or `newshound index`, \
         brings it in line with the articles again"
    )]
    Held,
    /// There is nothing to roll back to.
    #[error("there is no earlier state of the index to go back to")]
    NoEarlierState,
    /// The stored index cannot be understood.
    #[error(
        "the index is damaged ({0}); delete the folder `blocks` in it, and it is built again from \
         the articles"
    )]
    Damaged(String),
    /// The archive of earlier versions cannot be understood.
    #[error(
        "the archive of the articles' earlier versions is damaged ({0}); move the file away, and a \
         new one is begun with the articles as they are now"
    )]
    ArchiveDamaged(String),
    /// The folder or a file in it cannot be written.
    #[error("the index cannot be written ({0}); {remedy}", remedy = writing_remedy(.0))]
    Unwritable(io::Error),
    /// The folder or a file in it cannot be read.
    #[error("the index cannot be read ({0}); check the folder and who may read it")]
    Unreadable(io::Error),
    /// The search engine refused something that it should not refuse.
    #[error("the search engine failed ({0}); this is a bug in newshound, please report it")]
    Engine(String),
}

impl Error {
    pub(super) fn new(path: &Path, kind: ErrorKind) -> Self {
        Self {
            path: path.to_path_buf(),
            kind,
        }
    }

    pub(super) fn damaged(path: &Path, reason: &dyn fmt::Display) -> Self {
        Self::new(path, ErrorKind::Damaged(reason.to_string()))
    }

    /// Sorts an error of the engine by its remedy.
    pub(super) fn engine(path: &Path, error: TantivyError) -> Self {
        Self::new(path, sort(error))
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The folder or file it went wrong in.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True when another process is writing to the store.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self.kind, ErrorKind::Busy)
    }

    /// True when the index was rolled back and is to stay so.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(self.kind, ErrorKind::Held)
    }

    /// True when the disk or the folder takes nothing more; what is there can still be read.
    #[must_use]
    pub fn is_unwritable(&self) -> bool {
        matches!(self.kind, ErrorKind::Unwritable(_))
    }

    /// True when the caller stopped the update.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self.kind, ErrorKind::Cancelled)
    }
}

/// What to do so that it can be written.
fn writing_remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => {
            "the disk is full: make room on it, or name a store on another one"
        }
        io::ErrorKind::QuotaExceeded => {
            "your share of the disk is used up: make room, or name a store on another one"
        }
        io::ErrorKind::FileTooLarge => {
            "a file would grow larger than this process may write: raise the limit (`ulimit -f`)"
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "the disk is mounted read-only: mount it for writing, or name a store on another one"
        }
        _ => "make the folder writable, or name another one",
    }
}

fn sort(error: TantivyError) -> ErrorKind {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => ErrorKind::Busy,
        TantivyError::LockFailure(LockError::IoError(error), _) => {
            ErrorKind::Unwritable(copy(&error))
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            ErrorKind::Unwritable(copy(&io_error))
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            ErrorKind::Unreadable(copy(&io_error))
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            if is_refusal(&io_error) =>
        {
            ErrorKind::Unreadable(copy(&io_error))
        }
        TantivyError::IoError(error) if cannot_write(&error) => ErrorKind::Unwritable(copy(&error)),
        error @ (TantivyError::OpenReadError(_)
        | TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::IoError(_)
        | TantivyError::DeserializeError(_)) => ErrorKind::Damaged(error.to_string()),
        other => ErrorKind::Engine(other.to_string()),
    }
}

/// True when the system refuses to open a file that is there, such as for want of rights or of file
/// handles, which says nothing of what is in it.
fn is_refusal(error: &io::Error) -> bool {
    error.raw_os_error().is_some()
        && !matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof
        )
}

/// True for what only writing meets. The engine's other errors of this kind come from bytes that it
/// has read.
pub(super) fn cannot_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge
    )
}

/// The engine shares its errors, so they cannot be moved out.
pub(super) fn copy(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// Runs work of the engine. A byte that was flipped on the disk can make it panic; whoever asked is
/// told of the damage instead.
pub(super) fn guarded<T>(path: &Path, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
    if let Ok(done) = catch_unwind(AssertUnwindSafe(work)) {
        return done.map_err(|error| Error::engine(path, error));
    }
    let reason = "the search engine cannot make sense of its files";
    Err(Error::damaged(path, &reason))
}
