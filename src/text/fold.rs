//! Folding: the search key of a word, free of case, accents and typographic variants.
//!
//! Keys are for comparing only. Nothing that a reader sees is ever folded.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::token::tokenize;

/// The folded form of one word: lower case, accents dropped, curly apostrophes made straight,
/// the points of an abbreviation dropped (`U.N.` and `UN` fold to `un.`, `u.s.` to `us.`; the
/// closing point keeps them apart from the pronoun `us`).
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if let Some(initials) = fold_initials(word) {
        return Cow::Owned(initials);
    }
    if word.bytes().all(|byte| byte.is_ascii()) {
        return if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    Cow::Owned(fold_characters(word))
}

/// Folds every word of `text` and joins them with single blanks: the key of a name or phrase.
#[must_use]
pub fn fold_phrase(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for token in tokenize(text) {
        if !key.is_empty() {
            key.push(' ');
        }
        fold_onto(&mut key, token.word(text));
    }
    key
}

/// Appends the folded form of a word, without a string of its own for the plain words that most are.
fn fold_onto(key: &mut String, word: &str) {
    let plain = |byte: u8| byte.is_ascii() && byte != b'.';
    let short_capitals =
        (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if short_capitals || !word.bytes().all(plain) {
        key.push_str(&fold(word));
        return;
    }
    let start = key.len();
    key.push_str(word);
    key[start..].make_ascii_lowercase();
}

/// `U.N.`, `U.N`, `UN`, `USA` → `un.`, `un.`, `un.`, `usa.`; anything else → `None`.
///
/// Two to five capitals count as initials: longer ones are more often shouting than abbreviation.
fn fold_initials(word: &str) -> Option<String> {
    let letters = word.bytes().filter(|byte| *byte != b'.').count();
    let initials = (2..=5).contains(&letters)
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'.');
    let dotted = is_dotted_abbreviation(word);
    (initials || dotted).then(|| {
        let mut key: String = word.chars().filter(|c| *c != '.').collect();
        key.make_ascii_lowercase();
        key.push('.');
        key
    })
}

/// `u.s.`, `a.m`, `p.m.`: single letters parted by points.
fn is_dotted_abbreviation(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 3
        && bytes.iter().enumerate().all(|(place, byte)| {
            if place % 2 == 0 {
                byte.is_ascii_alphabetic()
            } else {
                *byte == b'.'
            }
        })
}

fn fold_characters(word: &str) -> String {
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .flat_map(|c| {
            let (first, second) = match c {
                '’' | 'ʼ' | '‘' => ('\'', None),
                'ß' => ('s', Some('s')),
                'æ' => ('a', Some('e')),
                'œ' => ('o', Some('e')),
                'ø' => ('o', None),
                'đ' => ('d', None),
                'ł' => ('l', None),
                'ı' => ('i', None),
                '‐' | '‑' => ('-', None),
                other => (other, None),
            };
            std::iter::once(first).chain(second)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_apostrophes_are_dropped() {
        assert_eq!(fold("Beyoncé"), "beyonce");
        assert_eq!(fold("O’Neill"), "o'neill");
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("plain"), "plain");
    }

    #[test]
    fn abbreviations_fold_alike_and_apart_from_words() {
        assert_eq!(fold("U.N."), "un.");
        assert_eq!(fold("UN"), "un.");
        assert_eq!(fold("U.S"), "us.");
        assert_eq!(fold("us"), "us");
        assert_eq!(fold("p.m."), "pm.");
    }

    proptest! {
        #[test]
        fn the_short_way_folds_like_the_long_one(text in "[ -~é’]{0,30}") {
            let words = tokenize(&text).into_iter();
            let folded: Vec<_> = words.map(|token| fold(token.word(&text))).collect();
            prop_assert_eq!(fold_phrase(&text), folded.join(" "));
        }
    }

    #[test]
    fn a_phrase_folds_word_by_word() {
        assert_eq!(fold_phrase("  Kim   Jong-Un’s "), "kim jong un");
    }
}
