//! The rows for questions that wait for an answer, and for who may do what.

use std::borrow::Cow;

use super::super::{CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, Permission};

pub(super) static ROWS: [CommandSpec; 4] = [
    CommandSpec {
        name: Cow::Borrowed("watch"),
        aliases: &[],
        usage: Cow::Borrowed("watch [QUESTION]"),
        summary: Cow::Borrowed("Be told here when an article answers a question"),
        help: Cow::Borrowed(
            "Keeps the question until an article answers it, and then replies here with the quote, \
             once. Alone it keeps the last question that was asked here.",
        ),
        examples: &["watch", "watch who bought the harbour?"],
        options: &[OptionSpec {
            name: "question",
            description: "The question; the last one here where this is left out",
            required: false,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Watch,
    },
    CommandSpec {
        name: Cow::Borrowed("watches"),
        aliases: &[],
        usage: Cow::Borrowed("watches"),
        summary: Cow::Borrowed("List the questions here that wait for an answer"),
        help: Cow::Borrowed(
            "Lists the questions that were watched in this room, each with its number.",
        ),
        examples: &["watches"],
        options: &[],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Watches,
    },
    CommandSpec {
        name: Cow::Borrowed("unwatch"),
        aliases: &[],
        usage: Cow::Borrowed("unwatch NUMBER"),
        summary: Cow::Borrowed("Let a question go that waits for an answer"),
        help: Cow::Borrowed(
            "Everybody may let go of their own questions; moderators may let go of any in their room. \
             Give the number that \"watches\" shows.",
        ),
        examples: &["unwatch 3"],
        options: &[OptionSpec {
            name: "number",
            description: "Its number, as \"watches\" shows it",
            required: true,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Unwatch,
    },
    CommandSpec {
        name: Cow::Borrowed("can"),
        aliases: &[],
        usage: Cow::Borrowed("can USER COMMAND"),
        summary: Cow::Borrowed("Say whether somebody may use a command, and why"),
        help: Cow::Borrowed(
            "Names what somebody is here (an owner, an admin, a moderator, or neither) and whether that \
             is enough for a command. Mention the person, or say \"me\".",
        ),
        examples: &["can me reindex"],
        options: &[
            OptionSpec {
                name: "user",
                description: "Who; say me for yourself",
                required: true,
                kind: OptionKind::User,
            },
            OptionSpec {
                name: "command",
                description: "The command",
                required: true,
                kind: OptionKind::Command,
            },
        ],
        parts: &[],
        group: CommandGroup::Help,
        permission: Permission::Everyone,
        kind: CommandKind::Can,
    },
];
