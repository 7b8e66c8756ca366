//! The same conversations on every platform: what is said in `data/conversations.txt` is answered
//! with the same words and the same quotes in the console, on Discord and on Matrix.
//!
//! Each platform is the real program. An answer is compared by the receipts of its quotes, which
//! name the quoted bytes: platforms differ in marks, and in how much fits on a page, in nothing else.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use newshound::index::Receipt;

use crate::discord::harness::DiscordTest;
use crate::program::PROGRAM;

/// What is said, and what must be in the answer to it.
#[derive(Debug, Default)]
struct Turn {
    said: String,
    holds: Vec<String>,
    lacks: Vec<String>,
}

impl Turn {
    /// What is wrong with an answer, of which the console's is known.
    fn faults(&self, expected: &str, given: &str) -> Vec<String> {
        let words = flat(given);
        let holds = |part: &&String| words.contains(part.as_str());
        let missing = self.holds.iter().filter(|part| !holds(part));
        let missing = missing.map(|part| format!("`{part}` is missing"));
        let wrong = self.lacks.iter().filter(holds);
        let mut faults: Vec<String> = missing
            .chain(wrong.map(|part| format!("`{part}` is there")))
            .collect();
        let (expected, given) = (receipts(expected), receipts(given));
        let common = expected.len().min(given.len());
        if expected[..common] != given[..common] || expected.is_empty() != given.is_empty() {
            faults.push(format!("{given:?} is quoted, and not {expected:?},"));
        }
        faults
    }
}

/// Turns that follow on each other.
#[derive(Debug, Default)]
struct Conversation {
    about: String,
    turns: Vec<Turn>,
}

/// The answers of each conversation, in the order of its turns.
type Answers = Vec<Vec<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn conversations() -> Vec<Conversation> {
    let file = root().join("tests/data/conversations.txt");
    let text = fs::read_to_string(file).expect("the conversations are there");
    let mut all: Vec<Conversation> = Vec::new();
    for line in text.lines() {
        let Some((mark, words)) = line.split_once(' ') else {
            continue;
        };
        let words = words.to_owned();
        let last = all.last_mut();
        match (mark, last) {
            ("==", _) => all.push(Conversation {
                about: words,
                turns: Vec::new(),
            }),
            (">", Some(conversation)) => conversation.turns.push(Turn {
                said: words,
                ..Turn::default()
            }),
            ("+" | "-", Some(conversation)) => {
                let turn = conversation.turns.last_mut().expect("first it is said");
                let list = if mark == "+" {
                    &mut turn.holds
                } else {
                    &mut turn.lacks
                };
                list.push(words);
            }
            ("#", _) => {}
            _ => panic!("a line of the conversations means nothing: {line}"),
        }
    }
    assert!(all.len() > 8 && all.iter().all(|one| !one.turns.is_empty()));
    all
}

/// The console's answers. Its output has no marks between two answers, so each is what a
/// conversation prints that is one line longer.
fn in_the_console(conversations: &[Conversation]) -> Answers {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let hold = |one: &Conversation| {
        let (mut said, mut printed) = (String::new(), String::new());
        let mut answers = Vec::new();
        for turn in &one.turns {
            said.push_str(&turn.said);
            said.push('\n');
            let output = chat(folder.path(), &said);
            let new = output.strip_prefix(&printed);
            answers.push(new.expect("what was said before stays").to_owned());
            printed = output;
        }
        answers
    };
    conversations.iter().map(hold).collect()
}

fn chat(folder: &Path, lines: &str) -> String {
    let mut child = Command::new(PROGRAM)
        .current_dir(folder)
        .env_clear()
        .env("NEWSHOUND_STORY_ARTICLES", root().join("index/articles"))
        .env("NEWSHOUND_STORY_TOPICS", root().join("config/topics.toml"))
        .env("NEWSHOUND_STORY_STORE", "store")
        .env("NEWSHOUND_ROOMS_FILE", "state.redb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started");
    let mut input = child.stdin.take().expect("it listens");
    input.write_all(lines.as_bytes()).expect("it listens");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// One line of words, however they are broken and quoted.
fn flat(text: &str) -> String {
    let words = text
        .split_whitespace()
        .filter(|word| !matches!(*word, ">" | "│"));
    words.collect::<Vec<_>>().join(" ")
}

fn receipts(answer: &str) -> Vec<String> {
    let is_receipt = |word: &&str| word.contains('-') && word.parse::<Receipt>().is_ok();
    answer
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .filter(is_receipt)
        .map(str::to_owned)
        .collect()
}

/// Every answer holds what the file says, and quotes what the console quotes, as far as it fits.
#[track_caller]
fn assert_same(conversations: &[Conversation], console: &Answers, answers: &Answers) {
    let (mut faults, mut quotes) = (Vec::new(), 0);
    for ((conversation, expected), given) in conversations.iter().zip(console).zip(answers) {
        for ((turn, expected), given) in conversation.turns.iter().zip(expected).zip(given) {
            let found = turn.faults(expected, given);
            let at = format!("\nin {}, `{}`:\n{given}", conversation.about, turn.said);
            faults.extend(found.iter().map(|fault| format!("{fault}{at}")));
            quotes += receipts(given).len();
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(quotes > 20, "only {quotes} quotes were compared");
}

#[test]
fn the_console_answers_as_the_conversations_say() {
    let conversations = conversations();
    let console = in_the_console(&conversations);
    assert_same(&conversations, &console, &console);
}

#[test]
fn discord_answers_as_the_console_does() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let conversations = conversations();
    let server = test.setting("ROOMS_PERSON_LIMIT", "1000").start();
    let ana = server.member("ana");
    let answers = conversations.iter().map(|one| {
        let say = |turn: &Turn| {
            let answer = ana.says_in_private(&turn.said);
            format!("{}\n{}", answer.words(), answer.plain().join("\n"))
        };
        one.turns.iter().map(say).collect()
    });
    let answers = answers.collect();
    assert_same(&conversations, &in_the_console(&conversations), &answers);
    server.finish();
}

#[cfg(feature = "matrix")]
#[test]
fn matrix_answers_as_the_console_does() {
    use crate::matrix::harness::MatrixTest;
    use crate::matrix::person::Wishes;

    let Some(test) = MatrixTest::new() else {
        return;
    };
    let conversations = conversations();
    let bot = test
        .variable("NEWSHOUND_ROOMS_PERSON_LIMIT", "1000")
        .start();
    let ana = bot.person("ana");
    let answers = conversations.iter().enumerate().map(|(number, one)| {
        let is_encrypted = number % 2 == 0;
        let wishes = if is_encrypted {
            Wishes::encrypted()
        } else {
            Wishes::default()
        };
        let room = bot.room_for_two(&ana, wishes);
        let say = |turn: &Turn| ana.asks(&room, &turn.said).words().to_owned();
        one.turns.iter().map(say).collect()
    });
    let answers = answers.collect();
    assert_same(&conversations, &in_the_console(&conversations), &answers);
    bot.finish();
}
