//! The names of a story, joined over its articles: who is who, and how prominent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::index::Block;
use crate::mention::{MentionKind, NameKind, NameMention, canonical_key};
use crate::text::fold_phrase;

use super::material::Material;

/// A name with all that the articles call it.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    /// As written most often, in its full form.
    pub(super) display: String,
    pub(super) kind: NameKind,
    /// Articles that name it.
    pub(super) articles: usize,
    pub(super) mentions: usize,
    /// The role that stands with it most often.
    pub(super) role: Option<String>,
    /// True when somebody's words are given as this one's.
    pub(super) speaks: bool,
}

/// The names of some material.
#[derive(Debug, Default)]
pub(super) struct Entities {
    /// Most prominent first.
    pub(super) all: Vec<Entity>,
    by_key: HashMap<String, usize>,
}

/// What was counted of one key.
#[derive(Clone, Debug, Default)]
struct Count {
    kinds: BTreeMap<NameKind, usize>,
    forms: BTreeMap<String, usize>,
    articles: BTreeSet<usize>,
    mentions: usize,
    roles: BTreeMap<String, usize>,
    speaks: bool,
}

impl Entities {
    pub(super) fn new(material: &Material) -> Self {
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        let mut short: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (block, article) in &material.blocks {
            count_block(block, *article, &mut counts, &mut short);
        }
        let heads = join(&counts, &short);
        Self::build(&counts, &heads)
    }

    /// The number of the name with this key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entity> {
        self.find(key).map(|place| &self.all[place])
    }

    fn build(counts: &BTreeMap<String, Count>, heads: &HashMap<String, String>) -> Self {
        let mut joined: BTreeMap<&str, (Count, Vec<&str>)> = BTreeMap::new();
        for (key, count) in counts {
            let head = heads.get(key).map_or(key.as_str(), String::as_str);
            let (sum, keys) = joined.entry(head).or_default();
            sum.add(count);
            keys.push(key);
        }
        let mut rows: Vec<(Entity, Vec<&str>)> = joined
            .into_iter()
            .filter_map(|(head, (count, keys))| {
                let own = counts.get(head).unwrap_or(&count);
                Some((count.entity(own)?, keys))
            })
            .collect();
        rows.sort_by(|(one, _), (other, _)| {
            (other.articles, other.mentions, &one.display).cmp(&(
                one.articles,
                one.mentions,
                &other.display,
            ))
        });
        let mut entities = Self::default();
        for (place, (entity, keys)) in rows.into_iter().enumerate() {
            entities.all.push(entity);
            for key in keys {
                entities.by_key.insert(key.to_owned(), place);
            }
        }
        entities
    }
}

impl Count {
    fn add(&mut self, other: &Self) {
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
        for (form, count) in &other.forms {
            *self.forms.entry(form.clone()).or_default() += count;
        }
        for (role, count) in &other.roles {
            *self.roles.entry(role.clone()).or_default() += count;
        }
        self.articles.extend(&other.articles);
        self.mentions += other.mentions;
        self.speaks |= other.speaks;
    }

    /// The joined name; `own` is what was counted of its fullest form alone.
    fn entity(&self, own: &Self) -> Option<Entity> {
        // Of kinds that are equally frequent the vaguer one, which promises less.
        let kind = self.kinds.iter().max_by_key(|(_, count)| **count)?.0;
        Some(Entity {
            display: most(&own.forms)?.0.clone(),
            kind: *kind,
            articles: self.articles.len(),
            mentions: self.mentions,
            role: most(&self.roles).map(|(role, _)| role.clone()),
            speaks: self.speaks,
        })
    }
}

/// The entry with the highest count, the first of equals.
fn most<K: Ord>(counts: &BTreeMap<K, usize>) -> Option<(&K, usize)> {
    counts
        .iter()
        .map(|(key, count)| (key, *count))
        .reduce(|one, other| if other.1 > one.1 { other } else { one })
}

fn count_block(
    block: &Arc<Block>,
    article: usize,
    counts: &mut BTreeMap<String, Count>,
    short: &mut BTreeMap<String, BTreeMap<String, usize>>,
) {
    for mention in &block.mentions {
        match &mention.kind {
            MentionKind::Name(name) => {
                let count = counts.entry(name.key.clone()).or_default();
                count_name(block, article, name, count);
                let form = fold_phrase(block.quote(mention.span));
                if form != name.key {
                    let meant = short.entry(form).or_default();
                    *meant.entry(name.key.clone()).or_default() += 1;
                }
            }
            MentionKind::Quotation(quotation) => {
                if let Some(speaker) = &quotation.speaker
                    && let Some(count) = counts.get_mut(speaker)
                {
                    count.speaks = true;
                }
            }
            _ => {}
        }
    }
}

fn count_name(block: &Block, article: usize, name: &NameMention, count: &mut Count) {
    *count.kinds.entry(name.kind).or_default() += 1;
    *count.forms.entry(name.full.clone()).or_default() += 1;
    count.articles.insert(article);
    count.mentions += 1;
    let role = name.role.map(|role| own_part(block.quote(role).trim()));
    if let Some(role) = role.filter(|role| !role.is_empty()) {
        *count.roles.entry(role.to_owned()).or_default() += 1;
    }
}

/// The part of a role that says something by itself: `its spokesman` is a spokesman, but `his
/// sister` is nobody's.
fn own_part(role: &str) -> &str {
    let lower = role.to_lowercase();
    if ["his ", "her ", "their "]
        .iter()
        .any(|start| lower.starts_with(start))
    {
        return "";
    }
    role.strip_prefix("its ").unwrap_or(role)
}

/// For each key that is another form of a fuller one, the fuller one's key.
fn join(
    counts: &BTreeMap<String, Count>,
    short: &BTreeMap<String, BTreeMap<String, usize>>,
) -> HashMap<String, String> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for key in counts.keys() {
        if let Some(canonical) = canonical_key(key) {
            let head = known.entry(canonical).or_insert(key);
            if counts[key].mentions > counts[*head].mentions {
                *head = key;
            }
        }
    }
    let ends = Ends::new(counts);
    let mut heads = HashMap::new();
    for key in counts.keys() {
        let canonical = canonical_key(key);
        let head = match &canonical {
            Some(canonical) => known.get(canonical).map(|head| (*head).to_owned()),
            None => fuller_name(key, counts, short, &ends),
        };
        if let Some(head) = head.filter(|head| head != key) {
            heads.insert(key.clone(), head);
        }
    }
    heads
}

/// Keys of several words by their first and last words, so that a story with many names is joined
/// without comparing each with each.
struct Ends<'a> {
    first: HashMap<&'a str, Vec<&'a String>>,
    last: HashMap<&'a str, Vec<&'a String>>,
}

impl<'a> Ends<'a> {
    fn new(counts: &'a BTreeMap<String, Count>) -> Self {
        let (mut first, mut last): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for key in counts.keys() {
            if let (Some((start, _)), Some((_, end))) = (key.split_once(' '), key.rsplit_once(' '))
            {
                first.entry(start).or_default().push(key);
                last.entry(end).or_default().push(key);
            }
        }
        Self { first, last }
    }

    /// The keys whose last word is the last of `key`.
    fn with_last(&self, key: &str) -> impl Iterator<Item = &'a String> {
        let word = key.rsplit(' ').next().unwrap_or(key);
        self.last.get(word).into_iter().flatten().copied()
    }

    /// The keys whose first word is the first of `key`.
    fn with_first(&self, key: &str) -> impl Iterator<Item = &'a String> {
        let word = key.split(' ').next().unwrap_or(key);
        self.first.get(word).into_iter().flatten().copied()
    }
}

fn fuller_name(
    key: &str,
    counts: &BTreeMap<String, Count>,
    short: &BTreeMap<String, BTreeMap<String, usize>>,
    ends: &Ends<'_>,
) -> Option<String> {
    let by_use = short.get(key).and_then(most).map(|(full, _)| full.clone());
    let fuller = |other: &&String| {
        let Some(before) = other
            .strip_suffix(key)
            .and_then(|rest| rest.strip_suffix(' '))
        else {
            return false;
        };
        if key.contains(' ') {
            // `State Department`, `U.S. State Department`.
            canonical_key(before).is_some()
        } else {
            most(&counts[*other].kinds).is_some_and(|(kind, _)| *kind == NameKind::Person)
        }
    };
    // `Harrow`, `Harrow Athletic`; a town is not its club.
    let own_kind = most(&counts[key].kinds).map(|(kind, _)| *kind);
    let club = |other: &&String| {
        let starts = other
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(' '));
        let kind = most(&counts[*other].kinds).map(|(kind, _)| *kind);
        starts && kind == Some(NameKind::Organization) && own_kind != Some(NameKind::Place)
    };
    let by_words = || {
        let mut others: Vec<&String> = ends.with_last(key).filter(fuller).collect();
        others.sort_by_key(|other| std::cmp::Reverse(counts[*other].mentions));
        // A body's short name is joined only where one fuller name can be meant.
        let sure = !key.contains(' ') || others.len() == 1;
        others
            .first()
            .filter(|_| sure)
            .map(|other| (*other).clone())
    };
    let by_start = || {
        let mut others = ends.with_first(key).filter(club);
        let only = others.next().filter(|_| others.next().is_none());
        only.filter(|_| !key.contains(' ')).cloned()
    };
    by_use.or_else(by_words).or_else(by_start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::survey::fixture::material;

    fn story() -> Entities {
        Entities::new(&material(&[
            "Mayor Ana Sousa opened the bridge. Sousa thanked the U.N. and the builders.",
            "Sousa was late. The United Nations sent nobody.",
        ]))
    }

    #[test]
    fn short_forms_are_joined_over_articles() {
        let entities = story();
        let person = entities.get("sousa").expect("she is named");
        assert_eq!(person.display, "Ana Sousa");
        assert_eq!(person.articles, 2);
        assert_eq!(entities.find("sousa"), entities.find("ana sousa"));
    }

    #[test]
    fn known_other_names_are_joined() {
        let entities = story();
        assert_eq!(entities.find("un."), entities.find("united nations"));
    }
}
