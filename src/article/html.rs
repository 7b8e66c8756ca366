//! Saved pages: title, date, author and main text of an article in HTML.
//!
//! What belongs to the article is decided by `trafilatura`; the words themselves are then taken
//! from the page's own text, so that a quote is what the page shows even where the library has
//! changed a blank. A paragraph that the page does not hold is dropped.
//!
//! Pages are hostile input: nesting is bounded here, time and memory by `sandbox`.

mod guard;
mod linked_data;
mod metadata;
mod page_text;

use scraper::Html;
use serde::{Deserialize, Serialize};

use self::guard::check_nesting;
use self::metadata::Metadata;
pub(super) use self::metadata::host_of;
use self::page_text::{PageText, paragraphs};
use super::body::canonical_body;
use super::draft::Draft;
use super::encoding::decode;
use super::plain::take_header;
use super::skip::SkipReason;

/// A page with less text than this holds no article: a notice that scripts are needed, a teaser.
const SHORTEST_TEXT: usize = 100;
/// Paragraphs among which the headline is looked for.
const TOP: usize = 4;
/// Stack for parsing one page. Its size is stated so that nesting up to the limit never overflows
/// it, whatever thread calls.
const STACK: usize = 32 << 20;

/// What was found in a page, in the page's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractedPage {
    /// Headline.
    pub title: Option<String>,
    /// Authors, joined with commas.
    pub author: Option<String>,
    /// Site or publisher.
    pub source: Option<String>,
    /// Date as written.
    pub published: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// Language as written.
    pub language: Option<String>,
    /// The main text, one entry a paragraph, blanks normalised.
    pub paragraphs: Vec<String>,
}

impl From<ExtractedPage> for Draft {
    fn from(page: ExtractedPage) -> Self {
        let mut draft = Self {
            id: None,
            title: page.title,
            source: page.source,
            author: page.author,
            published: page.published,
            url: page.url,
            language: page.language,
            body: String::new(),
        };
        let body = canonical_body(&page.paragraphs.join("\n\n"));
        let body = take_header(&body, &mut draft).trim_start().to_owned();
        Self { body, ..draft }
    }
}

/// Decodes a page and extracts its article.
///
/// # Errors
///
/// A page that is no text, is nested too deeply, or holds no article.
pub(super) fn extract_html(bytes: &[u8]) -> Result<ExtractedPage, SkipReason> {
    let page = decode(bytes, true)?;
    check_nesting(&page)?;
    // A thread of its own: it has the stack it needs, and a panic in a parser ends there.
    let worker = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || extract(&page));
    let ended = worker.map_err(|error| failed(&error.to_string()))?.join();
    ended.map_err(|_| failed("the parser broke off"))?
}

/// The text of a piece of HTML, its blocks parted by blank lines; nothing when it is too deep.
#[must_use]
pub(super) fn fragment_text(html: &str) -> String {
    if check_nesting(html).is_err() {
        return String::new();
    }
    paragraphs(&Html::parse_fragment(html)).join("\n\n")
}

fn failed(problem: &str) -> SkipReason {
    SkipReason::Extraction {
        problem: problem.to_owned(),
    }
}

fn extract(page: &str) -> Result<ExtractedPage, SkipReason> {
    let document = Html::parse_document(page);
    let metadata = Metadata::of(&document);
    let paragraphs = main_text(page, &document, metadata.title.as_deref());
    let length: usize = paragraphs.iter().map(String::len).sum();
    if length < SHORTEST_TEXT {
        return Err(SkipReason::NoMainText);
    }
    Ok(ExtractedPage {
        title: metadata.title,
        author: metadata.author,
        source: metadata.source,
        published: metadata.published,
        url: metadata.url,
        language: metadata.language,
        paragraphs,
    })
}

/// The article's paragraphs as the page has them, from below the headline where it is among them.
fn main_text(page: &str, document: &Html, title: Option<&str>) -> Vec<String> {
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true);
    let Ok(extracted) = trafilatura::extract(page, &options) else {
        return Vec::new();
    };
    let mut shown = PageText::of(document);
    let found = paragraphs(&Html::parse_fragment(&extracted.content_html));
    let mut kept: Vec<String> = found
        .iter()
        .filter_map(|paragraph| shown.find(paragraph).map(str::to_owned))
        .collect();
    // Old pages have their menu above the headline, in the same table.
    let top = kept
        .iter()
        .take(TOP)
        .position(|text| Some(text.as_str()) == title);
    if let Some(headline) = top {
        kept.drain(..=headline);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPHS: &str = "<p>Russia has given the leader of North Korea a luxury car, state \
        media said on <b>Tuesday</b>. It was \"made in Russia\".</p><p>The car was handed to two of \
        the leader&rsquo;s closest aides, the agency&nbsp;said, and it was meant for his own use \
        alone.</p><h2>Sanctions</h2><p>South Korea said that the delivery broke the embargo on luxury goods, and \
        blamed the North for announcing the breach openly.</p>";

    fn page(head: &str, body: &str) -> Vec<u8> {
        format!("<html lang=en><head>{head}</head><body>{body}</body></html>").into_bytes()
    }

    #[test]
    fn the_main_text_is_kept_and_what_surrounds_it_is_not() {
        let body = format!(
            "<nav><a href=/>Home</a></nav><div class=cookie-banner>We use cookies.</div>\
             <article><h1>A car</h1>{PARAGRAPHS}<div class=newsletter>Sign up for our newsletter</div>\
             </article><footer>Copyright 2024</footer>"
        );
        let found = extract_html(&page("<title>A car | The Paper</title>", &body)).unwrap();
        assert_eq!(found.title.as_deref(), Some("A car"));
        assert_eq!(found.language.as_deref(), Some("en"));
        assert_eq!(found.paragraphs.len(), 4, "{:#?}", found.paragraphs);
        assert!(found.paragraphs[0].ends_with("said on Tuesday. It was \"made in Russia\"."));
        assert!(found.paragraphs[1].contains("leader’s closest aides"));
        assert_eq!(found.paragraphs[2], "Sanctions");
    }

    #[test]
    fn an_old_page_made_of_tables_and_line_breaks_is_read() {
        let first = "The two sides ended their talks on Wednesday without a deal, officials \
            said, after nine hours behind closed doors in the capital.";
        let second = "He said that talks would resume next week, and that both sides had agreed \
            on a list of open questions. The opposition called the outcome a failure.";
        let body = format!(
            "<table><tr><td><a href=/>Home</a> | <a href=/n>News</a></td></tr><tr><td>\
             <h1>Talks end</h1>By Jane Doe<br>March 3, 2004<br><br>{first}<br><br>{second}\
             </td></tr></table>"
        );
        let draft = Draft::from(extract_html(&page("", &body)).unwrap());
        assert_eq!(draft.title.as_deref(), Some("Talks end"));
        assert_eq!(draft.body, format!("{first}\n\n{second}"));
    }

    #[test]
    fn a_page_that_only_scripts_can_build_has_no_main_text() {
        let body = "<div id=root></div><noscript>You need to enable JavaScript to run this app.\
            </noscript><script>render({text: 'not to be read'})</script>";
        assert_eq!(extract_html(&page("", body)), Err(SkipReason::NoMainText));
    }

    #[test]
    fn absurd_nesting_is_refused_before_it_is_parsed() {
        let body = "<div>".repeat(20_000);
        let error = extract_html(&page("", &body)).unwrap_err();
        assert!(matches!(error, SkipReason::TooDeep { .. }));
    }

    #[test]
    fn nesting_just_under_the_limit_is_parsed() {
        let body = "<div>".repeat(240) + PARAGRAPHS;
        assert!(extract_html(&page("", &body)).is_ok());
    }
}
