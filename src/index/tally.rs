//! Finds the best blocks by adding up the score of every block that holds a term of the query.
//!
//! The engine's own way skips the blocks that cannot win. That pays where postings are long; a
//! question of a dozen terms over a story of some thousand articles is answered several times
//! faster by plain addition. The scores are the same BM25.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term};

/// Postings up to which adding is the faster way.
const MOST_POSTINGS: u64 = 300_000;

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
        let mut best = Vec::new();
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            add_best(&found, ordinal, segment, limit, &mut best)?;
        }
        best.sort_unstable_by_key(order);
        best.truncate(limit);
        Ok(Some(best))
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

/// Adds the best blocks of one segment to `best`.
fn add_best(
    found: &[Found<'_>],
    ordinal: usize,
    segment: &SegmentReader,
    limit: usize,
    best: &mut Vec<(f32, DocAddress)>,
) -> tantivy::Result<()> {
    let mut scores = vec![0.0_f32; segment.max_doc() as usize];
    for one in found {
        one.add_scores(ordinal, &mut scores)?;
    }
    let number = u32::try_from(ordinal).unwrap_or(u32::MAX);
    let mut inside: Vec<(f32, DocAddress)> = (0_u32..)
        .zip(scores)
        .filter(|(document, score)| *score > 0.0 && !segment.is_deleted(*document))
        .map(|(document, score)| (score, DocAddress::new(number, document)))
        .collect();
    if inside.len() > limit {
        inside.select_nth_unstable_by_key(limit, order);
        inside.truncate(limit);
    }
    best.append(&mut inside);
    Ok(())
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
