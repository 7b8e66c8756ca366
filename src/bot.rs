//! The bot: one door from a request to a reply.
//!
//! [`Bot::handle`] parses, permits, answers and words; adapters only decode, call it and render.

mod audit;
mod checking;
mod completions;
mod context;
mod conversation;
mod door;
mod feeds;
mod gaps;
mod golden;
mod help;
mod herald;
mod model;
mod newsroom;
mod observer;
mod paging;
mod question;
mod reading;
mod rights;
mod rooms;
mod status;
mod stories;
mod story;
mod survey;
mod watching;

pub use completions::{ArticleWord, Completions};
pub use door::{Bot, BotSettings};
pub use herald::{Announcement, Herald, Undelivered};
pub use model::{Input, Request};
pub use newsroom::{KeepingResult, Newsroom};
pub use observer::{Ended, Observer};
pub use status::{ProcessFacts, TellFacts};
pub use stories::Whereabouts;
pub use story::Story;
