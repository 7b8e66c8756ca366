//! Reads the story's topics from `topics.toml`.
//!
//! A topic with a problem is left out and reported; the others stand. What a topic finds is left
//! to the core.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::File;
use super::given::{Given, Reading};
use super::problem::Problems;
use crate::command::{CommandTable, Topic, nearest};

/// The keys of a topic.
const KEYS: [&str; 6] = ["name", "description", "words", "phrases", "synonyms", "who"];

/// What chat platforms allow for a command's name and description.
const LONGEST_NAME: usize = 32;
const LONGEST_DESCRIPTION: usize = 100;

/// Reads a file of topics.
pub(super) fn parse_topics(file: File<'_>, problems: &mut Problems) -> Vec<Topic> {
    let mut topics = Vec::new();
    let Some(document) = file.parse(problems) else {
        return topics;
    };
    let before = problems.0.len();
    for (name, value) in &document {
        match value.get_ref() {
            DeValue::Array(tables) if name.get_ref() == "topic" => {
                for table in tables {
                    topics.extend(read_topic(file, table, &topics, problems));
                }
            }
            _ => problems.add(
                file.place_of(name),
                &format!("\"{}\"", name.get_ref()),
                "is not known here",
                "each topic begins with [[topic]]",
            ),
        }
    }
    problems.sort_from(before);
    topics
}

/// One topic, unless something is wrong with it.
fn read_topic(
    file: File<'_>,
    table: &Spanned<DeValue<'_>>,
    earlier: &[Topic],
    problems: &mut Problems,
) -> Option<Topic> {
    let before = problems.0.len();
    let DeValue::Table(keys) = table.get_ref() else {
        let reason = "must be a table, not a value";
        problems.add(
            file.place_of(table),
            "the topic",
            reason,
            "write it under [[topic]]",
        );
        return None;
    };
    let mut topic = Topic::default();
    for (name, value) in keys {
        if let Err((reason, remedy)) = read_field(&mut topic, name.get_ref(), value.get_ref()) {
            let subject = format!("\"{}\"", name.get_ref());
            let place = if remedy.is_empty() {
                file.place_of(value)
            } else {
                file.place_of(name)
            };
            problems.add(place, &subject, &reason, &remedy);
        }
    }
    if problems.0.len() == before {
        validate(file, table, keys, &topic, earlier, problems);
    }
    (problems.0.len() == before).then_some(topic)
}

/// Reads one key; fails with a reason and, for an unknown key, a remedy.
fn read_field(topic: &mut Topic, name: &str, value: &DeValue<'_>) -> Result<(), (String, String)> {
    let without_remedy = |reason| (reason, String::new());
    let list = || list(value).map_err(without_remedy);
    match name {
        "name" => topic.name = text(value).map_err(without_remedy)?,
        "description" => topic.description = text(value).map_err(without_remedy)?,
        "words" => topic.words = list()?,
        "phrases" => topic.phrases = list()?,
        "synonyms" => topic.synonyms = list()?,
        "who" => topic.who = list()?,
        _ => {
            let remedy = nearest(name, KEYS).map_or_else(
                || format!("a topic has {}", KEYS.join(", ")),
                |key| format!("did you mean \"{key}\"?"),
            );
            return Err(("is not known".to_owned(), remedy));
        }
    }
    Ok(())
}

fn text(value: &DeValue<'_>) -> Reading<String> {
    Given::from_toml(value).text()
}

/// A list of texts; a single text is a list of one.
fn list(value: &DeValue<'_>) -> Reading<Vec<String>> {
    let texts = match value {
        DeValue::Array(values) => values
            .iter()
            .map(|value| text(value.get_ref()))
            .collect::<Reading<Vec<String>>>()
            .map_err(|reason| reason.replacen("must be", "must hold only", 1))?,
        other => vec![text(other).map_err(|_| {
            "must be a list of texts in quotation marks, as in [\"one\", \"two\"]".to_owned()
        })?],
    };
    if texts.iter().any(String::is_empty) {
        return Err("must not hold an empty text".to_owned());
    }
    Ok(texts)
}

/// Holds a topic to the rules of a command.
fn validate(
    file: File<'_>,
    table: &Spanned<DeValue<'_>>,
    keys: &DeTable<'_>,
    topic: &Topic,
    earlier: &[Topic],
    problems: &mut Problems,
) {
    let place = |key: &str| {
        keys.get(key)
            .map_or_else(|| file.place_of(table), |value| file.place_of(value))
    };
    let subject = format!("topic \"{}\":", topic.name);
    if let Some((reason, remedy)) = name_problem(&topic.name, earlier) {
        problems.add(place("name"), &subject, &reason, &remedy);
    }
    if topic.description.chars().count() > LONGEST_DESCRIPTION {
        let reason = format!("the description is longer than {LONGEST_DESCRIPTION} characters");
        problems.add(place("description"), &subject, &reason, "");
    }
    if topic.words.is_empty() && topic.phrases.is_empty() {
        let reason = "has nothing to search for";
        let remedy = "give it words or phrases";
        problems.add(place("words"), &subject, reason, remedy);
    }
    if let Some(phrase) = topic.words.iter().find(|word| word.contains(' ')) {
        let reason = format!("\"{phrase}\" is more than one word");
        problems.add(place("words"), &subject, &reason, "move it to phrases");
    }
}

/// Why a topic cannot have this name, and what to do.
fn name_problem(name: &str, earlier: &[Topic]) -> Option<(String, String)> {
    let is_allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let fits = (1..=LONGEST_NAME).contains(&name.len())
        && name.starts_with(is_allowed)
        && name
            .chars()
            .all(|letter| is_allowed(letter) || letter == '-');
    if !fits {
        return Some((
            "the name does not make a command".to_owned(),
            format!("use a-z, 0-9 and -, at most {LONGEST_NAME} of them"),
        ));
    }
    if let Some(command) = CommandTable::default().find(name) {
        let reason = format!("the word already calls the command \"{}\"", command.name);
        return Some((reason, "choose another name".to_owned()));
    }
    earlier.iter().any(|topic| topic.name == name).then(|| {
        (
            "there are two topics of this name".to_owned(),
            "join them or rename one".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn read(text: &str) -> (Vec<Topic>, String) {
        let mut problems = Problems::default();
        let file = File {
            path: Path::new("topics.toml"),
            text,
        };
        let topics = parse_topics(file, &mut problems);
        (topics, problems.to_string())
    }

    #[test]
    fn a_topic_is_read() {
        let (topics, problems) = read(
            "[[topic]]\nname = \"trade\"\ndescription = \"Goods\"\nwords = [\"trade\"]\n\
             phrases = [\"free trade\"]\nsynonyms = \"commerce\"\nwho = [\"the minister\"]\n",
        );
        assert_eq!(problems, "");
        assert_eq!(
            topics,
            [Topic {
                name: "trade".to_owned(),
                description: "Goods".to_owned(),
                words: vec!["trade".to_owned()],
                phrases: vec!["free trade".to_owned()],
                synonyms: vec!["commerce".to_owned()],
                who: vec!["the minister".to_owned()],
            }]
        );
    }

    #[test]
    fn every_problem_is_told_and_the_good_topics_stand() {
        let (topics, problems) = read(
            "[[topic]]\nname = \"who\"\nwords = [\"x\"]\n\
             [[topic]]\nname = \"Big Deal\"\nwords = [\"x\"]\n\
             [[topic]]\nname = \"empty\"\n\
             [[topic]]\nname = \"good\"\nwords = [\"x\"]\n\
             [[topic]]\nname = \"good\"\nwords = [\"x\"]\n\
             [[topic]]\nname = \"wide\"\nwords = [\"free trade\"]\n\
             [[topic]]\nname = \"typo\"\nwrods = [\"x\"]\nwho = 3\n\
             [[topics]]\n",
        );
        let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(names, ["good"]);
        assert_eq!(
            problems,
            "topics.toml:2:8: topic \"who\": the word already calls the command \"who\"; choose \
             another name\n\
             topics.toml:5:8: topic \"Big Deal\": the name does not make a command; use a-z, 0-9 \
             and -, at most 32 of them\n\
             topics.toml:7:1: topic \"empty\": has nothing to search for; give it words or \
             phrases\n\
             topics.toml:13:8: topic \"good\": there are two topics of this name; join them or \
             rename one\n\
             topics.toml:17:9: topic \"wide\": \"free trade\" is more than one word; move it to \
             phrases\n\
             topics.toml:20:1: \"wrods\" is not known; did you mean \"words\"?\n\
             topics.toml:21:7: \"who\" must be a list of texts in quotation marks, as in [\"one\", \
             \"two\"]\n\
             topics.toml:22:3: \"topics\" is not known here; each topic begins with [[topic]]"
        );
    }
}
