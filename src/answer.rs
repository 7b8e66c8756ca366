//! Answers: evidence chosen, the answer named, and an honest refusal where there is none.
//!
//! [`Answerer::answer`] takes a parsed question through retrieval, names the short answer among the
//! mentions of the best quotes, counts independent sources and decides whether the articles say it
//! at all. It writes no sentence; wording is left to `reply` and `bot`.

mod agreement;
mod alignment;
mod answerer;
mod catalogue;
mod check;
mod confidence;
mod highlight;
mod model;
mod passage;
mod short;
mod story;
mod survey;
mod verify;
mod wording;

#[cfg(test)]
mod samples;

pub use agreement::agreement;
pub use answerer::Answerer;
pub use catalogue::{ArticleFound, find_article};
pub use check::{
    Change, ChangeKind, Checked, CheckedPiece, Checker, Difference, Verbatim, Verdict,
};
pub use confidence::{
    CONFIDENCE_FEATURE_NAMES, Calibration, ConfidenceFeatures, DEFAULT_REFUSE_BELOW, FIXED_WEIGHTS,
    UNSIGNED_MEASURES,
};
pub use highlight::highlights;
pub use model::{
    Agreement, Answer, DifferentValue, Evidence, HighlightKind, Refusal, Searched, ShortAnswer,
};
pub use passage::Passage;
pub use short::{GROUPS, Group, MeasuredSpan, SPAN_FEATURE_NAMES, SpanFeatures, SpanModel};
pub use story::StoryNames;
pub use survey::{Dated, Introduction, Said, Sayings, Selection, Survey, Timeline};
pub use verify::{Changed, Verified, Verifier};
