//! Writes the measures of a training task's best windows, for the program that grows the trees.
//!
//! Two files a run: `rows.f32` holds one row of little-endian numbers a window (features, then
//! details), `questions.jsonl` one line a question with the labels of its windows in the same order.

use std::io::{self, Write};

use serde::Serialize;

use crate::answer::Answerer;
use crate::index::{Index, Snapshot};
use crate::retrieval::{DETAIL_NAMES, FEATURE_NAMES, Limits, Lookup, Ranked, Retriever, details};

use super::training::fold_of;
use super::training_task::{TaskError, TrainingQuestion, TrainingTask};

/// The columns of `rows.f32`, in order.
#[must_use]
pub fn columns() -> Vec<&'static str> {
    FEATURE_NAMES.iter().chain(&DETAIL_NAMES).copied().collect()
}

#[derive(Serialize)]
struct Line<'a> {
    task: &'a str,
    group: &'a str,
    question: &'a str,
    fold: usize,
    answerable: bool,
    rows: Vec<(u8, usize, usize, usize)>,
}

/// Writes every question of `task`, at most `most` of them, spread over all.
///
/// # Errors
///
/// When an index cannot be made or read, or a file not written.
pub fn export(
    mut task: TrainingTask,
    most: usize,
    (questions, rows): (&mut dyn Write, &mut dyn Write),
) -> Result<(), TaskError> {
    let index = Index::in_memory()?;
    index.update_articles(std::mem::take(&mut task.articles))?;
    let snapshot = index.snapshot();
    let every = task.questions.len().div_ceil(most).max(1);
    for question in task.questions.iter().step_by(every) {
        write_question(&task.name, question, &snapshot, (questions, rows))?;
    }
    Ok(())
}

fn write_question(
    task: &str,
    question: &TrainingQuestion,
    snapshot: &Snapshot,
    (lines, rows): (&mut dyn Write, &mut dyn Write),
) -> Result<(), TaskError> {
    let parsed = Answerer::new(snapshot, 0.0).parse("", &question.text);
    let lookup = Lookup::new(&parsed, snapshot);
    let limits = Limits {
        windows: question.scope.len().max(10),
        ..Limits::default()
    };
    let pool = Retriever::new(snapshot, limits).pool(&parsed, &lookup, &question.scope, None)?;
    let measured = details(&parsed, &lookup, &pool);
    let mut articles: Vec<&str> = Vec::new();
    let mut labels = Vec::new();
    for (one, details) in pool.iter().zip(&measured) {
        labels.push(label(question, one, &mut articles));
        for number in one.features.iter().chain(details) {
            rows.write_all(&number.to_le_bytes()).map_err(trouble)?;
        }
    }
    let line = Line {
        task,
        group: &question.group,
        question: &question.text,
        fold: fold_of(&question.group),
        answerable: question.answerable,
        rows: labels,
    };
    let text = serde_json::to_string(&line)
        .map_err(io::Error::from)
        .map_err(trouble)?;
    writeln!(lines, "{text}").map_err(trouble)
}

fn label<'a>(
    question: &TrainingQuestion,
    one: &'a Ranked,
    articles: &mut Vec<&'a str>,
) -> (u8, usize, usize, usize) {
    let (id, span) = (one.block.article.id.as_str(), one.window.span);
    let right = question.answerable && question.is_answered_by(id, span, one.block.quote(span));
    let article = articles
        .iter()
        .position(|known| *known == id)
        .unwrap_or_else(|| {
            articles.push(id);
            articles.len() - 1
        });
    (u8::from(right), article, span.start, span.end)
}

fn trouble(source: io::Error) -> TaskError {
    TaskError::Read {
        path: "the training rows".into(),
        source,
    }
}
