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

/// What the user asked for with `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always, even into a file or pipe
    Always,
    /// Never
    Never,
}

impl ColourChoice {
    /// Tells anstream, and through it everything that prints, what was chosen.
    pub fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

impl Style {
    /// The style for standard output as it is now; asked again for each reply, since windows are
    /// resized.
    #[must_use]
    pub fn of_standard_output() -> Self {
        let output = io::stdout();
        let is_terminal = output.is_terminal();
        let colour = anstream::AutoStream::choice(&output) != anstream::ColorChoice::Never;
        Self {
            width: is_terminal.then(terminal_width),
            colour,
            hyperlinks: colour
                && is_terminal
                && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        }
    }
}

fn terminal_width() -> usize {
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    columns.clamp(NARROWEST, WIDEST)
}
