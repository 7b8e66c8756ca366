//! The unit of the index: a few consecutive paragraphs with everything a question needs of them.
//!
//! One tantivy document a block, not a sentence: a block gives each of its sentences its
//! surroundings at no extra cost, and the sentences are then judged one by one in memory on words
//! that were stemmed once, at indexing time.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::ContentHash;
use crate::mention::Mention;
use crate::text::Span;

/// What a citation needs of an article; stored with every block, so that a hit is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleCard {
    /// See [`crate::article::Article::id`].
    pub id: String,
    /// Headline.
    pub title: String,
    /// Publisher; empty when unknown.
    pub source: String,
    /// Author, as given.
    pub author: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Original address.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Bytes of the body that name the place it was filed from.
    pub dateline: Option<Span>,
    /// Name of the canonical body.
    pub hash: ContentHash,
    /// Length of the body in bytes.
    pub length: usize,
    /// Number of sentences in the body.
    pub sentences: u32,
}

/// A run of whole paragraphs of one article. The blocks of an article, in order, tile its body:
/// joined, their texts are the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The article it belongs to.
    pub article: ArticleCard,
    /// Number of the block in its article, from 0.
    pub ordinal: u32,
    /// Bytes of the body that this block covers.
    pub span: Span,
    /// The bytes themselves, verbatim.
    pub text: String,
    /// Its sentences, in order. Spans are byte ranges of the article's body.
    pub sentences: Vec<Sentence>,
    /// The words of all its sentences, in order.
    pub words: Vec<Word>,
    /// Stems of the title's words, as in [`Word::stem`].
    pub title_stems: Vec<u32>,
    /// Mentions that stand in its sentences, by start. Spans are byte ranges of the body.
    pub mentions: Vec<Mention>,
}

/// A sentence with its place: what is quoted is made of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Bytes of the article's body, without surrounding white space.
    pub span: Span,
    /// Number of the sentence in the article, from 0.
    pub number: u32,
    /// Number of its paragraph in the article, from 0.
    pub paragraph: u32,
    /// First and one past last index into [`Block::words`].
    pub words: (u32, u32),
}

/// A word of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// First byte, in the article's body.
    pub start: u32,
    /// Length in bytes.
    pub length: u16,
    /// Hash of the stem ([`crate::text::stem_key`]); equal for words that a search takes as one.
    pub stem: u32,
}

impl ArticleCard {
    /// What articles are listed by: oldest first, the undated ones last, by title.
    pub(super) fn order(&self) -> (bool, Option<Date>, &str, &str) {
        (
            self.published.is_none(),
            self.published,
            &self.title,
            &self.id,
        )
    }
}

impl Word {
    /// Where the word stands in the body.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(
            self.start as usize,
            self.start as usize + usize::from(self.length),
        )
    }
}

impl Block {
    /// The words of one of this block's sentences.
    #[must_use]
    pub fn words_of(&self, sentence: Sentence) -> &[Word] {
        let (first, end) = sentence.words;
        self.words
            .get(first as usize..end as usize)
            .unwrap_or_default()
    }

    /// The text under a span of the body, or an empty text where the block does not hold it.
    #[must_use]
    pub fn quote(&self, span: Span) -> &str {
        if !self.span.contains(span) {
            return "";
        }
        span.relative_to(self.span).of(&self.text)
    }

    /// The words that stand inside `span` of the body.
    #[must_use]
    pub fn words_in(&self, span: Span) -> &[Word] {
        let first = self
            .words
            .partition_point(|word| (word.start as usize) < span.start);
        let length = self.words[first..].partition_point(|word| word.span().end <= span.end);
        &self.words[first..first + length]
    }

    /// The mentions that stand inside `span` of the body.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        self.mentions
            .iter()
            .filter(move |mention| span.contains(mention.span))
    }
}
