//! How common a word is in English at large, for stories too small to tell.
//!
//! In ten articles a word that stands nowhere else may be rare or merely new; the counts in
//! `background.txt` say which. In a large story its own counts prevail.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::hash_stem;

/// Share of paragraphs by the key of a stem.
static SHARES: LazyLock<HashMap<u32, f32>> = LazyLock::new(|| {
    include_str!("background.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (stem, share) = line.split_once(' ')?;
            Some((hash_stem(stem), share.parse::<f32>().ok()? / 1000.0))
        })
        .collect()
});

/// Share of paragraphs that an unlisted word stands in: half of the rarest listed one's.
const UNLISTED: f32 = 0.000_5;
/// How many blocks of everyday text the counts of a story are mixed with.
const BLOCKS: f32 = 400.0;

/// The inverse document frequency of a stem that `frequency` of `count` blocks of the story hold,
/// mixed with everyday English as if the story had [`BLOCKS`] more blocks (additive smoothing).
/// BM25's form (Robertson and Spärck Jones, with 1 added inside the logarithm as in Lucene, so that
/// it is never negative).
pub(super) fn inverse_frequency(stem_key: u32, frequency: u64, count: u64) -> f32 {
    let share = SHARES.get(&stem_key).copied().unwrap_or(UNLISTED);
    let frequency = frequency as f32 + BLOCKS * share;
    let count = count as f32 + BLOCKS;
    (((count - frequency).max(0.0) + 0.5) / (frequency + 0.5) + 1.0).ln()
}

/// What a stem is worth by everyday English alone: the logarithm of one over its share.
pub(super) fn everyday_weight(stem_key: u32) -> f32 {
    let share = SHARES.get(&stem_key).copied().unwrap_or(UNLISTED);
    (1.0 + 1.0 / share).ln()
}

/// The inverse document frequency of a stem that the titles of `frequency` of `count` blocks hold.
/// Titles are the story's own, so everyday English is left out.
pub(super) fn inverse_title_frequency(frequency: u64, count: u64) -> f32 {
    let (frequency, count) = (frequency as f32, count as f32);
    (((count - frequency).max(0.0) + 0.5) / (frequency + 0.5) + 1.0).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(stem: &str, frequency: u64, count: u64) -> f32 {
        inverse_frequency(hash_stem(stem), frequency, count)
    }

    #[test]
    fn a_small_story_knows_common_words_from_rare_ones() {
        assert!(of("give", 0, 40) < of("born", 0, 40));
        assert!(of("born", 0, 40) < of("zeppelin", 0, 40));
    }

    #[test]
    fn a_large_story_speaks_for_itself() {
        assert!(of("zeppelin", 50_000, 100_000) < of("give", 10, 100_000));
    }
}
