//! Nothing pings, links or breaks out, whoever wrote it.

use serde_json::json;

use super::harness::MatrixTest;
use super::person::Wishes;

const ARTICLE: &str = "---
title: \"<a href='https://evil.example'>Gift</a> @room [1](https://evil.example)\"
source: \"</p><h1>Evil</h1>\"
url: \"https://news.example/a\\\"><script>\"
date: 2024-02-20
---
Vladimir Putin gave Kim Jong Un a car </blockquote><script>alert(1)</script> @room \
@ana:localhost <mx-reply>quoted</mx-reply>.
";

#[test]
fn nothing_in_an_article_or_a_question_is_markup_or_a_mention() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.article("evil", ARTICLE).start();
    let ana = bot.person("ana");
    for wishes in [Wishes::default(), Wishes::encrypted()] {
        let room = bot.room_with(&ana, wishes);
        for line in [
            "!who gave Kim the car?",
            "!<b>@room</b> <script>",
            "!check @room </p><img src=x> gave Kim the car",
            "!sources",
        ] {
            let asked = ana.writes(&room, line);
            // What is no command is left alone in a room with others.
            if line.starts_with("!<") {
                continue;
            }
            let answer = ana.answer_to(&asked);
            let html = answer.html();
            for forbidden in [
                "<script",
                "<img",
                "<h1",
                "<mx-reply",
                "@room",
                "@ana",
                "evil.example\"",
            ] {
                assert!(!html.contains(forbidden), "{forbidden} in {html}");
            }
            assert!(!answer.words().contains("@room"), "{answer:#?}");
            let mentions = &answer.event["content"]["m.mentions"];
            assert_eq!(*mentions, json!({"user_ids": [ana.name]}));
        }
    }
    bot.finish();
}
