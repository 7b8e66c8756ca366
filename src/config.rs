//! Reads the settings and the topics, from defaults, files and variables, into validated structs.
//!
//! Later layers win: defaults, `config/newshound.toml` (or the file that is named), `.env`, the
//! environment. Every problem of every layer is collected, so that one run shows them all. The
//! binary turns the structs into plain parameters; the core never sees them. The environment comes
//! in as a map, and relative paths are relative to the current folder.

mod check;
mod credentials;
mod document;
mod environment;
mod given;
mod keys;
mod load;
mod problem;
mod reference;
mod settings;
mod stories;
mod topics;

pub use check::{Report, check};
pub use credentials::{Credentials, MatrixCredentials};
pub use load::{Config, DEFAULT_FILE, Sources};
pub use problem::{Place, Problem, Problems};
pub use reference::{environment_example, settings_table, toml_example};
pub use settings::{
    AnswerSettings, ArticleSettings, ConsoleSettings, DiscordSettings, LogFormat, LogLevel,
    LogSettings, MatrixSettings, MonitorSettings, RoomSettings, Settings, Shards, StorySettings,
    Use, Width,
};
