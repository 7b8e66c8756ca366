//! The engine's folder, with a witness who remembers why a file in it could not be written.
//!
//! The engine writes on threads of its own, and of a thread that failed it tells only that it did.
//! Whether the disk is full is what somebody must know, so the last reason is kept here.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory,
    TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use super::error::{Error, ErrorKind, cannot_write, copy};

/// Why writing failed last, if it did; shared by everything that writes in one folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Witness(Arc<Mutex<Option<io::Error>>>);

impl Witness {
    /// The error with its true reason, where the engine has lost that.
    pub(super) fn explain(&self, error: Error) -> Error {
        let reason = self.lock().take();
        match (error.kind(), reason) {
            (ErrorKind::Engine(_) | ErrorKind::Damaged(_), Some(reason)) => {
                Error::new(error.path(), ErrorKind::Unwritable(reason))
            }
            _ => error,
        }
    }

    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::Interrupted
        {
            *self.lock() = Some(copy(error));
        }
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<io::Error>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A folder of the engine that is watched.
#[derive(Clone, Debug)]
pub(super) struct WitnessedFolder {
    pub(super) folder: MmapDirectory,
    pub(super) witness: Witness,
}

impl Directory for WitnessedFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.folder.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let opened = self.folder.open_write(path);
        if let Err(OpenWriteError::IoError { io_error, .. }) = &opened {
            *self.witness.lock() = Some(copy(io_error));
        }
        let file = WitnessedFile {
            file: opened?,
            witness: self.witness.clone(),
        };
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.folder.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.witness.note(self.folder.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.witness.note(self.folder.sync_directory())
    }

    /// Readers lock the folder for the moment in which they open its files, so that a writer deletes
    /// none of them. Where no lock can be written nothing can be deleted either, and reading goes on.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.folder.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && cannot_write(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

/// A file of the engine that is watched while it is written.
struct WitnessedFile {
    file: WritePtr,
    witness: Witness,
}

impl Write for WitnessedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.witness.note(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.witness.note(flushed)
    }
}

impl TerminatingWrite for WitnessedFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let terminated = self.file.terminate_ref(token);
        self.witness.note(terminated)
    }
}
