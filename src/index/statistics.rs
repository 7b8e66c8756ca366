//! How much the index holds, for the reader and for the ranking.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader, Term};

use super::schema::{FILE, FIRST_BLOCK, Fields};
use super::snapshot::documents_with;
use super::tally::Tally;

/// How much the index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Articles.
    pub articles: u64,
    /// Blocks of text.
    pub blocks: u64,
    /// Sentences.
    pub sentences: u64,
    /// Day of publication of the oldest dated article.
    pub oldest: Option<Date>,
    /// Day of publication of the newest dated article.
    pub newest: Option<Date>,
}

/// Counts what is alive. An unreadable part counts nothing; reading it will say so.
pub(super) fn of(searcher: &Searcher, fields: &Fields) -> Statistics {
    let firsts = documents_with(searcher, fields.kind, FIRST_BLOCK).unwrap_or_default();
    let files = documents_with(searcher, fields.kind, FILE).unwrap_or_default();
    let mut statistics = Statistics {
        articles: firsts.len() as u64,
        blocks: searcher.num_docs() - files.len() as u64,
        ..Statistics::default()
    };
    let mut days: Option<(i64, i64)> = None;
    for (ordinal, segment) in (0u32..).zip(searcher.segment_readers()) {
        let in_segment = firsts
            .iter()
            .filter(|address| address.segment_ord == ordinal)
            .map(|address| address.doc_id);
        count_segment(segment, in_segment, &mut statistics, &mut days);
    }
    statistics.oldest = days.and_then(|(oldest, _)| date_of(oldest));
    statistics.newest = days.and_then(|(_, newest)| date_of(newest));
    statistics
}

fn count_segment(
    segment: &SegmentReader,
    firsts: impl Iterator<Item = u32>,
    statistics: &mut Statistics,
    days: &mut Option<(i64, i64)>,
) {
    let columns = segment.fast_fields();
    let sentences = columns.u64("sentences").ok();
    let published = columns.i64("published").ok();
    for document in firsts {
        let count = sentences.as_ref().and_then(|column| column.first(document));
        statistics.sentences += count.unwrap_or_default();
        if let Some(day) = published.as_ref().and_then(|column| column.first(document)) {
            let (oldest, newest) = days.unwrap_or((day, day));
            *days = Some((oldest.min(day), newest.max(day)));
        }
    }
}

/// The day of publication that is kept with a document.
pub(super) fn published(searcher: &Searcher, segment: u32, document: u32) -> Option<Date> {
    let columns = searcher.segment_reader(segment).fast_fields();
    date_of(columns.i64("published").ok()?.first(document)?)
}

fn date_of(days: i64) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(days.days()).ok()
}

/// What BM25 needs to know, counted over blocks: the records of source files lie in the same index
/// and would make every block look longer than the average.
#[derive(Clone, Debug)]
pub(super) struct BlockStatistics {
    searcher: Searcher,
    blocks: u64,
    tokens: HashMap<Field, u64>,
}

impl BlockStatistics {
    pub(super) fn new(searcher: &Searcher, fields: &Fields) -> Self {
        let file = Term::from_field_text(fields.kind, FILE);
        let all: u64 = searcher
            .segment_readers()
            .iter()
            .map(|segment| u64::from(segment.max_doc()))
            .sum();
        let searched = [
            fields.text,
            fields.title,
            fields.names,
            fields.entity,
            fields.speaker,
        ];
        Self {
            searcher: searcher.clone(),
            // Deleted documents are counted on both sides until their segment is merged: the
            // engine takes document frequencies with them, and a term may not be in more documents
            // than there are.
            blocks: all.saturating_sub(searcher.doc_freq(&file).unwrap_or_default()),
            tokens: searched
                .into_iter()
                .map(|field| (field, searcher.total_num_tokens(field).unwrap_or_default()))
                .collect(),
        }
    }

    /// Opens what a search by plain addition needs.
    pub(super) fn tally(&self) -> tantivy::Result<Tally> {
        Tally::open(&self.searcher, self.blocks, &self.tokens)
    }

    /// Number of blocks.
    pub(super) fn blocks(&self) -> u64 {
        self.blocks
    }
}

impl Bm25StatisticsProvider for BlockStatistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Ok(self.tokens.get(&field).copied().unwrap_or_default())
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.blocks)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}
