//! The words of a topic, prepared for finding.

use crate::index::{Block, Field, Query};
use crate::question::Topic;
use crate::text::{Span, fold, hash_stem, is_stop_word, stem, tokenize};

use super::passage::Passage;

const WORD: f32 = 1.0;
const PHRASE: f32 = 1.3;
const SYNONYM: f32 = 0.4;
/// Cues of at least this weight are the topic's own; weaker ones only support them.
const STRONG: f32 = 0.9;

/// One word or phrase of a topic.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    stems: Vec<String>,
    keys: Vec<u32>,
    weight: f32,
}

/// All words and phrases of a topic.
#[derive(Clone, Debug)]
pub(super) struct Cues {
    all: Vec<Cue>,
}

/// A cue in a passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// Which of the topic's cues.
    pub(super) cue: usize,
    pub(super) span: Span,
}

impl Cues {
    pub(super) fn new(topic: &Topic) -> Self {
        let kinds = [
            (&topic.phrases, PHRASE),
            (&topic.words, WORD),
            (&topic.synonyms, SYNONYM),
        ];
        let mut all: Vec<Cue> = Vec::new();
        for (texts, weight) in kinds {
            for text in texts {
                let cue = Cue::new(text, weight);
                // Forms of one word (`gift`, `gifts`) are one cue.
                if !cue.keys.is_empty() && !all.iter().any(|known| known.keys == cue.keys) {
                    all.push(cue);
                }
            }
        }
        Self { all }
    }

    pub(super) fn weight(&self, cue: usize) -> f32 {
        self.all[cue].weight
    }

    pub(super) fn is_strong(&self, cue: usize) -> bool {
        self.all[cue].weight >= STRONG
    }

    /// Adds what the index is asked for these cues.
    pub(super) fn add_to(&self, mut query: Query) -> Query {
        for cue in &self.all {
            let weight = cue.weight / cue.stems.len() as f32;
            for stem in &cue.stems {
                query = query.with_term(Field::Text, stem.clone(), weight);
                query = query.with_term(Field::Title, stem.clone(), weight * 0.3);
            }
        }
        query
    }

    /// The cues in a passage, each with every place where it stands.
    pub(super) fn find(&self, passage: &Passage) -> Vec<Found> {
        let words = passage.block.words_of(passage.sentence());
        let mut found = Vec::new();
        for (number, cue) in self.all.iter().enumerate() {
            for first in 0..words.len() {
                let here = words[first..].iter().map(|word| word.stem);
                if here.take(cue.keys.len()).eq(cue.keys.iter().copied()) {
                    let last = words[first + cue.keys.len() - 1];
                    found.push(Found {
                        cue: number,
                        span: words[first].span().union(last.span()),
                    });
                }
            }
        }
        found
    }

    /// True when an article's title holds a cue of the topic's own.
    pub(super) fn in_title(&self, block: &Block) -> bool {
        let title = &block.title_stems;
        self.all
            .iter()
            .filter(|cue| cue.weight >= STRONG)
            .any(|cue| {
                title
                    .windows(cue.keys.len())
                    .any(|window| window == cue.keys)
            })
    }
}

impl Cue {
    fn new(text: &str, weight: f32) -> Self {
        let mut stems = Vec::new();
        let mut keys = Vec::new();
        for token in tokenize(text) {
            let folded = fold(token.word(text));
            let stemmed = stem(&folded).into_owned();
            keys.push(hash_stem(&stemmed));
            if !is_stop_word(&folded) {
                stems.push(stemmed);
            }
        }
        if stems.is_empty() {
            keys.clear();
        }
        Self {
            stems,
            keys,
            weight,
        }
    }
}
