//! Words: where they stand in a text, and nothing else about them.
//!
//! Unicode word boundaries (UAX #29), with three changes for news: a possessive (`Kim’s`) ends
//! before its apostrophe, the point of an abbreviation (`U.N.`, `a.m.`) belongs to it, and a
//! hyphen parts words, so that `Yo-jong` and `Yo Jong` meet.

use unicode_segmentation::UnicodeSegmentation;

use super::span::Span;

/// One word or number of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text that was tokenized, without a possessive ending.
    pub span: Span,
}

impl Token {
    /// The word as written; `text` is the one that was tokenized.
    #[must_use]
    pub fn word(self, text: &str) -> &str {
        self.span.of(text)
    }
}

/// The words of `text` in order; spans are byte ranges in `text`.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(1 + text.len() / 5);
    if text.is_ascii() {
        tokenize_ascii(text, &mut tokens);
    } else if text.chars().all(|c| class_of(c).is_some()) {
        tokenize_latin(text, &mut tokens);
    } else {
        tokenize_unicode(text, &mut tokens);
    }
    tokens
}

/// The same words as [`tokenize_unicode`] finds, several times faster: most news is ASCII but for
/// its quotation marks, and texts are analysed sentence by sentence.
fn tokenize_ascii(text: &str, tokens: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut place = 0;
    while place < bytes.len() {
        if !is_word_byte(bytes[place]) {
            place += 1;
            continue;
        }
        let start = place;
        while place < bytes.len() && is_word_byte(bytes[place]) {
            place += 1;
        }
        // Most words are letters and nothing else: there is nothing to take off them.
        if !joins(bytes, place) && bytes[start] != b'_' {
            tokens.push(Token {
                span: Span::new(start, place),
            });
            continue;
        }
        while place < bytes.len() && (is_word_byte(bytes[place]) || joins(bytes, place)) {
            place += 1;
        }
        push(text, start, place, tokens);
        place = place.max(start + 1);
    }
}

/// What [`tokenize_latin`] tells apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// A word's sign that joins nothing.
    Line,
    /// Joins letters or digits: a point, an apostrophe.
    Point,
    /// Joins digits.
    Comma,
    /// Joins letters.
    Colon,
    /// Parts words.
    Other,
}

/// The class of a character of the ASCII and Latin alphabets or of typographic punctuation; `None`
/// for others.
fn class_of(character: char) -> Option<Class> {
    Some(match character {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '_' => Class::Line,
        '.' | '\'' | '‘' | '’' => Class::Point,
        ',' | ';' => Class::Comma,
        ':' => Class::Colon,
        ' '..='~' | '\n' | '“' | '”' | '–' | '—' | '…' | '£' | '€' | '×' | '÷' => {
            Class::Other
        }
        'À'..='ɏ' => Class::Letter,
        _ => return None,
    })
}

/// The same words as [`tokenize_unicode`] finds in texts of letters and marks that have a class.
fn tokenize_latin(text: &str, tokens: &mut Vec<Token>) {
    let mut start = None;
    let mut before = Class::Other;
    let mut characters = text.char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let class = class_of(character).unwrap_or(Class::Other);
        let after = characters.peek().and_then(|next| class_of(next.1));
        let letters = before == Class::Letter && after == Some(Class::Letter);
        let digits = before == Class::Digit && after == Some(Class::Digit);
        let inside = match class {
            Class::Letter | Class::Digit | Class::Line => true,
            Class::Point => letters || digits,
            Class::Comma => digits,
            Class::Colon => letters,
            Class::Other => false,
        };
        match (start, inside) {
            (None, true) => start = Some(place),
            (Some(first), false) => {
                push(text, first, place, tokens);
                start = None;
            }
            _ => {}
        }
        before = class;
    }
    if let Some(first) = start {
        push(text, first, text.len(), tokens);
    }
}

fn tokenize_unicode(text: &str, tokens: &mut Vec<Token>) {
    for (start, word) in text.unicode_word_indices() {
        push(text, start, start + word.len(), tokens);
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// UAX #29 rules WB6–WB7 and WB11–WB12 for ASCII: a point, colon-free apostrophe between letters,
/// or a point, comma between digits, does not part a word.
fn joins(bytes: &[u8], place: usize) -> bool {
    let before = place.checked_sub(1).map(|index| bytes[index]);
    let (Some(before), Some(after)) = (before, bytes.get(place + 1)) else {
        return false;
    };
    let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match bytes[place] {
        b'.' | b'\'' => letters || digits,
        b',' | b';' => digits,
        b':' => letters,
        _ => false,
    }
}

/// Adds the word `start..end` after the changes for news.
fn push(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let word = &text[start..end];
    if let Some(colon) = word.find(':') {
        push(text, start, start + colon, tokens);
        push(text, start + colon + 1, end, tokens);
        return;
    }
    let bare = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .or_else(|| word.strip_suffix("'S"))
        .unwrap_or(word);
    let mut end = start + bare.len();
    if bare.contains('.') && text[end..].starts_with('.') && ends_in_single_letter(bare) {
        end += 1;
    }
    if text[start..end].contains(char::is_alphanumeric) {
        tokens.push(Token {
            span: Span::new(start, end),
        });
    }
}

/// `U.N`, `a.m`: the letter after the last point stands alone.
fn ends_in_single_letter(word: &str) -> bool {
    let last = word.rsplit('.').next().unwrap_or_default();
    last.len() == 1 && last.as_bytes()[0].is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text)
            .into_iter()
            .map(|token| token.word(text))
            .collect()
    }

    #[test]
    fn news_words_stay_whole() {
        assert_eq!(
            words("The U.N. and Kim’s 2,300 cars cost $3.5m, Yo-jong said at 9 a.m."),
            [
                "The", "U.N.", "and", "Kim", "2,300", "cars", "cost", "3.5m", "Yo", "jong", "said",
                "at", "9", "a.m."
            ]
        );
    }

    proptest! {
        #[test]
        fn ascii_and_unicode_ways_agree(text in "[ -~]{0,60}") {
            let (mut fast, mut full) = (Vec::new(), Vec::new());
            tokenize_ascii(&text, &mut fast);
            tokenize_unicode(&text, &mut full);
            prop_assert_eq!(fast, full);
        }

        #[test]
        fn latin_and_unicode_ways_agree(text in "[ -~\n“”‘’–—…£€×÷À-ɏ]{0,40}") {
            let (mut fast, mut full) = (Vec::new(), Vec::new());
            tokenize_latin(&text, &mut fast);
            tokenize_unicode(&text, &mut full);
            prop_assert_eq!(fast, full);
        }

        #[test]
        fn every_token_lies_on_character_boundaries(text in "\\PC{0,60}") {
            for token in tokenize(&text) {
                prop_assert!(token.span.get(&text).is_some_and(|word| !word.is_empty()));
            }
        }
    }
}
