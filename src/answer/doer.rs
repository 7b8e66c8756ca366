//! Who does what: whether a name stands where the doer of the question's verb stands.
//!
//! English puts the doer before the verb (`Smith founded the trust`) or behind `by` (`founded by
//! Smith`); what stands right behind the verb is done to. Only word order is looked at.

use crate::question::{AnswerType, Question};
use crate::retrieval::{BlockView, Ranked};
use crate::text::{Span, fold, stem_key, tokenize};

/// Farther from the verb than this, word order says nothing.
const REACH: u32 = 12;
/// What a sentence without the verb is worth.
const NO_VERB: f32 = -0.4;
/// Verbs whose doer often stands behind them (`said Smith`).
const SPEECH: &[&str] = &[
    "say", "add", "warn", "ask", "explain", "joke", "tell", "note", "argue", "claim", "write",
];

/// The term that is the verb of a question such as `who founded …`, `who will lead …`. None where
/// the question word is not the one who does it (`who did they sue`, `who was fined`).
pub(super) fn doing(question: &Question) -> Option<usize> {
    if question.answer_type != AnswerType::Person {
        return None;
    }
    let text = &question.text;
    let mut tokens = tokenize(text)
        .into_iter()
        .map(|token| (token.span, fold(token.word(text)).into_owned()))
        .skip_while(|(_, word)| word != "who");
    tokens.next()?;
    let (span, _) = tokens.find(|(_, word)| !is_between(word))?;
    let verb = question.terms.iter().position(|term| term.span == span)?;
    let term = &question.terms[verb];
    (!term.in_name && !SPEECH.iter().any(|word| stem_key(word) == term.key)).then_some(verb)
}

/// What may stand between `who` and its verb.
fn is_between(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "would"
            | "has"
            | "have"
            | "had"
            | "could"
            | "can"
            | "may"
            | "might"
            | "should"
            | "also"
            | "first"
            | "originally"
            | "recently"
            | "finally"
            | "once"
            | "then"
    )
}

/// How well `span` stands as the doer of the term `verb`: from -0.6 to 0.8, 0 where nothing tells.
pub(super) fn doer(view: &BlockView<'_>, ranked: &Ranked, (span, verb): (Span, usize)) -> f32 {
    let block = &ranked.block;
    let sentences = &block.sentences[ranked.window.first..=ranked.window.last];
    let Some(sentence) = sentences.iter().find(|one| one.span.contains(span)) else {
        return 0.0;
    };
    let first = place(
        block
            .words
            .partition_point(|word| (word.start as usize) < span.start),
    );
    let end = place(
        block
            .words
            .partition_point(|word| (word.start as usize) < span.end),
    );
    let by = stem_key("by");
    view.matches_in(sentence.words)
        .iter()
        .filter(|found| usize::from(found.term) == verb)
        .map(|found| {
            let value = if end <= found.word {
                match found.word - end {
                    0..=1 => 0.8,
                    2..=REACH => 0.5,
                    _ => 0.0,
                }
            } else if first > found.word && first - found.word <= REACH {
                let between = &block.words[found.word as usize + 1..first as usize];
                if between.iter().any(|word| word.stem == by) {
                    0.8
                } else {
                    -0.6
                }
            } else {
                0.0
            };
            value * found.weight
        })
        .max_by(f32::total_cmp)
        .unwrap_or(NO_VERB)
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
