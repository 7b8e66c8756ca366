//! Citations: where a quote comes from, in a form that anyone can check.
//!
//! Addresses are let through here or nowhere: only http and https, without credentials, with a
//! text fragment that leads a browser to the quoted words.

use url::Url;

use crate::answer::Passage;
use crate::index::{ArticleCard, Block, Receipt};
use crate::text::Span;

use super::model::Citation;

/// Words at each end of a long quote that the text fragment names; enough to be unique, short
/// enough to survive small differences in the page's markup.
const FRAGMENT_WORDS: usize = 5;

/// The citation of the bytes `span` of the article that `block` belongs to; `number` counts the
/// quotes of a reply from 1.
#[must_use]
pub fn cite(block: &Block, span: Span, number: usize) -> Citation {
    let paragraph = block
        .sentences
        .iter()
        .find(|sentence| sentence.span.end > span.start)
        .map_or(1, |sentence| sentence.paragraph as usize + 1);
    Citation {
        number,
        paragraph,
        ..citation_of(&block.article, span, block.quote(span))
    }
}

/// The citation of a passage.
#[must_use]
pub fn cite_passage(passage: &Passage, number: usize) -> Citation {
    Citation {
        number,
        paragraph: passage.paragraph,
        ..citation_of(&passage.card, passage.span, &passage.text)
    }
}

/// The citation of `quote`, which stands at `span`, without its number and paragraph.
fn citation_of(card: &ArticleCard, span: Span, quote: &str) -> Citation {
    Citation {
        number: 1,
        article: card.id.clone(),
        title: card.title.clone(),
        source: card.source.clone(),
        published: card.published,
        paragraph: 1,
        span,
        url: card.url.as_deref().and_then(|url| link_to(url, quote)),
        receipt: Receipt::new(card.hash, span).to_string(),
    }
}

/// `url` with a fragment that leads to `quote` (the WICG draft “URL Fragment Text Directives”), or
/// `None` for an address that is not plain http or https.
#[must_use]
pub fn link_to(url: &str, quote: &str) -> Option<String> {
    let mut url = Url::parse(url.trim()).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.host_str().is_some();
    if !plain {
        return None;
    }
    url.set_fragment(None);
    let directive = text_directive(quote);
    Some(if directive.is_empty() {
        url.to_string()
    } else {
        format!("{url}#:~:text={directive}")
    })
}

/// An address with everything percent-encoded but letters, digits and the signs in `kept`: those that
/// neither end a link nor begin markup where it goes. `None` where it is none of the web, or has more than
/// `longest` bytes; the fragment that leads to the quoted words is given up first.
#[must_use]
pub fn encoded_address(url: &str, kept: &str, longest: usize) -> Option<String> {
    let (scheme, _) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let page = url.split_once('#').map_or(url, |(page, _)| page);
    [url, page]
        .into_iter()
        .map(|url| encode_but(url, kept))
        .find(|address| address.len() <= longest)
}

fn encode_but(url: &str, kept: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for byte in url.bytes() {
        let letter = char::from(byte);
        if byte.is_ascii_alphanumeric() || kept.contains(letter) {
            address.push(letter);
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// `first words,last words` of a quote, or the whole of a short one, percent-encoded.
fn text_directive(quote: &str) -> String {
    let first_line = quote.lines().next().unwrap_or_default();
    let words: Vec<&str> = first_line.split_whitespace().collect();
    if words.len() <= 2 * FRAGMENT_WORDS {
        return encode(&words.join(" "));
    }
    let start = words[..FRAGMENT_WORDS].join(" ");
    let end = words[words.len() - FRAGMENT_WORDS..].join(" ");
    format!("{},{}", encode(&start), encode(&end))
}

/// Percent-encodes everything but letters and digits: the directive's own marks (`,`, `&`, `-`)
/// and all that could end an address in a chat message are encoded with the rest.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&format!("{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_quoted_words() {
        assert_eq!(
            link_to("https://example.org/a?b=1#old", "The mayor, she said.").as_deref(),
            Some("https://example.org/a?b=1#:~:text=The%20mayor%2C%20she%20said%2E")
        );
        let long = "one two three four five six seven eight nine ten eleven twelve";
        let link = link_to("https://example.org/", long).unwrap();
        assert!(link.ends_with(
            "#:~:text=one%20two%20three%20four%20five,eight%20nine%20ten%20eleven%20twelve"
        ));
    }

    #[test]
    fn other_addresses_are_no_links() {
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://user:secret@example.org/",
            "ftp://example.org/",
            "not an address",
        ] {
            assert_eq!(link_to(url, "words"), None, "{url}");
        }
    }
}
