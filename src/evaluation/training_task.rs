//! A training task: articles, questions and where the answers stand, read from a folder.
//!
//! The folder holds `corpus/articles.jsonl`, `questions.jsonl` and `gold.jsonl`; README names the
//! public data that comes in this form.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::article::Article;
use crate::text::Span;

use super::judge::contains_answer;

/// Longest part of a quote that is judged, in characters.
const JUDGED_CHARACTERS: usize = 300;

/// A task's folder cannot be used.
#[derive(Debug, Error)]
pub enum TaskError {
    /// A file cannot be read.
    #[error(
        "{path} cannot be read: {source}; a task is a folder with corpus/articles.jsonl, questions.jsonl and gold.jsonl"
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("{path}, line {line}: {source}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
    /// The index failed.
    #[error(transparent)]
    Index(#[from] crate::index::Error),
}

/// One task.
#[derive(Debug)]
pub struct TrainingTask {
    /// The folder's name.
    pub name: String,
    /// The articles to index.
    pub articles: Vec<Article>,
    /// The questions with their gold.
    pub questions: Vec<TrainingQuestion>,
}

/// A question with what is known of its answer.
#[derive(Clone, Debug)]
pub struct TrainingQuestion {
    /// The words.
    pub text: String,
    /// Articles to answer from; empty for all.
    pub scope: Vec<String>,
    /// Questions of one group go to the same fold.
    pub group: String,
    /// True when the articles hold an answer.
    pub answerable: bool,
    answers: Vec<String>,
    articles: Vec<String>,
    spans: Vec<(String, Span)>,
    facts: Vec<String>,
}

#[derive(Deserialize)]
struct ArticleLine {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    source: String,
    text: String,
}

#[derive(Deserialize)]
struct QuestionLine {
    id: String,
    question: String,
    #[serde(default)]
    scope: Vec<String>,
}

#[derive(Deserialize)]
struct GoldLine {
    id: String,
    answers: Vec<String>,
    answerable: bool,
    articles: Vec<String>,
    spans: Vec<(String, usize, usize)>,
    #[serde(default)]
    facts: Vec<String>,
    tags: HashMap<String, serde_json::Value>,
}

impl TrainingTask {
    /// Reads a task from its folder.
    ///
    /// # Errors
    ///
    /// When a file is missing or a line is not what it should be.
    pub fn read(folder: &Path) -> Result<Self, TaskError> {
        let articles: Vec<ArticleLine> = lines(&folder.join("corpus").join("articles.jsonl"))?;
        let questions: Vec<QuestionLine> = lines(&folder.join("questions.jsonl"))?;
        let gold: Vec<GoldLine> = lines(&folder.join("gold.jsonl"))?;
        let mut gold: HashMap<String, GoldLine> = gold
            .into_iter()
            .map(|line| (line.id.clone(), line))
            .collect();
        Ok(Self {
            name: folder
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            articles: articles.into_iter().map(article).collect(),
            questions: questions
                .into_iter()
                .filter_map(|line| gold.remove(&line.id).map(|gold| question(line, gold)))
                .collect(),
        })
    }
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, TaskError> {
    let text = fs::read_to_string(path).map_err(|source| TaskError::Read {
        path: path.to_owned(),
        source,
    })?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(place, line)| {
            serde_json::from_str(line).map_err(|source| TaskError::Line {
                path: path.to_owned(),
                line: place + 1,
                source,
            })
        })
        .collect()
}

fn article(line: ArticleLine) -> Article {
    Article {
        id: line.id,
        title: line.title,
        source: line.source,
        author: None,
        published: line.date.and_then(|date| date.parse().ok()),
        url: None,
        language: None,
        dateline: None,
        body: line.text,
    }
}

fn question(line: QuestionLine, gold: GoldLine) -> TrainingQuestion {
    let group = match gold.tags.get("group") {
        Some(serde_json::Value::String(group)) => group.clone(),
        _ => line.id.clone(),
    };
    TrainingQuestion {
        text: line.question,
        scope: line.scope,
        group,
        answerable: gold.answerable,
        answers: gold.answers,
        articles: gold.articles,
        spans: gold
            .spans
            .into_iter()
            .map(|(article, start, end)| (article, Span::new(start, end)))
            .collect(),
        facts: gold.facts,
    }
}

impl TrainingQuestion {
    /// The gold answers; empty where only a place or a fact is known.
    pub(super) fn answers(&self) -> &[String] {
        &self.answers
    }

    /// True when a quote answers the question: it stands where the gold says and, where there are
    /// gold answers, holds one; without gold answers it covers half of the marked span.
    #[must_use]
    pub fn is_answered_by(&self, article: &str, span: Span, text: &str) -> bool {
        if !self.facts.is_empty() {
            return self.facts.iter().any(|fact| text.contains(fact.as_str()));
        }
        if !self.articles.iter().any(|id| id == article) {
            return false;
        }
        let text: String = text.chars().take(JUDGED_CHARACTERS).collect();
        let span = Span::new(span.start, span.start + text.len());
        let mut spans = self.spans.iter().filter(|(id, _)| id == article).peekable();
        if self.answers.is_empty() {
            return spans.peek().is_none() || spans.any(|(_, gold)| covers_half(span, *gold));
        }
        (self.spans.is_empty() || spans.any(|(_, gold)| gold.overlaps(span)))
            && contains_answer(&text, &self.answers)
    }
}

fn covers_half(span: Span, gold: Span) -> bool {
    let shared = span
        .end
        .min(gold.end)
        .saturating_sub(span.start.max(gold.start));
    2 * shared >= gold.len()
}
