//! Finds the role that stands with a person's name: before it (`Kremlin spokesman`) or behind it
//! between commas (`, a secretary of the party,`).

use super::chunk::Chunk;
use super::lexicon::Classes;
use super::scan::{Scan, Shape, is_possessive};
use crate::text::Span;

/// The longest role in words.
const LONGEST: usize = 14;

/// The role that stands with this person, if one does.
pub(super) fn find_role(scan: &Scan<'_>, chunk: &Chunk) -> Option<Span> {
    role_before(scan, chunk).or_else(|| role_behind(scan, chunk))
}

fn role_before(scan: &Scan<'_>, chunk: &Chunk) -> Option<Span> {
    let name = chunk.words.start;
    let end = if chunk.title.is_empty() {
        let before = name.checked_sub(1).filter(|_| !scan.words[name].first)?;
        let lower = scan.words[before].shape == Shape::Lower;
        let directly = scan.gap(name) == " ";
        // `its spokesman, Matthew Miller, told`: the name between commas explains the role.
        let explained = scan.gap(name) == ", " && {
            let behind = scan.gap(chunk.words.end);
            behind.starts_with([',', '.', ';', ')']) || scan.words.get(chunk.words.end).is_none()
        };
        (lower && scan.is(before, Classes::ROLE) && (directly || explained)).then_some(name)?
    } else {
        chunk.title.end
    };
    let all_courtesy = chunk
        .title
        .clone()
        .all(|index| scan.is(index, Classes::COURTESY) && !scan.is(index, Classes::ROLE));
    if all_courtesy && !chunk.title.is_empty() {
        return None;
    }
    let start = extend_left(scan, end - 1);
    Some(scan.span(start..end))
}

/// The first word of the role whose last word is at `index`.
fn extend_left(scan: &Scan<'_>, index: usize) -> usize {
    let titles = Classes::ROLE.with(Classes::ROLE_MODIFIER);
    let mut start = index;
    while start > 0 && index - start < 7 && !scan.words[start].first {
        let before = start - 1;
        let word = &scan.words[before];
        let gap = scan.gap(start);
        if is_possessive(gap) {
            let article = before > 0
                && word.shape == Shape::Lower
                && scan.gap(before) == " "
                && matches!(scan.word(before - 1), "the" | "The" | "a" | "its");
            start = if article { before - 1 } else { before };
            if article {
                break;
            }
            continue;
        }
        let owner = matches!(
            scan.word(before),
            "his" | "her" | "its" | "their" | "His" | "Her" | "Its"
        );
        if owner && gap == " " {
            return before;
        }
        let capital = word.is_capitalized() && !word.is(Classes::FUNCTION.with(Classes::CALENDAR));
        let inside = capital || word.is(titles) || scan.word(before) == "of";
        if !matches!(gap, " " | "-") || !inside {
            break;
        }
        start = before;
    }
    start + usize::from(scan.word(start) == "of")
}

fn role_behind(scan: &Scan<'_>, chunk: &Chunk) -> Option<Span> {
    let start = chunk.words.end;
    let opening = scan.gap(start);
    let first = scan.words.get(start).filter(|word| !word.first)?;
    let bracket = opening == " (";
    if opening != ", " && !bracket {
        return None;
    }
    let end = apposition_end(scan, start)?;
    let words = start..end;
    let clause = matches!(scan.word(start), "who" | "whose");
    if clause {
        let office = [
            "speaks",
            "leads",
            "heads",
            "runs",
            "chairs",
            "oversees",
            "directs",
            "founded",
            "owns",
            "serves",
            "served",
            "represents",
            "commands",
            "coaches",
            "led",
            "headed",
            "ran",
            "chaired",
            "manages",
            "managed",
            "edits",
            "teaches",
            "works",
            "studies",
        ];
        return office
            .contains(&scan.word(start + 1))
            .then(|| scan.span(words));
    }
    let opens = first.is_capitalized()
        || first.is(Classes::ROLE.with(Classes::ROLE_MODIFIER))
        || matches!(
            scan.word(start),
            "a" | "an" | "the" | "his" | "her" | "its" | "their" | "one" | "then"
        );
    let role = words.clone().any(|index| scan.is(index, Classes::ROLE));
    let verb = words.clone().any(|index| scan.is(index, Classes::SPEECH));
    (opens && role && !verb).then(|| scan.span(words))
}

/// One past the last word before the mark that closes an apposition; `None` when it runs on.
fn apposition_end(scan: &Scan<'_>, start: usize) -> Option<usize> {
    for end in start + 1..=start + LONGEST {
        let gap = scan.gap(end);
        let last = scan.words.get(end).is_none_or(|word| word.first);
        if last || gap.starts_with([',', '.', ';', ')', ':', '”', '"']) || gap.contains(['—', '–'])
        {
            return Some(end);
        }
    }
    None
}
