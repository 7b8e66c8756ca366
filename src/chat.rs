//! What the adapters of chat platforms have in common: how a bot is spoken to, and how much of it.
//!
//! Platforms are unknown here. It stands below the adapters, so that none of them knows another.

mod flight;
mod hearing;
mod limits;

pub use flight::{Airborne, Flight};
pub use hearing::{Line, Said, hear};
pub use limits::{Limits, Turn};
