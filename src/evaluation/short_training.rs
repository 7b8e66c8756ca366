//! Learns the weights by which short answers are chosen, from questions with known answers.
//!
//! The loss is the same listwise softmax as the ranker's: minus the logarithm of the share that the
//! right spans have of the sum of all spans' exponentials. Each group of answer types has weights of
//! its own beside common ones, so that a small group leans on the others (Daumé 2007). The problem
//! is convex and starts from zero, so the same data give the same weights.

use std::fmt::Write as _;

use crate::answer::{Answerer, GROUPS, Group, MeasuredSpan, SPAN_FEATURE_NAMES, SpanModel};
use crate::index::{Index, Snapshot};
use crate::retrieval::Ranked;

use super::judge::{exact_match, token_f1};
use super::training_task::{TaskError, TrainingQuestion, TrainingTask};

/// Folds of the cross-validation, by group.
const FOLDS: usize = 5;
/// Quotes that may name the answer, as when answering.
const QUOTES: usize = 3;
/// Passes over the data.
const PASSES: usize = 250;
/// Step of the gradient descent with Adam.
const STEP: f32 = 0.05;
/// Weight of the squared common weights in the loss.
const COMMON_RIDGE: f32 = 3e-5;
/// The same for the weights of a group.
const OWN_RIDGE: f32 = 2e-4;
/// A span that shares less with the gold answer is not what was asked.
const LEAST_F1: f64 = 0.5;
/// Of the questions for a thing every so many are learned from: they are many, and their quotes hold
/// hundreds of phrases.
const THINGS_STEP: usize = 2;

/// Weights that are at least so high, by name. The public data ask `which resolution` and `which
/// countries` too seldom to learn that `Resolution 2094` and all the countries are what is wanted.
const LEAST_WEIGHTS: [(&str, f32); 2] = [("numbered_focus", 3.0), ("list_where_asked", 2.5)];

const MEASURES: usize = SPAN_FEATURE_NAMES.len();

/// What training made, and how good it is on questions that it did not see.
#[derive(Debug)]
pub struct ShortReport {
    /// The model's file.
    pub model: String,
    /// The figures by group of answer types, as a text table.
    pub summary: String,
}

/// One span of a quote with how right it is.
struct Span {
    /// Measures that are not zero, by place.
    measures: Vec<(u16, f32)>,
    quote: usize,
    exact: bool,
    f1: f32,
    right: bool,
}

/// One question's spans.
struct List {
    group: Group,
    fold: usize,
    spans: Vec<Span>,
}

type Weights = Vec<f32>;

/// Trains on the factual questions of `tasks`.
///
/// # Errors
///
/// When an index cannot be made or read.
pub fn train_short(
    tasks: Vec<TrainingTask>,
    progress: &mut dyn FnMut(&str),
) -> Result<ShortReport, TaskError> {
    let mut lists = Vec::new();
    for mut task in tasks {
        if task.questions.iter().all(|one| one.answers().is_empty()) {
            continue;
        }
        progress(&format!("reading the spans of {}", task.name));
        let index = Index::in_memory()?;
        index.update_articles(std::mem::take(&mut task.articles))?;
        lists.extend(task_lists(&task, &index.snapshot())?);
    }
    progress("fitting the short answers");
    let mut summary = String::new();
    let mut unseen = Vec::new();
    for fold in 0..FOLDS {
        let others: Vec<&List> = lists.iter().filter(|list| list.fold != fold).collect();
        unseen.push(fit(&others));
    }
    for (group, name) in GROUPS {
        let own: Vec<&List> = lists.iter().filter(|list| list.group == group).collect();
        if !own.is_empty() {
            let _ = writeln!(summary, "{name:<8} {}", figures(&own, &unseen));
        }
    }
    let facts: Vec<&List> = lists
        .iter()
        .filter(|list| !matches!(list.group, Group::Thing | Group::Clause))
        .collect();
    let _ = writeln!(summary, "facts    {}", figures(&facts, &unseen));
    let all: Vec<&List> = lists.iter().collect();
    Ok(ShortReport {
        model: model(&fit(&all)).to_json(),
        summary,
    })
}

fn task_lists(task: &TrainingTask, snapshot: &Snapshot) -> Result<Vec<List>, TaskError> {
    let mut lists = Vec::new();
    let answerer = Answerer::new(snapshot, 0.0);
    let mut things = 0;
    for question in &task.questions {
        if !question.answerable || question.answers().is_empty() || !question.scope.is_empty() {
            continue;
        }
        let parsed = answerer.parse("", &question.text);
        let group = Group::of(&parsed);
        if group == Group::Clause || parsed.definition {
            continue;
        }
        if group == Group::Thing {
            things += 1;
            if things % THINGS_STEP != 0 {
                continue;
            }
        }
        let (ranked, spans) = answerer.measured_spans(&parsed, QUOTES)?;
        lists.push(List {
            group,
            fold: crate::text::hash_stem(&question.group) as usize % FOLDS,
            spans: judge(question, &ranked, spans),
        });
    }
    Ok(lists)
}

fn judge(
    question: &TrainingQuestion,
    ranked: &[Ranked],
    spans: Vec<Vec<MeasuredSpan>>,
) -> Vec<Span> {
    let mut judged = Vec::new();
    for (quote, (one, spans)) in ranked.iter().zip(spans).enumerate() {
        let text = one.block.quote(one.window.span);
        let answered = question.is_answered_by(&one.block.article.id, one.window.span, text);
        for span in spans {
            let words = one.block.quote(span.span);
            let f1 = token_f1(words, question.answers()) as f32;
            judged.push(Span {
                measures: sparse(&span.features),
                quote,
                exact: exact_match(words, question.answers()),
                f1,
                right: answered && f64::from(f1) >= LEAST_F1,
            });
        }
    }
    keep_best(&mut judged);
    judged
}

/// Only the spans nearest to the gold answer are right.
fn keep_best(judged: &mut [Span]) {
    let best = judged
        .iter()
        .filter(|one| one.right)
        .map(|one| one.f1)
        .fold(0.0, f32::max);
    for one in judged {
        one.right &= one.f1 >= best;
    }
}

fn sparse(measures: &[f32]) -> Vec<(u16, f32)> {
    measures
        .iter()
        .enumerate()
        .filter(|(_, value)| **value != 0.0)
        .map(|(place, value)| (u16::try_from(place).unwrap_or(u16::MAX), *value))
        .collect()
}

/// The common weights followed by those of each group.
fn fit(lists: &[&List]) -> Weights {
    let usable: Vec<&&List> = lists
        .iter()
        .filter(|list| list.spans.iter().any(|span| span.right))
        .collect();
    let length = MEASURES * (GROUPS.len() + 1);
    let mut weights = vec![0.0_f32; length];
    let (mut mean, mut square) = (vec![0.0_f32; length], vec![0.0_f32; length]);
    for pass in 1..=PASSES {
        let mut gradient = vec![0.0_f32; length];
        for list in &usable {
            add_gradient(&weights, list, &mut gradient);
        }
        let count = usable.len().max(1) as f32;
        for place in 0..length {
            let ridge = if place < MEASURES {
                COMMON_RIDGE
            } else {
                OWN_RIDGE
            };
            let slope = gradient[place] / count + ridge * weights[place];
            mean[place] = 0.9 * mean[place] + 0.1 * slope;
            square[place] = 0.999 * square[place] + 0.001 * slope * slope;
            let steps = i32::try_from(pass).unwrap_or(i32::MAX);
            let fair_mean = mean[place] / (1.0 - 0.9_f32.powi(steps));
            let fair_square = square[place] / (1.0 - 0.999_f32.powi(steps));
            weights[place] -= STEP * fair_mean / (fair_square.sqrt() + 1e-8);
        }
    }
    weights
}

fn score(weights: &[f32], group: Group, span: &Span) -> f32 {
    let own = MEASURES * (group as usize + 1);
    span.measures
        .iter()
        .map(|(place, value)| {
            let place = usize::from(*place);
            value * (weights[place] + weights[own + place])
        })
        .sum()
}

fn add_gradient(weights: &[f32], list: &List, gradient: &mut [f32]) {
    let scores: Vec<f32> = list
        .spans
        .iter()
        .map(|span| score(weights, list.group, span))
        .collect();
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let shares: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let total: f32 = shares.iter().sum();
    let right: f32 = shares
        .iter()
        .zip(&list.spans)
        .filter(|(_, span)| span.right)
        .map(|(share, _)| share)
        .sum();
    let own = MEASURES * (list.group as usize + 1);
    for (share, span) in shares.iter().zip(&list.spans) {
        let mut pull = share / total;
        if span.right {
            pull -= share / right.max(1e-20);
        }
        for (place, value) in &span.measures {
            let place = usize::from(*place);
            gradient[place] += pull * value;
            gradient[own + place] += pull * value;
        }
    }
}

/// Exact match and F1 of the best span of the first quote, and of the best of all quotes, each by
/// weights that have not seen the question.
fn figures(lists: &[&List], unseen: &[Weights]) -> String {
    let (mut first, mut first_f1, mut all, mut all_f1, mut possible) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for list in lists {
        let weights = &unseen[list.fold];
        let best = |read: usize| {
            list.spans
                .iter()
                .filter(|span| span.quote < read)
                .max_by(|one, other| {
                    score(weights, list.group, one).total_cmp(&score(weights, list.group, other))
                })
        };
        if let Some(best) = best(1) {
            first += f32::from(best.exact);
            first_f1 += best.f1;
        }
        if let Some(best) = best(QUOTES) {
            all += f32::from(best.exact);
            all_f1 += best.f1;
        }
        possible += f32::from(list.spans.iter().any(|span| span.quote < 1 && span.exact));
    }
    let count = lists.len().max(1) as f32;
    format!(
        "questions {:>5}  first quote: exact {:.4}  F1 {:.4}  (at most {:.4})  \
         three quotes: exact {:.4}  F1 {:.4}",
        lists.len(),
        first / count,
        first_f1 / count,
        possible / count,
        all / count,
        all_f1 / count
    )
}

/// Common and own weights put together.
fn model(weights: &[f32]) -> SpanModel {
    let mut groups = [[0.0; MEASURES]; GROUPS.len()];
    for (group, own) in groups.iter_mut().enumerate() {
        for (place, weight) in own.iter_mut().enumerate() {
            *weight = weights[place] + weights[MEASURES * (group + 1) + place];
        }
    }
    for group in &mut groups {
        for (name, least) in LEAST_WEIGHTS {
            if let Some(place) = SPAN_FEATURE_NAMES.iter().position(|known| *known == name) {
                group[place] = group[place].max(least);
            }
        }
    }
    SpanModel::new(groups)
}
