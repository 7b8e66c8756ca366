//! The neutral blocks of a reply.

use jiff::civil::Date;
use serde::Serialize;

use crate::answer::HighlightKind;
use crate::text::Span;

/// One answer of the bot, ready to be rendered by any adapter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reply {
    /// What to show, in order.
    pub blocks: Vec<Block>,
    /// How sure the answer is; `None` for replies that answer no question (help, lists).
    pub certainty: Option<Certainty>,
    /// What the reader can do next; shown as hints or buttons.
    pub suggestions: Vec<Suggestion>,
}

/// How sure an answer is, for wording and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The quotes answer the question.
    Sure,
    /// The quotes probably answer the question.
    Likely,
    /// The articles do not say; the quotes, if any, are only the closest.
    NotInSources,
    /// The sources contradict each other.
    Differ,
}

/// One block of a reply.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Block {
    /// The short answer: one line above everything else.
    Answer {
        /// The line; the answer itself is [`Inline::Strong`].
        text: Vec<Inline>,
    },
    /// A heading over what follows.
    Heading {
        /// The heading's words.
        text: Vec<Inline>,
    },
    /// A sentence or short paragraph of the bot's own.
    Notice {
        /// The words.
        text: Vec<Inline>,
    },
    /// Verbatim words of an article with their citation.
    Quote(Quote),
    /// Rows under column titles; renderers without tables write a list.
    Table {
        /// Column titles.
        columns: Vec<String>,
        /// Rows, each with as many cells as there are columns.
        rows: Vec<Row>,
    },
    /// Bulleted lines.
    List {
        /// The lines.
        items: Vec<Vec<Inline>>,
    },
    /// A whole article's text, verbatim, paragraph by paragraph.
    Body {
        /// Paragraphs, each verbatim.
        paragraphs: Vec<String>,
    },
}

/// One row of a table: its cells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The cells, in the order of the columns.
    pub cells: Vec<Vec<Inline>>,
}

/// A run of text inside a line. Every kind is escaped by the renderer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "style", content = "text")]
pub enum Inline {
    /// Plain words.
    Plain(String),
    /// Words that stand out (a short answer, a name).
    Strong(String),
    /// Words that step back (a date, a count).
    Faint(String),
    /// Something to type: a command, a receipt.
    Code(String),
}

/// A verbatim quote.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    /// The quoted bytes, exactly as they stand in the article's body.
    pub text: String,
    /// Parts of `text` to mark; spans are byte ranges in `text`, in order, not overlapping.
    pub highlights: Vec<Highlight>,
    /// A word or two before the quote (`closest`, `Putin, in the Kremlin`), ours.
    pub label: Option<String>,
    /// Where the words come from.
    pub citation: Citation,
}

/// A marked part of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// Bytes of the quote's text.
    pub span: Span,
    /// Why it is marked.
    pub kind: HighlightKind,
}

/// Where a quote comes from, in a form that anyone can check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Citation {
    /// Number of the quote in the reply, from 1.
    pub number: usize,
    /// Id of the article.
    pub article: String,
    /// Title of the article.
    pub title: String,
    /// Its source; empty when unknown.
    pub source: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// Paragraph that the quote starts in, from 1.
    pub paragraph: usize,
    /// Bytes of the article's canonical body.
    pub span: Span,
    /// http or https address with a text fragment that leads to the quoted words.
    pub url: Option<String>,
    /// Code for `verify`.
    pub receipt: String,
}

/// Something the reader can do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to type, without the command prefix: `more`, `who Kim`.
    pub command: String,
    /// What it does, in a few words.
    pub purpose: String,
}

impl From<Block> for Reply {
    fn from(block: Block) -> Self {
        Self {
            blocks: vec![block],
            ..Self::default()
        }
    }
}

impl Suggestion {
    /// A suggestion to type `command`, which does `purpose`.
    #[must_use]
    pub fn new(command: impl Into<String>, purpose: impl Into<String>) -> Self {
        Self {
            command: command.into(),
            purpose: purpose.into(),
        }
    }
}
