//! The names of the story, read off the index's own dictionary.
//!
//! All of them are read only where a survey wants the most frequent ones; what a question asks for
//! is looked up by `name_rows`.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED};

use crate::mention::NameKind;

use super::document::{kind_letter, kind_of_letter, with_capitals};
use super::schema::{Fields, SEPARATOR};

/// The names of the story.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    /// Names, in how many blocks each stands, most first.
    pub names: Vec<NameEntry>,
}

/// One name of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameEntry {
    /// See [`crate::mention::NameMention::key`].
    pub key: String,
    /// What it names; the kind seen most often where the articles' readings differ.
    pub kind: NameKind,
    /// As the articles write it most often.
    pub display: String,
    /// Number of blocks that name it.
    pub blocks: u64,
}

impl NameTable {
    /// The entry of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&NameEntry> {
        self.names.iter().find(|name| name.key == key)
    }
}

/// Reads the name table off the dictionary. What cannot be read is left out.
pub(super) fn collect(searcher: &Searcher, fields: &Fields) -> NameTable {
    let everything = (Vec::new(), vec![u8::MAX]);
    let rows = rows_between(searcher, fields.name, &everything);
    let mut names = entries(rows.unwrap_or_default());
    names.sort_by(|left, right| (right.blocks, &left.key).cmp(&(left.blocks, &right.key)));
    NameTable { names }
}

/// The names that rows of the name table make, by key.
pub(super) fn entries(rows: BTreeMap<String, u64>) -> Vec<NameEntry> {
    let mut names: Vec<NameEntry> = Vec::new();
    let mut forms: Vec<(NameKind, String, u64)> = Vec::new();
    let mut current = String::new();
    for (row, blocks) in rows {
        let mut parts = row.splitn(3, SEPARATOR);
        let (Some(key), Some(kind), Some(display)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let Some(kind) = kind_of_letter(kind) else {
            continue;
        };
        if key != current {
            names.extend(join_forms(&current, &mut forms));
            key.clone_into(&mut current);
        }
        let display = if display.is_empty() {
            with_capitals(key)
        } else {
            display.to_owned()
        };
        forms.push((kind, display, blocks));
    }
    names.extend(join_forms(&current, &mut forms));
    names
}

/// Joins the rows of one key into an entry and empties them.
fn join_forms(key: &str, forms: &mut Vec<(NameKind, String, u64)>) -> Option<NameEntry> {
    let blocks = forms.iter().map(|(_, _, blocks)| blocks).sum();
    let mut kinds: BTreeMap<NameKind, u64> = BTreeMap::new();
    for (kind, _, blocks) in forms.iter() {
        *kinds.entry(*kind).or_default() += blocks;
    }
    let (kind, _) = kinds.into_iter().max_by_key(|(_, blocks)| *blocks)?;
    forms.sort_by(|left, right| left.1.cmp(&right.1));
    forms.sort_by_key(|form| kind_letter(form.0));
    let (_, display, _) = forms.drain(..).max_by_key(|(_, _, blocks)| *blocks)?;
    Some(NameEntry {
        key: key.to_owned(),
        kind,
        display,
        blocks,
    })
}

/// The terms of a field in a range, with the number of living documents that hold each, by term.
pub(super) fn rows_between(
    searcher: &Searcher,
    field: Field,
    range: &(Vec<u8>, Vec<u8>),
) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut rows = BTreeMap::new();
    for_each_row(searcher, field, range, &mut |row, count| {
        if let Some(sum) = rows.get_mut(row) {
            *sum += count;
        } else {
            rows.insert(row.to_owned(), count);
        }
    })?;
    Ok(rows)
}

/// Gives the terms of a field in a range, each part of the index after the other.
pub(super) fn for_each_row(
    searcher: &Searcher,
    field: Field,
    (from, to): &(Vec<u8>, Vec<u8>),
    take: &mut dyn FnMut(&str, u64),
) -> tantivy::Result<()> {
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(from).lt(to).into_stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            let count = if segment.has_deletes() {
                let postings =
                    index.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                count_living(segment, postings)
            } else {
                u64::from(stream.value().doc_freq)
            };
            if count > 0 {
                take(term, count);
            }
        }
    }
    Ok(())
}

fn count_living(segment: &SegmentReader, mut postings: impl DocSet) -> u64 {
    let mut count = 0;
    let mut document = postings.doc();
    while document != TERMINATED {
        count += u64::from(!segment.is_deleted(document));
        document = postings.advance();
    }
    count
}

/// Terms of a field that begin with `prefix`, up to `limit` of each segment, sorted.
pub(super) fn terms_from(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    limit: usize,
) -> tantivy::Result<Vec<String>> {
    let mut terms = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(prefix).into_stream()?;
        let mut left = limit;
        while left > 0 && stream.advance() {
            left -= 1;
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                break;
            };
            if !term.starts_with(prefix) {
                break;
            }
            terms.push(term.to_owned());
        }
    }
    terms.sort_unstable();
    terms.dedup();
    Ok(terms)
}

/// Numbers, written as terms in hexadecimal digits, that more than one document holds.
pub(super) fn shared_terms(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let digits = std::str::from_utf8(stream.key()).unwrap_or_default();
            let Ok(number) = u32::from_str_radix(digits, 16) else {
                continue;
            };
            numbers.push(number);
            if stream.value().doc_freq > 1 {
                numbers.push(number);
            }
        }
    }
    numbers.sort_unstable();
    let mut shared: Vec<u32> = numbers
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0])
        .collect();
    shared.dedup();
    Ok(shared)
}
