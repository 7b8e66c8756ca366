//! The folder of the bot's state: who it is on Matrix, its keys, and questions under way.
//!
//! One process holds it at a time, by a lock of the operating system: two on one store of keys
//! would damage it without a word. What is written is written beside and renamed, so that a crash
//! leaves the old file or the new one.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use matrix_sdk::authentication::matrix::MatrixSession;
use serde::{Deserialize, Serialize};

use super::error::StartError;

const LOCK: &str = "lock";
const KEY: &str = "key";
const SESSION: &str = "session.json";
const STORE: &str = "store";

/// What the library writes first into its store; without it there is none.
const STORE_FILE: &str = "matrix-sdk-crypto.sqlite3";

/// The folder, held.
pub(super) struct State {
    folder: PathBuf,
    _lock: File,
}

/// A session as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Whose session it is.
    pub(super) session: MatrixSession,
    /// True once it has been heard what had been said before: from then on what is said is for it.
    pub(super) is_synced: bool,
}

impl State {
    /// Takes hold of the folder, which need not exist.
    pub(super) fn open(folder: &Path) -> Result<Self, StartError> {
        let failed = |error: io::Error| StartError::state(folder, error);
        fs::create_dir_all(folder).map_err(failed)?;
        keep_private(folder, 0o700).map_err(failed)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                folder: folder.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(StartError::Busy(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the library's own store.
    pub(super) fn store(&self) -> PathBuf {
        self.folder.join(STORE)
    }

    /// The session, where there is one with its store. A session without the keys that belong to it
    /// can read nothing and is forgotten, as are keys without a session.
    pub(super) fn kept(&self) -> Result<Option<Kept>, StartError> {
        let has_store = self.store().join(STORE_FILE).exists() && self.path(KEY).exists();
        let kept = self.read(SESSION)?.filter(|_| has_store);
        let kept = kept.map(|text| {
            serde_json::from_slice(&text)
                .map_err(|_| StartError::state(&self.path(SESSION), "it is no session"))
        });
        let kept = kept.transpose()?;
        if kept.is_none() {
            self.forget()?;
        }
        Ok(kept)
    }

    /// Keeps a session.
    pub(super) fn keep(&self, kept: &Kept) -> Result<(), StartError> {
        let text = serde_json::to_vec(kept).expect("a session is plain data");
        self.write(SESSION, &text)
    }

    /// The key that the library's store is locked with, made when it is first asked for. A key
    /// rather than a password: stretching a password takes seconds at each start.
    pub(super) fn key(&self) -> Result<[u8; 32], StartError> {
        if let Some(bytes) = self.read(KEY)? {
            let wrong = |_| StartError::state(&self.path(KEY), "it is no key");
            return bytes.try_into().map_err(wrong);
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| StartError::state(&self.path(KEY), error))?;
        self.write(KEY, &key)?;
        Ok(key)
    }

    /// A file of the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn forget(&self) -> Result<(), StartError> {
        let (session, store) = (self.path(SESSION), self.store());
        absent(fs::remove_file(&session)).map_err(|error| StartError::state(&session, error))?;
        absent(fs::remove_dir_all(&store)).map_err(|error| StartError::state(&store, error))
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StartError> {
        read_file(&self.path(name))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StartError> {
        write_file(&self.path(name), bytes)
    }
}

/// What is in a file, where there is one.
pub(super) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, StartError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StartError::state(path, error)),
    }
}

/// Writes a file that only its owner reads: all of it, or nothing.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StartError> {
    let beside = path.with_extension("new");
    let write = || {
        let mut file = File::create(&beside)?;
        keep_private(&beside, 0o600)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| StartError::state(path, error))
}

/// What was to be taken away and is not there is as good as taken away.
fn absent(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Takes the rights of all others away.
#[cfg(unix)]
fn keep_private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_private(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        let text = r#"{"is_synced":true,"session":
            {"user_id":"@bot:localhost","device_id":"D","access_token":"secret"}}"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_session_is_kept_with_its_store_and_forgotten_without() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("new")).unwrap();
        assert!(state.kept().unwrap().is_none());
        let key = state.key().unwrap();
        assert_ne!(key, [0; 32]);
        assert_eq!(state.key().unwrap(), key);
        fs::create_dir_all(state.store()).unwrap();
        fs::write(state.store().join(STORE_FILE), "").unwrap();
        state.keep(&kept()).unwrap();
        let again = state.kept().unwrap().unwrap();
        assert_eq!(again.session.tokens.access_token, "secret");
        fs::remove_file(state.store().join(STORE_FILE)).unwrap();
        assert!(state.kept().unwrap().is_none());
        assert!(!state.path(SESSION).exists());
    }

    #[test]
    fn one_process_holds_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(folder.path()).unwrap();
        let second = State::open(folder.path());
        assert!(matches!(second, Err(StartError::Busy(_))));
        drop(state);
        assert!(State::open(folder.path()).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_what_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("new")).unwrap();
        state.keep(&kept()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(state.folder()), 0o700);
        assert_eq!(mode(&state.path(SESSION)), 0o600);
    }
}
