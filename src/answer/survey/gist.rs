//! The story in a few quotes, and the sentences that state a reason or a manner.

use crate::answer::model::{Evidence, HighlightKind};
use crate::index::Result;

use super::Survey;
use super::clause::{Clause, manner_in, reason_in};
use super::material::Material;
use super::passage::Passage;
use super::pick::{Candidate, pick};
use super::weights::Weights;

/// Quotes that tell a story.
const GIST: usize = 5;
/// Most sentences that state a reason or a manner.
const STATED: usize = 30;

impl Survey<'_> {
    /// The story in at most five quotes from different articles, oldest article first.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn gist(&self) -> Result<Vec<Evidence>> {
        let material = Material::of_story(self.snapshot, &[])?;
        let weights = Weights::new(&material);
        let mut best: Vec<Candidate> = Vec::new();
        for passage in &material.passages {
            let score = weights.centrality(passage) * lead(passage) * self.readability(passage);
            let candidate = Candidate {
                passage: passage.clone(),
                score,
            };
            match best.last_mut() {
                Some(last) if last.passage.article == passage.article => {
                    if score > last.score {
                        *last = candidate;
                    }
                }
                _ => best.push(candidate),
            }
        }
        let mut picked = pick(&weights, &best, GIST);
        // Candidates stand in the order of their articles' dates.
        picked.sort_unstable();
        Ok(picked
            .into_iter()
            .map(|place| best[place].passage.evidence(self.quote_length, Vec::new()))
            .collect())
    }

    /// Sentences that say why, most central first.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn reasons(&self) -> Result<Vec<Evidence>> {
        self.stating(reason_in)
    }

    /// Sentences that say how, most central first.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn manners(&self) -> Result<Vec<Evidence>> {
        self.stating(manner_in)
    }

    fn stating(&self, stated: impl Fn(&str) -> Option<Clause>) -> Result<Vec<Evidence>> {
        let material = Material::of_story(self.snapshot, &[])?;
        let weights = Weights::new(&material);
        let mut clauses = Vec::new();
        let mut candidates = Vec::new();
        for passage in &material.passages {
            let Some(clause) = stated(passage.text()) else {
                continue;
            };
            let score = (0.1 + weights.centrality(passage)) * self.readability(passage);
            clauses.push(clause.span.shifted(passage.span().start));
            candidates.push(Candidate {
                passage: passage.clone(),
                score: score * clause.strength,
            });
        }
        Ok(pick(&weights, &candidates, STATED)
            .into_iter()
            .map(|place| {
                let marks = vec![(clauses[place], HighlightKind::Answer)];
                candidates[place].passage.evidence(self.quote_length, marks)
            })
            .collect())
    }

    /// Less than 1 for sentences that are hard to read alone: that lean on others, or are long.
    pub(super) fn readability(&self, passage: &Passage) -> f32 {
        let alone = !passage.leans();
        let joined = passage.quote_span(self.quote_length) != passage.span();
        let leaning = match (alone, joined) {
            (true, _) => 1.0,
            (false, true) => 0.8,
            (false, false) => 0.5,
        };
        let length = passage.span().len() as f32 / self.quote_length as f32;
        leaning / length.max(1.0)
    }
}

/// News tells the main thing first.
fn lead(passage: &Passage) -> f32 {
    1.0 + 2.0 / (1.0 + passage.sentence().number as f32)
}
