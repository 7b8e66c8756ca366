//! What the terminal can show: its width, colours and hyperlinks.
//!
//! Looking at the terminal and the environment happens here and nowhere else; rendering takes the
//! result as a value.

use std::io::{self, IsTerminal};

/// Lines longer than this are hard to read, however wide the window is.
const WIDEST: usize = 100;

/// Below this width wrapping does more harm than the terminal's own.
const NARROWEST: usize = 20;

/// How to render for one output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Columns to wrap to; `None` wraps nothing, so that each quoted line stands as it is stored.
    pub width: Option<usize>,
    /// Whether colours and other attributes may be used.
    pub colour: bool,
    /// Whether the terminal shows hyperlinks (OSC 8).
    pub hyperlinks: bool,
}

/// When to use a feature of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum When {
    /// On a terminal that has it, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always, even into a file or pipe
    Always,
    /// Never
    Never,
}

/// What the user wishes for, before a look at the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Colours and other attributes.
    pub colour: When,
    /// Hyperlinks.
    pub hyperlinks: When,
    /// Columns to wrap to; `None` takes the terminal's.
    pub width: Option<usize>,
}

impl Wishes {
    /// Tells anstream, and through it everything that prints messages, about the colours.
    pub fn apply_colour(&self) {
        let choice = match self.colour {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }

    /// The style for standard output as it is now; asked again for each reply, since windows are
    /// resized. Needs [`Self::apply_colour`] first.
    #[must_use]
    pub fn style_now(&self) -> Style {
        let output = io::stdout();
        let is_terminal = output.is_terminal();
        let colour = anstream::AutoStream::choice(&output) != anstream::ColorChoice::Never;
        let has_hyperlinks = || {
            colour && is_terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
        };
        Style {
            width: self.width.or_else(|| is_terminal.then(terminal_width)),
            colour,
            hyperlinks: match self.hyperlinks {
                When::Auto => has_hyperlinks(),
                When::Always => true,
                When::Never => false,
            },
        }
    }
}

fn terminal_width() -> usize {
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    columns.clamp(NARROWEST, WIDEST)
}
