//! The words of a text as a check compares them: free of typography, but of nothing else.
//!
//! Search words ([`crate::text::tokenize`]) forgive too much for a check: `Kim’s` and `Kim` are one
//! to them. Here two words are the same only when their letters are; curly and straight marks,
//! kinds of dashes and blanks, and letters composed in different ways are alike, and case and the
//! marks between words are kept apart, so that a difference in them can be told.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::text::Span;

/// A word with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlainWord {
    /// Its bytes in the text.
    pub(super) span: Span,
    /// Its letters in lower case, without variants of typography.
    pub(super) key: String,
}

/// What a character does in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of a word.
    Letter,
    /// A word by itself: a sign that has a meaning (`$`, `%`), or a letter of a script that writes
    /// no blanks between words.
    Alone,
    /// Nothing that is seen.
    Unseen,
    /// Between words.
    Between,
}

/// The words of `text`, in order.
#[must_use]
pub(super) fn plain_words(text: &str) -> Vec<PlainWord> {
    let mut words = Vec::new();
    let mut open: Option<Span> = None;
    let mut before = None;
    for (start, letter) in text.char_indices() {
        let end = start + letter.len_utf8();
        let role = role_of(letter);
        let joined = match role {
            Role::Letter => true,
            Role::Unseen => open.is_some(),
            Role::Between => open.is_some() && joins(before, letter, &text[end..]),
            Role::Alone => false,
        };
        if joined {
            open = Some(open.map_or(Span::new(start, end), |word| Span::new(word.start, end)));
        } else {
            close(text, &mut open, &mut words);
            if role == Role::Alone {
                open = Some(Span::new(start, end));
                // A combining mark may still follow and belongs to it.
                if !text[end..].chars().next().is_some_and(is_combining_mark) {
                    close(text, &mut open, &mut words);
                }
            }
        }
        if role != Role::Unseen {
            before = Some(letter);
        }
    }
    close(text, &mut open, &mut words);
    words
}

fn close(text: &str, open: &mut Option<Span>, words: &mut Vec<PlainWord>) {
    let Some(span) = open.take() else { return };
    let visible = span
        .of(text)
        .trim_end_matches(|letter| role_of(letter) == Role::Unseen);
    let span = Span::new(span.start, span.start + visible.len());
    let key = without_typography(visible).to_lowercase();
    if !key.is_empty() {
        words.push(PlainWord { span, key });
    }
}

/// The letters of a word as they are in every typography, with their case.
#[must_use]
pub(super) fn without_typography(word: &str) -> String {
    word.chars()
        .filter(|letter| role_of(*letter) != Role::Unseen && *letter != ']')
        .map(|letter| if is_apostrophe(letter) { '\'' } else { letter })
        .nfc()
        .collect()
}

/// What stands between two words as it is in every typography: no blanks, one kind of quotation
/// marks, one kind of dashes.
#[must_use]
pub(super) fn marks_between(gap: &str) -> String {
    let mut marks = String::new();
    for letter in gap.chars() {
        if letter.is_whitespace() || letter.is_control() || role_of(letter) == Role::Unseen {
            continue;
        }
        match letter {
            '…' => marks.push_str("..."),
            _ if is_dash(letter) && marks.ends_with('-') => {}
            _ if is_dash(letter) => marks.push('-'),
            _ if is_quotation_mark(letter) => marks.push('"'),
            _ => marks.push(letter),
        }
    }
    marks
}

/// True when a mark after the letter `before` belongs inside a word that goes on with `rest`.
fn joins(before: Option<char>, mark: char, rest: &str) -> bool {
    let (Some(before), Some(after)) = (before, rest.chars().next()) else {
        return false;
    };
    if role_of(after) != Role::Letter {
        return false;
    }
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    let letters = before.is_alphabetic() && after.is_alphabetic();
    match mark {
        '.' => digits || letters,
        ',' | ':' => digits,
        // `[T]he`: an editor's capital.
        ']' => letters,
        _ => is_apostrophe(mark) && before.is_alphanumeric(),
    }
}

fn role_of(letter: char) -> Role {
    if letter.is_ascii_alphanumeric() {
        return Role::Letter;
    }
    if letter.is_ascii() {
        return match letter {
            '$' | '%' | '+' | '=' | '&' | '@' | '#' => Role::Alone,
            _ => Role::Between,
        };
    }
    if is_unseen(letter) {
        Role::Unseen
    } else if is_written_without_blanks(letter) {
        Role::Alone
    } else if letter.is_alphanumeric() || is_combining_mark(letter) {
        Role::Letter
    } else if letter.is_whitespace() || letter.is_control() || is_punctuation(letter) {
        Role::Between
    } else {
        Role::Alone
    }
}

/// Soft hyphens, zero-width characters, direction marks and variation selectors.
fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

/// Thai, Lao, Khmer, Burmese, kana, Han.
fn is_written_without_blanks(letter: char) -> bool {
    letter.is_alphanumeric()
        && matches!(
            letter,
            '\u{e00}'..='\u{eff}'
                | '\u{1000}'..='\u{109f}'
                | '\u{1780}'..='\u{17ff}'
                | '\u{3040}'..='\u{30ff}'
                | '\u{3400}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{20000}'..='\u{3ffff}'
        )
}

/// Punctuation beyond ASCII, as far as news has it; any other sign is taken for a word.
fn is_punctuation(letter: char) -> bool {
    is_dash(letter)
        || is_quotation_mark(letter)
        || matches!(
            letter,
            '¡' | '¿' | '·' | '¶' | '¨' | '¦' | '\u{2010}'..='\u{202f}' | '\u{2031}'..='\u{205f}'
                | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}'
                | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff3f}' | '\u{ff5b}'..='\u{ff65}'
        )
}

fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

fn is_quotation_mark(letter: char) -> bool {
    matches!(
        letter,
        '"' | '«' | '»' | '\u{201c}'..='\u{201f}' | '‹' | '›' | '＂' | '″'
    ) || is_apostrophe(letter)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2018}'..='\u{201b}' | 'ʼ' | '´' | '`' | '′' | '＇'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        plain_words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn typography_does_not_count() {
        assert_eq!(keys("Don’t"), keys("don't"));
        assert_eq!(
            keys("“Well—no”, he\u{a0}said…"),
            keys("\"Well -- no\", he said...")
        );
        assert_eq!(keys("Pe\u{301}rez"), keys("Pérez"));
        assert_eq!(keys("infor\u{ad}mation"), keys("information"));
        assert_eq!(keys("[T]he"), keys("The"));
        assert_eq!(keys("5 %"), keys("5%"));
    }

    #[test]
    fn letters_and_numbers_count() {
        assert_ne!(keys("Kim’s"), keys("Kim"));
        assert_ne!(keys("$5"), keys("€5"));
        assert_ne!(keys("2,300"), keys("2.300"));
        assert_ne!(keys("Perez"), keys("Pérez"));
        assert_eq!(keys("金正恩").len(), 3);
    }

    #[test]
    fn marks_are_compared_without_blanks_and_kinds() {
        assert_eq!(marks_between(" — "), marks_between("--"));
        assert_eq!(marks_between(",” "), marks_between(",\""));
        assert_eq!(marks_between("… "), marks_between("..."));
        assert_ne!(marks_between(", "), marks_between(" "));
    }

    proptest! {
        #[test]
        fn words_stand_in_order_on_character_boundaries(text in "\\PC{0,60}|[a-z.' \u{301}金$-]{0,40}") {
            let mut end = 0;
            for word in plain_words(&text) {
                prop_assert!(word.span.start >= end && word.span.get(&text).is_some());
                prop_assert!(!word.span.is_empty());
                end = word.span.end;
            }
        }

        #[test]
        fn words_cut_out_by_themselves_stay_the_same(text in "[A-Za-z0-9.,'’“—%$ \u{301}金-]{0,40}") {
            let words = plain_words(&text);
            for first in 0..words.len() {
                for last in first..words.len() {
                    let span = Span::new(words[first].span.start, words[last].span.end);
                    let cut = plain_words(span.of(&text));
                    prop_assert_eq!(cut.len(), last - first + 1, "{:?}", span.of(&text));
                }
            }
        }
    }
}
