//! The model of short answers: a weighted sum of a span's measures, one set of weights for each
//! group of answer types.
//!
//! The weights are learned (`newshound train`) and kept in `weights.json` beside this file.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::asked::{GROUPS, Group};
use super::measure::{SPAN_FEATURE_NAMES, SpanFeatures};

static SHIPPED: LazyLock<SpanModel> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("weights.json"))
        .expect("the model is part of the program and a test parses it");
    SpanModel::from_file(&file)
});

/// Weighs the spans that may be a short answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanModel {
    weights: [SpanFeatures; GROUPS.len()],
}

#[derive(Serialize, Deserialize)]
struct File {
    groups: Vec<(String, Vec<(String, f32)>)>,
}

impl SpanModel {
    /// The model that the program ships with.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// A model with these weights, in the order of [`GROUPS`] and [`SPAN_FEATURE_NAMES`].
    #[must_use]
    pub fn new(weights: [SpanFeatures; GROUPS.len()]) -> Self {
        Self { weights }
    }

    fn from_file(file: &File) -> Self {
        let mut weights = [[0.0; SPAN_FEATURE_NAMES.len()]; GROUPS.len()];
        for (group, own) in &file.groups {
            let Some(place) = GROUPS.iter().position(|(_, name)| name == group) else {
                continue;
            };
            for (name, weight) in own {
                if let Some(feature) = SPAN_FEATURE_NAMES.iter().position(|known| known == name) {
                    weights[place][feature] = *weight;
                }
            }
        }
        Self { weights }
    }

    /// The model's file, every weight with its name.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = "{\n  \"groups\": [".to_owned();
        for ((_, group), own) in GROUPS.iter().zip(&self.weights) {
            text.push_str(&format!("\n    [\"{group}\", ["));
            for (name, weight) in SPAN_FEATURE_NAMES.iter().zip(own) {
                text.push_str(&format!("\n      [\"{name}\", {weight:.4}],"));
            }
            text.pop();
            text.push_str("\n    ]],");
        }
        text.pop();
        text.push_str("\n  ]\n}");
        text
    }

    /// The score of a span; higher is better. Scores of one question compare, others do not.
    #[must_use]
    pub fn score(&self, group: Group, features: &SpanFeatures) -> f32 {
        let weights = &self.weights[group as usize];
        weights
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
    fn the_shipped_model_names_every_measure_of_every_group() {
        let file: File = serde_json::from_str(include_str!("weights.json")).unwrap();
        let groups: Vec<&str> = file.groups.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(groups, GROUPS.map(|(_, name)| name));
        for (group, weights) in &file.groups {
            let names: Vec<&str> = weights.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, SPAN_FEATURE_NAMES, "{group}");
        }
    }

    #[test]
    fn groups_stand_in_the_order_of_their_weights() {
        for (place, (group, _)) in GROUPS.iter().enumerate() {
            assert_eq!(*group as usize, place);
        }
    }

    #[test]
    fn a_written_model_reads_back() {
        let shipped = SpanModel::shipped();
        let file: File = serde_json::from_str(&shipped.to_json()).unwrap();
        assert_eq!(&SpanModel::from_file(&file), shipped);
    }
}
