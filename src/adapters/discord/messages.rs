//! Messages: mentions, marked commands, direct messages, replies to an answer, and their edits.

use std::time::{Duration, Instant};

use serenity::model::channel::{Message, MessageType};
use serenity::model::event::MessageUpdateEvent;
use serenity::model::id::{GuildId, MessageId, UserId};
use serenity::prelude::Context;

use super::answer::{Answer, View};
use super::attached::{self, Attached};
use super::button::command_shown;
use super::desk::Desk;
use super::error::RestError;
use super::heard::{Line, Said, hear};
use super::payload::Outgoing;
use super::people::{Asker, role_of_bot};
use super::rest::Posted;
use super::slash::{refusal, report};
use crate::admin::{Manner, ReplyMode};
use crate::bot::Input;
use crate::command::{Command, Permission};
use crate::reply::cannot_answer_privately;

/// An answer that takes longer is announced by a typing bot.
const TYPE_AFTER: Duration = Duration::from_millis(700);

/// The longest name of a thread.
const THREAD_NAME: usize = 90;

/// A message that may be a question.
struct Heard<'a> {
    id: MessageId,
    asker: Asker,
    manner: Manner,
    line: Line,
    /// The answer of ours that it replies to.
    follows: Option<&'a Message>,
    /// The files that came with it.
    attached: Vec<Attached>,
}

impl Heard<'_> {
    /// True where nobody but the asker is to read the answer.
    fn is_private(&self) -> bool {
        self.asker.guild.is_some() && self.manner.reply == ReplyMode::Private
    }
}

/// Answers a message that is for the bot.
pub(super) async fn on_message(desk: &Desk, context: &Context, message: &Message) {
    if !is_from_a_person(message) {
        return;
    }
    let mut asker = Asker::of_message(
        (message.author.id, message.member.as_deref()),
        (message.guild_id, message.channel_id),
        context,
        &desk.admins,
    );
    asker.message = Some(message.id);
    let mentions: Vec<UserId> = message.mentions.iter().map(|user| user.id).collect();
    let heard = listen(
        (desk, context),
        asker,
        (message.id, &message.content, &mentions),
        message.referenced_message.as_deref(),
    );
    let Some(mut heard) = heard else {
        return;
    };
    heard.attached = attached::of_message(message);
    if let Err(reason) = desk.admit(&heard.asker) {
        if desk.limits.may_tell(heard.asker.user.get()) {
            let notice = refusal(reason).replying_to(message.id.get());
            report(desk.rest.post(message.channel_id, &notice).await.map(drop));
        }
        return;
    }
    let place = desk.questions.begin(message.id.get(), &message.content);
    let mut place = place.lock().await;
    answer_at(desk, &heard, &mut place).await;
}

/// Answers a question again that was edited.
pub(super) async fn on_edit(desk: &Desk, context: &Context, event: &MessageUpdateEvent) {
    let (Some(content), Some(author)) = (&event.content, &event.author) else {
        return;
    };
    let Some(place) = desk.questions.edited(event.id.get(), content) else {
        return;
    };
    let member = event.member.as_ref().and_then(|member| member.as_deref());
    let mut asker = Asker::of_message(
        (author.id, member),
        (event.guild_id, event.channel_id),
        context,
        &desk.admins,
    );
    asker.message = Some(event.id);
    let mentions = event.mentions.iter().flatten();
    let mentions: Vec<UserId> = mentions.map(|user| user.id).collect();
    let follows = event
        .referenced_message
        .as_ref()
        .and_then(|one| one.as_deref());
    let Some(heard) = listen(
        (desk, context),
        asker,
        (event.id, content, &mentions),
        follows,
    ) else {
        return;
    };
    if desk.admit(&heard.asker).is_err() {
        return;
    }
    // Whoever answers the question as it was holds the lock until that answer is there.
    let mut place = place.lock().await;
    answer_at(desk, &heard, &mut place).await;
}

/// Answers where the answer stands already, or is wanted.
async fn answer_at(desk: &Desk, heard: &Heard<'_>, place: &mut Option<Posted>) {
    let answer = Box::pin(answer_line(desk, heard, place, Instant::now())).await;
    match Box::pin(bring(desk, heard, *place, &answer)).await {
        Ok(posted) => *place = posted,
        Err(error) => {
            let hint = if error.is_not_allowed() {
                "give the bot View Channel, Send Messages, Embed Links and Read Message History"
            } else {
                ""
            };
            tracing::warn!(%error, hint, "an answer could not be posted");
        }
    }
}

/// Bots, webhooks and what Discord itself writes into a channel are not listened to.
fn is_from_a_person(message: &Message) -> bool {
    let is_talk = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    is_talk && !message.author.bot && !message.author.system && message.webhook_id.is_none()
}

/// What is said to the bot where it answers.
fn listen<'a>(
    (desk, context): (&Desk, &Context),
    asker: Asker,
    (id, text, mentions): (MessageId, &str, &[UserId]),
    follows: Option<&'a Message>,
) -> Option<Heard<'a>> {
    let me = *desk.me.get()?;
    if asker.user == me {
        return None;
    }
    let manner = desk.manner(&asker);
    let follows = follows.filter(|message| message.author.id == me);
    let table = desk.bot_for(&asker).table();
    let line = hear(
        &Said {
            text,
            me: me.get(),
            my_role: role_of_bot(me, asker.guild, context),
            mentions_me: mentions.contains(&me),
            is_direct: asker.guild.is_none(),
            answers_me: follows.is_some(),
            prefix: &manner.prefix,
        },
        table,
    )?;
    // A closed channel can still be opened from inside.
    let is_order = || {
        matches!(
            table.parse(&line.text, line.is_explicit),
            Ok(Command::Settings(_))
        )
    };
    (manner.is_open || (asker.rights >= Permission::Admin && is_order())).then_some(Heard {
        id,
        asker,
        manner,
        line,
        follows,
        attached: Vec::new(),
    })
}

/// Works the answer out. How far an order is stands where its answer will stand.
async fn answer_telling(desk: &Desk, heard: &Heard<'_>, place: &mut Option<Posted>) -> Answer {
    let input = input_of(desk, heard);
    // What nobody else is to read may have nowhere to stand, and would be tried again and again.
    let is_told = desk.may_take_long(&heard.asker, &input) && !heard.is_private();
    let mut answering = Box::pin(desk.answer(&heard.asker, input, &heard.attached));
    loop {
        tokio::select! {
            biased;
            answer = &mut answering => return answer,
            progress = desk.progress(&heard.asker), if is_told => {
                let told = Box::pin(bring(desk, heard, *place, &progress)).await;
                *place = told.unwrap_or(*place);
            }
        }
    }
}

/// The same, with a sign that the bot is at it where it takes its time.
async fn answer_line(
    desk: &Desk,
    heard: &Heard<'_>,
    place: &mut Option<Posted>,
    begun: Instant,
) -> Answer {
    let answering = answer_telling(desk, heard, place);
    tokio::pin!(answering);
    let answer = tokio::select! {
        biased;
        answer = &mut answering => answer,
        () = tokio::time::sleep(TYPE_AFTER) => {
            report(desk.rest.type_in(heard.asker.channel).await);
            answering.await
        }
    };
    desk.tell("message", &heard.asker, &answer, begun);
    answer
}

/// The line, or what it means after the answer that it replies to.
fn input_of(desk: &Desk, heard: &Heard<'_>) -> Input {
    let input = Input::Text {
        line: heard.line.text.clone(),
        explicit: heard.line.is_explicit,
    };
    let bot = desk.bot_for(&heard.asker);
    let before = heard.follows.and_then(|message| {
        let author = message.embeds.first()?.author.as_ref()?;
        command_shown(&author.name, bot.table())
    });
    before
        .and_then(|before| bot.following(&heard.line.text, &before))
        .map_or(input, Input::Command)
}

fn first_page(answer: &Answer, asker: &Asker) -> Outgoing {
    answer.show(View {
        asker: asker.user.get(),
        page: 0,
        is_private: false,
        has_others: false,
    })
}

/// Puts an answer where something stands already, or brings it to where it is wanted.
async fn bring(
    desk: &Desk,
    heard: &Heard<'_>,
    place: Option<Posted>,
    answer: &Answer,
) -> Result<Option<Posted>, RestError> {
    if let Some(posted) = place {
        let page = first_page(answer, &heard.asker);
        match desk.rest.edit(posted, &page).await {
            Ok(()) => return Ok(place),
            // Perhaps somebody has deleted it.
            Err(error) => tracing::debug!(%error, "an answer is posted anew"),
        }
    }
    deliver(desk, heard, answer).await
}

/// Brings an answer to where it is wanted. Gives where it stands then, if it does.
async fn deliver(
    desk: &Desk,
    heard: &Heard<'_>,
    answer: &Answer,
) -> Result<Option<Posted>, RestError> {
    let page = first_page(answer, &heard.asker);
    let asked = Posted {
        channel: heard.asker.channel,
        message: heard.id,
    };
    if heard.is_private() {
        return deliver_directly(desk, heard, &page).await;
    }
    let posted = match (heard.asker.guild, heard.manner.reply) {
        (Some(guild), ReplyMode::Thread) if heard.asker.parent.is_none() => {
            deliver_in_thread(desk, (guild, asked), &heard.line.text, page).await
        }
        _ => reply(desk, asked, page).await,
    };
    posted.map(Some)
}

/// As a reply; as a message of its own where the bot may not read what it replies to.
async fn reply(desk: &Desk, asked: Posted, page: Outgoing) -> Result<Posted, RestError> {
    let replying = page.clone().replying_to(asked.message.get());
    match desk.rest.post(asked.channel, &replying).await {
        Err(error) if error.is_no_reply() => desk.rest.post(asked.channel, &page).await,
        posted => posted,
    }
}

/// To the asker alone. Whoever takes no direct messages is told so; everybody reads that, and no
/// later answer may take its place.
async fn deliver_directly(
    desk: &Desk,
    heard: &Heard<'_>,
    page: &Outgoing,
) -> Result<Option<Posted>, RestError> {
    let posted = match desk.rest.open_direct(heard.asker.user.get()).await {
        Ok(channel) => desk.rest.post(channel, page).await,
        Err(error) => Err(error),
    };
    match posted {
        Err(error) if error.is_not_allowed() => {
            let notice = Answer::plain(cannot_answer_privately()).show_together(false);
            let notice = notice.replying_to(heard.id.get());
            desk.rest.post(heard.asker.channel, &notice).await?;
            Ok(None)
        }
        posted => posted.map(Some),
    }
}

/// In a thread on the question; as a reply where no thread can be opened.
async fn deliver_in_thread(
    desk: &Desk,
    (guild, asked): (GuildId, Posted),
    name: &str,
    page: Outgoing,
) -> Result<Posted, RestError> {
    let name: String = name.chars().take(THREAD_NAME).collect();
    match desk
        .rest
        .open_thread(asked, &crate::reply::neutralise_line(&name))
        .await
    {
        Ok(thread) => desk.rest.post(thread, &page).await,
        Err(error) => {
            tracing::warn!(%error, server = guild.get(), "a thread could not be opened");
            reply(desk, asked, page).await
        }
    }
}
