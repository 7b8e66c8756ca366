//! One door for the stories on Discord: the real program, the fake Discord, and people.
//!
//! ```ignore
//! let Some(test) = DiscordTest::new() else { return };
//! let server = test.start();
//! let answer = server.member("ana").says(GENERAL, "!who gave Kim the car?");
//! assert!(answer.words().contains("Putin"));
//! server.finish();
//! ```
//!
//! Nothing sleeps: every wait is for something that is told, and fails with the program's log when
//! it does not come.

use std::fs;
use std::path::Path;
use std::process::ExitStatus;

use serde_json::Value;
use tempfile::TempDir;

use super::answer::Answer;
use super::bot::{Bot, Launch};
use super::double::world::{APPLICATION, Message, TOKEN, World, id_in};
use super::double::{Double, Slash};
use crate::shared::shared;

/// A story on Discord in the making.
#[must_use]
pub(crate) struct DiscordTest {
    folder: TempDir,
    double: Double,
    launch: Launch,
    own_articles: bool,
}

impl DiscordTest {
    /// The sample story and a server with people; `None`, with a word on standard error, where
    /// Discord's description is missing.
    pub(crate) fn new() -> Option<Self> {
        let double = Double::start(&shared("discord/openapi.json")?);
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut launch = Launch::new(folder.path());
        launch.set("DISCORD_TOKEN", TOKEN);
        launch.set("NEWSHOUND_DISCORD_API", &double.url());
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let topics = root.join("config/topics.toml");
        launch.set("NEWSHOUND_STORY_TOPICS", &topics.to_string_lossy());
        for (name, part) in [("STORY_ARTICLES", "articles"), ("STORY_STORE", "store")] {
            launch.set(&format!("NEWSHOUND_{name}"), part);
        }
        launch.set("NEWSHOUND_ROOMS_FILE", "state.redb");
        Some(Self {
            folder,
            double,
            launch,
            own_articles: false,
        })
    }

    /// Sets a setting, by its variable without `NEWSHOUND_`, or any other variable.
    pub(crate) fn setting(mut self, name: &str, value: &str) -> Self {
        let known = ["DISCORD_TOKEN", "NEWSHOUND_DISCORD_API"];
        if known.contains(&name) {
            self.launch.set(name, value);
        } else {
            self.launch.set(&format!("NEWSHOUND_{name}"), value);
        }
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

    /// Writes a file where the program works.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.folder.path().join(name), text).expect("a file can be written");
        self
    }

    /// Changes the fake Discord before the bot connects.
    pub(crate) fn discord(self, act: impl FnOnce(&mut World)) -> Self {
        self.double.change(act);
        self
    }

    /// Starts the program and waits until it is ready.
    pub(crate) fn start(self) -> Server {
        let server = self.launch();
        server.wait_until_ready();
        server
    }

    /// Starts the program.
    pub(crate) fn launch(self) -> Server {
        if !self.own_articles {
            copy_sample(&self.folder.path().join("articles"));
        }
        Server {
            bot: self.launch.start(),
            launch: self.launch,
            double: self.double,
            folder: self.folder,
        }
    }
}

fn copy_sample(target: &Path) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("index/articles");
    fs::create_dir_all(target).expect("a folder can be made");
    for entry in fs::read_dir(sample).expect("the sample story is there") {
        let entry = entry.expect("the sample story can be listed");
        fs::copy(entry.path(), target.join(entry.file_name())).expect("an article can be copied");
    }
}

/// A server with the bot in it.
pub(crate) struct Server {
    bot: Bot,
    launch: Launch,
    pub(crate) double: Double,
    folder: TempDir,
}

impl Server {
    /// Somebody of the server.
    pub(crate) fn member<'a>(&'a self, name: &'a str) -> Person<'a> {
        Person { server: self, name }
    }

    /// What the program has said.
    pub(crate) fn log(&self) -> String {
        self.bot.log()
    }

    #[track_caller]
    pub(crate) fn wait_until_ready(&self) {
        assert!(
            self.bot.says("discord ready"),
            "never ready:\n{}",
            self.bot.log()
        );
    }

    /// Puts an article into the folder while the program runs.
    pub(crate) fn add_article(&self, name: &str, text: &str) {
        let path = self
            .folder
            .path()
            .join("articles")
            .join(format!("{name}.md"));
        fs::write(path, text).expect("an article can be written");
    }

    /// Waits until the program has said something.
    #[track_caller]
    pub(crate) fn wait_until_told(&self, words: &str) {
        assert!(
            self.bot.says(words),
            "`{words}` was never said:\n{}",
            self.bot.log()
        );
    }

    /// Waits until the fake Discord shows something.
    #[track_caller]
    pub(crate) fn wait<T>(&self, what: &str, probe: impl FnMut(&World) -> Option<T>) -> T {
        let found = self.double.wait(probe, || self.bot.ended().is_some());
        found.unwrap_or_else(|| panic!("never: {what}\n{}", self.tell()))
    }

    /// What there is to know when a test fails.
    fn tell(&self) -> String {
        let requests = self.double.look(|world| {
            let last = world.requests.iter().rev().take(12).rev();
            let lines = last.map(|one| {
                let body: String = one.body.to_string().chars().take(600).collect();
                format!("{} {} {} {body}", one.status, one.method, one.path)
            });
            lines.collect::<Vec<_>>().join("\n")
        });
        let faults = self.double.faults().join("\n");
        let log = self.bot.log();
        format!("-- requests\n{requests}\n-- faults\n{faults}\n-- log\n{log}")
    }

    /// The bot's answers to a message, oldest first.
    pub(crate) fn answers(&self, message: u64) -> Vec<Answer> {
        self.double.look(|world| find_answers(world, message))
    }

    /// Ends the program as a service manager does; gives how it ended.
    #[track_caller]
    pub(crate) fn terminate(&self) -> ExitStatus {
        self.bot.terminate();
        self.end()
    }

    /// Asks the program to end and does not wait.
    pub(crate) fn ask_to_end(&self) {
        self.bot.terminate();
    }

    /// Waits until the program has ended by itself.
    #[track_caller]
    pub(crate) fn end(&self) -> ExitStatus {
        let ended = self.bot.end();
        ended.unwrap_or_else(|| panic!("it does not end\n{}", self.tell()))
    }

    /// Ends the program and starts it again, with all that it has kept.
    #[track_caller]
    pub(crate) fn restart(&mut self) {
        self.terminate();
        self.bot = self.launch.start();
        self.wait_until_ready();
    }

    /// The end of a story: the program goes in peace, nothing was refused, nothing stands open, and
    /// its log holds neither the token nor what anybody wrote.
    #[track_caller]
    pub(crate) fn finish(self) {
        let status = self.terminate();
        assert!(status.success(), "it ended with {status}\n{}", self.tell());
        self.check();
    }

    /// The same for a program that has ended.
    #[track_caller]
    pub(crate) fn check(&self) {
        let faults = self.double.faults();
        assert!(faults.is_empty(), "{}", self.tell());
        let log = self.bot.log();
        assert!(!log.contains(TOKEN), "the token is in the log:\n{log}");
        assert!(!log.contains("panicked"), "something panicked:\n{log}");
        for secret in self.double.look(private_words) {
            assert!(!log.contains(&secret), "`{secret}` is in the log:\n{log}");
        }
    }
}

/// What people wrote and typed, and who they are.
fn private_words(world: &World) -> Vec<String> {
    let written = world.messages.values().filter(|one| !is_own(one));
    let contents = written.filter_map(|one| one.value["content"].as_str());
    let mut words: Vec<String> = contents.map(str::to_owned).collect();
    for interaction in world.interactions.values() {
        let options = interaction.data["options"].as_array().into_iter().flatten();
        let typed = options.filter_map(|option| option["value"].as_str());
        words.extend(typed.map(str::to_owned));
    }
    // "who" and "Kim" may stand in a log for other reasons.
    words.retain(|text| text.len() > 12);
    words.extend(
        world
            .users
            .keys()
            .filter(|id| **id != APPLICATION)
            .map(u64::to_string),
    );
    words
}

fn is_own(message: &Message) -> bool {
    id_in(&message.value["author"]["id"]) == Some(APPLICATION)
}

/// Answers are replies, or stand in the thread under the question, or come next where two talk alone.
fn find_answers(world: &World, asked: u64) -> Vec<Answer> {
    let channel = world
        .messages
        .get(&asked)
        .map_or(0, |message| message.channel);
    let alone = world.guild_of(channel).is_none();
    let answers = world.messages.iter().filter(|(id, message)| {
        let referenced = id_in(&message.value["message_reference"]["message_id"]);
        let next = alone && referenced.is_none() && message.channel == channel && **id > asked;
        let meant = referenced == Some(asked) || message.channel == asked || next;
        meant && is_own(message) && message.interaction.is_none()
    });
    answers
        .map(|(id, message)| Answer::new(*id, message))
        .collect()
}

/// Somebody who writes and presses.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    server: &'a Server,
    name: &'a str,
}

impl Person<'_> {
    /// Writes, and reads the answer.
    #[track_caller]
    pub(crate) fn says(&self, channel: u64, line: &str) -> Answer {
        let asked = self.writes(channel, line);
        self.answer_to(asked)
    }

    /// Writes to the bot alone, and reads the answer.
    #[track_caller]
    pub(crate) fn says_in_private(&self, line: &str) -> Answer {
        self.says(self.server.double.direct(self.name), line)
    }

    /// Writes.
    pub(crate) fn writes(&self, channel: u64, line: &str) -> u64 {
        self.server.double.say(self.name, channel, line)
    }

    /// Replies to an answer, and reads the next.
    #[track_caller]
    pub(crate) fn replies(&self, to: &Answer, line: &str) -> Answer {
        let double = &self.server.double;
        let asked = double.reply(self.name, to.channel, line, to.id, true);
        self.answer_to(asked)
    }

    /// The answer to a message.
    #[track_caller]
    pub(crate) fn answer_to(&self, asked: u64) -> Answer {
        self.server.wait("an answer", |world| {
            find_answers(world, asked).into_iter().next()
        })
    }

    /// Calls a command in the first channel, and reads the answer.
    #[track_caller]
    pub(crate) fn slash(&self, command: &str, options: &[(&str, Value)]) -> Answer {
        self.slash_in(super::double::world::GENERAL, command, options)
    }

    /// Calls a command somewhere, and reads the answer.
    #[track_caller]
    pub(crate) fn slash_in(
        &self,
        channel: u64,
        command: &str,
        options: &[(&str, Value)],
    ) -> Answer {
        let id = self.calls(channel, command, options, false);
        self.answer_to_interaction(id)
    }

    /// Calls a command that Discord would not show, as a server's own settings may allow.
    #[track_caller]
    pub(crate) fn forces(&self, command: &str, options: &[(&str, Value)]) -> Answer {
        let id = self.calls(super::double::world::GENERAL, command, options, true);
        self.answer_to_interaction(id)
    }

    /// Calls a command.
    #[track_caller]
    pub(crate) fn calls(
        &self,
        channel: u64,
        command: &str,
        options: &[(&str, Value)],
        forced: bool,
    ) -> u64 {
        self.server.double.slash(&Slash {
            user: self.name,
            channel,
            command,
            options,
            focused: None,
            forced,
        })
    }

    /// Types into an option; gives the suggestions.
    #[track_caller]
    pub(crate) fn types(&self, command: &str, option: &str, typed: &str) -> Vec<String> {
        let id = self.server.double.slash(&Slash {
            user: self.name,
            channel: super::double::world::GENERAL,
            command,
            options: &[(option, Value::from(typed))],
            focused: Some(option),
            forced: false,
        });
        let answer = self.server.wait("suggestions", |world| {
            world.interactions[&id].answer.clone()
        });
        let choices = answer["data"]["choices"].as_array().cloned();
        choices
            .unwrap_or_default()
            .iter()
            .filter_map(|choice| choice["name"].as_str().map(str::to_owned))
            .collect()
    }

    /// Picks a command from the menu of a message, and reads the answer.
    #[track_caller]
    pub(crate) fn picks(&self, command: &str, message: u64) -> Answer {
        let id = self.server.double.menu(self.name, command, message);
        self.answer_to_interaction(id)
    }

    /// Presses the button with such a word on it; gives what it shows then: the message itself
    /// where it was changed, and otherwise a new one.
    #[track_caller]
    pub(crate) fn presses(&self, answer: &Answer, word: &str) -> Answer {
        let id = self
            .server
            .double
            .press(self.name, answer.id, &answer.button(word));
        self.answer_to_interaction(id)
    }

    /// What came of an interaction, once it can be read: the last message that followed, or the
    /// first.
    #[track_caller]
    pub(crate) fn answer_to_interaction(&self, id: u64) -> Answer {
        self.server.wait("an answer to an interaction", |world| {
            let interaction = &world.interactions[&id];
            let kind = interaction.answer.as_ref()?["type"].as_u64();
            // A button that was only acknowledged shows its effect in a change or a message.
            let edited = interaction.pressed.and_then(|id| world.messages.get(&id));
            let changed = edited.is_some_and(|one| one.edits > interaction.edits_before);
            if kind == Some(6) && interaction.followups.is_empty() && !changed {
                return None;
            }
            let shown = interaction
                .followups
                .last()
                .copied()
                .or(interaction.original)?;
            let message = world.messages.get(&shown)?;
            (!message.thinking).then(|| Answer::new(shown, message))
        })
    }
}
