//! The validated settings, with their defaults.
//!
//! How each key is written, read and explained stands in `keys`; a test there holds the two
//! together.

use crate::answer::DEFAULT_REFUSE_BELOW;
use std::path::PathBuf;
use std::time::Duration;

/// Everything that can be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// `[story]`
    pub story: StorySettings,
    /// `[articles]`
    pub articles: ArticleSettings,
    /// `[answers]`
    pub answers: AnswerSettings,
    /// `[console]`
    pub console: ConsoleSettings,
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
}

impl Default for StorySettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            articles: PathBuf::from("index/articles"),
            store: PathBuf::from("index/store"),
            topics: PathBuf::from("config/topics.toml"),
        }
    }
}

/// How articles are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleSettings {
    /// Larger files are skipped and reported, in bytes.
    pub max_file_size: u64,
    /// How long the reading of one HTML page may take.
    pub page_timeout: Duration,
}

impl Default for ArticleSettings {
    fn default() -> Self {
        Self {
            max_file_size: 4 << 20,
            page_timeout: Duration::from_secs(20),
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
}

impl Default for AnswerSettings {
    fn default() -> Self {
        Self {
            quotes: 3,
            quote_length: 300,
            list_length: 10,
            refuse_below: DEFAULT_REFUSE_BELOW,
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

/// Whether a feature of the terminal is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// Where the terminal has it.
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
