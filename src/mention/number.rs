//! Reads numbers, in digits and in words: `1,000`, `2.3 million`, `a dozen`, `twenty-one`.

use super::lexicon::Classes;
use super::scan::{Scan, Shape};

/// A number as read, before anything is known of what it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// In units of one.
    pub(super) value: f64,
    /// One past its last word.
    pub(super) end: usize,
    /// What sort of number word it is.
    pub(super) sort: Sort,
    /// True when `million` or the like stands in it.
    pub(super) scaled: bool,
}

/// What sort of number word was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// `eighteen`
    Cardinal,
    /// `fourth`
    Ordinal,
    /// `half`, `two-thirds`
    Fraction,
    /// `dozens`, `thousands`
    Vague,
}

/// The number that starts at `index`.
pub(super) fn read_number(scan: &Scan<'_>, index: usize) -> Option<Number> {
    let word = scan.words.get(index)?;
    if word.shape == Shape::Digits {
        return read_digits(scan, index);
    }
    let lower = scan.word(index).to_lowercase();
    if matches!(lower.as_str(), "a" | "an") {
        return read_after_article(scan, index);
    }
    if !word.is(Classes::NUMBER) {
        return None;
    }
    read_words(scan, index)
}

fn read_digits(scan: &Scan<'_>, index: usize) -> Option<Number> {
    let written = scan.word(index);
    let digits_end = written
        .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .unwrap_or(written.len());
    let (digits, tail) = written.split_at(digits_end);
    let mut value: f64 = digits.replace(',', "").parse().ok()?;
    let mut number = Number {
        value,
        end: index + 1,
        sort: Sort::Cardinal,
        scaled: false,
    };
    match tail.to_lowercase().as_str() {
        "" => {}
        "st" | "nd" | "rd" | "th" => number.sort = Sort::Ordinal,
        tail => {
            value *= scale(tail)?;
            number.value = value;
            number.scaled = true;
        }
    }
    let ordinal = number.sort == Sort::Ordinal;
    Some(if ordinal {
        number
    } else {
        read_scales(scan, number)
    })
}

/// `million` and the like behind a number.
fn read_scales(scan: &Scan<'_>, mut number: Number) -> Number {
    while let Some(factor) = scan
        .words
        .get(number.end)
        .filter(|word| !word.first && matches!(scan.gap(number.end), " " | "-"))
        .and_then(|_| scale(&scan.word(number.end).to_lowercase()))
    {
        number.value *= factor;
        number.scaled = true;
        number.end += 1;
    }
    number
}

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" | "k" => 1e3,
        "million" | "m" | "mn" | "mln" => 1e6,
        "billion" | "bn" | "b" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => return None,
    })
    .filter(|_| word.len() != 1 || word == "m" || word == "k" || word == "b")
}

/// `a dozen`, `a hundred`, `half a million`, `a third of`, `a quarter`.
fn read_after_article(scan: &Scan<'_>, index: usize) -> Option<Number> {
    let next = index + 1;
    let word = scan.words.get(next).filter(|word| !word.first)?;
    if scan.gap(next) != " " || word.shape != Shape::Lower {
        return None;
    }
    let lower = scan.word(next);
    let start = |value, sort| Number {
        value,
        end: next + 1,
        sort,
        scaled: false,
    };
    if let Some(value) = scale(lower).filter(|_| lower.len() > 2) {
        let mut number = start(value, Sort::Cardinal);
        number.scaled = value >= 1e3;
        return Some(read_scales(scan, number));
    }
    let share = match lower {
        "half" => 0.5,
        "third" => 1.0 / 3.0,
        "quarter" => 0.25,
        "fifth" => 0.2,
        "tenth" => 0.1,
        _ => return (lower == "couple").then(|| start(2.0, Sort::Vague)),
    };
    // `a third attempt` is an order, `a third of` a share.
    let of = scan.gap(next + 1) == " " && scan.word(next + 1) == "of";
    (of || lower == "half").then(|| start(share, Sort::Fraction))
}

fn read_words(scan: &Scan<'_>, index: usize) -> Option<Number> {
    let lower = scan.word(index).to_lowercase();
    let single = |value, sort| Number {
        value,
        end: index + 1,
        sort,
        scaled: false,
    };
    if let Some(value) = ordinal_value(&lower) {
        return Some(single(value, Sort::Ordinal));
    }
    let vague = match lower.as_str() {
        "half" => return Some(read_half(scan, index)),
        "dozens" => 24.0,
        "hundreds" => 200.0,
        "thousands" => 2e3,
        "millions" => 2e6,
        "billions" => 2e9,
        "trillions" => 2e12,
        "hundred" | "thousand" | "million" | "billion" | "trillion" | "dozen" => {
            return None;
        }
        _ => 0.0,
    };
    if vague > 0.0 {
        return Some(single(vague, Sort::Vague));
    }
    let first = cardinal_value(&lower)?;
    Some(read_compound(scan, index, first))
}

/// `half`, `half a million`.
fn read_half(scan: &Scan<'_>, index: usize) -> Number {
    let mut number = Number {
        value: 0.5,
        end: index + 1,
        sort: Sort::Fraction,
        scaled: false,
    };
    let article = usize::from(matches!(scan.word(index + 1), "a" | "an"));
    let place = index + 1 + article;
    let factor = scale(scan.word(place)).filter(|_| scan.word(place).len() > 2);
    if let Some(factor) = factor.filter(|_| scan.gap(place) == " ") {
        number.value *= factor;
        number.end = place + 1;
        number.sort = Sort::Cardinal;
        number.scaled = factor >= 1e3;
    }
    number
}

/// `twenty-one`, `three hundred and five thousand`, `two-thirds`.
fn read_compound(scan: &Scan<'_>, index: usize, first: f64) -> Number {
    let mut compound = Compound {
        total: 0.0,
        part: first,
    };
    let mut number = Number {
        value: first,
        end: index + 1,
        sort: Sort::Cardinal,
        scaled: false,
    };
    while let Some(word) = scan.words.get(number.end).filter(|word| !word.first) {
        let gap = scan.gap(number.end);
        if !matches!(gap, " " | "-" | "‑") {
            break;
        }
        let lower = scan.word(number.end).to_lowercase();
        let closing = compound.close(scan, number.end, &lower);
        if let Some((value, sort)) = closing {
            number.value = value;
            number.sort = sort;
            number.end += 1;
            return number;
        }
        let and = lower == "and" && compound.takes_and(scan, number.end + 1);
        number.end += usize::from(and);
        let lower = scan.word(number.end).to_lowercase();
        if !(and || word.is(Classes::NUMBER)) || !compound.take(&lower, &mut number.scaled) {
            break;
        }
        number.end += 1;
        number.value = compound.total + compound.part;
    }
    number
}

/// A number in words while it is read: the part below the next scale and what came before it.
struct Compound {
    total: f64,
    part: f64,
}

impl Compound {
    /// A word that ends the number: `two-thirds`, `one third of`, `twenty-first`.
    fn close(&self, scan: &Scan<'_>, index: usize, word: &str) -> Option<(f64, Sort)> {
        let of = scan.gap(index) == "-" || scan.word(index + 1) == "of";
        if let Some(parts) = denominator(word, self.part <= 1.0 && of) {
            return Some(((self.total + self.part) / parts, Sort::Fraction));
        }
        let tens = scan.gap(index) == "-" && self.part >= 20.0 && self.part % 10.0 == 0.0;
        let value = ordinal_value(word).filter(|value| tens && *value < 10.0)?;
        Some((self.total + self.part + value, Sort::Ordinal))
    }

    /// True when `and` before the word at `index` goes on with the number.
    fn takes_and(&self, scan: &Scan<'_>, index: usize) -> bool {
        let open = (self.part >= 100.0 || self.total > 0.0) && self.part % 100.0 == 0.0;
        let behind = cardinal_value(&scan.word(index).to_lowercase());
        open && scan.gap(index) == " " && behind.is_some_and(|value| value < 100.0)
    }

    /// Takes one more word of the number, if it is one.
    fn take(&mut self, word: &str, scaled: &mut bool) -> bool {
        let factor = scale(word).filter(|_| word.len() > 2);
        let value = cardinal_value(word).filter(|value| fits_behind(self.part, self.total, *value));
        match (factor, value) {
            (Some(factor), _) if factor >= 1e3 => {
                self.total = (self.total + self.part) * factor;
                self.part = 0.0;
                *scaled = true;
            }
            (Some(factor), _) => self.part *= factor,
            (None, Some(value)) => self.part += value,
            (None, None) => return false,
        }
        true
    }
}

fn fits_behind(part: f64, total: f64, value: f64) -> bool {
    let tens = part >= 20.0 && part % 10.0 == 0.0 && part % 100.0 != 0.0 && value < 10.0;
    let hundreds = part >= 100.0 && part % 100.0 == 0.0 && value < 100.0;
    tens || hundreds || (part == 0.0 && total > 0.0)
}

fn denominator(word: &str, single: bool) -> Option<f64> {
    Some(match word {
        "halves" => 2.0,
        "thirds" => 3.0,
        "quarters" => 4.0,
        "fifths" => 5.0,
        "sixths" => 6.0,
        "eighths" => 8.0,
        "tenths" => 10.0,
        "third" if single => 3.0,
        "quarter" if single => 4.0,
        "fifth" if single => 5.0,
        "tenth" if single => 10.0,
        _ => return None,
    })
}

/// The value of one number word up to ninety.
pub(super) fn cardinal_value(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let small = SMALL.iter().position(|candidate| *candidate == word);
    let tens = || TENS.iter().position(|candidate| *candidate == word);
    let value = small.or_else(|| tens().map(|place| (place + 2) * 10))?;
    u32::try_from(value).ok().map(f64::from)
}

fn ordinal_value(word: &str) -> Option<f64> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let place = ORDINALS.iter().position(|candidate| *candidate == word)?;
    u32::try_from(place + 1).ok().map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        let scan = Scan::new(text, &[]);
        read_number(&scan, 0).map(|number| number.value)
    }

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        for (text, expected) in [
            ("1,000", 1000.0),
            ("2.3 million", 2_300_000.0),
            ("3bn", 3e9),
            ("eighteen", 18.0),
            ("a dozen eggs", 12.0),
            ("twenty-one", 21.0),
            ("three hundred and five", 305.0),
            ("two thousand three hundred", 2300.0),
            ("half a million", 500_000.0),
            ("40", 40.0),
            ("21st", 21.0),
            ("twenty-first", 21.0),
            ("two-thirds", 2.0 / 3.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn words_without_a_number_have_none() {
        for text in ["million", "a third attempt", "an egg", "3D"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
