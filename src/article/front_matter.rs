//! YAML front matter: the block between two lines of three dashes at the top of a Markdown file.
//!
//! Unknown keys are other programs' business and are passed over.

use super::draft::Draft;
use super::fields::{Fields, Written};
use super::skip::SkipReason;

/// A draft with the front matter's values, and the text below it; `None` where a file has none.
///
/// # Errors
///
/// [`SkipReason::FrontMatter`] when it has no end or is no YAML.
pub(super) fn read_front_matter(text: &str) -> Result<Option<(Draft, &str)>, SkipReason> {
    let Some((first, rest)) = text.split_once('\n') else {
        return Ok(None);
    };
    if first.trim_end() != "---" {
        return Ok(None);
    }
    let (block, body) = split_block(rest).ok_or_else(|| SkipReason::FrontMatter {
        problem: "it starts at line 1 and has no end".to_owned(),
        remedy: "close it with a line of three dashes",
    })?;
    let draft = parse(block)?;
    Ok(Some((draft, body)))
}

/// Parts the block from the body at the closing line.
fn split_block(rest: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&rest[..end], &rest[end + line.len()..]));
        }
        end += line.len();
    }
    None
}

fn parse(block: &str) -> Result<Draft, SkipReason> {
    if block.trim().is_empty() {
        return Ok(Draft::default());
    }
    serde_saphyr::from_str::<Option<Fields<Written>>>(block)
        .map(|fields| fields.map(|fields| fields.draft).unwrap_or_default())
        .map_err(|error| SkipReason::FrontMatter {
            problem: describe(&error),
            remedy: "write each value as `key: \"value\"`, in quotes where it holds a colon",
        })
}

/// The parser's message on one line, with its line counted in the file.
fn describe(error: &serde_saphyr::Error) -> String {
    let message = error.to_string();
    let first = message.lines().next().unwrap_or_default().trim();
    match error.location() {
        // The block starts below the line of dashes.
        Some(place) => format!("line {}: {}", place.line() + 1, strip_place(first)),
        None => first.to_owned(),
    }
}

/// The message without the place that it repeats, counted from the block.
fn strip_place(message: &str) -> &str {
    let message = message.trim_start_matches("error: ");
    let rest = message
        .strip_prefix("line ")
        .and_then(|rest| rest.split_once(": "))
        .map_or(message, |(_, rest)| rest);
    rest.split(" at line ").next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Draft {
        read_front_matter(text).unwrap().unwrap().0
    }

    #[test]
    fn values_are_read_under_all_their_names() {
        let draft = read(
            "---\nid: 007\nheadline: 1984\nauthors: [Jane Doe, John Roe]\ndate: 2024-02-20\n\
             canonical: https://example.org\nlang: en\ntags: {a: [1]}\n---\nBody\n",
        );
        assert_eq!(draft.id.as_deref(), Some("007"));
        assert_eq!(draft.title.as_deref(), Some("1984"));
        assert_eq!(draft.author.as_deref(), Some("Jane Doe, John Roe"));
        assert_eq!(draft.published.as_deref(), Some("2024-02-20"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org"));
    }

    #[test]
    fn text_without_front_matter_is_left_alone() {
        assert!(read_front_matter("# Title\n\n---\n").unwrap().is_none());
        assert_eq!(read("---\n---\nBody"), Draft::default());
    }

    #[test]
    fn a_block_without_end_or_with_bad_yaml_is_an_error_that_names_the_line() {
        let open = read_front_matter("---\ntitle: A\n\nBody").unwrap_err();
        assert_eq!(
            open.to_string(),
            "the front matter is broken (it starts at line 1 and has no end); \
             close it with a line of three dashes"
        );
        let colon = read_front_matter("---\nsource: A\ntitle: Kim: a car\n---\nBody").unwrap_err();
        assert!(colon.to_string().contains("(line 3: "), "{colon}");
    }
}
