//! Why a file or a line did not go in, or went in with something missing.
//!
//! One bad source must never stop the others, so reading returns these beside the articles; their
//! `Display` is the one line a person sees: file, reason and remedy. Who prints it is not decided
//! here.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A source that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The file, as the folder walk named it.
    pub path: PathBuf,
    /// Line in the file, counted from 1, where only that line was left out.
    pub line: Option<usize>,
    /// What was wrong, with its remedy.
    pub reason: SkipReason,
}

impl fmt::Display for Skipped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(formatter, &self.path, self.line)?;
        write!(formatter, "{}", self.reason)
    }
}

/// Reasons for leaving a source out; each sentence ends in what to do about it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// A file whose name ends in none of the known endings.
    #[error(
        "not a format that newshound reads (txt, md, html, pdf, docx, eml, jsonl, zip); \
         save the article in one of them, or move the file elsewhere"
    )]
    UnknownFormat,
    /// An article's name on something that is no text.
    #[error("holds {kind}, not text; save the article as plain text in UTF-8")]
    Binary {
        /// What it looks like: `a PNG image`, `binary data`.
        kind: &'static str,
    },
    /// No body is left when title and front matter are taken off.
    #[error("has no text; add the article's text, or remove it")]
    Empty,
    /// Larger than the settings allow.
    #[error("is over the size limit of {}; split it, or raise articles.max_file_size", size(*limit))]
    TooLarge {
        /// The limit in bytes that it broke.
        limit: u64,
    },
    /// Front matter that never ends or is no YAML.
    #[error("the front matter is broken ({problem}); {remedy}")]
    FrontMatter {
        /// What is wrong, with its line in the file.
        problem: String,
        /// What to write instead.
        remedy: &'static str,
    },
    /// A symbolic link, where links are not followed.
    #[error("is a symbolic link; put the file itself here, or turn articles.follow_links on")]
    Link,
    /// Bytes that are text in no encoding we know.
    #[error("its text encoding cannot be told; save it as UTF-8")]
    Undecodable,
    /// The operating system refused.
    #[error(
        "cannot be read ({problem}); check that the file is there and that its permissions allow reading"
    )]
    Unreadable {
        /// The system's words.
        problem: String,
    },
    /// A line of a JSON Lines file that is no article.
    #[error(
        "is not an article in JSON ({problem}); write one object with id, title and text a line"
    )]
    BrokenJson {
        /// The parser's words.
        problem: String,
    },
    /// A page without an article in it, or one that only a browser can build.
    #[error("no article text was found in the page; save its text as a .txt or .md file")]
    NoMainText,
    /// Elements nested so deeply that parsing would take minutes.
    #[error(
        "its elements are nested more than {limit} deep, which no article needs; \
         save the article's text as a .txt or .md file"
    )]
    TooDeep {
        /// The deepest nesting that is parsed.
        limit: usize,
    },
    /// The extracting process or thread broke off.
    #[error(
        "its text could not be extracted ({problem}); get the file anew, or save its text as a .txt or .md file"
    )]
    Extraction {
        /// How it ended.
        problem: String,
    },
}

/// Something a person should know about an article that did go in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The file, as the folder walk named it.
    pub path: PathBuf,
    /// Line in the file, counted from 1, for formats with one article a line.
    pub line: Option<usize>,
    /// What was left open.
    pub kind: NoticeKind,
}

impl fmt::Display for Notice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(formatter, &self.path, self.line)?;
        write!(formatter, "{}", self.kind)
    }
}

/// What a reader could not use of an article's data.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoticeKind {
    /// A date is given, in no form that is understood beyond doubt.
    #[error(
        "the date {given:?} is not understood, so the article counts as undated; write it as 2024-02-20"
    )]
    UnknownDate {
        /// The date as given, shortened.
        given: String,
    },
    /// An address is given that no quote may link to.
    #[error("the address {given:?} is left out, as it is no http or https address")]
    UnusableAddress {
        /// The address as given, shortened.
        given: String,
    },
}

/// `4 MiB`, `50 bytes`: a limit as the settings write it.
fn size(bytes: u64) -> String {
    match bytes {
        whole if whole > 0 && whole % (1 << 20) == 0 => format!("{} MiB", whole >> 20),
        whole if whole > 0 && whole % (1 << 10) == 0 => format!("{} KiB", whole >> 10),
        bytes => format!("{bytes} bytes"),
    }
}

fn write_place(
    formatter: &mut fmt::Formatter<'_>,
    path: &Path,
    line: Option<usize>,
) -> fmt::Result {
    write!(formatter, "{}", path.display())?;
    if let Some(line) = line {
        write!(formatter, ", line {line}")?;
    }
    formatter.write_str(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_written_as_in_the_settings() {
        let reason = SkipReason::TooLarge { limit: 4 << 20 };
        assert_eq!(
            reason.to_string(),
            "is over the size limit of 4 MiB; split it, or raise articles.max_file_size"
        );
    }

    #[test]
    fn a_skip_line_names_file_line_reason_and_remedy() {
        let skipped = Skipped {
            path: PathBuf::from("wire.jsonl"),
            line: Some(7),
            reason: SkipReason::Empty,
        };
        assert_eq!(
            skipped.to_string(),
            "wire.jsonl, line 7: has no text; add the article's text, or remove it"
        );
    }
}
