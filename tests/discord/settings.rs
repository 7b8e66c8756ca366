//! Settings of servers and channels: made by admins, refused to others, kept over a restart.

use serde_json::json;

use super::double::world::{GENERAL, Message, NEWS};
use super::harness::DiscordTest;

const QUESTION: &str = "who gave Kim the car?";

#[test]
fn a_refusal_says_who_may() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let refused = server
        .member("ana")
        .forces("newshound prefix", &[("mark", json!("?"))]);
    assert!(
        refused.words().contains("Manage Server"),
        "{}",
        refused.text()
    );
    assert!(refused.private);
    let typed = server.member("ana").says(GENERAL, "!newshound prefix ?");
    assert!(typed.words().contains("Manage Server"), "{}", typed.text());
    let answered = server.member("ana").says(GENERAL, &format!("!{QUESTION}"));
    assert!(answered.words().contains("Putin"));
    server.finish();
}

#[test]
fn people_of_the_configuration_may() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_ADMIN_USERS", "86150005000").start();
    let ana = server.member("ana");
    ana.forces("newshound prefix", &[("mark", json!("?"))]);
    assert!(
        ana.says(GENERAL, &format!("?{QUESTION}"))
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn an_admin_changes_the_prefix_and_it_is_kept() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let mut server = test.start();
    server
        .member("ada")
        .slash("newshound prefix", &[("mark", json!("?"))]);
    server.restart();
    let old = server
        .member("ana")
        .writes(GENERAL, &format!("!{QUESTION}"));
    assert!(
        server
            .member("ana")
            .says(GENERAL, &format!("?{QUESTION}"))
            .words()
            .contains("Putin")
    );
    assert!(server.answers(old).is_empty());
    let shown = server.member("ada").slash("newshound show", &[]);
    assert!(shown.words().contains('?'), "{}", shown.text());
    server.finish();
}

#[test]
fn only_named_channels_are_answered_in() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let options = [
        ("access", json!("allow")),
        ("channel", json!(NEWS.to_string())),
    ];
    server.member("ada").slash("newshound channels", &options);
    let ana = server.member("ana");
    let closed = ana.writes(GENERAL, &format!("!{QUESTION}"));
    assert!(
        ana.says(NEWS, &format!("!{QUESTION}"))
            .words()
            .contains("Putin")
    );
    let told = ana.slash("who", &[("question", json!("gave Kim the car?"))]);
    assert!(
        told.private && !told.words().contains("Putin"),
        "{}",
        told.text()
    );
    assert!(
        server
            .answers(closed)
            .iter()
            .all(|one| !one.words().contains("Putin"))
    );
    server.finish();
}

#[test]
fn answers_can_be_private_by_default() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server
        .member("ada")
        .slash("newshound reply", &[("mode", json!("private"))]);
    let answer = server
        .member("ana")
        .slash("who", &[("question", json!("gave Kim the car?"))]);
    assert!(answer.private, "{}", answer.text());
    answer.button("share");
    server.finish();
}

#[test]
fn answers_can_stand_in_threads() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server
        .member("ada")
        .slash("newshound reply", &[("mode", json!("thread"))]);
    let asked = server
        .member("ana")
        .writes(GENERAL, &format!("!{QUESTION}"));
    let answer = server.member("ana").answer_to(asked);
    assert_eq!(answer.channel, asked, "the thread of a message has its id");
    assert!(answer.words().contains("Putin"));
    server.finish();
}

#[test]
fn roles_of_the_configuration_may() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_ADMIN_ROLES", "86150005002").start();
    server
        .member("mo")
        .forces("newshound prefix", &[("mark", json!("?"))]);
    let answer = server.member("ana").says(GENERAL, &format!("?{QUESTION}"));
    assert!(answer.words().contains("Putin"));
    let refused = server
        .member("ben")
        .forces("newshound prefix", &[("mark", json!("!"))]);
    assert!(
        refused.words().contains("Manage Server"),
        "{}",
        refused.text()
    );
    server.finish();
}

#[test]
fn a_channel_can_have_settings_of_its_own() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let here = [("mark", json!("?")), ("channel", json!(NEWS.to_string()))];
    server.member("ada").slash("newshound prefix", &here);
    let ana = server.member("ana");
    assert!(
        ana.says(NEWS, &format!("?{QUESTION}"))
            .words()
            .contains("Putin")
    );
    assert!(
        ana.says(GENERAL, &format!("!{QUESTION}"))
            .words()
            .contains("Putin")
    );
    server.member("ada").slash("newshound reset", &here[1..]);
    assert!(
        ana.says(NEWS, &format!("!{QUESTION}"))
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn one_server_does_not_set_anything_for_another() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .discord(|world| {
            world.guilds.push(2_001);
            world.add_channel(3_200, 2_001, "elsewhere");
        })
        .start();
    server
        .member("ada")
        .slash("newshound prefix", &[("mark", json!("?"))]);
    assert!(
        server
            .member("ana")
            .says(3_200, &format!("!{QUESTION}"))
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn where_answers_are_private_a_marked_question_is_answered_in_a_direct_message() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server
        .member("ada")
        .slash("newshound reply", &[("mode", json!("private"))]);
    let asked = server
        .member("ana")
        .writes(GENERAL, &format!("!{QUESTION}"));
    let alone = server.double.direct("ana");
    let answer = server.wait("a direct message", |world| {
        let mut all = world.messages.values();
        all.find(|one| one.channel == alone)
            .map(|one| one.value.to_string())
    });
    assert!(answer.contains("Putin"), "{answer}");
    assert!(server.answers(asked).is_empty());
    server.double.change(|world| world.closed.push(alone));
    let told = server.member("ana").says(GENERAL, &format!("!{QUESTION}"));
    assert!(!told.words().contains("Putin"), "{}", told.text());
    server.finish();
}

#[test]
fn a_private_answer_never_takes_the_place_of_a_word_about_it() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server
        .member("ada")
        .slash("newshound reply", &[("mode", json!("private"))]);
    let alone = server.double.direct("ana");
    server.double.change(|world| world.closed.push(alone));
    let ana = server.member("ana");
    let asked = ana.writes(GENERAL, &format!("!{QUESTION}"));
    let told = ana.answer_to(asked);
    assert!(!told.words().contains("Putin"), "{}", told.text());
    server.double.edit(asked, &format!("!{QUESTION} really"));
    let reference = asked.to_string();
    server.wait("an answer to the edited question", |world| {
        let about =
            |one: &&Message| one.value["message_reference"]["message_id"] == reference.as_str();
        let (told, count) = (
            &world.messages[&told.id],
            world.messages.values().filter(about).count(),
        );
        (told.edits > 0 || count > 1).then_some(())
    });
    let open = server.double.look(|world| {
        let open = world.messages.values().filter(|one| one.channel == GENERAL);
        let own = open.filter(|one| one.value["author"]["bot"] == true);
        own.map(|one| one.value.to_string()).collect::<String>()
    });
    assert!(!open.contains("Putin"), "{open}");
    server.finish();
}

#[test]
fn in_a_thread_answers_stay_in_it() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let mut server = test.start();
    server
        .member("ada")
        .slash("newshound reply", &[("mode", json!("thread"))]);
    let asked = server
        .member("ana")
        .writes(GENERAL, &format!("!{QUESTION}"));
    server.member("ana").answer_to(asked);
    let thread = asked;
    let again = server.member("ana").says(thread, &format!("!{QUESTION}"));
    assert_eq!(again.channel, thread);
    server.restart();
    let after = server.member("ben").says(thread, &format!("!{QUESTION}"));
    assert_eq!(after.channel, thread);
    server.finish();
}

#[test]
fn a_story_that_is_not_there_cannot_be_chosen() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ada = server.member("ada");
    let told = ada.slash("newshound story", &[("name", json!("another story"))]);
    assert!(told.words().contains("no story"), "{}", told.text());
    assert!(
        ada.says(GENERAL, &format!("!{QUESTION}"))
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn a_denied_channel_is_left_alone_and_can_be_opened_again() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let (ada, ana) = (server.member("ada"), server.member("ana"));
    let line = format!("!{QUESTION}");
    ada.says(NEWS, "!newshound channels deny here");
    let denied = ana.writes(NEWS, &line);
    assert!(ana.says(GENERAL, &line).words().contains("Putin"));
    assert!(server.answers(denied).is_empty());
    ada.says(NEWS, "!newshound channels all");
    assert!(ana.says(NEWS, &line).words().contains("Putin"));
    server.finish();
}

#[test]
fn there_is_nothing_to_set_in_a_direct_message() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ada = server.member("ada");
    let told = ada.says_in_private("!newshound prefix ?");
    assert!(!told.words().is_empty());
    assert!(
        ada.says_in_private(&format!("!{QUESTION}"))
            .words()
            .contains("Putin")
    );
    server.finish();
}
