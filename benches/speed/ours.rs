//! Newshound as it is measured: through the library, the way the program uses it.

use std::ops::ControlFlow;
use std::path::Path;

use newshound::answer::Answerer;
use newshound::article::{ReadSettings, list_files, read_file};
use newshound::index::{Index, Report};

use super::system::{Outcome, System};

/// The shipped threshold; it changes no work, only what is said.
const REFUSE_BELOW: f64 = 0.5;

/// Newshound over a store on disk.
pub(crate) struct Newshound {
    index: Index,
}

impl System for Newshound {
    fn build(archive: &Path, store: &Path) -> Outcome<usize> {
        let (index, _) = Index::open(store)?;
        Ok(update(&index, archive)?.articles)
    }

    fn open(store: &Path) -> Outcome<Self> {
        let (index, _) = Index::open(store)?;
        Ok(Self { index })
    }

    fn ask(&mut self, question: &str) -> Outcome<usize> {
        let snapshot = self.index.snapshot();
        let answerer = Answerer::new(&snapshot, REFUSE_BELOW);
        let answer = answerer.answer(answerer.parse("ask", question), &[], None)?;
        Ok(answer
            .evidence
            .iter()
            .map(|evidence| evidence.text().len())
            .sum())
    }

    fn add(&mut self, archive: &Path, _name: &str, _content: &str) -> Outcome<()> {
        let report = update(&self.index, archive)?;
        if report.added == 1 && report.changed + report.removed == 0 {
            return Ok(());
        }
        Err(format!("one article was to be added, but {report:?}").into())
    }
}

/// As `newshound index` does: every file is looked at, and what has changed is read.
fn update(index: &Index, archive: &Path) -> Outcome<Report> {
    let settings = ReadSettings::default();
    let (files, _) = list_files(archive, false);
    let report = index.update(
        &files,
        &|file, take| read_file(file, &settings, take),
        &mut |_| ControlFlow::Continue(()),
    )?;
    match report.skipped.first() {
        Some(skipped) => Err(format!("an article was left out: {skipped:?}").into()),
        None => Ok(report),
    }
}
