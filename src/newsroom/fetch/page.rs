//! A fetched page as a file that can be added.

use encoding_rs::{Encoding, UTF_8};
use url::Url;

use super::FetchError;
use crate::admin::Attachment;
use crate::article::put_address;

/// What is taken, in words.
pub(super) const MOST_TYPES: &str = "HTML, plain text, Markdown, PDF, Word";

/// A Word document.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html(Option<&'static Encoding>),
    Plain(Option<&'static Encoding>),
    Markdown,
    /// A document, by the ending of its name.
    Document(&'static str),
}

impl Kind {
    /// By the header, and where there is none by the end of the path.
    pub(super) fn of(header: &str, path: &str) -> Result<Self, FetchError> {
        let mut parts = header.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            let is_charset = key.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| Encoding::for_label(value.trim().trim_matches('"').as_bytes()))?
        });
        match media.as_str() {
            "text/html" | "application/xhtml+xml" | "" => Ok(Self::Html(charset)),
            "text/markdown" => Ok(Self::Markdown),
            "application/pdf" => Ok(Self::Document("pdf")),
            WORD => Ok(Self::Document("docx")),
            "text/plain" if path.to_ascii_lowercase().ends_with(".md") => Ok(Self::Markdown),
            "text/plain" => Ok(Self::Plain(charset)),
            _ => Err(FetchError::Type {
                found: media.chars().take(60).collect(),
            }),
        }
    }
}

/// A page, and where it was in the end.
pub(crate) struct Page {
    address: Url,
    kind: Kind,
    content: Vec<u8>,
}

impl Page {
    pub(super) fn new(mut address: Url, kind: Kind, content: Vec<u8>) -> Self {
        address.set_fragment(None);
        Self {
            address,
            kind,
            content,
        }
    }

    /// The page as a file. `with_address` writes the address into it, for a page that does not name
    /// its own.
    pub(crate) fn to_file(&self, with_address: bool) -> Attachment {
        let address = self.address.as_str();
        let (ending, mut content) = match self.kind {
            Kind::Html(charset) => ("html", in_utf8(&self.content, charset)),
            Kind::Plain(charset) => ("txt", in_utf8(&self.content, charset)),
            Kind::Markdown => ("md", self.content.clone()),
            Kind::Document(ending) => (ending, self.content.clone()),
        };
        if with_address {
            content = match self.kind {
                // An address holds no quotation mark: they are percent-encoded in it.
                Kind::Html(_) => insert(
                    &content,
                    0,
                    &format!(
                        "<link rel=\"canonical\" href=\"{}\">\n",
                        address.replace('&', "&amp;")
                    ),
                ),
                Kind::Plain(_) => insert(&content, end_of_line(&content), &format!("{address}\n")),
                Kind::Markdown if content.starts_with(b"---") => content,
                Kind::Document(_) => put_address(&content, address),
                Kind::Markdown => insert(&content, 0, &format!("---\nurl: \"{address}\"\n---\n")),
            };
        }
        let segments = self.address.path_segments();
        let last = segments.and_then(|mut all| all.rfind(|part| !part.is_empty()));
        let stem = last.unwrap_or("page").split('.').next().unwrap_or("page");
        Attachment {
            name: format!("{stem}.{ending}"),
            content: Ok(content.into()),
        }
    }
}

/// The mark that says UTF-8 to every reader, whatever the page says of itself.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text in the encoding that the server named, in UTF-8; as it is where it named none.
fn in_utf8(content: &[u8], charset: Option<&'static Encoding>) -> Vec<u8> {
    match charset {
        Some(encoding) if encoding != UTF_8 => {
            let (text, _, _) = encoding.decode(content);
            [MARK, text.as_bytes()].concat()
        }
        Some(_) if !content.starts_with(MARK) => [MARK, content].concat(),
        _ => content.to_vec(),
    }
}

/// Behind the first line that says something.
fn end_of_line(content: &[u8]) -> usize {
    let start = content.iter().position(|byte| !byte.is_ascii_whitespace());
    let start = start.unwrap_or(content.len());
    let end = content[start..].iter().position(|byte| *byte == b'\n');
    end.map_or(content.len(), |end| start + end + 1)
}

/// Puts a line in at a place, but never before the mark of the encoding.
fn insert(content: &[u8], place: usize, line: &str) -> Vec<u8> {
    let place = if content.starts_with(MARK) {
        place.max(MARK.len())
    } else {
        place
    };
    [&content[..place], line.as_bytes(), &content[place..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, content: &[u8]) -> (String, String) {
        let url = Url::parse("https://example.org/news/a-b.php?x=1&y=2#top").unwrap();
        let kind = Kind::of(header, url.path()).unwrap();
        let file = Page::new(url, kind, content.to_vec()).to_file(true);
        (
            file.name,
            String::from_utf8_lossy(&file.content.unwrap()).into_owned(),
        )
    }

    #[test]
    fn a_page_is_named_by_its_address_and_holds_it() {
        let (name, content) = file("text/html", b"<p>Text");
        assert_eq!(name, "a-b.html");
        let link = "<link rel=\"canonical\" href=\"https://example.org/news/a-b.php?x=1&amp;y=2\">";
        assert_eq!(content, format!("{link}\n<p>Text"));
        let (name, content) = file("text/plain", b"\nTitle\nText");
        assert_eq!(name, "a-b.txt");
        assert!(content.starts_with("\nTitle\nhttps://example.org/news/a-b.php"));
    }

    #[test]
    fn the_servers_encoding_wins() {
        let (_, content) = file(
            "text/plain; charset=\"windows-1251\"",
            b"\xCF\xF3\xF2\xE8\xED\n",
        );
        assert!(content.contains("Путин"), "{content}");
    }

    #[test]
    fn other_types_are_refused_by_name() {
        for header in ["image/png", "application/json", "video/mp4; codecs=avc1"] {
            let refused = Kind::of(header, "/");
            assert!(matches!(refused, Err(FetchError::Type { .. })), "{header}");
        }
    }
}
