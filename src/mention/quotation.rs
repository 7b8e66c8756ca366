//! Finds who said what: words between quotation marks, and reported speech (`said that …`).
//!
//! The speaker is looked for beside the words only; a pronoun stands for the last person named.

use super::lexicon::Classes;
use super::marks::{Quoted, find_quoted};
use super::model::{NameKind, Quotation};
use super::resolve::Gender;
use super::scan::Scan;
use super::speaker::{Speaker, Speakers};
use crate::text::Span;

/// A name as the search for speakers needs it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Its words.
    pub(super) words: std::ops::Range<usize>,
    /// See [`super::NameMention::key`].
    pub(super) key: String,
    /// What it names.
    pub(super) kind: NameKind,
    /// Gender of the person, where known.
    pub(super) gender: Option<Gender>,
}

/// The quotations of a text; `names` are its names in order.
pub(super) fn find_quotations(scan: &Scan<'_>, names: &[Named]) -> Vec<(Span, Quotation)> {
    let speakers = Speakers { scan, names };
    let quoted = find_quoted(scan.text);
    let mut found: Vec<(Span, Quotation)> = Vec::new();
    let mut before: Option<(Quoted, Option<Speaker>)> = None;
    for quote in &quoted {
        let speaker = speaker_beside(&speakers, quote.inner).or_else(|| {
            let (last, speaker) = before.as_ref()?;
            runs_on(scan, last, quote).then(|| speaker.clone())?
        });
        found.push((quote.inner, quotation(speaker.as_ref(), true)));
        before = Some((*quote, speaker));
    }
    for index in 0..scan.words.len() {
        let reported = if scan.is(index, Classes::SPEECH) {
            reported_speech(&speakers, index)
        } else if scan.word(index).eq_ignore_ascii_case("according") && scan.word(index + 1) == "to"
        {
            according_to(&speakers, index)
        } else {
            None
        };
        let reported = reported.filter(|_| !is_inside(&quoted, scan.words[index].span));
        if let Some((span, speaker)) = reported {
            found.push((span, quotation(Some(&speaker), false)));
        }
    }
    found
}

fn is_inside(quoted: &[Quoted], span: Span) -> bool {
    let place = quoted.partition_point(|quote| quote.inner.end <= span.start);
    quoted
        .get(place)
        .is_some_and(|quote| quote.inner.overlaps(span))
}

fn quotation(speaker: Option<&Speaker>, direct: bool) -> Quotation {
    Quotation {
        speaker: speaker.and_then(|speaker| speaker.key.clone()),
        speaker_span: speaker.map(|speaker| speaker.span),
        direct,
    }
}

/// True when a quotation goes on from the one before: the next paragraph of one that was not
/// closed, or a sentence of its own in the same paragraph.
fn runs_on(scan: &Scan<'_>, before: &Quoted, quote: &Quoted) -> bool {
    let between = scan
        .text
        .get(before.inner.end..quote.inner.start)
        .unwrap_or_default();
    if !before.closed {
        return between.trim().chars().count() <= 1;
    }
    let first = scan.words.get(scan.index_at(quote.inner.start));
    !between.contains("\n\n") && first.is_some_and(|word| word.first)
        || between
            .trim_matches(|c: char| !c.is_alphanumeric())
            .is_empty()
            && !between.contains("\n\n")
}

/// The speaker who is named behind or before these words.
fn speaker_beside(speakers: &Speakers<'_, '_>, inner: Span) -> Option<Speaker> {
    let scan = speakers.scan;
    let (start, end) = (scan.index_at(inner.start), scan.index_at(inner.end));
    behind_quote(speakers, start, end).or_else(|| before_quote(speakers, start))
}

fn behind_quote(speakers: &Speakers<'_, '_>, start: usize, end: usize) -> Option<Speaker> {
    let scan = speakers.scan;
    let gap = scan.gap(end);
    if end == start || gap.contains("\n\n") || scan.words.get(end).is_none() {
        return None;
    }
    let joined = !scan.words[end].first;
    // `“Why?” Smith asked.`: after a question the words that name the speaker look like a sentence.
    let asked = gap.starts_with(['?', '!', '…', ',']) || gap.contains(",”") || gap.contains(",\"");
    let limit = scan.sentence_end(end);
    if !joined && !asked {
        return None;
    }
    if scan.word(end) == "according" {
        return speakers.behind(end + 2, limit);
    }
    if scan.is(end, Classes::SPEECH) {
        return speakers.behind(end + 1, limit);
    }
    let comma = asked || gap.contains(',');
    let reach = if comma { 16 } else { 6 };
    for verb in end + 1..limit.min(end + reach) {
        if verb > end + 1 && has_mark(scan.gap(verb)) {
            return None;
        }
        if scan.is(verb, Classes::SPEECH) {
            return speakers.before(verb, end);
        }
    }
    None
}

fn has_mark(gap: &str) -> bool {
    gap.contains(['“', '"', '”', ';', ':', '.']) && gap != ". "
}

fn before_quote(speakers: &Speakers<'_, '_>, start: usize) -> Option<Speaker> {
    let scan = speakers.scan;
    let last = start.checked_sub(1)?;
    let gap = scan.gap(start);
    if gap.contains("\n\n") {
        return None;
    }
    // `He was blunt: “…”` and `X said. “…”` name the speaker in the sentence before.
    let colon = gap.contains(':');
    if scan.words.get(start).is_some_and(|word| word.first) && !colon {
        return None;
    }
    let from = scan.sentence_start(last);
    for verb in (from..=last).rev().take(40) {
        let speaks = scan.is(verb, Classes::SPEECH);
        if let Some(speaker) = speaks.then(|| speakers.before(verb, from)).flatten() {
            return Some(speaker);
        }
        if scan.word(verb).eq_ignore_ascii_case("according") {
            return speakers.behind(verb + 2, start);
        }
    }
    colon.then(|| speakers.first_person(from, start)).flatten()
}

/// What the verb of speech at `verb` reports, and who says it.
fn reported_speech(speakers: &Speakers<'_, '_>, verb: usize) -> Option<(Span, Speaker)> {
    let scan = speakers.scan;
    if scan.is(verb, Classes::SPEECH_ABOUT) {
        return None;
    }
    let (from, limit) = (scan.sentence_start(verb), scan.sentence_end(verb));
    let speaker = speakers.before(verb, from)?;
    if let Some(start) = clause_start(speakers, verb, limit) {
        return clause(scan, start..limit).map(|span| (span, speaker));
    }
    postposed(scan, verb, &speaker, from).map(|span| (span, speaker))
}

/// Where the reported clause begins behind its verb.
fn clause_start(speakers: &Speakers<'_, '_>, verb: usize, limit: usize) -> Option<usize> {
    let scan = speakers.scan;
    for index in verb + 1..limit.min(verb + 10) {
        if scan.gap(index).contains(['.', ';', ':', '“', '"', '”']) {
            break;
        }
        if scan.word(index) == "that" {
            return Some(index + 1);
        }
    }
    let mut next = verb + 1;
    if next >= limit || scan.gap(next) != " " || !scan.is(verb, Classes::SPEECH_PLAIN) {
        return None;
    }
    if scan.word(verb) == "told" {
        next = speakers.object_end(next, limit)?;
    } else if scan.word(next) == "on" && scan.is(next + 1, Classes::WEEKDAY) {
        next += 2;
    } else if scan.is(next, Classes::WEEKDAY) {
        next += 1;
    }
    let barred = [
        "to", "in", "on", "at", "of", "about", "during", "by", "for", "after", "with", "from",
        "as", "nothing", "so", "when", "before", "through", "while", "via", "and", "but", "or",
        "into",
    ];
    let opens = scan.gap(next) == " " && !barred.contains(&scan.word(next));
    (next < limit && opens).then_some(next)
}

/// `The deal is dead, he said.`: the clause stands before its speaker.
fn postposed(scan: &Scan<'_>, verb: usize, speaker: &Speaker, from: usize) -> Option<Span> {
    let closed = scan.gap(verb + 1).starts_with([',', '.', ';'])
        || scan.words.get(verb + 1).is_none_or(|word| word.first);
    let subject = scan.index_at(speaker.span.start);
    let gap = scan.gap(subject);
    if !closed || !gap.starts_with(", ") || subject <= from {
        return None;
    }
    // `Like her mother, Cruz said` and other openings say nothing yet.
    (subject > from + 3).then(|| clause(scan, from..subject))?
}

fn according_to(speakers: &Speakers<'_, '_>, index: usize) -> Option<(Span, Speaker)> {
    let scan = speakers.scan;
    let (from, limit) = (scan.sentence_start(index), scan.sentence_end(index));
    let speaker = speakers.behind(index + 2, limit)?;
    if index > from {
        return clause(scan, from..index).map(|span| (span, speaker));
    }
    let behind = scan.index_at(speaker.span.end);
    let start = (behind..limit.min(behind + 15)).find(|&place| scan.gap(place).starts_with(','))?;
    clause(scan, start..limit).map(|span| (span, speaker))
}

/// The span of a clause, when it is long enough to say something.
fn clause(scan: &Scan<'_>, words: std::ops::Range<usize>) -> Option<Span> {
    if words.len() < 3 {
        return None;
    }
    let mut span = scan.span(words.clone());
    // A clause that begins or ends with quoted words keeps their marks.
    let opening = scan.gap(words.start).trim_end_matches(['“', '"', '‘']);
    span.start -= scan.gap(words.start).len() - opening.len();
    Some(span)
}
