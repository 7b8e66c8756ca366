//! Newshound on Discord: the real program against a fake Discord.
//!
//! Each module below `harness` keeps one promise. Without Discord's own description at hand they
//! say that they are skipped.

/// What a reader sees.
mod answer;
/// The program as a process.
mod bot;
/// The fake Discord.
mod double;
/// The door through which stories are told.
mod harness;
