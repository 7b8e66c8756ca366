//! The lock that lets one process write to a store at a time.
//!
//! It is held by the operating system for as long as the file is open, so a crash leaves no stale
//! lock behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::error::{Error, ErrorKind, Result};

/// How often a busy lock is tried again, and how long is waited in between.
const TRIES: u32 = 10;
/// See [`TRIES`].
const PAUSE: Duration = Duration::from_millis(20);

/// Makes an attempt again for a fifth of a second while it finds the store busy: a look-up in the
/// archive is over by then, and so is the moment in which a program that is just being started
/// still holds its parent's files. A process that is really writing takes longer.
pub(super) fn patiently<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    for _ in 1..TRIES {
        match attempt() {
            Err(error) if error.is_busy() => thread::sleep(PAUSE),
            other => return other,
        }
    }
    attempt()
}

/// Takes the lock, or says that somebody else has it.
pub(super) fn try_take(path: &Path) -> Result<File> {
    patiently(|| take_once(path))
}

fn take_once(path: &Path) -> Result<File> {
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
