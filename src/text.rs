//! Text as bytes with meaning: spans, words, stems, sentences and paragraphs.
//!
//! Everything above quotes by [`Span`], so nothing here ever changes a text; folding and stemming
//! make search keys beside it. What the words mean (names, dates, numbers) is left to `mention`.

mod fold;
mod irregular;
mod sentence;
mod span;
mod stem;
mod table;
mod token;

pub use fold::{fold, fold_phrase};
pub use sentence::{split_paragraphs, split_sentences};
pub use span::Span;
pub use stem::{hash_stem, is_stop_key, is_stop_word, stem, stem_key};
pub use table::{FastHasher, FastMap, FastSet};
pub use token::{Token, tokenize};
