//! Short answers of sentences that were invented for these tests.

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
fn a_number_keeps_the_whole_of_what_makes_it_inexact_or_nothing() {
    for (bound, number) in [
        ("More than", "1,200"),
        ("Up to", "40"),
        ("As many as", "300"),
    ] {
        let body = format!("{bound} {number} workers took part in the strike, the union said.");
        let answer = short(&body, "how many workers took part?").unwrap();
        assert!(
            answer.starts_with(number) || answer.starts_with(&format!("{bound} {number}")),
            "{answer}"
        );
    }
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
