//! Short answers that are clauses: reasons, manners, quotations, and the role of who is asked about.
//!
//! What opens such a clause is a closed list of words, so rules find them; where several stand in a
//! quote, the one tied best to the question's words wins.

use crate::index::{Block, Sentence};
use crate::mention::MentionKind;
use crate::question::{AnswerType, Question};
use crate::retrieval::{BlockView, Ranked};
use crate::text::Span;

use super::reading::sentences;

/// A clause with how good it is by itself.
#[derive(Clone, Copy, Debug)]
struct Clause {
    span: Span,
    score: f32,
}

/// Longest short answer in bytes; anything longer is better read in the quote.
pub(super) const LONGEST: usize = 120;

/// The best clause of a quote with its score; `None` where the question asks for none or the quote
/// holds none.
pub(super) fn best_clause(view: &BlockView<'_>, ranked: &Ranked) -> Option<(Span, f32)> {
    let (question, block) = (view.question, &ranked.block);
    let found = match question.answer_type {
        AnswerType::Quote => quotations(question, ranked),
        AnswerType::Reason => reasons(block, sentences(ranked)),
        AnswerType::Manner => clauses(block, sentences(ranked), MANNER_OPENINGS),
        AnswerType::Description if question.definition => roles(question, ranked),
        _ => Vec::new(),
    };
    found
        .into_iter()
        .filter(|clause| clause.span.len() <= LONGEST)
        .map(|clause| (clause.span, clause.score + tie(view, ranked, clause.span)))
        .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
}

/// The span as a reader would say it: without the word that opens a reason and without the marks
/// that close a quotation.
pub(super) fn trimmed(question: &Question, block: &Block, span: Span) -> Span {
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

fn quotations(question: &Question, ranked: &Ranked) -> Vec<Clause> {
    let mut candidates = Vec::new();
    for mention in ranked.block.mentions_in(ranked.window.span) {
        let MentionKind::Quotation(quotation) = &mention.kind else {
            continue;
        };
        let asked = quotation.speaker.as_ref().is_some_and(|speaker| {
            let mut keys = question.names.iter().flat_map(|name| &name.keys);
            keys.any(|key| key == speaker)
        });
        candidates.push(Clause {
            span: mention.span,
            score: if asked { 1.0 } else { 0.0 },
        });
    }
    candidates
}

/// What is said of the subject of `who is X`, `what is an X`: its role, an apposition, or what
/// follows `is`.
fn roles(question: &Question, ranked: &Ranked) -> Vec<Clause> {
    let block = &ranked.block;
    let mut found = Vec::new();
    for subject in subjects(question, ranked) {
        if let Some(role) = subject.role {
            // `his sister` says little to whoever does not know whose.
            let vague = matches!(
                block.quote(role).split(' ').next(),
                Some("his" | "her" | "its" | "their" | "His" | "Her" | "Its" | "Their")
            );
            found.push(Clause {
                span: role,
                score: if vague { 0.6 } else { 1.4 },
            });
        }
        if let Some(span) = apposition_before(ranked, subject.span) {
            found.push(Clause { span, score: 1.0 });
        }
        let end = ranked.window.span.end;
        let behind = block.quote(Span::new(subject.span.end, end));
        if let Some((skipped, score)) = definition_opening(behind) {
            let start = subject.span.end + skipped;
            let text = block.quote(Span::new(start, end));
            let length = clause_end(text, 0);
            found.push(Clause {
                span: Span::new(start, start + length),
                score,
            });
        }
    }
    found
}

/// `the prefect of the region, Marc Delorme,`: what stands between commas before a name.
fn apposition_before(ranked: &Ranked, name: Span) -> Option<Span> {
    let block = &ranked.block;
    let sentence = sentences(ranked)
        .iter()
        .find(|sentence| sentence.span.contains(name))?;
    let behind = block.quote(Span::new(name.end, sentence.span.end));
    let before = block.quote(Span::new(sentence.span.start, name.start));
    let text = before
        .strip_suffix(", ")
        .filter(|_| behind.starts_with([',', '.', ';']))?;
    let start = text.rfind([',', ';', '“', '"', '(']).map_or(0, |mark| {
        let rest = &text[mark..];
        mark + rest.len()
            - rest
                .trim_start_matches([',', ';', '“', '"', '(', ' '])
                .len()
    });
    let words = text[start..].split(' ').count();
    let opens = ["the ", "a ", "an ", "its ", "The ", "A ", "An ", "Its "];
    let titled = opens.iter().any(|word| text[start..].starts_with(word));
    (titled && words <= 10).then(|| Span::new(start, text.len()).shifted(sentence.span.start))
}

/// Where the subject of a definition stands, with its role where it is a person's name.
struct Subject {
    span: Span,
    role: Option<Span>,
}

fn subjects(question: &Question, ranked: &Ranked) -> Vec<Subject> {
    let block = &ranked.block;
    let mut subjects: Vec<Subject> = block
        .mentions_in(ranked.window.span)
        .filter_map(|mention| match &mention.kind {
            MentionKind::Name(name)
                if question
                    .names
                    .iter()
                    .any(|asked| asked.keys.contains(&name.key)) =>
            {
                Some(Subject {
                    span: mention.span,
                    role: name.role,
                })
            }
            _ => None,
        })
        .collect();
    // `what is a golden power`: no name, but all of its words in a row.
    if question.names.is_empty() && !question.terms.is_empty() {
        let words = block.words_in(ranked.window.span);
        let rows = words.windows(question.terms.len()).filter(|row| {
            let mut pairs = row.iter().zip(&question.terms);
            pairs.all(|(word, term)| word.stem == term.key)
        });
        subjects.extend(rows.map(|row| Subject {
            span: Span::new(row[0].span().start, row[row.len() - 1].span().end),
            role: None,
        }));
    }
    subjects
}

/// How many bytes behind a subject its definition begins, and how good it is: `X is a …` before
/// `X, a …,`.
fn definition_opening(behind: &str) -> Option<(usize, f32)> {
    const OPENINGS: [(&str, &str, f32); 12] = [
        (" is ", "a ", 1.3),
        (" is ", "an ", 1.3),
        (" is ", "the ", 1.2),
        (" was ", "a ", 1.1),
        (" was ", "an ", 1.1),
        (" was ", "the ", 1.0),
        (" are ", "", 0.9),
        (" means ", "", 1.0),
        (", ", "a ", 1.2),
        (", ", "an ", 1.2),
        (", ", "the ", 1.2),
        (", ", "which is ", 1.0),
    ];
    OPENINGS
        .iter()
        .find(|(mark, article, _)| {
            let rest = behind.strip_prefix(mark);
            rest.is_some_and(|rest| rest.starts_with(article))
        })
        .map(|(mark, _, score)| (mark.len(), *score))
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
fn reasons(block: &Block, sentences: &[Sentence]) -> Vec<Clause> {
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
fn clauses(block: &Block, sentences: &[Sentence], openings: &[&str]) -> Vec<Clause> {
    let mut candidates = Vec::new();
    for sentence in sentences {
        let text = block.quote(sentence.span);
        for opening in openings {
            for (start, _) in text.match_indices(opening) {
                let before = text[..start].chars().next_back();
                let after = text[start + opening.len()..].chars().next();
                if before.is_none_or(|c| c == ' ' || c == ',') && after == Some(' ') {
                    let end = clause_end(text, start);
                    candidates.push(Clause {
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
