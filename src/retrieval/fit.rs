//! How well a mention fits what a question asks for.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::index::Block;
use crate::mention::{
    Dimension, Granularity, Mention, MentionKind, NameKind, NameMention, Quantity,
};
use crate::question::{AnswerType, AskedName, Question};
use crate::text::{Span, is_stop_key, stem_key};

/// Words that introduce a reason or a purpose.
const REASON_CUES: &[&str] = &[
    "because",
    "due to",
    "in order to",
    "so that",
    "owing to",
    "thanks to",
    "as a result",
    "the reason",
    "that is why",
    "which is why",
    "caused by",
    "prompted by",
    "to avoid",
    "to prevent",
    "to protect",
    "for fear",
    "in response to",
    "in protest",
    "therefore",
    "led to",
    "blamed",
    "aimed at",
    "the aim",
    "the purpose",
    "meant to",
];

/// Finds [`REASON_CUES`] in one pass, whatever their case.
static REASONS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(REASON_CUES)
        .expect("a handful of short words makes a small automaton")
});

/// From 0 (no answer to this question) to 1 (exactly what is asked for). A mention whose words all
/// stand in the question is no answer to it.
#[must_use]
pub fn fit(question: &Question, mention: &Mention, block: &Block) -> f32 {
    let kind = match &mention.kind {
        MentionKind::Name(name) => name_fit(question, name),
        MentionKind::Date(date) => {
            let fine = date
                .interval
                .is_none_or(|interval| interval.granularity <= Granularity::Year);
            match question.answer_type {
                AnswerType::Date if fine => 1.0,
                AnswerType::Date => 0.8,
                _ => 0.0,
            }
        }
        MentionKind::Duration { .. } => match question.answer_type {
            AnswerType::Duration => 1.0,
            AnswerType::Date => 0.2,
            _ => 0.0,
        },
        MentionKind::Quantity(quantity) => quantity_fit(question, quantity),
        MentionKind::Quotation(_) => 0.0,
    };
    if kind > 0.0 && repeats_question(question, block, mention.span) {
        return 0.0;
    }
    kind
}

fn name_fit(question: &Question, name: &NameMention) -> f32 {
    use NameKind::{Demonym, Organization, Person, Place, Thing};
    if question.names.iter().any(|asked| is_meant(asked, name)) {
        return 0.0;
    }
    match (question.answer_type, name.kind) {
        (AnswerType::Person, Person)
        | (AnswerType::Organization, Organization)
        | (AnswerType::Place, Place) => 1.0,
        (AnswerType::Person, Organization) => 0.75,
        (AnswerType::Organization, Thing) => 0.6,
        (AnswerType::Person, Place | Thing) | (AnswerType::Place, Thing) => 0.45,
        (AnswerType::Organization, Place) | (AnswerType::Place, Organization) => 0.4,
        (AnswerType::Person, Demonym) => 0.3,
        (AnswerType::Organization, Person) => 0.2,
        _ => 0.0,
    }
}

/// True when `asked` means this very name. A human being is not meant by the name of what bears
/// his (`who founded Smith & Sons?`).
fn is_meant(asked: &AskedName, name: &NameMention) -> bool {
    let namesake = asked.kind != NameKind::Person && name.kind == NameKind::Person;
    asked.keys.contains(&name.key) && !namesake
}

fn quantity_fit(question: &Question, quantity: &Quantity) -> f32 {
    match question.answer_type {
        AnswerType::Money if quantity.dimension == Dimension::Money => 1.0,
        AnswerType::Number => number_fit(question, quantity),
        _ => 0.0,
    }
}

fn number_fit(question: &Question, quantity: &Quantity) -> f32 {
    match question.dimension {
        Some(asked) if asked == quantity.dimension => 1.0,
        Some(_) => 0.0,
        None => match quantity.dimension {
            Dimension::Ordinal => 0.1,
            _ if counts_focus(question, quantity) => 1.0,
            _ => 0.6,
        },
    }
}

/// True when the quantity counts what the question counts (`how many *containers*`).
fn counts_focus(question: &Question, quantity: &Quantity) -> bool {
    let Some(unit) = &quantity.unit else {
        return false;
    };
    let key = stem_key(unit);
    question
        .focus_terms()
        .any(|term| term.key == key || term.alternatives.iter().any(|other| other.key == key))
}

/// True when every content word in `span` is a word of the question.
fn repeats_question(question: &Question, block: &Block, span: Span) -> bool {
    let mut repeats = false;
    for word in block.words_in(span) {
        if question.terms.iter().any(|term| term.key == word.stem) {
            repeats = true;
        } else if !is_stop_key(word.stem) {
            return false;
        }
    }
    repeats
}

/// True when a mention names what `asked` asks about.
#[must_use]
pub fn is_asked_name(asked: &AskedName, mention: &Mention) -> bool {
    matches!(&mention.kind, MentionKind::Name(name) if asked.keys.contains(&name.key))
}

/// True when a sentence says why: it holds a word that introduces a reason or purpose.
#[must_use]
pub fn states_reason(sentence: &str) -> bool {
    REASONS.is_match(sentence)
}

/// Words that introduce a way or a means.
const MANNER_CUES: &[&str] = &[" by ", " using ", " via ", " through ", " by means of "];

/// Finds [`MANNER_CUES`] in one pass.
static MANNERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(MANNER_CUES).expect("a handful of short words makes a small automaton")
});

/// True when a sentence says how: it holds a word that introduces a way or a means.
#[must_use]
pub fn states_manner(sentence: &str) -> bool {
    MANNERS.is_match(sentence)
}
