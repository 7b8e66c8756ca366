//! What each operation does to the world.
//!
//! A body that arrives here fits the description. Here it is held to the rules that the
//! description does not tell, and then carried out as Discord does.

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, Reply};
use super::world::{APPLICATION, Message, World, id_in, timestamp};
use super::{interactions as answers, payload, rules};

/// Flag of a message that only whoever asked sees.
pub(crate) const EPHEMERAL: u64 = 1 << 6;

/// One operation: method, path as the description writes it, whether the bot's token is needed.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) template: &'static str,
    pub(crate) authorized: bool,
    pub(crate) act: fn(&mut World, &Call) -> Outcome,
}

const fn route(
    method: &'static str,
    template: &'static str,
    act: fn(&mut World, &Call) -> Outcome,
) -> Route {
    Route {
        method,
        template,
        authorized: true,
        act,
    }
}

/// For paths that carry a token of their own.
const fn open(
    method: &'static str,
    template: &'static str,
    act: fn(&mut World, &Call) -> Outcome,
) -> Route {
    Route {
        authorized: false,
        ..route(method, template, act)
    }
}

/// All operations, the more particular path first.
pub(crate) const ROUTES: &[Route] = &[
    open("GET", "/gateway", gateway),
    route("GET", "/gateway/bot", gateway_for_bots),
    route("GET", "/users/@me", me),
    route("GET", "/applications/@me", application),
    route("GET", "/oauth2/applications/@me", application),
    route(
        "GET",
        "/applications/{application_id}/commands",
        list_commands,
    ),
    route(
        "PUT",
        "/applications/{application_id}/commands",
        set_commands,
    ),
    route(
        "GET",
        "/applications/{application_id}/guilds/{guild_id}/commands",
        list_commands,
    ),
    route(
        "PUT",
        "/applications/{application_id}/guilds/{guild_id}/commands",
        set_commands,
    ),
    route("GET", "/guilds/{guild_id}", get_guild),
    route("GET", "/guilds/{guild_id}/members/{user_id}", get_member),
    route("POST", "/users/@me/channels", open_direct_channel),
    route("GET", "/channels/{channel_id}", get_channel),
    route("POST", "/channels/{channel_id}/typing", type_in),
    route("POST", "/channels/{channel_id}/messages", create_message),
    route(
        "GET",
        "/channels/{channel_id}/messages/{message_id}",
        get_message,
    ),
    route(
        "PATCH",
        "/channels/{channel_id}/messages/{message_id}",
        edit_message,
    ),
    route(
        "DELETE",
        "/channels/{channel_id}/messages/{message_id}",
        delete_message,
    ),
    route(
        "POST",
        "/channels/{channel_id}/messages/{message_id}/threads",
        open_thread,
    ),
    route("POST", "/channels/{channel_id}/threads", open_thread),
    route(
        "PUT",
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        react,
    ),
    route(
        "DELETE",
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me",
        react,
    ),
    open(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        answers::answer,
    ),
    open(
        "POST",
        "/webhooks/{webhook_id}/{webhook_token}",
        answers::follow_up,
    ),
    open(
        "GET",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        answers::get_message,
    ),
    open(
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        answers::edit_message,
    ),
    open(
        "DELETE",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        answers::delete_message,
    ),
    open(
        "GET",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        answers::get_message,
    ),
    open(
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        answers::edit_message,
    ),
    open(
        "DELETE",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        answers::delete_message,
    ),
];

/// The operation that a path means, with the parameters in it.
pub(crate) fn find_route(method: &str, path: &str) -> Option<(&'static Route, Vec<String>)> {
    ROUTES
        .iter()
        .filter(|route| route.method == method)
        .find_map(|route| Some((route, parameters(route.template, path)?)))
}

fn parameters(template: &str, path: &str) -> Option<Vec<String>> {
    let (wanted, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    let fits = wanted.len() == given.len()
        && wanted
            .iter()
            .zip(&given)
            .all(|(wanted, given)| wanted.starts_with('{') && !given.is_empty() || wanted == given);
    fits.then(|| {
        let pairs = wanted.iter().zip(&given);
        pairs
            .filter(|(wanted, _)| wanted.starts_with('{'))
            .map(|(_, given)| (*given).to_owned())
            .collect()
    })
}

#[expect(clippy::unnecessary_wraps, reason = "operations are of one type")]
fn gateway(world: &mut World, _: &Call) -> Outcome {
    Ok(Reply::ok(
        json!({ "url": format!("ws://{}", world.address) }),
    ))
}

#[expect(clippy::unnecessary_wraps, reason = "operations are of one type")]
fn gateway_for_bots(world: &mut World, _: &Call) -> Outcome {
    // Many identifications at once, so that several shards start without five seconds between.
    Ok(Reply::ok(json!({
        "url": format!("ws://{}", world.address), "shards": world.shards,
        "session_start_limit": {
            "total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 16,
        },
    })))
}

#[expect(clippy::unnecessary_wraps, reason = "operations are of one type")]
fn me(world: &mut World, _: &Call) -> Outcome {
    Ok(Reply::ok(payload::own_user(world)))
}

#[expect(clippy::unnecessary_wraps, reason = "operations are of one type")]
fn application(world: &mut World, _: &Call) -> Outcome {
    Ok(Reply::ok(payload::application(world)))
}

/// The server of a path of commands; `None` for everywhere.
fn place_of_commands(world: &World, call: &Call) -> Result<Option<u64>, Refusal> {
    if call.id(0)? != APPLICATION {
        return Err(Refusal::new(403, 20_012, "that application is not yours"));
    }
    if call.parameters.len() == 1 {
        return Ok(None);
    }
    let guild = call.id(1)?;
    if world.guilds.contains(&guild) {
        return Ok(Some(guild));
    }
    Err(Refusal::new(403, 50_001, "Missing Access"))
}

fn list_commands(world: &mut World, call: &Call) -> Outcome {
    let place = place_of_commands(world, call)?;
    let commands = world.commands.get(&place).cloned().unwrap_or_default();
    Ok(Reply::ok(Value::Array(commands)))
}

fn set_commands(world: &mut World, call: &Call) -> Outcome {
    let place = place_of_commands(world, call)?;
    let wrong = rules::check_commands(&call.body);
    if !wrong.is_empty() {
        return Err(Refusal::invalid(wrong));
    }
    let sent = call.body.as_array().cloned().unwrap_or_default();
    let old = world.commands.remove(&place).unwrap_or_default();
    let made: Vec<Value> = sent
        .iter()
        .map(|command| register(world, place, command, &old))
        .collect();
    world.commands.insert(place, made.clone());
    Ok(Reply::ok(Value::Array(made)))
}

/// A command keeps its id while its name and kind stay.
fn register(world: &mut World, place: Option<u64>, sent: &Value, old: &[Value]) -> Value {
    let kind = sent["type"].as_u64().unwrap_or(1);
    let known = old
        .iter()
        .find(|one| one["name"] == sent["name"] && one["type"] == kind)
        .and_then(|one| id_in(&one["id"]));
    let id = known.unwrap_or_else(|| world.next_id());
    let mut made = sent.clone();
    made["id"] = json!(id.to_string());
    made["application_id"] = json!(APPLICATION.to_string());
    made["version"] = json!(world.next_id().to_string());
    made["type"] = json!(kind);
    if made["description"].is_null() {
        made["description"] = json!("");
    }
    if let Some(bits) = id_in(&sent["default_member_permissions"]) {
        made["default_member_permissions"] = json!(bits.to_string());
    } else {
        made["default_member_permissions"] = Value::Null;
    }
    if let Some(guild) = place {
        made["guild_id"] = json!(guild.to_string());
    }
    if let Some(options) = made.get_mut("options") {
        drop_nulls(options);
    }
    made
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(values) => values.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

fn open_direct_channel(world: &mut World, call: &Call) -> Outcome {
    let user = id_in(&call.body["recipient_id"]).unwrap_or_default();
    if !world.users.contains_key(&user) {
        return Err(Refusal::new(400, 10_013, "Unknown User"));
    }
    let id = world.direct_channel(user);
    let channel = payload::direct_channel(world, &world.channels[&id]);
    Ok(Reply::ok(channel))
}

/// The channel of a path.
fn channel_of(world: &World, call: &Call) -> Result<u64, Refusal> {
    let id = call.id(0)?;
    if world.channels.contains_key(&id) {
        return Ok(id);
    }
    Err(Refusal::new(404, 10_003, "Unknown Channel"))
}

fn get_channel(world: &mut World, call: &Call) -> Outcome {
    let channel = &world.channels[&channel_of(world, call)?];
    let value = if channel.kind == 1 {
        payload::direct_channel(world, channel)
    } else {
        payload::channel(channel)
    };
    Ok(Reply::ok(value))
}

fn type_in(world: &mut World, call: &Call) -> Outcome {
    channel_of(world, call)?;
    Ok(Reply::empty())
}

fn create_message(world: &mut World, call: &Call) -> Outcome {
    let channel = channel_of(world, call)?;
    if world.closed.contains(&channel) {
        let alone = world.guild_of(channel).is_none();
        let (code, reason) = if alone {
            (50_007, "Cannot send messages to this user")
        } else {
            (50_013, "Missing Permissions")
        };
        // The test closed the channel: no fault of the bot, which cannot know.
        return Err(Refusal::new(403, code, reason).wanted());
    }
    let reference = &call.body["message_reference"];
    let answered = id_in(&reference["message_id"]);
    let mut wrong = rules::check_message(&call.body, call.files.len(), false);
    wrong.retain(|rule| !is_wanted_ping(world, rule));
    if !wrong.is_empty() {
        return Err(Refusal::invalid(wrong));
    }
    let nonce = nonce_of(&call.body).map(|nonce| (channel, nonce));
    if let Some(known) = nonce.as_ref().and_then(|nonce| world.nonces.get(nonce)) {
        return Ok(Reply::ok(world.messages[known].value.clone()));
    }
    if let Some(answered) = answered
        && reference["fail_if_not_exists"] != false
        && world
            .messages
            .get(&answered)
            .is_none_or(|one| one.channel != channel)
    {
        return Err(Refusal::new(
            400,
            50_035,
            "the message that is replied to does not exist",
        ));
    }
    let id = post(world, channel, call);
    world.nonces.extend(nonce.map(|nonce| (nonce, id)));
    if let Some(answered) = answered.filter(|id| world.messages.contains_key(id)) {
        refer(world, id, answered);
    }
    world.dispatch_message("MESSAGE_CREATE", id);
    Ok(Reply::ok(world.messages[&id].value.clone()))
}

/// True where whoever is pinged has asked to be.
fn is_wanted_ping(world: &World, rule: &str) -> bool {
    let mut wanted = world.may_ping.iter();
    wanted.any(|id| rule == format!("the mention of user {id} is not suppressed"))
}

/// What tells a message from others that are sent twice, where that is to be seen to.
fn nonce_of(body: &Value) -> Option<String> {
    let nonce = body["nonce"].as_str()?;
    (body["enforce_nonce"] == true).then(|| nonce.to_owned())
}

/// One member of a server.
fn get_member(world: &mut World, call: &Call) -> Outcome {
    let id = call.id(1)?;
    let user = world.users.get(&id);
    let user = user.ok_or_else(|| Refusal::new(404, 10_007, "Unknown Member").wanted())?;
    let mut member = payload::member(user);
    member["user"] = payload::user(user);
    Ok(Reply::ok(member))
}

/// Fields of a server that only an event tells.
const OF_AN_EVENT: &[&str] = &[
    "channels",
    "members",
    "threads",
    "presences",
    "voice_states",
    "joined_at",
    "large",
    "member_count",
    "stage_instances",
    "guild_scheduled_events",
];

/// Fields that this server has nothing in.
const EMPTY: &[&str] = &[
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "max_presences",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
];

fn get_guild(world: &mut World, call: &Call) -> Outcome {
    let mut guild = payload::guild(world, call.id(0)?);
    for field in OF_AN_EVENT {
        guild.as_object_mut().map(|guild| guild.remove(*field));
    }
    for field in EMPTY {
        guild[field] = Value::Null;
    }
    for (field, value) in [
        ("region", json!("deprecated")),
        ("afk_timeout", json!(300)),
        ("widget_enabled", json!(false)),
        ("max_members", json!(500_000)),
        ("max_stage_video_channel_users", json!(50)),
        ("max_video_channel_users", json!(25)),
        ("premium_subscription_count", json!(0)),
        ("nsfw", json!(false)),
    ] {
        guild[field] = value;
    }
    Ok(Reply::ok(guild))
}

/// Writes a message of the bot's; nobody is told of it yet.
pub(crate) fn post(world: &mut World, channel: u64, call: &Call) -> u64 {
    let id = world.next_id();
    let author = world.users[&APPLICATION].clone();
    let mut value = payload::message(world, id, channel, &author, "");
    let body = call.body.get("data").unwrap_or(&call.body);
    payload::fill(&mut value, body, &call.files, &mut || world.next_id());
    let message = Message {
        value,
        channel,
        files: call.files.clone(),
        ephemeral: false,
        thinking: false,
        edits: 0,
        interaction: None,
    };
    world.messages.insert(id, message);
    id
}

/// Makes a message a reply.
fn refer(world: &mut World, id: u64, answered: u64) {
    let referenced = world.messages[&answered].value.clone();
    let guild = world.guild_of(world.messages[&id].channel);
    let mut reference = json!({
        "type": 0, "channel_id": referenced["channel_id"], "message_id": answered.to_string(),
    });
    if let Some(guild) = guild {
        reference["guild_id"] = json!(guild.to_string());
    }
    let value = world
        .messages
        .get_mut(&id)
        .map(|message| &mut message.value);
    let value = value.expect("the message was written just now");
    value["type"] = json!(19);
    value["message_reference"] = reference;
    value["referenced_message"] = referenced;
}

/// A message that can be reached through its channel: not one that only one person sees.
fn message_of(world: &World, call: &Call) -> Result<u64, Refusal> {
    let channel = channel_of(world, call)?;
    let id = call.id(1)?;
    let known = world.messages.get(&id);
    if known.is_some_and(|one| one.channel == channel && !one.ephemeral) {
        return Ok(id);
    }
    Err(Refusal::new(404, 10_008, "Unknown Message"))
}

fn get_message(world: &mut World, call: &Call) -> Outcome {
    let id = message_of(world, call)?;
    Ok(Reply::ok(world.messages[&id].value.clone()))
}

fn edit_message(world: &mut World, call: &Call) -> Outcome {
    let id = message_of(world, call)?;
    if id_in(&world.messages[&id].value["author"]["id"]) != Some(APPLICATION) {
        let reason = "Cannot edit a message authored by another user";
        return Err(Refusal::new(403, 50_005, reason));
    }
    change(world, id, call)
}

/// Edits a message and tells of it.
pub(crate) fn change(world: &mut World, id: u64, call: &Call) -> Outcome {
    let body = call.body.get("data").unwrap_or(&call.body);
    let wrong = rules::check_message(body, call.files.len(), true);
    if !wrong.is_empty() {
        return Err(Refusal::invalid(wrong));
    }
    let Some(mut message) = world.messages.remove(&id) else {
        return Err(Refusal::new(404, 10_008, "Unknown Message"));
    };
    let flags = message.value["flags"].clone();
    payload::fill(&mut message.value, body, &call.files, &mut || {
        world.next_id()
    });
    // Who sees a message is settled when it is written.
    message.value["flags"] = flags;
    message.value["edited_timestamp"] = timestamp();
    if !call.files.is_empty() {
        message.files.clone_from(&call.files);
    }
    message.edits += 1;
    message.thinking = false;
    let blank = rules::is_blank(&message.value);
    let (value, ephemeral) = (message.value.clone(), message.ephemeral);
    world.messages.insert(id, message);
    if blank {
        return Err(Refusal::new(400, 50_006, "Cannot send an empty message"));
    }
    if !ephemeral {
        world.dispatch_message("MESSAGE_UPDATE", id);
    }
    Ok(Reply::ok(value))
}

fn delete_message(world: &mut World, call: &Call) -> Outcome {
    let id = message_of(world, call)?;
    remove(world, id);
    Ok(Reply::empty())
}

/// Takes a message away and tells of it.
pub(crate) fn remove(world: &mut World, id: u64) {
    const GUILD_MESSAGES: u64 = 1 << 9;
    const DIRECT_MESSAGES: u64 = 1 << 12;
    let Some(message) = world.messages.remove(&id) else {
        return;
    };
    if message.ephemeral {
        return;
    }
    let guild = world.guild_of(message.channel);
    let mut event = json!({
        "id": id.to_string(), "channel_id": message.channel.to_string(),
    });
    if let Some(guild) = guild {
        event["guild_id"] = json!(guild.to_string());
    }
    let needed = guild.map_or(DIRECT_MESSAGES, |_| GUILD_MESSAGES);
    world.dispatch(guild, needed, "MESSAGE_DELETE", &event);
}

fn open_thread(world: &mut World, call: &Call) -> Outcome {
    let parent = channel_of(world, call)?;
    let Some(guild) = world
        .guild_of(parent)
        .filter(|_| world.channels[&parent].kind == 0)
    else {
        let reason = "Cannot execute action on this channel type";
        return Err(Refusal::new(400, 50_024, reason));
    };
    // A thread under a message has that message's id, so there can be one only.
    let id = if call.parameters.len() == 2 {
        message_of(world, call)?
    } else {
        world.next_id()
    };
    if world.channels.contains_key(&id) {
        let reason = "A thread has already been created for this message";
        return Err(Refusal::new(400, 160_004, reason));
    }
    let name = call.body["name"].as_str().unwrap_or_default();
    world.add_channel(id, guild, name);
    let thread = world.channels.get_mut(&id).expect("it was added just now");
    thread.kind = 11;
    thread.parent = Some(parent);
    let value = payload::channel(thread);
    world.dispatch(Some(guild), 1, "THREAD_CREATE", &value);
    Ok(Reply {
        status: 201,
        ..Reply::ok(value)
    })
}

fn react(world: &mut World, call: &Call) -> Outcome {
    message_of(world, call)?;
    Ok(Reply::empty())
}
