//! One state of the index, to be asked as often as wanted.
//!
//! A snapshot never changes: what is committed after it was taken is seen by the next one.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::civil::Date;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query as EngineQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TantivyDocument, Term};

use crate::article::Sketch;
use crate::mention::NameSource;

use super::block::{ArticleCard, Block};
use super::document::{file_term, hash_term};
use super::error::{Error, ErrorKind, Result, guarded};
use super::name_rows::NameRows;
use super::names::{self, NameTable};
use super::query::{Field, Hit, Mark, Query};
use super::recent::RecentBlocks;
use super::record::{FileMark, FileRecord, decode};
use super::reprint;
use super::schema::{FIRST_BLOCK, Fields};
use super::statistics::{self, BlockStatistics, Statistics};
use super::stored;
use super::tally::{Tally, WeightedTerm};

/// Roots of words that are remembered before all are forgotten.
const REMEMBERED_ROOTS: usize = 2000;

/// One state of the index. Cheap to clone; may be shared between threads.
#[derive(Clone)]
pub struct Snapshot {
    inner: Arc<Inner>,
}

struct Inner {
    searcher: Searcher,
    fields: Fields,
    path: PathBuf,
    statistics: OnceLock<Statistics>,
    scoring: OnceLock<BlockStatistics>,
    tally: OnceLock<Option<Tally>>,
    recent: RecentBlocks,
    names: OnceLock<NameTable>,
    name_rows: NameRows,
    cards: OnceLock<Arc<[ArticleCard]>>,
    stems: Mutex<Stems>,
    /// One for each part of the index.
    sketches: OnceLock<Vec<Column<u64>>>,
    /// Groups of reprints that were looked for, by each member's id.
    groups: Mutex<HashMap<String, Arc<[String]>>>,
}

/// What [`Snapshot::stems_from`] found, by prefix, each with the limit on it.
type Stems = HashMap<String, (usize, Arc<[String]>)>;

/// Where a block is kept. Means something in the snapshot that gave it only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockAddress {
    segment: u32,
    document: u32,
}

impl Snapshot {
    pub(super) fn new(searcher: Searcher, fields: Fields, path: &Path) -> Self {
        Self {
            inner: Arc::new(Inner {
                name_rows: NameRows::new(&searcher, &fields),
                searcher,
                fields,
                path: path.to_path_buf(),
                statistics: OnceLock::new(),
                scoring: OnceLock::new(),
                tally: OnceLock::new(),
                recent: RecentBlocks::default(),
                names: OnceLock::new(),
                cards: OnceLock::new(),
                stems: Mutex::default(),
                sketches: OnceLock::new(),
                groups: Mutex::default(),
            }),
        }
    }

    /// True when another view of the index shows what this one does.
    pub(super) fn sees_the_same(&self, searcher: &Searcher) -> bool {
        self.inner.searcher.generation().segments() == searcher.generation().segments()
    }

    /// How much there is. Worked out once in a snapshot's life.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        *self
            .inner
            .statistics
            .get_or_init(|| statistics::of(&self.inner.searcher, &self.inner.fields))
    }

    /// Number of blocks, for weighing a word by its rarity.
    #[must_use]
    pub fn block_count(&self) -> u64 {
        self.scoring().blocks()
    }

    /// Number of blocks whose text holds a stem.
    #[must_use]
    pub fn document_frequency(&self, stem: &str) -> u64 {
        let term = Term::from_field_text(self.inner.fields.text, stem);
        self.inner.searcher.doc_freq(&term).unwrap_or_default()
    }

    /// Number of blocks whose article's title holds a stem.
    #[must_use]
    pub fn title_frequency(&self, stem: &str) -> u64 {
        let term = Term::from_field_text(self.inner.fields.title, stem);
        self.inner.searcher.doc_freq(&term).unwrap_or_default()
    }

    /// The stems that begin with `prefix` and stand in some block, up to `limit`, sorted.
    #[must_use]
    pub fn stems_from(&self, prefix: &str, limit: usize) -> Vec<String> {
        let known = lock(&self.inner.stems).get(prefix).cloned();
        if let Some((_, stems)) = known.filter(|(known, _)| *known == limit) {
            return stems.to_vec();
        }
        let stems = self.terms_from(self.inner.fields.text, prefix, limit);
        let stems: Arc<[String]> = stems.unwrap_or_default().into();
        let mut remembered = lock(&self.inner.stems);
        if remembered.len() >= REMEMBERED_ROOTS {
            remembered.clear();
        }
        remembered.insert(prefix.to_owned(), (limit, Arc::clone(&stems)));
        stems.to_vec()
    }

    /// The best blocks for a query, best first. An empty query finds nothing.
    ///
    /// # Errors
    /// When the stored index cannot be read.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        if let Some(found) = self.add_up(query, limit)? {
            return Ok(found.into_iter().map(Hit::from).collect());
        }
        let query = self.engine_query(query);
        let collector = TopDocs::with_limit(limit).order_by_score();
        let found = self.guarded(|| {
            let searcher = &self.inner.searcher;
            searcher.search_with_statistics_provider(&query, &collector, self.scoring())
        })?;
        Ok(found.into_iter().map(Hit::from).collect())
    }

    /// Answers a query without filters by plain addition, unless that would take longer.
    fn add_up(&self, query: &Query, limit: usize) -> Result<Option<Vec<(f32, DocAddress)>>> {
        // Named one by one, so that a new kind of filter is not forgotten here.
        let Query {
            terms,
            all_terms,
            articles,
            entities,
            speakers,
            marks,
        } = query;
        let filtered = *all_terms
            || articles.is_some()
            || !(entities.is_empty() && speakers.is_empty() && marks.is_empty());
        let Some(tally) = self.tally().filter(|_| !filtered) else {
            return Ok(None);
        };
        let terms: Vec<WeightedTerm<'_>> = (terms.iter())
            .map(|term| (self.field(term.field), term.term.as_str(), term.weight))
            .collect();
        self.guarded(|| tally.search(&terms, limit))
    }

    /// `None` where it cannot be opened: the engine will say why.
    fn tally(&self) -> Option<&Tally> {
        let open = || self.guarded(|| self.scoring().tally()).ok();
        self.inner.tally.get_or_init(open).as_ref()
    }

    /// Reads one block.
    ///
    /// # Errors
    /// When the stored index is damaged, or the address is of another snapshot.
    pub fn block(&self, address: BlockAddress) -> Result<Block> {
        let StoredBlock(text) = self.document(address.into())?;
        stored::read(&text)
            .ok_or_else(|| Error::damaged(&self.inner.path, &"a block cannot be made sense of"))
    }

    /// Reads one block, or takes it from among those that were read last.
    ///
    /// # Errors
    /// As [`Self::block`].
    pub fn shared_block(&self, address: BlockAddress) -> Result<Arc<Block>> {
        if let Some(block) = self.inner.recent.get(address) {
            return Ok(block);
        }
        let block = Arc::new(self.block(address)?);
        self.inner.recent.add(address, &block);
        Ok(block)
    }

    /// The day on which a block's article was published, without reading the block.
    #[must_use]
    pub fn published(&self, address: BlockAddress) -> Option<Date> {
        statistics::published(&self.inner.searcher, address.segment, address.document)
    }

    /// All articles, oldest first; the undated ones last, by title.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn articles(&self) -> Result<Arc<[ArticleCard]>> {
        if let Some(cards) = self.inner.cards.get() {
            return Ok(Arc::clone(cards));
        }
        let mut cards = Vec::new();
        for address in self.with_term(self.inner.fields.kind, FIRST_BLOCK)? {
            cards.push(self.card(address)?);
        }
        cards.sort_by(|left, right| left.order().cmp(&right.order()));
        Ok(Arc::clone(self.inner.cards.get_or_init(|| cards.into())))
    }

    /// One article by its id.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn article(&self, id: &str) -> Result<Option<ArticleCard>> {
        match self.first_block(id)? {
            Some(address) => Ok(Some(self.card(address)?)),
            None => Ok(None),
        }
    }

    /// The blocks of an article, in order; none where there is no such article.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn blocks_of(&self, id: &str) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for address in self.with_term(self.inner.fields.article, id)? {
            blocks.push(self.block(address.into())?);
        }
        blocks.sort_by_key(|block| block.ordinal);
        Ok(blocks)
    }

    /// An article with its whole body.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn body(&self, id: &str) -> Result<Option<(ArticleCard, String)>> {
        let blocks = self.blocks_of(id)?;
        let Some(first) = blocks.first() else {
            return Ok(None);
        };
        let body = blocks.iter().map(|block| block.text.as_str()).collect();
        Ok(Some((first.article.clone(), body)))
    }

    /// The articles whose body's hash begins with these bytes (those of a receipt).
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn articles_with_hash(&self, prefix: &[u8]) -> Result<Vec<ArticleCard>> {
        let digits = hash_term(prefix);
        let mut cards = Vec::new();
        for term in self.terms_from(self.inner.fields.hash, &digits, usize::MAX)? {
            for address in self.with_term(self.inner.fields.hash, &term)? {
                cards.push(self.card(address)?);
            }
        }
        cards.retain(|card| card.hash.0.starts_with(prefix));
        cards.sort_by(|left, right| left.order().cmp(&right.order()));
        Ok(cards)
    }

    /// The articles that say the same as this one, itself among them, by id: copies of one wire
    /// report count as one source.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn reprint_group(&self, id: &str) -> Result<Arc<[String]>> {
        let known = lock(&self.inner.groups).get(id).cloned();
        if let Some(group) = known {
            return Ok(group);
        }
        let Some(address) = self.first_block(id)? else {
            return Ok(Arc::from([id.to_owned()]));
        };
        let group: Arc<[String]> = reprint::group_of(self, address)?.into();
        let mut groups = lock(&self.inner.groups);
        for member in group.iter() {
            groups.insert(member.clone(), Arc::clone(&group));
        }
        Ok(group)
    }

    /// How many articles say the same as another one, each group's first not counted.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn count_reprints(&self) -> Result<usize> {
        reprint::count(self)
    }

    /// The names of the story, for finding those that a question means.
    #[must_use]
    pub fn name_source(&self) -> &dyn NameSource {
        &self.inner.name_rows
    }

    /// The names of the story with how often they occur. Collected once in a snapshot's life.
    #[must_use]
    pub fn names(&self) -> &NameTable {
        self.inner.names.get_or_init(|| {
            let collect = || Ok(names::collect(&self.inner.searcher, &self.inner.fields));
            self.guarded(collect).unwrap_or_default()
        })
    }

    /// The blocks that name `key` most, best first.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn blocks_with_entity(&self, key: &str, limit: usize) -> Result<Vec<Block>> {
        self.blocks_for(&Query::new().with_term(Field::Entity, key, 1.0), limit)
    }

    /// The blocks that quote the speaker `key` most, best first.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn blocks_with_speaker(&self, key: &str, limit: usize) -> Result<Vec<Block>> {
        self.blocks_for(&Query::new().with_term(Field::Speaker, key, 1.0), limit)
    }

    /// Blocks that hold a mention of one of these kinds, in no order that means anything.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn blocks_with_marks(&self, marks: &[Mark], limit: usize) -> Result<Vec<Block>> {
        let query = Query {
            marks: marks.to_vec(),
            ..Query::default()
        };
        self.blocks_for(&query, limit)
    }

    /// The blocks of the story, by article as in [`Self::articles`], up to `limit`: for what looks
    /// at a small story as a whole.
    ///
    /// # Errors
    /// When the stored index is damaged.
    pub fn all_blocks(&self, limit: usize) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for card in self.articles()?.iter() {
            if blocks.len() >= limit {
                break;
            }
            blocks.extend(self.blocks_of(&card.id)?);
        }
        blocks.truncate(limit);
        Ok(blocks)
    }

    fn blocks_for(&self, query: &Query, limit: usize) -> Result<Vec<Block>> {
        self.search(query, limit)?
            .into_iter()
            .map(|hit| self.block(hit.block))
            .collect()
    }

    /// What tells whether a source file has changed, by path.
    pub(super) fn files(&self) -> Result<HashMap<String, FileMark>> {
        let mut files = HashMap::new();
        let everything = (Vec::new(), vec![u8::MAX]);
        self.guarded(|| {
            let field = self.inner.fields.file;
            names::for_each_row(&self.inner.searcher, field, &everything, &mut |term, _| {
                if let Some((path, mark)) = FileMark::read(term) {
                    files.insert(path.to_owned(), mark);
                }
            })
        })?;
        Ok(files)
    }

    /// The record of a source file.
    pub(super) fn file(&self, path: &str) -> Result<Option<FileRecord>> {
        let found = self.with_term(self.inner.fields.article, &file_term(path))?;
        let Some(address) = found.first() else {
            return Ok(None);
        };
        let document: TantivyDocument = self.document(*address)?;
        self.decode(&document, self.inner.fields.record).map(Some)
    }

    fn scoring(&self) -> &BlockStatistics {
        self.inner
            .scoring
            .get_or_init(|| BlockStatistics::new(&self.inner.searcher, &self.inner.fields))
    }

    /// Term queries side by side keep the engine on its fast path (it skips postings that cannot
    /// win); a filter around them costs that path, so it is put there only when asked for.
    fn engine_query(&self, query: &Query) -> Box<dyn EngineQuery> {
        let occur = if query.all_terms {
            Occur::Must
        } else {
            Occur::Should
        };
        let wanted: Vec<(Occur, Box<dyn EngineQuery>)> = query
            .terms
            .iter()
            .map(|term| {
                let field = self.field(term.field);
                let term_query = TermQuery::new(
                    Term::from_field_text(field, &term.term),
                    IndexRecordOption::WithFreqs,
                );
                let boosted = BoostQuery::new(Box::new(term_query), term.weight);
                (occur, Box::new(boosted) as Box<dyn EngineQuery>)
            })
            .collect();
        let filters = self.filters(query);
        if wanted.is_empty() && filters.is_empty() {
            return Box::new(EmptyQuery);
        }
        if filters.is_empty() {
            return Box::new(BooleanQuery::new(wanted));
        }
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = filters
            .into_iter()
            .map(|filter| (Occur::Must, filter))
            .collect();
        if !wanted.is_empty() {
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(wanted))));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn filters(&self, query: &Query) -> Vec<Box<dyn EngineQuery>> {
        let fields = &self.inner.fields;
        let mut filters = Vec::new();
        if let Some(articles) = &query.articles {
            filters.push(any_of(fields.article, articles.iter().map(String::as_str)));
        }
        if !query.entities.is_empty() {
            filters.push(any_of(
                fields.entity,
                query.entities.iter().map(String::as_str),
            ));
        }
        if !query.speakers.is_empty() {
            filters.push(any_of(
                fields.speaker,
                query.speakers.iter().map(String::as_str),
            ));
        }
        if !query.marks.is_empty() {
            filters.push(any_of(
                fields.mark,
                query.marks.iter().map(|mark| mark.term()),
            ));
        }
        filters
    }

    fn field(&self, field: Field) -> tantivy::schema::Field {
        let fields = &self.inner.fields;
        match field {
            Field::Text => fields.text,
            Field::Title => fields.title,
            Field::Names => fields.names,
            Field::Entity => fields.entity,
            Field::Speaker => fields.speaker,
        }
    }

    /// Documents that are not deleted and hold a term.
    fn with_term(&self, field: tantivy::schema::Field, term: &str) -> Result<Vec<DocAddress>> {
        self.guarded(|| documents_with(&self.inner.searcher, field, term))
    }

    fn first_block(&self, id: &str) -> Result<Option<DocAddress>> {
        let blocks = self.with_term(self.inner.fields.article, id)?;
        Ok(blocks
            .into_iter()
            .find(|address| self.ordinal(*address) == 0))
    }

    /// Up to `limit` first blocks of articles whose sketch has a key.
    pub(super) fn bucket(&self, band: &str, limit: usize) -> Result<Vec<DocAddress>> {
        let mut bucket = self.with_term(self.inner.fields.band, band)?;
        bucket.truncate(limit);
        Ok(bucket)
    }

    /// Keys that the sketches of more than one article have.
    pub(super) fn shared_bands(&self) -> Result<Vec<u32>> {
        self.guarded(|| names::shared_terms(&self.inner.searcher, self.inner.fields.band))
    }

    /// Terms of a field that begin with `prefix`, up to `limit`.
    fn terms_from(
        &self,
        field: tantivy::schema::Field,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<String>> {
        self.guarded(|| names::terms_from(&self.inner.searcher, field, prefix, limit))
    }

    fn ordinal(&self, address: DocAddress) -> u64 {
        let segment = self.inner.searcher.segment_reader(address.segment_ord);
        segment
            .fast_fields()
            .u64("ordinal")
            .ok()
            .and_then(|column| column.first(address.doc_id))
            .unwrap_or(u64::MAX)
    }

    /// The article to which a block belongs.
    pub(super) fn card(&self, address: DocAddress) -> Result<ArticleCard> {
        let StoredBlock(text) = self.document(address)?;
        stored::read_article(&text)
            .ok_or_else(|| Error::damaged(&self.inner.path, &"an article cannot be made sense of"))
    }

    /// The sketch of the article whose first block this is.
    pub(super) fn sketch(&self, address: DocAddress) -> Result<Sketch> {
        self.guarded(|| {
            let columns = self.sketches()?;
            let numbers = columns
                .get(address.segment_ord as usize)
                .map(|column| column.values_for_doc(address.doc_id));
            let numbers = numbers.into_iter().flatten().map(|number| number as u32);
            let missing = || tantivy::TantivyError::InternalError("a sketch is missing".to_owned());
            Sketch::from_numbers(numbers).ok_or_else(missing)
        })
    }

    fn sketches(&self) -> tantivy::Result<&[Column<u64>]> {
        if let Some(columns) = self.inner.sketches.get() {
            return Ok(columns);
        }
        let segments = self.inner.searcher.segment_readers().iter();
        let columns = segments
            .map(|segment| segment.fast_fields().u64("sketch"))
            .collect::<tantivy::Result<_>>()?;
        Ok(self.inner.sketches.get_or_init(|| columns))
    }

    fn document<D: DocumentDeserialize>(&self, address: DocAddress) -> Result<D> {
        let known = self
            .inner
            .searcher
            .segment_readers()
            .get(address.segment_ord as usize)
            .is_some_and(|segment| address.doc_id < segment.max_doc());
        if !known {
            let reason = "a block was asked for that this state of the index does not hold";
            return Err(Error::new(
                &self.inner.path,
                ErrorKind::Engine(reason.into()),
            ));
        }
        self.guarded(|| self.inner.searcher.doc(address))
    }

    fn decode<T: serde::de::DeserializeOwned>(
        &self,
        document: &TantivyDocument,
        field: tantivy::schema::Field,
    ) -> Result<T> {
        let bytes = document
            .get_first(field)
            .and_then(|value| value.as_leaf().and_then(|leaf| leaf.as_bytes()))
            .ok_or_else(|| Error::damaged(&self.inner.path, &"a record is missing"))?;
        decode(bytes).map_err(|error| Error::damaged(&self.inner.path, &error))
    }

    fn guarded<T>(&self, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        guarded(&self.inner.path, work)
    }
}

/// The first stored value of a block's document; the others are not even looked at.
pub(super) struct StoredBlock(pub(super) String);

impl DocumentDeserialize for StoredBlock {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(
        mut document: D,
    ) -> std::result::Result<Self, DeserializeError> {
        match document.next_field()? {
            Some((_, text)) => Ok(Self(text)),
            None => Err(DeserializeError::custom("a block is missing")),
        }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Snapshot")
            .field("path", &self.inner.path)
            .field("statistics", &self.statistics())
            .finish_non_exhaustive()
    }
}

impl From<(f32, DocAddress)> for Hit {
    fn from((score, address): (f32, DocAddress)) -> Self {
        Self {
            score,
            block: address.into(),
        }
    }
}

impl From<DocAddress> for BlockAddress {
    fn from(address: DocAddress) -> Self {
        Self {
            segment: address.segment_ord,
            document: address.doc_id,
        }
    }
}

impl From<BlockAddress> for DocAddress {
    fn from(address: BlockAddress) -> Self {
        Self::new(address.segment, address.document)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Documents that are not deleted and hold a term.
pub(super) fn documents_with(
    searcher: &Searcher,
    field: tantivy::schema::Field,
    term: &str,
) -> tantivy::Result<Vec<DocAddress>> {
    let term = Term::from_field_text(field, term);
    let mut found = Vec::new();
    for (ordinal, segment) in (0u32..).zip(searcher.segment_readers()) {
        let index = segment.inverted_index(field)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let mut document = postings.doc();
        while document != tantivy::TERMINATED {
            if !segment.is_deleted(document) {
                found.push(DocAddress::new(ordinal, document));
            }
            document = postings.advance();
        }
    }
    Ok(found)
}

fn any_of<'a>(
    field: tantivy::schema::Field,
    terms: impl Iterator<Item = &'a str>,
) -> Box<dyn EngineQuery> {
    let terms = terms.map(|term| Term::from_field_text(field, term));
    Box::new(ConstScoreQuery::new(
        Box::new(TermSetQuery::new(terms)),
        0.0,
    ))
}
