//! What a question's word order says about the place of its answer.
//!
//! English shows by order who does what: `who founded X` wants what stands before the verb, `who did
//! X sue` what stands behind it, `who was fined` what stands before a passive. Only order is looked
//! at.

use crate::question::{AnswerType, Question};
use crate::text::{Span, fold, stem_key, tokenize};

use super::class::{Class, class_of};

/// Kinds of answers whose spans are weighed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// People and bodies of people.
    Agent,
    /// Places.
    Place,
    /// Dates and lengths of time.
    Time,
    /// Numbers and money.
    Number,
    /// Anything else that a phrase names.
    Thing,
    /// Reasons and manners: a clause.
    Clause,
}

/// All groups with their names in the model's file.
pub const GROUPS: [(Group, &str); 6] = [
    (Group::Agent, "agent"),
    (Group::Place, "place"),
    (Group::Time, "time"),
    (Group::Number, "number"),
    (Group::Thing, "thing"),
    (Group::Clause, "clause"),
];

impl Group {
    /// The group of a question.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        match question.answer_type {
            AnswerType::Person | AnswerType::Organization => Self::Agent,
            AnswerType::Place => Self::Place,
            AnswerType::Date | AnswerType::Duration => Self::Time,
            AnswerType::Number | AnswerType::Money => Self::Number,
            AnswerType::Reason | AnswerType::Manner => Self::Clause,
            AnswerType::Description | AnswerType::Quote | AnswerType::YesNo => Self::Thing,
        }
    }
}

/// The part that the answer plays about the question's verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It does what this term says.
    Doer(usize),
    /// It is what somebody else does this to.
    Object(usize),
    /// It is done to, in the passive.
    Done(usize),
    /// The words do not tell.
    Unknown,
}

/// A question, seen as a frame for its answer.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) group: Group,
    pub(super) part: Part,
    /// The preposition that governs the question word (`in which city`, `who … to`).
    pub(super) preposition: Option<u32>,
    /// The first content word behind question word and focus.
    pub(super) lead: Option<usize>,
    /// The last content word.
    pub(super) last: Option<usize>,
    /// True when several answers are asked for (`which countries`).
    pub(super) plural: bool,
    /// True when a year and no finer date is asked for.
    pub(super) year: bool,
    /// True when lengths of time are counted (`how many years`).
    pub(super) counts_time: bool,
    /// True for `where` without a noun that says what sort of place.
    pub(super) bare_where: bool,
    /// True for a human being by kinship (`X's wife`).
    pub(super) kin: bool,
}

impl Asked {
    /// The frame of `question`.
    pub(super) fn new(question: &Question) -> Self {
        let words = folded_words(question);
        let place = words
            .iter()
            .position(|(_, word)| is_question_word(word))
            .unwrap_or(0);
        let rest = words.get(place + 1..).unwrap_or_default();
        let lead = rest
            .iter()
            .filter_map(|(span, _)| term_at(question, *span))
            .find(|term| !question.focus.contains(term));
        Self {
            group: Group::of(question),
            part: part(question, rest),
            preposition: preposition(&words, place),
            lead,
            last: question.terms.len().checked_sub(1),
            plural: question.list,
            year: question
                .focus_terms()
                .any(|term| term.word.eq_ignore_ascii_case("year")),
            counts_time: question
                .focus_terms()
                .any(|term| is_time_unit(&term.word.to_lowercase())),
            bare_where: question.answer_type == AnswerType::Place && question.focus.is_empty(),
            kin: asks_for_kin(question),
        }
    }
}

fn folded_words(question: &Question) -> Vec<(Span, String)> {
    tokenize(&question.text)
        .into_iter()
        .map(|token| (token.span, fold(token.word(&question.text)).into_owned()))
        .collect()
}

fn is_question_word(word: &str) -> bool {
    matches!(
        word,
        "who" | "whom" | "whose" | "what" | "which" | "when" | "where" | "why" | "how"
    )
}

fn term_at(question: &Question, span: Span) -> Option<usize> {
    question.terms.iter().position(|term| term.span == span)
}

/// Verbs whose doer often stands behind them (`said Smith`): order tells nothing.
const SPEECH: &[&str] = &[
    "say", "add", "warn", "ask", "explain", "joke", "tell", "note", "argue", "claim", "write",
];

/// The part that the answer plays; `rest` are the words behind the question word.
fn part(question: &Question, rest: &[(Span, String)]) -> Part {
    let mut words = rest
        .iter()
        .skip_while(|(span, word)| {
            is_between(word)
                || term_at(question, *span).is_some_and(|term| question.focus.contains(&term))
        })
        .peekable();
    let Some((_, first)) = words.peek() else {
        return Part::Unknown;
    };
    let make: fn(usize) -> Part = match first.as_str() {
        "did" | "does" | "do" => Part::Object,
        "is" | "are" | "was" | "were" | "be" | "been" => Part::Done,
        _ => Part::Doer,
    };
    let verb = words
        .filter_map(|(span, _)| term_at(question, *span))
        .find(|term| !question.terms[*term].in_name);
    match verb {
        Some(verb) if !is_speech(question.terms[verb].key) => make(verb),
        _ => Part::Unknown,
    }
}

fn is_speech(key: u32) -> bool {
    SPEECH.iter().any(|word| stem_key(word) == key)
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

/// The preposition right before the question word, or the one that a question ends with.
fn preposition(words: &[(Span, String)], place: usize) -> Option<u32> {
    let before = place.checked_sub(1).and_then(|before| words.get(before));
    let found = before.into_iter().chain(words.last());
    found
        .map(|(_, word)| stem_key(word))
        .find(|key| class_of(*key).is_preposition() && class_of(*key) != Class::Of)
}

fn is_time_unit(word: &str) -> bool {
    const UNITS: [&str; 9] = [
        "year", "month", "week", "day", "hour", "minute", "second", "decade", "century",
    ];
    UNITS.contains(&word.trim_end_matches('s'))
}

/// True for `who is X's wife`: only a human being will do.
fn asks_for_kin(question: &Question) -> bool {
    const KIN: &[&str] = &[
        "wife",
        "husband",
        "spouse",
        "brother",
        "sister",
        "father",
        "mother",
        "son",
        "daughter",
        "parent",
        "child",
        "children",
        "uncle",
        "aunt",
        "cousin",
        "grandfather",
        "grandmother",
        "widow",
        "widower",
        "fiancé",
        "fiancée",
        "girlfriend",
        "boyfriend",
    ];
    let mut terms = question.terms.iter();
    question.answer_type == AnswerType::Person
        && terms.any(|term| KIN.contains(&term.word.to_lowercase().as_str()))
}
