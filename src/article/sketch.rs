//! Sketches: a few numbers by which reprints of an article are told without comparing texts.
//!
//! After A. Broder, "On the resemblance and containment of documents" (1997): of all runs of five
//! words, hashed, the smallest are kept. Two texts share about as many of them as they share runs.
//! Wire copy is often cut, so containment counts, not likeness alone: a paper's first six
//! paragraphs of an agency's twenty are a reprint. What a reprint means for an answer is decided
//! elsewhere.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Words in a run. Five in a row are rarely shared by reports of the same event, but for quotes.
const RUN: usize = 5;
/// Numbers kept of a text: an error of about six points in a hundred, in 256 bytes.
const KEPT: usize = 64;
/// Numbers kept of the lead, and how many runs it has.
const LEAD_KEPT: usize = 3;
const LEAD_RUNS: usize = 60;
/// Shared part of the shorter text from which it counts as a reprint.
const REPRINT: f64 = 0.6;
/// Texts with fewer runs say too little to be told apart.
const SHORTEST: u32 = 12;
/// Groups in a bucket that are compared with a newcomer, so that a phrase that thousands of
/// articles share (a copyright notice) does not make grouping quadratic.
const COMPARED: usize = 8;

/// The sketch of one body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// Number of different runs in the text.
    runs: u32,
    /// The smallest hashes of the runs, ascending.
    smallest: Vec<u32>,
    /// The smallest hashes of the first runs: copy is cut from the end, so leads agree.
    lead: Vec<u32>,
}

impl Sketch {
    /// Sketches a body.
    #[must_use]
    pub fn of(body: &str) -> Self {
        let mut hashes = hash_runs(body);
        let mut lead = hashes[..hashes.len().min(LEAD_RUNS)].to_vec();
        keep_smallest(&mut lead, LEAD_KEPT);
        let total = hashes.len();
        keep_smallest(&mut hashes, KEPT);
        // Few runs are counted exactly; among many, the repeated ones do not matter.
        let exact = hashes.len() < KEPT;
        let runs = if exact { hashes.len() } else { total };
        Self {
            runs: u32::try_from(runs).unwrap_or(u32::MAX),
            smallest: hashes,
            lead,
        }
    }

    /// The sketch as numbers, for a store that keeps nothing else.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        let lead = u32::try_from(self.lead.len()).unwrap_or_default();
        let counts = [self.runs, lead];
        counts
            .into_iter()
            .chain(self.lead.iter().chain(&self.smallest).copied())
    }

    /// The sketch that [`Self::numbers`] gave; `None` where the numbers are none.
    #[must_use]
    pub fn from_numbers(mut numbers: impl Iterator<Item = u32>) -> Option<Self> {
        let runs = numbers.next()?;
        let lead_length = usize::try_from(numbers.next()?).ok()?;
        let lead: Vec<u32> = numbers.by_ref().take(lead_length.min(LEAD_KEPT)).collect();
        Some(Self {
            runs,
            lead,
            smallest: numbers.collect(),
        })
    }

    /// True when one text is, for the most part, contained in the other.
    ///
    /// Where one is more than twice as long, their leads must agree as well: a round-up that takes
    /// in five short reports is no reprint of each.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> bool {
        let shorter = self.runs.min(other.runs);
        if shorter < SHORTEST {
            return self.runs > 0 && self == other;
        }
        let alike = self.runs.max(other.runs) <= shorter.saturating_mul(2);
        (alike || self.shares_lead(other)) && self.containment(other) >= REPRINT
    }

    /// Bucket keys, at most eight: two reprints nearly always share one, two other articles
    /// hardly ever.
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        let rest = self.smallest.iter().filter(|key| !self.lead.contains(key));
        self.lead.iter().chain(rest.take(8 - LEAD_KEPT)).copied()
    }

    fn shares_lead(&self, other: &Self) -> bool {
        self.lead.iter().any(|key| other.lead.contains(key))
    }

    /// Estimated part of the shorter text's runs that the longer text has too, 0 to 1.
    fn containment(&self, other: &Self) -> f64 {
        let (shared, seen) = self.count_shared(other);
        let resemblance = f64::from(shared) / seen.max(1) as f64;
        let total = f64::from(self.runs) + f64::from(other.runs);
        let common = resemblance * total / (1.0 + resemblance);
        common / f64::from(self.runs.min(other.runs).max(1))
    }

    /// Of the smallest hashes of both texts together: how many both have, and how many there are.
    fn count_shared(&self, other: &Self) -> (u32, usize) {
        let (mut left, mut right) = (&self.smallest[..], &other.smallest[..]);
        let (mut shared, mut seen) = (0, 0_usize);
        while seen < KEPT {
            match (left, right) {
                ([a, rest_left @ ..], [b, rest_right @ ..]) => {
                    shared += u32::from(a == b);
                    if a <= b {
                        left = rest_left;
                    }
                    if b <= a {
                        right = rest_right;
                    }
                }
                ([_, rest @ ..], []) => left = rest,
                ([], [_, rest @ ..]) => right = rest,
                ([], []) => break,
            }
            seen += 1;
        }
        (shared, seen)
    }
}

/// Groups reprints: for each sketch the index of the first of its group (itself when alone).
///
/// Each article is held against the first of a group only. Joining whatever resembles any member
/// would chain articles that have nothing in common through those that have a little of both.
#[must_use]
pub fn group_reprints(sketches: &[Sketch]) -> Vec<usize> {
    let mut groups = Vec::with_capacity(sketches.len());
    let mut firsts: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, sketch) in sketches.iter().enumerate() {
        let mut candidates: Vec<usize> = sketch
            .keys()
            .filter_map(|key| firsts.get(&key))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let found = candidates
            .into_iter()
            .find(|first| sketches[*first].resembles(sketch));
        if found.is_none() {
            for key in sketch.keys() {
                let bucket = firsts.entry(key).or_default();
                if bucket.len() < COMPARED {
                    bucket.push(index);
                }
            }
        }
        groups.push(found.unwrap_or(index));
    }
    groups
}

/// The hashes of all runs of words in order. A text shorter than a run is one run.
fn hash_runs(body: &str) -> Vec<u32> {
    let words: Vec<u64> = hash_words(body);
    if words.is_empty() {
        return Vec::new();
    }
    words
        .windows(RUN.min(words.len()))
        .map(|run| {
            // One multiplication a word keeps their order; the words are spread already.
            let hash = run.iter().fold(0_u64, |hash, word| {
                hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(*word)
            });
            u32::try_from(mix(hash) >> 32).expect("the upper half of 64 bits fits 32")
        })
        .collect()
}

/// One hash a word, in lower case; punctuation and typography do not count.
fn hash_words(body: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(body.len() / 6);
    let mut hash = 0;
    for character in body.chars() {
        // Nearly all letters are ASCII, where one bit makes them small.
        if character.is_ascii_alphanumeric() {
            hash = add_letter(hash, u64::from(character) | 0x20);
        } else if !character.is_ascii() && character.is_alphanumeric() {
            for lower in character.to_lowercase() {
                hash = add_letter(hash, u64::from(lower));
            }
        } else if hash != 0 && !matches!(character, '\'' | '’') {
            words.push(mix(std::mem::take(&mut hash)));
        }
    }
    if hash != 0 {
        words.push(mix(hash));
    }
    words
}

fn add_letter(hash: u64, letter: u64) -> u64 {
    (hash ^ letter)
        .wrapping_mul(0x0100_0000_01b3)
        .wrapping_add(1)
}

/// Spreads every bit over all others (the finaliser of `SplitMix64`).
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Keeps the `count` smallest different hashes, ascending.
fn keep_smallest(hashes: &mut Vec<u32>, count: usize) {
    // Twice as many leave room for repeated ones, and spare sorting the rest.
    let enough = count * 2;
    if hashes.len() > enough {
        hashes.select_nth_unstable(enough);
        hashes.truncate(enough);
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(count);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text of `count` words, the same for the same seed.
    fn text(seed: u64, count: u64) -> String {
        let word = |place: u64| format!("w{} ", mix(seed * 100_003 + place) % 5000);
        (0..count).map(word).collect()
    }

    #[test]
    fn an_edited_copy_is_a_reprint() {
        let body = text(1, 600);
        let edited = format!(
            "LONDON (Agency) - {} More follows.",
            body.replace("w7", "W7,")
        );
        assert!(Sketch::of(&body).resembles(&Sketch::of(&edited)));
    }

    #[test]
    fn a_cut_copy_is_a_reprint_in_both_directions() {
        let (long, short) = (Sketch::of(&text(2, 900)), Sketch::of(&text(2, 200)));
        assert!(long.resembles(&short) && short.resembles(&long));
    }

    #[test]
    fn other_articles_and_round_ups_are_none() {
        let report = Sketch::of(&text(3, 150));
        assert!(!report.resembles(&Sketch::of(&text(4, 150))));
        let round_up = [text(5, 150), text(3, 150), text(6, 400)].concat();
        assert!(!report.resembles(&Sketch::of(&round_up)));
    }

    #[test]
    fn a_shared_quote_makes_no_reprint() {
        let quote = text(9, 60);
        let (left, right) = (
            text(10, 200) + quote.as_str(),
            text(11, 200) + quote.as_str(),
        );
        assert!(!Sketch::of(&left).resembles(&Sketch::of(&right)));
    }

    #[test]
    fn short_texts_are_reprints_only_of_themselves() {
        assert!(Sketch::of("Kim smiled.").resembles(&Sketch::of("Kim smiled")));
        assert!(!Sketch::of("Kim smiled.").resembles(&Sketch::of("Kim smiled at Putin")));
        assert!(!Sketch::of("").resembles(&Sketch::of("")));
    }

    #[test]
    fn groups_carry_the_first_members_index() {
        let bodies = [
            text(1, 400),
            text(2, 400),
            text(1, 120),
            text(3, 90),
            text(2, 380),
        ];
        let sketches: Vec<Sketch> = bodies.iter().map(|body| Sketch::of(body)).collect();
        assert_eq!(group_reprints(&sketches), [0, 1, 0, 3, 1]);
    }

    #[test]
    fn most_cut_copies_meet_in_a_bucket() {
        let pairs = (0..200).map(|seed| (text(seed, 700), text(seed, 180)));
        let met = pairs.filter(|(long, short)| {
            let keys: Vec<u32> = Sketch::of(long).keys().collect();
            Sketch::of(short).keys().any(|key| keys.contains(&key))
        });
        assert!(met.count() >= 196);
    }

    proptest! {
        #[test]
        fn numbers_are_a_sketch_again(body in "([a-c]{1,2} ){0,90}") {
            let sketch = Sketch::of(&body);
            prop_assert_eq!(Sketch::from_numbers(sketch.numbers()), Some(sketch));
        }

        #[test]
        fn resembling_is_mutual(left in "([a-c]{1,2} ){0,60}", right in "([a-c]{1,2} ){0,60}") {
            let (left, right) = (Sketch::of(&left), Sketch::of(&right));
            prop_assert_eq!(left.resembles(&right), right.resembles(&left));
            prop_assert!(left.keys().count() <= 8);
        }
    }
}
