//! The program is killed at any instant while articles come, go, are taken back, and feeds are looked
//! into: the index, the archive and the list of feeds are whole each time, no file is lost, and the
//! answers are those of one state or another.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use newshound::article::ReadSettings;
use newshound::index::Index;
use newshound::newsroom::bring_up_to_date;

use crate::fetching::Web;
use crate::program::{PROGRAM, Shelf};

/// How often the program is killed.
const KILLS: u64 = 100;

/// The longest time until then.
const LONGEST: Duration = Duration::from_millis(900);

const FERRY: &str = "A ferry sails at last\n\nPublished: 2024-03-04\n\nBruno Vance sailed the ferry \
    on Monday, after the harbour had been closed for three weeks by ice. Some forty people came \
    along, the harbour office said, and each of them paid two euros for the crossing. The next \
    ferry leaves on Friday at noon, weather permitting, and takes bicycles too. Hand carts are \
    left behind, as the deck is narrow and the harbour master found no room for them.\n";

/// What is ordered, again and again.
fn orders(web: &Web) -> String {
    let feed = format!("feeds add {}", web.at("/many.xml"));
    let orders = [
        "articles add ferry.txt",
        &feed,
        "feeds start 127-0-0-1 all",
        "feeds poll",
        "articles remove a-ferry-sails-at-last",
        "reindex full now",
        "rollback",
        "reindex now",
        "articles keep a-ferry-sails-at-last",
        "rollback",
        "watch who painted the ferry?",
        "feeds remove 127-0-0-1",
        "reindex now",
    ];
    orders.join("\n") + "\n"
}

fn start(shelf: &Shelf, orders: &str) -> Child {
    let mut command = shelf.command(PROGRAM, &[]);
    let child = command
        .env("NEWSHOUND_ARTICLES_PRIVATE_HOSTS", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.expect("the program starts");
    let mut input = child.stdin.take().expect("it reads lines");
    // Longer than it may live; what it does not read is lost with it.
    let _ = input.write_all(orders.repeat(20).as_bytes());
    child
}

fn kill_after(mut child: Child, pause: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < pause {
        std::thread::sleep(Duration::from_micros(200));
    }
    // It may have done everything by then.
    let _ = child.kill();
    child.wait().expect("it is ours");
}

/// The texts of the files below a folder, those put aside and hidden ones too.
fn texts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut texts = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            texts.extend(self::texts(&path));
        } else if let Ok(text) = fs::read_to_string(&path) {
            texts.push(text);
        }
    }
    texts
}

fn bodies(index: &Index) -> BTreeSet<String> {
    let snapshot = index.snapshot();
    let cards = snapshot.articles().expect("the index can be read");
    let body = |id: &str| {
        snapshot
            .body(id)
            .expect("it can be read")
            .expect("it is there")
            .1
    };
    cards.iter().map(|card| body(&card.id)).collect()
}

/// Looks at everything that a kill has left; true where the ferry's article is in the index.
fn look(shelf: &Shelf) -> bool {
    let mut has_ferry = false;
    let store = shelf.path().join("store");
    if store.exists() {
        let (index, rebuilt) = Index::open(&store).expect("the store is usable");
        assert_eq!(rebuilt, None, "nothing was damaged");
        // Every hash begins with nothing, so this is the whole archive.
        let archived = index.find_archived(&[]).expect("the archive is whole");
        let archived: BTreeSet<String> = archived.into_iter().map(|one| one.body).collect();
        let quoted = bodies(&index);
        assert!(
            quoted.is_subset(&archived),
            "all that is quoted is archived"
        );
        has_ferry = quoted.iter().any(|body| body.contains("Bruno Vance"));
    }
    let files = texts(&shelf.path().join("articles"));
    assert!(files.iter().any(|text| text.contains("Ann Lee")));
    for text in files.iter().filter(|text| text.contains("Bruno")) {
        assert_eq!(text, FERRY, "a file is whole");
    }
    has_ferry
}

#[test]
fn a_kill_at_any_instant_loses_nothing() {
    let (web, shelf) = (Web::start(), Shelf::new());
    fs::write(shelf.path().join("ferry.txt"), FERRY).expect("the folder is ours");
    let orders = orders(&web);
    let mut seen = BTreeSet::new();
    for kill in 0..KILLS {
        let spread = kill.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let pause = LONGEST.mul_f64(spread as f64 / f64::from(1 << 24));
        kill_after(start(&shelf, &orders), pause);
        seen.insert(look(&shelf));
        if kill % 10 == 0 {
            let looked = shelf.run(&["doctor"]);
            assert_eq!(looked.status, Some(0), "{looked:?}");
            let answered = shelf.run(&["ask", "who opened the bridge?"]);
            assert!(answered.output.contains("Ann Lee"), "{answered:?}");
        }
        if kill % 20 == 19 {
            // Somebody takes the feed's pages away, so that the next poll has something to do.
            let _ = fs::remove_dir_all(shelf.path().join("articles/added"));
        }
    }
    let done = shelf.run(&["index"]);
    assert_eq!(done.status, Some(0), "{done:?}");
    let (index, _) = Index::open(&shelf.path().join("store")).expect("the store is usable");
    assert_eq!(seen.len(), 2, "it came and went");
    let archived = index.find_archived(&[]).expect("the archive is whole");
    assert!(
        archived.len() > 20,
        "the feed brought pages: {}",
        archived.len()
    );
    let fresh = Index::in_memory().expect("memory can be indexed");
    let (folder, settings) = (shelf.path().join("articles"), ReadSettings::default());
    let watch = &mut |_| ControlFlow::Continue(());
    bring_up_to_date(&fresh, (&folder, &settings), false, watch).expect("memory can be indexed");
    assert_eq!(bodies(&index), bodies(&fresh), "as if nothing had happened");
}
