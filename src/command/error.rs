//! Why a line is not a command, as data and as a civil sentence.
//!
//! Adapters may show the sentence or word the data in their own way; nothing here repeats more of
//! what was typed than fits in a line.

use thiserror::Error;

/// Why a line could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CommandError {
    /// Nothing but spaces, punctuation, quoted lines or code.
    #[error("there is no question or command in this message")]
    Empty,
    /// More than one line of chat has room for.
    #[error("the message is longer than {limit} characters; please shorten it")]
    TooLong {
        /// The most characters that are read.
        limit: usize,
    },
    /// Marked as a command, but there is none of that name.
    #[error("there is no command \"{word}\"{}", did_you_mean(suggestion.as_deref()))]
    Unknown {
        /// The word, shortened where it is very long.
        word: String,
        /// The nearest name or alias.
        suggestion: Option<String>,
    },
    /// A setting that there is not, or a value that it does not take.
    #[error("\"{value}\" is not possible here; {possible}")]
    NoSuchValue {
        /// The value, shortened where it is very long.
        value: String,
        /// What is possible.
        possible: String,
    },
    /// The command needs an argument that was not given.
    #[error("\"{command}\" needs something more: {usage}")]
    Missing {
        /// The command's name.
        command: String,
        /// How to type it.
        usage: String,
    },
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}
