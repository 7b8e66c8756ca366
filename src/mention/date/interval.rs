//! Making, comparing and naming stretches of days.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::mention::{DateInterval, Granularity};

impl DateInterval {
    /// One day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self {
            from: date,
            to: date,
            granularity: Granularity::Day,
        }
    }

    /// The days `from` to `to`; none when they are in the wrong order.
    #[must_use]
    pub fn range(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self {
            from,
            to,
            granularity: Granularity::Range,
        })
    }

    /// A month of a year.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        Some(Self {
            from,
            to: from.last_of_month(),
            granularity: Granularity::Month,
        })
    }

    /// A whole year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        Self::years(year, year, Granularity::Year)
    }

    /// The week from Monday to Sunday that holds the day.
    #[must_use]
    pub fn week(date: Date) -> Option<Self> {
        let from = monday(date)?;
        Some(Self {
            from,
            to: from.checked_add(6.days()).ok()?,
            granularity: Granularity::Week,
        })
    }

    pub(super) fn weekend(date: Date) -> Option<Self> {
        let from = monday(date)?;
        Self::range(
            from.checked_add(5.days()).ok()?,
            from.checked_add(6.days()).ok()?,
        )
    }

    pub(super) fn quarter(year: i16, number: i8) -> Option<Self> {
        Self::months(year, number * 3 - 2)
    }

    /// The season whose first month is `month`; a winter ends in the next year.
    pub(super) fn season(year: i16, month: i8) -> Option<Self> {
        Self::months(year, month)
    }

    /// Three months.
    fn months(year: i16, month: i8) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        Some(Self {
            from,
            to: from.checked_add(2.months()).ok()?.last_of_month(),
            granularity: Granularity::Season,
        })
    }

    pub(super) fn decade(year: i16) -> Option<Self> {
        Self::years(year, year.checked_add(9)?, Granularity::Decade)
    }

    pub(super) fn century(number: i16) -> Option<Self> {
        let last = number.checked_mul(100)?;
        Self::years(last - 99, last, Granularity::Century)
    }

    fn years(first: i16, last: i16, granularity: Granularity) -> Option<Self> {
        Some(Self {
            from: Date::new(first, 1, 1).ok()?,
            to: Date::new(last, 12, 31).ok()?,
            granularity,
        })
    }

    /// True when the day lies in the interval.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// True when all of `other` lies in this interval.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// True when the two share at least one day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

fn monday(date: Date) -> Option<Date> {
    let days = i64::from(date.weekday().since(Weekday::Monday));
    date.checked_sub(days.days()).ok()
}

/// `2023-09-12`, `12–17 September 2023`, `September 2023`, `2019`, `the 1990s`.
impl fmt::Display for DateInterval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        if from == to {
            return write!(formatter, "{from}");
        }
        match self.granularity {
            Granularity::Decade => return write!(formatter, "the {}s", from.year()),
            Granularity::Century => return write!(formatter, "{}–{}", from.year(), to.year()),
            _ => {}
        }
        let whole_months = from.day() == 1 && to == to.last_of_month();
        if whole_months && from.month() == 1 && to.month() == 12 {
            return write_pair(
                formatter,
                &from.year().to_string(),
                &to.year().to_string(),
                "",
            );
        }
        if whole_months {
            return write_months(formatter, from, to);
        }
        write_days(formatter, from, to)
    }
}

fn write_months(formatter: &mut fmt::Formatter<'_>, from: Date, to: Date) -> fmt::Result {
    let (first, second) = (month_name(from), month_name(to));
    if from.year() == to.year() {
        return write_pair(formatter, first, second, &format!(" {}", to.year()));
    }
    write!(formatter, "{first} {}–{second} {}", from.year(), to.year())
}

fn write_days(formatter: &mut fmt::Formatter<'_>, from: Date, to: Date) -> fmt::Result {
    let end = format!("{} {} {}", to.day(), month_name(to), to.year());
    if from.year() != to.year() {
        let start = format!("{} {} {}", from.day(), month_name(from), from.year());
        return write!(formatter, "{start} – {end}");
    }
    if from.month() != to.month() {
        return write!(formatter, "{} {} – {end}", from.day(), month_name(from));
    }
    write!(formatter, "{}–{end}", from.day())
}

/// `first–second`, or only one when they are the same.
fn write_pair(
    formatter: &mut fmt::Formatter<'_>,
    first: &str,
    second: &str,
    end: &str,
) -> fmt::Result {
    if first == second {
        write!(formatter, "{first}{end}")
    } else {
        write!(formatter, "{first}–{second}{end}")
    }
}

fn month_name(date: Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = usize::try_from(date.month() - 1).unwrap_or_default();
    NAMES.get(index).copied().unwrap_or_default()
}
