//! Reads a feed (RSS, Atom, JSON Feed) or a sitemap: its title and the addresses of its pages.

use feed_rs::model::Entry;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// The most entries that are looked at; no feed of news holds more.
const MOST_ENTRIES: usize = 5_000;

/// Sitemaps of a list that are named to whoever gave the list.
const NAMED_SITEMAPS: usize = 5;

/// What a feed holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Feed {
    pub(super) title: String,
    /// Addresses of its pages, in its order, each once.
    pub(super) pages: Vec<String>,
}

/// Reads a feed that was fetched from `address`.
///
/// # Errors
/// What is wrong with it, and what to do.
pub(super) fn read(address: &Url, content: &[u8]) -> Result<Feed, String> {
    let host = address.host_str().unwrap_or_default().to_owned();
    let (title, links) = if is_sitemap(content) {
        (None, locations(content)?)
    } else {
        let feed = feed_rs::parser::parse(content).map_err(|error| {
            format!("that is no feed and no sitemap ({error}); give the address of one")
        })?;
        let title = feed.title.map(|title| title.content);
        (title, feed.entries.iter().filter_map(link_of).collect())
    };
    let mut pages: Vec<String> = Vec::new();
    for link in links.into_iter().take(MOST_ENTRIES) {
        let page = address.join(&link).ok();
        let Some(mut page) = page.filter(|page| matches!(page.scheme(), "http" | "https")) else {
            continue;
        };
        page.set_fragment(None);
        let page = String::from(page);
        if !pages.contains(&page) {
            pages.push(page);
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

fn is_sitemap(content: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&content[..content.len().min(2_000)]).into_owned();
    start.contains("<urlset") || start.contains("<sitemapindex")
}

/// The addresses in a sitemap (sitemaps.org).
fn locations(content: &[u8]) -> Result<Vec<String>, String> {
    let text = String::from_utf8_lossy(content);
    let mut reader = Reader::from_str(&text);
    let (mut locations, mut is_inside, mut is_list) = (Vec::new(), false, false);
    loop {
        let event = reader.read_event();
        match event.map_err(|error| format!("the sitemap is broken ({error}); try again later"))? {
            Event::Start(tag) if tag.local_name().as_ref() == "sitemapindex" => is_list = true,
            Event::Start(tag) if tag.local_name().as_ref() == "loc" => {
                is_inside = true;
                locations.push(String::new());
            }
            Event::End(_) => is_inside = false,
            Event::Eof if is_list => return Err(list_of_sitemaps(&locations)),
            Event::Eof => return Ok(locations),
            Event::Text(text) if is_inside => push(&mut locations, &text.xml10_content()),
            Event::CData(text) if is_inside => push(&mut locations, &text.xml10_content()),
            // Of the characters that must be written so, only this one stands in an address.
            Event::GeneralRef(entity) if is_inside && &*entity == "amp" => {
                push(&mut locations, "&");
            }
            _ => {}
        }
    }
}

/// A list of sitemaps is no sitemap: which of them are wanted, only somebody can say.
fn list_of_sitemaps(sitemaps: &[String]) -> String {
    let mut message = "that is a list of sitemaps; give the address of one of them".to_owned();
    if !sitemaps.is_empty() {
        let named = sitemaps.len().min(NAMED_SITEMAPS);
        message.push_str(": ");
        message.push_str(&sitemaps[..named].join(", "));
    }
    if sitemaps.len() > NAMED_SITEMAPS {
        message.push_str(" …");
    }
    message
}

fn push(locations: &mut [String], text: &str) {
    if let Some(last) = locations.last_mut() {
        last.push_str(text.trim());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(content: &str) -> Result<Feed, String> {
        read(
            &Url::parse("https://example.org/feed").unwrap(),
            content.as_bytes(),
        )
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
    fn a_list_of_sitemaps_names_them() {
        let named = pages(
            "<sitemapindex><sitemap><loc>https://example.org/news.xml</loc></sitemap>\
             <sitemap><loc>https://example.org/sport.xml</loc></sitemap></sitemapindex>",
        );
        let message = named.expect_err("it is no sitemap");
        assert!(
            message.ends_with(
                "one of them: https://example.org/news.xml, https://example.org/sport.xml"
            ),
            "{message}"
        );
        assert!(pages("<sitemapindex><sitemap/></sitemapindex>").is_err());
    }
}
