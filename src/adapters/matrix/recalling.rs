//! Finds again what an answer of the bot's shows, for whoever replies or reacts to it, and goes on
//! from there.
//!
//! It is remembered for a while. Where it is forgotten, the question is read again where it was
//! asked: the words of questions are not kept.

use std::pin::Pin;

use matrix_sdk::Room;
use matrix_sdk::ruma::EventId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::desk::Desk;
use super::event::{Event, Message, read};
use super::heard::{Said, hear};
use super::listening::names_in;
use super::memory::Shown;
use super::people::Place;
use crate::bot::{Bot, Input, Request};
use crate::command::Command;
use crate::reply::{Reply, that_was_all};

/// How many questions that lean on each other are gone back through.
const STEPS: usize = 5;

/// What is wanted of an answer that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Wish {
    /// Its next page.
    More,
    /// What stands around its quotes, or around the one of this number.
    Context(Option<usize>),
}

impl Wish {
    /// What a reaction wishes for. Some clients add a sign that asks for a picture in colour.
    pub(super) fn of_reaction(key: &str) -> Option<Self> {
        match key.trim_end_matches('\u{fe0f}') {
            "➡" => Some(Self::More),
            "📄" => Some(Self::Context(None)),
            _ => None,
        }
    }

    /// What a command wishes for.
    pub(super) fn of_command(command: &Command) -> Option<Self> {
        match command {
            Command::More => Some(Self::More),
            Command::Context { number } => Some(Self::Context(*number)),
            _ => None,
        }
    }

    /// The command that does the same for the last answer in a place.
    pub(super) fn command(self) -> Command {
        match self {
            Self::More => Command::More,
            Self::Context(number) => Command::Context { number },
        }
    }

    /// What an answer to this wish shows itself.
    pub(super) fn shows(self, before: Shown) -> Option<Shown> {
        (self == Self::More).then(|| before.next())
    }

    /// Does it for an answer, by giving its command again. `request` says who asks, and where.
    pub(super) fn fulfil(self, bot: &Bot, request: Request, shown: &Shown) -> Reply {
        let request = Request {
            again: true,
            input: Input::Command(shown.command.clone()),
            ..request
        };
        let pages = bot.pages_of(&request);
        match self {
            Self::More => {
                let next = pages.into_iter().nth(shown.page + 1);
                next.unwrap_or_else(that_was_all)
            }
            Self::Context(number) => {
                let page = pages.into_iter().nth(shown.page).unwrap_or_default();
                let bot = bot.at(&request.where_it_is());
                bot.context_of(&page, number)
            }
        }
    }
}

/// What an answer of the bot's shows; `None` where nobody can tell any more.
pub(super) async fn recall(desk: &Desk, answer: &str) -> Option<Shown> {
    recall_within(desk, answer.to_owned(), STEPS).await
}

fn recall_within(
    desk: &Desk,
    answer: String,
    steps: usize,
) -> Pin<Box<dyn Future<Output = Option<Shown>> + Send + '_>> {
    Box::pin(async move {
        if let Some(shown) = desk.memory.of(&answer) {
            return Some(shown);
        }
        let steps = steps.checked_sub(1)?;
        let question = desk.inbox.question_of(&answer).ok()??;
        let answered = desk.inbox.answer_to(&question).ok()??;
        // A reaction is where the answer is, which may be elsewhere than the question.
        let room = desk.room(&answered.asked_in)?;
        match read_again(&room, &question).await? {
            Event::Message(message) => {
                let before = match &message.replies_to {
                    Some(event) => recall_within(desk, event.clone(), steps).await,
                    None => None,
                };
                command_in(desk, &room, &message, before).await
            }
            Event::Reaction(reaction) => {
                let before = recall_within(desk, reaction.to, steps).await?;
                Wish::of_reaction(&reaction.key)?.shows(before)
            }
            _ => None,
        }
    })
}

/// What a message asked for after the answer that it replied to.
async fn command_in(
    desk: &Desk,
    room: &Room,
    message: &Message,
    before: Option<Shown>,
) -> Option<Shown> {
    let place = Place {
        room: room.room_id().to_string(),
        thread: message.thread.clone(),
    };
    let bot = desk.bot_at(&place);
    let names = names_in(desk, room).await;
    let prefix = desk.manner(&place).prefix;
    let line = hear(
        &Said {
            text: &message.text,
            names: &names,
            is_direct: true,
            prefix: &prefix,
            ..Said::default()
        },
        bot.table(),
    )?;
    if let Some(before) = before {
        let input = Input::Text {
            line: line.text.clone(),
            explicit: line.is_explicit,
        };
        let command = bot.command_of(&input).ok();
        if let Some(wish) = command.as_ref().and_then(Wish::of_command) {
            return wish.shows(before);
        }
        if let Some(command) = bot.following(&line.text, &before.command) {
            return Some(Shown::first(command));
        }
    }
    let command = bot.table().parse(&line.text, line.is_explicit).ok()?;
    Some(Shown::first(command))
}

/// Reads an event of a room once more, as it was sent; nothing where it was changed since.
pub(super) async fn read_again(room: &Room, event: &str) -> Option<Event> {
    let id = EventId::parse(event).ok()?;
    let event = room.event(&id, None).await.ok()?;
    let json: Value = serde_json::from_str(event.raw().json().get()).ok()?;
    let is_changed = json["unsigned"]["m.relations"].get("m.replace").is_some();
    if is_changed { None } else { read(&json) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_signs_wish_for_something_with_and_without_their_colours() {
        for key in ["➡", "➡\u{fe0f}"] {
            assert_eq!(Wish::of_reaction(key), Some(Wish::More));
        }
        for key in ["📄", "📄\u{fe0f}"] {
            assert_eq!(Wish::of_reaction(key), Some(Wish::Context(None)));
        }
        for key in ["👍", "", "\u{fe0f}", "➡➡"] {
            assert_eq!(Wish::of_reaction(key), None, "{key}");
        }
    }

    #[test]
    fn a_wish_is_a_command_and_back() {
        for wish in [Wish::More, Wish::Context(None), Wish::Context(Some(2))] {
            assert_eq!(Wish::of_command(&wish.command()), Some(wish));
        }
        assert_eq!(Wish::of_command(&Command::Topics), None);
    }
}
