//! Programs on this machine ask whether the bot is alive and ready, and how it does.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::double::world::GENERAL;
use super::harness::{DiscordTest, Server};

/// The address that the log names.
fn address(server: &Server) -> String {
    server.wait_until_told("monitor listens");
    let log = server.log();
    let line = log.lines().find(|line| line.contains("monitor listens"));
    let address = line.and_then(|line| line.split("address=").nth(1));
    let address = address.expect("the log names it").split_whitespace().next();
    address.unwrap_or_default().to_owned()
}

/// The status and the text of a page.
fn page(address: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .expect("it listens");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    (status.expect("a status"), text)
}

#[test]
fn the_bot_tells_that_it_is_ready_and_what_it_has_done() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("MONITOR_LISTEN", "127.0.0.1:0").start();
    let address = address(&server);
    assert_eq!(page(&address, "/healthz").0, 200);
    assert_eq!(page(&address, "/readyz").0, 200);
    let ana = server.member("ana");
    ana.says(GENERAL, "!who gave Kim the car?");
    ana.says(GENERAL, "!who sank the submarine of the mayor?");
    ana.says(GENERAL, "!help");
    let (status, text) = page(&address, "/metrics");
    assert_eq!(status, 200);
    for line in [
        "newshound_requests_total{story=\"\",outcome=\"answered\"} 1",
        "newshound_requests_total{story=\"\",outcome=\"declined\"} 1",
        "newshound_requests_total{story=\"\",outcome=\"other\"} 1",
        "newshound_request_duration_seconds_count 3",
        "newshound_articles{story=\"\"} 9",
        "newshound_connected{platform=\"discord\"} 1",
        "newshound_index_state{story=\"\"} 1",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(!text.contains("submarine"), "{text}");
    assert_eq!(page(&address, "/").0, 404);
    server.finish();
}

#[test]
fn it_is_not_ready_before_discord_lets_it_in() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test
        .setting("MONITOR_LISTEN", "127.0.0.1:0")
        .discord(|world| {
            let commands = "/applications/{application_id}/commands";
            world.held.push(("PUT".to_owned(), commands.to_owned()));
        })
        .launch();
    let address = address(&server);
    assert_eq!(page(&address, "/healthz").0, 200);
    let (status, text) = page(&address, "/readyz");
    assert_eq!(status, 503);
    assert!(text.contains("discord is not connected"), "{text}");
}

#[test]
fn nobody_else_may_ask() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.setting("MONITOR_LISTEN", "0.0.0.0:0").launch();
    assert!(!server.end().success());
    assert!(
        server.log().contains("this machine alone"),
        "{}",
        server.log()
    );
}
