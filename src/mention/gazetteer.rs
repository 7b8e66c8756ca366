//! Names that everybody knows, from `gazetteer.toml`: countries with their peoples, capitals and
//! seats of government, towns, regions, and well-known organisations.
//!
//! Only look-ups by name; finding the names in a text is left to the recogniser.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::model::NameKind;
use crate::text::{FastMap, fold_phrase};

/// What a known name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The name under which all its other names are joined.
    pub(super) canonical: String,
    /// The key of that name.
    pub(super) canonical_key: String,
    /// What it names.
    pub(super) kind: NameKind,
    /// Key of the country that it is, belongs to or stands for.
    pub(super) country: Option<String>,
    /// How it stands for that country.
    pub(super) part: Part,
}

/// How a known name is tied to a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It is the country itself.
    Whole,
    /// Its people.
    People,
    /// Its capital: may stand for the government.
    Capital,
    /// A building or body that stands for its government.
    Seat,
    /// A town or region in it.
    Inside,
    /// Not tied to one country.
    Apart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    country: Vec<Country>,
    places: BTreeMap<String, Vec<String>>,
    regions: Regions,
    organizations: BTreeMap<String, Vec<String>>,
    things: Things,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    name: String,
    #[serde(default)]
    people: Vec<String>,
    capital: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Regions {
    names: Vec<String>,
    people: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Things {
    names: Vec<String>,
}

/// All known names.
pub(super) struct Gazetteer {
    names: Vec<(String, Entry)>,
    by_key: FastMap<String, usize>,
}

/// The one gazetteer.
pub(super) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("gazetteer.toml")).expect("a test parses the gazetteer");
    Gazetteer::new(&file)
});

impl Gazetteer {
    fn new(file: &File) -> Self {
        let mut gazetteer = Self {
            names: Vec::new(),
            by_key: FastMap::default(),
        };
        for country in &file.country {
            gazetteer.add_country(country);
        }
        for (country, places) in &file.places {
            for place in places {
                gazetteer.add(place, place, NameKind::Place, Some((country, Part::Inside)));
            }
        }
        for name in &file.regions.names {
            gazetteer.add(name, name, NameKind::Place, None);
        }
        for name in &file.regions.people {
            gazetteer.add(name, name, NameKind::Demonym, None);
        }
        for (name, aliases) in &file.organizations {
            for alias in std::iter::once(name).chain(aliases) {
                gazetteer.add(alias, name, NameKind::Organization, None);
            }
        }
        for name in &file.things.names {
            gazetteer.add(name, name, NameKind::Thing, None);
        }
        gazetteer
    }

    fn add_country(&mut self, country: &Country) {
        let name = &country.name;
        for alias in std::iter::once(name).chain(&country.aliases) {
            self.add(alias, name, NameKind::Place, Some((name, Part::Whole)));
        }
        for people in &country.people {
            self.add(
                people,
                people,
                NameKind::Demonym,
                Some((name, Part::People)),
            );
        }
        if let Some(capital) = &country.capital {
            self.add(
                capital,
                capital,
                NameKind::Place,
                Some((name, Part::Capital)),
            );
        }
        for seat in &country.seats {
            self.add(seat, seat, NameKind::Organization, Some((name, Part::Seat)));
        }
    }

    fn add(&mut self, name: &str, canonical: &str, kind: NameKind, tie: Option<(&String, Part)>) {
        let key = fold_phrase(name);
        if self.by_key.contains_key(&key) {
            return;
        }
        self.by_key.insert(key, self.names.len());
        let entry = Entry {
            canonical: canonical.to_owned(),
            canonical_key: fold_phrase(canonical),
            kind,
            country: tie.map(|(country, _)| fold_phrase(country)),
            part: tie.map_or(Part::Apart, |(_, part)| part),
        };
        self.names.push((name.to_owned(), entry));
    }

    /// All names with what they stand for.
    pub(super) fn names(&'static self) -> impl Iterator<Item = (&'static str, &'static Entry)> {
        self.names
            .iter()
            .map(|(name, entry)| (name.as_str(), entry))
    }

    /// What the name with this key stands for.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.by_key.get(key).map(|&place| &self.names[place].1)
    }
}

/// The key of the country that a name means or stands for: a country's own names, its people, its
/// capital, the seats of its government (`russian`, `moscow` and `kremlin` give `russia`).
#[must_use]
pub fn country_of(key: &str) -> Option<&'static str> {
    let entry = GAZETTEER.get(key)?;
    let stands_for = matches!(
        entry.part,
        Part::Whole | Part::People | Part::Capital | Part::Seat
    );
    entry.country.as_deref().filter(|_| stands_for)
}

/// The keys of all names that mean or stand for a country, given by the country's own key: the
/// names for which [`country_of`] gives it, in the gazetteer's order.
#[must_use]
pub fn names_of_country(country: &str) -> &'static [String] {
    static BY_COUNTRY: LazyLock<HashMap<&'static str, Vec<String>>> = LazyLock::new(|| {
        let mut by_country: HashMap<&'static str, Vec<String>> = HashMap::new();
        for (name, _) in GAZETTEER.names() {
            let key = fold_phrase(name);
            if let Some(country) = country_of(&key) {
                by_country.entry(country).or_default().push(key);
            }
        }
        by_country
    });
    BY_COUNTRY
        .get(country)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The key of the country that a known town or region lies in (`durban` gives `south africa`), or
/// the country that the name stands for.
#[must_use]
pub fn country_around(key: &str) -> Option<&'static str> {
    GAZETTEER.get(key)?.country.as_deref()
}

/// True when the key is a known place: a country, state, town, region, sea.
#[must_use]
pub fn is_place(key: &str) -> bool {
    GAZETTEER
        .get(key)
        .is_some_and(|entry| entry.kind == NameKind::Place)
}

/// The key under which all names of a known thing are joined (`un.` and `united nations` give
/// `united nations`, `uk.` and `britain` give `united kingdom`).
#[must_use]
pub fn canonical_key(key: &str) -> Option<String> {
    GAZETTEER.get(key).map(|entry| entry.canonical_key.clone())
}

/// The keys of all names that are joined under a key (see [`canonical_key`]).
pub(super) fn names_joined_with(canonical: &str) -> &'static [String] {
    static JOINED: LazyLock<HashMap<&'static str, Vec<String>>> = LazyLock::new(|| {
        let mut joined: HashMap<&'static str, Vec<String>> = HashMap::new();
        for (name, entry) in GAZETTEER.names() {
            let keys = joined.entry(entry.canonical_key.as_str()).or_default();
            keys.push(fold_phrase(name));
        }
        joined
    });
    JOINED.get(canonical).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_capitals_and_seats_stand_for_their_country() {
        for (key, country) in [
            ("russian", Some("russia")),
            ("moscow", Some("russia")),
            ("kremlin", Some("russia")),
            ("us.", Some("united states")),
            ("uk.", Some("united kingdom")),
            ("dprk.", Some("north korea")),
            ("white house", Some("united states")),
            ("downing street", Some("united kingdom")),
            ("durban", None),
            ("nowhere", None),
        ] {
            assert_eq!(country_of(key), country, "{key}");
        }
        assert_eq!(country_around("durban"), Some("south africa"));
    }

    #[test]
    fn places_are_told_from_other_names() {
        assert!(is_place("paris") && is_place("black sea") && is_place("texas"));
        assert!(!is_place("russian") && !is_place("reuters"));
    }

    #[test]
    fn every_name_of_a_thing_leads_to_one_key() {
        assert_eq!(canonical_key("un."), canonical_key("united nations"));
        assert_eq!(canonical_key("america"), canonical_key("us."));
    }
}
