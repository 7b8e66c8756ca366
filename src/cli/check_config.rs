//! The task `check-config`: what is set, and everything that is wrong with it.

use std::path::Path;

use super::arguments::Common;
use super::failure::{Failure, Outcome};
use super::output::print;
use super::setup::{explain, sources};
use super::summary::counted;
use crate::config::{Report, check};

/// Prints what would be used, and fails with all problems where there are some.
pub(super) fn run(common: &Common) -> Result<Outcome, Failure> {
    let report = check(&sources(common));
    if !report.problems.is_empty() {
        let hint = "config/newshound.toml and .env.example describe every setting";
        return Err(explain(&report.problems).with_hint(hint));
    }
    if !common.quiet {
        print(&describe(&report))?;
    }
    Ok(Outcome::Done)
}

fn describe(report: &Report) -> String {
    let story = &report.config.settings.story;
    let topics: Vec<&str> = report
        .config
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    let files: Vec<String> = report.files.iter().map(|file| shown(file)).collect();
    format!(
        "settings are fine\nfiles read: {}\nvariables set: {}\narticles: {}\nstore: {}\n{}: {}\n\
         discord: {}\n",
        listed(&files),
        listed(&report.variables),
        shown(&story.articles),
        shown(&story.store),
        counted(topics.len(), "topic"),
        listed(&topics),
        if report.config.credentials.discord_token.is_some() {
            "`newshound run` starts it, because DISCORD_TOKEN is set"
        } else {
            "not started by `newshound run`, because DISCORD_TOKEN is not set"
        },
    )
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn listed<T: AsRef<str>>(words: &[T]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    words.join(", ")
}
