//! Looks names up in the index's own dictionary, so that a story's names need not be in memory.
//!
//! What a word of a question asks of the dictionary is read once and remembered: the words of
//! questions repeat, their phrases do not. Of a small story all rows are read at the first look-up
//! ([`Rows`]), because a look-up on the disk costs more than many in memory. Which name is meant is
//! left to `mention`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::Searcher;

use crate::mention::{MentionKind, NameCount, NameSource, NameWord, letter_set, letters_of};
use crate::text::FastMap;

use super::document::{first_word, letters_term};
use super::names::{NameEntry, entries};
use super::rows::Rows;
use super::schema::{ALIAS, ENDING, Fields, INITIALS, SEPARATOR};
use super::snapshot::{StoredBlock, documents_with};
use super::stored;

/// Names kept of those that share a word: more are never shown, and a first name has thousands.
const SHARING: usize = 32;

/// Blocks that are read to find a name by its letters: one would do, but for chance.
const LETTERED_BLOCKS: usize = 8;

/// Rows that are remembered for words before all are forgotten: some ten megabytes.
const REMEMBERED: usize = 100_000;

/// The names of one state of the index.
pub(super) struct NameRows {
    searcher: Searcher,
    fields: Fields,
    rows: Rows,
    words: Mutex<Words>,
    spelling: Mutex<HashMap<char, Arc<ByLength>>>,
}

/// Words by the number of their letters.
type ByLength = HashMap<usize, Arc<[NameWord]>>;

#[derive(Default)]
struct Words {
    rows: usize,
    known: FastMap<Box<str>, Arc<WordRows>>,
}

/// What the dictionary says of a single word.
#[derive(Default)]
struct WordRows {
    name: Option<NameCount>,
    /// Most frequent names that begin with it and go on.
    beginning: Vec<NameCount>,
    aliases: Vec<(String, u32)>,
    /// An alias of several words begins with it.
    begins_alias: bool,
    /// Keys of the names of several words that end in it, each with its blocks.
    ending: Vec<(Box<str>, u32)>,
    /// The most frequent of those.
    most_ending: OnceLock<Vec<NameCount>>,
    /// It stands in a name.
    known: bool,
    initials: Vec<NameCount>,
}

impl NameRows {
    pub(super) fn new(searcher: &Searcher, fields: &Fields) -> Self {
        Self {
            searcher: searcher.clone(),
            fields: *fields,
            rows: Rows::new(searcher, fields),
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

    /// False for a phrase that is no name and no part of one; told from its words, which were looked
    /// up before as a rule.
    fn knows_all(&self, phrase: &str) -> bool {
        phrase.split(' ').all(|word| self.word(word).known)
    }

    fn read_word(&self, word: &str) -> tantivy::Result<WordRows> {
        let mut rows = WordRows::default();
        let in_name = self.rows.holds(self.fields.word, word)?;
        if in_name {
            // A blank comes right behind all separators, so that what begins with the word
            // follows it.
            let range = between(word, SEPARATOR, '!');
            let mut names = entries(self.rows.between(self.fields.name, &range)?);
            if let Some(own) = names.iter().position(|name| name.key == word) {
                rows.name = Some(counted(names.remove(own)));
            }
            rows.beginning = most_frequent(names);
            rows.known = self.is_living(word)?;
        }
        if in_name || self.rows.holds(self.fields.word, &first_word(word))? {
            self.read_forms(word, &mut rows)?;
        }
        Ok(rows)
    }

    /// True when an article that is there names something with this word.
    fn is_living(&self, word: &str) -> tantivy::Result<bool> {
        let mut living = false;
        let range = (word.as_bytes().to_vec(), between(word, INITIALS, ' ').0);
        let mut find = |_: &str, _| living = true;
        self.rows.for_each(self.fields.word, &range, &mut find)?;
        Ok(living)
    }

    /// Reads the rows under which the word leads to names.
    fn read_forms(&self, word: &str, rows: &mut WordRows) -> tantivy::Result<()> {
        let mut initialled = Vec::new();
        let range = between(word, INITIALS, '!');
        for (row, blocks) in self.rows.between(self.fields.alias, &range)? {
            let blocks = count(blocks);
            let rest = &row[word.len()..];
            let target = rest.get(1..).unwrap_or_default();
            match rest.chars().next() {
                Some(ALIAS) => rows.aliases.push((target.to_owned(), blocks)),
                Some(ENDING) => {
                    let key = format!("{target} {word}");
                    rows.ending.push((key.into(), blocks));
                }
                Some(INITIALS) => initialled.push(target.to_owned()),
                _ => rows.begins_alias = true,
            }
        }
        // Not by way of its words, which would have to be read first, and this one among them.
        for key in initialled.iter().take(SHARING) {
            rows.initials.extend(self.read_name(key)?);
        }
        Ok(())
    }

    /// The name of several words with this key.
    fn read_name(&self, key: &str) -> tantivy::Result<Option<NameCount>> {
        if !self.rows.holds(self.fields.entity, key)? {
            return Ok(None);
        }
        let range = between(key, SEPARATOR, ' ');
        let rows = self.rows.between(self.fields.name, &range)?;
        Ok(entries(rows).into_iter().next().map(counted))
    }

    /// Keys with these letters, out of the first blocks that may hold one.
    fn read_lettered(&self, letters: &str) -> tantivy::Result<BTreeSet<String>> {
        let mut keys = BTreeSet::new();
        let term = letters_term(letters);
        if !self.rows.holds(self.fields.word, &term)? {
            return Ok(keys);
        }
        let found = documents_with(&self.searcher, self.fields.word, &term)?;
        for address in found.into_iter().take(LETTERED_BLOCKS) {
            let StoredBlock(text) = self.searcher.doc(address)?;
            let mentions = stored::read(&text).map(|block| block.mentions);
            for mention in mentions.into_iter().flatten() {
                if let MentionKind::Name(name) = mention.kind
                    && letters_of(&name.key) == letters
                {
                    keys.insert(name.key);
                }
            }
        }
        Ok(keys)
    }

    /// The most frequent of these names.
    fn load(&self, mut keys: Vec<&(Box<str>, u32)>) -> Vec<NameCount> {
        keys.sort_by(|left, right| (right.1, &left.0).cmp(&(left.1, &right.0)));
        keys.truncate(SHARING);
        // They are there, so that their words need not be looked up.
        let names = keys.iter();
        names
            .filter_map(|key| guarded(|| self.read_name(&key.0)))
            .collect()
    }

    fn read_spelling(&self, first: char) -> tantivy::Result<ByLength> {
        let mut words: Vec<Box<str>> = Vec::new();
        let range = starting_with(first);
        let mut take = |word: &str, _| {
            if word.chars().count() >= 4 && !word.ends_with(SEPARATOR) {
                words.push(word.into());
            }
        };
        self.rows.for_each(self.fields.word, &range, &mut take)?;
        words.sort_unstable();
        words.dedup();
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
        if !self.knows_all(key) {
            return None;
        }
        guarded(|| self.read_name(key))
    }

    fn with_letters(&self, letters: &str) -> Option<NameCount> {
        let keys = guarded(|| self.read_lettered(letters));
        let is_name = guarded(|| self.rows.holds(self.fields.entity, letters));
        let own = is_name.then(|| letters.to_owned());
        let names = own
            .into_iter()
            .chain(keys)
            .filter_map(|key| self.name(&key));
        names.min_by(|left, right| (right.count, &left.key).cmp(&(left.count, &right.key)))
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
        let rows = guarded(|| self.rows.between(self.fields.alias, &range));
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
        if rows.beginning.is_empty() || !self.knows_all(words) {
            return Vec::new();
        }
        let range = between(words, ' ', '!');
        most_frequent(guarded(|| {
            self.rows.between(self.fields.name, &range).map(entries)
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
        self.word(word).known
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
