//! Reads a run of tokens as dates: which words belong together, and what they say.
//!
//! Each rule begins at one token and answers how far it got. Ranges and lengths of time have their
//! own files; what a sense means on a given day is `resolve`'s business.

mod context;
mod length;
mod range;

use jiff::civil::Date;

use super::lexer::Token;
use super::lexicon::{Lexeme, Relation, Small, Unit};
use super::sense::{Found, Sense};
use crate::mention::DateInterval;

/// Reads dates out of one run of tokens.
pub(super) struct Grammar<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

impl Grammar<'_> {
    /// The longest expression that begins at this token.
    pub(super) fn expression(&self, at: usize) -> Option<Found> {
        self.range(at)
            .or_else(|| self.point_with_clock(at))
            .or_else(|| self.length(at))
    }

    fn lexeme(&self, at: usize) -> Option<Lexeme> {
        self.tokens.get(at).map(|token| token.lexeme)
    }

    fn is_small(&self, at: usize, small: Small) -> bool {
        self.lexeme(at) == Some(Lexeme::Small(small))
    }

    fn skip_small(&self, at: usize, small: Small) -> usize {
        at + usize::from(self.is_small(at, small))
    }

    fn skip(&self, at: usize, lexeme: Lexeme) -> usize {
        at + usize::from(self.lexeme(at) == Some(lexeme))
    }

    /// A date with the time of day before or behind it: `7 p.m. on Tuesday`, `Friday at noon`.
    fn point_with_clock(&self, at: usize) -> Option<Found> {
        if let Some(next) = self.clock(at) {
            let next = self.skip(next, Lexeme::DayPart);
            let next = self.skip_small(self.skip(next, Lexeme::Comma), Small::On);
            return self.point(next).filter(Found::is_calendar_day);
        }
        let mut found = self.point(at)?;
        if found.is_calendar_day() {
            let next = self.skip(found.end, Lexeme::DayPart);
            let time = self.skip_small(self.skip(next, Lexeme::Comma), Small::At);
            found.end = self.clock(time).unwrap_or(next);
        }
        Some(found)
    }

    /// `7:30 p.m.`, `7 p.m.`, `noon`.
    fn clock(&self, at: usize) -> Option<usize> {
        let next = match self.lexeme(at)? {
            Lexeme::Clock => return Some(self.skip(at + 1, Lexeme::Meridiem)),
            Lexeme::Number(1..=12, _) => at + 1,
            _ => return None,
        };
        (self.lexeme(next) == Some(Lexeme::Meridiem)).then_some(next + 1)
    }

    fn point(&self, at: usize) -> Option<Found> {
        match self.lexeme(at)? {
            Lexeme::Full(date) => Some(fixed(at + 1, DateInterval::day(date))),
            Lexeme::Month { .. } => self.month(at),
            Lexeme::Weekday { .. } => self.weekday(at),
            Lexeme::Ordinal(number) => self.day_and_month(at).or_else(|| self.nth(at, number)),
            Lexeme::Number(..) => self
                .day_and_month(at)
                .or_else(|| self.shifted(at))
                .or_else(|| self.year(at)),
            Lexeme::Decade(_) if !self.decade_is_meant(at) => None,
            Lexeme::Decade(year) => Some(fixed(at + 1, DateInterval::decade(year)?)),
            Lexeme::Relation(relation) => self.related(at + 1, relation),
            Lexeme::Day(shift) => Some(Found::new(at + 1, Sense::Day(shift))),
            Lexeme::Season { .. } => self.season(at),
            Lexeme::Holiday(holiday) => {
                let (end, year) = self.optional_year(at + 1);
                Some(Found::new(end, Sense::Holiday(holiday, year)))
            }
            Lexeme::Phase | Lexeme::Earlier | Lexeme::Later => self.phase(at + 1),
            Lexeme::Approx => self.about(at + 1),
            Lexeme::Small(Small::The) => self.definite(at + 1),
            Lexeme::Small(Small::A) | Lexeme::Several | Lexeme::Unit { .. } => {
                self.shifted(at).or_else(|| self.unit_of(at))
            }
            Lexeme::Edge => self.edge(at + 1),
            Lexeme::Fiscal => self.year(at + 1),
            Lexeme::Recent => self.recent(at + 1),
            Lexeme::Vague | Lexeme::Small(Small::Now) => {
                Some(Found::new(at + 1, Sense::Unknown).vague())
            }
            _ => None,
        }
    }

    /// `about 1950`, `nearly two years ago`; a talk `about Tuesday` is not vague.
    fn about(&self, at: usize) -> Option<Found> {
        let found = self.point(at)?;
        let is_counted = matches!(found.sense, Sense::Fixed(_) | Sense::Shift(..));
        (is_counted && !found.is_calendar_day()).then(|| found.vague())
    }

    /// `the sixties`, not `in his sixties`.
    fn decade_is_meant(&self, at: usize) -> bool {
        let word = self.tokens[at].span.of(self.text);
        let is_figure = word.contains(|letter: char| letter.is_ascii_digit());
        let before = at.checked_sub(1).and_then(|before| self.lexeme(before));
        is_figure || matches!(before, Some(Lexeme::Small(Small::The) | Lexeme::Phase))
    }

    /// `May 7, 2018`, `May 2018`, `May`.
    fn month(&self, at: usize) -> Option<Found> {
        let Lexeme::Month { number, weak } = self.lexeme(at)? else {
            return None;
        };
        if let Some(day) = self.day_number(at + 1, self.is_lower_case(at) && weak) {
            let (end, year) = self.optional_year(at + 2);
            return day_of(end, number, day, year);
        }
        if let (end, Some(year)) = self.optional_year(at + 1) {
            return Some(fixed(end, DateInterval::month(year, number)?));
        }
        let is_named = !self.is_lower_case(at) && self.month_stands_alone(at, weak);
        is_named.then(|| Found::new(at + 1, Sense::Month(number, Relation::Plain)))
    }

    /// The day behind a month; after a lower-case `may` it must look like one (`7th`).
    fn day_number(&self, at: usize, must_be_ordinal: bool) -> Option<i8> {
        match self.lexeme(at)? {
            Lexeme::Number(day @ 1..=31, 1..=2) if !must_be_ordinal => i8::try_from(day).ok(),
            Lexeme::Ordinal(day @ 1..=31) => i8::try_from(day).ok(),
            _ => None,
        }
    }

    /// `, 2018`, `of 2018`, `2018`, or no year.
    fn optional_year(&self, at: usize) -> (usize, Option<i16>) {
        let next = self.skip(at, Lexeme::Comma);
        let next = self.skip_small(self.skip_small(next, Small::Of), Small::In);
        match self.lexeme(next) {
            Some(Lexeme::Number(year @ 1000..=2199, 4)) => (next + 1, i16::try_from(year).ok()),
            _ => (at, None),
        }
    }

    /// `7 May 2018`, `7th of May`.
    fn day_and_month(&self, at: usize) -> Option<Found> {
        let day = self.day_number(at, false)?;
        let next = self.skip_small(self.skip(at + 1, Lexeme::Dash), Small::Of);
        let Lexeme::Month { number, .. } = self.lexeme(next)? else {
            return None;
        };
        if self.is_lower_case(next)
            && matches!(self.lexeme(at), Some(Lexeme::Number(..)))
            && number == 5
        {
            return None;
        }
        let (end, year) = self.optional_year(self.skip(next + 1, Lexeme::Dash));
        let end = if year.is_some() { end } else { next + 1 };
        day_of(end, number, day, year)
    }

    /// `Tuesday`, `Sunday, Feb. 18`, `Wednesday morning`.
    fn weekday(&self, at: usize) -> Option<Found> {
        let Lexeme::Weekday { day, weak } = self.lexeme(at)? else {
            return None;
        };
        let next = self.skip(self.skip(at + 1, Lexeme::DayPart), Lexeme::Comma);
        let next = self.skip_small(next, Small::The);
        if let Some(found) = self.full_day(next) {
            return Some(found);
        }
        if let Some(Lexeme::Ordinal(_)) = self.lexeme(next)
            && let Some(day) = self.day_number(next, true)
        {
            return Some(Found::new(next + 1, Sense::DayOfMonth(day)));
        }
        if at > 0 && self.is_small(at - 1, Small::Every) {
            return None;
        }
        (!weak).then(|| Found::new(at + 1, Sense::Weekday(day, Relation::Plain)))
    }

    /// A day of a month, in either order or in figures.
    fn full_day(&self, at: usize) -> Option<Found> {
        let found = match self.lexeme(at)? {
            Lexeme::Month { .. } => self.month(at),
            Lexeme::Number(..) | Lexeme::Ordinal(_) => self.day_and_month(at),
            Lexeme::Full(_) => self.point(at),
            _ => None,
        };
        found.filter(Found::is_calendar_day)
    }

    /// `2019`, `44 BC`.
    fn year(&self, at: usize) -> Option<Found> {
        let Lexeme::Number(year, digits) = self.lexeme(at)? else {
            return None;
        };
        match self.lexeme(at + 1) {
            Some(Lexeme::BeforeChrist) => {
                return Some(Found::new(at + 2, Sense::Unknown).vague());
            }
            Some(Lexeme::AnnoDomini) => {
                let interval = DateInterval::year(i16::try_from(year).ok()?)?;
                return Some(fixed(at + 2, interval));
            }
            _ => {}
        }
        let is_year = digits == 4 && self.number_is_year(at, year);
        is_year.then_some(())?;
        Some(fixed(
            at + 1,
            DateInterval::year(i16::try_from(year).ok()?)?,
        ))
    }

    /// `19th century`, `third quarter of 2018`.
    fn nth(&self, at: usize, number: i32) -> Option<Found> {
        let next = self.skip(self.skip(at + 1, Lexeme::Dash), Lexeme::Fiscal);
        let Lexeme::Unit { unit, plural } = self.lexeme(next)? else {
            return None;
        };
        match unit {
            Unit::Century if !plural => Some(fixed(
                next + 1,
                DateInterval::century(i16::try_from(number).ok()?)?,
            )),
            Unit::Day | Unit::Week | Unit::Weekend | Unit::Month if !plural => {
                let whole = self.whole(next + 1)?;
                let sense = Sense::ShiftFrom(number - 1, unit, Box::new(whole.sense));
                Some(Found::new(whole.end, sense))
            }
            Unit::Quarter if !plural && number <= 4 => {
                let (end, year) = self.optional_year(next + 1);
                let number = i8::try_from(number).ok()?;
                Some(Found::new(end, Sense::Quarter(number, year)))
            }
            _ => None,
        }
    }

    /// The `of May` of `the last week of May`.
    fn part_of_whole(&self, at: usize, relation: Relation, unit: Unit) -> Option<Found> {
        if relation != Relation::Last {
            return None;
        }
        let whole = self.whole(at)?;
        let sense = Sense::LastOf(unit, Box::new(whole.sense));
        Some(Found::new(whole.end, sense))
    }

    /// A month or more behind `of`.
    fn whole(&self, at: usize) -> Option<Found> {
        let next = self.is_small(at, Small::Of).then_some(at + 1)?;
        self.point(next).filter(|found| match &found.sense {
            Sense::Fixed(interval) => interval.from != interval.to,
            Sense::Month(..) | Sense::Season(..) | Sense::Period(..) => true,
            _ => false,
        })
    }

    /// What follows `last`, `this`, `next`: a period, weekday, month, season.
    fn related(&self, at: usize, relation: Relation) -> Option<Found> {
        let at = self.skip(at, Lexeme::Fiscal);
        match self.lexeme(at)? {
            Lexeme::Relation(Relation::Past) if relation == Relation::This => {
                self.related(at + 1, Relation::Last)
            }
            Lexeme::Relation(Relation::Next) if relation == Relation::This => {
                self.related(at + 1, Relation::Next)
            }
            Lexeme::Relation(Relation::Same) if relation == Relation::Same => {
                self.related(at + 1, relation)
            }
            Lexeme::Unit {
                unit,
                plural: false,
            } => self
                .part_of_whole(at + 1, relation, unit)
                .or_else(|| related_unit(at + 1, unit, relation)),
            Lexeme::Weekday { day, .. } => Some(Found::new(at + 1, Sense::Weekday(day, relation))),
            Lexeme::Month { weak: true, .. } if self.is_lower_case(at) => None,
            Lexeme::Month { number, .. } => self
                .month(at)
                .filter(|found| found.end > at + 1)
                .or_else(|| Some(Found::new(at + 1, Sense::Month(number, relation)))),
            Lexeme::Season { month, .. } => {
                Some(Found::new(at + 1, Sense::Season(month, relation)))
            }
            Lexeme::Holiday(holiday) => Some(Found::new(at + 1, Sense::Holiday(holiday, None))),
            Lexeme::DayPart => related_day_part(at + 1, relation),
            Lexeme::Number(..) | Lexeme::Several if takes_length(relation) => self.length(at),
            _ => None,
        }
    }

    /// `spring of 2016`; without a year only where a preposition shows that no verb or coil is
    /// meant.
    fn season(&self, at: usize) -> Option<Found> {
        let Lexeme::Season { month, weak } = self.lexeme(at)? else {
            return None;
        };
        if let (end, Some(year)) = self.optional_year(at + 1) {
            return Some(fixed(end, DateInterval::season(year, month)?));
        }
        let is_meant = self.season_stands_alone(at, weak);
        is_meant.then(|| Found::new(at + 1, Sense::Season(month, Relation::Plain)))
    }

    /// What follows `early`, `late`, `mid-`, `earlier`.
    fn phase(&self, at: usize) -> Option<Found> {
        let next = self.skip_small(self.skip(at, Lexeme::Dash), Small::In);
        if let Some(found) = self.this_unit(self.skip_small(next, Small::The), next) {
            return Some(found);
        }
        let found = self.point(next)?;
        match &found.sense {
            Sense::Shift(..) | Sense::ShiftFromPrevious(..) | Sense::Unknown => None,
            Sense::Weekday(..) | Sense::Day(_) => Some(found),
            _ => Some(found.vague()),
        }
    }

    /// `in the week`, `in the day` behind `earlier` or `late`.
    fn this_unit(&self, at: usize, the: usize) -> Option<Found> {
        let Lexeme::Unit {
            unit,
            plural: false,
        } = self.lexeme(at)?
        else {
            return None;
        };
        let is_named = at > the && self.is_small(the.checked_sub(1)?, Small::In);
        let is_long = !matches!(unit, Unit::Minute | Unit::Hour);
        let sense = Sense::Period(unit, Relation::This);
        (is_named && is_long).then(|| Found::new(at + 1, sense).vague())
    }

    /// What follows `the`.
    fn definite(&self, at: usize) -> Option<Found> {
        match self.lexeme(at)? {
            Lexeme::Ordinal(number) => self
                .nth(at, number)
                .or_else(|| self.day_and_month(at))
                .or_else(|| self.day_alone(at, number)),
            Lexeme::Relation(_)
            | Lexeme::Decade(_)
            | Lexeme::Phase
            | Lexeme::Edge
            | Lexeme::Season { .. }
            | Lexeme::Unit { .. } => self.point(at),
            Lexeme::DayPart if self.is_small(at + 1, Small::Of) => {
                self.point(at + 2).filter(Found::is_calendar_day)
            }
            Lexeme::Fiscal => self.definite(at + 1),
            _ => None,
        }
    }

    /// `the 7th`, where no noun follows.
    fn day_alone(&self, at: usize, number: i32) -> Option<Found> {
        let day = self.day_number(at, true)?;
        let digits = self.tokens[at].span.of(self.text);
        let is_figure = digits.starts_with(|first: char| first.is_ascii_digit());
        (is_figure && number <= 31 && self.day_stands_alone(at))
            .then(|| Found::new(at + 1, Sense::DayOfMonth(day)))
    }

    /// `end of the year`, `beginning of March`.
    fn edge(&self, at: usize) -> Option<Found> {
        let next = self.is_small(at, Small::Of).then_some(at + 1)?;
        let bare = self.skip_small(next, Small::The);
        if let Some(Lexeme::Unit {
            unit,
            plural: false,
        }) = self.lexeme(bare)
            && !matches!(unit, Unit::Minute | Unit::Hour | Unit::Day)
            && self.shifted(bare).is_none()
        {
            let sense = Sense::Period(unit, Relation::This);
            return Some(Found::new(bare + 1, sense).vague());
        }
        self.point(next).map(Found::vague)
    }

    /// `year 2020`, `week of May 7`, `weekend`, `day after tomorrow`.
    fn unit_of(&self, at: usize) -> Option<Found> {
        let Lexeme::Unit {
            unit,
            plural: false,
        } = self.lexeme(at)?
        else {
            return None;
        };
        if self.lexeme(at + 1) == Some(Lexeme::Dash)
            && matches!(self.lexeme(at + 2), Some(Lexeme::Ago | Lexeme::Earlier))
        {
            return Some(Found::new(at + 3, Sense::Shift(-1, unit)));
        }
        match unit {
            Unit::Year if self.lexeme(at + 1).is_some() => {
                let (end, year) = self.optional_year(at + 1);
                Some(fixed(end, DateInterval::year(year?)?))
            }
            Unit::Week | Unit::Weekend if self.is_small(at + 1, Small::Of) => {
                let found = self.point(at + 2).filter(Found::is_calendar_day)?;
                let sense = Sense::ShiftFrom(0, unit, Box::new(found.sense));
                Some(Found::new(found.end, sense))
            }
            Unit::Weekend => Some(Found::new(at + 1, Sense::Period(unit, Relation::Plain))),
            Unit::Day => {
                let steps = match self.lexeme(at + 1)? {
                    Lexeme::Small(Small::After) => 1,
                    Lexeme::Small(Small::Before) => -1,
                    _ => return None,
                };
                let found = self.point(at + 2).filter(Found::is_calendar_day)?;
                let sense = Sense::ShiftFrom(steps, unit, Box::new(found.sense));
                Some(Found::new(found.end, sense))
            }
            _ => None,
        }
    }

    /// `recent years`, `recent weeks`.
    fn recent(&self, at: usize) -> Option<Found> {
        let is_unit = matches!(self.lexeme(at)?, Lexeme::Unit { .. });
        is_unit.then(|| Found::new(at + 1, Sense::Unknown).vague())
    }

    fn is_lower_case(&self, at: usize) -> bool {
        let word = self.tokens[at].span.of(self.text);
        word.starts_with(|letter: char| letter.is_ascii_lowercase())
    }
}

fn takes_length(relation: Relation) -> bool {
    matches!(relation, Relation::Last | Relation::Past | Relation::Next)
        || matches!(relation, Relation::Following | Relation::Previous)
}

fn related_unit(end: usize, unit: Unit, relation: Relation) -> Option<Found> {
    if matches!(unit, Unit::Minute | Unit::Hour) {
        return None;
    }
    let sense = match relation {
        Relation::Past => Sense::Duration(Some(length::days_of(unit))),
        Relation::Next if unit == Unit::Day => Sense::ShiftFromPrevious(1, Unit::Day),
        Relation::Last if unit == Unit::Day => return None,
        Relation::This if unit == Unit::Day => Sense::Day(0),
        Relation::Same => Sense::ShiftFromPrevious(0, unit),
        Relation::Following => Sense::ShiftFromPrevious(1, unit),
        Relation::Previous => Sense::ShiftFromPrevious(-1, unit),
        _ => Sense::Period(unit, relation),
    };
    Some(Found::new(end, sense))
}

/// `last night`, `this morning`, `the next morning`.
fn related_day_part(end: usize, relation: Relation) -> Option<Found> {
    let sense = match relation {
        Relation::Last => Sense::Day(-1),
        Relation::This => Sense::Day(0),
        Relation::Same => Sense::ShiftFromPrevious(0, Unit::Day),
        Relation::Next | Relation::Following => Sense::ShiftFromPrevious(1, Unit::Day),
        Relation::Previous => Sense::ShiftFromPrevious(-1, Unit::Day),
        Relation::Past | Relation::Plain => return None,
    };
    Some(Found::new(end, sense))
}

fn fixed(end: usize, interval: DateInterval) -> Found {
    Found::new(end, Sense::Fixed(interval))
}

fn day_of(end: usize, month: i8, day: i8, year: Option<i16>) -> Option<Found> {
    match year {
        Some(year) => Some(fixed(
            end,
            DateInterval::day(Date::new(year, month, day).ok()?),
        )),
        // The year 2000 has every day of every year.
        None => Date::new(2000, month, day)
            .ok()
            .map(|_| Found::new(end, Sense::MonthDay(month, day))),
    }
}

impl Found {
    /// True for one day of the calendar.
    pub(super) fn is_calendar_day(&self) -> bool {
        match &self.sense {
            Sense::Fixed(interval) => interval.from == interval.to,
            Sense::MonthDay(..)
            | Sense::Weekday(..)
            | Sense::Day(_)
            | Sense::DayOfMonth(_)
            | Sense::Holiday(..) => true,
            _ => false,
        }
    }
}
