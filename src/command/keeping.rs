//! Reads what a keeper of the articles typed, or chose in a platform's own form, into an order.

use crate::admin::Keeping;

use super::line::strip_quotation_marks;
use super::settings::{impossible, names};
use super::{Command, CommandError, CommandSpec};

/// What to name in an order.
const AN_ARTICLE: &str = "name an article, by its number, its id or words of its title";
const A_NAME: &str = "name what was put aside, as \"articles aside\" shows it";

impl CommandSpec {
    /// Reads `remove 3`; nothing at all lists the articles.
    pub(super) fn parse_keeping(&self, typed: &str) -> Result<Keeping, CommandError> {
        let (part, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let rest = rest.trim().to_owned();
        let needed = |rest: String, usage: &str| {
            let missing = || CommandError::Missing {
                command: format!("{} {}", self.name, part.to_lowercase()),
                usage: usage.to_owned(),
            };
            let rest = strip_quotation_marks(&rest).to_owned();
            Some(rest)
                .filter(|rest| !rest.is_empty())
                .ok_or_else(missing)
        };
        Ok(match part.to_lowercase().as_str() {
            "" | "list" => Keeping::List { filter: rest },
            "show" => Keeping::Show {
                id: needed(rest, AN_ARTICLE)?,
            },
            "add" => Keeping::Add {
                from: strip_quotation_marks(&rest).to_owned(),
            },
            "remove" => Keeping::Remove {
                id: needed(rest, AN_ARTICLE)?,
            },
            "aside" => Keeping::Aside,
            "keep" if rest.is_empty() => Keeping::Aside,
            "keep" => Keeping::Keep {
                name: needed(rest, A_NAME)?,
            },
            "drop" => Keeping::Drop {
                name: needed(rest, A_NAME)?,
            },
            _ => {
                let possible = format!("there are {}", names(self.parts));
                return Err(impossible(part, &possible));
            }
        })
    }

    /// True when nothing follows, or one of the command's parts.
    pub(super) fn begins_with_part(&self, rest: &str) -> bool {
        let first = rest.split_whitespace().next();
        first.is_none_or(|word| {
            let mut parts = self.parts.iter();
            parts.any(|part| part.name.eq_ignore_ascii_case(word))
        })
    }
}

/// Reads `clear`, or nothing.
pub(super) fn parse_gaps(typed: &str) -> Result<Command, CommandError> {
    match typed.trim().to_lowercase().as_str() {
        "" => Ok(Command::Gaps { clear: false }),
        "clear" => Ok(Command::Gaps { clear: true }),
        _ => Err(impossible(typed, "say clear, or nothing")),
    }
}

/// Reads `add`, or nothing.
pub(super) fn parse_golden(typed: &str) -> Result<Keeping, CommandError> {
    match typed.trim().to_lowercase().as_str() {
        "" => Ok(Keeping::Golden),
        "add" => Ok(Keeping::Pin),
        _ => Err(impossible(typed, "say add, or nothing")),
    }
}

/// Reads `full`, `now`, both, or nothing.
pub(super) fn parse_reindex(typed: &str) -> Result<Keeping, CommandError> {
    let order = |thorough, now| Ok(Keeping::Reindex { thorough, now });
    let words: Vec<&str> = typed.split_whitespace().collect();
    match words.join(" ").to_lowercase().as_str() {
        "" => order(false, false),
        "now" => order(false, true),
        "full" => order(true, false),
        "full now" | "now full" => order(true, true),
        _ => Err(impossible(typed, "say now, full, full now, or nothing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::CommandTable;

    fn parsed(line: &str, explicit: bool) -> Result<Command, CommandError> {
        CommandTable::default().parse(line, explicit)
    }

    fn order(line: &str) -> Keeping {
        match parsed(line, true) {
            Ok(Command::Keeping(order)) => order,
            other => panic!("{line} is {other:?}"),
        }
    }

    #[test]
    fn an_order_is_a_part_and_what_it_is_about() {
        let text = str::to_owned;
        let list = |filter| Keeping::List {
            filter: text(filter),
        };
        assert_eq!(order("articles"), list(""));
        assert_eq!(order("articles list  Kim 2024"), list("Kim 2024"));
        assert_eq!(order("Articles Show 3"), Keeping::Show { id: text("3") });
        assert_eq!(order("articles add"), Keeping::Add { from: text("") });
        let remove = Keeping::Remove { id: text("a-b") };
        assert_eq!(order("articles remove a-b"), remove);
        let from = text("my notes/a b.txt");
        assert_eq!(
            order("articles add \"my notes/a b.txt\""),
            Keeping::Add { from }
        );
        for line in ["articles aside", "articles keep"] {
            assert_eq!(order(line), Keeping::Aside);
        }
        for (line, thorough, now) in [
            ("reindex", false, false),
            ("reindex Now", false, true),
            ("reindex FULL", true, false),
            ("reindex full  now", true, true),
        ] {
            assert_eq!(order(line), Keeping::Reindex { thorough, now }, "{line}");
        }
        assert_eq!(order("rollback"), Keeping::RollBack);
        assert_eq!(order("golden"), Keeping::Golden);
        assert_eq!(order("golden Add"), Keeping::Pin);
    }

    #[test]
    fn an_order_is_written_down_as_it_is_read() {
        for line in [
            "articles show 3",
            "articles keep a-b",
            "reindex full",
            "reindex full now",
            "golden add",
        ] {
            let command = parsed(line, true).unwrap();
            let (name, arguments) = command.name_and_arguments();
            assert_eq!(format!("{name} {arguments}"), line);
        }
    }

    #[test]
    fn what_is_missing_or_impossible_is_told() {
        let message = |line: &str| parsed(line, true).unwrap_err().to_string();
        assert!(message("articles remove").contains("\"articles remove\" needs something more"));
        assert!(message("articles drop").contains("articles aside"));
        assert!(message("articles burn it").contains("there are list, show, add"));
        assert!(message("reindex everything").contains("say now, full"));
    }

    #[test]
    fn a_question_about_articles_is_a_question() {
        for line in [
            "articles of impeachment",
            "articles on Kim Jong Un say what?",
        ] {
            assert!(
                matches!(parsed(line, false), Ok(Command::Ask { .. })),
                "{line}"
            );
        }
        assert!(matches!(parsed("articles", false), Ok(Command::Keeping(_))));
    }
}
