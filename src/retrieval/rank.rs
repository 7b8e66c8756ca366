//! Ranks the windows of a story for a question.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::Date;

use crate::index::{Block, Hit, Query, Result, Snapshot};
use crate::question::Question;

use super::details::{Details, details};
use super::features::{BlockView, FEATURE_NAMES, Features, Found, recency};
use super::forest::Forest;
use super::lookup::Lookup;
use super::query::query;
use super::ranker::Ranker;
use super::window::Window;

/// How much to look at and to return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Blocks that the index is asked for.
    pub blocks: usize,
    /// Windows returned.
    pub windows: usize,
    /// Longest quote in bytes (a longer sentence stays whole).
    pub quote_length: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            blocks: 40,
            windows: 10,
            quote_length: 300,
        }
    }
}

/// How many times more blocks are looked through where age counts.
const WIDER: usize = 4;
/// What an old block's score keeps of itself, against one of the day of asking.
const OLD_SHARE: f32 = 0.5;
/// Windows that the trees look at.
const POOL: usize = 20;

/// What the trees' score gains by [`RECENCY`]: no question that they were grown on says when it was
/// asked.
const RECENCY_WEIGHT: f32 = 2.5;
/// Place of the recency among the features.
const RECENCY: usize = FEATURE_NAMES.len() - 1;

/// One window with its rank.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The block that holds it.
    pub block: Arc<Block>,
    /// What of the block concerns the question.
    pub found: Arc<Found>,
    /// The window.
    pub window: Window,
    /// What was measured for the first ranker.
    pub features: Features,
    /// What was measured for the second; nothing before it has looked. Apart, because most windows
    /// are measured once only and are moved about by their scores.
    pub details: Option<Box<Details>>,
    /// The score of the last ranker that has looked.
    pub score: f32,
}

impl Ranked {
    /// What was measured for the second ranker at a place of [`super::DETAIL_NAMES`]; 0 before it
    /// has looked.
    #[must_use]
    pub fn detail(&self, place: usize) -> f32 {
        self.details.as_ref().map_or(0.0, |details| details[place])
    }
}

/// Ranks windows of one snapshot of a story.
pub struct Retriever<'a> {
    snapshot: &'a Snapshot,
    ranker: &'a Ranker,
    forest: &'a Forest,
    limits: Limits,
}

impl<'a> Retriever<'a> {
    /// A retriever over `snapshot` with the shipped ranker.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, limits: Limits) -> Self {
        Self {
            snapshot,
            ranker: Ranker::shipped(),
            forest: Forest::shipped(),
            limits,
        }
    }

    /// Uses other rankers than the shipped ones.
    #[must_use]
    pub fn with_rankers(mut self, ranker: &'a Ranker, forest: &'a Forest) -> Self {
        self.ranker = ranker;
        self.forest = forest;
        self
    }

    /// The best windows for `question`, best first, none mostly covering another. With a `scope`,
    /// only from those articles; `asked_at` lets recent articles count more.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn rank(
        &self,
        question: &Question,
        lookup: &Lookup,
        scope: &[String],
        asked_at: Option<Date>,
    ) -> Result<Vec<Ranked>> {
        let mut pool = self.candidates(question, lookup, scope, asked_at)?;
        let mut others = split_best(&mut pool, self.pool_size());
        let shift = if question.dateline {
            0.0
        } else {
            self.rank_again(question, lookup, &mut pool)
        };
        let mut kept = Vec::with_capacity(self.limits.windows);
        self.keep_distinct(pool, &mut kept);
        // Seldom: as a rule the best hold enough that do not overlap.
        if kept.len() < self.limits.windows {
            others.sort_unstable_by(by_rank);
            for one in &mut others {
                one.score += shift;
            }
            self.keep_distinct(others, &mut kept);
        }
        Ok(kept)
    }

    /// Orders the best of a pool by the trees; gives what the scores of the others need to follow
    /// in the order that they have.
    fn rank_again(&self, question: &Question, lookup: &Lookup, best: &mut [Ranked]) -> f32 {
        let Some(last) = best.last().map(|last| last.score) else {
            return 0.0;
        };
        let measured = details(question, lookup, best);
        let features = best.iter().map(|one| &one.features);
        let scores = self.forest.scores(features.zip(&measured));
        for ((one, details), score) in best.iter_mut().zip(measured).zip(scores) {
            one.score = score + RECENCY_WEIGHT * one.features[RECENCY];
            one.details = Some(Box::new(details));
        }
        best.sort_unstable_by(by_rank);
        best.last().map_or(0.0, |lowest| lowest.score - last)
    }

    fn pool_size(&self) -> usize {
        POOL.max(2 * self.limits.windows)
    }

    /// Every window that is looked at for `question`, in no order; what a ranker chooses from.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn candidates(
        &self,
        question: &Question,
        lookup: &Lookup,
        scope: &[String],
        asked_at: Option<Date>,
    ) -> Result<Vec<Ranked>> {
        let mut candidates = Vec::new();
        self.for_each_block(question, (scope, asked_at), &mut |block| {
            self.rank_block(question, lookup, block, asked_at, &mut candidates);
        })?;
        Ok(candidates)
    }

    /// The windows that the first ranker finds best, best first: what is looked at again.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn pool(
        &self,
        question: &Question,
        lookup: &Lookup,
        scope: &[String],
        asked_at: Option<Date>,
    ) -> Result<Vec<Ranked>> {
        let mut pool = self.candidates(question, lookup, scope, asked_at)?;
        split_best(&mut pool, self.pool_size());
        Ok(pool)
    }

    /// The blocks to look at. A short scope is read whole: its articles are wanted in order, even
    /// those that share no word with the question.
    fn for_each_block(
        &self,
        question: &Question,
        (scope, asked_at): (&[String], Option<Date>),
        look_at: &mut dyn FnMut(&Arc<Block>),
    ) -> Result<()> {
        if question.dateline {
            for block in self.blocks_with_dateline()? {
                look_at(&Arc::new(block));
            }
            return Ok(());
        }
        if !scope.is_empty() && scope.len() <= self.limits.windows {
            for article in scope {
                for block in self.snapshot.blocks_of(article)? {
                    look_at(&Arc::new(block));
                }
            }
            return Ok(());
        }
        let query = query(question, scope);
        let hits = match asked_at {
            None => self.snapshot.search(&query, self.limits.blocks)?,
            Some(day) => self.recent_hits(&query, day)?,
        };
        for hit in hits {
            look_at(&self.snapshot.shared_block(hit.block)?);
        }
        Ok(())
    }

    /// The best hits with their scores lowered by age: on the day that a question is asked, news of
    /// that day is meant rather than old news of the same words.
    fn recent_hits(&self, query: &Query, asked_at: Date) -> Result<Vec<Hit>> {
        let wide = self.limits.blocks * WIDER;
        let mut hits = self.snapshot.search(query, wide)?;
        for hit in &mut hits {
            let recency = recency(self.snapshot.published(hit.block), Some(asked_at));
            hit.score *= OLD_SHARE + (1.0 - OLD_SHARE) * recency;
        }
        hits.sort_by(|one, other| other.score.total_cmp(&one.score));
        hits.truncate(self.limits.blocks);
        Ok(hits)
    }

    /// The blocks that hold an article's dateline.
    fn blocks_with_dateline(&self) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for card in self.snapshot.articles()?.iter() {
            let Some(dateline) = card.dateline else {
                continue;
            };
            let own = self.snapshot.blocks_of(&card.id)?;
            blocks.extend(own.into_iter().find(|block| block.span.contains(dateline)));
            if blocks.len() >= self.limits.blocks {
                break;
            }
        }
        Ok(blocks)
    }

    fn rank_block(
        &self,
        question: &Question,
        lookup: &Lookup,
        block: &Arc<Block>,
        asked_at: Option<Date>,
        ranked: &mut Vec<Ranked>,
    ) {
        let view = BlockView::new(question, lookup, block, asked_at);
        let windows = if question.dateline {
            Window::dateline(block).into_iter().collect()
        } else {
            Window::all(block, self.limits.quote_length)
        };
        for window in windows {
            let features = view.measure(window);
            ranked.push(Ranked {
                block: Arc::clone(block),
                found: Arc::clone(view.found()),
                window,
                features,
                details: None,
                // Datelines have no words of the question to be ranked by: they come by date.
                score: if question.dateline {
                    0.0
                } else {
                    self.ranker.score(&features)
                },
            });
        }
    }

    /// Adds to `kept` until there are enough.
    fn keep_distinct(&self, ranked: Vec<Ranked>, kept: &mut Vec<Ranked>) {
        for one in ranked {
            let repeats = kept.iter().any(|better| {
                better.block.article.id == one.block.article.id
                    && better.window.mostly_overlaps(one.window)
            });
            if !repeats {
                kept.push(one);
            }
            if kept.len() == self.limits.windows {
                break;
            }
        }
    }
}

/// Leaves the `count` best, best first, and gives the others in no order.
fn split_best(ranked: &mut Vec<Ranked>, count: usize) -> Vec<Ranked> {
    if ranked.len() > count {
        ranked.select_nth_unstable_by(count, by_rank);
    }
    let others = ranked.split_off(ranked.len().min(count));
    ranked.sort_unstable_by(by_rank);
    others
}

/// Best first; equal ones by article and place.
fn by_rank(one: &Ranked, other: &Ranked) -> Ordering {
    other
        .score
        .total_cmp(&one.score)
        .then_with(|| {
            let (first, second) = (&one.block.article, &other.block.article);
            first.published.cmp(&second.published)
        })
        .then_with(|| one.block.article.id.cmp(&other.block.article.id))
        .then_with(|| one.window.span.cmp(&other.window.span))
}
