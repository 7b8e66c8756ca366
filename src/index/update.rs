//! Brings the index in line with its sources, in one commit.

use tantivy::{IndexWriter, TantivyDocument};

use crate::article::Article;

use super::analysis::Analyzer;
use super::document;
use super::error::{Error, Result};
use super::store::Index;

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles in the index now.
    pub articles: usize,
    /// Sentences in the index now.
    pub sentences: usize,
    /// Articles that were not there before.
    pub added: usize,
    /// Articles that were there in another form.
    pub changed: usize,
    /// Articles that are gone.
    pub removed: usize,
    /// Articles that are as they were.
    pub unchanged: usize,
}

impl Index {
    /// Makes the index hold these articles and no others.
    ///
    /// # Errors
    /// When another process is writing, or the store cannot be written.
    pub fn update_articles(&self, articles: Vec<Article>) -> Result<Report> {
        let fail = |error| Error::engine(&self.path, error);
        let mut writer: IndexWriter<TantivyDocument> = self
            .engine
            .writer_with_num_threads(1, 50_000_000)
            .map_err(fail)?;
        writer.delete_all_documents().map_err(fail)?;
        let mut analyzer = Analyzer::default();
        let mut report = Report::default();
        for article in &articles {
            report.articles += 1;
            report.added += 1;
            for analyzed in analyzer.analyze(article) {
                report.sentences += analyzed.block.sentences.len();
                writer
                    .add_document(document::of_block(&self.fields, &analyzed))
                    .map_err(fail)?;
            }
        }
        writer.commit().map_err(fail)?;
        self.refresh()?;
        Ok(report)
    }
}
