//! Lengths of time (`for six days`) and steps by them (`two years ago`).

use super::Grammar;
use super::context::{word_after, word_before};
use crate::mention::date::lexicon::{Lexeme, Small, Unit};
use crate::mention::date::sense::{Found, Sense};

/// A count of units: how many, if said, and where the words end.
struct Count {
    end: usize,
    value: Option<f64>,
    unit: Unit,
}

impl Grammar<'_> {
    /// `two years ago`, `a week later`, `three days after Christmas`.
    pub(super) fn shifted(&self, at: usize) -> Option<Found> {
        let count = self.count(at)?;
        let steps = count.value.filter(|value| value.fract() == 0.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "counts have at most four digits"
        )]
        let steps = steps.map(|value| value as i32);
        let unit = count.unit;
        let (end, sense) = match self.lexeme(count.end)? {
            Lexeme::Ago => (count.end + 1, steps.map(|steps| Sense::Shift(-steps, unit))),
            Lexeme::Earlier if unit == Unit::Year => {
                (count.end + 1, steps.map(|steps| Sense::Shift(-steps, unit)))
            }
            Lexeme::Earlier => {
                let sense = steps.map(|steps| Sense::ShiftFromPrevious(-steps, unit));
                (count.end + 1, sense)
            }
            Lexeme::Later => {
                let sense = steps.map(|steps| Sense::ShiftFromPrevious(steps, unit));
                (count.end + 1, sense)
            }
            Lexeme::Small(Small::From) if self.is_small(count.end + 1, Small::Now) => {
                (count.end + 2, steps.map(|steps| Sense::Shift(steps, unit)))
            }
            Lexeme::Small(Small::After | Small::From) => self.step(count.end, steps?, unit)?,
            Lexeme::Small(Small::Before) => self.step(count.end, -steps?, unit)?,
            _ => return None,
        };
        match sense {
            Some(sense) => Some(Found::new(end, sense)),
            None => Some(Found::new(end, Sense::Unknown).vague()),
        }
    }

    fn step(&self, at: usize, steps: i32, unit: Unit) -> Option<(usize, Option<Sense>)> {
        let found = self.point(at + 1)?;
        let is_known = !matches!(found.sense, Sense::Unknown | Sense::Duration(_));
        let sense = Sense::ShiftFrom(steps, unit, Box::new(found.sense));
        is_known.then_some((found.end, Some(sense)))
    }

    /// `more than six days`, `a year`, `two-year`, `decades`.
    pub(super) fn length(&self, at: usize) -> Option<Found> {
        if let Some(next) = self.hedge(at) {
            return self.length(next);
        }
        let count = self.count(at)?;
        if self.is_age(count.end) || count.unit == Unit::Weekend || self.is_rate(at, &count) {
            return None;
        }
        let days = count.value.map(|value| days_of(count.unit) * value);
        Some(Found::new(count.end, Sense::Duration(days)))
    }

    /// `about`, `more than`, `at least` before a count.
    fn hedge(&self, at: usize) -> Option<usize> {
        match self.lexeme(at)? {
            Lexeme::Approx | Lexeme::Small(Small::All) => Some(at + 1),
            Lexeme::Compare if self.lexeme(at + 1) == Some(Lexeme::Than) => Some(at + 2),
            Lexeme::Small(Small::At) if self.lexeme(at + 1) == Some(Lexeme::Compare) => {
                Some(at + 2)
            }
            _ => None,
        }
    }

    fn count(&self, at: usize) -> Option<Count> {
        let (next, value) = self.amount(at)?;
        let next = if self.lexeme(next) == Some(Lexeme::Dash) && self.tokens[next].glued {
            next + 1
        } else {
            next
        };
        let Lexeme::Unit { unit, plural } = self.lexeme(next)? else {
            return None;
        };
        // `three-quarters` is a fraction.
        if unit == Unit::Quarter && plural && self.tokens[next].glued {
            return None;
        }
        let mut count = Count {
            end: next + 1,
            value,
            unit,
        };
        // `a year and a half`
        if self.is_and_a_half(next + 1) {
            count.end = next + 4;
            count.value = value.map(|value| value + 0.5);
        }
        Some(count)
    }

    /// How many: `two`, `twenty-five`, `two and a half`, `several`, `a`, or nothing said (`years`).
    fn amount(&self, at: usize) -> Option<(usize, Option<f64>)> {
        match self.lexeme(at)? {
            Lexeme::Number(value, digits) if digits < 4 => Some(self.number(at, value)),
            Lexeme::Several => {
                let next = self.skip_small(at + 1, Small::Of);
                Some((next, None))
            }
            Lexeme::Half => Some((self.skip_small(at + 1, Small::A), Some(0.5))),
            Lexeme::Small(Small::A) => match self.lexeme(at + 1)? {
                Lexeme::Several => self.amount(at + 1),
                Lexeme::Number(value @ (100 | 1000), _) => Some((at + 2, Some(f64::from(value)))),
                Lexeme::Unit { plural: false, .. } => Some((at + 1, Some(1.0))),
                Lexeme::Half => Some((at + 2, Some(0.5))),
                _ => None,
            },
            Lexeme::Unit { unit, plural: true } if self.plural_stands_alone(at, unit) => {
                Some((at, None))
            }
            _ => None,
        }
    }

    fn is_and_a_half(&self, at: usize) -> bool {
        self.is_small(at, Small::And)
            && self.is_small(at + 1, Small::A)
            && self.lexeme(at + 2) == Some(Lexeme::Half)
    }

    fn number(&self, at: usize, value: i32) -> (usize, Option<f64>) {
        let mut total = f64::from(value);
        let mut next = at + 1;
        let dash = self.skip(next, Lexeme::Dash);
        if let Some(Lexeme::Number(ones @ 1..=9, 0)) = self.lexeme(dash)
            && matches!(value, 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)
        {
            total += f64::from(ones);
            next = dash + 1;
        }
        if let Some(Lexeme::Number(times @ (100 | 1000), 0)) = self.lexeme(next) {
            total *= f64::from(times);
            next += 1;
        }
        if self.is_and_a_half(next) {
            return (next + 3, Some(total + 0.5));
        }
        // `18 to 20 months`, `three or four days`: the lower end.
        let links = self.is_small(next, Small::To)
            || self.is_small(next, Small::Or)
            || self.lexeme(next) == Some(Lexeme::Dash);
        if links
            && let Some(Lexeme::Number(upper, digits)) = self.lexeme(next + 1)
            && digits < 4
            && f64::from(upper) > total
        {
            return (next + 2, Some(total));
        }
        (next, Some(total))
    }

    /// `for decades`, `years ago`.
    fn plural_stands_alone(&self, at: usize, unit: Unit) -> bool {
        let is_long = matches!(unit, Unit::Decade | Unit::Century);
        let word = word_before(self.text, self.tokens[at].span.start);
        let follows = matches!(
            self.lexeme(at + 1),
            Some(Lexeme::Ago | Lexeme::Later | Lexeme::Earlier)
        );
        is_long
            || follows
            || ["for", "in", "over", "after", "within", "took", "of", "with"]
                .iter()
                .any(|preposition| word.eq_ignore_ascii_case(preposition))
    }

    /// `62-year-old`, `five years old`: an age, not a length.
    fn is_age(&self, end: usize) -> bool {
        let Some(last) = self.tokens.get(end - 1) else {
            return false;
        };
        let after = self.text[last.span.end..].trim_start_matches(['-', ' ', '‑']);
        after.starts_with("old") || after.starts_with("of age")
    }

    /// `$5 a year`, `twice a day`.
    fn is_rate(&self, at: usize, count: &Count) -> bool {
        if !self.is_small(at, Small::A) || count.value != Some(1.0) {
            return false;
        }
        let word = word_before(self.text, self.tokens[at].span.start);
        let is_short = matches!(count.unit, Unit::Minute | Unit::Hour | Unit::Day);
        let is_preposition = [
            "for", "in", "within", "than", "about", "after", "nearly", "over",
        ]
        .iter()
        .any(|preposition| word.eq_ignore_ascii_case(preposition));
        let is_amount = word.ends_with('s')
            || word.starts_with(|letter: char| letter.is_ascii_digit())
            || matches!(
                word,
                "twice" | "once" | "million" | "billion" | "thousand" | "people"
            )
            || matches!(word, "percent" | "oil" | "half" | "such" | "what");
        !is_preposition && (is_short || is_amount) || word_after(word).is_empty() && is_short
    }
}

/// The length of one unit in days.
pub(super) fn days_of(unit: Unit) -> f64 {
    match unit {
        Unit::Minute => 1.0 / 1440.0,
        Unit::Hour => 1.0 / 24.0,
        Unit::Day => 1.0,
        Unit::Weekend => 2.0,
        Unit::Week => 7.0,
        Unit::Fortnight => 14.0,
        Unit::Month => 30.44,
        Unit::Quarter => 91.31,
        Unit::Year => 365.25,
        Unit::Decade => 3652.5,
        Unit::Century => 36525.0,
    }
}
