//! Answers questions line by line in JSON, for programs that measure or feed other programs.
//!
//! The protocol: a `ready` line first; then one answer line for each question line, in order,
//! until the input ends. A line that cannot be understood, and a question that cannot be answered
//! for a reason of ours, gets a line with an `error` and the next one is read: a measurement of
//! thousands of questions must not die of one. See docs/batch.md for every field.
//!
//! How answers are found is left to a [`Responder`]; where the quoted bytes stand in the corpus as
//! it was given is looked up in a [`Corpus`].

mod alignment;
mod corpus;

use std::error::Error;
use std::io::{self, BufRead, Write};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use corpus::{Corpus, CorpusError, GivenArticle, read_articles};

use crate::text::Span;

/// How many quotes a question gets that does not say.
const DEFAULT_QUOTES: usize = 10;

/// One question of the protocol.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Question {
    /// Name of the question; the answer carries it.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// The day it is asked, for questions about "now".
    #[serde(default)]
    pub asked_at: Option<Date>,
    /// Articles that may be quoted; all when absent.
    #[serde(default)]
    pub scope: Option<Vec<String>>,
    /// How many quotes to give at most.
    #[serde(default = "default_quotes")]
    pub k: usize,
}

fn default_quotes() -> usize {
    DEFAULT_QUOTES
}

/// What a [`Responder`] finds for a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Quotes, best first.
    pub quotes: Vec<RankedQuote>,
    /// True when the articles do not say.
    pub abstain: bool,
    /// How sure the answer is, comparable between questions.
    pub confidence: f64,
}

/// A quote with its rank's score.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedQuote {
    /// Id of the article as it is stored.
    pub article_id: String,
    /// Bytes of the article's canonical body.
    pub span: Span,
    /// Bytes of the canonical body that are the short answer.
    pub highlight: Option<Span>,
    /// The higher, the better.
    pub score: f64,
}

/// Something that answers questions about the corpus.
pub trait Responder {
    /// Answers one question. The scope names articles as they are stored.
    fn respond(&mut self, question: &Question) -> Result<Answer, Box<dyn Error + Send + Sync>>;
}

/// One run of the protocol.
pub struct Batch<'a> {
    /// The articles as they were given.
    pub corpus: &'a Corpus,
    /// How many units of text are indexed.
    pub units: usize,
    /// Who answers.
    pub responder: &'a mut dyn Responder,
}

impl Batch<'_> {
    /// Says `ready`, then answers every line of `input` until it ends.
    pub fn serve(&mut self, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
        let ready = ReadyLine {
            ready: true,
            articles: self.corpus.len(),
            units: self.units,
        };
        write_line(&mut output, &ready)?;
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line)? > 0 {
            if !line.trim_ascii().is_empty() {
                self.answer_line(&line, &mut output)?;
            }
            line.clear();
        }
        Ok(())
    }

    fn answer_line(&mut self, line: &[u8], output: &mut impl Write) -> io::Result<()> {
        let question = match serde_json::from_slice::<Question>(line) {
            Ok(question) => question,
            Err(error) => {
                let error = ErrorLine {
                    id: id_of(line),
                    error: format!("the line is no question: {error}"),
                };
                return write_line(output, &error);
            }
        };
        match self.responder.respond(&self.with_stored_scope(&question)) {
            Ok(answer) => write_line(output, &self.place(&question, &answer)),
            Err(error) => {
                let error = ErrorLine {
                    id: Some(question.id),
                    error: error.to_string(),
                };
                write_line(output, &error)
            }
        }
    }

    fn with_stored_scope(&self, question: &Question) -> Question {
        let mut question = question.clone();
        if let Some(scope) = &mut question.scope {
            *scope = self.corpus.stored_ids(scope);
        }
        question
    }

    /// Turns quotes of stored bodies into snippets of the texts that were given. An article that
    /// was given several times is stored once: within a scope, each of its ids gets the snippet.
    fn place<'a>(&'a self, question: &'a Question, answer: &Answer) -> AnswerLine<'a> {
        let mut answers = Vec::new();
        for quote in &answer.quotes {
            for given in self
                .corpus
                .given_ids(&quote.article_id, question.scope.as_deref())
            {
                answers.extend(self.snippet(given, quote));
            }
        }
        answers.truncate(question.k);
        AnswerLine {
            id: &question.id,
            answers,
            abstain: answer.abstain,
            confidence: answer.confidence,
        }
    }

    fn snippet<'a>(&'a self, given: &'a str, quote: &RankedQuote) -> Option<Snippet<'a>> {
        let (span, text) = self.corpus.quote(given, quote.span)?;
        let highlight = quote
            .highlight
            .and_then(|highlight| self.corpus.quote(given, highlight))
            .map(|(highlight, _)| highlight)
            .filter(|highlight| span.contains(*highlight));
        Some(Snippet {
            text,
            article_id: given,
            start: span.start,
            end: span.end,
            score: quote.score,
            highlight,
        })
    }
}

#[derive(Serialize)]
struct ReadyLine {
    ready: bool,
    articles: usize,
    units: usize,
}

#[derive(Serialize)]
struct AnswerLine<'a> {
    id: &'a str,
    answers: Vec<Snippet<'a>>,
    abstain: bool,
    confidence: f64,
}

#[derive(Serialize)]
struct Snippet<'a> {
    text: &'a str,
    article_id: &'a str,
    start: usize,
    end: usize,
    score: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    highlight: Option<Span>,
}

#[derive(Serialize)]
struct ErrorLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    error: String,
}

/// The id of a line that is JSON but no question, so that its sender can tell which it was.
fn id_of(line: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(line).ok()?;
    Some(value.get("id")?.as_str()?.to_owned())
}

fn write_line(output: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    output.write_all(&text)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quotes the first word of each article in the scope; fails when asked to.
    struct FirstWords;

    impl Responder for FirstWords {
        fn respond(&mut self, question: &Question) -> Result<Answer, Box<dyn Error + Send + Sync>> {
            if question.question == "fail" {
                return Err("the index is gone".into());
            }
            let all = vec!["a".to_owned(), "b".to_owned()];
            let quotes = question.scope.clone().unwrap_or(all).into_iter();
            Ok(Answer {
                quotes: quotes
                    .map(|article_id| RankedQuote {
                        article_id,
                        span: Span::new(0, 8),
                        highlight: Some(Span::new(4, 8)),
                        score: 1.5,
                    })
                    .collect(),
                abstain: question.asked_at.is_some(),
                confidence: 0.5,
            })
        }
    }

    fn corpus() -> Corpus {
        let given = [
            ("a", "Kim née B."),
            ("b", "Two\r\nones"),
            ("twin", "Kim  née B."),
        ];
        let given = given.map(|(id, text)| GivenArticle {
            id: id.to_owned(),
            text: text.to_owned(),
        });
        let stored = [("a", "Kim née B."), ("b", "Two\nones")];
        Corpus::new(given, stored.map(|(id, body)| (id.to_owned(), body)))
    }

    fn talk(lines: &str) -> String {
        let corpus = corpus();
        let mut output = Vec::new();
        Batch {
            corpus: &corpus,
            units: 7,
            responder: &mut FirstWords,
        }
        .serve(lines.as_bytes(), &mut output)
        .unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn offsets_are_bytes_of_the_text_that_was_given() {
        let output = talk("{\"id\":\"q\",\"question\":\"who?\",\"k\":5}\n");
        insta::assert_snapshot!(output, @r#"
        {"ready":true,"articles":3,"units":7}
        {"id":"q","answers":[{"text":"Kim née","article_id":"a","start":0,"end":8,"score":1.5,"highlight":{"start":4,"end":8}},{"text":"Two\r\nones","article_id":"b","start":0,"end":9,"score":1.5,"highlight":{"start":5,"end":9}}],"abstain":false,"confidence":0.5}
        "#);
    }

    #[test]
    fn an_article_given_twice_is_answered_under_each_id_of_the_scope() {
        let output = talk("{\"id\":\"q\",\"question\":\"who?\",\"scope\":[\"twin\",\"a\"]}\n");
        insta::assert_snapshot!(output, @r#"
        {"ready":true,"articles":3,"units":7}
        {"id":"q","answers":[{"text":"Kim née","article_id":"a","start":0,"end":8,"score":1.5,"highlight":{"start":4,"end":8}},{"text":"Kim  née","article_id":"twin","start":0,"end":9,"score":1.5,"highlight":{"start":5,"end":9}}],"abstain":false,"confidence":0.5}
        "#);
    }

    #[test]
    fn bad_lines_get_an_error_and_the_next_is_answered() {
        let output = talk(concat!(
            "no json\n",
            "{\"id\":\"q1\"}\n",
            "\n",
            "{\"id\":\"q2\",\"question\":\"who?\",\"asked_at\":\"yesterday\"}\n",
            "{\"id\":\"q3\",\"question\":\"fail\"}\n",
            "{\"id\":\"q4\",\"question\":\"who?\",\"asked_at\":\"2022-06-17\",\"k\":0}",
        ));
        insta::assert_snapshot!(output, @r#"
        {"ready":true,"articles":3,"units":7}
        {"error":"the line is no question: expected ident at line 1 column 2"}
        {"id":"q1","error":"the line is no question: missing field `question` at line 1 column 11"}
        {"id":"q2","error":"the line is no question: failed to parse four digit integer as year: invalid digit, expected 0-9 but got y at line 1 column 51"}
        {"id":"q3","error":"the index is gone"}
        {"id":"q4","answers":[],"abstain":true,"confidence":0.5}
        "#);
    }

    #[test]
    fn bytes_that_are_no_text_get_an_error() {
        let corpus = corpus();
        let mut output = Vec::new();
        Batch {
            corpus: &corpus,
            units: 0,
            responder: &mut FirstWords,
        }
        .serve(&b"\xff\xfe\n"[..], &mut output)
        .unwrap();
        assert!(String::from_utf8(output).unwrap().contains("\"error\":"));
    }
}
