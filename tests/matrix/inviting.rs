//! Who may bring the bot into rooms.

use matrix_sdk::ruma::RoomVersionId;

use super::harness::MatrixTest;
use super::person::Wishes;

#[test]
fn invitations_of_strangers_are_declined_and_of_named_people_accepted() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test
        .variable("NEWSHOUND_MATRIX_INVITERS", "elsewhere.example")
        .start();
    let ana = bot.person("ana");
    let room = ana.opens_room(&[&bot.account], Wishes::default());
    ana.waits_for(&room, &bot.account, "leave");
    bot.stop();
    bot.variable("NEWSHOUND_MATRIX_INVITERS", &ana.name);
    // An invitation that comes while the bot is down waits for it.
    let room = ana.opens_room(&[&bot.account], Wishes::default());
    bot.start_again();
    ana.waits_for(&room, &bot.account, "join");
    assert!(
        ana.asks(&room, "!who gave Kim the car?")
            .words()
            .contains("Putin")
    );
    bot.finish();
}

#[test]
fn what_was_said_before_the_bot_came_is_not_for_it() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = ana.opens_room(&[], Wishes::default());
    let before = ana.writes(&room, "!who gave Kim the car?");
    ana.invites(&room, &bot.account);
    ana.waits_for(&room, &bot.account, "join");
    ana.asks(&room, "!sources");
    assert!(ana.answers_to(&before).is_empty());
    bot.finish();
}

#[test]
fn a_room_that_is_replaced_takes_the_bot_along_and_what_is_set_there() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let ana = test.person("ana");
    let bot = test
        .variable("NEWSHOUND_MATRIX_INVITERS", &ana.name)
        .start();
    let eve = bot.person("eve");
    for is_public in [true, false] {
        let wishes = Wishes {
            is_public,
            version: RoomVersionId::V11,
            ..Wishes::default()
        };
        let old = bot.room_with(&ana, wishes);
        ana.invites(&old, &eve.name);
        eve.joins(&old);
        ana.lets_rule(&old, &eve.name);
        ana.asks(&old, "!newshound prefix ?");
        ana.asks(&old, "?watch who stole the moon?");
        // The bot need not know her: it follows the room, and no other that she opens.
        let new = eve.upgrades(&old, RoomVersionId::V12);
        if !is_public {
            let other = eve.opens_room(&[&bot.account], Wishes::default());
            eve.waits_for(&other, &bot.account, "leave");
            eve.invites(&new, &bot.account);
        }
        eve.waits_for(&new, &bot.account, "join");
        let answer = eve.asks(&new, "?who gave Kim the car?");
        assert!(answer.words().contains("Putin"), "{answer:#?}");
        let waiting = eve.asks(&new, "?watches");
        assert!(waiting.words().contains("stole the moon"), "{waiting:#?}");
    }
    bot.finish();
}

#[test]
fn a_room_that_everybody_left_is_left() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_for_two(&ana, Wishes::encrypted());
    ana.asks(&room, "who gave Kim the car?");
    ana.leaves(&room);
    bot.wait_until_told("an empty room was left");
    bot.finish();
}
