//! The rows for those who keep the articles.

use std::borrow::Cow;

use super::super::model::{ARTICLES, REINDEX};
use super::super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, PartSpec, Permission,
};

pub(super) static ROWS: [CommandSpec; 2] = [
    CommandSpec {
        name: Cow::Borrowed(ARTICLES),
        aliases: &[],
        usage: Cow::Borrowed("articles [list|show|add|remove|keep|drop] [WHICH]"),
        summary: Cow::Borrowed("List the story's articles, add some, take some out"),
        help: Cow::Borrowed(
            "Add takes attached files (txt, md, html, jsonl), the address of a page or, in the \
             console, a file's path; it says what it understood, and puts aside what looks doubtful until you keep or drop \
             it. Remove takes an article out of the answers and puts its file aside; receipts \
             under quotes from it can still be checked, and keep brings it back. Everybody may list \
             and show; only owners, whom the operator names in the configuration, may do the rest.",
        ),
        examples: &[
            "articles list Kim",
            "articles show 3",
            "articles add https://example.org/news/1",
            "articles remove 3",
        ],
        options: &[],
        parts: PARTS,
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Articles,
    },
    CommandSpec {
        name: Cow::Borrowed(REINDEX),
        aliases: &[],
        usage: Cow::Borrowed("reindex [full]"),
        summary: Cow::Borrowed("Bring the index in line with the articles' files"),
        help: Cow::Borrowed(
            "Reads what is new or changed in the articles folder; with \"full\" everything is read \
             and indexed again. Questions are answered from the old index until the new one is \
             there. Only owners may use it.",
        ),
        examples: &["reindex", "reindex full"],
        options: &[OptionSpec {
            name: "how",
            description: "full: read and index everything again",
            required: false,
            kind: OptionKind::Choice(&["full"]),
        }],
        parts: &[],
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Reindex,
    },
];

const ARTICLE: OptionSpec = OptionSpec {
    name: "article",
    description: "Its number in the list, its id, or words of its title",
    required: true,
    kind: OptionKind::Article,
};

const PUT_ASIDE: OptionSpec = OptionSpec {
    name: "name",
    description: "The name that it was put aside under",
    required: true,
    kind: OptionKind::Text,
};

const PARTS: &[PartSpec] = &[
    PartSpec {
        name: "list",
        description: "List the articles",
        options: &[OptionSpec {
            name: "filter",
            description: "Words of title, publisher, id or date that all listed ones have",
            required: false,
            kind: OptionKind::Text,
        }],
    },
    PartSpec {
        name: "show",
        description: "Show what is known of an article",
        options: &[ARTICLE],
    },
    PartSpec {
        name: "add",
        description: "Add an article: a page's address, or a file",
        options: &[
            OptionSpec {
                name: "address",
                description: "The page's address, with http:// or https://",
                required: false,
                kind: OptionKind::Text,
            },
            OptionSpec {
                name: "file",
                description: "The file: txt, md, html or jsonl",
                required: false,
                kind: OptionKind::File,
            },
        ],
    },
    PartSpec {
        name: "remove",
        description: "Take an article out of the answers and put its file aside",
        options: &[ARTICLE],
    },
    PartSpec {
        name: "keep",
        description: "Take in what was put aside",
        options: &[PUT_ASIDE],
    },
    PartSpec {
        name: "drop",
        description: "Throw away what was put aside",
        options: &[PUT_ASIDE],
    },
];
