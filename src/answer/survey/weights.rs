//! How central and how much alike sentences are, from the words they share with the story.

use std::collections::HashMap;

use super::material::Material;
use super::passage::Passage;

/// Fewer telling words than this do not make a sentence more telling.
const SHORT: f32 = 7.0;

/// What each stem is worth in this material.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// More for stems that many articles share.
    central: HashMap<u32, f32>,
    /// More for rare stems.
    rarity: HashMap<u32, f32>,
}

impl Weights {
    pub(super) fn new(material: &Material) -> Self {
        // By stem: sentences, articles, and the last article counted (they come in order).
        let mut counts: HashMap<u32, (f32, f32, usize)> = HashMap::new();
        for passage in &material.passages {
            for stem in &passage.stems {
                let count = counts.entry(*stem).or_insert((0.0, 0.0, usize::MAX));
                count.0 += 1.0;
                if count.2 != passage.article {
                    count.1 += 1.0;
                    count.2 = passage.article;
                }
            }
        }
        let articles = (material.articles as f32).max(1.0);
        let sentences = (material.passages.len() as f32).max(1.0);
        let mut weights = Self::default();
        for (stem, (in_sentences, in_articles, _)) in counts {
            let shared = (in_articles - 1.0) + 0.1 * (in_sentences - in_articles);
            weights.central.insert(stem, shared / articles);
            let rarity = (1.0 + sentences / in_sentences).ln();
            weights.rarity.insert(stem, rarity);
        }
        weights
    }

    /// How much of what the story is about a sentence holds.
    pub(super) fn centrality(&self, passage: &Passage) -> f32 {
        let sum: f32 = passage
            .stems
            .iter()
            .filter_map(|stem| self.central.get(stem))
            .sum();
        sum / (passage.stems.len() as f32).max(SHORT).sqrt()
    }

    /// From 0 (nothing in common) to 1 (the same telling words).
    pub(super) fn similarity(&self, one: &Passage, other: &Passage) -> f32 {
        let weight = |stem: &u32| self.rarity.get(stem).copied().unwrap_or(1.0).powi(2);
        let total = |passage: &Passage| passage.stems.iter().map(weight).sum::<f32>();
        let shared: f32 = one
            .stems
            .iter()
            .filter(|stem| other.stems.binary_search(stem).is_ok())
            .map(weight)
            .sum();
        let size = (total(one) * total(other)).sqrt();
        if size > 0.0 { shared / size } else { 0.0 }
    }
}
