//! Newshound as it is measured: through the library, the way the program uses it.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use newshound::admin::{Added, Attachment};
use newshound::answer::Answerer;
use newshound::article::ReadSettings;
use newshound::bot::Newsroom;
use newshound::index::Index;
use newshound::newsroom::{FetchSettings, Fetcher, Keeper, bring_up_to_date};

use super::system::{Outcome, System};

/// The shipped threshold; it changes no work, only what is said.
const REFUSE_BELOW: f64 = 0.5;

/// How often is looked whether an article is there.
const MOMENT: Duration = Duration::from_millis(1);

/// Newshound over a store on disk.
pub(crate) struct Newshound {
    index: Arc<Index>,
}

impl System for Newshound {
    fn build(archive: &Path, store: &Path) -> Outcome<usize> {
        let (index, _) = Index::open(store)?;
        let folder = (archive, &ReadSettings::default());
        let watch = &mut |_| ControlFlow::Continue(());
        let report = bring_up_to_date(&index, folder, false, watch)?.report;
        match report.skipped.first() {
            Some(skipped) => Err(format!("an article was left out: {skipped:?}").into()),
            None => Ok(report.articles),
        }
    }

    fn open(store: &Path) -> Outcome<Self> {
        let (index, _) = Index::open(store)?;
        let index = Arc::new(index);
        Ok(Self { index })
    }

    fn ask(&self, question: &str) -> Outcome<usize> {
        let snapshot = self.index.snapshot();
        let answerer = Answerer::new(&snapshot, REFUSE_BELOW);
        let answer = answerer.answer(answerer.parse("ask", question), &[], None)?;
        Ok(answer
            .evidence
            .iter()
            .map(|evidence| evidence.text().len())
            .sum())
    }

    fn add(&self, archive: &Path, name: &str, content: &str) -> Outcome<Instant> {
        let file = Attachment {
            name: format!("{name}.md"),
            content: Ok(content.as_bytes().into()),
        };
        let keeper = self.keeper(archive);
        let before = self.articles();
        thread::scope(|scope| {
            let adding = scope.spawn(move || keeper.add(&[file]));
            // What counts is when it is answered from; tidying up may go on.
            while self.articles() == before && !adding.is_finished() {
                thread::sleep(MOMENT);
            }
            let shown = Instant::now();
            let added = adding.join().expect("adding never panics")?;
            match added.as_slice() {
                [Added::Kept(articles)] if articles.len() == 1 => Ok(shown),
                other => Err(format!("one article was to be added, but {other:?}").into()),
            }
        })
    }

    fn rebuild(&self, archive: &Path) -> Outcome<()> {
        let difference = self.keeper(archive).reindex(true)?;
        match difference.skipped.first() {
            Some(skipped) => Err(format!("an article was left out: {skipped}").into()),
            None => Ok(()),
        }
    }
}

impl Newshound {
    fn articles(&self) -> u64 {
        self.index.snapshot().statistics().articles
    }

    /// Carries out orders as the bot does when they come from chat.
    fn keeper(&self, archive: &Path) -> Keeper {
        Keeper::new(
            Arc::clone(&self.index),
            archive.to_owned(),
            ReadSettings::default(),
            Fetcher::new(FetchSettings::default()),
        )
    }
}
