//! What those may order who look after the bot: admins the settings of their rooms (which story,
//! where the bot answers, how, and by which mark it is called), keepers the articles.
//!
//! Platforms are unknown here: a server and a room are names that an adapter made unique. Who is an
//! admin is the adapter's to find out; that only admins change anything is the bot's to see to.

mod audit;
mod feeds;
mod gaps;
mod keeping;
mod order;
mod rules;
mod store;
mod watches;

pub use audit::Act;
pub use feeds::{FeedState, Feeding, Polled};
pub use gaps::Gap;
pub use keeping::{
    Added, Attachment, Difference, Doubt, Keeping, KeepingError, Pinned, PutAside, Understood,
};
pub use order::{Access, Change, Order, Scope};
pub use rules::{Manner, ReplyMode, ServerRules, is_prefix};
pub use store::{Defaults, RoomError, Rooms, lend_rooms};
pub use watches::Watch;
