//! Weighs what the surroundings of a name say about its kind.
//!
//! One mention gives votes; the kind is decided once per name, over all its mentions.

use super::chunk::Chunk;
use super::lexicon::Classes;
use super::model::NameKind;
use super::scan::{Scan, Shape, is_possessive};

/// Votes for each kind of name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Votes([f32; 5]);

const KINDS: [NameKind; 5] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Place,
    NameKind::Demonym,
    NameKind::Thing,
];

impl Votes {
    fn give(&mut self, kind: NameKind, weight: f32) {
        self.0[kind as usize] += weight;
    }

    /// Adds the votes of another mention of the same name.
    pub(super) fn add(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// The kind with most votes; a thing when nothing speaks for anything.
    pub(super) fn winner(&self) -> NameKind {
        let mut best = (NameKind::Thing, self.0[4].max(0.05));
        for kind in KINDS {
            let weight = self.0[kind as usize];
            if weight > best.1 {
                best = (kind, weight);
            }
        }
        best.0
    }
}

/// What one mention says.
pub(super) fn weigh(scan: &Scan<'_>, chunk: &Chunk) -> Votes {
    let mut votes = Votes::default();
    if let Some(entry) = chunk.entry {
        votes.give(entry.kind, 6.0);
    }
    weigh_words(scan, chunk, &mut votes);
    weigh_before(scan, chunk, &mut votes);
    weigh_behind(scan, chunk, &mut votes);
    votes
}

/// The name's own words.
fn weigh_words(scan: &Scan<'_>, chunk: &Chunk, votes: &mut Votes) {
    let (first, last) = (chunk.words.start, chunk.words.end - 1);
    let several = chunk.len() > 1;
    let named = chunk.words.clone().any(|index| scan.word(index) == "of");
    if several && !named && scan.is(first, Classes::GIVEN) {
        votes.give(NameKind::Person, 3.0);
    }
    if several && scan.is(last, Classes::SUFFIX) {
        votes.give(NameKind::Organization, 5.0);
    } else if several && scan.is(last, Classes::ORGANIZATION) {
        votes.give(NameKind::Organization, 4.0);
    } else if several && scan.is(last, Classes::PLACE) {
        votes.give(NameKind::Place, 4.0);
    } else if several && scan.is(last, Classes::THING) {
        votes.give(NameKind::Thing, 4.0);
    }
    if several && scan.is(first, Classes::PLACE_START) && !scan.is(last, Classes::ORGANIZATION) {
        votes.give(NameKind::Place, 2.5);
    }
    if named {
        let head = |class| (first..last.min(first + 4)).any(|index| scan.is(index, class));
        votes.give(NameKind::Person, -3.0);
        votes.give(NameKind::Thing, 1.0);
        if head(Classes::ORGANIZATION) {
            votes.give(NameKind::Organization, 4.0);
        } else if head(Classes::PLACE) {
            votes.give(NameKind::Place, 3.5);
        }
    }
    weigh_shape(scan, chunk, votes);
}

fn weigh_shape(scan: &Scan<'_>, chunk: &Chunk, votes: &mut Votes) {
    let first = chunk.words.start;
    let words = &scan.words[chunk.words.clone()];
    let numbered = chunk.words.clone().any(|index| {
        scan.word(index)
            .contains(|letter: char| letter.is_ascii_digit())
    });
    if numbered {
        votes.give(NameKind::Thing, 2.5);
    }
    if chunk
        .words
        .clone()
        .skip(1)
        .any(|index| scan.gap(index).contains('&'))
    {
        votes.give(NameKind::Organization, 2.0);
    }
    if chunk.len() == 1 {
        let initials = words[0].shape == Shape::Capitals && (2..=6).contains(&words[0].span.len());
        votes.give(NameKind::Thing, 0.5);
        if initials {
            votes.give(NameKind::Organization, 1.5);
        }
        if words[0].is(Classes::GIVEN) && chunk.entry.is_none() {
            votes.give(NameKind::Person, 1.0);
        }
        return;
    }
    let plain = words.iter().all(|word| {
        !word.is(Classes::COMMON.with(Classes::FUNCTION))
            || word.is(Classes::PARTICLE.with(Classes::GIVEN))
    });
    if plain && !numbered && (2..=4).contains(&chunk.len()) {
        votes.give(NameKind::Person, 1.0);
    }
    // `Dinamo Zagreb`: clubs are called after their town.
    let town = is_known_town(scan.word(chunk.words.end - 1));
    if plain && chunk.len() == 2 && town && !words[0].is(Classes::GIVEN) {
        votes.give(NameKind::Organization, 1.5);
    }
    let middle_initial = (first + 1..chunk.words.end).any(|index| scan.gap(index) == ". ");
    if middle_initial {
        votes.give(NameKind::Person, 2.0);
    }
    if !plain {
        votes.give(NameKind::Thing, 0.7);
    }
}

/// What stands before the name.
fn weigh_before(scan: &Scan<'_>, chunk: &Chunk, votes: &mut Votes) {
    if !chunk.title.is_empty() {
        votes.give(NameKind::Person, 5.0);
        return;
    }
    let start = chunk.words.start;
    let Some(before) = start.checked_sub(1).filter(|_| !scan.words[start].first) else {
        return;
    };
    let gap = scan.gap(start);
    let role = scan.words[before].shape == Shape::Lower && scan.is(before, Classes::ROLE);
    if role && gap == " " {
        votes.give(NameKind::Person, 2.5);
    }
    if role && gap == ", " {
        votes.give(NameKind::Person, 1.0);
    }
    if gap != " " {
        return;
    }
    let region = before
        .checked_sub(1)
        .is_some_and(|head| scan.is(head, Classes::PLACE) && scan.gap(before) == " ");
    match scan.word(before) {
        "of" if region => votes.give(NameKind::Place, 2.5),
        "the" | "The" => {
            votes.give(NameKind::Person, -2.0);
            votes.give(NameKind::Organization, 0.7);
            votes.give(NameKind::Thing, 0.7);
        }
        "a" | "an" | "A" | "An" => {
            votes.give(NameKind::Person, -1.0);
            votes.give(NameKind::Thing, 1.0);
        }
        "in" | "In" | "near" | "outside" | "at" => votes.give(NameKind::Place, 1.2),
        _ if scan.is(before, Classes::PLACE_PREPOSITION) => votes.give(NameKind::Place, 0.7),
        _ => {}
    }
}

/// What stands behind the name.
fn weigh_behind(scan: &Scan<'_>, chunk: &Chunk, votes: &mut Votes) {
    let next = chunk.words.end;
    let gap = scan.gap(next);
    if scan.words.get(next).is_none_or(|word| word.first) {
        return;
    }
    let weak = matches!(
        scan.word(next),
        "is" | "was" | "has" | "had" | "will" | "can" | "would"
    );
    if gap == " " && scan.is(next, Classes::SPEECH.with(Classes::AFTER_NAME)) {
        votes.give(NameKind::Person, if weak { 0.3 } else { 1.2 });
        votes.give(NameKind::Organization, if weak { 0.1 } else { 0.4 });
    } else if gap == " " && is_act(scan.word(next)) {
        votes.give(NameKind::Person, 0.6);
    }
    if is_possessive(gap) {
        votes.give(NameKind::Thing, -0.2);
    }
    if !gap.starts_with(", ") {
        return;
    }
    let word = scan.word(next);
    if matches!(word, "who" | "whose") {
        votes.give(NameKind::Person, 2.0);
    }
    let age = word.len() <= 3
        && word
            .parse::<u32>()
            .is_ok_and(|age| (5..=115).contains(&age))
        && scan.gap(next + 1).starts_with([',', '.']);
    if age {
        votes.give(NameKind::Person, 3.0);
    }
    if matches!(word, "a" | "an" | "the" | "his" | "her" | "its") && has_role(scan, next) {
        votes.give(NameKind::Person, 2.0);
    }
}

fn is_known_town(word: &str) -> bool {
    super::is_place(&crate::text::fold(word))
}

/// A verb in the past or present that people are the subject of more often than things.
fn is_act(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
        || matches!(
            word,
            "gave"
                | "took"
                | "brought"
                | "brings"
                | "gives"
                | "takes"
                | "makes"
                | "made"
                | "knew"
                | "knows"
                | "thinks"
                | "drove"
                | "rode"
                | "flew"
                | "ran"
                | "spoke"
                | "speaks"
                | "sat"
                | "stood"
                | "sent"
                | "sends"
                | "visits"
                | "meets"
                | "likes"
                | "wins"
                | "beat"
                | "beats"
        )
}

/// True when the words from `index` to the next mark hold a role.
fn has_role(scan: &Scan<'_>, index: usize) -> bool {
    (index..scan.words.len().min(index + 7))
        .take_while(|&inside| inside == index || matches!(scan.gap(inside), " " | "-"))
        .any(|inside| scan.is(inside, Classes::ROLE))
}
