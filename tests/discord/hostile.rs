//! Whatever an article or a question holds, nothing pings, links, hides or breaks out.

use serde_json::json;

use super::double::world::GENERAL;
use super::harness::DiscordTest;

const ARTICLE: &str = "---\n\
title: \"@everyone **bold** [click](https://evil.example) ||hidden|| `code`\"\n\
source: \"<@5000> # Heading\"\n\
published: 2024-03-08\n\
url: \"https://news.example/a)[x](https://evil.example\"\n\
---\n\n\
Minister Hale opened the bridge @everyone and <@5000> on Friday with ```code that never ends. \
[Click here](https://evil.example) said <@&2000> of the bridge ||in secret|| and **very loudly __so.\n\n\
> Minister Hale closed the bridge <#3000> <t:1:R> </who:1> <:x:1> \\@here on Sunday.\n\n\
# The bridge @here -# small\n\n\
1. The bridge, said Hale https://evil.example/@everyone discord.gg/evil, has *two\\* ends.\n";

fn check(text: &str) {
    for mark in [
        "<@5000>",
        "<@&2000>",
        "<#3000>",
        "</who:1>",
        "<t:1:R>",
        "](https://evil",
    ] {
        assert!(!text.contains(mark), "{mark} stands in {text}");
    }
    assert!(!text.contains("```"), "a block of code opens in {text}");
}

#[test]
fn an_article_cannot_ping_link_or_hide() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.article("hostile", ARTICLE).start();
    let ana = server.member("ana");
    for line in [
        "!who opened the bridge?",
        "!when was the bridge closed?",
        "!sources",
        "!quotes Hale",
    ] {
        let answer = ana.says(GENERAL, line);
        check(&answer.words());
        let context = answer.buttons().iter().any(|label| label == "Context");
        if context {
            check(&ana.presses(&answer, "context").words());
        }
    }
    check(
        &ana.slash("who", &[("question", json!("opened the bridge?"))])
            .words(),
    );
    server.finish();
}

#[test]
fn a_question_cannot_either() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let lines = [
        "!who @everyone <@5000> <@&2000> ```?",
        "!check [x](https://evil.example) @here ||x||",
        "!help <@5000>",
        "!article <#3000> </who:1>",
        "!verify `@everyone`",
        "!timeline <t:1:R> **",
    ];
    for line in lines {
        check(&ana.says(GENERAL, line).words());
    }
    let options = [(
        "text",
        json!("@everyone <@5000> [x](https://evil.example) ```"),
    )];
    check(&ana.slash("check", &options).words());
    server.finish();
}

#[test]
fn nothing_that_is_sent_may_ping_anybody() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let answer = ana.says(GENERAL, "!who gave Kim the car?");
    ana.presses(&answer, "more");
    ana.slash("topics", &[]);
    let bodies = server.double.look(|world| {
        let sent = world.requests.iter().filter(|one| !one.body.is_null());
        sent.map(|one| one.body.clone()).collect::<Vec<_>>()
    });
    for body in bodies {
        let message = body.get("data").unwrap_or(&body);
        if message.get("content").is_some() || message.get("embeds").is_some() {
            assert_eq!(message["allowed_mentions"]["parse"], json!([]), "{message}");
        }
    }
    server.finish();
}
