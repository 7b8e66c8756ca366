//! What every event is answered with: the bot, the way to Discord, limits and memory.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::Offset;
use serenity::model::id::{MessageId, UserId};

use super::answer::Answer;
use super::attached::{Attached, with_files};
use super::memory::{Questions, Seen};
use super::named::with_rights;
use super::people::{Admins, Asker};
use super::rest::Rest;
use crate::admin::Manner;
use crate::bot::{Bot, Input, Request, Whereabouts};
use crate::chat::{Flight, Limits};
use crate::command::Command;
use crate::reply::{Declined, declined, inner_trouble};

/// How often it is told how far an order is: often enough to show that it goes on, and seldom enough
/// for Discord's limit of some five edits in five seconds.
const TELL_EVERY: Duration = Duration::from_secs(2);

/// Shared by all events.
pub(super) struct Desk {
    pub(super) bot: Arc<Bot>,
    pub(super) rest: Rest,
    pub(super) admins: Admins,
    pub(super) limits: Limits,
    /// The messages that were seen, and the interactions: their ids are of two kinds.
    pub(super) messages: Seen,
    pub(super) interactions: Seen,
    pub(super) questions: Questions,
    pub(super) flight: Arc<Flight>,
    /// The bot's own user.
    pub(super) me: OnceLock<UserId>,
    /// True when questions are logged.
    pub(super) tells_questions: bool,
}

impl Desk {
    /// How to behave where somebody asks.
    pub(super) fn manner(&self, asker: &Asker) -> Manner {
        let (server, parent) = (asker.server(), asker.parent());
        match self.bot.rooms() {
            Some(rooms) => rooms.manner(server.as_deref(), &asker.place(), parent.as_deref()),
            None => Manner {
                is_open: true,
                reply: crate::admin::ReplyMode::Public,
                prefix: String::new(),
                story: None,
            },
        }
    }

    /// The bot of the story that somebody asks about.
    pub(super) fn bot_for(&self, asker: &Asker) -> &Bot {
        let (server, parent) = (asker.server(), asker.parent());
        self.bot.at(&Whereabouts {
            server: server.as_deref(),
            place: &asker.place(),
            parent: parent.as_deref(),
        })
    }

    /// Why a question is not answered, if it is not.
    pub(super) fn admit(&self, asker: &Asker) -> Result<(), Declined> {
        self.limits.admit(asker.user.get(), asker.channel.get())
    }

    /// Answers a request when its turn has come, away from the threads that keep the connection.
    /// Files that came with it are fetched before.
    pub(super) async fn answer(
        &self,
        asker: &Asker,
        input: Input,
        attached: &[Attached],
    ) -> Answer {
        let request = with_files(self, request(asker, input), attached).await;
        let request = Box::pin(with_rights(self, request)).await;
        self.answer_request(request).await
    }

    /// The same for a request that is made already.
    pub(super) async fn answer_request(&self, request: Request) -> Answer {
        let bot = Arc::clone(&self.bot);
        let may_take_long = may_take_long(&self.bot, &request.input);
        let work = move || Answer::of(&bot, request);
        if may_take_long {
            return run(work).await;
        }
        self.at_its_turn(work).await
    }

    /// True for what may wait for a server or the index for minutes.
    pub(super) fn may_take_long(&self, asker: &Asker, input: &Input) -> bool {
        may_take_long(self.bot_for(asker), input)
    }

    /// How far an order is, when it is time to tell that again.
    pub(super) async fn progress(&self, asker: &Asker) -> Answer {
        loop {
            tokio::time::sleep(TELL_EVERY).await;
            if let Some(progress) = self.bot_for(asker).under_way() {
                return Answer::plain(progress);
            }
        }
    }

    /// Runs something that takes time; what cannot be run is declined.
    pub(super) async fn at_its_turn(
        &self,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> Answer {
        let turn = match self.limits.turn().await {
            Ok(turn) => turn,
            Err(reason) => return Answer::plain(declined(reason)),
        };
        let answer = run(work).await;
        drop(turn);
        answer
    }

    /// Lets go what waits on a message that was taken back.
    pub(super) async fn forget(&self, message: MessageId) {
        let (bot, name) = (Arc::clone(&self.bot), name_of(message));
        // Away from the threads that keep the connection: a file is opened for it.
        let _ = tokio::task::spawn_blocking(move || bot.forget_message(&name)).await;
    }

    /// Logs what was done, and no more of who asked what than the operator wants.
    pub(super) fn tell(
        &self,
        way: &'static str,
        asker: &Asker,
        answer: &Answer,
        begun: std::time::Instant,
    ) {
        let milliseconds = begun.elapsed().as_millis() as u64;
        let pages = answer.pages();
        if self.tells_questions {
            let question = answer.asked();
            tracing::info!(
                way,
                user = asker.user.get(),
                question,
                pages,
                milliseconds,
                "answered"
            );
        } else {
            tracing::info!(way, pages, milliseconds, "answered");
        }
    }
}

fn may_take_long(bot: &Bot, input: &Input) -> bool {
    let command = bot.command_of(input);
    command.is_ok_and(|command| command.may_take_long())
}

/// Works something out away from the threads that keep the connection.
async fn run(work: impl FnOnce() -> Answer + Send + 'static) -> Answer {
    let answer = tokio::task::spawn_blocking(work).await;
    answer.unwrap_or_else(|_| Answer::plain(inner_trouble()))
}

/// A request to answer a command once more, as a button does.
pub(super) fn request_again(asker: &Asker, command: Command) -> Request {
    Request {
        again: true,
        ..request(asker, Input::Command(command))
    }
}

/// The name that a message goes by.
fn name_of(message: MessageId) -> String {
    format!("discord:{message}")
}

/// A request of somebody's, made now.
pub(super) fn request(asker: &Asker, input: Input) -> Request {
    Request {
        place: asker.place(),
        author: format!("discord:{}", asker.user),
        input,
        server: asker.server(),
        parent: asker.parent(),
        again: false,
        rights: asker.rights,
        message: asker.message.map(name_of),
        is_private: asker.is_private,
        about: None,
        attachments: Vec::new(),
        asked_at: Some(Offset::UTC.to_datetime(Timestamp::now())),
    }
}
