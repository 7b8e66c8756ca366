//! What is known of a word before any article is read: its classes, and names that everybody knows.
//!
//! Built once from `words.toml` and `gazetteer.toml`, so that a scan pays one look-up a word.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::gazetteer::{Entry, GAZETTEER};
use crate::text::tokenize;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

impl Classes {
    pub(super) const FUNCTION: Self = Self(1);
    pub(super) const COMMON: Self = Self(1 << 1);
    pub(super) const COURTESY: Self = Self(1 << 2);
    pub(super) const MALE: Self = Self(1 << 3);
    pub(super) const FEMALE: Self = Self(1 << 4);
    pub(super) const ROLE: Self = Self(1 << 5);
    pub(super) const ROLE_MODIFIER: Self = Self(1 << 6);
    pub(super) const ROYAL: Self = Self(1 << 7);
    pub(super) const ORGANIZATION: Self = Self(1 << 8);
    pub(super) const SUFFIX: Self = Self(1 << 9);
    pub(super) const TAKES_OF: Self = Self(1 << 10);
    pub(super) const PLACE: Self = Self(1 << 11);
    pub(super) const PLACE_START: Self = Self(1 << 12);
    pub(super) const THING: Self = Self(1 << 13);
    pub(super) const PARTICLE: Self = Self(1 << 14);
    pub(super) const PLACE_PREPOSITION: Self = Self(1 << 15);
    pub(super) const PRONOUN: Self = Self(1 << 16);
    pub(super) const SPEECH: Self = Self(1 << 17);
    pub(super) const SPEECH_PLAIN: Self = Self(1 << 18);
    pub(super) const SPEECH_ABOUT: Self = Self(1 << 19);
    pub(super) const AFTER_NAME: Self = Self(1 << 20);
    pub(super) const MONTH: Self = Self(1 << 21);
    pub(super) const WEEKDAY: Self = Self(1 << 22);
    pub(super) const HYPHEN_TAIL: Self = Self(1 << 23);
    pub(super) const GIVEN_MALE: Self = Self(1 << 24);
    pub(super) const GIVEN_FEMALE: Self = Self(1 << 25);
    pub(super) const NUMBER: Self = Self(1 << 26);
    /// A known name begins with this word.
    pub(super) const KNOWN_NAME: Self = Self(1 << 27);

    pub(super) const GIVEN: Self = Self(Self::GIVEN_MALE.0 | Self::GIVEN_FEMALE.0);
    pub(super) const CALENDAR: Self = Self(Self::MONTH.0 | Self::WEEKDAY.0);

    /// True when the word is in one of the classes of `wanted`.
    pub(super) const fn any(self, wanted: Self) -> bool {
        self.0 & wanted.0 != 0
    }

    /// The words of both sets.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A word that the lexicon knows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// Number of the word, from 1; 0 for one that is not known.
    pub(super) number: u32,
    /// What it tells.
    pub(super) classes: Classes,
}

/// A name of the gazetteer as word numbers.
struct Phrase {
    words: Vec<u32>,
    capitals_only: bool,
    entry: &'static Entry,
}

/// All known words and names.
pub(super) struct Lexicon {
    words: HashMap<String, Known, Fnv>,
    phrases: HashMap<u32, Vec<Phrase>, Fnv>,
}

/// The one lexicon.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// FNV-1a: short words hash faster than with the standard hasher, and nobody can choose the keys.
type Fnv = std::hash::BuildHasherDefault<FnvHasher>;

pub(super) struct FnvHasher(u64);

impl Default for FnvHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for FnvHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    function: String,
    common: String,
    courtesy: String,
    male: String,
    female: String,
    role: String,
    role_modifier: String,
    royal: String,
    organization_head: String,
    organization_suffix: String,
    takes_of: String,
    place_head: String,
    place_start: String,
    thing_head: String,
    particle: String,
    place_preposition: String,
    pronoun_person: String,
    speech: String,
    speech_plain: String,
    speech_about: String,
    after_name_verb: String,
    month: String,
    weekday: String,
    hyphen_tail: String,
    given_male: String,
    given_female: String,
    number: String,
}

impl WordLists {
    fn by_class(&self) -> [(&str, Classes); 27] {
        [
            (&self.function, Classes::FUNCTION),
            (&self.common, Classes::COMMON),
            (&self.courtesy, Classes::COURTESY),
            (&self.male, Classes::MALE),
            (&self.female, Classes::FEMALE),
            (&self.role, Classes::ROLE),
            (&self.role_modifier, Classes::ROLE_MODIFIER),
            (&self.royal, Classes::ROYAL),
            (&self.organization_head, Classes::ORGANIZATION),
            (&self.organization_suffix, Classes::SUFFIX),
            (&self.takes_of, Classes::TAKES_OF),
            (&self.place_head, Classes::PLACE),
            (&self.place_start, Classes::PLACE_START),
            (&self.thing_head, Classes::THING),
            (&self.particle, Classes::PARTICLE),
            (&self.place_preposition, Classes::PLACE_PREPOSITION),
            (&self.pronoun_person, Classes::PRONOUN),
            (&self.speech, Classes::SPEECH),
            (&self.speech_plain, Classes::SPEECH_PLAIN),
            (&self.speech_about, Classes::SPEECH_ABOUT),
            (&self.after_name_verb, Classes::AFTER_NAME),
            (&self.month, Classes::MONTH),
            (&self.weekday, Classes::WEEKDAY),
            (&self.hyphen_tail, Classes::HYPHEN_TAIL),
            (&self.given_male, Classes::GIVEN_MALE),
            (&self.given_female, Classes::GIVEN_FEMALE),
            (&self.number, Classes::NUMBER),
        ]
    }
}

impl Lexicon {
    fn build() -> Self {
        let lists: WordLists =
            toml::from_str(include_str!("words.toml")).expect("a test parses the word lists");
        let mut lexicon = Self {
            words: HashMap::default(),
            phrases: HashMap::default(),
        };
        for (list, class) in lists.by_class() {
            for word in list.split_whitespace() {
                lexicon.add_word(word, class);
            }
        }
        for (name, entry) in GAZETTEER.names() {
            lexicon.add_name(name, entry);
        }
        lexicon
    }

    fn add_word(&mut self, word: &str, class: Classes) -> u32 {
        let next = u32::try_from(self.words.len() + 1).unwrap_or(u32::MAX);
        let known = self.words.entry(word.to_owned()).or_default();
        if known.number == 0 {
            known.number = next;
        }
        known.classes = known.classes.with(class);
        known.number
    }

    fn add_name(&mut self, name: &str, entry: &'static Entry) {
        let mut buffer = String::new();
        let words: Vec<u32> = tokenize(name)
            .iter()
            .map(|token| {
                lower_into(token.word(name), &mut buffer);
                self.add_word(&buffer, Classes::default())
            })
            .collect();
        let Some(&first) = words.first() else { return };
        lower_into(tokenize(name)[0].word(name), &mut buffer);
        self.add_word(&buffer, Classes::KNOWN_NAME);
        let capitals_only = !name.contains(char::is_lowercase);
        let phrases = self.phrases.entry(first).or_default();
        let place = phrases.partition_point(|phrase| phrase.words.len() >= words.len());
        phrases.insert(
            place,
            Phrase {
                words,
                capitals_only,
                entry,
            },
        );
    }

    /// What is known of a lower-case word (see [`lower_into`]).
    pub(super) fn look_up(&self, lower: &str) -> Known {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// The longest known name at the start of `numbers`: how many words it has and what it is.
    /// `in_capitals` says whether the first words so many are in capitals.
    pub(super) fn longest_name(
        &self,
        numbers: &[u32],
        in_capitals: impl Fn(usize) -> bool,
    ) -> Option<(usize, &'static Entry)> {
        self.phrases
            .get(numbers.first()?)?
            .iter()
            .find(|phrase| {
                numbers.starts_with(&phrase.words)
                    && (!phrase.capitals_only || in_capitals(phrase.words.len()))
            })
            .map(|phrase| (phrase.words.len(), phrase.entry))
    }
}

/// The form under which the lexicon keeps a word: lower case, without points and accents.
pub(super) fn lower_into(word: &str, buffer: &mut String) {
    buffer.clear();
    if word.is_ascii() {
        buffer.extend(
            word.bytes()
                .filter(|byte| *byte != b'.')
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
    } else {
        buffer.push_str(&crate::text::fold(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_all_their_classes() {
        let will = LEXICON.look_up("will").classes;
        assert!(will.any(Classes::FUNCTION) && will.any(Classes::GIVEN_MALE));
        assert_eq!(LEXICON.look_up("xyzzy").number, 0);
    }

    #[test]
    fn the_longest_known_name_wins() {
        let numbers = ["south", "korea", "north"].map(|word| LEXICON.look_up(word).number);
        let (length, entry) = LEXICON.longest_name(&numbers, |_| false).expect("known");
        assert_eq!((length, entry.canonical.as_str()), (2, "South Korea"));
    }

    #[test]
    fn names_in_capitals_need_capitals() {
        let numbers = [LEXICON.look_up("us").number];
        assert!(LEXICON.longest_name(&numbers, |_| false).is_none());
        assert!(LEXICON.longest_name(&numbers, |_| true).is_some());
    }
}
