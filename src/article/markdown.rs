//! Markdown to prose: the words of a Markdown file without its marks.
//!
//! A quote must read as a sentence, so emphasis, links, list and heading marks go; headings, list
//! items and table rows become paragraphs of their own. Images, footnotes and comments are no
//! part of the article's text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::body::{canonical_body, clean_lines};
use super::draft::Draft;
use super::front_matter::read_front_matter;
use super::html::fragment_text;
use super::plain::take_header;
use super::skip::SkipReason;

/// Reads a Markdown file's content.
///
/// # Errors
///
/// [`SkipReason::FrontMatter`].
pub(super) fn read_markdown(text: &str) -> Result<Draft, SkipReason> {
    let text = clean_lines(text);
    let (mut draft, source) = match read_front_matter(&text)? {
        Some((draft, source)) => (draft, source),
        None => (Draft::default(), text.as_str()),
    };
    let prose = Prose::of(source);
    let body = canonical_body(&prose.text);
    let body = drop_title(&body, prose.heading.as_deref(), &mut draft);
    let body = take_header(body, &mut draft).trim_start().to_owned();
    Ok(Draft { body, ..draft })
}

/// Takes a first heading off the body that is the title, or that repeats it.
fn drop_title<'a>(body: &'a str, heading: Option<&str>, draft: &mut Draft) -> &'a str {
    let Some(heading) = heading.map(str::trim).filter(|heading| !heading.is_empty()) else {
        return body;
    };
    let title = draft.title.get_or_insert_with(|| heading.to_owned());
    match body.strip_prefix(heading) {
        Some(rest) if title.trim() == heading => rest.trim_start(),
        _ => body,
    }
}

/// The text of a document, written as its events pass.
#[derive(Default)]
struct Prose {
    text: String,
    /// The first heading of the first level, when it stands above all other text.
    heading: Option<String>,
    /// Depth inside of elements whose text is dropped.
    dropped: usize,
    /// HTML of a block, collected until the block ends.
    html: String,
}

impl Prose {
    fn of(source: &str) -> Self {
        let options =
            Options::ENABLE_FOOTNOTES | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let mut prose = Self::default();
        for event in Parser::new_ext(source, options) {
            prose.write(event);
        }
        prose
    }

    fn write(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Html(html) => self.html.push_str(&html),
            _ if self.dropped > 0 => {}
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.text.push('\n'),
            Event::Rule => self.part(),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {
                self.dropped += 1;
            }
            Tag::TableCell if !self.text.ends_with('\n') => self.text.push_str(" | "),
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::TableCell => {}
            _ => self.part(),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {
                self.dropped = self.dropped.saturating_sub(1);
            }
            TagEnd::HtmlBlock => {
                let text = fragment_text(&std::mem::take(&mut self.html));
                if self.dropped == 0 {
                    self.text.push_str(&text);
                    self.part();
                }
            }
            TagEnd::Heading(level) => {
                if self.heading.is_none() && level == pulldown_cmark::HeadingLevel::H1 {
                    self.keep_heading();
                }
                self.part();
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::TableCell => {}
            _ => self.part(),
        }
    }

    /// Remembers the heading that was just written, when nothing stands above it.
    fn keep_heading(&mut self) {
        let written = self.text.trim();
        if !written.contains("\n\n") {
            self.heading = Some(written.to_owned());
        }
    }

    /// Ends a paragraph.
    fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
    }
}

fn is_line_break(tag: &str) -> bool {
    tag.get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let draft = read_markdown(
            "# The *Car*\n\n> Kim **got** a [car](https://example.org \"x\") &amp; a `key`.[^1]\n\n\
             ![photo](a.png)\n\n## Parts\n\n- one *wheel*\n- two\n  wrapped\n\n1. first\n\n\
             <!-- hidden -->\n\n```\ncode  here\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n",
        )
        .unwrap();
        assert_eq!(draft.title.as_deref(), Some("The Car"));
        assert_eq!(
            draft.body,
            "Kim got a car & a key.\n\nParts\n\none wheel\n\ntwo\nwrapped\n\nfirst\n\ncode  here\n\n\
             a | b\n\n1 | 2"
        );
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_dropped_and_another_stays() {
        let same = read_markdown("---\ntitle: A car\n---\n\n# A car\n\nText.").unwrap();
        assert_eq!(same.body, "Text.");
        let other = read_markdown("---\ntitle: A car\n---\n\n# Why\n\nText.").unwrap();
        assert_eq!(other.body, "Why\n\nText.");
    }

    #[test]
    fn typography_is_left_as_written() {
        let text = "It's \"so\" -- he said... and went --- away (c).";
        assert_eq!(read_markdown(text).unwrap().body, text);
    }

    #[test]
    fn html_in_markdown_gives_its_text_only() {
        let draft = read_markdown(
            "Intro <b>bold</b> end.\n\n<div><p>In a box.</p><script>x()</script></div>\n\nLast.",
        )
        .unwrap();
        assert_eq!(draft.body, "Intro bold end.\n\nIn a box.\n\nLast.");
    }

    #[test]
    fn a_byline_and_a_date_under_the_heading_are_data() {
        let draft = read_markdown("# A car\n\n*By Jane Doe*\n\n20 February 2024\n\nText.").unwrap();
        assert_eq!(draft.author.as_deref(), Some("Jane Doe"));
        assert_eq!(draft.published.as_deref(), Some("20 February 2024"));
        assert_eq!(draft.body, "Text.");
    }
}
