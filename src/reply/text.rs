//! Small builders for the text inside a reply.

use super::model::{Block, Inline, Reply, Suggestion};

/// Plain words.
#[must_use]
pub fn plain(text: impl Into<String>) -> Inline {
    Inline::Plain(text.into())
}

/// Words that stand out.
#[must_use]
pub fn strong(text: impl Into<String>) -> Inline {
    Inline::Strong(text.into())
}

/// Words that step back.
#[must_use]
pub fn faint(text: impl Into<String>) -> Inline {
    Inline::Faint(text.into())
}

/// Something to type.
#[must_use]
pub fn code(text: impl Into<String>) -> Inline {
    Inline::Code(text.into())
}

/// A notice of plain words.
#[must_use]
pub fn notice(text: impl Into<String>) -> Block {
    Block::Notice {
        text: vec![plain(text)],
    }
}

/// A heading of plain words.
#[must_use]
pub fn heading(text: impl Into<String>) -> Block {
    Block::Heading {
        text: vec![plain(text)],
    }
}

/// `1 article`, `9 articles`: a count with its noun; `many` is the plural.
#[must_use]
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A list under a heading in pages of so many lines: the first page, and the lists of the others.
pub(super) fn paged_list(title: &str, items: &[Vec<Inline>], lines: usize) -> (Reply, Vec<Block>) {
    let lists = items.chunks(lines.max(1)).map(|items| Block::List {
        items: items.to_vec(),
    });
    paged(title, lists.collect())
}

/// Blocks under a heading, the first of them on the first page.
pub(super) fn paged(title: &str, pages: Vec<Block>) -> (Reply, Vec<Block>) {
    let mut pages = pages.into_iter();
    let mut reply = Reply::from(heading(title));
    reply.blocks.extend(pages.next());
    let rest: Vec<Block> = pages.collect();
    if !rest.is_empty() {
        reply.suggestions.push(Suggestion::new("more", "go on"));
    }
    (reply, rest)
}

/// An error's text as a sentence: a capital first, unless it begins with the name of a file, a host or
/// a command, and a full stop last.
#[must_use]
pub fn sentence(error: &str) -> String {
    let error = error.trim();
    let first = error.split_whitespace().next().unwrap_or_default();
    let is_word = first
        .trim_end_matches([',', ':'])
        .chars()
        .all(char::is_alphabetic);
    let mut letters = error.chars();
    let begin = letters.next().filter(|_| is_word);
    let mut sentence: String = begin.into_iter().flat_map(char::to_uppercase).collect();
    sentence.push_str(if is_word { letters.as_str() } else { error });
    if !sentence.is_empty() && !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_becomes_a_sentence() {
        assert_eq!(sentence("the file is empty"), "The file is empty.");
        assert_eq!(sentence("did you mean this?"), "Did you mean this?");
        assert_eq!(
            sentence("index/store: it is held"),
            "index/store: it is held."
        );
        assert_eq!(sentence(""), "");
    }
}
