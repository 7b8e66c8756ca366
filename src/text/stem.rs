//! Stems: one search key for the forms of a word.
//!
//! English only, by the Snowball algorithm; a word of another language passes through almost
//! unchanged, which keeps search usable there.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::LazyLock;
use std::thread::LocalKey;

use frostem::{Algorithm, Stemmer};

use super::fold::fold;
use super::irregular::base_form;
use super::table::FastMap;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// English function words: they carry no topic, so a search leaves them out.
/// Sorted, for binary search; question words are included.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at",
    "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "could",
    "did", "do", "does", "doing", "done", "during", "each", "else", "ever", "for", "from",
    "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "himself",
    "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "may", "me",
    "might", "more", "most", "much", "must", "my", "no", "nor", "not", "of", "on", "once", "only",
    "or", "other", "our", "out", "over", "own", "same", "shall", "she", "should", "so", "some",
    "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "to", "too", "under", "until", "up", "us", "very", "was", "we", "were",
    "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will",
    "with", "would", "you", "your",
];

/// The stem of one folded word (see [`super::fold()`]). Abbreviations (`un.`), words with a digit
/// and words of up to two letters are their own stems.
#[must_use]
pub fn stem(folded: &str) -> Cow<'_, str> {
    let own = folded.len() <= 2
        || folded.ends_with('.')
        || folded.bytes().any(|byte| byte.is_ascii_digit());
    if own {
        return Cow::Borrowed(folded);
    }
    Cow::Owned(remembered(&STEMS, folded, |folded| {
        let base = base_form(folded).unwrap_or(folded);
        STEMMER.stem(base).into_owned()
    }))
}

/// Words that a thread remembers before it forgets all: a megabyte or so.
const REMEMBERED: usize = 10_000;

/// Bytes of the longest word that is remembered.
const LONGEST_REMEMBERED: usize = 40;

thread_local! {
    static STEMS: RefCell<FastMap<Box<str>, String>> = RefCell::default();
    static KEYS: RefCell<FastMap<Box<str>, u32>> = RefCell::default();
}

/// What `make` makes of a word, or made of it before: the words of questions and of the quotes that
/// answer them repeat.
fn remembered<T: Clone>(
    known: &'static LocalKey<RefCell<FastMap<Box<str>, T>>>,
    word: &str,
    make: impl FnOnce(&str) -> T,
) -> T {
    if word.len() > LONGEST_REMEMBERED {
        return make(word);
    }
    known.with_borrow_mut(|known| {
        if let Some(made) = known.get(word) {
            return made.clone();
        }
        let made = make(word);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(word.into(), made.clone());
        made
    })
}

/// The stem of a word as written, as a number: folds, stems and hashes (FNV-1a, 32 bits). Words of
/// a story that collide are a handful in a hundred thousand; a quote is never made from a key.
#[must_use]
pub fn stem_key(word: &str) -> u32 {
    remembered(&KEYS, word, |word| hash_stem(&stem(&fold(word))))
}

/// The key of a stem; see [`stem_key`].
#[must_use]
pub fn hash_stem(stem: &str) -> u32 {
    stem.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// True for a folded English function word (`the`, `of`, `who`, `did`).
#[must_use]
pub fn is_stop_word(folded: &str) -> bool {
    STOP_WORDS.binary_search(&folded).is_ok()
}

/// True for the key of an English function word; see [`is_stop_word`] and [`stem_key`].
#[must_use]
pub fn is_stop_key(key: u32) -> bool {
    static KEYS: LazyLock<Vec<u32>> = LazyLock::new(|| {
        let mut keys: Vec<u32> = STOP_WORDS.iter().map(|word| stem_key(word)).collect();
        keys.sort_unstable();
        keys
    });
    KEYS.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        assert_eq!(stem("sanctions"), stem("sanctioned"));
        assert_eq!(stem("gave"), stem("giving"));
        assert_eq!(stem("2094"), "2094");
        assert_eq!(stem("un."), "un.");
    }

    #[test]
    fn stop_words_are_sorted_so_that_they_can_be_found() {
        assert!(STOP_WORDS.is_sorted());
        assert!(is_stop_word("whose"));
        assert!(!is_stop_word("putin"));
        assert!(is_stop_key(stem_key("The")) && !is_stop_key(stem_key("port")));
    }
}
