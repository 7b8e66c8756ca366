//! The pieces that messages are filled with.

use super::super::escape::{address, html, html_line, plain, plain_line};
use crate::reply::{
    Block, Citation, HighlightKind, Inline, Quote, Row, joined_highlights, short_title,
    spans_that_fit,
};
use crate::text::Span;

/// A piece of a message, of which nothing is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) html: String,
    pub(super) plain: String,
    /// True for a row of a list.
    pub(super) is_row: bool,
}

impl Piece {
    /// What it takes of a message, with what parts it from the next.
    pub(super) fn size(&self) -> usize {
        self.html.len().max(self.plain.len()) + "</ul><ul>".len()
    }

    fn paragraph((html, plain): (String, String)) -> Self {
        Self {
            html: format!("<p>{html}</p>"),
            plain,
            is_row: false,
        }
    }

    fn row((html, plain): (String, String)) -> Self {
        Self {
            html: format!("<li>{html}</li>"),
            plain: format!("- {plain}"),
            is_row: true,
        }
    }
}

/// A block as pieces none of which is much longer than half of `longest`, but for a single sentence
/// that is.
pub(super) fn pieces(block: &Block, longest: usize) -> Vec<Piece> {
    let mut pieces = match block {
        Block::Answer { text } | Block::Notice { text } => {
            short_lines(text, longest, Piece::paragraph)
        }
        Block::Heading { text } => short_lines(&[strong(text)], longest, Piece::paragraph),
        Block::Quote(quote) => quote_pieces(quote, longest),
        Block::Table { rows, .. } => rows
            .iter()
            .flat_map(|one| short_lines(&row(one), longest, Piece::row))
            .collect(),
        Block::List { items } => items
            .iter()
            .flat_map(|item| short_lines(item, longest, Piece::row))
            .collect(),
        Block::Body { paragraphs } => body_pieces(paragraphs, longest),
    };
    pieces.retain(|piece| !piece.plain.trim().is_empty());
    pieces
}

/// What can be typed next, each with what it does.
pub(super) fn suggestion_line(parts: &[(String, &str)]) -> Piece {
    let html: Vec<String> = parts
        .iter()
        .map(|(command, purpose)| {
            format!("<code>{}</code> {}", html_line(command), html_line(purpose))
        })
        .collect();
    let plain: Vec<String> = parts
        .iter()
        .map(|(command, purpose)| format!("{} {}", plain_line(command), plain_line(purpose)))
        .collect();
    Piece::paragraph((html.join(" · "), plain.join(" · ")))
}

/// Inline text in one line, formatted and plain.
fn line(text: &[Inline]) -> (String, String) {
    let formatted = text.iter().map(|inline| match inline {
        Inline::Plain(words) | Inline::Faint(words) => html_line(words),
        Inline::Strong(words) => format!("<strong>{}</strong>", html_line(words)),
        Inline::Code(words) => format!("<code>{}</code>", html_line(words)),
    });
    let bare = text.iter().map(|inline| plain_line(words(inline)));
    (formatted.collect(), bare.collect())
}

fn words(inline: &Inline) -> &str {
    match inline {
        Inline::Plain(words)
        | Inline::Strong(words)
        | Inline::Faint(words)
        | Inline::Code(words) => words,
    }
}

fn strong(text: &[Inline]) -> Inline {
    Inline::Strong(text.iter().map(words).collect())
}

/// A line as one piece. One that is too long is an exception that no reply of ours makes: it is cut
/// between words and loses its marks.
fn short_lines(
    text: &[Inline],
    longest: usize,
    piece: impl Fn((String, String)) -> Piece,
) -> Vec<Piece> {
    let whole = piece(line(text));
    if whole.size() <= longest {
        return vec![whole];
    }
    let bare: String = text.iter().map(words).collect();
    let one = |span: Span| line(&[Inline::Plain(bare[span.start..span.end].to_owned())]);
    let size = |span: Span| piece(one(span)).size();
    let spans = spans_that_fit(&bare, longest, &size).into_iter();
    spans.map(|span| piece(one(span))).collect()
}

fn row(row: &Row) -> Vec<Inline> {
    let cells = row.cells.iter();
    let cells = cells.filter(|cell| cell.iter().any(|inline| !words(inline).is_empty()));
    let mut line = Vec::new();
    for cell in cells {
        if !line.is_empty() {
            line.push(Inline::Plain(" · ".to_owned()));
        }
        line.extend(cell.iter().cloned());
    }
    line
}

fn quote_pieces(quote: &Quote, longest: usize) -> Vec<Piece> {
    let (cited_html, cited) = citation(&quote.citation);
    let label = quote.label.as_deref().unwrap_or_default();
    let (label_html, label) = if label.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!("<p><strong>{}:</strong></p>", html_line(label)),
            format!("{}:\n", plain_line(label)),
        )
    };
    let piece = |span: Span| Piece {
        html: format!(
            "{label_html}<blockquote>{}</blockquote><p>{cited_html}</p>",
            quoted_html(quote, span)
        ),
        plain: format!("{label}{}\n{cited}", quoted(quote, span)),
        is_row: false,
    };
    let spans = spans_that_fit(&quote.text, longest, &|span| piece(span).size());
    spans.into_iter().map(piece).collect()
}

/// The signs before and after a part of a quote.
fn marks(quote: &Quote, span: Span) -> (&'static str, &'static str) {
    let begins = span.start == 0;
    let ends = span.end == quote.text.len();
    (if begins { "“" } else { "" }, if ends { "”" } else { "" })
}

fn quoted(quote: &Quote, span: Span) -> String {
    let (before, after) = marks(quote, span);
    format!("{before}{}{after}", plain(span.of(&quote.text)))
}

/// A part of a quote with its highlights.
fn quoted_html(quote: &Quote, span: Span) -> String {
    let (before, after) = marks(quote, span);
    let mut text = before.to_owned();
    let mut done = span.start;
    for highlight in joined_highlights(quote) {
        let start = highlight.span.start.max(done);
        let end = highlight.span.end.min(span.end);
        if start >= end {
            continue;
        }
        let tag = match highlight.kind {
            HighlightKind::Answer => "strong",
            HighlightKind::Match => "u",
        };
        text.push_str(&html(&quote.text[done..start]));
        text.push_str(&format!("<{tag}>{}</{tag}>", html(&quote.text[start..end])));
        done = end;
    }
    text.push_str(&html(&quote.text[done..span.end]));
    text.push_str(after);
    text
}

/// Where a quote comes from. Its number is the link; the plain body has the address below.
fn citation(citation: &Citation) -> (String, String) {
    let number = citation.number;
    let title = short_title(&citation.title);
    let mut place: Vec<String> = Vec::new();
    if !citation.source.is_empty() {
        place.push(short_title(&citation.source));
    }
    place.extend(citation.published.map(|day| day.to_string()));
    place.push(format!("¶{}", citation.paragraph));
    let words = format!("{title} — {}", place.join(", "));
    let link = citation.url.as_deref().and_then(address);
    let number_html = link.as_ref().map_or_else(
        || format!("[{number}]"),
        |address| format!("[<a href=\"{}\">{number}</a>]", html(address)),
    );
    let receipt = if citation.receipt.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!(" · <code>{}</code>", html_line(&citation.receipt)),
            format!(" · {}", plain_line(&citation.receipt)),
        )
    };
    let below = link.map_or_else(String::new, |address| format!("\n{}", plain(&address)));
    (
        format!("{number_html} {}{}", html_line(&words), receipt.0),
        format!("[{number}] {}{}{below}", plain_line(&words), receipt.1),
    )
}

fn body_pieces(paragraphs: &[String], longest: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for paragraph in paragraphs {
        let piece = |span: Span| Piece {
            html: format!("<blockquote>{}</blockquote>", html(span.of(paragraph))),
            plain: plain(span.of(paragraph)),
            is_row: false,
        };
        let spans = spans_that_fit(paragraph, longest, &|span| piece(span).size());
        pieces.extend(spans.into_iter().map(piece));
    }
    pieces
}
