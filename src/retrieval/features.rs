//! What is measured of a window, so that a ranker can weigh it.
//!
//! Every feature lies between 0 and about 1. The names are the ones in the model's file; the order
//! is the order of [`FEATURE_NAMES`].

use std::sync::Arc;

use jiff::civil::Date;

use crate::index::{Block, Sentence};
use crate::mention::{Mention, MentionKind};
use crate::question::{AnswerType, Question, Term};
use crate::text::{Span, stem_key, tokenize};

use super::fit::{fit, is_asked_name, states_manner, states_reason};
use super::lookup::{Lookup, Match, Weights};
use super::rank::Ranked;
use super::window::Window;

/// Names of the features, in order.
pub const FEATURE_NAMES: [&str; 26] = [
    "window_coverage",
    "sentence_coverage",
    "block_coverage",
    "article_coverage",
    "title_coverage",
    "window_title_coverage",
    "sentence_title_coverage",
    "window_bm25",
    "block_bm25",
    "pairs_near",
    "pairs_ordered",
    "rare_coverage",
    "names_in_window",
    "names_in_block",
    "numbers_in_window",
    "focus_in_window",
    "answer_fits",
    "answer_fits_near",
    "answer_fits_untyped",
    "speaker_asked",
    "defines_subject",
    "states_reason",
    "window_length",
    "starts_article",
    "source_asked",
    "recency",
];

/// The measures of one window.
pub type Features = [f32; FEATURE_NAMES.len()];

/// BM25's saturation of repeated words, as in tantivy.
const K1: f32 = 1.2;
/// BM25's normalisation by length, as in tantivy.
const B: f32 = 0.75;
/// Words that an average quote holds; only for BM25's length normalisation.
const AVERAGE_WINDOW_WORDS: f32 = 45.0;
/// Words that an average block holds; only for BM25's length normalisation.
const AVERAGE_BLOCK_WORDS: f32 = 120.0;
/// Days after which an article is a good third as recent as one of today.
const RECENCY_DAYS: f32 = 14.0;

/// One block with its matches: what all its windows share.
pub(crate) struct BlockView<'a> {
    pub(crate) question: &'a Question,
    pub(crate) lookup: &'a Lookup,
    pub(crate) block: &'a Block,
    found: Arc<Found>,
    shared: Shared,
}

/// What of a block concerns the question: found once, and looked at by ranker after ranker.
#[derive(Debug)]
pub struct Found {
    /// Every word that matches a term, by word.
    pub matches: Vec<Match>,
    /// Every mention that fits what is asked for, and how well.
    fits: Vec<(Span, f32)>,
}

impl Found {
    fn new(question: &Question, lookup: &Lookup, block: &Block) -> Self {
        let fits = if question.wants_mention() {
            fits(question, block)
        } else {
            Vec::new()
        };
        Self {
            matches: lookup.matches(question, block),
            fits,
        }
    }
}

/// What is measured once for all windows of a block.
#[derive(Default)]
struct Shared {
    /// The coverage of each sentence, in order.
    sentences: Vec<f32>,
    /// Whether each sentence states the reason or the manner that is asked for; empty where none is.
    states: Vec<bool>,
    block_coverage: f32,
    article_coverage: f32,
    title: Weights,
    title_coverage: f32,
    block_bm25: f32,
    names_in_block: f32,
    recency: f32,
    source_asked: f32,
}

impl<'a> BlockView<'a> {
    pub(crate) fn new(
        question: &'a Question,
        lookup: &'a Lookup,
        block: &'a Block,
        asked_at: Option<Date>,
    ) -> Self {
        let mut view = Self {
            question,
            lookup,
            block,
            found: Arc::new(Found::new(question, lookup, block)),
            shared: Shared::default(),
        };
        view.shared = view.measure_block(asked_at);
        view
    }

    /// A view for looking at a window that is ranked already: it cannot [`measure`](Self::measure).
    pub(crate) fn of_ranked(question: &'a Question, lookup: &'a Lookup, one: &'a Ranked) -> Self {
        Self {
            question,
            lookup,
            block: &one.block,
            found: Arc::clone(&one.found),
            shared: Shared::default(),
        }
    }

    /// What was found in the block.
    pub(super) fn found(&self) -> &Arc<Found> {
        &self.found
    }

    fn measure_block(&self, asked_at: Option<Date>) -> Shared {
        let title = self.lookup.title_weights(&self.block.title_stems);
        let own = best_weights(&self.found.matches);
        let with_title = own.merge(&title);
        let article = &self.block.article;
        Shared {
            sentences: (self.block.sentences.iter())
                .map(|sentence| self.sentence_coverage(*sentence))
                .collect(),
            states: self.states(),
            block_coverage: self.coverage(&own),
            article_coverage: self.coverage(&with_title),
            title_coverage: self.title_coverage(&title),
            title,
            block_bm25: self.bm25(
                &self.found.matches,
                self.block.words.len(),
                AVERAGE_BLOCK_WORDS,
            ),
            names_in_block: self.names(&with_title, self.block.span),
            recency: recency(article.published, asked_at),
            source_asked: f32::from(asks_for_source(self.question, &article.source)),
        }
    }

    /// The matches whose word lies in the words `first..end` of the block.
    pub(crate) fn matches_in(&self, words: (u32, u32)) -> &[Match] {
        let matches = &self.found.matches;
        let start = matches.partition_point(|found| found.word < words.0);
        let end = matches.partition_point(|found| found.word < words.1);
        &matches[start..end]
    }

    /// The best weight of each term in the block and its article's title.
    pub(crate) fn article_weights(&self) -> Vec<f32> {
        let title = self.lookup.title_weights(&self.block.title_stems);
        best_weights(&self.found.matches).merge(&title).0[..self.question.terms.len()].to_vec()
    }

    /// Measures a window.
    pub(crate) fn measure(&self, window: Window) -> Features {
        let sentences = &self.block.sentences[window.first..=window.last];
        let words = words_of(sentences);
        let found = self.matches_in(words);
        let weights = best_weights(found);
        let shared = &self.shared;
        let (near, ordered) = self.pairs(found);
        let (best_fit, near_fit) = self.fits_in(window.span, found);
        [
            self.coverage(&weights),
            (shared.sentences[window.first..=window.last].iter()).fold(0.0, |a, b| b.max(a)),
            shared.block_coverage,
            shared.article_coverage,
            shared.title_coverage,
            self.coverage(&weights.merge(&shared.title)),
            self.best_with_title(sentences),
            self.bm25(found, (words.1 - words.0) as usize, AVERAGE_WINDOW_WORDS),
            shared.block_bm25,
            near,
            ordered,
            self.rare_coverage(sentences),
            self.names(&weights, window.span),
            shared.names_in_block,
            self.share_of(&weights, |term| term.is_number),
            self.focus(&weights),
            best_fit,
            near_fit,
            f32::from(!self.question.wants_mention()),
            self.speaker(window.span),
            self.defines(window.span),
            self.states_asked(window),
            (window.span.len() as f32 / 300.0).min(1.0),
            1.0 / (1.0 + sentences[0].number as f32),
            shared.source_asked,
            shared.recency,
        ]
    }

    /// Share of the question's idf that is matched, from each term's best match.
    pub(crate) fn coverage(&self, weights: &Weights) -> f32 {
        let matched: f32 = weights
            .0
            .iter()
            .zip(self.lookup.idf())
            .map(|(weight, idf)| weight * idf)
            .sum();
        matched / self.lookup.total()
    }

    /// Share of the question that the title matches, by what its words are worth in titles.
    fn title_coverage(&self, weights: &Weights) -> f32 {
        let terms = weights.0.iter().zip(self.lookup.title_idf());
        let matched: f32 = terms.map(|(weight, idf)| weight * idf).sum();
        (matched / self.lookup.total()).min(1.0)
    }

    /// [`Self::coverage`] by the words of one sentence.
    pub(crate) fn sentence_coverage(&self, sentence: Sentence) -> f32 {
        let found = self.matches_in(sentence.words);
        self.coverage(&best_weights(found))
    }

    /// The best coverage by the words of one sentence and the title: a sentence deep in an article
    /// seldom repeats the name that the headline gave.
    fn best_with_title(&self, sentences: &[Sentence]) -> f32 {
        sentences
            .iter()
            .map(|sentence| {
                let own = best_weights(self.matches_in(sentence.words));
                self.coverage(&own.merge(&self.shared.title))
            })
            .fold(0.0, f32::max)
    }

    fn bm25(&self, matches: &[Match], length: usize, average: f32) -> f32 {
        let mut frequency = Weights::default();
        for found in matches {
            frequency.0[usize::from(found.term)] += found.weight;
        }
        let norm = K1 * (1.0 - B + B * length as f32 / average);
        let score: f32 = frequency
            .0
            .iter()
            .zip(self.lookup.idf())
            .map(|(frequency, idf)| idf * frequency * (K1 + 1.0) / (frequency + norm))
            .sum();
        score / (self.lookup.total() * (K1 + 1.0))
    }

    /// How near, and in the question's order, neighbouring terms stand: both from 0 to 1.
    fn pairs(&self, matches: &[Match]) -> (f32, f32) {
        let (mut near, mut ordered, mut total) = (0.0, 0.0, 0.0);
        for (first, pair) in self.lookup.idf().windows(2).enumerate() {
            let worth = pair[0] + pair[1];
            total += worth;
            let Some((distance, in_order)) = nearest(matches, first) else {
                continue;
            };
            near += worth / distance;
            if in_order {
                ordered += worth / distance;
            }
        }
        if total > 0.0 {
            (near / total, ordered / total)
        } else {
            (0.0, 0.0)
        }
    }

    /// The best sentence's coverage with each term worth the square of its idf: the telling words of
    /// a question decide, and one sentence must hold them.
    fn rare_coverage(&self, sentences: &[Sentence]) -> f32 {
        let idf = self.lookup.idf();
        let total: f32 = idf.iter().map(|idf| idf * idf).sum();
        let covered = |sentence: &Sentence| -> f32 {
            let weights = best_weights(self.matches_in(sentence.words));
            let terms = weights.0.iter().zip(idf);
            terms.map(|(weight, idf)| weight * idf * idf).sum()
        };
        sentences.iter().map(covered).fold(0.0, f32::max) / total.max(f32::MIN_POSITIVE)
    }

    /// Share of the asked names that are named, in any form; a half where none is asked about.
    fn names(&self, weights: &Weights, span: Span) -> f32 {
        let names = &self.question.names;
        if names.is_empty() {
            return 0.5;
        }
        let is_named = |asked: &&crate::question::AskedName| {
            asked.terms.iter().all(|term| weights.0[*term] >= 0.5)
                || !asked.keys.is_empty()
                    && self
                        .block
                        .mentions_in(span)
                        .any(|mention| is_asked_name(asked, mention))
        };
        names.iter().filter(is_named).count() as f32 / names.len() as f32
    }

    fn share_of(&self, weights: &Weights, wanted: impl Fn(&Term) -> bool) -> f32 {
        let mut matched = (0.0, 0.0);
        for (term, weight) in self.question.terms.iter().zip(weights.0) {
            if wanted(term) {
                matched = (matched.0 + weight, matched.1 + 1.0);
            }
        }
        if matched.1 > 0.0 {
            matched.0 / matched.1
        } else {
            0.5
        }
    }

    fn focus(&self, weights: &Weights) -> f32 {
        let focus = &self.question.focus;
        if focus.is_empty() {
            return 0.5;
        }
        focus
            .iter()
            .map(|place| weights.0[*place])
            .fold(0.0, f32::max)
    }

    /// The best fit of a mention in `span`, plain and discounted by the distance to matched words.
    pub(super) fn fits_in(&self, span: Span, found: &[Match]) -> (f32, f32) {
        let (mut best, mut near) = (0.0_f32, 0.0_f32);
        for (place, fit) in self
            .found
            .fits
            .iter()
            .filter(|(place, _)| span.contains(*place))
        {
            best = best.max(*fit);
            near = near.max(fit * self.nearness(*place, found));
        }
        (best, near)
    }

    /// How many mentions in `span` fit at least so well.
    pub(super) fn fits_above(&self, span: Span, least: f32) -> usize {
        let fits = self.found.fits.iter();
        fits.filter(|(place, fit)| span.contains(*place) && *fit >= least)
            .count()
    }

    /// How much of the question's idf stands near `place`: each term's idf over 1 + distance / 8
    /// words, as a share of the whole.
    pub(crate) fn nearness(&self, place: Span, found: &[Match]) -> f32 {
        let word = self.word_at(place.start);
        let mut best = Weights::default();
        for one in found {
            let distance = one.word.abs_diff(word) as f32;
            let value = one.weight / (1.0 + distance / 8.0);
            let slot = &mut best.0[usize::from(one.term)];
            *slot = slot.max(value);
        }
        self.coverage(&best)
    }

    /// Index of the first word that starts at or after `byte` of the body.
    fn word_at(&self, byte: usize) -> u32 {
        let place = self
            .block
            .words
            .partition_point(|word| (word.start as usize) < byte);
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// 1 when the window quotes somebody whom the question asks about.
    fn speaker(&self, span: Span) -> f32 {
        if self.question.answer_type != AnswerType::Quote {
            return 0.0;
        }
        let asked = |key: &str| {
            let mut keys = self.question.names.iter().flat_map(|name| &name.keys);
            keys.any(|known| known == key)
        };
        let mut best = 0.0_f32;
        for mention in self.block.mentions_in(span) {
            if let MentionKind::Quotation(quotation) = &mention.kind {
                let by_asked = quotation.speaker.as_deref().is_some_and(asked);
                best = best.max(if by_asked { 1.0 } else { 0.4 });
            }
        }
        best
    }

    /// 1 when the window says who or what the question's subject is.
    fn defines(&self, span: Span) -> f32 {
        if !self.question.definition {
            return 0.0;
        }
        let mut best = 0.0_f32;
        for mention in self.block.mentions_in(span) {
            if !self.is_subject(mention) {
                continue;
            }
            let role = matches!(&mention.kind, MentionKind::Name(name) if name.role.is_some());
            let copula = follows_with_be(self.block.quote(Span::new(mention.span.end, span.end)));
            best = best.max(if role || copula { 1.0 } else { 0.2 });
        }
        best
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        self.question
            .names
            .iter()
            .any(|asked| is_asked_name(asked, mention))
    }

    /// For each sentence, whether it states what `why` or `how` asks for; empty for other questions.
    fn states(&self) -> Vec<bool> {
        let states = match self.question.answer_type {
            AnswerType::Reason => states_reason,
            AnswerType::Manner => states_manner,
            _ => return Vec::new(),
        };
        let sentences = self.block.sentences.iter();
        sentences
            .map(|sentence| states(self.block.quote(sentence.span)))
            .collect()
    }

    /// 1 when a sentence of the window states what `why` or `how` asks for.
    fn states_asked(&self, window: Window) -> f32 {
        let states = self.shared.states.get(window.first..=window.last);
        f32::from(states.is_some_and(|states| states.contains(&true)))
    }
}

fn fits(question: &Question, block: &Block) -> Vec<(Span, f32)> {
    block
        .mentions
        .iter()
        .map(|mention| (mention.span, fit(question, mention, block)))
        .filter(|(_, fit)| *fit > 0.0)
        .collect()
}

/// `… is a`, `… was the`, `…, the`: what follows a name that is being defined.
fn follows_with_be(rest: &str) -> bool {
    let rest = rest.trim_start();
    [
        "is ", "was ", "are ", "were ", ", a ", ", an ", ", the ", ", who ",
    ]
    .iter()
    .any(|start| rest.starts_with(start))
}

/// First and one past last word of a run of sentences.
pub(crate) fn words_of(sentences: &[Sentence]) -> (u32, u32) {
    match (sentences.first(), sentences.last()) {
        (Some(first), Some(last)) => (first.words.0, last.words.1),
        _ => (0, 0),
    }
}

/// The best weight of each term among `matches`.
pub(crate) fn best_weights(matches: &[Match]) -> Weights {
    let mut weights = Weights::default();
    for found in matches {
        let best = &mut weights.0[usize::from(found.term)];
        *best = best.max(found.weight);
    }
    weights
}

/// The least distance in words (at least 1) between matches of the terms `first` and `first + 1`,
/// and whether they stand in that order there; `None` beyond ten words.
fn nearest(matches: &[Match], first: usize) -> Option<(f32, bool)> {
    let of = |term: usize| {
        matches
            .iter()
            .filter(move |found| usize::from(found.term) == term)
    };
    let mut best: Option<(u32, bool)> = None;
    for one in of(first) {
        for other in of(first + 1) {
            let distance = one.word.abs_diff(other.word).max(1);
            let closer = best.is_none_or(|(least, _)| distance < least);
            if distance <= 10 && closer {
                best = Some((distance, one.word <= other.word));
            }
        }
    }
    best.map(|(distance, in_order)| (distance as f32, in_order))
}

/// How recent an article is on the day of asking: 1 on that day, falling by a factor e in
/// [`RECENCY_DAYS`]; 0 where either day is not known.
pub(super) fn recency(published: Option<Date>, asked_at: Option<Date>) -> f32 {
    let (Some(published), Some(asked_at)) = (published, asked_at) else {
        return 0.0;
    };
    let days = (asked_at - published).get_days().abs();
    (-(days as f32) / RECENCY_DAYS).exp()
}

/// True when the question names the article's publisher.
fn asks_for_source(question: &Question, source: &str) -> bool {
    // Stemming every publisher's name costs more than all else here.
    let first = source.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let mut stems = question.terms.iter().map(|term| term.stem.bytes().next());
    if first.is_none_or(|first| first.is_ascii() && !stems.any(|stem| stem == Some(first))) {
        return false;
    }
    let mut words = tokenize(source)
        .into_iter()
        .map(|token| stem_key(token.word(source)))
        .peekable();
    words.peek().is_some() && words.all(|key| question.terms.iter().any(|term| term.key == key))
}
