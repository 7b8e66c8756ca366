//! What cannot be read, or is too much for the server, is told and not the end.

use matrix_sdk::encryption::LocalTrust;

use super::harness::MatrixTest;
use super::person::Wishes;

#[test]
fn a_room_is_told_once_that_its_messages_cannot_be_decrypted() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.asks(&room, "!sources");
    ana.keeps_keys_from(&bot.account, LocalTrust::BlackListed);
    let hints = || {
        ana.wait("a hint", |events| {
            let hints = events.iter().filter(|(_, event)| {
                let body = event["content"]["body"].as_str().unwrap_or_default();
                body.contains("could not decrypt") && event["sender"] == bot.account.as_str()
            });
            let count = hints.count();
            (count > 0).then_some(count)
        })
    };
    let unread = ana.writes(&room, "!who gave Kim the car?");
    assert_eq!(hints(), 1);
    ana.writes(&room, "!who gave Kim the car?");
    ana.keeps_keys_from(&bot.account, LocalTrust::Unset);
    let answer = ana.asks(&room, "!who gave Kim the car?");
    assert!(answer.words().contains("Putin"), "{answer:#?}");
    assert_eq!(hints(), 1, "once");
    assert!(ana.answers_to(&unread).is_empty());
    bot.finish();
}

#[test]
fn a_server_that_is_asked_too_much_has_every_answer_in_the_end() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.asks(&room, "!sources");
    bot.server.limits(&bot.account);
    let asked: Vec<String> = (0..6)
        .map(|_| ana.writes(&room, "!who gave Kim the car?"))
        .collect();
    let told_at: Vec<u64> = asked
        .iter()
        .map(|question| {
            let answer = ana.answer_to(question);
            assert!(answer.words().contains("Putin"));
            answer.event["origin_server_ts"].as_u64().expect("a time")
        })
        .collect();
    // Two at once, and then one a second.
    assert!(told_at[5] - told_at[0] >= 3_000, "{told_at:?}");
    ana.asks(&room, "!sources");
    for question in &asked {
        assert_eq!(ana.answers_to(question).len(), 1);
    }
    bot.finish();
}
