//! Newshound on Matrix: the real program on a real server (Synapse), with people who use a client
//! library of their own.
//!
//! Each module below `harness` keeps one promise. Without a Synapse, which `tests/run` installs,
//! they say that they are skipped.

/// The door through which stories are told.
pub(crate) mod harness;
/// Somebody with a client.
pub(crate) mod person;
/// A wire that can be cut.
mod relay;
/// Somebody whose client shares no code with the bot's.
mod stranger;
/// The server.
mod synapse;

/// However a question comes, it is answered.
mod asking;
/// Questions that are changed or taken back.
mod changing;
/// A crash or a stop loses nothing and says nothing twice.
mod enduring;
/// An answer is gone on from.
mod going_on;
/// Nothing pings, links or breaks out.
mod hostile;
/// Who may bring the bot into rooms.
mod inviting;
/// Owners keep the articles.
mod keeping;
/// Who the bot is, and that it stays so.
mod session;
/// What the powers of a room allow.
mod settings;
/// Other clients have the same bot.
mod strangers;
/// What cannot be read is told, and not the end.
mod unread;
