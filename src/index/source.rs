//! Stand-ins until `article` has them.
#![allow(missing_docs, unreachable_pub, clippy::must_use_candidate)]
use std::collections::HashMap;
use std::path::PathBuf;

use crate::article::{Article, ContentHash};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Plain,
    JsonLines,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub path: PathBuf,
    pub format: Format,
    pub size: u64,
    pub modified: u64,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub path: PathBuf,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub path: PathBuf,
}
pub enum Reading {
    Article(Box<Article>),
    Skipped(Skipped),
    Notice(Notice),
}
#[derive(Clone, Debug, Default)]
pub struct Identities {
    taken: HashMap<String, ContentHash>,
}

impl Identities {
    pub fn reserve(&mut self, id: &str, hash: ContentHash) {
        self.taken.insert(id.to_owned(), hash);
    }

    pub fn admit(&mut self, mut article: Article) -> Option<Article> {
        let hash = article.content_hash();
        let mut id = article.id.clone();
        for number in 2_u32.. {
            match self.taken.get(&id) {
                None => break,
                Some(known) if *known == hash => return None,
                Some(_) => id = format!("{}-{number}", article.id),
            }
        }
        self.taken.insert(id.clone(), hash);
        article.id = id;
        Some(article)
    }
}
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sketch {
    smallest: Vec<u32>,
}
impl Sketch {
    pub fn of(body: &str) -> Self {
        let mut words: Vec<u32> = body
            .split_whitespace()
            .map(crate::text::hash_stem)
            .collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(64);
        Self { smallest: words }
    }
    pub fn resembles(&self, other: &Self) -> bool {
        let same = self
            .smallest
            .iter()
            .filter(|h| other.smallest.contains(h))
            .count();
        same * 10 > 6 * self.smallest.len().max(other.smallest.len())
    }
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        self.smallest.iter().take(8).copied()
    }
}
