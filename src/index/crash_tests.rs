//! The promise that a crash at any instant leaves the old index or the new one, and that a store
//! in any condition is opened, rebuilt or refused with a reason, never with a panic.
//!
//! The process that is killed is this test binary itself, started again with the one test that
//! writes.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::tests::article;
use super::*;
use crate::article::{Article, ContentHash, Format, Reading, SourceFile};
use crate::mention::NameIndex;

/// Names the store that the child writes to.
const STORE: &str = "NEWSHOUND_TEST_STORE";

/// Set where the child takes changes back.
const ROLLS: &str = "NEWSHOUND_TEST_ROLLS";

/// How often the child is killed.
const KILLS: u64 = 60;

/// Two states with articles that stay, change, come and go.
pub(super) fn state(version: usize) -> Vec<Article> {
    (0..24)
        .filter(|number| number % 4 != 3 || number % 8 / 4 == version)
        .map(|number| {
            let edition = if number % 4 == 0 { 0 } else { version };
            let body = format!("Report {number}, edition {edition}.\n\nThe port was shut again.");
            article(&format!("n{number}"), "Report", &body)
        })
        .collect()
}

pub(super) fn bodies(articles: &[Article]) -> BTreeMap<String, String> {
    articles
        .iter()
        .map(|article| (article.id.clone(), article.body.clone()))
        .collect()
}

pub(super) fn stored(index: &Index) -> BTreeMap<String, String> {
    let snapshot = index.snapshot();
    let cards = snapshot.articles().unwrap();
    cards
        .iter()
        .map(|card| (card.id.clone(), snapshot.body(&card.id).unwrap().unwrap().1))
        .collect()
}

#[test]
fn the_child_that_is_killed() {
    let Some(store) = env::var_os(STORE) else {
        return;
    };
    let (index, _) = Index::open(Path::new(&store)).expect("the parent left a usable store");
    let rolls = env::var_os(ROLLS).is_some();
    for round in 1.. {
        if rolls {
            // Back and forth, and on: a state of each kind follows on one of each kind.
            for _ in 0..round % 3 {
                unless_busy(|| index.roll_back()).expect("there is an earlier state");
                print_tick();
            }
            unless_busy(|| index.release()).expect("the index can be written");
        }
        let articles = Mutex::new(state(round % 2));
        let file = SourceFile {
            path: "articles.jsonl".into(),
            format: Format::JsonLines,
            size: 1,
            modified: 0,
        };
        let read = |_: &SourceFile, take: &mut dyn FnMut(Reading)| {
            for article in articles.lock().unwrap().drain(..) {
                take(Reading::Article(Box::new(article)));
            }
        };
        let mut tick = |_| {
            print_tick();
            ControlFlow::Continue(())
        };
        let files = [file];
        unless_busy(|| index.update(&files, &read, &mut tick)).expect("an update");
    }
}

/// Tries again while the store is busy: another test of the parent may be starting a program at this
/// moment, which holds the parent's files until it has begun.
fn unless_busy<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    loop {
        match attempt() {
            Err(error) if error.is_busy() => std::thread::yield_now(),
            other => return other,
        }
    }
}

fn print_tick() {
    let mut output = std::io::stdout();
    let written = output.write_all(b".").and_then(|()| output.flush());
    written.expect("the parent listens until it kills");
}

fn start_child(store: &Path, rolls: bool) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "index::crash_tests::the_child_that_is_killed"])
        .args(["--nocapture", "--test-threads=1"])
        .env(STORE, store)
        .envs(rolls.then_some((ROLLS, "1")))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills the child after some of its work: between two of its ticks or in a commit.
fn kill_after(mut child: Child, ticks: u64, then: Duration) {
    let mut output = child.stdout.take().unwrap();
    let mut byte = [0];
    let mut seen = 0;
    while seen < ticks && output.read(&mut byte).unwrap() == 1 {
        seen += u64::from(byte[0] == b'.');
    }
    let start = Instant::now();
    while start.elapsed() < then {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(seen == ticks, "the child gave up before it was killed");
}

#[test]
fn a_kill_at_any_instant_leaves_one_state_or_the_other() {
    kill_again_and_again(false);
}

#[test]
fn a_kill_while_changes_are_taken_back_leaves_one_state_or_the_other() {
    kill_again_and_again(true);
}

fn kill_again_and_again(rolls: bool) {
    let folder = tempfile::tempdir().unwrap();
    let states = [state(0), state(1)];
    let (index, _) = Index::open(folder.path()).unwrap();
    for articles in &states {
        index.update_articles(articles.clone()).unwrap();
    }
    drop(index);
    let states = states.map(|articles| bodies(&articles));
    let mut seen = [0, 0];
    for kill in 0..KILLS {
        // Spread over reading, analysing, committing and tidying of the first and later rounds.
        let spread = kill.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let pause = Duration::from_micros(spread % 24_000);
        kill_after(start_child(folder.path(), rolls), 1 + spread % 60, pause);
        let (index, rebuilt) = Index::open(folder.path()).unwrap();
        assert_eq!(rebuilt, None);
        if kill % 6 == 0 {
            let looked = examine(folder.path()).unwrap().unwrap();
            assert_eq!(looked.faults, [""; 0]);
        }
        let found = stored(&index);
        let which = states.iter().position(|state| *state == found);
        seen[which.expect("neither the old state nor the new one")] += 1;
        // Every hash begins with nothing, so this is the whole archive.
        let archived = index.find_archived(&[]).unwrap();
        for body in states.iter().flat_map(BTreeMap::values) {
            assert!(archived.iter().any(|version| version.body == *body));
        }
    }
    assert!(seen.iter().all(|times| *times > 0), "{seen:?}");
}

fn filled(folder: &Path) {
    let (index, _) = Index::open(folder).unwrap();
    index.update_articles(state(0)).unwrap();
}

#[test]
fn a_store_is_found_again_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("deep/er");
    filled(&store);
    let (index, rebuilt) = Index::open(&store).unwrap();
    assert_eq!(rebuilt, None);
    assert_eq!(stored(&index), bodies(&state(0)));
}

/// The engine names what it writes of deletions after its count of changes, which begins again where
/// it stood at the last commit: what a crash has left has the name that the next attempt wants.
#[test]
fn what_a_crash_left_unfinished_stands_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let (index, _) = Index::open(folder.path()).unwrap();
    let blocks = folder.path().join("blocks");
    let manifest = blocks.join(".managed.json");
    let mut managed: Vec<String> = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let segments: Vec<String> = managed
        .iter()
        .filter_map(|name| name.strip_suffix(".idx").map(str::to_owned))
        .collect();
    assert!(!segments.is_empty());
    for (segment, count) in segments
        .iter()
        .flat_map(|one| (0..200).map(move |n| (one, n)))
    {
        let name = format!("{segment}.{count}.del");
        fs::write(blocks.join(&name), "half of it").unwrap();
        managed.push(name);
    }
    fs::write(&manifest, serde_json::to_vec(&managed).unwrap()).unwrap();
    index.update_articles(state(1)).unwrap();
    assert_eq!(stored(&index), bodies(&state(1)));
    let left = fs::read_dir(&blocks).unwrap().flatten();
    let left = left.filter(|entry| entry.path().extension().is_some_and(|end| end == "del"));
    assert!(left.count() <= segments.len(), "it was cleared away");
}

#[test]
fn a_commit_of_another_process_is_seen_after_a_refresh() {
    let folder = tempfile::tempdir().unwrap();
    let (reader, _) = Index::open(folder.path()).unwrap();
    assert!(stored(&reader).is_empty());
    filled(folder.path());
    reader.refresh().unwrap();
    assert_eq!(stored(&reader), bodies(&state(0)));
}

#[test]
fn a_second_writer_is_told_that_the_store_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = Index::open(folder.path()).unwrap();
    let _other = lock::try_take(&folder.path().join("writer.lock")).unwrap();
    let error = index.update_articles(state(0)).unwrap_err();
    assert!(error.is_busy());
    assert!(error.to_string().contains("another process is writing"));
    let (reader, _) = Index::open(folder.path()).unwrap();
    assert!(stored(&reader).is_empty());
}

#[test]
fn a_store_of_another_version_is_begun_anew_and_keeps_its_archive() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let meta = folder.path().join("blocks/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let other = text.replace("newshound blocks", "newshound blocks 0");
    assert_ne!(text, other);
    fs::write(&meta, other).unwrap();
    let (index, rebuilt) = Index::open(folder.path()).unwrap();
    assert_eq!(rebuilt, Some(Rebuilt::OtherVersion));
    assert!(stored(&index).is_empty());
    let hash = ContentHash::of(&state(0)[0].body);
    assert_eq!(index.find_archived(&hash.0).unwrap().len(), 1);
    assert_eq!(index.update_articles(state(0)).unwrap().added, 21);
}

/// Files of the engine that hold something.
fn engine_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder.join("blocks"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| fs::metadata(path).unwrap().len() > 0)
        .collect();
    files.sort();
    files
}

/// Everything that can be asked of an index, so that damage anywhere is met.
fn ask_everything(index: &Index) -> Result<()> {
    let snapshot = index.snapshot();
    snapshot.articles()?;
    let _ = snapshot.names();
    let _ = NameIndex::new(snapshot.name_source()).resolve("Maria Lopes");
    snapshot.all_blocks(100)?;
    snapshot.count_reprints()?;
    let query = Query::new().with_term(Field::Text, "port", 1.0);
    for hit in snapshot.search(&query, 50)? {
        snapshot.block(hit.block)?;
    }
    snapshot.search(&query.within(vec!["n0".to_owned()]), 5)?;
    Ok(())
}

#[test]
fn a_missing_or_cut_file_is_noticed_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    for file in engine_files(folder.path()) {
        let whole = fs::read(&file).unwrap();
        for damage in 0..2 {
            let scratch = tempfile::tempdir().unwrap();
            copy_folder(folder.path(), scratch.path());
            let damaged = scratch
                .path()
                .join("blocks")
                .join(file.file_name().unwrap());
            if damage == 0 {
                fs::remove_file(&damaged).unwrap();
            } else {
                fs::write(&damaged, &whole[..whole.len() / 2]).unwrap();
            }
            let name = damaged.display();
            let (index, _) =
                Index::open(scratch.path()).unwrap_or_else(|error| panic!("{name}: {error}"));
            let asked = ask_everything(&index).is_ok();
            let updated = index.update_articles(state(1));
            assert!(asked, "{name}");
            assert!(updated.is_ok(), "{name}: {updated:?}");
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn flipped_bytes_are_an_error_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    for file in engine_files(folder.path()) {
        let whole = fs::read(&file).unwrap();
        for place in [0, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
            let scratch = tempfile::tempdir().unwrap();
            copy_folder(folder.path(), scratch.path());
            let mut bytes = whole.clone();
            bytes[place] ^= 0x55;
            let damaged = scratch
                .path()
                .join("blocks")
                .join(file.file_name().unwrap());
            fs::write(&damaged, &bytes).unwrap();
            let (index, _) = Index::open(scratch.path())
                .unwrap_or_else(|error| panic!("{}: {error}", damaged.display()));
            // Whether it is noticed depends on the byte; that nothing breaks does not.
            let _ = ask_everything(&index);
        }
    }
}

#[test]
fn a_damaged_archive_names_the_file_and_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let archive = folder.path().join("archive.redb");
    fs::write(&archive, b"this is no database, and never was one").unwrap();
    let (index, _) = Index::open(folder.path()).unwrap();
    let error = index.find_archived(&[1, 2, 3, 4, 5]).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("archive.redb") && text.contains("move the file away"),
        "{text}"
    );
    assert!(index.update_articles(state(1)).is_err());
    assert_eq!(stored(&index), bodies(&state(0)));
}

#[test]
fn a_file_where_the_folder_should_be_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    fs::write(&path, "a file").unwrap();
    let Err(error) = Index::open(&path) else {
        panic!("a file was opened as a store");
    };
    let text = error.to_string();
    assert!(
        text.contains("store") && text.contains("make the folder writable"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_refused_with_its_name() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    // The administrator may write everywhere.
    if fs::write(locked.join("probe"), "").is_ok() {
        return;
    }
    let Err(error) = Index::open(&locked) else {
        panic!("a folder that may not be written was opened as a new store");
    };
    assert!(error.to_string().contains("make the folder writable"));
}
