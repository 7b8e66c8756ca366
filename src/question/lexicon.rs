//! General English: words that stand for one another, read from `synonyms.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::stem;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let source: Source = toml::from_str(include_str!("synonyms.toml"))
        .expect("the lexicon is part of the program and a test parses it");
    Lexicon::new(&source)
});

#[derive(Deserialize)]
struct Source {
    groups: Vec<String>,
    opposites: Vec<String>,
}

struct Lexicon {
    related: HashMap<String, Vec<String>>,
    opposites: HashMap<String, Vec<String>>,
}

impl Lexicon {
    fn new(source: &Source) -> Self {
        Self {
            related: relate(&source.groups),
            opposites: relate(&source.opposites),
        }
    }
}

/// Each stem of a line with the other stems of its lines.
fn relate(lines: &[String]) -> HashMap<String, Vec<String>> {
    let mut related: HashMap<String, Vec<String>> = HashMap::new();
    for line in lines {
        let stems: Vec<String> = line
            .split_whitespace()
            .map(|word| stem(word).into_owned())
            .collect();
        for one in &stems {
            let others = related.entry(one.clone()).or_default();
            for other in &stems {
                if other != one && !others.contains(other) {
                    others.push(other.clone());
                }
            }
        }
    }
    related
}

/// Stems of words that mean nearly the same as the word with this stem.
#[must_use]
pub fn related_stems(stem: &str) -> &'static [String] {
    LEXICON
        .related
        .get(stem)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// Stems of words with the opposite meaning.
pub(super) fn opposite_stems(stem: &str) -> &'static [String] {
    LEXICON
        .opposites
        .get(stem)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// True when two stems are listed as opposites.
#[must_use]
pub fn are_opposites(one: &str, other: &str) -> bool {
    opposite_stems(one).iter().any(|stem| stem == other)
}

/// Other forms of a number word: `four` → `fourth`, `4`. Stems, without the word itself.
pub(super) fn number_forms(folded: &str) -> Vec<String> {
    const FORMS: &[[&str; 4]] = &[
        ["1", "one", "first", "1st"],
        ["2", "two", "second", "2nd"],
        ["3", "three", "third", "3rd"],
        ["4", "four", "fourth", "4th"],
        ["5", "five", "fifth", "5th"],
        ["6", "six", "sixth", "6th"],
        ["7", "seven", "seventh", "7th"],
        ["8", "eight", "eighth", "8th"],
        ["9", "nine", "ninth", "9th"],
        ["10", "ten", "tenth", "10th"],
        ["11", "eleven", "eleventh", "11th"],
        ["12", "twelve", "twelfth", "12th"],
    ];
    FORMS
        .iter()
        .find(|forms| forms.contains(&folded))
        .map(|forms| {
            forms
                .iter()
                .filter(|form| **form != folded)
                .map(|form| stem(form).into_owned())
                .collect()
        })
        .unwrap_or_default()
}

/// Stems of words derived from the same root: `resign` → that of `resignation`, `invest` → those of
/// `investor`, `investment`. `known` gives the story's stems that begin with a root; asking it first
/// spares stemming thirty words that hardly any story holds.
pub(super) fn derived_stems(stemmed: &str, known: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let Some(root) = root(stemmed) else {
        return Vec::new();
    };
    let mut derived = known(root);
    derived.retain(|candidate| candidate != stemmed && is_derived(root, candidate));
    derived
}

/// True when `candidate`, which begins with `root`, is the stem of the root with one of the endings.
fn is_derived(root: &str, candidate: &str) -> bool {
    let Some(rest) = candidate.strip_prefix(root) else {
        return false;
    };
    // The stemmer cuts an ending or makes its `y` an `i`; it puts no other letter first.
    let can_give = |ending: &&&str| match rest.chars().next() {
        None => true,
        Some('i') if **ending == "y" => true,
        Some(first) => ending.starts_with(first),
    };
    ENDINGS
        .iter()
        .rev()
        .filter(can_give)
        .any(|ending| stem(&format!("{root}{ending}")) == candidate)
}

/// Endings that make one word of another, longest first.
const ENDINGS: &[&str] = &[
    "ational", "ation", "ition", "ment", "ness", "ator", "ance", "ence", "ative", "able", "ion",
    "ist", "ism", "ant", "ent", "ity", "ive", "ure", "age", "ery", "ing", "al", "ic", "er", "or",
    "ar", "ed", "at", "th", "s", "e", "y", "",
];

/// A stem without its ending, of at least four letters: `resign` of both `resign` and `resignation`.
fn root(stemmed: &str) -> Option<&str> {
    ENDINGS
        .iter()
        .filter_map(|ending| stemmed.strip_suffix(ending))
        .find(|root| root.len() >= 4 && root.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_are_found_by_any_form() {
        assert!(related_stems(&stem("gave")).contains(&"present".to_owned()));
        assert!(related_stems(&stem("prohibited")).contains(&"ban".to_owned()));
    }

    #[test]
    fn founding_is_not_finding() {
        assert!(related_stems(&stem("founded")).contains(&"establish".to_owned()));
        assert!(!related_stems(&stem("found")).contains(&"establish".to_owned()));
    }

    #[test]
    fn opposites_go_both_ways() {
        assert!(are_opposites(&stem("admit"), &stem("denies")));
        assert!(are_opposites(&stem("deny"), &stem("admitted")));
    }

    #[test]
    fn numbers_know_their_other_forms() {
        assert!(number_forms("four").contains(&"fourth".to_owned()));
        assert!(number_forms("containers").is_empty());
    }

    #[test]
    fn derived_forms_share_a_root() {
        let known = |root: &str| {
            assert_eq!(root, "invest");
            ["invest", "investig", "investor"]
                .map(str::to_owned)
                .to_vec()
        };
        assert_eq!(derived_stems(&stem("investment"), &known), ["investor"]);
    }
}
