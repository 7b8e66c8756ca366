//! What a page says of itself: JSON-LD first, then Open Graph and other `<meta>`, then what it shows.

use scraper::{ElementRef, Html, Node};
use url::Url;

use super::super::date::parse_published;
use super::linked_data::read_linked_data;

/// The page's data, each as written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) source: Option<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "title"];
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
];
const SOURCES: &[&str] = &["og:site_name", "application-name", "dc.publisher"];
const DATES: &[&str] = &[
    "article:published_time",
    "datepublished",
    "og:published_time",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "displaydate",
];
const LANGUAGES: &[&str] = &["og:locale", "content-language", "dc.language"];

impl Metadata {
    pub(super) fn of(document: &Html) -> Self {
        let page = Page::of(document);
        let mut data = Self::default();
        read_linked_data(&page.scripts, &mut data);
        data.decode_entities();
        let url = [
            data.url.take(),
            page.canonical.clone(),
            page.meta(&["og:url"]),
        ];
        data.url = url.into_iter().flatten().find(|url| is_address(url));
        data.source = data.source.or_else(|| page.meta(SOURCES));
        data.title = data.title.or_else(|| page.headline(data.source.as_deref()));
        data.author = data
            .author
            .or_else(|| page.meta(AUTHORS))
            .and_then(|name| clean_author(&name));
        data.published = page.published(data.published.take());
        data.language = page
            .language
            .clone()
            .or(data.language)
            .or_else(|| page.meta(LANGUAGES));
        data.source = data
            .source
            .or_else(|| data.url.as_deref().and_then(host_of));
        data
    }

    /// Some sites put `&#8217;` into JSON, where it means itself; they mean an apostrophe.
    fn decode_entities(&mut self) {
        for text in [&mut self.title, &mut self.author, &mut self.source]
            .into_iter()
            .flatten()
        {
            if text.contains('&') && text.contains(';') && !text.contains('<') {
                *text = Html::parse_fragment(text).root_element().text().collect();
            }
        }
    }
}

fn is_address(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// `www.example.org` → `example.org`: the name of a source that gives none.
pub(in crate::article) fn host_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Without `By`; an address of a profile is no name.
fn clean_author(author: &str) -> Option<String> {
    let author = author.trim();
    let name = match author.split_at_checked(3) {
        Some((by, name)) if by.eq_ignore_ascii_case("by ") => name.trim(),
        _ => author,
    };
    (!name.is_empty() && !name.starts_with("http")).then(|| name.to_owned())
}

/// The parts of a page that say something about it, gathered in one pass.
#[derive(Default)]
struct Page {
    scripts: Vec<String>,
    /// Names in lower case with their contents, in order.
    metas: Vec<(String, String)>,
    canonical: Option<String>,
    language: Option<String>,
    headings: Vec<String>,
    window_title: Option<String>,
    /// `<time>` values; those marked as the publication's first.
    times: Vec<String>,
}

impl Page {
    fn of(document: &Html) -> Self {
        let mut page = Self::default();
        for node in document.tree.root().descendants() {
            if let (Node::Element(element), Some(reference)) =
                (node.value(), ElementRef::wrap(node))
            {
                page.note(element.name(), reference);
            }
        }
        page
    }

    fn note(&mut self, name: &str, element: ElementRef<'_>) {
        let attribute = |name: &str| {
            element
                .attr(name)
                .map(str::trim)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        };
        match name {
            "html" => self.language = attribute("lang").or_else(|| attribute("xml:lang")),
            "script" if element.attr("type") == Some("application/ld+json") => {
                self.scripts.push(element.text().collect());
            }
            "meta" => {
                let keys = ["property", "name", "itemprop", "http-equiv"];
                let key = keys.iter().find_map(|key| attribute(key));
                if let (Some(key), Some(content)) = (key, attribute("content")) {
                    self.metas.push((key.to_ascii_lowercase(), content));
                }
            }
            "link" if element.attr("rel") == Some("canonical") => {
                self.canonical = attribute("href");
            }
            "title" if self.window_title.is_none() => self.window_title = text_of(element),
            "h1" => self.headings.extend(text_of(element)),
            "time" => self.note_time(element),
            _ => {}
        }
    }

    fn note_time(&mut self, element: ElementRef<'_>) {
        let value = element
            .attr("datetime")
            .map(str::to_owned)
            .or_else(|| text_of(element));
        let own =
            element.attr("itemprop") == Some("datePublished") || element.attr("pubdate").is_some();
        match value {
            Some(value) if own => self.times.insert(0, value),
            Some(value) => self.times.push(value),
            None => {}
        }
    }

    /// The content of the first of the named `<meta>` that the page has.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let found = self.metas.iter().find(|(key, _)| key == name);
            found.map(|(_, content)| content.clone())
        })
    }

    /// The only `<h1>`, else what the page says to others, else its window's title.
    fn headline(&self, source: Option<&str>) -> Option<String> {
        let only = (self.headings.len() == 1).then(|| self.headings[0].clone());
        let window = self
            .window_title
            .as_deref()
            .map(|title| strip_site(title, source));
        only.or_else(|| self.meta(TITLES))
            .or_else(|| window.map(str::to_owned))
    }

    /// The first date that can be read; else the first that is given, so that it can be named.
    fn published(&self, linked: Option<String>) -> Option<String> {
        let metas = DATES.iter().filter_map(|name| self.meta(&[name]));
        let given: Vec<String> = linked
            .into_iter()
            .chain(metas)
            .chain(self.times.iter().cloned())
            .collect();
        let read = given.iter().find(|text| parse_published(text).is_some());
        read.or_else(|| given.first()).cloned()
    }
}

fn text_of(element: ElementRef<'_>) -> Option<String> {
    let text: String = element.text().collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// `A car | The Paper` → `A car`. After a bar always, after a dash only when the site's name follows.
fn strip_site<'a>(title: &'a str, source: Option<&str>) -> &'a str {
    if let Some((headline, _)) = title.rsplit_once(" | ") {
        return headline;
    }
    for dash in [" - ", " – ", " — "] {
        if let Some((headline, site)) = title.rsplit_once(dash)
            && source.is_some_and(|source| source.eq_ignore_ascii_case(site))
        {
            return headline;
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Metadata {
        Metadata::of(&Html::parse_document(html))
    }

    #[test]
    fn meta_and_visible_data_fill_what_json_leaves_out() {
        let found = read(
            "<html lang=en-GB><head><title>A car - The Paper</title>\
             <meta property=og:site_name content='The Paper'>\
             <meta name=author content='By Jane Doe'>\
             <meta property=article:published_time content=2024-02-20T08:00:00+09:00>\
             <link rel=canonical href=https://www.example.org/car></head></html>",
        );
        assert_eq!(found.title.as_deref(), Some("A car"));
        assert_eq!(found.author.as_deref(), Some("Jane Doe"));
        assert_eq!(found.source.as_deref(), Some("The Paper"));
        assert_eq!(
            found.published.as_deref(),
            Some("2024-02-20T08:00:00+09:00")
        );
        assert_eq!(found.url.as_deref(), Some("https://www.example.org/car"));
        assert_eq!(found.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn a_readable_date_goes_before_an_unreadable_one() {
        let found = read(
            "<meta name=date content='three days ago'><h1>A  car</h1>\
             <time datetime=2024-02-19>x</time><time itemprop=datePublished>Feb. 20, 2024</time>\
             <link rel=canonical href=https://www.example.org/car>",
        );
        assert_eq!(found.published.as_deref(), Some("Feb. 20, 2024"));
        assert_eq!(found.title.as_deref(), Some("A car"));
        assert_eq!(found.source.as_deref(), Some("example.org"));
    }

    #[test]
    fn entities_in_json_are_decoded_once() {
        let found = read(
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\
             \"headline\":\"Kim&#8217;s car\"}</script>",
        );
        assert_eq!(found.title.as_deref(), Some("Kim’s car"));
    }
}
