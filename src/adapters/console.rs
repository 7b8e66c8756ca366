//! The console: a chat in the terminal, or line by line where standard input is no terminal.
//!
//! It owns how a reply looks in a terminal and how a line is read and completed; what a line means
//! and what is answered is left to the bot, which it meets as a function from a request to a
//! reply.

mod chat;
mod complete;
mod files;
mod layout;
mod lines;
mod palette;
mod render;
mod style;
mod table;
mod typed;

pub use chat::{Chat, ChatError};
pub use complete::{Completer, Vocabulary};
pub use files::with_files;
pub use lines::answer_lines;
pub use render::render;
pub use style::{Style, When, Wishes};
pub use typed::{Typed, decode_line, request};
