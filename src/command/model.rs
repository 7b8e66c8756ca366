//! What a line can ask the bot to do.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::admin::{Change, Feeding, Keeping, Order};

use super::feeds;

/// A decoded command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A question, with the command word that it was asked by.
    Ask {
        /// The word.
        word: QuestionWord,
        /// The rest of the line after the word, as typed (`gave Kim the car?` after `who`); the
        /// whole line where the word says more than the command does (`whose car is it?`,
        /// `who's that?`, `how much was it?`) or where no command word stands first. Not empty.
        question: String,
    },
    /// A question word alone: the story's overview under that word.
    Overview(QuestionWord),
    /// A topic of the story (`sanctions`), narrowed by further words where given.
    Topic {
        /// The topic's name in `topics.toml`.
        name: String,
        /// Words that narrow it; empty when there are none.
        narrow: String,
    },
    /// Dated sentences, of everything or of what the words say.
    Timeline {
        /// Words or a topic's name; empty for the whole story.
        topic: String,
    },
    /// Who said what.
    Quotes {
        /// A person, a topic, or both; empty for everybody.
        about: String,
    },
    /// The list of articles.
    Sources,
    /// One article in full.
    Article {
        /// Its id, number in the list, or title.
        id: String,
    },
    /// Checks a receipt against the stored text.
    Verify {
        /// The receipt as typed.
        receipt: String,
    },
    /// Is this text in the sources, word for word?
    Check {
        /// The text, without quotation marks around it.
        text: String,
    },
    /// The next quotes of the last answer in this place.
    More,
    /// What stands around the quotes that were shown last in this place.
    Context {
        /// The number of one of them; all where there is none.
        number: Option<usize>,
    },
    /// The story's topics.
    Topics,
    /// Help on everything or on one command.
    Help {
        /// The command's name; empty for all.
        command: String,
    },
    /// The settings of a server or a room.
    Settings(Order),
    /// How the bot and its index are.
    Status,
    /// An order about the articles.
    Keeping(Keeping),
    /// An order about the feeds.
    Feeds(Feeding),
    /// What was ordered.
    Audit,
    /// Questions that found no answer.
    Gaps {
        /// True when they are to be forgotten.
        clear: bool,
    },
    /// Keep a question until an article answers it.
    Watch {
        /// The question; empty for the last one in its place.
        question: String,
    },
    /// The questions that wait in a place.
    Watches,
    /// Let a question go that waits.
    Unwatch {
        /// Its number.
        number: u64,
    },
    /// May somebody use a command?
    Can {
        /// Who, as typed.
        who: String,
        /// The command, as typed.
        command: String,
    },
}

impl Command {
    /// True for an order that may wait for a server or the index for minutes, so that no question
    /// should wait for it.
    #[must_use]
    pub fn may_take_long(&self) -> bool {
        match self {
            Self::Keeping(order) => !order.only_reads(),
            Self::Feeds(_) => true,
            _ => false,
        }
    }

    /// The name of the table's row that builds this command, and the arguments that it builds it
    /// from: for whoever must write a command down and read it again.
    #[must_use]
    pub fn name_and_arguments(&self) -> (&str, Cow<'_, str>) {
        let (name, arguments) = match self {
            Self::Ask { word, question } => (word.name(), question.as_str()),
            Self::Overview(word) => (word.name(), ""),
            Self::Topic { name, narrow } => (name.as_str(), narrow.as_str()),
            Self::Timeline { topic } => ("timeline", topic.as_str()),
            Self::Quotes { about } => ("quotes", about.as_str()),
            Self::Sources => ("sources", ""),
            Self::Article { id } => ("article", id.as_str()),
            Self::Verify { receipt } => ("verify", receipt.as_str()),
            Self::Check { text } => ("check", text.as_str()),
            Self::More => ("more", ""),
            Self::Context { number } => {
                let number = number.map_or_else(String::new, |number| number.to_string());
                return ("context", Cow::Owned(number));
            }
            Self::Topics => ("topics", ""),
            Self::Help { command } => ("help", command.as_str()),
            Self::Settings(_) => (SETTINGS, ""),
            Self::Status => ("status", ""),
            Self::Audit => ("audit", ""),
            Self::Gaps { clear } => ("gaps", if *clear { "clear" } else { "" }),
            Self::Watch { question } => ("watch", question.as_str()),
            Self::Watches => ("watches", ""),
            Self::Unwatch { number } => return ("unwatch", Cow::Owned(number.to_string())),
            Self::Can { who, command } => {
                return ("can", Cow::Owned(format!("{who} {command}")));
            }
            Self::Keeping(order) => return arguments_of(order),
            Self::Feeds(order) => return (FEEDS, feeds::arguments_of(order)),
        };
        (name, Cow::Borrowed(arguments))
    }

    /// True for what can be given again without doing anything again, and means the same elsewhere.
    #[must_use]
    pub fn can_be_given_again(&self) -> bool {
        match self {
            Self::More
            | Self::Context { .. }
            | Self::Settings(_)
            | Self::Feeds(_)
            | Self::Watch { .. }
            | Self::Unwatch { .. } => false,
            Self::Keeping(order) => order.only_reads(),
            _ => true,
        }
    }

    /// The command in words for the audit log, where it orders something; `None` where it only asks.
    #[must_use]
    pub fn act(&self) -> Option<String> {
        let asks = match self {
            Self::Settings(order) => order.change == Change::Show,
            Self::Keeping(order) => matches!(
                order,
                Keeping::List { .. }
                    | Keeping::Show { .. }
                    | Keeping::Aside
                    | Keeping::Golden
                    | Keeping::Reindex { now: false, .. }
            ),
            Self::Feeds(order) => *order == Feeding::List,
            Self::Gaps { clear } => !clear,
            _ => true,
        };
        if asks {
            return None;
        }
        let (name, arguments) = match self {
            Self::Settings(order) => (SETTINGS, Cow::Owned(order.in_words())),
            other => other.name_and_arguments(),
        };
        Some(format!("{name} {arguments}").trim_end().to_owned())
    }
}

fn arguments_of(order: &Keeping) -> (&'static str, Cow<'_, str>) {
    let (part, rest) = match order {
        Keeping::List { filter } => ("list", filter),
        Keeping::Show { id } => ("show", id),
        Keeping::Add { from } => ("add", from),
        Keeping::Remove { id } => ("remove", id),
        Keeping::Aside => return (ARTICLES, Cow::Borrowed("aside")),
        Keeping::Keep { name } => ("keep", name),
        Keeping::Drop { name } => ("drop", name),
        Keeping::Reindex { thorough, now } => {
            let how = match (thorough, now) {
                (false, false) => "",
                (false, true) => "now",
                (true, false) => "full",
                (true, true) => "full now",
            };
            return (REINDEX, Cow::Borrowed(how));
        }
        Keeping::RollBack => return (ROLLBACK, Cow::Borrowed("")),
        Keeping::Golden => return (GOLDEN, Cow::Borrowed("")),
        Keeping::Pin => return (GOLDEN, Cow::Borrowed("add")),
    };
    (
        ARTICLES,
        Cow::Owned(format!("{part} {rest}").trim_end().to_owned()),
    )
}

/// The name of the command for the articles.
pub(super) const ARTICLES: &str = "articles";

/// The name of the command that brings the index in line with them.
pub(super) const REINDEX: &str = "reindex";

/// The name of the command that takes its last change back.
pub(super) const ROLLBACK: &str = "rollback";

/// The name of the command for pinned questions.
pub(super) const GOLDEN: &str = "golden";

/// The name of the command for the feeds.
pub(super) const FEEDS: &str = "feeds";

/// The name of the command for settings.
pub(super) const SETTINGS: &str = "newshound";

/// The command word of a question; it sets the wanted answer type unless the question's own words
/// say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionWord {
    /// `ask`: the question's own words decide.
    Ask,
    /// `who`
    Who,
    /// `what`
    What,
    /// `when`
    When,
    /// `where`
    Where,
    /// `why`
    Why,
    /// `how`
    How,
    /// `howmany`
    HowMany,
}

impl QuestionWord {
    /// The word as it stands in a question: `how many`, and nothing for `ask`.
    #[must_use]
    pub fn as_question(self) -> &'static str {
        match self {
            Self::Ask => "",
            Self::HowMany => "how many",
            other => other.name(),
        }
    }

    /// The command's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Who => "who",
            Self::What => "what",
            Self::When => "when",
            Self::Where => "where",
            Self::Why => "why",
            Self::How => "how",
            Self::HowMany => "howmany",
        }
    }
}
