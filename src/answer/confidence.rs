//! How probable it is that the articles answer a question, and where to refuse.
//!
//! A logistic regression over measures of the best quotes; its weights are learned
//! (`newshound train`) and kept in `calibration.json` beside this file.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::question::Question;
use crate::retrieval::{Lookup, Ranked};

static SHIPPED: LazyLock<Calibration> = LazyLock::new(|| {
    serde_json::from_str(include_str!("calibration.json"))
        .expect("the calibration is part of the program and a test parses it")
});

/// Names of the measures, in order.
pub const CONFIDENCE_FEATURE_NAMES: [&str; 14] = [
    "bias",
    "window_coverage",
    "article_coverage",
    "rarest_term",
    "names_in_block",
    "unknown_share",
    "answer_fits",
    "answer_fits_near",
    "answer_untyped",
    "pairs_near",
    "focus_in_window",
    "numbers_in_window",
    "margin",
    "best_of_three",
];

/// The measures of one question's best quotes.
pub type ConfidenceFeatures = [f32; CONFIDENCE_FEATURE_NAMES.len()];

/// Weights of a logistic regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// One weight a measure, in the order of [`CONFIDENCE_FEATURE_NAMES`].
    pub weights: Vec<f32>,
}

impl Calibration {
    /// The calibration that the program ships with.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Probability from 0 to 1.
    #[must_use]
    pub fn probability(&self, features: &ConfidenceFeatures) -> f64 {
        let sum: f32 = self
            .weights
            .iter()
            .zip(features)
            .map(|(weight, feature)| weight * feature)
            .sum();
        1.0 / (1.0 + f64::from(-sum).exp())
    }
}

/// Measures the best quotes of a question. All zero but the bias when there are none.
#[must_use]
pub(super) fn measure(
    question: &Question,
    lookup: &Lookup,
    ranked: &[Ranked],
) -> ConfidenceFeatures {
    let mut features = [0.0; CONFIDENCE_FEATURE_NAMES.len()];
    features[0] = 1.0;
    features[5] = unknown_share(question, lookup);
    let Some(best) = ranked.first() else {
        return features;
    };
    let of = |place: usize| best.features[place];
    let second = ranked.get(1).map_or(0.0, |next| next.score);
    features[1] = of(0);
    features[2] = of(3);
    features[3] = of(9);
    features[4] = of(11);
    features[6] = of(14);
    features[7] = of(15);
    features[8] = of(16);
    features[9] = of(7);
    features[10] = of(13);
    features[11] = of(12);
    features[12] = (best.score - second).clamp(0.0, 5.0);
    features[13] = ranked
        .iter()
        .take(3)
        .map(|one| one.features[0])
        .fold(0.0, f32::max);
    features
}

/// Share of the question's idf in words that no article holds, in any form.
fn unknown_share(question: &Question, lookup: &Lookup) -> f32 {
    let unknown: f32 = question
        .terms
        .iter()
        .zip(lookup.known())
        .zip(lookup.idf())
        .filter(|((_, known), _)| !**known)
        .map(|(_, idf)| idf)
        .sum();
    unknown / lookup.total()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_calibration_has_a_weight_for_each_measure() {
        assert_eq!(
            Calibration::shipped().weights.len(),
            CONFIDENCE_FEATURE_NAMES.len()
        );
    }
}
