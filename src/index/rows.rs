//! The rows of the name table, from one place whichever way they are kept: of a small story all are
//! read into memory at the first look-up, of a large one each is looked up in the dictionary.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Searcher};

use crate::text::{FastHasher, FastMap};

use super::names::{for_each_row, rows_between};
use super::schema::Fields;

/// Rows up to which all are kept in memory: a few thousand articles, some ten megabytes.
const MOST_ROWS: usize = 150_000;

/// The terms from the first one up to the second.
type Range = (Vec<u8>, Vec<u8>);

/// The rows of one state of the index.
pub(super) struct Rows {
    searcher: Searcher,
    fields: [Field; 4],
    kept: OnceLock<Kept>,
}

enum Kept {
    /// Of each field the rows with the number of living blocks, sorted.
    Memory(FastMap<Field, Table>),
    /// Of each field the readers, one for each part of the index.
    Disk(FastMap<Field, Vec<Arc<InvertedIndexReader>>>),
}

/// The rows of one field.
struct Table {
    rows: Vec<(Box<str>, u64)>,
    /// Bits of the rows' hashes: most of what is asked for is not there, and this says so at once.
    filter: Vec<u64>,
    hasher: FastHasher,
}

/// Bits for each row: about one row in [`FILTER_BITS`] that is not there seems to be.
const FILTER_BITS: usize = 16;

impl Table {
    fn new(rows: Vec<(Box<str>, u64)>) -> Self {
        let words = (rows.len() * FILTER_BITS).div_ceil(64).max(1);
        let mut table = Self {
            rows: Vec::new(),
            filter: vec![0; words],
            hasher: FastHasher::default(),
        };
        for (row, _) in &rows {
            let (word, bit) = table.place_in_filter(row);
            table.filter[word] |= bit;
        }
        table.rows = rows;
        table
    }

    fn holds(&self, term: &str) -> bool {
        let (word, bit) = self.place_in_filter(term);
        let find = |row: &(Box<str>, u64)| (*row.0).cmp(term);
        self.filter[word] & bit != 0 && self.rows.binary_search_by(find).is_ok()
    }

    /// The word of the filter and the bit in it that a term sets.
    fn place_in_filter(&self, term: &str) -> (usize, u64) {
        let place = self.hasher.hash_one(term) as usize % (64 * self.filter.len());
        (place / 64, 1 << (place % 64))
    }
}

impl Rows {
    pub(super) fn new(searcher: &Searcher, fields: &Fields) -> Self {
        Self {
            searcher: searcher.clone(),
            fields: [fields.name, fields.alias, fields.word, fields.entity],
            kept: OnceLock::new(),
        }
    }

    /// True when this is a term of `field`; it may be one of articles that are gone.
    pub(super) fn holds(&self, field: Field, term: &str) -> tantivy::Result<bool> {
        match self.kept()? {
            Kept::Memory(tables) => Ok((tables.get(&field)).is_some_and(|table| table.holds(term))),
            Kept::Disk(readers) => {
                for part in readers.get(&field).into_iter().flatten() {
                    if part.terms().get(term)?.is_some() {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// See [`rows_between`].
    pub(super) fn between(
        &self,
        field: Field,
        range: &Range,
    ) -> tantivy::Result<BTreeMap<String, u64>> {
        match self.kept()? {
            Kept::Memory(rows) => Ok(part(rows, field, range)
                .iter()
                .map(|(row, blocks)| (row.as_ref().to_owned(), *blocks))
                .collect()),
            Kept::Disk(_) => rows_between(&self.searcher, field, range),
        }
    }

    /// See [`for_each_row`].
    pub(super) fn for_each(
        &self,
        field: Field,
        range: &Range,
        take: &mut dyn FnMut(&str, u64),
    ) -> tantivy::Result<()> {
        match self.kept()? {
            Kept::Memory(rows) => {
                for (row, blocks) in part(rows, field, range) {
                    take(row, *blocks);
                }
                Ok(())
            }
            Kept::Disk(_) => for_each_row(&self.searcher, field, range, take),
        }
    }

    fn kept(&self) -> tantivy::Result<&Kept> {
        if let Some(kept) = self.kept.get() {
            return Ok(kept);
        }
        let kept = self.read()?;
        Ok(self.kept.get_or_init(|| kept))
    }

    fn read(&self) -> tantivy::Result<Kept> {
        let mut readers: FastMap<Field, Vec<Arc<InvertedIndexReader>>> = FastMap::default();
        let mut count = 0;
        for field in self.fields {
            for segment in self.searcher.segment_readers() {
                let reader = segment.inverted_index(field)?;
                count += reader.terms().num_terms();
                readers.entry(field).or_default().push(reader);
            }
        }
        if count > MOST_ROWS {
            return Ok(Kept::Disk(readers));
        }
        let everything = (Vec::new(), vec![u8::MAX]);
        let mut all = FastMap::default();
        for field in self.fields {
            let rows = rows_between(&self.searcher, field, &everything)?;
            let rows = rows.into_iter().map(|(row, blocks)| (row.into(), blocks));
            all.insert(field, Table::new(rows.collect()));
        }
        Ok(Kept::Memory(all))
    }
}

/// The rows of a field in a range.
fn part<'a>(
    tables: &'a FastMap<Field, Table>,
    field: Field,
    (from, to): &Range,
) -> &'a [(Box<str>, u64)] {
    let rows = (tables.get(&field)).map_or(&[][..], |table| table.rows.as_slice());
    let place = |bound: &[u8]| rows.partition_point(|(row, _)| row.as_bytes() < bound);
    let (start, end) = (place(from), place(to));
    rows.get(start..end).unwrap_or_default()
}
