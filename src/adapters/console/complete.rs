//! Completion at the prompt: commands and topics first, then names and articles.
//!
//! It knows which words exist, not what they do; the vocabulary comes from the bot.

use std::cell::Cell;

use rustyline::completion::{Completer as RustylineCompleter, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::layout::display_width;
use crate::command::{CommandKind, CommandSpec, CommandTable, OptionKind};
use crate::reply::neutralise;

/// The story's words that can be completed; the commands come from their own table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// People, organisations and places.
    pub names: Vec<String>,
    /// Ids of articles.
    pub articles: Vec<String>,
}

/// Completes what is typed before the cursor.
#[derive(Clone, Debug, Default)]
pub struct Completer {
    table: CommandTable,
    words: Vec<String>,
    topics: Vec<String>,
    names: Vec<String>,
    articles: Vec<String>,
    /// Whether the line is empty, as far as the editor told.
    is_empty: Cell<bool>,
}

/// A name of more words than this is not looked for.
const LONGEST_NAME: usize = 6;

impl Completer {
    /// Takes the commands and the story's words. Words that would steer the terminal or break the
    /// line are left out.
    #[must_use]
    pub fn new(table: CommandTable, vocabulary: Vocabulary) -> Self {
        let is_topic = |spec: &&CommandSpec| spec.kind == CommandKind::Topic;
        let topics = table.specs().iter().filter(is_topic);
        Self {
            topics: in_order(topics.map(|spec| spec.name.to_string()).collect()),
            words: in_order(table.words().chain(["quit"]).map(str::to_owned).collect()),
            table,
            names: in_order(vocabulary.names),
            articles: in_order(vocabulary.articles),
            is_empty: Cell::new(true),
        }
    }

    /// True when nothing was typed in the line that was just left. The editor tells of each change
    /// of the line, but not of the line itself, when it is interrupted.
    pub(super) fn left_empty_line(&self) -> bool {
        self.is_empty.get()
    }

    /// Where the completed part of `typed` starts, and what it may become.
    #[must_use]
    pub fn complete_typed(&self, typed: &str) -> (usize, Vec<&str>) {
        let start = typed.len() - typed.trim_start().len();
        let start = start + usize::from(typed[start..].starts_with(['!', '/']));
        let line = &typed[start..];
        let Some((command, rest)) = line.split_once(char::is_whitespace) else {
            return (start, starting_with(&[&self.words], line));
        };
        let rest_start = typed.len() - rest.len();
        let (offset, candidates) = complete_rest(&self.words_after(command), rest);
        (rest_start + offset, candidates)
    }

    /// The words that make sense after a command, or after the first word of a plain question.
    fn words_after(&self, command: &str) -> Vec<&Vec<String>> {
        let Some(spec) = self.table.find(command) else {
            return vec![&self.names];
        };
        // A text to be checked is somebody else's; our names have no place in it.
        if spec.kind == CommandKind::Check {
            return Vec::new();
        }
        let lists = spec.options.iter().filter_map(|option| match option.kind {
            OptionKind::Text | OptionKind::Person => Some(&self.names),
            OptionKind::Topic => Some(&self.topics),
            OptionKind::Article => Some(&self.articles),
            OptionKind::Command => Some(&self.words),
            OptionKind::Receipt
            | OptionKind::Choice(_)
            | OptionKind::Room
            | OptionKind::User
            | OptionKind::Flag
            | OptionKind::File => None,
        });
        lists.collect()
    }
}

/// Sorted, once each, and only what may be shown.
fn in_order(mut words: Vec<String>) -> Vec<String> {
    words.retain(|word| {
        neutralise(word) == word.as_str() && !word.contains('\n') && display_width(word) > 0
    });
    words.sort_unstable();
    words.dedup();
    words
}

/// Completes the end of `rest`: the longest run of its last words that begins some candidate, so
/// that names of several words (`Kim Jong Un`) are completed as one.
fn complete_rest<'a>(words: &[&'a Vec<String>], rest: &str) -> (usize, Vec<&'a str>) {
    let starts = word_starts(rest);
    let first = starts.len().saturating_sub(LONGEST_NAME);
    for &start in &starts[first..] {
        let candidates = starting_with(words, &rest[start..]);
        let is_end = starts.last() == Some(&start);
        // A lone blank at the end begins every candidate, which helps in an empty rest only.
        if !candidates.is_empty() && (!rest[start..].is_empty() || is_end) {
            return (start, candidates);
        }
    }
    (rest.len(), Vec::new())
}

/// Bytes at which words start, a word behind an opening quotation mark behind that mark; always
/// ends with the word under the cursor, which may be empty.
fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    for (offset, character) in text.char_indices() {
        if character.is_whitespace() || "\"'“‘(".contains(character) {
            starts.push(offset + character.len_utf8());
        }
    }
    starts.dedup();
    starts
}

/// The words that start with what is typed, upper and lower case alike.
fn starting_with<'a>(lists: &[&'a Vec<String>], typed: &str) -> Vec<&'a str> {
    lists
        .iter()
        .flat_map(|words| words.iter())
        .filter(|word| begins(word, typed))
        .map(String::as_str)
        .collect()
}

fn begins(word: &str, typed: &str) -> bool {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    typed
        .chars()
        .flat_map(char::to_lowercase)
        .all(|letter| letters.next() == Some(letter))
}

impl RustylineCompleter for Completer {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, candidates) = self.complete_typed(&line[..position]);
        let pairs: Vec<Pair> = candidates
            .iter()
            .map(|candidate| Pair {
                display: (*candidate).to_owned(),
                // The only candidate is what was meant: go on with the next word.
                replacement: if candidates.len() == 1 {
                    format!("{candidate} ")
                } else {
                    (*candidate).to_owned()
                },
            })
            .collect();
        Ok((start, pairs))
    }
}

impl Hinter for Completer {
    type Hint = String;

    /// Gives no hints; the editor asks for one after each change, which is how we learn of it.
    fn hint(&self, line: &str, _: usize, _: &Context<'_>) -> Option<String> {
        self.is_empty.set(line.is_empty());
        None
    }
}

impl Highlighter for Completer {}

impl Validator for Completer {}

impl Helper for Completer {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Topic;

    fn completer() -> Completer {
        let words = |text: &str| text.split(',').map(str::to_owned).collect();
        let topics = ["weather", "harvest"].map(|name| Topic {
            name: name.to_owned(),
            ..Topic::default()
        });
        let vocabulary = Vocabulary {
            names: words("Ann Lee,Ann Leeds,Zoë Field,evil\u{1b}[2J"),
            articles: words("flood-1,flood-2"),
        };
        Completer::new(CommandTable::new(&topics), vocabulary)
    }

    #[test]
    fn commands_and_topics_complete_the_first_word() {
        assert_eq!(
            completer().complete_typed("WH").1,
            [
                "what", "when", "where", "which", "who", "whom", "whose", "why"
            ]
        );
        assert_eq!(completer().complete_typed(" !we"), (2, vec!["weather"]));
    }

    #[test]
    fn names_complete_what_follows_in_any_case() {
        assert_eq!(
            completer().complete_typed("who met ann l"),
            (8, vec!["Ann Lee", "Ann Leeds"])
        );
        assert_eq!(
            completer().complete_typed("who is zoë"),
            (7, vec!["Zoë Field"])
        );
    }

    #[test]
    fn a_name_behind_a_quotation_mark_is_completed_behind_it() {
        assert_eq!(
            completer().complete_typed("quotes \"Ann Lee"),
            (8, vec!["Ann Lee", "Ann Leeds"])
        );
    }

    #[test]
    fn articles_complete_the_article_command_and_nothing_completes_a_text_to_check() {
        assert_eq!(
            completer().complete_typed("article f"),
            (8, vec!["flood-1", "flood-2"])
        );
        assert_eq!(completer().complete_typed("check Ann").1, [""; 0]);
        assert_eq!(completer().complete_typed("help har"), (5, vec!["harvest"]));
    }

    #[test]
    fn a_hostile_name_is_never_offered() {
        assert_eq!(completer().complete_typed("who ev").1, [""; 0]);
    }
}
