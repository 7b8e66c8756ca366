//! Asked to end, the program finishes what it is answering and goes.

use super::double::world::{GENERAL, NEWS};
use super::harness::DiscordTest;

const MESSAGES: &str = "/channels/{channel_id}/messages";

#[test]
fn an_answer_under_way_is_finished_before_the_end() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.hold("POST", MESSAGES);
    let asked = server
        .member("ana")
        .writes(GENERAL, "!who gave Kim the car?");
    server.wait("a request to keep back", |world| {
        (world.waiting == 1).then_some(())
    });
    server.ask_to_end();
    server.wait_until_told("stop");
    server.double.release();
    assert!(server.end().success(), "{}", server.log());
    assert_eq!(server.answers(asked).len(), 1);
    server.check();
}

#[test]
fn it_says_how_to_invite_it_and_that_it_is_ready() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let log = server.log();
    assert!(log.contains("client_id=1000"), "{log}");
    let ready: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("discord ready"))
        .collect();
    assert_eq!(ready.len(), 1, "{log}");
    server.finish();
}

#[test]
fn who_asks_when_it_is_about_to_end_is_told_so() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.hold("POST", MESSAGES);
    let asked = server
        .member("ana")
        .writes(GENERAL, "!who gave Kim the car?");
    server.wait("a request to keep back", |world| {
        (world.waiting == 1).then_some(())
    });
    server.ask_to_end();
    server.wait_until_told("stopping");
    let late = server.member("ben").slash("topics", &[]);
    assert!(!late.words().is_empty());
    server.double.release();
    assert!(server.end().success(), "{}", server.log());
    assert_eq!(server.answers(asked).len(), 1);
    server.check();
}

#[test]
fn a_channel_where_it_may_not_write_is_told_of_in_the_log() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server.double.change(|world| world.closed.push(GENERAL));
    server
        .member("ana")
        .writes(GENERAL, "!who gave Kim the car?");
    server.wait_until_told("Send Messages");
    let answer = server.member("ana").says(NEWS, "!who gave Kim the car?");
    assert!(answer.words().contains("Putin"));
    server.finish();
}
