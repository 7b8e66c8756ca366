//! Mentions: the people, organisations, places, dates, numbers, money and quotations in a text.
//!
//! [`recognize`] reads one article and says where each stands and what it means. It looks at one
//! article at a time; joining names over articles is left to `index` (which counts them) and
//! `question` (which asks for them).

mod date;
mod model;

pub use date::{parse_date, recognize_dates};
pub use model::{
    Certainty, DateInterval, DateMention, Dimension, Granularity, Mention, MentionKind, NameKind,
    NameMention, Quantity, Quotation,
};

/// Stands in until the recogniser of names is here: whoever brings it deletes this.
#[must_use]
pub fn recognize_in(_: &str) -> Vec<Mention> {
    Vec::new()
}
