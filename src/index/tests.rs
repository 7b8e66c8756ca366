//! The index through its own door: what goes in is found again, whole and in one state.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::*;
use crate::article::{Article, ContentHash, Format, Reading, SourceFile};
use crate::mention::NameIndex;

pub(super) fn article(id: &str, title: &str, body: &str) -> Article {
    Article {
        id: id.to_owned(),
        title: title.to_owned(),
        source: "Wire".to_owned(),
        author: None,
        published: None,
        url: None,
        language: None,
        dateline: None,
        body: body.to_owned(),
    }
}

fn index_of(articles: &[(&str, &str)]) -> Index {
    let index = Index::in_memory().unwrap();
    let articles = articles
        .iter()
        .map(|(id, body)| article(id, &format!("About {id}"), body))
        .collect();
    index.update_articles(articles).unwrap();
    index
}

fn find(snapshot: &Snapshot, query: &Query) -> Vec<String> {
    let hits = snapshot.search(query, 10).unwrap();
    hits.into_iter()
        .map(|hit| snapshot.block(hit.block).unwrap().article.id)
        .collect()
}

fn text(stem: &str) -> Query {
    Query::new().with_term(Field::Text, stem, 1.0)
}

#[test]
fn the_block_with_the_words_is_found_and_is_verbatim() {
    let index = index_of(&[
        ("a", "Ships sailed.\n\nThe  port was ‘closed’ on Monday."),
        ("b", "Trains ran late."),
    ]);
    let snapshot = index.snapshot();
    let hits = snapshot.search(&text("close"), 5).unwrap();
    assert_eq!(hits.len(), 1);
    let block = snapshot.block(hits[0].block).unwrap();
    assert_eq!(block.article.title, "About a");
    assert!(block.text.contains("The  port was ‘closed’"));
    assert_eq!(snapshot.document_frequency("train"), 1);
    assert_eq!(snapshot.block_count(), 2);
}

#[test]
fn more_and_rarer_words_rank_first() {
    let index = index_of(&[
        ("a", "The car drove. The car stopped."),
        ("b", "The car was a gift of the minister."),
        ("c", "The car rusted."),
    ]);
    let query = text("car").with_term(Field::Text, "gift", 1.0);
    assert_eq!(find(&index.snapshot(), &query)[0], "b");
}

#[test]
fn a_search_for_all_terms_finds_only_blocks_with_all_of_them() {
    let index = index_of(&[("a", "The car was a gift."), ("b", "The car drove.")]);
    let query = text("car").with_term(Field::Text, "gift", 1.0);
    assert_eq!(find(&index.snapshot(), &query).len(), 2);
    assert_eq!(find(&index.snapshot(), &query.with_all_terms()), ["a"]);
}

#[test]
fn a_search_keeps_to_the_articles_it_was_given() {
    let index = index_of(&[("a", "A car."), ("b", "A car."), ("c", "A car.")]);
    let query = text("car").within(vec!["c".to_owned(), "nowhere".to_owned()]);
    assert_eq!(find(&index.snapshot(), &query), ["c"]);
    assert!(find(&index.snapshot(), &text("car").within(Vec::new())).is_empty());
    assert!(find(&index.snapshot(), &Query::new()).is_empty());
}

#[test]
fn an_article_is_whole_under_its_id() {
    let body = "One.\n\nTwo two.\n\n".repeat(300);
    let index = index_of(&[("long", &body), ("other", "Else.")]);
    let snapshot = index.snapshot();
    let (card, stored) = snapshot.body("long").unwrap().unwrap();
    assert_eq!(stored, body);
    assert_eq!(card.hash, ContentHash::of(&body));
    assert!(snapshot.blocks_of("long").unwrap().len() > 3);
    assert_eq!(snapshot.article("other").unwrap().unwrap().id, "other");
    assert_eq!(snapshot.article("none").unwrap(), None);
    assert_eq!(snapshot.body("none").unwrap(), None);
}

#[test]
fn articles_come_by_date_and_then_title() {
    let index = Index::in_memory().unwrap();
    let dated = |id: &str, title: &str, day: Option<i8>| {
        let published = day.map(|day| jiff::civil::date(2024, 2, day));
        let mut article = article(id, title, id);
        article.published = published;
        article
    };
    let report = index
        .update_articles(vec![
            dated("late", "B", Some(20)),
            dated("undated", "A", None),
            dated("tie", "A", Some(20)),
            dated("early", "Z", Some(1)),
        ])
        .unwrap();
    assert_eq!((report.articles, report.added), (4, 4));
    let snapshot = index.snapshot();
    let ids: Vec<String> = snapshot
        .articles()
        .unwrap()
        .iter()
        .map(|card| card.id.clone())
        .collect();
    assert_eq!(ids, ["early", "tie", "late", "undated"]);
    let statistics = snapshot.statistics();
    assert_eq!(statistics.oldest, Some(jiff::civil::date(2024, 2, 1)));
    assert_eq!(statistics.newest, Some(jiff::civil::date(2024, 2, 20)));
    assert_eq!(statistics.articles, 4);
    let blocks = snapshot.all_blocks(3).unwrap();
    let order: Vec<&str> = blocks.iter().map(|block| &*block.article.id).collect();
    assert_eq!(order, ["early", "tie", "late"]);
}

#[test]
fn a_snapshot_keeps_its_state_while_the_index_goes_on() {
    let index = index_of(&[("a", "A car.")]);
    let before = index.snapshot();
    index
        .update_articles(vec![article("b", "B", "A boat.")])
        .unwrap();
    assert_eq!(find(&before, &text("car")), ["a"]);
    assert!(find(&index.snapshot(), &text("car")).is_empty());
    assert_eq!(find(&index.snapshot(), &text("boat")), ["b"]);
}

#[test]
fn an_update_tells_what_it_did() {
    let index = index_of(&[("a", "One."), ("b", "Two."), ("c", "Three.")]);
    let report = index
        .update_articles(vec![
            article("a", "About a", "One."),
            article("b", "About b", "Two, edited."),
            article("d", "About d", "Four."),
        ])
        .unwrap();
    let counts = (
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
        report.articles,
    );
    assert_eq!(counts, (1, 1, 1, 1, 3));
    assert_eq!(report.sentences, 3);
}

#[test]
fn two_articles_of_one_id_are_told_apart_and_the_same_one_counts_once() {
    let index = index_of(&[("a", "One."), ("a", "Two."), ("a", "One.")]);
    let snapshot = index.snapshot();
    assert_eq!(snapshot.statistics().articles, 2);
    assert_eq!(snapshot.body("a").unwrap().unwrap().1, "One.");
    assert_eq!(snapshot.body("a-2").unwrap().unwrap().1, "Two.");
}

#[test]
fn earlier_versions_stay_in_the_archive() {
    let index = index_of(&[("a", "As it was.")]);
    index
        .update_articles(vec![article("a", "About a", "As it is.")])
        .unwrap();
    let old = ContentHash::of("As it was.");
    assert!(
        index
            .snapshot()
            .articles_with_hash(&old.0[..5])
            .unwrap()
            .is_empty()
    );
    let archived = index.find_archived(&old.0[..5]).unwrap();
    assert_eq!(archived.len(), 1);
    assert_eq!(archived[0].body, "As it was.");
    let new = ContentHash::of("As it is.");
    let cards = index.snapshot().articles_with_hash(&new.0[..5]).unwrap();
    assert_eq!(cards[0].id, "a");
}

#[test]
fn names_are_counted_joined_and_found_by_their_short_forms() {
    let index = index_of(&[
        (
            "a",
            "Maria Lopez opened the bridge in Ostrava on Monday.\n\nMs. Lopez said it was late.",
        ),
        ("b", "Officials met Maria Lopez again."),
    ]);
    let snapshot = index.snapshot();
    let names = snapshot.names();
    let entry = names.get("maria lopez").expect("the mayor is named");
    assert_eq!((entry.display.as_str(), entry.blocks), ("Maria Lopez", 2));
    let lookup = NameIndex::new(snapshot.name_source());
    assert_eq!(lookup.resolve("Lopez")[0].name.key, "maria lopez");
    assert_eq!(lookup.resolve("Lopes")[0].name.key, "maria lopez");
    assert_eq!(lookup.resolve("marialopez")[0].name.count, 2);
    let named = snapshot.blocks_with_entity("maria lopez", 9).unwrap();
    assert_eq!(named.len(), 2);
    let people = snapshot.blocks_with_marks(&[Mark::Person], 9).unwrap();
    assert_eq!(people.len(), 2);
}

#[test]
fn names_of_removed_articles_are_gone() {
    let index = index_of(&[("a", "Maria Lopez left."), ("b", "Trains ran.")]);
    assert!(index.snapshot().names().get("maria lopez").is_some());
    index
        .update_articles(vec![article("b", "About b", "Trains ran.")])
        .unwrap();
    assert!(index.snapshot().names().get("maria lopez").is_none());
}

#[test]
fn a_speakers_blocks_are_found() {
    let index = index_of(&[
        ("a", "“We will rebuild,” said Maria Lopez on Monday."),
        ("b", "Maria Lopez came late."),
    ]);
    let snapshot = index.snapshot();
    let quoted = snapshot.blocks_with_speaker("maria lopez", 9).unwrap();
    assert_eq!(quoted.len(), 1);
    assert_eq!(quoted[0].article.id, "a");
}

#[test]
fn copies_are_one_group() {
    let report = "word soup that goes on and says the very same thing in each paper ".repeat(3)
        + "with numbers one two three four five six seven eight nine ten eleven twelve";
    let index = index_of(&[
        ("paper", &report),
        ("agency", &format!("{report} and more")),
        (
            "other",
            "Nothing of the kind is in this one, which is about trains and rain.",
        ),
    ]);
    let snapshot = index.snapshot();
    let group = snapshot.reprint_group("paper").unwrap();
    assert_eq!(*group, ["agency".to_owned(), "paper".to_owned()]);
    assert_eq!(*snapshot.reprint_group("other").unwrap(), ["other"]);
    assert_eq!(*snapshot.reprint_group("none").unwrap(), ["none"]);
    assert_eq!(snapshot.count_reprints().unwrap(), 1);
}

/// A folder of sources that lives in memory: what is read is counted.
#[derive(Default)]
struct Folder {
    files: Vec<(SourceFile, Vec<Article>)>,
    read: Mutex<Vec<PathBuf>>,
}

impl Folder {
    fn put(&mut self, path: &str, modified: u64, articles: Vec<Article>) {
        self.remove(path);
        let file = SourceFile {
            path: PathBuf::from(path),
            format: Format::Plain,
            size: 1,
            modified,
        };
        self.files.push((file, articles));
    }

    fn remove(&mut self, path: &str) {
        self.files.retain(|(file, _)| file.path != Path::new(path));
    }

    fn update(&self, index: &Index) -> Report {
        self.read.lock().unwrap().clear();
        let files: Vec<SourceFile> = self.files.iter().map(|(file, _)| file.clone()).collect();
        let read = |file: &SourceFile, take: &mut dyn FnMut(Reading)| {
            self.read.lock().unwrap().push(file.path.clone());
            let (_, articles) = self.files.iter().find(|(other, _)| other == file).unwrap();
            for article in articles {
                take(Reading::Article(Box::new(article.clone())));
            }
        };
        index
            .update(&files, &read, &mut |_| ControlFlow::Continue(()))
            .unwrap()
    }

    fn was_read(&self) -> Vec<PathBuf> {
        let mut read = self.read.lock().unwrap().clone();
        read.sort();
        read
    }
}

#[test]
fn only_changed_files_are_read() {
    let index = Index::in_memory().unwrap();
    let mut folder = Folder::default();
    folder.put("a", 1, vec![article("a", "A", "One.")]);
    folder.put("b", 1, vec![article("b", "B", "Two.")]);
    folder.update(&index);
    assert_eq!(folder.was_read().len(), 2);
    let report = folder.update(&index);
    assert!(folder.was_read().is_empty());
    assert_eq!((report.unchanged, report.articles), (2, 2));
    folder.put("b", 2, vec![article("b", "B", "Two, edited.")]);
    let report = folder.update(&index);
    assert_eq!(folder.was_read(), [PathBuf::from("b")]);
    assert_eq!((report.unchanged, report.changed), (1, 1));
    folder.remove("a");
    let report = folder.update(&index);
    assert!(folder.was_read().is_empty());
    assert_eq!((report.removed, report.articles), (1, 1));
}

#[test]
fn a_thorough_update_indexes_everything_again_and_changes_nothing() {
    let index = index_of(&[("a", "Ships sailed."), ("b", "Trains ran late.")]);
    let folder = Folder::default();
    let articles = [article("a", "About a", "Ships sailed.")];
    let file = SourceFile {
        path: PathBuf::from("(given)"),
        format: Format::JsonLines,
        size: 0,
        modified: 0,
    };
    let read = |file: &SourceFile, take: &mut dyn FnMut(Reading)| {
        folder.read.lock().unwrap().push(file.path.clone());
        for article in &articles {
            take(Reading::Article(Box::new(article.clone())));
        }
    };
    for removed in [1, 0] {
        let report = index
            .update_thoroughly(std::slice::from_ref(&file), &read, &mut |_| {
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!((report.unchanged, report.removed), (1, removed));
        assert_eq!(index.snapshot().block_count(), 1);
    }
    assert_eq!(folder.was_read().len(), 2);
    assert_eq!(find(&index.snapshot(), &text("ship")), ["a"]);
}

#[test]
fn ids_follow_the_order_of_the_files() {
    for _ in 0..20 {
        let index = Index::in_memory().unwrap();
        let mut folder = Folder::default();
        for name in ["d/x", "b/x", "c/x", "a/x"] {
            folder.put(name, 1, vec![article("x", "X", &format!("In {name}."))]);
        }
        folder.update(&index);
        let body = |id: &str| index.snapshot().body(id).unwrap().unwrap().1;
        assert_eq!(body("x"), "In a/x.");
        assert_eq!(body("x-4"), "In d/x.");
    }
}

#[test]
fn a_copy_stands_in_when_the_file_it_copies_goes() {
    let index = Index::in_memory().unwrap();
    let mut folder = Folder::default();
    folder.put("a/x", 1, vec![article("x", "X", "The same.")]);
    folder.put("b/x", 1, vec![article("x", "X", "The same.")]);
    assert_eq!(folder.update(&index).articles, 1);
    folder.remove("a/x");
    let report = folder.update(&index);
    assert_eq!(
        (report.articles, report.removed, report.unchanged),
        (1, 0, 1)
    );
    assert_eq!(index.snapshot().body("x").unwrap().unwrap().1, "The same.");
}

#[test]
fn a_stopped_update_leaves_the_index_as_it_was() {
    let index = index_of(&[("a", "A car.")]);
    let file = SourceFile {
        path: PathBuf::from("many"),
        format: Format::JsonLines,
        size: 1,
        modified: 1,
    };
    let read = |_: &SourceFile, take: &mut dyn FnMut(Reading)| {
        for number in 0..1000 {
            let article = article(&format!("n{number}"), "Many", "A boat.");
            take(Reading::Article(Box::new(article)));
        }
    };
    let stopped = index.update(&[file], &read, &mut |progress| {
        if progress.articles > 10 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(stopped.unwrap_err().is_cancelled());
    assert_eq!(find(&index.snapshot(), &text("car")), ["a"]);
    assert!(find(&index.snapshot(), &text("boat")).is_empty());
    let report = index
        .update_articles(vec![article("a", "About a", "A car.")])
        .unwrap();
    assert_eq!(report.unchanged, 1);
}
