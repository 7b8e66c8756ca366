//! Takes a text that somebody wants to quote apart: who is said to have said it, and the pieces
//! between ellipses.

use super::super::wording::plain_words;

/// Marks with which a quotation leaves words out, longest first.
const ELLIPSES: [&str; 6] = ["[...]", "[…]", "(...)", "(…)", "...", "…"];

/// Longer than this is no “X said” any more.
const LONGEST_ATTRIBUTION: usize = 80;

/// What stands before a quotation that ends the text (`Kim said: “…”`), and the quotation without
/// its marks. Without such a quotation, all of the text.
pub(super) fn attribution(text: &str) -> (Option<&str>, &str) {
    let whole = (None, text);
    let opens = |letter: char| matches!(letter, '"' | '“' | '„' | '«');
    let closes = |letter: char| matches!(letter, '"' | '”' | '“' | '»');
    let Some(start) = text.find(opens) else {
        return whole;
    };
    let said = text[..start].trim();
    let quoted = text[start..].trim_start_matches(opens);
    let ends = quoted.trim_end_matches(['.', ',', ' ']);
    let Some(inner) = ends.strip_suffix(closes) else {
        return whole;
    };
    let is_attribution = said.ends_with([':', ','])
        && said.len() <= LONGEST_ATTRIBUTION
        && !inner.contains(closes)
        && !plain_words(said).is_empty();
    if is_attribution && !plain_words(inner).is_empty() {
        (Some(said.trim_end_matches([':', ','])), inner.trim())
    } else {
        whole
    }
}

/// The pieces of a text between ellipses; those without words are left out.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((place, mark)) = ELLIPSES
        .iter()
        .filter_map(|mark| rest.find(mark).map(|place| (place, *mark)))
        .min_by_key(|(place, mark)| (*place, usize::MAX - mark.len()))
    {
        pieces.push(&rest[..place]);
        rest = &rest[place + mark.len()..];
    }
    pieces.push(rest);
    pieces.retain(|piece| !plain_words(piece).is_empty());
    pieces.into_iter().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pieces_lie_between_ellipses() {
        assert_eq!(
            pieces("the car [...] was a gift…"),
            ["the car", "was a gift"]
        );
        assert_eq!(pieces("no gap."), ["no gap."]);
        assert_eq!(pieces("... the end (…)"), ["the end"]);
    }

    #[test]
    fn what_stands_before_a_quotation_says_who_said_it() {
        assert_eq!(
            attribution("The mayor said: “It is closed.”"),
            (Some("The mayor said"), "It is closed.")
        );
        let plain = "The “old” port is closed.";
        assert_eq!(attribution(plain), (None, plain));
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_panic(text in "[a-z.…\"“”:, \\[\\]()]{0,40}") {
            let (_, quoted) = attribution(&text);
            for piece in pieces(quoted) {
                prop_assert!(text.contains(piece));
            }
        }
    }
}
