//! Finds the words that name a speaker beside a verb of speech, and whom they name.

use super::lexicon::Classes;
use super::model::NameKind;
use super::quotation::Named;
use super::resolve::Gender;
use super::scan::{Scan, Shape};
use crate::text::Span;

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    /// The words that name the speaker.
    pub(super) span: Span,
    /// Key of the speaker's name, where one is known.
    pub(super) key: Option<String>,
}

/// A text with its names, asked for speakers.
pub(super) struct Speakers<'scan, 'text> {
    pub(super) scan: &'scan Scan<'text>,
    pub(super) names: &'scan [Named],
}

/// A pronoun looks back over so many names at most.
const REACH: usize = 40;

impl Speakers<'_, '_> {
    /// The subject of the verb at `verb`; nothing before the word `from` is looked at.
    pub(super) fn before(&self, verb: usize, from: usize) -> Option<Speaker> {
        let mut end = verb;
        let helping = [
            "has",
            "had",
            "also",
            "later",
            "then",
            "reportedly",
            "have",
            "repeatedly",
            "recently",
            "previously",
            "once",
            "simply",
            "now",
            "earlier",
            "publicly",
            "again",
            "immediately",
            "would",
            "will",
            "did",
            "not",
            "never",
            "always",
            "often",
            "quickly",
            "bluntly",
            "was",
        ];
        while end > from && helping.contains(&self.scan.word(end - 1)) && self.scan.gap(end) == " "
        {
            end -= 1;
        }
        if end <= from {
            return None;
        }
        if self.scan.gap(end).starts_with([',', ')']) {
            return self.before_comma(end, from);
        }
        if self.scan.gap(end) != " " {
            return None;
        }
        self.ending_at(end, from)
    }

    /// `its spokesman, Matthew Miller, told`; `John Kirby, who speaks for the council, said`.
    fn before_comma(&self, end: usize, from: usize) -> Option<Speaker> {
        let low = from.max(end.saturating_sub(18));
        for comma in (low + 1..end).rev() {
            if !self.scan.gap(comma).trim_start().starts_with([',', '(']) {
                continue;
            }
            let named = self.name_at(comma).filter(|name| name.words.end == end);
            if let Some(name) = named.filter(|name| name.kind != NameKind::Demonym) {
                return Some(self.speaker_of(name));
            }
            if let Some(name) = self.name_ending(comma) {
                return Some(self.subject(name, from));
            }
        }
        None
    }

    /// The speaker whose words end right before `end`.
    fn ending_at(&self, end: usize, from: usize) -> Option<Speaker> {
        if let Some(name) = self.name_ending(end) {
            return Some(self.subject(name, from));
        }
        let last = end - 1;
        let word = self.scan.word(last);
        if self.scan.is(last, Classes::PRONOUN) {
            return Some(self.pronoun(last));
        }
        let lower = self.scan.words[last].shape == Shape::Lower || self.scan.words[last].first;
        let function = self.scan.is(last, Classes::FUNCTION.with(Classes::SPEECH));
        if !lower || function || word.ends_with("ly") {
            return None;
        }
        let start = self.phrase_start(last, from);
        Some(Speaker {
            span: self.scan.span(start..end),
            key: None,
        })
    }

    /// The name as a subject: `scientists at MIT` speak as a whole, and stand for a body only.
    fn subject(&self, name: &Named, from: usize) -> Speaker {
        let start = name.words.start;
        let linked = start > from + 1
            && self.scan.gap(start) == " "
            && matches!(
                self.scan.word(start - 1),
                "of" | "for" | "at" | "in" | "from" | "with"
            );
        if !linked || self.scan.gap(start - 1) != " " {
            return self.speaker_of(name);
        }
        let first = self.phrase_start(start - 2, from);
        Speaker {
            span: self.scan.span(first..name.words.end),
            key: (name.kind == NameKind::Organization).then(|| name.key.clone()),
        }
    }

    /// The first word of the noun phrase that ends with the word at `last`.
    fn phrase_start(&self, last: usize, from: usize) -> usize {
        let mut start = last;
        while start > from && last - start < 8 {
            let before = start - 1;
            let gap = self.scan.gap(start);
            let word = self.scan.word(before);
            let determiner = matches!(
                word,
                "the"
                    | "a"
                    | "an"
                    | "The"
                    | "A"
                    | "An"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "some"
                    | "His"
                    | "Her"
                    | "Its"
                    | "Their"
                    | "Some"
                    | "one"
                    | "One"
                    | "many"
                    | "Many"
            );
            let possessive = super::scan::is_possessive(gap);
            if !(matches!(gap, " " | "-") || possessive) {
                break;
            }
            if determiner {
                return before;
            }
            let stop = Classes::FUNCTION.with(Classes::SPEECH);
            if self.scan.is(before, stop) && !matches!(word, "of" | "for" | "in") {
                break;
            }
            start = before;
        }
        start
    }

    /// The speaker who is named from the word `start` on: `said Kremlin spokesman Dmitry Peskov`.
    pub(super) fn behind(&self, start: usize, limit: usize) -> Option<Speaker> {
        if start >= limit || self.scan.gap(start) != " " {
            return None;
        }
        if self.scan.is(start, Classes::PRONOUN) {
            return Some(self.pronoun(start));
        }
        let end = (start + 1..limit.min(start + 10))
            .find(|&index| {
                self.scan
                    .gap(index)
                    .contains([',', '.', ';', ':', '“', '"', '—'])
                    || matches!(
                        self.scan.word(index),
                        "in" | "on"
                            | "at"
                            | "who"
                            | "that"
                            | "after"
                            | "during"
                            | "and"
                            | "as"
                            | "when"
                    )
            })
            .unwrap_or(limit.min(start + 10));
        let inside = |name: &&Named| name.words.start >= start && name.words.end <= end;
        let names = self.names_from(start);
        let person = names
            .iter()
            .take_while(|name| name.words.start < end)
            .filter(inside)
            .find(|name| name.kind == NameKind::Person);
        let name = person.or_else(|| {
            names
                .first()
                .filter(inside)
                .filter(|name| name.kind != NameKind::Demonym)
        });
        if let Some(name) = name {
            return Some(self.speaker_of(name));
        }
        let noun = !self.scan.is(end - 1, Classes::FUNCTION);
        noun.then(|| Speaker {
            span: self.scan.span(start..end),
            key: None,
        })
    }

    /// One past the listener behind `told`: `reporters`, `the BBC`, `Congress`.
    pub(super) fn object_end(&self, start: usize, limit: usize) -> Option<usize> {
        if let Some(name) = self.name_at(start) {
            return Some(name.words.end);
        }
        let article = usize::from(matches!(self.scan.word(start), "the" | "a" | "his" | "her"));
        let object = start + article;
        let end = self
            .name_at(object)
            .map_or(object + 1, |name| name.words.end);
        let clause = matches!(
            self.scan.word(end),
            "the"
                | "a"
                | "an"
                | "he"
                | "she"
                | "it"
                | "they"
                | "his"
                | "her"
                | "its"
                | "there"
                | "we"
                | "no"
        );
        (end < limit && clause).then_some(end)
    }

    /// The first person named between two words.
    pub(super) fn first_person(&self, start: usize, end: usize) -> Option<Speaker> {
        self.names_from(start)
            .iter()
            .take_while(|name| name.words.start < end)
            .find(|name| name.kind == NameKind::Person)
            .map(|name| self.speaker_of(name))
    }

    /// The last person named before a pronoun whom it can mean.
    fn pronoun(&self, index: usize) -> Speaker {
        let gender = match self.scan.word(index).to_lowercase().as_str() {
            "he" => Some(Gender::Male),
            "she" => Some(Gender::Female),
            _ => None,
        };
        let before = self.names.partition_point(|name| name.words.start < index);
        let key = gender.and_then(|gender| {
            self.names[..before]
                .iter()
                .rev()
                .take(REACH)
                .find(|name| {
                    // `Questioned by Mr. Smith, he said`: not Smith.
                    let set_off = name.words.end == index && self.scan.gap(index) == ", ";
                    name.kind == NameKind::Person
                        && name.gender.is_none_or(|known| known == gender)
                        && !set_off
                })
                .map(|name| name.key.clone())
        });
        Speaker {
            span: self.scan.words[index].span,
            key,
        }
    }

    fn speaker_of(&self, name: &Named) -> Speaker {
        Speaker {
            span: self.scan.span(name.words.clone()),
            key: Some(name.key.clone()),
        }
    }

    fn names_from(&self, start: usize) -> &[Named] {
        let place = self.names.partition_point(|name| name.words.start < start);
        &self.names[place..]
    }

    fn name_at(&self, start: usize) -> Option<&Named> {
        self.names_from(start)
            .first()
            .filter(|name| name.words.start == start)
    }

    fn name_ending(&self, end: usize) -> Option<&Named> {
        let place = self.names.partition_point(|name| name.words.end < end);
        self.names
            .get(place)
            .filter(|name| name.words.end == end && name.kind != NameKind::Demonym)
    }
}
