//! Renders a reply as cards (embeds): pure, from values to values.
//!
//! A card is filled with whole pieces (a quote with its citation, a notice, a row) and a piece that
//! has no room left goes on the next card, so that no quote is cut while a card can hold it. No
//! words are added here; every text is escaped, whoever wrote it.

mod card;
mod file;
mod link;
mod piece;

pub(super) use card::{Card, Frame, cards};
pub(super) use file::as_file;

#[cfg(test)]
mod tests;
