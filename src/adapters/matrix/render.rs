//! Renders a reply as messages: pure, from values to values, each with a formatted and a plain body.
//!
//! A message is filled with whole pieces (a quote with its citation, a notice, a row), and a piece
//! that has no room left goes into the next, so that no quote is cut while a message can hold it.
//! No words are added here; every text is escaped, whoever wrote it.

mod piece;

use crate::reply::{Reply, Suggestion};
use piece::{Piece, pieces, suggestion_line};

/// The most bytes of either body. An event may have 64 KiB; both bodies are in it, a third is added
/// where it is encrypted, and signs may count twice in JSON. Nobody reads so much at once anyway.
pub(super) const LONGEST: usize = 8_000;

/// One message of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) html: String,
    pub(super) plain: String,
}

/// A reply as messages, at least one. `prefix` is the mark of a command where it is read.
pub(super) fn messages(reply: &Reply, prefix: &str) -> Vec<Message> {
    let blocks = reply.blocks.iter().flat_map(|block| pieces(block, LONGEST));
    let suggestions = suggestions(&reply.suggestions, prefix);
    let mut filled: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    for piece in blocks.chain(suggestions) {
        let size = piece.size();
        if used + size > LONGEST && used > 0 {
            filled.push(Vec::new());
            used = 0;
        }
        used += size;
        let last = filled.last_mut().expect("there is one from the start");
        last.push(piece);
    }
    filled.iter().map(|pieces| join(pieces)).collect()
}

fn suggestions(suggestions: &[Suggestion], prefix: &str) -> Option<Piece> {
    let parts: Vec<(String, &str)> = suggestions
        .iter()
        .map(|one| (format!("{prefix}{}", one.command), one.purpose.as_str()))
        .collect();
    (!parts.is_empty()).then(|| suggestion_line(&parts))
}

/// Pieces one below the other; rows of a list that follow each other are one list.
fn join(pieces: &[Piece]) -> Message {
    let mut message = Message::default();
    let mut in_list = false;
    for (place, piece) in pieces.iter().enumerate() {
        if piece.is_row != in_list {
            message
                .html
                .push_str(if in_list { "</ul>" } else { "<ul>" });
            in_list = piece.is_row;
        }
        message.html.push_str(&piece.html);
        if place > 0 {
            let is_close = piece.is_row && pieces[place - 1].is_row;
            message.plain.push_str(if is_close { "\n" } else { "\n\n" });
        }
        message.plain.push_str(&piece.plain);
    }
    if in_list {
        message.html.push_str("</ul>");
    }
    if message.plain.is_empty() {
        message.plain.push('…');
        message.html.push('…');
    }
    message
}

#[cfg(test)]
mod tests;
