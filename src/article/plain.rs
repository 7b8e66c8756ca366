//! Plain text files: the first line is the title, lines like `By Jane Doe` and `Feb. 20, 2024`
//! under it are data, the rest is the body.
//!
//! Nothing is taken off the text unless it is a line of its own above the first paragraph, so no
//! word of the report itself is lost.

use std::sync::LazyLock;

use regex::Regex;

use super::body::{canonical_plain_body, clean_lines};
use super::date::parse_published;
use super::draft::Draft;

/// Characters beyond which a first line is a paragraph, not a headline.
const LONGEST_TITLE: usize = 200;
/// Lines under the title that are tried as data.
const HEADER_LINES: usize = 8;
const LONGEST_HEADER: usize = 140;

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    // `By Jane Doe`, `By JANE DOE and John Roe, Reuters`, `By A. N. Other | The Paper`
    let name = r"[\p{Lu}][\p{L}\p{M}.’'-]*";
    let names = format!(
        r"{name}(?:\s+(?:(?:and|&|de|da|del|di|la|van|von|der|den|al|bin|of|the|in)\s+)*{name}|,\s+{name}|\s*[|/·]\s*{name})*"
    );
    Regex::new(&format!(r"^(?:By|BY|by)\s+(?<names>{names})$"))
        .expect("the byline form is fixed and valid")
});

/// Reads a text file's content.
#[must_use]
pub(super) fn read_plain(text: &str) -> Draft {
    let text = clean_lines(text);
    let mut draft = Draft::default();
    let rest = match take_title(&text) {
        Some((title, rest)) => {
            draft.title = Some(title.to_owned());
            rest
        }
        None => &text,
    };
    let rest = take_header(rest, &mut draft);
    draft.body = canonical_plain_body(rest);
    draft
}

/// Takes lines of data off the top of a text into the draft's empty places; gives the rest.
pub(super) fn take_header<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let mut rest = text;
    for _ in 0..HEADER_LINES {
        let (line, below) = first_line(rest);
        if line.is_empty() || line.len() > LONGEST_HEADER || !take_line(line, draft) {
            break;
        }
        rest = below;
    }
    rest
}

/// The first line as a title, unless it is plainly the start of the text itself.
fn take_title(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = first_line(text);
    let (next, _) = first_line(rest);
    if line.is_empty() || next.is_empty() || line.chars().count() > LONGEST_TITLE {
        return None;
    }
    let wrapped = rest.lines().next() == Some(next) && !is_data(next);
    let sentence = line.ends_with(['.', ',', ';', '”']) || next.starts_with(char::is_lowercase);
    // `Title: …` is left to the labels.
    let titled = place_of(line, &mut Draft::default()).is_none();
    (titled && !(wrapped && sentence)).then_some((line, rest))
}

/// The first line that is not blank, trimmed, and what follows it.
fn first_line(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line.trim_end(), rest)
}

fn is_data(line: &str) -> bool {
    line.len() <= LONGEST_HEADER && take_line(line, &mut Draft::default())
}

/// Puts one line of data into its place; false when it is none.
fn take_line(line: &str, draft: &mut Draft) -> bool {
    let (place, value) = if let Some(found) = place_of(line, draft) {
        found
    } else if let Some(names) = names_of(line) {
        (&mut draft.author, names)
    } else if parse_published(line).is_some() {
        (&mut draft.published, line)
    } else if line.starts_with("http") && url::Url::parse(line).is_ok() {
        (&mut draft.url, line)
    } else {
        return false;
    };
    if place.is_none() {
        *place = Some(value.to_owned());
    }
    true
}

/// The names in a byline.
fn names_of(line: &str) -> Option<&str> {
    // Checked by hand first: most texts have no byline, and the form costs much to build.
    let by = line.split_whitespace().next()?;
    if !by.eq_ignore_ascii_case("by") {
        return None;
    }
    let parts = BYLINE.captures(line)?;
    parts.name("names").map(|names| names.as_str())
}

/// The place and the value of a line like `Source: The Paper`.
fn place_of<'draft, 'line>(
    line: &'line str,
    draft: &'draft mut Draft,
) -> Option<(&'draft mut Option<String>, &'line str)> {
    let (label, value) = line.split_once(':')?;
    let place = match label.trim_end().to_ascii_lowercase().as_str() {
        "title" | "headline" => &mut draft.title,
        "source" | "publisher" => &mut draft.source,
        "author" | "by" | "byline" => &mut draft.author,
        "date" | "published" | "posted" => &mut draft.published,
        "url" | "link" => &mut draft.url,
        "language" => &mut draft.language,
        _ => return None,
    };
    let value = value.trim();
    (!value.is_empty()).then_some((place, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_byline_and_date_are_taken_off() {
        let draft = read_plain(
            "Putin Gives Kim a Car\nBy Jane Doe and JOHN ROE, Reuters\nFeb. 20, 2024\n\n\
             SEOUL — Russia gave a car.\n\nIt is black.\n",
        );
        assert_eq!(draft.title.as_deref(), Some("Putin Gives Kim a Car"));
        assert_eq!(
            draft.author.as_deref(),
            Some("Jane Doe and JOHN ROE, Reuters")
        );
        assert_eq!(draft.published.as_deref(), Some("Feb. 20, 2024"));
        assert_eq!(draft.body, "SEOUL — Russia gave a car.\n\nIt is black.");
    }

    #[test]
    fn labelled_lines_fill_their_places() {
        let draft = read_plain(
            "Title: A Car\nSource: The Paper\nhttps://example.org/a\n\nText: it stays.\n",
        );
        assert_eq!(draft.title.as_deref(), Some("A Car"));
        assert_eq!(draft.source.as_deref(), Some("The Paper"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org/a"));
        assert_eq!(draft.body, "Text: it stays.");
    }

    #[test]
    fn wrapped_text_without_a_title_loses_no_line() {
        let text = "In a surprising move, the president of Russia has\npresented a car to Kim.";
        let draft = read_plain(text);
        assert_eq!((draft.title, draft.body.as_str()), (None, text));
        assert_eq!(read_plain("Only one line.").body, "Only one line.");
    }

    #[test]
    fn a_sentence_that_begins_with_by_is_no_byline() {
        let draft = read_plain("Title\n\nBy gifting the car, Putin broke the rules.\n");
        assert_eq!(draft.author, None);
        assert_eq!(draft.body, "By gifting the car, Putin broke the rules.");
    }
}
