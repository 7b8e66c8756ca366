//! Bytes to text: byte order mark, UTF-8, the page's own word, UTF-16, then an informed guess.
//!
//! A file that is no text at all is told apart here; what the text says is left to the formats.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::skip::SkipReason;

/// How far into a page its `<meta charset>` must stand; the HTML standard says 1,024 bytes, saved
/// pages put comments and scripts above it.
const META_WINDOW: usize = 4096;

/// First bytes of common files that are no articles whatever they are called.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "compressed data"),
    (b"\x7fELF", "a program"),
];

/// Decodes a whole file. `page` says that it is HTML, which may name its own encoding.
///
/// Valid UTF-8 with any character beyond ASCII goes before a page's own word: that is hardly ever
/// chance, while pages saved as UTF-8 often keep an outdated `<meta>`.
///
/// # Errors
///
/// [`SkipReason::Binary`] and [`SkipReason::Undecodable`].
pub(super) fn decode(bytes: &[u8], page: bool) -> Result<String, SkipReason> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(kind) = signature(bytes) {
        return Err(SkipReason::Binary { kind });
    }
    let utf8 = std::str::from_utf8(bytes).ok();
    if let Some(text) = utf8
        && !text.is_ascii()
        && !text.contains('\0')
    {
        return Ok(text.to_owned());
    }
    if let Some(encoding) = page.then(|| declared_encoding(bytes)).flatten() {
        return decode_as(encoding, bytes);
    }
    if bytes.contains(&0) {
        return decode_utf16(bytes).ok_or(SkipReason::Binary {
            kind: "binary data",
        });
    }
    if has_many_controls(bytes) {
        let kind = "binary data";
        return Err(SkipReason::Binary { kind });
    }
    utf8.map_or_else(
        || decode_as(guess(bytes), bytes),
        |text| Ok(text.to_owned()),
    )
}

fn signature(bytes: &[u8]) -> Option<&'static str> {
    let found = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start));
    found.map(|(_, kind)| *kind)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, SkipReason> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or(SkipReason::Undecodable)
}

/// The encoding named by `<meta charset=…>` or `<meta … content="text/html; charset=…">`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(META_WINDOW)].to_ascii_lowercase();
    let meta = find(&head, b"<meta")?;
    let mut rest = &head[meta..];
    while let Some(at) = find(rest, b"charset") {
        rest = &rest[at + b"charset".len()..];
        let name: Vec<u8> = rest
            .iter()
            .skip_while(|byte| b"= \t\"'".contains(byte))
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
            .copied()
            .collect();
        // A page that is readable this far is not in UTF-16, whatever it says.
        if let Some(encoding) = Encoding::for_label(&name)
            && encoding != UTF_16LE
            && encoding != UTF_16BE
        {
            return Some(encoding);
        }
    }
    None
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|part| part == needle)
}

/// UTF-16 without a mark: the byte order under which everything is a letter, a blank or a sign.
fn decode_utf16(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|encoding| decode_as(encoding, bytes).ok())
        .find(|text| reads_like_text(text))
}

fn reads_like_text(text: &str) -> bool {
    let total = text.chars().count();
    let plain = text.chars().filter(|c| {
        c.is_alphanumeric()
            || c.is_whitespace()
            || c.is_ascii_punctuation()
            || "–—‘’“”…«»".contains(*c)
    });
    // Read in the wrong order, ASCII becomes Chinese; only real text has blanks among its letters.
    let blanks = text
        .chars()
        .filter(|c| matches!(c, ' ' | '\n' | '\u{3000}'))
        .count();
    plain.count() * 20 >= total * 19 && blanks > 0
}

/// More than one byte in fifty that no text holds. ESC is left out: some encodings use it.
fn has_many_controls(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(8192)];
    let odd = |byte: &&u8| **byte < 32 && !b"\t\n\r\x0b\x0c\x1b".contains(byte);
    sample.iter().filter(odd).count() * 50 > sample.len()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

    use super::*;

    const TEXT: &str = "Le président a reçu la délégation à l’Élysée.\nC’était mardi, dit-on.";

    #[test]
    fn utf8_passes_with_and_without_mark() {
        assert_eq!(decode(TEXT.as_bytes(), false).unwrap(), TEXT);
        let marked = format!("\u{feff}{TEXT}");
        assert_eq!(decode(marked.as_bytes(), false).unwrap(), TEXT);
    }

    #[test]
    fn western_and_japanese_bytes_are_guessed() {
        assert_eq!(decode(&WINDOWS_1252.encode(TEXT).0, false).unwrap(), TEXT);
        let japanese = "北朝鮮は火曜日、金正恩氏がロシアの車を受け取ったと発表した。";
        assert_eq!(
            decode(&SHIFT_JIS.encode(japanese).0, false).unwrap(),
            japanese
        );
    }

    #[test]
    fn utf16_is_read_with_and_without_mark_in_both_orders() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little, false).unwrap(), TEXT);
        assert_eq!(decode(&big, false).unwrap(), TEXT);
        let marked = [b"\xff\xfe".as_slice(), &little].concat();
        assert_eq!(decode(&marked, false).unwrap(), TEXT);
    }

    #[test]
    fn a_page_names_its_own_encoding() {
        let page = b"<html><meta charset='iso-8859-2'><p>\xb1</p>";
        assert!(decode(page, true).unwrap().contains('ą'));
    }

    #[test]
    fn images_and_noise_are_no_text() {
        let image = decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", false);
        assert_eq!(
            image,
            Err(SkipReason::Binary {
                kind: "a PNG image"
            })
        );
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(matches!(
            decode(&noise, false),
            Err(SkipReason::Binary { .. })
        ));
    }
}
