//! Whatever an article or a question holds, nothing pings, links, hides or breaks out.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::answer::Answer;
use super::double::world::GENERAL;
use super::harness::DiscordTest;

const ARTICLE: &str = "---\n\
title: \"@everyone **bold** [click](https://evil.example) ||hidden|| `code`\"\n\
source: \"<@86150005000> # Heading\"\n\
published: 2024-03-08\n\
url: \"https://news.example/a)[x](https://evil.example\"\n\
---\n\n\
Minister Hale opened the bridge @everyone and <@86150005000> on Friday with ```code that never ends. \
[Click here](https://evil.example) said <@&2000> of the bridge ||in secret|| and **very loudly __so.\n\n\
> Minister Hale closed the bridge <#3000> <t:1:R> </who:1> <:x:1> \\@here on Sunday.\n\n\
# The bridge @here -# small\n\n\
1. The bridge, said Hale https://evil.example/@everyone discord.gg/evil, has *two\\* ends.\n";

/// The text with every sign that a backslash makes harmless taken out.
fn without_harmless(text: &str) -> String {
    let mut left = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let harmless = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        left.push(if harmless { '\u{b7}' } else { letter });
        if harmless {
            letters.next();
        }
    }
    left
}

/// No mark but the bot's own is at work in the text, and links lead only where articles stand.
#[track_caller]
fn check(text: &str) {
    let left = without_own_links(&without_harmless(text));
    let marks = [
        "<@",
        "<#",
        "</",
        "<t:",
        "<:",
        "<a:",
        "@everyone",
        "@here",
        "```",
        "||",
        "](",
        "://",
    ];
    for mark in marks {
        assert!(!left.contains(mark), "{mark} is at work in {text}\n{left}");
    }
}

/// The text without the addresses of links of the bot's own.
#[track_caller]
fn without_own_links(text: &str) -> String {
    let mut parts = text.split("](https://");
    let mut left = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (address, rest) = part.split_once(')').unwrap_or((part, ""));
        let host = address.split(['/', '#', '?']).next().unwrap_or_default();
        let own = host == "news.example" || HOSTS.contains(&host);
        assert!(own, "a link to {host} is at work in {text}");
        left.push(']');
        left.push_str(rest);
    }
    left
}

/// Checks a message: where marks are read, and where they are shown as they stand.
#[track_caller]
fn check_answer(answer: &Answer) {
    check(&answer.marked());
    for plain in answer.plain() {
        for mark in ["<@", "@everyone", "@here"] {
            assert!(!plain.contains(mark), "{mark} can be copied from {plain}");
        }
    }
}

/// Where the sample story's articles stand.
const HOSTS: [&str; 3] = [
    "www.oreanda-news.com",
    "www.wionews.com",
    "auto.hindustantimes.com",
];

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
        check_answer(&answer);
        let context = answer.buttons().iter().any(|label| label == "Context");
        if context {
            check_answer(&ana.presses(&answer, "context"));
        }
    }
    check_answer(&ana.slash("who", &[("question", json!("opened the bridge?"))]));
    server.finish();
}

/// Text in which Discord's own signs are frequent.
fn hostile_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[\\\\*_~`|<>\\[\\]()#@:!/.+\\- \n0-9a]{1,6}",
        "[a-z]{1,8} ",
        Just("@everyone".to_owned()),
        Just("<@86150005000>".to_owned()),
        Just("<#3000>".to_owned()),
        Just("<t:1:R>".to_owned()),
        Just("</who:1>".to_owned()),
        Just("https://evil.example/x".to_owned()),
        Just("```".to_owned()),
        Just("||".to_owned()),
        Just("](https://evil.example)".to_owned()),
        Just("\n\n> ".to_owned()),
        Just("\n# ".to_owned()),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

#[test]
fn articles_and_questions_of_any_text_stay_text() {
    let Some(mut test) = DiscordTest::new() else {
        return;
    };
    let mut runner = TestRunner::default();
    let mut make = || {
        let tree = hostile_text().new_tree(&mut runner);
        tree.expect("text can be made").current()
    };
    for number in 0..40 {
        let title = json!(make().replace('\n', " "));
        let (before, after) = (make(), make());
        let text = format!(
            "---\ntitle: {title}\n---\n\nMinister Hale {before} opened the bridge {after} on Friday.\n"
        );
        test = test.article(&format!("made-{number}"), &text);
    }
    let server = test
        .setting("ROOMS_PERSON_LIMIT", "10000")
        .setting("ROOMS_ROOM_LIMIT", "10000")
        .start();
    let ana = server.member("ana");
    for line in [
        "!who opened the bridge?",
        "!sources",
        "!quotes Hale",
        "!timeline",
    ] {
        let mut answer = ana.says(GENERAL, line);
        check_answer(&answer);
        for _ in 0..6 {
            if !answer.buttons().iter().any(|label| label == "More") {
                break;
            }
            answer = ana.presses(&answer, "more");
            check_answer(&answer);
        }
    }
    for command in [
        "ask", "who", "check", "verify", "article", "quotes", "timeline", "help",
    ] {
        for _ in 0..6 {
            let line = format!("!{command} a{}", make());
            check_answer(&ana.says_in_private(&line));
        }
    }
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
        "!who @everyone <@86150005000> <@&2000> ```?",
        "!check [x](https://evil.example) @here ||x||",
        "!help <@86150005000>",
        "!article <#3000> </who:1>",
        "!verify `@everyone`",
        "!timeline <t:1:R> **",
    ];
    for line in lines {
        check_answer(&ana.says(GENERAL, line));
    }
    let options = [(
        "text",
        json!("@everyone <@86150005000> [x](https://evil.example) ```"),
    )];
    check_answer(&ana.slash("check", &options));
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
