//! The lock that lets one process write to a store at a time.
//!
//! It is held by the operating system for as long as the file is open, so a crash leaves no stale
//! lock behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::error::{Error, ErrorKind, Result};

/// Takes the lock, or says that somebody else has it.
pub(super) fn try_take(path: &Path) -> Result<File> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::new(path, ErrorKind::Busy)),
        Err(TryLockError::Error(error)) => Err(unwritable(path, error)),
    }
}

/// Takes the lock as soon as it is free.
pub(super) fn take(path: &Path) -> Result<File> {
    let file = open(path)?;
    file.lock().map_err(|error| unwritable(path, error))?;
    Ok(file)
}

fn open(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| unwritable(path, error))
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::new(path, ErrorKind::Unwritable(error))
}
