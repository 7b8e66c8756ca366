//! Finds the name that somebody probably meant.
//!
//! Used for mistyped commands and for mistyped keys of the configuration. Names in the articles
//! are another matter and left to `mention`.

use strsim::osa_distance;

/// The candidate nearest to `word`, when one is near enough to be a slip of the fingers.
///
/// Case does not count, a swap of two letters is one slip, and about a third of the letters may be
/// wrong. The first candidate wins among equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = allowed_slips(word.chars().count())?;
    candidates
        .into_iter()
        .map(|candidate| (osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many slips a word of this length may hold; none can be told in a single letter, and a very
/// long word is no name at all (and slow to compare).
fn allowed_slips(length: usize) -> Option<usize> {
    match length {
        0 | 1 | 65.. => None,
        2..=5 => Some(1),
        6..=8 => Some(2),
        _ => Some(3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["who", "when", "timeline", "sanctions", "sources"];

    #[test]
    fn a_slip_finds_its_name() {
        for (typed, meant) in [
            ("tmieline", "timeline"),
            ("sanctoins", "sanctions"),
            ("SOURCE", "sources"),
            ("wehn", "when"),
            ("wo", "who"),
        ] {
            assert_eq!(nearest(typed, NAMES), Some(meant), "{typed}");
        }
    }

    #[test]
    fn other_words_find_nothing() {
        for typed in ["", "x", "banana", "quotation", &"w".repeat(5000)] {
            assert_eq!(nearest(typed, NAMES), None, "{typed}");
        }
    }
}
