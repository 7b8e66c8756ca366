//! Finds the best blocks by adding up the score of every block that holds a term of the query.
//!
//! The engine's own way skips the blocks that cannot win. That pays where postings are long; a
//! question of a dozen terms over a story of some thousand articles is answered several times
//! faster by plain addition. The scores are the same BM25.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term};

/// Postings up to which adding is the faster way.
const MOST_POSTINGS: u64 = 300_000;

/// Blocks whose scores are looked at together.
const STRETCH: usize = 64;

/// BM25's saturation of repeated words, as in the engine.
const K1: f32 = 1.2;
/// BM25's normalisation by length, as in the engine.
const B: f32 = 0.75;

/// A term with the field it is looked for in and the factor on its score.
pub(super) type WeightedTerm<'a> = (Field, &'a str, f32);

/// What adding up needs of an index, opened once.
pub(super) struct Tally {
    searcher: Searcher,
    blocks: u64,
    fields: HashMap<Field, FieldReader>,
    /// Room for a score of each block, kept from one question to the next.
    scores: Mutex<Vec<f32>>,
}

struct FieldReader {
    /// For each length that the engine tells apart, what it adds to a term's frequency.
    norms: [f32; 256],
    /// One for each segment.
    segments: Vec<(Arc<InvertedIndexReader>, FieldNormReader)>,
}

/// The postings of a term.
struct Found<'a> {
    field: &'a FieldReader,
    /// Where the term stands in each segment.
    places: Vec<Option<TermInfo>>,
    weight: f32,
}

impl Tally {
    /// Opens the searched fields of an index that holds `blocks` blocks; `tokens` gives the number
    /// of words in a field.
    pub(super) fn open(
        searcher: &Searcher,
        blocks: u64,
        tokens: &HashMap<Field, u64>,
    ) -> tantivy::Result<Self> {
        let mut fields = HashMap::new();
        for (field, tokens) in tokens {
            let average = *tokens as f32 / blocks as f32;
            let segments = searcher
                .segment_readers()
                .iter()
                .map(|segment| {
                    let norms = segment.get_fieldnorms_reader(*field)?;
                    Ok((segment.inverted_index(*field)?, norms))
                })
                .collect::<tantivy::Result<_>>()?;
            let norms = norms(average);
            fields.insert(*field, FieldReader { norms, segments });
        }
        Ok(Self {
            searcher: searcher.clone(),
            blocks,
            fields,
            scores: Mutex::default(),
        })
    }

    /// The best blocks, best first; `None` where the engine's own way is faster.
    pub(super) fn search(
        &self,
        terms: &[WeightedTerm<'_>],
        limit: usize,
    ) -> tantivy::Result<Option<Vec<(f32, DocAddress)>>> {
        let mut found = Vec::with_capacity(terms.len());
        let mut postings = 0;
        for term in terms {
            let Some((one, frequency)) = self.find(term)? else {
                continue;
            };
            postings += frequency;
            if postings > MOST_POSTINGS {
                return Ok(None);
            }
            found.push(one);
        }
        let mut best = Best::new(limit);
        let mut scores = std::mem::take(&mut *self.lock_scores());
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            scores.clear();
            scores.resize(segment.max_doc() as usize, 0.0);
            for one in &found {
                one.add_scores(ordinal, &mut scores)?;
            }
            best.take_from(&scores, ordinal, segment);
        }
        *self.lock_scores() = scores;
        Ok(Some(best.finish()))
    }

    fn lock_scores(&self) -> MutexGuard<'_, Vec<f32>> {
        self.scores.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A term's postings and their number; `None` where there are none.
    fn find(&self, term: &WeightedTerm<'_>) -> tantivy::Result<Option<(Found<'_>, u64)>> {
        let (field, text, boost) = *term;
        let Some(reader) = self.fields.get(&field) else {
            return Ok(None);
        };
        let term = Term::from_field_text(field, text);
        let mut places = Vec::with_capacity(reader.segments.len());
        for (index, _) in &reader.segments {
            places.push(index.get_term_info(&term)?);
        }
        let frequency: u64 = (places.iter().flatten())
            .map(|place| u64::from(place.doc_freq))
            .sum();
        let found = Found {
            field: reader,
            places,
            weight: boost * (K1 + 1.0) * inverse_frequency(frequency, self.blocks),
        };
        Ok((frequency > 0).then_some((found, frequency)))
    }
}

/// The best blocks so far.
struct Best {
    limit: usize,
    /// Up to twice as many as wanted, in no order.
    hits: Vec<(f32, DocAddress)>,
    /// What a block must exceed to be among them. One of the same score comes later in the index,
    /// and so behind.
    least: f32,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            hits: Vec::with_capacity(2 * limit),
            least: 0.0,
        }
    }

    /// Takes the best of one segment. Nearly all blocks are passed over a stretch at a time.
    fn take_from(&mut self, scores: &[f32], ordinal: usize, segment: &SegmentReader) {
        let number = u32::try_from(ordinal).unwrap_or(u32::MAX);
        for (stretch, first) in scores.chunks(STRETCH).zip((0_u32..).step_by(STRETCH)) {
            let highest = stretch.iter().fold(0.0_f32, |most, score| most.max(*score));
            if highest <= self.least {
                continue;
            }
            for (score, document) in stretch.iter().zip(first..) {
                if *score > self.least && !segment.is_deleted(document) {
                    self.add(*score, DocAddress::new(number, document));
                }
            }
        }
    }

    fn add(&mut self, score: f32, address: DocAddress) {
        self.hits.push((score, address));
        if self.hits.len() >= 2 * self.limit {
            self.hits.select_nth_unstable_by_key(self.limit - 1, order);
            self.hits.truncate(self.limit);
            self.least = self.hits[self.limit - 1].0;
        }
    }

    fn finish(mut self) -> Vec<(f32, DocAddress)> {
        self.hits.sort_unstable_by_key(order);
        self.hits.truncate(self.limit);
        self.hits
    }
}

impl Found<'_> {
    /// Adds the term's score to that of each document that holds it.
    fn add_scores(&self, ordinal: usize, scores: &mut [f32]) -> tantivy::Result<()> {
        let Some(place) = &self.places[ordinal] else {
            return Ok(());
        };
        let (index, lengths) = &self.field.segments[ordinal];
        let mut postings =
            index.read_block_postings_from_terminfo(place, IndexRecordOption::WithFreqs)?;
        while postings.block_len() > 0 {
            for (document, frequency) in postings.docs().iter().zip(postings.freqs()) {
                if *document == TERMINATED {
                    break;
                }
                let frequency = *frequency as f32;
                let norm = self.field.norms[usize::from(lengths.fieldnorm_id(*document))];
                scores[*document as usize] += self.weight * frequency / (frequency + norm);
            }
            postings.advance();
        }
        Ok(())
    }
}

/// Best first; equal ones as they lie in the index.
fn order(hit: &(f32, DocAddress)) -> (std::cmp::Reverse<u32>, DocAddress) {
    // The bits of positive numbers are ordered as the numbers are.
    (std::cmp::Reverse(hit.0.to_bits()), hit.1)
}

fn norms(average: f32) -> [f32; 256] {
    let mut norms = [0.0; 256];
    for (id, norm) in (0_u8..=u8::MAX).zip(&mut norms) {
        let length = FieldNormReader::id_to_fieldnorm(id) as f32;
        *norm = K1 * (1.0 - B + B * length / average);
    }
    norms
}

fn inverse_frequency(frequency: u64, count: u64) -> f32 {
    let others = count.saturating_sub(frequency) as f32;
    (1.0 + (others + 0.5) / (frequency as f32 + 0.5)).ln()
}
