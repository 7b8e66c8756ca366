//! The task `index`: brings the index up to date and says everything about it.

use super::failure::{Failure, Outcome};
use super::setup::Setup;
use super::story::{Update, open_index, update};

/// Indexes; `full` reads unchanged files too.
pub(super) fn run(setup: &Setup, full: bool) -> Result<Outcome, Failure> {
    let index = open_index(setup)?;
    match update(&index, setup, full)? {
        Update::Busy => Err(Failure::new("another process is writing to this index")
            .with_hint("wait until it has finished, or stop it; asking questions works meanwhile")),
        Update::Unwritable(failure) => Err(failure),
        Update::Stopped => Ok(Outcome::Interrupted),
        Update::Done(updated) => {
            if !setup.quiet {
                updated.report_all();
            }
            Ok(if updated.has_skipped() {
                Outcome::SomeSkipped
            } else {
                Outcome::Done
            })
        }
    }
}
