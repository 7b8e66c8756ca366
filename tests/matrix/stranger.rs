//! Somebody whose client shares no code with the bot's: matrix-nio, led by `stranger.py` over a pipe.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::person::{PASSWORD, fresh, register};
use super::synapse::{Synapse, python};

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody with that client.
pub(crate) struct Stranger {
    pub(crate) name: String,
    child: Child,
    orders: ChildStdin,
    told: Receiver<Value>,
    heard: Vec<Value>,
    _folder: tempfile::TempDir,
}

impl Drop for Stranger {
    fn drop(&mut self) {
        // It may have ended already, which is just as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// True where the client is installed; otherwise says that a story is skipped.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn is_installed() -> bool {
    let mut asked = Command::new(python());
    let is_there = asked.args(["-c", "import nio"]).stderr(Stdio::null());
    if is_there.status().is_ok_and(|status| status.success()) {
        return true;
    }
    let on_build_machine = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        !on_build_machine,
        "no matrix-nio: `tests/run tests` installs it"
    );
    eprintln!("skipped: this story needs matrix-nio, which `tests/run tests` installs");
    false
}

impl Stranger {
    /// Makes an account and logs in; `None`, with a word on standard error, where the client is not
    /// installed.
    pub(crate) fn new(server: &Synapse, name: &str) -> Option<Self> {
        if !is_installed() {
            return None;
        }
        let name = register(server, &fresh(name));
        let folder = tempfile::tempdir().expect("a folder can be made");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix/stranger.py");
        let mut child = Command::new(python())
            .arg(script)
            .args([&server.url, &name, PASSWORD])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python can be started");
        let orders = child.stdin.take().expect("the pipe was asked for");
        let told = listen(child.stdout.take().expect("the pipe was asked for"));
        let mut stranger = Self {
            name,
            child,
            orders,
            told,
            heard: Vec::new(),
            _folder: folder,
        };
        stranger.done();
        Some(stranger)
    }

    /// Opens a room and invites somebody.
    pub(crate) fn opens_room(&mut self, invited: &[&str], is_encrypted: bool) -> String {
        self.does(&json!({"do": "open", "invite": invited, "encrypted": is_encrypted}))
    }

    /// Sends a message; gives its id.
    pub(crate) fn sends(&mut self, room: &str, content: &Value) -> String {
        self.does(&json!({"do": "send", "room": room, "content": content}))
    }

    /// Writes.
    pub(crate) fn writes(&mut self, room: &str, line: &str) -> String {
        self.sends(room, &json!({"msgtype": "m.text", "body": line}))
    }

    /// Takes something back.
    pub(crate) fn takes_back(&mut self, room: &str, event: &str) -> String {
        self.does(&json!({"do": "take back", "room": room, "event": event}))
    }

    /// Waits until somebody is in a room.
    #[track_caller]
    pub(crate) fn waits_for(&mut self, room: &str, who: &str) {
        self.wait("somebody", |told| {
            let event = &told["heard"];
            told["room"] == room
                && event["state_key"] == who
                && event["content"]["membership"] == "join"
        });
    }

    /// The notice that replies to something, as it was heard.
    #[track_caller]
    pub(crate) fn answer_to(&mut self, asked: &str) -> Value {
        self.wait("an answer", |told| {
            let content = &told["heard"]["content"];
            content["msgtype"] == "m.notice"
                && content["m.relates_to"]["m.in_reply_to"]["event_id"] == asked
        })
    }

    /// How many notices reply to something, of those that have come.
    pub(crate) fn count_answers_to(&self, asked: &str) -> usize {
        let heard = self.heard.iter();
        heard
            .filter(|told| {
                let content = &told["heard"]["content"];
                content["m.relates_to"]["m.in_reply_to"]["event_id"] == asked
            })
            .count()
    }

    /// Waits until something was heard; gives it.
    #[track_caller]
    pub(crate) fn wait(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = self.heard.iter().find(|told| is_it(told)) {
                return found.clone();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(told) = self.told.recv_timeout(left) else {
                panic!("never: {what}; heard {:#?}", self.heard);
            };
            self.heard.push(told);
        }
    }

    #[track_caller]
    fn does(&mut self, order: &Value) -> String {
        writeln!(self.orders, "{order}").expect("it listens");
        self.done()
    }

    #[track_caller]
    fn done(&mut self) -> String {
        let done = self.wait("what was ordered", |told| told.get("done").is_some());
        self.heard.retain(|told| told.get("done").is_none());
        done["done"].as_str().unwrap_or_default().to_owned()
    }
}

fn listen(output: ChildStdout) -> Receiver<Value> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let value = serde_json::from_str(&line).expect("it speaks JSON");
            if tell.send(value).is_err() {
                return;
            }
        }
    });
    told
}
