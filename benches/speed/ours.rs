//! Newshound as it is measured: through the library, the way the program uses it.

use std::path::Path;

use newshound::article::Article;
use newshound::index::{Field, Index, Query};
use newshound::text::{fold, is_stop_word, stem, tokenize};

use super::material::without_front_matter;
use super::system::{Outcome, System, read_archive};

/// Blocks read for a question, as retrieval does.
const BLOCKS: usize = 40;

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
        let mut query = Query::new();
        for token in tokenize(question) {
            let word = fold(token.word(question));
            if !is_stop_word(&word) {
                query = query.with_term(Field::Text, stem(&word), 1.0);
            }
        }
        let mut read = 0;
        for hit in snapshot.search(&query, BLOCKS)? {
            read += snapshot.block(hit.block)?.text.len();
        }
        Ok(read)
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
