//! Questions that found no answer are kept where the operator wants it, in words alone.

use crate::program::{PROGRAM, Shelf, ended};

fn run(shelf: &Shelf, kept: &str, line: &str) -> String {
    let mut command = shelf.command(PROGRAM, &["ask", line]);
    command.env("NEWSHOUND_ANSWERS_KEEP_GAPS", kept);
    ended(command).output
}

#[test]
fn what_found_no_answer_is_listed_and_forgotten() {
    let shelf = Shelf::new();
    for line in [
        "who sank the submarine?",
        "who opened the bridge?",
        "Who sank the submarine",
        "when was the mayor born?",
        "status",
    ] {
        run(&shelf, "true", line);
    }
    let told = run(&shelf, "true", "gaps");
    let [first, second] = [
        "who sank the submarine? 2 times",
        "when was the mayor born? 1 time",
    ];
    assert!(told.contains(first) && told.contains(second), "{told}");
    assert!(
        told.find(first) < told.find(second),
        "asked most first: {told}"
    );
    assert!(!told.contains("opened the bridge"), "{told}");
    let state = std::fs::read(shelf.path().join("index/state.redb")).expect("it is kept");
    let state = String::from_utf8_lossy(&state).into_owned();
    assert!(!state.contains("console"), "nothing tells who asked");
    run(&shelf, "true", "gaps clear");
    assert!(run(&shelf, "true", "gaps").contains("found an answer"));
    assert!(run(&shelf, "true", "audit").contains("gaps clear"));
}

#[test]
fn nothing_is_kept_unless_it_is_wanted() {
    let shelf = Shelf::new();
    run(&shelf, "false", "who sank the submarine?");
    assert!(!shelf.path().join("index/state.redb").exists());
    assert!(run(&shelf, "false", "gaps").contains("I keep no questions"));
}
