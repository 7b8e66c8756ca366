//! Slash commands and the menu of messages: from Discord's options to a command and an answer.

use std::future::Future;
use std::time::{Duration, Instant};

use serenity::model::application::{
    CommandData, CommandDataOption, CommandDataOptionValue, CommandInteraction, CommandType,
};

use super::answer::{Answer, View};
use super::attached::{self, Attached};
use super::choices::choices;
use super::commands::{FILE, PRIVATE};
use super::desk::Desk;
use super::error::RestError;
use super::payload::Outgoing;
use super::people::{Asker, place};
use super::rest::{Call, First};
use crate::admin::{ReplyMode, Scope};
use crate::bot::{Input, Whereabouts};
use crate::command::{Command, CommandKind, CommandSpec, CommandTable, OptionKind};
use crate::reply::{Declined, declined, inner_trouble};

/// An answer that takes longer is announced first. Discord waits three seconds for a sign of life,
/// and the way there takes some time too.
const ANNOUNCE_AFTER: Duration = Duration::from_secs(1);

/// A wait for one's turn that makes an answer late: half of what may pass before the announcement,
/// for the estimate may be wrong by as much.
const CROWD: Duration = Duration::from_millis(500);

/// The most characters of a message that are checked: what the bot reads of any text.
const CHECKED: usize = 2_000;

/// Answers a command.
pub(super) async fn on_command(desk: &Desk, call: &CommandInteraction) {
    let begun = Instant::now();
    let mut asker = Asker::of_command(call, &desk.admins);
    let manner = desk.manner(&asker);
    let input = input_of(&call.data, desk.bot_for(&asker).table());
    let is_order = matches!(
        &input,
        Ok(Input::Command(
            Command::Settings(_) | Command::Keeping(_) | Command::Feeds(_)
        ))
    );
    let refusal = if !manner.is_open && !is_order {
        Some(Declined::ClosedRoom)
    } else {
        desk.admit(&asker).err()
    };
    let input = match (refusal, input) {
        (Some(reason), _) | (None, Err(reason)) => {
            return decline(desk, &call_of(call), reason).await;
        }
        (None, Ok(input)) => input,
    };
    let is_private = asker.guild.is_some()
        && (is_order
            || flag(&call.data.options, PRIVATE).unwrap_or(manner.reply == ReplyMode::Private));
    asker.is_private = is_private;
    let wants_file = flag(&call.data.options, FILE).unwrap_or(false);
    let answering = async {
        let attached = attached::of_command(&call.data);
        let answer = answer_telling(desk, call, &asker, (input, &attached)).await;
        desk.tell("slash", &asker, &answer, begun);
        show(&answer, &asker, (is_private, wants_file))
    };
    answer_in_time(
        desk,
        &call_of(call),
        Kind::Message { is_private },
        answering,
    )
    .await;
}

/// Works the answer out. How far an order is stands where its answer will stand, which was announced
/// by then.
async fn answer_telling(
    desk: &Desk,
    call: &CommandInteraction,
    asker: &Asker,
    (input, attached): (Input, &[Attached]),
) -> Answer {
    let is_told = desk.may_take_long(asker, &input);
    let mut answering = Box::pin(desk.answer(asker, input, attached));
    loop {
        tokio::select! {
            biased;
            answer = &mut answering => return answer,
            progress = desk.progress(asker), if is_told => {
                let message = progress.show_together(true);
                report(Box::pin(desk.rest.complete(&call_of(call), &message)).await);
            }
        }
    }
}

fn show(answer: &Answer, asker: &Asker, (is_private, wants_file): (bool, bool)) -> Outgoing {
    if wants_file {
        return answer.file(is_private);
    }
    answer.show(View {
        asker: asker.user.get(),
        page: 0,
        is_private,
        has_others: asker.guild.is_some(),
    })
}

/// Says that something is not answered, to who asked alone.
pub(super) async fn decline(desk: &Desk, call: &Call, reason: Declined) {
    let message = refusal(reason).private(true);
    report(desk.rest.respond(call, &First::Message(&message)).await);
}

/// A message that says why something is not answered.
pub(super) fn refusal(reason: Declined) -> Outgoing {
    Answer::plain(declined(reason)).show_together(false)
}

/// What an interaction is answered with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A message of its own.
    Message {
        /// True when only the asker sees it.
        is_private: bool,
    },
    /// Another page in the message whose button was pressed.
    Update,
}

/// Answers an interaction at once, or announces the answer and brings it later.
pub(super) async fn answer_in_time(
    desk: &Desk,
    call: &Call,
    kind: Kind,
    answering: impl Future<Output = Outgoing>,
) {
    // Behind a crowd that will take longer it is announced at once.
    let patience = if desk.limits.expected_wait() > CROWD {
        Duration::ZERO
    } else {
        ANNOUNCE_AFTER
    };
    tokio::pin!(answering);
    let at_once = tokio::select! {
        biased;
        message = &mut answering => Some(message),
        () = tokio::time::sleep(patience) => None,
    };
    let result = match (at_once, kind) {
        (Some(message), Kind::Message { .. }) => {
            desk.rest.respond(call, &First::Message(&message)).await
        }
        (Some(message), Kind::Update) => desk.rest.respond(call, &First::Update(&message)).await,
        (None, kind) => {
            let announcement = match kind {
                Kind::Message { is_private } => First::Defer { is_private },
                Kind::Update => First::DeferUpdate,
            };
            report(desk.rest.respond(call, &announcement).await);
            desk.rest.complete(call, &answering.await).await
        }
    };
    if matches!(result, Err(RestError::Refused { status: 400, .. })) {
        // Discord took no answer, so the interaction still waits for one.
        let trouble = Answer::plain(inner_trouble()).show_together(true);
        report(desk.rest.respond(call, &First::Message(&trouble)).await);
    }
    report(result);
}

/// Logs what went wrong on the way to Discord.
pub(super) fn report(result: Result<(), RestError>) {
    if let Err(error) = result {
        tracing::warn!(%error, "an answer did not arrive");
    }
}

/// Offers what can be chosen.
pub(super) async fn on_autocomplete(desk: &Desk, call: &CommandInteraction) {
    let focused = call.data.autocomplete();
    let (name, typed) = focused.map_or(("", ""), |option| (option.name, option.value));
    let typed = typed.to_owned();
    let asker = Asker::of_command(call, &desk.admins);
    let kind = option_kind(desk.bot_for(&asker).table(), &call.data.name, name);
    let bot = std::sync::Arc::clone(&desk.bot);
    let found = tokio::task::spawn_blocking(move || {
        let (server, parent) = (asker.server(), asker.parent());
        let bot = bot.at(&Whereabouts {
            server: server.as_deref(),
            place: &asker.place(),
            parent: parent.as_deref(),
        });
        choices(kind, &typed, &bot.completions())
    });
    let choices = found.await.unwrap_or_default();
    report(
        desk.rest
            .respond(&call_of(call), &First::Choices(choices))
            .await,
    );
}

fn option_kind(table: &CommandTable, command: &str, option: &str) -> OptionKind {
    let spec = table.specs().iter().find(|spec| *spec.name == *command);
    let own = spec.into_iter().flat_map(|spec| spec.options);
    let of_parts = spec.into_iter().flat_map(|spec| spec.parts);
    own.chain(of_parts.flat_map(|part| part.options))
        .find(|known| known.name == option)
        .map_or(OptionKind::Text, |known| known.kind)
}

/// What is needed to answer a command.
pub(super) fn call_of(call: &CommandInteraction) -> Call {
    Call {
        id: call.id,
        token: call.token.clone(),
        application: call.application_id,
    }
}

/// What a command asks the bot.
fn input_of(data: &CommandData, table: &CommandTable) -> Result<Input, Declined> {
    if data.kind == CommandType::Message {
        return checked_message(data, table);
    }
    // A command that Discord has and we have not was taken away since; the parser says so.
    let unknown = || Input::Text {
        line: data.name.clone(),
        explicit: true,
    };
    let Some(spec) = table.specs().iter().find(|spec| *spec.name == *data.name) else {
        return Ok(unknown());
    };
    if spec.kind == CommandKind::Settings {
        return Ok(order(&data.options, spec));
    }
    let arguments = arguments_of(&data.options, spec);
    Ok(match spec.build(&arguments) {
        Ok(command) => Input::Command(command),
        Err(_) => Input::Text {
            line: format!("{} {arguments}", spec.name),
            explicit: true,
        },
    })
}

/// What was chosen, as it would be typed: the part, where the command has parts, and the options.
fn arguments_of(given: &[CommandDataOption], spec: &CommandSpec) -> String {
    let part = given.first().and_then(|option| match &option.value {
        CommandDataOptionValue::SubCommand(inner) => {
            let part = spec.parts.iter().find(|part| part.name == option.name)?;
            Some((part, inner))
        }
        _ => None,
    });
    let (options, given) = part.map_or((spec.options, given), |(part, inner)| {
        (part.options, inner.as_slice())
    });
    let typed = options.iter().filter_map(|option| text(given, option.name));
    let words: Vec<String> = (part.iter().map(|(part, _)| part.name.to_owned()))
        .chain(typed)
        .collect();
    words.join(" ")
}

/// A setting, chosen in Discord's form.
fn order(options: &[CommandDataOption], spec: &CommandSpec) -> Input {
    let part = options.first();
    let (name, inner) = match part.map(|part| (&part.name, &part.value)) {
        Some((name, CommandDataOptionValue::SubCommand(inner))) => {
            (name.as_str(), inner.as_slice())
        }
        _ => ("", &[][..]),
    };
    let mut value = String::new();
    let mut scope = Scope::Server;
    for option in inner {
        match &option.value {
            CommandDataOptionValue::String(text) => text.trim().clone_into(&mut value),
            CommandDataOptionValue::Channel(channel) => scope = Scope::Room(place(*channel)),
            _ => {}
        }
    }
    match spec.build_order(name, &value, scope) {
        Ok(order) => Input::Command(Command::Settings(order)),
        Err(_) => Input::Text {
            line: format!("{} {name} {value}", spec.name),
            explicit: true,
        },
    }
}

/// The check of the message that a menu was opened on.
fn checked_message(data: &CommandData, table: &CommandTable) -> Result<Input, Declined> {
    let message = data.resolved.messages.values().next();
    let text = message.map(|message| {
        let embedded = message
            .embeds
            .iter()
            .filter_map(|embed| embed.description.as_deref());
        let own = Some(message.content.as_str()).filter(|text| !text.trim().is_empty());
        own.into_iter().chain(embedded).next().unwrap_or_default()
    });
    let text: String = without_markup(text.unwrap_or_default())
        .chars()
        .take(CHECKED)
        .collect();
    let check = table
        .specs()
        .iter()
        .find(|spec| spec.kind == CommandKind::Check);
    check
        .and_then(|spec| spec.build(&text).ok())
        .map(Input::Command)
        .ok_or(Declined::NothingToCheck)
}

/// A message's text without the marks that its author formatted it with.
fn without_markup(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.trim_start();
        line.strip_prefix(">>> ")
            .or_else(|| line.strip_prefix("> "))
            .unwrap_or(line)
    });
    let mut text = lines.collect::<Vec<_>>().join("\n");
    for mark in ["**", "__", "~~", "||", "`", "\\"] {
        text = text.replace(mark, "");
    }
    text
}

fn text(options: &[CommandDataOption], name: &str) -> Option<String> {
    let option = options.iter().find(|option| option.name == name)?;
    match &option.value {
        CommandDataOptionValue::String(text) => Some(text.trim().to_owned()),
        CommandDataOptionValue::User(user) => Some(format!("<@{user}>")),
        _ => None,
    }
}

fn flag(options: &[CommandDataOption], name: &str) -> Option<bool> {
    let option = options.iter().find(|option| option.name == name)?;
    match option.value {
        CommandDataOptionValue::Boolean(flag) => Some(flag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::admin::{Access, Change, Order};
    use crate::command::QuestionWord;

    fn input(data: serde_json::Value) -> Result<Input, Declined> {
        let data: CommandData = serde_json::from_value(data).expect("Discord sends such data");
        input_of(&data, &CommandTable::default())
    }

    fn slash(name: &str, options: &serde_json::Value) -> Result<Input, Declined> {
        input(json!({ "id": "1", "name": name, "type": 1, "options": options }))
    }

    #[test]
    fn options_become_the_arguments_of_a_command() {
        let question = json!([
            { "type": 5, "name": "private", "value": true },
            { "type": 3, "name": "question", "value": " gave Kim the car? " },
        ]);
        assert_eq!(
            slash("who", &question),
            Ok(Input::Command(Command::Ask {
                word: QuestionWord::Who,
                question: "gave Kim the car?".to_owned()
            }))
        );
        let both = json!([
            { "type": 3, "name": "topic", "value": "treaty" },
            { "type": 3, "name": "person", "value": "Ann Lee" },
        ]);
        let about = "Ann Lee treaty".to_owned();
        assert_eq!(
            slash("quotes", &both),
            Ok(Input::Command(Command::Quotes { about }))
        );
        assert_eq!(
            slash("when", &json!([])),
            Ok(Input::Command(Command::Overview(QuestionWord::When)))
        );
    }

    #[test]
    fn a_setting_comes_with_its_channel() {
        let options = json!([{ "type": 1, "name": "channels", "options": [
            { "type": 3, "name": "access", "value": "deny" },
            { "type": 7, "name": "channel", "value": "77" },
        ]}]);
        assert_eq!(
            slash("newshound", &options),
            Ok(Input::Command(Command::Settings(Order {
                change: Change::Access(Access::Deny),
                scope: Scope::Room("discord:77".to_owned()),
            })))
        );
    }

    #[test]
    fn what_cannot_be_built_is_left_to_the_parser_to_explain() {
        let text = |line: &str| {
            Ok(Input::Text {
                line: line.to_owned(),
                explicit: true,
            })
        };
        assert_eq!(slash("gone", &json!([])), text("gone"));
        assert_eq!(slash("article", &json!([])), text("article "));
    }

    #[test]
    fn a_message_is_checked_without_its_markup() {
        assert_eq!(without_markup("> **a** __b__\n> ||c||"), "a b\nc");
    }
}
