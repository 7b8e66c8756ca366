//! One door for the stories on Matrix: the real program, the real server, and people.
//!
//! ```ignore
//! let Some(test) = MatrixTest::new() else { return };
//! let bot = test.start();
//! let ana = bot.person("ana");
//! let room = bot.room_with(&ana, Wishes::encrypted());
//! assert!(ana.asks(&room, "!who gave Kim the car?").words().contains("Putin"));
//! bot.finish();
//! ```
//!
//! Nothing sleeps: every wait is for something that is told.

use std::fs;
use std::path::{Path, PathBuf};

use matrix_sdk::ruma::OwnedRoomId;
use tempfile::TempDir;

use super::person::{PASSWORD, Person, Wishes, fresh, register};
use super::relay::Relay;
use super::synapse::{Synapse, synapse};
use crate::discord::bot::{Bot, Launch};

/// A story on Matrix in the making.
#[must_use]
pub(crate) struct MatrixTest {
    server: &'static Synapse,
    folder: TempDir,
    launch: Launch,
    account: String,
    own_articles: bool,
}

impl MatrixTest {
    /// The sample story and an account for the bot, whom everybody may invite; `None`, with a word
    /// on standard error, where there is no server.
    pub(crate) fn new() -> Option<Self> {
        let server = synapse()?;
        let folder = tempfile::tempdir().expect("a folder can be made");
        let account = register(server, &fresh("newshound"));
        let mut launch = Launch::new(folder.path());
        for (name, value) in [
            ("MATRIX_HOMESERVER", server.url.as_str()),
            ("MATRIX_USER", &account),
            ("MATRIX_PASSWORD", PASSWORD),
            ("NEWSHOUND_MATRIX_INVITERS", "localhost"),
            ("NEWSHOUND_MATRIX_STATE", "matrix"),
            ("NEWSHOUND_STORY_ARTICLES", "articles"),
            ("NEWSHOUND_STORY_STORE", "store"),
            ("NEWSHOUND_ROOMS_FILE", "state.redb"),
        ] {
            launch.set(name, value);
        }
        let topics = root().join("config/topics.toml");
        launch.set("NEWSHOUND_STORY_TOPICS", &topics.to_string_lossy());
        Some(Self {
            server,
            folder,
            launch,
            account,
            own_articles: false,
        })
    }

    /// Somebody who is there before the bot.
    pub(crate) fn person(&self, name: &str) -> Person {
        Person::new(self.server, name)
    }

    /// Puts a wire between the bot and the server.
    pub(crate) fn with_relay(self) -> (Self, Relay) {
        let relay = Relay::to(&self.server.url);
        let url = relay.url();
        (self.variable("MATRIX_HOMESERVER", &url), relay)
    }

    /// Sets a variable.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.launch.set(name, value);
        self
    }

    /// Adds an article; the sample story is left out then.
    pub(crate) fn article(mut self, name: &str, text: &str) -> Self {
        let folder = self.folder.path().join("articles");
        fs::create_dir_all(&folder).expect("a folder can be made");
        fs::write(folder.join(format!("{name}.md")), text).expect("an article can be written");
        self.own_articles = true;
        self
    }

    /// Starts the program and waits until it is ready.
    #[track_caller]
    pub(crate) fn start(self) -> Running {
        let running = self.launch();
        running.wait_until_told("matrix ready");
        running
    }

    /// Starts the program.
    pub(crate) fn launch(self) -> Running {
        if !self.own_articles {
            copy_sample(&self.folder.path().join("articles"));
        }
        Running {
            bot: Some(self.launch.start()),
            server: self.server,
            launch: self.launch,
            account: self.account,
            folder: self.folder,
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy_sample(target: &Path) {
    fs::create_dir_all(target).expect("a folder can be made");
    let sample = fs::read_dir(root().join("index/articles")).expect("the sample story is there");
    for entry in sample {
        let entry = entry.expect("the sample story can be listed");
        fs::copy(entry.path(), target.join(entry.file_name())).expect("an article can be copied");
    }
}

/// The program at work.
pub(crate) struct Running {
    bot: Option<Bot>,
    pub(crate) server: &'static Synapse,
    launch: Launch,
    /// The bot's full name.
    pub(crate) account: String,
    folder: TempDir,
}

impl Running {
    fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("it is started")
    }

    /// Somebody new.
    pub(crate) fn person(&self, name: &str) -> Person {
        Person::new(self.server, name)
    }

    /// Somebody new whose account vouches for the device.
    pub(crate) fn person_who_is_verified(&self, name: &str) -> Person {
        Person::new_and_verified(self.server, name)
    }

    /// Runs another task of the program; gives what it prints.
    #[track_caller]
    pub(crate) fn runs(&self, arguments: &[&str]) -> String {
        let output = self.launch.output(arguments);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A room of somebody's that the bot has come into, with a third one in it, so that it is no
    /// room for two.
    #[track_caller]
    pub(crate) fn room_with(&self, person: &Person, wishes: Wishes) -> OwnedRoomId {
        let third = register(self.server, &fresh("third"));
        let room = person.opens_room(&[&self.account, &third], wishes);
        person.waits_for(&room, &self.account, "join");
        room
    }

    /// A room for somebody and the bot.
    #[track_caller]
    pub(crate) fn room_for_two(&self, person: &Person, wishes: Wishes) -> OwnedRoomId {
        let room = person.opens_room(&[&self.account], wishes);
        person.waits_for(&room, &self.account, "join");
        room
    }

    /// A file where the program works.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Sets a variable for the next start.
    pub(crate) fn variable(&mut self, name: &str, value: &str) {
        self.launch.set(name, value);
    }

    /// Waits until the program has said something.
    #[track_caller]
    pub(crate) fn wait_until_told(&self, words: &str) {
        let bot = self.bot();
        assert!(bot.says(words), "`{words}` was never said:\n{}", bot.log());
    }

    /// What the program has said.
    pub(crate) fn log(&self) -> String {
        self.bot().log()
    }

    /// Kills the program, as a crash does.
    pub(crate) fn crash(&mut self) {
        // It is killed when it is dropped.
        self.bot = None;
    }

    /// Ends the program as a service manager does.
    #[track_caller]
    pub(crate) fn stop(&mut self) {
        let bot = self.bot.take().expect("it is started");
        bot.terminate();
        let ended = bot.end();
        let ended = ended.unwrap_or_else(|| panic!("it does not end:\n{}", bot.log()));
        assert!(ended.success(), "it ended with {ended}:\n{}", bot.log());
    }

    /// Leaves the program running, out of this story's hands.
    pub(crate) fn let_go(&mut self) -> Bot {
        self.bot.take().expect("it is started")
    }

    /// Starts the program again, with all that it has kept.
    pub(crate) fn begin_again(&mut self) {
        self.bot = Some(self.launch.start());
    }

    /// The same, and waits until it is ready.
    #[track_caller]
    pub(crate) fn start_again(&mut self) {
        self.begin_again();
        self.wait_until_told("matrix ready");
    }

    /// Waits until the program has ended by itself; gives what it said.
    #[track_caller]
    pub(crate) fn end(&self) -> String {
        let bot = self.bot();
        let ended = bot.end();
        let ended = ended.unwrap_or_else(|| panic!("it does not end:\n{}", bot.log()));
        assert!(!ended.success(), "it ended well:\n{}", bot.log());
        bot.log()
    }

    /// The end of a story: the program goes in peace, and its log holds no password, no question and
    /// nobody's name.
    #[track_caller]
    pub(crate) fn finish(mut self) {
        let log = self.log();
        self.stop();
        assert!(
            !log.contains(PASSWORD),
            "the password is in the log:\n{log}"
        );
        assert!(!log.contains("panicked"), "something panicked:\n{log}");
        assert!(
            !log.contains("localhost"),
            "somebody's name is in the log:\n{log}"
        );
        assert!(
            !log.contains("gave Kim"),
            "a question is in the log:\n{log}"
        );
    }
}
