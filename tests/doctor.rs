//! `newshound doctor` finds what is not well and says what to do; `status` says how the bot is.

use std::fs;
use std::path::PathBuf;

use crate::program::{PROGRAM, Shelf, ended};
use crate::story::ferry;

#[test]
fn a_healthy_story_has_no_problem() {
    let shelf = Shelf::new();
    let before = shelf.run(&["doctor"]);
    assert_eq!(before.status, Some(0), "{before:?}");
    assert!(before.output.contains("there is none yet"), "{before:?}");
    assert!(!shelf.path().join("store").exists(), "it changes nothing");
    shelf.run(&["index"]);
    let found = shelf.run(&["doctor"]);
    assert_eq!(found.status, Some(0), "{found:?}");
    assert!(
        found
            .output
            .contains("is whole: 1 article, 1 text in the archive")
    );
    assert!(
        found.output.contains("articles: 1 file in articles"),
        "{found:?}"
    );
    assert!(!found.output.contains("problem"), "{found:?}");
}

/// The engine's largest file, which some bytes more or less are in.
fn largest_file(shelf: &Shelf) -> PathBuf {
    let blocks = fs::read_dir(shelf.path().join("store/blocks")).expect("an index");
    let files = blocks.map(|entry| entry.expect("a file").path());
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |data| data.len());
    let files = files.filter(|path| path.extension().is_none_or(|ending| ending != "json"));
    files.max_by_key(size).expect("an index has files")
}

#[test]
fn a_flipped_byte_is_found_and_the_remedy_works() {
    let shelf = Shelf::new();
    shelf.run(&["index"]);
    let file = largest_file(&shelf);
    let mut bytes = fs::read(&file).expect("it can be read");
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x10;
    fs::write(&file, bytes).expect("it can be written");
    let found = shelf.run(&["doctor"]);
    assert_eq!(found.status, Some(1), "{found:?}");
    assert!(found.output.contains("damaged"), "{found:?}");
    assert!(
        found.output.contains("delete the folder store/blocks"),
        "{found:?}"
    );
    fs::remove_dir_all(shelf.path().join("store/blocks")).expect("as it says");
    assert_eq!(shelf.run(&["index"]).status, Some(0));
    assert_eq!(shelf.run(&["doctor"]).status, Some(0));
}

#[test]
fn a_lost_archive_is_found() {
    let shelf = Shelf::new();
    shelf.run(&["index"]);
    fs::remove_file(shelf.path().join("store/archive.redb")).expect("it was there");
    let found = shelf.run(&["doctor"]);
    assert_eq!(found.status, Some(1), "{found:?}");
    assert!(found.output.contains("not in the archive"), "{found:?}");
}

#[test]
fn every_mistake_in_the_settings_is_named() {
    let shelf = Shelf::new();
    fs::create_dir(shelf.path().join("config")).expect("a folder can be made");
    let settings = "[answers]\nqoutes = 3\nrefuse_below = 9\n";
    fs::write(shelf.path().join("config/newshound.toml"), settings).expect("it can be written");
    let found = shelf.run(&["doctor", "--quiet"]);
    assert_eq!(found.status, Some(1), "{found:?}");
    assert!(
        found.output.contains("did you mean \"quotes\"?"),
        "{found:?}"
    );
    assert!(found.output.contains("from 0 to 1"), "{found:?}");
    assert!(!found.output.contains("ok "), "{found:?}");
}

#[cfg(unix)]
#[test]
fn secrets_that_others_may_read_are_noted() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new();
    let file = shelf.path().join(".env");
    fs::write(&file, "NEWSHOUND_ANSWERS_QUOTES=2\n").expect("it can be written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is ours");
    assert!(shelf.run(&["doctor"]).output.contains("chmod 600"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("it is ours");
    assert!(!shelf.run(&["doctor"]).output.contains("chmod 600"));
}

#[test]
fn a_platform_that_cannot_be_reached_is_a_problem() {
    let shelf = Shelf::new();
    let mut command = shelf.command(PROGRAM, &["doctor"]);
    // Nobody listens at the port that is nobody's.
    command
        .env("DISCORD_TOKEN", "a.b.c")
        .env("NEWSHOUND_DISCORD_API", "http://127.0.0.1:1");
    let found = ended(command);
    assert_eq!(found.status, Some(1), "{found:?}");
    assert!(found.output.contains("cannot reach Discord"), "{found:?}");
    assert!(!found.output.contains("a.b.c"), "{found:?}");
}

#[test]
fn the_status_tells_articles_index_and_process() {
    let shelf = Shelf::new();
    let told = shelf.run(&["ask", "status"]).output;
    assert!(told.contains("1 article with 1 passage"), "{told}");
    assert!(told.contains("on disk, state 1"), "{told}");
    assert!(told.contains("Newshound 0."), "{told}");
    shelf.write("second.txt", "A ferry\n\nThe ferry came on Tuesday.\n");
    assert!(shelf.run(&["ask", "status"]).output.contains("state 2"));
    insta::assert_snapshot!(ferry().named("Ferry").open().say("status"), @r"
    How I am: Ferry
    • 2 articles with 7 passages, of 2024-03-08 to 2024-03-12
    • Index: in memory, state 1
    ");
}

#[test]
fn orders_on_the_command_line_are_noted_for_the_next_run() {
    let shelf = Shelf::new();
    shelf.write(
        "ferry.txt",
        "A ferry\n\nBruno Vance sailed the ferry on Monday.\n",
    );
    shelf.run(&["ask", "articles", "remove", "ferry"]);
    let told = shelf.run(&["ask", "audit"]).output;
    assert!(told.contains("articles remove ferry"), "{told}");
}

#[test]
fn feeds_that_need_somebody_are_noted() {
    let shelf = Shelf::new();
    let feed = r#"{"name": "the-post", "title": "The Post", "address": "https://example.org/feed",
        "started": STARTED, "marks": {"etag": null, "modified": null}, "seen": [], "waiting": [],
        "brought": [], "left_out": 0, "due": 0, "failures": 9, "trouble": "it is gone (410)"}"#;
    for (started, remedy) in [
        ("false", "feeds start the-post new"),
        ("true", "feeds remove the-post"),
    ] {
        let book = format!("[{}]", feed.replace("STARTED", started));
        fs::write(shelf.path().join("articles/.feeds.json"), book).expect("the folder is ours");
        let found = shelf.run(&["doctor"]);
        assert!(found.output.contains(remedy), "{found:?}");
        assert_eq!(found.status, Some(0), "{found:?}");
    }
    fs::write(shelf.path().join("articles/.feeds.json"), "[{").expect("the folder is ours");
    let found = shelf.run(&["doctor"]);
    assert_eq!(found.status, Some(1), "{found:?}");
    assert!(found.output.contains(".feeds.json"), "{found:?}");
}
