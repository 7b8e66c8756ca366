//! On the command line: what indexing would do is shown first, and a change is taken back.

use crate::program::Shelf;

const QUESTION: [&str; 2] = ["ask", "who sailed the ferry?"];

#[test]
fn what_indexing_would_do_is_shown_and_not_done() {
    let shelf = Shelf::new();
    shelf.run(&["index"]);
    shelf.write(
        "ferry.txt",
        "A ferry\n\nBruno Vance sailed the ferry on Monday.\n",
    );
    let shown = shelf.run(&["index", "--dry-run"]);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(
        shown.output.contains("1 new, 1 article as before"),
        "{shown:?}"
    );
    assert!(shown.output.contains("A ferry"), "{shown:?}");
    let again = shelf.run(&["index", "--dry-run"]);
    assert_eq!(again.output, shown.output, "nothing was done");
    assert!(shelf.run(&["index"]).errors.contains("1 added"));
    let nothing = shelf.run(&["index", "--dry-run"]);
    assert!(
        nothing.output.contains("Nothing has changed"),
        "{nothing:?}"
    );
}

#[test]
fn an_index_that_was_rolled_back_stays_so_until_it_is_indexed() {
    let shelf = Shelf::new();
    shelf.run(&["index"]);
    assert_eq!(
        shelf.run(&["rollback"]).status,
        Some(1),
        "there is nothing before"
    );
    shelf.write(
        "ferry.txt",
        "A ferry\n\nBruno Vance sailed the ferry on Monday.\n",
    );
    assert!(shelf.run(&QUESTION).output.contains("Bruno Vance"));
    let back = shelf.run(&["rollback"]);
    assert!(back.output.contains("1 article"), "{back:?}");
    for _ in 0..2 {
        let answered = shelf.run(&QUESTION);
        assert!(!answered.output.contains("Bruno Vance"), "{answered:?}");
        assert!(answered.errors.contains("rolled back"), "{answered:?}");
    }
    assert_eq!(shelf.run(&["doctor"]).status, Some(0));
    assert!(shelf.run(&["index"]).errors.contains("1 added"));
    let answered = shelf.run(&QUESTION);
    assert!(answered.output.contains("Bruno Vance"), "{answered:?}");
    assert!(!answered.errors.contains("rolled back"), "{answered:?}");
}
