//! Understands what a question asks for, before any article is read.

mod model;

pub use model::AnswerType;
