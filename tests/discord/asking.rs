//! However a question reaches the bot, it is answered in the articles' words; what is not meant for
//! it is left alone.

use super::answer::Answer;
use super::double::world::{GENERAL, NEWS};
use super::harness::{DiscordTest, Server};

const QUESTION: &str = "who gave Kim the car?";
const QUOTE: &str = "rode in the limousine that Putin gave him";

#[track_caller]
fn assert_answers(words: &str) {
    let plain = words.replace("**", "").replace("__", "");
    assert!(plain.contains("Putin") && plain.contains(QUOTE), "{words}");
}

#[test]
fn a_command_behind_the_prefix_is_answered_by_a_reply() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server.member("ana").says(GENERAL, &format!("!{QUESTION}"));
    assert_answers(&answer.words());
    assert_eq!(answer.value["type"], 19);
    assert!(!answer.private);
    assert_answers(
        &server
            .member("ben")
            .says(NEWS, &format!("!{QUESTION}"))
            .words(),
    );
    server.finish();
}

#[test]
fn an_answer_is_an_embed_with_citations_buttons_and_a_footer() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server.member("ana").says(GENERAL, &format!("!{QUESTION}"));
    let embed = &answer.value["embeds"][0];
    assert!(embed["color"].is_u64(), "{embed}");
    let footer = embed["footer"]["text"].as_str().unwrap_or_default();
    assert!(
        footer.contains("source") || footer.contains("article"),
        "{embed}"
    );
    assert!(answer.words().contains("[1]"), "{}", answer.text());
    for word in ["more", "context", "sources"] {
        answer.button(word);
    }
    server.finish();
}

#[test]
fn a_mention_asks() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    assert_answers(&ana.says(GENERAL, &format!("<@1000> {QUESTION}")).words());
    assert_answers(&ana.says(GENERAL, &format!("<@1000>, {QUESTION}")).words());
    server.finish();
}

#[test]
fn in_a_direct_message_nothing_needs_to_stand_before_the_question() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    assert_answers(&ana.says_in_private(QUESTION).words());
    assert_answers(&ana.says_in_private(&format!("!{QUESTION}")).words());
    server.finish();
}

#[test]
fn a_reply_to_an_answer_asks_on() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let first = ana.says(GENERAL, &format!("!{QUESTION}"));
    let next = ana.replies(&first, "when was the panel vetoed?");
    assert!(next.words().contains("vetoed"), "{}", next.text());
    let more = ana.replies(&first, "more");
    assert_ne!(more.words(), first.words());
    server.finish();
}

/// Writes what is answered for certain, so that what was to be left alone has been seen by then.
#[track_caller]
fn settle(server: &Server) {
    server.member("mo").says(GENERAL, "!help");
}

#[test]
fn what_is_not_meant_for_it_is_left_alone() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let line = format!("!{QUESTION}");
    let alone = [
        server
            .member("ana")
            .writes(GENERAL, "who gave Kim the car?"),
        server.member("ana").writes(GENERAL, "!"),
        server.member("ana").writes(GENERAL, "!!!"),
        server
            .member("ana")
            .writes(GENERAL, "<@86150005001> who gave Kim the car?"),
        server.member("rob").writes(GENERAL, &line),
        server
            .member("rob")
            .writes(GENERAL, &format!("<@1000> {QUESTION}")),
        server.double.say_by_webhook(GENERAL, &line),
        server.double.say("newshound", GENERAL, &line),
    ];
    settle(&server);
    for message in alone {
        assert!(server.answers(message).is_empty(), "{message} was answered");
    }
    server.finish();
}

#[test]
fn an_unknown_command_is_answered_civilly() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server.member("ana").says(GENERAL, "<@1000> xyzzy plugh?");
    assert!(!answer.words().is_empty());
    server.finish();
}

#[test]
fn the_mark_before_commands_can_be_another() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("ROOMS_PREFIX", "?").start();
    let unmarked = server
        .member("ana")
        .writes(GENERAL, &format!("!{QUESTION}"));
    assert_answers(
        &server
            .member("ana")
            .says(GENERAL, &format!("?{QUESTION}"))
            .words(),
    );
    assert!(server.answers(unmarked).is_empty());
    server.finish();
}

#[test]
fn an_answer_reads_like_this() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .article(
            "ferry-sinks",
            "---\ntitle: Ferry sinks off Lervik\nsource: Coast Herald\npublished: 2024-03-08\n\
             url: https://coast.example/ferry\n---\n\n\
             The ferry Solveig sank off Lervik on Thursday after it struck a rock. \
             All 214 people on board were rescued by fishing boats.\n",
        )
        .start();
    let answer = server
        .member("ana")
        .says(GENERAL, "!when did the ferry sink?");
    insta::assert_snapshot!(answer.text(), @r#"
    | /when did the ferry sink?
    | Probably\: **Thursday** [1]
    |
    | > “The __ferry__ Solveig __sank__ off Lervik on **Thursday** after it struck a rock. All 214 people on board were rescued by fishing __boats__.”
    | -# [1](https://coast.example/ferry#:~:text=The%20ferry%20Solveig%20sank%20off,were%20rescued%20by%20fishing%20boats%2E) Ferry sinks off Lervik — Coast Herald, 2024-03-08, ¶1 · `BWGC-CBQK-01YE-G`
    | -- Coast Herald · 1 article, the newest of 2024-03-08
    [Context] [Sources]
    "#);
    server.finish();
}

#[test]
fn what_the_articles_do_not_say_has_another_colour() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let found = ana.says(GENERAL, &format!("!{QUESTION}"));
    let missing = ana.says(GENERAL, "!who won the chess tournament in Reykjavik?");
    assert!(missing.words().contains("don't say"), "{}", missing.text());
    let colour = |answer: &Answer| answer.value["embeds"][0]["color"].clone();
    assert_ne!(colour(&found), colour(&missing));
    server.finish();
}
