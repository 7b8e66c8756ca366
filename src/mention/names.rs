//! Joins the names of a whole story: finds the full names that a word of a question can mean.
//!
//! Pure: it is built from counted names (the index knows them) and answers by look-ups; only a
//! misspelt word is compared with others, and only with those of like length and first letter.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use super::gazetteer::{canonical_key, country_of};
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

/// A short form that mentions of the story use for a full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAlias {
    /// Key of the short form (`kim`).
    pub key: String,
    /// Key of the full name it means there (`kim jong un`).
    pub full: String,
    /// How many mentions do.
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

/// A map by short texts. A question looks up some hundred, which the standard hasher, made to
/// withstand chosen keys, would take most of the time for.
type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<ShortTextHasher>>;

/// FNV-1a.
#[derive(Clone, Copy)]
struct ShortTextHasher(u64);

impl Default for ShortTextHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for ShortTextHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The names of a story, for look-up.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    names: Vec<NameCount>,
    by_key: HashMap<String, usize>,
    /// By the letters alone: `kimjongun`.
    by_letters: HashMap<String, usize>,
    by_first: HashMap<String, Vec<usize>>,
    by_last: HashMap<String, Vec<usize>>,
    by_initials: HashMap<String, Vec<usize>>,
    by_canonical: HashMap<String, Vec<usize>>,
    by_country: HashMap<String, Vec<usize>>,
    aliases: HashMap<String, Vec<(usize, u32)>>,
    /// Words of names by first letter and length, for spelling, each with its [`letter_set`].
    spelling: HashMap<(char, usize), Vec<(String, u32)>>,
}

impl NameIndex {
    /// Builds the look-up tables.
    #[must_use]
    pub fn new(
        names: impl IntoIterator<Item = NameCount>,
        aliases: impl IntoIterator<Item = NameAlias>,
    ) -> Self {
        let mut index = Self::default();
        for name in names {
            index.add_name(name);
        }
        for alias in aliases {
            if let Some(&full) = index.by_key.get(&alias.full) {
                let known = index.aliases.entry(alias.key).or_default();
                known.push((full, alias.count));
            }
        }
        index.fill_spelling();
        index
    }

    fn add_name(&mut self, name: NameCount) {
        if let Some(&known) = self.by_key.get(&name.key) {
            self.names[known].count += name.count;
            return;
        }
        let place = self.names.len();
        let key = name.key.clone();
        self.by_letters.entry(letters(&key)).or_insert(place);
        let words: Vec<&str> = key.split(' ').collect();
        if let [first, .., last] = words[..] {
            self.by_first
                .entry(first.to_owned())
                .or_default()
                .push(place);
            self.by_last.entry(last.to_owned()).or_default().push(place);
        }
        if words.len() > 2 && name.kind != NameKind::Person {
            self.by_initials
                .entry(initials(&words))
                .or_default()
                .push(place);
        }
        if let Some(canonical) = canonical_key(&key) {
            self.by_canonical.entry(canonical).or_default().push(place);
        }
        if let Some(country) = country_of(&key) {
            self.by_country
                .entry(country.to_owned())
                .or_default()
                .push(place);
        }
        self.by_key.insert(key, place);
        self.names.push(name);
    }

    fn fill_spelling(&mut self) {
        let mut words: HashSet<&str> = HashSet::new();
        for key in self.by_key.keys() {
            words.extend(key.split(' ').filter(|word| word.chars().count() >= 4));
        }
        let mut spelling: HashMap<(char, usize), Vec<(String, u32)>> = HashMap::default();
        for word in words {
            let first = word.chars().next().unwrap_or_default();
            let bucket = spelling.entry((first, word.chars().count())).or_default();
            bucket.push((word.to_owned(), letter_set(word)));
        }
        for bucket in spelling.values_mut() {
            bucket.sort_unstable();
        }
        self.spelling = spelling;
    }

    /// True when the story names nobody and nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All names, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &NameCount> {
        self.names.iter()
    }

    /// The name with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&NameCount> {
        self.by_key.get(key).map(|&place| &self.names[place])
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
        let exact = self.by_key.get(key).or_else(|| {
            let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if plain {
                self.by_letters.get(key)
            } else {
                self.by_letters.get(&letters(key))
            }
        });
        let one_word = !key.contains(' ');
        if let Some(&place) = exact.filter(|_| !key.is_empty()) {
            // A bare surname that one article could not join still means the story's people.
            let bare = one_word && canonical_key(key).is_none();
            let tier = if bare && self.aliases.contains_key(key) {
                3
            } else {
                5
            };
            ranking.add(place, NameMatch::Exact, (tier, self.names[place].count));
        }
        for &(place, count) in self.aliases.get(key).into_iter().flatten() {
            ranking.add(place, NameMatch::Short, (3, count));
        }
        self.add_short_forms(key, &mut ranking);
        self.add_initials(key, &mut ranking);
        if let Some(canonical) = canonical_key(key) {
            for &place in self.by_canonical.get(&canonical).into_iter().flatten() {
                ranking.add(place, NameMatch::Alias, (4, self.names[place].count));
            }
        }
        if let Some(country) = country_of(key) {
            for &place in self.by_country.get(country).into_iter().flatten() {
                ranking.add(place, NameMatch::Alias, (1, self.names[place].count));
            }
        }
        ranking.into_names(&self.names)
    }

    fn add_short_forms(&self, key: &str, ranking: &mut Ranking) {
        let words: Vec<&str> = key.split(' ').collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        if let ([_], true) = (&words[..], is_stop_word(key)) {
            return;
        }
        let exact = self.by_key.contains_key(key) && words.len() > 1;
        if exact {
            return;
        }
        for &place in self.by_last.get(*last).into_iter().flatten() {
            let name = &self.names[place];
            if ends_with_words(&name.key, key) {
                ranking.add(place, NameMatch::Short, (2, name.count));
            } else if is_same_person(&name.key, &words) && name.kind == NameKind::Person {
                ranking.add(place, NameMatch::Short, (3, name.count));
            }
        }
        for &place in self.by_first.get(*first).into_iter().flatten() {
            let name = &self.names[place];
            if starts_with_words(&name.key, key) && name.kind != NameKind::Demonym {
                let known_short = name.kind == NameKind::Person || words.len() > 1;
                let place_or_thing = u8::from(known_short) + 1;
                ranking.add(place, NameMatch::Short, (place_or_thing, name.count));
            }
        }
    }

    fn add_initials(&self, key: &str, ranking: &mut Ranking) {
        let bare = key.trim_end_matches('.');
        if bare.len() > 2 {
            for &place in self.by_initials.get(bare).into_iter().flatten() {
                ranking.add(place, NameMatch::Short, (3, self.names[place].count));
            }
        }
        // `Korean Central News Agency` in a story that writes only `KCNA`.
        let words: Vec<&str> = key.split(' ').collect();
        if words.len() > 2 {
            let short = format!("{}.", initials(&words));
            if let Some(&place) = self.by_key.get(&short) {
                ranking.add(place, NameMatch::Short, (3, self.names[place].count));
            }
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
        let length = word.chars().count();
        let first = word.chars().next().unwrap_or_default();
        length < 5
            || self.spelling.get(&(first, length)).is_some_and(|bucket| {
                bucket
                    .binary_search_by(|known| known.0.as_str().cmp(word))
                    .is_ok()
            })
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
        let mut best: Option<(usize, &String)> = None;
        let mut tied = false;
        for size in length.saturating_sub(allowed)..=length + allowed {
            for (candidate, own) in self.spelling.get(&(first, size)).into_iter().flatten() {
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
                        best = Some((distance, candidate));
                        tied = false;
                    }
                }
            }
        }
        best.filter(|_| !tied)
            .map(|(_, candidate)| candidate.clone())
    }
}

/// Names found so far, each with its best reason.
#[derive(Default)]
struct Ranking(HashMap<usize, (NameMatch, (u8, u32))>);

impl Ranking {
    fn add(&mut self, place: usize, how: NameMatch, weight: (u8, u32)) {
        let best = self.0.entry(place).or_insert_with(|| (how.clone(), weight));
        if weight > best.1 {
            let exact = best.0 == NameMatch::Exact;
            *best = (if exact { NameMatch::Exact } else { how }, weight);
        }
    }

    fn into_names(self, names: &[NameCount]) -> Vec<ResolvedName> {
        let mut found: Vec<_> = self.0.into_iter().collect();
        found.sort_by(|(left, (_, left_weight)), (right, (_, right_weight))| {
            right_weight
                .cmp(left_weight)
                .then_with(|| names[*left].key.cmp(&names[*right].key))
        });
        found
            .into_iter()
            .take(MEANINGS)
            .map(|(place, (how, _))| ResolvedName {
                name: names[place].clone(),
                how,
            })
            .collect()
    }
}

/// Which letters a word holds, as bits. Different letters may share one.
fn letter_set(word: &str) -> u32 {
    word.chars()
        .fold(0, |set, letter| set | 1 << (u32::from(letter) % 32))
}

fn letters(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn initials(words: &[&str]) -> String {
    words
        .iter()
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

fn starts_with_words(key: &str, short: &str) -> bool {
    key.strip_prefix(short)
        .is_some_and(|rest| rest.starts_with(' '))
}

/// `dmitry peskov` and `dmitry s peskov`: first and last words agree, and only an initial stands
/// between them; or one of the two has more names in the middle and the other none. Three short
/// names (`kim yo jong`) are never the same as two others.
fn is_same_person(key: &str, words: &[&str]) -> bool {
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

    fn story() -> NameIndex {
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
        .map(|(key, full, count)| NameAlias {
            key: key.to_owned(),
            full: full.to_owned(),
            count,
        });
        NameIndex::new(names, aliases)
    }

    fn keys(alias: &str) -> Vec<String> {
        story()
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
        let found = story().resolve("Peskow");
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
