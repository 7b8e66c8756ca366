//! The door itself: what kind of request it is, and who answers it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::admin::Rooms;
use crate::answer::DEFAULT_REFUSE_BELOW;
use crate::command::{Command, CommandError, CommandTable};
use crate::index;
use crate::reply::{
    Reply, Suggestion, inner_trouble, not_an_admin, not_an_owner, notice, sentence,
};

use super::conversation::Conversations;
use super::herald::Outbox;
use super::model::{Input, Request};
use super::newsroom::Newsroom;
use super::observer::{Ended, Observer};
use super::paging::{Paged, Pages};
use super::status::TellFacts;
use super::stories::Others;
use super::story::Story;
use super::watching::TriedAt;

/// How much a bot shows and where it refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct BotSettings {
    /// Quotes shown at once.
    pub quotes: usize,
    /// Longest quote in bytes; a longer sentence stays whole.
    pub quote_length: usize,
    /// Rows of a list shown at once.
    pub list_length: usize,
    /// Answers less probable than this are refused.
    pub refuse_below: f64,
    /// True when the words of questions are kept that find no answer.
    pub keep_gaps: bool,
}

impl Default for BotSettings {
    fn default() -> Self {
        Self {
            quotes: 3,
            quote_length: 300,
            list_length: 10,
            refuse_below: DEFAULT_REFUSE_BELOW,
            keep_gaps: false,
        }
    }
}

/// Answers requests about one story, and hands those of rooms with another story to its bot. Shared between threads; every method takes `&self`.
pub struct Bot {
    story: Story,
    table: CommandTable,
    settings: BotSettings,
    pub(super) pages: Pages,
    pub(super) conversations: Conversations,
    pub(super) rooms: Option<Arc<Rooms>>,
    pub(super) facts: Option<Arc<TellFacts>>,
    pub(super) observer: Option<Arc<dyn Observer>>,
    pub(super) others: Others,
    /// The names of all stories, that of the bot for rooms without a choice first.
    pub(super) names: Arc<[String]>,
    /// True for what answers in the place of a story that is no longer there.
    pub(super) is_lost: bool,
    newsroom: Option<Arc<dyn Newsroom>>,
    pub(super) tried_at: TriedAt,
    pub(super) outbox: Outbox,
    /// Where owners are told what was ordered.
    pub(super) audit_places: Vec<String>,
}

impl Bot {
    /// A bot that answers from `story`.
    #[must_use]
    pub fn new(story: Story, settings: BotSettings) -> Self {
        Self {
            table: CommandTable::new(&story.topics),
            names: Arc::from([story.name.clone()]),
            facts: None,
            observer: None,
            others: Others::default(),
            is_lost: false,
            story,
            settings,
            pages: Pages::default(),
            conversations: Conversations::default(),
            rooms: None,
            newsroom: None,
            tried_at: TriedAt::default(),
            outbox: Outbox::default(),
            audit_places: Vec::new(),
        }
    }

    /// The bot, with somebody to carry out orders about its articles.
    #[must_use]
    pub fn with_newsroom(mut self, newsroom: Arc<dyn Newsroom>) -> Self {
        self.newsroom = Some(newsroom);
        self
    }

    /// Who carries out orders about the articles, where somebody does.
    #[must_use]
    pub fn newsroom(&self) -> Option<&dyn Newsroom> {
        self.newsroom.as_deref()
    }

    /// The bot, with settings that admins can make in rooms.
    #[must_use]
    pub fn with_rooms(mut self, rooms: Arc<Rooms>) -> Self {
        self.rooms = Some(rooms);
        self
    }

    /// The settings that admins make in rooms, where there are any.
    #[must_use]
    pub fn rooms(&self) -> Option<&Rooms> {
        self.rooms.as_deref()
    }

    /// The story.
    #[must_use]
    pub fn story(&self) -> &Story {
        &self.story
    }

    /// The commands, topics included.
    #[must_use]
    pub fn table(&self) -> &CommandTable {
        &self.table
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &BotSettings {
        &self.settings
    }

    /// Answers one request. Never panics: a fault inside becomes a reply that says so, and the next
    /// request is answered as usual.
    #[must_use]
    pub fn handle(&self, request: &Request) -> Reply {
        self.pages_of(request)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// Answers one request with every page of its reply, at least one: what [`Bot::handle`] gives
    /// and what `more` would show after it, for adapters with buttons to turn pages. Never panics.
    #[must_use]
    pub fn pages_of(&self, request: &Request) -> Vec<Reply> {
        let mut pages = vec![inner_trouble()];
        let mut answer = || {
            let bot = || self.at(&request.where_it_is());
            match catch_unwind(AssertUnwindSafe(|| bot().answer_request(request))) {
                Ok(answered) => {
                    pages = answered;
                    Ended::of(&pages)
                }
                Err(_) => Ended::Failed,
            }
        };
        match &self.observer {
            Some(observer) => observer.around(&self.story.name, &mut answer),
            None => {
                answer();
            }
        }
        pages
    }

    /// The bot, with somebody to watch how it answers.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// The command that an input stands for.
    ///
    /// # Errors
    /// When it is none; [`Bot::handle`] words the error.
    pub fn command_of(&self, input: &Input) -> Result<Command, CommandError> {
        match input {
            Input::Command(command) => command.clone().within_limits(),
            Input::Text { line, explicit } => self.table.parse(line, *explicit),
        }
    }

    fn answer_request(&self, request: &Request) -> Vec<Reply> {
        if self.is_lost {
            return vec![self.answer_without_story(request)];
        }
        match self.follow_up(request) {
            Ok(Some(paged)) => return self.pages.keep(&request.place, paged.into_pages()),
            Ok(None) => {}
            Err(error) => return vec![index_trouble(&error)],
        }
        match self.command_of(&request.input) {
            Ok(command) if !self.permits(&command, request) => vec![not_permitted(&command)],
            Ok(Command::More) => vec![self.pages.next(&request.place)],
            Ok(Command::Context { number }) => vec![self.context_here(&request.place, number)],
            Ok(command) => match self.run(&command, request) {
                Ok(paged) => {
                    let mut pages = paged.into_pages();
                    self.note_act(&command, request, &mut pages);
                    if request.again {
                        pages
                    } else {
                        self.pages.keep(&request.place, pages)
                    }
                }
                Err(error) => vec![index_trouble(&error)],
            },
            Err(error) => vec![refuse_command(&error)],
        }
    }

    fn run(&self, command: &Command, request: &Request) -> index::Result<Paged> {
        match command {
            Command::Ask { word, question } => self.ask(*word, question, request),
            Command::Overview(word) => self.overview(*word),
            Command::Topic { name, narrow } => self.topic(name, narrow),
            Command::Timeline { topic } => self.timeline(topic),
            Command::Quotes { about } => self.quotes(about),
            Command::Topics => Ok(self.topics()),
            Command::Check { text } => self.check(text),
            Command::Verify { receipt } => self.verify(receipt),
            Command::Article { id } => self.read_article(id),
            Command::Sources => self.sources(),
            Command::Help { command } => Ok(Paged::whole(self.help(command))),
            Command::Keeping(order) => self.keep(order, request),
            Command::Feeds(order) => Ok(Paged::whole(self.feed(order)?)),
            Command::Settings(order) => Ok(Paged::whole(self.order(order, request))),
            Command::Status => self.status(),
            Command::Audit => Ok(self.audit()),
            Command::Gaps { clear } => Ok(self.gaps(*clear)),
            Command::Watch { question } => self.watch(question, request),
            Command::Watches => Ok(self.watches(request)),
            Command::Unwatch { number } => Ok(Paged::whole(self.unwatch(*number, request))),
            Command::Can { who, command } => Ok(Paged::whole(self.can(who, command, request))),
            // Answered before: what goes on with a reply is no reply of its own.
            Command::More | Command::Context { .. } => Ok(Paged::whole(Reply::default())),
        }
    }
}

fn not_permitted(command: &Command) -> Reply {
    match command {
        Command::Keeping(_) | Command::Feeds(_) | Command::Audit | Command::Gaps { .. } => {
            not_an_owner()
        }
        _ => not_an_admin(),
    }
}

/// A line that is no command: what is wrong with it, and what was probably meant.
pub(super) fn refuse_command(error: &CommandError) -> Reply {
    let mut reply = Reply::from(notice(sentence(&error.to_string())));
    if let CommandError::Unknown {
        suggestion: Some(suggestion),
        ..
    } = error
    {
        reply
            .suggestions
            .push(Suggestion::new(suggestion, "this command"));
    }
    reply
        .suggestions
        .push(Suggestion::new("help", "all commands"));
    reply
}

pub(super) fn index_trouble(error: &index::Error) -> Reply {
    Reply::from(notice(format!("I cannot read my index: {error}.")))
}
