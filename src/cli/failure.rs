//! How the program ends, and how it says what went wrong.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

/// How a task ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All is well; a question has an answer.
    Done,
    /// The index is up to date, but some files are not in it.
    SomeSkipped,
    /// The articles don't say.
    NotInSources,
    /// Ctrl-C.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::SomeSkipped => 3,
            Outcome::NotInSources => 4,
            Outcome::Interrupted => 130,
        })
    }
}

/// What went wrong, and what to do about it.
#[derive(Debug)]
pub(super) struct Failure {
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    /// A failure in words.
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self {
            error: anyhow::anyhow!("{message}"),
            hint: None,
        }
    }

    /// Says what to do.
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// True when nobody reads our output any more, which is no failure of ours.
    fn is_broken_pipe(&self) -> bool {
        self.error.chain().any(|cause| {
            cause
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
        })
    }

    /// Says on standard error what went wrong where the program goes on all the same.
    pub(super) fn warn(&self, consequence: &str) {
        let yellow = AnsiColor::Yellow.on_default().bold();
        let mut stderr = anstream::stderr().lock();
        // Where standard error is gone, there is nobody to warn.
        let _ = writeln!(stderr, "{yellow}warning:{yellow:#} {consequence}");
        let _ = writeln!(stderr, "  {self}");
    }

    /// Prints the failure to standard error and gives the status to end with.
    pub(super) fn report(&self) -> ExitCode {
        if self.is_broken_pipe() {
            return ExitCode::SUCCESS;
        }
        let red = AnsiColor::Red.on_default().bold();
        let mut stderr = anstream::stderr().lock();
        // Where standard error is gone too, the status must do.
        let _ = writeln!(stderr, "{red}error:{red:#} {:#}", self.error);
        if let Some(hint) = &self.hint {
            let bold = Style::new().bold();
            let _ = writeln!(stderr, "\n{bold}hint:{bold:#} {hint}");
        }
        ExitCode::FAILURE
    }
}

/// Reason and remedy on one line.
impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:#}", self.error)?;
        match &self.hint {
            Some(hint) => write!(formatter, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            hint: None,
        }
    }
}
