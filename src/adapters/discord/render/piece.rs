//! The pieces that cards are filled with.

use super::super::escape::{Pen, escape_line};
use super::link::safe_address;
use crate::reply::{
    Block, Citation, HighlightKind, Inline, Quote, Row, joined_highlights, short_title,
    spans_that_fit,
};
use crate::text::Span;

/// A piece of a card: text of which nothing is left out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// True when it belongs right below what stands before it.
    pub(super) is_close: bool,
    /// Number and source of the article that is quoted in it.
    pub(super) source: Option<String>,
}

/// A block as pieces none of which is longer than `longest` (in the units of [`length`]).
pub(super) fn pieces(block: &Block, longest: usize) -> Vec<Piece> {
    match block {
        Block::Answer { text } | Block::Notice { text } => split_line(&line(text), longest),
        Block::Heading { text } => split_line(&heading(text), longest),
        Block::Quote(quote) => quote_pieces(quote, longest),
        Block::Table { rows, .. } => list(rows.iter().map(row), longest),
        Block::List { items } => list(items.iter().map(|item| line(item)), longest),
        Block::Body { paragraphs } => body_pieces(paragraphs, longest),
    }
}

/// The length of a text as Discord counts it at most: in UTF-16 units, which are never fewer than
/// the characters that other counts go by.
pub(super) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn piece(text: String) -> Piece {
    Piece {
        text,
        is_close: false,
        source: None,
    }
}

/// Inline text in one line.
pub(super) fn line(text: &[Inline]) -> String {
    text.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Plain(words) | Inline::Faint(words) => inside(words),
        Inline::Strong(words) if words.trim().is_empty() => inside(words),
        Inline::Strong(words) => format!("**{}**", inside(words)),
        Inline::Code(words) => code(words),
    }
}

/// Words in the middle of a line.
fn inside(words: &str) -> String {
    let mut pen = Pen::inside();
    pen.write(&crate::reply::neutralise_line(words));
    pen.into_text()
}

/// Something to type. Nothing can be escaped inside that mark, so words that would end it, or be a
/// mention or an address where somebody copies them, are plain words.
fn code(words: &str) -> String {
    let words = crate::reply::neutralise_line(words);
    if words.contains(['`', '@', '<', '|', ':']) || words.trim().is_empty() {
        return inside(&words);
    }
    format!("`{words}`")
}

fn heading(text: &[Inline]) -> String {
    let words: String = text
        .iter()
        .map(|inline| match inline {
            Inline::Plain(words) | Inline::Strong(words) | Inline::Faint(words) => inside(words),
            Inline::Code(words) => code(words),
        })
        .collect();
    format!("**{words}**")
}

fn row(row: &Row) -> String {
    let cells = row.cells.iter().map(|cell| line(cell));
    let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join(" · ")
}

fn list(lines: impl Iterator<Item = String>, longest: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for line in lines {
        for mut part in split_line(&format!("- {line}"), longest) {
            part.is_close = !pieces.is_empty();
            pieces.push(part);
        }
    }
    pieces
}

/// A line that is too long is an exception that no reply of ours makes; it is cut between words,
/// without marks that would stay open.
fn split_line(line: &str, longest: usize) -> Vec<Piece> {
    if length(line) <= longest {
        return vec![piece(line.to_owned())];
    }
    let plain = line.replace("**", "");
    let mut parts = vec![String::new()];
    for word in plain.split_inclusive(' ') {
        for word in cut(word, longest) {
            let last = parts.last_mut().expect("there is one from the start");
            if length(last) + length(word) > longest {
                parts.push(word.to_owned());
            } else {
                last.push_str(word);
            }
        }
    }
    parts.into_iter().map(piece).collect()
}

/// A word in parts that fit, never between a backslash and its sign.
fn cut(word: &str, longest: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while length(rest) > longest {
        let mut units = 0;
        let mut end = 0;
        let mut escapes = false;
        for (offset, letter) in rest.char_indices() {
            units += letter.len_utf16();
            if units > longest {
                break;
            }
            escapes = letter == '\\' && !escapes;
            if !escapes {
                end = offset + letter.len_utf8();
            }
        }
        if end == 0 {
            break;
        }
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    parts.push(rest);
    parts
}

fn quote_pieces(quote: &Quote, longest: usize) -> Vec<Piece> {
    let label = quote.label.as_ref().map_or_else(String::new, |label| {
        format!("**{}**\n", escape_line(&format!("{label}:")))
    });
    let below = citation(&quote.citation);
    let room = longest.saturating_sub(length(&label) + length(&below) + 1);
    let spans = spans_that_fit(&quote.text, room, &|span| length(&quoted(quote, span)));
    let pieces = spans.iter().map(|span| Piece {
        text: format!("{label}{}\n{below}", quoted(quote, *span)),
        is_close: false,
        source: Some(quote.citation.source.clone()).filter(|source| !source.is_empty()),
    });
    pieces.collect()
}

/// A part of a quote with its highlights, every line behind a bar.
fn quoted(quote: &Quote, span: Span) -> String {
    let mut pen = Pen::inside();
    pen.mark("> ");
    if span.start == 0 {
        pen.mark("“");
    }
    let mut done = span.start;
    for (marked, mark) in marks(quote) {
        let (start, end) = (marked.start.max(done), marked.end.min(span.end));
        if start >= end {
            continue;
        }
        pen.write(&quote.text[done..start]);
        // Marks reach over no line's end: a bar would stand between them.
        for (number, part) in quote.text[start..end].split('\n').enumerate() {
            if number > 0 {
                pen.write("\n");
            }
            if part.trim().is_empty() {
                pen.write(part);
                continue;
            }
            pen.mark(mark);
            pen.write(part);
            pen.mark(mark);
        }
        done = end;
    }
    pen.write(&quote.text[done..span.end]);
    if span.end == quote.text.len() {
        pen.mark("”");
    }
    pen.into_text().replace('\n', "\n> ")
}

/// The highlights with their marks.
fn marks(quote: &Quote) -> Vec<(Span, &'static str)> {
    let mark = |kind| match kind {
        HighlightKind::Answer => "**",
        HighlightKind::Match => "__",
    };
    let highlights = joined_highlights(quote).into_iter();
    highlights.map(|one| (one.span, mark(one.kind))).collect()
}

fn citation(citation: &Citation) -> String {
    let number = match citation.url.as_deref().and_then(safe_address) {
        Some(address) => format!("[{}]({address})", citation.number),
        None => format!("[{}]", citation.number),
    };
    let mut parts = Vec::new();
    if !citation.source.is_empty() {
        parts.push(inside(&citation.source));
    }
    if let Some(day) = citation.published {
        parts.push(day.to_string());
    }
    parts.push(format!("¶{}", citation.paragraph));
    let receipt = if citation.receipt.is_empty() {
        String::new()
    } else {
        format!(" · {}", code(&citation.receipt))
    };
    let title = short_title(&citation.title);
    format!(
        "-# {number} {} — {}{receipt}",
        inside(&title),
        parts.join(", ")
    )
}

fn body_pieces(paragraphs: &[String], longest: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for paragraph in paragraphs {
        let rendered = |span: Span| length(&barred(&paragraph[span.start..span.end]));
        for span in spans_that_fit(paragraph, longest, &rendered) {
            pieces.push(piece(barred(&paragraph[span.start..span.end])));
        }
    }
    pieces
}

fn barred(text: &str) -> String {
    let mut pen = Pen::default();
    pen.mark("> ");
    pen.write(text);
    pen.into_text().replace('\n', "\n> ")
}
