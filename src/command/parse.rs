//! Turns a line into a command.
//!
//! The first word decides, matched as a whole. A line that was not marked as a command may always
//! be a plain question, so there a command's word must also make sense with what follows it:
//! `sources` is a command, `sources of the money?` is not.

use crate::admin::Keeping;

use super::keeping::{parse_gaps, parse_golden, parse_reindex};
use super::line::{Line, says_nothing, strip_quotation_marks};
use super::settings::impossible;
use super::{Command, CommandError, CommandKind, CommandSpec, CommandTable, QuestionWord, nearest};

/// The most characters of an unknown word that an error repeats.
const SHOWN_OF_A_WORD: usize = 40;

/// The most words after a topic's name that narrow it; more of them make a sentence.
const NARROWING_WORDS: usize = 3;

/// From this many words on, a line that begins with no command is taken for a question.
const WORDS_OF_A_QUESTION: usize = 3;

/// Shorter names are too near to ordinary words to see a slip in the first word of a sentence.
const SHORTEST_UNMISTAKABLE_NAME: usize = 6;

/// A line whose first word calls a command.
struct Call<'a> {
    spec: &'a CommandSpec,
    /// The calling word, lower case, without punctuation.
    word: String,
    /// What follows it; empty when nothing with a letter or digit does.
    rest: &'a str,
    /// The whole line.
    line: &'a str,
    /// True for `who's` and the like, where the word is more than the command's name.
    contracted: bool,
}

impl CommandTable {
    /// Reads a line.
    ///
    /// `explicit` says that the adapter saw its command prefix; a leading `!` or `/` in the line
    /// says the same. An explicit line that begins with no command is an error with a suggestion,
    /// unless it reads like a question; any other line of that kind is a question.
    ///
    /// # Errors
    /// When the line is empty or too long, names no command, or lacks an argument.
    pub fn parse(&self, line: &str, explicit: bool) -> Result<Command, CommandError> {
        let line = Line::read(line, explicit)?;
        let Some(mut call) = self.call(&line.text) else {
            return self.without_a_command(&line);
        };
        if let Some(topic) = self.topic_after(&call) {
            call = topic;
        }
        let asks_for_rights = call.spec.kind == CommandKind::Can && self.names_a_command(call.rest);
        let is_question = !asks_for_rights && call.is_part_of_a_question();
        if is_question && (!line.explicit || call.spec.kind == CommandKind::Can) {
            return Ok(plain_question(&line.text));
        }
        // In a chat, the text to check is often the quoted message itself.
        if call.spec.kind == CommandKind::Check && call.rest.is_empty() {
            return call.spec.build(&line.quoted);
        }
        call.build()
    }

    /// The command that the first word, or the first two, call.
    fn call<'a>(&'a self, line: &'a str) -> Option<Call<'a>> {
        let (first, rest) = split_word(line);
        let (second, rest_of_two) = split_word(rest);
        let pair = format!("{} {}", bare(first), bare(second));
        let (word, rest, contracted) = if self.find_exactly(&pair).is_some() {
            (pair, rest_of_two, false)
        } else if self.find_exactly(first).is_some() {
            (first.to_owned(), rest, false)
        } else if let Some(stem) = contracted_question_word(first) {
            (stem.to_owned(), rest, true)
        } else {
            (bare(first).to_owned(), rest, false)
        };
        let spec = self.find_exactly(&word)?;
        Some(Call {
            spec,
            word: word.to_lowercase(),
            rest: if says_nothing(rest) { "" } else { rest },
            line,
            contracted,
        })
    }

    /// True for `Ann reindex`: somebody and a command, and no question about what somebody can do.
    fn names_a_command(&self, rest: &str) -> bool {
        let (_, command) = split_word(rest);
        !rest.ends_with('?') && self.find(split_word(command).0).is_some()
    }

    fn find_exactly(&self, word: &str) -> Option<&CommandSpec> {
        self.specs().iter().find(|spec| spec.is_called_by(word))
    }

    /// `topic sanctions` means the topic.
    fn topic_after<'a>(&'a self, call: &Call<'a>) -> Option<Call<'a>> {
        (call.spec.kind == CommandKind::Topics)
            .then(|| self.call(call.rest))
            .flatten()
            .filter(|inner| inner.spec.kind == CommandKind::Topic)
    }

    /// A line whose first word is no command.
    fn without_a_command(&self, line: &Line) -> Result<Command, CommandError> {
        if !line.explicit {
            return Ok(plain_question(&line.text));
        }
        let word = bare(split_word(&line.text).0);
        let asks = line.text.ends_with('?');
        let is_long = count_words(&line.text) >= WORDS_OF_A_QUESTION;
        if asks || (is_long && !self.is_a_slip_of_a_long_name(word)) {
            return Ok(plain_question(&line.text));
        }
        Err(CommandError::Unknown {
            word: word.chars().take(SHOWN_OF_A_WORD).collect(),
            suggestion: self.suggest(word).map(str::to_owned),
        })
    }

    /// True for `tmieline of the summit`: one slip in a name that no other word comes near.
    fn is_a_slip_of_a_long_name(&self, word: &str) -> bool {
        let names = self.specs().iter().map(|spec| &*spec.name);
        let long = names.filter(|name| name.chars().count() >= SHORTEST_UNMISTAKABLE_NAME);
        nearest(word, long).is_some_and(|name| {
            let word = word.to_lowercase();
            strsim::osa_distance(&word, name) == 1 && word.chars().next() == name.chars().next()
        })
    }
}

impl CommandSpec {
    /// The command with its arguments as typed, or as a platform's options joined by spaces.
    ///
    /// # Errors
    /// When it needs an argument and there is none.
    pub fn build(&self, arguments: &str) -> Result<Command, CommandError> {
        let typed = arguments.trim();
        let given = if says_nothing(typed) { "" } else { typed };
        let text = || given.to_owned();
        Ok(match self.kind {
            CommandKind::Question(QuestionWord::Ask) => plain_question(self.required(given)?),
            CommandKind::Question(word) if given.is_empty() => Command::Overview(word),
            CommandKind::Question(word) => Command::Ask {
                word,
                question: text(),
            },
            CommandKind::Topic => Command::Topic {
                name: self.name.to_string(),
                narrow: text(),
            },
            CommandKind::Timeline => Command::Timeline { topic: text() },
            CommandKind::Quotes => Command::Quotes { about: text() },
            CommandKind::Sources => Command::Sources,
            CommandKind::Article => Command::Article {
                id: self.required(strip_quotation_marks(given))?.to_owned(),
            },
            CommandKind::Verify => Command::Verify {
                receipt: self.required(strip_quotation_marks(given))?.to_owned(),
            },
            CommandKind::Check => Command::Check {
                text: self.required(strip_quotation_marks(given))?.to_owned(),
            },
            CommandKind::More => Command::More,
            CommandKind::Context => parse_context(typed)?,
            CommandKind::Topics => Command::Topics,
            CommandKind::Help => Command::Help {
                command: given.trim_start_matches(['!', '/']).to_owned(),
            },
            CommandKind::Settings => Command::Settings(self.parse_order(typed)?),
            CommandKind::Status => Command::Status,
            CommandKind::Feeds => Command::Feeds(self.parse_feeding(typed)?),
            CommandKind::Articles => Command::Keeping(self.parse_keeping(typed)?),
            CommandKind::Reindex => Command::Keeping(parse_reindex(typed)?),
            CommandKind::Golden => Command::Keeping(parse_golden(typed)?),
            CommandKind::Audit => Command::Audit,
            CommandKind::Gaps => parse_gaps(typed)?,
            CommandKind::Rollback => Command::Keeping(Keeping::RollBack),
            CommandKind::Watch => Command::Watch { question: text() },
            CommandKind::Watches => Command::Watches,
            CommandKind::Unwatch => self.parse_unwatch(typed)?,
            CommandKind::Can => self.parse_can(typed)?,
        })
    }

    pub(super) fn required<'a>(&self, argument: &'a str) -> Result<&'a str, CommandError> {
        if argument.is_empty() {
            return Err(CommandError::Missing {
                command: self.name.to_string(),
                usage: self.usage.to_string(),
            });
        }
        Ok(argument)
    }
}

impl Call<'_> {
    fn build(&self) -> Result<Command, CommandError> {
        match self.spec.kind {
            CommandKind::Question(word) if !self.rest.is_empty() => Ok(Command::Ask {
                word,
                question: self.question(),
            }),
            _ => self.spec.build(self.rest),
        }
    }

    /// The words of the question. A word that says more than its command's name stays with them,
    /// so that `whose car` is not read as `who car`.
    fn question(&self) -> String {
        let is_name = *self.spec.name == *self.word && !self.contracted;
        match self.word.as_str() {
            "how much" | "how-much" | "howmuch" => format!("how much {}", self.rest),
            "how many" | "how-many" | "find" | "search" => self.rest.to_owned(),
            _ if is_name => self.rest.to_owned(),
            _ => self.line.to_owned(),
        }
    }

    /// True when the command's word is only the first word of a question in plain text.
    fn is_part_of_a_question(&self) -> bool {
        let words = count_words(self.rest);
        let asks = self.rest.ends_with('?');
        let is_sentence = asks && words >= WORDS_OF_A_QUESTION;
        let is_name = *self.spec.name == *self.word;
        match self.spec.kind {
            CommandKind::Question(QuestionWord::Ask) => is_sentence && !is_name,
            CommandKind::Question(_) => false,
            CommandKind::Topic => is_sentence || words > NARROWING_WORDS,
            CommandKind::Check => is_sentence && strip_quotation_marks(self.rest) == self.rest,
            CommandKind::Timeline | CommandKind::Quotes | CommandKind::Article => is_sentence,
            CommandKind::Settings | CommandKind::Reindex => !is_name || is_sentence,
            CommandKind::Articles | CommandKind::Feeds => {
                is_sentence || !self.spec.begins_with_part(self.rest)
            }
            CommandKind::Golden => !matches!(self.rest, "" | "add"),
            CommandKind::Gaps => !matches!(self.rest, "" | "clear"),
            CommandKind::Verify | CommandKind::Help => words > 2,
            CommandKind::Status | CommandKind::Rollback | CommandKind::Audit => words > 0,
            // A verb that questions and orders to others begin with.
            CommandKind::Watch => words > 1 && !asks,
            CommandKind::Watches | CommandKind::Unwatch => words > 1,
            CommandKind::Context => !self.rest.is_empty() && number_of_quote(self.rest).is_none(),
            CommandKind::Can => true,
            CommandKind::Sources | CommandKind::More | CommandKind::Topics => {
                words > 2 || (asks && words > 0)
            }
        }
    }
}

/// Reads `2`, or `[2]` as it stands under a quote.
fn parse_context(typed: &str) -> Result<Command, CommandError> {
    if typed.is_empty() {
        return Ok(Command::Context { number: None });
    }
    let number = number_of_quote(typed)
        .ok_or_else(|| impossible(typed, "give the number that stands under a quote"))?;
    Ok(Command::Context {
        number: Some(number),
    })
}

fn number_of_quote(typed: &str) -> Option<usize> {
    let digits = typed.trim_matches(['[', ']', '#', '.']);
    digits.parse().ok()
}

fn plain_question(text: &str) -> Command {
    Command::Ask {
        word: QuestionWord::Ask,
        question: text.to_owned(),
    }
}

/// The first word and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

/// A word without the punctuation after it: `who?` and `ask:` call their commands.
fn bare(word: &str) -> &str {
    word.trim_end_matches([',', '.', ':', ';', '?', '!'])
}

/// The question word in `who's`, `what’re`, `how'd`.
fn contracted_question_word(word: &str) -> Option<&str> {
    const WORDS: [&str; 6] = ["who", "what", "when", "where", "why", "how"];
    const ENDINGS: [&str; 6] = ["s", "d", "re", "ll", "ve", "m"];
    let (stem, ending) = word.split_once(['\'', '’'])?;
    let ending = bare(ending).to_ascii_lowercase();
    let is_word = WORDS.iter().any(|known| known.eq_ignore_ascii_case(stem));
    (is_word && ENDINGS.contains(&ending.as_str())).then_some(stem)
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests;
