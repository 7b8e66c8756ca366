//! The tasks `export` and `import`: everything that makes up the stories, as one file.

use std::path::Path;

use super::failure::{Failure, Outcome};
use super::output::say;
use super::progress::Progress;
use super::setup::Setup;
use super::summary::counted;
use crate::newsroom::{BundleError, Places, StoryPlaces, export, import};

/// Writes an archive.
pub(super) fn run_export(setup: &Setup, to: &Path) -> Result<Outcome, Failure> {
    let progress = Progress::new(setup.quiet);
    let mut watch = |files| progress.advance("packing", files, files);
    let written = export(&places(setup), to, &mut watch).map_err(|error| explain(&error))?;
    progress.finish();
    if !setup.quiet {
        let files = counted(written.files, "file");
        say(format_args!(
            "{files} of articles, and what belongs to them, in {}",
            to.display()
        ));
    }
    Ok(Outcome::Done)
}

/// Reads one back.
pub(super) fn run_import(setup: &Setup, from: &Path, replace: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(setup.quiet);
    let mut watch = |files| progress.advance("unpacking", files, files);
    let read = import(from, &places(setup), replace, &mut watch);
    let read = read.map_err(|error| explain(&error))?;
    progress.finish();
    if !setup.quiet {
        say(format_args!(
            "{} of articles are in their place, and what belongs to them; `newshound index` builds \
             the index",
            counted(read.files, "file")
        ));
    }
    Ok(Outcome::Done)
}

fn places(setup: &Setup) -> Places {
    let stories = setup.stories().into_iter().map(|story| {
        let story = story.settings.story;
        StoryPlaces {
            name: story.name,
            articles: story.articles,
            store: story.store,
            golden: Some(story.golden).filter(|path| !path.as_os_str().is_empty()),
        }
    });
    Places {
        stories: stories.collect(),
        rooms: setup.settings.rooms.file.clone(),
    }
}

fn explain(error: &BundleError) -> Failure {
    let words = error.to_string();
    match words.split_once("; ") {
        Some((reason, remedy)) => Failure::new(reason).with_hint(remedy),
        None => Failure::new(words),
    }
}
