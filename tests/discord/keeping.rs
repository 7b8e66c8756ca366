//! Owners keep the articles from Discord: attached files come in, everybody is answered from them,
//! and nobody else may.

use serde_json::json;

use super::answer::Answer;
use super::double::world::{File, GENERAL};
use super::harness::{DiscordTest, Server};
use crate::story::long_article;

const BRIDGE: &str = "---\ntitle: Bridge over the Ister opens\npublished: 2024-03-01\n---\n\
    The bridge over the Ister opened on Friday after nine years of work. Mayor Ada Quill cut the \
    ribbon before some four thousand people. The city paid 91 million euros for the bridge, twice \
    what it had planned. Lorries may not use it before May, because the northern ramp still has to \
    be strengthened, the builder said. The old ferry makes its last trip on Sunday evening.\n";

/// Ana is the owner.
const OWNER: &str = "86150005000";

/// As many articles as there are at first where an order is to take long.
const SOME: usize = 300;

/// However fast the machine, reading so many takes longer than nothing is told.
const MANY: usize = 20_000;

fn send(server: &Server, user: &str, line: &str) -> u64 {
    let file = File {
        name: "bridge.md".to_owned(),
        bytes: BRIDGE.as_bytes().to_vec(),
    };
    server.double.send_file(user, GENERAL, line, file)
}

#[test]
fn an_owners_file_is_answered_from_at_once() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_OWNERS", OWNER).start();
    let ana = server.member("ana");
    let added = ana.answer_to(send(&server, "ana", "!articles add"));
    assert!(
        added.words().contains("Added 1 article"),
        "{}",
        added.text()
    );
    let asked = server.member("ada").says(GENERAL, "!who cut the ribbon?");
    assert!(asked.words().contains("Ada Quill"), "{}", asked.text());
    let listed = ana.says(GENERAL, "!articles list Ister");
    assert!(
        listed.words().contains("Bridge over the Ister"),
        "{}",
        listed.text()
    );
    let removed = ana.says(GENERAL, "!articles remove bridge-over-the-ister-opens");
    assert!(removed.words().contains("Taken out"), "{}", removed.text());
    let asked = server.member("ada").says(GENERAL, "!who cut the ribbon?");
    assert!(!asked.words().contains("Ada Quill"), "{}", asked.text());
    server.finish();
}

#[test]
fn a_file_that_is_too_large_keeps_no_other_out() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_OWNERS", OWNER).start();
    let file = |name: &str, bytes: Vec<u8>| File {
        name: name.to_owned(),
        bytes,
    };
    let files = vec![
        file("huge.txt", vec![b'a'; 33 << 20]),
        file("bridge.md", BRIDGE.as_bytes().to_vec()),
    ];
    let sent = server
        .double
        .send_files("ana", GENERAL, "!articles add", files);
    let added = server.member("ana").answer_to(sent);
    let words = added.words();
    assert!(words.contains("Added 1 article"), "{}", added.text());
    assert!(words.contains("huge.txt"), "{}", added.text());
    assert!(words.contains("larger than 32 MiB"), "{}", added.text());
    server.finish();
}

#[test]
fn a_reply_to_a_file_takes_that_file() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_OWNERS", OWNER).start();
    let sent = send(&server, "ada", "look at this");
    let asked = server
        .double
        .reply("ana", GENERAL, "!articles add", sent, false);
    let added = server.member("ana").answer_to(asked);
    assert!(
        added.words().contains("Added 1 article"),
        "{}",
        added.text()
    );
    server.finish();
}

#[test]
fn admins_of_a_server_keep_no_articles() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let refused = server
        .member("ada")
        .answer_to(send(&server, "ada", "!articles add"));
    assert!(
        refused.words().contains("Only owners"),
        "{}",
        refused.text()
    );
    let refused = server.member("ada").slash("reindex", &[]);
    assert!(
        refused.words().contains("Only owners") && refused.private,
        "{}",
        refused.text()
    );
    server.finish();
}

#[test]
fn slash_commands_take_their_parts() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_OWNERS", OWNER).start();
    let ana = server.member("ana");
    let listed = ana.forces("articles list", &[("filter", json!("Aurus"))]);
    assert!(listed.words().contains("with “Aurus”"), "{}", listed.text());
    let done = ana.forces("reindex", &[("how", json!("full now"))]);
    assert!(done.words().contains("9 articles"), "{}", done.text());
    let put = ana.forces("articles keep", &[("name", json!("nothing"))]);
    assert!(put.words().contains("There is no"), "{}", put.text());
    server.finish();
}

#[test]
fn a_watched_folder_is_answered_from_by_itself() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("ARTICLES_WATCH", "true").start();
    server.add_article("bridge", BRIDGE);
    server.wait_until_told("articles were taken in");
    let asked = server.member("ana").says(GENERAL, "!who cut the ribbon?");
    assert!(asked.words().contains("Ada Quill"), "{}", asked.text());
    server.finish();
}

fn wait_for_sum(server: &Server, message: u64, articles: usize) {
    let sum = format!("{articles} articles");
    server.wait("the sum in its place", |world| {
        let message = world.messages.get(&message)?;
        let said = message.value.to_string();
        // What is told of an order on its way counts articles, too.
        let is_done = said.contains(&sum) && !said.contains("Reading: ");
        is_done.then_some(())
    });
}

/// Gives an order with more and more to read, until it takes so long that it is told of on its way.
/// Whatever else the order gives comes with what was told.
fn told_of<T>(
    server: &Server,
    articles: &mut usize,
    order: impl Fn() -> (T, Answer),
) -> (T, Answer) {
    loop {
        let (other, told) = order();
        if told.words().contains("Reading: ") {
            return (other, told);
        }
        let sum = format!("{articles} articles");
        assert!(told.words().contains(&sum), "{}", told.text());
        assert!(*articles < MANY, "nothing was told of {articles} articles");
        for number in *articles..*articles * 2 {
            server.add_article(&format!("report-{number}"), &long_article(number));
        }
        *articles *= 2;
    }
}

#[test]
fn a_long_order_is_told_of_where_its_answer_will_stand() {
    let Some(mut test) = DiscordTest::new() else {
        return;
    };
    let mut articles = SOME;
    for number in 0..articles {
        let name = format!("report-{number}");
        test = test.article(&name, &long_article(number));
    }
    let server = test.setting("DISCORD_OWNERS", OWNER).start();
    let ana = server.member("ana");
    let (asked, told) = told_of(&server, &mut articles, || {
        let asked = ana.writes(GENERAL, "!reindex full now");
        (asked, ana.answer_to(asked))
    });
    let files = format!("of {articles} files");
    assert!(told.words().contains(&files), "{}", told.text());
    // Questions are answered meanwhile.
    let answer = server.member("ada").says(GENERAL, "!who read report 7?");
    assert!(answer.words().contains("Quill 7"), "{}", answer.text());
    wait_for_sum(&server, told.id, articles);
    assert_eq!(server.answers(asked).len(), 1, "one message for all of it");
    // A slash command's answer is announced, told of, and then there.
    let ((), called) = told_of(&server, &mut articles, || {
        ((), ana.forces("reindex", &[("how", json!("full now"))]))
    });
    wait_for_sum(&server, called.id, articles);
    server.finish();
}
