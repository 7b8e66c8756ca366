//! The ranker: a weighted sum of a window's features.
//!
//! The weights are learned (`newshound train`) and kept in `weights.json` beside this file.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::features::{FEATURE_NAMES, Features};

static SHIPPED: LazyLock<Ranker> = LazyLock::new(|| {
    let model: Model = serde_json::from_str(include_str!("weights.json"))
        .expect("the model is part of the program and a test parses it");
    Ranker::from_model(&model)
});

/// Orders windows by how likely they answer the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranker {
    weights: Features,
}

#[derive(Serialize, Deserialize)]
struct Model {
    weights: Vec<(String, f32)>,
}

impl Ranker {
    /// The ranker that the program ships with.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// A ranker with these weights, in the order of [`FEATURE_NAMES`].
    #[must_use]
    pub fn new(weights: Features) -> Self {
        Self { weights }
    }

    fn from_model(model: &Model) -> Self {
        let mut weights = [0.0; FEATURE_NAMES.len()];
        for (name, weight) in &model.weights {
            if let Some(place) = FEATURE_NAMES.iter().position(|known| known == name) {
                weights[place] = *weight;
            }
        }
        Self { weights }
    }

    /// The weights, in the order of [`FEATURE_NAMES`].
    #[must_use]
    pub fn weights(&self) -> &Features {
        &self.weights
    }

    /// The model file for this ranker.
    #[must_use]
    pub fn to_json(&self) -> String {
        let weights = FEATURE_NAMES
            .iter()
            .zip(self.weights)
            .map(|(name, weight)| ((*name).to_owned(), weight))
            .collect();
        serde_json::to_string_pretty(&Model { weights })
            .expect("names and numbers always make JSON")
    }

    /// The score of a window; higher is better. Scores of one question compare, others do not.
    #[must_use]
    pub fn score(&self, features: &Features) -> f32 {
        self.weights
            .iter()
            .zip(features)
            .map(|(weight, feature)| weight * feature)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_model_names_only_features_that_exist() {
        let model: Model = serde_json::from_str(include_str!("weights.json")).unwrap();
        for (name, _) in &model.weights {
            assert!(FEATURE_NAMES.contains(&name.as_str()), "{name}");
        }
        assert_eq!(model.weights.len(), FEATURE_NAMES.len());
    }
}
