//! Discord's limits are obeyed, ours are explained, and many questions at once are all answered.

use std::collections::BTreeMap;

use serde_json::json;

use super::double::world::{GENERAL, NEWS};
use super::harness::DiscordTest;

const MESSAGES: &str = "/channels/{channel_id}/messages";
const CALLBACK: &str = "/interactions/{interaction_id}/{interaction_token}/callback";
const LINE: &str = "!who gave Kim the car?";

#[test]
fn a_limited_answer_is_sent_again_when_it_may() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.limit("POST", MESSAGES, 2, 0.3);
    let asked = server.member("ana").writes(GENERAL, LINE);
    let answer = server.member("ana").answer_to(asked);
    assert!(answer.words().contains("Putin"));
    let posts = server.double.requests("POST", MESSAGES);
    let statuses: Vec<u16> = posts.iter().map(|post| post.status).collect();
    assert_eq!(statuses, [429, 429, 200]);
    for pair in posts.windows(2) {
        let pause = pair[1].arrived - pair[0].arrived;
        assert!(pause.as_secs_f64() >= 0.3, "it came back after {pause:?}");
    }
    server.finish();
}

#[test]
fn a_limited_acknowledgement_still_comes_in_time() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.limit("POST", CALLBACK, 1, 0.2);
    let answer = server.member("ana").slash("topics", &[]);
    assert!(answer.words().contains("sanctions"));
    server.finish();
}

#[test]
fn who_asks_too_much_is_told_so_civilly() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("ROOMS_PERSON_LIMIT", "3").start();
    let ana = server.member("ana");
    for _ in 0..3 {
        assert!(ana.says(GENERAL, LINE).words().contains("Putin"));
    }
    let notice = ana.says(GENERAL, LINE);
    assert!(notice.words().contains("ask again"), "{}", notice.text());
    assert!(
        server
            .member("ben")
            .says(GENERAL, LINE)
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn two_hundred_questions_at_once_are_all_answered() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .setting("ROOMS_PERSON_LIMIT", "10000")
        .setting("ROOMS_ROOM_LIMIT", "10000")
        .start();
    let names = ["ana", "ben", "mo", "ada"];
    let asked: Vec<(usize, u64)> = (0..100)
        .map(|number| {
            let channel = if number % 2 == 0 { GENERAL } else { NEWS };
            (
                number,
                server.member(names[number % 4]).writes(channel, LINE),
            )
        })
        .collect();
    let question = [("question", json!("gave Kim the car?"))];
    let called: Vec<u64> = (0..100)
        .map(|number| {
            server
                .member(names[number % 4])
                .calls(GENERAL, "who", &question, false)
        })
        .collect();
    for (number, message) in &asked {
        let answer = server.member(names[number % 4]).answer_to(*message);
        assert!(answer.words().contains("Putin"), "{}", answer.text());
    }
    let mut kinds = BTreeMap::new();
    for id in called {
        let answer = server.member("ana").answer_to_interaction(id);
        assert!(answer.words().contains("Putin"), "{}", answer.text());
        let kind = server.double.look(|world| {
            let interaction = &world.interactions[&id];
            interaction
                .answer
                .as_ref()
                .and_then(|answer| answer["type"].as_u64())
        });
        *kinds.entry(kind).or_insert(0) += 1;
    }
    for (_, message) in &asked {
        assert_eq!(server.answers(*message).len(), 1);
    }
    server.finish();
}

#[test]
fn a_channel_where_too_much_is_asked_is_told_so_civilly() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("ROOMS_ROOM_LIMIT", "2").start();
    for name in ["ana", "ben"] {
        assert!(
            server
                .member(name)
                .says(GENERAL, LINE)
                .words()
                .contains("Putin")
        );
    }
    let notice = server.member("mo").says(GENERAL, LINE);
    assert!(notice.words().contains("ask again"), "{}", notice.text());
    assert!(
        server
            .member("mo")
            .says(NEWS, LINE)
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn however_much_there_is_to_quote_no_message_is_too_long() {
    let Some(mut test) = DiscordTest::new() else {
        return;
    };
    for number in 0..30 {
        let many = "and the *long* bridge over the [cold] river Lena was opened again ".repeat(25);
        let sentence = format!("Minister Hale opened bridge number {number} {many}on Friday.");
        let text = format!("---\ntitle: {}\n---\n\n{sentence}\n", "Bridge ".repeat(60));
        test = test.article(&format!("bridge-{number}"), &text);
    }
    let endless = "never ending ".repeat(800);
    let server = test
        .article(
            "endless",
            &format!("# Endless\n\nMinister Hale opened a road {endless}today.\n"),
        )
        .setting("ROOMS_PERSON_LIMIT", "10000")
        .setting("ANSWERS_QUOTES", "10")
        .setting("ANSWERS_QUOTE_LENGTH", "2000")
        .setting("ANSWERS_LIST_LENGTH", "50")
        .start();
    let ana = server.member("ana");
    for line in [
        "!who opened the bridge?",
        "!who opened a road?",
        "!sources",
        "!timeline",
        "!quotes Hale",
        "!article endless",
        "!article bridge-3",
        "!who",
        "!help",
    ] {
        let mut answer = ana.says(GENERAL, line);
        for _ in 0..12 {
            if !answer.buttons().iter().any(|label| label == "More") {
                break;
            }
            answer = ana.presses(&answer, "more");
        }
    }
    ana.slash(
        "who",
        &[("question", json!(&"opened the bridge ".repeat(110)))],
    );
    server.finish();
}
