//! The day of publication, as front matter, page data and header lines write it.
//!
//! A date here stands alone, with at most a time after it; dates in running text, and relative
//! ones, are left to `mention`. The day is taken as written: a publisher's own zone is the one its
//! reporters mean when they write "Tuesday".

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

/// A number or month's name, and what may stand before and after a date.
const LEAD: &str = r"(?ix)^\s*
    (?:(?:first\s+)?(?:published|posted|updated|last\s+updated|date|filed)\s*(?:on|at|:)?\s*:?\s*)?
    (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?\s*,?\s+)?";
const TAIL: &str = r"(?:[\s,|·–-]*(?:at\s+|T)?\d{1,2}(?:[:.h]\d{2}){1,2}(?:[.,]\d+)?
    \s*(?:[ap]\.?m\.?)?\s*(?:Z|\(?[A-Z]{2,5}\)?|[A-Z]{0,3}[+-]\d{2}:?(?:\d{2})?(?:\s*\([A-Z]+\))?)?)?
    \s*\.?\s*$";
const MONTH: &str = r"(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|
    aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";

static FORMS: LazyLock<[Regex; 5]> = LazyLock::new(|| {
    let year = r"(?<year>[12]\d{3})";
    let day = r"(?<day>\d{1,2})(?:st|nd|rd|th)?";
    [
        // 2024-02-20, 2024/2/20, 2024.02.20, and the same with a time.
        format!(r"{year}[-/.](?<month>\d{{1,2}})[-/.]{day}"),
        // 20240220
        format!(r"{year}(?<month>\d{{2}})(?<day>\d{{2}})"),
        // Feb. 20, 2024
        format!(r"{MONTH}\s*{day}\s*,?\s+{year}"),
        // Tue, 20 February 2024; 20th of Feb, 2024; 20-Feb-2024
        format!(r"{day}[\s-]*(?:of\s+)?{MONTH}[\s,-]+{year}"),
        // 20.02.2024 is day first everywhere; 20/02/2024 only where no month can be 20.
        format!(r"(?<day>\d{{1,2}})(?<sign>[./])(?<month>\d{{1,2}})[./]{year}"),
    ]
    .map(|form| {
        Regex::new(&format!("{LEAD}(?:{form}){TAIL}")).expect("the date forms are fixed and valid")
    })
});

/// The day that `text` names; `None` when it names none, or leaves it open (`03/04/2024`).
#[must_use]
pub fn parse_published(text: &str) -> Option<Date> {
    // No date is longer, and none is without a year; a regex need not look at a megabyte.
    if text.len() > 120 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    parse_plain(text).or_else(|| {
        let parts = FORMS.iter().find_map(|form| form.captures(text))?;
        build(&parts)
    })
}

/// `2024-02-20`, as most files write it: then no form need be built.
fn parse_plain(text: &str) -> Option<Date> {
    let pattern = text.bytes().zip("dddd-dd-dd".bytes());
    let plain = text.len() == 10
        && text.starts_with(['1', '2'])
        && pattern.into_iter().all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            sign => byte == sign,
        });
    if !plain {
        return None;
    }
    let (year, month, day) = (&text[..4], &text[5..7], &text[8..]);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn build(parts: &Captures<'_>) -> Option<Date> {
    let year = parts["year"].parse().ok()?;
    let day: i8 = parts["day"].parse().ok()?;
    let month: i8 = match parts["month"].parse() {
        Ok(number) => number,
        Err(_) => month_number(&parts["month"])?,
    };
    if parts.name("sign").is_some_and(|sign| sign.as_str() == "/") {
        return build_slashed(year, day, month);
    }
    Date::new(year, month, day).ok()
}

/// `20/02/2024` and `02/20/2024`; neither when both numbers could be the month.
fn build_slashed(year: i16, first: i8, second: i8) -> Option<Date> {
    match (first > 12, second > 12) {
        (true, false) => Date::new(year, second, first).ok(),
        (false, true) => Date::new(year, first, second).ok(),
        _ if first == second => Date::new(year, first, second).ok(),
        _ => None,
    }
}

/// The number of an English month, by its first three letters.
fn month_number(name: &str) -> Option<i8> {
    const STARTS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = name.get(..3)?.to_ascii_lowercase();
    let place = STARTS.iter().position(|month| *month == start)?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_usual_forms_of_a_date_are_read() {
        for text in [
            "2024-02-20",
            "2024-02-20T23:59:00-05:00",
            "2024-02-20T10:00:00.000Z",
            "2024-02-20 10:00:00 UTC",
            "2024/2/20",
            "20240220",
            "Tue, 20 Feb 2024 10:00:00 +0000",
            "Feb. 20, 2024",
            "February 20 2024",
            "Tuesday, February 20, 2024 at 9:05 p.m. EST",
            "Published: Feb 20, 2024 10:30 AM",
            "20 February 2024",
            "20th of February, 2024",
            "20-Feb-2024",
            "20.02.2024",
            "20/02/2024",
            "02/20/2024",
        ] {
            assert_eq!(parse_published(text), Some(date(2024, 2, 20)), "{text}");
        }
        assert_eq!(parse_published("Sept. 9, 2023"), Some(date(2023, 9, 9)));
    }

    #[test]
    fn an_open_or_impossible_date_is_none() {
        for text in [
            "",
            "03/04/2024",
            "2024-02-31",
            "2024-13-01",
            "February 2024",
            "2024",
            "soon",
            "On February 20, 2024 the leader said that the car had arrived",
        ] {
            assert_eq!(parse_published(text), None, "{text}");
        }
    }
}
