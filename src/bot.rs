//! The bot: one door from a request to a reply.
//!
//! [`Bot::handle`] parses, permits, answers and words; adapters only decode, call it and render.
mod model;
pub use model::{Input, Request};
