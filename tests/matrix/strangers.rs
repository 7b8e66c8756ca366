//! Whoever uses a client that shares no code with the bot's has the same bot.

use serde_json::json;

use super::harness::MatrixTest;
use super::person::{fresh, register};
use super::stranger::Stranger;

#[test]
fn another_client_asks_changes_and_takes_back() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let Some(mut ana) = Stranger::new(bot.server, "ana") else {
        return;
    };
    let third = register(bot.server, &fresh("third"));
    for is_encrypted in [false, true] {
        let room = ana.opens_room(&[&bot.account, &third], is_encrypted);
        ana.waits_for(&room, &bot.account);
        let asked = ana.writes(&room, "!who gave Kim the car?");
        let answer = ana.answer_to(&asked);
        assert_eq!(answer["encrypted"], is_encrypted, "{answer:#}");
        let event = &answer["heard"];
        assert_eq!(event["sender"], bot.account.as_str());
        let content = &event["content"];
        assert!(content["body"].as_str().unwrap().contains("Putin"));
        let html = content["formatted_body"].as_str().unwrap();
        assert!(html.contains("<blockquote>“"), "{html}");
        assert_eq!(content["m.mentions"], json!({"user_ids": [ana.name]}));

        // A notice is what bots say; the reply of an old client holds what it replies to.
        let notice = json!({"msgtype": "m.notice", "body": "!who gave Kim the car?"});
        let notice = ana.sends(&room, &notice);
        let quoted = format!("> <{}> Putin\n\nand when?", bot.account);
        let reply = ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": quoted,
                "m.relates_to": {"m.in_reply_to": {"event_id": event["event_id"]}}}),
        );
        let when = ana.answer_to(&reply)["heard"]["content"]["body"].to_string();
        assert!(when.contains("2024"), "{when}");
        let threaded = ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": "!sources", "m.relates_to": {
                "rel_type": "m.thread", "event_id": asked, "is_falling_back": true,
                "m.in_reply_to": {"event_id": asked}}}),
        );
        let relation = &ana.answer_to(&threaded)["heard"]["content"]["m.relates_to"];
        assert_eq!(relation["event_id"], asked.as_str());
        assert_eq!(relation["rel_type"], "m.thread");
        assert_eq!(ana.count_answers_to(&notice), 0);

        ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": "* !sources",
                "m.new_content": {"msgtype": "m.text", "body": "!sources"},
                "m.relates_to": {"rel_type": "m.replace", "event_id": asked}}),
        );
        let id = event["event_id"].clone();
        let changed = ana.wait("a changed answer", |told| {
            let relation = &told["heard"]["content"]["m.relates_to"];
            relation["rel_type"] == "m.replace" && relation["event_id"] == id
        });
        assert_eq!(changed["heard"]["content"]["m.mentions"], json!({}));
        ana.takes_back(&room, &asked);
        ana.wait("the answer taken back", |told| {
            let event = &told["heard"];
            event["type"] == "m.room.redaction"
                && event["sender"] == bot.account.as_str()
                && (event["redacts"] == id || event["content"]["redacts"] == id)
        });
    }
    bot.finish();
}

#[test]
fn another_client_in_a_room_for_two_needs_no_mark() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let Some(mut ana) = Stranger::new(bot.server, "ana") else {
        return;
    };
    let room = ana.opens_room(&[&bot.account], true);
    ana.waits_for(&room, &bot.account);
    let asked = ana.writes(&room, "who gave Kim the car?");
    let answer = ana.answer_to(&asked);
    assert!(answer.to_string().contains("Putin"), "{answer:#}");
    bot.finish();
}
