//! Who the bot is, and that it stays so: one login, one process, and a clear end where the session
//! is ended.

use super::harness::MatrixTest;
use super::person::{Person, Wishes, runtime};

fn devices(bot_account: &Person) -> usize {
    let devices = runtime().block_on(async { bot_account.client.devices().await });
    devices.expect("devices can be listed").devices.len()
}

#[test]
fn the_bot_logs_in_once_and_needs_no_password_afterwards() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.asks(&room, "!who gave Kim the car?");
    bot.stop();
    bot.variable("MATRIX_PASSWORD", "");
    bot.start_again();
    assert!(
        ana.asks(&room, "!who gave Kim the car?")
            .words()
            .contains("Putin")
    );
    let same = Person::log_in(bot.server, &bot.account);
    assert_eq!(
        devices(&same),
        2,
        "the bot's own device, and the one that looks"
    );
    bot.finish();
}

#[test]
fn a_second_process_is_told_that_the_folder_is_held() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let first = bot.let_go();
    bot.begin_again();
    let log = bot.end();
    assert!(log.contains("another process runs the bot"), "{log}");
    drop(first);
}

#[test]
fn a_session_that_was_ended_is_told_with_its_remedy() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.start();
    let same = Person::log_in(bot.server, &bot.account);
    runtime().block_on(async {
        // All devices are logged out.
        let request = matrix_sdk::ruma::api::client::session::logout_all::v3::Request::new();
        let done = same.client.send(request).await;
        done.expect("sessions can be ended");
    });
    let log = bot.end();
    assert!(log.contains("has ended the session"), "{log}");
    assert!(log.contains("MATRIX_PASSWORD"), "{log}");
}

#[test]
fn a_wrong_password_and_a_half_set_account_are_told_with_their_remedies() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let wrong = test.variable("MATRIX_PASSWORD", "wrong").launch();
    let log = wrong.end();
    assert!(log.contains("refuses the login"), "{log}");
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let half = test.variable("MATRIX_HOMESERVER", "").launch();
    let log = half.end();
    assert!(log.contains("MATRIX_HOMESERVER is not set"), "{log}");
}

#[test]
fn doctor_reaches_the_server_or_says_that_it_does_not() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let report = bot.runs(&["doctor"]);
    assert!(report.contains("the server is there"), "{report}");
    bot.stop();
    bot.variable("MATRIX_HOMESERVER", "http://127.0.0.1:1");
    let report = bot.runs(&["doctor"]);
    assert!(report.contains("cannot be reached"), "{report}");
}

#[test]
fn a_lost_folder_is_a_new_device_that_answers_again() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    let ana = bot.person("ana");
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.asks(&room, "!who gave Kim the car?");
    bot.stop();
    std::fs::remove_dir_all(bot.path("matrix/store")).expect("the store can be lost");
    bot.start_again();
    assert!(
        ana.asks(&room, "!who gave Kim the car?")
            .words()
            .contains("Putin")
    );
    bot.finish();
}

#[test]
fn with_the_recovery_key_a_new_device_is_the_same_bot() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let mut bot = test.start();
    bot.wait_until_told("matrix identity");
    let log = bot.log();
    let key = recovery_key(&log).unwrap_or_else(|| panic!("no key was shown:\n{log}"));
    let status = bot.runs(&["matrix", "status"]);
    assert!(status.contains("cross-signed: yes"), "{status}");
    assert!(status.contains("recovery: ready"), "{status}");
    bot.stop();
    std::fs::remove_dir_all(bot.path("matrix")).expect("the folder can be lost");
    bot.start_again();
    bot.wait_until_told("matrix identity");
    assert!(recovery_key(&bot.log()).is_none(), "{}", bot.log());
    let status = bot.runs(&["matrix", "status"]);
    assert!(status.contains("cross-signed: no"), "{status}");
    assert!(status.contains("MATRIX_RECOVERY_KEY"), "{status}");
    bot.stop();
    bot.variable("MATRIX_RECOVERY_KEY", &key);
    bot.start_again();
    bot.wait_until_told("were recovered");
    bot.wait_until_told("matrix identity");
    let status = bot.runs(&["matrix", "status"]);
    assert!(status.contains("cross-signed: yes"), "{status}");
    assert!(!bot.log().contains(&key), "the key is in the log");
    bot.finish();
}

fn recovery_key(log: &str) -> Option<String> {
    let mut lines = log
        .lines()
        .skip_while(|line| !line.contains("The recovery key"));
    let line = lines.find(|line| line.starts_with("    "))?;
    Some(line.trim().to_owned())
}

#[test]
fn a_strict_bot_reads_from_verified_devices_alone() {
    let Some(test) = MatrixTest::new() else {
        return;
    };
    let bot = test.variable("NEWSHOUND_MATRIX_STRICT", "true").start();
    let (ana, eve) = (bot.person_who_is_verified("ana"), bot.person("eve"));
    let room = bot.room_with(&ana, Wishes::encrypted());
    ana.invites(&room, &eve.name);
    eve.joins(&room);
    let unread = eve.writes(&room, "!who gave Kim the car?");
    assert!(
        ana.asks(&room, "!who gave Kim the car?")
            .words()
            .contains("Putin")
    );
    assert!(ana.answers_to(&unread).is_empty());
    bot.finish();
}
