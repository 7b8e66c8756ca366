//! Standard output and standard error, and who may write what there.

use std::fmt;
use std::io::{self, Write};

use anstyle::Style;

use super::failure::Failure;

/// Prints a result.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()?;
    Ok(())
}

/// Says something about the work on standard error. Nobody may be listening, which is fine.
pub(super) fn say(words: impl fmt::Display) {
    let _ = writeln!(anstream::stderr().lock(), "{words}");
}

/// Says something that steps back.
pub(super) fn say_faintly(words: impl fmt::Display) {
    let faint = Style::new().dimmed();
    say(format_args!("{faint}{words}{faint:#}"));
}
