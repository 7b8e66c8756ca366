//! Reads what was typed about questions that wait, and about who may do what.

use super::settings::impossible;
use super::{Command, CommandError, CommandSpec};

impl CommandSpec {
    /// Reads `3`, or `#3`.
    pub(super) fn parse_unwatch(&self, typed: &str) -> Result<Command, CommandError> {
        let typed = self.required(typed)?;
        let number = typed.trim_start_matches('#').parse();
        let number =
            number.map_err(|_| impossible(typed, "give the number that \"watches\" shows"))?;
        Ok(Command::Unwatch { number })
    }

    /// Reads `Ann reindex now`.
    pub(super) fn parse_can(&self, typed: &str) -> Result<Command, CommandError> {
        let (who, command) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let command = command.trim().trim_start_matches(['!', '/']);
        self.required(command)?;
        Ok(Command::Can {
            who: who.to_owned(),
            command: command.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::command::{Command, CommandTable};

    fn parsed(line: &str, explicit: bool) -> Command {
        let parsed = CommandTable::default().parse(line, explicit);
        parsed.unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    #[test]
    fn a_question_is_watched_and_let_go() {
        let watch = |question: &str| Command::Watch {
            question: question.to_owned(),
        };
        assert_eq!(parsed("watch", false), watch(""));
        assert_eq!(parsed("!watch who won?", false), watch("who won?"));
        assert_eq!(
            parsed("watch who won the race?", false),
            watch("who won the race?")
        );
        assert!(matches!(
            parsed("watch the speech", false),
            Command::Ask { .. }
        ));
        assert_eq!(parsed("unwatch #3", false), Command::Unwatch { number: 3 });
        let table = CommandTable::default();
        let message = table.parse("unwatch that", true).unwrap_err().to_string();
        assert!(message.contains("the number"), "{message}");
    }

    #[test]
    fn rights_are_asked_for_and_what_somebody_can_do_is_a_question() {
        let can = |who: &str, command: &str| Command::Can {
            who: who.to_owned(),
            command: command.to_owned(),
        };
        assert_eq!(parsed("can me reindex", false), can("me", "reindex"));
        assert_eq!(
            parsed("can <@5> !articles remove 3", true),
            can("<@5>", "articles remove 3")
        );
        for line in [
            "can Kim drive the car?",
            "can Putin ask for more?",
            "can it be?",
        ] {
            for explicit in [true, false] {
                assert!(
                    matches!(parsed(line, explicit), Command::Ask { .. }),
                    "{line}"
                );
            }
        }
    }
}
