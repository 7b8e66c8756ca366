//! The task `check-config`: what is set, and everything that is wrong with it.

use std::path::Path;

use super::arguments::Common;
use super::failure::{Failure, Outcome};
use super::output::print;
use super::setup::{explain, sources};
use super::summary::counted;
use crate::command::Topic;
use crate::config::{MatrixCredentials, Report, StorySettings, check};

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
    let config = &report.config;
    let topics = std::iter::once(&config.topics).chain(&config.further_topics);
    let stories: String = config
        .settings
        .stories()
        .zip(topics)
        .map(|(story, topics)| describe_story(story, topics))
        .collect();
    let files: Vec<String> = report.files.iter().map(|file| shown(file)).collect();
    format!(
        "settings are fine\nfiles read: {}\nvariables set: {}\n{stories}discord: {}\nmatrix: {}\n",
        listed(&files),
        listed(&report.variables),
        if report.config.credentials.discord_token.is_some() {
            "`newshound run` starts it, because DISCORD_TOKEN is set"
        } else {
            "not started by `newshound run`, because DISCORD_TOKEN is not set"
        },
        describe_matrix(&report.config.credentials.matrix),
    )
}

fn describe_matrix(account: &MatrixCredentials) -> String {
    let missing = account.missing();
    if !cfg!(feature = "matrix") {
        return "not in this build of the program".to_owned();
    }
    if missing.is_empty() {
        return "`newshound run` starts it, because MATRIX_HOMESERVER and MATRIX_USER are set"
            .to_owned();
    }
    let missing = missing.join(" and ");
    let are = if account.is_wanted() { "is" } else { "are" };
    format!("not started by `newshound run`, because {missing} {are} not set")
}

fn describe_story(story: &StorySettings, topics: &[Topic]) -> String {
    let name = if story.name.is_empty() {
        String::new()
    } else {
        format!("story: {}\n", story.name)
    };
    let topics: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
    format!(
        "{name}articles: {}\nstore: {}\n{}: {}\n",
        shown(&story.articles),
        shown(&story.store),
        counted(topics.len(), "topic"),
        listed(&topics),
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
