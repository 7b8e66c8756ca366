//! The shape of one row of the command table.
//!
//! A row holds everything that any platform needs to offer a command: the words that call it, its
//! help, its options for slash registration and completion, and who may use it. The rows
//! themselves stand in `table`.

use std::borrow::Cow;

use super::QuestionWord;

/// One command, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandSpec {
    /// The word that calls it; lower case, at most 32 of `a-z`, `0-9` and `-`.
    pub name: Cow<'static, str>,
    /// Other words that call it, lower case; `how many` is the kind that has two.
    pub aliases: &'static [&'static str],
    /// How to type it: optional arguments in brackets, placeholders in capitals.
    pub usage: Cow<'static, str>,
    /// What it does, in one line of at most 100 characters.
    pub summary: Cow<'static, str>,
    /// What it does, in full.
    pub help: Cow<'static, str>,
    /// Lines that can be typed as they stand.
    pub examples: &'static [&'static str],
    /// Its arguments, for platforms that ask for them one by one.
    pub options: &'static [OptionSpec],
    /// Its parts, where it has some: the first argument names one, and its own follow.
    pub parts: &'static [PartSpec],
    /// Where help lists it.
    pub group: CommandGroup,
    /// Who may use it.
    pub permission: Permission,
    /// What it builds.
    pub kind: CommandKind,
}

/// One argument of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionSpec {
    /// Its name, under the rules of a command's name.
    pub name: &'static str,
    /// What to put there, in at most 100 characters.
    pub description: &'static str,
    /// True when the command cannot do without it.
    pub required: bool,
    /// What completion can offer for it.
    pub kind: OptionKind,
}

/// One part of a command that has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSpec {
    /// Its name, under the rules of a command's name.
    pub name: &'static str,
    /// What it does, in at most 100 characters.
    pub description: &'static str,
    /// Its arguments.
    pub options: &'static [OptionSpec],
}

/// What an argument is, so that an adapter knows what to offer while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OptionKind {
    /// Free text.
    Text,
    /// A person or organisation of the story.
    Person,
    /// A topic of the story.
    Topic,
    /// An article of the story.
    Article,
    /// A receipt under a quote.
    Receipt,
    /// A command.
    Command,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A room of the server.
    Room,
    /// Somebody there.
    User,
    /// Yes or no.
    Flag,
    /// A file.
    File,
}

/// The headings under which help lists the commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandGroup {
    /// Questions of any kind.
    Asking,
    /// Views of the whole story.
    Story,
    /// The story's own topics.
    Topics,
    /// Reading and checking the sources.
    Checking,
    /// Finding one's way.
    Help,
    /// For admins, in rooms.
    Settings,
    /// For those who keep the articles.
    Keeping,
}

impl CommandGroup {
    /// Every group, in the order of the help page.
    pub const ALL: [Self; 7] = [
        Self::Asking,
        Self::Story,
        Self::Topics,
        Self::Checking,
        Self::Help,
        Self::Settings,
        Self::Keeping,
    ];

    /// The heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Asking => "Asking",
            Self::Story => "The story",
            Self::Topics => "Topics",
            Self::Checking => "Checking",
            Self::Help => "Help",
            Self::Settings => "Settings, for admins",
            Self::Keeping => "Articles, for owners",
        }
    }
}

/// Who may use a command, and what somebody may do: each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Anybody.
    Everyone,
    /// Those who keep order in a room.
    Moderator,
    /// Only those who manage the server, and those whom the operator named.
    Admin,
    /// Only those whom the operator named as owners: the articles are the same in every server.
    Owner,
}

/// What a row builds when it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandKind {
    /// A question, or the overview under its word.
    Question(QuestionWord),
    /// A topic from the configuration.
    Topic,
    /// The timeline.
    Timeline,
    /// Who said what.
    Quotes,
    /// The list of articles.
    Sources,
    /// One article.
    Article,
    /// A receipt's check.
    Verify,
    /// A text's check.
    Check,
    /// The next quotes.
    More,
    /// What stands around quotes.
    Context,
    /// The list of topics.
    Topics,
    /// Help.
    Help,
    /// Settings of rooms.
    Settings,
    /// How the bot is.
    Status,
    /// The articles.
    Articles,
    /// The feeds.
    Feeds,
    /// The index.
    Reindex,
    /// Pinned questions.
    Golden,
    /// What was ordered.
    Audit,
    /// Questions without an answer.
    Gaps,
    /// The index goes back.
    Rollback,
    /// A question that is to wait.
    Watch,
    /// Those that do.
    Watches,
    /// One that need not any more.
    Unwatch,
    /// Who may do what.
    Can,
}
