//! The address that a document was fetched from, written into the document itself.
//!
//! A page of HTML has a place for its address; PDF and Word documents have none that readers agree
//! on. It goes where every reader passes over it: into a comment of the PDF, and into that of the
//! archive which a Word document is. So a file keeps its address wherever it is moved or copied.

use std::io::{Cursor, Read, Seek};

use zip::{ZipArchive, ZipWriter};

/// What stands before the address.
const WORDS: &str = "Fetched from ";

/// What a PDF begins with.
const PDF: &[u8] = b"%PDF-";

/// The word that is looked for from the end of a PDF (ISO 32000, 7.5.5). No offset in the file counts
/// bytes from there on, so that a comment before it moves nothing.
const END: &[u8] = b"startxref";

/// How far from its end a PDF is searched, in bytes: room for the longest address.
const TAIL: usize = 8_192;

/// The document with an address in it; as it was where it has no place for one.
///
/// The address must be of one line, as an address is.
#[must_use]
pub fn put_address(content: &[u8], address: &str) -> Vec<u8> {
    let marked = if content.starts_with(PDF) {
        mark_pdf(content, address)
    } else {
        mark_archive(content, address)
    };
    marked.unwrap_or_else(|| content.to_vec())
}

fn mark_pdf(content: &[u8], address: &str) -> Option<Vec<u8>> {
    let place = find_last(content, END)?;
    let comment = format!("\n%{WORDS}{address}\n");
    Some([&content[..place], comment.as_bytes(), &content[place..]].concat())
}

fn mark_archive(content: &[u8], address: &str) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new_append(Cursor::new(content.to_vec())).ok()?;
    writer.set_comment(format!("{WORDS}{address}")).ok()?;
    Some(writer.finish().ok()?.into_inner())
}

/// The address in a PDF.
#[cfg(feature = "pdf")]
pub(super) fn of_pdf(content: &[u8]) -> Option<String> {
    let tail = &content[content.len().saturating_sub(TAIL)..];
    let text = String::from_utf8_lossy(tail);
    let mut lines = text.lines().rev();
    let address = lines.find_map(|line| line.strip_prefix('%')?.strip_prefix(WORDS))?;
    Some(address.to_owned())
}

/// The address in the archive that a Word document is.
pub(super) fn of_archive<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<String> {
    let comment = str::from_utf8(archive.comment()).ok()?;
    comment.strip_prefix(WORDS).map(str::to_owned)
}

fn find_last(content: &[u8], wanted: &[u8]) -> Option<usize> {
    let windows = content.windows(wanted.len());
    windows.into_iter().rposition(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://example.org/a.pdf?x=1&y=2";

    #[test]
    fn what_is_no_document_stays_as_it_is() {
        for content in [b"".as_slice(), b"PK", b"text", b"%PDF-1.4 without an end"] {
            assert_eq!(put_address(content, ADDRESS), content);
        }
    }
}
