//! What a checked text says otherwise than the passage that it resembles.

use crate::text::Span;

use super::super::alignment::{Alignment, Step};
use super::super::wording::PlainWord;

/// How a text differs from a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What differs, in the order of the text.
    pub changes: Vec<Change>,
    /// How many words differ.
    pub words: usize,
    /// How many words the text has.
    pub of: usize,
}

/// Words in a row that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of them.
    pub kind: ChangeKind,
    /// The text's words, as typed; empty where it leaves some out.
    pub checked: String,
    /// The article's words, verbatim; empty where it has none there.
    pub stored: String,
    /// The text's word before the place, as typed; empty at the start.
    pub after: String,
}

/// What a text does to an article's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It has others.
    Replaced,
    /// It has some more.
    Added,
    /// It lacks some.
    LeftOut,
}

/// A text or a body with its words.
#[derive(Clone, Copy)]
pub(super) struct Worded<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [PlainWord],
}

impl Worded<'_> {
    /// What stands from the first to the last of these words.
    fn slice(&self, places: &[usize]) -> String {
        let (Some(first), Some(last)) = (places.first(), places.last()) else {
            return String::new();
        };
        Span::new(self.words[*first].span.start, self.words[*last].span.end)
            .of(self.text)
            .to_owned()
    }
}

/// Collects what differs, with the places in the body that are said otherwise.
pub(super) fn differences(
    alignment: &Alignment,
    checked: Worded<'_>,
    stored: Worded<'_>,
) -> (Difference, Vec<Span>) {
    let mut difference = Difference {
        of: checked.words.len(),
        ..Difference::default()
    };
    let mut marked = Vec::new();
    let is_same = |step: &Step| matches!(step, Step::Same(..));
    let runs = alignment
        .steps
        .chunk_by(|left, right| is_same(left) == is_same(right));
    for run in runs.filter(|run| !is_same(&run[0])) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for step in run {
            match *step {
                Step::Same(of_checked, of_stored) | Step::Replaced(of_checked, of_stored) => {
                    ours.push(of_checked);
                    theirs.push(of_stored);
                }
                Step::Added(of_checked) => ours.push(of_checked),
                Step::LeftOut(of_stored) => theirs.push(of_stored),
            }
        }
        difference.words += ours.len().max(theirs.len());
        marked.extend(theirs.first().zip(theirs.last()).map(|(first, last)| {
            Span::new(
                stored.words[*first].span.start,
                stored.words[*last].span.end,
            )
        }));
        difference
            .changes
            .push(change(&ours, &theirs, checked, stored));
    }
    (difference, marked)
}

fn change(ours: &[usize], theirs: &[usize], checked: Worded<'_>, stored: Worded<'_>) -> Change {
    let kind = match (ours.is_empty(), theirs.is_empty()) {
        (true, _) => ChangeKind::LeftOut,
        (_, true) => ChangeKind::Added,
        _ => ChangeKind::Replaced,
    };
    let before = match (ours.first(), theirs.first()) {
        (Some(first), _) => first.checked_sub(1).map(|place| checked.slice(&[place])),
        (None, Some(first)) => first.checked_sub(1).map(|place| stored.slice(&[place])),
        (None, None) => None,
    };
    Change {
        kind,
        checked: checked.slice(ours),
        stored: stored.slice(theirs),
        after: before.unwrap_or_default(),
    }
}
