//! Questions that are changed or taken back.

use matrix_sdk::ruma::RoomId;
use serde_json::{Value, json};

use super::harness::MatrixTest;
use super::person::{Person, Wishes};

fn edit(person: &Person, room: &RoomId, event: &str, line: &str) -> String {
    person.sends(
        room,
        &json!({"msgtype": "m.text", "body": format!("* {line}"),
            "m.new_content": {"msgtype": "m.text", "body": line},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event}}),
    )
}

fn wait_for_change(person: &Person, answer: &str) -> Value {
    person.wait("a changed answer", |events| {
        let change = events.iter().find(|(_, event)| {
            let relation = &event["content"]["m.relates_to"];
            relation["rel_type"] == "m.replace" && relation["event_id"] == answer
        });
        change.map(|(_, event)| event.clone())
    })
}

#[test]
fn a_changed_question_changes_its_answer_and_nobody_else_does() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let (ana, eve) = (bot.person("ana"), bot.person("eve"));
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        ana.invites(&room, &eve.name);
        eve.joins(&room);
        let asked = ana.writes(&room, "!who gave Kim the car?");
        let answer = ana.answer_to(&asked);
        edit(&eve, &room, &asked, "!help");
        edit(&ana, &room, &asked, "!sources");
        let change = wait_for_change(&ana, &answer.id);
        let new = &change["content"]["m.new_content"];
        assert!(!new["body"].as_str().unwrap().contains("Putin,"), "{new:#}");
        assert_eq!(change["content"]["m.mentions"], json!({}));
        assert_eq!(ana.answers_to(&asked).len(), 1);
    }
    bot.finish();
}

#[test]
fn a_question_that_is_taken_back_takes_its_answer_with_it() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        let asked = ana.writes(&room, "!who gave Kim the car?");
        let answer = ana.answer_to(&asked);
        ana.takes_back(&room, &asked);
        ana.wait("the answer taken back", |events| {
            let redaction = events.iter().any(|(_, event)| {
                event["type"] == "m.room.redaction"
                    && event["sender"] == bot.account.as_str()
                    && event["content"]["redacts"] == answer.id.as_str()
            });
            redaction.then_some(())
        });
    }
    bot.finish();
}
