//! The bot: one door from a request to a reply.
//!
//! [`Bot::handle`] parses, permits, answers and words; adapters only decode, call it and render.

mod completions;
mod door;
mod model;
mod paging;
mod question;
mod story;

pub use completions::Completions;
pub use door::{Bot, BotSettings};
pub use model::{Input, Request};
pub use story::Story;
