//! The rows for those who keep the articles.

use std::borrow::Cow;

use super::super::model::{ARTICLES, GOLDEN, REINDEX, ROLLBACK};
use super::super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, PartSpec, Permission,
};

pub(super) static ROWS: [CommandSpec; 6] = [
    CommandSpec {
        name: Cow::Borrowed(ARTICLES),
        aliases: &[],
        usage: Cow::Borrowed("articles [list|show|add|remove|aside|keep|drop] [WHICH]"),
        summary: Cow::Borrowed("List the story's articles, add some, take some out"),
        help: Cow::Borrowed(
            "Add takes attached files (txt, md, html, pdf, docx, eml, jsonl, zip), the address of a page or, in the \
             console, a file's path; it says what it understood, and puts aside what looks doubtful until you keep or drop \
             it. Remove takes an article out of the answers and puts its file aside; receipts \
             under quotes from it can still be checked, and keep brings it back. Aside lists what was put \
             aside. Everybody may list \
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
        usage: Cow::Borrowed("reindex [full] [now]"),
        summary: Cow::Borrowed("Bring the index in line with the articles' files"),
        help: Cow::Borrowed(
            "Shows what is new, changed, gone or left out in the articles folder; with \"now\" takes \
             it in. With \"full\" everything is read and indexed again. Questions are answered from \
             the old index until the new one is there. Only owners may use it.",
        ),
        examples: &["reindex", "reindex now", "reindex full now"],
        options: &[OptionSpec {
            name: "how",
            description: "now: do it, not only show it; full: read and index everything again",
            required: false,
            kind: OptionKind::Choice(&["now", "full", "full now"]),
        }],
        parts: &[],
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Reindex,
    },
    CommandSpec {
        name: Cow::Borrowed(ROLLBACK),
        aliases: &[],
        usage: Cow::Borrowed("rollback"),
        summary: Cow::Borrowed("Take the last change of the index back"),
        help: Cow::Borrowed(
            "Answers from the index as it was before the last change, whatever the articles folder \
             holds, until you say \"reindex now\". Said twice, it is as before. Only owners may use \
             it.",
        ),
        examples: &["rollback"],
        options: &[],
        parts: &[],
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Rollback,
    },
    CommandSpec {
        name: Cow::Borrowed(GOLDEN),
        aliases: &[],
        usage: Cow::Borrowed("golden [add]"),
        summary: Cow::Borrowed("Ask the pinned questions again, or pin the last one"),
        help: Cow::Borrowed(
            "Pinned questions are asked again after each change of the articles, and those that have \
             lost their answer are named. With \"add\" the last question here is pinned with the \
             answer that it has. They are kept in a file that the operator can edit. Only owners may \
             use it.",
        ),
        examples: &["golden", "golden add"],
        options: &[OptionSpec {
            name: "what",
            description: "add: pin the last question here with its answer",
            required: false,
            kind: OptionKind::Choice(&["add"]),
        }],
        parts: &[],
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Golden,
    },
    CommandSpec {
        name: Cow::Borrowed("audit"),
        aliases: &[],
        usage: Cow::Borrowed("audit"),
        summary: Cow::Borrowed("Show what admins and owners have ordered"),
        help: Cow::Borrowed(
            "The settings that were made and what was done to the articles: on which day, by whom, \
             where and in which words, the last one first. Questions are not in it. Only owners may \
             use it.",
        ),
        examples: &["audit"],
        options: &[],
        parts: &[],
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Audit,
    },
    CommandSpec {
        name: Cow::Borrowed("gaps"),
        aliases: &[],
        usage: Cow::Borrowed("gaps [clear]"),
        summary: Cow::Borrowed("List the questions that found no answer, or forget them"),
        help: Cow::Borrowed(
            "What readers asked and the articles do not say, asked most first. Kept only where the \
             operator has switched that on, in words alone, without who asked. Only owners may use \
             it.",
        ),
        examples: &["gaps", "gaps clear"],
        options: &[OptionSpec {
            name: "what",
            description: "clear: forget them",
            required: false,
            kind: OptionKind::Choice(&["clear"]),
        }],
        parts: &[],
        group: CommandGroup::Keeping,
        permission: Permission::Owner,
        kind: CommandKind::Gaps,
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
                description: "The file: txt, md, html, pdf, docx, eml, jsonl or zip",
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
        name: "aside",
        description: "List what was put aside",
        options: &[],
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
