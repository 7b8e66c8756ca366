//! However a question comes, it is answered: by mark, by name, in a room for two, as a reply, in a
//! thread; in plain rooms and in encrypted ones.

use serde_json::json;

use super::harness::MatrixTest;
use super::person::Wishes;

#[test]
fn a_marked_question_is_answered_in_plain_and_encrypted_rooms() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let is_encrypted = wishes.is_encrypted;
        let room = bot.room_with(&ana, wishes);
        let answer = ana.asks(&room, "!who gave Kim the car?");
        assert!(answer.words().contains("Putin"), "{answer:#?}");
        assert!(answer.html().contains("<blockquote>“"), "{answer:#?}");
        assert_eq!(answer.was_encrypted(), is_encrypted);
        let content = &answer.event["content"];
        assert_eq!(content["msgtype"], "m.notice");
        assert_eq!(content["m.mentions"], json!({"user_ids": [ana.name]}));
        assert_eq!(answer.event["sender"], bot.account.as_str());
    }
    bot.finish();
}

#[test]
fn the_bot_is_called_by_name_and_needs_no_mark_in_a_room_for_two() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    let named = ana.sends(
        &room,
        &json!({"msgtype": "m.text", "body": "newshound: who gave Kim the car?",
            "m.mentions": {"user_ids": [bot.account]}}),
    );
    assert!(ana.answer_to(&named).words().contains("Putin"));
    let old_client = format!("{} who gave Kim the car?", bot.account);
    assert!(ana.asks(&room, &old_client).words().contains("Putin"));
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let alone = bot.room_for_two(&ana, wishes);
        let answer = ana.asks(&alone, "who gave Kim the car?");
        assert!(answer.words().contains("Putin"), "{answer:#?}");
    }
    bot.finish();
}

#[test]
fn a_reply_to_an_answer_leans_on_it_and_a_thread_stays_a_thread() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        let first = ana.asks(&room, "!who gave Kim the car?");
        let quotation = format!("> <{}> {}\n\nand when?", bot.account, "Putin\n> gave it");
        let reply = ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": quotation,
                "m.relates_to": {"m.in_reply_to": {"event_id": first.id}}}),
        );
        let answer = ana.answer_to(&reply);
        assert!(answer.words().contains("2024"), "{answer:#?}");
        let threaded = ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": "!where was the car made?", "m.relates_to": {
                "rel_type": "m.thread", "event_id": reply, "is_falling_back": true,
                "m.in_reply_to": {"event_id": reply}}}),
        );
        let relation = ana.answer_to(&threaded).event["content"]["m.relates_to"].clone();
        assert_eq!(relation["rel_type"], "m.thread");
        assert_eq!(relation["event_id"], reply.as_str());
    }
    bot.finish();
}

#[test]
fn notices_talk_and_words_for_others_are_left_alone() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::default());
    let talk = ana.writes(&room, "what a day");
    let notice = json!({"msgtype": "m.notice", "body": "!who gave Kim the car?"});
    let left_alone = [
        ana.sends(&room, &notice),
        ana.writes(&room, "who gave Kim the car?"),
        ana.writes(&room, "!play some old song"),
        ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": "newshound: who gave Kim the car?",
                "m.mentions": {}}),
        ),
        // The fallback of an edit, whose message was no question.
        ana.sends(
            &room,
            &json!({"msgtype": "m.text", "body": "* !who gave Kim the car?",
                "m.new_content": {"msgtype": "m.text", "body": "!who gave Kim the car?"},
                "m.relates_to": {"rel_type": "m.replace", "event_id": talk}}),
        ),
    ];
    // A room's questions are answered in their order: with this answer all others would be there.
    ana.asks(&room, "!sources");
    for event in left_alone {
        assert!(ana.answers_to(&event).is_empty());
    }
    bot.finish();
}

#[test]
fn a_long_answer_comes_in_parts_and_more_goes_on() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::default());
    let answer = ana.asks(&room, "!timeline");
    assert!(answer.words().contains("!more"), "{answer:#?}");
    let more = ana.asks(&room, "!more");
    assert_ne!(more.words(), answer.words());
    let help = ana.asks(&room, "!help");
    assert!(help.words().contains("timeline"), "{help:#?}");
    bot.finish();
}
