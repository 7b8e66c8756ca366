//! A story is packed into one file and unpacked elsewhere, with its removed articles, receipts, orders
//! and pinned questions; nothing that is there is lost, and no archive writes where it must not.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program::{Ended, PROGRAM, Shelf, ended};

const FERRY: &str = "A ferry sails\n\nBruno Vance sailed the ferry on Monday.\n";

fn receipt(answer: &Ended) -> String {
    let receipt = answer.output.split("receipt ").nth(1).expect("a receipt");
    let receipt = receipt.split_whitespace().next().expect("a receipt");
    receipt.to_owned()
}

/// A task in a folder with nothing in it but what the story put there.
fn elsewhere(folder: &Path, task: &[&str]) -> Ended {
    let mut command = std::process::Command::new(PROGRAM);
    command.current_dir(folder).env_clear().args(task);
    ended(command)
}

fn empty() -> TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

#[test]
fn a_story_moves_to_another_machine_whole() {
    let shelf = Shelf::new();
    shelf.write("ferry.txt", FERRY);
    fs::create_dir(shelf.path().join("articles/old")).expect("the folder is ours");
    shelf.write(
        "old/harbour.txt",
        "The harbour\n\nThe harbour froze in May.\n",
    );
    let answered = shelf.run(&["ask", "who sailed the ferry?"]);
    let receipt = receipt(&answered);
    shelf.run(&["ask", "articles remove ferry"]);
    let packed = shelf.run(&["export", "story.zip"]);
    assert_eq!(packed.status, Some(0), "{packed:?}");
    assert!(packed.errors.contains("3 files of articles"), "{packed:?}");
    let again = shelf.run(&["export", "story.zip"]);
    assert_eq!(again.status, Some(1), "nothing is written over: {again:?}");
    assert!(!shelf.path().join("story.zip.part").exists());

    let folder = empty();
    let archive = shelf.path().join("story.zip");
    let archive = archive.to_string_lossy();
    let unpacked = elsewhere(folder.path(), &["import", &archive]);
    assert_eq!(unpacked.status, Some(0), "{unpacked:?}");
    let ask = |question: &str| elsewhere(folder.path(), &["ask", question]).output;
    assert!(ask("who opened the bridge?").contains("Ann Lee"));
    assert!(ask("what froze in May?").contains("harbour"));
    let verified = ask(&format!("verify {receipt}"));
    assert!(verified.contains("Bruno Vance"), "{verified}");
    assert!(ask("audit").contains("articles remove ferry"));
    assert!(ask("articles aside").contains("ferry"));

    let refused = elsewhere(folder.path(), &["import", &archive]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.errors.contains("is there already"), "{refused:?}");
    fs::write(folder.path().join("index/articles/new.txt"), FERRY).expect("the folder is ours");
    let replaced = elsewhere(folder.path(), &["import", "--replace", &archive]);
    assert_eq!(replaced.status, Some(0), "{replaced:?}");
    assert!(!folder.path().join("index/articles/new.txt").exists());
    assert!(folder.path().join("index/articles.before/new.txt").exists());
    let once_more = elsewhere(folder.path(), &["import", "--replace", &archive]);
    assert!(once_more.errors.contains("move it away"), "{once_more:?}");
}

#[test]
fn an_archive_is_never_packed_into_itself_and_says_where_it_cannot_be() {
    let shelf = Shelf::new();
    for place in ["articles/story.zip", "./articles/../articles/deep.zip"] {
        let refused = shelf.run(&["export", place]);
        assert_eq!(refused.status, Some(1), "{refused:?}");
        assert!(refused.errors.contains("another folder"), "{refused:?}");
    }
    let files = fs::read_dir(shelf.path().join("articles")).expect("it is there");
    assert_eq!(files.count(), 1, "nothing is left there");
    for (task, remedy) in [
        (
            ["export", "nowhere/story.zip"],
            "check that the file is there, and the folder",
        ),
        (["import", "nothing.zip"], "check that the file is there"),
    ] {
        let refused = shelf.run(&task);
        assert_eq!(refused.status, Some(1), "{refused:?}");
        assert!(refused.errors.contains(remedy), "{refused:?}");
    }
}

#[test]
fn several_stories_are_found_by_their_names() {
    let folder = empty();
    let settings = |names: [&str; 2]| {
        let stories = names.map(|name| {
            format!(
                "[[story]]\nname = \"{name}\"\narticles = \"{name}\"\nstore = \"store/{name}\"\n"
            )
        });
        fs::create_dir_all(folder.path().join("config")).expect("the folder is ours");
        fs::write(
            folder.path().join("config/newshound.toml"),
            stories.concat(),
        )
        .expect("the folder is ours");
    };
    settings(["river", "sea"]);
    for (name, text) in [
        ("river", FERRY),
        ("sea", "A storm\n\nEve Moor saw the storm.\n"),
    ] {
        fs::create_dir(folder.path().join(name)).expect("the folder is ours");
        fs::write(folder.path().join(name).join("a.txt"), text).expect("the folder is ours");
    }
    let run = |task: &[&str]| elsewhere(folder.path(), task);
    assert_eq!(run(&["export", "both.zip"]).status, Some(0));
    for name in ["river", "sea"] {
        fs::remove_dir_all(folder.path().join(name)).expect("the folder is ours");
    }
    settings(["sea", "lake"]);
    let refused = run(&["import", "both.zip"]);
    assert!(refused.errors.contains("“river”, “sea”"), "{refused:?}");
    settings(["sea", "river"]);
    let done = run(&["import", "both.zip"]);
    assert_eq!(done.status, Some(0), "{done:?}");
    let asked = run(&["--story", "sea", "ask", "who saw the storm?"]);
    assert!(asked.output.contains("Eve Moor"), "{asked:?}");
}

/// An archive of files with such names and texts.
fn pack(path: &Path, files: &[(&str, &str)]) {
    let mut zip = ZipWriter::new(File::create(path).expect("the folder is ours"));
    for (name, text) in files {
        let started = zip.start_file(*name, SimpleFileOptions::default());
        started.expect("any name can be packed");
        zip.write_all(text.as_bytes()).expect("there is room");
    }
    zip.finish().expect("there is room");
}

#[test]
fn an_archive_writes_nowhere_else_and_a_broken_one_changes_nothing() {
    let folder = empty();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("the folder is ours");
    let path = folder.path().join("evil.zip");
    let manifest = r#"{"format": 1, "version": "0", "stories": [""], "files": 1}"#;
    pack(
        &path,
        &[
            ("newshound.json", manifest),
            ("stories/1/articles/good.txt", FERRY),
            ("stories/1/articles/../../../../evil.txt", "no"),
            ("../evil.txt", "no"),
            ("/newshound-evil.txt", "no"),
            ("stories/1/golden.jsonl/evil.txt", "no"),
            (".env", "DISCORD_TOKEN=no"),
        ],
    );
    let done = elsewhere(&inner, &["import", &path.to_string_lossy()]);
    assert_eq!(done.status, Some(0), "{done:?}");
    let mut found: Vec<String> = walkdir::WalkDir::new(folder.path())
        .into_iter()
        .filter_map(|entry| Some(entry.ok()?.into_path()))
        .filter(|path| path.is_file())
        .map(|path| {
            path.file_name()
                .expect("it has one")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    found.sort();
    assert_eq!(found, ["evil.zip", "good.txt"]);
    assert!(!Path::new("/newshound-evil.txt").exists());

    fs::remove_dir_all(inner.join("index")).expect("the folder is ours");
    for (name, text) in [
        ("other.zip", None),
        ("newer.zip", Some(manifest.replace('1', "9"))),
    ] {
        let path = folder.path().join(name);
        let text = text.unwrap_or_else(|| "{}".to_owned());
        pack(
            &path,
            &[
                ("newshound.json", &text),
                ("stories/1/articles/a.txt", FERRY),
            ],
        );
        let refused = elsewhere(&inner, &["import", &path.to_string_lossy()]);
        assert_eq!(refused.status, Some(1), "{refused:?}");
        assert!(refused.errors.contains("newshound export"), "{refused:?}");
    }
    let path = folder.path().join("cut.zip");
    let whole = fs::read(folder.path().join("evil.zip")).expect("it is there");
    let mut broken = whole.clone();
    let place = whole
        .windows(5)
        .position(|bytes| bytes == b"good.")
        .expect("it is there");
    broken[place + 14] ^= 0x55;
    fs::write(&path, &broken).expect("the folder is ours");
    let refused = elsewhere(&inner, &["import", &path.to_string_lossy()]);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(
        !inner.join("index/articles").exists(),
        "nothing is in its place"
    );
    assert!(
        !inner.join("index/articles.new").exists(),
        "nothing is left over"
    );
}
