//! Turns what a date says into days of the calendar, as seen from the article's own date.
//!
//! News looks back: a weekday or month without a year is the latest one that has come, unless the
//! words around it speak of what is to come.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::lexicon::{Holiday, Relation, Unit};
use super::sense::Sense;
use super::tense::Tense;
use crate::mention::DateInterval;

/// What a sense is read against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// The article's own date.
    pub(super) reference: Option<Date>,
    /// The day last spoken of.
    pub(super) previous: Option<Date>,
    /// Whether the clause looks back or ahead.
    pub(super) tense: Tense,
}

impl Context {
    /// The days that are meant; `None` where they cannot be known.
    pub(super) fn resolve(&self, sense: &Sense) -> Option<DateInterval> {
        match sense {
            Sense::Fixed(interval) => Some(*interval),
            Sense::Unknown | Sense::Duration(_) => None,
            Sense::Range(first, second) => self.range(first, second),
            Sense::Holiday(holiday, Some(year)) => Some(DateInterval::day(holiday.in_year(*year)?)),
            Sense::Quarter(number, Some(year)) => DateInterval::quarter(*year, *number),
            Sense::ShiftFrom(steps, unit, anchor) => {
                let anchor = self.resolve(anchor)?;
                shift(anchor.from, *steps, *unit)
            }
            Sense::LastOf(unit, whole) => containing(self.resolve(whole)?.to, *unit, false),
            Sense::ShiftFromPrevious(steps, unit) => {
                shift(self.previous.or(self.reference)?, *steps, *unit)
            }
            other => self.relative(other, self.reference?),
        }
    }

    fn relative(&self, sense: &Sense, today: Date) -> Option<DateInterval> {
        match sense {
            Sense::Month(month, relation) => {
                let year =
                    self.year_of(today, *relation, |year| Date::new(year, *month, 1).ok())?;
                DateInterval::month(year, *month)
            }
            Sense::MonthDay(month, day) => {
                let pick = |year| Date::new(year, *month, *day).ok();
                let year = self.year_of(today, Relation::Plain, pick)?;
                Some(DateInterval::day(pick(year)?))
            }
            Sense::DayOfMonth(day) => self.day_of_month(today, *day),
            Sense::Weekday(day, relation) => {
                Some(DateInterval::day(self.weekday(today, *day, *relation)?))
            }
            Sense::Period(unit, relation) => period(today, *unit, *relation, self.tense),
            Sense::Day(steps) => shift(today, *steps, Unit::Day),
            Sense::Shift(steps, unit) => shift(today, *steps, *unit),
            Sense::Season(month, relation) => {
                let year =
                    self.year_of(today, *relation, |year| Date::new(year, *month, 1).ok())?;
                DateInterval::season(year, *month)
            }
            Sense::Quarter(number, None) => {
                let pick = |year| Date::new(year, number * 3 - 2, 1).ok();
                let year = self.year_of(today, Relation::Plain, pick)?;
                DateInterval::quarter(year, *number)
            }
            Sense::Holiday(holiday, None) => {
                let year = self.year_of(today, Relation::Plain, |year| holiday.in_year(year))?;
                Some(DateInterval::day(holiday.in_year(year)?))
            }
            _ => None,
        }
    }

    /// The year of something that comes once a year and begins on the day that `pick` names.
    fn year_of(
        &self,
        today: Date,
        relation: Relation,
        pick: impl Fn(i16) -> Option<Date>,
    ) -> Option<i16> {
        let years = [today.year() - 1, today.year(), today.year() + 1];
        let current = Date::new(today.year(), today.month(), 1).ok()?;
        let is_month = pick(today.year()).is_some_and(|date| date.day() == 1);
        let past = years.into_iter().rev().find(|&year| {
            pick(year).is_some_and(|date| match relation {
                Relation::Last if is_month => date < current,
                Relation::Last => date < today,
                _ => date <= today,
            })
        })?;
        let next = years.into_iter().find(|&year| {
            pick(year).is_some_and(|date| match relation {
                Relation::Next => date > today,
                _ if is_month => date >= current,
                _ => date >= today,
            })
        });
        let looks_ahead = match relation {
            Relation::Last | Relation::Previous => false,
            Relation::Next | Relation::Following => true,
            Relation::This => return Some(today.year()),
            _ => self.looks_ahead(today, pick(past)?, next.and_then(&pick)),
        };
        if looks_ahead {
            next.or(Some(past))
        } else {
            Some(past)
        }
    }

    /// Decides between the last time and the next.
    fn looks_ahead(&self, today: Date, past: Date, next: Option<Date>) -> bool {
        let Some(next) = next else {
            return false;
        };
        let ahead = days_between(today, next);
        match self.tense {
            Tense::Future => ahead <= FAR_AHEAD_DAYS,
            Tense::Open => ahead <= NEAR_AHEAD_DAYS,
            Tense::Past => false,
            // Nobody leaves out the year of a day that lies most of a year back.
            Tense::None => {
                days_between(past, today) > STALE_DAYS
                    && past.year() < today.year()
                    && ahead <= SOON_DAYS
            }
        }
    }

    fn day_of_month(&self, today: Date, day: i8) -> Option<DateInterval> {
        let this = today.with().day(day).build().ok();
        let date = match this {
            Some(date) if date <= today || self.tense == Tense::Future => date,
            _ if self.tense == Tense::Future => today
                .checked_add(1.month())
                .ok()?
                .with()
                .day(day)
                .build()
                .ok()?,
            _ => today
                .checked_sub(1.month())
                .ok()?
                .with()
                .day(day)
                .build()
                .ok()?,
        };
        Some(DateInterval::day(date))
    }

    fn weekday(&self, today: Date, day: Weekday, relation: Relation) -> Option<Date> {
        if today.weekday() == day && !matches!(relation, Relation::Last | Relation::Next) {
            return Some(today);
        }
        let ahead = match relation {
            Relation::Next | Relation::Following => true,
            Relation::Last | Relation::Previous | Relation::Past => false,
            Relation::This => matches!(self.tense, Tense::Future | Tense::Open | Tense::None),
            _ => matches!(self.tense, Tense::Future | Tense::Open),
        };
        today.nth_weekday(if ahead { 1 } else { -1 }, day).ok()
    }

    fn range(&self, first: &Sense, second: &Sense) -> Option<DateInterval> {
        let (begin, last) = if first.recurs() && !second.recurs() {
            // The year that only the second end names holds for the first as well.
            let last = self.resolve(second)?;
            let before_last = self.seen_from(last.to, Tense::Past);
            (before_last.resolve(first)?, last)
        } else if second.recurs() {
            let begin = self.resolve(first)?;
            let after_begin = self.seen_from(begin.from, Tense::Future);
            (begin, after_begin.resolve(second)?)
        } else {
            (self.resolve(first)?, self.resolve(second)?)
        };
        DateInterval::range(begin.from, last.to)
    }

    fn seen_from(self, reference: Date, tense: Tense) -> Self {
        Self {
            reference: Some(reference),
            tense,
            ..self
        }
    }
}

impl Sense {
    /// True for what comes every week, month or year, so that one end of a range fixes the other.
    fn recurs(&self) -> bool {
        matches!(
            self,
            Self::Month(..)
                | Self::MonthDay(..)
                | Self::DayOfMonth(_)
                | Self::Weekday(_, Relation::Plain)
                | Self::Season(..)
                | Self::Holiday(_, None)
        )
    }
}

/// With `will`, `is scheduled`: everything up to the next time is believed.
const FAR_AHEAD_DAYS: i32 = 330;
/// With `by`, `until`, `ends`: about a season.
const NEAR_AHEAD_DAYS: i32 = 100;
/// Without a sign: only what is about to come …
const SOON_DAYS: i32 = 62;
/// … and whose last time lies this far back.
const STALE_DAYS: i32 = 300;

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The period of one unit that lies so many steps from `today`.
fn shift(today: Date, steps: i32, unit: Unit) -> Option<DateInterval> {
    let steps = i64::from(steps);
    let date = match unit {
        Unit::Minute | Unit::Hour => today,
        Unit::Day => today
            .checked_add(jiff::Span::new().try_days(steps).ok()?)
            .ok()?,
        Unit::Week | Unit::Weekend => today
            .checked_add(jiff::Span::new().try_weeks(steps).ok()?)
            .ok()?,
        Unit::Fortnight => today
            .checked_add(jiff::Span::new().try_weeks(steps * 2).ok()?)
            .ok()?,
        Unit::Month => today
            .checked_add(jiff::Span::new().try_months(steps).ok()?)
            .ok()?,
        Unit::Quarter => today
            .checked_add(jiff::Span::new().try_months(steps * 3).ok()?)
            .ok()?,
        Unit::Year => today
            .checked_add(jiff::Span::new().try_years(steps).ok()?)
            .ok()?,
        Unit::Decade => today
            .checked_add(jiff::Span::new().try_years(steps * 10).ok()?)
            .ok()?,
        Unit::Century => today
            .checked_add(jiff::Span::new().try_years(steps * 100).ok()?)
            .ok()?,
    };
    containing(date, unit, steps != 0)
}

/// The period of the unit's length around a day. A step of decades names a year (`two decades
/// ago`), the unit itself the whole (`this decade`).
fn containing(date: Date, unit: Unit, is_step: bool) -> Option<DateInterval> {
    match unit {
        Unit::Minute | Unit::Hour | Unit::Day | Unit::Fortnight => Some(DateInterval::day(date)),
        Unit::Week => DateInterval::week(date),
        Unit::Weekend => DateInterval::weekend(date),
        Unit::Month => DateInterval::month(date.year(), date.month()),
        Unit::Quarter => DateInterval::quarter(date.year(), (date.month() + 2) / 3),
        Unit::Decade if !is_step => DateInterval::decade(date.year() / 10 * 10),
        Unit::Century if !is_step => DateInterval::century((date.year() + 99) / 100),
        Unit::Year | Unit::Decade | Unit::Century => DateInterval::year(date.year()),
    }
}

fn period(today: Date, unit: Unit, relation: Relation, tense: Tense) -> Option<DateInterval> {
    let steps = match relation {
        Relation::Last | Relation::Past | Relation::Previous => -1,
        Relation::Next | Relation::Following => 1,
        // A weekend without a word is the one before, unless it is on or to come.
        Relation::Plain if unit == Unit::Weekend => {
            let is_on = matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday);
            -i32::from(!is_on && !matches!(tense, Tense::Future | Tense::Open))
        }
        _ => 0,
    };
    let interval = shift(today, steps, unit)?;
    match unit {
        Unit::Decade => DateInterval::decade(interval.from.year() / 10 * 10),
        Unit::Century => DateInterval::century((interval.from.year() + 99) / 100),
        _ => Some(interval),
    }
}

impl Holiday {
    pub(super) fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(month, weekday, nth) => {
                let first = Date::new(year, month, 1).ok()?;
                first.nth_weekday_of_month(nth, weekday).ok()
            }
            Self::Easter(days) => easter(year)?.checked_add(i64::from(days).days()).ok(),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the rule of Gauss with its two exceptions.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let century = year / 100;
    let moon = (15 + century - century / 4 - (8 * century + 13) / 25) % 30;
    let sun = (4 + century - century / 4) % 7;
    let mut full = (19 * (year % 19) + moon) % 30;
    if full == 29 || full == 28 && year % 19 > 10 {
        full -= 1;
    }
    let rest = (2 * (year % 4) + 4 * (year % 7) + 6 * full + sun) % 7;
    let march = Date::new(i16::try_from(year).ok()?, 3, 22).ok()?;
    march.checked_add(i64::from(full + rest).days()).ok()
}
