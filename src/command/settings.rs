//! Reads what an admin typed, or chose in a platform's own form, into an order.

use crate::admin::{Access, Change, Order, ReplyMode, Scope, is_prefix};

use super::{CommandError, CommandSpec, PartSpec};

/// The word that makes an order hold in the room it is given in.
const HERE: &str = "here";

/// The most characters of a value that an error repeats.
const SHOWN_OF_A_VALUE: usize = 40;

impl CommandSpec {
    /// Reads `reply private here`; nothing at all shows the settings.
    pub(super) fn parse_order(&self, typed: &str) -> Result<Order, CommandError> {
        let (part, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let rest = rest.trim();
        let (value, is_here) = match rest.strip_suffix(HERE) {
            Some(value) if value.is_empty() || value.ends_with(char::is_whitespace) => {
                (value.trim(), true)
            }
            _ => (rest, false),
        };
        let scope = if is_here { Scope::Here } else { Scope::Server };
        self.build_order(part, value, scope)
    }

    /// The order that one part of the command stands for, with its value.
    ///
    /// # Errors
    /// When there is no such part, or it does not take that value.
    pub fn build_order(
        &self,
        part: &str,
        value: &str,
        scope: Scope,
    ) -> Result<Order, CommandError> {
        let part = part.to_lowercase();
        let change = match part.as_str() {
            "" | "show" => Change::Show,
            "reset" => Change::Reset,
            // Where there are no channels, rooms are what is meant.
            "channels" | "rooms" => Change::Access(access(value)?),
            "reply" => Change::Reply(reply_mode(value)?),
            "prefix" => Change::Prefix(prefix(value)?),
            "story" if !value.is_empty() => Change::Story(value.to_owned()),
            "story" => return Err(impossible(value, "give the name of a story")),
            _ => {
                return Err(impossible(
                    &part,
                    &format!("there are {}", names(self.parts)),
                ));
            }
        };
        Ok(Order { change, scope })
    }
}

fn access(value: &str) -> Result<Access, CommandError> {
    match value.to_lowercase().as_str() {
        "all" => Ok(Access::All),
        "allow" => Ok(Access::Allow),
        "deny" => Ok(Access::Deny),
        _ => Err(impossible(value, "say all, allow or deny")),
    }
}

fn reply_mode(value: &str) -> Result<ReplyMode, CommandError> {
    ReplyMode::from_name(value).ok_or_else(|| impossible(value, "say public, private or thread"))
}

fn prefix(value: &str) -> Result<String, CommandError> {
    match value {
        "off" => Ok(String::new()),
        mark if is_prefix(mark) => Ok(mark.to_owned()),
        _ => Err(impossible(
            value,
            "give 1 to 5 signs without letters or blanks, or say off",
        )),
    }
}

pub(super) fn impossible(value: &str, possible: &str) -> CommandError {
    CommandError::NoSuchValue {
        value: value.chars().take(SHOWN_OF_A_VALUE).collect(),
        possible: possible.to_owned(),
    }
}

pub(super) fn names(parts: &[PartSpec]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Command, CommandTable};

    fn order(line: &str) -> Result<Order, CommandError> {
        let table = CommandTable::default();
        match table.parse(line, true)? {
            Command::Settings(order) => Ok(order),
            other => panic!("{line} is {other:?}"),
        }
    }

    #[test]
    fn an_order_is_a_setting_a_value_and_where() {
        let is = |change, scope| Ok(Order { change, scope });
        assert_eq!(order("newshound"), is(Change::Show, Scope::Server));
        assert_eq!(
            order("newshound reply Private"),
            is(Change::Reply(ReplyMode::Private), Scope::Server)
        );
        assert_eq!(
            order("newshound prefix ? here"),
            is(Change::Prefix("?".to_owned()), Scope::Here)
        );
        assert_eq!(
            order("newshound channels allow here"),
            is(Change::Access(Access::Allow), Scope::Here)
        );
        assert_eq!(
            order("newshound reset here"),
            is(Change::Reset, Scope::Here)
        );
        assert_eq!(
            order("newshound story The gift"),
            is(Change::Story("The gift".to_owned()), Scope::Server)
        );
    }

    #[test]
    fn what_is_not_possible_is_told_with_what_is() {
        let message = |line: &str| order(line).unwrap_err().to_string();
        assert_eq!(
            message("newshound reply loud"),
            "\"loud\" is not possible here; say public, private or thread"
        );
        assert_eq!(
            message("newshound colour red"),
            "\"colour\" is not possible here; there are show, channels, reply, prefix, story, reset"
        );
        assert!(message("newshound prefix who").contains("signs"));
    }
}
