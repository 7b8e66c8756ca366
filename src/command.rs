//! Commands as data: one table that the parser, help, completion and every adapter read.
//!
//! Parsing is pure: a line in, a [`Command`] or a [`CommandError`] out. What a command does is
//! left to `bot`.

mod error;
mod feeds;
mod keeping;
mod line;
mod markdown;
mod model;
mod parse;
mod settings;
mod spec;
mod suggestion;
mod table;
mod watching;

pub use crate::question::Topic;
pub use error::CommandError;
pub use markdown::markdown_table;
pub use model::{Command, QuestionWord};
pub use spec::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, PartSpec, Permission,
};
pub use suggestion::nearest;
pub use table::CommandTable;
