//! What an update would do, without doing any of it.
//!
//! The files are read as for an update, since what is in them decides, but nothing is analysed and
//! nothing is written.

use std::collections::HashSet;

use crate::article::{Notice, Skipped, SourceFile};

use super::error::Result;
use super::pipeline::{self, Fate, Work};
use super::store::Index;
use super::update::{Plan, ReadFile, WatchProgress, in_order};

/// An article that an update would put in or take out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// The id that it would have, or has.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The articles in the index that say the same.
    pub reprint_of: Vec<String>,
}

/// What an update would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Articles that would be new, in the order of the files.
    pub added: Vec<Foreseen>,
    /// Articles that would take another form.
    pub changed: Vec<Foreseen>,
    /// Articles that would go, by their ids.
    pub removed: Vec<Foreseen>,
    /// Articles that would stay as they are.
    pub unchanged: usize,
    /// What would be left out.
    pub skipped: Vec<Skipped>,
    /// What articles that would go in leave open.
    pub notices: Vec<Notice>,
    /// True when a change was taken back: no update is made until somebody asks for it.
    pub is_held: bool,
}

impl Preview {
    /// True when the index is in line with the files already.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl Index {
    /// What [`Self::update`] would do with these files, or with `thorough`
    /// [`Self::update_thoroughly`]. Other processes may write meanwhile.
    ///
    /// # Errors
    /// When the stored index cannot be read, or `progress` breaks.
    pub fn preview(
        &self,
        files: &[SourceFile],
        read: &ReadFile<'_>,
        progress: &mut WatchProgress<'_>,
        thorough: bool,
    ) -> Result<Preview> {
        self.refresh()?;
        let before = self.snapshot();
        let plan = Plan::new(files, &before, thorough)?;
        let work = Work {
            index: self,
            sink: None,
            before: Some(&before),
            known: &plan.known,
            kept: plan.kept.as_ref(),
            files: &plan.read,
            read,
            thorough,
        };
        let outcome = pipeline::run(&work, progress)?;
        let mut preview = Preview {
            unchanged: plan.kept_articles,
            skipped: in_order(outcome.skipped),
            notices: in_order(outcome.notices),
            is_held: self.stamp()?.is_held,
            ..Preview::default()
        };
        let mut stays = HashSet::new();
        let mut foreseen = outcome.foreseen;
        // Threads finish as they like.
        foreseen.sort_by(|(file, one, _), (other_file, other, _)| {
            (file, &one.id).cmp(&(other_file, &other.id))
        });
        for (_, article, fate) in foreseen {
            stays.insert(article.id.clone());
            match fate {
                Fate::Added => preview.added.push(article),
                Fate::Changed => preview.changed.push(article),
                Fate::Unchanged => preview.unchanged += 1,
            }
        }
        let mut gone: Vec<&String> = plan
            .known
            .keys()
            .filter(|id| !stays.contains(*id))
            .collect();
        gone.sort();
        for id in gone {
            let title = before.article(id)?.map(|card| card.title);
            preview.removed.push(Foreseen {
                id: id.clone(),
                title: title.unwrap_or_default(),
                reprint_of: Vec::new(),
            });
        }
        Ok(preview)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::crash_tests::state;
    use super::super::tests::article;
    use super::*;
    use crate::article::{Article, Format, Reading};

    fn preview(index: &Index, articles: &[Article]) -> Preview {
        let file = SourceFile {
            path: "(given)".into(),
            format: Format::JsonLines,
            size: 0,
            modified: 0,
        };
        let read = |_: &SourceFile, take: &mut dyn FnMut(Reading)| {
            for article in articles {
                take(Reading::Article(Box::new(article.clone())));
            }
        };
        let mut watch = |_| ControlFlow::Continue(());
        index.preview(&[file], &read, &mut watch, false).unwrap()
    }

    #[test]
    fn what_is_foreseen_is_what_an_update_does_then() {
        let index = Index::in_memory().unwrap();
        for version in [0, 1, 1, 0] {
            let foreseen = preview(&index, &state(version));
            let counts = (
                foreseen.added.len(),
                foreseen.changed.len(),
                foreseen.removed.len(),
                foreseen.unchanged,
            );
            let done = index.update_articles(state(version)).unwrap();
            assert_eq!(
                counts,
                (done.added, done.changed, done.removed, done.unchanged)
            );
            assert!(preview(&index, &state(version)).is_empty());
        }
    }

    #[test]
    fn a_reprint_is_foreseen_and_nothing_is_changed() {
        let words = |from: usize| {
            let words: Vec<String> = (from..from + 120)
                .map(|number| format!("word{number}"))
                .collect();
            words.join(" ")
        };
        let report = article("report", "Report", &format!("{}.", words(0)));
        let index = Index::in_memory().unwrap();
        index.update_articles(vec![report.clone()]).unwrap();
        let copy = article("copy", "Copy", &format!("{} Agency.", words(0)));
        let other = article("other", "Other", &format!("{}.", words(500)));
        let foreseen = preview(&index, &[report, copy, other]);
        let reprints: Vec<&[String]> = foreseen.added.iter().map(|one| &*one.reprint_of).collect();
        assert_eq!(reprints, [&["report".to_owned()][..], &[]]);
        assert_eq!(index.snapshot().articles().unwrap().len(), 1);
    }
}
