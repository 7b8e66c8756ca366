//! The task `index`: brings the index up to date and says everything about it.

use super::failure::{Failure, Outcome};
use super::output::say;
use super::setup::Setup;
use super::story::{Update, open_index, update};

/// Indexes every story; `full` reads unchanged files too.
pub(super) fn run(setup: &Setup, full: bool) -> Result<Outcome, Failure> {
    let stories = setup.stories();
    let mut ended = Outcome::Done;
    for story in &stories {
        if stories.len() > 1 && !setup.quiet {
            say(format_args!("{}:", story.settings.story.name));
        }
        match index_one(story, full)? {
            Outcome::Done => {}
            Outcome::Interrupted => return Ok(Outcome::Interrupted),
            other => ended = other,
        }
    }
    Ok(ended)
}

fn index_one(setup: &Setup, full: bool) -> Result<Outcome, Failure> {
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
