//! The words of one quote, read once: sort, shape, clause, and what each matches of the question.

use crate::index::{Sentence, Word};
use crate::retrieval::{BlockView, Ranked};
use crate::text::Span;

use super::class::{Class, class_of};

/// One word of a quote.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadWord {
    /// Where it stands.
    pub(super) span: Span,
    /// Its stem's key.
    pub(super) key: u32,
    /// Its sort.
    pub(super) class: Class,
    /// True when it begins with a capital letter.
    pub(super) capital: bool,
    /// True when it holds a digit.
    pub(super) digit: bool,
    /// What stands between it and the word before.
    pub(super) gap: Gap,
    /// Number of its clause in the quote: commas, brackets and dashes part clauses.
    pub(super) clause: u16,
    /// Number of its sentence in the quote.
    pub(super) sentence: u16,
    /// The term of the question that it matches best.
    pub(super) term: Option<u16>,
    /// Share of the question's idf that this match is worth.
    pub(super) worth: f32,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A blank or a hyphen: a phrase runs through.
    Open,
    /// A possessive ending.
    Possessive,
    /// A comma.
    Comma,
    /// An opening bracket.
    Bracket,
    /// Any other mark.
    Mark,
    /// The sentence begins here.
    Start,
}

/// A quote, read.
pub(super) struct Reading<'a> {
    pub(super) view: &'a BlockView<'a>,
    pub(super) ranked: &'a Ranked,
    pub(super) words: Vec<ReadWord>,
    /// The coverage of each sentence.
    pub(super) coverage: Vec<f32>,
    /// The words of each sentence that match the question, by index.
    pub(super) matched: Vec<Vec<usize>>,
    /// First and one past last word of each sentence.
    pub(super) bounds: Vec<(usize, usize)>,
}

impl<'a> Reading<'a> {
    /// Reads the quote of `ranked`.
    pub(super) fn new(view: &'a BlockView<'a>, ranked: &'a Ranked) -> Self {
        let mut reading = Self {
            view,
            ranked,
            words: Vec::new(),
            coverage: Vec::new(),
            matched: Vec::new(),
            bounds: Vec::new(),
        };
        let mut clause = 0;
        for sentence in sentences(ranked) {
            reading.read_sentence(*sentence, &mut clause);
        }
        reading.mark_matches();
        for (first, end) in &reading.bounds {
            let matched = (*first..*end).filter(|index| reading.words[*index].term.is_some());
            reading.matched.push(matched.collect());
        }
        reading
    }

    fn read_sentence(&mut self, sentence: Sentence, clause: &mut u16) {
        let number = u16::try_from(self.coverage.len()).unwrap_or(u16::MAX);
        let first = self.words.len();
        let mut end = sentence.span.start;
        for word in self.ranked.block.words_of(sentence) {
            let gap = if self.words.len() == first {
                Gap::Start
            } else {
                gap_of(self.ranked.block.quote(Span::new(end, word.start as usize)))
            };
            if !matches!(gap, Gap::Open | Gap::Possessive) {
                *clause = clause.saturating_add(1);
            }
            self.words
                .push(self.read_word(*word, gap, (*clause, number)));
            end = word.span().end;
        }
        self.coverage.push(self.view.sentence_coverage(sentence));
        self.bounds.push((first, self.words.len()));
    }

    fn read_word(&self, word: Word, gap: Gap, (clause, sentence): (u16, u16)) -> ReadWord {
        let text = self.ranked.block.quote(word.span());
        ReadWord {
            span: word.span(),
            key: word.stem,
            class: class_of(word.stem),
            capital: text.chars().next().is_some_and(char::is_uppercase),
            digit: text.bytes().any(|byte| byte.is_ascii_digit()),
            gap,
            clause,
            sentence,
            term: None,
            worth: 0.0,
        }
    }

    fn mark_matches(&mut self) {
        let Some(first) = sentences(self.ranked).first().map(|first| first.words.0) else {
            return;
        };
        let lookup = self.view.lookup;
        let end = first + u32::try_from(self.words.len()).unwrap_or(0);
        for found in self.view.matches_in((first, end)) {
            let idf = lookup.idf()[usize::from(found.term)];
            let worth = found.weight * idf / lookup.total();
            let Some(word) = self.words.get_mut((found.word - first) as usize) else {
                continue;
            };
            if worth > word.worth {
                word.term = Some(found.term);
                word.worth = worth;
            }
        }
    }

    /// The words that lie in `span`: first and one past last.
    pub(super) fn range(&self, span: Span) -> (usize, usize) {
        let first = self
            .words
            .partition_point(|word| word.span.end <= span.start);
        let end = self
            .words
            .partition_point(|word| word.span.start < span.end);
        (first, end.max(first))
    }

    /// From the first byte of the first word to the last of the last.
    pub(super) fn span(&self, (first, end): (usize, usize)) -> Span {
        Span::new(self.words[first].span.start, self.words[end - 1].span.end)
    }

    /// True when a word with this index begins its sentence or stands behind a mark.
    pub(super) fn is_cut(&self, index: usize) -> bool {
        self.words
            .get(index)
            .is_none_or(|word| !matches!(word.gap, Gap::Open | Gap::Possessive))
    }
}

fn gap_of(between: &str) -> Gap {
    match between.trim() {
        // A point inside a sentence ends an abbreviation (`St. Petersburg`).
        "" | "-" | "&" | "." | "%" | "$" | "€" | "£" => Gap::Open,
        "'s" | "’s" | "'" | "’" => Gap::Possessive,
        "," => Gap::Comma,
        mark if mark.ends_with(['(', '[']) => Gap::Bracket,
        _ => Gap::Mark,
    }
}

/// The sentences of a quote.
pub(super) fn sentences(ranked: &Ranked) -> &[Sentence] {
    &ranked.block.sentences[ranked.window.first..=ranked.window.last]
}
