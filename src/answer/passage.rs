//! A piece of a stored article with everything that a citation needs of it.
//!
//! Evidence for a question lies in one block; what a check or a receipt points at may cross blocks
//! or be in an article that is no longer in the story, so it carries its own text.

use crate::index::{ArticleCard, Block, Result, Snapshot};
use crate::text::{Span, split_paragraphs};

use super::wording::{PlainWord, plain_words};

/// Verbatim words of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The article.
    pub card: ArticleCard,
    /// Bytes of its body.
    pub span: Span,
    /// The bytes themselves.
    pub text: String,
    /// Paragraph that they start in, from 1.
    pub paragraph: usize,
    /// Parts to point out, as bytes of the body, in order.
    pub marked: Vec<Span>,
}

impl Passage {
    /// The piece `span` of a body, or `None` where the body has no such piece.
    #[must_use]
    pub fn of_body(card: ArticleCard, body: &str, span: Span) -> Option<Self> {
        let text = span.get(body).filter(|text| !text.is_empty())?.to_owned();
        let paragraph = split_paragraphs(body)
            .iter()
            .position(|paragraph| paragraph.end > span.start)
            .map_or(1, |place| place + 1);
        Some(Self {
            card,
            span,
            text,
            paragraph,
            marked: Vec::new(),
        })
    }
}

/// An article's body taken apart for comparing.
pub(super) struct Stored {
    pub(super) card: ArticleCard,
    pub(super) body: String,
    pub(super) words: Vec<PlainWord>,
    sentences: Vec<Span>,
}

impl Stored {
    /// Reads an article; `None` where there is no such article.
    pub(super) fn read(snapshot: &Snapshot, id: &str) -> Result<Option<Self>> {
        Ok(Self::join(&snapshot.blocks_of(id)?))
    }

    /// The article that these blocks make up in their order.
    pub(super) fn join(blocks: &[Block]) -> Option<Self> {
        let card = blocks.first()?.article.clone();
        let body: String = blocks.iter().map(|block| block.text.as_str()).collect();
        let sentences = blocks.iter().flat_map(|block| &block.sentences);
        Some(Self {
            card,
            words: plain_words(&body),
            body,
            sentences: sentences.map(|sentence| sentence.span).collect(),
        })
    }

    /// The words `first..=last` as a passage of whole sentences in which they are marked.
    pub(super) fn passage(&self, first: usize, last: usize) -> Passage {
        let words = Span::new(self.words[first].span.start, self.words[last].span.end);
        let whole = self
            .sentences
            .iter()
            .filter(|sentence| sentence.overlaps(words))
            .fold(words, |whole, sentence| whole.union(*sentence));
        let mut passage = Passage::of_body(self.card.clone(), &self.body, whole)
            .expect("words and sentences lie in their body");
        passage.marked = vec![words];
        passage
    }
}
