//! Answers: evidence chosen, the answer named, and an honest refusal where there is none.
//!
//! [`Answerer::answer`] takes a parsed question through retrieval, names the short answer among the
//! mentions of the best quotes, counts independent sources and decides whether the articles say it
//! at all. It writes no sentence; wording is left to `reply` and `bot`.

mod agreement;
mod answerer;
mod confidence;
mod highlight;
mod model;
mod short;
mod story;

pub use agreement::agreement;
pub use answerer::Answerer;
pub use confidence::{CONFIDENCE_FEATURE_NAMES, Calibration, ConfidenceFeatures};
pub use highlight::highlights;
pub use model::{
    Agreement, Answer, DifferentValue, Evidence, HighlightKind, Refusal, Searched, ShortAnswer,
};
pub use story::StoryNames;
