//! Joins the names of a whole story: finds the full names that a word of a question can mean.
//!
//! Pure: what names there are it asks a [`NameSource`] (the index is one), which need not have them
//! all in memory; only a misspelt word is compared with others, and only with those of like length
//! and first letter.

use std::collections::HashMap;
use std::sync::Arc;

use super::gazetteer::{canonical_key, country_of, names_joined_with, names_of_country};
use super::lexicon::{Classes, LEXICON};
use super::model::NameKind;
use crate::text::{fold_phrase, is_stop_word};

/// Names that one form may stand for: a common first name goes with hundreds.
const MEANINGS: usize = 32;

/// A full name of the story and how often it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// See [`super::NameMention::key`].
    pub key: String,
    /// As written.
    pub display: String,
    /// What it names.
    pub kind: NameKind,
    /// How many mentions mean it.
    pub count: u32,
}

/// How a name was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameMatch {
    /// The words are the name.
    Exact,
    /// They are a short form of it: a surname, a first name, initials.
    Short,
    /// Another name that stands for it: a people or a capital for its country, a building for the
    /// government.
    Alias,
    /// They are a spelling of it that is a few letters off.
    Misspelt {
        /// The words as they should be spelt, as a key.
        meant: String,
    },
}

/// A full name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedName {
    /// The name.
    pub name: NameCount,
    /// How it was found.
    pub how: NameMatch,
}

/// A word that stands in names, with its [`letter_set`].
pub type NameWord = (Box<str>, u32);

/// What a story knows of its names. Words and keys are folded
/// ([`fold_phrase`]).
pub trait NameSource {
    /// The name with this key.
    fn name(&self, key: &str) -> Option<NameCount>;
    /// The most frequent name with these letters, all blanks and marks left out: `kimjongun`.
    fn with_letters(&self, letters: &str) -> Option<NameCount>;
    /// Keys of the names for which the articles use this other form, each with how often.
    fn with_alias(&self, form: &str) -> Vec<(String, u32)>;
    /// The most frequent names that begin with these words and go on.
    fn beginning_with(&self, words: &str) -> Vec<NameCount>;
    /// The most frequent names of several words that end in `word` and whose key is `wanted`.
    fn ending_in(&self, word: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<NameCount>;
    /// Names of three words and more by the first letters of their words.
    fn with_initials(&self, initials: &str) -> Vec<NameCount>;
    /// True when the word stands in a name.
    fn knows_word(&self, word: &str) -> bool;
    /// The words of names that begin with a letter and have so many letters, at least four.
    fn words_like(&self, first: char, length: usize) -> Arc<[NameWord]>;
}

/// The names of a story, for look-up.
pub struct NameIndex<'a> {
    source: &'a dyn NameSource,
}

impl<'a> NameIndex<'a> {
    /// A look-up of the names in `source`.
    #[must_use]
    pub fn new(source: &'a dyn NameSource) -> Self {
        Self { source }
    }

    /// The full names that `alias` (as written) can mean, likeliest first. A spelling is corrected
    /// only where nothing else fits and one correction alone is nearest.
    #[must_use]
    pub fn resolve(&self, alias: &str) -> Vec<ResolvedName> {
        let found = self.resolve_as_spelt(alias);
        if !found.is_empty() {
            return found;
        }
        let key = fold_phrase(alias);
        let Some(meant) = self.correct(without_titles(&key)) else {
            return Vec::new();
        };
        let mut found = self.resolve_key(&meant);
        for resolved in &mut found {
            resolved.how = NameMatch::Misspelt {
                meant: meant.clone(),
            };
        }
        found
    }

    /// The full names that `alias` can mean without correcting its spelling, likeliest first.
    #[must_use]
    pub fn resolve_as_spelt(&self, alias: &str) -> Vec<ResolvedName> {
        let key = fold_phrase(alias);
        let found = self.resolve_key(&key);
        let bare = without_titles(&key);
        if found.is_empty() && bare != key {
            return self.resolve_key(bare);
        }
        found
    }

    fn resolve_key(&self, key: &str) -> Vec<ResolvedName> {
        let mut ranking = Ranking::default();
        if key.is_empty() {
            return Vec::new();
        }
        let own = self.source.name(key);
        let known = own.is_some();
        let aliases = self.source.with_alias(key);
        if let Some(name) = own.or_else(|| self.with_letters_of(key)) {
            // A bare surname that one article could not join still means the story's people.
            let bare = !key.contains(' ') && canonical_key(key).is_none();
            let tier = if bare && !aliases.is_empty() { 3 } else { 5 };
            ranking.add(NameMatch::Exact, tier, name);
        }
        for (full, count) in aliases {
            if let Some(name) = self.source.name(&full) {
                ranking.add_with(NameMatch::Short, (3, count), name);
            }
        }
        self.add_short_forms(key, known, &mut ranking);
        self.add_initials(key, &mut ranking);
        if let Some(canonical) = canonical_key(key) {
            self.add_all(names_joined_with(&canonical), 4, &mut ranking);
        }
        if let Some(country) = country_of(key) {
            self.add_all(names_of_country(country), 1, &mut ranking);
        }
        ranking.into_names()
    }

    fn with_letters_of(&self, key: &str) -> Option<NameCount> {
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if plain {
            self.source.with_letters(key)
        } else {
            self.source.with_letters(&letters_of(key))
        }
    }

    /// Adds those of the well-known names that the story has.
    fn add_all(&self, keys: &[String], tier: u8, ranking: &mut Ranking) {
        for name in keys.iter().filter_map(|key| self.source.name(key)) {
            ranking.add(NameMatch::Alias, tier, name);
        }
    }

    fn add_short_forms(&self, key: &str, known: bool, ranking: &mut Ranking) {
        let words: Vec<&str> = key.split(' ').collect();
        let Some(last) = words.last() else {
            return;
        };
        if words.len() == 1 && is_stop_word(key) || words.len() > 1 && known {
            return;
        }
        let wanted = |full: &str| ends_with_words(full, key) || is_same_person(full, &words);
        for name in self.source.ending_in(last, &wanted) {
            if ends_with_words(&name.key, key) {
                ranking.add(NameMatch::Short, 2, name);
            } else if name.kind == NameKind::Person {
                ranking.add(NameMatch::Short, 3, name);
            }
        }
        for name in self.source.beginning_with(key) {
            if name.kind != NameKind::Demonym {
                let known_short = name.kind == NameKind::Person || words.len() > 1;
                ranking.add(NameMatch::Short, u8::from(known_short) + 1, name);
            }
        }
    }

    fn add_initials(&self, key: &str, ranking: &mut Ranking) {
        let bare = key.trim_end_matches('.');
        if bare.len() > 2 {
            for name in self.source.with_initials(bare) {
                if name.kind != NameKind::Person {
                    ranking.add(NameMatch::Short, 3, name);
                }
            }
        }
        // `Korean Central News Agency` in a story that writes only `KCNA`.
        if key.bytes().filter(|byte| *byte == b' ').count() > 1
            && let Some(name) = self.source.name(&format!("{}.", initials_of(key)))
        {
            ranking.add(NameMatch::Short, 3, name);
        }
    }

    /// The words with each unknown one replaced by the only name word that is nearest.
    fn correct(&self, key: &str) -> Option<String> {
        let mut changed = false;
        let mut words = Vec::new();
        for word in key.split(' ') {
            if self.is_known_word(word) {
                words.push(word.to_owned());
                continue;
            }
            words.push(self.nearest_word(word)?);
            changed = true;
        }
        changed.then(|| words.join(" "))
    }

    fn is_known_word(&self, word: &str) -> bool {
        word.chars().count() < 5 || self.source.knows_word(word)
    }

    fn nearest_word(&self, word: &str) -> Option<String> {
        let length = word.chars().count();
        let allowed = match length {
            0..5 => return None,
            5..8 => 1,
            _ => 2,
        };
        let first = word.chars().next()?;
        let letters = letter_set(word);
        let mut best: Option<(usize, String)> = None;
        let mut tied = false;
        for size in length.saturating_sub(allowed)..=length + allowed {
            for (candidate, own) in self.source.words_like(first, size).iter() {
                // A wrong letter takes one out of the set and puts one in.
                if (letters ^ own).count_ones() as usize > 2 * allowed {
                    continue;
                }
                let distance = strsim::damerau_levenshtein(word, candidate);
                if distance > allowed {
                    continue;
                }
                match best {
                    Some((least, _)) if distance > least => {}
                    Some((least, _)) if distance == least => tied = true,
                    _ => {
                        best = Some((distance, candidate.to_string()));
                        tied = false;
                    }
                }
            }
        }
        best.filter(|_| !tied).map(|(_, candidate)| candidate)
    }
}

/// Names found so far by key, each with its best reason and its weight.
#[derive(Default)]
struct Ranking(HashMap<String, (NameCount, NameMatch, (u8, u32))>);

impl Ranking {
    fn add(&mut self, how: NameMatch, tier: u8, name: NameCount) {
        let weight = (tier, name.count);
        self.add_with(how, weight, name);
    }

    fn add_with(&mut self, how: NameMatch, weight: (u8, u32), name: NameCount) {
        let Some(best) = self.0.get_mut(&name.key) else {
            self.0.insert(name.key.clone(), (name, how, weight));
            return;
        };
        if weight > best.2 {
            best.2 = weight;
            if best.1 != NameMatch::Exact {
                best.1 = how;
            }
        }
    }

    fn into_names(self) -> Vec<ResolvedName> {
        let mut found: Vec<_> = self.0.into_values().collect();
        found.sort_by(|(left, _, left_weight), (right, _, right_weight)| {
            (right_weight.cmp(left_weight)).then_with(|| left.key.cmp(&right.key))
        });
        let best = found.into_iter().take(MEANINGS);
        best.map(|(name, how, _)| ResolvedName { name, how })
            .collect()
    }
}

/// Which letters a word holds, as bits. Different letters may share one.
#[must_use]
pub fn letter_set(word: &str) -> u32 {
    word.chars()
        .fold(0, |set, letter| set | 1 << (u32::from(letter) % 32))
}

/// A key without blanks and marks: `kimjongun`.
#[must_use]
pub fn letters_of(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first letters of a key's words, function words left out.
#[must_use]
pub fn initials_of(key: &str) -> String {
    key.split(' ')
        .filter(|word| !is_stop_word(word))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// The key without the titles before the name: `president putin` → `putin`.
fn without_titles(key: &str) -> &str {
    let titles = Classes::COURTESY
        .with(Classes::ROLE)
        .with(Classes::ROLE_MODIFIER)
        .with(Classes::FUNCTION);
    let mut rest = key;
    while let Some((first, behind)) = rest.split_once(' ') {
        if !LEXICON.look_up(first).classes.any(titles) {
            break;
        }
        rest = behind;
    }
    rest
}

fn ends_with_words(key: &str, short: &str) -> bool {
    key.strip_suffix(short)
        .is_some_and(|rest| rest.ends_with(' '))
}

/// `dmitry peskov` and `dmitry s peskov`: first and last words agree, and only an initial stands
/// between them; or one of the two has more names in the middle and the other none. Three short
/// names (`kim yo jong`) are never the same as two others.
fn is_same_person(key: &str, words: &[&str]) -> bool {
    let first = words.first().copied().unwrap_or_default();
    if !key.starts_with(first) {
        return false;
    }
    let other: Vec<&str> = key.split(' ').collect();
    let ends = other.first() == words.first() && other.last() == words.last();
    let (longer, shorter) = if other.len() > words.len() {
        (&other[..], words)
    } else {
        (words, &other[..])
    };
    let middle_fits = longer[1..longer.len() - 1]
        .iter()
        .all(|word| word.trim_end_matches('.').chars().count() == 1 || word.chars().count() > 4);
    ends && shorter.len() == 2 && longer.len() > 2 && middle_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(display: &str, kind: NameKind, count: u32) -> NameCount {
        NameCount {
            key: fold_phrase(display),
            display: display.to_owned(),
            kind,
            count,
        }
    }

    /// A handful of names, looked through one by one.
    struct Story {
        names: Vec<NameCount>,
        aliases: Vec<(String, String, u32)>,
    }

    impl Story {
        fn all(&self, wanted: impl Fn(&str) -> bool) -> Vec<NameCount> {
            let names = self.names.iter().filter(|name| wanted(&name.key));
            names.cloned().collect()
        }
    }

    impl NameSource for Story {
        fn name(&self, key: &str) -> Option<NameCount> {
            self.all(|known| known == key).pop()
        }
        fn with_letters(&self, letters: &str) -> Option<NameCount> {
            self.all(|known| letters_of(known) == letters).pop()
        }
        fn with_alias(&self, form: &str) -> Vec<(String, u32)> {
            let aliases = self.aliases.iter().filter(|alias| alias.0 == form);
            aliases.map(|alias| (alias.1.clone(), alias.2)).collect()
        }
        fn beginning_with(&self, words: &str) -> Vec<NameCount> {
            self.all(|known| known.starts_with(&format!("{words} ")))
        }
        fn ending_in(&self, word: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<NameCount> {
            self.all(|known| ends_with_words(known, word) && wanted(known))
        }
        fn with_initials(&self, initials: &str) -> Vec<NameCount> {
            self.all(|known| known.matches(' ').count() > 1 && initials_of(known) == initials)
        }
        fn knows_word(&self, word: &str) -> bool {
            !self
                .all(|known| known.split(' ').any(|part| part == word))
                .is_empty()
        }
        fn words_like(&self, first: char, length: usize) -> Arc<[NameWord]> {
            let words = self.names.iter().flat_map(|name| name.key.split(' '));
            let like =
                words.filter(|word| word.starts_with(first) && word.chars().count() == length);
            let mut like: Vec<NameWord> =
                like.map(|word| (word.into(), letter_set(word))).collect();
            like.sort_unstable();
            like.dedup();
            like.into()
        }
    }

    fn story() -> Story {
        let names = [
            name("Maria Lopez", NameKind::Person, 20),
            name("Kim Jong Un", NameKind::Person, 30),
            name("Kim Yo Jong", NameKind::Person, 6),
            name("Dmitry S. Peskov", NameKind::Person, 9),
            name("Russia", NameKind::Place, 40),
            name("Russian", NameKind::Demonym, 25),
            name("Moscow", NameKind::Place, 12),
            name("Kremlin", NameKind::Organization, 8),
            name("Korean Central News Agency", NameKind::Organization, 5),
            name("U.N.", NameKind::Organization, 4),
        ];
        let aliases = [
            ("kim", "kim jong un", 22),
            ("kim", "kim yo jong", 1),
            ("kcna.", "korean central news agency", 4),
        ]
        .map(|(form, full, count)| (form.to_owned(), full.to_owned(), count));
        Story {
            names: names.to_vec(),
            aliases: aliases.to_vec(),
        }
    }

    fn keys(alias: &str) -> Vec<String> {
        NameIndex::new(&story())
            .resolve(alias)
            .into_iter()
            .map(|found| found.name.key)
            .collect()
    }

    #[test]
    fn a_surname_goes_to_the_one_who_is_meant_most() {
        assert_eq!(keys("Kim"), ["kim jong un", "kim yo jong"]);
        assert_eq!(keys("Mr. Kim")[0], "kim jong un");
        assert_eq!(keys("lopez"), ["maria lopez"]);
    }

    #[test]
    fn a_full_name_never_means_a_namesake() {
        assert_eq!(keys("Kim Yo-jong"), ["kim yo jong"]);
        assert_eq!(keys("Kim Jong-un"), ["kim jong un"]);
        assert_eq!(keys("Kim Jong"), ["kim jong un"]);
        assert!(keys("Anna Lopez").is_empty());
    }

    #[test]
    fn people_capital_and_seat_lead_to_their_country() {
        let found = keys("Russia");
        assert_eq!(found[0], "russia");
        assert!(found.contains(&"kremlin".to_owned()));
        assert!(keys("Moscow").contains(&"russia".to_owned()));
        assert_eq!(keys("United Nations"), ["un."]);
    }

    #[test]
    fn initials_find_their_long_form() {
        assert_eq!(keys("KCNA"), ["korean central news agency"]);
    }

    #[test]
    fn a_misspelt_name_finds_its_own_and_says_so() {
        let found = NameIndex::new(&story()).resolve("Peskow");
        assert_eq!(found[0].name.key, fold_phrase("Dmitry S. Peskov"));
        assert_eq!(
            found[0].how,
            NameMatch::Misspelt {
                meant: "peskov".to_owned()
            }
        );
        assert!(keys("Petrov").is_empty());
        assert_eq!(keys("Dmitri Peskov"), [fold_phrase("Dmitry S. Peskov")]);
    }
}
