//! How near words are in meaning, by vectors taken from a sentence encoder.
//!
//! `vectors.bin` holds a vector for each of some fifteen thousand English stems; words of like
//! meaning have vectors of like direction. Opposites and mere company lie near each other as well, so
//! nearness is evidence for a ranker to weigh and never counts as the word itself. docs/model.md says
//! where the vectors come from; `tools/` makes the file.

use std::sync::LazyLock;

use crate::index::Word;
use crate::question::Question;
use crate::text::FastMap;

use super::background::everyday_weight;

/// The file: the number of vectors (u32), their keys in ascending order (u32 each,
/// [`crate::text::stem_key`]), their components ([`DIMENSIONS`] signed bytes each, in units of
/// 1 / [`UNIT`]). All little-endian.
const FILE: &[u8] = include_bytes!("vectors.bin");
/// Components of a vector.
pub(super) const DIMENSIONS: usize = 128;
/// What a component is divided by, so that a vector has length 1.
const UNIT: f32 = 256.0;

/// A sum of vectors, each with its weight.
pub(super) type Sum = [f32; DIMENSIONS];

static VECTORS: LazyLock<Vectors> = LazyLock::new(Vectors::open);

struct Vectors {
    places: FastMap<u32, u16>,
    /// What each word is worth in a mean, by how rare it is in everyday English.
    worth: Vec<f32>,
    components: &'static [u8],
}

impl Vectors {
    fn open() -> Self {
        let number = |place: usize| {
            let bytes = FILE[4 * place..4 * place + 4].try_into();
            u32::from_le_bytes(bytes.expect("four bytes make a number"))
        };
        let count = number(0) as usize;
        let keys = (0..count).map(|place| number(1 + place));
        Self {
            worth: keys.clone().map(everyday_weight).collect(),
            places: keys.zip(0..).collect(),
            components: &FILE[4 * (1 + count)..],
        }
    }

    fn vector(&self, place: u16) -> &'static [u8] {
        let start = usize::from(place) * DIMENSIONS;
        &self.components[start..start + DIMENSIONS]
    }
}

/// A vector's components as numbers that are quickly multiplied.
type Wide = [i16; DIMENSIONS];

fn widen(vector: &[u8]) -> Wide {
    let mut wide = [0; DIMENSIONS];
    for (component, byte) in wide.iter_mut().zip(vector) {
        *component = i16::from(byte.cast_signed());
    }
    wide
}

/// The cosine of two stored vectors.
fn cosine(one: &Wide, other: &Wide) -> f32 {
    let products = one.iter().zip(other);
    let sum: i32 = products
        .map(|(one, other)| i32::from(*one) * i32::from(*other))
        .sum();
    sum as f32 / (UNIT * UNIT)
}

/// A question's words beside those of the articles; remembers what it has compared.
pub(super) struct Meaning {
    /// The question's terms that have a vector: index of the term, the vector.
    terms: Vec<(usize, Wide)>,
    mean: Sum,
    /// For each vector, one more than the number of its row in `likeness`; 0 where it was not yet
    /// compared.
    rows: Vec<u16>,
    /// Rows of one cosine a term.
    likeness: Vec<f32>,
}

impl Meaning {
    /// Of `question`, whose terms are worth `idf`.
    pub(super) fn new(question: &Question, idf: &[f32]) -> Self {
        let mut terms = Vec::with_capacity(idf.len());
        let mut mean = [0.0; DIMENSIONS];
        for (place, (term, idf)) in question.terms.iter().zip(idf).enumerate() {
            if let Some(known) = VECTORS.places.get(&term.key) {
                let vector = VECTORS.vector(*known);
                add(&mut mean, vector, *idf);
                terms.push((place, widen(vector)));
            }
        }
        Self {
            terms,
            mean,
            rows: vec![0; VECTORS.worth.len()],
            likeness: Vec::new(),
        }
    }

    /// Hands `take` each term (by index) with its cosine to each of `words` that has a vector. Gives
    /// the sum of the words' vectors, each by how rare the word is in everyday English.
    pub(super) fn compare(&mut self, words: &[Word], take: &mut impl FnMut(usize, f32)) -> Sum {
        let mut sum = [0.0; DIMENSIONS];
        for word in words {
            let Some(place) = VECTORS.places.get(&word.stem) else {
                continue;
            };
            let row = self.row(*place);
            for ((term, _), cosine) in self.terms.iter().zip(&self.likeness[row..]) {
                take(*term, *cosine);
            }
            let worth = VECTORS.worth[usize::from(*place)];
            add(&mut sum, VECTORS.vector(*place), worth);
        }
        sum
    }

    /// Where the cosines of a vector begin.
    fn row(&mut self, place: u16) -> usize {
        let known = usize::from(self.rows[usize::from(place)]);
        if known > 0 {
            return (known - 1) * self.terms.len();
        }
        let row = self.likeness.len();
        let vector = widen(VECTORS.vector(place));
        let cosines = self.terms.iter().map(|(_, own)| cosine(own, &vector));
        self.likeness.extend(cosines);
        // Where no term has a vector all rows are empty, and the first one is as good as any.
        let number = 1 + row.checked_div(self.terms.len()).unwrap_or_default();
        self.rows[usize::from(place)] = u16::try_from(number).unwrap_or_default();
        row
    }

    /// The cosine between the question's mean and a sum of words; 0 where either has no direction.
    pub(super) fn nearness(&self, sum: &Sum) -> f32 {
        let (mut product, mut own, mut other) = (0.0, 0.0, 0.0);
        for (one, two) in self.mean.iter().zip(sum) {
            product += one * two;
            own += one * one;
            other += two * two;
        }
        if own > 0.0 && other > 0.0 {
            product / (own * other).sqrt()
        } else {
            0.0
        }
    }
}

fn add(sum: &mut Sum, vector: &[u8], weight: f32) {
    for (component, byte) in sum.iter_mut().zip(vector) {
        *component += weight * f32::from(byte.cast_signed());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::stem_key;

    fn alike(one: &str, other: &str) -> f32 {
        let vector = |word: &str| widen(VECTORS.vector(VECTORS.places[&stem_key(word)]));
        cosine(&vector(one), &vector(other))
    }

    #[test]
    fn the_file_is_whole_and_its_vectors_have_length_one() {
        assert_eq!(VECTORS.components.len(), VECTORS.worth.len() * DIMENSIONS);
        assert_eq!(VECTORS.places.len(), VECTORS.worth.len());
        for word in ["price", "judge", "flood", "election"] {
            assert!((alike(word, word) - 1.0).abs() < 0.05, "{word}");
        }
    }

    #[test]
    fn words_of_like_meaning_are_nearer_than_others() {
        assert!(alike("cost", "price") > alike("cost", "river") + 0.2);
        assert!(alike("resigned", "quit") > alike("resigned", "banana") + 0.2);
    }
}
