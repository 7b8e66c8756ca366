//! Fills cards with the blocks of a reply.

use super::super::escape::plain_line;
use super::super::payload::{Author, Embed, Footer};
use super::piece::{Piece, length, line, pieces};
use crate::reply::{Block, Certainty, Inline, Reply, Suggestion};

/// The most of a description. Discord takes 4096; a card much longer than a screen is not read.
const DESCRIPTION: usize = 3_500;

/// The most of the line above a card.
const AUTHOR: usize = 256;

/// The most of the line below a card. Discord takes 2048.
const FOOTER: usize = 400;

/// What stands around every card of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Frame {
    /// What was asked, as it would be typed; empty where nothing is to be shown.
    pub(in super::super) asked: String,
    /// What the answer stands on.
    pub(in super::super) standing: String,
}

/// One page of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Card {
    pub(in super::super) embed: Embed,
    /// The page of the reply that it shows, or a part of.
    pub(in super::super) reply: usize,
}

/// The pages of a reply as cards, at least one.
pub(in super::super) fn cards(replies: &[Reply], frame: &Frame) -> Vec<Card> {
    let certainty = replies.first().and_then(|reply| reply.certainty);
    let mut filled: Vec<(usize, Vec<Piece>)> = Vec::new();
    for (number, reply) in replies.iter().enumerate() {
        filled.extend(fill(reply).into_iter().map(|pieces| (number, pieces)));
    }
    let total = filled.len();
    let make = |(place, (reply, pieces)): (usize, (usize, Vec<Piece>))| Card {
        embed: Embed {
            author: author(&frame.asked),
            description: join(&pieces),
            color: Some(colour(certainty)),
            footer: footer(&pieces, frame, (place + 1, total)),
        },
        reply,
    };
    filled.into_iter().enumerate().map(make).collect()
}

/// The pieces of a reply, card by card.
fn fill(reply: &Reply) -> Vec<Vec<Piece>> {
    let mut cards: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    let blocks = reply.blocks.iter().flat_map(pieces_of);
    for piece in blocks.chain(suggestions(&reply.suggestions)) {
        let size = length(&piece.text) + 2;
        if used + size > DESCRIPTION && used > 0 {
            cards.push(Vec::new());
            used = 0;
        }
        used += size;
        cards
            .last_mut()
            .expect("there is one from the start")
            .push(piece);
    }
    cards
}

fn pieces_of(block: &Block) -> Vec<Piece> {
    let mut pieces = pieces(block, DESCRIPTION - 2);
    // A description of nothing is refused.
    pieces.retain(|piece| !piece.text.trim().is_empty());
    pieces
}

fn join(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (place, piece) in pieces.iter().enumerate() {
        if place > 0 {
            text.push_str(if piece.is_close { "\n" } else { "\n\n" });
        }
        text.push_str(&piece.text);
    }
    if text.is_empty() {
        text.push('…');
    }
    text
}

/// What can be typed next; `more` is a button.
fn suggestions(suggestions: &[Suggestion]) -> Option<Piece> {
    let commands: Vec<String> = suggestions
        .iter()
        .filter(|suggestion| suggestion.command != "more")
        .map(|suggestion| {
            let command = Inline::Code(format!("/{}", suggestion.command));
            line(&[command, Inline::Plain(format!(" {}", suggestion.purpose))])
        })
        .collect();
    (!commands.is_empty()).then(|| Piece {
        text: format!("-# {}", commands.join(" · ")),
        is_close: false,
        source: None,
    })
}

fn author(asked: &str) -> Option<Author> {
    (!asked.is_empty()).then(|| Author {
        name: shorten(&plain_line(asked), AUTHOR),
    })
}

fn footer(pieces: &[Piece], frame: &Frame, (number, total): (usize, usize)) -> Option<Footer> {
    let mut sources: Vec<&str> = Vec::new();
    for source in pieces.iter().filter_map(|piece| piece.source.as_deref()) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let mut parts = Vec::new();
    if !sources.is_empty() {
        parts.push(shorten(&plain_line(&sources.join(", ")), FOOTER));
    }
    if !frame.standing.is_empty() {
        parts.push(plain_line(&frame.standing));
    }
    if total > 1 {
        parts.push(format!("{number}/{total}"));
    }
    (!parts.is_empty()).then(|| Footer {
        text: parts.join(" · "),
    })
}

/// The text, or as much of it as there is room for with a mark that something is missing.
fn shorten(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.len_utf16();
        if used > most {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

/// The edge of a card: green is sure, amber likely, blue disputed, grey not said.
fn colour(certainty: Option<Certainty>) -> u32 {
    match certainty {
        Some(Certainty::Sure) => 0x2e_8b_57,
        Some(Certainty::Likely) => 0xd9_a4_06,
        Some(Certainty::Differ) => 0x2f_6f_d0,
        Some(Certainty::NotInSources) => 0x80_84_8e,
        None => 0x4e_50_58,
    }
}
