//! A bound on nesting, checked before a page is parsed.
//!
//! HTML parsing takes time that grows with the square of the nesting, and tree walks take stack:
//! 200 kB of open `<div>` cost minutes. The count is by the names of open elements, a little too
//! high for sloppy pages (marks in attributes count as tags) and never far too low; what slips
//! through meets the limits of `sandbox`.

use std::collections::HashMap;

use super::super::skip::SkipReason;

/// Real articles stay under 60; browsers themselves stop at 512.
const DEEPEST: usize = 256;

/// Elements that have no end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements that end by themselves when the next one begins, so pages rarely close them.
const SELF_CLOSING: &[&str] = &[
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt",
    "tbody", "td", "tfoot", "th", "thead", "tr",
];
/// Elements whose content is no markup.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "noembed", "noframes",
];

/// Refuses a page that is nested too deeply.
///
/// # Errors
///
/// [`SkipReason::TooDeep`].
pub(super) fn check_nesting(page: &str) -> Result<(), SkipReason> {
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut depth = 0_usize;
    let mut rest = page;
    while let Some((tag, after)) = next_tag(rest) {
        rest = after;
        let count = open.entry(tag.name.clone()).or_default();
        if tag.closes {
            // A tag that closes nothing must not make room for another.
            depth -= usize::from(*count > 0);
            *count = count.saturating_sub(1);
            continue;
        }
        if RAW.contains(&tag.name.as_str()) {
            rest = skip_raw(rest, &tag.name);
        } else if !VOID.contains(&tag.name.as_str()) && !SELF_CLOSING.contains(&tag.name.as_str()) {
            *count += 1;
            depth += 1;
            if depth > DEEPEST {
                return Err(SkipReason::TooDeep { limit: DEEPEST });
            }
        }
    }
    Ok(())
}

struct TagName {
    name: String,
    closes: bool,
}

/// The next tag, and the text behind its name; comments are passed over.
fn next_tag(mut text: &str) -> Option<(TagName, &str)> {
    loop {
        text = &text[text.find('<')? + 1..];
        if let Some(comment) = text.strip_prefix("!--") {
            text = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let (closes, name) = text
            .strip_prefix('/')
            .map_or((false, text), |name| (true, name));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = name
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<'))
            .unwrap_or(name.len());
        let tag = TagName {
            name: name[..end].to_ascii_lowercase(),
            closes,
        };
        return Some((tag, &name[end..]));
    }
}

/// The text from the end tag of a raw element on.
fn skip_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let after = &rest[at + 2..];
        if after
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name))
        {
            return &rest[at..];
        }
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_and_sloppy_pages_pass() {
        let sloppy = "<p>one<br><li>two<img src='x'>".repeat(2000);
        assert_eq!(check_nesting(&sloppy), Ok(()));
        let tidy = "<div><span>x</span></div>".repeat(2000);
        assert_eq!(check_nesting(&tidy), Ok(()));
        let script = format!("<script>{}</script>", "'<div>'".repeat(2000));
        assert_eq!(check_nesting(&script), Ok(()));
    }

    #[test]
    fn deep_pages_fail_even_with_end_tags_that_close_nothing() {
        assert!(check_nesting(&"<div></b>".repeat(2000)).is_err());
        assert!(check_nesting(&"<DIV\n>".repeat(300)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "(</?|<!--|-->|[a-c<>/ é]|script|div){0,60}") {
            let _ = check_nesting(&text);
        }
    }
}
