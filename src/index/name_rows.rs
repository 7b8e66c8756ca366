//! Looks names up in the index's own dictionary, so that a story's names need not be in memory.
//!
//! What a word of a question asks of the dictionary is read once and remembered: the words of
//! questions repeat, their phrases do not. Which name is meant is left to `mention`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::mention::{NameCount, NameSource, NameWord, letter_set};

use super::names::{NameEntry, entries, for_each_row, rows_between};
use super::schema::{ALIAS, Fields, INITIALS, LETTERS, SEPARATOR, WORD};

/// Names kept of those that share a word: more are never shown, and a first name has thousands.
const SHARING: usize = 32;

/// Rows that are remembered for words before all are forgotten: some ten megabytes.
const REMEMBERED: usize = 100_000;

/// The names of one state of the index.
pub(super) struct NameRows {
    searcher: Searcher,
    name: Field,
    alias: Field,
    entity: Field,
    words: Mutex<Words>,
    spelling: Mutex<HashMap<char, Arc<ByLength>>>,
}

/// Words by the number of their letters.
type ByLength = HashMap<usize, Arc<[NameWord]>>;

#[derive(Default)]
struct Words {
    rows: usize,
    known: HashMap<Box<str>, Arc<WordRows>>,
}

/// What the dictionary says of a single word.
#[derive(Default)]
struct WordRows {
    name: Option<NameCount>,
    /// Most frequent names that begin with it and go on.
    beginning: Vec<NameCount>,
    /// Names with these letters, most frequent first.
    lettered: Option<NameCount>,
    aliases: Vec<(String, u32)>,
    /// An alias of several words begins with it.
    begins_alias: bool,
    /// Keys of the names of several words that end in it, each with its blocks.
    ending: Vec<(Box<str>, u32)>,
    /// The most frequent of those.
    most_ending: OnceLock<Vec<NameCount>>,
    /// It stands in the middle of a name.
    inside: bool,
    initials: Vec<NameCount>,
}

impl NameRows {
    pub(super) fn new(searcher: &Searcher, fields: &Fields) -> Self {
        Self {
            searcher: searcher.clone(),
            name: fields.name,
            alias: fields.alias,
            entity: fields.entity,
            words: Mutex::default(),
            spelling: Mutex::default(),
        }
    }

    /// What the dictionary says of a word, which holds no blank.
    fn word(&self, word: &str) -> Arc<WordRows> {
        if let Some(known) = lock(&self.words).known.get(word) {
            return Arc::clone(known);
        }
        let rows = Arc::new(guarded(|| self.read_word(word)));
        let mut words = lock(&self.words);
        words.rows += 8 + rows.ending.len();
        if words.rows > REMEMBERED {
            *words = Words::default();
        }
        words.known.insert(word.into(), Arc::clone(&rows));
        rows
    }

    fn read_word(&self, word: &str) -> tantivy::Result<WordRows> {
        let mut rows = WordRows::default();
        // A blank comes right behind all separators, so that what begins with the word follows it.
        let all = rows_between(&self.searcher, self.name, &between(word, SEPARATOR, '!'))?;
        let mut names = entries(all);
        if let Some(own) = names.iter().position(|name| name.key == word) {
            rows.name = Some(counted(names.remove(own)));
        }
        rows.beginning = most_frequent(names);
        self.read_forms(word, &mut rows)?;
        Ok(rows)
    }

    /// Reads the rows under which the word leads to names.
    fn read_forms(&self, word: &str, rows: &mut WordRows) -> tantivy::Result<()> {
        let (mut lettered, mut initialled) = (Vec::new(), Vec::new());
        let all = rows_between(&self.searcher, self.alias, &between(word, INITIALS, '!'))?;
        for (row, blocks) in all {
            let blocks = count(blocks);
            let rest = &row[word.len()..];
            let key = rest.get(1..).unwrap_or_default();
            match rest.chars().next() {
                Some(ALIAS) => rows.aliases.push((key.to_owned(), blocks)),
                Some(WORD) if ends_in(key, word) => rows.ending.push((key.into(), blocks)),
                Some(WORD) => rows.inside = true,
                Some(LETTERS) => lettered.push(key.to_owned()),
                Some(INITIALS) => initialled.push(key.to_owned()),
                _ => rows.begins_alias = true,
            }
        }
        let named = |keys: Vec<String>| keys.into_iter().filter_map(|key| self.name(&key));
        rows.lettered = most(rows.name.clone().into_iter().chain(named(lettered)));
        rows.initials = named(initialled).take(SHARING).collect();
        Ok(())
    }

    fn is_entity(&self, key: &str) -> tantivy::Result<bool> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.entity)?;
            if index.terms().get(key)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The name of several words with this key.
    fn read_name(&self, key: &str) -> tantivy::Result<Option<NameCount>> {
        if !self.is_entity(key)? {
            return Ok(None);
        }
        let rows = rows_between(&self.searcher, self.name, &between(key, SEPARATOR, ' '))?;
        Ok(entries(rows).into_iter().next().map(counted))
    }

    /// The most frequent of these names.
    fn load(&self, mut keys: Vec<&(Box<str>, u32)>) -> Vec<NameCount> {
        keys.sort_by(|left, right| (right.1, &left.0).cmp(&(left.1, &right.0)));
        keys.truncate(SHARING);
        keys.iter().filter_map(|key| self.name(&key.0)).collect()
    }

    fn read_spelling(&self, first: char) -> tantivy::Result<ByLength> {
        let mut words: BTreeSet<Box<str>> = BTreeSet::new();
        let range = starting_with(first);
        for_each_row(&self.searcher, self.name, &range, &mut |row, _| {
            let word = row.split([' ', SEPARATOR]).next().unwrap_or_default();
            add_word(word, &mut words);
        })?;
        for_each_row(&self.searcher, self.alias, &range, &mut |row, _| {
            if let Some((word, _)) = row.split_once(WORD) {
                add_word(word, &mut words);
            }
        })?;
        let mut by_length: HashMap<usize, Vec<NameWord>> = HashMap::new();
        for word in words {
            let letters = letter_set(&word);
            let like = by_length.entry(word.chars().count()).or_default();
            like.push((word, letters));
        }
        let lists = by_length.into_iter();
        Ok(lists.map(|(length, like)| (length, like.into())).collect())
    }
}

impl NameSource for NameRows {
    fn name(&self, key: &str) -> Option<NameCount> {
        if !key.contains(' ') {
            return self.word(key).name.clone();
        }
        guarded(|| self.read_name(key))
    }

    fn with_letters(&self, letters: &str) -> Option<NameCount> {
        self.word(letters).lettered.clone()
    }

    fn with_alias(&self, form: &str) -> Vec<(String, u32)> {
        let first = form.split(' ').next().unwrap_or_default();
        let rows = self.word(first);
        if first.len() == form.len() {
            return rows.aliases.clone();
        }
        if !rows.begins_alias {
            return Vec::new();
        }
        let range = between(form, ALIAS, ' ');
        let rows = guarded(|| rows_between(&self.searcher, self.alias, &range));
        rows.into_iter()
            .map(|(row, blocks)| (row[form.len() + 1..].to_owned(), count(blocks)))
            .collect()
    }

    fn beginning_with(&self, words: &str) -> Vec<NameCount> {
        let first = words.split(' ').next().unwrap_or_default();
        let rows = self.word(first);
        if first.len() == words.len() {
            return rows.beginning.clone();
        }
        if rows.beginning.is_empty() {
            return Vec::new();
        }
        let range = between(words, ' ', '!');
        most_frequent(guarded(|| {
            rows_between(&self.searcher, self.name, &range).map(entries)
        }))
    }

    fn ending_in(&self, word: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<NameCount> {
        let rows = self.word(word);
        let fitting: Vec<_> = rows.ending.iter().filter(|key| wanted(&key.0)).collect();
        if fitting.len() < rows.ending.len() {
            return self.load(fitting);
        }
        rows.most_ending.get_or_init(|| self.load(fitting)).clone()
    }

    fn with_initials(&self, initials: &str) -> Vec<NameCount> {
        if initials.contains(' ') {
            return Vec::new();
        }
        self.word(initials).initials.clone()
    }

    fn knows_word(&self, word: &str) -> bool {
        let rows = self.word(word);
        rows.name.is_some() || rows.inside || !(rows.beginning.is_empty() && rows.ending.is_empty())
    }

    fn words_like(&self, first: char, length: usize) -> Arc<[NameWord]> {
        let known = lock(&self.spelling).get(&first).cloned();
        let by_length = known.unwrap_or_else(|| {
            let read = Arc::new(guarded(|| self.read_spelling(first)));
            lock(&self.spelling).insert(first, Arc::clone(&read));
            read
        });
        by_length.get(&length).cloned().unwrap_or_default()
    }
}

/// The terms from `text` and `first` up to `text` and `end`.
fn between(text: &str, first: char, end: char) -> (Vec<u8>, Vec<u8>) {
    let bound = |last: char| format!("{text}{last}").into_bytes();
    (bound(first), bound(end))
}

fn starting_with(first: char) -> (Vec<u8>, Vec<u8>) {
    let from = first.to_string().into_bytes();
    let mut to = from.clone();
    // No byte of a text is the highest one.
    if let Some(last) = to.last_mut() {
        *last += 1;
    }
    (from, to)
}

fn add_word(word: &str, words: &mut BTreeSet<Box<str>>) {
    if word.chars().count() >= 4 && !words.contains(word) {
        words.insert(word.into());
    }
}

fn ends_in(key: &str, word: &str) -> bool {
    key.strip_suffix(word)
        .is_some_and(|rest| rest.ends_with(' '))
}

/// The most frequent people and the most frequent others.
fn most_frequent(mut names: Vec<NameEntry>) -> Vec<NameCount> {
    names.sort_by(|left, right| (right.blocks, &left.key).cmp(&(left.blocks, &right.key)));
    let mut kept: BTreeMap<_, usize> = BTreeMap::new();
    names.retain(|name| {
        let same = kept.entry(name.kind).or_default();
        *same += 1;
        *same <= SHARING
    });
    names.into_iter().map(counted).collect()
}

fn most(names: impl Iterator<Item = NameCount>) -> Option<NameCount> {
    names.min_by(|left, right| (right.count, &left.key).cmp(&(left.count, &right.key)))
}

fn counted(name: NameEntry) -> NameCount {
    NameCount {
        count: count(name.blocks),
        key: name.key,
        display: name.display,
        kind: name.kind,
    }
}

fn count(blocks: u64) -> u32 {
    u32::try_from(blocks).unwrap_or(u32::MAX)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs work of the engine; what cannot be read is no name. Whatever else is read says why.
fn guarded<T: Default>(work: impl FnOnce() -> tantivy::Result<T>) -> T {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.ok().and_then(Result::ok).unwrap_or_default()
}
