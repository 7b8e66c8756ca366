//! Works through what was asked in one room, in its order: answers, changes an answer, takes one
//! back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::Offset;
use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use tokio::sync::mpsc::UnboundedReceiver;

use super::attached::with_file;
use super::content::{Relation, notice, replacement, transaction};
use super::desk::{Desk, Task, is_direct, number_of};
use super::error::reason;
use super::inbox::{Answered, Heard};
use super::memory::Shown;
use super::people::{MATRIX, Place, rights_in};
use super::progress::told_meanwhile;
use super::recalling::{Wish, recall};
use super::render::{Message, messages};
use super::sending::{send_patiently, take_back};
use crate::admin::{Manner, ReplyMode};
use crate::bot::{Bot, Input, Request};
use crate::command::{Command, Permission};
use crate::reply::{Reply, declined, inner_trouble, no_private_room};

/// An answer that takes longer is announced by a typing bot.
const TYPE_AFTER: Duration = Duration::from_millis(700);

/// Works through the tasks of a room until the desk is gone.
pub(super) async fn work_through(desk: Arc<Desk>, mut tasks: UnboundedReceiver<Task>) {
    while let Some(task) = tasks.recv().await {
        // What is not begun any more is begun at the next start.
        let Some(_airborne) = desk.flight.begin() else {
            return;
        };
        let done = match task {
            Task::Answer(number, heard) => answer(&desk, number, &heard).await,
            Task::TakeBack(room, events) => {
                if let Some(room) = desk.room(&room) {
                    take_all_back(&room, &events).await;
                }
                Ok(())
            }
        };
        if let Err(error) = done {
            tracing::error!(%error, "the questions under way cannot be kept");
        }
    }
}

/// Answers a question, or changes its answer where it was changed itself.
async fn answer(desk: &Arc<Desk>, number: u64, heard: &Heard) -> Result<(), redb::Error> {
    if !desk.inbox.is_waiting(number)? {
        return Ok(());
    }
    let begun = Instant::now();
    let known = desk.inbox.answer_to(&heard.event)?;
    let room = desk.room(&heard.room).filter(|_| !is_too_old(desk, heard));
    let asker = UserId::parse(&heard.sender).ok();
    let (Some(room), Some(asker)) = (room, asker) else {
        tracing::info!("a question was too old, or its room is gone");
        return desk
            .inbox
            .done(number, &heard.event, &known.unwrap_or_default())
            .map(drop);
    };
    let answering = Box::pin(reply_to(desk, &room, &asker, heard));
    let order = (number, heard);
    let (said, told) = Box::pin(told_meanwhile(desk, (&room, &asker), order, answering)).await;
    let known = known.or(told);
    let Some(said) = said else {
        let kept = known.unwrap_or_default();
        return desk.inbox.done(number, &heard.event, &kept).map(drop);
    };
    let messages = messages(&said.reply, &said.manner.prefix);
    let place = Destination {
        heard,
        asker: &asker,
        mode: said.manner.reply,
    };
    let (answered, is_whole) = match known {
        Some(known) if place.is_in_the_open(&known, &room) => {
            take_all_back(&room, &known.events).await;
            post(desk, &place, &room, &messages).await
        }
        Some(known) => change(desk, &place, &room, &messages, known).await,
        None => post(desk, &place, &room, &messages).await,
    };
    if !is_whole && desk.flight.is_closed() {
        // The bot is being stopped; the next start goes on where this one gives up.
        return Ok(());
    }
    if let Some(shown) = said.shown {
        for event in &answered.events {
            desk.memory.keep(event, shown.clone());
        }
    }
    tell(desk, heard, messages.len(), begun);
    if !desk.inbox.done(number, &heard.event, &answered)?
        && let Some(room) = desk.room(&answered.room)
    {
        // Taken back while it was answered.
        take_all_back(&room, &answered.events).await;
    }
    Ok(())
}

/// What the bot says to a question.
struct Said {
    reply: Reply,
    /// What can be gone on from.
    shown: Option<Shown>,
    manner: Manner,
}

/// Asks the bot. `None` where nothing is to be said.
async fn reply_to(desk: &Arc<Desk>, room: &Room, asker: &UserId, heard: &Heard) -> Option<Said> {
    let place = Place {
        room: heard.room.clone(),
        thread: heard.thread.clone(),
    };
    let manner = desk.manner(&place);
    let bot = desk.bot_at(&place);
    let before = match &heard.follows {
        Some(answer) => recall(desk, answer).await,
        None => None,
    };
    let input = input_of(bot, heard, before.as_ref());
    let command = bot.command_of(&input).ok();
    let rights = rights_in(room, asker, &desk.named, command.as_ref()).await;
    let is_order = matches!(command, Some(Command::Settings(_)));
    let may_open = is_order && rights >= Permission::Admin;
    if !manner.is_open && !may_open {
        return None;
    }
    let said = |reply, shown| Said {
        reply,
        shown,
        manner: manner.clone(),
    };
    let (person, counted) = (number_of(asker.as_str()), number_of(&heard.room));
    if let Err(reason) = desk.limits.admit(person, counted) {
        let may_tell = desk.limits.may_tell(person);
        return may_tell.then(|| said(declined(reason), None));
    }
    let place = place_of_answer(heard, &manner, place);
    let mut request = request(heard, &place, input);
    request.rights = rights;
    // What is wanted of an answer is done for that answer, whatever was asked since.
    let wish = command.as_ref().and_then(Wish::of_command);
    if let (Some(wish), Some(before)) =
        (wish, before.filter(|one| one.command.can_be_given_again()))
    {
        let after = wish.shows(before.clone());
        let work = move |bot: &Bot| wish.fulfil(bot, request, &before);
        let reply = typing(room, handle(desk, None, work)).await;
        return Some(said(reply, after));
    }
    if let Some(Command::Can { who, .. }) = &command {
        request.about = rights_of(desk, room, who).await;
    }
    let request = with_file(room, heard, command.as_ref(), request).await;
    let whole = bot.made_whole(request.clone());
    let command = bot.command_of(&whole.input).ok();
    let work = move |bot: &Bot| bot.handle(&request);
    let reply = typing(room, handle(desk, command.as_ref(), work)).await;
    Some(said(reply, command.map(Shown::first)))
}

/// In a room that wants threads, what follows in a question's thread leans on it.
fn place_of_answer(heard: &Heard, manner: &Manner, place: Place) -> Place {
    let opens = manner.reply == ReplyMode::Thread && heard.wish.is_none();
    if opens && place.thread.is_none() {
        Place {
            thread: Some(heard.event.clone()),
            ..place
        }
    } else {
        place
    }
}

/// The line, or what it means after the answer that it replies to.
fn input_of(bot: &Bot, heard: &Heard, before: Option<&Shown>) -> Input {
    if let Some(wish) = heard.wish {
        return Input::Command(wish.command());
    }
    let following = before.and_then(|before| bot.following(&heard.line, &before.command));
    following.map_or_else(
        || Input::Text {
            line: heard.line.clone(),
            explicit: heard.is_explicit,
        },
        Input::Command,
    )
}

/// What somebody may do whom a command names by their id.
async fn rights_of(desk: &Desk, room: &Room, who: &str) -> Option<Permission> {
    let user: OwnedUserId = UserId::parse(who.trim()).ok()?;
    Some(rights_in(room, &user, &desk.named, None).await)
}

fn request(heard: &Heard, place: &Place, input: Input) -> Request {
    Request {
        place: place.name(),
        author: format!("{MATRIX}{}", heard.sender),
        input,
        server: Some(place.room_name()),
        parent: place.parent(),
        again: false,
        rights: Permission::Everyone,
        message: Some(format!("{MATRIX}{}", heard.event)),
        is_private: false,
        about: None,
        attachments: Vec::new(),
        asked_at: Some(Offset::UTC.to_datetime(Timestamp::now())),
    }
}

/// Works an answer out when its turn has come, away from the threads that keep the connection.
async fn handle(
    desk: &Arc<Desk>,
    command: Option<&Command>,
    work: impl FnOnce(&Bot) -> Reply + Send + 'static,
) -> Reply {
    let bot = Arc::clone(&desk.bot);
    let work = async move {
        let work = tokio::task::spawn_blocking(move || work(&bot));
        work.await.unwrap_or_else(|_| inner_trouble())
    };
    if command.is_some_and(Command::may_take_long) {
        return work.await;
    }
    match desk.limits.turn().await {
        Ok(_turn) => work.await,
        Err(reason) => declined(reason),
    }
}

/// Shows that the bot types, while an answer takes its time.
async fn typing(room: &Room, answering: impl Future<Output = Reply>) -> Reply {
    tokio::pin!(answering);
    tokio::select! {
        biased;
        reply = &mut answering => return reply,
        () = tokio::time::sleep(TYPE_AFTER) => {}
    }
    // A courtesy; where it is refused, the answer comes all the same.
    let _ = room.typing_notice(true).await;
    let reply = answering.await;
    let _ = room.typing_notice(false).await;
    reply
}

/// Where an answer goes.
struct Destination<'a> {
    heard: &'a Heard,
    asker: &'a UserId,
    mode: ReplyMode,
}

impl Destination<'_> {
    /// True where everybody reads what was answered before, and nobody is to read what is answered now:
    /// that may not take its place.
    fn is_in_the_open(&self, known: &Answered, room: &Room) -> bool {
        let is_here = known.room == room.room_id().as_str();
        self.mode == ReplyMode::Private && is_here && !is_direct(room)
    }
}

/// Posts an answer that was not posted before; true where all of it was.
async fn post(
    desk: &Arc<Desk>,
    place: &Destination<'_>,
    room: &Room,
    messages: &[Message],
) -> (Answered, bool) {
    let heard = place.heard;
    let relation = relation_of(heard, place.mode);
    if place.mode != ReplyMode::Private {
        return post_into(desk, place, room, (messages, &relation)).await;
    }
    match private_room(desk, room, place.asker).await {
        Private::Here => post_into(desk, place, room, (messages, &relation)).await,
        Private::Elsewhere(private) => {
            post_into(desk, place, &private, (messages, &Relation::default())).await
        }
        Private::Nowhere => {
            let told = self::messages(&no_private_room(), "");
            post_into(desk, place, room, (&told, &relation)).await
        }
    }
}

/// What an answer replies to: the question, or the answer that a reaction was put to, since nobody can
/// reply to a reaction.
pub(super) fn relation_of(heard: &Heard, mode: ReplyMode) -> Relation {
    match (&heard.follows, heard.wish) {
        (Some(answer), Some(_)) => Relation {
            question: Some(answer.clone()),
            thread: heard.thread.clone(),
        },
        _ => Relation::of(&heard.event, heard.thread.as_deref(), mode),
    }
}

async fn post_into(
    desk: &Arc<Desk>,
    place: &Destination<'_>,
    room: &Room,
    (messages, relation): (&[Message], &Relation),
) -> (Answered, bool) {
    let mut events = Vec::new();
    for (number, message) in messages.iter().enumerate() {
        // Who asked is told once.
        let asker = (number == 0).then_some(place.asker.as_str());
        let content = notice(message, asker, relation);
        let transaction = transaction(&place.heard.event, &part(place.heard, number));
        let goes_on = goes_on(desk, place.heard);
        match send_patiently(&desk.rounds, room, &content, &transaction, &goes_on).await {
            Some(event) => events.push(event.to_string()),
            None => break,
        }
    }
    let is_whole = events.len() == messages.len();
    let answered = Answered {
        sender: place.heard.sender.clone(),
        asked_in: place.heard.room.clone(),
        room: room.room_id().to_string(),
        thread: relation.thread.clone(),
        events,
    };
    (answered, is_whole)
}

/// Changes an answer into another: message by message, and what is left over is taken back. True where
/// all of it was changed.
async fn change(
    desk: &Arc<Desk>,
    place: &Destination<'_>,
    asked_in: &Room,
    messages: &[Message],
    mut known: Answered,
) -> (Answered, bool) {
    let heard = place.heard;
    let answered_in = desk.room(&known.room);
    let room = answered_in.as_ref().unwrap_or(asked_in);
    let relation = relation_of(heard, place.mode);
    let mut events = Vec::new();
    let mut is_whole = true;
    for (number, message) in messages.iter().enumerate() {
        let asker = (number == 0).then_some(place.asker.as_str());
        let sent = known.events.get(number);
        let content = match sent {
            Some(sent) => replacement(message, asker, sent),
            None => notice(message, None, &relation),
        };
        let transaction = transaction(&heard.event, &part(heard, number));
        let goes_on = goes_on(desk, heard);
        let posted = send_patiently(&desk.rounds, room, &content, &transaction, &goes_on).await;
        is_whole &= posted.is_some();
        // An event that was changed keeps its id.
        let event = sent.cloned().or(posted.map(|event| event.to_string()));
        events.extend(event);
    }
    let surplus = known
        .events
        .split_off(messages.len().min(known.events.len()));
    take_all_back(room, &surplus).await;
    (Answered { events, ..known }, is_whole)
}

/// What tells the messages of an answer apart, also from those before the question was changed.
fn part(heard: &Heard, number: usize) -> String {
    let edit = heard.edit.as_deref().unwrap_or_default();
    format!("{edit} {number}")
}

async fn take_all_back(room: &Room, events: &[String]) {
    for event in events {
        take_back(room, event).await;
    }
}

/// Where somebody is told something that nobody else is to read.
pub(super) enum Private {
    /// Where they asked: nobody else is there.
    Here,
    /// In another room.
    Elsewhere(Room),
    /// No room for two could be opened.
    Nowhere,
}

/// The room of the bot and somebody alone, which is opened where there is none.
pub(super) async fn private_room(desk: &Desk, room: &Room, asker: &UserId) -> Private {
    if is_direct(room) {
        return Private::Here;
    }
    // Somebody else may have come into a room that was for two.
    let known = desk.client.get_dm_rooms(asker).find(is_direct);
    if let Some(known) = known {
        return Private::Elsewhere(known);
    }
    match desk.client.create_dm(asker).await {
        Ok(opened) => Private::Elsewhere(opened),
        Err(error) => {
            let reason = reason(&error);
            tracing::warn!(reason, "no room for a private answer could be opened");
            Private::Nowhere
        }
    }
}

/// Until when an answer is tried to be sent.
fn goes_on(desk: &Arc<Desk>, heard: &Heard) -> impl Fn() -> bool + Send + Sync + use<> {
    let (desk, heard) = (Arc::clone(desk), heard.clone());
    move || !desk.flight.is_closed() && !is_too_old(&desk, &heard)
}

fn is_too_old(desk: &Desk, heard: &Heard) -> bool {
    let now = Timestamp::now().as_millisecond();
    let age = now.saturating_sub(i64::try_from(heard.at).unwrap_or(i64::MAX));
    u64::try_from(age).is_ok_and(|age| u128::from(age) > desk.max_age.as_millis())
}

/// Logs what was done, and no more of who asked what than the operator wants.
fn tell(desk: &Desk, heard: &Heard, messages: usize, begun: Instant) {
    let milliseconds = begun.elapsed().as_millis() as u64;
    if desk.tells_questions {
        let (user, question) = (&heard.sender, &heard.line);
        tracing::info!(
            way = "matrix",
            user,
            question,
            messages,
            milliseconds,
            "answered"
        );
    } else {
        tracing::info!(way = "matrix", messages, milliseconds, "answered");
    }
}
