//! An answer is gone on from: by words, by a reply, by a sign, and also when the bot has been started
//! anew since.

use super::harness::MatrixTest;
use super::person::{Answer, Wishes};

/// The receipts under the quotes of an answer, which tell which quotes they are.
fn receipts(answer: &Answer) -> Vec<&str> {
    let lines = answer.words().lines();
    lines
        .filter(|line| line.starts_with('['))
        .filter_map(|line| line.rsplit(" · ").next())
        .collect()
}

#[test]
fn a_sign_on_an_answer_shows_more_of_it_or_what_stands_around_its_quotes() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        let first = ana.asks(&room, "!timeline");
        ana.asks(&room, "!sources");
        for is_forgotten in [false, true] {
            if is_forgotten {
                bot.stop();
                bot.start_again();
            }
            // More of that very answer, though something else was asked since.
            let answered = ana.answers_to(&first.id).len();
            let sign = ana.reacts(&room, &first.id, "➡\u{fe0f}");
            let further = ana.wait_for_answers(&first.id, answered + 1);
            let second = &further[answered];
            assert!(second.words().contains("202"), "{second:#?}");
            assert_ne!(second.words(), first.words());
            ana.reacts(&room, &second.id, "➡");
            let third = ana.answer_to(&second.id);
            assert!(![first.words(), second.words()].contains(&third.words()));
            // Whoever takes the sign back takes its answer back.
            ana.takes_back(&room, &sign);
            ana.wait("the answer taken back", |events| {
                let is_it = |redaction: &serde_json::Value| {
                    redaction["content"]["redacts"] == second.id.as_str()
                };
                events.iter().any(|(_, event)| is_it(event)).then_some(())
            });
            let quoted = ana.asks(&room, "!who gave Kim the car?");
            ana.asks(&room, "!sources");
            ana.reacts(&room, &quoted.id, "📄");
            let around = ana.answer_to(&quoted.id);
            assert!(!receipts(&around).is_empty(), "{around:#?}");
            assert!(around.words().len() > quoted.words().len() / 2);
            ana.reacts(&room, &quoted.id, "👍");
        }
    }
    bot.finish();
}

#[test]
fn words_show_what_stands_around_a_quote() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    let quoted = ana.asks(&room, "!who gave Kim the car?");
    assert!(receipts(&quoted).len() > 1, "{quoted:#?}");
    let all = ana.asks(&room, "!context");
    assert_eq!(receipts(&all).len(), receipts(&quoted).len());
    let second = ana.asks(&room, "!context 2");
    assert_eq!(receipts(&second), [receipts(&all)[1]]);
    // In a reply it is that answer's, whatever was asked since.
    ana.asks(&room, "!sources");
    let reply = ana.replies(&room, &quoted.id, "context 2");
    assert_eq!(receipts(&ana.answer_to(&reply)), receipts(&second));
    bot.finish();
}

#[test]
fn a_reply_leans_on_an_answer_that_was_given_before_a_restart() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        let first = ana.asks(&room, "!who gave Kim the car?");
        bot.stop();
        bot.start_again();
        let reply = ana.replies(&room, &first.id, "and when?");
        let second = ana.answer_to(&reply);
        assert!(second.words().contains("2024"), "{second:#?}");
        bot.stop();
        bot.start_again();
        // The question that this one leans on leaned on another.
        let reply = ana.replies(&room, &second.id, "and why?");
        let third = ana.answer_to(&reply);
        assert!(third.words().contains("car"), "{third:#?}");
    }
    bot.finish();
}
