//! Makes untrusted text harmless to whatever shows it: no control character of an article, a title
//! or a question reaches a terminal or a chat.
//!
//! Every control character becomes a visible stand-in, so that a reader sees that something was
//! there; all other characters stay as they are. What a platform takes for markup is left to its
//! adapter.

use std::borrow::Cow;

/// Replaces control characters (C0, DEL, C1), line separators and characters that turn the
/// direction of writing by visible stand-ins. A line feed stays and a tabulator becomes a blank.
#[must_use]
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| stand_in(character).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|character| stand_in(character).unwrap_or(character))
            .collect(),
    )
}

/// As [`neutralise`], with line feeds turned into blanks: for text that must stay in its line.
#[must_use]
pub fn neutralise_line(text: &str) -> Cow<'_, str> {
    match neutralise(text) {
        harmless if harmless.contains('\n') => Cow::Owned(harmless.replace('\n', " ")),
        harmless => harmless,
    }
}

/// What to show in place of a character, or `None` where the character may pass.
fn stand_in(character: char) -> Option<char> {
    match character {
        '\n' => None,
        '\t' => Some(' '),
        // Unicode has a picture for each of these: ␀ ␁ … ␛ … ␡.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_becomes_its_picture() {
        assert_eq!(
            neutralise("a\u{1b}[2Jb\u{7f}\0\rc"),
            "a\u{241b}[2Jb\u{2421}\u{2400}\u{240d}c"
        );
    }

    #[test]
    fn turning_the_direction_of_writing_is_shown_not_done() {
        assert_eq!(
            neutralise("\u{202e}evil\u{2069}\u{9b}1m"),
            "\u{fffd}evil\u{fffd}\u{fffd}1m"
        );
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(
            neutralise_line("Title\n[1] forged\ttitle"),
            "Title [1] forged title"
        );
    }

    #[test]
    fn ordinary_text_of_any_language_is_left_alone() {
        let text = "“Путин” — 金正恩 👩\u{200d}🚀 שלום é";
        assert!(matches!(neutralise(text), Cow::Borrowed(same) if same == text));
    }

    proptest! {
        #[test]
        fn nothing_that_steers_a_terminal_is_left(text in any::<String>()) {
            let harmless = neutralise(&text);
            let controls = harmless.chars().filter(|character| character.is_control() && *character != '\n');
            prop_assert_eq!(controls.count(), 0);
            prop_assert_eq!(harmless.chars().count(), text.chars().count());
        }
    }
}
