//! Replies: what the bot says, free of any platform, and every sentence it says it with.
//!
//! A [`Reply`] is a list of neutral [`Block`]s. Adapters render them; they add no words of their
//! own and escape every text, whoever wrote it.

mod answer;
mod citation;
mod model;
mod text;

pub use answer::{answer_reply, quote, searched};
pub use citation::{cite, link_to};
pub use model::{Block, Certainty, Citation, Highlight, Inline, Quote, Reply, Row, Suggestion};
pub use text::{code, count, faint, heading, notice, plain, strong};

pub use crate::answer::HighlightKind;
