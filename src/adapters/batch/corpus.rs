//! The articles as they were given, so that a quote can be cited where its sender will look.
//!
//! What is stored may differ from what was given: line ends and blanks are put in canonical form,
//! and an article that was given twice is stored once. Here each given id finds its stored one,
//! and each span of a stored body its bytes in the given text.

use std::collections::HashMap;
use std::io::{self, BufRead};

use serde::Deserialize;

use super::alignment::Alignment;
use crate::text::Span;

/// One article of the corpus as given; what else its line says does not concern citing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GivenArticle {
    /// Its id.
    pub id: String,
    /// Its text, paragraphs parted by blank lines.
    pub text: String,
}

/// A corpus that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The file cannot be read.
    #[error("the corpus cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A line is no article.
    #[error("line {line} of the corpus is no article: {reason}")]
    BadLine {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads `articles.jsonl`, one article a line.
pub fn read_articles(input: impl BufRead) -> Result<Vec<GivenArticle>, CorpusError> {
    let mut articles = Vec::new();
    for (line, content) in (1..).zip(input.lines()) {
        let content = content?;
        if content.trim().is_empty() {
            continue;
        }
        let article = serde_json::from_str(&content).map_err(|error| CorpusError::BadLine {
            line,
            reason: error.to_string(),
        })?;
        articles.push(article);
    }
    Ok(articles)
}

/// The given articles, each tied to the stored body that holds its words.
#[derive(Debug, Default)]
pub struct Corpus {
    articles: HashMap<String, Entry>,
    /// Given ids by stored id, in the order given.
    given: HashMap<String, Vec<String>>,
}

#[derive(Debug)]
struct Entry {
    text: String,
    /// Stored id and how its body lies in `text`; `None` when no stored body has these words.
    stored: Option<(String, Alignment)>,
}

impl Corpus {
    /// Ties the given articles to the stored ones (id and canonical body).
    pub fn new<'a>(
        given: impl IntoIterator<Item = GivenArticle>,
        stored: impl IntoIterator<Item = (String, &'a str)>,
    ) -> Self {
        let mut bodies: HashMap<String, &str> = HashMap::new();
        let mut by_words: HashMap<String, String> = HashMap::new();
        for (id, body) in stored {
            by_words.insert(words_only(body), id.clone());
            bodies.insert(id, body);
        }
        let mut corpus = Self::default();
        for article in given {
            let own = bodies.contains_key(&article.id).then_some(&article.id);
            let stored = own
                .or_else(|| by_words.get(&words_only(&article.text)))
                .and_then(|id| Some((id.clone(), Alignment::new(bodies.get(id)?, &article.text)?)));
            corpus.insert(article, stored);
        }
        corpus
    }

    fn insert(&mut self, article: GivenArticle, stored: Option<(String, Alignment)>) {
        let GivenArticle { id, text } = article;
        if let Some((stored_id, _)) = &stored {
            let ids = self.given.entry(stored_id.clone()).or_default();
            // The id under which it is stored stands first: it is the one to cite without a scope.
            if *stored_id == id {
                ids.insert(0, id.clone());
            } else {
                ids.push(id.clone());
            }
        }
        self.articles.insert(id, Entry { text, stored });
    }

    /// How many articles were given.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// True when no article was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Given ids that no stored body holds the words of, sorted: they cannot be cited.
    #[must_use]
    pub fn missing(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self
            .articles
            .iter()
            .filter(|(_, entry)| entry.stored.is_none())
            .map(|(id, _)| id.as_str())
            .collect();
        ids.sort_unstable();
        ids
    }

    /// The stored ids behind given ones, each once; unknown ids name nothing.
    #[must_use]
    pub fn stored_ids(&self, given: &[String]) -> Vec<String> {
        let mut stored: Vec<String> = Vec::new();
        for id in given {
            let entry = self
                .articles
                .get(id)
                .and_then(|entry| entry.stored.as_ref());
            if let Some((id, _)) = entry.filter(|(id, _)| !stored.contains(id)) {
                stored.push(id.clone());
            }
        }
        stored
    }

    /// The given ids to answer under for a stored one: those of the scope, or the first.
    pub(super) fn given_ids(&self, stored: &str, scope: Option<&[String]>) -> Vec<&str> {
        let ids = self.given.get(stored).map_or(&[][..], Vec::as_slice);
        match scope {
            Some(scope) => ids
                .iter()
                .filter(|id| scope.contains(id))
                .map(String::as_str)
                .collect(),
            None => ids.iter().take(1).map(String::as_str).collect(),
        }
    }

    /// The bytes of the given text that hold a span of the stored body, and where they stand.
    #[must_use]
    pub fn quote(&self, given: &str, span: Span) -> Option<(Span, &str)> {
        let entry = self.articles.get(given)?;
        let (_, alignment) = entry.stored.as_ref()?;
        let place = alignment.place(span)?;
        Some((place, place.get(&entry.text)?))
    }
}

/// A text without its blanks: the same for a text and its canonical form.
fn words_only(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_read_line_by_line_and_bad_ones_named() {
        let articles =
            read_articles(&b"{\"id\":\"a\",\"text\":\"x\",\"title\":\"t\"}\n\n"[..]).unwrap();
        assert_eq!(articles.len(), 1);
        let error = read_articles(&b"\n{\"id\":\"a\"}\n"[..]).unwrap_err();
        assert!(error.to_string().starts_with("line 2 of the corpus"));
    }

    #[test]
    fn words_that_are_stored_nowhere_are_missing() {
        let given = [GivenArticle {
            id: "a".to_owned(),
            text: "words".to_owned(),
        }];
        let corpus = Corpus::new(given, [("b".to_owned(), "others")]);
        assert_eq!(corpus.missing(), ["a"]);
        assert_eq!(corpus.quote("a", Span::new(0, 2)), None);
        assert!(
            corpus
                .stored_ids(&["a".to_owned(), "z".to_owned()])
                .is_empty()
        );
    }
}
