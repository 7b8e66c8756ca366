//! The command table: the built-in rows, and one row for each topic of the story.
//!
//! Whatever offers commands reads them here: the parser, help, completion, slash registration and
//! the table in the README. The tests at the end hold every row to the rules of the strictest
//! platform.

use std::borrow::Cow;

use super::model::SETTINGS;
use super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, PartSpec, Permission,
    QuestionWord, Topic, nearest,
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
            specs: BUILT_IN.to_vec(),
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

/// The option that all question words but `ask` share.
const REST_OF_QUESTION: &[OptionSpec] = &[OptionSpec {
    name: "question",
    description: "The rest of the question; leave it out for the overview",
    required: false,
    kind: OptionKind::Text,
}];

/// The built-in rows, in the order of the help page.
static BUILT_IN: [CommandSpec; 18] = [
    CommandSpec {
        name: Cow::Borrowed("ask"),
        aliases: &["find", "search"],
        usage: Cow::Borrowed("ask QUESTION"),
        summary: Cow::Borrowed("Answer a question in the articles' own words"),
        help: Cow::Borrowed(
            "Finds the sentences that answer the question and quotes them with their \
             source. The question's own words decide what kind of answer is wanted. In a \
             console or a private chat the word may be left out.",
        ),
        examples: &[
            "ask who signed the treaty?",
            "ask was the report ever published?",
        ],
        options: &[OptionSpec {
            name: "question",
            description: "What you want to know",
            required: true,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Ask),
    },
    CommandSpec {
        name: Cow::Borrowed("who"),
        aliases: &["whom", "whose"],
        usage: Cow::Borrowed("who [QUESTION]"),
        summary: Cow::Borrowed("Answer a who question, or list the main people and organisations"),
        help: Cow::Borrowed(
            "With a question: the person or body that the articles name. Alone: the main \
             people and organisations of the story, each with the sentence that says who \
             they are.",
        ),
        examples: &["who signed the treaty?", "who"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Who),
    },
    CommandSpec {
        name: Cow::Borrowed("what"),
        aliases: &["which"],
        usage: Cow::Borrowed("what [QUESTION]"),
        summary: Cow::Borrowed("Answer a what question, or tell the story in a few quotes"),
        help: Cow::Borrowed(
            "With a question: what the articles say about it. Alone: the story in at most \
             five quotes from different articles.",
        ),
        examples: &["what did the minister say?", "what"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::What),
    },
    CommandSpec {
        name: Cow::Borrowed("when"),
        aliases: &[],
        usage: Cow::Borrowed("when [QUESTION]"),
        summary: Cow::Borrowed("Answer a when question, or show the timeline"),
        help: Cow::Borrowed(
            "With a question: the date or time that the articles give. Alone: the dated \
             events of the story in order.",
        ),
        examples: &["when was the treaty signed?", "when"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::When),
    },
    CommandSpec {
        name: Cow::Borrowed("where"),
        aliases: &[],
        usage: Cow::Borrowed("where [QUESTION]"),
        summary: Cow::Borrowed("Answer a where question, or list the places"),
        help: Cow::Borrowed(
            "With a question: the place that the articles name. Alone: the places of the \
             story.",
        ),
        examples: &["where did they meet?", "where"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Where),
    },
    CommandSpec {
        name: Cow::Borrowed("why"),
        aliases: &[],
        usage: Cow::Borrowed("why [QUESTION]"),
        summary: Cow::Borrowed("Answer a why question, or quote the reasons that are given"),
        help: Cow::Borrowed(
            "With a question: the reason that the articles give, in the words of whoever \
             gives it. Alone: the sentences of the story that state a reason.",
        ),
        examples: &["why was the vote delayed?", "why"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Why),
    },
    CommandSpec {
        name: Cow::Borrowed("how"),
        aliases: &[],
        usage: Cow::Borrowed("how [QUESTION]"),
        summary: Cow::Borrowed("Answer a how question, or quote how things were done"),
        help: Cow::Borrowed(
            "With a question: the manner or means that the articles describe. Alone: the \
             sentences of the story that say how something was done.",
        ),
        examples: &["how did they get there?", "how"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::How),
    },
    CommandSpec {
        name: Cow::Borrowed("howmany"),
        aliases: &["how many", "how much", "how-many", "how-much", "howmuch"],
        usage: Cow::Borrowed("howmany [QUESTION]"),
        summary: Cow::Borrowed("Answer how many or how much, or list the figures"),
        help: Cow::Borrowed(
            "With a question: the number or amount that the articles give. Alone: the \
             figures of the story.",
        ),
        examples: &[
            "howmany people attended?",
            "how much did it cost?",
            "howmany",
        ],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::HowMany),
    },
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
    CommandSpec {
        name: Cow::Borrowed("sources"),
        aliases: &["source", "articles"],
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
        name: Cow::Borrowed("more"),
        aliases: &["next"],
        usage: Cow::Borrowed("more"),
        summary: Cow::Borrowed("Show the next quotes for the last answer"),
        help: Cow::Borrowed(
            "Continues the last answer given in this place with the next best quotes.",
        ),
        examples: &["more"],
        options: &[],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::More,
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
    CommandSpec {
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
    },
];

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
        for spec in &BUILT_IN {
            assert!(is_slash_name(&spec.name), "{}", spec.name);
            for option in spec.options {
                assert!(is_slash_name(option.name), "{} {}", spec.name, option.name);
            }
        }
    }

    #[test]
    fn descriptions_fit_slash_registration() {
        for spec in &BUILT_IN {
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
        for spec in &BUILT_IN {
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
        assert!(BUILT_IN.iter().all(|spec| !spec.examples.is_empty()));
    }

    #[test]
    fn a_topic_adds_a_row_but_never_hides_a_command() {
        let table = CommandTable::new(&[topic("gift"), topic("who"), topic("find"), topic("gift")]);
        assert_eq!(table.specs().len(), BUILT_IN.len() + 1);
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
