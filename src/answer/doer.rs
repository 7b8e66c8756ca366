//! Who does what: whether a name stands where the doer of the question's verb stands.
//!
//! English puts the doer before the verb (`Smith founded the trust`) or behind `by` (`founded by
//! Smith`); what stands right behind the verb is done to. Only word order is looked at.

use crate::index::Block;
use crate::question::{AnswerType, Question};
use crate::retrieval::{BlockView, Ranked};
use crate::text::{Span, fold, stem_key, tokenize};

/// Farther from the verb than this, word order says nothing.
const REACH: u32 = 12;
/// What stands where things are done to somebody is worth.
const DONE_TO: f32 = -0.6;
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
            let value = if end <= found.word && is_passive(block, found.word) {
                DONE_TO
            } else if end <= found.word {
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
                    DONE_TO
                }
            } else {
                0.0
            };
            value * found.weight
        })
        .max_by(f32::total_cmp)
        .unwrap_or(NO_VERB)
}

/// True for the verb of `was founded`.
fn is_passive(block: &Block, verb: u32) -> bool {
    let before = (verb as usize).checked_sub(1);
    let be = ["was", "were", "is", "are", "been", "being", "be"].map(stem_key);
    before.is_some_and(|before| be.contains(&block.words[before].stem))
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::answer::Answerer;
    use crate::answer::samples::index_of;

    fn short(body: &str, question: &str) -> Option<String> {
        let index = index_of(&[("story", body)]);
        let snapshot = index.snapshot();
        let answerer = Answerer::new(&snapshot, 0.0);
        let question = answerer.parse("", question);
        let answer = answerer.answer(question, &[], None).expect("in memory");
        answer.short.map(|short| short.text)
    }

    #[test]
    fn the_doer_stands_before_the_verb_or_behind_by() {
        let sued = "Anna Weber sued Peter Holm in Lyon over the fence.";
        assert_eq!(
            short(sued, "who sued over the fence?").as_deref(),
            Some("Anna Weber")
        );
        let founded = "The harbour choir of Peter Holm was founded by Anna Weber in Lyon.";
        assert_eq!(
            short(founded, "who founded the harbour choir?").as_deref(),
            Some("Anna Weber")
        );
    }

    #[test]
    fn the_age_of_another_is_no_answer() {
        let body = "Anna Weber met Peter Holm, 52, at the harbour. Weber sings.";
        assert_eq!(short(body, "how old is Anna Weber?"), None);
        assert_eq!(short(body, "how old is Peter Holm?").as_deref(), Some("52"));
    }

    #[test]
    fn spans_are_what_a_reader_would_say() {
        let body = "The harbour was closed because ash had covered the quay.";
        assert_eq!(
            short(body, "why was the harbour closed?").as_deref(),
            Some("ash had covered the quay")
        );
        let body = "Anna Weber, the chair of the board, opened the harbour.";
        assert_eq!(
            short(body, "who is Anna Weber?").as_deref(),
            Some("chair of the board")
        );
    }

    #[test]
    fn what_is_asked_for_by_its_kind_wins() {
        let body = "Harbour Holdings lost when Judge Anna Weber blocked the harbour deal.";
        assert_eq!(
            short(body, "which judge blocked the deal?").as_deref(),
            Some("Anna Weber")
        );
        let body = "At least 58 people are dead and 112 are missing after the storm.";
        assert_eq!(
            short(body, "how many people are missing?").as_deref(),
            Some("112")
        );
    }
}
