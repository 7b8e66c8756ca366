//! Names the answer: the span of the wanted type that is tied best to the question's words.

use crate::index::{Block, Sentence, Word};
use crate::mention::{Dimension, Mention, MentionKind, NameKind, Quantity};
use crate::question::{AnswerType, Question};
use crate::retrieval::{Lookup, Ranked, fit};
use crate::text::{Span, stem_key};

use crate::retrieval::BlockView;

use super::doer::{doer, doing};

/// Quotes below this rank do not name the answer.
const QUOTES_READ: usize = 3;
/// Where a quote's features hold the share of the asked names that its passage names.
const NAMES_IN_BLOCK: usize = 11;
/// A span that scores so much less than one of another quote does not speak for its own.
const MUCH_BETTER: f32 = 1.0;
/// Longest short answer in bytes; anything longer is better read in the quote.
const LONGEST: usize = 120;

/// A possible answer in one quote.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    span: Span,
    score: f32,
}

/// The best span of each quote (where it has one) and the index of the quote whose span wins.
pub(super) fn name_answers(
    question: &Question,
    lookup: &Lookup,
    ranked: &[Ranked],
) -> (Vec<Option<Span>>, Option<usize>) {
    let best: Vec<Option<Candidate>> = ranked
        .iter()
        .map(|one| best_in_quote(question, lookup, one))
        .collect();
    // The ranker has weighed how well each quote fits; the best one that names an answer speaks.
    let read = if question.wants_mention() || question.definition {
        QUOTES_READ
    } else {
        1
    };
    // What is said of another is no answer, so a quote must name as much as the best one does.
    let named = |place: usize| ranked[place].features[NAMES_IN_BLOCK];
    let scores = || {
        let best = best.iter().take(read).enumerate();
        best.map(|(place, one)| one.filter(|_| named(place) >= named(0)))
            .map(|one| one.map(|found| found.score))
    };
    let least = scores().flatten().fold(f32::MIN, f32::max) - MUCH_BETTER;
    let winner = scores().position(|score| score.is_some_and(|score| score >= least));
    let spans = best
        .into_iter()
        .zip(ranked)
        .map(|(candidate, one)| candidate.map(|found| trimmed(question, &one.block, found.span)))
        .collect();
    (spans, winner)
}

fn best_in_quote(question: &Question, lookup: &Lookup, ranked: &Ranked) -> Option<Candidate> {
    let block = &ranked.block;
    let view = BlockView::of_quote(question, lookup, block);
    let found = match question.answer_type {
        AnswerType::Quote => quotations(question, ranked),
        AnswerType::Reason => reasons(block, sentences(ranked)),
        AnswerType::Manner => clauses(block, sentences(ranked), MANNER_OPENINGS),
        AnswerType::Description if question.definition => roles(question, ranked),
        AnswerType::Description => in_focus(question, ranked),
        AnswerType::YesNo => Vec::new(),
        _ => typed(&view, ranked),
    };
    found
        .into_iter()
        .filter(|candidate| candidate.span.len() <= LONGEST)
        .map(|candidate| Candidate {
            score: candidate.score + tie(&view, ranked, candidate.span),
            ..candidate
        })
        .max_by(|one, other| {
            one.score
                .total_cmp(&other.score)
                .then(other.span.cmp(&one.span))
        })
}

/// How strongly a span is tied to the question's words: by distance, and by the share of the
/// question that its own sentence covers.
fn tie(view: &BlockView<'_>, ranked: &Ranked, span: Span) -> f32 {
    let sentence = sentences(ranked)
        .iter()
        .find(|sentence| sentence.span.contains(span));
    let Some(sentence) = sentence else {
        return 0.0;
    };
    let near = view.nearness(span, view.matches_in(sentence.words));
    1.5 * near + view.sentence_coverage(*sentence)
}

fn sentences(ranked: &Ranked) -> &[Sentence] {
    &ranked.block.sentences[ranked.window.first..=ranked.window.last]
}

fn typed(view: &BlockView<'_>, ranked: &Ranked) -> Vec<Candidate> {
    let (question, block) = (view.question, &ranked.block);
    let verb = doing(question);
    block
        .mentions_in(ranked.window.span)
        .map(|mention| (mention, 2.0 * fit(question, mention, block)))
        .filter(|(mention, score)| {
            *score > 0.0
                && !is_age_of_another(question, block, mention)
                && !is_mere_place(question, block, mention)
                && (!asks_for_kin(question) || is_person(mention))
        })
        .map(|(mention, score)| Candidate {
            span: mention.span,
            score: score
                + verb.map_or(0.0, |verb| doer(view, ranked, (mention.span, verb)))
                + kind_named(question, block, mention)
                + counted_so(view, mention),
        })
        .collect()
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

fn is_person(mention: &Mention) -> bool {
    matches!(&mention.kind, MentionKind::Name(name) if name.kind == NameKind::Person)
}

/// True for a place that something happens in, where somebody is asked for. Governments may act by
/// the name of a place (`Russia vetoed it`), but not after `in`.
fn is_mere_place(question: &Question, block: &Block, mention: &Mention) -> bool {
    let place = matches!(&mention.kind, MentionKind::Name(name) if name.kind == NameKind::Place);
    let next = block
        .words
        .partition_point(|word| (word.start as usize) < mention.span.start);
    let before = next.checked_sub(1).map(|before| block.words[before].stem);
    let inside = ["in", "at", "near", "outside"].map(stem_key);
    question.answer_type == AnswerType::Person
        && place
        && before.is_some_and(|before| inside.contains(&before))
}

/// True for the age of somebody else: whose age it is stands before it (`Smith, 52,`).
fn is_age_of_another(question: &Question, block: &Block, mention: &Mention) -> bool {
    let mut persons = block
        .mentions
        .iter()
        .filter(|other| other.span.end <= mention.span.start)
        .filter_map(|other| match &other.kind {
            MentionKind::Name(name) if name.kind == NameKind::Person => Some(name),
            _ => None,
        });
    let mut asked = question.names.iter().flat_map(|name| &name.keys).peekable();
    question.dimension == Some(Dimension::Age)
        && asked.peek().is_some()
        && persons
            .next_back()
            .is_some_and(|whose| asked.all(|key| *key != whose.key))
}

/// What a bare number gains from being said to be what is asked (`112 are *missing*`).
fn counted_so(view: &BlockView<'_>, mention: &Mention) -> f32 {
    let MentionKind::Quantity(Quantity { unit: None, .. }) = &mention.kind else {
        return 0.0;
    };
    let words = &view.block.words;
    let next = words.partition_point(|word| (word.start as usize) < mention.span.end);
    let is = |word: &Word| {
        ["are", "is", "were", "was"]
            .map(stem_key)
            .contains(&word.stem)
    };
    let asked = |word: &Word| {
        let mut terms = view.question.terms.iter();
        terms.any(|term| term.key == word.stem)
    };
    match words.get(next..next + 2) {
        Some([be, said]) if is(be) && asked(said) => 0.9,
        _ => 0.0,
    }
}

/// The span as a reader would say it: without the word that opens a reason and without the marks
/// that close a quotation.
fn trimmed(question: &Question, block: &Block, span: Span) -> Span {
    let mut span = span;
    if question.answer_type == AnswerType::Quote {
        let text = block.quote(span);
        let kept = text.trim_end_matches([',', ';', ' ']).len();
        span.end = span.start + kept;
    }
    if question.definition {
        let text = block.quote(span);
        let article = ["the ", "a ", "an "]
            .iter()
            .find(|word| text.starts_with(*word));
        span.start += article.map_or(0, |word| word.len());
    }
    if question.answer_type == AnswerType::Reason {
        let text = block.quote(span);
        let opening = SILENT_OPENINGS
            .iter()
            .filter(|opening| text.starts_with(*opening))
            .max_by_key(|opening| opening.len());
        span.start += opening.map_or(0, |opening| opening.len());
    }
    span
}

fn quotations(question: &Question, ranked: &Ranked) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for mention in ranked.block.mentions_in(ranked.window.span) {
        let MentionKind::Quotation(quotation) = &mention.kind else {
            continue;
        };
        let asked = quotation.speaker.as_ref().is_some_and(|speaker| {
            let mut keys = question.names.iter().flat_map(|name| &name.keys);
            keys.any(|key| key == speaker)
        });
        candidates.push(Candidate {
            span: mention.span,
            score: if asked { 1.0 } else { 0.0 },
        });
    }
    candidates
}

/// The roles that stand with the subject of `who is X`.
fn roles(question: &Question, ranked: &Ranked) -> Vec<Candidate> {
    ranked
        .block
        .mentions_in(ranked.window.span)
        .filter_map(|mention| match &mention.kind {
            MentionKind::Name(name)
                if question
                    .names
                    .iter()
                    .any(|asked| asked.keys.contains(&name.key)) =>
            {
                name.role
            }
            _ => None,
        })
        .map(|span| Candidate { span, score: 1.0 })
        .collect()
}

/// Names that hold or touch the noun in focus (`which *resolution*` → `Resolution 2094`).
fn in_focus(question: &Question, ranked: &Ranked) -> Vec<Candidate> {
    let keys: Vec<u32> = question.focus_terms().map(|term| term.key).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    let block = &ranked.block;
    block
        .mentions_in(ranked.window.span)
        .filter(|mention| matches!(mention.kind, MentionKind::Name(_)))
        .filter(|mention| fit_unasked(question, block, mention.span))
        .filter(|mention| touches(block, mention.span, &keys))
        .map(|mention| Candidate {
            span: mention.span,
            score: 0.5,
        })
        .collect()
}

/// True when the span says something that the question does not.
fn fit_unasked(question: &Question, block: &Block, span: Span) -> bool {
    block
        .words
        .iter()
        .filter(|word| span.contains(word.span()))
        .any(|word| !question.terms.iter().any(|term| term.key == word.stem))
}

/// What a name gains from being called what is asked for (`which *judge*` → `Judge Harold Beaumont`).
fn kind_named(question: &Question, block: &Block, mention: &Mention) -> f32 {
    let (MentionKind::Name(name), Some(kind)) = (&mention.kind, question.focus_terms().next())
    else {
        return 0.0;
    };
    let role = name.role.is_some_and(|role| {
        let words = block.words_in(role);
        words.iter().any(|word| word.stem == kind.key)
    });
    if role || touches(block, mention.span, &[kind.key]) {
        0.8
    } else {
        0.0
    }
}

/// True when a word with one of these keys lies in the span or next to it.
fn touches(block: &Block, span: Span, keys: &[u32]) -> bool {
    let first = block
        .words
        .partition_point(|word| (word.start as usize) < span.start);
    let end = block
        .words
        .partition_point(|word| (word.start as usize) < span.end);
    block.words[first.saturating_sub(1)..(end + 1).min(block.words.len())]
        .iter()
        .any(|word| keys.contains(&word.stem))
}

/// Words that open a reason; the clause from there to its end is the answer.
const REASON_OPENINGS: &[&str] = &[
    "because",
    "due to",
    "in order to",
    "so that",
    "owing to",
    "thanks to",
    "as a result of",
    "in response to",
    "in protest",
    "caused by",
    "for fear",
    "to avoid",
    "to prevent",
    "to protect",
];
/// Openings that only say that a reason follows.
const SILENT_OPENINGS: &[&str] = &[
    "because ",
    "because of ",
    "due to ",
    "owing to ",
    "thanks to ",
    "as a result of ",
    "caused by ",
];
/// Words that open a manner.
const MANNER_OPENINGS: &[&str] = &[
    "by",
    "using",
    "through",
    "via",
    "by means of",
    "with the help of",
];

/// Clauses that state a reason; where there is none, what went before (`resigned after an aide
/// admitted …`), which is how news gives a cause without vouching for it.
fn reasons(block: &Block, sentences: &[Sentence]) -> Vec<Candidate> {
    let stated = clauses(block, sentences, REASON_OPENINGS);
    if !stated.is_empty() {
        return stated;
    }
    let mut before = clauses(block, sentences, &["after"]);
    before.retain(|found| {
        let words = block.words_in(found.span).len();
        let text = block.quote(found.span);
        words > SHORTEST_CAUSE && !text.contains(|letter: char| letter.is_ascii_digit())
    });
    before
}

/// `after` and up to so many words give a time rather than a cause.
const SHORTEST_CAUSE: usize = 4;

/// The clauses of `sentences` that begin with one of `openings`, up to the next comma, semicolon
/// or the sentence's end.
fn clauses(block: &Block, sentences: &[Sentence], openings: &[&str]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for sentence in sentences {
        let text = block.quote(sentence.span);
        for opening in openings {
            for (start, _) in text.match_indices(opening) {
                let before = text[..start].chars().next_back();
                let after = text[start + opening.len()..].chars().next();
                if before.is_none_or(|c| c == ' ' || c == ',') && after == Some(' ') {
                    let end = clause_end(text, start);
                    candidates.push(Candidate {
                        span: Span::new(start, end).shifted(sentence.span.start),
                        score: 0.2,
                    });
                }
            }
        }
    }
    candidates
}

fn clause_end(text: &str, start: usize) -> usize {
    let length = text[start..]
        .find([',', ';', ':', '—', '”', '"'])
        .unwrap_or(text.len() - start);
    let clause = text[start..start + length].trim_end_matches(['.', '!', '?', ' ', ')']);
    start + clause.len()
}
