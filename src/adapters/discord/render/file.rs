//! Everything of a reply as one file, for whoever would rather not turn pages.

use super::super::payload::File;
use crate::reply::{Block, Citation, Inline, Quote, Reply, Row, neutralise, neutralise_line};

/// The most bytes of a file; Discord takes ten times as many.
const LONGEST: usize = 1 << 20;

/// All pages of a reply as a text file; `name` is the command's.
pub(in super::super) fn as_file(replies: &[Reply], name: &str) -> File {
    let mut text = String::new();
    for block in replies.iter().flat_map(|reply| &reply.blocks) {
        let part = plain(block);
        if text.len() + part.len() + 2 > LONGEST {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&part);
    }
    File {
        name: format!("newshound-{name}.txt"),
        text,
    }
}

fn plain(block: &Block) -> String {
    match block {
        Block::Answer { text } | Block::Heading { text } | Block::Notice { text } => line(text),
        Block::Quote(quote) => quoted(quote),
        Block::Table { columns, rows } => table(columns, rows),
        Block::List { items } => items.iter().fold(String::new(), |text, item| {
            format!("{text}- {}", line(item))
        }),
        Block::Body { paragraphs } => paragraphs
            .iter()
            .map(|paragraph| format!("{}\n", neutralise(paragraph)))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn line(text: &[Inline]) -> String {
    let words: String = text
        .iter()
        .map(|inline| match inline {
            Inline::Plain(words)
            | Inline::Strong(words)
            | Inline::Faint(words)
            | Inline::Code(words) => words.as_str(),
        })
        .collect();
    format!("{}\n", neutralise_line(&words))
}

fn quoted(quote: &Quote) -> String {
    let label = quote.label.as_ref().map_or_else(String::new, |label| {
        format!("{}:\n", neutralise_line(label))
    });
    let words = neutralise(&quote.text).replace('\n', "\n  ");
    format!("{label}  “{words}”\n  {}", cited(&quote.citation))
}

fn cited(citation: &Citation) -> String {
    let mut parts = vec![format!("[{}] {}", citation.number, citation.title)];
    if !citation.source.is_empty() {
        parts.push(citation.source.clone());
    }
    parts.extend(citation.published.map(|day| day.to_string()));
    parts.push(format!("¶{}", citation.paragraph));
    parts.push(citation.receipt.clone());
    parts.extend(citation.url.clone());
    format!("{}\n", neutralise_line(&parts.join(" · ")))
}

fn table(columns: &[String], rows: &[Row]) -> String {
    let mut text = format!("{}\n", columns.join("\t"));
    for row in rows {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| line(cell).trim_end().to_owned())
            .collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}
