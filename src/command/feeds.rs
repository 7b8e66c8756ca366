//! Reads what a keeper of the articles typed about feeds.

use std::borrow::Cow;

use crate::admin::Feeding;

use super::settings::{impossible, names};
use super::{CommandError, CommandSpec};

impl CommandSpec {
    /// Reads `start the-post new`; nothing at all lists the feeds.
    pub(super) fn parse_feeding(&self, typed: &str) -> Result<Feeding, CommandError> {
        let mut words = typed.split_whitespace();
        let part = words.next().unwrap_or_default().to_lowercase();
        let mut argument = |what: &str| {
            let missing = || CommandError::Missing {
                command: format!("{} {part}", self.name),
                usage: what.to_owned(),
            };
            words.next().map(str::to_owned).ok_or_else(missing)
        };
        Ok(match part.as_str() {
            "" | "list" => Feeding::List,
            "add" => {
                let address = argument("name the feed's address")?;
                let bare = address.trim_start_matches('<').trim_end_matches('>');
                Feeding::Add {
                    address: bare.to_owned(),
                }
            }
            "start" => Feeding::Start {
                name: argument("name a feed, as \"feeds list\" shows it, and say new or all")?,
                backlog: match argument("say new or all")?.to_lowercase().as_str() {
                    "all" => true,
                    "new" => false,
                    other => return Err(impossible(other, "say new or all")),
                },
            },
            "remove" => Feeding::Remove {
                name: argument("name a feed, as \"feeds list\" shows it")?,
            },
            "poll" => Feeding::Poll,
            _ => {
                let possible = format!("there are {}", names(self.parts));
                return Err(impossible(&part, &possible));
            }
        })
    }
}

/// An order as it would be typed.
pub(super) fn arguments_of(order: &Feeding) -> Cow<'_, str> {
    match order {
        Feeding::List => Cow::Borrowed("list"),
        Feeding::Add { address } => Cow::Owned(format!("add {address}")),
        Feeding::Start { name, backlog } => {
            let which = if *backlog { "all" } else { "new" };
            Cow::Owned(format!("start {name} {which}"))
        }
        Feeding::Remove { name } => Cow::Owned(format!("remove {name}")),
        Feeding::Poll => Cow::Borrowed("poll"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Command, CommandTable};

    fn order(line: &str) -> Result<Feeding, CommandError> {
        match CommandTable::default().parse(line, true)? {
            Command::Feeds(order) => Ok(order),
            other => panic!("{line} is {other:?}"),
        }
    }

    #[test]
    fn an_order_is_written_down_as_it_is_read() {
        for line in [
            "feeds list",
            "feeds add https://example.org/feed.xml",
            "feeds start the-post new",
            "feeds start the-post all",
            "feeds remove the-post",
            "feeds poll",
        ] {
            let order = order(line).unwrap();
            assert_eq!(format!("feeds {}", arguments_of(&order)), line);
        }
        assert_eq!(order("feeds"), Ok(Feeding::List));
        let address = "https://example.org/a".to_owned();
        assert_eq!(
            order("feed add <https://example.org/a>"),
            Ok(Feeding::Add { address })
        );
    }

    #[test]
    fn what_is_missing_or_impossible_is_told() {
        let message = |line: &str| order(line).unwrap_err().to_string();
        assert!(message("feeds add").contains("the feed's address"));
        assert!(message("feeds start the-post").contains("new or all"));
        assert!(message("feeds start the-post some").contains("new or all"));
        assert!(message("feeds burn").contains("there are list, add"));
    }
}
