//! Renders a reply for a terminal: pure, from a value to a text.
//!
//! Whatever stands right of a bar `│` is an article's own words, and only they do: a forged
//! citation inside an article stays behind its bar. Everything else is the bot's. No words are
//! added here but the names of the citation's parts.

use super::layout::{Margin, Paragraph};
use super::palette;
use super::style::Style;
use super::table::write_table;
use crate::reply::{Block, Certainty, Citation, Inline, Quote, Reply, Suggestion, encoded_address};

const BAR: &str = "  │ ";
const INDENT: &str = "    ";

/// Terminals cut or drop hyperlinks beyond about two thousand bytes.
const LONGEST_LINK: usize = 2000;

/// Renders a reply; the text ends with a line feed unless it is empty.
#[must_use]
pub fn render(reply: &Reply, style: &Style) -> String {
    let mut page = Page {
        output: String::new(),
        style,
        certainty: reply.certainty,
    };
    let mut after_heading = false;
    for block in &reply.blocks {
        if !after_heading {
            page.part();
        }
        page.block(block);
        after_heading = matches!(block, Block::Heading { .. });
    }
    page.suggestions(&reply.suggestions);
    page.output
}

/// A reply on its way to text.
struct Page<'a> {
    output: String,
    style: &'a Style,
    certainty: Option<Certainty>,
}

impl Page<'_> {
    /// Parts what comes from what stands already, by an empty line.
    fn part(&mut self) {
        if !self.output.is_empty() {
            self.output.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Answer { text } => self.answer(text),
            Block::Heading { text } => self.heading(text),
            Block::Notice { text } => self.write(&prose(text), &Margin::default()),
            Block::Quote(quote) => self.quote(quote),
            Block::Table { columns, rows } => {
                write_table(&mut self.output, columns, rows, self.style);
            }
            Block::List { items } => self.list(items),
            Block::Body { paragraphs } => self.body(paragraphs),
        }
    }

    fn write(&mut self, paragraph: &Paragraph, margin: &Margin<'_>) {
        paragraph.write(&mut self.output, margin, self.style);
    }

    fn answer(&mut self, text: &[Inline]) {
        let mut paragraph = Paragraph::default();
        for inline in text {
            let (words, look) = match inline {
                Inline::Strong(words) => (words.as_str(), palette::answer(self.certainty)),
                other => palette::inline(other),
            };
            paragraph.push(words, look);
        }
        self.write(&paragraph, &Margin::default());
    }

    fn heading(&mut self, text: &[Inline]) {
        let mut paragraph = Paragraph::default();
        for inline in text {
            let (words, look) = palette::inline(inline);
            paragraph.push(words, look.bold());
        }
        self.write(&paragraph, &Margin::default());
    }

    fn list(&mut self, items: &[Vec<Inline>]) {
        let margin = Margin {
            first: "• ",
            rest: "  ",
            look: palette::FAINT,
        };
        for item in items {
            self.write(&prose(item), &margin);
        }
    }

    fn body(&mut self, paragraphs: &[String]) {
        for (number, text) in paragraphs.iter().enumerate() {
            let mut paragraph = Paragraph::default();
            if number > 0 {
                self.write(&paragraph, &bar());
            }
            paragraph.push_verbatim(text, palette::PLAIN);
            self.write(&paragraph, &bar());
        }
    }

    fn quote(&mut self, quote: &Quote) {
        if let Some(label) = &quote.label {
            let mut paragraph = Paragraph::default();
            paragraph.push(label, palette::STRONG);
            paragraph.push(":", palette::STRONG);
            self.write(&paragraph, &indent("  "));
        }
        self.write(&quotation(quote, self.certainty), &bar());
        self.citation(&quote.citation);
    }

    fn citation(&mut self, citation: &Citation) {
        let address = citation.url.as_deref().and_then(web_address);
        let link = address
            .as_deref()
            .filter(|address| self.style.hyperlinks && address.len() <= LONGEST_LINK);
        self.write(&citation_line(citation, link), &indent(INDENT));
        if link.is_none()
            && let Some(address) = address
        {
            // Never wrapped: a broken address can be neither clicked nor copied.
            let unwrapped = Style {
                width: None,
                ..*self.style
            };
            let mut shown = Paragraph::default();
            shown.push(&address, palette::FAINT);
            shown.write(&mut self.output, &indent(INDENT), &unwrapped);
        }
    }

    fn suggestions(&mut self, suggestions: &[Suggestion]) {
        if suggestions.is_empty() {
            return;
        }
        self.part();
        let mut paragraph = Paragraph::default();
        for (number, suggestion) in suggestions.iter().enumerate() {
            if number > 0 {
                paragraph.push(" · ", palette::FAINT);
            }
            paragraph.push(&suggestion.command, palette::FAINT);
        }
        self.write(&paragraph, &Margin::default());
    }
}

fn bar() -> Margin<'static> {
    Margin {
        first: BAR,
        rest: BAR,
        look: palette::FAINT,
    }
}

fn indent(blanks: &'static str) -> Margin<'static> {
    Margin {
        first: blanks,
        rest: blanks,
        look: palette::PLAIN,
    }
}

/// The words of the bot's own, in their looks.
pub(super) fn prose(text: &[Inline]) -> Paragraph {
    let mut paragraph = Paragraph::default();
    for inline in text {
        let (words, look) = palette::inline(inline);
        paragraph.push(words, look);
    }
    paragraph
}

/// The quoted words with their highlights, between quotation marks that are ours and so faint.
fn quotation(quote: &Quote, certainty: Option<Certainty>) -> Paragraph {
    let mut paragraph = Paragraph::default();
    paragraph.push("“", palette::FAINT);
    let mut done = 0;
    for highlight in &quote.highlights {
        let span = highlight.span;
        let Some(marked) = span.get(&quote.text).filter(|_| span.start >= done) else {
            continue;
        };
        let before = &quote.text[done..span.start];
        paragraph.push_verbatim(before, palette::PLAIN);
        paragraph.push_verbatim(marked, palette::highlight(highlight.kind, certainty));
        done = span.end;
    }
    paragraph.push_verbatim(&quote.text[done..], palette::PLAIN);
    paragraph.push("”", palette::FAINT);
    paragraph
}

fn citation_line(citation: &Citation, link: Option<&str>) -> Paragraph {
    let mut cited = Paragraph::default();
    cited.push(&format!("[{}] ", citation.number), palette::FAINT);
    cited.push_link(&citation.title, palette::FAINT, link);
    let mut parts = Vec::new();
    if !citation.source.is_empty() {
        parts.push(citation.source.clone());
    }
    if let Some(day) = citation.published {
        parts.push(day.to_string());
    }
    parts.push(format!("¶{}", citation.paragraph));
    cited.push(&format!(" — {}", parts.join(", ")), palette::FAINT);
    if !citation.receipt.is_empty() {
        let receipt = format!(" · receipt {}", citation.receipt);
        cited.push(&receipt, palette::FAINT);
    }
    cited
}

/// The address as it may be shown and followed, or `None` where it is not of the web. Bytes that
/// no address has are percent-encoded, so that nothing ends a hyperlink early.
fn web_address(url: &str) -> Option<String> {
    encoded_address(url, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", usize::MAX)
}

#[cfg(test)]
mod tests;
