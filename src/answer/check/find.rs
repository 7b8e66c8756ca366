//! Finds the passages that may hold a text, and judges how well they do.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::index::{Block, Field, Query, Result, Snapshot};
use crate::text::{fold, is_stop_word, stem, tokenize};

use super::super::alignment::{Alignment, WORD, align};
use super::super::passage::{Passage, Stored};
use super::super::wording::{PlainWord, marks_between, plain_words, without_typography};
use super::difference::{Worded, differences};
use super::{Verbatim, Verdict};

/// Words of a text that are looked for, rarest first; more of them make a search slower, not
/// surer.
const SEARCHED_WORDS: usize = 10;

/// Blocks that are compared word by word.
const COMPARED_BLOCKS: usize = 400;

/// Articles that are read as a whole, because the words may cross from one block into the next.
const COMPARED_ARTICLES: usize = 40;

/// Articles that are counted; words that stand in more of them are nobody's quotation.
const COUNTED_ARTICLES: usize = 30;

/// A text of more words than this is rare enough to be found if it is there.
const FEW_WORDS: usize = 6;

/// Places that a text is laid over in search of the one that it resembles most.
const ALIGNED_PLACES: usize = 16;

/// Words of a place beside those that the text itself would need.
const SURROUNDING_WORDS: usize = 30;

/// Finds texts in one snapshot; what it has read it keeps.
pub(super) struct Finder<'a> {
    snapshot: &'a Snapshot,
    /// True for a story that is small enough to be read as a whole.
    scans: bool,
    read: RefCell<HashMap<String, Option<Rc<Stored>>>>,
}

/// A stretch of words of an article.
struct Place {
    stored: Rc<Stored>,
    first: usize,
    end: usize,
}

impl<'a> Finder<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, scanned_blocks: u64) -> Self {
        Self {
            snapshot,
            scans: snapshot.block_count() <= scanned_blocks,
            read: RefCell::default(),
        }
    }

    /// What is found of a text.
    pub(super) fn judge(&self, text: &str) -> Result<Verdict> {
        match self.find_verbatim(text)? {
            Some(verbatim) => Ok(Verdict::Verbatim(verbatim)),
            None => match self.find_near(text)? {
                Verdict::Absent { .. } if self.is_too_common(text)? => Ok(Verdict::TooCommon),
                verdict => Ok(verdict),
            },
        }
    }

    /// True when a text is so short and common that more places may hold it than are compared.
    fn is_too_common(&self, text: &str) -> Result<bool> {
        if self.scans || plain_words(text).len() > FEW_WORDS {
            return Ok(false);
        }
        let compared = self.blocks_with_any(text, COMPARED_BLOCKS)?.len();
        Ok(compared == COMPARED_BLOCKS || possible_stems(text).is_empty())
    }

    /// The articles that hold the text word for word.
    pub(super) fn find_verbatim(&self, text: &str) -> Result<Option<Verbatim>> {
        let words = plain_words(text);
        if words.is_empty() {
            return Ok(None);
        }
        let mut found: Vec<(Rc<Stored>, usize)> = Vec::new();
        let (likely, are_all) = self.articles_with(text, &words)?;
        for id in likely {
            let Some(stored) = self.stored(&id)? else {
                continue;
            };
            if let Some(first) = best_occurrence(&stored, text, &words) {
                found.push((stored, first));
            }
        }
        found.sort_by(|(left, _), (right, _)| order(left).cmp(&order(right)));
        let are_all = are_all && found.len() <= COUNTED_ARTICLES;
        found.truncate(COUNTED_ARTICLES);
        let verbatim = self.sum_up(text, &words, &found)?;
        Ok(verbatim.map(|verbatim| Verbatim {
            are_all,
            ..verbatim
        }))
    }

    fn sum_up(
        &self,
        text: &str,
        words: &[PlainWord],
        found: &[(Rc<Stored>, usize)],
    ) -> Result<Option<Verbatim>> {
        let (mut originals, mut reprints) = (Vec::new(), Vec::new());
        let mut seen: HashSet<String> = HashSet::new();
        for (stored, first) in found {
            let passage = stored.passage(*first, first + words.len() - 1);
            if seen.contains(&stored.card.id) {
                reprints.push(passage);
            } else {
                originals.push((passage, likeness(stored, *first, text, words)));
            }
            seen.extend(
                self.snapshot
                    .reprint_group(&stored.card.id)?
                    .iter()
                    .cloned(),
            );
        }
        // The article that has the text's very letters goes before one that has nearly the same.
        originals.sort_by_key(|(_, differs)| *differs);
        let Some((_, (capitals_differ, punctuation_differs))) = originals.first().cloned() else {
            return Ok(None);
        };
        Ok(Some(Verbatim {
            independent: originals.len(),
            are_all: true,
            passages: originals
                .into_iter()
                .map(|(passage, _)| passage)
                .chain(reprints)
                .collect(),
            capitals_differ,
            punctuation_differs,
        }))
    }

    /// The passage that a text resembles most.
    fn find_near(&self, text: &str) -> Result<Verdict> {
        let words = plain_words(text);
        let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
        let mut best: Option<(Place, Alignment)> = None;
        for place in self.likely_places(text, &keys)? {
            let stored: Vec<&str> = place.keys().collect();
            let alignment = align(&keys, &stored);
            if best
                .as_ref()
                .is_none_or(|(_, known)| alignment.cost < known.cost)
            {
                best = Some((place, alignment));
            }
        }
        Ok(match best {
            Some((place, alignment)) => judge_alignment(text, &words, &place, &alignment),
            None => Verdict::Absent { closest: None },
        })
    }

    /// Articles that may hold the words in a row, and whether no others can.
    fn articles_with(&self, text: &str, words: &[PlainWord]) -> Result<(Vec<String>, bool)> {
        if self.scans {
            return Ok((self.all_articles()?, true));
        }
        let mut articles = BTreeSet::new();
        let blocks = self.blocks_with_all(text)?;
        let mut are_all = blocks.len() < COMPARED_BLOCKS;
        for block in blocks {
            if articles.len() > COUNTED_ARTICLES {
                break;
            }
            if occurrences(&plain_words(&block.text), words)
                .next()
                .is_some()
            {
                articles.insert(block.article.id.clone());
            }
        }
        for id in articles
            .iter()
            .take(COUNTED_ARTICLES)
            .cloned()
            .collect::<Vec<_>>()
        {
            articles.extend(self.snapshot.reprint_group(&id)?.iter().cloned());
        }
        if articles.is_empty() {
            let mut likely = Vec::new();
            for block in self.blocks_with_any(text, COMPARED_BLOCKS)? {
                if !likely.contains(&block.article.id) {
                    likely.push(block.article.id);
                }
            }
            are_all = likely.len() <= COMPARED_ARTICLES;
            likely.truncate(COMPARED_ARTICLES);
            return Ok((likely, are_all));
        }
        Ok((articles.into_iter().collect(), are_all))
    }

    fn all_articles(&self) -> Result<Vec<String>> {
        let cards = self.snapshot.articles()?;
        Ok(cards.iter().map(|card| card.id.clone()).collect())
    }

    fn stored(&self, id: &str) -> Result<Option<Rc<Stored>>> {
        if let Some(known) = self.read.borrow().get(id) {
            return Ok(known.clone());
        }
        let stored = Stored::read(self.snapshot, id)?.map(Rc::new);
        self.read.borrow_mut().insert(id.to_owned(), stored.clone());
        Ok(stored)
    }

    /// Blocks with every word that is surely indexed as it is typed.
    fn blocks_with_all(&self, text: &str) -> Result<Vec<Block>> {
        let terms = self.rarest(sure_stems(text));
        self.blocks(&query(&terms).with_all_terms(), COMPARED_BLOCKS)
    }

    fn blocks_with_any(&self, text: &str, limit: usize) -> Result<Vec<Block>> {
        let terms = self.rarest(possible_stems(text));
        self.blocks(&query(&terms), limit)
    }

    fn blocks(&self, query: &Query, limit: usize) -> Result<Vec<Block>> {
        let hits = self.snapshot.search(query, limit)?;
        hits.into_iter()
            .map(|hit| self.snapshot.block(hit.block))
            .collect()
    }

    fn rarest(&self, stems: BTreeSet<String>) -> Vec<String> {
        let mut counted: Vec<(u64, String)> = stems
            .into_iter()
            .map(|stem| (self.snapshot.document_frequency(&stem), stem))
            .filter(|(blocks, _)| *blocks > 0)
            .collect();
        counted.sort_unstable();
        counted.truncate(SEARCHED_WORDS);
        counted.into_iter().map(|(_, stem)| stem).collect()
    }

    /// Stretches of text that share most words with the text, best first.
    fn likely_places(&self, text: &str, keys: &[&str]) -> Result<Vec<Place>> {
        let wanted: HashSet<&str> = keys.iter().copied().collect();
        let mut places: Vec<(usize, Place)> = Vec::new();
        let mut known: HashSet<(String, usize)> = HashSet::new();
        for block in self.blocks_with_any(text, COMPARED_ARTICLES)? {
            let Some(stored) = self.stored(&block.article.id)? else {
                continue;
            };
            let margin = keys.len() + SURROUNDING_WORDS;
            let begins =
                |place: usize| stored.words.partition_point(|word| word.span.start < place);
            let place = Place {
                first: begins(block.span.start).saturating_sub(margin),
                end: (begins(block.span.end) + margin).min(stored.words.len()),
                stored,
            };
            if known.insert((block.article.id.clone(), place.first)) {
                places.push((place.shared(&wanted), place));
            }
        }
        places.sort_by_key(|(shared, _)| usize::MAX - shared);
        Ok(places
            .into_iter()
            .take(ALIGNED_PLACES)
            .map(|(_, place)| place)
            .collect())
    }
}

impl Place {
    fn words(&self) -> &[PlainWord] {
        &self.stored.words[self.first..self.end]
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.words().iter().map(|word| word.key.as_str())
    }

    /// How many different wanted words stand in it.
    fn shared(&self, wanted: &HashSet<&str>) -> usize {
        let here: HashSet<&str> = self.keys().filter(|key| wanted.contains(key)).collect();
        here.len()
    }
}

fn query(stems: &[String]) -> Query {
    stems.iter().fold(Query::new(), |query, stem| {
        query.with_term(Field::Text, stem, 1.0)
    })
}

/// Where `words` stand in a row.
fn occurrences<'a>(
    stored: &'a [PlainWord],
    words: &'a [PlainWord],
) -> impl Iterator<Item = usize> + 'a {
    stored
        .windows(words.len().max(1))
        .enumerate()
        .filter(move |(_, window)| {
            window.len() == words.len()
                && window
                    .iter()
                    .zip(words)
                    .all(|(left, right)| left.key == right.key)
        })
        .map(|(place, _)| place)
}

/// The occurrence that has the text's capitals and marks, or else the first.
fn best_occurrence(stored: &Stored, text: &str, words: &[PlainWord]) -> Option<usize> {
    occurrences(&stored.words, words).min_by_key(|first| likeness(stored, *first, text, words))
}

/// Whether capitals and whether marks between the words differ.
fn likeness(stored: &Stored, first: usize, text: &str, words: &[PlainWord]) -> (bool, bool) {
    let theirs = &stored.words[first..first + words.len()];
    let capitals = theirs.iter().zip(words).any(|(left, right)| {
        without_typography(left.span.of(&stored.body)) != without_typography(right.span.of(text))
    });
    let punctuation = theirs
        .windows(2)
        .zip(words.windows(2))
        .any(|(left, right)| {
            let stored_gap = &stored.body[left[0].span.end..left[1].span.start];
            let gap = &text[right[0].span.end..right[1].span.start];
            marks_between(stored_gap) != marks_between(gap)
        });
    (capitals, punctuation)
}

/// Oldest first, undated last.
fn order(stored: &Stored) -> (bool, Option<jiff::civil::Date>, &str) {
    let card = &stored.card;
    (card.published.is_none(), card.published, &card.id)
}

fn judge_alignment(text: &str, words: &[PlainWord], place: &Place, found: &Alignment) -> Verdict {
    let stored = Worded {
        text: &place.stored.body,
        words: place.words(),
    };
    let Some((first, last)) = found.stored_range() else {
        return Verdict::Absent { closest: None };
    };
    let same: Vec<usize> = found.same().collect();
    let telling = same
        .iter()
        .filter(|place| !is_stop_word(&stored.words[**place].key))
        .count();
    let near = same.len() >= 2
        && telling >= 1
        && same.len() * 10 >= words.len() * 6
        && found.cost as usize * 2 <= words.len() * WORD as usize;
    let mut passage = place
        .stored
        .passage(place.first + first, place.first + last);
    if near {
        let (difference, marked) = differences(found, Worded { text, words }, stored);
        passage.marked = marked;
        return Verdict::Nearly {
            passage,
            difference,
        };
    }
    let substantial = telling >= 2 && same.len() * 5 >= words.len();
    passage.marked = same.iter().map(|place| stored.words[*place].span).collect();
    Verdict::Absent {
        closest: substantial.then_some(passage),
    }
}

/// Stems that every copy of the text is indexed under. Short words are not among them: written in
/// capitals they are taken for initials.
fn sure_stems(text: &str) -> BTreeSet<String> {
    let text = without_unseen(text);
    tokenize(&text)
        .into_iter()
        .map(|token| token.word(&text))
        .filter(|word| word.len() > 5 && word.chars().all(char::is_alphanumeric))
        .map(|word| stem(&fold(word)).into_owned())
        .filter(|stem| !is_stop_word(stem))
        .collect()
}

/// Stems that copies of the text may be indexed under.
fn possible_stems(text: &str) -> BTreeSet<String> {
    let text = without_unseen(text);
    let mut stems = BTreeSet::new();
    for token in tokenize(&text) {
        let word = token.word(&text);
        let folded = fold(word);
        if is_stop_word(&folded) {
            continue;
        }
        stems.insert(stem(&folded).into_owned());
        if word.len() <= 5 {
            let other_case = if word.bytes().any(|byte| byte.is_ascii_lowercase()) {
                word.to_uppercase()
            } else {
                word.to_lowercase()
            };
            stems.insert(stem(&fold(&other_case)).into_owned());
        }
    }
    stems
}

fn without_unseen(text: &str) -> String {
    without_typography(text)
}

/// The passage of an article that a text stands in or resembles.
pub(in crate::answer) fn judge_in(stored: Stored, text: &str) -> Verdict {
    let words = plain_words(text);
    let stored = Rc::new(stored);
    if words.is_empty() || stored.words.is_empty() {
        return Verdict::Absent { closest: None };
    }
    if let Some(first) = best_occurrence(&stored, text, &words) {
        let (capitals_differ, punctuation_differs) = likeness(&stored, first, text, &words);
        let passages: Vec<Passage> = vec![stored.passage(first, first + words.len() - 1)];
        return Verdict::Verbatim(Verbatim {
            passages,
            independent: 1,
            are_all: true,
            capitals_differ,
            punctuation_differs,
        });
    }
    let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
    let place = Place {
        first: 0,
        end: stored.words.len().min(LONGEST_COMPARED),
        stored,
    };
    let theirs: Vec<&str> = place.keys().collect();
    judge_alignment(text, &words, &place, &align(&keys, &theirs))
}

/// Words of an article that a text is laid over at once; a table of both is kept in memory.
const LONGEST_COMPARED: usize = 5_000;
