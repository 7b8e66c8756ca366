//! Opens a story's index and brings it in line with its articles.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::time::Duration;

use super::failure::Failure;
use super::interrupt::interruptible;
use super::output::{say, say_faintly};
use super::progress::Progress;
use super::setup::Setup;
use super::summary::{Counts, counted, skip_lines, summary_line};
use crate::article::ReadSettings;
use crate::index::{self, Index, Rebuilt, Report};
use crate::newsroom::{FetchSettings, bring_up_to_date};

/// How an update ended.
pub(super) enum Update {
    /// The index is as the articles are.
    Done(Updated),
    /// Another process is at it; the index is as it was.
    Busy,
    /// Ctrl-C; the index is as it was.
    Stopped,
    /// The disk takes nothing more, or a change was taken back; the index is as it was.
    Kept(Failure),
}

/// What an update did.
pub(super) struct Updated {
    counts: Counts,
    skipped: Vec<String>,
    notices: Vec<String>,
    took: Duration,
}

/// Opens the index, and says so when it has to be begun anew. Leaves no store behind for articles
/// that are not there.
pub(super) fn open_index(setup: &Setup) -> Result<Index, Failure> {
    check_articles(setup)?;
    let store = &setup.settings.story.store;
    let (index, rebuilt) = Index::open(store).map_err(explain)?;
    let reason = match rebuilt {
        None => return Ok(index),
        Some(Rebuilt::OtherVersion) => "it was built by another version of newshound".to_owned(),
        Some(Rebuilt::Damaged(reason)) => format!("it was damaged ({reason})"),
    };
    if !setup.quiet {
        let store = store.display();
        say_faintly(format_args!(
            "building the index in {store} again: {reason}"
        ));
    }
    Ok(index)
}

/// Reads what is new or changed; everything when `thorough`.
pub(super) fn update(index: &Index, setup: &Setup, thorough: bool) -> Result<Update, Failure> {
    check_articles(setup)?;
    let settings = read_settings(setup);
    let folder = (setup.settings.story.articles.as_path(), &settings);
    let progress = Progress::new(setup.quiet);
    let result = interruptible(|stopped| {
        let mut watch = |done: index::Progress| {
            progress.advance("reading articles", done.files_read, done.files);
            if stopped() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        bring_up_to_date(index, folder, thorough, &mut watch)
    });
    let took = progress.finish();
    match result {
        Ok(done) => {
            let skipped = done.passed_over.iter().map(ToString::to_string).collect();
            Ok(Update::Done(Updated::new(&done.report, skipped, took)))
        }
        Err(error) if error.is_busy() => Ok(Update::Busy),
        Err(error) if error.is_cancelled() => {
            say("stopped; the index is as it was before");
            Ok(Update::Stopped)
        }
        Err(error) if error.is_unwritable() || error.is_held() => Ok(Update::Kept(explain(error))),
        Err(error) => Err(explain(error)),
    }
}

/// What to answer from when the index could not be brought up to date: what is there, if anything.
pub(super) fn make_do(index: &Index, failure: Failure) -> Result<Failure, Failure> {
    if index.snapshot().statistics().articles == 0 {
        return Err(failure);
    }
    Ok(failure)
}

/// A folder that is not there is an error: taking it for an empty one would empty the index.
fn check_articles(setup: &Setup) -> Result<(), Failure> {
    let articles = &setup.settings.story.articles;
    let Err(error) = articles.metadata() else {
        return Ok(());
    };
    let message = format!(
        "cannot find the articles in {} ({error})",
        articles.display()
    );
    let hint = "put articles there, or name their folder with --articles or `story.articles` in \
                config/newshound.toml";
    Err(Failure::new(message).with_hint(hint))
}

pub(super) fn read_settings(setup: &Setup) -> ReadSettings {
    let articles = &setup.settings.articles;
    ReadSettings {
        largest: articles.max_file_size,
        // Pages are taken apart by another process of this very program.
        extractor: std::env::current_exe().ok(),
        patience: articles.page_timeout,
    }
}

/// What may be fetched from the web.
pub(super) fn fetch_settings(setup: &Setup) -> FetchSettings {
    let articles = &setup.settings.articles;
    FetchSettings {
        largest: articles.max_file_size,
        private_hosts: articles.private_hosts.clone(),
        contact: articles.contact.clone(),
        ..FetchSettings::default()
    }
}

/// Splits the remedy off an index's error, which names it after the reason.
pub(super) fn explain(error: index::Error) -> Failure {
    let message = error.to_string();
    match message.split_once("; ") {
        Some((reason, remedy)) => Failure::new(reason).with_hint(remedy),
        None => error.into(),
    }
}

impl Updated {
    fn new(report: &Report, mut skipped: Vec<String>, took: Duration) -> Self {
        skipped.extend(report.skipped.iter().map(ToString::to_string));
        let counts = Counts {
            articles: report.articles,
            passages: report.sentences,
            added: report.added,
            changed: report.changed,
            removed: report.removed,
            skipped: skipped.len(),
        };
        Self {
            counts,
            skipped,
            notices: report.notices.iter().map(ToString::to_string).collect(),
            took,
        }
    }

    /// True when something was left out.
    pub(super) fn has_skipped(&self) -> bool {
        !self.skipped.is_empty()
    }

    /// Says everything, as the task `index` does.
    pub(super) fn report_all(&self) {
        skip_lines(&self.skipped, true).iter().for_each(say);
        for notice in &self.notices {
            say(format_args!("note: {notice}"));
        }
        say(summary_line(&self.counts, self.took));
    }

    /// Says what somebody should know who wants something else.
    pub(super) fn report_changes(&self) {
        if self.counts.is_unchanged() {
            if self.has_skipped() && io::stderr().is_terminal() {
                let files = counted(self.skipped.len(), "file");
                say_faintly(format_args!("{files} skipped; `newshound index` says why"));
            }
            return;
        }
        skip_lines(&self.skipped, false)
            .iter()
            .for_each(say_faintly);
        say_faintly(summary_line(&self.counts, self.took));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::cli::arguments::Common;

    fn setup(folder: &Path) -> Setup {
        let common = Common {
            articles: Some(folder.join("articles")),
            store: Some(folder.join("store")),
            quiet: true,
            ..Common::default()
        };
        Setup::new(crate::config::Config::default(), &common)
    }

    fn updated(setup: &Setup, thorough: bool) -> Updated {
        let index = open_index(setup).unwrap();
        match update(&index, setup, thorough).unwrap() {
            Update::Done(updated) => updated,
            _ => panic!("nobody is in the way"),
        }
    }

    fn write_article(folder: &Path, name: &str, text: &str) {
        fs::create_dir_all(folder.join("articles")).unwrap();
        fs::write(folder.join("articles").join(name), text).unwrap();
    }

    #[test]
    fn new_articles_are_added_and_kept_and_bad_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        write_article(folder.path(), "a.txt", "A bridge\n\nIt opened on Monday.\n");
        write_article(folder.path(), "b.pdf", "no article");
        let setup = setup(folder.path());
        let first = updated(&setup, false);
        assert_eq!((first.counts.added, first.counts.skipped), (1, 1));
        assert!(first.skipped[0].contains("b.pdf"));
        let second = updated(&setup, false);
        assert!(second.counts.is_unchanged() && second.has_skipped());
        let thorough = updated(&setup, true);
        assert_eq!((thorough.counts.articles, thorough.counts.added), (1, 0));
    }

    #[test]
    fn articles_that_are_not_there_leave_the_index_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        write_article(folder.path(), "a.txt", "A bridge\n\nIt opened on Monday.\n");
        let setup = setup(folder.path());
        updated(&setup, false);
        fs::rename(folder.path().join("articles"), folder.path().join("moved")).unwrap();
        assert!(open_index(&setup).is_err());
        fs::rename(folder.path().join("moved"), folder.path().join("articles")).unwrap();
        assert!(updated(&setup, false).counts.is_unchanged());
    }
}
