//! The sample story's questions are answered as well as the README says.
//!
//! A floor, not a target: what `newshound eval` prints is the figure to improve.

use std::fs;

use newshound::answer::{Answer, Answerer};
use newshound::bot::BotSettings;
use newshound::evaluation::{Outcome, Report, ShownQuote, evaluate, parse_questions};

use crate::shared::shared;
use crate::story::StoryTest;

/// Least share of the answerable questions whose first quote is correct.
const CORRECT_AT_1: f64 = 0.75;

/// Least share with a correct quote among the first three.
const CORRECT_AT_3: f64 = 0.92;

/// Most unanswerable questions that may be answered.
const INVENTED: usize = 1;

/// Most answerable questions that may be declined.
const DECLINED: usize = 2;

fn outcome(answer: &Answer) -> Outcome {
    Outcome {
        quotes: answer
            .evidence
            .iter()
            .map(|evidence| ShownQuote {
                article: evidence.block.article.id.clone(),
                text: evidence.text().to_owned(),
                score: Some(f64::from(evidence.score)),
            })
            .collect(),
        short_answer: answer.short.as_ref().map(|short| short.text.clone()),
        abstained: answer.refusal.is_some(),
        confidence: answer.confidence,
        answer_type: String::new(),
    }
}

fn measure(questions: &str) -> Report {
    let questions = parse_questions(questions).expect("the questions can be read");
    let story = StoryTest::new().sample().open();
    let snapshot = story.snapshot();
    let answerer = Answerer::new(&snapshot, BotSettings::default().refuse_below);
    evaluate(&questions, |question| {
        let question = answerer.parse("", question);
        let answer = answerer.answer(question, &[], None);
        outcome(&answer.expect("the index can be read"))
    })
}

#[test]
fn the_sample_story_is_answered() {
    let Some(file) = shared("story/questions.jsonl") else {
        return;
    };
    let report = measure(&fs::read_to_string(file).expect("the questions can be read"));
    let all = &report.all;
    assert!(all.correct_at_1 >= CORRECT_AT_1, "{report}");
    assert!(all.correct_at_3 >= CORRECT_AT_3, "{report}");
    assert!(
        all.unanswerable - all.declined_unanswerable <= INVENTED,
        "{report}"
    );
    assert!(all.false_abstentions <= DECLINED, "{report}");
}
