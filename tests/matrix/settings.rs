//! What the powers of a room allow, in rooms of the newest version, whose creators have no number,
//! and of the one before.

use matrix_sdk::ruma::RoomVersionId;
use serde_json::json;

use super::harness::MatrixTest;
use super::person::Wishes;
use super::relay::Lost;

#[test]
fn who_rules_a_room_sets_its_mark_and_nobody_else_does() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let (ana, eve) = (bot.person("ana"), bot.person("eve"));
    for version in [RoomVersionId::V11, RoomVersionId::V12] {
        let room = bot.room_with(
            &ana,
            Wishes {
                version,
                ..Wishes::default()
            },
        );
        let other = bot.room_with(&ana, Wishes::default());
        ana.invites(&room, &eve.name);
        eve.joins(&room);
        let refused = eve.asks(&room, "!newshound prefix ?");
        assert!(refused.words().contains("Only admins"), "{refused:#?}");
        ana.asks(&room, "!newshound prefix ?");
        let answer = ana.asks(&room, "?who gave Kim the car?");
        assert!(answer.words().contains("Putin"), "{answer:#?}");
        assert!(
            ana.asks(&other, "!who gave Kim the car?")
                .words()
                .contains("Putin")
        );
        // What touches the articles is for owners, whoever rules the room.
        let refused = ana.asks(&room, "?reindex");
        assert!(refused.words().contains("owners"), "{refused:#?}");
        let refused = ana.asks(&room, "?status");
        assert!(refused.words().contains("Only admins"), "{refused:#?}");
    }
    bot.finish();
}

#[test]
fn a_room_that_wants_threads_has_them() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.asks(&room, "!newshound reply thread");
    let asked = ana.writes(&room, "!who gave Kim the car?");
    let answer = ana.answer_to(&asked);
    let relation = &answer.event["content"]["m.relates_to"];
    assert_eq!(
        (&relation["rel_type"], &relation["event_id"]),
        (&"m.thread".into(), &asked.into())
    );
    bot.finish();
}

#[test]
fn a_private_answer_comes_in_a_room_for_two() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::default());
    ana.asks(&room, "!newshound reply private");
    let asked = ana.writes(&room, "!who gave Kim the car?");
    let private = ana.is_invited_by(&bot.account);
    ana.joins(&private);
    let told = ana.wait("a private answer", |events| {
        let answers = events
            .iter()
            .find(|(place, event)| *place == private && event["content"]["msgtype"] == "m.notice");
        answers.map(|(_, event)| event["content"]["body"].to_string())
    });
    assert!(told.contains("Putin"), "{told}");
    assert!(ana.answers_to(&asked).is_empty());
    bot.finish();
}

#[test]
fn a_private_answer_is_not_shown_to_others_where_no_room_for_two_can_be_opened() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let (test, relay) = test.with_relay();
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::default());
    ana.asks(&room, "!newshound reply private");
    relay.will_lose(Lost::Request, "/createRoom");
    let asked = ana.writes(&room, "!who gave Kim the car?");
    bot.wait_until_told("no room for a private answer");
    relay.mend();
    let told = ana.answer_to(&asked);
    assert!(told.words().contains("Answers are private"), "{told:#?}");
    assert!(!told.words().contains("Putin"), "{told:#?}");
    // A changed question is answered in private too, never in the place of that word.
    let line = "!where was the car made?";
    ana.sends(
        &room,
        &json!({"msgtype": "m.text", "body": format!("* {line}"),
            "m.new_content": {"msgtype": "m.text", "body": line},
            "m.relates_to": {"rel_type": "m.replace", "event_id": asked}}),
    );
    let private = ana.is_invited_by(&bot.account);
    ana.joins(&private);
    ana.wait("a private answer", |events| {
        let own = events
            .iter()
            .filter(|(_, event)| event["sender"] == bot.account.as_str());
        let mut answers = own.filter(|(_, event)| event.to_string().contains("<blockquote>"));
        answers
            .next()
            .map(|(place, event)| assert_eq!(*place, private, "{event}"))
    });
    bot.finish();
}
