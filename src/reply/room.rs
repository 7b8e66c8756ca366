//! What is said in the rooms of a chat platform beside answers: settings, refusals, and the words
//! on buttons.

use crate::admin::{Defaults, ReplyMode, ServerRules};
use crate::index::Statistics;

use super::model::{Block, Inline, Reply, Suggestion};
use super::text::{code, count, heading, notice, plain, sentence, strong};

/// What a button does, in a word or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonWord {
    /// Shows the page before.
    Back,
    /// Shows the page after.
    More,
    /// Shows the paragraphs around the quotes.
    Context,
    /// Lists the articles.
    Sources,
    /// Sends everything as a file.
    File,
    /// Shows a private answer to everybody.
    Share,
    /// Has the question wait for an article that answers it.
    Watch,
}

impl ButtonWord {
    /// The words on the button.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Back => "Back",
            Self::More => "More",
            Self::Context => "Context",
            Self::Sources => "Sources",
            Self::File => "As a file",
            Self::Share => "Share to channel",
            Self::Watch => "Tell me when",
        }
    }
}

/// The name of the command in a message's menu that checks it.
pub const CHECK_THIS: &str = "Check this quote";

/// What the option does that keeps a slash command's answer private.
pub const PRIVATE_OPTION: &str = "Show the answer to me alone; I can share it afterwards";

/// What the option does that asks for everything in a file.
pub const FILE_OPTION: &str = "Send everything that is found as a file";

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    /// One person asks too much.
    PersonLimit {
        /// Seconds until the next question.
        wait: u64,
    },
    /// One room asks too much.
    RoomLimit {
        /// Seconds until the next question.
        wait: u64,
    },
    /// Too many questions wait.
    Busy,
    /// An admin closed the room.
    ClosedRoom,
    /// Only who asked may turn pages.
    NotYours,
    /// What the button goes by is no longer there.
    Forgotten,
    /// The message has no text to check.
    NothingToCheck,
    /// The program is being stopped.
    Stopping,
}

/// Says why a request is not answered, and what to do.
#[must_use]
pub fn declined(reason: Declined) -> Reply {
    let words = match reason {
        Declined::PersonLimit { wait } => format!(
            "You ask faster than I may answer. Please ask again in {}.",
            count(wait.max(1), "second", "seconds")
        ),
        Declined::RoomLimit { wait } => format!(
            "There are more questions here than I may answer. Please ask again in {}.",
            count(wait.max(1), "second", "seconds")
        ),
        Declined::Busy => {
            "I have more questions than I can answer just now. Please ask again in a minute."
                .to_owned()
        }
        Declined::ClosedRoom => "I do not answer in this channel. Please ask in another one, or \
                                 in a direct message."
            .to_owned(),
        Declined::NotYours => "Only who asked, or a moderator, can do that. Ask the question \
                               yourself and the buttons are yours."
            .to_owned(),
        Declined::Forgotten => "I no longer know what was asked here. Please ask again.".to_owned(),
        Declined::NothingToCheck => {
            "There is no text in this message that I could check.".to_owned()
        }
        Declined::Stopping => "I am being stopped. Please ask again in a minute.".to_owned(),
    };
    Reply::from(notice(words))
}

/// Says that a message could not be read, where rooms are encrypted.
#[must_use]
pub fn cannot_decrypt() -> Reply {
    Reply::from(notice(
        "I could not decrypt a message in this room: its keys have not reached me. Sending it again \
         helps most often; where it does not, check that your device is verified and may write to \
         mine.",
    ))
}

/// Says who may change settings, to somebody who may not.
#[must_use]
pub fn not_an_admin() -> Reply {
    Reply::from(notice(
        "Only admins may do that: who may manage this server (Manage Server) or rules this room, and \
         those whom my operator has named in the configuration.",
    ))
}

/// Says that settings are made in the rooms of a server.
#[must_use]
pub fn no_server_here() -> Reply {
    Reply::from(notice(
        "These settings belong to a server or a room. There is none here.",
    ))
}

/// Says that settings could not be kept.
#[must_use]
pub fn settings_trouble(error: &str) -> Reply {
    Reply::from(notice(sentence(error)))
}

/// Says that there is no such story, and which ones there are.
#[must_use]
pub fn no_such_story(typed: &str, names: &[String]) -> Reply {
    let typed: String = typed.chars().take(80).collect();
    let mut text = vec![plain(format!("I know no story “{typed}”. "))];
    match names {
        [only] if only.is_empty() => {
            text.push(plain(
                "There is one story here, and I answer from it everywhere.",
            ));
        }
        [only] => text.extend([
            plain("There is one story here: "),
            strong(only),
            plain(", and I answer from it everywhere."),
        ]),
        several => text.extend(named_stories(several)),
    }
    Reply::from(Block::Notice { text })
}

/// Says that the story of a room is no longer there, and which ones are.
#[must_use]
pub fn story_is_gone(names: &[String]) -> Reply {
    let mut text = vec![plain(
        "The story that was chosen here is no longer among mine. An admin can choose another one \
         with ",
    )];
    text.extend([code("newshound story NAME"), plain(". ")]);
    text.extend(named_stories(names));
    Reply::from(Block::Notice { text })
}

fn named_stories(names: &[String]) -> Vec<Inline> {
    let mut text = vec![plain("There are ")];
    for (place, name) in names.iter().enumerate() {
        if place > 0 {
            text.push(plain(", "));
        }
        text.push(strong(name));
    }
    text.push(plain("."));
    text
}

/// Says what is set in a server, and in the room that somebody looks from.
#[must_use]
pub fn settings_reply(
    rules: &ServerRules,
    (room, parent): (&str, Option<&str>),
    defaults: &Defaults,
    story: &str,
) -> Reply {
    let manner = rules.manner_in(room, parent, &defaults.prefix);
    let mut items = vec![channels(rules), answers(manner.reply), mark(&manner.prefix)];
    if !manner.is_open {
        items.push(vec![strong("I do not answer here"), plain(".")]);
    }
    let story = manner.story.as_deref().unwrap_or(story);
    if !story.is_empty() {
        items.push(vec![plain("Story: "), strong(story)]);
    }
    Reply {
        blocks: vec![heading("Settings here"), Block::List { items }],
        certainty: None,
        suggestions: vec![Suggestion::new("help newshound", "how to change them")],
    }
}

fn channels(rules: &ServerRules) -> Vec<Inline> {
    let rooms = |allowed| rules.rooms_that_are(allowed);
    if rules.is_only_named() {
        return listed("I answer only in ", &rooms(true));
    }
    let denied = rooms(false);
    if denied.is_empty() {
        return vec![plain("I answer everywhere.")];
    }
    listed("I answer everywhere but in ", &denied)
}

/// Rooms by the part of their name that people know, without the platform's.
fn listed(before: &str, rooms: &[&str]) -> Vec<Inline> {
    let mut text = vec![plain(before)];
    for (place, room) in rooms.iter().enumerate() {
        if place > 0 {
            text.push(plain(", "));
        }
        let name = room.split_once(':').map_or(*room, |(_, name)| name);
        text.push(code(name));
    }
    text
}

fn answers(mode: ReplyMode) -> Vec<Inline> {
    let how = match mode {
        ReplyMode::Public => ": everybody sees an answer.",
        ReplyMode::Private => ": only who asked sees an answer, and can share it.",
        ReplyMode::Thread => ": an answer opens a thread.",
    };
    vec![plain("Answers are "), strong(mode.name()), plain(how)]
}

fn mark(prefix: &str) -> Vec<Inline> {
    if prefix.is_empty() {
        return vec![plain(
            "No mark before a command is heard; mention me instead.",
        )];
    }
    vec![
        plain("The mark before a command is "),
        code(prefix),
        plain(", as in "),
        code(format!("{prefix}who")),
    ]
}

/// How much an answer stands on: `9 articles, the newest of 2024-06-19`.
#[must_use]
pub fn standing(statistics: &Statistics) -> String {
    let articles = count(statistics.articles, "article", "articles");
    match statistics.newest {
        Some(newest) => format!("{articles}, the newest of {newest}"),
        None => articles,
    }
}

/// Says that there is nothing yet that could go on.
#[must_use]
pub fn nothing_asked_yet() -> Reply {
    Reply::from(notice(
        "There is no answer here yet that could go on. Ask a question first.",
    ))
}

/// Says that everything was shown.
#[must_use]
pub fn that_was_all() -> Reply {
    Reply::from(notice("That was all that I found."))
}

/// Says that nothing can be shown around the quotes of a reply.
#[must_use]
pub fn no_context() -> Reply {
    Reply::from(notice(
        "There is nothing more to show around this: it has no quotes, or their articles have \
         changed since.",
    ))
}

/// Says that the last reply has no quote of a number, and which ones it has.
#[must_use]
pub fn no_such_quote(number: usize, shown: &[usize]) -> Reply {
    let shown: Vec<String> = shown.iter().map(|shown| format!("[{shown}]")).collect();
    if shown.is_empty() {
        return no_context();
    }
    Reply::from(notice(format!(
        "There is no quote [{number}] in what I showed last here, only {}.",
        shown.join(", ")
    )))
}

/// Says that the program has failed.
#[must_use]
pub fn inner_trouble() -> Reply {
    Reply::from(notice(
        "Something went wrong inside me; this question could not be answered. The next one will \
         be.",
    ))
}

/// Says that everything is in the file.
#[must_use]
pub fn all_in_the_file() -> Reply {
    Reply::from(notice("Everything that I found is in the file."))
}

/// Says that no room for two could be opened for a private answer.
#[must_use]
pub fn no_private_room() -> Reply {
    Reply::from(notice(
        "Answers are private in this room, and I could not open one for the two of us. Please \
         invite me to one, and ask me there.",
    ))
}

/// Says that a private answer could not be brought to who asked.
#[must_use]
pub fn cannot_answer_privately() -> Reply {
    Reply::from(notice(
        "Answers are private in this channel, and you take no direct messages from me. Please use \
         a slash command.",
    ))
}
