//! Is a text in the articles: word for word, nearly, or not at all?
//!
//! The index brings candidates by the text's rarest words; each is then compared word by word. A
//! small story is read as a whole, so that a text of nothing but common words is found as well.
//! Wording is left to `reply`.

mod difference;
mod find;
mod piece;

use crate::index::{Result, Snapshot};

use super::model::Searched;
use super::passage::Passage;
use super::wording::plain_words;

pub use self::difference::{Change, ChangeKind, Difference};
use self::find::Finder;
pub(super) use self::find::judge_in;
use self::piece::{attribution, pieces};

/// Stories of up to this many blocks are read as a whole (some ten milliseconds).
const SCANNED_BLOCKS: u64 = 1_500;

/// What is known of a text that somebody wants to quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// What stood before the quotation marks (`Kim said:`), which is not checked.
    pub attribution: Option<String>,
    /// The text, or the parts of it between ellipses. Empty where the text has no words.
    pub pieces: Vec<CheckedPiece>,
    /// True when the pieces are several and no one article holds all of them in this order.
    pub is_patchwork: bool,
    /// What was looked through.
    pub searched: Searched,
}

/// One unbroken piece of a checked text.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedPiece {
    /// The piece as typed.
    pub text: String,
    /// What was found.
    pub verdict: Verdict,
}

/// What was found of a piece of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The words stand in these articles in this order, without a gap.
    Verbatim(Verbatim),
    /// A passage says nearly the same words.
    Nearly {
        /// The passage; what it says otherwise is marked.
        passage: Passage,
        /// What differs.
        difference: Difference,
    },
    /// The words are too few and too common to look for in a story of this size.
    TooCommon,
    /// No passage does.
    Absent {
        /// The passage that shares most words, where some substantial part is shared; the shared
        /// words are marked.
        closest: Option<Passage>,
    },
}

/// Where a piece of text stands word for word.
#[derive(Clone, Debug, PartialEq)]
pub struct Verbatim {
    /// One passage of each article, the earliest published first, reprints after all others; the
    /// words are marked.
    pub passages: Vec<Passage>,
    /// How many of them, from the first, are no reprints of another.
    pub independent: usize,
    /// False when there are more articles than were counted.
    pub are_all: bool,
    /// True when the first passage has capital letters elsewhere.
    pub capitals_differ: bool,
    /// True when the first passage has other marks between the words.
    pub punctuation_differs: bool,
}

/// Checks texts against one snapshot of a story.
pub struct Checker<'a> {
    snapshot: &'a Snapshot,
    scanned_blocks: u64,
}

impl<'a> Checker<'a> {
    /// A checker over `snapshot`.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            scanned_blocks: SCANNED_BLOCKS,
        }
    }

    /// Never reads the story as a whole, as if it were a large one.
    #[must_use]
    pub fn without_scan(mut self) -> Self {
        self.scanned_blocks = 0;
        self
    }

    /// Checks a text.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn check(&self, text: &str) -> Result<Checked> {
        let finder = Finder::new(self.snapshot, self.scanned_blocks);
        let whole = finder.find_verbatim(text)?;
        if whole.is_some() || plain_words(text).is_empty() {
            let found = whole.map(|verbatim| piece(text, Verdict::Verbatim(verbatim)));
            return Ok(self.sum_up(None, found.into_iter().collect()));
        }
        let (said, quoted) = attribution(text);
        let checked: Vec<CheckedPiece> = pieces(quoted)
            .into_iter()
            .map(|text| Ok(piece(text, finder.judge(text)?)))
            .collect::<Result<_>>()?;
        Ok(self.sum_up(said, checked))
    }

    fn sum_up(&self, attribution: Option<&str>, pieces: Vec<CheckedPiece>) -> Checked {
        Checked {
            attribution: attribution.map(str::to_owned),
            is_patchwork: is_patchwork(&pieces),
            pieces,
            searched: Searched::of(self.snapshot),
        }
    }
}

fn piece(text: &str, verdict: Verdict) -> CheckedPiece {
    CheckedPiece {
        text: text.to_owned(),
        verdict,
    }
}

/// True when several pieces were found and no article has all of them in their order.
fn is_patchwork(pieces: &[CheckedPiece]) -> bool {
    let found: Vec<&[Passage]> = pieces
        .iter()
        .filter_map(|piece| match &piece.verdict {
            Verdict::Verbatim(verbatim) => Some(verbatim.passages.as_slice()),
            Verdict::Nearly { passage, .. } => Some(std::slice::from_ref(passage)),
            Verdict::Absent { .. } | Verdict::TooCommon => None,
        })
        .collect();
    let Some((first, others)) = found.split_first() else {
        return false;
    };
    !first.iter().any(|start| {
        let mut reached = start.span.start;
        others.iter().all(|passages| {
            let next = passages
                .iter()
                .find(|passage| passage.card.id == start.card.id && passage.span.start >= reached);
            next.inspect(|passage| reached = passage.span.start)
                .is_some()
        })
    })
}

#[cfg(test)]
mod tests;
