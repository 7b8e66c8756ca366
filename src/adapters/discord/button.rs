//! Buttons: what they do stands in their own id, so that they work after a restart.
//!
//! An id has at most 100 characters: action, page, asker, and the command itself where it fits.
//! Where it does not, it is read from the small line above the card, which shows it.

use super::escape::read_plain_line;
use super::payload::{Button, ButtonRow};
use crate::command::{Command, CommandTable};
use crate::reply::ButtonWord;

/// The most of an id. Discord counts characters; this counts the units that are never fewer.
const LONGEST: usize = 100;

/// Who asked is kept short: a number of this base.
const BASE: u64 = 36;

/// A button that was pressed, or is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pressed {
    pub(super) action: ButtonWord,
    /// The card that it shows or stands on, from 0.
    pub(super) page: usize,
    /// Who asked.
    pub(super) asker: u64,
    /// The command as it would be typed; `None` where the card shows it.
    pub(super) line: Option<String>,
}

const ACTIONS: [(char, ButtonWord); 7] = [
    ('b', ButtonWord::Back),
    ('m', ButtonWord::More),
    ('c', ButtonWord::Context),
    ('s', ButtonWord::Sources),
    ('f', ButtonWord::File),
    ('p', ButtonWord::Share),
    ('w', ButtonWord::Watch),
];

impl Pressed {
    fn to_id(&self) -> String {
        let action = ACTIONS.iter().find(|(_, word)| *word == self.action);
        let letter = action.map_or('b', |(letter, _)| *letter);
        let head = format!("{letter}{}.{}.", self.page, in_base(self.asker));
        match &self.line {
            Some(line) if head.len() + line.encode_utf16().count() <= LONGEST => {
                format!("{head}{line}")
            }
            _ => head,
        }
    }

    /// Reads an id; `None` for one that is not ours.
    pub(super) fn from_id(id: &str) -> Option<Self> {
        let letter = id.chars().next()?;
        let (_, action) = ACTIONS.iter().find(|(known, _)| *known == letter)?;
        let mut parts = id[letter.len_utf8()..].splitn(3, '.');
        let page = parts.next()?.parse().ok()?;
        let asker = u64::from_str_radix(parts.next()?, BASE as u32).ok()?;
        let line = parts.next()?;
        Some(Self {
            action: *action,
            page,
            asker,
            line: (!line.is_empty()).then(|| line.to_owned()),
        })
    }

    /// The command that the button's answer came from; `shown` is the small line above its card.
    pub(super) fn command(&self, table: &CommandTable, shown: Option<&str>) -> Option<Command> {
        let line = match (&self.line, shown) {
            (Some(line), _) => line.clone(),
            (None, Some(shown)) => read_asked(shown)?,
            (None, None) => return None,
        };
        read_line(&line, table)
    }
}

/// A command as one line, from which [`read_line`] makes the very same command.
pub(super) fn write_line(command: &Command) -> String {
    let (name, arguments) = command.name_and_arguments();
    format!("{name} {arguments}").trim_end().to_owned()
}

fn read_line(line: &str, table: &CommandTable) -> Option<Command> {
    let (name, arguments) = line.split_once(' ').unwrap_or((line, ""));
    let spec = table.specs().iter().find(|spec| *spec.name == *name)?;
    spec.build(arguments).ok()
}

/// What the line above a card shows of a command.
pub(super) fn asked(command: &Command) -> String {
    format!("/{}", write_line(command))
}

/// The command's line in what the line above a card shows, unless it is cut there.
fn read_asked(shown: &str) -> Option<String> {
    let line = shown.strip_prefix('/')?;
    (!line.ends_with('…')).then(|| read_plain_line(line))
}

/// The command that a card of ours answers, as far as it shows.
pub(super) fn command_shown(shown: &str, table: &CommandTable) -> Option<Command> {
    read_line(&read_asked(shown)?, table)
}

/// What decides which buttons a card has.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    pub(super) command: &'a Command,
    pub(super) asker: u64,
    pub(super) page: usize,
    pub(super) pages: usize,
    pub(super) has_quotes: bool,
    pub(super) can_share: bool,
    /// True for a question that found no answer.
    pub(super) is_unanswered: bool,
    /// The small line above the card, from which a long command is read again.
    pub(super) line_above: Option<&'a str>,
}

/// The buttons of a card, at most two rows. A command too long to be found again has none: better
/// no button than one that has forgotten what it is for.
pub(super) fn rows(shown: &Shown<'_>) -> Vec<ButtonRow> {
    if !can_be_found_again(shown) {
        return Vec::new();
    }
    let mut turning = Vec::new();
    if shown.page > 0 {
        turning.push(button(shown, ButtonWord::Back, shown.page - 1));
    }
    if shown.page + 1 < shown.pages {
        turning.push(button(shown, ButtonWord::More, shown.page + 1));
    }
    let mut others = Vec::new();
    if shown.has_quotes {
        others.push(button(shown, ButtonWord::Context, shown.page));
    }
    if shown.has_quotes && *shown.command != Command::Sources {
        others.push(button(shown, ButtonWord::Sources, shown.page));
    }
    if shown.pages > 1 {
        others.push(button(shown, ButtonWord::File, shown.page));
    }
    if shown.is_unanswered {
        others.push(button(shown, ButtonWord::Watch, shown.page));
    }
    if shown.can_share {
        others.push(button(shown, ButtonWord::Share, shown.page));
    }
    if turning.len() + others.len() <= 5 {
        turning.append(&mut others);
    }
    [turning, others]
        .into_iter()
        .filter(|row| !row.is_empty())
        .map(ButtonRow::of)
        .collect()
}

/// True when every button's id has room for the command, or the line above the card shows it whole.
fn can_be_found_again(shown: &Shown<'_>) -> bool {
    let line = write_line(shown.command);
    let longest = Pressed {
        action: ButtonWord::More,
        page: shown.pages,
        asker: shown.asker,
        line: Some(line.clone()),
    };
    longest.to_id().ends_with(&line)
        || shown.line_above.and_then(read_asked).as_deref() == Some(line.as_str())
}

fn button(shown: &Shown<'_>, action: ButtonWord, page: usize) -> Button {
    let pressed = Pressed {
        action,
        page,
        asker: shown.asker,
        line: Some(write_line(shown.command)),
    };
    Button::new(action.label(), pressed.to_id(), action == ButtonWord::More)
}

fn in_base(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % BASE).expect("a digit is less than its base");
        digits.push(char::from_digit(digit, BASE as u32).expect("a digit is less than its base"));
        number /= BASE;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::command::QuestionWord;

    fn pressed(line: &str) -> Pressed {
        Pressed {
            action: ButtonWord::More,
            page: 3,
            asker: u64::MAX,
            line: Some(line.to_owned()),
        }
    }

    #[test]
    fn a_button_says_what_it_does_in_its_id() {
        let more = pressed("who gave Kim the car?");
        assert_eq!(more.to_id(), "m3.3w5e11264sgsf.who gave Kim the car?");
        assert_eq!(Pressed::from_id(&more.to_id()), Some(more));
        for strange in ["", "x", "m", "m3", "m3.a", "é1.2.3", "mx.1.who"] {
            assert_eq!(Pressed::from_id(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_long_question_is_read_from_its_card() {
        let question = "why ".repeat(50);
        let command = Command::Ask {
            word: QuestionWord::Who,
            question: question.trim().to_owned(),
        };
        let id = pressed(&write_line(&command)).to_id();
        let read = Pressed::from_id(&id).expect("it is ours");
        let table = CommandTable::default();
        assert_eq!(read.line, None);
        assert_eq!(read.command(&table, Some(&asked(&command))), Some(command));
        assert_eq!(read.command(&table, Some("/who why why …")), None);
        assert_eq!(read.command(&table, None), None);
    }

    proptest! {
        #[test]
        fn an_id_is_short_and_leads_back_to_its_command(
            question in "\\PC{1,120}",
            asker in any::<u64>(),
            page in 0_usize..999,
        ) {
            let table = CommandTable::default();
            let spec = table.find("who").expect("it is built in");
            let command = spec.build(&question).expect("who takes anything");
            let pressed = Pressed {
                action: ButtonWord::Context,
                page,
                asker,
                line: Some(write_line(&command)),
            };
            let id = pressed.to_id();
            prop_assert!(id.encode_utf16().count() <= LONGEST);
            let read = Pressed::from_id(&id).expect("it is ours");
            prop_assert_eq!((read.page, read.asker), (page, asker));
            if read.line.is_some() {
                prop_assert_eq!(read.command(&table, None), Some(command));
            }
        }
    }
}
