//! What is wrong with a configuration, as data and as a line that says what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// The key or thing it is about (`answers.quotes`); empty when the place says it all.
    pub subject: String,
    /// What is wrong.
    pub reason: String,
    /// What to do; empty when the reason says it.
    pub remedy: String,
}

/// Where a problem stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A place in a file, line and column from 1.
    Text {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// A file or folder as a whole.
    Path(PathBuf),
    /// A variable.
    Variable {
        /// Its name.
        name: String,
        /// The file that sets it; `None` for the environment.
        file: Option<PathBuf>,
    },
}

impl Place {
    /// The place of a byte in a file's text.
    pub(super) fn in_text(path: &Path, text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self::Text {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { path, line, column } => {
                write!(formatter, "{}:{line}:{column}", path.display())
            }
            Self::Path(path) => write!(formatter, "{}", path.display()),
            Self::Variable { name, file: None } => formatter.write_str(name),
            Self::Variable {
                name,
                file: Some(file),
            } => write!(formatter, "{}: {name}", file.display()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.place)?;
        if !self.subject.is_empty() {
            write!(formatter, "{} ", self.subject)?;
        }
        formatter.write_str(&self.reason)?;
        if !self.remedy.is_empty() {
            write!(formatter, "; {}", self.remedy)?;
        }
        Ok(())
    }
}

/// Everything that is wrong with a configuration, in the order in which it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Error)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// True when nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the problems from this one on in the order of their places; a table's keys come out of
    /// the parser in another order than they were written.
    pub(super) fn sort_from(&mut self, first: usize) {
        self.0[first..].sort_by_key(|problem| match problem.place {
            Place::Text { line, column, .. } => (line, column),
            Place::Path(_) | Place::Variable { .. } => (0, 0),
        });
    }

    pub(super) fn add(&mut self, place: Place, subject: &str, reason: &str, remedy: &str) {
        self.0.push(Problem {
            place,
            subject: subject.to_owned(),
            reason: reason.to_owned(),
            remedy: remedy.to_owned(),
        });
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.0.iter().enumerate() {
            if number > 0 {
                formatter.write_str("\n")?;
            }
            write!(formatter, "{problem}")?;
        }
        Ok(())
    }
}
