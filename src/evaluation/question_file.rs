//! Reads a file of test questions: one JSON object a line.
//!
//! Every bad line is reported with its number and the good ones are not thrown away one by one:
//! a measurement on half a file would be no measurement, so any bad line refuses the file.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

/// One test question. Fields that are not named here are left alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TestQuestion {
    /// Name of the question, unique in its file.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// Right answers, any of which will do; empty when the articles do not say.
    pub answers: Vec<String>,
    /// Id of the article that a quote must come from to count, where only one will do.
    #[serde(default)]
    pub article: Option<String>,
}

impl TestQuestion {
    /// True when the articles answer it.
    #[must_use]
    pub fn is_answerable(&self) -> bool {
        !self.answers.is_empty()
    }
}

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionLineError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for QuestionLineError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}

/// A question file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionFileError {
    /// Nothing in it.
    #[error(
        "the file holds no question; a line looks like \
         {{\"id\":\"q1\",\"question\":\"who …?\",\"answers\":[\"…\"]}}"
    )]
    Empty,
    /// Some lines are wrong; all of them are named.
    #[error("{}", join_lines(.0))]
    Lines(Vec<QuestionLineError>),
}

fn join_lines(errors: &[QuestionLineError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Reads the text of a question file. Blank lines are passed over.
pub fn parse_questions(text: &str) -> Result<Vec<TestQuestion>, QuestionFileError> {
    let mut questions: Vec<TestQuestion> = Vec::new();
    let mut errors = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, content) in (1..).zip(text.lines()) {
        if content.trim().is_empty() {
            continue;
        }
        match parse_question(content) {
            Ok(question) => {
                if let Some(first) = seen.insert(question.id.clone(), line) {
                    let reason = format!("the id `{}` stands on line {first} too", question.id);
                    errors.push(QuestionLineError { line, reason });
                }
                questions.push(question);
            }
            Err(reason) => errors.push(QuestionLineError { line, reason }),
        }
    }
    if !errors.is_empty() {
        return Err(QuestionFileError::Lines(errors));
    }
    if questions.is_empty() {
        return Err(QuestionFileError::Empty);
    }
    Ok(questions)
}

fn parse_question(line: &str) -> Result<TestQuestion, String> {
    let question: TestQuestion = serde_json::from_str(line).map_err(describe)?;
    if question.id.trim().is_empty() {
        return Err("the `id` is empty".to_owned());
    }
    if question.question.trim().is_empty() {
        return Err("the `question` is empty".to_owned());
    }
    if question
        .answers
        .iter()
        .any(|answer| answer.trim().is_empty())
    {
        return Err(
            "one of the `answers` is empty; an unanswerable question has an empty list".to_owned(),
        );
    }
    Ok(question)
}

/// The parser counts lines from the start of what it was given, which is one line; only its
/// column helps.
fn describe(error: serde_json::Error) -> String {
    let column = error.column();
    let text = error.to_string();
    let reason = text
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    drop(error);
    format!("{reason}, column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_read_with_and_without_an_article() {
        let text = concat!(
            "{\"id\":\"a\",\"question\":\"who?\",\"answers\":[\"Kim\"],\"article\":\"x\"}\n",
            "\n",
            "{\"id\":\"b\",\"question\":\"why?\",\"answers\":[],\"note\":\"left alone\"}\n",
        );
        let questions = parse_questions(text).unwrap();
        assert_eq!(questions.len(), 2);
        assert_eq!(questions[0].article.as_deref(), Some("x"));
        assert!(!questions[1].is_answerable());
    }

    #[test]
    fn every_bad_line_is_named() {
        let text = concat!(
            "{\"id\":\"a\",\"question\":\"who?\",\"answers\":[\"Kim\"]}\n",
            "{\"id\":\"a\",\"question\":\"who?\",\"answers\":[\"Kim\"]}\n",
            "{\"id\":\"b\",\"question\":\"who?\"}\n",
            "not json\n",
            "{\"id\":\"c\",\"question\":\" \",\"answers\":[]}\n",
            "{\"id\":\"d\",\"question\":\"why?\",\"answers\":[\"\"]}\n",
        );
        let error = parse_questions(text).unwrap_err();
        insta::assert_snapshot!(error, @r"
        line 2: the id `a` stands on line 1 too
        line 3: missing field `answers`, column 28
        line 4: expected ident, column 2
        line 5: the `question` is empty
        line 6: one of the `answers` is empty; an unanswerable question has an empty list
        ");
    }

    #[test]
    fn an_empty_file_is_refused() {
        assert_eq!(parse_questions("\n \n"), Err(QuestionFileError::Empty));
    }
}
