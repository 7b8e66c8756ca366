//! The row for the story's feeds, with its parts.

use std::borrow::Cow;

use super::super::model::FEEDS;
use super::super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, PartSpec, Permission,
};

pub(super) static ROWS: [CommandSpec; 1] = [CommandSpec {
    name: Cow::Borrowed(FEEDS),
    aliases: &["feed"],
    usage: Cow::Borrowed("feeds [list|add|start|remove|poll] [WHICH]"),
    summary: Cow::Borrowed("Take new articles in from feeds, by themselves"),
    help: Cow::Borrowed(
        "Add notes an RSS, Atom or JSON feed, a sitemap or a list of sitemaps, and says what it \
         holds; start says whether that is taken in too (\"all\") or only what comes from now on \
         (\"new\"). Started feeds are looked into every quarter of an hour while \"newshound run\" \
         runs, and by poll at once. What looks doubtful is put aside, as with articles add. Remove \
         forgets a feed; what it brought stays. Only owners may use it.",
    ),
    examples: &[
        "feeds",
        "feeds add https://example.org/feed.xml",
        "feeds start the-post new",
        "feeds poll",
    ],
    options: &[],
    parts: PARTS,
    group: CommandGroup::Keeping,
    permission: Permission::Owner,
    kind: CommandKind::Feeds,
}];

const FEED: OptionSpec = OptionSpec {
    name: "name",
    description: "The feed's name, as feeds list shows it",
    required: true,
    kind: OptionKind::Text,
};

const PARTS: &[PartSpec] = &[
    PartSpec {
        name: "list",
        description: "List the feeds, and how they are",
        options: &[],
    },
    PartSpec {
        name: "add",
        description: "Note a feed or a sitemap",
        options: &[OptionSpec {
            name: "address",
            description: "Its address, with http:// or https://",
            required: true,
            kind: OptionKind::Text,
        }],
    },
    PartSpec {
        name: "start",
        description: "Begin to take articles in from a feed",
        options: &[
            FEED,
            OptionSpec {
                name: "which",
                description: "new: only what comes from now on; all: what it holds already, too",
                required: true,
                kind: OptionKind::Choice(&["new", "all"]),
            },
        ],
    },
    PartSpec {
        name: "remove",
        description: "Forget a feed; what it brought stays",
        options: &[FEED],
    },
    PartSpec {
        name: "poll",
        description: "Look into all started feeds now",
        options: &[],
    },
];
