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

/// Something to choose: what is sent when it is chosen, and what is shown.
type Choice<'a> = (&'a str, &'a str);

/// The choices for an option of this kind of which `typed` is there.
pub(super) fn choices(kind: OptionKind, typed: &str, known: &Completions) -> Vec<Value> {
    let words = |words: &'_ [String]| -> Vec<(String, String)> {
        words
            .iter()
            .map(|word| (word.clone(), word.clone()))
            .collect()
    };
    let known: Vec<(String, String)> = match kind {
        OptionKind::Person => words(&known.names),
        OptionKind::Topic => words(&known.topics),
        OptionKind::Command => words(&known.commands),
        OptionKind::Article => known
            .articles
            .iter()
            .map(|article| (article.id.clone(), article.title.clone()))
            .collect(),
        _ => Vec::new(),
    };
    let known: Vec<Choice<'_>> = known
        .iter()
        .map(|(word, shown)| (&**word, &**shown))
        .collect();
    matching(&known, typed)
        .into_iter()
        .map(|(word, shown)| json!({ "name": name(word, shown), "value": word }))
        .collect()
}

/// What is shown of a choice, as much of it as Discord takes.
fn name(word: &str, shown: &str) -> String {
    let shown = if shown.trim().is_empty() { word } else { shown };
    let mut name = String::new();
    let mut used = 0;
    for letter in neutralise_line(shown.trim()).chars() {
        used += letter.len_utf16();
        if used > LONGEST {
            break;
        }
        name.push(letter);
    }
    name
}

/// What fits that which is typed; what begins with it comes first.
fn matching<'a>(known: &[Choice<'a>], typed: &str) -> Vec<Choice<'a>> {
    let typed = typed.trim().to_lowercase();
    let rank = |text: &str| {
        let text = text.to_lowercase();
        if text.starts_with(&typed) {
            Some(0)
        } else if text.split_whitespace().any(|part| part.starts_with(&typed)) {
            Some(1)
        } else {
            text.contains(&typed).then_some(2)
        }
    };
    let is_usable = |word: &str| !word.trim().is_empty() && word.encode_utf16().count() <= LONGEST;
    let mut ranked: Vec<(usize, Choice<'a>)> = known
        .iter()
        .filter(|(word, _)| is_usable(word))
        .filter_map(|choice| {
            let best = [rank(choice.0), rank(choice.1)].into_iter().flatten().min();
            Some((best?, *choice))
        })
        .collect();
    // Stable: the likeliest stay first among equals.
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut best: Vec<Choice<'a>> = Vec::new();
    for (_, choice) in ranked {
        if best.len() < MOST && best.iter().all(|(word, _)| *word != choice.0) {
            best.push(choice);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::ArticleWord;

    fn known() -> Completions {
        let words = |text: &str| text.split(',').map(str::to_owned).collect();
        Completions {
            commands: words("ask,who,whom,sources"),
            topics: words("treaty,trade"),
            names: words("Marit Hauge,Ann Lee,Lee Hauge,Solveig,evil\u{202e}name"),
            articles: (0..40)
                .map(|number| ArticleWord {
                    id: format!("article-{number}"),
                    title: format!("{number} ferries sink {}", "again ".repeat(30)),
                })
                .collect(),
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
    fn an_article_is_shown_by_its_title_and_chosen_by_its_id() {
        let found = choices(OptionKind::Article, "39 ferr", &known());
        assert_eq!(found[0]["value"], "article-39");
        let name = found[0]["name"].as_str().unwrap();
        assert!(
            name.starts_with("39 ferries") && name.len() == LONGEST,
            "{name}"
        );
        assert_eq!(
            choices(OptionKind::Article, "article-38", &known()).len(),
            1
        );
    }

    #[test]
    fn a_name_cannot_turn_the_direction_of_writing() {
        assert_eq!(names(OptionKind::Person, "evil"), ["evil\u{fffd}name"]);
    }
}
