//! Paragraphs with looks and links, broken into lines by display width.
//!
//! A line is only ever broken *between* characters: nothing is taken away and, but for the line
//! feed and the margin, nothing is put in. Blanks at a break stay at the end of their line in
//! verbatim text. So whoever takes the margins away and joins the lines holds the quoted bytes.

use anstyle::Style as Look;
use unicode_segmentation::UnicodeSegmentation;

use super::style::Style;
use crate::reply::{neutralise, neutralise_line};
use crate::text::Span;

/// Text with looks, made harmless on its way in.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    text: String,
    runs: Vec<Run>,
    verbatim: bool,
}

/// A part of a paragraph with one look.
#[derive(Clone, Debug)]
struct Run {
    span: Span,
    look: Look,
    link: Option<String>,
}

/// What stands before the lines of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Margin<'a> {
    /// Before the first line.
    pub(super) first: &'a str,
    /// Before the others.
    pub(super) rest: &'a str,
    /// Look of both.
    pub(super) look: Look,
}

impl Paragraph {
    /// Adds words that must stay in their line.
    pub(super) fn push(&mut self, words: &str, look: Look) {
        self.add(&neutralise_line(words), look, None);
    }

    /// Adds words that lead to an address; the caller has checked the address.
    pub(super) fn push_link(&mut self, words: &str, look: Look, address: Option<&str>) {
        self.add(&neutralise_line(words), look, address.map(str::to_owned));
    }

    /// Adds verbatim words, whose line feeds stay.
    pub(super) fn push_verbatim(&mut self, words: &str, look: Look) {
        self.verbatim = true;
        self.add(&neutralise(words), look, None);
    }

    /// Adds another paragraph's words in their looks.
    pub(super) fn append(&mut self, other: &Self) {
        for run in &other.runs {
            self.add(run.span.of(&other.text), run.look, run.link.clone());
        }
    }

    fn add(&mut self, words: &str, look: Look, link: Option<String>) {
        let start = self.text.len();
        self.text.push_str(words);
        let span = Span::new(start, self.text.len());
        match self.runs.last_mut() {
            Some(last) if last.look == look && last.link == link => last.span.end = span.end,
            _ => self.runs.push(Run { span, look, link }),
        }
    }

    /// The widest of its lines when nothing is wrapped.
    pub(super) fn width(&self) -> usize {
        self.text.split('\n').map(display_width).max().unwrap_or(0)
    }

    /// The words without looks.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The spans of its lines at a width. Blanks at line ends are kept in verbatim text only.
    pub(super) fn lines(&self, width: Option<usize>) -> Vec<Span> {
        let mut lines = break_lines(&self.text, width);
        if !self.verbatim {
            for line in &mut lines {
                line.end = line.start + line.of(&self.text).trim_end_matches(' ').len();
            }
        }
        lines
    }

    /// Writes all its lines with a margin, each ended by a line feed.
    pub(super) fn write(&self, output: &mut String, margin: &Margin<'_>, style: &Style) {
        let taken = display_width(margin.first).max(display_width(margin.rest));
        let width = style.width.map(|width| width.saturating_sub(taken).max(1));
        for (number, line) in self.lines(width).into_iter().enumerate() {
            let before = if number == 0 {
                margin.first
            } else {
                margin.rest
            };
            let before = if line.is_empty() {
                before.trim_end()
            } else {
                before
            };
            paint(output, before, margin.look, style);
            self.write_line(output, line, style);
            output.push('\n');
        }
    }

    /// Writes one of its lines, without a line feed.
    pub(super) fn write_line(&self, output: &mut String, line: Span, style: &Style) {
        for run in self.runs.iter().filter(|run| run.span.overlaps(line)) {
            let start = run.span.start.max(line.start);
            let end = run.span.end.min(line.end);
            let words = Span::new(start, end).of(&self.text);
            match run.link.as_deref().filter(|_| style.hyperlinks) {
                Some(address) => {
                    // BEL-terminated strings are widely read too, but ST is what the standard says.
                    output.push_str("\u{1b}]8;;");
                    output.push_str(address);
                    output.push_str("\u{1b}\\");
                    paint(output, words, run.look, style);
                    output.push_str("\u{1b}]8;;\u{1b}\\");
                }
                None => paint(output, words, run.look, style),
            }
        }
    }
}

/// Writes words in a look, where the output has looks at all.
fn paint(output: &mut String, words: &str, look: Look, style: &Style) {
    if !style.colour || look.is_plain() || words.is_empty() {
        output.push_str(words);
        return;
    }
    output.push_str(&look.render().to_string());
    output.push_str(words);
    output.push_str(&look.render_reset().to_string());
}

/// Columns that a text takes. A cluster (an emoji of several characters) takes two at most.
pub(super) fn display_width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(cluster_width).sum()
}

fn cluster_width(cluster: &str) -> usize {
    textwrap::core::display_width(cluster).min(2)
}

fn break_lines(text: &str, width: Option<usize>) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        match width {
            Some(width) if display_width(line) > width => {
                break_line(text, span, width, &mut lines);
            }
            _ => lines.push(span),
        }
        start = span.end + 1;
    }
    lines
}

/// Fills lines with as many pieces as fit; a piece wider than the line is cut between clusters.
fn break_line(text: &str, line: Span, width: usize, lines: &mut Vec<Span>) {
    let (mut start, mut used) = (line.start, 0);
    let mut place = |piece: Span, piece_width: usize| {
        if used > 0 && used + piece_width > width {
            lines.push(Span::new(start, piece.start));
            (start, used) = (piece.start, 0);
        }
        used += piece_width;
    };
    for piece in pieces(line.of(text)) {
        let piece = piece.shifted(line.start);
        let piece_width = display_width(piece.of(text));
        if piece_width <= width {
            place(piece, piece_width);
            continue;
        }
        for (offset, cluster) in piece.of(text).grapheme_indices(true) {
            let start = piece.start + offset;
            place(
                Span::new(start, start + cluster.len()),
                cluster_width(cluster),
            );
        }
    }
    lines.push(Span::new(start, line.end));
}

/// Splits a line into the pieces that stay together: words with the blanks behind them.
fn pieces(line: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut clusters = line.grapheme_indices(true).peekable();
    while let Some((offset, cluster)) = clusters.next() {
        let end = offset + cluster.len();
        let next = clusters.peek().map(|(_, next)| *next);
        if next.is_some_and(|next| may_break(cluster, next)) {
            pieces.push(Span::new(start, end));
            start = end;
        }
    }
    pieces.push(Span::new(start, line.len()));
    pieces
}

/// Whether a line may end between two clusters: behind a blank, behind a dash, and around wide
/// characters, since Chinese and Japanese are written without blanks.
fn may_break(cluster: &str, next: &str) -> bool {
    if next == " " {
        return false;
    }
    if cluster == " " || cluster == "—" {
        return true;
    }
    // No line begins with closing punctuation.
    let closes = ")]}.,;:!?”’»。、，．：；！？」』）】》〉";
    cluster_width(cluster) == 2 && !closes.contains(next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrap(text: &str, width: usize) -> Vec<&str> {
        break_lines(text, Some(width))
            .into_iter()
            .map(|line| line.of(text))
            .collect()
    }

    #[test]
    fn lines_break_behind_blanks_and_keep_them() {
        assert_eq!(wrap("one two  three four", 10), ["one two  ", "three four"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(wrap("a abcdefghij b", 4), ["a ab", "cdef", "ghij", " b"]);
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_full_stop() {
        assert_eq!(wrap("金正恩收到汽车。", 14), ["金正恩收到汽", "车。"]);
    }

    #[test]
    fn an_emoji_of_several_characters_is_two_columns_wide() {
        assert_eq!(display_width("👩\u{200d}🚀!"), 3);
    }

    #[test]
    fn own_line_feeds_stay() {
        assert_eq!(wrap("one\n\ntwo three", 5), ["one", "", "two ", "three"]);
    }

    proptest! {
        #[test]
        fn joined_lines_are_the_text(text in "[ -~äß金🚀 ]{0,80}", width in 1usize..30) {
            prop_assert_eq!(wrap(&text, width).concat(), text);
        }

        #[test]
        fn no_line_is_wider_than_asked(text in "[ -~äß金 ]{0,80}", width in 2usize..30) {
            for line in wrap(&text, width) {
                prop_assert!(display_width(line) <= width, "{line:?}");
            }
        }
    }
}
