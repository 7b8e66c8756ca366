//! Reprints: articles that say the same, found by the keys of their sketches.
//!
//! The keys are terms of the index, so that a group is found by looking up a few of them, and
//! opening an index of a hundred thousand articles costs nothing for it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map};

use tantivy::DocAddress;

use crate::article::{Article, Sketch};

use super::document::band_term;
use super::error::Result;
use super::snapshot::Snapshot;

/// Members of a group that are looked for; a wire report is not printed more often.
const LARGEST_GROUP: usize = 1000;

/// Articles under one key that are looked at. A key that more share is a phrase that everybody
/// prints (a copyright notice), not a report.
const LARGEST_BUCKET: usize = 200;

/// Neighbours in a bucket that an article is compared with when all are counted.
const COMPARED: usize = 24;

/// The ids of the articles that say the same as the one at `start`, itself among them, sorted.
pub(super) fn group_of(snapshot: &Snapshot, start: DocAddress) -> Result<Vec<String>> {
    let mut sketches = BTreeMap::from([(start, snapshot.sketch(start)?)]);
    let mut members = BTreeSet::from([start]);
    let mut unvisited = vec![start];
    while let Some(address) = unvisited.pop() {
        let sketch = sketches[&address].clone();
        for key in sketch.keys() {
            for other in snapshot.bucket(&band_term(key), LARGEST_BUCKET)? {
                if members.len() >= LARGEST_GROUP || members.contains(&other) {
                    continue;
                }
                if let btree_map::Entry::Vacant(entry) = sketches.entry(other) {
                    entry.insert(snapshot.sketch(other)?);
                }
                if sketches[&other].resembles(&sketch) {
                    members.insert(other);
                    unvisited.push(other);
                }
            }
        }
    }
    let mut ids = Vec::with_capacity(members.len());
    for address in members {
        ids.push(snapshot.card(address)?.id);
    }
    ids.sort_unstable();
    Ok(ids)
}

/// The ids of articles that say the same as one that need not be among them, sorted.
pub(super) fn like(snapshot: &Snapshot, article: &Article) -> Result<Vec<String>> {
    let sketch = Sketch::of(&article.body);
    let mut ids = BTreeSet::new();
    for key in sketch.keys() {
        for other in snapshot.bucket(&band_term(key), LARGEST_BUCKET)? {
            if snapshot.sketch(other)?.resembles(&sketch) {
                ids.insert(snapshot.card(other)?.id);
            }
        }
    }
    ids.remove(&article.id);
    Ok(ids.into_iter().collect())
}

/// How many articles say the same as one that was counted before.
pub(super) fn count(snapshot: &Snapshot) -> Result<usize> {
    let mut sketches: HashMap<DocAddress, Sketch> = HashMap::new();
    let mut first: HashMap<DocAddress, DocAddress> = HashMap::new();
    let mut reprints = 0;
    for key in snapshot.shared_bands()? {
        let bucket = snapshot.bucket(&band_term(key), LARGEST_BUCKET)?;
        for address in &bucket {
            if let Entry::Vacant(entry) = sketches.entry(*address) {
                entry.insert(snapshot.sketch(*address)?);
            }
        }
        for (place, address) in bucket.iter().enumerate() {
            for other in &bucket[place.saturating_sub(COMPARED)..place] {
                let (left, right) = (find_first(&first, *address), find_first(&first, *other));
                if left != right && sketches[address].resembles(&sketches[other]) {
                    first.insert(left.max(right), left.min(right));
                    reprints += 1;
                }
            }
        }
    }
    Ok(reprints)
}

fn find_first(first: &HashMap<DocAddress, DocAddress>, mut address: DocAddress) -> DocAddress {
    while let Some(earlier) = first.get(&address) {
        address = *earlier;
    }
    address
}
