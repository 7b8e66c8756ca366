//! The state before: kept beside the index while the next one is made, so that a change can be
//! taken back.
//!
//! The engine never changes a file that it has written, so the state before is a second name for
//! each of its files: that costs no time and, until the engine throws a file away, no room. Taking a
//! change back makes a new state of the old files, in one rename; the state that is left becomes the
//! one before, so that this can be taken back too.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::store::{BLOCKS, META, Stamp};

/// The folder of the state before, in the index's folder. In it a folder by the state's number.
const PREVIOUS: &str = "previous";

/// What a folder's name ends in until all is in it.
const UNFINISHED: &str = ".part";

/// The engine's list of the files that it may throw away.
const MANAGED: &str = ".managed.json";

/// Keeps the state as it is, with these files of the engine. Does nothing where it is kept already.
pub(super) fn keep(store: &Path, state: u64, files: &[PathBuf]) -> io::Result<()> {
    let all = store.join(PREVIOUS);
    let kept = all.join(state.to_string());
    if kept.exists() {
        return Ok(());
    }
    let unfinished = all.join(format!("{state}{UNFINISHED}"));
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    fs::create_dir_all(&unfinished)?;
    let blocks = store.join(BLOCKS);
    for file in files {
        link(&blocks.join(file), &unfinished.join(file))?;
    }
    fs::copy(blocks.join(META), unfinished.join(META))?;
    fs::rename(unfinished, kept)
}

/// Throws away every state but one; what cannot be thrown away now is thrown away the next time.
pub(super) fn forget_others(store: &Path, state: u64) {
    let keep = state.to_string();
    let entries = fs::read_dir(store.join(PREVIOUS)).into_iter().flatten();
    for entry in entries.flatten() {
        if entry.file_name() != keep.as_str() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Throws everything away, with a store that is replaced.
pub(super) fn forget_all(store: &Path) -> io::Result<()> {
    match fs::remove_dir_all(store.join(PREVIOUS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The last state that was kept before one; `None` where there is none.
pub(super) fn before(store: &Path, state: u64) -> Option<u64> {
    let entries = fs::read_dir(store.join(PREVIOUS)).ok()?;
    let numbers = entries.flatten().filter_map(|entry| {
        let name = entry.file_name();
        name.to_str()?.parse::<u64>().ok()
    });
    numbers.filter(|number| *number < state).max()
}

/// Makes a new state of the files of an earlier one. Until the last rename nothing has changed.
pub(super) fn restore(store: &Path, earlier: u64, stamp: Stamp) -> io::Result<()> {
    let kept = store.join(PREVIOUS).join(earlier.to_string());
    let blocks = store.join(BLOCKS);
    let mut names = Vec::new();
    for entry in fs::read_dir(&kept)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == META {
            continue;
        }
        let target = blocks.join(&name);
        if !target.exists() {
            link(&entry.path(), &target)?;
        }
        names.push(name.to_string_lossy().into_owned());
    }
    let mut meta = read(&kept.join(META))?;
    // The engine names files after its count of changes, which must not begin again.
    meta["opstamp"] = read(&blocks.join(META))?["opstamp"].clone();
    meta["payload"] = Value::String(stamp.to_string());
    manage(&blocks, names)?;
    replace(&blocks.join(META), &meta)
}

/// Changes what the last commit carries.
pub(super) fn restamp(store: &Path, stamp: Stamp) -> io::Result<()> {
    let path = store.join(BLOCKS).join(META);
    let mut meta = read(&path)?;
    meta["payload"] = Value::String(stamp.to_string());
    replace(&path, &meta)
}

/// Lets the engine throw files away again that it once threw away.
fn manage(blocks: &Path, names: Vec<String>) -> io::Result<()> {
    let path = blocks.join(MANAGED);
    let mut managed = read(&path)?;
    let known = managed.as_array_mut().ok_or(io::ErrorKind::InvalidData)?;
    for name in names.into_iter().map(Value::String) {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    replace(&path, &managed)
}

fn read(path: &Path) -> io::Result<Value> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// Writes a file in one step that a crash does not divide.
fn replace(path: &Path, value: &Value) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let unfinished = path.with_extension("part");
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(&serde_json::to_vec_pretty(value)?)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    fs::File::open(folder)?.sync_all()
}

/// A second name for a file; a copy where the disk gives none. A file that does not exist (nothing
/// was deleted from a segment) needs none.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) => fs::copy(from, to).map(drop),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::crash_tests::{bodies, state, stored};
    use super::super::{ErrorKind, Field, Index, Query};
    use super::*;

    fn two_states() -> (tempfile::TempDir, Index) {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path()).unwrap();
        for version in 0..2 {
            index.update_articles(state(version)).unwrap();
        }
        (folder, index)
    }

    #[test]
    fn a_change_is_taken_back_and_that_too() {
        let (folder, index) = two_states();
        let snapshot = index.snapshot();
        assert_eq!(index.roll_back().unwrap(), 3);
        assert_eq!(stored(&index), bodies(&state(0)));
        // Whoever reads the later state reads it to the end.
        assert_eq!(snapshot.articles().unwrap().len(), state(1).len());
        let (again, rebuilt) = Index::open(folder.path()).unwrap();
        assert_eq!((rebuilt, stored(&again)), (None, bodies(&state(0))));
        let port = Query::new().with_term(Field::Text, "port", 1.0);
        assert!(!again.snapshot().search(&port, 5).unwrap().is_empty());
        assert_eq!(index.roll_back().unwrap(), 4);
        assert_eq!(stored(&index), bodies(&state(1)));
        // The files say what the index says, so nothing holds it.
        assert_eq!(index.update_articles(state(1)).unwrap().unchanged, 21);
    }

    #[test]
    fn an_index_that_was_rolled_back_stays_so_until_it_is_released() {
        let (_folder, index) = two_states();
        index.roll_back().unwrap();
        let refused = index.update_articles(state(1)).unwrap_err();
        assert!(refused.is_held(), "{refused}");
        assert_eq!(stored(&index), bodies(&state(0)));
        index.release().unwrap();
        index.update_articles(state(1)).unwrap();
        assert_eq!(stored(&index), bodies(&state(1)));
        for version in [0, 1, 0] {
            index.update_articles(state(version)).unwrap();
            assert_eq!(stored(&index), bodies(&state(version)));
        }
    }

    #[test]
    fn there_is_nothing_before_the_first_state() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path()).unwrap();
        index.update_articles(state(0)).unwrap();
        let refused = index.roll_back().unwrap_err();
        assert!(
            matches!(refused.kind(), ErrorKind::NoEarlierState),
            "{refused}"
        );
        assert_eq!(stored(&index), bodies(&state(0)));
    }

    #[test]
    fn no_file_is_left_that_no_state_needs() {
        let (folder, index) = two_states();
        for _ in 0..3 {
            index.roll_back().unwrap();
        }
        index.release().unwrap();
        for version in [1, 0, 1] {
            index.update_articles(state(version)).unwrap();
        }
        let metas = Index::open(folder.path()).unwrap().0;
        let kept: BTreeSet<PathBuf> = metas.live_files().unwrap().into_iter().collect();
        let there: BTreeSet<PathBuf> = fs::read_dir(folder.path().join(BLOCKS))
            .unwrap()
            .map(|entry| PathBuf::from(entry.unwrap().file_name()))
            .filter(|path| !path.to_string_lossy().starts_with('.') && path != Path::new(META))
            .collect();
        assert!(there.is_subset(&kept), "{:?}", &there - &kept);
        let states = fs::read_dir(folder.path().join(PREVIOUS)).unwrap();
        assert_eq!(states.count(), 1);
    }
}
