//! Paragraphs and sentences with exact byte offsets.
//!
//! A quote is a whole sentence, so a wrong boundary shows in every answer. The rules are our own
//! scan over terminators: news English needs so many corrections around a general splitter
//! (`U.S. Treasury`, `(R-Fla.)`, `“Why?” Kim asked`) that one set of rules is easier to keep than
//! two. What follows a point decides more often than what stands before it; the words that matter
//! are in `abbreviation`.

mod abbreviation;
mod lines;

use self::abbreviation::{Abbreviation, classify, is_opener, is_reporting_verb};
use super::span::Span;

/// Blocks of text parted by blank lines, without surrounding white space.
///
/// Lines that were wrapped by an editor stay in one paragraph.
#[must_use]
pub fn split_paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        let end = place + line.len();
        if line.trim().is_empty() {
            paragraphs.extend(trimmed(text, start, place));
            start = end;
        }
        place = end;
    }
    paragraphs.extend(trimmed(text, start, place));
    paragraphs
}

/// The sentences of a paragraph, in order and without surrounding white space; together they cover
/// every visible character of it. `paragraph` and the result are byte ranges in `text`.
#[must_use]
pub fn split_sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let Some(slice) = paragraph.get(text) else {
        return Vec::new();
    };
    let mut sentences = Vec::with_capacity(slice.len() / 100 + 1);
    let breaks = lines::deliberate_breaks(slice);
    let mut scanner = Scanner {
        text: slice,
        start: 0,
        sentences: &mut sentences,
    };
    scanner.scan(&breaks);
    for sentence in &mut sentences {
        *sentence = sentence.shifted(paragraph.start);
    }
    sentences
}

/// The span `start..end` without white space at its ends, or nothing when only that is there.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let slice = &text[start..end];
    let left = slice.len() - slice.trim_start().len();
    let length = slice.trim().len();
    (length > 0).then(|| Span::new(start + left, start + left + length))
}

/// Walks over one paragraph and cuts it.
struct Scanner<'a> {
    text: &'a str,
    /// Where the sentence under the scanner began.
    start: usize,
    sentences: &'a mut Vec<Span>,
}

/// A run of terminators with the closing marks that belong to it.
struct Stop {
    /// First byte of the run.
    start: usize,
    /// First byte after the closing marks.
    end: usize,
    kind: StopKind,
    /// A quotation mark closes after the run.
    closes_quote: bool,
    /// A bracket closes after the run.
    closes_bracket: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StopKind {
    /// A single point.
    Point,
    /// A question or exclamation mark is among the marks.
    Loud,
    /// Points of omission.
    Pause,
}

impl Scanner<'_> {
    fn scan(&mut self, breaks: &[usize]) {
        let bytes = self.text.as_bytes();
        let mut breaks = breaks.iter().copied().peekable();
        let mut place = 0;
        while place < bytes.len() {
            if breaks.next_if(|&at| at <= place).is_some() {
                self.cut(place);
            }
            if !starts_stop(bytes, place) {
                place += 1;
                continue;
            }
            let stop = read_stop(self.text, place);
            place = stop.end;
            if self.ends_sentence(&stop) {
                self.cut(stop.end);
            }
        }
        self.cut(bytes.len());
    }

    /// Ends the sentence at `end`. A piece without a letter or digit is no sentence: it goes to the
    /// one before it.
    fn cut(&mut self, end: usize) {
        if let Some(span) = trimmed(self.text, self.start, end) {
            let is_sentence = span.of(self.text).contains(char::is_alphanumeric);
            match self.sentences.last_mut() {
                Some(last) if !is_sentence => last.end = span.end,
                _ => self.sentences.push(span),
            }
        }
        self.start = end;
    }

    fn ends_sentence(&self, stop: &Stop) -> bool {
        let rest = &self.text[stop.end..];
        let after = rest.trim_start();
        if after.is_empty() {
            return true;
        }
        if after.len() == rest.len() {
            return ends_ideographic(self.text, stop);
        }
        let next = Next::read(after);
        if !next.may_start_sentence() {
            return false;
        }
        let is_loud = stop.kind == StopKind::Loud;
        if stop.kind == StopKind::Point {
            return self.point_ends_sentence(stop, &next);
        }
        if is_loud && stop.closes_quote && next.is_attribution() {
            return false;
        }
        if is_loud && !stop.closes_quote && is_loud_name(self.word_before(stop)) {
            return false;
        }
        // Three points between blanks part the pieces of a speech, not two sentences.
        is_loud || stop.closes_quote || !self.text[..stop.start].ends_with(char::is_whitespace)
    }

    fn point_ends_sentence(&self, stop: &Stop, next: &Next<'_>) -> bool {
        let word = self.word_before(stop);
        if self.is_enumerator(stop, word) {
            return false;
        }
        let class = classify(word);
        if stop.closes_bracket && !matches!(class, Abbreviation::None) {
            return false;
        }
        match class {
            Abbreviation::None => true,
            Abbreviation::Title => false,
            Abbreviation::Street => next.is_starter(),
            Abbreviation::Number => !next.is_number_like(),
            Abbreviation::Month => !next.is_digit(),
            Abbreviation::Clock => !next.is_time_zone_or_day(),
            Abbreviation::Capital => next.is_starter() || next.is_followed_by_lower_case(),
            Abbreviation::Open => next.is_starter() || next.is_quoted || stop.closes_quote,
        }
    }

    /// The word that ends at the stop, with its inner points, without opening marks.
    fn word_before(&self, stop: &Stop) -> &str {
        let head = &self.text[self.start..stop.start];
        let from = head
            .char_indices()
            .rev()
            .find(|(_, letter)| letter.is_whitespace() || matches!(letter, '—' | '–' | '/'))
            .map_or(0, |(index, letter)| index + letter.len_utf8());
        head[from..].trim_start_matches(is_opener)
    }

    /// `1. Introduction`, `b. The second point`: a number at the start counts, it ends nothing.
    fn is_enumerator(&self, stop: &Stop, word: &str) -> bool {
        let is_short_number = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic();
        (is_short_number || is_letter)
            && self.text[self.start..stop.start].trim_start().len() == word.len()
    }
}

/// `.`, `!`, `?`, `…` and their full-width kin.
fn starts_stop(bytes: &[u8], place: usize) -> bool {
    match bytes[place] {
        b'.' | b'!' | b'?' => true,
        0xE2 => bytes[place..].starts_with("…".as_bytes()),
        0xE3 => bytes[place..].starts_with("。".as_bytes()),
        0xEF => {
            bytes[place..].starts_with("！".as_bytes())
                || bytes[place..].starts_with("？".as_bytes())
        }
        _ => false,
    }
}

fn read_stop(text: &str, start: usize) -> Stop {
    let tail = &text[start..];
    let run = tail.trim_start_matches(['.', '!', '?', '…', '。', '！', '？']);
    let marks = &tail[..tail.len() - run.len()];
    let mut stop = Stop {
        start,
        end: start + marks.len(),
        kind: if marks == "." {
            StopKind::Point
        } else if marks.contains(['!', '?', '。', '！', '？']) {
            StopKind::Loud
        } else {
            StopKind::Pause
        },
        closes_quote: false,
        closes_bracket: false,
    };
    stop.read_closers(text);
    stop
}

impl Stop {
    /// Takes in closing quotation marks, brackets and reference marks (`[12]`).
    fn read_closers(&mut self, text: &str) {
        loop {
            let rest = &text[self.end..];
            let Some(mark) = rest.chars().next() else {
                return;
            };
            match mark {
                '"' | '”' | '’' | '\'' | '»' | '」' => self.closes_quote = true,
                ')' | ']' => self.closes_bracket = true,
                '[' => match reference_length(rest) {
                    Some(length) => {
                        self.end += length;
                        continue;
                    }
                    None => return,
                },
                ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => {
                    let behind = &rest[mark.len_utf8()..];
                    if !(self.closes_quote && behind.starts_with(['”', '»'])) {
                        return;
                    }
                }
                _ => return,
            }
            self.end += mark.len_utf8();
        }
    }
}

/// The length of a reference mark such as `[3]` or `[citation needed]` at the start of `text`; a
/// bracket that opens right behind a stop, without a blank, opens nothing else.
fn reference_length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(|mark: char| !(mark.is_alphanumeric() || matches!(mark, ' ' | '?')))?;
    ((1..=30).contains(&end) && inner[end..].starts_with(']')).then_some(end + 2)
}

/// Chinese and Japanese sentences follow each other without a blank.
fn ends_ideographic(text: &str, stop: &Stop) -> bool {
    text[stop.start..].starts_with(['。', '！', '？'])
}

/// Names that end in an exclamation mark.
fn is_loud_name(word: &str) -> bool {
    matches!(word, "Yahoo" | "Jeopardy" | "Yum")
}

/// What stands after a stop.
struct Next<'a> {
    /// From the first letter or digit on.
    text: &'a str,
    /// Its first word.
    word: &'a str,
    /// An opening quotation mark stands before it.
    is_quoted: bool,
}

impl<'a> Next<'a> {
    fn read(after: &'a str) -> Self {
        let text = after.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let marks = &after[..after.len() - text.len()];
        Self {
            text,
            word: first_word(text),
            is_quoted: marks.contains(['"', '“', '„', '«', '‘']),
        }
    }

    /// No sentence begins in lower case, but for names such as `iPhone`.
    fn may_start_sentence(&self) -> bool {
        let mut letters = self.word.chars();
        let Some(first) = letters.next() else {
            return true;
        };
        !first.is_lowercase() || letters.take(2).any(char::is_uppercase)
    }

    /// An ordinary first word; `A.` is an initial.
    fn is_starter(&self) -> bool {
        !self.text[self.word.len()..].starts_with('.')
            && abbreviation::is_sentence_starter(self.word)
    }

    fn is_digit(&self) -> bool {
        self.word
            .starts_with(|letter: char| letter.is_ascii_digit())
    }

    /// `5`, `IV`, `A`: what `No.` and `Sec.` count with.
    fn is_number_like(&self) -> bool {
        self.is_digit()
            || self.word.len() == 1 && self.word != "I" && self.word != "A"
            || self.word.len() > 1 && self.word.bytes().all(|letter| b"IVXLC".contains(&letter))
    }

    fn is_time_zone_or_day(&self) -> bool {
        self.is_digit() || abbreviation::is_time_zone_or_day(self.word)
    }

    fn is_followed_by_lower_case(&self) -> bool {
        let rest = self.text[self.word.len()..].trim_start();
        rest.starts_with(char::is_lowercase)
    }

    /// `Kim asked`, `Foreign Minister Sergey Lavrov said`, `I said`: who spoke the question.
    fn is_attribution(&self) -> bool {
        for (names, word) in self.text.split_whitespace().take(6).enumerate() {
            let word = word.trim_end_matches([',', '.', ';', ':']);
            if names > 0 && is_reporting_verb(word) {
                return true;
            }
            if !word.starts_with(char::is_uppercase) {
                return false;
            }
        }
        false
    }
}

/// The letters, digits, apostrophes and hyphens at the start of `text`.
fn first_word(text: &str) -> &str {
    let end = text
        .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '\'' | '’')))
        .unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests;
