//! PDF: the text of its pages, and the title and author that it names.
//!
//! The day on which a PDF was made is not the day of publication, so it is left alone.

use pdf_extract::{Dictionary, Document, Object, extract_text_from_mem};

use super::reflow::reflow;
use super::{address, failed, said, titled};
use crate::article::html::ExtractedPage;
use crate::article::skip::SkipReason;

pub(super) fn read(bytes: &[u8]) -> Result<ExtractedPage, SkipReason> {
    let text = extract_text_from_mem(bytes).map_err(|error| failed(&error.to_string()))?;
    let information = Document::load_mem(bytes).ok();
    let information = information.as_ref().and_then(information_of);
    let value = |key: &[u8]| said(&text_of(information?.get(key).ok()?)?);
    titled(ExtractedPage {
        title: value(b"Title"),
        author: value(b"Author"),
        url: address::of_pdf(bytes),
        paragraphs: reflow(&text),
        ..ExtractedPage::default()
    })
}

fn information_of(document: &Document) -> Option<&Dictionary> {
    let entry = document.trailer.get(b"Info").ok()?;
    match entry {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        direct => direct.as_dict().ok(),
    }
}

/// A text of the information dictionary: UTF-16 behind its mark, else taken for Latin-1.
fn text_of(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    Some(match bytes.strip_prefix(b"\xFE\xFF") {
        Some(wide) => {
            let units = wide.chunks_exact(2);
            let units: Vec<u16> = units
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    })
}
