//! The few looks that the console uses, in the terminal's own colours.

use anstyle::{AnsiColor, Style};

use crate::reply::{Certainty, HighlightKind, Inline};

/// Words that step back: citations, bars, suggestions.
pub(super) const FAINT: Style = Style::new().dimmed();

/// Words that stand out.
pub(super) const STRONG: Style = Style::new().bold();

/// Plain words.
pub(super) const PLAIN: Style = Style::new();

/// Something to type.
const CODE: Style = AnsiColor::Cyan.on_default();

/// The look of a short answer and of its words in a quote.
pub(super) fn answer(certainty: Option<Certainty>) -> Style {
    let colour = match certainty {
        Some(Certainty::Sure) => AnsiColor::Green,
        Some(Certainty::Likely) => AnsiColor::Yellow,
        Some(Certainty::Differ) => AnsiColor::Magenta,
        Some(Certainty::NotInSources) | None => return STRONG,
    };
    colour.on_default().bold()
}

/// The look of a marked part of a quote.
pub(super) fn highlight(kind: HighlightKind, certainty: Option<Certainty>) -> Style {
    match kind {
        HighlightKind::Answer => answer(certainty),
        HighlightKind::Match => Style::new().underline(),
    }
}

/// The words of an inline and their look.
pub(super) fn inline(inline: &Inline) -> (&str, Style) {
    match inline {
        Inline::Plain(words) => (words, PLAIN),
        Inline::Strong(words) => (words, STRONG),
        Inline::Faint(words) => (words, FAINT),
        Inline::Code(words) => (words, CODE),
    }
}
