//! The validated settings, with their defaults.
//!
//! How each key is written, read and explained stands in `keys`; a test there holds the two
//! together.

use crate::answer::DEFAULT_REFUSE_BELOW;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Everything that can be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// `[story]`, or the first `[[story]]`
    pub story: StorySettings,
    /// Each `[[story]]` after the first.
    pub further_stories: Vec<StorySettings>,
    /// `[articles]`
    pub articles: ArticleSettings,
    /// `[answers]`
    pub answers: AnswerSettings,
    /// `[console]`
    pub console: ConsoleSettings,
    /// `[rooms]`
    pub rooms: RoomSettings,
    /// `[discord]`
    pub discord: DiscordSettings,
    /// `[matrix]`
    pub matrix: MatrixSettings,
    /// `[monitor]`
    pub monitor: MonitorSettings,
    /// `[logs]`
    pub logs: LogSettings,
}

/// Which story, and where its files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorySettings {
    /// The story's name for the greeting; empty when it has none.
    pub name: String,
    /// Folder (or file) of the articles.
    pub articles: PathBuf,
    /// Folder of the built index.
    pub store: PathBuf,
    /// File of the topic commands.
    pub topics: PathBuf,
    /// File of the pinned questions; empty for none.
    pub golden: PathBuf,
}

impl StorySettings {
    /// What a story after the first has where nothing is set: two stories share nothing.
    #[must_use]
    pub(super) fn further() -> Self {
        Self {
            name: String::new(),
            articles: PathBuf::new(),
            store: PathBuf::new(),
            topics: PathBuf::new(),
            golden: PathBuf::new(),
        }
    }
}

impl Settings {
    /// All stories, at least one.
    pub fn stories(&self) -> impl Iterator<Item = &StorySettings> {
        std::iter::once(&self.story).chain(&self.further_stories)
    }

    /// The same, to be changed.
    pub(super) fn stories_mut(&mut self) -> impl Iterator<Item = &mut StorySettings> {
        std::iter::once(&mut self.story).chain(&mut self.further_stories)
    }
}

impl Default for StorySettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            articles: PathBuf::from("index/articles"),
            store: PathBuf::from("index/store"),
            topics: PathBuf::from("config/topics.toml"),
            golden: PathBuf::from("config/golden.jsonl"),
        }
    }
}

/// How articles are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleSettings {
    /// Larger files are skipped and reported, in bytes.
    pub max_file_size: u64,
    /// How long the reading of one HTML page may take.
    pub page_timeout: Duration,
    /// True when the folder is watched.
    pub watch: bool,
    /// Hosts of private networks that pages may be fetched from.
    pub private_hosts: Vec<String>,
    /// Where whoever runs the bot can be reached, told to servers; empty where nobody is to be told.
    pub contact: String,
}

impl Default for ArticleSettings {
    fn default() -> Self {
        Self {
            max_file_size: 4 << 20,
            page_timeout: Duration::from_secs(20),
            watch: false,
            private_hosts: Vec::new(),
            contact: String::new(),
        }
    }
}

/// What an answer shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerSettings {
    /// Most quotes in one answer.
    pub quotes: usize,
    /// A quote takes in further sentences up to this many characters.
    pub quote_length: usize,
    /// Most rows of an overview or a list.
    pub list_length: usize,
    /// Answers less certain than this are "the articles don't say"; 0 to 1.
    pub refuse_below: f64,
    /// True when the words of questions are kept that find no answer.
    pub keep_gaps: bool,
}

impl Default for AnswerSettings {
    fn default() -> Self {
        Self {
            quotes: 3,
            quote_length: 300,
            list_length: 10,
            refuse_below: DEFAULT_REFUSE_BELOW,
            keep_gaps: false,
        }
    }
}

/// How the console looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsoleSettings {
    /// Colours.
    pub colour: Use,
    /// Clickable links.
    pub hyperlinks: Use,
    /// Where lines are wrapped.
    pub width: Width,
    /// File that keeps the lines typed in earlier sessions; `None` keeps nothing.
    pub history: Option<PathBuf>,
}

/// What holds for the rooms of every chat platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomSettings {
    /// File of the settings that are made in the rooms themselves.
    pub file: PathBuf,
    /// The mark of a command where a room has none of its own; empty for none.
    pub prefix: String,
    /// Questions that one person may ask in a minute.
    pub person_limit: usize,
    /// Questions that one room may ask in a minute.
    pub room_limit: usize,
    /// Questions that are answered at the same time.
    pub at_once: usize,
}

impl Default for RoomSettings {
    fn default() -> Self {
        Self {
            file: PathBuf::from("index/state.redb"),
            prefix: "!".to_owned(),
            person_limit: 20,
            room_limit: 300,
            at_once: 8,
        }
    }
}

/// How the bot is on Discord; the token is no setting but a credential.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiscordSettings {
    /// Whether the privileged intent Message Content is asked for.
    pub message_content: Use,
    /// Servers whose commands are registered for them alone; empty for everywhere.
    pub servers: Vec<u64>,
    /// Users who may change settings in every server.
    pub admin_users: Vec<u64>,
    /// Roles whose members may change settings in their server.
    pub admin_roles: Vec<u64>,
    /// Users who may change the articles.
    pub owners: Vec<u64>,
    /// The channel in which it is told what was ordered.
    pub audit_channel: Option<u64>,
    /// The shards that this process runs.
    pub shards: Shards,
}

/// Which part of a large bot a process runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shards {
    /// All of them, as many as Discord recommends.
    #[default]
    Auto,
    /// Some of them.
    Range {
        /// The first one.
        first: u32,
        /// The last one.
        last: u32,
        /// How many there are over all processes.
        total: u32,
    },
}

/// How the bot is on Matrix; who it is there is told by credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixSettings {
    /// Users who may change the articles.
    pub owners: Vec<String>,
    /// Users who may change settings in every room.
    pub admins: Vec<String>,
    /// Users and whole servers whose invitations are accepted, beside owners and admins.
    pub inviters: Vec<String>,
    /// The room in which it is told what was ordered.
    pub audit_room: Option<String>,
    /// Questions that were asked while the bot was down are answered unless they are older.
    pub max_age: Duration,
    /// Folder of the session, the keys and the questions under way.
    pub state: PathBuf,
    /// True when keys are shared only with devices that their owners have cross-signed.
    pub strict: bool,
}

impl Default for MatrixSettings {
    fn default() -> Self {
        Self {
            owners: Vec::new(),
            admins: Vec::new(),
            inviters: Vec::new(),
            audit_room: None,
            max_age: Duration::from_mins(5),
            state: PathBuf::from("index/matrix"),
            strict: false,
        }
    }
}

/// What programs on this machine may ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonitorSettings {
    /// Where they ask; `None` for nowhere. Of this machine alone.
    pub listen: Option<SocketAddr>,
}

/// What the log of a running bot tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSettings {
    /// How a line is written.
    pub format: LogFormat,
    /// How much is told.
    pub level: LogLevel,
    /// True when questions and who asked them are told too.
    pub questions: bool,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How much the log tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogLevel {
    /// What failed.
    Error,
    /// … and what is odd.
    Warn,
    /// … and what happens.
    #[default]
    Info,
    /// … and how.
    Debug,
}

/// Whether a feature that may be missing is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// Where it is there.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where lines are wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// At the terminal's width.
    #[default]
    Auto,
    /// At this many columns.
    Columns(usize),
}
