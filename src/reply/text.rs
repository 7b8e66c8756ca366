//! Small builders for the text inside a reply.

use super::model::{Block, Inline};

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
