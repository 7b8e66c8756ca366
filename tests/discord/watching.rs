//! Somebody waits for an answer on Discord, and is told once, by a reply that pings nobody else; and
//! everybody can learn who may do what.

use serde_json::{Value, json};

use super::double::world::{GENERAL, NEWS, World};
use super::harness::{DiscordTest, Server};

const OWNER: &str = "86150005000";
const ANA: u64 = 86_150_005_000;
const BEN: u64 = 86_150_005_001;

const BRIDGE: &str = "---\ntitle: Bridge over the Ister opens\npublished: 2024-03-01\n---\n\
    The bridge over the Ister opened on Friday after nine years of work. Mayor Ada Quill cut the \
    ribbon before some four thousand people. The city paid 91 million euros for the bridge, twice \
    what it had planned.\n";

const QUESTION: &str = "who cut the ribbon of the bridge over the Ister?";

fn start(test: DiscordTest) -> Server {
    let known = "---\ntitle: A ferry\npublished: 2024-02-01\n---\n\
        The ferry over the Ister came on Monday.\n";
    test.setting("DISCORD_OWNERS", OWNER)
        .article("ferry", known)
        .discord(|world| world.may_ping = vec![BEN])
        .start()
}

/// What the bot has written in a channel that holds these words.
fn written(world: &World, channel: u64, words: &str) -> Vec<Value> {
    let messages = world.messages.values().filter(|one| one.channel == channel);
    let own = messages.filter(|one| one.value["author"]["bot"] == true);
    own.map(|one| one.value.clone())
        .filter(|value| value.to_string().contains(words))
        .collect()
}

fn bring(server: &Server) {
    server.add_article("bridge", BRIDGE);
    let done = server.member("ana").says(GENERAL, "!reindex now");
    assert!(done.words().contains("1 added"), "{}", done.text());
}

#[test]
fn who_waits_is_answered_under_the_question_once() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = start(test);
    let ben = server.member("ben");
    let asked = ben.writes(GENERAL, &format!("!watch {QUESTION}"));
    let kept = ben.answer_to(asked);
    assert!(
        kept.words().contains("I'll tell you here"),
        "{}",
        kept.text()
    );
    bring(&server);
    let told = server.wait("the answer", |world| {
        written(world, GENERAL, "An article answers it now").pop()
    });
    assert!(told.to_string().contains("Ada Quill"), "{told}");
    assert_eq!(
        told["message_reference"]["message_id"],
        json!(asked.to_string())
    );
    let done = server.member("ana").says(GENERAL, "!reindex full now");
    assert!(!done.words().is_empty());
    let listed = ben.says(GENERAL, "!watches");
    assert!(
        listed.words().contains("No question waits"),
        "{}",
        listed.text()
    );
    let all = server
        .double
        .look(|world| written(world, GENERAL, "answers it now"));
    assert_eq!(all.len(), 1, "once: {all:?}");
    server.finish();
}

#[test]
fn a_question_that_is_taken_back_waits_no_more() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = start(test);
    let ben = server.member("ben");
    let asked = ben.writes(GENERAL, &format!("!watch {QUESTION}"));
    ben.answer_to(asked);
    server.double.delete(asked);
    let gone = (0..100).any(|_| {
        let waiting = ben.says(GENERAL, "!watches");
        waiting.words().contains("No question waits")
    });
    assert!(gone, "it waits although nobody asks it");
    server.finish();
}

#[test]
fn the_button_under_a_refusal_has_the_question_wait_and_a_restart_loses_nothing() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let mut server = start(test);
    let ben = server.member("ben");
    let refused = ben.slash("ask", &[("question", json!(QUESTION))]);
    let kept = ben.presses(&refused, "Tell me when");
    assert!(
        kept.words().contains("I'll tell you here"),
        "{}",
        kept.text()
    );
    server.restart();
    bring(&server);
    let told = server.wait("the answer", |world| {
        written(world, GENERAL, "An article answers it now").pop()
    });
    assert!(told.to_string().contains("Ada Quill"), "{told}");
    server.finish();
}

#[test]
fn an_answer_that_was_waited_for_in_private_is_told_in_private() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = start(test);
    let ben = server.member("ben");
    let asked = [("question", json!(QUESTION)), ("private", json!(true))];
    let kept = ben.slash("watch", &asked);
    assert!(kept.private && kept.words().contains("I'll tell you here"));
    let listed = server.member("ana").says(GENERAL, "!watches");
    assert!(
        listed.words().contains("No question waits"),
        "{}",
        listed.text()
    );
    let direct = server.double.direct("ben");
    bring(&server);
    let told = server.wait("the answer", |world| {
        written(world, direct, "An article answers it now").pop()
    });
    assert!(told.to_string().contains("Ada Quill"), "{told}");
    let public = server
        .double
        .look(|world| written(world, GENERAL, "Ada Quill"));
    assert!(public.is_empty(), "{public:?}");
    server.finish();
}

#[test]
fn who_takes_no_direct_messages_is_told_so_where_they_asked() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = start(test);
    let asked = [("question", json!(QUESTION)), ("private", json!(true))];
    server.member("ben").slash("watch", &asked);
    let direct = server.double.direct("ben");
    server.double.change(|world| world.closed.push(direct));
    bring(&server);
    let told = server.wait("a word about it", |world| {
        written(world, GENERAL, "direct messages").pop()
    });
    assert!(told.to_string().contains(&BEN.to_string()), "{told}");
    assert!(!told.to_string().contains("ribbon"), "{told}");
    server.finish();
}

#[test]
fn owners_read_orders_in_their_channel() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = start(test.setting("DISCORD_AUDIT_CHANNEL", &NEWS.to_string()));
    bring(&server);
    let told = server.wait("the order", |world| {
        written(world, NEWS, "reindex now").pop()
    });
    assert!(told.to_string().contains(&ANA.to_string()), "{told}");
    server.finish();
}

#[test]
fn who_may_do_what_is_told_of_anybody() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = start(test);
    let ben = server.member("ben");
    for (who, command, told) in [
        (OWNER, "reindex", "may use"),
        ("86150005003", "newshound", "an admin"),
        ("86150005003", "reindex", "may not use"),
        ("86150005002", "newshound", "a moderator"),
        ("86150005001", "who", "for everybody"),
    ] {
        let answer = ben.says(GENERAL, &format!("!can <@{who}> {command}"));
        assert!(
            answer.words().contains(told),
            "{who} {command}: {}",
            answer.text()
        );
        let answer = ben.slash("can", &[("user", json!(who)), ("command", json!(command))]);
        assert!(
            answer.words().contains(told),
            "{who} {command}: {}",
            answer.text()
        );
    }
    let unknown = ben.says(GENERAL, "!can <@77> reindex");
    assert!(
        unknown.words().contains("cannot tell who"),
        "{}",
        unknown.text()
    );
    server.finish();
}
