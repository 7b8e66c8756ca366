//! Mentions: the people, organisations, places, dates, numbers, money and quotations in a text.
//!
//! [`recognize()`] reads one article and says where each stands and what it means. It looks at one
//! article at a time; joining names over articles is left to `index` (which counts them) and
//! `question` (which asks for them) with the help of [`NameIndex`].

mod chunk;
mod date;
mod gazetteer;
mod judge;
mod lexicon;
mod marks;
mod model;
mod names;
mod number;
mod quantity;
mod quotation;
mod recognize;
mod resolve;
mod role;
mod scan;
mod speaker;
mod unit;
mod vocabulary;

pub use date::{parse_date, recognize_dates};
pub use gazetteer::{canonical_key, country_around, country_of, is_place, names_of_country};
pub use model::{
    Certainty, DateInterval, DateMention, Dimension, Granularity, Mention, MentionKind, NameKind,
    NameMention, Quantity, Quotation,
};
pub use names::{
    NameCount, NameIndex, NameMatch, NameSource, NameWord, ResolvedName, initials_of, letter_set,
    letters_of,
};
pub use recognize::{recognize, recognize_in, recognize_with_words};

#[cfg(test)]
mod tests;
