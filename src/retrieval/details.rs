//! What is measured of the few best windows only, beside [`super::Features`], so that trees can tell
//! which of them says it best.
//!
//! These measures cost more, or look at a window beside the others of its pool: how far it is behind
//! the first, where in it the telling sentence stands, which of the question's words are matched only
//! by a word of like meaning. [`super::Forest`] weighs them.

use std::sync::Arc;

use crate::index::{Block, Sentence};
use crate::mention::MentionKind;
use crate::question::{AnswerType, Question};
use crate::text::{Span, is_stop_key};

use super::features::{BlockView, best_weights, words_of};
use super::lookup::{Lookup, Match, Weights};
use super::meaning::{DIMENSIONS, Meaning, Sum};
use super::rank::Ranked;
use super::window::Window;

/// Names of the measures, in order.
pub const DETAIL_NAMES: [&str; 56] = [
    "behind_first",
    "pool_rank",
    "article_behind",
    "article_share",
    "similar_window",
    "similar_sentence",
    "similar_sentence_title",
    "similar_block",
    "plain_window",
    "plain_sentence",
    "plain_similar_sentence",
    "plain_block",
    "rarest_in_window",
    "rarest_similar",
    "rarest_plain_in_sentence",
    "unmatched_in_window",
    "unmatched_similar",
    "mean_likeness",
    "core_fit",
    "core_fit_near",
    "longest_run",
    "density",
    "core_place",
    "core_before",
    "sentences",
    "core_words",
    "starts_with_pronoun",
    "core_has_pronoun",
    "novelty",
    "fitting_mentions",
    "date_asked",
    "quotation",
    "speaker_is_asked",
    "depth",
    "question_words",
    "names_asked",
    "meaning_words",
    "meaning_plain",
    "meaning_mean",
    "meaning_core",
    "meaning_sentence",
    "meaning_block",
    "meaning_words_behind",
    "meaning_plain_behind",
    "meaning_mean_behind",
    "meaning_core_behind",
    "meaning_sentence_behind",
    "meaning_block_behind",
    "wants_person",
    "wants_place",
    "wants_date",
    "wants_number",
    "wants_reason",
    "wants_description",
    "wants_quote",
    "wants_yes_no",
];

/// The measures of one window of a pool.
pub type Details = [f32; DETAIL_NAMES.len()];

/// Measures every window of `pool`, which is sorted best first by the first ranker.
#[must_use]
pub fn details(question: &Question, lookup: &Lookup, pool: &[Ranked]) -> Vec<Details> {
    let asked = Asked::new(question, lookup);
    let mut meaning = Meaning::new(question, lookup.idf());
    let mut blocks: Vec<(*const Block, BlockDetails<'_>)> = Vec::new();
    for one in pool {
        let place = Arc::as_ptr(&one.block);
        if !blocks.iter().any(|(known, _)| *known == place) {
            let view = BlockView::of_ranked(question, lookup, one);
            blocks.push((place, BlockDetails::new(view, &asked, &mut meaning)));
        }
    }
    let measure = |(rank, one): (usize, &Ranked)| {
        let place = Arc::as_ptr(&one.block);
        let block = blocks.iter().find(|(known, _)| *known == place);
        block.map_or([0.0; DETAIL_NAMES.len()], |(_, block)| {
            block.measure(&asked, &meaning, (pool, rank))
        })
    };
    let mut all: Vec<Details> = pool.iter().enumerate().map(measure).collect();
    compare_meanings(&mut all);
    all
}

/// How far each measure of meaning is behind the best of the pool.
fn compare_meanings(all: &mut [Details]) {
    for place in MEANINGS {
        let best = all.iter().map(|one| one[place]).fold(f32::MIN, f32::max);
        for one in all.iter_mut() {
            one[place + MEANINGS.len()] = one[place] - best;
        }
    }
}

/// Places of the measures of meaning; how far they are behind stands right after them.
const MEANINGS: std::ops::Range<usize> = 36..42;
/// A word less like a term than this says nothing about it.
const LEAST_LIKENESS: f32 = 0.4;

/// What is the same for all windows of a question.
struct Asked<'a> {
    question: &'a Question,
    idf: &'a [f32],
    /// Sum of the idf of the words outside names.
    plain_total: f32,
    /// The term that is worth most.
    rarest: usize,
    /// The term outside names that is worth most.
    rarest_plain: Option<usize>,
    /// For each term, whether words of like meaning say something: not so for names and numbers.
    has_likes: Vec<bool>,
    wants: [f32; 8],
}

impl<'a> Asked<'a> {
    fn new(question: &'a Question, lookup: &'a Lookup) -> Self {
        let idf = lookup.idf();
        let plain = |place: &usize| !question.terms[*place].in_name;
        let worth = |one: &usize, other: &usize| idf[*one].total_cmp(&idf[*other]);
        Self {
            question,
            idf,
            plain_total: (0..idf.len()).filter(plain).map(|place| idf[place]).sum(),
            rarest: (0..idf.len()).max_by(worth).unwrap_or_default(),
            rarest_plain: (0..idf.len()).filter(plain).max_by(worth),
            has_likes: (question.terms.iter())
                .map(|term| !term.in_name && !term.is_number)
                .collect(),
            wants: wants(question),
        }
    }

    /// Share of the idf of the words outside names; a half where there is none.
    fn plain_coverage(&self, weights: &Weights) -> f32 {
        if self.plain_total <= 0.0 {
            return 0.5;
        }
        let terms = self.question.terms.iter().zip(weights.0).zip(self.idf);
        let matched: f32 = terms
            .filter(|((term, _), _)| !term.in_name)
            .map(|((_, weight), idf)| weight * idf)
            .sum();
        matched / self.plain_total
    }

    /// Share of the terms that `weights` leaves without a match.
    fn unmatched(&self, weights: &Weights) -> f32 {
        let count = self.idf.len().max(1) as f32;
        let missing = weights.0[..self.idf.len()].iter();
        missing.map(|weight| 1.0 - weight.min(1.0)).sum::<f32>() / count
    }
}

fn wants(question: &Question) -> [f32; 8] {
    use AnswerType::{
        Date, Description, Duration, Manner, Money, Number, Organization, Person, Place, Quote,
        Reason, YesNo,
    };
    let place = match question.answer_type {
        Person | Organization => 0,
        Place => 1,
        Date | Duration => 2,
        Number | Money => 3,
        Reason | Manner => 4,
        Description => 5,
        Quote => 6,
        YesNo => 7,
    };
    let mut wants = [0.0; 8];
    wants[place] = 1.0;
    wants
}

/// One block of the pool, with what its windows share.
struct BlockDetails<'a> {
    view: BlockView<'a>,
    title: Weights,
    sentences: Vec<SentenceDetails>,
    block: SentenceDetails,
}

/// What the words of a sentence, or of several, match.
struct SentenceDetails {
    /// The words themselves and what stands for them.
    hard: Weights,
    /// The same or by likeness, of the terms outside names.
    similar: Weights,
    /// The same or the greatest cosine.
    meant: Weights,
    /// The sum of the words' vectors.
    sum: Sum,
    /// The nearness of the sum to the question.
    nearness: f32,
}

impl SentenceDetails {
    fn new(
        view: &BlockView<'_>,
        sentence: Sentence,
        asked: &Asked<'_>,
        meaning: &mut Meaning,
    ) -> Self {
        let words = view.block.words_of(sentence);
        let hard = best_weights(view.matches_in(sentence.words));
        let (mut similar, mut meant) = (hard, hard);
        let sum = meaning.compare(words, &mut |term, cosine| {
            meant.0[term] = meant.0[term].max(cosine);
            if cosine >= LEAST_LIKENESS && asked.has_likes[term] {
                similar.0[term] = similar.0[term].max(cosine);
            }
        });
        Self {
            nearness: meaning.nearness(&sum),
            hard,
            similar,
            meant,
            sum,
        }
    }

    /// Of all words of several sentences.
    fn join<'a>(all: impl Iterator<Item = &'a Self>, meaning: &Meaning) -> Self {
        let mut joined = Self {
            hard: Weights::default(),
            similar: Weights::default(),
            meant: Weights::default(),
            sum: [0.0; DIMENSIONS],
            nearness: 0.0,
        };
        for one in all {
            joined.hard = joined.hard.merge(&one.hard);
            joined.similar = joined.similar.merge(&one.similar);
            joined.meant = joined.meant.merge(&one.meant);
            for (sum, component) in joined.sum.iter_mut().zip(one.sum) {
                *sum += component;
            }
        }
        joined.nearness = meaning.nearness(&joined.sum);
        joined
    }
}

impl<'a> BlockDetails<'a> {
    fn new(view: BlockView<'a>, asked: &Asked<'_>, meaning: &mut Meaning) -> Self {
        let sentences: Vec<SentenceDetails> = (view.block.sentences.iter())
            .map(|sentence| SentenceDetails::new(&view, *sentence, asked, meaning))
            .collect();
        Self {
            title: view.lookup.title_weights(&view.block.title_stems),
            block: SentenceDetails::join(sentences.iter(), meaning),
            sentences,
            view,
        }
    }

    fn measure(
        &self,
        asked: &Asked<'_>,
        meaning: &Meaning,
        (pool, rank): (&[Ranked], usize),
    ) -> Details {
        let window = pool[rank].window;
        let places = window.first..=window.last;
        let all = SentenceDetails::join(self.sentences[places.clone()].iter(), meaning);
        let core = self.core(places.clone());
        let mut details = [0.0; DETAIL_NAMES.len()];
        let mut end = 0;
        let parts: [&[f32]; 8] = [
            &standing(pool, rank),
            &self.words(asked, &all, &self.sentences[core]),
            &self.core_measures(asked, core),
            &shape(window, core),
            &self.starts(window, core),
            &self.contents(asked, window, &all.hard),
            &[
                asked.idf.len() as f32 / 10.0,
                asked.question.names.len() as f32 / 3.0,
            ],
            &self.meanings(asked, &all, (window, core)),
        ];
        for part in parts {
            details[end..end + part.len()].copy_from_slice(part);
            end += part.len();
        }
        let first = details.len() - asked.wants.len();
        details[first..].copy_from_slice(&asked.wants);
        details
    }

    /// What the words of the window, of its core and of the block match.
    fn words(&self, asked: &Asked<'_>, all: &SentenceDetails, core: &SentenceDetails) -> [f32; 14] {
        let plain_in_core = |place: usize| core.similar.0[place];
        [
            self.view.coverage(&all.similar),
            self.view.coverage(&core.similar),
            self.view.coverage(&core.similar.merge(&self.title)),
            self.view.coverage(&self.block.similar),
            asked.plain_coverage(&all.hard),
            asked.plain_coverage(&core.hard),
            asked.plain_coverage(&core.similar),
            asked.plain_coverage(&self.block.hard),
            all.hard.0[asked.rarest],
            all.similar.0[asked.rarest],
            asked.rarest_plain.map_or(0.5, plain_in_core),
            asked.unmatched(&all.hard),
            asked.unmatched(&all.similar),
            mean_likeness(&all.hard, &all.similar, asked),
        ]
    }

    /// What stands in the core beside the matched words, and how those stand there.
    fn core_measures(&self, asked: &Asked<'_>, core: usize) -> [f32; 4] {
        let sentence = self.view.block.sentences[core];
        let found = self.view.matches_in(sentence.words);
        let (fit, fit_near) = self.view.fits_in(sentence.span, found);
        [
            fit,
            fit_near,
            longest_run(found, asked),
            density(found, asked),
        ]
    }

    fn starts(&self, window: Window, core: usize) -> [f32; 3] {
        let sentences = &self.view.block.sentences;
        [
            word_count(sentences[core]) / 40.0,
            f32::from(self.starts_with_pronoun(sentences[window.first].span)),
            f32::from(self.starts_with_pronoun(sentences[core].span)),
        ]
    }

    fn contents(&self, asked: &Asked<'_>, window: Window, hard: &Weights) -> [f32; 6] {
        let sentences = &self.view.block.sentences[window.first..=window.last];
        let by_asked = |speaker: &str| is_asked(asked.question, speaker);
        [
            self.novelty(sentences, hard, asked),
            self.fitting_mentions(window.span),
            self.date_asked(window.span),
            self.quotation(window.span, |_| true),
            self.quotation(window.span, by_asked),
            (sentences[0].number as f32 + 1.0).ln() / 5.0,
        ]
    }

    fn meanings(
        &self,
        asked: &Asked<'_>,
        all: &SentenceDetails,
        (window, core): (Window, usize),
    ) -> [f32; MEANINGS.end - MEANINGS.start] {
        let sentences = self.sentences[window.first..=window.last].iter();
        [
            self.view.coverage(&all.meant),
            asked.plain_coverage(&all.meant),
            all.nearness,
            self.sentences[core].nearness,
            sentences.map(|one| one.nearness).fold(-1.0, f32::max),
            self.block.nearness,
        ]
    }

    /// The sentence that covers the question best, likeness counted by half; the earliest of equals.
    fn core(&self, places: std::ops::RangeInclusive<usize>) -> usize {
        let worth = |place: usize| {
            let one = &self.sentences[place];
            self.view.coverage(&one.hard) + 0.5 * self.view.coverage(&one.similar)
        };
        let first = *places.start();
        places.fold(first, |best, place| {
            if worth(place) > worth(best) {
                place
            } else {
                best
            }
        })
    }

    fn starts_with_pronoun(&self, sentence: Span) -> bool {
        let text = self.view.block.quote(sentence);
        let word = text
            .split(|c: char| !c.is_alphabetic())
            .find(|word| !word.is_empty());
        word.is_some_and(|word| {
            matches!(
                word,
                "He" | "She"
                    | "It"
                    | "They"
                    | "His"
                    | "Her"
                    | "Its"
                    | "Their"
                    | "This"
                    | "That"
                    | "These"
                    | "Those"
                    | "Both"
            )
        })
    }

    /// Share of the content words that are not the question's.
    fn novelty(&self, sentences: &[Sentence], hard: &Weights, asked: &Asked<'_>) -> f32 {
        let words = words_of(sentences);
        let block = self.view.block;
        let content = block.words[words.0 as usize..words.1 as usize]
            .iter()
            .filter(|word| !is_stop_key(word.stem))
            .count() as f32;
        let matched = hard.0[..asked.idf.len()]
            .iter()
            .filter(|weight| **weight > 0.0)
            .count() as f32;
        (content - matched).max(0.0) / content.max(1.0)
    }

    fn fitting_mentions(&self, span: Span) -> f32 {
        (self.view.fits_above(span, 0.6) as f32 / 4.0).min(1.0)
    }

    /// 1 where the window names a day of the time asked about, 0.5 where no time is asked about.
    fn date_asked(&self, span: Span) -> f32 {
        let Some(asked) = &self.view.question.time else {
            return 0.5;
        };
        let named = self
            .view
            .block
            .mentions_in(span)
            .any(|mention| match &mention.kind {
                MentionKind::Date(date) => (date.interval.as_ref())
                    .is_some_and(|interval| interval.from <= asked.to && asked.from <= interval.to),
                _ => false,
            });
        f32::from(named)
    }

    fn quotation(&self, span: Span, by: impl Fn(&str) -> bool) -> f32 {
        let any = self
            .view
            .block
            .mentions_in(span)
            .any(|mention| match &mention.kind {
                MentionKind::Quotation(quotation) => quotation.speaker.as_deref().is_some_and(&by),
                _ => false,
            });
        f32::from(any)
    }
}

fn is_asked(question: &Question, key: &str) -> bool {
    let mut keys = question.names.iter().flat_map(|name| &name.keys);
    keys.any(|known| known == key)
}

fn word_count(sentence: Sentence) -> f32 {
    (sentence.words.1 - sentence.words.0) as f32
}

/// How far a window is behind the first of its pool, its rank, how far the best window of the same
/// article is behind, and the article's share of the pool.
fn standing(pool: &[Ranked], rank: usize) -> [f32; 4] {
    let id = &pool[rank].block.article.id;
    let mut own = pool.iter().filter(|one| one.block.article.id == *id);
    let best = own.next().map_or(0.0, |best| best.score);
    [
        pool[rank].score - pool[0].score,
        1.0 / (1.0 + rank as f32),
        best - pool[0].score,
        (own.count() + 1) as f32 / pool.len() as f32,
    ]
}

/// Where in the window its core stands, and how many sentences it has.
fn shape(window: Window, core: usize) -> [f32; 3] {
    let before = (core - window.first) as f32;
    [
        before / (window.last - window.first).max(1) as f32,
        before / 4.0,
        (window.last - window.first + 1) as f32 / 6.0,
    ]
}

/// Mean likeness of the terms that are not matched themselves, each by its idf; 1 where all are.
fn mean_likeness(hard: &Weights, similar: &Weights, asked: &Asked<'_>) -> f32 {
    let (mut alike, mut total) = (0.0, 0.0);
    for (place, idf) in asked.idf.iter().enumerate() {
        if hard.0[place] < 0.5 {
            alike += idf * similar.0[place];
            total += idf;
        }
    }
    if total > 0.0 { alike / total } else { 1.0 }
}

/// The longest run of neighbouring terms that stand in the question's order with at most one word
/// between two, as a share of all terms.
fn longest_run(found: &[Match], asked: &Asked<'_>) -> f32 {
    let mut longest = 0_u32;
    for (place, start) in found.iter().enumerate() {
        let (mut run, mut last) = (1, start);
        for next in &found[place + 1..] {
            if next.term == last.term + 1 && next.word > last.word && next.word - last.word <= 3 {
                run += 1;
                last = next;
            }
        }
        longest = longest.max(run);
    }
    longest as f32 / asked.idf.len().max(1) as f32
}

/// How densely the matched terms stand: their number over the words from the first match to the last.
fn density(found: &[Match], asked: &Asked<'_>) -> f32 {
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        return 0.0;
    };
    let weights = best_weights(found);
    let terms = weights.0[..asked.idf.len()]
        .iter()
        .filter(|weight| **weight > 0.0)
        .count() as f32;
    terms / ((last.word - first.word + 1) as f32).max(terms)
}
