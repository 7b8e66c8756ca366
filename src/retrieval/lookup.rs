//! A question's terms prepared for matching: each word of a block is looked up once.

use crate::index::{Block, Snapshot};
use std::sync::LazyLock;

use crate::mention::{MentionKind, NameKind};
use crate::question::Question;
use crate::text::stem_key;

use super::background::{inverse_frequency, inverse_title_frequency};

/// A word of a block that matches a term of the question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Index into [`Block::words`].
    pub word: u32,
    /// Index into [`Question::terms`].
    pub term: u16,
    /// 1 for the word itself, less for what stands for it.
    pub weight: f32,
}

/// A weight for each term of a question; on the stack, because there are many to reckon with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights(pub [f32; Question::MAX_TERMS]);

impl Default for Weights {
    fn default() -> Self {
        Self([0.0; Question::MAX_TERMS])
    }
}

impl Weights {
    /// The greater of both weights, term by term.
    #[must_use]
    pub fn merge(mut self, other: &Self) -> Self {
        for (one, other) in self.0.iter_mut().zip(other.0) {
            *one = one.max(other);
        }
        self
    }
}

/// The terms of one question with what each is worth in this story.
#[derive(Debug)]
pub struct Lookup {
    entries: Vec<(u32, u16, f32)>,
    filter: Box<[u64; FILTER_WORDS]>,
    idf: Vec<f32>,
    title_idf: Vec<f32>,
    known: Vec<bool>,
    total: f32,
}

/// Size of the bit filter in 64-bit words: 16,384 bits leave few false hits for a few hundred keys.
const FILTER_WORDS: usize = 256;

impl Lookup {
    /// Prepares `question` for the story in `snapshot`.
    #[must_use]
    pub fn new(question: &Question, snapshot: &Snapshot) -> Self {
        let mut entries = Vec::new();
        let (mut idf, mut title_idf, mut known) = (Vec::new(), Vec::new(), Vec::new());
        let count = snapshot.block_count();
        for (place, term) in question.terms.iter().take(Question::MAX_TERMS).enumerate() {
            let place = u16::try_from(place).unwrap_or(u16::MAX);
            entries.push((term.key, place, 1.0));
            for other in &term.alternatives {
                entries.push((other.key, place, other.weight));
            }
            let frequency = snapshot.document_frequency(&term.stem);
            known.push(frequency > 0);
            idf.push(inverse_frequency(term.key, frequency, count) * term.weight);
            let in_titles = snapshot.title_frequency(&term.stem);
            title_idf.push(inverse_title_frequency(in_titles, count) * term.weight);
        }
        entries.sort_by(|one, other| one.0.cmp(&other.0).then(other.2.total_cmp(&one.2)));
        let mut filter = Box::new([0_u64; FILTER_WORDS]);
        for (key, _, _) in &entries {
            let (word, bit) = place_in_filter(*key);
            filter[word] |= bit;
        }
        let total = idf.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        Self {
            entries,
            filter,
            idf,
            title_idf,
            known,
            total,
        }
    }

    /// What each term is worth: its inverse document frequency times its own weight.
    #[must_use]
    pub fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// What each term is worth in a title: a name that half of the story's titles hold tells none of
    /// them from the others.
    #[must_use]
    pub fn title_idf(&self) -> &[f32] {
        &self.title_idf
    }

    /// Sum of [`Lookup::idf`]; never zero.
    #[must_use]
    pub fn total(&self) -> f32 {
        self.total
    }

    /// True where the term itself stands in some article.
    #[must_use]
    pub fn known(&self) -> &[bool] {
        &self.known
    }

    /// False for nearly every word that matches nothing.
    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let (word, bit) = place_in_filter(key);
        self.filter[word] & bit != 0
    }

    /// The terms that a word with this key matches, with weights.
    fn find(&self, key: u32) -> &[(u32, u16, f32)] {
        if !self.may_hold(key) {
            return &[];
        }
        let start = self.entries.partition_point(|entry| entry.0 < key);
        let length = self.entries[start..]
            .iter()
            .take_while(|entry| entry.0 == key)
            .count();
        &self.entries[start..start + length]
    }

    /// Every match in a block, by word. A short form of an asked name (`Mr. Kim`) matches all words
    /// of that name.
    #[must_use]
    pub fn matches(&self, question: &Question, block: &Block) -> Vec<Match> {
        let mut matches = Vec::new();
        for (word, content) in block.words.iter().enumerate() {
            if !self.may_hold(content.stem) {
                continue;
            }
            for (_, term, weight) in self.find(content.stem) {
                matches.push(Match {
                    word: u32::try_from(word).unwrap_or(u32::MAX),
                    term: *term,
                    weight: *weight,
                });
            }
        }
        if !question.names.is_empty() {
            let found = matches.len();
            if question.names.iter().any(|name| name.terms.len() > 1) {
                add_short_names(question, block, &mut matches);
            }
            add_pronouns(question, block, &mut matches);
            if matches.len() > found {
                matches.sort_by_key(|found| found.word);
            }
        }
        matches
    }

    /// The weight of each term's best match among the words of a title.
    #[must_use]
    pub fn title_weights(&self, title_stems: &[u32]) -> Weights {
        let mut weights = Weights::default();
        for key in title_stems {
            for (_, term, weight) in self.find(*key) {
                let best = &mut weights.0[usize::from(*term)];
                *best = best.max(*weight);
            }
        }
        weights
    }
}

fn place_in_filter(key: u32) -> (usize, u64) {
    let place = key as usize % (FILTER_WORDS * 64);
    (place / 64, 1 << (place % 64))
}

fn add_short_names(question: &Question, block: &Block, matches: &mut Vec<Match>) {
    for mention in &block.mentions {
        let MentionKind::Name(name) = &mention.kind else {
            continue;
        };
        let asked = question
            .names
            .iter()
            .find(|asked| asked.terms.len() > 1 && asked.keys.first() == Some(&name.key));
        let Some(asked) = asked else { continue };
        let word = block
            .words
            .partition_point(|word| (word.start as usize) < mention.span.start);
        for term in &asked.terms {
            matches.push(Match {
                word: u32::try_from(word).unwrap_or(u32::MAX),
                term: u16::try_from(*term).unwrap_or(u16::MAX),
                weight: 1.0,
            });
        }
    }
}

/// How much a pronoun counts that stands for an asked name.
const PRONOUN_WEIGHT: f32 = 0.6;

/// The keys of the pronouns that stand for one person.
static PRONOUNS: LazyLock<[u32; 5]> =
    LazyLock::new(|| ["he", "she", "his", "him", "her"].map(stem_key));

/// A pronoun matches the words of an asked person who was the last person named before it.
fn add_pronouns(question: &Question, block: &Block, matches: &mut Vec<Match>) {
    let people: Vec<(usize, &str)> = block
        .mentions
        .iter()
        .filter_map(|mention| match &mention.kind {
            MentionKind::Name(name) if name.kind == NameKind::Person => {
                Some((mention.span.start, name.key.as_str()))
            }
            _ => None,
        })
        .collect();
    let is_asked = |key: &str| {
        let mut names = question.names.iter();
        names.any(|asked| asked.keys.first().is_some_and(|known| known == key))
    };
    // Most blocks name none of them, and need not be looked through.
    if !people.iter().any(|(_, key)| is_asked(key)) {
        return;
    }
    let pronouns = *PRONOUNS;
    for (place, word) in block.words.iter().enumerate() {
        if !pronouns.contains(&word.stem) {
            continue;
        }
        let before = people.partition_point(|(start, _)| *start < word.start as usize);
        let Some((_, key)) = before.checked_sub(1).and_then(|last| people.get(last)) else {
            continue;
        };
        let asked = question
            .names
            .iter()
            .find(|asked| asked.keys.first().is_some_and(|known| known == key));
        for term in asked.into_iter().flat_map(|asked| &asked.terms) {
            matches.push(Match {
                word: u32::try_from(place).unwrap_or(u32::MAX),
                term: u16::try_from(*term).unwrap_or(u16::MAX),
                weight: PRONOUN_WEIGHT,
            });
        }
    }
}
