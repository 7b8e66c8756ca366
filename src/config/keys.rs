//! Every key of the configuration, as one table.
//!
//! The table drives the reading of files and variables, the nearest key in an error, the commented
//! example, `.env.example` and the table in the README.

use super::given::{Given, Reading};
use super::settings::{LogFormat, LogLevel, Settings, Shards, Use, Width};

/// One key.
pub(super) struct Key {
    /// Its section.
    pub(super) section: &'static str,
    /// Its name in the section.
    pub(super) name: &'static str,
    /// Its default, as it is written in the file.
    pub(super) default: &'static str,
    /// What it does and takes, in sentences.
    pub(super) help: &'static str,
    /// Reads a value into the settings.
    pub(super) set: fn(&mut Settings, &Given<'_>) -> Reading<()>,
}

impl Key {
    /// `answers.quotes`
    pub(super) fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// `NEWSHOUND_ANSWERS_QUOTES`
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}_{}", self.section, self.name).to_uppercase()
    }
}

/// What the program's own variables begin with.
pub(super) const PREFIX: &str = "NEWSHOUND_";

/// The sections in their order, each with its heading.
pub(super) const SECTIONS: [(&str, &str); 9] = [
    (
        "story",
        "Which story, and where its files are. For several stories write [[story]] above each, \
         with a name, articles and a store of its own; a room has the first one until an admin \
         chooses another with `newshound story NAME`. The variables are the first one's.",
    ),
    ("articles", "How articles are read."),
    ("answers", "What an answer shows."),
    ("console", "How the console looks."),
    (
        "rooms",
        "The rooms of every chat platform (`newshound run`).",
    ),
    (
        "discord",
        "Discord. The bot's token is no setting: DISCORD_TOKEN in the environment or in .env.",
    ),
    (
        "matrix",
        "Matrix, in builds with it. Who the bot is there are no settings: MATRIX_HOMESERVER, \
         MATRIX_USER and MATRIX_PASSWORD in the environment or in .env.",
    ),
    (
        "monitor",
        "What programs on this machine may ask `newshound run`: /healthz, /readyz and, for \
         Prometheus, /metrics.",
    ),
    ("logs", "What `newshound run` logs on standard error."),
];

const USES: [(&str, Use); 3] = [
    ("auto", Use::Auto),
    ("always", Use::Always),
    ("never", Use::Never),
];

/// All keys, section by section.
pub(super) static KEYS: [Key; 42] = [
    Key {
        section: "story",
        name: "name",
        default: "\"\"",
        help: "The story's name, shown in the greeting. Empty: none is shown.",
        set: |settings, given| given.text().map(|name| settings.story.name = name),
    },
    Key {
        section: "story",
        name: "articles",
        default: "\"index/articles\"",
        help: "The folder of the articles, or a single file. Nothing else is ever quoted.",
        set: |settings, given| given.path().map(|path| settings.story.articles = path),
    },
    Key {
        section: "story",
        name: "store",
        default: "\"index/store\"",
        help: "The folder of the index, which the program builds. Deleting it loses nothing but \
               the old versions of articles that have changed.",
        set: |settings, given| given.path().map(|path| settings.story.store = path),
    },
    Key {
        section: "story",
        name: "topics",
        default: "\"config/topics.toml\"",
        help: "The file of the story's topic commands.",
        set: |settings, given| given.path().map(|path| settings.story.topics = path),
    },
    Key {
        section: "story",
        name: "golden",
        default: "\"config/golden.jsonl\"",
        help: "The file of pinned questions, which are asked again after each change of the \
               articles by command; it need not exist. `golden add` adds to it.",
        set: |settings, given| given.path().map(|path| settings.story.golden = path),
    },
    Key {
        section: "articles",
        name: "max_file_size",
        default: "\"4 MiB\"",
        help: "Larger files are skipped and reported. Units: kB, MB, KiB, MiB.",
        set: |settings, given| {
            let size = given.size(1 << 10..=1 << 30)?;
            settings.articles.max_file_size = size;
            Ok(())
        },
    },
    Key {
        section: "articles",
        name: "page_timeout",
        default: "\"20 s\"",
        help: "An HTML page that takes longer to read is skipped and reported. Units: s, min.",
        set: |settings, given| {
            let longest = given.duration(1..=600)?;
            settings.articles.page_timeout = longest;
            Ok(())
        },
    },
    Key {
        section: "articles",
        name: "watch",
        default: "false",
        help: "true: while `newshound run` runs, what is put into the articles folder, changed in it or \
               taken out of it is taken in by itself.",
        set: |settings, given| given.flag().map(|flag| settings.articles.watch = flag),
    },
    Key {
        section: "articles",
        name: "private_hosts",
        default: "\"\"",
        help: "Hosts, by name or address and separated by commas, that `articles add ADDRESS` may \
               fetch from although they are in a private network. Empty: only the public Internet.",
        set: |settings, given| {
            let text = given.text()?;
            let hosts = text
                .split(',')
                .map(str::trim)
                .filter(|host| !host.is_empty());
            settings.articles.private_hosts = hosts.map(str::to_owned).collect();
            Ok(())
        },
    },
    Key {
        section: "articles",
        name: "contact",
        default: "\"\"",
        help: "An address of the web or of mail that servers are told with each page that is fetched, \
               so that they can reach whoever runs this bot. Empty: none is told.",
        set: |settings, given| {
            given
                .contact()
                .map(|contact| settings.articles.contact = contact)
        },
    },
    Key {
        section: "answers",
        name: "quotes",
        default: "3",
        help: "The most quotes in one answer, 1 to 10. `more` shows the next ones.",
        set: |settings, given| {
            given
                .count(1..=10)
                .map(|most| settings.answers.quotes = most)
        },
    },
    Key {
        section: "answers",
        name: "quote_length",
        default: "300",
        help: "Quotes are whole sentences. Neighbouring sentences are taken in up to this many \
               characters, 80 to 2000.",
        set: |settings, given| {
            let length = given.count(80..=2_000)?;
            settings.answers.quote_length = length;
            Ok(())
        },
    },
    Key {
        section: "answers",
        name: "list_length",
        default: "10",
        help: "The most rows of an overview or a list (people, places, figures, dates), 1 to 50.",
        set: |settings, given| {
            let length = given.count(1..=50)?;
            settings.answers.list_length = length;
            Ok(())
        },
    },
    Key {
        section: "answers",
        name: "refuse_below",
        default: "0.25",
        help: "An answer that is less certain than this is given as \"the articles don't say\", \
               with the closest quote. 0 answers everything, 1 nothing.",
        set: |settings, given| {
            let least = given.probability()?;
            settings.answers.refuse_below = least;
            Ok(())
        },
    },
    Key {
        section: "answers",
        name: "keep_gaps",
        default: "false",
        help: "true keeps the words of questions that the articles don't answer, and nothing of who \
               asked them or where, in the file of `rooms.file`; `gaps` lists them.",
        set: |settings, given| given.flag().map(|kept| settings.answers.keep_gaps = kept),
    },
    Key {
        section: "console",
        name: "colour",
        default: "\"auto\"",
        help: "Colours: \"auto\" (on a terminal, and NO_COLOR is not set), \"always\" or \
               \"never\". The option --color wins.",
        set: |settings, given| {
            given
                .choice(&USES)
                .map(|when| settings.console.colour = when)
        },
    },
    Key {
        section: "console",
        name: "hyperlinks",
        default: "\"auto\"",
        help: "Links that can be clicked: \"auto\" (where the terminal has them), \"always\" or \
               \"never\".",
        set: |settings, given| {
            let when = given.choice(&USES)?;
            settings.console.hyperlinks = when;
            Ok(())
        },
    },
    Key {
        section: "console",
        name: "width",
        default: "\"auto\"",
        help: "Where lines are wrapped: \"auto\" (the terminal's width) or a number of columns, 40 \
               to 400.",
        set: |settings, given| {
            settings.console.width = width(given)?;
            Ok(())
        },
    },
    Key {
        section: "console",
        name: "history",
        default: "\"off\"",
        help: "A file that keeps the lines you typed for the next session, or \"off\": they are \
               forgotten at the end.",
        set: |settings, given| {
            settings.console.history = given.path_or_off()?;
            Ok(())
        },
    },
    Key {
        section: "rooms",
        name: "file",
        default: "\"index/state.redb\"",
        help: "The file of the settings that admins make in their servers and channels with the \
               command `newshound`.",
        set: |settings, given| given.path().map(|path| settings.rooms.file = path),
    },
    Key {
        section: "rooms",
        name: "prefix",
        default: "\"!\"",
        help: "The mark before a command in a room (`!who`), 1 to 5 characters without letters, \
               or \"off\". Servers and channels can have their own.",
        set: |settings, given| given.prefix().map(|prefix| settings.rooms.prefix = prefix),
    },
    Key {
        section: "rooms",
        name: "person_limit",
        default: "20",
        help: "The most questions that one person is answered in a minute, 1 to 10000.",
        set: |settings, given| {
            let most = given.count(1..=10_000)?;
            settings.rooms.person_limit = most;
            Ok(())
        },
    },
    Key {
        section: "rooms",
        name: "room_limit",
        default: "300",
        help: "The most questions that are answered in one room in a minute, 1 to 10000.",
        set: |settings, given| {
            let most = given.count(1..=10_000)?;
            settings.rooms.room_limit = most;
            Ok(())
        },
    },
    Key {
        section: "rooms",
        name: "at_once",
        default: "8",
        help: "The most questions that are worked on at the same time, 1 to 100, and never more than \
               the machine has cores; others wait.",
        set: |settings, given| {
            given
                .count(1..=100)
                .map(|most| settings.rooms.at_once = most)
        },
    },
    Key {
        section: "discord",
        name: "message_content",
        default: "\"auto\"",
        help: "Whether to ask Discord for the Message Content intent, without which `!who` is not \
               seen (slash commands, mentions and direct messages are): \"auto\" (ask, and go on \
               without it where it is refused), \"always\" or \"never\".",
        set: |settings, given| {
            let when = given.choice(&USES)?;
            settings.discord.message_content = when;
            Ok(())
        },
    },
    Key {
        section: "discord",
        name: "servers",
        default: "\"\"",
        help: "Ids of servers, separated by commas, to register the slash commands in at once and \
               only there, for trials. Empty: everywhere.",
        set: |settings, given| given.ids().map(|ids| settings.discord.servers = ids),
    },
    Key {
        section: "discord",
        name: "admin_users",
        default: "\"\"",
        help: "Ids of users, separated by commas, who may change settings in every server, beside \
               those with the permission Manage Server.",
        set: |settings, given| given.ids().map(|ids| settings.discord.admin_users = ids),
    },
    Key {
        section: "discord",
        name: "admin_roles",
        default: "\"\"",
        help: "Ids of roles, separated by commas, whose members may change settings in their \
               server.",
        set: |settings, given| given.ids().map(|ids| settings.discord.admin_roles = ids),
    },
    Key {
        section: "discord",
        name: "owners",
        default: "\"\"",
        help: "Ids of users, separated by commas, who may change the articles (articles, reindex), \
               and everything that admins may, in every server. The articles are the same in all \
               of them, so nobody else may, the admins of a server included.",
        set: |settings, given| given.ids().map(|ids| settings.discord.owners = ids),
    },
    Key {
        section: "discord",
        name: "audit_channel",
        default: "\"\"",
        help: "Id of a channel in which the bot tells what admins and owners order, and which feeds \
               fail again and again. Whoever can read the channel sees it; empty for none.",
        set: |settings, given| given.id().map(|id| settings.discord.audit_channel = id),
    },
    Key {
        section: "discord",
        name: "shards",
        default: "\"auto\"",
        help: "The shards that this process runs: \"auto\" (as many as Discord recommends) or a \
               range of all, such as \"0-3/8\", so that several processes share a large bot.",
        set: |settings, given| shards(given).map(|shards| settings.discord.shards = shards),
    },
    Key {
        section: "matrix",
        name: "owners",
        default: "\"\"",
        help: "Users such as @ada:example.org, separated by commas, who may change the articles \
               (articles, reindex), and everything that admins may, in every room.",
        set: |settings, given| {
            given
                .matrix_users()
                .map(|users| settings.matrix.owners = users)
        },
    },
    Key {
        section: "matrix",
        name: "admins",
        default: "\"\"",
        help: "Users, separated by commas, who may change settings in every room, beside those \
               whose power there lets them change the room's own.",
        set: |settings, given| {
            given
                .matrix_users()
                .map(|users| settings.matrix.admins = users)
        },
    },
    Key {
        section: "matrix",
        name: "inviters",
        default: "\"\"",
        help: "Users, or whole servers such as example.org, separated by commas, whose invitations \
               into a room are accepted, beside those of owners and admins. Others are declined.",
        set: |settings, given| {
            let inviters = given.matrix_users_or_servers()?;
            settings.matrix.inviters = inviters;
            Ok(())
        },
    },
    Key {
        section: "matrix",
        name: "audit_room",
        default: "\"\"",
        help: "Id of a room (!abc:example.org) in which the bot tells what admins and owners \
               order, and which feeds fail again and again. Whoever can read the room sees it; \
               empty for none.",
        set: |settings, given| {
            given
                .matrix_room()
                .map(|room| settings.matrix.audit_room = room)
        },
    },
    Key {
        section: "matrix",
        name: "max_age",
        default: "\"5 min\"",
        help: "Questions that were asked while the bot was down are answered when it is back, \
               unless they are older than this: \"1 s\" to \"1440 min\".",
        set: |settings, given| {
            let longest = given.duration(1..=86_400)?;
            settings.matrix.max_age = longest;
            Ok(())
        },
    },
    Key {
        section: "matrix",
        name: "state",
        default: "\"index/matrix\"",
        help: "The folder of the session, of the keys to encrypted rooms and of questions under \
               way. Whoever can read it is the bot; without it the bot is a new device.",
        set: |settings, given| given.path().map(|path| settings.matrix.state = path),
    },
    Key {
        section: "matrix",
        name: "strict",
        default: "false",
        help: "true shares the keys of answers in encrypted rooms only with devices that their \
               owners have verified (cross-signed), and reads questions from such devices alone.",
        set: |settings, given| given.flag().map(|strict| settings.matrix.strict = strict),
    },
    Key {
        section: "monitor",
        name: "listen",
        default: "\"off\"",
        help: "The address and port to listen on, such as \"127.0.0.1:9464\", or \"off\". It must be \
               an address of this machine alone; port 0 takes one that is free, and the log names it.",
        set: |settings, given| {
            settings.monitor.listen = given.loopback_or_off()?;
            Ok(())
        },
    },
    Key {
        section: "logs",
        name: "format",
        default: "\"text\"",
        help: "How a line is written: \"text\" or \"json\".",
        set: |settings, given| {
            let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
            given
                .choice(&formats)
                .map(|format| settings.logs.format = format)
        },
    },
    Key {
        section: "logs",
        name: "level",
        default: "\"info\"",
        help: "How much is told: \"error\", \"warn\", \"info\" or \"debug\".",
        set: |settings, given| {
            given
                .choice(&LEVELS)
                .map(|level| settings.logs.level = level)
        },
    },
    Key {
        section: "logs",
        name: "questions",
        default: "false",
        help: "true logs each question with the id of who asked it. Tokens are never logged.",
        set: |settings, given| given.flag().map(|told| settings.logs.questions = told),
    },
];

const LEVELS: [(&str, LogLevel); 4] = [
    ("error", LogLevel::Error),
    ("warn", LogLevel::Warn),
    ("info", LogLevel::Info),
    ("debug", LogLevel::Debug),
];

fn shards(given: &Given<'_>) -> Reading<Shards> {
    let wanted = "must be \"auto\" or a range such as \"0-3/8\"";
    given.choice(&[("auto", Shards::Auto)]).or_else(|_| {
        let text = given.text().map_err(|_| wanted.to_owned())?;
        parse_shards(&text).ok_or_else(|| wanted.to_owned())
    })
}

/// `0-3/8`: the shards 0 to 3 of 8.
fn parse_shards(text: &str) -> Option<Shards> {
    let (range, total) = text.split_once('/')?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let (first, last, total) = (number(first)?, number(last)?, number(total)?);
    (first <= last && last < total).then_some(Shards::Range { first, last, total })
}

fn width(given: &Given<'_>) -> Reading<Width> {
    given
        .choice(&[("auto", Width::Auto)])
        .or_else(|_| given.count(40..=400).map(Width::Columns))
        .map_err(|reason| reason.replacen("must be ", "must be \"auto\" or ", 1))
}

/// The key of a section with this name.
pub(super) fn find_key(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter()
        .find(|key| key.section == section && key.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_is_known_once_and_in_a_known_section() {
        let mut variables = HashSet::new();
        for key in &KEYS {
            assert!(variables.insert(key.variable()), "{}", key.path());
            assert!(SECTIONS.iter().any(|(section, _)| *section == key.section));
            assert!(key.help.ends_with('.'), "{}", key.path());
        }
    }

    #[test]
    fn a_range_of_shards_lies_within_all() {
        let range = |first, last, total| Some(Shards::Range { first, last, total });
        assert_eq!(parse_shards("0-3/8"), range(0, 3, 8));
        assert_eq!(parse_shards("5/8"), range(5, 5, 8));
        for wrong in ["3-0/8", "0-8/8", "0-3", "a-b/c", ""] {
            assert_eq!(parse_shards(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sections_are_single_words_so_that_variables_are_unambiguous() {
        assert!(SECTIONS.iter().all(|(section, _)| !section.contains('_')));
    }
}
