//! An answer, as plain data.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::index::{Block, Snapshot};
use crate::mention::{MentionKind, NameKind};
use crate::question::Question;
use crate::retrieval::Features;
use crate::text::{Span, fold_phrase};

/// What the articles say to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question as understood.
    pub question: Question,
    /// Why the articles do not answer; `None` when they do. The evidence is then only the closest.
    pub refusal: Option<Refusal>,
    /// The probability, by the shipped calibration, that the articles answer the question.
    pub confidence: f64,
    /// The answer itself, where a span of the wanted type was found.
    pub short: Option<ShortAnswer>,
    /// The best quotes, best first; more than are shown at once.
    pub evidence: Vec<Evidence>,
    /// How far the sources agree.
    pub agreement: Agreement,
    /// What was looked through.
    pub searched: Searched,
}

impl Answer {
    /// The same answer without what was `given` already: quotes whose answer is one of these texts go,
    /// and the first one left speaks. False when none is left.
    pub fn leave_out(&mut self, given: &[String]) -> bool {
        let words = |text: &str| -> Vec<String> {
            let folded = fold_phrase(text);
            folded.split(' ').map(str::to_owned).collect()
        };
        let given: Vec<Vec<String>> = given.iter().map(|text| words(text)).collect();
        self.evidence.retain(|one| {
            one.answer.is_some_and(|span| {
                let own = words(one.block.quote(span));
                given.iter().all(|known| {
                    !own.iter().all(|word| known.contains(word))
                        && !known.iter().all(|word| own.contains(word))
                })
            })
        });
        self.agreement = Agreement::default();
        self.short = self.evidence.first().and_then(|one| {
            let span = one.answer?;
            Some(ShortAnswer {
                text: one.block.quote(span).to_owned(),
                evidence: 0,
                span,
            })
        });
        self.short.is_some()
    }

    /// The short answer as a name with its kind, where it is one.
    #[must_use]
    pub fn short_name(&self) -> Option<(String, NameKind)> {
        let short = self.short.as_ref()?;
        let block = &self.evidence.get(short.evidence)?.block;
        let mention = block.mentions.iter().find(|one| one.span == short.span)?;
        match &mention.kind {
            MentionKind::Name(name) => Some((name.full.clone(), name.kind)),
            _ => None,
        }
    }
}

/// Why a question is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The line holds nothing to look for.
    NothingAsked,
    /// There are no articles.
    NoArticles,
    /// No article shares a telling word with the question.
    NothingFound,
    /// What was found does not seem to answer; these words of the question are missing from it.
    NotAnswered {
        /// The question's words that the closest quote and its surroundings lack.
        missing: Vec<String>,
    },
}

/// The span that names the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortAnswer {
    /// The answer's words, verbatim.
    pub text: String,
    /// Index into [`Answer::evidence`].
    pub evidence: usize,
    /// Bytes of that evidence's article body.
    pub span: Span,
}

/// One quote with its place and why it was chosen.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The block that holds the quote, with its article's card.
    pub block: Arc<Block>,
    /// Bytes of the article's body that are quoted: whole sentences.
    pub span: Span,
    /// Parts to mark, as bytes of the body, in order, not overlapping.
    pub highlights: Vec<(Span, HighlightKind)>,
    /// The answer's span in this quote, where it holds one.
    pub answer: Option<Span>,
    /// Share of the question, from 0 to 1, that the very sentence with the answer covers; 0 where the
    /// quote holds none.
    pub answer_coverage: f32,
    /// The ranker's score.
    pub score: f32,
    /// What the ranker looked at.
    pub features: Features,
}

impl Evidence {
    /// The quoted words.
    #[must_use]
    pub fn text(&self) -> &str {
        self.block.quote(self.span)
    }
}

/// How far the sources agree on the short answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Articles that give the same answer, with reprints of one text counted once.
    pub independent_sources: usize,
    /// Other values given by equally good evidence, each with its quote; the main one first. Empty
    /// when the sources do not differ.
    pub values: Vec<DifferentValue>,
}

/// One of several values on which sources differ.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferentValue {
    /// The value's words, verbatim.
    pub text: String,
    /// Index into [`Answer::evidence`].
    pub evidence: usize,
    /// Day of publication of its article.
    pub published: Option<Date>,
}

/// What was looked through for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    /// Articles in the story.
    pub articles: u64,
    /// Sentences in the story.
    pub sentences: u64,
    /// Day of the newest article.
    pub newest: Option<Date>,
}

impl Searched {
    /// All that is in a story.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let statistics = snapshot.statistics();
        Self {
            articles: statistics.articles,
            sentences: statistics.sentences,
            newest: statistics.newest,
        }
    }
}

/// Why a part of a quote is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HighlightKind {
    /// It is the answer.
    Answer,
    /// It matches the question.
    Match,
}
