//! Joins the names of one article: `Mr. Kim`, `Kim` and `Kim Jong Un`; `KCNA` and its long form;
//! `the ministry` of two ministries.
//!
//! A short form goes to the fullest form it can be short for; where two people share a surname,
//! a title's gender parts them, then the one who is named in full more often, then the first one.

use super::chunk::Chunk;
use super::judge::{Votes, weigh};
use super::lexicon::Classes;
use super::model::NameKind;
use super::scan::{Scan, Shape};
use crate::text::{FastMap, fold, fold_phrase};

/// Grammatical gender of a person, as far as titles and given names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    /// `Mr.`, `his brother`, `Dmitry`.
    Male,
    /// `Ms.`, `his sister`, `Maria`.
    Female,
}

/// One way in which the article writes a name.
struct Form {
    key: String,
    full: String,
    words: Vec<String>,
    votes: Votes,
    count: usize,
    first: usize,
    gender: Option<Gender>,
    /// The known name that it is.
    canonical: Option<String>,
    known: Option<NameKind>,
    initials: bool,
}

/// A chunk with what it was joined to.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    /// What it names.
    pub(super) kind: NameKind,
    /// The fullest form.
    pub(super) full: String,
    /// Its key.
    pub(super) key: String,
    /// Gender of the person, where known.
    pub(super) gender: Option<Gender>,
}

/// Joins the chunks of an article; the answer has one entry a chunk. `None` stands for a word that
/// turned out to be no name (`the Board` where no board was named).
pub(super) fn resolve(scan: &Scan<'_>, chunks: &[Chunk]) -> Vec<Option<Resolved>> {
    let mut forms = Forms::collect(scan, chunks);
    forms.join_acronyms(scan, chunks);
    let targets: Vec<usize> = chunks
        .iter()
        .enumerate()
        .map(|(place, chunk)| forms.target(scan, place, chunk))
        .collect();
    let mut votes: FastMap<usize, Votes> = FastMap::default();
    for (place, &target) in targets.iter().enumerate() {
        let mine = forms.votes_of[place];
        votes.entry(target).or_default().add(mine);
    }
    chunks
        .iter()
        .enumerate()
        .map(|(place, chunk)| {
            let (target, own) = (targets[place], forms.form_of[place]);
            if target == own && is_bare_head(scan, chunk) {
                return None;
            }
            let form = &forms.all[target];
            Some(Resolved {
                kind: votes[&target].winner(),
                full: form.full.clone(),
                key: form.key.clone(),
                gender: form.gender,
            })
        })
        .collect()
}

/// `the Board`, `the President`, `Company`: a common word with a capital.
fn is_bare_head(scan: &Scan<'_>, chunk: &Chunk) -> bool {
    let word = &scan.words[chunk.words.start];
    let bare = Classes::COMMON
        .with(Classes::ROLE)
        .with(Classes::ROLE_MODIFIER)
        .with(Classes::ORGANIZATION)
        .with(Classes::THING)
        .with(Classes::PLACE);
    chunk.len() == 1
        && chunk.entry.is_none()
        && chunk.title.is_empty()
        && word.is(bare)
        && (word.first || !word.is(Classes::GIVEN))
}

struct Forms {
    all: Vec<Form>,
    form_of: Vec<usize>,
    votes_of: Vec<Votes>,
    aliases: FastMap<usize, usize>,
    canonical: FastMap<String, usize>,
    /// Full names of people by their last and first words.
    people: FastMap<String, Vec<usize>>,
    /// Longer names of bodies by their last word.
    bodies: FastMap<String, Vec<usize>>,
}

impl Forms {
    fn collect(scan: &Scan<'_>, chunks: &[Chunk]) -> Self {
        let mut forms = Self {
            all: Vec::new(),
            form_of: Vec::with_capacity(chunks.len()),
            votes_of: Vec::with_capacity(chunks.len()),
            aliases: FastMap::default(),
            canonical: FastMap::default(),
            people: FastMap::default(),
            bodies: FastMap::default(),
        };
        let mut by_key: FastMap<String, usize> = FastMap::default();
        for (place, chunk) in chunks.iter().enumerate() {
            let written = scan.span(chunk.words.clone()).of(scan.text);
            let key = fold_phrase(written);
            let number = *by_key.entry(key).or_insert_with_key(|key| {
                forms.all.push(Form::new(scan, chunk, written, key, place));
                forms.all.len() - 1
            });
            let votes = weigh(scan, chunk);
            let form = &mut forms.all[number];
            form.count += 1;
            form.votes.add(votes);
            if chunk.len() > 1 {
                form.gender = gender_beside(scan, chunk).or(form.gender);
            }
            forms.form_of.push(number);
            forms.votes_of.push(votes);
        }
        forms.fill_tables();
        forms
    }

    fn fill_tables(&mut self) {
        for (number, form) in self.all.iter().enumerate() {
            if let Some(canonical) = &form.canonical {
                let best = self.canonical.entry(canonical.clone()).or_insert(number);
                if self.all[*best].key.len() < form.key.len() {
                    *best = number;
                }
            }
            if form.words.len() < 2 {
                continue;
            }
            let (first, last) = (&form.words[0], &form.words[form.words.len() - 1]);
            match form.votes.winner() {
                NameKind::Person => {
                    self.people.entry(last.clone()).or_default().push(number);
                    if first != last {
                        self.people.entry(first.clone()).or_default().push(number);
                    }
                }
                NameKind::Organization => {
                    self.bodies.entry(last.clone()).or_default().push(number);
                }
                _ => {}
            }
        }
    }

    /// `Korean Central News Agency (KCNA)`, and initials that fit only one longer name.
    fn join_acronyms(&mut self, scan: &Scan<'_>, chunks: &[Chunk]) {
        for pair in 1..chunks.len() {
            let (long, short) = (&chunks[pair - 1], &chunks[pair]);
            let adjacent = scan.gap(short.words.start) == " ("
                && long.words.end == short.words.start
                && scan.gap(short.words.end).starts_with(')');
            let (long, short) = (self.form_of[pair - 1], self.form_of[pair]);
            if !adjacent || long == short {
                continue;
            }
            if self.all[short].initials && self.all[long].words.len() > 1 {
                self.aliases.insert(short, long);
            } else if self.all[long].initials && self.all[short].words.len() > 1 {
                self.aliases.insert(long, short);
            }
        }
        let initials: FastMap<String, usize> = self
            .all
            .iter()
            .enumerate()
            .filter(|(_, form)| form.words.len() > 2)
            .map(|(number, form)| (form.acronym(), number))
            .collect();
        for (number, form) in self.all.iter().enumerate() {
            let bare = form.key.trim_end_matches('.');
            if let Some(&long) = initials
                .get(bare)
                .filter(|_| form.initials && bare.len() > 2)
            {
                self.aliases.entry(number).or_insert(long);
            }
        }
    }

    /// The form that the chunk at `place` stands for.
    fn target(&self, scan: &Scan<'_>, place: usize, chunk: &Chunk) -> usize {
        let own = self.form_of[place];
        if let Some(&long) = self.aliases.get(&own) {
            return long;
        }
        let form = &self.all[own];
        if form.words.len() == 1 {
            if let Some(person) = self.person_for(scan, place, chunk) {
                return person;
            }
        } else if let Some(person) = self.fuller_person(own) {
            return person;
        }
        if let Some(&best) = form
            .canonical
            .as_ref()
            .and_then(|key| self.canonical.get(key))
        {
            return best;
        }
        self.fuller_body(own, place).unwrap_or(own)
    }

    /// The person for whom a single word stands.
    fn person_for(&self, scan: &Scan<'_>, place: usize, chunk: &Chunk) -> Option<usize> {
        let form = &self.all[self.form_of[place]];
        let word = &form.words[0];
        let titled = !chunk.title.is_empty();
        let barred = match form.known {
            Some(NameKind::Place) => {
                let preposition = chunk.words.start.checked_sub(1).is_some_and(|before| {
                    scan.is(before, Classes::PLACE_PREPOSITION)
                        && scan.gap(chunk.words.start) == " "
                });
                preposition && !titled
            }
            Some(_) => !titled,
            None => false,
        };
        if barred {
            return None;
        }
        let gender = gender_beside(scan, chunk);
        let fits = |number: &&usize| match (gender, self.all[**number].gender) {
            (Some(wanted), Some(known)) => wanted == known,
            _ => true,
        };
        self.people
            .get(word)?
            .iter()
            .filter(fits)
            .max_by_key(|&&number| {
                let candidate = &self.all[number];
                let surname = candidate.words.last() == Some(word);
                let known_gender = gender.is_some() && candidate.gender == gender;
                (
                    candidate.first < place,
                    surname,
                    known_gender,
                    candidate.count,
                    std::cmp::Reverse(candidate.first),
                )
            })
            .map(|&number| self.fuller_person(number).unwrap_or(number))
    }

    /// `Donald Trump` → `Donald J. Trump`: the same first and last words around more in between.
    fn fuller_person(&self, own: usize) -> Option<usize> {
        let form = &self.all[own];
        let (first, last) = (form.words.first()?, form.words.last()?);
        if form.words.len() != 2 {
            return None;
        }
        self.people.get(last)?.iter().copied().find(|&number| {
            let other = &self.all[number];
            other.words.len() == 3
                && other.words.first() == Some(first)
                && other.words.last() == Some(last)
        })
    }

    /// A longer name of a body that ends in this one: the last one named before, or the next.
    fn fuller_body(&self, own: usize, place: usize) -> Option<usize> {
        let form = &self.all[own];
        self.bodies
            .get(form.words.last()?)?
            .iter()
            .copied()
            .filter(|&number| {
                let other = &self.all[number];
                number != own
                    && other.words.len() > form.words.len()
                    && other.words.ends_with(&form.words)
            })
            .max_by_key(|&number| {
                let other = &self.all[number];
                (
                    other.first < place,
                    if other.first < place {
                        other.first
                    } else {
                        usize::MAX - other.first
                    },
                )
            })
    }
}

impl Form {
    fn new(scan: &Scan<'_>, chunk: &Chunk, written: &str, key: &str, place: usize) -> Self {
        let words: Vec<String> = chunk
            .words
            .clone()
            .map(|index| fold(scan.word(index)).into_owned())
            .collect();
        let given = scan.words[chunk.words.start].classes;
        let male = given.any(Classes::GIVEN_MALE);
        let female = given.any(Classes::GIVEN_FEMALE);
        Self {
            key: key.to_owned(),
            full: written.split_whitespace().collect::<Vec<_>>().join(" "),
            initials: chunk.len() == 1 && scan.words[chunk.words.start].shape == Shape::Capitals,
            words,
            votes: Votes::default(),
            count: 0,
            first: place,
            gender: match (male, female) {
                (true, false) => Some(Gender::Male),
                (false, true) => Some(Gender::Female),
                _ => None,
            },
            canonical: chunk.entry.map(|entry| entry.canonical_key.clone()),
            known: chunk.entry.map(|entry| entry.kind),
        }
    }

    /// First letters of its words, without the small ones in between.
    fn acronym(&self) -> String {
        self.words
            .iter()
            .filter(|word| !matches!(word.as_str(), "of" | "the" | "and" | "for" | "on" | "de"))
            .filter_map(|word| word.chars().next())
            .collect()
    }
}

/// The gender that the title or the word of kinship beside a name tells.
fn gender_beside(scan: &Scan<'_>, chunk: &Chunk) -> Option<Gender> {
    let start = chunk.words.start;
    // `his sister, Ana Cruz, left` explains; `like her father, Cruz said` does not.
    let explained =
        scan.gap(start) == ", " && scan.gap(chunk.words.end).starts_with([',', '.', ';', ')']);
    let before = start
        .checked_sub(1)
        .filter(|_| !scan.words[start].first && (explained || scan.gap(start) == " "));
    chunk
        .title
        .clone()
        .chain(before.filter(|&index| scan.is(index, Classes::ROLE)))
        .find_map(|index| {
            if scan.is(index, Classes::FEMALE) {
                Some(Gender::Female)
            } else if scan.is(index, Classes::MALE) {
                Some(Gender::Male)
            } else {
                None
            }
        })
}
