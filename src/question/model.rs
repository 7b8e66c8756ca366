//! The kinds of answer a question can want.

use serde::{Deserialize, Serialize};

/// What sort of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerType {
    /// Somebody.
    Person,
    /// A body of people.
    Organization,
    /// Somewhere.
    Place,
    /// A point in time.
    Date,
    /// A length of time.
    Duration,
    /// A number, with or without a unit.
    Number,
    /// An amount of money.
    Money,
    /// What somebody said.
    Quote,
    /// Why.
    Reason,
    /// How.
    Manner,
    /// Anything else: a thing, a definition, an event.
    Description,
    /// Yes or no.
    YesNo,
}
