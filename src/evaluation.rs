//! Evaluation: how often the quotes shown for a question really hold its answer.
//!
//! A file of questions with their gold answers goes in, together with something that answers
//! them; a [`Report`] comes out, as a table to read or as JSON. Judging is the same for every
//! answering program, so nothing here knows how Newshound answers: whoever calls [`evaluate`]
//! turns an answer into an [`Outcome`].

mod export;
mod interval;
mod judge;
mod question_file;
mod report;
mod short_training;
mod table;
mod training;
mod training_task;

pub use export::{columns, export};
pub use interval::bootstrap_interval;
pub use judge::{contains_answer, exact_match, token_f1};
pub use question_file::{QuestionFileError, QuestionLineError, TestQuestion, parse_questions};
pub use report::{Failure, FailureKind, Figures, Outcome, Report, ShownQuote, evaluate};
pub use short_training::{ShortReport, train_short};
pub use training::{FOLDS, TrainingReport, train};
pub use training_task::{TaskError, TrainingTask};
