//! What the words of a date say, before anybody knows when they were written.

use jiff::civil::Weekday;

use super::lexicon::{Holiday, Relation, Unit};
use crate::mention::DateInterval;

/// The meaning of an expression, still open to the article's date.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sense {
    /// The words alone name the days.
    Fixed(DateInterval),
    /// A time, but none that a calendar can tell: `recently`, `44 BC`.
    Unknown,
    /// `in May`, `last September`.
    Month(i8, Relation),
    /// `May 7`.
    MonthDay(i8, i8),
    /// `the 7th`.
    DayOfMonth(i8),
    /// `Tuesday`, `last Friday`.
    Weekday(Weekday, Relation),
    /// `last week`, `this year`, `yesterday`.
    Period(Unit, Relation),
    /// `yesterday` −1, `tomorrow` 1.
    Day(i32),
    /// The season that begins with this month.
    Season(i8, Relation),
    /// The nth quarter, with its year where that is said.
    Quarter(i8, Option<i16>),
    /// A named day, with its year where that is said.
    Holiday(Holiday, Option<i16>),
    /// So many units before (negative) or after the article's date: `two years ago`.
    Shift(i32, Unit),
    /// So many units before or after the date spoken of before: `two days later`.
    ShiftFromPrevious(i32, Unit),
    /// So many units before or after another expression: `the day after tomorrow`.
    ShiftFrom(i32, Unit, Box<Sense>),
    /// The last such unit of another expression: `the last week of May`.
    LastOf(Unit, Box<Sense>),
    /// From one expression to another.
    Range(Box<Sense>, Box<Sense>),
    /// A length in days, where that can be said.
    Duration(Option<f64>),
}

/// An expression that the grammar found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Index of the first token after it.
    pub(super) end: usize,
    pub(super) sense: Sense,
    /// The words say `about`, `early`, `late`.
    pub(super) is_vague: bool,
}

impl Found {
    pub(super) fn new(end: usize, sense: Sense) -> Self {
        Self {
            end,
            sense,
            is_vague: false,
        }
    }

    pub(super) fn vague(mut self) -> Self {
        self.is_vague = true;
        self
    }
}
