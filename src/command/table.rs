//! The command table: the built-in rows, and one row for each topic of the story.
//!
//! Whatever offers commands reads them here: the parser, help, completion, slash registration and
//! the table in the README. The tests at the end hold every row to the rules of the strictest
//! platform.

mod asking;
mod checking;
mod feeds;
mod keeping;
mod settings;
mod story;
mod watching;

use std::borrow::Cow;

use super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, Permission, Topic, nearest,
};

/// The commands of one story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandTable {
    specs: Vec<CommandSpec>,
}

impl Default for CommandTable {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl CommandTable {
    /// The built-in commands and one for each topic.
    ///
    /// A topic whose name is taken gets no row, so that it can never hide a built-in command; the
    /// configuration reports such a name before it comes to that.
    #[must_use]
    pub fn new(topics: &[Topic]) -> Self {
        let mut table = Self {
            specs: built_in().cloned().collect(),
        };
        for topic in topics {
            if table.find(&topic.name).is_none() {
                table.specs.push(topic_row(topic));
            }
        }
        table
    }

    /// Every command, the built-in ones first.
    #[must_use]
    pub fn specs(&self) -> &[CommandSpec] {
        &self.specs
    }

    /// The commands of one group, in order.
    pub fn group(&self, group: CommandGroup) -> impl Iterator<Item = &CommandSpec> {
        self.specs.iter().filter(move |spec| spec.group == group)
    }

    /// The command that a word calls, by name or alias; a prefix and capitals do not matter.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&CommandSpec> {
        let word = word.trim().trim_start_matches(['!', '/']).trim();
        self.specs.iter().find(|spec| spec.is_called_by(word))
    }

    /// The name or alias nearest to a mistyped word.
    #[must_use]
    pub fn suggest(&self, word: &str) -> Option<&str> {
        nearest(word, self.words())
    }

    /// Every name and alias, for completion.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.specs
            .iter()
            .flat_map(|spec| std::iter::once(&*spec.name).chain(spec.aliases.iter().copied()))
    }
}

impl CommandSpec {
    /// True when the word is the command's name or one of its aliases.
    #[must_use]
    pub fn is_called_by(&self, word: &str) -> bool {
        std::iter::once(&*self.name)
            .chain(self.aliases.iter().copied())
            .any(|own| own.eq_ignore_ascii_case(word))
    }
}

/// A topic's row. Its options and permission are those of every topic.
fn topic_row(topic: &Topic) -> CommandSpec {
    let summary = if topic.description.is_empty() {
        format!("What the articles say about {}", topic.name)
    } else {
        topic.description.clone()
    };
    CommandSpec {
        name: Cow::Owned(topic.name.clone()),
        aliases: &[],
        usage: Cow::Owned(format!("{} [WORDS]", topic.name)),
        help: Cow::Owned(format!("{summary}. Further words narrow it.")),
        summary: Cow::Owned(summary),
        examples: &[],
        options: &[OptionSpec {
            name: "words",
            description: "Words that narrow the topic",
            required: false,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Topics,
        permission: Permission::Everyone,
        kind: CommandKind::Topic,
    }
}

/// The built-in rows, group by group.
fn built_in() -> impl Iterator<Item = &'static CommandSpec> {
    [
        asking::ROWS.as_slice(),
        story::ROWS.as_slice(),
        watching::ROWS.as_slice(),
        checking::ROWS.as_slice(),
        settings::ROWS.as_slice(),
        keeping::ROWS.as_slice(),
        feeds::ROWS.as_slice(),
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn topic(name: &str) -> Topic {
        Topic {
            name: name.to_owned(),
            description: "About it".to_owned(),
            ..Topic::default()
        }
    }

    fn is_slash_name(name: &str) -> bool {
        (1..=32).contains(&name.len())
            && name
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-')
    }

    #[test]
    fn names_fit_slash_registration() {
        for spec in built_in() {
            assert!(is_slash_name(&spec.name), "{}", spec.name);
            for option in spec.options {
                assert!(is_slash_name(option.name), "{} {}", spec.name, option.name);
            }
        }
    }

    #[test]
    fn descriptions_fit_slash_registration() {
        for spec in built_in() {
            assert!((1..=100).contains(&spec.summary.len()), "{}", spec.name);
            assert!(!spec.summary.ends_with('.'), "{}", spec.name);
            assert!(spec.help.ends_with('.'), "{}", spec.name);
            for option in spec.options {
                let length = option.description.len();
                assert!((1..=100).contains(&length), "{} {}", spec.name, option.name);
            }
        }
    }

    #[test]
    fn required_options_come_first() {
        for spec in built_in() {
            let required: Vec<bool> = spec.options.iter().map(|option| option.required).collect();
            assert!(required.is_sorted_by(|a, b| a >= b), "{}", spec.name);
        }
    }

    #[test]
    fn no_word_calls_two_commands() {
        let table = CommandTable::default();
        let mut seen = HashSet::new();
        for word in table.words() {
            assert!(seen.insert(word), "{word} stands twice");
            assert_eq!(word, word.to_lowercase());
        }
    }

    #[test]
    fn every_group_has_commands_and_every_command_examples() {
        let table = CommandTable::default();
        for group in CommandGroup::ALL {
            assert!(table.group(group).next().is_some(), "{}", group.title());
        }
        assert!(built_in().all(|spec| !spec.examples.is_empty()));
    }

    #[test]
    fn a_topic_adds_a_row_but_never_hides_a_command() {
        let table = CommandTable::new(&[topic("gift"), topic("who"), topic("find"), topic("gift")]);
        assert_eq!(table.specs().len(), built_in().count() + 1);
        let gift = table.find("!Gift").expect("the topic is a command");
        assert_eq!(gift.usage, "gift [WORDS]");
        assert_eq!(gift.summary, "About it");
    }

    #[test]
    fn commands_are_found_by_alias_and_by_slip() {
        let table = CommandTable::default();
        let name = |word: &str| table.find(word).map(|spec| spec.name.to_string());
        assert_eq!(name("how many").as_deref(), Some("howmany"));
        assert_eq!(name("?").as_deref(), Some("help"));
        assert_eq!(name("helpful"), None);
        assert_eq!(table.suggest("soruces"), Some("sources"));
    }
}
