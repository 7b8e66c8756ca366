//! When: the sentences that speak of a date, in the order of the dates that they speak of.

use crate::answer::model::{Evidence, HighlightKind};
use crate::index::{Mark, Query, Result};
use crate::mention::{Certainty, DateInterval, DateMention, Granularity, MentionKind};
use crate::question::Topic;
use crate::text::Span;

use super::Survey;
use super::entities::Entities;
use super::material::Material;
use super::passage::Passage;
use super::subject::Subject;
use super::weights::Weights;

/// Dates of a timeline at most; the most central ones are kept.
const DATES: usize = 60;
/// Share of free words that a sentence and its surroundings must hold.
const ENOUGH: f32 = 0.5;
/// More alike than this, two sentences of one day tell the same event.
const SAME_EVENT: f32 = 0.2;

/// Dated sentences in the order of their dates.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Earliest date first.
    pub dated: Vec<Dated>,
    /// Sentences whose date cannot be told because their article has none.
    pub undatable: usize,
    /// Dated sentences left out because there are too many.
    pub left_out: usize,
    /// Misspelt words and what was searched in their place.
    pub corrections: Vec<(String, String)>,
}

/// One event with its date.
#[derive(Clone, Debug)]
pub struct Dated {
    /// The days that the sentence speaks of; not the day of publication.
    pub when: DateInterval,
    /// How sure the reading of the date is.
    pub certainty: Certainty,
    /// Other articles that tell the same, reprints not counted.
    pub others: usize,
    /// The sentence, its date marked.
    pub evidence: Evidence,
}

/// A passage asked about, with the words that match.
struct Asked<'a> {
    passage: &'a Passage,
    marks: Vec<Span>,
    worth: f32,
}

/// A dated sentence on its way into a timeline.
struct Event<'a> {
    when: DateInterval,
    certainty: Certainty,
    passage: &'a Passage,
    marks: Vec<(Span, HighlightKind)>,
    score: f32,
    tellers: Vec<usize>,
}

impl Survey<'_> {
    /// The timeline of the whole story, of a topic, or of what the words `about` speak of.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn timeline(&self, topic: Option<&Topic>, about: &str) -> Result<Timeline> {
        let subject = Subject::parse(self.snapshot, about);
        let material = self.dated_material(topic, subject.as_ref())?;
        let weights = Weights::new(&material);
        let entities = Entities::new(&material);
        let mut timeline = Timeline::default();
        let mut events = Vec::new();
        for asked in self.asked(&material, &weights, topic, subject.as_ref()) {
            let passage = asked.passage;
            let dates: Vec<(Span, &DateMention)> = dates(passage).collect();
            let Some((_, when, certainty)) = main_date(&dates) else {
                timeline.undatable += usize::from(is_undatable(passage, &dates));
                continue;
            };
            let words = asked.marks.into_iter();
            let mut marks: Vec<_> = words.map(|span| (span, HighlightKind::Match)).collect();
            marks.extend(dates.iter().map(|(span, _)| (*span, HighlightKind::Answer)));
            let named = named(&entities, passage);
            events.push(Event {
                when,
                certainty,
                marks,
                score: (0.2 + weights.centrality(passage) + 0.05 * named)
                    * asked.worth
                    * self.readability(passage),
                tellers: vec![passage.article],
                passage,
            });
        }
        let mut events = join_same(&weights, events);
        timeline.left_out = events.len().saturating_sub(DATES);
        events.truncate(DATES);
        events.sort_by_key(|event| {
            let width = (event.when.to - event.when.from).get_days();
            (
                event.when.from,
                std::cmp::Reverse(width),
                event.passage.article,
            )
        });
        timeline.dated = events.into_iter().map(|event| self.dated(event)).collect();
        timeline.corrections = subject.map_or_else(Vec::new, |one| one.question.corrections);
        Ok(timeline)
    }

    fn dated_material(&self, topic: Option<&Topic>, subject: Option<&Subject>) -> Result<Material> {
        let mut query = Query {
            marks: vec![Mark::Date],
            ..Query::default()
        };
        if topic.is_none() && subject.is_none() {
            return Material::of_story(self.snapshot, &[Mark::Date]);
        }
        if let Some(topic) = topic {
            query = super::cue::Cues::new(topic).add_to(query);
        }
        if let Some(subject) = subject {
            query = subject.add_to(query);
        }
        Material::found_or_whole(self.snapshot, &query)
    }

    /// The passages asked about.
    fn asked<'m>(
        &self,
        material: &'m Material,
        weights: &Weights,
        topic: Option<&Topic>,
        subject: Option<&Subject>,
    ) -> Vec<Asked<'m>> {
        if let Some(topic) = topic {
            let found = self.on_topic(material, weights, topic, subject);
            let own = |passage: &Passage| material.passages.iter().find(|own| own.is(passage));
            return found
                .into_iter()
                .filter_map(|one| {
                    Some(Asked {
                        passage: own(&one.candidate.passage)?,
                        marks: one.marks,
                        worth: 1.0,
                    })
                })
                .collect();
        }
        let asked = material.passages.iter().filter_map(|passage| {
            let fit = subject.map(|subject| subject.fit(passage));
            let (marks, worth) = match fit {
                None => (Vec::new(), 1.0),
                Some(fit) if fit.score < ENOUGH => return None,
                Some(fit) => (fit.spans, 1.0 + fit.score),
            };
            Some(Asked {
                passage,
                marks,
                worth,
            })
        });
        asked.collect()
    }

    fn dated(&self, event: Event<'_>) -> Dated {
        Dated {
            when: event.when,
            certainty: event.certainty,
            others: event.tellers.len() - 1,
            evidence: event.passage.evidence(self.quote_length, event.marks),
        }
    }
}

fn dates(passage: &Passage) -> impl Iterator<Item = (Span, &DateMention)> {
    passage
        .mentions()
        .filter_map(|mention| match &mention.kind {
            MentionKind::Date(date) => Some((mention.span, date)),
            _ => None,
        })
}

/// The date that a sentence is filed under: the finest that is sure, the first of equals. A
/// decade or century is no date of an event.
fn main_date(dates: &[(Span, &DateMention)]) -> Option<(Span, DateInterval, Certainty)> {
    dates
        .iter()
        .filter_map(|(span, date)| Some((*span, date.interval?, date.certainty)))
        .filter(|(_, when, _)| {
            !matches!(when.granularity, Granularity::Decade | Granularity::Century)
        })
        .min_by_key(|(span, when, certainty)| {
            let fine =
                when.granularity > Granularity::Month && when.granularity != Granularity::Range;
            (*certainty == Certainty::Uncertain, fine, span.start)
        })
}

/// True for a sentence that speaks of a date which only the article's own date would tell. `now`
/// and the like are no dates of anything.
fn is_undatable(passage: &Passage, dates: &[(Span, &DateMention)]) -> bool {
    passage.block.article.published.is_none()
        && dates
            .iter()
            .any(|(_, date)| date.interval.is_none() && date.certainty != Certainty::Uncertain)
}

/// How many prominent names a passage holds.
fn named(entities: &Entities, passage: &Passage) -> f32 {
    let count = passage
        .mentions()
        .filter_map(|mention| match &mention.kind {
            MentionKind::Name(name) => entities.get(&name.key),
            _ => None,
        })
        .filter(|entity| entity.articles > 1)
        .count();
    count.min(4) as f32
}

/// Joins sentences of different articles that tell the same event; best first.
fn join_same<'a>(weights: &Weights, mut events: Vec<Event<'a>>) -> Vec<Event<'a>> {
    events.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut kept: Vec<Event<'a>> = Vec::new();
    for event in events {
        let same = kept.iter_mut().find(|better| {
            is_same_time(better.when, event.when)
                && !better.tellers.contains(&event.passage.article)
                && weights.similarity(better.passage, event.passage) > SAME_EVENT
        });
        match same {
            Some(better) => better.tellers.push(event.passage.article),
            None => kept.push(event),
        }
    }
    kept
}

/// True for the same days, and for a day in a month or so that was said less finely.
fn is_same_time(one: DateInterval, other: DateInterval) -> bool {
    let long = |when: DateInterval| when.granularity > Granularity::Month;
    one == other || (one.covers(other) || other.covers(one)) && !long(one) && !long(other)
}
