//! Looks around a number or word that is a date only in company: `2000`, `May`, `fall`.

use super::Grammar;
use crate::mention::date::lexicon::{Lexeme, Small};

/// Years that are believed without a preposition.
const COMMON_YEARS: std::ops::RangeInclusive<i32> = 1900..=2049;

impl Grammar<'_> {
    /// True when the four digits at `at` are a year and count nothing.
    pub(super) fn number_is_year(&self, at: usize, year: i32) -> bool {
        let token = self.tokens[at];
        let before = self.text[..token.span.start].chars().next_back();
        let after = &self.text[token.span.end..];
        if !(1000..=2199).contains(&year)
            || before
                .is_some_and(|mark| matches!(mark, '$' | '€' | '£' | '¥' | '#' | '.' | '+' | ':'))
            || after.starts_with(['%', '°', '$', '€', '£', '+', '_', '@'])
            || before == Some('-') && !self.follows_date_dash(at)
        {
            return false;
        }
        let word = word_before(self.text, token.span.start);
        if is_label(word) || is_measure(word_after(after)) {
            return false;
        }
        let has_preposition = is_date_preposition(word)
            || self.follows_phase(at)
            || self.follows_date_dash(at) && !self.text[..token.span.start].ends_with('/');
        if counts_something(word_after(after)) {
            let is_round = year % 100 == 0;
            return is_determiner(word) || has_preposition && !is_round;
        }
        COMMON_YEARS.contains(&year) || has_preposition || is_bracketed(before, after)
    }

    /// `mid-2000`, `1990-1995`.
    fn follows_date_dash(&self, at: usize) -> bool {
        at >= 2
            && matches!(
                self.tokens[at - 2].lexeme,
                Lexeme::Phase | Lexeme::Number(_, 4 | 2) | Lexeme::Month { .. }
            )
    }

    fn follows_phase(&self, at: usize) -> bool {
        at > 0
            && matches!(
                self.tokens[at - 1].lexeme,
                Lexeme::Phase | Lexeme::Month { .. } | Lexeme::Season { .. } | Lexeme::Fiscal
            )
    }

    /// A month without day and year; `weak` ones (`May`, `March`) need a preposition before them.
    pub(super) fn month_stands_alone(&self, at: usize, weak: bool) -> bool {
        let span = self.tokens[at].span;
        let word = word_before(self.text, span.start);
        let next = word_after(&self.text[span.end..]);
        if is_date_preposition(word) || self.follows_phase(at) {
            return true;
        }
        let follows_dash = self.text[..span.start].ends_with(['-', '–']);
        let is_name = next.starts_with(char::is_uppercase)
            || word.starts_with(char::is_uppercase) && !is_determiner(word);
        if weak {
            return is_determiner(word) && next.starts_with(char::is_lowercase) || follows_dash;
        }
        !is_name
    }

    /// `in the spring`, `by summer`, `this fall`.
    pub(super) fn season_stands_alone(&self, at: usize, weak: bool) -> bool {
        if weak && self.is_small(at + 1, Small::Of) || self.follows_phase(at) {
            return !weak || !self.is_small(at + 1, Small::Of);
        }
        let start = self.tokens[at].span.start;
        let mut word = word_before(self.text, start);
        if word.eq_ignore_ascii_case("the") {
            word = word_before(self.text, start.saturating_sub(4));
        }
        ["in", "during", "by", "since", "until", "before", "through"]
            .iter()
            .any(|preposition| word.eq_ignore_ascii_case(preposition))
    }

    /// `the 7th` with a preposition before and no noun behind.
    pub(super) fn day_stands_alone(&self, at: usize) -> bool {
        let the = self.tokens[at].span.start;
        let the_start = self.text[..the].trim_end().len().saturating_sub(3);
        let word = self
            .text
            .get(..the_start)
            .map_or("", |head| word_before(head, head.len()));
        let after = &self.text[self.tokens[at].span.end..];
        let noun_follows = self.tokens.get(at + 1).is_none() && !word_after(after).is_empty();
        is_date_preposition(word) && !noun_follows
    }
}

/// The word that stands before `start`, or nothing when a mark parts them.
pub(super) fn word_before(text: &str, start: usize) -> &str {
    let head = text.get(..start).unwrap_or_default().trim_end();
    let from = head
        .char_indices()
        .rev()
        .find(|(_, letter)| !is_word_letter(*letter))
        .map_or(0, |(index, letter)| index + letter.len_utf8());
    &head[from..]
}

/// The word that begins `text` after blanks, or nothing when a mark parts them.
pub(super) fn word_after(text: &str) -> &str {
    let tail = text.trim_start_matches(' ');
    let end = tail
        .find(|letter| !is_word_letter(letter))
        .unwrap_or(tail.len());
    tail[..end].trim_end_matches('.')
}

fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '-' | '.')
}

fn is_bracketed(before: Option<char>, after: &str) -> bool {
    before == Some('(') && after.starts_with([')', '-', '–'])
}

/// Prepositions and the like that a date may follow.
#[rustfmt::skip]
pub(super) fn is_date_preposition(word: &str) -> bool {
    [
        "in", "since", "by", "until", "till", "from", "during", "before", "after", "of", "between",
        "and", "to", "through", "around", "circa", "about", "early", "late", "mid", "last", "next",
        "this", "on", "throughout", "year", "every", "each", "as", "or", "ago", "born", "fiscal",
        "following", "for", "early-", "mid-", "late-", "summer", "spring", "autumn", "fall", "winter",
    ]
    .iter()
    .any(|preposition| word.eq_ignore_ascii_case(preposition))
}

fn is_determiner(word: &str) -> bool {
    [
        "the", "its", "his", "her", "their", "our", "a", "an", "that", "disputed", "historic",
    ]
    .iter()
    .any(|determiner| word.eq_ignore_ascii_case(determiner))
        || word.ends_with("'s")
        || word.ends_with("’s")
}

/// Words that make the number behind them a label.
#[rustfmt::skip]
fn is_label(word: &str) -> bool {
    [
        "no.", "no", "nos.", "number", "resolution", "article", "page", "pages", "p.", "pp.",
        "chapter", "section", "sec.", "room", "flight", "route", "model", "channel", "paragraph",
        "item", "bill", "part", "line", "phone", "tel", "tel.", "fax", "call", "unit", "apartment",
        "suite", "box", "code", "version", "us$", "usd", "eur", "rs", "rs.", "some",
    ]
    .iter()
    .any(|label| word.eq_ignore_ascii_case(label))
}

/// Units that no year stands before.
#[rustfmt::skip]
fn is_measure(word: &str) -> bool {
    matches!(
        word,
        "percent" | "per" | "km" | "m" | "kg" | "miles" | "mile" | "meters" | "metres" | "feet"
        | "ft" | "tons" | "tonnes" | "dollars" | "euros" | "pounds" | "yen" | "yuan" | "rubles"
        | "roubles" | "people" | "men" | "women" | "children" | "million" | "billion" | "degrees"
        | "hours" | "hrs" | "GMT" | "UTC" | "EST" | "EDT" | "local" | "years" | "days" | "months"
        | "weeks" | "troops" | "soldiers" | "votes" | "cases" | "deaths" | "copies" | "pages"
        | "words" | "items" | "cars" | "homes" | "jobs" | "workers" | "employees" | "officers"
        | "acres" | "hectares" | "square" | "calories" | "points" | "more" | "other"
    )
}

/// A plural noun in lower case: what a number counts.
fn counts_something(word: &str) -> bool {
    word.len() > 3
        && word.starts_with(|letter: char| letter.is_ascii_lowercase())
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !matches!(
            word,
            "was" | "does" | "this" | "plans" | "says" | "shows" | "versus" | "his"
        )
}
