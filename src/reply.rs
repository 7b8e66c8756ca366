//! Replies: what the bot says, free of any platform, and every sentence it says it with.
//!
//! A [`Reply`] is a list of neutral [`Block`]s. Adapters render them; they add no words of their
//! own and escape every text, whoever wrote it.

mod model;

pub use model::{
    Block, Certainty, Citation, Highlight, HighlightKind, Inline, Quote, Reply, Row, Suggestion,
};
