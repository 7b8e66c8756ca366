//! The short answer is the words that were asked for, on stories that no model has learned from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use newshound::answer::Answerer;
use newshound::bot::BotSettings;
use newshound::evaluation::{exact_match, token_f1};
use serde::Deserialize;

use crate::story::StoryTest;

/// Stories whose questions were looked at while the measures were made; the others only give a figure.
const SEEN: [&str; 3] = ["court", "flood", "transfer"];
/// Least share of exact answers on the unseen stories.
const EXACT: f64 = 0.65;
/// Least F1 on the unseen stories.
const F1: f64 = 0.72;

#[derive(Deserialize)]
struct Line {
    story: String,
    question: String,
    answers: Vec<String>,
}

fn lines() -> BTreeMap<String, Vec<Line>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/short-answers.jsonl");
    let text = fs::read_to_string(path).expect("the questions can be read");
    let mut stories: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line).expect("every line is a question");
        stories.entry(line.story.clone()).or_default().push(line);
    }
    stories
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures are the point of it")]
fn invented_stories_are_answered_in_a_few_words() {
    let (mut exact, mut f1, mut count) = (0.0, 0.0, 0.0);
    for (name, lines) in lines() {
        let story = StoryTest::new().invented(&name).open();
        let snapshot = story.snapshot();
        let answerer = Answerer::new(&snapshot, BotSettings::default().refuse_below);
        for line in lines {
            let question = answerer.parse("", &line.question);
            let answer = answerer.answer(question, &[], None);
            let short = answer.expect("the index can be read").short;
            let short = short.map_or(String::new(), |short| short.text);
            if SEEN.contains(&name.as_str()) {
                if !exact_match(&short, &line.answers) {
                    eprintln!(
                        "{name}: {} → `{short}`, not {:?}",
                        line.question, line.answers
                    );
                }
                continue;
            }
            count += 1.0;
            exact += f64::from(u8::from(exact_match(&short, &line.answers)));
            f1 += token_f1(&short, &line.answers);
        }
    }
    let (exact, f1) = (exact / count, f1 / count);
    eprintln!("unseen stories: {count} questions, exact {exact:.3}, F1 {f1:.3}");
    assert!(exact >= EXACT && f1 >= F1, "exact {exact:.3}, F1 {f1:.3}");
}
