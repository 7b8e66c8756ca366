//! Questions that set two times side by side: `how long after the arrest was the verdict?`.
//!
//! Each is taken apart into the two things whose times are asked for. Nothing is reckoned: both times
//! are shown with their quotes, and the reader compares.

use crate::text::{Span, fold, tokenize};

/// The two things that a question compares by their time, in its words; `None` for any other question.
#[must_use]
pub fn compared_events(text: &str) -> Option<[String; 2]> {
    let tokens: Vec<(Span, String)> = tokenize(text)
        .into_iter()
        .map(|token| (token.span, fold(token.word(text)).into_owned()))
        .collect();
    let words: Vec<&str> = tokens.iter().map(|(_, word)| word.as_str()).collect();
    let (first, second) = length_between(&words)
        .or_else(|| length_after(&words))
        .or_else(|| order_of_two(text, &tokens, &words))?;
    let part = |range: std::ops::Range<usize>| {
        let (from, to) = (
            tokens.get(range.start)?,
            tokens.get(range.end.checked_sub(1)?)?,
        );
        (range.start < range.end).then(|| Span::new(from.0.start, to.0.end).of(text).to_owned())
    };
    Some([part(first)?, part(second)?])
}

type Parts = (std::ops::Range<usize>, std::ops::Range<usize>);

/// `how long … between X and Y`, `how much time passed between X and Y`.
fn length_between(words: &[&str]) -> Option<Parts> {
    let between = words.iter().position(|word| *word == "between")?;
    let and = words.iter().rposition(|word| *word == "and")?;
    let asks = asks_for_length(words) && between > 1;
    (asks && and > between + 1 && and + 1 < words.len())
        .then_some((between + 1..and, and + 1..words.len()))
}

/// `how long after X did Y`, `how many days before X was Y`.
fn length_after(words: &[&str]) -> Option<Parts> {
    let after = words
        .iter()
        .position(|word| matches!(*word, "after" | "before"))?;
    let length_first = asks_for_length(words) && after <= 3;
    let verb = (after + 2..words.len()).find(|place| is_auxiliary(words[*place]))?;
    // `was Y` keeps its verb out of the second part as it does in `when was Y`.
    (length_first && verb + 1 < words.len()).then_some((after + 1..verb, verb + 1..words.len()))
}

fn asks_for_length(words: &[&str]) -> bool {
    let unit = |word: &str| {
        matches!(
            word,
            "years" | "months" | "weeks" | "days" | "hours" | "minutes" | "time"
        )
    };
    match words {
        ["how", "long" | "soon", ..] => true,
        ["how", "many" | "much", counted, ..] => unit(counted),
        _ => false,
    }
}

/// `which came first, X or Y?`, `what happened first: X or Y?`, `which was earlier, X or Y`.
fn order_of_two(text: &str, tokens: &[(Span, String)], words: &[&str]) -> Option<Parts> {
    let opens = matches!(words, ["which" | "what" | "who", ..]);
    let order = words
        .iter()
        .take(5)
        .position(|word| matches!(*word, "first" | "earlier" | "later" | "last"))?;
    let or = words.iter().rposition(|word| *word == "or")?;
    // A mark or nothing but the verb parts the question from the two.
    let parted = tokens.get(order + 1).is_some_and(|next| {
        Span::new(tokens[order].0.end, next.0.start)
            .of(text)
            .contains([',', ':', '-', '–', '—'])
    });
    let short = order <= 3;
    (opens && (parted || short) && or > order + 1 && or + 1 < words.len())
        .then_some((order + 1..or, or + 1..words.len()))
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "did" | "was" | "were" | "is" | "are" | "had" | "has" | "have" | "will" | "does" | "do"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(String, String)> {
        compared_events(text).map(|[one, other]| (one, other))
    }

    fn two(one: &str, other: &str) -> (String, String) {
        (one.to_owned(), other.to_owned())
    }

    #[test]
    fn two_times_are_taken_apart() {
        assert_eq!(
            parts("How long after the arrest was Salen convicted?"),
            Some(two("the arrest", "Salen convicted"))
        );
        assert_eq!(
            parts("how many days before the vote did the mayor resign"),
            Some(two("the vote", "the mayor resign"))
        );
        assert_eq!(
            parts("how much time passed between the launch and the fault?"),
            Some(two("the launch", "the fault"))
        );
        assert_eq!(
            parts("which came first, the bid of Halden or the strike?"),
            Some(two("the bid of Halden", "the strike"))
        );
        assert_eq!(
            parts("what happened first: the flood or the warning?"),
            Some(two("the flood", "the warning"))
        );
    }

    #[test]
    fn other_questions_compare_nothing() {
        for text in [
            "how long did the strike last?",
            "who came first in the race?",
            "what happened after the verdict?",
            "which player was first to score, and how?",
            "how long is the bridge between the islands?",
            "",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
