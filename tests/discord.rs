//! Newshound on Discord: the real program against a fake Discord.

/// The fake Discord.
pub(crate) mod double;
