//! Slash commands: registered from the one table and the topics, completed, answered in time.

use serde_json::{Value, json};

use super::double::world::{GENERAL, NEWS, World};
use super::harness::{DiscordTest, Server};

const COMMANDS: &str = "/applications/{application_id}/commands";

fn names(world: &World, place: Option<u64>) -> Vec<String> {
    let commands = world.commands.get(&place).into_iter().flatten();
    commands
        .filter_map(|one| one["name"].as_str().map(str::to_owned))
        .collect()
}

const ANA: &str = "86150005000";

#[test]
fn commands_and_topics_are_registered() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let names = server.double.look(|world| names(world, None));
    let wanted = [
        "who",
        "when",
        "ask",
        "timeline",
        "quotes",
        "verify",
        "check",
        "sources",
        "topics",
        "help",
        "sanctions",
        "gift",
        "summit",
        "newshound",
        "Check this quote",
    ];
    for name in wanted {
        assert!(
            names.iter().any(|one| one == name),
            "{name} is missing in {names:?}"
        );
    }
    let admin = server.double.look(|world| {
        let all = &world.commands[&None];
        let found = all.iter().find(|one| one["name"] == "newshound");
        found.map(|one| one["default_member_permissions"].clone())
    });
    assert_eq!(admin, Some(json!("32")));
    server.finish();
}

#[test]
fn commands_are_registered_only_when_they_have_changed() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let mut server = test.start();
    assert_eq!(server.double.requests("PUT", COMMANDS).len(), 1);
    server.restart();
    assert_eq!(server.double.requests("PUT", COMMANDS).len(), 1);
    server.finish();
}

#[test]
fn for_trials_commands_are_registered_in_one_server() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_SERVERS", "2000").start();
    let names = server
        .double
        .look(|world| (names(world, Some(2_000)), names(world, None)));
    assert!(
        names.0.iter().any(|name| name == "who") && names.1.is_empty(),
        "{names:?}"
    );
    let answer = server.member("ana").slash("topics", &[]);
    assert!(answer.words().contains("sanctions"), "{}", answer.text());
    server.finish();
}

#[test]
fn a_slash_command_is_answered() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let question = [("question", json!("gave Kim the car?"))];
    let answer = ana.slash("who", &question);
    assert!(
        answer.words().contains("Putin") && !answer.private,
        "{}",
        answer.text()
    );
    let topic = ana.slash("sanctions", &[]);
    assert!(
        topic.words().contains("Security Council"),
        "{}",
        topic.text()
    );
    let alone = ana.slash_in(server.double.direct("ana"), "who", &question);
    assert!(alone.words().contains("Putin"), "{}", alone.text());
    server.finish();
}

#[test]
fn every_registered_command_is_answered() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let commands = server.double.look(|world| world.commands[&None].clone());
    for command in commands
        .iter()
        .filter(|one| one["type"] == 1 && one["default_member_permissions"].is_null())
    {
        let name = command["name"].as_str().unwrap_or_default();
        let options = command["options"].as_array().cloned().unwrap_or_default();
        let given: Vec<(&str, Value)> = options
            .iter()
            .filter(|option| option["required"] == true)
            .map(|option| {
                // A person is chosen, anything else is typed.
                let is_person = option["type"] == 6;
                let value = if is_person { ANA } else { "Kim" };
                (option["name"].as_str().unwrap_or_default(), json!(value))
            })
            .collect();
        let answer = server.member("ana").slash(name, &given);
        assert!(!answer.words().is_empty(), "{name}: {}", answer.text());
    }
    server.finish();
}

#[test]
fn options_are_completed_from_the_index() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let has = |all: &[String], part: &str| all.iter().any(|one| one.contains(part));
    let people = ana.types("quotes", "person", "Pes");
    assert!(has(&people, "Peskov"), "{people:?}");
    assert!(
        has(&ana.types("quotes", "person", ""), "Kim"),
        "nothing typed"
    );
    let topics = ana.types("timeline", "topic", "sanc");
    assert!(has(&topics, "sanctions"), "{topics:?}");
    let owned = server
        .member("ada")
        .types("articles show", "article", "aur");
    assert!(has(&owned, "What is an Aurus?"), "{owned:?}");
    let articles = ana.types("article", "article", "aur");
    assert!(has(&articles, "What is an Aurus?"), "{articles:?}");
    let commands = ana.types("help", "command", "tim");
    assert!(has(&commands, "timeline"), "{commands:?}");
    assert!(ana.types("quotes", "person", &"x".repeat(300)).is_empty());
    server.finish();
}

#[test]
fn what_was_typed_and_not_picked_is_understood() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let answer = server
        .member("ana")
        .slash("quotes", &[("person", json!("peskov"))]);
    assert!(answer.words().contains("Peskov"), "{}", answer.text());
    server.finish();
}

#[test]
fn a_message_is_checked_from_its_menu() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ben = server.member("ben");
    let quote = "The panel had watched the enforcement of the sanctions since 2009.";
    let real = ben.writes(GENERAL, quote);
    let found = server.member("ana").picks("Check this quote", real);
    assert!(found.words().contains("Russian veto"), "{}", found.text());
    let invented = ben.writes(
        GENERAL,
        "The panel had never watched the enforcement of anything.",
    );
    let missing = server.member("ana").picks("Check this quote", invented);
    assert_ne!(missing.words(), found.words());
    let empty = ben.writes(GENERAL, "");
    let nothing = server.member("ana").picks("Check this quote", empty);
    assert!(!nothing.words().is_empty());
    server.finish();
}

/// Puts so many questions before the next one that its answer cannot come at once; gives what
/// `ask` made of it, once that was only announced. A fast machine is given more of them.
fn behind_a_crowd(server: &Server, mut ask: impl FnMut() -> u64, announced: u64) -> u64 {
    let mut crowd = 8;
    loop {
        for _ in 0..crowd {
            server.member("ben").writes(NEWS, "!timeline");
        }
        let id = ask();
        let kind = server.wait("an acknowledgement", |world| {
            let answer = world.interactions[&id].answer.as_ref()?;
            answer["type"].as_u64()
        });
        if kind == announced {
            return id;
        }
        crowd *= 2;
        assert!(crowd < 10_000, "nothing makes it slow");
    }
}

fn crowded() -> Option<Server> {
    let test = DiscordTest::new()?
        .setting("ROOMS_AT_ONCE", "1")
        .setting("ROOMS_PERSON_LIMIT", "10000")
        .setting("ROOMS_ROOM_LIMIT", "10000");
    Some(test.start())
}

#[test]
fn an_answer_that_takes_long_is_announced_and_then_brought() {
    let Some(server) = crowded() else { return };
    let ana = server.member("ana");
    let question = [
        ("question", json!("gave Kim the car?")),
        ("private", json!(true)),
    ];
    let id = behind_a_crowd(&server, || ana.calls(GENERAL, "who", &question, false), 5);
    let answer = ana.answer_to_interaction(id);
    assert!(
        answer.private && answer.words().contains("Putin"),
        "{}",
        answer.text()
    );
    let original = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
    assert_eq!(server.double.requests("PATCH", original).len(), 1);
    server.finish();
}

#[test]
fn a_page_that_takes_long_is_turned_later() {
    let Some(server) = crowded() else { return };
    let ana = server.member("ana");
    let question = [("question", json!("gave Kim the car?"))];
    let first = ana.slash("who", &question);
    // There and back, since a fast machine may turn more pages at once than there are.
    let mut turns = 0;
    let press = || {
        turns += 1;
        let word = if turns % 2 == 1 { "More" } else { "Back" };
        server.double.press("ana", first.id, word)
    };
    behind_a_crowd(&server, press, 6);
    let page = if turns % 2 == 1 { "2/4" } else { "1/4" };
    server.wait("the page", |world| {
        let shown = world.messages[&first.id].value.to_string();
        shown.contains(page).then_some(())
    });
    server.finish();
}
