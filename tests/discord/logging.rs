//! What the log tells, and what only when the operator wants it.
//!
//! That it holds no token, no question and nobody's name is checked at the end of every story.

use serde_json::Value;

use super::double::world::GENERAL;
use super::harness::DiscordTest;

const LINE: &str = "!who gave Kim the car?";

#[test]
fn the_log_can_be_read_by_programs() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("LOGS_FORMAT", "json").start();
    server.member("ana").says(GENERAL, LINE);
    let log = server.log();
    let lines: Vec<Value> = log
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let ready: Vec<&Value> = lines
        .iter()
        .filter(|line| line.to_string().contains("discord ready"))
        .collect();
    assert_eq!(ready.len(), 1, "{log}");
    let fields = ready[0].to_string();
    assert!(
        fields.contains("guilds") && fields.contains("commands"),
        "{fields}"
    );
    server.finish();
}

#[test]
fn questions_are_told_when_the_operator_wants_it() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("LOGS_QUESTIONS", "true").start();
    server.member("ana").says(GENERAL, LINE);
    server.wait_until_told("gave Kim the car?");
    assert!(server.terminate().success());
}

#[test]
fn much_can_be_told_without_a_token() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("LOGS_LEVEL", "debug").start();
    server.member("ana").says(GENERAL, LINE);
    server.finish();
}
