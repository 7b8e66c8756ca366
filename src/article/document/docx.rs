//! Word documents (ECMA-376): the text of the body, and the title and author that they name.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{address, failed, said, titled};
use crate::article::html::ExtractedPage;
use crate::article::skip::SkipReason;

/// The most that one part of a document unpacks to, in bytes.
const LONGEST_PART: u64 = 64 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<ExtractedPage, SkipReason> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error.to_string()))?;
    let body = part(&mut archive, "word/document.xml")?;
    let mut text = Text::default();
    text.read(&body)?;
    let core = part(&mut archive, "docProps/core.xml").unwrap_or_default();
    titled(ExtractedPage {
        title: text.title.take().or_else(|| property(&core, "title")),
        author: property(&core, "creator"),
        url: address::of_archive(&archive),
        language: property(&core, "language"),
        paragraphs: text.paragraphs,
        ..ExtractedPage::default()
    })
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, SkipReason> {
    let file = archive
        .by_name(name)
        .map_err(|error| failed(&error.to_string()))?;
    let mut text = String::new();
    let read = file.take(LONGEST_PART + 1).read_to_string(&mut text);
    read.map_err(|error| failed(&error.to_string()))?;
    if text.len() as u64 > LONGEST_PART {
        return Err(failed("it unpacks to more than a document holds"));
    }
    Ok(text)
}

/// The text of a property, by its name without the namespace.
fn property(xml: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let (mut value, mut is_inside) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => is_inside = tag.local_name().as_ref() == name,
            Event::End(_) if is_inside => return said(&value),
            Event::Eof => return None,
            event if is_inside => value.push_str(&characters(&event)),
            _ => {}
        }
    }
}

/// What an event inside a text stands for.
fn characters(event: &Event<'_>) -> String {
    match event {
        Event::Text(text) => text.xml10_content().into_owned(),
        Event::CData(text) => text.xml10_content().into_owned(),
        Event::GeneralRef(entity) => {
            let whole = format!("&{};", &**entity);
            quick_xml::escape::unescape(&whole).map_or(String::new(), std::borrow::Cow::into_owned)
        }
        _ => String::new(),
    }
}

/// What is read of the body.
#[derive(Default)]
struct Text {
    title: Option<String>,
    paragraphs: Vec<String>,
    paragraph: String,
    is_title: bool,
    /// Inside `w:t`, where the words are.
    in_words: bool,
    /// Inside `w:del`, `w:instrText` and the like: not shown.
    hidden: usize,
}

/// Elements whose text a reader does not see.
const HIDDEN: [&str; 3] = ["del", "instrText", "footnoteReference"];

impl Text {
    fn read(&mut self, xml: &str) -> Result<(), SkipReason> {
        let mut reader = Reader::from_str(xml);
        loop {
            let event = reader.read_event();
            match event.map_err(|error| failed(&error.to_string()))? {
                Event::Start(tag) => self.open(&tag),
                Event::Empty(tag) => self.mark(&tag),
                Event::End(tag) => self.close(tag.local_name().as_ref()),
                Event::Eof => return Ok(()),
                event if self.in_words && self.hidden == 0 => {
                    self.paragraph.push_str(&characters(&event));
                }
                _ => {}
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "t" => self.in_words = true,
            name if HIDDEN.contains(&name) => self.hidden += 1,
            _ => self.mark(tag),
        }
    }

    /// An element that stands for itself.
    fn mark(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "tab" | "br" | "cr" if !self.paragraph.is_empty() => self.paragraph.push(' '),
            "pStyle" => {
                let styles = tag.attributes().flatten();
                self.is_title |= styles.map(|one| one.value).any(|value| &*value == "Title");
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_words = false,
            name if HIDDEN.contains(&name) => self.hidden = self.hidden.saturating_sub(1),
            "p" => self.end_paragraph(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph).trim().to_owned();
        let is_title = std::mem::take(&mut self.is_title);
        if paragraph.is_empty() {
            return;
        }
        if is_title && self.title.is_none() {
            self.title = Some(paragraph);
        } else {
            self.paragraphs.push(paragraph);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn docx(body: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let core = "<cp:coreProperties xmlns:dc=\"d\"><dc:title>Old title</dc:title>\
            <dc:creator>Ada &amp; Ben</dc:creator></cp:coreProperties>";
        for (name, text) in [("word/document.xml", body), ("docProps/core.xml", core)] {
            archive
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_runs_and_styles_are_read() {
        let body = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r>\
            <w:t>Bridge opens</w:t></w:r></w:p><w:p><w:r><w:t>The bridge </w:t></w:r><w:r>\
            <w:t xml:space=\"preserve\">&amp; the ferry</w:t></w:r><w:r><w:br/><w:t>sail.</w:t></w:r>\
            <w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p><w:p/><w:p><w:r><w:t>Second.</w:t></w:r>\
            </w:p></w:body></w:document>";
        let page = read(&docx(body)).unwrap();
        assert_eq!(page.title.as_deref(), Some("Bridge opens"));
        assert_eq!(page.author.as_deref(), Some("Ada & Ben"));
        assert_eq!(page.paragraphs, ["The bridge & the ferry sail.", "Second."]);
    }

    #[test]
    fn what_is_broken_or_empty_is_a_reason() {
        assert!(read(b"PK nonsense").is_err());
        assert!(read(&docx("<w:document>")).is_err());
    }
}
