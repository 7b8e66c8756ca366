//! Cuts a text into runs of words that may make a date.
//!
//! Any word that no date is made of ends a run, and a run without a month, weekday, unit or year is
//! dropped at once; so most of a text costs one look at each word.

use jiff::civil::Date;

use super::lexicon::{HOLIDAY_PHRASES, Lexeme, Small, look_up};
use crate::text::Span;

/// One part of a date, with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) lexeme: Lexeme,
    /// No blank stands before it.
    pub(super) glued: bool,
}

/// Calls `visit` for each run that may hold a date.
pub(super) fn for_each_run(text: &str, mut visit: impl FnMut(&[Token])) {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        place: 0,
        run: Vec::with_capacity(16),
    };
    while lexer.place < text.len() {
        if !lexer.step() {
            lexer.flush(&mut visit);
        }
    }
    lexer.flush(&mut visit);
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    place: usize,
    run: Vec<Token>,
}

impl Lexer<'_> {
    fn flush(&mut self, visit: &mut impl FnMut(&[Token])) {
        if self.run.iter().any(|token| token.lexeme.is_anchor()) {
            visit(&self.run);
        }
        self.run.clear();
    }

    /// Reads one piece; false when it ends the run.
    fn step(&mut self) -> bool {
        let start = self.place;
        match self.bytes[start] {
            b' ' | b'\t' | b'\r' => {
                self.place += 1;
                true
            }
            b'\n' => {
                self.place += 1;
                self.bytes.get(self.place) != Some(&b'\n')
            }
            b'0'..=b'9' => self.number(),
            b',' => self.mark(1, Lexeme::Comma),
            b'-' | b'/' => self.mark(1, Lexeme::Dash),
            b'\'' => self.apostrophe(1),
            byte if byte.is_ascii_alphabetic() => self.word(),
            0xE2 => self.typographic_mark(),
            0xC2 if self.bytes.get(start + 1) == Some(&0xA0) => {
                self.place += 2;
                true
            }
            byte if byte >= 0x80 => self.word(),
            _ => {
                self.place += 1;
                false
            }
        }
    }

    fn push(&mut self, end: usize, lexeme: Lexeme) -> bool {
        if let Lexeme::Ordinal(ones @ 1..=9) = lexeme
            && self.join_ordinal(end, ones)
        {
            return true;
        }
        let start = self.place;
        self.run.push(Token {
            span: Span::new(start, end),
            lexeme,
            glued: self.run.last().is_some_and(|last| last.span.end == start),
        });
        self.place = end;
        true
    }

    /// Makes one ordinal of `twenty`, `-` and `first`.
    fn join_ordinal(&mut self, end: usize, ones: i32) -> bool {
        let [.., tens, dash] = self.run.as_mut_slice() else {
            return false;
        };
        let Lexeme::Number(value @ (20 | 30), 0) = tens.lexeme else {
            return false;
        };
        if dash.lexeme != Lexeme::Dash || !dash.glued {
            return false;
        }
        tens.lexeme = Lexeme::Ordinal(value + ones);
        tens.span.end = end;
        self.run.pop();
        self.place = end;
        true
    }

    fn mark(&mut self, length: usize, lexeme: Lexeme) -> bool {
        if self.run.is_empty() {
            self.place += length;
            return false;
        }
        self.push(self.place + length, lexeme)
    }

    fn typographic_mark(&mut self) -> bool {
        let rest = &self.text[self.place..];
        if rest.starts_with(['–', '—']) {
            return self.mark(3, Lexeme::Dash);
        }
        if rest.starts_with(['’', '‘']) {
            return self.apostrophe(3);
        }
        if rest.starts_with(['\u{2009}', '\u{200a}', '\u{202f}']) {
            self.place += 3;
            return true;
        }
        self.place += rest.chars().next().map_or(1, char::len_utf8);
        false
    }

    /// `'90s` begins with one; `year's` ends the run after it.
    fn apostrophe(&mut self, length: usize) -> bool {
        let rest = &self.bytes[self.place + length..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 2 && rest.get(2) == Some(&b's') && rest[1] == b'0' {
            let decade = decade_of_two_digits(i16::from(rest[0] - b'0') * 10);
            return self.push(self.place + length + 3, Lexeme::Decade(decade));
        }
        self.place += length;
        // The possessive ending belongs to no date.
        if rest.first() == Some(&b's') {
            self.place += 1;
        }
        false
    }

    fn word(&mut self) -> bool {
        let start = self.place;
        let mut end = start;
        while end < self.bytes.len() && is_word_byte(self.text, end) {
            end += 1;
        }
        let word = &self.text[start..end];
        if let Some((length, lexeme)) = self.phrase(word) {
            return self.push(start + length, lexeme);
        }
        // Letters glued to digits behind (`Q3`, `A4`) make a name.
        if self.bytes.get(end).is_some_and(u8::is_ascii_digit) {
            return self.letters_with_digits(word, end);
        }
        let Some(lexeme) = look_up(word) else {
            self.place = end;
            return false;
        };
        let point = self.point_of_abbreviation(lexeme, word, end);
        self.push(end + point, lexeme)
    }

    /// `Feb.` takes its point along, `February.` does not.
    fn point_of_abbreviation(&self, lexeme: Lexeme, word: &str, end: usize) -> usize {
        let short = matches!(lexeme, Lexeme::Month { .. } | Lexeme::Weekday { .. })
            && word.len() <= 5
            && !is_full_name(word);
        usize::from(short && word != "May" && self.bytes.get(end) == Some(&b'.'))
    }

    /// `Q3`, `FY2019`.
    fn letters_with_digits(&mut self, word: &str, end: usize) -> bool {
        if matches!(word, "FY" | "fy") {
            self.place = end;
            return true;
        }
        let digit = self.bytes[end];
        let ends = !self
            .bytes
            .get(end + 1)
            .is_some_and(u8::is_ascii_alphanumeric);
        if matches!(word, "Q" | "q") && (b'1'..=b'4').contains(&digit) && ends {
            let value = i32::from(digit - b'0');
            self.push(end, Lexeme::Ordinal(value));
            let quarter = Lexeme::Unit {
                unit: super::lexicon::Unit::Quarter,
                plural: false,
            };
            return self.push(end + 1, quarter);
        }
        let rest = &self.bytes[end..];
        let tail = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        self.place = end + tail;
        false
    }

    /// Names of days of more than one word, `a.m.`, `B.C.`.
    fn phrase(&self, word: &str) -> Option<(usize, Lexeme)> {
        let rest = &self.bytes[self.place..];
        if word.len() == 1 {
            return dotted(rest);
        }
        if !rest[0].is_ascii_uppercase() && !rest[0].is_ascii_digit() {
            return None;
        }
        let head = rest[0].to_ascii_lowercase();
        if !b"cnvsamibltge".contains(&head) {
            return None;
        }
        HOLIDAY_PHRASES.iter().find_map(|(phrase, holiday)| {
            let length = matches_phrase(rest, phrase)?;
            Some((length, Lexeme::Holiday(*holiday)))
        })
    }

    fn number(&mut self) -> bool {
        let start = self.place;
        if let Some((length, date)) = figures(&self.bytes[start..]) {
            return self.push(start + length, Lexeme::Full(date));
        }
        let rest = &self.bytes[start..];
        if let Some(length) = ciphers_length(rest) {
            self.place += length;
            return false;
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let behind = &rest[digits..];
        if let Some(length) = clock_length(rest, digits) {
            return self.push(start + length, Lexeme::Clock);
        }
        let is_broken = match behind {
            [b'.', digit, ..] => digit.is_ascii_digit(),
            [b',', digit, ..] => digit.is_ascii_digit() && is_thousand(behind),
            _ => false,
        };
        if digits > 4 || is_broken {
            self.skip_number();
            return false;
        }
        let value: i32 = self.text[start..start + digits].parse().unwrap_or_default();
        self.suffix(value, digits)
    }

    /// What is glued to the digits decides: `7th`, `1950s`, `3pm`, `10km`.
    fn suffix(&mut self, value: i32, digits: usize) -> bool {
        let end = self.place + digits;
        let letters = self.bytes[end..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let suffix = &self.text[end..end + letters];
        let lexeme = match suffix {
            "" => Lexeme::Number(value, u8::try_from(digits).unwrap_or(u8::MAX)),
            "st" | "nd" | "rd" | "th" => Lexeme::Ordinal(value),
            "s" if value % 10 == 0 && (digits == 4 || digits == 2 && value > 0) => {
                Lexeme::Decade(decade(value, digits))
            }
            "am" | "pm" | "AM" | "PM" => Lexeme::Clock,
            _ => {
                self.skip_number();
                return false;
            }
        };
        let possessive = ["'s", "’s"]
            .into_iter()
            .find(|mark| self.text[end..].starts_with(mark));
        if let (Lexeme::Number(value, 4), Some(mark)) = (lexeme, possessive) {
            // `the 1990's` is a decade; `1994's` is the year.
            if value % 10 == 0 && self.is_after_the() {
                let decade = decade(value, 4);
                return self.push(end + mark.len(), Lexeme::Decade(decade));
            }
        }
        self.push(end + letters, lexeme)
    }

    fn is_after_the(&self) -> bool {
        self.run.last().is_some_and(|last| {
            matches!(
                last.lexeme,
                Lexeme::Small(Small::The) | Lexeme::Phase | Lexeme::Dash
            )
        })
    }

    fn skip_number(&mut self) {
        let rest = &self.bytes[self.place..];
        self.place += rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b','))
            .count();
    }
}

fn is_word_byte(text: &str, place: usize) -> bool {
    let byte = text.as_bytes()[place];
    if byte.is_ascii() {
        return byte.is_ascii_alphabetic();
    }
    // General punctuation (dashes, quotation marks) and the no-break space part words.
    let is_mark = byte == 0xE2 && text.as_bytes().get(place + 1) == Some(&0x80);
    let is_blank = byte == 0xC2 && text.as_bytes().get(place + 1) == Some(&0xA0);
    !is_mark && !is_blank
}

fn is_full_name(word: &str) -> bool {
    ["march", "april", "june", "july"]
        .iter()
        .any(|month| word.eq_ignore_ascii_case(month))
}

fn decade(value: i32, digits: usize) -> i16 {
    let value = i16::try_from(value).unwrap_or_default();
    if digits == 2 {
        decade_of_two_digits(value)
    } else {
        value
    }
}

/// `'90s` are the 1990s; nobody calls the 2030s `'30s` yet.
fn decade_of_two_digits(value: i16) -> i16 {
    1900 + value
}

/// `,300` groups thousands; `,2018` after a day does not.
fn is_thousand(behind: &[u8]) -> bool {
    let digits = behind[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    digits != 4
}

/// The length of `a.m.`, `B.C.`, `A.D.` at the start of `rest`.
fn dotted(rest: &[u8]) -> Option<(usize, Lexeme)> {
    let lexeme = match rest.get(..3)?.to_ascii_lowercase().as_slice() {
        b"a.m" | b"p.m" => Lexeme::Meridiem,
        b"b.c" => Lexeme::BeforeChrist,
        b"a.d" => Lexeme::AnnoDomini,
        _ => return None,
    };
    match rest.get(3) {
        Some(b'.') => Some((4, lexeme)),
        Some(byte) if byte.is_ascii_alphanumeric() => None,
        _ => Some((3, lexeme)),
    }
}

/// The length of `phrase` at the start of `rest`, in any case and with either apostrophe.
fn matches_phrase(rest: &[u8], phrase: &str) -> Option<usize> {
    let mut place = 0;
    for wanted in phrase.bytes() {
        let found = *rest.get(place)?;
        if wanted == b'\'' && rest[place..].starts_with("’".as_bytes()) {
            place += 3;
        } else if found.eq_ignore_ascii_case(&wanted) {
            place += 1;
        } else {
            return None;
        }
    }
    let goes_on = rest.get(place).is_some_and(u8::is_ascii_alphanumeric);
    (!goes_on).then_some(place)
}

/// `7:30`, `7.30pm`, `10:04:30`.
fn clock_length(rest: &[u8], digits: usize) -> Option<usize> {
    if digits > 2 || !matches!(rest.get(digits), Some(b':')) {
        return None;
    }
    let mut length = digits;
    while rest.get(length) == Some(&b':') && rest.get(length + 2).is_some_and(u8::is_ascii_digit) {
        length += 3;
    }
    (length > digits).then_some(length)
}

/// A date in figures at the start of `rest`: `2024-02-20`, `20.02.2024`, `2/28/2024`. Which of two
/// small numbers is the day cannot be known, so such a date is none.
fn figures(rest: &[u8]) -> Option<(usize, Date)> {
    let mut numbers = [0_i16; 3];
    let mut widths = [0_usize; 3];
    let mut place = 0;
    let mut separator = None;
    for (number, width) in numbers.iter_mut().zip(&mut widths) {
        if place > 0 {
            let mark = *rest.get(place)?;
            if !matches!(mark, b'-' | b'/' | b'.') || *separator.get_or_insert(mark) != mark {
                return None;
            }
            place += 1;
        }
        while let Some(digit) = rest.get(place).filter(|byte| byte.is_ascii_digit()) {
            *number = number
                .checked_mul(10)?
                .checked_add(i16::from(digit - b'0'))?;
            *width += 1;
            place += 1;
        }
        if *width == 0 || *width > 4 {
            return None;
        }
    }
    let goes_on = matches!(rest.get(place..), Some([b'-' | b'/' | b'.', digit, ..]) if digit.is_ascii_digit());
    let date = date_of_figures(numbers, widths, separator?)?;
    let place = place + time_length(&rest[place..]);
    (!goes_on && !rest.get(place).is_some_and(u8::is_ascii_alphanumeric)).then_some((place, date))
}

/// The length of three or more numbers in a chain that is no date: `02/03/2024` (which of the two
/// is the day?), `138-2010-2015`.
fn ciphers_length(rest: &[u8]) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.');
    let length = rest.iter().take_while(|byte| is_part(byte)).count();
    let parts = rest[..length].split(|byte| !byte.is_ascii_digit());
    let numbers = parts.take_while(|part| !part.is_empty()).count();
    (numbers >= 3).then_some(length)
}

/// The `T10:00:00Z` behind an ISO date.
fn time_length(rest: &[u8]) -> usize {
    if rest.first() != Some(&b'T') || !rest.get(1).is_some_and(u8::is_ascii_digit) {
        return 0;
    }
    rest.iter()
        .take_while(|byte| {
            byte.is_ascii_digit() || matches!(byte, b'T' | b':' | b'.' | b'Z' | b'+')
        })
        .count()
}

fn date_of_figures(numbers: [i16; 3], widths: [usize; 3], separator: u8) -> Option<Date> {
    let [first, second, third] = numbers;
    let small = |number: i16| i8::try_from(number).ok();
    if widths[0] == 4 && widths[1] <= 2 && widths[2] <= 2 {
        return Date::new(first, small(second)?, small(third)?).ok();
    }
    if widths[2] != 4 || widths[0] > 2 || widths[1] > 2 {
        return None;
    }
    let (day, month) = match (first > 12, second > 12) {
        (true, false) => (first, second),
        (false, true) => (second, first),
        // Points part day, month and year in that order wherever they are used.
        _ if separator == b'.' || first == second => (first, second),
        _ => return None,
    };
    Date::new(third, small(month)?, small(day)?).ok()
}
