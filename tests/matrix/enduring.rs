//! A crash or a stop loses nothing and says nothing twice.

use super::harness::MatrixTest;
use super::person::Wishes;
use super::relay::Lost;

#[test]
fn what_was_asked_while_the_bot_was_down_is_answered_once() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    // One person is answered less in a minute.
    let mut bot = test
        .variable("NEWSHOUND_ROOMS_PERSON_LIMIT", "1000")
        .start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        ana.asks(&room, "!who gave Kim the car?");
        bot.stop();
        let asked: Vec<String> = (0..30)
            .map(|_| ana.writes(&room, "!who gave Kim the car?"))
            .collect();
        bot.start_again();
        for question in &asked {
            assert!(ana.answer_to(question).words().contains("Putin"));
        }
        bot.stop();
        bot.start_again();
        ana.asks(&room, "!sources");
        for question in &asked {
            assert_eq!(ana.answers_to(question).len(), 1);
        }
    }
    bot.finish();
}

#[test]
fn what_is_too_old_is_not_answered() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.variable("NEWSHOUND_MATRIX_MAX_AGE", "1 s").start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::default());
    ana.asks(&room, "!sources");
    bot.stop();
    let old = ana.writes(&room, "!who gave Kim the car?");
    ana.talks_until_it_is_older(&room, &old, 1_000);
    bot.start_again();
    ana.asks(&room, "!sources");
    assert!(ana.answers_to(&old).is_empty());
    bot.finish();
}

#[test]
fn a_question_outlives_a_kill_and_is_answered_once() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let ana = bot.person("ana");
    // The bot is killed before it has heard them, and while it is at them: some are answered then,
    // and some are not.
    for answered in [None, Some(0), Some(1), Some(3)] {
        let wishes = if answered == Some(1) {
            Wishes::default()
        } else {
            Wishes::encrypted()
        };
        let room = bot.room_with(&ana, wishes);
        let asked: Vec<String> = (0..8)
            .map(|_| ana.writes(&room, "!who gave Kim the car?"))
            .collect();
        if let Some(number) = answered {
            ana.answer_to(&asked[number]);
        }
        bot.crash();
        bot.start_again();
        for question in &asked {
            assert!(ana.answer_to(question).words().contains("Putin"));
        }
        ana.asks(&room, "!sources");
        for question in &asked {
            assert_eq!(ana.answers_to(question).len(), 1, "once");
        }
    }
    bot.finish();
}

#[test]
fn a_server_that_was_away_is_listened_to_again() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let (test, relay) = test.with_relay();
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.asks(&room, "!who gave Kim the car?");
    for _ in 0..3 {
        let under_way = ana.writes(&room, "!who gave Kim the car?");
        relay.cut();
        let meanwhile = ana.writes(&room, "!who gave Kim the car?");
        bot.wait_until_told("matrix does not answer");
        relay.mend();
        for question in [under_way, meanwhile] {
            assert!(ana.answer_to(&question).words().contains("Putin"));
            assert_eq!(ana.answers_to(&question).len(), 1);
        }
    }
    bot.finish();
}

#[test]
fn an_answer_that_does_not_arrive_is_sent_again_and_once() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let (test, relay) = test.with_relay();
    let mut bot = test.start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        ana.asks(&room, "!sources");
        // The server has the answer, or not; the bot knows it, or is stopped or killed before.
        for lost in [Lost::Request, Lost::Answer] {
            for end in ["none", "stop", "crash"] {
                relay.will_lose(lost, "/send/m.room.");
                let asked = ana.writes(&room, "!who gave Kim the car?");
                bot.wait_until_told("an answer is sent again");
                match end {
                    "stop" => bot.stop(),
                    "crash" => bot.crash(),
                    _ => {}
                }
                relay.mend();
                if end != "none" {
                    bot.start_again();
                }
                assert!(ana.answer_to(&asked).words().contains("Putin"));
                ana.asks(&room, "!sources");
                assert_eq!(ana.answers_to(&asked).len(), 1, "{lost:?}, {end}");
                if end == "none" {
                    // What was told before is told no more by a new start.
                    bot.stop();
                    bot.start_again();
                }
            }
        }
    }
    bot.finish();
}

#[test]
fn many_rooms_ask_at_once() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test
        .variable("NEWSHOUND_ROOMS_PERSON_LIMIT", "1000")
        .start();
    let ana = bot.person("ana");
    let rooms: Vec<_> = (0..50)
        .map(|number| {
            let wishes = if number % 2 == 0 {
                Wishes::default()
            } else {
                Wishes::encrypted()
            };
            bot.room_for_two(&ana, wishes)
        })
        .collect();
    let rounds = rooms.iter().cycle().take(3 * rooms.len());
    let asked: Vec<String> = rounds
        .map(|room| ana.writes(room, "who gave Kim the car?"))
        .collect();
    for question in &asked {
        assert!(ana.answer_to(question).words().contains("Putin"));
    }
    bot.finish();
}

#[test]
fn who_asks_too_much_is_told_once() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.variable("NEWSHOUND_ROOMS_PERSON_LIMIT", "1").start();
    let (ana, eve) = (bot.person("ana"), bot.person("eve"));
    let room = bot.room_with(&ana, Wishes::default());
    ana.invites(&room, &eve.name);
    eve.joins(&room);
    ana.asks(&room, "!who gave Kim the car?");
    let told = ana.asks(&room, "!sources");
    assert!(
        told.words().contains("minute") || told.words().contains("seconds"),
        "{told:#?}"
    );
    let silent = ana.writes(&room, "!sources");
    eve.asks(&room, "!sources");
    assert!(ana.answers_to(&silent).is_empty());
    bot.finish();
}
