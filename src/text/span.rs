//! A byte range in a text: the currency in which every quote and citation is paid.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` in a canonical article body (or in the text named at the
/// place of use). Both ends lie on character boundaries of that text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte, inclusive.
    pub start: usize,
    /// Last byte, exclusive.
    pub end: usize,
}

impl Span {
    /// Makes the span `start..end`; an end before the start is taken as an empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True when the span covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text under the span, or `None` when the span does not fit `text`.
    #[must_use]
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// The text under the span, or an empty text when the span does not fit.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        self.get(text).unwrap_or_default()
    }

    /// True when `other` lies inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span, counted from `offset` bytes further left (a place in a slice becomes a place
    /// in the whole text).
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
            end: self.end + offset,
        }
    }

    /// The same span, counted from the start of `outer` (a place in the whole text becomes a place
    /// in the slice). Parts before `outer` are cut off.
    #[must_use]
    pub fn relative_to(self, outer: Self) -> Self {
        Self::new(
            self.start.saturating_sub(outer.start),
            self.end.saturating_sub(outer.start),
        )
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.start, self.end)
    }
}
