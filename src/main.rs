//! The program `newshound`: hands its arguments to the library and reports how it ended.

use std::process::ExitCode;

fn main() -> ExitCode {
    newshound::cli::run()
}
