//! The answer as JSON, for programs. docs/json.md describes it; change both together, and raise
//! [`SCHEMA`] when a field changes its meaning or goes.

use jiff::civil::Date;
use serde::Serialize;

use crate::reply::{Block, Certainty, Highlight, HighlightKind, Inline, Quote, Reply};

/// Version of the schema.
const SCHEMA: u32 = 1;

/// One answer.
#[derive(Debug, Serialize)]
pub(super) struct AnswerJson<'a> {
    schema: u32,
    question: &'a str,
    /// `null` for a command that answers no question.
    answered: Option<bool>,
    certainty: Option<Certainty>,
    confidence: Option<f64>,
    answer: Option<String>,
    quotes: Vec<QuoteJson<'a>>,
    notices: Vec<String>,
    tables: Vec<TableJson<'a>>,
    lists: Vec<Vec<String>>,
    body: Option<&'a [String]>,
    searched: Searched,
}

/// What was searched.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Searched {
    /// Articles in the index.
    pub(super) articles: u64,
    /// Day of publication of the newest.
    pub(super) newest: Option<Date>,
}

#[derive(Debug, Serialize)]
struct QuoteJson<'a> {
    text: &'a str,
    label: Option<&'a str>,
    article: &'a str,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<Date>,
    paragraph: usize,
    start: usize,
    end: usize,
    url: Option<&'a str>,
    receipt: &'a str,
    highlights: Vec<HighlightJson>,
}

#[derive(Debug, Serialize)]
struct HighlightJson {
    start: usize,
    end: usize,
    kind: HighlightKind,
}

#[derive(Debug, Serialize)]
struct TableJson<'a> {
    columns: &'a [String],
    rows: Vec<Vec<String>>,
}

/// Puts a reply into the schema.
pub(super) fn answer_json<'a>(
    question: &'a str,
    reply: &'a Reply,
    confidence: Option<f64>,
    searched: Searched,
) -> AnswerJson<'a> {
    let blocks = &reply.blocks;
    AnswerJson {
        schema: SCHEMA,
        question,
        answered: reply
            .certainty
            .map(|certainty| certainty != Certainty::NotInSources),
        certainty: reply.certainty,
        confidence,
        answer: reply
            .certainty
            .and_then(|_| blocks.iter().find_map(short_answer)),
        quotes: blocks.iter().filter_map(quote_json).collect(),
        notices: blocks.iter().filter_map(notice).collect(),
        tables: blocks.iter().filter_map(table_json).collect(),
        lists: blocks.iter().filter_map(list_json).collect(),
        body: blocks.iter().find_map(body_json),
        searched,
    }
}

/// The words that stand out in the answer's line.
fn short_answer(block: &Block) -> Option<String> {
    let Block::Answer { text } = block else {
        return None;
    };
    text.iter().find_map(|inline| match inline {
        Inline::Strong(words) => Some(words.clone()),
        _ => None,
    })
}

fn quote_json(block: &Block) -> Option<QuoteJson<'_>> {
    let Block::Quote(Quote {
        text,
        highlights,
        label,
        citation,
    }) = block
    else {
        return None;
    };
    Some(QuoteJson {
        text,
        label: label.as_deref(),
        article: &citation.article,
        title: &citation.title,
        source: Some(citation.source.as_str()).filter(|source| !source.is_empty()),
        published: citation.published,
        paragraph: citation.paragraph,
        start: citation.span.start,
        end: citation.span.end,
        url: citation.url.as_deref(),
        receipt: &citation.receipt,
        highlights: highlights.iter().map(highlight_json).collect(),
    })
}

fn highlight_json(highlight: &Highlight) -> HighlightJson {
    HighlightJson {
        start: highlight.span.start,
        end: highlight.span.end,
        kind: highlight.kind,
    }
}

fn table_json(block: &Block) -> Option<TableJson<'_>> {
    let Block::Table { columns, rows } = block else {
        return None;
    };
    let rows = rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| plain_text(cell)).collect());
    Some(TableJson {
        columns,
        rows: rows.collect(),
    })
}

fn list_json(block: &Block) -> Option<Vec<String>> {
    match block {
        Block::List { items } => Some(items.iter().map(|item| plain_text(item)).collect()),
        _ => None,
    }
}

fn body_json(block: &Block) -> Option<&[String]> {
    match block {
        Block::Body { paragraphs } => Some(paragraphs),
        _ => None,
    }
}

fn notice(block: &Block) -> Option<String> {
    match block {
        Block::Notice { text } | Block::Heading { text } => Some(plain_text(text)),
        _ => None,
    }
}

fn plain_text(text: &[Inline]) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Plain(words)
            | Inline::Strong(words)
            | Inline::Faint(words)
            | Inline::Code(words) => words.as_str(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::reply::Citation;
    use crate::text::Span;

    const SEARCHED: Searched = Searched {
        articles: 9,
        newest: Some(date(2024, 6, 19)),
    };

    fn quote() -> Quote {
        Quote {
            text: "Ann Lee opened it.".to_owned(),
            highlights: vec![Highlight {
                span: Span::new(0, 7),
                kind: HighlightKind::Answer,
            }],
            label: None,
            citation: Citation {
                number: 1,
                article: "bridge".to_owned(),
                title: "New bridge".to_owned(),
                source: String::new(),
                published: Some(date(2024, 2, 20)),
                paragraph: 3,
                span: Span::new(100, 118),
                url: None,
                receipt: "ABCD".to_owned(),
            },
        }
    }

    #[test]
    fn the_schema_is_as_documented() {
        let reply = Reply {
            blocks: vec![
                Block::Answer {
                    text: vec![Inline::Strong("Ann Lee".to_owned())],
                },
                Block::Quote(quote()),
                Block::Notice {
                    text: vec![Inline::Plain("2 independent sources".to_owned())],
                },
            ],
            certainty: Some(Certainty::Sure),
            suggestions: Vec::new(),
        };
        let json = answer_json("who opened it?", &reply, Some(0.93), SEARCHED);
        let text = serde_json::to_string_pretty(&json).expect("the schema is plain data");
        let text = format!("```json\n{text}\n```");
        let documented = include_str!("../../docs/json.md");
        assert!(documented.contains(&text), "the document lacks\n{text}");
    }

    #[test]
    fn a_command_that_answers_no_question_has_no_answer() {
        let text = vec![Inline::Strong("9 articles".to_owned())];
        let reply = Reply {
            blocks: vec![Block::Answer { text }],
            ..Reply::default()
        };
        assert_eq!(answer_json("sources", &reply, None, SEARCHED).answer, None);
    }

    #[test]
    fn no_answer_says_so() {
        let reply = Reply {
            certainty: Some(Certainty::NotInSources),
            ..Reply::default()
        };
        let json = answer_json("why?", &reply, None, SEARCHED);
        assert_eq!(json.answered, Some(false));
        assert_eq!(json.answer, None);
    }
}
