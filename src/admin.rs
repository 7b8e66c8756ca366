//! The settings that admins make in the rooms themselves: which story, where the bot answers, how,
//! and by which mark it is called.
//!
//! Platforms are unknown here: a server and a room are names that an adapter made unique. Who is an
//! admin is the adapter's to find out; that only admins change anything is the bot's to see to.

mod order;
mod rules;
mod store;

pub use order::{Access, Change, Order, Scope};
pub use rules::{Manner, ReplyMode, ServerRules, is_prefix};
pub use store::{Defaults, RoomError, Rooms};
