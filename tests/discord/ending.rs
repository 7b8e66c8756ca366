//! Asked to end, the program finishes what it is answering and goes.

use super::double::world::GENERAL;
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
