//! Where a sentence says why or how something is done.

use crate::text::{Span, Token, fold, tokenize};

/// Phrases that open a manner.
const OPENINGS: &[&str] = &[
    "by means of",
    "with the help of",
    "with help from",
    "in the form of",
    "with the aid of",
    "using",
    "via",
    "through the use of",
    "step by step",
    "under cover of",
];

/// What one travels or sends by.
const CARRIERS: &[&str] = &[
    "air",
    "bicycle",
    "boat",
    "boats",
    "bus",
    "buses",
    "car",
    "cars",
    "courier",
    "email",
    "ferry",
    "foot",
    "hand",
    "helicopter",
    "helicopters",
    "letter",
    "lorry",
    "mail",
    "phone",
    "plane",
    "planes",
    "post",
    "rail",
    "road",
    "sea",
    "ship",
    "ships",
    "telephone",
    "train",
    "trains",
    "truck",
    "trucks",
    "video",
    "vote",
    "decree",
    "force",
    "lot",
    "auction",
];

/// Phrases that open a cause.
const CAUSES: &[&str] = &[
    "because",
    "because of",
    "due to",
    "owing to",
    "thanks to",
    "as a result of",
    "in response to",
    "in protest",
    "for fear",
    "caused by",
    "prompted by",
    "triggered by",
    "the reason",
    "out of fear",
    "on the grounds",
    "is why",
    "was why",
    "forced by",
    "blamed on",
];

/// Phrases that open a purpose.
const PURPOSES: &[&str] = &[
    "in order to",
    "in order not to",
    "so as to",
    "so as not to",
    "so that",
    "to avoid",
    "to prevent",
    "to protect",
    "to protest",
    "to save",
    "to ensure",
    "to make sure",
    "meant to",
    "intended to",
    "designed to",
    "aimed at",
    "with the aim",
    "for the purpose",
    "in an effort to",
    "in an attempt to",
    "in a bid to",
    "in the hope",
];

/// A clause that answers why or how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clause {
    /// Bytes of the sentence, from the opening words to the end of the clause.
    pub(super) span: Span,
    /// How surely it answers, from 0 to 1.
    pub(super) strength: f32,
}

/// The words that say how; `None` for a sentence that does not say it.
pub(super) fn manner_in(sentence: &str) -> Option<Clause> {
    find(sentence, |words| opens_manner(words).then_some(1.0))
}

/// The words that say why, a cause or else a purpose; `None` for a sentence that says neither.
pub(super) fn reason_in(sentence: &str) -> Option<Clause> {
    let cause = find(sentence, |words| {
        starts_with_any(words, CAUSES).then_some(1.0)
    });
    cause.or_else(|| {
        find(sentence, |words| {
            starts_with_any(words, PURPOSES).then_some(0.6)
        })
    })
}

fn find(sentence: &str, opens: impl Fn(&[String]) -> Option<f32>) -> Option<Clause> {
    let tokens = tokenize(sentence);
    let words: Vec<String> = tokens
        .iter()
        .map(|token| fold(token.word(sentence)).into_owned())
        .collect();
    let (first, strength) =
        (0..words.len()).find_map(|place| Some((place, opens(&words[place..])?)))?;
    Some(Clause {
        span: Span::new(
            tokens[first].span.start,
            clause_end(sentence, &tokens[first..]),
        ),
        strength,
    })
}

fn starts_with_any(words: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        let mut parts = phrase.split(' ').enumerate();
        parts.all(|(place, part)| words.get(place).is_some_and(|word| word == part))
    })
}

fn opens_manner(words: &[String]) -> bool {
    let by = words.first().is_some_and(|word| word == "by");
    starts_with_any(words, OPENINGS) || by && (is_act(words.get(1)) || carries(&words[1..]))
}

/// `by sending`, but not `by evening`.
fn is_act(word: Option<&String>) -> bool {
    const NOUNS: &[&str] = &[
        "morning",
        "evening",
        "spring",
        "king",
        "nothing",
        "something",
    ];
    word.is_some_and(|word| {
        word.len() > 5 && word.ends_with("ing") && !NOUNS.contains(&word.as_str())
    })
}

/// `by sea`, `by armoured train`.
fn carries(words: &[String]) -> bool {
    let carrier = |place: usize| {
        words
            .get(place)
            .is_some_and(|word| CARRIERS.contains(&word.as_str()))
    };
    let determined = words
        .first()
        .is_some_and(|word| matches!(word.as_str(), "the" | "a" | "an" | "his" | "her" | "their"));
    carrier(0) || !determined && carrier(1)
}

fn clause_end(sentence: &str, tokens: &[Token]) -> usize {
    let mut end = tokens[0].span.end;
    for token in &tokens[1..] {
        if sentence[end..token.span.start].contains([',', ';', ':', '—', '.', '”', '"']) {
            break;
        }
        end = token.span.end;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manner(sentence: &str) -> Option<&str> {
        manner_in(sentence).map(|clause| clause.span.of(sentence))
    }

    #[test]
    fn means_and_carriers_say_how() {
        for (sentence, words) in [
            ("They crossed the river by boat, she said.", Some("by boat")),
            ("He came by armoured train.", Some("by armoured train")),
            ("She won by training harder.", Some("by training harder")),
            (
                "It was built with the help of volunteers.",
                Some("with the help of volunteers"),
            ),
            ("The book was written by the king.", None),
            ("They were home by evening.", None),
            ("He was hit by the train.", None),
        ] {
            assert_eq!(manner(sentence), words, "{sentence}");
        }
    }

    #[test]
    fn causes_come_before_purposes() {
        let reason =
            |sentence: &'static str| reason_in(sentence).map(|clause| clause.span.of(sentence));
        assert_eq!(
            reason("To save money, he said, it was shut because a pipe burst."),
            Some("because a pipe burst")
        );
        assert_eq!(
            reason("It was put off in order to save money."),
            Some("in order to save money")
        );
        assert_eq!(reason("She said that it rained."), None);
    }
}
