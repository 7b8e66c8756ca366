//! Objects as Discord writes them: users, members, servers, channels, messages, interactions.
//!
//! Client libraries drop a payload that does not fit without a word, so `proof` reads each of
//! these into the types of the library that the bot uses.

use serde_json::{Map, Value, json};

use super::world::{
    APPLICATION, Channel, EVERYBODY, File, GUILD, Interaction, MESSAGE_CONTENT, Message, User,
    World, timestamp,
};

/// Somebody.
pub(crate) fn user(user: &User) -> Value {
    json!({
        "id": user.id.to_string(), "username": user.name, "discriminator": "0",
        "global_name": null, "avatar": null, "bot": user.bot, "public_flags": 0, "flags": 0,
        "primary_guild": null,
    })
}

/// The bot to itself.
pub(crate) fn own_user(world: &World) -> Value {
    let mut value = user(&world.users[&APPLICATION]);
    value["mfa_enabled"] = json!(true);
    value["locale"] = json!("en-US");
    value["verified"] = json!(true);
    value["email"] = Value::Null;
    value
}

/// Somebody in a server, without who it is: as it stands beside the author of a message.
pub(crate) fn member(user: &User) -> Value {
    let roles: Vec<String> = (user.extra != 0)
        .then(|| user.id.to_string())
        .into_iter()
        .collect();
    json!({
        "roles": roles, "joined_at": "2026-01-01T00:00:00+00:00", "deaf": false, "mute": false,
        "flags": 0, "nick": null, "avatar": null, "banner": null, "pending": false,
        "premium_since": null, "communication_disabled_until": null,
    })
}

/// The application, whose flags say which privileged intents are granted.
pub(crate) fn application(world: &World) -> Value {
    json!({
        "id": APPLICATION.to_string(), "name": "newshound", "icon": null, "description": "",
        "type": null, "verify_key": "00", "flags": application_flags(world),
        "flags_new": application_flags(world).to_string(), "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "owner": user(&world.users[&86_150_005_003]), "approximate_guild_count": world.guilds.len(),
        "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0, "team": null, "eligible_oauth2_scopes": [],
        "bot_public": true, "bot_require_code_grant": false,
        "bot": user(&world.users[&APPLICATION]),
    })
}

/// Bit 19: Message Content, for bots in fewer servers than need a review.
fn application_flags(world: &World) -> u64 {
    if world.granted & MESSAGE_CONTENT == 0 {
        0
    } else {
        1 << 19
    }
}

/// READY, the first event of a session.
pub(crate) fn ready(world: &World, session: &str, shard: (u64, u64)) -> Value {
    let guilds: Vec<Value> = world
        .guilds
        .iter()
        .filter(|guild| (**guild >> 22) % shard.1.max(1) == shard.0)
        .map(|guild| json!({ "id": guild.to_string(), "unavailable": true }))
        .collect();
    json!({
        "v": 10, "user": own_user(world), "guilds": guilds, "session_id": session,
        "resume_gateway_url": format!("ws://{}", world.address), "shard": [shard.0, shard.1],
        "application": { "id": APPLICATION.to_string(), "flags": application_flags(world) },
        "private_channels": [], "presences": [], "relationships": [], "user_settings": {},
        "session_type": "normal", "_trace": [],
    })
}

/// A server with all that `GUILD_CREATE` says of it.
pub(crate) fn guild(world: &World, id: u64) -> Value {
    let channels: Vec<Value> = world
        .channels
        .values()
        .filter(|one| one.guild == Some(id) && one.kind == 0)
        .map(channel)
        .collect();
    let threads: Vec<Value> = world
        .channels
        .values()
        .filter(|one| one.guild == Some(id) && one.kind == 11)
        .map(channel)
        .collect();
    let members: Vec<Value> = world.users.values().map(full_member).collect();
    let mut roles = vec![role(id, "@everyone", EVERYBODY)];
    let extra = world.users.values().filter(|user| user.extra != 0);
    roles.extend(extra.map(|user| role(user.id, &user.name, user.permissions())));
    json!({
        "id": id.to_string(), "name": format!("Server {id}"), "owner_id": "9",
        "joined_at": "2026-01-01T00:00:00+00:00", "large": false, "member_count": members.len(),
        "features": [], "emojis": [], "stickers": [], "presences": [], "voice_states": [],
        "threads": threads, "stage_instances": [], "guild_scheduled_events": [],
        "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
        "nsfw_level": 0, "verification_level": 0, "premium_tier": 0,
        "premium_progress_bar_enabled": false, "preferred_locale": "en-US",
        "system_channel_flags": 0, "roles": roles, "channels": channels, "members": members,
    })
}

fn full_member(one: &User) -> Value {
    let mut value = member(one);
    value["user"] = user(one);
    value
}

fn role(id: u64, name: &str, permissions: u64) -> Value {
    json!({
        "id": id.to_string(), "name": name, "color": 0, "hoist": false, "managed": false,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "mentionable": false, "permissions": permissions.to_string(), "position": 0,
        "flags": 0, "icon": null, "unicode_emoji": null,
    })
}

/// A channel of any kind.
pub(crate) fn channel(channel: &Channel) -> Value {
    let mut value = json!({
        "id": channel.id.to_string(), "type": channel.kind, "flags": 0, "last_message_id": null,
    });
    if let Some(guild) = channel.guild {
        value["guild_id"] = json!(guild.to_string());
        value["name"] = json!(channel.name);
        value["rate_limit_per_user"] = json!(0);
    }
    match channel.kind {
        11 => {
            value["parent_id"] = json!(channel.parent.map(|id| id.to_string()));
            value["owner_id"] = json!(APPLICATION.to_string());
            value["message_count"] = json!(0);
            value["member_count"] = json!(1);
            value["total_message_sent"] = json!(0);
            value["thread_metadata"] = json!({
                "archived": false, "archive_timestamp": timestamp(),
                "auto_archive_duration": 1440, "locked": false,
            });
        }
        0 => {
            value["position"] = json!(0);
            value["permission_overwrites"] = json!([]);
            value["parent_id"] = Value::Null;
            value["topic"] = Value::Null;
            value["nsfw"] = json!(false);
        }
        _ => {}
    }
    value
}

/// A direct channel with whom it leads to.
pub(crate) fn direct_channel(world: &World, one: &Channel) -> Value {
    let mut value = channel(one);
    let recipient = one.recipient.and_then(|id| world.users.get(&id));
    value["recipients"] = json!(recipient.map(user).into_iter().collect::<Vec<_>>());
    value
}

/// A message that somebody wrote.
pub(crate) fn message(world: &World, id: u64, channel: u64, author: &User, content: &str) -> Value {
    let mentions: Vec<Value> = world
        .users
        .values()
        .filter(|one| content.contains(&format!("<@{}>", one.id)))
        .map(user)
        .collect();
    json!({
        "type": 0, "id": id.to_string(), "channel_id": channel.to_string(), "content": content,
        "author": user(author), "mentions": mentions, "mention_roles": [], "attachments": [],
        "embeds": [], "timestamp": timestamp(), "edited_timestamp": null, "flags": 0,
        "components": [], "pinned": false, "mention_everyone": false, "tts": false,
    })
}

/// Puts what the bot sent into a message: only the parts that were sent, as an edit leaves the rest.
pub(crate) fn fill(
    value: &mut Value,
    body: &Value,
    files: &[File],
    next_id: &mut dyn FnMut() -> u64,
) {
    if let Some(content) = body.get("content") {
        value["content"] = json!(content.as_str().unwrap_or_default());
    }
    if let Some(embeds) = body.get("embeds") {
        let embeds = embeds.as_array().into_iter().flatten();
        value["embeds"] = embeds.map(embed).collect();
    }
    if let Some(rows) = body.get("components") {
        value["components"] = components(rows);
    }
    if let Some(flags) = body["flags"].as_u64() {
        value["flags"] = json!(flags);
    }
    if body.get("attachments").is_some() || !files.is_empty() {
        value["attachments"] = files
            .iter()
            .map(|file| attachment(file, next_id()))
            .collect();
    }
}

fn attachment(file: &File, id: u64) -> Value {
    let url = format!("https://cdn.example/attachments/{id}/file");
    json!({
        "id": id.to_string(), "filename": file.name, "size": file.bytes.len(), "url": url,
        "proxy_url": url, "content_type": "text/plain",
    })
}

/// An embed as it is shown: nothing that is null, and each field says whether it stands beside
/// others.
fn embed(sent: &Value) -> Value {
    let mut value = without_nulls(sent);
    value["type"] = json!("rich");
    for field in value["fields"].as_array_mut().into_iter().flatten() {
        if field["inline"].is_null() {
            field["inline"] = json!(false);
        }
    }
    if value["fields"].is_null() {
        value.as_object_mut().map(|fields| fields.remove("fields"));
    }
    value
}

fn components(rows: &Value) -> Value {
    let mut number = 0;
    let mut rows = without_nulls(rows);
    for row in rows.as_array_mut().into_iter().flatten() {
        number += 1;
        row["id"] = json!(number);
        for part in row["components"].as_array_mut().into_iter().flatten() {
            number += 1;
            part["id"] = json!(number);
        }
    }
    if rows.is_null() { json!([]) } else { rows }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(values) => values.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

/// The event that tells of a message: with server and member where there are such.
pub(crate) fn message_event(world: &World, message: &Message) -> Value {
    let mut value = message.value.clone();
    if let Some(guild) = world.guild_of(message.channel) {
        value["guild_id"] = json!(guild.to_string());
        let author = super::world::id_in(&value["author"]["id"]);
        if let Some(author) = author.and_then(|id| world.users.get(&id)) {
            value["member"] = member(author);
        }
    }
    value
}

/// The event without what the Message Content intent shows.
pub(crate) fn hide_content(value: &mut Value) {
    value["content"] = json!("");
    for part in ["embeds", "attachments", "components"] {
        value[part] = json!([]);
    }
}

/// An interaction with this data.
pub(crate) fn interaction(
    world: &World,
    id: u64,
    interaction: &Interaction,
    data: &Value,
) -> Value {
    let who = &world.users[&interaction.user];
    let place = &world.channels[&interaction.channel];
    let mut value = json!({
        "id": id.to_string(), "application_id": APPLICATION.to_string(),
        "type": interaction.kind, "data": data, "token": interaction.token, "version": 1,
        "channel_id": place.id.to_string(), "locale": "en-US", "entitlements": [],
        "app_permissions": EVERYBODY.to_string(), "attachment_size_limit": 26_214_400,
    });
    if let Some(guild) = place.guild {
        let mut member = full_member(who);
        member["permissions"] = json!(who.permissions().to_string());
        value["member"] = member;
        value["guild_id"] = json!(guild.to_string());
        value["guild_locale"] = json!("en-US");
        value["guild"] = json!({ "id": guild.to_string(), "locale": "en-US", "features": [] });
        value["channel"] = channel(place);
        value["channel"]["permissions"] = json!(who.permissions().to_string());
        value["context"] = json!(0);
        value["authorizing_integration_owners"] = json!({ "0": guild.to_string() });
    } else {
        value["user"] = user(who);
        value["channel"] = direct_channel(world, place);
        value["channel"]["permissions"] = json!(EVERYBODY.to_string());
        value["context"] = json!(1);
        value["authorizing_integration_owners"] = json!({ "0": "0" });
    }
    if let Some(pressed) = interaction.pressed {
        value["message"] = world.messages[&pressed].value.clone();
    }
    value
}

/// What a message says of the interaction that it answers.
pub(crate) fn interaction_metadata(world: &World, id: u64, interaction: &Interaction) -> Value {
    let guild = world.guild_of(interaction.channel).unwrap_or(GUILD);
    json!({
        "id": id.to_string(), "type": if interaction.kind == 3 { 3 } else { 2 },
        "user": user(&world.users[&interaction.user]),
        "authorizing_integration_owners": { "0": guild.to_string() },
        "name": "command", "interacted_message_id": interaction.pressed.map(|id| id.to_string()),
    })
}
