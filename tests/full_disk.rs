//! A disk that is full, a limit on the size of files, a store that may only be read: each is named
//! with its remedy, and questions go on being answered from the index as it was.
//!
//! The program itself runs, under limits that the system sets it.

use std::fs;
use std::path::Path;

use crate::program::{Ended, PROGRAM, Shelf, ended};

/// An article that makes an index of some hundred kilobytes.
fn write_much(shelf: &Shelf) {
    let days = (0..3_000).map(|day| format!("Report n{day}x came on day {day} by post{day}.\n\n"));
    shelf.write(
        "much.txt",
        &format!("Many reports\n\n{}", days.collect::<String>()),
    );
}

/// Runs it where no file may grow over this many kilobytes.
fn run_within(shelf: &Shelf, kilobytes: u32, task: &[&str]) -> Ended {
    let script = format!("ulimit -f {}; exec {PROGRAM} \"$@\"", kilobytes * 2);
    let mut all = vec!["-c", &script, "newshound"];
    all.extend(task);
    ended(shelf.command("/bin/sh", &all))
}

const QUESTION: [&str; 2] = ["ask", "who opened the bridge?"];

#[cfg(unix)]
#[test]
fn a_limit_on_files_is_named_and_the_old_index_answers() {
    let shelf = Shelf::new();
    assert_eq!(shelf.run(&["index"]).status, Some(0));
    write_much(&shelf);
    for kilobytes in [0, 4, 40, 64, 160, 320] {
        let failed = run_within(&shelf, kilobytes, &["index"]);
        if failed.status == Some(0) {
            assert!(kilobytes > 64, "{failed:?}");
            break;
        }
        assert_eq!(failed.status, Some(1), "{kilobytes}: {failed:?}");
        assert!(failed.errors.contains("cannot be written"), "{failed:?}");
        assert!(failed.errors.contains("ulimit -f"), "{failed:?}");
        assert!(!failed.errors.contains("delete"), "{failed:?}");
        let answered = run_within(&shelf, kilobytes, &QUESTION);
        assert!(answered.output.contains("Ann Lee"), "{answered:?}");
        assert!(answered.errors.contains("as it was before"), "{answered:?}");
    }
    let done = shelf.run(&["index"]);
    assert!(done.errors.contains("1 added, 0 changed"), "{done:?}");
}

#[cfg(unix)]
#[test]
fn an_article_that_cannot_be_taken_in_waits_aside_and_the_old_index_answers() {
    let shelf = Shelf::new();
    assert_eq!(shelf.run(&["index"]).status, Some(0));
    let report = "A ferry sails at last\n\nPublished: 2024-03-04\n\nBruno Vance sailed the ferry on \
        Monday, after the harbour had been closed for three weeks by ice. Some forty people came \
        along, the harbour office said, and each of them paid two euros for the crossing. The next \
        ferry leaves on Friday at noon, weather permitting, and takes bicycles too. Hand \
        carts are left behind, as the deck is narrow and the harbour master, who measured it on \
        Sunday, found no room for them beside the rails.\n";
    fs::write(shelf.path().join("ferry.txt"), report).expect("the folder is ours");
    let add = ["ask", "articles add ferry.txt"];
    let files = |folder: &str| {
        let listed = fs::read_dir(shelf.path().join("articles").join(folder));
        listed.map_or(0, Iterator::count)
    };
    for kilobytes in [0, 1, 2, 4, 8] {
        let refused = run_within(&shelf, kilobytes, &add);
        let told = format!("{}{}", refused.output, refused.errors);
        assert!(
            told.contains("annot be written") || told.contains("annot be kept"),
            "{kilobytes}: {refused:?}"
        );
        assert_eq!(files("added"), 0, "{kilobytes}: {refused:?}");
        assert!(shelf.run(&QUESTION).output.contains("Ann Lee"));
    }
    let added = shelf.run(&add);
    assert!(added.output.contains("Added 1 article"), "{added:?}");
    let asked = shelf.run(&["ask", "who sailed the ferry?"]);
    assert!(asked.output.contains("Bruno Vance"), "{asked:?}");
}

#[cfg(unix)]
#[test]
fn a_limit_before_there_is_an_index_is_an_error() {
    let shelf = Shelf::new();
    let failed = run_within(&shelf, 0, &QUESTION);
    assert_eq!(failed.status, Some(1), "{failed:?}");
    assert!(failed.errors.contains("ulimit -f"), "{failed:?}");
    assert!(shelf.run(&QUESTION).output.contains("Ann Lee"));
}

/// The store and the program as somebody sees them who may read them alone: the permissions of a
/// folder mean nothing to an administrator, so the program runs as somebody else then. `None` where
/// that cannot be arranged.
#[cfg(unix)]
fn as_a_reader(shelf: &Shelf, task: &[&str]) -> Option<Ended> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    let store = shelf.path().join("store");
    for (folder, bits) in [
        (shelf.path(), 0o755),
        (&store, 0o555),
        (&store.join("blocks"), 0o555),
    ] {
        mode(folder, bits).ok()?;
    }
    for file in [&store.join("archive.redb"), &store.join("writer.lock")] {
        mode(file, 0o444).ok()?;
    }
    for entry in fs::read_dir(store.join("blocks")).ok()? {
        mode(&entry.ok()?.path(), 0o444).ok()?;
    }
    let mut command = shelf.command(PROGRAM, task);
    let is_administrator = fs::write(store.join("probe"), "").is_ok();
    if is_administrator {
        fs::remove_file(store.join("probe")).ok()?;
        command.uid(65_534);
    }
    let output = command.output().ok()?;
    for folder in [&store, &store.join("blocks")] {
        mode(folder, 0o755).ok()?;
    }
    Some(Ended {
        status: output.status.code(),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

#[cfg(unix)]
#[test]
fn a_store_that_may_only_be_read_answers_and_says_why_it_is_old() {
    let shelf = Shelf::new();
    let first = shelf.run(&QUESTION);
    let receipt = first.output.split("receipt ").nth(1).expect("a receipt");
    let receipt = receipt.split_whitespace().next().expect("a receipt");
    let Some(answered) = as_a_reader(&shelf, &QUESTION) else {
        return;
    };
    // Where nothing has changed, nothing has to be written, but the lock has to be taken.
    assert!(answered.output.contains("Ann Lee"), "{answered:?}");
    shelf.write("bridge.txt", "A ferry\n\nNobody came by ferry on Monday.\n");
    let answered = as_a_reader(&shelf, &QUESTION).expect("as before");
    assert!(answered.output.contains("Ann Lee"), "{answered:?}");
    assert!(answered.errors.contains("as it was before"), "{answered:?}");
    assert!(
        answered.errors.contains("make the folder writable"),
        "{answered:?}"
    );
    let verified = as_a_reader(&shelf, &["ask", "verify", receipt]).expect("as before");
    assert!(verified.output.contains("Ann Lee"), "{verified:?}");
    let failed = as_a_reader(&shelf, &["index"]).expect("as before");
    assert_eq!(failed.status, Some(1), "{failed:?}");
    assert!(
        failed.errors.contains("make the folder writable"),
        "{failed:?}"
    );
}
