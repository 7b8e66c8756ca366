//! The chat at a terminal: prompt, line editing, history, completion.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use rustyline::config::CompletionType;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{Config, Editor};

use super::complete::Completer;
use super::layout::{Margin, Paragraph};
use super::palette;
use super::render::render;
use super::style::Wishes;
use super::typed::{Typed, decode_line};
use crate::bot::Request;
use crate::reply::Reply;

const PROMPT: &str = "> ";

/// Entries kept in the history.
const HISTORY_LENGTH: usize = 1000;

/// A chat that is ready to be opened.
pub struct Chat<'a> {
    /// Answers a request.
    pub answer: &'a dyn Fn(&Request) -> Reply,
    /// The line above the first prompt.
    pub greeting: String,
    /// Completes lines.
    pub completer: Completer,
    /// How replies are to look.
    pub wishes: Wishes,
    /// File to keep the history in; `None` forgets it at the end.
    pub history: Option<PathBuf>,
}

/// Why a chat ended before its time.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChatError {
    /// The terminal could not be read.
    #[error("cannot read from the terminal: {0}")]
    Terminal(#[from] ReadlineError),
    /// The terminal could not be written to.
    #[error("cannot write to the terminal: {0}")]
    Output(#[from] io::Error),
}

/// What became of a prompt.
enum Line {
    Typed(String),
    /// Ctrl-C in a line that was begun.
    Cleared,
    /// Ctrl-C in an empty line.
    Interrupted,
    End,
}

impl Chat<'_> {
    /// Talks until the person leaves (Ctrl-D, `quit`, or Ctrl-C twice) or hangs up.
    ///
    /// # Errors
    /// When the terminal cannot be read or written to.
    pub fn run(self) -> Result<(), ChatError> {
        let mut editor = open_editor(self.completer.clone())?;
        if let Some(history) = &self.history {
            // A first chat has no history file, and a broken one is no reason not to talk.
            let _ = editor.load_history(history);
        }
        let ended = self.talk(&mut editor);
        if let Some(history) = &self.history {
            save_history(&mut editor, history)?;
        }
        match ended {
            Err(ChatError::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            ended => ended,
        }
    }

    fn talk(&self, editor: &mut ConsoleEditor) -> Result<(), ChatError> {
        self.print_notice(&self.greeting)?;
        let mut interrupted = false;
        loop {
            match self.read_line(editor)? {
                Line::End => return Ok(()),
                Line::Cleared => interrupted = false,
                Line::Interrupted if interrupted => return Ok(()),
                Line::Interrupted => {
                    interrupted = true;
                    self.print_notice("Ctrl-C again leaves, and so does Ctrl-D.")?;
                }
                Line::Typed(line) => {
                    interrupted = false;
                    if !self.reply_to(&line, editor)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Answers a line; false when it says to leave.
    fn reply_to(&self, line: &str, editor: &mut ConsoleEditor) -> Result<bool, ChatError> {
        let request = match decode_line(line) {
            Typed::Nothing => return Ok(true),
            Typed::Leave => return Ok(false),
            Typed::Request(request) => request,
        };
        editor.add_history_entry(line.replace(['\n', '\r'], " ").trim())?;
        let text = render(&(self.answer)(&request), &self.wishes.style_now());
        print(&format!("\n{text}\n"))?;
        Ok(true)
    }

    fn read_line(&self, editor: &mut ConsoleEditor) -> Result<Line, ReadlineError> {
        let look = if self.wishes.style_now().colour {
            AnsiColor::Cyan.on_default().bold()
        } else {
            palette::PLAIN
        };
        let coloured = format!("{look}{PROMPT}{look:#}");
        match editor.readline(&(PROMPT, coloured.as_str())) {
            Ok(line) => Ok(Line::Typed(line)),
            Err(ReadlineError::Interrupted) => {
                let was_empty = editor.helper().is_none_or(Completer::left_empty_line);
                Ok(if was_empty {
                    Line::Interrupted
                } else {
                    Line::Cleared
                })
            }
            Err(ReadlineError::Eof) => Ok(Line::End),
            Err(error) => Err(error),
        }
    }

    fn print_notice(&self, words: &str) -> io::Result<()> {
        let mut paragraph = Paragraph::default();
        paragraph.push(words, palette::FAINT);
        let mut text = String::new();
        paragraph.write(&mut text, &Margin::default(), &self.wishes.style_now());
        print(&text)
    }
}

type ConsoleEditor = Editor<Completer, DefaultHistory>;

fn open_editor(completer: Completer) -> Result<ConsoleEditor, ReadlineError> {
    let config = Config::builder()
        .max_history_size(HISTORY_LENGTH)?
        .history_ignore_dups(true)?
        .history_ignore_space(true)
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .bracketed_paste(true)
        .build();
    let mut editor = Editor::with_config(config)?;
    editor.set_helper(Some(completer));
    Ok(editor)
}

fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

fn save_history(editor: &mut ConsoleEditor, path: &Path) -> Result<(), ReadlineError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    editor.append_history(path)
}
