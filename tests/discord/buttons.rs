//! Buttons: more, context, sources, share; for whoever asked, and after a restart too.

use serde_json::json;

use super::double::world::GENERAL;
use super::harness::DiscordTest;

const LINE: &str = "!who gave Kim the car?";

#[test]
fn more_turns_the_page_and_back_turns_it_back() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let first = ana.says(GENERAL, LINE);
    assert!(first.text().contains("1/"), "{}", first.text());
    let second = ana.presses(&first, "more");
    assert!(second.text().contains("2/"), "{}", second.text());
    assert_eq!(second.id, first.id);
    assert_ne!(second.words(), first.words());
    let back = ana.presses(&second, "back");
    assert_eq!(back.words(), first.words());
    server.finish();
}

#[test]
fn context_shows_the_paragraph_and_sources_the_articles() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let answer = ana.says(GENERAL, LINE);
    let context = ana.presses(&answer, "context");
    assert!(context.words().contains("Putin"), "{}", context.text());
    let sources = ana.presses(&answer, "sources");
    assert!(
        sources.words().contains("Story notebook"),
        "{}",
        sources.text()
    );
    server.finish();
}

#[test]
fn buttons_work_after_a_restart() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let mut server = test.start();
    let first = server.member("ana").says(GENERAL, LINE);
    let slash = server
        .member("ana")
        .slash("who", &[("question", json!("gave Kim the car?"))]);
    server.restart();
    let ana = server.member("ana");
    let second = ana.presses(&first, "more");
    assert_ne!(second.words(), first.words());
    assert!(ana.presses(&first, "context").words().contains("Putin"));
    let next = ana.presses(&slash, "more");
    assert_ne!(next.words(), slash.words());
    server.finish();
}

#[test]
fn only_the_asker_or_a_moderator_turns_pages() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let first = server.member("ana").says(GENERAL, LINE);
    let refused = server.member("ben").presses(&first, "more");
    assert!(refused.private, "{}", refused.text());
    let shown = server.double.look(|world| world.messages[&first.id].edits);
    assert_eq!(shown, 0);
    let turned = server.member("mo").presses(&first, "more");
    assert_eq!(turned.id, first.id);
    assert_ne!(turned.words(), first.words());
    server.finish();
}

#[test]
fn a_private_answer_is_shared_by_a_button() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let options = [
        ("question", json!("gave Kim the car?")),
        ("private", json!(true)),
    ];
    let own = ana.slash("who", &options);
    assert!(own.private, "{}", own.text());
    let before = server.double.look(|world| world.messages.len());
    ana.presses(&own, "share");
    let shared = server.wait("the shared answer", |world| {
        let last = world.messages.values().next_back()?;
        (world.messages.len() > before && !last.ephemeral).then(|| last.value.clone())
    });
    assert!(shared.to_string().contains("Putin"), "{shared}");
    assert_eq!(shared["channel_id"], GENERAL.to_string());
    server.finish();
}

#[test]
fn long_lists_come_as_a_file_when_asked_for() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server
        .member("ana")
        .slash("timeline", &[("file", json!(true))]);
    let (_, text) = answer
        .files
        .first()
        .unwrap_or_else(|| panic!("{}", answer.text()));
    assert!(text.contains("2017-12-22"), "{text}");
    server.finish();
}

#[test]
fn a_button_of_another_time_is_answered_civilly() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server.member("ana").says(GENERAL, LINE);
    for odd in [
        "",
        "m",
        "m1",
        "zz.zz.zz",
        "m99999999999999999999.3uw.who",
        "m1.3uw.\u{202e}",
    ] {
        server.double.change(|world| {
            let message = world.messages.get_mut(&answer.id);
            let value = &mut message.expect("the answer is there").value;
            value["components"][0]["components"][0]["custom_id"] = json!(odd);
            value["components"][0]["components"][0]["label"] = json!("Odd");
        });
        let id = server.double.press("ana", answer.id, "Odd");
        server.member("ana").answer_to_interaction(id);
    }
    server.finish();
}

#[test]
fn an_impatient_press_is_answered_each_time() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server.member("ana").says(GENERAL, LINE);
    let more = answer.button("more");
    let presses: Vec<u64> = (0..8)
        .map(|_| server.double.press("ana", answer.id, &more))
        .collect();
    for id in presses {
        server.member("ana").answer_to_interaction(id);
    }
    server.finish();
}

#[test]
fn buttons_work_for_long_questions_too() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let mut server = test.start();
    let long = format!(
        "!who gave Kim the car {}?",
        "that Putin gave him ".repeat(20)
    );
    let wide = format!("!who gave Kim the car {}?", "\u{8eca}\u{1f697} ".repeat(40));
    let longest = format!("!who gave Kim the car {}?", "and the horse ".repeat(270));
    for line in [long, wide, longest] {
        let first = server.member("ana").says(GENERAL, &line);
        server.restart();
        for word in first.buttons() {
            let shown = server.member("ana").presses(&first, &word);
            assert!(
                !shown.words().contains("no longer know"),
                "{word}: {}",
                shown.text()
            );
        }
    }
    server.finish();
}
