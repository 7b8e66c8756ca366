//! Takes a question through retrieval to an answer.

use jiff::civil::Date;

use crate::index::{Result, Snapshot};
use crate::question::Question;
use crate::retrieval::{BlockView, Forest, Limits, Lookup, Ranked, Ranker, Retriever};

use super::agreement::agreement;
use super::confidence::{Calibration, ConfidenceFeatures, measure};
use super::highlight::highlights;
use super::model::{Agreement, Answer, Evidence, Refusal, Searched, ShortAnswer};
use super::short::{MeasuredSpan, best_introduction, measured_spans, name_answers};
use super::story::StoryNames;

/// A dateline says where an article was filed; only whether this article is meant is open.
const DATELINE_CONFIDENCE: f64 = 0.8;

/// A quote that gives the role of who is asked about answers `who is X`; only whether it is the same
/// X is open.
const INTRODUCTION_CONFIDENCE: f64 = 0.8;

/// Quotes that are looked through for one that says who X is: a ranker sees little difference between
/// sentences that share nothing with the question but the name.
const INTRODUCTIONS_READ: usize = 40;

/// Answers questions from one snapshot of a story.
pub struct Answerer<'a> {
    snapshot: &'a Snapshot,
    limits: Limits,
    refuse_below: f64,
}

impl<'a> Answerer<'a> {
    /// An answerer over `snapshot` that refuses below the probability `refuse_below`.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, refuse_below: f64) -> Self {
        Self {
            snapshot,
            limits: Limits::default(),
            refuse_below,
        }
    }

    /// Uses other limits than the default ones.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Understands a question with this story's names; see [`Question::parse`].
    #[must_use]
    pub fn parse(&self, word: &str, text: &str) -> Question {
        Question::parse(word, text, &StoryNames::new(self.snapshot))
    }

    /// Answers `question`, from the articles in `scope` unless that is empty.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn answer(
        &self,
        question: Question,
        scope: &[String],
        asked_at: Option<Date>,
    ) -> Result<Answer> {
        let lookup = Lookup::new(&question, self.snapshot);
        let mut limits = self.limits.clone();
        if question.definition && scope.is_empty() {
            limits.windows = limits.windows.max(INTRODUCTIONS_READ);
        }
        let ranked =
            Retriever::new(self.snapshot, limits).rank(&question, &lookup, scope, asked_at)?;
        let mut ranked = introduced_first(&question, &lookup, ranked);
        ranked.truncate(self.limits.windows);
        let features = measure(&question, &lookup, &ranked);
        let estimate = Calibration::shipped().probability(&features);
        let confidence = if ranked.is_empty() {
            0.0
        } else if question.dateline {
            DATELINE_CONFIDENCE
        } else if introduces(&question, &lookup, ranked.first()) {
            estimate.max(INTRODUCTION_CONFIDENCE)
        } else {
            estimate
        };
        let refusal = self.refusal(&question, &lookup, &ranked, confidence);
        Ok(self.compose(question, &lookup, &ranked, (confidence, refusal)))
    }

    /// What the calibration looks at for a question; for training.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn measure(
        &self,
        question: &Question,
        (ranker, forest): (&Ranker, &Forest),
    ) -> Result<(Vec<Ranked>, ConfidenceFeatures)> {
        let lookup = Lookup::new(question, self.snapshot);
        let ranked = Retriever::new(self.snapshot, self.limits.clone())
            .with_rankers(ranker, forest)
            .rank(question, &lookup, &[], None)?;
        let features = measure(question, &lookup, &ranked);
        Ok((ranked, features))
    }

    /// The best `quotes` quotes with the spans of each that may be the short answer; for training.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn measured_spans(
        &self,
        question: &Question,
        quotes: usize,
    ) -> Result<(Vec<Ranked>, Vec<Vec<MeasuredSpan>>)> {
        let lookup = Lookup::new(question, self.snapshot);
        let ranked = Retriever::new(self.snapshot, self.limits.clone()).rank(
            question,
            &lookup,
            &[],
            None,
        )?;
        let spans = measured_spans(question, &lookup, &ranked, quotes);
        Ok((ranked, spans))
    }

    fn refusal(
        &self,
        question: &Question,
        lookup: &Lookup,
        ranked: &[Ranked],
        confidence: f64,
    ) -> Option<Refusal> {
        if self.snapshot.statistics().articles == 0 {
            return Some(Refusal::NoArticles);
        }
        if question.terms.is_empty() {
            return Some(Refusal::NothingAsked);
        }
        let Some(best) = ranked.first() else {
            return Some(Refusal::NothingFound);
        };
        (confidence < self.refuse_below).then(|| Refusal::NotAnswered {
            missing: missing_words(question, lookup, best),
        })
    }

    fn compose(
        &self,
        question: Question,
        lookup: &Lookup,
        ranked: &[Ranked],
        (confidence, refusal): (f64, Option<Refusal>),
    ) -> Answer {
        let (spans, winner) = name_answers(&question, lookup, ranked);
        let evidence: Vec<Evidence> = ranked
            .iter()
            .zip(spans)
            .map(|(one, answer)| evidence(&question, lookup, one, answer))
            .collect();
        let short = winner.filter(|_| refusal.is_none()).and_then(|place| {
            let span = evidence[place].answer?;
            Some(ShortAnswer {
                text: evidence[place].block.quote(span).to_owned(),
                evidence: place,
                span,
            })
        });
        let agreement = match &short {
            Some(short) => agreement(&question, &evidence, short.evidence, &|article| {
                reprint_key(self.snapshot, article)
            }),
            None => Agreement::default(),
        };
        Answer {
            question,
            refusal,
            confidence,
            short,
            evidence,
            agreement,
            searched: self.searched(),
        }
    }

    fn searched(&self) -> Searched {
        Searched::of(self.snapshot)
    }
}

/// For `who is X` and `what is an X`, the first quote that says so comes first.
fn introduced_first(question: &Question, lookup: &Lookup, mut ranked: Vec<Ranked>) -> Vec<Ranked> {
    if question.definition {
        let best = best_introduction(question, lookup, &ranked);
        if let Some(place) = best.filter(|place| *place > 0) {
            ranked[..=place].rotate_right(1);
        }
    }
    ranked
}

fn introduces(question: &Question, lookup: &Lookup, best: Option<&Ranked>) -> bool {
    question.definition
        && best.is_some_and(|best| {
            best_introduction(question, lookup, std::slice::from_ref(best)).is_some()
        })
}

/// How much of the question the sentence that holds the answer covers.
fn answer_coverage(
    question: &Question,
    lookup: &Lookup,
    ranked: &Ranked,
    answer: Option<crate::text::Span>,
) -> f32 {
    let Some(answer) = answer else {
        return 0.0;
    };
    let view = BlockView::of_ranked(question, lookup, ranked);
    let mut sentences = ranked.block.sentences.iter();
    sentences
        .find(|sentence| sentence.span.contains(answer))
        .map_or(0.0, |sentence| view.sentence_coverage(*sentence))
}

fn evidence(
    question: &Question,
    lookup: &Lookup,
    ranked: &Ranked,
    answer: Option<crate::text::Span>,
) -> Evidence {
    let span = ranked.window.span;
    Evidence {
        highlights: highlights(ranked, answer),
        block: std::sync::Arc::clone(&ranked.block),
        span,
        answer,
        answer_coverage: answer_coverage(question, lookup, ranked, answer),
        score: ranked.score,
        features: ranked.features,
    }
}

/// The question's words that neither the block of the best quote nor its title holds.
fn missing_words(question: &Question, lookup: &Lookup, best: &Ranked) -> Vec<String> {
    let mut weights = lookup.title_weights(&best.block.title_stems);
    for found in &best.found.matches {
        let slot = &mut weights.0[usize::from(found.term)];
        *slot = slot.max(found.weight);
    }
    question
        .terms
        .iter()
        .zip(weights.0)
        .filter(|(_, weight)| *weight == 0.0)
        .map(|(term, _)| term.word.clone())
        .collect()
}

/// The first id of an article's reprint group names the group; an article that cannot be looked up
/// stands for itself.
fn reprint_key(snapshot: &Snapshot, article: &str) -> String {
    snapshot
        .reprint_group(article)
        .ok()
        .and_then(|group| group.first().cloned())
        .unwrap_or_else(|| article.to_owned())
}
