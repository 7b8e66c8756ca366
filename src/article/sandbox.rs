//! Extraction in a process of its own, so that a hostile page can break nothing but that process.
//!
//! The program starts itself again as `PROGRAM extract FORMAT`: the page or document goes in on
//! standard input, JSON comes out on standard output. The child bounds its own processor time and memory before it
//! reads a byte; the parent bounds the wall clock. Which program that is, the caller says.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::document::extract;
use super::file::Format;
use super::html::ExtractedPage;
use super::skip::SkipReason;

/// Memory of the child. A page of the largest size takes about a tenth.
#[cfg(unix)]
const MEMORY: u64 = 2 << 30;
/// Processor seconds of the child.
#[cfg(unix)]
const SECONDS: u64 = 20;
/// Bytes of an answer; more is no answer to a page of the largest size.
const LONGEST_ANSWER: u64 = 32 << 20;

/// What the child answers. Reasons that the parent has its own words for are sent as themselves.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Page(ExtractedPage),
    NoMainText,
    Undecodable,
    Binary,
    TooDeep(usize),
    Failed(String),
}

impl From<Result<ExtractedPage, SkipReason>> for Answer {
    fn from(result: Result<ExtractedPage, SkipReason>) -> Self {
        match result {
            Ok(page) => Self::Page(page),
            Err(SkipReason::NoMainText) => Self::NoMainText,
            Err(SkipReason::Undecodable) => Self::Undecodable,
            Err(SkipReason::Binary { .. }) => Self::Binary,
            Err(SkipReason::TooDeep { limit }) => Self::TooDeep(limit),
            Err(SkipReason::Extraction { problem }) => Self::Failed(problem),
            Err(other) => Self::Failed(other.to_string()),
        }
    }
}

impl From<Answer> for Result<ExtractedPage, SkipReason> {
    fn from(answer: Answer) -> Self {
        Err(match answer {
            Answer::Page(page) => return Ok(page),
            Answer::NoMainText => SkipReason::NoMainText,
            Answer::Undecodable => SkipReason::Undecodable,
            Answer::Binary => SkipReason::Binary {
                kind: "binary data",
            },
            Answer::TooDeep(limit) => SkipReason::TooDeep { limit },
            Answer::Failed(problem) => SkipReason::Extraction { problem },
        })
    }
}

/// The child's whole work: limits itself, reads a page, writes what it found as JSON.
///
/// # Errors
///
/// When the limits cannot be set, or a stream breaks.
pub fn serve_extraction(
    format: &str,
    mut input: impl Read,
    mut output: impl Write,
) -> io::Result<()> {
    limit_resources()?;
    let mut page = Vec::new();
    input.read_to_end(&mut page)?;
    let format = Format::of(&Path::new("page").with_extension(format));
    let extracted = format.ok_or(SkipReason::UnknownFormat);
    let answer = Answer::from(extracted.and_then(|format| extract(format, &page)));
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

#[cfg(unix)]
fn limit_resources() -> io::Result<()> {
    rlimit::Resource::CPU.set(SECONDS, SECONDS)?;
    rlimit::Resource::AS.set(MEMORY, MEMORY)?;
    rlimit::Resource::CORE.set(0, 0)
}

/// Other systems have no such limits; the parent's patience is what bounds the child there.
#[cfg(not(unix))]
fn limit_resources() -> io::Result<()> {
    Ok(())
}

/// Extracts a page in a child process.
///
/// # Errors
///
/// What the child found wrong, or how it ended.
pub(super) fn extract_apart(
    program: &Path,
    (format, page): (Format, &[u8]),
    patience: Duration,
) -> Result<ExtractedPage, SkipReason> {
    let mut child = Command::new(program)
        .args(["extract", format.name()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(format!("{} does not start: {error}", program.display())))?;
    let answer = converse(&mut child, page, patience);
    // All that it had to say is here; whatever it is still doing is of no use.
    let _ = child.kill();
    let _ = child.wait();
    let answer = answer?;
    let parsed: Answer = serde_json::from_slice(&answer)
        .map_err(|_| failed("the extracting process broke off".to_owned()))?;
    parsed.into()
}

/// Sends the page and waits for the answer's end, each in a thread: a child that neither reads nor
/// writes must not hold up the parent.
fn converse(child: &mut Child, page: &[u8], patience: Duration) -> Result<Vec<u8>, SkipReason> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed("its streams are closed".to_owned()));
    };
    let page = page.to_vec();
    std::thread::spawn(move || {
        // A child that breaks off while it is written to says so by its missing answer.
        let _ = input.write_all(&page);
    });
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut answer = Vec::new();
        let read = output.take(LONGEST_ANSWER).read_to_end(&mut answer);
        let _ = sender.send(read.map(|_| answer));
    });
    match receiver.recv_timeout(patience) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(_) => Err(failed(format!(
            "it took longer than {} s",
            patience.as_secs()
        ))),
    }
}

fn failed(problem: String) -> SkipReason {
    SkipReason::Extraction { problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_survives_the_way_between_the_processes() {
        for result in [
            Ok(ExtractedPage::default()),
            Err(SkipReason::NoMainText),
            Err(SkipReason::TooDeep { limit: 9 }),
        ] {
            let sent = serde_json::to_string(&Answer::from(result.clone())).unwrap();
            let back: Answer = serde_json::from_str(&sent).unwrap();
            assert_eq!(Result::from(back), result);
        }
    }

    #[test]
    fn a_program_that_is_not_there_or_says_nothing_is_a_reason() {
        let patience = Duration::from_mins(1);
        let missing = extract_apart(
            Path::new("/no/such/program"),
            (Format::Html, b"x"),
            patience,
        );
        assert!(missing.unwrap_err().to_string().contains("does not start"));
        #[cfg(unix)]
        for silent in ["true", "false"] {
            let page = vec![b'x'; 1 << 20];
            let error =
                extract_apart(Path::new(silent), (Format::Pdf, &page), patience).unwrap_err();
            assert!(error.to_string().contains("broke off"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_child_that_does_not_answer_in_time_is_ended() {
        // `yes extract html` writes for ever and never ends its answer.
        let error =
            extract_apart(Path::new("yes"), (Format::Html, b"x"), Duration::ZERO).unwrap_err();
        assert!(error.to_string().contains("longer than 0 s"), "{error}");
    }
}
