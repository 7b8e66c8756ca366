//! Commands as data: one table that the parser, help, completion and every adapter read.
//!
//! Parsing is pure: a line in, a [`Command`] or a [`CommandError`] out. What a command does is
//! left to `bot`.

mod model;

pub use model::{Command, QuestionWord};
