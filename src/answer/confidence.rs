//! How probable it is that the articles answer a question, and where to refuse.
//!
//! A logistic regression over measures of the best quotes; its weights are learned
//! (`newshound train`) and kept in `calibration.json` beside this file.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::question::Question;
use crate::retrieval::{BlockView, DETAIL_NAMES, FEATURE_NAMES, Lookup, Ranked};

static SHIPPED: LazyLock<Calibration> = LazyLock::new(|| {
    serde_json::from_str(include_str!("calibration.json"))
        .expect("the calibration is part of the program and a test parses it")
});

/// The probability below which a question is refused unless the operator chooses another: of the
/// questions on articles that were left out of the index about eight in ten are refused there, at the
/// cost of about one in ten that could have been answered (the closest quote is shown with every
/// refusal).
pub const DEFAULT_REFUSE_BELOW: f64 = 0.25;

/// Names of the measures, in order.
pub const CONFIDENCE_FEATURE_NAMES: [&str; 13] = [
    "bias",
    "names_missing",
    "only_names_match",
    "unknown_share",
    "measure_missing",
    "score",
    "sentence_with_title",
    "answer_fits_near",
    "likeness_of_unmatched",
    "question_words",
    "novelty",
    "window_with_title",
    "title_coverage",
];

/// Measures that may speak for or against: of them it is not known beforehand.
pub const UNSIGNED_MEASURES: [&str; 3] = ["bias", "question_words", "novelty"];

/// Weights that are set by hand, by name: the public data hold too few such questions to learn them
/// from. A length was asked for and no quote holds one; the quotes share nothing with the question
/// but its names (`when was she born` answered by a text that only names her).
pub const FIXED_WEIGHTS: [(&str, f32); 2] = [("measure_missing", -1.5), ("only_names_match", -1.0)];

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
    let Some(best) = ranked.first() else {
        let mut features = [0.0; CONFIDENCE_FEATURE_NAMES.len()];
        features[0] = 1.0;
        return features;
    };
    let article = BlockView::of_ranked(question, lookup, best).article_weights();
    let share = |wanted: &dyn Fn(usize) -> bool| missing_share(lookup, &article, wanted);
    let others_missing = share(&|place| !question.terms[place].in_name);
    let fitting = place(&FEATURE_NAMES, "answer_fits");
    let fits = ranked.iter().map(|one| one.features[fitting]);
    let no_fit = question.wants_mention() && fits.fold(0.0, f32::max) < 0.5;
    [
        1.0,
        share(&|place| question.terms[place].in_name),
        f32::from(others_missing > 0.99),
        unknown_share(question, lookup),
        f32::from(no_fit && question.dimension.is_some()),
        best.score,
        best_feature(ranked, "sentence_title_coverage"),
        best_feature(ranked, "answer_fits_near"),
        best_detail(ranked, "mean_likeness"),
        (question.terms.len() as f32 / 10.0).min(LONG_QUESTION),
        best.detail(place(&DETAIL_NAMES, "novelty")),
        best_feature(ranked, "window_title_coverage"),
        best.features[place(&FEATURE_NAMES, "title_coverage")],
    ]
}

/// Tens of words beyond which a question is merely long.
const LONG_QUESTION: f32 = 1.5;

/// The greatest value of a detail among the first three windows.
fn best_detail(ranked: &[Ranked], name: &str) -> f32 {
    let place = place(&DETAIL_NAMES, name);
    let values = ranked.iter().take(3).map(|one| one.detail(place));
    values.fold(0.0, f32::max)
}

/// The same of a feature.
fn best_feature(ranked: &[Ranked], name: &str) -> f32 {
    let place = place(&FEATURE_NAMES, name);
    let values = ranked.iter().take(3).map(|one| one.features[place]);
    values.fold(0.0, f32::max)
}

/// Index of a measure; the names are constants, and a test asks for each.
fn place(names: &[&str], wanted: &str) -> usize {
    let place = names.iter().position(|name| *name == wanted);
    place.expect("the measure is one of the names")
}

/// Share of the idf of the wanted terms (by index) that is not matched; 0 where none is wanted.
fn missing_share(lookup: &Lookup, weights: &[f32], wanted: &dyn Fn(usize) -> bool) -> f32 {
    let (mut missing, mut total) = (0.0, 0.0);
    for (place, (idf, weight)) in lookup.idf().iter().zip(weights).enumerate() {
        if wanted(place) {
            missing += idf * (1.0 - weight);
            total += idf;
        }
    }
    if total > 0.0 { missing / total } else { 0.0 }
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
