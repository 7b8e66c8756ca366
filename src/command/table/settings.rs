//! The row for the settings of rooms, with its parts.

use std::borrow::Cow;

use super::super::model::SETTINGS;
use super::super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, PartSpec, Permission,
};

pub(super) static ROWS: [CommandSpec; 2] = [SETTINGS_ROW, STATUS_ROW];

const SETTINGS_ROW: CommandSpec = CommandSpec {
    name: Cow::Borrowed(SETTINGS),
    aliases: &["settings"],
    usage: Cow::Borrowed("newshound [SETTING] [VALUE] [here]"),
    summary: Cow::Borrowed("Show or change the settings of a server and its rooms"),
    help: Cow::Borrowed(
        "In the rooms of a chat platform: whether all rooms are answered in or only those \
             allowed (channels all, allow, deny), whether answers are public, private or in a \
             thread (reply), the mark before a command (prefix), and the story. Ends with \
             \"here\" for this room alone. Only admins may use it.",
    ),
    examples: &[
        "newshound show",
        "newshound reply private",
        "newshound prefix ? here",
        "newshound channels allow here",
    ],
    options: &[],
    parts: SETTING_PARTS,
    group: CommandGroup::Settings,
    permission: Permission::Admin,
    kind: CommandKind::Settings,
};

const STATUS_ROW: CommandSpec = CommandSpec {
    name: Cow::Borrowed("status"),
    aliases: &[],
    usage: Cow::Borrowed("status"),
    summary: Cow::Borrowed("Show how the bot and its index are"),
    help: Cow::Borrowed(
        "How many articles and passages there are and how new they are, how large the index is and \
         which state of it is answered from, and how long the bot has been running, in how much \
         memory and in which version. Only admins may use it.",
    ),
    examples: &["status"],
    options: &[],
    parts: &[],
    group: CommandGroup::Settings,
    permission: Permission::Admin,
    kind: CommandKind::Status,
};

const ROOM: OptionSpec = OptionSpec {
    name: "channel",
    description: "The channel that it holds for; the whole server without one",
    required: false,
    kind: OptionKind::Room,
};

/// The settings that can be made in a room.
const SETTING_PARTS: &[PartSpec] = &[
    PartSpec {
        name: "show",
        description: "Show what is set",
        options: &[],
    },
    PartSpec {
        name: "channels",
        description: "Choose where I answer: everywhere, or only in the channels that are allowed",
        options: &[
            OptionSpec {
                name: "access",
                description: "all: everywhere; allow: only here and where else it is allowed; deny: not here",
                required: true,
                kind: OptionKind::Choice(&["all", "allow", "deny"]),
            },
            OptionSpec {
                description: "The channel to allow or deny; this one without one",
                ..ROOM
            },
        ],
    },
    PartSpec {
        name: "reply",
        description: "Choose who sees an answer",
        options: &[
            OptionSpec {
                name: "mode",
                description: "public: everybody; private: the asker, who can share it; thread: in a thread",
                required: true,
                kind: OptionKind::Choice(&["public", "private", "thread"]),
            },
            ROOM,
        ],
    },
    PartSpec {
        name: "prefix",
        description: "Choose the mark before a command, such as ! in !who",
        options: &[
            OptionSpec {
                name: "mark",
                description: "1 to 5 signs without letters, or off",
                required: true,
                kind: OptionKind::Text,
            },
            ROOM,
        ],
    },
    PartSpec {
        name: "story",
        description: "Choose the story that I answer from",
        options: &[
            OptionSpec {
                name: "name",
                description: "The name of the story",
                required: true,
                kind: OptionKind::Text,
            },
            ROOM,
        ],
    },
    PartSpec {
        name: "reset",
        description: "Take back what was set",
        options: &[ROOM],
    },
];
