//! Takes apart what a round has brought: writes down what is said to the bot, and hands it to the
//! queue of its room.
//!
//! Nothing is answered here, so that no room's question delays what others say.

use std::sync::Arc;

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::sync::SyncResponse;
use serde_json::Value;

use super::content::{Relation, notice, transaction};
use super::desk::{Desk, Task, is_direct};
use super::event::{Event, Message, Reaction, read};
use super::following::follow;
use super::heard::{Said, hear};
use super::inbox::Heard;
use super::invite::leave_if_empty;
use super::people::{MATRIX, Place};
use super::recalling::Wish;
use super::render::messages;
use super::sending::send;
use crate::command::Command;
use crate::reply::cannot_decrypt;

type Result<T> = std::result::Result<T, redb::Error>;

/// Takes in what a round has brought. How far it was heard is written down with what is for the bot,
/// in one: whatever a crash interrupts is heard again or answered, and never lost.
pub(super) async fn take_in(desk: &Arc<Desk>, round: &SyncResponse) -> Result<()> {
    let mut heard = Vec::new();
    let had_to_wait = !desk.undecrypted.is_empty();
    let mut rooms = round.rooms.joined.values();
    let has_events = rooms.any(|room| !room.timeline.events.is_empty());
    for (id, update) in &round.rooms.joined {
        let Some(room) = desk.client.get_room(id) else {
            continue;
        };
        if room.is_tombstoned() {
            tokio::spawn(follow(Arc::clone(desk), room.clone()));
        }
        let events = &update.timeline.events;
        let events: Vec<(&TimelineEvent, Option<Event>)> = events
            .iter()
            .map(|event| (event, read_event(event)))
            .collect();
        // What was said before the bot came is not for it.
        let is_arrival = |event: &Option<Event>| matches!(event, Some(Event::Join(who)) if who == desk.me.as_str());
        let start = events
            .iter()
            .rposition(|(_, event)| is_arrival(event))
            .map_or(0, |place| place + 1);
        for (raw, event) in &events[start..] {
            if raw.kind.is_utd() {
                desk.undecrypted.wait_for(&room, raw);
            } else if let Some(event) = event {
                heard.extend(take_event(desk, &room, event).await?);
            }
        }
    }
    let (late, given_up) = desk.undecrypted.try_again().await;
    for (room, event) in late {
        if let Some(event) = read_event(&event) {
            heard.extend(take_event(desk, &room, &event).await?);
        }
    }
    for room in given_up {
        tracing::warn!("a message could not be decrypted: its keys have not come");
        if desk.undecrypted.may_tell(&room) {
            tokio::spawn(tell_undecrypted(Arc::clone(desk), room));
        }
    }
    // While keys are waited for, nothing but the server holds those events: a start hears them again.
    let is_all = (has_events || had_to_wait) && desk.undecrypted.is_empty();
    let heard_to = is_all.then_some(&*round.next_batch);
    for (number, heard) in desk.inbox.put(heard, heard_to)? {
        let room = heard.room.clone();
        desk.queue(&room, Task::Answer(number, Box::new(heard)));
    }
    Ok(())
}

/// Hands what a stop or a crash left unanswered to the queues again.
pub(super) fn take_up(desk: &Arc<Desk>) -> Result<usize> {
    let waiting = desk.inbox.waiting()?;
    let count = waiting.len();
    for (number, heard) in waiting {
        let room = heard.room.clone();
        desk.queue(&room, Task::Answer(number, Box::new(heard)));
    }
    Ok(count)
}

fn read_event(event: &TimelineEvent) -> Option<Event> {
    let json: Value = serde_json::from_str(event.raw().json().get()).ok()?;
    read(&json)
}

async fn take_event(desk: &Arc<Desk>, room: &Room, event: &Event) -> Result<Option<Heard>> {
    match event {
        Event::Message(message) => listen(desk, room, message, None).await,
        Event::Edit(message) => listen_to_edit(desk, room, message).await,
        Event::Reaction(reaction) => listen_to_reaction(desk, room, reaction),
        Event::Redaction { of, .. } => {
            take_back(desk, room, of)?;
            Ok(None)
        }
        Event::Leave(who) => {
            if who != desk.me.as_str() {
                tokio::spawn(leave_if_empty(room.clone()));
            }
            Ok(None)
        }
        Event::Join(_) => Ok(None),
    }
}

/// What is said to the bot where it answers.
async fn listen(
    desk: &Desk,
    room: &Room,
    message: &Message,
    edit: Option<String>,
) -> Result<Option<Heard>> {
    if message.sender == desk.me.as_str() {
        return Ok(None);
    }
    let place = Place {
        room: room.room_id().to_string(),
        thread: message.thread.clone(),
    };
    let follows = match &message.replies_to {
        Some(event) if desk.inbox.is_answer(event)? => Some(event.clone()),
        _ => None,
    };
    let manner = desk.manner(&place);
    let bot = desk.bot_at(&place);
    let names = names_in(desk, room).await;
    let mentions = message.mentions.as_ref();
    let said = Said {
        text: &message.text,
        names: &names,
        mentions_me: mentions.map(|users| users.iter().any(|user| user == desk.me.as_str())),
        // Whoever changes a question still asks it.
        is_direct: is_direct(room) || edit.is_some(),
        answers_me: follows.is_some(),
        prefix: &manner.prefix,
    };
    let Some(line) = hear(&said, bot.table()) else {
        return Ok(None);
    };
    // A closed room can still be opened from inside.
    let is_order = || {
        let command = bot.table().parse(&line.text, line.is_explicit);
        matches!(command, Ok(Command::Settings(_)))
    };
    let is_for_me = manner.is_open || is_order();
    Ok(is_for_me.then(|| Heard {
        room: place.room,
        event: message.id.clone(),
        sender: message.sender.clone(),
        at: message.at,
        line: line.text,
        is_explicit: line.is_explicit,
        thread: message.thread.clone(),
        follows,
        replies_to: message.replies_to.clone(),
        file: message.file.clone(),
        edit,
        wish: None,
        told: None,
    }))
}

/// A question that was changed, by who asked it, is answered again in the same place.
async fn listen_to_edit(desk: &Desk, room: &Room, message: &Message) -> Result<Option<Heard>> {
    let room_id = room.room_id().as_str();
    let answered = desk.inbox.answer_to(&message.id)?;
    let is_known = match &answered {
        Some(answer) => answer.sender == message.sender && answer.asked_in == room_id,
        None => desk.inbox.waiting()?.iter().any(|(_, heard)| {
            heard.event == message.id && heard.sender == message.sender && heard.room == room_id
        }),
    };
    if !is_known {
        return Ok(None);
    }
    let edit = message.edit.clone();
    listen(desk, room, message, edit).await
}

/// A sign on an answer of the bot's may wish for more of it.
fn listen_to_reaction(desk: &Desk, room: &Room, reaction: &Reaction) -> Result<Option<Heard>> {
    let Some(wish) = Wish::of_reaction(&reaction.key) else {
        return Ok(None);
    };
    let Some(question) = desk.inbox.question_of(&reaction.to)? else {
        return Ok(None);
    };
    let answered = desk.inbox.answer_to(&question)?.unwrap_or_default();
    let place = Place {
        room: room.room_id().to_string(),
        thread: answered.thread,
    };
    let is_for_me = reaction.sender != desk.me.as_str()
        && answered.room == place.room
        && desk.manner(&place).is_open;
    Ok(is_for_me.then(|| Heard {
        room: place.room,
        event: reaction.id.clone(),
        sender: reaction.sender.clone(),
        at: reaction.at,
        thread: place.thread,
        follows: Some(reaction.to.clone()),
        wish: Some(wish),
        ..Heard::default()
    }))
}

/// A question that was taken back takes its answer with it.
fn take_back(desk: &Arc<Desk>, room: &Room, question: &str) -> Result<()> {
    let asked_in = room.room_id().as_str();
    desk.inbox.withdraw(question, asked_in)?;
    let (bot, message) = (Arc::clone(&desk.bot), format!("{MATRIX}{question}"));
    tokio::task::spawn_blocking(move || bot.forget_message(&message));
    if let Some(answer) = desk.inbox.answer_to(question)?
        && answer.asked_in == asked_in
    {
        let task = Task::TakeBack(answer.room, answer.events);
        desk.queue(asked_in, task);
    }
    Ok(())
}

/// The names that the bot goes by in a room.
pub(super) async fn names_in(desk: &Desk, room: &Room) -> Vec<String> {
    let mut names = vec![desk.me.to_string()];
    // Without its membership at hand it is called by its id alone.
    if let Ok(Some(member)) = room.get_member_no_sync(&desk.me).await {
        names.extend(member.display_name().map(str::to_owned));
    }
    names
}

async fn tell_undecrypted(desk: Arc<Desk>, room: Room) {
    for message in messages(&cannot_decrypt(), "") {
        let content = notice(&message, None, &Relation::default());
        let transaction = transaction(room.room_id().as_str(), "undecrypted");
        // It is a courtesy; where it does not arrive, nothing is lost.
        let _ = send(&desk.rounds, &room, &content, &transaction).await;
    }
}
