//! The rows that show the whole story: timeline, sayings, topics.

use std::borrow::Cow;

use super::super::{CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, Permission};

pub(super) static ROWS: [CommandSpec; 3] = [
    CommandSpec {
        name: Cow::Borrowed("timeline"),
        aliases: &["dates", "chronology"],
        usage: Cow::Borrowed("timeline [TOPIC]"),
        summary: Cow::Borrowed("Show dated sentences in the order of the events"),
        help: Cow::Borrowed(
            "Lists sentences by the date that they speak of, not by the day that they were \
             printed; dates that had to be worked out are marked. A topic or some words \
             narrow it.",
        ),
        examples: &["timeline", "timeline treaty"],
        options: &[OptionSpec {
            name: "topic",
            description: "A topic or words that narrow the timeline",
            required: false,
            kind: OptionKind::Topic,
        }],
        parts: &[],
        group: CommandGroup::Story,
        permission: Permission::Everyone,
        kind: CommandKind::Timeline,
    },
    CommandSpec {
        name: Cow::Borrowed("quotes"),
        aliases: &["quote"],
        usage: Cow::Borrowed("quotes [PERSON] [TOPIC]"),
        summary: Cow::Borrowed("Show who said what"),
        help: Cow::Borrowed(
            "Lists direct and reported speech with its speaker. A person, a topic or both \
             narrow it.",
        ),
        examples: &["quotes", "quotes president treaty"],
        options: &[
            OptionSpec {
                name: "person",
                description: "Whose words",
                required: false,
                kind: OptionKind::Person,
            },
            OptionSpec {
                name: "topic",
                description: "A topic or words that they speak of",
                required: false,
                kind: OptionKind::Topic,
            },
        ],
        parts: &[],
        group: CommandGroup::Story,
        permission: Permission::Everyone,
        kind: CommandKind::Quotes,
    },
    CommandSpec {
        name: Cow::Borrowed("topics"),
        aliases: &["topic"],
        usage: Cow::Borrowed("topics"),
        summary: Cow::Borrowed("List the topics of this story"),
        help: Cow::Borrowed(
            "Lists the topics that the story has of its own. Each is a command: type its \
             name, with further words to narrow it.",
        ),
        examples: &["topics"],
        options: &[],
        parts: &[],
        group: CommandGroup::Topics,
        permission: Permission::Everyone,
        kind: CommandKind::Topics,
    },
];
