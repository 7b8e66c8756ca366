//! Owners keep the articles by command: files come in, are looked at, go out again, and the answers
//! follow; nobody else may, and nothing that somebody chose becomes a path.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use newshound::adapters::console::{request, with_files};
use newshound::admin::{Attachment, Defaults, Rooms};
use newshound::article::ReadSettings;
use newshound::bot::{Bot, BotSettings, Input, Request, Story};
use newshound::command::Permission;
use newshound::index::Index;
use newshound::newsroom::{FetchSettings, Fetcher, Keeper};
use newshound::reply::Reply;
use tempfile::TempDir;

/// A story in a folder of its own, with somebody at the console who keeps it.
struct Newsroom {
    folder: TempDir,
    bot: Bot,
}

const BRIDGE: &str = "Bridge over the Ister opens\n\nPublished: 2024-03-01\n\nThe bridge over the \
    Ister opened on Friday after nine years of work. Mayor Ada Quill cut the ribbon before some \
    four thousand people. The city paid 91 million euros for the bridge, twice what it had \
    planned. Lorries may not use it before May, because the northern ramp still has to be \
    strengthened, the builder said. The old ferry makes its last trip on Sunday evening.\n";

impl Newsroom {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).expect("the folder is ours");
        let (index, _) = Index::open(&folder.path().join("store")).expect("a store can be made");
        let index = Arc::new(index);
        let keeper = Keeper::new(
            Arc::clone(&index),
            articles,
            ReadSettings::default(),
            Fetcher::new(FetchSettings::default()),
        )
        .with_golden(folder.path().join("golden.jsonl"));
        let story = Story {
            name: String::new(),
            index,
            topics: Vec::new(),
        };
        let bot = Bot::new(story, BotSettings::default())
            .with_newsroom(Arc::new(keeper))
            .with_rooms(Arc::new(Rooms::in_memory(Defaults {
                prefix: "!".to_owned(),
            })));
        Self { folder, bot }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).expect("the folder is ours");
        path
    }

    fn ask(&self, line: &str) -> String {
        let input = Input::Text {
            line: line.to_owned(),
            explicit: true,
        };
        let reply = with_files(&self.bot, request(input)).map(|one| self.bot.handle(&one));
        words(&reply.unwrap_or_else(|reply| reply))
    }

    /// Adds a file as a chat platform brings it.
    fn attach(&self, name: &str, content: &[u8]) -> String {
        let input = Input::Text {
            line: "articles add".to_owned(),
            explicit: true,
        };
        let attachment = Attachment {
            name: name.to_owned(),
            content: Ok(content.into()),
        };
        words(&self.bot.handle(&Request {
            attachments: vec![attachment],
            ..request(input)
        }))
    }

    fn add_bridge(&self) -> String {
        let path = self.write("notes.txt", BRIDGE);
        self.ask(&format!("articles add {}", path.display()))
    }

    /// Every file below the folder of the articles, by its path in it.
    fn files(&self) -> Vec<String> {
        let articles = self.path("articles");
        let mut folders = vec![articles.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("the folder is ours") {
                let path = entry.expect("the folder is ours").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let inside = path.strip_prefix(&articles).expect("it is inside");
                    files.push(inside.display().to_string());
                }
            }
        }
        files.sort();
        files
    }
}

fn words(reply: &Reply) -> String {
    serde_json::to_string(&reply).expect("a reply is plain data")
}

#[test]
fn an_added_file_is_understood_and_answered_from_at_once() {
    let newsroom = Newsroom::open();
    assert!(newsroom.ask("who cut the ribbon?").contains("no articles"));
    let added = newsroom.add_bridge();
    for fact in [
        "Added 1 article",
        "Bridge over the Ister opens",
        "2024-03-01",
        "language en",
    ] {
        assert!(added.contains(fact), "{fact}: {added}");
    }
    assert_eq!(newsroom.files(), ["added/bridge-over-the-ister-opens.txt"]);
    assert!(newsroom.ask("who cut the ribbon?").contains("Ada Quill"));
    let again = newsroom.add_bridge();
    assert!(again.contains("have that already"), "{again}");
    assert_eq!(newsroom.files().len(), 1);
}

#[test]
fn what_is_doubtful_waits_until_it_is_kept_or_dropped() {
    let newsroom = Newsroom::open();
    let doubtful = newsroom.attach("page.txt", b"Before you read on\n\nWe use cookies here.\n");
    for doubt in ["Not added yet", "very short", "asks for consent", "undated"] {
        assert!(doubtful.contains(doubt), "{doubt}: {doubtful}");
    }
    assert!(
        doubtful.contains("articles keep before-you-read-on"),
        "{doubtful}"
    );
    assert_eq!(newsroom.files(), [".aside/before-you-read-on.txt"]);
    for line in ["articles aside", "articles keep"] {
        let listed = newsroom.ask(line);
        assert!(listed.contains("before-you-read-on"), "{listed}");
        assert!(listed.contains("very short"), "{listed}");
    }
    assert!(newsroom.ask("reindex now").contains("0 articles"));
    let kept = newsroom.ask("articles keep before-you-read-on");
    assert!(kept.contains("Added 1 article"), "{kept}");
    assert_eq!(newsroom.files(), ["added/before-you-read-on.txt"]);
    newsroom.attach("b.txt", b"Short\n\nVery short.\n");
    assert!(newsroom.ask("articles drop short").contains("Thrown away"));
    let unknown = newsroom.ask("articles drop short");
    assert!(unknown.contains("There is no"), "{unknown}");
    assert!(unknown.contains("`articles aside`"), "{unknown}");
    assert!(newsroom.ask("articles aside").contains("Nothing is put"));
    assert_eq!(newsroom.files(), ["added/before-you-read-on.txt"]);
}

#[test]
fn a_removed_article_is_not_answered_from_and_its_receipts_can_be_checked() {
    let newsroom = Newsroom::open();
    newsroom.add_bridge();
    let answer = newsroom.ask("who cut the ribbon?");
    let receipt = answer
        .split("\"receipt\":\"")
        .nth(1)
        .expect("a quote has one");
    let receipt = receipt.split('"').next().expect("it ends").to_owned();
    let removed = newsroom.ask("articles remove 1");
    assert!(removed.contains("Taken out"), "{removed}");
    assert!(newsroom.ask("who cut the ribbon?").contains("no articles"));
    let verified = newsroom.ask(&format!("verify {receipt}"));
    assert!(verified.contains("Ada Quill"), "{verified}");
    let back = newsroom.ask("articles keep bridge-over-the-ister-opens");
    assert!(back.contains("Added 1 article"), "{back}");
    assert!(newsroom.ask("who cut the ribbon?").contains("Ada Quill"));
}

#[test]
fn an_article_of_a_larger_file_is_left_to_whoever_edits_the_file() {
    let newsroom = Newsroom::open();
    let line = |id: &str| {
        format!(
            "{{\"id\": \"{id}\", \"title\": \"{id}\", \"date\": \"2024-03-01\", \"text\": \"{}\"}}\n",
            format!("The {id} of the town is open again. ").repeat(12)
        )
    };
    let lines = line("library") + line("museum").as_str();
    let added = newsroom.attach("wire.jsonl", lines.as_bytes());
    assert!(added.contains("Added 2 articles"), "{added}");
    let refused = newsroom.ask("articles remove library");
    assert!(refused.contains("holds 2 articles"), "{refused}");
    assert!(newsroom.ask("articles list museum").contains("1 article"));
    let none = newsroom.ask("articles list zzzz");
    assert!(none.contains("zzzz"), "{none}");
    let signs = newsroom.ask("articles list ../..");
    assert_eq!(signs.replace("../..", "zzzz"), none, "signs are in none");
}

#[test]
fn a_path_may_stand_in_quotation_marks() {
    let newsroom = Newsroom::open();
    let path = newsroom.write("the bridge.txt", BRIDGE);
    let added = newsroom.ask(&format!("articles add \"{}\"", path.display()));
    assert!(added.contains("Added 1 article"), "{added}");
}

#[test]
fn names_are_never_paths() {
    let newsroom = Newsroom::open();
    newsroom.write("secret.txt", "nobody's business");
    for name in [
        "../../evil.txt",
        "/var/evil.txt",
        "..\\evil.txt",
        ".txt",
        "a/b.txt",
    ] {
        newsroom.attach(name, format!("../../{name}\n\nText of it.\n").as_bytes());
    }
    for line in ["articles keep ../secret", "articles drop ../secret.txt"] {
        assert!(newsroom.ask(line).contains("There is no"), "{line}");
    }
    assert!(newsroom.path("secret.txt").exists());
    let entries = fs::read_dir(newsroom.folder.path()).expect("the folder is ours");
    assert_eq!(entries.count(), 3, "articles, store and the secret");
    for file in newsroom.files() {
        assert!(file.starts_with(".aside/"), "{file}");
    }
}

#[test]
fn files_that_cannot_be_used_say_why_and_the_others_go_in() {
    let newsroom = Newsroom::open();
    assert!(newsroom.ask("articles add").contains("nothing to add"));
    let nowhere = newsroom.ask("articles add /nowhere/a.txt");
    assert!(nowhere.contains("check that it is there"), "{nowhere}");
    let broken = newsroom.attach("broken.zip", b"no archive");
    assert!(broken.contains("et the file anew"), "{broken}");
    let folder = newsroom.path("new");
    fs::create_dir(&folder).expect("the folder is ours");
    fs::write(folder.join("a.txt"), BRIDGE).expect("the folder is ours");
    fs::write(folder.join("b.txt"), b"\x89PNG\r\n\x1a\n\0\0").expect("the folder is ours");
    std::os::unix::fs::symlink("/etc/hosts", folder.join("c.txt")).expect("the folder is ours");
    let both = newsroom.ask(&format!("articles add {}", folder.display()));
    assert!(both.contains("Added 1 article"), "{both}");
    assert!(both.contains("a PNG image"), "{both}");
    assert!(both.contains("c.txt"), "{both}");
    assert!(both.contains("Is a symbolic link"), "{both}");
    let foreign = newsroom.attach("movie.mp4", b"....");
    assert!(
        foreign.contains("ot a format that newshound reads"),
        "{foreign}"
    );
}

#[test]
fn reindexing_says_what_changed_in_the_folder() {
    let newsroom = Newsroom::open();
    newsroom.add_bridge();
    newsroom.write(
        "articles/ferry.md",
        "---\ntitle: The ferry\n---\nThe ferry sails no more.\n",
    );
    newsroom.write("articles/photo.png", "no article");
    let shown = newsroom.ask("reindex");
    for words in [
        "1 new, 1 left out, 1 article as before",
        "The ferry",
        "photo.png",
        "reindex now",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(
        !newsroom
            .ask("does the ferry sail?")
            .contains("sails no more")
    );
    let done = newsroom.ask("reindex now");
    assert!(
        done.contains("2 articles") && done.contains("1 added, 1 skipped"),
        "{done}"
    );
    assert!(done.contains("photo.png"), "{done}");
    assert!(newsroom.ask("reindex").contains("Nothing has changed"));
    assert!(
        newsroom
            .ask("reindex full")
            .contains("2 articles as before")
    );
    assert!(newsroom.ask("reindex full now").contains("2 articles"));
}

#[test]
fn a_change_is_taken_back_until_somebody_wants_it_after_all() {
    let newsroom = Newsroom::open();
    newsroom.add_bridge();
    let ferry = "The ferry\n\nCaptain Bruno Vance steered the ferry on its last trip.\n";
    let path = newsroom.write("articles/ferry.txt", ferry);
    newsroom.ask("reindex now");
    assert!(
        newsroom
            .ask("who steered the ferry?")
            .contains("Bruno Vance")
    );
    let back = newsroom.ask("rollback");
    assert!(
        back.contains("1 article") && back.contains("taken back"),
        "{back}"
    );
    assert!(
        !newsroom
            .ask("who steered the ferry?")
            .contains("Bruno Vance")
    );
    // Nothing brings it in by the way.
    let refused = newsroom.attach("new.txt", BRIDGE.replace("Ister", "Enns").as_bytes());
    assert!(refused.contains("rolled back"), "{refused}");
    assert!(
        !newsroom
            .ask("who steered the ferry?")
            .contains("Bruno Vance")
    );
    let shown = newsroom.ask("reindex");
    assert!(
        shown.contains("was taken back") && shown.contains("The ferry"),
        "{shown}"
    );
    newsroom.ask("reindex now");
    assert!(
        newsroom
            .ask("who steered the ferry?")
            .contains("Bruno Vance")
    );
    fs::remove_file(path).expect("it was there");
    newsroom.ask("reindex now");
    newsroom.ask("rollback");
    assert!(
        newsroom
            .ask("who steered the ferry?")
            .contains("Bruno Vance")
    );
    assert!(newsroom.ask("rollback").contains("1 article"));
    assert!(
        !newsroom
            .ask("who steered the ferry?")
            .contains("Bruno Vance")
    );
}

#[test]
fn there_is_nothing_to_take_back_at_first() {
    let newsroom = Newsroom::open();
    newsroom.add_bridge();
    assert!(newsroom.ask("rollback").contains("no earlier state"));
    assert!(newsroom.ask("who cut the ribbon?").contains("Ada Quill"));
}

#[test]
fn nobody_but_an_owner_changes_anything() {
    let newsroom = Newsroom::open();
    newsroom.add_bridge();
    for rights in [Permission::Everyone, Permission::Admin] {
        for line in [
            "articles remove 1",
            "articles add",
            "reindex",
            "reindex full now",
            "rollback",
        ] {
            let input = Input::Text {
                line: line.to_owned(),
                explicit: true,
            };
            let refused = words(&newsroom.bot.handle(&Request {
                rights,
                ..request(input)
            }));
            assert!(refused.contains("Only owners"), "{line}: {refused}");
        }
    }
    assert_eq!(newsroom.files().len(), 1);
}

#[test]
fn a_pinned_question_that_loses_its_answer_is_named() {
    let newsroom = Newsroom::open();
    assert!(newsroom.ask("golden add").contains("no answered question"));
    newsroom.add_bridge();
    assert!(newsroom.ask("golden").contains("No question is pinned"));
    newsroom.ask("who steered the submarine?");
    assert!(newsroom.ask("golden add").contains("no answered question"));
    newsroom.ask("who cut the ribbon?");
    let pinned = newsroom.ask("golden add");
    assert!(
        pinned.contains("who cut the ribbon?") && pinned.contains("Ada Quill"),
        "{pinned}"
    );
    assert!(newsroom.ask("golden add").contains("pinned already"));
    assert!(
        newsroom
            .ask("golden")
            .contains("1 pinned question still has its answer")
    );
    let removed = newsroom.ask("articles remove 1");
    assert!(
        removed.contains("1 of 1 pinned question lost the answer"),
        "{removed}"
    );
    assert!(removed.contains("should say “Ada Quill”"), "{removed}");
    let back = newsroom.ask("rollback");
    assert!(back.contains("still has its answer"), "{back}");
}

#[test]
fn the_file_of_pinned_questions_can_be_edited_and_a_bad_line_is_named() {
    let newsroom = Newsroom::open();
    newsroom.add_bridge();
    let lines = "{\"id\": \"a\", \"question\": \"what did the city pay?\", \"answers\": [\"91 million euros\"]}\n\
                 {\"id\": \"b\", \"question\": \"who sank the submarine?\", \"answers\": []}";
    newsroom.write("golden.jsonl", lines);
    assert!(
        newsroom
            .ask("golden")
            .contains("2 pinned questions still have their answer")
    );
    newsroom.ask("who cut the ribbon?");
    assert!(newsroom.ask("golden add").contains("Pinned"));
    assert!(newsroom.ask("golden").contains("3 pinned questions still"));
    newsroom.write("golden.jsonl", &format!("{lines}\nnonsense\n"));
    let told = newsroom.ask("golden");
    assert!(
        told.contains("line 3") && told.contains("golden.jsonl"),
        "{told}"
    );
    // The change itself is made all the same.
    assert!(newsroom.ask("articles remove 1").contains("Taken out"));
}

#[test]
fn what_is_ordered_is_noted_and_what_is_asked_is_not() {
    let newsroom = Newsroom::open();
    assert!(newsroom.ask("audit").contains("Nothing was ordered yet"));
    newsroom.add_bridge();
    for line in [
        "who cut the ribbon?",
        "articles list",
        "articles show 1",
        "reindex",
        "golden",
        "reindex full now",
        "articles remove 1",
        "newshound prefix ?",
        "sources",
    ] {
        newsroom.ask(line);
    }
    let told = newsroom.ask("audit");
    for line in [
        "articles add",
        "reindex full now",
        "articles remove 1",
        "newshound prefix ?",
        "console",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    for line in [
        "ribbon",
        "articles list",
        "articles show",
        "sources",
        "golden",
    ] {
        assert!(!told.contains(line), "{line}: {told}");
    }
    assert!(
        told.find("newshound prefix") < told.find("articles add"),
        "the last first"
    );
    let refused = newsroom.bot.handle(&Request {
        rights: Permission::Admin,
        ..request(Input::Text {
            line: "audit".to_owned(),
            explicit: true,
        })
    });
    assert!(words(&refused).contains("Only owners"));
}
