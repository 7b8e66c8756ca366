//! Staying up: broken lines, new sessions, and a Discord that does not let the bot in.

use super::double::world::{GENERAL, MESSAGE_CONTENT, TOKEN};
use super::harness::{DiscordTest, Server};

const LINE: &str = "!who gave Kim the car?";

#[track_caller]
fn assert_answered_once(server: &Server, asked: u64) {
    server.member("ana").answer_to(asked);
    // Another question is answered after anything that was still under way for the first.
    server.member("mo").says(GENERAL, "!help");
    assert_eq!(server.answers(asked).len(), 1);
}

#[track_caller]
fn wait_for_resumes(server: &Server, count: usize) {
    server.wait("a resume", |world| {
        (world.resumptions.len() >= count).then_some(())
    });
}

#[test]
fn a_dropped_line_is_resumed_and_nothing_is_missed() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.drop_connections();
    let asked = server.member("ana").writes(GENERAL, LINE);
    wait_for_resumes(&server, 1);
    assert_answered_once(&server, asked);
    server.finish();
}

#[test]
fn a_request_to_reconnect_is_followed() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.ask_to_reconnect();
    wait_for_resumes(&server, 1);
    let asked = server.member("ana").writes(GENERAL, LINE);
    assert_answered_once(&server, asked);
    server.finish();
}

#[test]
fn an_invalid_session_is_opened_anew() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.invalidate_sessions(false);
    server.wait("a new session", |world| {
        (world.identifications.len() == 2).then_some(())
    });
    let asked = server.member("ana").writes(GENERAL, LINE);
    assert_answered_once(&server, asked);
    server.finish();
}

#[test]
fn what_is_replayed_is_not_answered_again() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let asked = ana.writes(GENERAL, LINE);
    ana.answer_to(asked);
    ana.slash("topics", &[]);
    server
        .double
        .change(|world| world.replays_everything = true);
    server.double.close_connections(4000);
    wait_for_resumes(&server, 1);
    let missed = ana.writes(GENERAL, "!who vetoed the panel?");
    assert_answered_once(&server, missed);
    assert_eq!(server.answers(asked).len(), 1);
    server.finish();
}

#[test]
fn a_wrong_token_is_explained() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .discord(|world| "another".clone_into(&mut world.token))
        .launch();
    let status = server.end();
    assert!(!status.success());
    let log = server.log();
    assert!(log.contains("DISCORD_TOKEN"), "{log}");
    server.check();
}

#[test]
fn a_token_that_is_refused_at_the_gateway_is_explained() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .discord(|world| world.refused_identifications = vec![4004; 3])
        .launch();
    assert!(!server.end().success());
    let log = server.log();
    assert!(log.contains("DISCORD_TOKEN"), "{log}");
    server.check();
}

#[test]
fn a_token_that_is_missing_is_explained() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_TOKEN", "").launch();
    assert!(!server.end().success());
    let log = server.log();
    assert!(log.contains("DISCORD_TOKEN"), "{log}");
    server.check();
}

#[test]
fn intents_that_are_refused_are_explained() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .discord(|world| world.refused_identifications = vec![4014; 5])
        .launch();
    assert!(!server.end().success());
    let log = server.log();
    assert!(
        log.contains("Message Content") || log.contains("intent"),
        "{log}"
    );
    server.check();
}

#[test]
fn without_message_content_everything_but_the_prefix_works() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.discord(|world| world.granted = 0).start();
    server.wait_until_told("Message Content");
    let ana = server.member("ana");
    let unseen = ana.writes(GENERAL, LINE);
    let mention = ana.says(GENERAL, "<@1000> who gave Kim the car?");
    assert!(mention.words().contains("Putin"));
    assert!(
        ana.says_in_private("who gave Kim the car?")
            .words()
            .contains("Putin")
    );
    assert!(ana.slash("topics", &[]).words().contains("sanctions"));
    let next = ana.replies(&mention, "when was the panel vetoed?");
    assert!(next.words().contains("vetoed"));
    assert!(server.answers(unseen).is_empty());
    server.finish();
}

#[test]
fn a_discord_that_cannot_be_reached_is_explained() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    // Port 1 of this machine: nothing listens there.
    let server = test
        .setting("NEWSHOUND_DISCORD_API", "http://127.0.0.1:1")
        .launch();
    assert!(!server.end().success());
    assert!(server.log().contains("reach"), "{}", server.log());
    server.check();
}

#[test]
fn a_test_server_elsewhere_is_refused() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .setting("NEWSHOUND_DISCORD_API", "http://192.0.2.1:80")
        .launch();
    assert!(!server.end().success());
    assert!(
        server.log().contains("NEWSHOUND_DISCORD_API"),
        "{}",
        server.log()
    );
    assert!(!server.log().contains(TOKEN));
    server.check();
}

#[test]
fn several_shards_share_the_servers() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let other = (1 << 22) + 2_001;
    let server = test
        .discord(|world| {
            world.shards = 2;
            world.guilds.push(other);
            world.add_channel(3_100, other, "elsewhere");
        })
        .start();
    let shards = server.double.look(|world| world.identifications.len());
    assert_eq!(shards, 2);
    for channel in [GENERAL, 3_100] {
        assert!(
            server
                .member("ana")
                .says(channel, LINE)
                .words()
                .contains("Putin")
        );
    }
    server.finish();
}

#[test]
fn a_session_that_is_only_paused_is_resumed() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.invalidate_sessions(true);
    wait_for_resumes(&server, 1);
    let asked = server.member("ana").writes(GENERAL, LINE);
    assert_answered_once(&server, asked);
    server.finish();
}

#[test]
fn a_process_can_run_some_of_the_shards() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let other = (1 << 22) + 2_001;
    let server = test
        .discord(|world| {
            world.guilds.push(other);
            world.add_channel(3_100, other, "elsewhere");
        })
        .setting("DISCORD_SHARDS", "1-1/2")
        .start();
    let shards = server.double.look(|world| {
        let all = world.identifications.iter();
        all.map(|one| one["shard"].to_string()).collect::<Vec<_>>()
    });
    assert_eq!(shards, ["[1,2]"]);
    assert!(
        server
            .member("ana")
            .says(3_100, LINE)
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn the_token_can_stand_in_a_file() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .setting("DISCORD_TOKEN", "")
        .file(".env", &format!("DISCORD_TOKEN={TOKEN}\n"))
        .start();
    assert!(
        server
            .member("ana")
            .says(GENERAL, LINE)
            .words()
            .contains("Putin")
    );
    server.finish();
}

#[test]
fn message_content_is_asked_for_as_the_operator_wants() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("DISCORD_MESSAGE_CONTENT", "never").start();
    let intents = server
        .double
        .look(|world| world.identifications[0]["intents"].as_u64());
    assert_eq!(intents.map(|bits| bits & MESSAGE_CONTENT), Some(0));
    let mention = server
        .member("ana")
        .says(GENERAL, "<@1000> who gave Kim the car?");
    assert!(mention.words().contains("Putin"));
    server.finish();
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let strict = test.discord(|world| world.granted = 0);
    let server = strict.setting("DISCORD_MESSAGE_CONTENT", "always").launch();
    assert!(!server.end().success());
    assert!(server.log().contains("Message Content"), "{}", server.log());
    server.check();
}
