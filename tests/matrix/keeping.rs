//! Owners keep the articles, and questions wait for them.

use std::fs;

use matrix_sdk::ruma::RoomId;

use super::harness::{MatrixTest, Running};
use super::person::{Answer, Person, Wishes};
use crate::story::long_article;

const ARTICLE: &str = "---
title: The moon is gone
source: Night paper
date: 2024-07-01
---
Police said on Monday that Robert Mondale stole the moon from the observatory in Aldermere. The \
theft was noticed when the sky was dark at noon. Neighbours told this paper that a large van had \
stood in front of the building since the early hours of the morning, and that its driver had bought \
a rope, two ladders and a very large blanket in the shop around the corner.

The director of the observatory said that nothing of the kind had happened in the ninety years of \
its history. The town will do without tides until further notice. A spokesman for the fishing \
fleet called that a heavy blow, and asked the government for help before the end of the week.
";

#[test]
fn an_owners_file_is_an_article_and_nobody_elses_is() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let ana = test.person("ana");
    let bot = test.variable("NEWSHOUND_MATRIX_OWNERS", &ana.name).start();
    let eve = bot.person("eve");
    for (wishes, name) in [
        (Wishes::default(), "plain"),
        (Wishes::encrypted(), "secret"),
    ] {
        let room = bot.room_with(&ana, wishes);
        ana.invites(&room, &eve.name);
        eve.joins(&room);
        let article = ARTICLE.replace("moon", &format!("{name} moon"));
        let refused = eve.sends_file(&room, "moon.md", &article, Some("!articles add"));
        let refused = eve.answer_to(&refused);
        assert!(refused.words().contains("owners"), "{refused:#?}");
        // A file without a word is no order, and a reply to it is one.
        let file = ana.sends_file(&room, "moon.md", &article, None);
        let order = ana.replies(&room, &file, "!articles add");
        let added = ana.answer_to(&order);
        assert!(added.words().contains("moon is gone"), "{added:#?}");
        let answer = ana.asks(&room, &format!("!who stole the {name} moon?"));
        assert!(answer.words().contains("Mondale"), "{answer:#?}");
    }
    bot.finish();
}

#[test]
fn a_question_that_waits_is_answered_where_it_was_asked() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let ana = test.person("ana");
    let bot = test.variable("NEWSHOUND_MATRIX_OWNERS", &ana.name).start();
    let room = bot.room_with(&ana, Wishes::encrypted());
    let watch = ana.writes(&room, "!watch who stole the moon?");
    ana.answer_to(&watch);
    let added = ana.sends_file(&room, "moon.md", ARTICLE, Some("!articles add"));
    ana.answer_to(&added);
    let told = ana.wait_for_answers(&watch, 2);
    assert!(told[1].words().contains("Mondale"), "{told:#?}");
    bot.finish();
}

#[test]
fn a_question_that_is_taken_back_waits_no_more() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    let watch = ana.writes(&room, "!watch who stole the moon?");
    ana.answer_to(&watch);
    ana.takes_back(&room, &watch);
    let gone = (0..100).any(|_| {
        let waiting = ana.asks(&room, "!watches");
        waiting.words().contains("No question waits")
    });
    assert!(gone, "it waits although nobody asks it");
    bot.finish();
}

/// Orders everything to be read again with more and more to read, until that takes so long that it
/// is told of on its way.
fn told_of_an_order(bot: &Running, ana: &Person, room: &RoomId, articles: &mut usize) -> Answer {
    loop {
        let asked = ana.writes(room, "!reindex full now");
        let told = ana.answer_to(&asked);
        if told.words().contains("Reading: ") {
            return told;
        }
        let sum = format!("{articles} articles");
        assert!(told.words().contains(&sum), "{told:#?}");
        more_articles(bot, articles);
    }
}

/// Twice as many articles: reading enough of them takes longer than nothing is told, however fast the
/// machine.
fn more_articles(bot: &Running, articles: &mut usize) {
    assert!(
        *articles < 20_000,
        "nothing was told of {articles} articles"
    );
    for number in *articles..*articles * 2 {
        let path = bot.path(&format!("articles/report-{number}.md"));
        fs::write(path, long_article(number)).expect("an article can be written");
    }
    *articles *= 2;
}

/// So many articles, and an owner who may have them read again.
fn articles_to_read(articles: usize) -> Option<(Running, Person)> {
    let mut test = MatrixTest::new()?;
    for number in 0..articles {
        test = test.article(&format!("report-{number}"), &long_article(number));
    }
    let ana = test.person("ana");
    let bot = test.variable("NEWSHOUND_MATRIX_OWNERS", &ana.name).start();
    Some((bot, ana))
}

/// Waits until the sum of an order stands in the place of what was told on its way.
fn wait_for_sum(ana: &Person, told: &str, sum: &str) {
    ana.wait("the sum in its place", |events| {
        let is_sum = |event: &serde_json::Value| {
            let content = &event["content"];
            let body = content["m.new_content"]["body"]
                .as_str()
                .unwrap_or_default();
            content["m.relates_to"]["event_id"] == told
                && content["m.relates_to"]["rel_type"] == "m.replace"
                && body.contains(sum)
                // What is told of an order on its way counts articles, too.
                && !body.contains("Reading: ")
        };
        events.iter().any(|(_, event)| is_sum(event)).then_some(())
    });
}

#[test]
fn an_order_that_a_crash_interrupts_is_told_of_in_the_same_place() {
    let mut articles = 400;
    let Some((mut bot, ana)) = articles_to_read(articles) else {
        return;
    };
    let room = bot.room_with(&ana, Wishes::default());
    let told = told_of_an_order(&bot, &ana, &room, &mut articles);
    bot.crash();
    bot.start_again();
    wait_for_sum(&ana, &told.id, &format!("{articles} articles"));
    bot.finish();
}

#[test]
fn a_long_order_is_told_of_in_private_where_answers_are() {
    let mut articles = 400;
    let Some((bot, ana)) = articles_to_read(articles) else {
        return;
    };
    let room = bot.room_with(&ana, Wishes::default());
    ana.asks(&room, "!newshound reply private");
    let mut private = None;
    let told = loop {
        let before = ana.wait("what was said", |events| Some(events.len()));
        ana.writes(&room, "!reindex full now");
        let private = private.get_or_insert_with(|| {
            let private = ana.is_invited_by(&bot.account);
            ana.joins(&private);
            private
        });
        let sum = format!("{articles} articles");
        let told = ana.wait("a word of it in private", |events| {
            let new = events[before..].iter();
            let mut own = new.filter(|(place, event)| {
                let body = event["content"]["body"].as_str().unwrap_or_default();
                place == private && (body.contains("Reading: ") || body.contains(&sum))
            });
            own.next().map(|(_, event)| event.clone())
        });
        if told.to_string().contains("Reading: ") {
            break told;
        }
        more_articles(&bot, &mut articles);
    };
    // What is told again is a change of what was told first.
    let content = &told["content"];
    let first = content["m.relates_to"]["event_id"].as_str();
    let first = first.or(told["event_id"].as_str());
    let first = first.expect("an event has an id");
    wait_for_sum(&ana, first, &format!("{articles} articles"));
    bot.finish();
}

#[test]
fn a_long_order_is_told_of_where_its_answer_will_stand() {
    let mut articles = 400;
    let Some((bot, ana)) = articles_to_read(articles) else {
        return;
    };
    let room = bot.room_with(&ana, Wishes::encrypted());
    let told = told_of_an_order(&bot, &ana, &room, &mut articles);
    let files = format!("of {articles} files");
    assert!(told.words().contains(&files), "{told:#?}");
    let content = &told.event["content"];
    assert_eq!(content["m.mentions"]["user_ids"][0], ana.name.as_str());
    wait_for_sum(&ana, &told.id, &format!("{articles} articles"));
    bot.finish();
}
