//! Picks passages one after the other: the best first, then what adds most to those picked
//! (maximal marginal relevance, Carbonell and Goldstein 1998).

use super::passage::Passage;
use super::weights::Weights;

/// What likeness to a passage already picked costs, against a best score of 1.
const LIKENESS_COST: f32 = 0.7;
/// What each passage already picked from the same article costs.
const ARTICLE_COST: f32 = 0.4;
/// More alike than this, two passages say the same.
const REPEAT: f32 = 0.7;
/// Candidates beyond this many are too weak to be picked.
const CANDIDATES: usize = 300;

/// A passage with how well it fits what is wanted; above 0.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) passage: Passage,
    pub(super) score: f32,
}

/// Picks up to `limit` of the candidates, in the order of picking; gives their places.
pub(super) fn pick(weights: &Weights, candidates: &[Candidate], limit: usize) -> Vec<usize> {
    pick_by(weights, candidates, limit, &|_, _| 1.0)
}

/// [`pick`] with a share of each candidate's score that is left after those picked already.
pub(super) fn pick_by(
    weights: &Weights,
    candidates: &[Candidate],
    limit: usize,
    fresh: &dyn Fn(usize, &[usize]) -> f32,
) -> Vec<usize> {
    let mut open: Vec<usize> = (0..candidates.len()).collect();
    open.sort_by(|one, other| {
        let score = |place: &usize| candidates[*place].score;
        score(other).total_cmp(&score(one)).then(one.cmp(other))
    });
    open.truncate(CANDIDATES);
    let best = open.first().map_or(1.0, |place| candidates[*place].score);
    let mut likeness = vec![0.0_f32; candidates.len()];
    let mut picked: Vec<usize> = Vec::new();
    while picked.len() < limit {
        let gain = |place: usize| {
            let article = candidates[place].passage.article;
            let same = picked
                .iter()
                .filter(|other| candidates[**other].passage.article == article)
                .count();
            candidates[place].score / best * fresh(place, &picked)
                - LIKENESS_COST * likeness[place]
                - ARTICLE_COST * same as f32
        };
        let Some(next) =
            open.iter().copied().reduce(
                |one, other| {
                    if gain(other) > gain(one) { other } else { one }
                },
            )
        else {
            break;
        };
        picked.push(next);
        open.retain(|place| {
            let alike = weights.similarity(&candidates[next].passage, &candidates[*place].passage);
            likeness[*place] = likeness[*place].max(alike);
            *place != next && alike < REPEAT
        });
    }
    picked
}
