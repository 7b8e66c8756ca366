//! Newshound as it is measured: through the library, the way the program uses it.

use std::path::Path;

use newshound::answer::Answerer;
use newshound::article::Article;
use newshound::index::Index;

use super::material::without_front_matter;
use super::system::{Outcome, System, read_archive};

/// The shipped threshold; it changes no work, only what is said.
const REFUSE_BELOW: f64 = 0.5;

/// Newshound over a store on disk.
pub(crate) struct Newshound {
    index: Index,
}

impl System for Newshound {
    fn build(archive: &Path, store: &Path) -> Outcome<usize> {
        let (index, _) = Index::open(store)?;
        let articles = read_archive(archive)
            .map(|(name, content)| article(&name, &content))
            .collect();
        Ok(index.update_articles(articles)?.articles)
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
        let articles = read_archive(archive)
            .map(|(name, content)| article(&name, &content))
            .collect();
        self.index.update_articles(articles)?;
        Ok(())
    }
}

fn article(name: &str, content: &str) -> Article {
    Article {
        id: name.to_owned(),
        title: name.to_owned(),
        source: String::new(),
        author: None,
        published: None,
        url: None,
        language: None,
        dateline: None,
        body: without_front_matter(content).trim_end().to_owned(),
    }
}
