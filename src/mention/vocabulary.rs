//! What one article tells about its own words: which are written as names inside sentences, and
//! which sentences are headings, where capitals tell nothing.

use super::lexicon::Classes;
use super::scan::{Scan, Shape, is_possessive};
use crate::text::FastSet;

/// The writing habits of one text.
pub(super) struct Vocabulary {
    /// Words that stand capitalised inside an ordinary sentence.
    names: FastSet<u32>,
    /// Words that stand in small letters somewhere.
    small: FastSet<u32>,
    /// For each word: true in a heading.
    heading: Vec<bool>,
}

impl Vocabulary {
    pub(super) fn new(scan: &Scan<'_>) -> Self {
        let mut vocabulary = Self {
            names: FastSet::default(),
            small: FastSet::default(),
            heading: vec![false; scan.words.len()],
        };
        let mut start = 0;
        while start < scan.words.len() {
            let end = scan.sentence_end(start);
            let heading = is_heading(scan, start..end);
            vocabulary.heading[start..end].fill(heading);
            if !heading {
                vocabulary.learn(scan, start..end);
            }
            start = end;
        }
        vocabulary
    }

    fn learn(&mut self, scan: &Scan<'_>, sentence: std::ops::Range<usize>) {
        for word in &scan.words[sentence] {
            match word.shape {
                Shape::Capital | Shape::Capitals if !word.first => {
                    self.names.insert(word.hash);
                }
                Shape::Lower if word.number == 0 => {
                    self.small.insert(word.hash);
                }
                _ => {}
            }
        }
    }

    /// True when the word at `index` stands in a heading.
    pub(super) fn is_heading(&self, index: usize) -> bool {
        self.heading[index]
    }

    /// True when the word at `index` is written as a name although nothing forces a capital there,
    /// or, where something does, when the rest of the text or the lexicon says that it is one.
    pub(super) fn is_name(&self, scan: &Scan<'_>, index: usize) -> bool {
        let word = &scan.words[index];
        if !word.is_capitalized() || is_contraction(scan.word(index)) {
            return false;
        }
        if self.heading[index] {
            return self.is_name_in_heading(scan, index);
        }
        if word.is(Classes::FUNCTION) {
            return !word.first && word.is(Classes::GIVEN) && Self::has_name_behind(scan, index);
        }
        if !word.first || self.follows_quote_mark_as_name(scan, index) {
            return true;
        }
        self.is_name_at_start(scan, index)
    }

    fn follows_quote_mark_as_name(&self, scan: &Scan<'_>, index: usize) -> bool {
        self.names.contains(&scan.words[index].hash) && !scan.is(index, Classes::COMMON)
    }

    fn is_name_in_heading(&self, scan: &Scan<'_>, index: usize) -> bool {
        let word = &scan.words[index];
        if word.is(Classes::FUNCTION) {
            return false;
        }
        let common = Classes::COMMON
            .with(Classes::ROLE)
            .with(Classes::SPEECH)
            .with(Classes::ORGANIZATION)
            .with(Classes::THING)
            .with(Classes::HYPHEN_TAIL)
            .with(Classes::NUMBER);
        self.names.contains(&word.hash)
            || word.is(Classes::GIVEN.with(Classes::COURTESY))
            || (word.is(Classes::KNOWN_NAME) && !word.is(common))
            || (word.number == 0
                && !self.small.contains(&word.hash)
                && !looks_derived(scan.word(index)))
    }

    fn is_name_at_start(&self, scan: &Scan<'_>, index: usize) -> bool {
        let word = &scan.words[index];
        let known = Classes::GIVEN
            .with(Classes::KNOWN_NAME)
            .with(Classes::COURTESY)
            .with(Classes::ROLE);
        if self.names.contains(&word.hash) && !word.is(Classes::COMMON) {
            return true;
        }
        let followed = Self::has_name_behind(scan, index);
        // `Secretary of State Anna Berg`
        let office = word.is(Classes::ROLE)
            && scan.word(index + 1) == "of"
            && scan.is(index + 2, Classes::ROLE_MODIFIER)
            && scan.words[index + 2].is_capitalized();
        if office {
            return true;
        }
        if word.is(Classes::COMMON) {
            let titled = Classes::ROLE
                .with(Classes::GIVEN)
                .with(Classes::THING)
                .with(Classes::PLACE_START)
                .with(Classes::ROLE_MODIFIER);
            return followed && (word.is(titled) || word.is(Classes::KNOWN_NAME));
        }
        if word.is(known) || word.shape == Shape::Capitals {
            return true;
        }
        if self.small.contains(&word.hash) {
            return false;
        }
        if word.number != 0 && word.is(Classes::SPEECH.with(Classes::NUMBER)) {
            return false;
        }
        // `Temperatures fell`: a plural that nothing else shows to be a name.
        let plural = scan.word(index).ends_with('s')
            && word.number == 0
            && !is_possessive(scan.gap(index + 1))
            && !scan.is(index + 1, Classes::SPEECH);
        followed || !(plural || looks_derived(scan.word(index)))
    }

    /// True when a capitalised word follows directly.
    fn has_name_behind(scan: &Scan<'_>, index: usize) -> bool {
        let next = index + 1;
        matches!(scan.gap(next), " " | "-" | ". ")
            && scan
                .words
                .get(next)
                .is_some_and(|word| word.is_capitalized() && !word.first)
            && !scan.is(next, Classes::FUNCTION.with(Classes::CALENDAR))
    }
}

/// A line in title case or in capitals: it has no full stop and most of its words begin large.
fn is_heading(scan: &Scan<'_>, sentence: std::ops::Range<usize>) -> bool {
    let words = &scan.words[sentence.clone()];
    let content: Vec<_> = words
        .iter()
        .filter(|word| !word.is(Classes::FUNCTION) && word.shape != Shape::Digits)
        .collect();
    let large = content.iter().filter(|word| word.is_capitalized()).count();
    let shouted = content
        .iter()
        .filter(|word| word.shape == Shape::Capitals)
        .count();
    if words.len() >= 3 && shouted * 10 >= content.len() * 9 && shouted >= 3 {
        return true;
    }
    let closed = scan
        .gap(sentence.end)
        .trim_start_matches(['’', '\'', ')', '”', '"'])
        .starts_with(['.', '!', '?', ',', ';', ':']);
    let enough = match content.len() {
        0 | 1 => false,
        2 => large == 2 && words.len() < 6,
        many => large * 4 >= many * 3,
    };
    !closed && enough
}

/// `I’m`, `Don’t`, `It’ll`: a function word with an apostrophe inside.
fn is_contraction(word: &str) -> bool {
    let Some((head, tail)) = word.split_once(['\'', '’']) else {
        return false;
    };
    matches!(tail, "m" | "t" | "ll" | "re" | "ve" | "d") && !matches!(head, "O" | "D")
}

/// An ending that marks an English common word more often than a name.
fn looks_derived(word: &str) -> bool {
    let endings = [
        "ing", "ed", "ly", "tion", "tions", "ness", "ment", "ments", "ers", "ists", "ities", "ity",
        "ous", "ful", "less", "able", "ible", "ism", "ance", "ence", "ship", "sion",
    ];
    word.len() > 5 && endings.iter().any(|ending| word.ends_with(ending))
}
