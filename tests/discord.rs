//! Newshound on Discord: the real program against a fake Discord.
//!
//! Each module below `harness` keeps one promise. Without Discord's own description at hand they
//! say that they are skipped.

/// What a reader sees.
mod answer;
/// The program as a process.
pub(crate) mod bot;
/// The fake Discord.
mod double;
/// The door through which stories are told.
pub(crate) mod harness;

/// However a question comes, it is answered.
mod asking;
/// More, context, sources, share.
mod buttons;
/// Broken lines and closed doors.
mod connection;
/// Edited questions.
mod editing;
/// The end, and what is said at the beginning.
mod ending;
/// Nothing pings, links or breaks out.
mod hostile;
/// Owners keep the articles.
mod keeping;
/// Too much at once.
mod limits;
/// What the log tells.
mod logging;
/// What programs may ask.
mod monitor;
/// What admins set.
mod settings;
/// A channel has its own story.
mod several;
/// Commands with a slash, completions, the menu of a message.
mod slash;
/// Questions that wait for an answer, and who may do what.
mod watching;
