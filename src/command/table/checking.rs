//! The rows for reading and checking the sources, and for finding one's way.

use std::borrow::Cow;

use super::super::{CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, Permission};

pub(super) static ROWS: [CommandSpec; 6] = [
    CommandSpec {
        name: Cow::Borrowed("context"),
        aliases: &["around"],
        usage: Cow::Borrowed("context [NUMBER]"),
        summary: Cow::Borrowed("Show what stands around the quotes of the last answer"),
        help: Cow::Borrowed(
            "Shows the paragraphs that the quotes of the last answer in this place stand in; with \
             a quote's number, those of that one alone.",
        ),
        examples: &["context", "context 2"],
        options: &[OptionSpec {
            name: "number",
            description: "The number under a quote",
            required: false,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Checking,
        permission: Permission::Everyone,
        kind: CommandKind::Context,
    },
    CommandSpec {
        name: Cow::Borrowed("sources"),
        aliases: &["source"],
        usage: Cow::Borrowed("sources"),
        summary: Cow::Borrowed("List the articles that answers are taken from"),
        help: Cow::Borrowed(
            "Lists every article with its number, title, source and date. Nothing outside \
             this list is ever quoted.",
        ),
        examples: &["sources"],
        options: &[],
        parts: &[],
        group: CommandGroup::Checking,
        permission: Permission::Everyone,
        kind: CommandKind::Sources,
    },
    CommandSpec {
        name: Cow::Borrowed("article"),
        aliases: &["read"],
        usage: Cow::Borrowed("article ARTICLE"),
        summary: Cow::Borrowed("Show one article in full"),
        help: Cow::Borrowed(
            "Shows an article as it is stored. Give its number in the list of sources, its \
             id or its title.",
        ),
        examples: &["article 1"],
        options: &[OptionSpec {
            name: "article",
            description: "Its number, id or title",
            required: true,
            kind: OptionKind::Article,
        }],
        parts: &[],
        group: CommandGroup::Checking,
        permission: Permission::Everyone,
        kind: CommandKind::Article,
    },
    CommandSpec {
        name: Cow::Borrowed("verify"),
        aliases: &["receipt"],
        usage: Cow::Borrowed("verify RECEIPT"),
        summary: Cow::Borrowed("Check the receipt under a quote"),
        help: Cow::Borrowed(
            "Reads the stored text again and compares it byte for byte with what the \
             receipt stands for. Says so when the article has changed since.",
        ),
        examples: &["verify 7F3K-9QXM"],
        options: &[OptionSpec {
            name: "receipt",
            description: "The code under a quote",
            required: true,
            kind: OptionKind::Receipt,
        }],
        parts: &[],
        group: CommandGroup::Checking,
        permission: Permission::Everyone,
        kind: CommandKind::Verify,
    },
    CommandSpec {
        name: Cow::Borrowed("check"),
        aliases: &["verbatim"],
        usage: Cow::Borrowed("check \"TEXT\""),
        summary: Cow::Borrowed("Check whether a text is in the articles, word for word"),
        help: Cow::Borrowed(
            "Says whether the text is in the articles word for word, nearly (and shows the \
             difference), or not at all. Quotation marks around the text may be left out.",
        ),
        examples: &["check \"signed the treaty on Monday\""],
        options: &[OptionSpec {
            name: "text",
            description: "The text to look for",
            required: true,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Checking,
        permission: Permission::Everyone,
        kind: CommandKind::Check,
    },
    CommandSpec {
        name: Cow::Borrowed("help"),
        aliases: &["?", "commands"],
        usage: Cow::Borrowed("help [COMMAND]"),
        summary: Cow::Borrowed("Show the commands, or explain one"),
        help: Cow::Borrowed(
            "Alone: all commands in groups. With a command's name: how to use it, with \
             examples.",
        ),
        examples: &["help", "help timeline"],
        options: &[OptionSpec {
            name: "command",
            description: "The command to explain",
            required: false,
            kind: OptionKind::Command,
        }],
        parts: &[],
        group: CommandGroup::Help,
        permission: Permission::Everyone,
        kind: CommandKind::Help,
    },
];
