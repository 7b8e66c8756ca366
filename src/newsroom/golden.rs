//! The file of pinned questions: one JSON object a line, as `newshound eval` reads them.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use crate::admin::{KeepingError, Pinned};
use crate::bot::KeepingResult;
use crate::evaluation::parse_questions;

/// The questions of a file; none where there is no file.
pub(super) fn read(path: &Path) -> KeepingResult<Vec<Pinned>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(path, &error, "check who may read it")),
    };
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let questions = parse_questions(&text).map_err(|error| {
        let lines = error.to_string().replace('\n', "; ");
        failed(path, &lines, "correct the line, or take it out")
    })?;
    let pinned = questions.into_iter().map(|question| Pinned {
        question: question.question,
        answers: question.answers,
    });
    Ok(pinned.collect())
}

/// Adds a question at the end of a file.
pub(super) fn add(path: &Path, pinned: &Pinned) -> KeepingResult<()> {
    let known = read(path)?;
    if known.iter().any(|one| one.question == pinned.question) {
        return Err(KeepingError::Failed(format!(
            "“{}” is pinned already; {} holds its answer",
            pinned.question,
            path.display()
        )));
    }
    let taken = fs::read_to_string(path).unwrap_or_default();
    let mut number = known.len() + 1;
    while taken.contains(&format!("\"pinned-{number}\"")) {
        number += 1;
    }
    let line = json!({
        "id": format!("pinned-{number}"),
        "question": pinned.question,
        "answers": pinned.answers,
    });
    let start = if taken.is_empty() || taken.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    append(path, &format!("{start}{line}\n"))
        .map_err(|error| failed(path, &error, "check who may write there"))
}

fn append(path: &Path, line: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::options().create(true).append(true).open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

fn failed(path: &Path, reason: &dyn std::fmt::Display, remedy: &str) -> KeepingError {
    KeepingError::Failed(format!(
        "the pinned questions in {} cannot be used: {reason}; {remedy}",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_that_is_wrong_is_named_in_one_sentence() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "{}\nnot json\n").unwrap();
        let error = read(file.path()).unwrap_err().to_string();
        assert!(error.contains("line 1: "), "{error}");
        assert!(error.contains("; line 2: "), "{error}");
        assert!(
            error.ends_with("; correct the line, or take it out"),
            "{error}"
        );
    }
}
