//! Compares words shown with gold answers.
//!
//! Exact match and F1 follow the definitions of SQuAD (Rajpurkar and others, "SQuAD: 100,000+
//! Questions for Machine Comprehension of Text", 2016, section 6.1): case, punctuation and the
//! articles a, an, the do not count; F1 is taken over bags of words; the best gold answer counts.
//! [`contains_answer`] judges a whole quote: a gold answer must stand in it word for word.

use std::collections::HashMap;

/// As many characters of a quote are read as a hurried reader would: an answer further behind
/// does not count. The same bound as in the benchmark's scorer.
const CHARACTERS_READ: usize = 300;

/// Typographic marks that part words, besides ASCII punctuation.
const TYPOGRAPHIC: &[char] = &['“', '”', '‘', '’', '–', '—', '…', '´'];

/// True when one of the gold answers stands in the first 300 characters of `quote` as a run of
/// whole words.
#[must_use]
pub fn contains_answer(quote: &str, answers: &[String]) -> bool {
    let read: String = quote.chars().take(CHARACTERS_READ).collect();
    let words = normalized_words(&read, Punctuation::PartsWords);
    answers.iter().any(|answer| {
        let wanted = normalized_words(answer, Punctuation::PartsWords);
        !wanted.is_empty()
            && words
                .windows(wanted.len())
                .any(|window| window == wanted.as_slice())
    })
}

/// True when `short` is one of the gold answers, by SQuAD's normalization.
#[must_use]
pub fn exact_match(short: &str, answers: &[String]) -> bool {
    let given = normalized_words(short, Punctuation::Vanishes);
    answers
        .iter()
        .any(|answer| normalized_words(answer, Punctuation::Vanishes) == given)
}

/// Harmonic mean of word precision and recall against the best gold answer, from 0 to 1.
#[must_use]
pub fn token_f1(short: &str, answers: &[String]) -> f64 {
    let given = normalized_words(short, Punctuation::Vanishes);
    answers
        .iter()
        .map(|answer| bag_f1(&given, &normalized_words(answer, Punctuation::Vanishes)))
        .fold(0.0, f64::max)
}

fn bag_f1(given: &[String], gold: &[String]) -> f64 {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in gold {
        *left.entry(word).or_default() += 1;
    }
    let mut common = 0_usize;
    for word in given {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    if common == 0 {
        return 0.0;
    }
    // 2PR / (P + R) with P = common / given and R = common / gold.
    2.0 * common as f64 / (given.len() + gold.len()) as f64
}

/// What becomes of punctuation. SQuAD deletes it (`U.N.` is `un`); inside a quote it parts words,
/// so that `Kim's` holds `Kim`.
#[derive(Clone, Copy, PartialEq)]
enum Punctuation {
    Vanishes,
    PartsWords,
}

fn normalized_words(text: &str, punctuation: Punctuation) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match punctuation {
            Punctuation::Vanishes if c.is_ascii_punctuation() => {}
            Punctuation::PartsWords if c.is_ascii_punctuation() || TYPOGRAPHIC.contains(&c) => {
                plain.push(' ');
            }
            _ => plain.push(c),
        }
    }
    plain
        .split_whitespace()
        .filter(|word| !matches!(*word, "a" | "an" | "the"))
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(answers: &[&str]) -> Vec<String> {
        answers.iter().map(|answer| (*answer).to_owned()).collect()
    }

    #[test]
    fn a_quote_holds_an_answer_only_as_whole_words() {
        assert!(contains_answer(
            "Kim’s sister, the envoy.",
            &gold(&["kim", "x"])
        ));
        assert!(contains_answer(
            "on (October 14, 2006)",
            &gold(&["October 14 2006"])
        ));
        assert!(!contains_answer("Kimchi is served", &gold(&["Kim"])));
        assert!(!contains_answer("anything", &gold(&["the", ""])));
        assert!(!contains_answer("anything", &[]));
    }

    #[test]
    fn an_answer_behind_the_part_that_is_read_does_not_count() {
        let quote = format!("{} Putin", "word ".repeat(60));
        assert!(!contains_answer(&quote, &gold(&["Putin"])));
    }

    #[test]
    fn exact_match_ignores_case_articles_and_punctuation() {
        assert!(exact_match("The U.N.", &gold(&["UN"])));
        assert!(!exact_match("Kim Jong Un", &gold(&["Kim"])));
    }

    #[test]
    fn f1_counts_each_shared_word_once() {
        let f1 = token_f1("Kim Kim Jong", &gold(&["Kim Jong Un"]));
        assert!((f1 - 2.0 / 3.0).abs() < 1e-9);
        assert!(token_f1("", &gold(&["Kim"])).abs() < 1e-9);
        assert!((token_f1("a Kim", &gold(&["nobody", "Kim"])) - 1.0).abs() < 1e-9);
    }

    proptest::proptest! {
        #[test]
        fn f1_is_a_share_and_full_for_the_answer_itself(text in ".{0,40}", other in ".{0,40}") {
            let f1 = token_f1(&text, &gold(&[&other]));
            proptest::prop_assert!((0.0..=1.0).contains(&f1));
            if token_f1(&text, &gold(&[&text])) > 0.0 {
                proptest::prop_assert!(exact_match(&text, &gold(&[&text])));
            }
        }
    }
}
