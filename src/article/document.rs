//! Documents that are no text by themselves: PDF, Word, mail.
//!
//! Each gives the same as a page of HTML ([`ExtractedPage`]). They are hostile input: what they unpack
//! to is bounded here, time and memory by `sandbox`, in whose process they are read.

mod address;
mod docx;
mod mail;
#[cfg(feature = "pdf")]
mod pdf;
mod reflow;

pub use address::put_address;

use super::file::Format;
use super::html::{ExtractedPage, extract_html, host_of};
use super::skip::SkipReason;

/// Characters beyond which a first paragraph is no headline.
const LONGEST_TITLE: usize = 200;

/// Extracts the article of a page or document.
///
/// # Errors
///
/// When it is broken, holds no article, or is of a format that is read without this.
pub fn extract(format: Format, bytes: &[u8]) -> Result<ExtractedPage, SkipReason> {
    let read = match format {
        Format::Html => return extract_html(bytes),
        Format::Docx => docx::read,
        Format::Mail => mail::read,
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::read,
        _ => return Err(SkipReason::UnknownFormat),
    };
    let bytes = bytes.to_vec();
    // A panic in a parser ends in a thread of its own.
    let ended = std::thread::spawn(move || read(&bytes)).join();
    let mut page = ended.map_err(|_| failed("the parser broke off"))??;
    // As of a page that names no publisher.
    page.source = page.source.or_else(|| host_of(page.url.as_deref()?));
    Ok(page)
}

fn failed(problem: &str) -> SkipReason {
    SkipReason::Extraction {
        problem: problem.to_owned(),
    }
}

/// The page with its first paragraph as its title, where it has none and that is short enough.
fn titled(mut page: ExtractedPage) -> Result<ExtractedPage, SkipReason> {
    if page.paragraphs.iter().all(|text| text.trim().is_empty()) {
        return Err(failed("it holds no text, as scanned pages do"));
    }
    let first = &page.paragraphs[0];
    let repeats_title = page
        .title
        .as_deref()
        .is_some_and(|title| title == first.trim());
    let is_headline = first.chars().count() <= LONGEST_TITLE && page.paragraphs.len() > 1;
    if repeats_title {
        page.paragraphs.remove(0);
    } else if page.title.is_none() && is_headline {
        page.title = Some(page.paragraphs.remove(0));
    }
    Ok(page)
}

/// What a document says of itself, unless it is blank or what a program put there.
fn said(value: &str) -> Option<String> {
    let value = value.trim();
    let by_program = ["untitled", "microsoft word", "document", "powerpoint"];
    let lower = value.to_lowercase();
    let is_said = !value.is_empty() && !by_program.iter().any(|start| lower.starts_with(start));
    is_said.then(|| value.to_owned())
}
