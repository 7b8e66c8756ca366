//! Learns the ranker's and the calibration's weights from tasks with known answers.
//!
//! The ranker is fitted by gradient descent on the listwise softmax loss (the top-one form of `ListNet`:
//! Cao and others, 2007): minus the logarithm of the share that the right windows have of the sum
//! of all windows' exponentials. The calibration is a logistic regression on whether a question can
//! be answered. Both are small, convex and start from zero, so the same data give the same weights.

use std::fmt::Write as _;

use crate::answer::{
    Answerer, CONFIDENCE_FEATURE_NAMES, Calibration, ConfidenceFeatures, FIXED_WEIGHTS,
    UNSIGNED_MEASURES,
};
use crate::index::{Index, Snapshot};
use crate::retrieval::{FEATURE_NAMES, Features, Forest, Limits, Lookup, Ranker, Retriever};

use super::training_task::{TaskError, TrainingQuestion, TrainingTask};

/// Questions used of one task; more add time and little else.
const QUESTIONS_A_TASK: usize = 1500;
/// Folds of the cross-validation, by group.
pub const FOLDS: usize = 5;
/// The weight of recency is set by hand: no question of the tasks says on which day it was asked. An
/// article of that day gains about as much as one that matches one more word.
const RECENCY_WEIGHT: f32 = 3.0;
/// A task with fewer unanswerable questions than this says nothing about refusing.
const UNANSWERABLE_NEEDED: usize = 30;
/// Passes over the data for the calibration.
const CALIBRATION_PASSES: usize = 1000;
/// Passes over the data.
const PASSES: usize = 600;
/// Step of the gradient descent with Adam.
const STEP: f32 = 0.1;
/// Weight of the squared weights in the loss.
const RIDGE: f32 = 1e-4;
/// The same for the calibration.
const CALIBRATION_RIDGE: f32 = 1e-5;

/// What training made, and how good it is on questions that it did not see.
#[derive(Debug)]
pub struct TrainingReport {
    /// The ranker's model file.
    pub ranker: String,
    /// The calibration's model file.
    pub calibration: String,
    /// The figures by task, as a text table.
    pub summary: String,
}

/// One question's windows with their labels.
struct List {
    fold: usize,
    weight: f32,
    windows: Vec<(Features, bool)>,
}

/// One question for the calibration.
struct Judged {
    fold: usize,
    weight: f32,
    features: ConfidenceFeatures,
    answerable: bool,
}

/// Trains on `tasks` and says how good the result is, by cross-validation over groups.
///
/// `forests` are trees by fold, each grown without it: the calibration must see the scores of
/// questions that the trees do not know, as every question of a user is. Without them the shipped
/// trees are used, and the calibration trusts them too much.
///
/// # Errors
///
/// When an index cannot be made or read.
pub fn train(
    tasks: Vec<TrainingTask>,
    forests: &[Forest],
    progress: &mut dyn FnMut(&str),
) -> Result<TrainingReport, TaskError> {
    let mut lists: Vec<(String, Vec<List>)> = Vec::new();
    let mut stories = Vec::new();
    for mut task in tasks {
        progress(&format!("reading {}", task.name));
        let index = Index::in_memory()?;
        index.update_articles(std::mem::take(&mut task.articles))?;
        let snapshot = index.snapshot();
        lists.push((task.name.clone(), task_lists(&task, &snapshot)?));
        stories.push((task, snapshot));
    }
    progress("fitting the ranker");
    let all: Vec<&List> = lists.iter().flat_map(|(_, lists)| lists).collect();
    let mut summary = String::new();
    let by_fold = fold_rankers(&all);
    for (name, lists) in &lists {
        let by_fold = right_on_unseen(&by_fold, lists);
        let _ = writeln!(
            summary,
            "{name:<18} questions {:>5}  right first {by_fold:.4}",
            lists.len()
        );
    }
    let ranker = Ranker::new(fit_ranker(&all));
    progress("fitting the calibration");
    let mut judged = Vec::new();
    for (task, snapshot) in &stories {
        judged.push((
            task.name.clone(),
            task_judged(task, snapshot, (&ranker, forests))?,
        ));
    }
    let calibration = summarize_calibration(&judged, &mut summary);
    Ok(TrainingReport {
        ranker: ranker.to_json(),
        calibration: serde_json::to_string_pretty(&calibration).expect("numbers always make JSON"),
        summary,
    })
}

fn limits(question: &TrainingQuestion) -> Limits {
    Limits {
        windows: question.scope.len().max(10),
        ..Limits::default()
    }
}

/// A number from 0 to `FOLDS - 1` for a group; FNV-1a, so that it never changes.
pub(super) fn fold_of(group: &str) -> usize {
    crate::text::hash_stem(group) as usize % FOLDS
}

/// Every n-th question, so that a large task is spread over all its groups.
fn sample(task: &TrainingTask) -> impl Iterator<Item = &TrainingQuestion> {
    let every = task.questions.len().div_ceil(QUESTIONS_A_TASK).max(1);
    task.questions.iter().step_by(every)
}

fn task_lists(task: &TrainingTask, snapshot: &Snapshot) -> Result<Vec<List>, TaskError> {
    let mut lists = Vec::new();
    let answerable = sample(task).filter(|question| question.answerable);
    for (place, question) in answerable.enumerate() {
        let answerer = Answerer::new(snapshot, 0.0);
        let parsed = answerer.parse("", &question.text);
        let lookup = Lookup::new(&parsed, snapshot);
        let windows: Vec<(Features, bool)> = Retriever::new(snapshot, limits(question))
            .candidates(&parsed, &lookup, &question.scope, None)?
            .into_iter()
            .map(|one| {
                let (article, span) = (&one.block.article.id, one.window.span);
                let right = question.is_answered_by(article, span, one.block.quote(span));
                let features = if place % 2 == 0 {
                    one.features
                } else {
                    without_title(one.features)
                };
                (features, right)
            })
            .collect();
        lists.push(List {
            fold: fold_of(&question.group),
            weight: 1.0,
            windows,
        });
    }
    // The square root lets a small task be heard without letting its accidents rule.
    let weight = 1.0 / (lists.len().max(1) as f32).sqrt();
    for list in &mut lists {
        list.weight = weight;
    }
    Ok(lists)
}

/// The same measures as if the article had no title. Half of the questions are learned so: an
/// encyclopedia's titles name the subject of every question, a newspaper's often do not.
fn without_title(mut features: Features) -> Features {
    let place = |wanted: &str| FEATURE_NAMES.iter().position(|name| *name == wanted);
    if let (Some(block), Some(article), Some(title)) = (
        place("block_coverage"),
        place("article_coverage"),
        place("title_coverage"),
    ) {
        features[article] = features[block];
        features[title] = 0.0;
    }
    features
}

fn task_judged(
    task: &TrainingTask,
    snapshot: &Snapshot,
    (ranker, forests): (&Ranker, &[Forest]),
) -> Result<Vec<Judged>, TaskError> {
    let mut judged = Vec::new();
    for question in sample(task).filter(|question| question.scope.is_empty()) {
        let answerer = Answerer::new(snapshot, 0.0);
        let parsed = answerer.parse("", &question.text);
        let fold = fold_of(&question.group);
        let forest = forests.get(fold).unwrap_or(Forest::shipped());
        let (_, features) = answerer.measure(&parsed, (ranker, forest))?;
        judged.push(Judged {
            fold,
            features,
            answerable: question.answerable,
            weight: 1.0,
        });
    }
    weigh(&mut judged);
    Ok(judged)
}

/// A task weighs as the square root of its questions, and half of that each what can and what cannot
/// be answered: how often people ask what no article says is not known beforehand, and must not be
/// guessed from what sort of question a task holds.
fn weigh(judged: &mut [Judged]) {
    let weight = (judged.len() as f32).sqrt() / 2.0;
    let answerable = judged.iter().filter(|one| one.answerable).count();
    let unanswerable = judged.len() - answerable;
    for one in judged {
        let own = if one.answerable {
            answerable
        } else {
            unanswerable
        };
        one.weight = weight / own.max(1) as f32;
    }
}

/// For each fold, a ranker that has not seen it.
fn fold_rankers(all: &[&List]) -> Vec<Ranker> {
    (0..FOLDS)
        .map(|fold| {
            let others: Vec<&List> = all
                .iter()
                .copied()
                .filter(|list| list.fold != fold)
                .collect();
            Ranker::new(fit_ranker(&others))
        })
        .collect()
}

/// Share of `lists` whose best window is right, each ranked by weights fitted without its fold.
fn right_on_unseen(by_fold: &[Ranker], lists: &[List]) -> f32 {
    let right = lists
        .iter()
        .filter(|list| best_is_right(list, &by_fold[list.fold]))
        .count();
    right as f32 / lists.len().max(1) as f32
}

fn best_is_right(list: &List, ranker: &Ranker) -> bool {
    list.windows
        .iter()
        .max_by(|one, other| ranker.score(&one.0).total_cmp(&ranker.score(&other.0)))
        .is_some_and(|best| best.1)
}

/// Adam (Kingma and Ba, 2015) over all examples at once.
struct Descent {
    weights: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    step: i32,
    ridge: f32,
}

impl Descent {
    fn new(length: usize, ridge: f32) -> Self {
        Self {
            weights: vec![0.0; length],
            mean: vec![0.0; length],
            square: vec![0.0; length],
            step: 0,
            ridge,
        }
    }

    fn advance(&mut self, gradient: &[f32]) {
        self.step += 1;
        let (slow, fast) = (0.9_f32, 0.999_f32);
        for (place, slope) in gradient.iter().enumerate() {
            let slope = slope + self.ridge * self.weights[place];
            self.mean[place] = slow * self.mean[place] + (1.0 - slow) * slope;
            self.square[place] = fast * self.square[place] + (1.0 - fast) * slope * slope;
            let mean = self.mean[place] / (1.0 - slow.powi(self.step));
            let square = self.square[place] / (1.0 - fast.powi(self.step));
            self.weights[place] -= STEP * mean / (square.sqrt() + 1e-8);
        }
    }
}

fn fit_ranker(lists: &[&List]) -> Features {
    let usable: Vec<&&List> = lists
        .iter()
        .filter(|list| list.windows.iter().any(|window| window.1))
        .collect();
    let mut descent = Descent::new(FEATURE_NAMES.len(), RIDGE);
    for _ in 0..PASSES {
        let mut gradient = vec![0.0; FEATURE_NAMES.len()];
        for list in &usable {
            add_list_gradient(&descent.weights, list, &mut gradient);
        }
        let count: f32 = usable.iter().map(|list| list.weight).sum();
        for slope in &mut gradient {
            *slope /= count.max(f32::MIN_POSITIVE);
        }
        descent.advance(&gradient);
        // Every measure but the length was made so that more of it is better.
        for (name, weight) in FEATURE_NAMES.iter().zip(&mut descent.weights) {
            if *name != "window_length" {
                *weight = weight.max(0.0);
            }
        }
    }
    let mut weights = [0.0; FEATURE_NAMES.len()];
    weights.copy_from_slice(&descent.weights);
    if let Some(place) = FEATURE_NAMES.iter().position(|name| *name == "recency") {
        weights[place] = RECENCY_WEIGHT;
    }
    weights
}

fn add_list_gradient(weights: &[f32], list: &List, gradient: &mut [f32]) {
    let scores: Vec<f32> = list
        .windows
        .iter()
        .map(|(features, _)| weights.iter().zip(features).map(|(w, f)| w * f).sum())
        .collect();
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let exponentials: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let total: f32 = exponentials.iter().sum();
    let right: f32 = exponentials
        .iter()
        .zip(&list.windows)
        .filter(|(_, window)| window.1)
        .map(|(exponential, _)| exponential)
        .sum();
    for (exponential, (features, is_right)) in exponentials.iter().zip(&list.windows) {
        let pull = exponential / total
            - if *is_right {
                exponential / right.max(1e-20)
            } else {
                0.0
            };
        for (slope, feature) in gradient.iter_mut().zip(features) {
            *slope += list.weight * pull * feature;
        }
    }
}

/// Logistic regression.
fn fit_calibration(judged: &[&Judged]) -> Calibration {
    let mut descent = Descent::new(CONFIDENCE_FEATURE_NAMES.len(), CALIBRATION_RIDGE);
    let total: f32 = judged.iter().map(|one| one.weight).sum();
    for _ in 0..CALIBRATION_PASSES {
        let calibration = Calibration {
            weights: with_fixed_weights(&descent.weights),
        };
        let mut gradient = vec![0.0; CONFIDENCE_FEATURE_NAMES.len()];
        for one in judged {
            let expected = f32::from(one.answerable);
            let error = calibration.probability(&one.features) as f32 - expected;
            for (slope, feature) in gradient.iter_mut().zip(&one.features) {
                *slope += error * feature * one.weight / total.max(f32::MIN_POSITIVE);
            }
        }
        descent.advance(&gradient);
        keep_signs(&mut descent.weights);
    }
    Calibration {
        weights: with_fixed_weights(&descent.weights),
    }
}

/// More coverage never makes an answer less probable, and a missing word never makes it more so:
/// measures that nearly repeat each other would otherwise be played off against one another.
fn keep_signs(weights: &mut [f32]) {
    for (name, weight) in CONFIDENCE_FEATURE_NAMES.iter().zip(weights) {
        if name.ends_with("missing") || name.ends_with("share") {
            *weight = weight.min(0.0);
        } else if !UNSIGNED_MEASURES.contains(name) {
            *weight = weight.max(0.0);
        }
    }
}

fn with_fixed_weights(weights: &[f32]) -> Vec<f32> {
    let mut weights = weights.to_vec();
    for (name, weight) in FIXED_WEIGHTS {
        if let Some(place) = CONFIDENCE_FEATURE_NAMES
            .iter()
            .position(|known| *known == name)
        {
            weights[place] = weight;
        }
    }
    weights
}

/// Fits the calibration to all, and writes for each task how well folds that were not seen are told
/// apart.
fn summarize_calibration(judged: &[(String, Vec<Judged>)], summary: &mut String) -> Calibration {
    let with_both: Vec<&Judged> = judged
        .iter()
        .filter(|(_, judged)| {
            judged.iter().filter(|one| !one.answerable).count() >= UNANSWERABLE_NEEDED
        })
        .flat_map(|(_, judged)| judged)
        .collect();
    for (name, own) in judged {
        if own.iter().all(|one| one.answerable) {
            continue;
        }
        let mut scored = Vec::new();
        for fold in 0..FOLDS {
            let others: Vec<&Judged> = with_both
                .iter()
                .copied()
                .filter(|one| one.fold != fold)
                .collect();
            let calibration = fit_calibration(&others);
            for one in own.iter().filter(|one| one.fold == fold) {
                scored.push((calibration.probability(&one.features), one.answerable));
            }
        }
        let (threshold, balanced) = best_threshold(&mut scored);
        let area = area_under_curve(&scored);
        let _ = writeln!(
            summary,
            "{name:<18} told apart {area:.4}  best threshold {threshold:.3} right {balanced:.4}"
        );
    }
    fit_calibration(&with_both)
}

/// Probability that a random answerable question scores above a random unanswerable one; `scored`
/// is sorted by score.
fn area_under_curve(scored: &[(f64, bool)]) -> f64 {
    let (mut below, mut pairs, mut positives) = (0.0, 0.0, 0.0);
    for (_, answerable) in scored {
        if *answerable {
            pairs += below;
            positives += 1.0;
        } else {
            below += 1.0;
        }
    }
    pairs / f64::max(1.0, below * positives)
}

/// The threshold with the best mean of both rates of right decisions; sorts `scored`.
fn best_threshold(scored: &mut [(f64, bool)]) -> (f64, f64) {
    scored.sort_by(|one, other| one.0.total_cmp(&other.0));
    let positives = scored.iter().filter(|one| one.1).count() as f64;
    let negatives = scored.len() as f64 - positives;
    let (mut kept, mut refused) = (positives, 0.0);
    let mut best = (0.0, 0.5);
    for (score, answerable) in scored.iter() {
        if *answerable {
            kept -= 1.0;
        } else {
            refused += 1.0;
        }
        let balanced = f64::midpoint(kept / positives.max(1.0), refused / negatives.max(1.0));
        if balanced > best.1 {
            best = (*score, balanced);
        }
    }
    best
}
