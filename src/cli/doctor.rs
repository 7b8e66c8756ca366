//! The task `doctor`: is everything well that the program works with, and what is to be done?
//!
//! It changes nothing: what can be repaired is repaired by the tasks that it names.

use std::fmt;
use std::path::Path;

use super::arguments::Common;
use super::failure::{Failure, Outcome};
use super::output::print;
use super::setup::{Setup, sources};
use super::summary::counted;
use crate::adapters::discord;
use crate::admin::{Defaults, FeedState, Rooms};
use crate::article::list_files;
use crate::config::{Report, StorySettings, check};
use crate::index::{self, Examination};
use crate::newsroom::noted_feeds;

/// How a part of the whole is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    /// All is well.
    Well,
    /// It works; somebody may want to know.
    Notable,
    /// Something must be done.
    Ill,
}

/// What was found about one part.
struct Finding {
    health: Health,
    part: String,
    words: String,
    /// What to do; empty where nothing is.
    remedy: String,
}

impl Finding {
    fn new(health: Health, part: impl Into<String>, words: impl fmt::Display) -> Self {
        Self {
            health,
            part: part.into(),
            words: words.to_string(),
            remedy: String::new(),
        }
    }

    fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.health {
            Health::Well => "ok     ",
            Health::Notable => "note   ",
            Health::Ill => "problem",
        };
        writeln!(formatter, "{mark}  {}: {}", self.part, self.words)?;
        if !self.remedy.is_empty() {
            writeln!(formatter, "         → {}", self.remedy)?;
        }
        Ok(())
    }
}

/// Looks at everything and prints it; fails where something must be done.
pub(super) fn run(common: &Common) -> Result<Outcome, Failure> {
    let mut report = check(&sources(common));
    report
        .problems
        .0
        .retain(|problem| !is_overridden(&problem.subject, common));
    let mut findings = settings(&report);
    let setup = Setup::new(report.config.clone(), common);
    let stories = setup.stories();
    for story in &stories {
        let story = &story.settings.story;
        let name = match (stories.len(), story.name.as_str()) {
            (1, _) => String::new(),
            (_, name) => format!(" of {name}"),
        };
        // What is wrong with the folders of the settings was said with the settings.
        if story.articles.exists() || report.problems.is_empty() {
            findings.push(articles(story, &name));
        }
        findings.extend(store(story, &name));
        findings.extend(feeds(story, &name));
    }
    findings.push(rooms(&setup));
    findings.extend(secrets(&report));
    findings.push(reach_discord(&setup)?);
    findings.push(reach_matrix(&setup)?);
    let ill = findings
        .iter()
        .filter(|one| one.health == Health::Ill)
        .count();
    let shown = findings
        .iter()
        .filter(|one| !common.quiet || one.health != Health::Well);
    print(&shown.map(ToString::to_string).collect::<String>())?;
    if ill == 0 {
        return Ok(Outcome::Done);
    }
    Err(Failure::new(counted(ill, "problem")).with_hint("the arrows above say what to do"))
}

/// True for a folder of the settings in whose place the command line names another.
fn is_overridden(key: &str, common: &Common) -> bool {
    match key {
        "story.articles" => common.articles.is_some(),
        "story.store" => common.articles.is_some() || common.store.is_some(),
        _ => false,
    }
}

fn settings(report: &Report) -> Vec<Finding> {
    if report.problems.is_empty() {
        let files: Vec<String> = report.files.iter().map(|file| shown(file)).collect();
        let words = match files.as_slice() {
            [] => "no file, so everything is at its default".to_owned(),
            files => format!("{} read", files.join(", ")),
        };
        return vec![Finding::new(Health::Well, "settings", words)];
    }
    let problems = report.problems.0.iter();
    problems
        .map(|problem| Finding::new(Health::Ill, "settings", problem))
        .collect()
}

fn articles(story: &StorySettings, name: &str) -> Finding {
    let part = format!("articles{name}");
    let folder = shown(&story.articles);
    if !story.articles.exists() {
        return Finding::new(Health::Ill, part, format!("{folder} is not there"))
            .with_remedy("create it and put articles into it, or set story.articles");
    }
    let (files, skipped) = list_files(&story.articles, false);
    let words = format!("{} in {folder}", counted(files.len(), "file"));
    if skipped.is_empty() {
        return Finding::new(Health::Well, part, words);
    }
    let words = format!(
        "{words}, and {} that are left out",
        counted(skipped.len(), "other")
    );
    Finding::new(Health::Notable, part, words).with_remedy("`newshound index` names them all")
}

/// The feeds, as they were noted the last time that they were looked into.
fn feeds(story: &StorySettings, name: &str) -> Vec<Finding> {
    let part = format!("feeds{name}");
    let feeds = match noted_feeds(&story.articles) {
        Ok(feeds) => feeds,
        Err(error) => return vec![failed(part, &error.to_string())],
    };
    let finding = |feed: FeedState| match (feed.started, feed.trouble) {
        (false, _) => Finding::new(
            Health::Notable,
            part.clone(),
            format!("{} was not started", feed.name),
        )
        .with_remedy(format!("say `feeds start {} new`", feed.name)),
        (true, Some(trouble)) => Finding::new(
            Health::Notable,
            part.clone(),
            format!("{} could not be read: {trouble}", feed.name),
        )
        .with_remedy(format!(
            "it is tried again; if it is gone for good, say `feeds remove {}`",
            feed.name
        )),
        (true, None) => Finding::new(Health::Well, part.clone(), format!("{} is read", feed.name)),
    };
    feeds.into_iter().map(finding).collect()
}

/// The index, to the last byte.
fn store(story: &StorySettings, name: &str) -> Vec<Finding> {
    let part = format!("index{name}");
    let folder = shown(&story.store);
    let rebuild = format!(
        "delete the folder {} and run `newshound index`, which builds it again from the articles",
        shown(&story.store.join("blocks"))
    );
    let found = match index::examine(&story.store) {
        Ok(Some(found)) => found,
        Ok(None) => {
            let words = format!("there is none yet in {folder}");
            let remedy = "`newshound index` builds it, and so does every task that answers";
            return vec![Finding::new(Health::Notable, part, words).with_remedy(remedy)];
        }
        Err(error) => return vec![failed(part, &error.to_string())],
    };
    let Examination {
        articles,
        archived,
        is_of_another_version,
        faults,
    } = found;
    if is_of_another_version {
        let words = format!("another version of newshound wrote {folder}");
        let remedy = "nothing to do: the next task that answers builds it again";
        return vec![Finding::new(Health::Notable, part, words).with_remedy(remedy)];
    }
    if faults.is_empty() {
        let words = format!(
            "{folder} is whole: {}, {} in the archive",
            counted(articles, "article"),
            counted(archived, "text")
        );
        return vec![Finding::new(Health::Well, part, words)];
    }
    let finding = |fault| Finding::new(Health::Ill, part.clone(), format!("{folder}: {fault}"));
    let faults = faults
        .into_iter()
        .map(|fault| finding(fault).with_remedy(rebuild.as_str()));
    faults.collect()
}

/// An error names its remedy after the reason.
fn failed(part: String, error: &str) -> Finding {
    match error.split_once("; ") {
        Some((reason, remedy)) => Finding::new(Health::Ill, part, reason).with_remedy(remedy),
        None => Finding::new(Health::Ill, part, error),
    }
}

fn rooms(setup: &Setup) -> Finding {
    let part = "settings of rooms";
    let file = &setup.settings.rooms.file;
    if !file.exists() {
        return Finding::new(Health::Well, part, format!("none yet in {}", shown(file)));
    }
    let defaults = Defaults {
        prefix: setup.settings.rooms.prefix.clone(),
    };
    match Rooms::open(file.clone(), defaults) {
        Ok(_) => Finding::new(Health::Well, part, format!("{} is whole", shown(file))),
        Err(error) => Finding::new(Health::Ill, part, error)
            .with_remedy("stop what else uses the file; if it is damaged, move it away"),
    }
}

/// Whether others may read the tokens in `.env`.
fn secrets(report: &Report) -> Vec<Finding> {
    let dotenv = report.files.iter().filter(|file| file.ends_with(".env"));
    dotenv.filter_map(|file| readable_by_others(file)).collect()
}

#[cfg(unix)]
fn readable_by_others(file: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| {
        let words = format!("{} may be read by others on this machine", shown(file));
        Finding::new(Health::Notable, "secrets", words)
            .with_remedy(format!("chmod 600 {}", shown(file)))
    })
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) -> Option<Finding> {
    None
}

fn reach_discord(setup: &Setup) -> Result<Finding, Failure> {
    let part = "discord";
    let Some(token) = &setup.credentials.discord_token else {
        let words = "not used, because DISCORD_TOKEN is not set";
        return Ok(Finding::new(Health::Well, part, words));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let test_server = setup.credentials.discord_api.as_deref();
    Ok(match runtime.block_on(discord::probe(token, test_server)) {
        Ok(()) => Finding::new(Health::Well, part, "it is there and takes the token"),
        Err(error) => {
            let remedy = error.remedy();
            Finding::new(Health::Ill, part, error).with_remedy(remedy)
        }
    })
}

fn reach_matrix(setup: &Setup) -> Result<Finding, Failure> {
    let part = "matrix";
    let account = &setup.credentials.matrix;
    if !account.is_wanted() {
        let words = "not used, because MATRIX_HOMESERVER and MATRIX_USER are not set";
        return Ok(Finding::new(Health::Well, part, words));
    }
    let missing = account.missing().join(" and ");
    if !missing.is_empty() {
        let finding = Finding::new(Health::Ill, part, format!("{missing} is not set"));
        return Ok(finding.with_remedy("set it, or none of the variables of Matrix"));
    }
    reach_homeserver(account.homeserver.as_deref().unwrap_or_default(), part)
}

#[cfg(feature = "matrix")]
fn reach_homeserver(server: &str, part: &str) -> Result<Finding, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let reached = runtime.block_on(crate::adapters::matrix::probe(server));
    Ok(match reached {
        Ok(()) => Finding::new(Health::Well, part, "the server is there"),
        Err(error) => {
            let remedy = error.remedy();
            Finding::new(Health::Ill, part, error).with_remedy(remedy)
        }
    })
}

#[cfg(not(feature = "matrix"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "a build with Matrix has a failure here"
)]
fn reach_homeserver(_: &str, part: &str) -> Result<Finding, Failure> {
    let words = "set in the environment or .env, but this program was built without it";
    let remedy = "build it with `cargo build --release --features matrix`";
    Ok(Finding::new(Health::Ill, part, words).with_remedy(remedy))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
