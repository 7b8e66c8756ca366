//! The task `eval`: how often the quotes shown really hold the answer.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::desk::Desk;
use super::failure::{Failure, Outcome};
use super::output::print;
use crate::answer::Answer;
use crate::command::QuestionWord;
use crate::evaluation::{self, ShownQuote, TestQuestion, evaluate, parse_questions};

/// Quotes that are judged for each question.
const QUOTES: usize = 10;

/// Asks every question of a file and prints the figures.
pub(super) fn run(desk: &Desk, questions: &Path, json: bool) -> Result<Outcome, Failure> {
    let questions = read_questions(questions)?;
    let mut broken = None;
    let report = evaluate(&questions, |question| {
        match desk.bot().answer(QuestionWord::Ask, question, None) {
            Ok(answer) => outcome_of(&answer),
            Err(error) => {
                broken.get_or_insert(error);
                evaluation::Outcome::default()
            }
        }
    });
    if let Some(error) = broken {
        return Err(error.into());
    }
    if json {
        print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    } else {
        print(&report.to_string())?;
    }
    Ok(Outcome::Done)
}

fn read_questions(path: &Path) -> Result<Vec<TestQuestion>, Failure> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the questions in {}", path.display()))?;
    let questions = parse_questions(&text)
        .with_context(|| format!("cannot use the questions in {}", path.display()))?;
    Ok(questions)
}

/// What a reader would see of an answer, and the quotes behind `more`.
fn outcome_of(answer: &Answer) -> evaluation::Outcome {
    let quotes = answer
        .evidence
        .iter()
        .take(QUOTES)
        .map(|evidence| ShownQuote {
            article: evidence.block.article.id.clone(),
            text: evidence.text().to_owned(),
            // The order shown is the order judged: the reader sees no scores.
            score: None,
        });
    evaluation::Outcome {
        quotes: quotes.collect(),
        short_answer: answer.short.as_ref().map(|short| short.text.clone()),
        abstained: answer.refusal.is_some(),
        confidence: answer.confidence,
        answer_type: answer.question.answer_type.to_string(),
    }
}
