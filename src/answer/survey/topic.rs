//! A topic of the story: quotes that cover it, each adding another article or another aspect.

use crate::answer::model::HighlightKind;
use crate::index::{Field, Query, Result};
use crate::mention::{MentionKind, NameMention};
use crate::question::Topic;
use crate::text::{Span, fold_phrase};

use super::cue::{Cues, Found};
use super::material::Material;
use super::passage::{Passage, evidence};
use super::pick::{Candidate, pick_by};
use super::subject::{Subject, paragraph};
use super::weights::Weights;
use super::{Selection, Survey};

/// Quotes of a topic at most.
const QUOTES: usize = 30;
/// What is left of a cue's worth each time that it is quoted again.
const AGAIN: f32 = 0.45;

/// A passage that speaks of a topic.
#[derive(Clone, Debug)]
pub(super) struct OnTopic {
    pub(super) candidate: Candidate,
    cues: Vec<Found>,
    span: Span,
    pub(super) marks: Vec<Span>,
}

impl Survey<'_> {
    /// Quotes on `topic`, narrowed to what also holds the words of `narrow` unless that is empty.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn topic(&self, topic: &Topic, narrow: &str) -> Result<Selection> {
        let subject = Subject::parse(self.snapshot, narrow);
        let cues = Cues::new(topic);
        let mut query = cues.add_to(Query::new());
        for name in &topic.who {
            query = query.with_term(Field::Speaker, fold_phrase(name), 1.0);
        }
        if let Some(subject) = &subject {
            query = subject.add_to(query);
        }
        let material = Material::found_or_whole(self.snapshot, &query)?;
        let weights = Weights::new(&material);
        let found = self.on_topic(&material, &weights, topic, subject.as_ref());
        let candidates: Vec<Candidate> = found.iter().map(|one| one.candidate.clone()).collect();
        let picked = pick_by(&weights, &candidates, QUOTES, &|place, picked| {
            fresh_worth(&cues, &found, place, picked)
        });
        Ok(Selection {
            evidence: picked
                .into_iter()
                .map(|place| {
                    let one = &found[place];
                    let marks = one.marks.iter().map(|span| (*span, HighlightKind::Match));
                    evidence(&one.candidate.passage.block, one.span, marks.collect())
                })
                .collect(),
            corrections: subject.map_or_else(Vec::new, |subject| subject.question.corrections),
        })
    }

    /// The passages of `material` that speak of a topic, in its order.
    pub(super) fn on_topic(
        &self,
        material: &Material,
        weights: &Weights,
        topic: &Topic,
        subject: Option<&Subject>,
    ) -> Vec<OnTopic> {
        let cues = Cues::new(topic);
        let mut found = Vec::new();
        for passage in &material.passages {
            let fit = match subject.map(|subject| subject.fit(passage)) {
                Some(fit) if !fit.whole => continue,
                fit => fit.unwrap_or_default(),
            };
            let Some(span) = passage.span_with(&fit.beside, self.quote_length) else {
                continue;
            };
            let Some(mut one) = speaks_of(&cues, topic, passage) else {
                continue;
            };
            one.span = span;
            one.marks.extend(fit.beside);
            let central = 1.0 + weights.centrality(passage);
            one.candidate.score =
                (one.candidate.score + 1.5 * fit.score) * central * self.readability(passage);
            one.marks.extend(fit.spans);
            found.push(one);
        }
        found
    }
}

/// How a passage speaks of a topic; `None` where it does not.
fn speaks_of(cues: &Cues, topic: &Topic, passage: &Passage) -> Option<OnTopic> {
    let found = cues.find(passage);
    let mut numbers: Vec<usize> = found.iter().map(|one| one.cue).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let worth: f32 = numbers.iter().map(|cue| cues.weight(*cue)).sum();
    let strong = numbers.iter().any(|cue| cues.is_strong(*cue));
    let titled = cues.in_title(&passage.block);
    let supported = strong || titled && numbers.len() > 1 || strong_beside(cues, passage);
    let by_whom = if topic.who.is_empty() {
        0.0
    } else {
        whose(topic, passage)?
    };
    if numbers.is_empty() || !supported {
        return None;
    }
    Some(OnTopic {
        candidate: Candidate {
            passage: passage.clone(),
            score: worth.sqrt() + by_whom + if titled { 0.3 } else { 0.0 },
        },
        span: passage.span(),
        marks: found.iter().map(|one| one.span).collect(),
        cues: found,
    })
}

/// True when another sentence of the paragraph speaks of the topic.
fn strong_beside(cues: &Cues, passage: &Passage) -> bool {
    let paragraph = paragraph(&passage.block, passage);
    (0..passage.block.sentences.len())
        .filter(|place| paragraph.contains(passage.block.sentences[*place].span))
        .map(|place| Passage::new(&passage.block, place, passage.article))
        .any(|beside| cues.find(&beside).iter().any(|one| cues.is_strong(one.cue)))
}

/// What it adds that the passage is said by one of those whose words count, or names one;
/// `None` when neither.
fn whose(topic: &Topic, passage: &Passage) -> Option<f32> {
    let wanted: Vec<String> = topic.who.iter().map(|name| fold_phrase(name)).collect();
    let is_wanted = |key: &str| wanted.iter().any(|name| means(key, name));
    let mut best: Option<f32> = None;
    for mention in passage.mentions() {
        let worth = match &mention.kind {
            MentionKind::Quotation(quotation) => {
                let named = quotation.speaker_span.is_some_and(|span| {
                    let words = fold_phrase(passage.block.quote(span));
                    wanted.iter().any(|name| words.contains(name.as_str()))
                });
                (named || quotation.speaker.as_deref().is_some_and(is_wanted)).then_some(1.0)
            }
            MentionKind::Name(NameMention { key, .. }) => is_wanted(key).then_some(0.4),
            _ => None,
        };
        best = match (best, worth) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        };
    }
    best
}

/// True when a key is the name, or ends with it (`us. state department`, `state department`).
fn means(key: &str, name: &str) -> bool {
    key == name
        || key
            .strip_suffix(name)
            .is_some_and(|rest| rest.ends_with(' '))
}

/// Share of a passage's worth that is new after the passages picked already.
fn fresh_worth(cues: &Cues, found: &[OnTopic], place: usize, picked: &[usize]) -> f32 {
    let (mut all, mut fresh) = (0.0, 0.0);
    let mut seen: Vec<usize> = Vec::new();
    for one in &found[place].cues {
        if seen.contains(&one.cue) {
            continue;
        }
        seen.push(one.cue);
        let told = picked
            .iter()
            .filter(|other| found[**other].cues.iter().any(|two| two.cue == one.cue))
            .count();
        all += cues.weight(one.cue);
        fresh += cues.weight(one.cue) * AGAIN.powi(i32::try_from(told).unwrap_or(i32::MAX));
    }
    if all > 0.0 { fresh / all } else { 1.0 }
}

/// The topic's words in a passage; `None` where it does not speak of the topic.
pub(super) fn spans_of(topic: &Topic, passage: &Passage) -> Option<Vec<Span>> {
    speaks_of(&Cues::new(topic), topic, passage).map(|one| one.marks)
}
