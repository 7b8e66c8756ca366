//! What can be chosen while a slash command is typed. Whatever else is typed is matched as well as
//! it can be, by the bot.

use serde_json::{Value, json};

use crate::bot::Completions;
use crate::command::OptionKind;
use crate::reply::neutralise_line;

/// Discord shows this many.
const MOST: usize = 25;

/// The longest choice.
const LONGEST: usize = 100;

/// The choices for an option of this kind of which `typed` is there.
pub(super) fn choices(kind: OptionKind, typed: &str, known: &Completions) -> Vec<Value> {
    let words: Vec<&str> = match kind {
        OptionKind::Person => known.names.iter().map(String::as_str).collect(),
        OptionKind::Topic => known.topics.iter().map(String::as_str).collect(),
        OptionKind::Article => known.articles.iter().map(String::as_str).collect(),
        OptionKind::Command => known.commands.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    let best = matching(&words, typed);
    best.into_iter()
        .map(|word| json!({ "name": neutralise_line(word), "value": word }))
        .collect()
}

/// The words that fit what is typed, those that begin with it first.
fn matching<'a>(words: &[&'a str], typed: &str) -> Vec<&'a str> {
    let typed = typed.trim().to_lowercase();
    let rank = |word: &str| {
        let word = word.to_lowercase();
        if word.starts_with(&typed) {
            Some(0)
        } else if word.split_whitespace().any(|part| part.starts_with(&typed)) {
            Some(1)
        } else {
            word.contains(&typed).then_some(2)
        }
    };
    let usable = words
        .iter()
        .filter(|word| !word.trim().is_empty() && word.encode_utf16().count() <= LONGEST);
    let mut ranked: Vec<(usize, &str)> = usable
        .filter_map(|word| Some((rank(word)?, *word)))
        .collect();
    // Stable: the likeliest stay first among equals.
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut best: Vec<&str> = Vec::new();
    for (_, word) in ranked {
        if best.len() < MOST && !best.contains(&word) {
            best.push(word);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Completions {
        let words = |text: &str| text.split(',').map(str::to_owned).collect();
        Completions {
            commands: words("ask,who,whom,sources"),
            topics: words("treaty,trade"),
            names: words("Marit Hauge,Ann Lee,Lee Hauge,Solveig,evil\u{202e}name"),
            articles: (0..40).map(|number| format!("article-{number}")).collect(),
        }
    }

    fn names(kind: OptionKind, typed: &str) -> Vec<String> {
        let name = |choice: &Value| choice["name"].as_str().unwrap().to_owned();
        choices(kind, typed, &known()).iter().map(name).collect()
    }

    #[test]
    fn the_start_of_a_name_wins_over_its_middle() {
        assert_eq!(names(OptionKind::Person, "lee"), ["Lee Hauge", "Ann Lee"]);
        assert_eq!(
            names(OptionKind::Person, "AUGE"),
            ["Marit Hauge", "Lee Hauge"]
        );
        assert_eq!(names(OptionKind::Topic, "tre"), ["treaty"]);
        assert_eq!(names(OptionKind::Command, "wh"), ["who", "whom"]);
        assert!(names(OptionKind::Text, "a").is_empty());
    }

    #[test]
    fn no_more_are_offered_than_discord_shows() {
        assert_eq!(names(OptionKind::Article, "").len(), MOST);
    }

    #[test]
    fn a_name_cannot_turn_the_direction_of_writing() {
        assert_eq!(names(OptionKind::Person, "evil"), ["evil\u{fffd}name"]);
    }
}
