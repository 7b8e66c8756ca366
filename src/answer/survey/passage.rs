//! A sentence as a candidate for quoting.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use crate::answer::model::{Evidence, HighlightKind};
use crate::index::{Block, Sentence, Word};
use crate::mention::Mention;
use crate::retrieval::FEATURE_NAMES;
use crate::text::{Span, fold, is_stop_word, stem_key};

/// Openings that lean on the sentence before.
const LEANING: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "him",
    "his",
    "her",
    "its",
    "their",
    "them",
    "this",
    "that",
    "these",
    "those",
    "such",
    "both",
    "neither",
    "however",
    "but",
    "and",
    "or",
    "so",
    "then",
    "also",
    "still",
    "instead",
    "therefore",
    "moreover",
    "another",
    "there",
    "here",
    "nor",
    "yet",
    "later",
    "afterwards",
    "others",
    "one",
    "two",
    "as",
];

/// Words of the trade, which say nothing of one story.
const TRADE: &[&str] = &[
    "say",
    "tell",
    "report",
    "add",
    "call",
    "ask",
    "make",
    "take",
    "give",
    "come",
    "go",
    "get",
    "year",
    "day",
    "week",
    "month",
    "time",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "new",
    "first",
    "last",
    "one",
    "two",
    "three",
    "people",
    "news",
    "statement",
    "spokesman",
    "spokeswoman",
    "official",
    "reporter",
    "according",
];

static TRADE_STEMS: LazyLock<HashSet<u32>> =
    LazyLock::new(|| TRADE.iter().map(|word| stem_key(word)).collect());

/// One sentence of a block that was read.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// The block that holds it.
    pub(super) block: Arc<Block>,
    /// Index into [`Block::sentences`].
    pub(super) place: usize,
    /// Number of its article, reprints under one number, from 0.
    pub(super) article: usize,
    /// Its telling stems, sorted, each once.
    pub(super) stems: Vec<u32>,
}

impl Passage {
    pub(super) fn new(block: &Arc<Block>, place: usize, article: usize) -> Self {
        let mut stems: Vec<u32> = block
            .words_of(block.sentences[place])
            .iter()
            .filter(|word| is_telling(block, **word))
            .map(|word| word.stem)
            .collect();
        stems.sort_unstable();
        stems.dedup();
        Self {
            block: Arc::clone(block),
            place,
            article,
            stems,
        }
    }

    pub(super) fn sentence(&self) -> Sentence {
        self.block.sentences[self.place]
    }

    pub(super) fn span(&self) -> Span {
        self.sentence().span
    }

    pub(super) fn text(&self) -> &str {
        self.block.quote(self.span())
    }

    pub(super) fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.block.mentions_in(self.span())
    }

    /// True for the same sentence of the same article.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.block.article.id == other.block.article.id && self.span() == other.span()
    }

    /// True for a sentence of running text; headings, datelines and scraps are none.
    pub(super) fn is_prose(&self) -> bool {
        let text = self
            .text()
            .trim_end_matches(['"', '”', '’', ')', '\'', '»']);
        let dateline = self.block.article.dateline;
        text.ends_with(['.', '!', '?', '…', '"'])
            && self.stems.len() >= 2
            && dateline.is_none_or(|dateline| !dateline.overlaps(self.span()))
    }

    /// True when the sentence opens with a word that leans on the one before.
    pub(super) fn leans(&self) -> bool {
        let Some(first) = self.block.words_of(self.sentence()).first() else {
            return false;
        };
        let word = self.block.quote(first.span());
        let word = word.split(['\'', '’']).next().unwrap_or(word);
        LEANING.contains(&&*fold(word))
    }

    /// The bytes to quote: the sentence, with the one before it where it leans on that and both fit.
    pub(super) fn quote_span(&self, quote_length: usize) -> Span {
        let own = self.span();
        let Some(before) = self.place.checked_sub(1).filter(|_| self.leans()) else {
            return own;
        };
        let before = self.block.sentences[before];
        let whole = before.span.union(own);
        let fits = before.paragraph == self.sentence().paragraph && whole.len() <= quote_length;
        if fits { whole } else { own }
    }

    /// The bytes to quote so that `places` of the paragraph are in them, where that fits.
    pub(super) fn span_with(&self, places: &[Span], quote_length: usize) -> Option<Span> {
        let own = self.quote_span(quote_length);
        let reach = places.iter().copied().fold(own, Span::union);
        let whole = self
            .block
            .sentences
            .iter()
            .filter(|sentence| sentence.span.overlaps(reach))
            .map(|sentence| sentence.span)
            .fold(own, Span::union);
        (whole == own || whole.len() <= quote_length).then_some(whole)
    }

    /// The passage as a quote with marks.
    pub(super) fn evidence(
        &self,
        quote_length: usize,
        marks: Vec<(Span, HighlightKind)>,
    ) -> Evidence {
        evidence(&self.block, self.quote_span(quote_length), marks)
    }
}

/// A quote with marks, put in order.
pub(super) fn evidence(
    block: &Arc<Block>,
    span: Span,
    mut marks: Vec<(Span, HighlightKind)>,
) -> Evidence {
    marks.retain(|(mark, _)| span.contains(*mark));
    // Answers first, so that they win where two marks overlap.
    marks.sort_by_key(|(mark, kind)| (*kind != HighlightKind::Answer, *mark));
    let mut kept: Vec<(Span, HighlightKind)> = Vec::new();
    for (mark, kind) in marks {
        if !kept.iter().any(|(other, _)| other.overlaps(mark)) {
            kept.push((mark, kind));
        }
    }
    kept.sort_by_key(|(mark, _)| *mark);
    let answer = kept
        .iter()
        .find(|(_, kind)| *kind == HighlightKind::Answer)
        .map(|(mark, _)| *mark);
    Evidence {
        answer_coverage: 0.0,
        block: Arc::clone(block),
        span,
        highlights: kept,
        answer,
        score: 0.0,
        features: [0.0; FEATURE_NAMES.len()],
    }
}

fn is_telling(block: &Block, word: Word) -> bool {
    !TRADE_STEMS.contains(&word.stem) && {
        let folded = fold(block.quote(word.span()));
        folded.len() > 1 && !is_stop_word(&folded)
    }
}
