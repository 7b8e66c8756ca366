//! Values that are a date as a whole: front matter, page metadata, feed entries.

use jiff::civil::Date;

use super::recognize_dates;
use crate::mention::{Granularity, MentionKind};

/// Reads a metadata value: `2024-02-20`, `2024-02-20T08:00:00+09:00`, `20240220`,
/// `Tue, 20 Feb 2024 08:00:00 GMT`, `Feb. 20, 2024 8:00 a.m.`.
///
/// The day is taken as written; a time zone does not move it. A value that names no single day,
/// such as `2024`, is none.
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let value = text.trim().trim_matches(['"', '\'']);
    if value.len() > LONGEST_VALUE {
        return None;
    }
    compact(value)
        .or_else(|| iso(value))
        .or_else(|| in_words(value))
}

/// A longer value is a text, not a date.
const LONGEST_VALUE: usize = 100;

/// `20240220`, `20240220T080000Z`.
fn compact(value: &str) -> Option<Date> {
    let digits = value.get(..8)?;
    let ends = value[8..].is_empty() || value[8..].starts_with('T');
    let is_figures = digits.bytes().all(|byte| byte.is_ascii_digit());
    (ends && is_figures).then_some(())?;
    let month = digits[4..6].parse().ok()?;
    Date::new(digits[..4].parse().ok()?, month, digits[6..].parse().ok()?).ok()
}

/// `2024-02-20` with whatever time behind it.
fn iso(value: &str) -> Option<Date> {
    let date: Date = value.get(..10)?.parse().ok()?;
    let goes_on = value[10..].starts_with(|next: char| next.is_ascii_digit());
    (!goes_on).then_some(date)
}

fn in_words(value: &str) -> Option<Date> {
    recognize_dates(value, None)
        .into_iter()
        .find_map(|mention| match mention.kind {
            MentionKind::Date(date) => date
                .interval
                .filter(|interval| interval.granularity == Granularity::Day)
                .map(|interval| interval.from),
            _ => None,
        })
}
