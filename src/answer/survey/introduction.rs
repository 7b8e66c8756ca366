//! Who and where: the names of a story, each with the quote that says best what it is.

use std::collections::BTreeMap;

use crate::answer::model::{Evidence, HighlightKind};
use crate::index::{Mark, Result};
use crate::mention::{Mention, MentionKind, NameKind, NameMention, country_of, is_place};
use crate::text::{Span, fold_phrase};

use super::entities::{Entities, Entity};
use super::material::Material;
use super::passage::{Passage, evidence};
use super::{Introduction, Survey};

/// Names introduced at most.
const INTRODUCED: usize = 40;
/// A second name in one quote is as good as a quote that is worse by this much.
const SHARED_QUOTE_COST: f32 = 0.6;

impl Survey<'_> {
    /// The main people, then the main organisations, most prominent first.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn people_and_organizations(&self) -> Result<Vec<Introduction>> {
        let marks = [Mark::Person, Mark::Organization];
        let material = Material::of_story(self.snapshot, &marks)?;
        let entities = Entities::new(&material);
        let mut introductions = Vec::new();
        for kind in [NameKind::Person, NameKind::Organization] {
            let wanted = |entity: &Entity| entity.kind == kind && is_somebody(entity);
            introductions.extend(self.introduce(&material, &entities, &wanted));
        }
        Ok(introductions)
    }

    /// The places, most prominent first; a country counts where its people are named.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn places(&self) -> Result<Vec<Introduction>> {
        let material = Material::of_story(self.snapshot, &[Mark::Place])?;
        let entities = Entities::new(&material);
        let peoples = count_peoples(&entities);
        let wanted = |entity: &Entity| entity.kind == NameKind::Place;
        let mut places = self.introduce(&material, &entities, &wanted);
        let people_of = |place: &Introduction| {
            let key = fold_phrase(&place.name);
            let country = country_of(&key).filter(|country| is_country(&key, country));
            country.and_then(|country| peoples.get(country)).copied()
        };
        for place in &mut places {
            if let Some(articles) = people_of(place) {
                place.articles = place.articles.max(articles);
            }
        }
        places.sort_by_key(|place| std::cmp::Reverse(place.articles));
        Ok(places)
    }

    fn introduce(
        &self,
        material: &Material,
        entities: &Entities,
        wanted: &dyn Fn(&Entity) -> bool,
    ) -> Vec<Introduction> {
        let mut best: BTreeMap<usize, Vec<(f32, &Passage, Span)>> = BTreeMap::new();
        for passage in &material.passages {
            for mention in passage.mentions() {
                let MentionKind::Name(name) = &mention.kind else {
                    continue;
                };
                let Some(place) = entities.find(&name.key) else {
                    continue;
                };
                let entity = &entities.all[place];
                if wanted(entity) && name.kind != NameKind::Demonym {
                    let score = self.definition(passage, mention, name, entity);
                    let quotes = best.entry(place).or_default();
                    quotes.push((score, passage, mention.span));
                }
            }
        }
        // Numbers of names run from the most prominent on.
        let mut introductions: Vec<Introduction> = Vec::new();
        for (place, quotes) in best.into_iter().take(INTRODUCED) {
            let entity = &entities.all[place];
            let evidence = self.best_definition(quotes, &introductions);
            introductions.extend(evidence.map(|evidence| Introduction {
                name: entity.display.clone(),
                kind: entity.kind,
                articles: entity.articles,
                evidence,
            }));
        }
        introductions
    }

    /// The best quote; one that introduces somebody else already has to be clearly better.
    fn best_definition(
        &self,
        quotes: Vec<(f32, &Passage, Span)>,
        taken: &[Introduction],
    ) -> Option<Evidence> {
        let cost = |passage: &Passage| {
            let span = passage.quote_span(self.quote_length);
            let shown = taken.iter().any(|other| {
                other.evidence.block.article.id == passage.block.article.id
                    && other.evidence.span.overlaps(span)
            });
            if shown { SHARED_QUOTE_COST } else { 0.0 }
        };
        let (_, passage, span) = quotes
            .into_iter()
            .map(|(score, passage, span)| (score - cost(passage), passage, span))
            .reduce(|one, other| if other.0 > one.0 { other } else { one })?;
        let quoted = definition_span(passage, span, self.quote_length);
        let marks = vec![(span, HighlightKind::Answer)];
        Some(evidence(&passage.block, quoted, marks))
    }

    /// How well a passage says who or what the name in it is.
    fn definition(
        &self,
        passage: &Passage,
        mention: &Mention,
        name: &NameMention,
        entity: &Entity,
    ) -> f32 {
        let written = passage.block.quote(mention.span);
        let full = fold_phrase(written) == fold_phrase(&entity.display);
        let span = passage.span();
        let before = passage
            .block
            .quote(Span::new(span.start, mention.span.start));
        let after = passage.block.quote(Span::new(mention.span.end, span.end));
        let early = 1.0 / (1.0 + 0.2 * passage.sentence().number as f32);
        let subject = 1.0 - before.len() as f32 / span.len().max(1) as f32;
        let explained = match entity.kind {
            NameKind::Place => locates(before, after) - crowd(passage),
            NameKind::Organization => explains(after) - belongs(after),
            _ => explains(after),
        };
        let role = name.role.map_or(0.0, |role| {
            // `his sister` says little to whoever does not know his name.
            if is_vague(passage.block.quote(role)) {
                1.2
            } else {
                2.5
            }
        });
        let score = role + explained + f32::from(full) + early + 0.5 * subject;
        score * self.readability(passage)
    }
}

/// True for a role that says whose only to whoever read on from the sentence before.
pub(super) fn is_vague(role: &str) -> bool {
    let role = role.to_lowercase();
    ["his ", "her ", "its ", "their "]
        .iter()
        .any(|start| role.starts_with(start))
}

/// The quote for a definition: with the sentence before it, where the role leans on that.
fn definition_span(passage: &Passage, name: Span, quote_length: usize) -> Span {
    let own = passage.quote_span(quote_length);
    let leans = passage.mentions().any(|mention| match &mention.kind {
        MentionKind::Name(other) if mention.span == name => other
            .role
            .is_some_and(|role| is_vague(passage.block.quote(role))),
        _ => false,
    });
    let before = passage.place.checked_sub(1).filter(|_| leans);
    let Some(before) = before.map(|place| passage.block.sentences[place]) else {
        return own;
    };
    let whole = before.span.union(own);
    let fits = before.paragraph == passage.sentence().paragraph && whole.len() <= quote_length;
    if fits { whole } else { own }
}

/// Leaves out what is probably no name of anybody: a lone word, named once.
fn is_somebody(entity: &Entity) -> bool {
    let several = entity.display.contains(' ');
    match entity.kind {
        NameKind::Person => entity.role.is_some() || entity.speaks || entity.mentions > 1,
        _ => entity.mentions > 1 || several && entity.speaks,
    }
}

/// Articles that name the people of each country.
fn count_peoples(entities: &Entities) -> BTreeMap<&'static str, usize> {
    let mut peoples: BTreeMap<&'static str, usize> = BTreeMap::new();
    for entity in &entities.all {
        if entity.kind == NameKind::Demonym
            && let Some(country) = country_of(&fold_phrase(&entity.display))
        {
            let articles = peoples.entry(country).or_default();
            *articles = entity.articles.max(*articles);
        }
    }
    peoples
}

/// True for the country itself, false for its capital or a seat of its government.
fn is_country(key: &str, country: &str) -> bool {
    let canonical = crate::mention::canonical_key(key);
    is_place(key) && canonical.as_deref() == Some(country)
}

/// What follows a name that is being explained: `is a`, `, the`, `, who`, `(`.
fn explains(after: &str) -> f32 {
    const COPULA: &[&str] = &[
        " is a ",
        " is an ",
        " is the ",
        " was a ",
        " was an ",
        " was the ",
        " are a ",
        " are the ",
        ", which is ",
        ", who is ",
        ", who was ",
    ];
    const APPOSITION: &[&str] = &[
        ", a ",
        ", an ",
        ", the ",
        ", its ",
        ", his ",
        ", her ",
        ", their ",
        ", who ",
        ", which ",
        ", one of ",
    ];
    let starts = |openings: &[&str]| openings.iter().any(|start| after.starts_with(start));
    if starts(COPULA) {
        2.0
    } else if starts(APPOSITION) {
        1.2
    } else if after.starts_with(" (") || after.starts_with(", ") && after[2..].contains("'s ") {
        0.6
    } else {
        0.0
    }
}

/// `the ministry's car` says nothing of the ministry.
fn belongs(after: &str) -> f32 {
    let possessive = after.starts_with("'s ") || after.starts_with("’s ");
    if possessive { 1.0 } else { 0.0 }
}

/// A row of places says little of each.
fn crowd(passage: &Passage) -> f32 {
    let places = passage.mentions().filter(
        |mention| matches!(&mention.kind, MentionKind::Name(name) if name.kind == NameKind::Place),
    );
    0.4 * places.count().saturating_sub(2) as f32
}

/// A place is told best where something happens in it, or where it is explained.
fn locates(before: &str, after: &str) -> f32 {
    const IN: &[&str] = &[
        "in", "at", "near", "outside", "from", "to", "into", "inside", "across", "off", "around",
        "the",
    ];
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let preposition = IN.contains(&last.to_lowercase().as_str());
    explains(after) + if preposition { 1.0 } else { 0.0 }
}
