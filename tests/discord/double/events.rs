//! What people do: write, edit, delete, call commands, pick, press.
//!
//! Each of these gives back the id of what it made. What Discord's client would not let anybody do
//! (call a command that is not registered, press a button that is not there) panics here: it is the
//! test that is wrong, or the bot that did not offer it.

use std::time::Duration;

use serde_json::{Value, json};

use super::Double;
use super::interactions::{AUTOCOMPLETE, COMMAND, COMPONENT, MODAL};
use super::operations::remove;
use super::payload;
use super::world::{File, Interaction, Message, World, id_in, timestamp};

/// A command as somebody types it.
#[derive(Debug, Clone)]
pub(crate) struct Slash<'a> {
    pub(crate) user: &'a str,
    pub(crate) channel: u64,
    /// The command, and behind it the names of subcommands: `newshound prefix`.
    pub(crate) command: &'a str,
    pub(crate) options: &'a [(&'a str, Value)],
    /// The option that is being typed, for autocomplete.
    pub(crate) focused: Option<&'a str>,
    /// Somebody whom the server's own settings let call what the registration forbids them.
    pub(crate) forced: bool,
}

impl Double {
    /// Somebody writes.
    pub(crate) fn say(&self, user: &str, channel: u64, content: &str) -> u64 {
        self.change(|world| {
            let id = write(world, user, channel, content);
            world.dispatch_message("MESSAGE_CREATE", id);
            id
        })
    }

    /// Somebody answers a message, and so mentions its author unless they say otherwise.
    pub(crate) fn reply(
        &self,
        user: &str,
        channel: u64,
        content: &str,
        to: u64,
        ping: bool,
    ) -> u64 {
        self.change(|world| {
            let id = write(world, user, channel, content);
            let referenced = world.messages[&to].value.clone();
            let message = world
                .messages
                .get_mut(&id)
                .expect("it was written just now");
            let value = &mut message.value;
            value["type"] = json!(19);
            value["message_reference"] = json!({
                "type": 0, "channel_id": channel.to_string(), "message_id": to.to_string(),
            });
            if ping && let Some(mentions) = value["mentions"].as_array_mut() {
                mentions.push(referenced["author"].clone());
            }
            value["referenced_message"] = referenced;
            world.dispatch_message("MESSAGE_CREATE", id);
            id
        })
    }

    /// Somebody writes and attaches a file.
    pub(crate) fn send_file(&self, user: &str, channel: u64, content: &str, file: File) -> u64 {
        self.send_files(user, channel, content, vec![file])
    }

    /// Somebody sends several files.
    pub(crate) fn send_files(
        &self,
        user: &str,
        channel: u64,
        content: &str,
        files: Vec<File>,
    ) -> u64 {
        let server = self.url();
        self.change(|world| {
            let id = write(world, user, channel, content);
            let message = world
                .messages
                .get_mut(&id)
                .expect("it was written just now");
            let attached = files.iter().zip(1..).map(|(file, number)| {
                let address = format!("{server}/attachments/{id}/{}", file.name);
                json!({
                    "id": i32::to_string(&number), "filename": file.name,
                    "size": file.bytes.len(), "url": address, "proxy_url": address,
                })
            });
            message.value["attachments"] = attached.collect();
            message.files.extend(files);
            world.dispatch_message("MESSAGE_CREATE", id);
            id
        })
    }

    /// A webhook writes, under a name of its own.
    pub(crate) fn say_by_webhook(&self, channel: u64, content: &str) -> u64 {
        self.change(|world| {
            let id = write(world, "ana", channel, content);
            let message = world
                .messages
                .get_mut(&id)
                .expect("it was written just now");
            message.value["webhook_id"] = json!("7000");
            message.value["author"]["id"] = json!("7000");
            world.dispatch_message("MESSAGE_CREATE", id);
            id
        })
    }

    /// Somebody changes what they wrote.
    pub(crate) fn edit(&self, message: u64, content: &str) {
        self.change(|world| {
            let known = world.messages.get_mut(&message);
            let value = &mut known.expect("the message is there").value;
            value["content"] = json!(content);
            value["edited_timestamp"] = timestamp();
            world.dispatch_message("MESSAGE_UPDATE", message);
        });
    }

    /// Discord adds a preview to what somebody wrote: an update without a change of the text.
    pub(crate) fn unfurl(&self, message: u64) {
        self.change(|world| world.dispatch_message("MESSAGE_UPDATE", message));
    }

    /// Somebody takes back what they wrote.
    pub(crate) fn delete(&self, message: u64) {
        self.change(|world| remove(world, message));
    }

    /// Somebody calls a command.
    pub(crate) fn slash(&self, slash: &Slash) -> u64 {
        self.change(|world| {
            let data = command_data(world, slash);
            let kind = if slash.focused.is_some() {
                AUTOCOMPLETE
            } else {
                COMMAND
            };
            open(world, kind, slash.user, slash.channel, None, &data)
        })
    }

    /// Somebody picks a command from the menu of a message.
    pub(crate) fn menu(&self, user: &str, command: &str, message: u64) -> u64 {
        self.change(|world| {
            let channel = world.messages[&message].channel;
            let registered = registered(world, channel, 3, command);
            let data = json!({
                "id": registered["id"], "name": command, "type": 3,
                "target_id": message.to_string(),
                "resolved": {
                    "messages": { message.to_string(): world.messages[&message].value },
                },
            });
            open(world, COMMAND, user, channel, None, &data)
        })
    }

    /// Somebody presses a button, named by its label or its `custom_id`.
    pub(crate) fn press(&self, user: &str, message: u64, button: &str) -> u64 {
        self.change(|world| {
            let found = find_button(&world.messages[&message].value, button);
            let data = json!({ "custom_id": found["custom_id"], "component_type": 2 });
            let channel = world.messages[&message].channel;
            open(world, COMPONENT, user, channel, Some(message), &data)
        })
    }

    /// Somebody fills in a form that the bot showed.
    pub(crate) fn submit(
        &self,
        user: &str,
        channel: u64,
        form: &str,
        fields: &[(&str, &str)],
    ) -> u64 {
        self.change(|world| {
            let rows: Vec<Value> = fields
                .iter()
                .map(|(name, text)| {
                    let field = json!({ "type": 4, "custom_id": name, "value": text });
                    json!({ "type": 1, "components": [field] })
                })
                .collect();
            let data = json!({ "custom_id": form, "components": rows });
            open(world, MODAL, user, channel, None, &data)
        })
    }

    /// The direct messages with somebody.
    pub(crate) fn direct(&self, user: &str) -> u64 {
        self.change(|world| {
            let id = world.user_named(user).id;
            world.direct_channel(id)
        })
    }
}

fn write(world: &mut World, user: &str, channel: u64, content: &str) -> u64 {
    let author = world.user_named(user);
    let id = world.next_id();
    let value = payload::message(world, id, channel, &author, content);
    let message = Message {
        value,
        channel,
        files: Vec::new(),
        ephemeral: false,
        thinking: false,
        edits: 0,
        interaction: None,
    };
    world.messages.insert(id, message);
    id
}

/// Makes an interaction and sends it.
fn open(
    world: &mut World,
    kind: u64,
    user: &str,
    channel: u64,
    pressed: Option<u64>,
    data: &Value,
) -> u64 {
    let id = world.next_id();
    let interaction = Interaction {
        token: format!("token-of-{id}"),
        kind,
        channel,
        user: world.user_named(user).id,
        data: data.clone(),
        sent: None,
        stalled_before: Duration::ZERO,
        answer: None,
        answered: None,
        original: None,
        pressed,
        edits_before: pressed.map_or(0, |id| world.messages[&id].edits),
        followups: Vec::new(),
    };
    let event = payload::interaction(world, id, &interaction, data);
    world.interactions.insert(id, interaction);
    let guild = world.guild_of(channel);
    world.dispatch(guild, 0, "INTERACTION_CREATE", &event);
    id
}

/// The registered command, of the server before that of everywhere.
fn registered(world: &World, channel: u64, kind: u64, name: &str) -> Value {
    let guild = world.guild_of(channel);
    let places = [guild.map(Some), Some(None)];
    let found = places.into_iter().flatten().find_map(|place| {
        let commands = world.commands.get(&place)?;
        let fits = |one: &&Value| one["name"] == name && one["type"] == kind;
        commands.iter().find(fits).cloned()
    });
    found.unwrap_or_else(|| panic!("no command `{name}` of type {kind} is registered"))
}

fn command_data(world: &World, slash: &Slash) -> Value {
    let mut names = slash.command.split(' ');
    let name = names.next().unwrap_or_default();
    let command = registered(world, slash.channel, 1, name);
    let needed = id_in(&command["default_member_permissions"]).unwrap_or(0);
    let has = world.user_named(slash.user).permissions();
    assert!(
        slash.forced || has & needed == needed,
        "Discord does not show `{name}` to {}",
        slash.user
    );
    let alone = world.guild_of(slash.channel).is_none();
    let place = u64::from(alone);
    let places = command["contexts"].as_array();
    let offered = places.is_none_or(|all| all.iter().any(|one| *one == place));
    assert!(offered, "`{name}` is not offered there");
    let mut level = command.clone();
    let mut path = Vec::new();
    for sub in names {
        level = find_option(&level, sub);
        path.push(level.clone());
    }
    let mut options = fill_options(&level, slash);
    for step in path.iter().rev() {
        options = json!([{ "name": step["name"], "type": step["type"], "options": options }]);
    }
    let mut data = json!({
        "id": command["id"], "name": name, "type": 1, "options": options, "resolved": resolve(world, slash),
    });
    if let Some(guild) = command.get("guild_id") {
        data["guild_id"] = guild.clone();
    }
    data
}

fn find_option(level: &Value, name: &str) -> Value {
    let mut options = level["options"].as_array().into_iter().flatten();
    let found = options.find(|option| option["name"] == name);
    found
        .unwrap_or_else(|| panic!("`{}` has no option `{name}`", level["name"]))
        .clone()
}

/// The options as given, each of the type that is registered; all required ones must be there.
fn fill_options(level: &Value, slash: &Slash) -> Value {
    let given: Vec<Value> = slash
        .options
        .iter()
        .map(|(name, value)| {
            let option = find_option(level, name);
            let mut filled = json!({ "name": name, "type": option["type"], "value": value });
            if slash.focused == Some(*name) {
                assert!(option["autocomplete"] == true, "`{name}` completes nothing");
                filled["focused"] = json!(true);
            }
            filled
        })
        .collect();
    for option in level["options"].as_array().into_iter().flatten() {
        let missing = option["required"] == true
            && slash.focused.is_none()
            && !slash
                .options
                .iter()
                .any(|(name, _)| option["name"] == *name);
        assert!(!missing, "the option {} is required", option["name"]);
    }
    Value::Array(given)
}

/// Channels, users and roles that options name.
fn resolve(world: &World, slash: &Slash) -> Value {
    let mut resolved = json!({});
    for (_, value) in slash.options {
        let Some(id) = id_in(value) else { continue };
        if let Some(channel) = world.channels.get(&id) {
            let mut value = payload::channel(channel);
            value["permissions"] = json!("0");
            resolved["channels"][id.to_string()] = value;
        }
        if let Some(user) = world.users.get(&id) {
            resolved["users"][id.to_string()] = payload::user(user);
            resolved["members"][id.to_string()] = payload::member(user);
        }
    }
    resolved
}

fn find_button(message: &Value, button: &str) -> Value {
    let rows = message["components"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found = buttons.find(|one| one["label"] == button || one["custom_id"] == button);
    let found = found.unwrap_or_else(|| panic!("no button `{button}` on {message}"));
    assert!(
        found["disabled"] != true,
        "the button `{button}` cannot be pressed"
    );
    found.clone()
}
