//! Which file an article is in.

use super::error::Result;
use super::record::FileRecord;
use super::snapshot::Snapshot;

/// A file that articles came out of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFile {
    /// Its path, as it was named when it was read.
    pub path: String,
    /// How many articles it holds.
    pub articles: usize,
}

impl Snapshot {
    /// The file that holds the article with this id. Looks first where its name says: as a rule an
    /// article's id is made from its file's name.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn file_of(&self, id: &str) -> Result<Option<ArticleFile>> {
        let mut paths: Vec<String> = self.files()?.into_keys().collect();
        paths.sort_by_cached_key(|path| (!path.contains(id), path.clone()));
        for path in paths {
            let record = self.file(&path)?;
            if let Some(file) = record.filter(|file| holds(file, id)) {
                return Ok(Some(ArticleFile {
                    path: file.path,
                    articles: file.articles.len(),
                }));
            }
        }
        Ok(None)
    }
}

fn holds(file: &FileRecord, id: &str) -> bool {
    file.articles.iter().any(|article| article.id == id)
}
