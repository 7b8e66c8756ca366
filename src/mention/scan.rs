//! A text as a row of words, each looked up once: what all recognisers of names, numbers and
//! quotations read.
//!
//! Nothing is decided here. Words are those of [`crate::text::tokenize`], so that keys made here
//! and words of the index agree.

use super::lexicon::{Classes, LEXICON, lower_into};
use crate::text::{Span, tokenize};

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `gift`
    Lower,
    /// `Kim`, `McDonald`, `iPhone`
    Capital,
    /// `UN`, `U.S.`, `KCNA`; a single capital letter too.
    Capitals,
    /// Begins with a digit.
    Digits,
}

/// One word with what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) shape: Shape,
    pub(super) classes: Classes,
    /// Its number in the lexicon; 0 when it is not known.
    pub(super) number: u32,
    /// Hash of its lower-case form: equal for `Kim` and `KIM`.
    pub(super) hash: u32,
    /// True for the first word of a sentence (and of what stands between sentences).
    pub(super) first: bool,
}

impl Word {
    /// True when the word is in one of these classes.
    pub(super) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// True when it is written as a name is.
    pub(super) fn is_capitalized(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Capitals)
    }
}

/// The words of a text.
pub(super) struct Scan<'text> {
    pub(super) text: &'text str,
    pub(super) words: Vec<Word>,
    /// Index of the first word of each sentence.
    starts: Vec<usize>,
}

impl<'text> Scan<'text> {
    /// Reads `text`, which falls into these sentences (in order; what lies between is read too).
    pub(super) fn new(text: &'text str, sentences: &[Span]) -> Self {
        let mut scan = Self {
            text,
            words: Vec::with_capacity(text.len() / 5),
            starts: Vec::new(),
        };
        let mut buffer = String::new();
        let mut done = 0;
        for sentence in sentences {
            if sentence.start < done || sentence.get(text).is_none() || sentence.is_empty() {
                continue;
            }
            scan.read(Span::new(done, sentence.start), &mut buffer);
            scan.read(*sentence, &mut buffer);
            done = sentence.end;
        }
        scan.read(Span::new(done, text.len()), &mut buffer);
        scan
    }

    fn read(&mut self, part: Span, buffer: &mut String) {
        let mut first = true;
        for token in tokenize(part.of(self.text)) {
            let span = token.span.shifted(part.start);
            let written = span.of(self.text);
            if first {
                self.starts.push(self.words.len());
            }
            lower_into(written, buffer);
            let known = LEXICON.look_up(buffer);
            self.words.push(Word {
                span,
                shape: shape_of(written),
                classes: known.classes,
                number: known.number,
                hash: crate::text::hash_stem(buffer),
                first,
            });
            first = false;
        }
    }

    /// The word as written; empty past the end.
    pub(super) fn word(&self, index: usize) -> &'text str {
        self.words
            .get(index)
            .map_or("", |word| word.span.of(self.text))
    }

    /// What stands between the word before `index` and the word at `index`; to the text's start
    /// or end at the ends.
    pub(super) fn gap(&self, index: usize) -> &'text str {
        let start = match index.checked_sub(1) {
            Some(before) => self
                .words
                .get(before)
                .map_or(self.text.len(), |word| word.span.end),
            None => 0,
        };
        let end = self
            .words
            .get(index)
            .map_or(self.text.len(), |word| word.span.start);
        let gap = self.text.get(start..end).unwrap_or_default();
        // A line may break between two words of a name.
        let blank = matches!(gap, "\n" | "\u{a0}" | "  " | " \n" | "\u{202f}");
        if blank { " " } else { gap }
    }

    /// True when the word at `index` is there and in one of these classes.
    pub(super) fn is(&self, index: usize, classes: Classes) -> bool {
        self.words.get(index).is_some_and(|word| word.is(classes))
    }

    /// The bytes from the first of these words to the last.
    pub(super) fn span(&self, words: std::ops::Range<usize>) -> Span {
        match (
            self.words.get(words.start),
            self.words.get(words.end.wrapping_sub(1)),
        ) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// Index of the first word that starts at byte `place` or later.
    pub(super) fn index_at(&self, place: usize) -> usize {
        self.words.partition_point(|word| word.span.start < place)
    }

    /// One past the last word of the sentence that the word at `index` stands in.
    pub(super) fn sentence_end(&self, index: usize) -> usize {
        let next = self.starts.partition_point(|&start| start <= index);
        self.starts.get(next).copied().unwrap_or(self.words.len())
    }

    /// First word of the sentence that the word at `index` stands in.
    pub(super) fn sentence_start(&self, index: usize) -> usize {
        let next = self.starts.partition_point(|&start| start <= index);
        next.checked_sub(1).map_or(0, |place| self.starts[place])
    }
}

fn shape_of(word: &str) -> Shape {
    let mut characters = word.chars();
    let first = characters.next().unwrap_or_default();
    if first.is_numeric() {
        return Shape::Digits;
    }
    if first.is_uppercase() {
        let shouted = !characters.any(char::is_lowercase);
        return if shouted {
            Shape::Capitals
        } else {
            Shape::Capital
        };
    }
    // `d'Isère`, `l'Oréal`: an article that is written together with its name.
    let elided = matches!(first, 'd' | 'l')
        && matches!(characters.clone().next(), Some('\'' | '’'))
        && characters.clone().nth(1).is_some_and(char::is_uppercase);
    if elided {
        return Shape::Capital;
    }
    // `iPhone`, `eBay`: a small letter before a capital is a maker's spelling.
    let second = characters.next().unwrap_or_default();
    if second.is_uppercase() && characters.any(char::is_lowercase) {
        return Shape::Capital;
    }
    Shape::Lower
}

/// True when a gap begins with the mark of a possessive (`Kim’s`).
pub(super) fn is_possessive(gap: &str) -> bool {
    ["'s", "’s", "'S", "’S"]
        .iter()
        .any(|mark| gap.starts_with(mark))
        || ["' ", "’ "].iter().any(|mark| gap.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_place_and_shape() {
        let text = "Mr. Kim left. UN says 3 iPhones";
        let scan = Scan::new(text, &[Span::new(0, 13), Span::new(14, text.len())]);
        let shapes: Vec<(Shape, bool)> = scan
            .words
            .iter()
            .map(|word| (word.shape, word.first))
            .collect();
        assert_eq!(
            shapes,
            [
                (Shape::Capital, true),
                (Shape::Capital, false),
                (Shape::Lower, false),
                (Shape::Capitals, true),
                (Shape::Lower, false),
                (Shape::Digits, false),
                (Shape::Capital, false),
            ]
        );
        assert_eq!(scan.gap(1), ". ");
        assert_eq!(scan.sentence_end(0), 3);
        assert_eq!(scan.sentence_start(5), 3);
    }
}
