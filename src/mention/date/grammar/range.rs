//! Expressions that name both ends: `from May 2 to May 9`, `1914–18`, `12–17 September 2023`.

use super::Grammar;
use crate::mention::DateInterval;
use crate::mention::date::lexicon::{Lexeme, Small};
use crate::mention::date::sense::{Found, Sense};

impl Grammar<'_> {
    pub(super) fn range(&self, at: usize) -> Option<Found> {
        match self.lexeme(at)? {
            Lexeme::Small(Small::Between) => self.ends(at + 1, &[Small::And]),
            Lexeme::Small(Small::From) => {
                self.ends(at + 1, &[Small::To, Small::Through, Small::Until])
            }
            // A weekday before a day belongs to that day, and a phase bends its whole date.
            Lexeme::Month { .. }
            | Lexeme::Number(..)
            | Lexeme::Ordinal(_)
            | Lexeme::Full(_)
            | Lexeme::Weekday { .. } => self.ends(at, &[Small::To, Small::Through]),
            _ => None,
        }
    }

    fn ends(&self, at: usize, links: &[Small]) -> Option<Found> {
        if let Some(found) = self.days_before_month(at, links) {
            return Some(found);
        }
        let first = self.point_with_clock(at)?;
        let next = self.link(first.end, links)?;
        let second = self.second_end(&first, next)?;
        if !can_join(&first.sense, &second.sense) {
            return None;
        }
        let sense = Sense::Range(Box::new(first.sense), Box::new(second.sense));
        let found = Found::new(second.end, sense);
        Some(if first.is_vague { found.vague() } else { found })
    }

    fn link(&self, at: usize, links: &[Small]) -> Option<usize> {
        match self.lexeme(at)? {
            Lexeme::Dash => Some(at + 1),
            Lexeme::Small(small) if links.contains(&small) => Some(at + 1),
            _ => None,
        }
    }

    /// `12–17 September 2023`.
    fn days_before_month(&self, at: usize, links: &[Small]) -> Option<Found> {
        let at = self.skip_small(at, Small::The);
        let day = self.day_number(at, false)?;
        let next = self.skip_small(self.link(at + 1, links)?, Small::The);
        let second = self.day_and_month(next)?;
        let first = match &second.sense {
            Sense::MonthDay(month, _) => Sense::MonthDay(*month, day),
            Sense::Fixed(interval) => {
                let from = interval.from.with().day(day).build().ok()?;
                Sense::Fixed(DateInterval::day(from))
            }
            _ => return None,
        };
        let sense = Sense::Range(Box::new(first), Box::new(second.sense));
        Some(Found::new(second.end, sense))
    }

    /// The second end, which may leave out what the first has said.
    fn second_end(&self, first: &Found, at: usize) -> Option<Found> {
        let short = match (&first.sense, self.lexeme(at)?) {
            (Sense::MonthDay(month, _), Lexeme::Number(1..=31, 1..=2) | Lexeme::Ordinal(_)) => {
                self.second_day(*month, at)
            }
            (Sense::Fixed(interval), Lexeme::Number(value @ 1..=99, 2)) if is_year(interval) => {
                let century = i32::from(interval.from.year()) / 100 * 100;
                let year = i16::try_from(century + value).ok()?;
                let later = year > interval.from.year();
                let second = later.then(|| DateInterval::year(year)).flatten()?;
                Some(Found::new(at + 1, Sense::Fixed(second)))
            }
            _ => None,
        };
        short.or_else(|| self.point_with_clock(at))
    }

    /// The `9, 2018` of `September 7–9, 2018`, unless it begins a date of its own (`to 9 October`).
    fn second_day(&self, month: i8, at: usize) -> Option<Found> {
        if self.day_and_month(at).is_some() {
            return None;
        }
        let day = self.day_number(at, false)?;
        let (end, year) = self.optional_year(at + 1);
        super::day_of(end, month, day, year)
    }
}

fn is_year(interval: &DateInterval) -> bool {
    interval.granularity == crate::mention::Granularity::Year
}

/// Two ends of one range are of one kind; `2019 to Tuesday` is none.
fn can_join(first: &Sense, second: &Sense) -> bool {
    match (first, second) {
        (Sense::Duration(_) | Sense::Unknown, _) | (_, Sense::Duration(_) | Sense::Unknown) => {
            false
        }
        (Sense::Weekday(..), other) => matches!(other, Sense::Weekday(..) | Sense::Day(_)),
        (Sense::Fixed(first), Sense::Fixed(second)) => first.from <= second.to,
        _ => true,
    }
}
