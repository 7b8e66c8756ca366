//! Asks every question, judges what is shown, and sums it up.
//!
//! Retrieval is judged for every answerable question, declined or not: a reader who is told "the
//! articles don't say" still sees the closest quote. Whether it was right to decline is counted
//! apart.

use std::collections::BTreeMap;

use serde::Serialize;

use super::interval::bootstrap_interval;
use super::judge::{contains_answer, exact_match, token_f1};
use super::question_file::TestQuestion;

/// Quotes that count for the mean reciprocal rank.
const RANKS: usize = 10;

/// What was shown for one question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The quotes, best first.
    pub quotes: Vec<ShownQuote>,
    /// The short answer above them.
    pub short_answer: Option<String>,
    /// True when the reader was told that the articles do not say.
    pub abstained: bool,
    /// How sure the answer is, comparable between questions.
    pub confidence: f64,
    /// The kind of answer that the question was taken to want, for grouping.
    pub answer_type: String,
}

/// One quote that was shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownQuote {
    /// Id of its article.
    pub article: String,
    /// Its words.
    pub text: String,
    /// The score it was ranked by. Quotes of one score tie; without scores the order given is
    /// taken as it is.
    pub score: Option<f64>,
}

/// The figures of all questions, of each answer type, and what went wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Over all questions.
    pub all: Figures,
    /// 95 % interval of `all.correct_at_1`, from a bootstrap over the answerable questions.
    pub correct_at_1_interval: Option<(f64, f64)>,
    /// By the type that each question was taken to want.
    pub by_answer_type: BTreeMap<String, Figures>,
    /// The questions that went wrong, in the order of the file.
    pub failures: Vec<Failure>,
}

/// Figures over some questions. Shares run from 0 to 1 and are 0 where nothing was counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Questions that the articles answer.
    pub answerable: usize,
    /// Questions that they do not.
    pub unanswerable: usize,
    /// Share of the answerable questions whose first quote is correct.
    pub correct_at_1: f64,
    /// Share of the answerable questions with a correct quote among the first three.
    pub correct_at_3: f64,
    /// Mean of one over the rank of the first correct quote among ten; a miss counts 0.
    pub mrr_at_10: f64,
    /// Share of the answerable questions whose short answer is a gold answer.
    pub exact_match: f64,
    /// Mean word F1 of the short answers over the answerable questions.
    pub f1: f64,
    /// Unanswerable questions that were declined.
    pub declined_unanswerable: usize,
    /// Share of the unanswerable questions that were declined.
    pub abstention_recall: f64,
    /// Answerable questions that were declined.
    pub false_abstentions: usize,
}

/// A question that went wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    /// Its id.
    pub id: String,
    /// What was asked.
    pub question: String,
    /// How it went wrong.
    pub kind: FailureKind,
    /// The gold answers.
    pub wanted: Vec<String>,
    /// The article that a quote had to come from.
    pub wanted_article: Option<String>,
    /// Rank of the first correct quote, when there was one among ten.
    pub rank: Option<usize>,
    /// The first quote shown, with its article's id.
    pub shown: Option<(String, String)>,
    /// The short answer shown.
    pub short_answer: Option<String>,
}

/// How a question went wrong; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The articles do not say, but an answer was given.
    ShouldDecline,
    /// The articles say, but the question was declined.
    Declined,
    /// No correct quote among the first ten.
    Missed,
    /// The correct quote is not the first.
    NotFirst,
}

/// Asks `ask` every question and judges its outcomes.
pub fn evaluate(questions: &[TestQuestion], mut ask: impl FnMut(&str) -> Outcome) -> Report {
    let judged: Vec<Judged<'_>> = questions
        .iter()
        .map(|question| judge(question, ask(&question.question)))
        .collect();
    let mut groups: BTreeMap<String, Vec<&Judged<'_>>> = BTreeMap::new();
    for one in &judged {
        groups
            .entry(one.outcome.answer_type.clone())
            .or_default()
            .push(one);
    }
    let firsts: Vec<f64> = judged
        .iter()
        .filter(|one| one.question.is_answerable())
        .map(|one| share(one.is_within(1)))
        .collect();
    Report {
        all: sum_up(&judged.iter().collect::<Vec<_>>()),
        correct_at_1_interval: bootstrap_interval(&firsts),
        by_answer_type: groups
            .into_iter()
            .map(|(name, group)| (name, sum_up(&group)))
            .collect(),
        failures: judged.iter().filter_map(Judged::failure).collect(),
    }
}

/// A question with what was shown for it and what that is worth.
struct Judged<'a> {
    question: &'a TestQuestion,
    outcome: Outcome,
    /// Rank of the first correct quote, from 1.
    rank: Option<usize>,
}

fn judge(question: &TestQuestion, outcome: Outcome) -> Judged<'_> {
    let rank = rank_of_first_correct(question, &outcome.quotes);
    Judged {
        question,
        outcome,
        rank,
    }
}

/// Among quotes of one score the wrong ones are taken to come first: a ranker that gives every
/// quote the same score has found nothing, and must not win by the order in which they happen to
/// stand.
fn rank_of_first_correct(question: &TestQuestion, quotes: &[ShownQuote]) -> Option<usize> {
    let correct: Vec<bool> = quotes
        .iter()
        .map(|quote| is_correct(question, quote))
        .collect();
    let first = correct.iter().position(|correct| *correct)?;
    let tied: Vec<usize> = (0..quotes.len())
        .filter(|place| *place == first || ties(&quotes[first], &quotes[*place]))
        .collect();
    let wrong = tied.iter().filter(|place| !correct[**place]).count();
    let rank = tied[0] + wrong + 1;
    (rank <= RANKS).then_some(rank)
}

fn ties(one: &ShownQuote, other: &ShownQuote) -> bool {
    match (one.score, other.score) {
        (Some(one), Some(other)) => one.total_cmp(&other).is_eq(),
        _ => false,
    }
}

fn is_correct(question: &TestQuestion, quote: &ShownQuote) -> bool {
    let right_place = question
        .article
        .as_ref()
        .is_none_or(|article| *article == quote.article);
    right_place && contains_answer(&quote.text, &question.answers)
}

impl Judged<'_> {
    fn is_within(&self, ranks: usize) -> bool {
        self.rank.is_some_and(|rank| rank <= ranks)
    }

    fn short_answer(&self) -> &str {
        self.outcome.short_answer.as_deref().unwrap_or_default()
    }

    fn failure(&self) -> Option<Failure> {
        let kind = match (self.question.is_answerable(), self.outcome.abstained) {
            (false, true) => return None,
            (false, false) => FailureKind::ShouldDecline,
            (true, true) => FailureKind::Declined,
            (true, false) => match self.rank {
                Some(1) => return None,
                Some(_) => FailureKind::NotFirst,
                None => FailureKind::Missed,
            },
        };
        Some(Failure {
            id: self.question.id.clone(),
            question: self.question.question.clone(),
            kind,
            wanted: self.question.answers.clone(),
            wanted_article: self.question.article.clone(),
            rank: self.rank,
            shown: self
                .outcome
                .quotes
                .first()
                .map(|quote| (quote.article.clone(), quote.text.clone())),
            short_answer: self.outcome.short_answer.clone(),
        })
    }
}

fn sum_up(judged: &[&Judged<'_>]) -> Figures {
    let (answerable, unanswerable): (Vec<&Judged<'_>>, Vec<&Judged<'_>>) =
        judged.iter().partition(|one| one.question.is_answerable());
    let declined = |group: &[&Judged<'_>]| group.iter().filter(|one| one.outcome.abstained).count();
    let mean = |value: &dyn Fn(&Judged<'_>) -> f64| {
        let sum: f64 = answerable.iter().map(|one| value(one)).sum();
        sum / answerable.len().max(1) as f64
    };
    Figures {
        answerable: answerable.len(),
        unanswerable: unanswerable.len(),
        correct_at_1: mean(&|one| share(one.is_within(1))),
        correct_at_3: mean(&|one| share(one.is_within(3))),
        mrr_at_10: mean(&|one| one.rank.map_or(0.0, |rank| 1.0 / rank as f64)),
        exact_match: mean(&|one| share(exact_match(one.short_answer(), &one.question.answers))),
        f1: mean(&|one| token_f1(one.short_answer(), &one.question.answers)),
        declined_unanswerable: declined(&unanswerable),
        abstention_recall: declined(&unanswerable) as f64 / unanswerable.len().max(1) as f64,
        false_abstentions: declined(&answerable),
    }
}

fn share(counts: bool) -> f64 {
    f64::from(u8::from(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str, answers: &[&str], article: Option<&str>) -> TestQuestion {
        TestQuestion {
            id: id.to_owned(),
            question: format!("{id}?"),
            answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
            article: article.map(ToOwned::to_owned),
        }
    }

    fn quote(article: &str, text: &str, score: Option<f64>) -> ShownQuote {
        ShownQuote {
            article: article.to_owned(),
            text: text.to_owned(),
            score,
        }
    }

    fn rank(question: &TestQuestion, quotes: &[ShownQuote]) -> Option<usize> {
        rank_of_first_correct(question, quotes)
    }

    #[test]
    fn a_quote_counts_only_from_the_wanted_article() {
        let wanted = question("q", &["Putin"], Some("a"));
        let quotes = [quote("b", "Putin came.", None), quote("a", "Putin.", None)];
        assert_eq!(rank(&wanted, &quotes), Some(2));
        assert_eq!(rank(&question("q", &["Putin"], None), &quotes), Some(1));
    }

    #[test]
    fn ties_take_the_worst_rank() {
        let wanted = question("q", &["Putin"], None);
        let tied = [
            quote("a", "Putin.", Some(1.0)),
            quote("a", "Kim.", Some(1.0)),
            quote("a", "Others.", Some(1.0)),
            quote("a", "Last.", Some(0.5)),
        ];
        assert_eq!(rank(&wanted, &tied), Some(3));
    }

    #[test]
    fn only_ten_quotes_count() {
        let wanted = question("q", &["Putin"], None);
        let mut quotes = vec![quote("a", "Kim.", None); 10];
        quotes.push(quote("a", "Putin.", None));
        assert_eq!(rank(&wanted, &quotes), None);
    }

    /// One question of each kind: right, second place, missed, declined wrongly, declined rightly,
    /// answered wrongly.
    fn sample() -> Report {
        let questions = [
            question("right", &["Putin"], None),
            question("second", &["Putin"], None),
            question("missed", &["Putin"], None),
            question("declined", &["Putin"], None),
            question("silent", &[], None),
            question("invented", &[], None),
        ];
        evaluate(&questions, |asked| {
            let mut outcome = Outcome {
                quotes: vec![quote("a", "Kim.", None), quote("a", "Putin.", None)],
                short_answer: Some("Putin".to_owned()),
                answer_type: "person".to_owned(),
                ..Outcome::default()
            };
            match asked {
                "right?" => outcome.quotes.reverse(),
                "missed?" => {
                    outcome.quotes.clear();
                    outcome.short_answer = None;
                    outcome.answer_type = "place".to_owned();
                }
                "declined?" | "silent?" => outcome.abstained = true,
                _ => {}
            }
            outcome
        })
    }

    #[test]
    fn figures_are_counted_by_their_definitions() {
        let report = sample();
        let all = &report.all;
        assert_eq!((all.answerable, all.unanswerable), (4, 2));
        assert!((all.correct_at_1 - 0.25).abs() < 1e-9);
        assert!((all.correct_at_3 - 0.75).abs() < 1e-9);
        assert!((all.mrr_at_10 - (1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-9);
        assert!((all.exact_match - 0.75).abs() < 1e-9);
        assert!((all.abstention_recall - 0.5).abs() < 1e-9);
        assert_eq!((all.declined_unanswerable, all.false_abstentions), (1, 1));
        assert_eq!(report.by_answer_type["place"].answerable, 1);
    }

    #[test]
    fn failures_say_how_and_what_was_shown() {
        let report = sample();
        let kinds: Vec<(&str, FailureKind)> = report
            .failures
            .iter()
            .map(|failure| (failure.id.as_str(), failure.kind))
            .collect();
        assert_eq!(
            kinds,
            [
                ("second", FailureKind::NotFirst),
                ("missed", FailureKind::Missed),
                ("declined", FailureKind::Declined),
                ("invented", FailureKind::ShouldDecline),
            ]
        );
        assert_eq!(report.failures[0].rank, Some(2));
    }

    #[test]
    fn no_questions_give_zeros_rather_than_nonsense() {
        let report = evaluate(&[], |_| Outcome::default());
        assert_eq!(report.all, Figures::default());
        assert_eq!(report.correct_at_1_interval, None);
    }
}
