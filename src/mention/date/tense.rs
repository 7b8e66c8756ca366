//! Whether the clause around a date looks back or ahead.
//!
//! The nearest telling word before the date decides, then the nearest one behind it.

use crate::text::Span;

/// Which way a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// `said`, `was`, `visited`.
    Past,
    /// `will`, `is scheduled`.
    Future,
    /// `by`, `until`, `ends`: perhaps ahead, if it is near.
    Open,
    /// No sign.
    None,
}

/// How far to look on each side, in bytes.
const REACH: usize = 140;

/// The tense of the clause that holds the date.
pub(super) fn tense_around(text: &str, date: Span) -> Tense {
    let before = text.get(..date.start).unwrap_or_default();
    let before = &before[floor(before, before.len().saturating_sub(REACH))..];
    let clause = before.rsplit(['.', ';', '!', '?', '\n', '“', '”']).next();
    let words = clause.unwrap_or_default();
    if let Some(tense) = nearest_before(words) {
        return tense;
    }
    let after = text.get(date.end..).unwrap_or_default();
    let after = &after[..floor(after, REACH)];
    let clause = after.split(['.', ';', '!', '?', '\n', '“', '”']).next();
    let words = clause.unwrap_or_default();
    let tense = words.split(is_separator).find_map(tense_of);
    // Behind the date, `by` and `until` speak of another one.
    tense
        .filter(|tense| *tense != Tense::Open)
        .unwrap_or(Tense::None)
}

/// The last telling word; the `held` of `will be held` tells nothing.
fn nearest_before(words: &str) -> Option<Tense> {
    let mut words = words
        .rsplit(is_separator)
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        match tense_of(word) {
            Some(Tense::Past) if words.peek() == Some(&"be") => {}
            Some(tense) => return Some(tense),
            // `is to visit on Saturday`
            None if word == "to" && matches!(words.peek(), Some(&("is" | "are"))) => {
                return Some(Tense::Future);
            }
            None => {}
        }
    }
    None
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_separator(letter: char) -> bool {
    !(letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '-'))
}

#[rustfmt::skip]
fn tense_of(word: &str) -> Option<Tense> {
    match word {
        "will" | "won't" | "won’t" | "shall" | "scheduled" | "expected" | "expects" | "expect"
        | "slated" | "plans" | "planned" | "plan" | "due" | "upcoming" | "supposed" | "intends"
        | "would" | "going" | "hopes" | "hope" | "aims" | "poised" | "could" | "should" | "may"
        | "might" | "Will" => Some(Tense::Future),
        "by" | "until" | "till" | "ends" | "begins" | "starts" | "opens" | "expires" | "closes"
        | "runs" | "next" | "before" => Some(Tense::Open),
        "was" | "were" | "had" | "did" | "said" | "told" | "met" | "came" | "went" | "made"
        | "took" | "began" | "saw" | "found" | "held" | "sent" | "gave" | "left" | "won" | "lost"
        | "rose" | "fell" | "became" | "wrote" | "spoke" | "ran" | "flew" | "drove" | "struck"
        | "hit" | "shot" | "fought" | "broke" | "brought" | "built" | "bought" | "sold" | "led"
        | "paid" | "kept" | "grew" | "knew" | "thought" | "got" | "put" | "since" | "hasn't"
        | "been" => Some(Tense::Past),
        _ if word.ends_with("'ll") || word.ends_with("’ll") => Some(Tense::Future),
        _ if word.len() > 4
            && word.ends_with("ed")
            && !word.ends_with("eed")
            && word.starts_with(char::is_lowercase) => Some(Tense::Past),
        _ => None,
    }
}
