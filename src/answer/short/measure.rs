//! What is measured of a candidate span, so that a model can weigh it.
//!
//! Every measure lies between 0 and about 1. The names are those of the model's file; the order is
//! that of [`SPAN_FEATURE_NAMES`].

use std::collections::HashMap;

use crate::mention::{Mention, MentionKind, NameKind};
use crate::question::Question;
use crate::retrieval::Ranked;
use crate::text::{fold_phrase, is_stop_key, stem_key};

use super::asked::{Asked, Part};
use super::candidate::{Candidate, Kind, is_name};
use super::class::{CLASSES, Class};
use super::reading::{Gap, ReadWord, Reading};

/// Names of the measures, in order.
pub const SPAN_FEATURE_NAMES: [&str; 118] = [
    // The quote and the sentence.
    "quote_first",
    "quote_rank",
    "sentence_coverage",
    "sentence_best",
    "sentence_number",
    "candidates_few",
    // What sort of span.
    "is_person",
    "is_organization",
    "is_place",
    "is_demonym",
    "is_thing",
    "is_day",
    "is_month",
    "is_year",
    "is_other_date",
    "is_duration",
    "is_count",
    "is_ordinal",
    "is_share",
    "is_money",
    "is_measure",
    "is_phrase",
    "is_long_phrase",
    "is_list",
    "is_piece",
    "fit",
    "fit_full",
    "fit_only_one",
    "fit_first",
    "year_where_asked",
    "counts_focus",
    "role_is_focus",
    "touches_focus",
    "holds_focus",
    "ends_in_focus",
    "is_human_where_kin",
    "list_where_asked",
    "numbered_focus",
    "duration_unasked",
    "name_as_doer",
    "name_as_object",
    "place_by_preposition",
    "where_by_preposition",
    "where_as_subject",
    // Its ties to the question's words.
    "near",
    "near_left",
    "near_right",
    "touches_left",
    "touches_right",
    "clause_coverage",
    "marks_between",
    "lead_near",
    "lead_before",
    "last_near",
    "last_before",
    "before_all",
    "behind_all",
    "repeats",
    "said_preposition",
    // Who did what to whom.
    "doer_before",
    "doer_touches",
    "doer_by",
    "doer_behind",
    "object_behind",
    "object_touches",
    "object_before",
    "done_before",
    "done_behind",
    "verb_missing",
    "said_so",
    // Where it begins and ends.
    "left_start",
    "left_mark",
    "left_bracket",
    "left_possessive",
    "left_determiner",
    "left_in",
    "left_by",
    "left_of",
    "left_from",
    "left_to",
    "left_for",
    "left_with",
    "left_as",
    "left_preposition",
    "left_conjunction",
    "left_be",
    "left_auxiliary",
    "left_pronoun",
    "left_relative",
    "left_subordinate",
    "left_approximate",
    "left_content",
    "left_capital",
    "right_end",
    "right_mark",
    "right_possessive",
    "right_preposition",
    "right_of",
    "right_conjunction",
    "right_be",
    "right_auxiliary",
    "right_relative",
    "right_content",
    "right_capital",
    "apposition",
    // Its own look.
    "words",
    "words_squared",
    "one_word",
    "starts_capital",
    "all_capital",
    "has_digit",
    "first_ends_ed",
    "first_ends_ing",
    "last_ends_ed",
    "last_ends_s",
    "any_ends_ly",
    "frequency",
    "full_name",
];

/// The measures of one candidate.
pub type SpanFeatures = [f32; SPAN_FEATURE_NAMES.len()];

/// Farther from the verb than this, in words, order says nothing.
const REACH: usize = 12;

/// What all candidates of one question share.
pub(super) struct Scale<'a> {
    pub(super) asked: &'a Asked,
    /// In how many quotes each text stands, by its folded words.
    pub(super) frequency: &'a HashMap<String, usize>,
    /// The number of quotes.
    pub(super) quotes: usize,
}

/// Values in the order of their names.
struct Sheet {
    values: SpanFeatures,
    next: usize,
}

impl Sheet {
    fn put(&mut self, value: f32) {
        self.values[self.next] = value;
        self.next += 1;
    }

    fn flag(&mut self, holds: bool) {
        self.put(f32::from(holds));
    }
}

/// Measures every candidate of one quote, which has the rank `rank` (from 0).
pub(super) fn measure_all(
    scale: &Scale<'_>,
    reading: &Reading<'_>,
    rank: usize,
    candidates: &[Candidate<'_>],
) -> Vec<SpanFeatures> {
    let best = reading.coverage.iter().copied().fold(0.0, f32::max);
    let fitting: Vec<usize> = reading
        .bounds
        .iter()
        .enumerate()
        .map(|(number, _)| {
            let inside = candidates.iter().filter(|one| {
                sentence_of(reading, one) == number && one.fit > 0.5 && one.kind != Kind::Piece
            });
            inside.count()
        })
        .collect();
    let mut firsts = vec![false; reading.bounds.len()];
    candidates
        .iter()
        .map(|candidate| {
            let mut sheet = Sheet {
                values: [0.0; SPAN_FEATURE_NAMES.len()],
                next: 0,
            };
            let place = Place {
                scale,
                reading,
                candidate,
                sentence: sentence_of(reading, candidate),
            };
            place.quote(rank, best, candidates.len(), &mut sheet);
            let first = candidate.fit > 0.5 && !firsts[place.sentence];
            firsts[place.sentence] |= first;
            place.sort(fitting[place.sentence], first, &mut sheet);
            place.ties(&mut sheet);
            place.part(&mut sheet);
            place.edges(&mut sheet);
            place.look(&mut sheet);
            sheet.values
        })
        .collect()
}

fn sentence_of(reading: &Reading<'_>, candidate: &Candidate<'_>) -> usize {
    usize::from(reading.words[candidate.words.0].sentence)
}

/// One candidate in its surroundings.
struct Place<'p, 'a> {
    scale: &'p Scale<'p>,
    reading: &'p Reading<'a>,
    candidate: &'p Candidate<'a>,
    sentence: usize,
}

impl Place<'_, '_> {
    fn question(&self) -> &Question {
        self.reading.view.question
    }

    fn own(&self) -> &[ReadWord] {
        &self.reading.words[self.candidate.words.0..self.candidate.words.1]
    }

    /// Matched words of the sentence outside the candidate, with how many words lie between (from 1)
    /// and whether they stand before it.
    fn matched(&self) -> impl Iterator<Item = (usize, &ReadWord, usize, bool)> {
        let (first, end) = self.candidate.words;
        let matched = self.reading.matched[self.sentence].iter();
        matched.filter_map(move |index| {
            let (index, word) = (*index, &self.reading.words[*index]);
            if index < first {
                Some((index, word, first - index, true))
            } else if index >= end {
                Some((index, word, index + 1 - end, false))
            } else {
                None
            }
        })
    }

    fn quote(&self, rank: usize, best: f32, count: usize, sheet: &mut Sheet) {
        let coverage = self.reading.coverage[self.sentence];
        sheet.flag(rank == 0);
        sheet.put(1.0 / (1.0 + rank as f32));
        sheet.put(coverage);
        sheet.put(if best > 0.0 { coverage / best } else { 0.0 });
        sheet.put(self.sentence.min(4) as f32 / 4.0);
        sheet.put(1.0 / count.max(1) as f32);
    }

    fn sort(&self, fitting: usize, first: bool, sheet: &mut Sheet) {
        let candidate = self.candidate;
        for kind in 0..super::candidate::KINDS {
            sheet.flag(candidate.kind as usize == kind);
        }
        let fits = candidate.fit > 0.5;
        sheet.put(candidate.fit);
        sheet.flag(candidate.fit > 0.95);
        sheet.put(if fits {
            1.0 / fitting.max(1) as f32
        } else {
            0.0
        });
        sheet.flag(first);
        let asked = self.scale.asked;
        let year = candidate.kind == Kind::Year || candidate.kind == Kind::Piece && self.is_year();
        sheet.flag(asked.year && year);
        sheet.flag(
            candidate
                .mention
                .is_some_and(|mention| counts(self.question(), mention)),
        );
        sheet.flag(
            candidate
                .mention
                .is_some_and(|mention| self.has_asked_role(mention)),
        );
        self.focus(sheet);
        let human = candidate.mention.is_some_and(is_person);
        sheet.flag(asked.kin && human);
        sheet.flag(asked.plural && candidate.kind == Kind::List);
        sheet.flag(self.is_numbered_focus());
        sheet.flag(candidate.kind == Kind::Duration && !asked.counts_time);
        let name = is_name(candidate.kind);
        let (doer, object) = self.order();
        sheet.flag(name && doer);
        sheet.flag(name && object);
        let class = self.left().map(|word| word.class);
        let placed = matches!(class, Some(Class::In | Class::From | Class::To));
        sheet.flag(placed && (name || candidate.kind == Kind::Phrase));
        sheet.flag(asked.bare_where && placed);
        sheet.flag(asked.bare_where && self.reading.words[candidate.words.0].gap == Gap::Start);
    }

    /// `Resolution 2094` for `which resolution`: the kind that is asked for with a name or number of
    /// its own.
    fn is_numbered_focus(&self) -> bool {
        let own = self.own();
        let is_focus = |word: &ReadWord| {
            word.term
                .is_some_and(|term| self.question().focus.contains(&usize::from(term)))
        };
        let (kind, proper): (Vec<&ReadWord>, Vec<&ReadWord>) =
            own.iter().partition(|word| is_focus(word));
        let edge = own.first().is_some_and(is_focus) || own.last().is_some_and(is_focus);
        edge && !kind.is_empty()
            && !proper.is_empty()
            && proper.iter().all(|word| word.capital || word.digit)
    }

    /// Whether the candidate stands where the asked part of the question's verb stands: its doer's,
    /// or that of what is done to.
    fn order(&self) -> (bool, bool) {
        let (term, doer) = match self.scale.asked.part {
            Part::Doer(term) => (term, true),
            Part::Object(term) => (term, false),
            Part::Done(_) | Part::Unknown => return (false, false),
        };
        let verb = self
            .matched()
            .filter(|(_, word, distance, _)| {
                word.term.map(usize::from) == Some(term) && *distance <= REACH
            })
            .min_by_key(|(_, _, distance, _)| *distance);
        let Some((index, _, _, before)) = verb else {
            return (false, false);
        };
        let passive = self.is_passive(index);
        let by = before && self.has_by(index);
        (
            doer && (!before && !passive || by),
            !doer && (before && !by || !before && passive),
        )
    }

    fn is_year(&self) -> bool {
        self.own().len() == 1 && self.own()[0].digit && self.own()[0].span.len() == 4
    }

    fn focus(&self, sheet: &mut Sheet) {
        let is_focus = |word: &ReadWord| {
            word.term
                .is_some_and(|term| self.question().focus.contains(&usize::from(term)))
        };
        let (first, end) = self.candidate.words;
        let before = first
            .checked_sub(1)
            .map(|before| &self.reading.words[before]);
        let behind = self.reading.words.get(end);
        sheet.flag(before.into_iter().chain(behind).any(is_focus));
        sheet.flag(self.own().iter().any(is_focus));
        sheet.flag(self.own().last().is_some_and(is_focus));
    }

    fn has_asked_role(&self, mention: &Mention) -> bool {
        let MentionKind::Name(name) = &mention.kind else {
            return false;
        };
        let Some(role) = name.role else { return false };
        let words = self.reading.ranked.block.words_in(role);
        self.question()
            .focus_terms()
            .any(|kind| words.iter().any(|word| word.stem == kind.key))
    }

    fn ties(&self, sheet: &mut Sheet) {
        let sentence = super::reading::sentences(self.reading.ranked)[self.sentence];
        let found = self.reading.view.matches_in(sentence.words);
        sheet.put(self.reading.view.nearness(self.candidate.span, found));
        let nearest = |left: bool| {
            self.matched()
                .filter(move |(_, _, _, before)| *before == left)
                .map(|(_, _, distance, _)| 1.0 / distance as f32)
                .fold(0.0, f32::max)
        };
        sheet.put(nearest(true));
        sheet.put(nearest(false));
        let touching = |left: bool| {
            self.matched()
                .filter(move |(_, _, distance, before)| *before == left && *distance <= 2)
                .map(|(_, word, _, _)| (word.worth * 2.0).min(1.0))
                .fold(0.0, f32::max)
        };
        sheet.put(touching(true));
        sheet.put(touching(false));
        let clause = self.own()[0].clause;
        let clause_worth: f32 = self
            .matched()
            .filter(|(_, word, _, _)| word.clause == clause)
            .map(|(_, word, _, _)| word.worth)
            .sum();
        sheet.put(clause_worth.min(1.0));
        let marks = self
            .matched()
            .map(|(_, word, _, _)| word.clause.abs_diff(clause))
            .min();
        sheet.put(marks.map_or(1.0, |marks| f32::from(marks.min(4)) / 4.0));
        self.terms(sheet);
        let all = |left: bool| {
            self.matched().all(|(_, _, _, before)| before == left)
                && self.matched().next().is_some()
        };
        sheet.flag(all(false));
        sheet.flag(all(true));
        let content = self.own().iter().filter(|word| !is_stop_key(word.key));
        let repeated = content.clone().filter(|word| word.term.is_some()).count();
        sheet.put(repeated as f32 / content.count().max(1) as f32);
        sheet.flag(
            self.left()
                .is_some_and(|word| self.scale.asked.preposition == Some(word.key)),
        );
    }

    /// Nearness to the first and the last content word of the question.
    fn terms(&self, sheet: &mut Sheet) {
        for term in [self.scale.asked.lead, self.scale.asked.last] {
            let nearest = self
                .matched()
                .filter(|(_, word, _, _)| word.term.map(usize::from) == term && term.is_some())
                .min_by_key(|(_, _, distance, _)| *distance);
            sheet.put(nearest.map_or(0.0, |(_, _, distance, _)| 1.0 / distance as f32));
            sheet.flag(nearest.is_some_and(|(_, _, _, before)| before));
        }
    }

    fn part(&self, sheet: &mut Sheet) {
        let (term, part) = match self.scale.asked.part {
            Part::Doer(term) => (Some(term), 0),
            Part::Object(term) => (Some(term), 1),
            Part::Done(term) => (Some(term), 2),
            Part::Unknown => (None, 3),
        };
        let verb = self
            .matched()
            .filter(|(_, word, _, _)| word.term.map(usize::from) == term && term.is_some())
            .min_by_key(|(_, _, distance, _)| *distance);
        let (passive, by) = verb.map_or((false, false), |(index, _, _, before)| {
            (self.is_passive(index), before && self.has_by(index))
        });
        let near = verb.filter(|(_, _, distance, _)| *distance <= REACH);
        let before_verb = near.is_some_and(|(_, _, _, before)| !before);
        let behind_verb = near.is_some_and(|(_, _, _, before)| before);
        let touches = near.is_some_and(|(_, _, distance, _)| distance <= 2);
        let doer = part == 0;
        sheet.flag(doer && before_verb && !passive);
        sheet.flag(doer && before_verb && !passive && touches);
        sheet.flag(doer && by);
        sheet.flag(doer && (behind_verb && !by || before_verb && passive));
        sheet.flag(part == 1 && behind_verb && !by);
        sheet.flag(part == 1 && behind_verb && !by && touches);
        sheet.flag(part == 1 && before_verb && !passive);
        sheet.flag(part == 2 && before_verb);
        sheet.flag(part == 2 && behind_verb);
        sheet.flag(term.is_some() && verb.is_none());
        sheet.flag(self.is_said_so());
    }

    /// True for the verb of `was founded`.
    fn is_passive(&self, verb: usize) -> bool {
        (verb.saturating_sub(2)..verb).any(|index| self.reading.words[index].class == Class::Be)
    }

    /// True when `by` stands between the verb and the candidate.
    fn has_by(&self, verb: usize) -> bool {
        let between = &self.reading.words[verb + 1..self.candidate.words.0];
        between.iter().any(|word| word.class == Class::By)
    }

    /// True for a number of which the asked word is said (`112 are *missing*`).
    fn is_said_so(&self) -> bool {
        let end = self.candidate.words.1;
        self.candidate.kind == Kind::Count
            && matches!(self.reading.words.get(end..end + 2), Some([be, said])
                if be.class == Class::Be && said.term.is_some())
    }

    /// The word before the candidate, over an article.
    fn left(&self) -> Option<&ReadWord> {
        let first = self.candidate.words.0;
        if self.reading.is_cut(first) {
            return None;
        }
        let before = first.checked_sub(1)?;
        let word = &self.reading.words[before];
        if word.class == Class::Determiner && !self.reading.is_cut(before) {
            return before
                .checked_sub(1)
                .map(|index| &self.reading.words[index]);
        }
        Some(word)
    }

    fn edges(&self, sheet: &mut Sheet) {
        let (first, end) = self.candidate.words;
        let gap = self.reading.words[first].gap;
        sheet.flag(gap == Gap::Start);
        sheet.flag(matches!(gap, Gap::Comma | Gap::Mark));
        sheet.flag(gap == Gap::Bracket);
        sheet.flag(gap == Gap::Possessive);
        let open = matches!(gap, Gap::Open | Gap::Possessive);
        let left = self.left().map(|word| word.class);
        let article = first
            .checked_sub(1)
            .is_some_and(|before| open && self.reading.words[before].class == Class::Determiner);
        sheet.flag(article);
        for class in &CLASSES[1..] {
            sheet.flag(left == Some(*class));
        }
        let capital = |index: Option<usize>| {
            index
                .and_then(|index| self.reading.words.get(index))
                .is_some_and(|word| word.capital)
        };
        sheet.flag(left == Some(Class::Content) && capital(first.checked_sub(1)));
        let next = self.reading.words.get(end);
        let ends = next.is_none_or(|word| word.gap == Gap::Start);
        let mark =
            next.is_some_and(|word| matches!(word.gap, Gap::Comma | Gap::Mark | Gap::Bracket));
        let class = next.filter(|_| !ends && !mark).map(|word| word.class);
        sheet.flag(ends);
        sheet.flag(mark);
        sheet.flag(next.is_some_and(|word| word.gap == Gap::Possessive));
        sheet.flag(class.is_some_and(|class| class.is_preposition() && class != Class::Of));
        sheet.flag(class == Some(Class::Of));
        sheet.flag(class == Some(Class::Conjunction));
        sheet.flag(class == Some(Class::Be));
        sheet.flag(class == Some(Class::Auxiliary));
        sheet.flag(matches!(class, Some(Class::Relative | Class::Determiner)));
        sheet.flag(class == Some(Class::Content));
        sheet.flag(class == Some(Class::Content) && capital(Some(end)));
        sheet.flag(matches!(gap, Gap::Comma | Gap::Bracket) && (mark || ends));
    }

    fn look(&self, sheet: &mut Sheet) {
        let own = self.own();
        let length = own.len() as f32 / 8.0;
        sheet.put(length);
        sheet.put(length * length);
        sheet.flag(own.len() == 1);
        sheet.flag(own[0].capital);
        sheet.flag(own.iter().all(|word| word.capital));
        sheet.flag(own.iter().any(|word| word.digit));
        let ends = |word: Option<&ReadWord>, ending: &str| {
            word.is_some_and(|word| {
                !word.capital && self.reading.ranked.block.quote(word.span).ends_with(ending)
            })
        };
        sheet.flag(ends(own.first(), "ed"));
        sheet.flag(ends(own.first(), "ing"));
        sheet.flag(ends(own.last(), "ed"));
        sheet.flag(ends(own.last(), "s"));
        sheet.flag(own.iter().any(|word| ends(Some(word), "ly")));
        let times = self.candidate.mention.map_or(0, |_| {
            let text = fold_phrase(self.reading.ranked.block.quote(self.candidate.span));
            self.scale.frequency.get(&text).copied().unwrap_or(0)
        });
        sheet.put(times as f32 / self.scale.quotes.max(1) as f32);
        let full = match self.candidate.mention.map(|mention| &mention.kind) {
            Some(MentionKind::Name(name)) => {
                self.reading.ranked.block.quote(self.candidate.span) == name.full
            }
            _ => false,
        };
        sheet.flag(full);
    }
}

fn is_person(mention: &Mention) -> bool {
    matches!(&mention.kind, MentionKind::Name(name) if name.kind == NameKind::Person)
}

/// True when the quantity counts what the question counts (`how many *containers*`).
fn counts(question: &Question, mention: &Mention) -> bool {
    let MentionKind::Quantity(quantity) = &mention.kind else {
        return false;
    };
    let Some(unit) = &quantity.unit else {
        return false;
    };
    let key = stem_key(unit);
    question
        .focus_terms()
        .any(|term| term.key == key || term.alternatives.iter().any(|other| other.key == key))
}

/// In how many quotes the names stand, by their folded words.
pub(super) fn frequencies(ranked: &[Ranked]) -> HashMap<String, usize> {
    let mut frequencies: HashMap<String, usize> = HashMap::new();
    for one in ranked {
        let mut texts: Vec<String> = one
            .block
            .mentions_in(one.window.span)
            .filter(|mention| !matches!(mention.kind, MentionKind::Quotation(_)))
            .map(|mention| fold_phrase(one.block.quote(mention.span)))
            .collect();
        texts.sort_unstable();
        texts.dedup();
        for text in texts {
            *frequencies.entry(text).or_default() += 1;
        }
    }
    frequencies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_measures_are_told_apart() {
        let mut names = SPAN_FEATURE_NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SPAN_FEATURE_NAMES.len());
    }
}
