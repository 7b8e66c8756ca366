//! The task `index`: brings the index up to date and says everything about it.

use std::ops::ControlFlow;

use super::failure::{Failure, Outcome};
use super::output::{print, say};
use super::setup::Setup;
use super::story::{Update, explain, open_index, read_settings, update};
use crate::adapters::console::render;
use crate::newsroom;
use crate::reply::{Reply, foreseen_reply, rolled_back_reply};

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

/// Prints what would be done to each story.
pub(super) fn foresee(setup: &Setup, full: bool) -> Result<Outcome, Failure> {
    let style = setup.wishes.style_now();
    let mut ended = Outcome::Done;
    for story in setup.stories() {
        let index = open_index(&story)?;
        let folder = story.settings.story.articles.clone();
        let watch = &mut |_| ControlFlow::Continue(());
        let settings = read_settings(&story);
        let preview = newsroom::foresee(&index, (&folder, &settings), full, watch);
        let preview = preview.map_err(explain)?;
        if !preview.skipped.is_empty() {
            ended = Outcome::SomeSkipped;
        }
        let reply = Reply {
            suggestions: Vec::new(),
            ..foreseen_reply(&preview, full)
        };
        print(&render(&reply, &style))?;
    }
    Ok(ended)
}

/// Takes the last change of each story back.
pub(super) fn roll_back(setup: &Setup) -> Result<Outcome, Failure> {
    let style = setup.wishes.style_now();
    for story in setup.stories() {
        let index = open_index(&story)?;
        index.roll_back().map_err(explain)?;
        let reply = Reply {
            suggestions: Vec::new(),
            ..rolled_back_reply(&index.snapshot().statistics())
        };
        print(&render(&reply, &style))?;
    }
    Ok(Outcome::Done)
}

fn index_one(setup: &Setup, full: bool) -> Result<Outcome, Failure> {
    let index = open_index(setup)?;
    index.release().map_err(explain)?;
    match update(&index, setup, full)? {
        Update::Busy => Err(Failure::new("another process is writing to this index")
            .with_hint("wait until it has finished, or stop it; asking questions works meanwhile")),
        Update::Kept(failure) => Err(failure),
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
