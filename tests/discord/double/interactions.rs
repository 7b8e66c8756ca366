//! How interactions are answered: once, within three seconds, and followed up only afterwards.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, Reply};
use super::operations::{EPHEMERAL, change, post, remove};
use super::world::{APPLICATION, Interaction, World};
use super::{payload, rules};

/// How long Discord waits for the first answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Kinds of interactions.
pub(crate) const COMMAND: u64 = 2;
pub(crate) const COMPONENT: u64 = 3;
pub(crate) const AUTOCOMPLETE: u64 = 4;
pub(crate) const MODAL: u64 = 5;

/// The first answer to an interaction.
pub(crate) fn answer(world: &mut World, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let unknown = |why: &str| Refusal::new(404, 10_062, format!("Unknown interaction: {why}"));
    let Some(interaction) = world.interactions.get(&id) else {
        return Err(unknown("no such id"));
    };
    if Some(&interaction.token) != call.parameters.get(1) {
        return Err(unknown("the token is another's"));
    }
    if interaction.answer.is_some() {
        let reason = "Interaction has already been acknowledged.";
        return Err(Refusal::new(400, 40_060, reason));
    }
    // Where the whole machine stands still, the bot is not to blame for it.
    let patience = PATIENCE + world.stalled.saturating_sub(interaction.stalled_before);
    let late = interaction
        .sent
        .is_none_or(|sent| sent.elapsed() > patience);
    if late {
        return Err(unknown("the answer came more than 3 seconds after it"));
    }
    let kind = call.body["type"].as_u64().unwrap_or_default();
    check_answer(interaction, kind, call)?;
    let interaction = world.interactions.get_mut(&id);
    let interaction = interaction.expect("it was found above");
    interaction.answer = Some(call.body.clone());
    interaction.answered = Some(Instant::now());
    carry_out(world, id, kind, call)?;
    if call.asks("with_response") {
        return Ok(Reply::ok(callback(world, id, kind)));
    }
    Ok(Reply::empty())
}

/// Which answers an interaction takes, and what they must hold.
fn check_answer(interaction: &Interaction, kind: u64, call: &Call) -> Result<(), Refusal> {
    let data = &call.body["data"];
    let fits = match kind {
        4 | 5 => interaction.kind != AUTOCOMPLETE,
        6 | 7 => interaction.kind == COMPONENT || interaction.pressed.is_some(),
        8 => interaction.kind == AUTOCOMPLETE,
        9 => matches!(interaction.kind, COMMAND | COMPONENT),
        _ => false,
    };
    let mut wrong = Vec::new();
    if !fits {
        let asked = interaction.kind;
        wrong.push(format!(
            "an answer of type {kind} to an interaction of type {asked}"
        ));
    }
    if kind == 4 && data.is_null() {
        wrong.push("an answer of type 4 has no data".to_owned());
    } else if kind == 4 {
        wrong.extend(rules::check_message(data, call.files.len(), false));
    } else if kind == 7 {
        wrong.extend(rules::check_message(data, call.files.len(), true));
    }
    for choice in data["choices"].as_array().into_iter().flatten() {
        let name = choice["name"].as_str().unwrap_or_default();
        let value = choice["value"].as_str().unwrap_or("a number");
        for text in [name, value] {
            if !(1..=100).contains(&text.chars().count()) {
                wrong.push(format!("`{text}` is no choice"));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Refusal::invalid(wrong))
    }
}

fn carry_out(world: &mut World, id: u64, kind: u64, call: &Call) -> Result<(), Refusal> {
    match kind {
        4 | 5 => {
            let flags = call.body["data"]["flags"].as_u64().unwrap_or_default();
            let message = write(world, id, flags & EPHEMERAL != 0, call);
            if let Some(written) = world.messages.get_mut(&message) {
                written.thinking = kind == 5;
            }
            if let Some(interaction) = world.interactions.get_mut(&id) {
                interaction.original = Some(message);
            }
            tell(world, message);
        }
        6 | 7 => {
            let pressed = world.interactions[&id].pressed;
            if let Some(interaction) = world.interactions.get_mut(&id) {
                interaction.original = pressed;
            }
            if let Some(pressed) = pressed.filter(|_| kind == 7) {
                change(world, pressed, call)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Writes a message that answers an interaction.
fn write(world: &mut World, id: u64, ephemeral: bool, call: &Call) -> u64 {
    let interaction = world.interactions[&id].clone();
    let message = post(world, interaction.channel, call);
    let metadata = payload::interaction_metadata(world, id, &interaction);
    let written = world.messages.get_mut(&message);
    let written = written.expect("it was written just now");
    written.ephemeral = ephemeral;
    written.interaction = Some(id);
    written.value["application_id"] = json!(APPLICATION.to_string());
    written.value["webhook_id"] = json!(APPLICATION.to_string());
    written.value["interaction_metadata"] = metadata;
    written.value["type"] = json!(if interaction.kind == COMMAND { 20 } else { 19 });
    if ephemeral {
        written.value["flags"] = json!(EPHEMERAL);
    }
    message
}

/// Tells of a message, unless only one person sees it.
fn tell(world: &mut World, message: u64) {
    if !world.messages[&message].ephemeral {
        world.dispatch_message("MESSAGE_CREATE", message);
    }
}

fn callback(world: &World, id: u64, kind: u64) -> Value {
    let interaction = &world.interactions[&id];
    let mut value = json!({
        "interaction": {
            "id": id.to_string(), "type": interaction.kind,
            "response_message_id": interaction.original.map(|id| id.to_string()),
            "response_message_loading": kind == 5, "response_message_ephemeral": false,
        },
    });
    if let Some(message) = interaction.original.and_then(|id| world.messages.get(&id)) {
        value["resource"] = json!({ "type": kind, "message": message.value });
    }
    value
}

/// The interaction whose token is in the path, once it has been answered.
fn answered(world: &World, call: &Call) -> Result<u64, Refusal> {
    let unknown = |why: &str| Refusal::new(404, 10_015, format!("Unknown Webhook: {why}"));
    if call.id(0)? != APPLICATION {
        return Err(unknown("no such application"));
    }
    let token = call.parameters.get(1);
    let known = world
        .interactions
        .iter()
        .find(|(_, one)| Some(&one.token) == token);
    match known {
        None => Err(unknown("no such token")),
        Some((_, one)) if one.answer.is_none() => {
            Err(unknown("the interaction has not been answered yet"))
        }
        Some((id, _)) => Ok(*id),
    }
}

/// One more message after the first answer.
pub(crate) fn follow_up(world: &mut World, call: &Call) -> Outcome {
    let id = answered(world, call)?;
    let wrong = rules::check_message(&call.body, call.files.len(), false);
    if !wrong.is_empty() {
        return Err(Refusal::invalid(wrong));
    }
    let flags = call.body["flags"].as_u64().unwrap_or_default();
    let message = write(world, id, flags & EPHEMERAL != 0, call);
    if let Some(interaction) = world.interactions.get_mut(&id) {
        interaction.followups.push(message);
    }
    tell(world, message);
    // Interactions always wait, whatever the query says.
    Ok(Reply::ok(world.messages[&message].value.clone()))
}

/// The message that a path under a token means.
fn message_of(world: &World, call: &Call) -> Result<u64, Refusal> {
    let interaction = &world.interactions[&answered(world, call)?];
    let wanted = match call.parameters.get(2) {
        None => interaction.original,
        Some(_) => Some(call.id(2)?)
            .filter(|id| interaction.followups.contains(id) || interaction.original == Some(*id)),
    };
    wanted
        .filter(|id| world.messages.contains_key(id))
        .ok_or_else(|| Refusal::new(404, 10_008, "Unknown Message"))
}

/// Reads an answer.
pub(crate) fn get_message(world: &mut World, call: &Call) -> Outcome {
    let id = message_of(world, call)?;
    Ok(Reply::ok(world.messages[&id].value.clone()))
}

/// Changes an answer; a deferred one gets its text so.
pub(crate) fn edit_message(world: &mut World, call: &Call) -> Outcome {
    let id = message_of(world, call)?;
    change(world, id, call)
}

/// Takes an answer away.
pub(crate) fn delete_message(world: &mut World, call: &Call) -> Outcome {
    let id = message_of(world, call)?;
    remove(world, id);
    Ok(Reply::empty())
}
