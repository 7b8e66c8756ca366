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
        // However fast the machine, reading so many takes longer than nothing is told.
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
}

#[test]
fn a_long_order_is_told_of_where_its_answer_will_stand() {
    let Some(mut test) = MatrixTest::new() else {
        return;
    };
    let mut articles = 400;
    for number in 0..articles {
        test = test.article(&format!("report-{number}"), &long_article(number));
    }
    let ana = test.person("ana");
    let bot = test.variable("NEWSHOUND_MATRIX_OWNERS", &ana.name).start();
    let room = bot.room_with(&ana, Wishes::encrypted());
    let told = told_of_an_order(&bot, &ana, &room, &mut articles);
    let files = format!("of {articles} files");
    assert!(told.words().contains(&files), "{told:#?}");
    let content = &told.event["content"];
    assert_eq!(content["m.mentions"]["user_ids"][0], ana.name.as_str());
    let sum = format!("{articles} articles");
    ana.wait("the sum in its place", |events| {
        let is_sum = |event: &serde_json::Value| {
            let content = &event["content"];
            let body = content["m.new_content"]["body"]
                .as_str()
                .unwrap_or_default();
            content["m.relates_to"]["event_id"] == told.id.as_str()
                && content["m.relates_to"]["rel_type"] == "m.replace"
                && body.contains(&sum)
                // What is told of an order on its way counts articles, too.
                && !body.contains("Reading: ")
        };
        events.iter().any(|(_, event)| is_sum(event)).then_some(())
    });
    bot.finish();
}
