//! Questions are understood as they are meant: measured on a labelled set, half of which was not
//! looked at while the rules were written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use newshound::answer::Answerer;
use newshound::command::{Command, CommandTable};
use newshound::question::Question;

use crate::story::ferry;

/// Least share of the unseen half whose answer type is right.
const TYPED_RIGHT: f64 = 0.95;
/// Least share whose coarse type (who, when, where, how many, other) is right.
const COARSELY_RIGHT: f64 = 0.96;
/// Least share of which it is known whether one thing or several are asked for.
const LISTS_RIGHT: f64 = 0.95;

/// One line of the set.
struct Labelled {
    answer_type: String,
    list: bool,
    line: String,
}

fn labelled() -> Vec<Labelled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/question-types.txt");
    let text = fs::read_to_string(path).expect("the set can be read");
    let mut answer_type = String::new();
    let mut set = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            name.trim_end_matches(']').clone_into(&mut answer_type);
        } else if !line.trim().is_empty() {
            let several = line.strip_prefix('+');
            set.push(Labelled {
                answer_type: answer_type.clone(),
                list: several.is_some(),
                line: several.unwrap_or(line).trim().to_owned(),
            });
        }
    }
    set
}

/// The half that no rule was written for: every line whose hash (FNV-1a) is odd.
fn is_unseen(line: &str) -> bool {
    let hash = line.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash % 2 == 1
}

fn coarse(answer_type: &str) -> &str {
    match answer_type {
        "person" | "organization" => "who",
        "date" => "when",
        "place" => "where",
        "number" | "money" | "duration" => "how many",
        _ => "other",
    }
}

/// A line as the chat takes it: a command word before the question, or the question alone.
fn understand(table: &CommandTable, answerer: &Answerer<'_>, line: &str) -> Option<Question> {
    match table.parse(line, false) {
        Ok(Command::Ask { word, question }) => Some(answerer.parse(word.as_question(), &question)),
        Ok(Command::Quotes { about }) => Some(answerer.parse("", &format!("quote {about}"))),
        _ => None,
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the figures are the point of it")]
fn questions_are_typed_as_well_as_the_docs_say() {
    let story = ferry().open();
    let snapshot = story.snapshot();
    let answerer = Answerer::new(&snapshot, 0.0);
    let table = CommandTable::new(&[]);
    let mut right: BTreeMap<bool, [f64; 4]> = BTreeMap::new();
    for one in labelled() {
        let understood = understand(&table, &answerer, &one.line);
        let (found, list) = understood.map_or((String::new(), false), |question| {
            (question.answer_type.to_string(), question.list)
        });
        let unseen = is_unseen(&one.line);
        let sums = right.entry(unseen).or_default();
        let typed = found == one.answer_type;
        for (sum, holds) in sums.iter_mut().zip([
            true,
            typed,
            coarse(&found) == coarse(&one.answer_type),
            list == one.list,
        ]) {
            *sum += f64::from(u8::from(holds));
        }
        if !typed && !unseen {
            eprintln!(
                "`{}` is taken for {found}, not {}",
                one.line, one.answer_type
            );
        }
    }
    for (unseen, [count, typed, coarsely, lists]) in &right {
        let half = if *unseen { "unseen" } else { "tuned on" };
        eprintln!(
            "{half}: {count} questions, type {:.3}, coarse {:.3}, list {:.3}",
            typed / count,
            coarsely / count,
            lists / count
        );
    }
    let [count, typed, coarsely, lists] = right[&true];
    assert!(count >= 300.0 && right[&false][0] >= 300.0);
    assert!(typed / count >= TYPED_RIGHT, "{}", typed / count);
    assert!(coarsely / count >= COARSELY_RIGHT, "{}", coarsely / count);
    assert!(lists / count >= LISTS_RIGHT, "{}", lists / count);
}
