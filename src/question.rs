//! Understands what a question asks for, before any article is read.
//!
//! [`Question::parse`] turns a line into the wanted [`AnswerType`], the words to look for with what
//! may stand for them, the names asked about and the noun in focus. It knows general English
//! ([`synonyms.toml`](self)) and the names that the caller hands it; finding is left to
//! `retrieval`, judging to `answer`.

mod comparison;
mod follow_up;
mod lexicon;
mod model;
mod parse;
mod topic;
mod typing;

pub use comparison::compared_events;
pub use follow_up::{FollowUp, Remembered, follow_up};
pub use lexicon::{are_opposites, related_stems};
pub use model::{Alternative, AnswerType, AskedName, Question, Relation, Term};
pub use parse::{NameResolver, ResolvedName};
pub use topic::Topic;
pub use typing::{Typing, classify};
