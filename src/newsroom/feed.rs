//! Reads a feed (RSS, Atom, JSON Feed) or a sitemap: its title and the addresses of its pages; of a
//! list of sitemaps, the addresses of those.

use std::collections::BTreeMap;

use feed_rs::model::Entry;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// The most entries that are looked at; no feed of news holds more.
const MOST_ENTRIES: usize = 5_000;

/// The sitemaps of a list that are looked into: those that changed last.
const MOST_SITEMAPS: usize = 10;

/// What a feed holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Feed {
    pub(super) title: String,
    /// Addresses of its pages, in its order, each once.
    pub(super) pages: Vec<String>,
}

/// A sitemap of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sitemap {
    pub(super) address: String,
    /// When it was changed, as the list says; empty where it says nothing.
    pub(super) changed: String,
}

impl Sitemap {
    /// True where it is as it was when it was read. A day alone tells nothing of changes on that day.
    pub(super) fn is_as_in(&self, known: &BTreeMap<String, String>) -> bool {
        self.changed.contains('T') && known.get(&self.address) == Some(&self.changed)
    }
}

/// What was found at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A feed or a sitemap.
    Feed(Feed),
    /// Sitemaps, those first that changed last.
    Sitemaps(Vec<Sitemap>),
}

/// Reads what was fetched from `address`.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn read(address: &Url, content: &[u8]) -> Result<Found, String> {
    let start = String::from_utf8_lossy(&content[..content.len().min(2_000)]);
    if start.contains("<sitemapindex") {
        return sitemaps(address, content).map(Found::Sitemaps);
    }
    read_pages(address, content, start.contains("<urlset")).map(Found::Feed)
}

fn read_pages(address: &Url, content: &[u8], is_sitemap: bool) -> Result<Feed, String> {
    let host = address.host_str().unwrap_or_default().to_owned();
    let (title, links): (_, Vec<String>) = if is_sitemap {
        let entries = entries(content)?.into_iter();
        (None, entries.map(|entry| entry.address).collect())
    } else {
        let feed = feed_rs::parser::parse(content).map_err(|error| {
            format!("that is no feed and no sitemap ({error}); give the address of one")
        })?;
        let title = feed.title.map(|title| title.content);
        (title, feed.entries.iter().filter_map(link_of).collect())
    };
    let mut pages: Vec<String> = Vec::new();
    for link in links.into_iter().take(MOST_ENTRIES) {
        match whole(address, &link) {
            Some(page) if !pages.contains(&page) => pages.push(page),
            _ => {}
        }
    }
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(Feed {
        title: title.filter(|title| !title.is_empty()).unwrap_or(host),
        pages,
    })
}

/// The page of an entry: the link that leads to it rather than to a sound or a comment.
fn link_of(entry: &Entry) -> Option<String> {
    let mut links = entry.links.iter();
    let page = links.find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    page.or(entry.links.first()).map(|link| link.href.clone())
}

/// The whole of an address that is named in what was fetched from `base`; nothing where it leads
/// to no page of the web.
fn whole(base: &Url, link: &str) -> Option<String> {
    let mut page = base.join(link).ok()?;
    page.set_fragment(None);
    matches!(page.scheme(), "http" | "https").then(|| page.into())
}

/// The sitemaps of a list, those first that changed last; where nothing is said of that, in the
/// list's order.
fn sitemaps(address: &Url, content: &[u8]) -> Result<Vec<Sitemap>, String> {
    let mut sitemaps = entries(content)?;
    sitemaps.retain_mut(|sitemap| {
        let found = whole(address, &sitemap.address);
        let is_one = found.is_some();
        sitemap.address = found.unwrap_or_default();
        is_one
    });
    if sitemaps.is_empty() {
        return Err("that list of sitemaps is empty; give the address of a sitemap".to_owned());
    }
    // Times as W3C writes them are in order as texts are.
    sitemaps.sort_by(|one, other| other.changed.cmp(&one.changed));
    sitemaps.truncate(MOST_SITEMAPS);
    Ok(sitemaps)
}

/// The entries of a sitemap or of a list of them (sitemaps.org).
fn entries(content: &[u8]) -> Result<Vec<Sitemap>, String> {
    let text = String::from_utf8_lossy(content);
    let mut reader = Reader::from_str(&text);
    let (mut entries, mut inside) = (Vec::new(), Inside::Other);
    loop {
        let event = reader.read_event();
        match event.map_err(|error| format!("the sitemap is broken ({error}); try again later"))? {
            Event::Start(tag) => {
                inside = Inside::of(tag.local_name().as_ref());
                if inside == Inside::Entry {
                    entries.push(Sitemap::default());
                }
            }
            Event::End(_) => inside = Inside::Other,
            Event::Eof => break,
            Event::Text(text) => inside.take(&mut entries, &text.xml10_content()),
            Event::CData(text) => inside.take(&mut entries, &text.xml10_content()),
            // Of the characters that must be written so, only this one stands in an address.
            Event::GeneralRef(entity) if &*entity == "amp" => inside.take(&mut entries, "&"),
            _ => {}
        }
    }
    entries.retain(|entry| !entry.address.is_empty());
    Ok(entries)
}

/// What the reader is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Entry,
    Address,
    Changed,
    Other,
}

impl Inside {
    fn of(name: &str) -> Self {
        match name {
            "url" | "sitemap" => Self::Entry,
            "loc" => Self::Address,
            "lastmod" => Self::Changed,
            _ => Self::Other,
        }
    }

    /// Puts a piece of text where it belongs.
    fn take(self, entries: &mut [Sitemap], text: &str) {
        let Some(last) = entries.last_mut() else {
            return;
        };
        match self {
            Self::Address => last.address.push_str(text.trim()),
            Self::Changed => last.changed.push_str(text.trim()),
            Self::Entry | Self::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(content: &str) -> Result<Found, String> {
        read(
            &Url::parse("https://example.org/feed").unwrap(),
            content.as_bytes(),
        )
    }

    fn pages(content: &str) -> Result<Feed, String> {
        match found(content)? {
            Found::Feed(feed) => Ok(feed),
            Found::Sitemaps(sitemaps) => panic!("{sitemaps:?}"),
        }
    }

    #[test]
    fn feeds_of_every_kind_give_their_pages() {
        let wanted = |title: &str| Feed {
            title: title.to_owned(),
            pages: ["https://example.org/a?x=1&y=2", "https://example.org/b"]
                .map(str::to_owned)
                .to_vec(),
        };
        let rss = "<rss version=\"2.0\"><channel><title>The\n Post</title><item><title>A</title>\
            <link>https://example.org/a?x=1&amp;y=2#top</link></item><item><title>B</title>\
            <link>https://example.org/b</link></item><item><title>B again</title>\
            <link>https://example.org/b</link></item><item><title>No page</title>\
            <link>javascript:alert(1)</link></item></channel></rss>";
        assert_eq!(pages(rss), Ok(wanted("The Post")));
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Post</title><id>f</id>\
            <updated>2024-03-01T00:00:00Z</updated><entry><id>1</id><title>A</title>\
            <updated>2024-03-01T00:00:00Z</updated><link rel=\"enclosure\" href=\"/sound.mp3\"/>\
            <link href=\"/a?x=1&amp;y=2\"/></entry><entry><id>2</id><title>B</title>\
            <updated>2024-03-01T00:00:00Z</updated><link href=\"/b\"/></entry></feed>";
        assert_eq!(pages(atom), Ok(wanted("The Post")));
        let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"The Post\",\"items\":\
            [{\"id\":\"1\",\"url\":\"https://example.org/a?x=1&y=2\",\"content_text\":\"A\"},\
            {\"id\":\"2\",\"url\":\"https://example.org/b\",\"content_text\":\"B\"}]}";
        assert_eq!(pages(json), Ok(wanted("The Post")));
        let sitemap = "<?xml version=\"1.0\"?><urlset><url><loc>https://example.org/a?x=1&amp;y=2</loc>\
            </url><url><loc> https://example.org/b </loc><lastmod>2024</lastmod></url></urlset>";
        assert_eq!(pages(sitemap), Ok(wanted("example.org")));
    }

    #[test]
    fn what_is_no_feed_says_so() {
        for content in [
            "",
            "<html><body>Hello</body></html>",
            "{}",
            "<rss><channel>",
        ] {
            let refused = pages(content);
            assert!(
                refused.as_ref().is_err_and(|error| error.contains("; ")),
                "{content}: {refused:?}"
            );
        }
    }

    #[test]
    fn a_list_of_sitemaps_gives_those_that_changed_last() {
        let list = |changed: &[&str]| {
            let entries = changed.iter().enumerate().map(|(number, changed)| {
                format!("<sitemap><loc> /{number}.xml </loc>{changed}</sitemap>")
            });
            let entries: String = entries.collect();
            found(&format!("<sitemapindex>{entries}</sitemapindex>"))
        };
        let addresses = |found: Result<Found, String>| match found {
            Ok(Found::Sitemaps(sitemaps)) => {
                let addresses = sitemaps.into_iter().map(|sitemap| sitemap.address);
                addresses.collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let first = ["https://example.org/0.xml", "https://example.org/1.xml"];
        assert_eq!(addresses(list(&["", ""])), first);
        let changed = [
            "",
            "<lastmod>2024-03-01</lastmod>",
            "<lastmod>2024-03-02T10:00:00Z</lastmod>",
        ];
        let wanted = ["2", "1", "0"].map(|number| format!("https://example.org/{number}.xml"));
        assert_eq!(addresses(list(&changed)), wanted);
        assert_eq!(addresses(list(&[""; 30])).len(), MOST_SITEMAPS);
        let empty = found("<sitemapindex><sitemap/></sitemapindex>");
        assert!(empty.is_err_and(|error| error.contains("; ")));
        let elsewhere = "<sitemapindex><sitemap><loc>file:///etc</loc></sitemap></sitemapindex>";
        assert!(found(elsewhere).is_err());
    }
}
