//! How many: the sentences whose figures are worth telling.

use std::collections::BTreeSet;

use crate::answer::model::{Evidence, HighlightKind};
use crate::index::{Mark, Result};
use crate::mention::{Dimension, Mention, MentionKind, Quantity};
use crate::text::Span;

use super::Survey;
use super::material::Material;
use super::passage::Passage;
use super::pick::{Candidate, pick};
use super::weights::Weights;

/// Sentences with figures at most.
const FIGURES: usize = 30;

/// What makes two figures the same: value, upper end, dimension and unit.
type Key = (u64, u64, u8, String);

impl Survey<'_> {
    /// Sentences with figures, the most telling first; a figure that was told already is not told
    /// again.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn figures(&self) -> Result<Vec<Evidence>> {
        let material = Material::of_story(self.snapshot, &[Mark::Quantity, Mark::Money])?;
        let weights = Weights::new(&material);
        let mut candidates = Vec::new();
        for passage in &material.passages {
            let telling: f32 = figures(passage).map(|(_, quantity)| worth(quantity)).sum();
            if telling > 0.0 {
                let central = 0.5 + weights.centrality(passage);
                candidates.push(Candidate {
                    passage: passage.clone(),
                    score: telling.sqrt() * central * self.readability(passage),
                });
            }
        }
        let mut told: BTreeSet<Key> = BTreeSet::new();
        let mut evidence = Vec::new();
        for place in pick(&weights, &candidates, FIGURES) {
            let passage = &candidates[place].passage;
            let keys: Vec<Key> = figures(passage)
                .map(|(_, quantity)| key(quantity))
                .collect();
            if keys.iter().all(|key| told.contains(key)) {
                continue;
            }
            told.extend(keys);
            let marks = figures(passage)
                .map(|(mention, _)| (mention.span, HighlightKind::Answer))
                .collect();
            evidence.push(passage.evidence(self.quote_length, marks));
        }
        Ok(evidence)
    }
}

/// The figures of a passage that are worth telling.
fn figures(passage: &Passage) -> impl Iterator<Item = (&Mention, &Quantity)> {
    passage
        .mentions()
        .filter_map(|mention| match &mention.kind {
            MentionKind::Quantity(quantity) if worth(quantity) > 0.0 => {
                (!names_something(passage, mention.span)).then_some((mention, quantity))
            }
            _ => None,
        })
}

/// How much a figure tells: money and measures more than counts, and pairs of things nothing.
fn worth(quantity: &Quantity) -> f32 {
    match quantity.dimension {
        Dimension::Ordinal => 0.0,
        Dimension::Money => 2.0,
        Dimension::Count if quantity.unit.is_none() || quantity.value < 3.0 => 0.0,
        Dimension::Count if quantity.value < 20.0 => 0.7,
        Dimension::Age => 0.5,
        _ => 1.5,
    }
}

/// True for a number that is part of a name (`Article 12`): a capital word stands right before it.
fn names_something(passage: &Passage, figure: Span) -> bool {
    let start = passage.span().start;
    let before = passage.block.quote(Span::new(start, figure.start));
    let word = before.split_whitespace().next_back().unwrap_or_default();
    let first = before.trim_end() == word;
    !first
        && word.starts_with(char::is_uppercase)
        && before.ends_with(' ')
        && word.ends_with(char::is_alphanumeric)
}

fn key(quantity: &Quantity) -> Key {
    (
        quantity.value.to_bits(),
        quantity.upper.unwrap_or_default().to_bits(),
        quantity.dimension as u8,
        quantity.unit.clone().unwrap_or_default(),
    )
}
