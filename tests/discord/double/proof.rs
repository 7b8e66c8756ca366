//! The double speaks as Discord does: the client library that the bot uses understands it.
//!
//! The library drops an event that it cannot read without a word, so each payload is read into its
//! concrete type here.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serenity::model::prelude::*;

use super::Double;
use super::events::Slash;
use super::payload;
use super::world::{GENERAL, MESSAGE_CONTENT};
use crate::shared::shared;

fn start() -> Option<Double> {
    Some(Double::start(&shared("discord/openapi.json")?))
}

#[track_caller]
fn read<T: DeserializeOwned>(value: &Value) -> T {
    // Through text, as it comes over the line: some readers of the library borrow from it.
    serde_json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// Opens a session that is connected to nothing, so that its log shows what was sent.
fn listen(double: &Double) {
    listen_with(double, u64::MAX);
}

fn listen_with(double: &Double, intents: u64) {
    double.change(|world| {
        world.sessions.push(super::session::Session {
            id: "s".to_owned(),
            shard: (0, 1),
            intents,
            compresses: false,
            sequence: 0,
            log: Vec::new(),
            sink: None,
            over: false,
        });
    });
}

fn events(double: &Double, name: &str) -> Vec<Value> {
    double.look(|world| {
        let log = world.sessions[0].log.iter();
        log.filter(|event| event["t"] == name)
            .map(|event| event["d"].clone())
            .collect()
    })
}

#[test]
fn the_example_and_our_server_are_read_alike() {
    let Some(example) = shared("discord/guild_create.example.json") else {
        return;
    };
    let example: Value = serde_json::from_str(&std::fs::read_to_string(example).unwrap()).unwrap();
    read::<Guild>(&example);
    let Some(double) = start() else { return };
    let guild: Guild = double.look(|world| read(&payload::guild(world, 2_000)));
    assert_eq!(guild.channels.len(), 2);
    assert_eq!(guild.members.len(), 6);
    let ready: Ready = double.look(|world| read(&payload::ready(world, "s", (0, 1))));
    assert_eq!(ready.user.name, "newshound");
    let user: CurrentUser = double.look(|world| read(&payload::own_user(world)));
    assert!(user.bot);
    let application: CurrentApplicationInfo =
        double.look(|world| read(&payload::application(world)));
    assert!(application.flags.is_some());
}

#[test]
fn messages_and_their_changes_are_read() {
    let Some(double) = start() else { return };
    listen(&double);
    let asked = double.say("ana", GENERAL, "<@1000> who?");
    double.reply("ben", GENERAL, "and when?", asked, true);
    double.say("ana", double.direct("ana"), "in private");
    double.say_by_webhook(GENERAL, "news");
    double.edit(asked, "<@1000> when?");
    double.delete(asked);
    let written: Vec<Message> = events(&double, "MESSAGE_CREATE").iter().map(read).collect();
    assert_eq!(written.len(), 4);
    assert_eq!(written[0].mentions[0].id, UserId::new(1_000));
    assert!(written[0].member.is_some() && written[2].member.is_none());
    assert!(written[1].referenced_message.is_some());
    assert!(written[3].webhook_id.is_some());
    let changed: Vec<MessageUpdateEvent> =
        events(&double, "MESSAGE_UPDATE").iter().map(read).collect();
    assert_eq!(changed[0].content.as_deref(), Some("<@1000> when?"));
    let gone: Vec<MessageDeleteEvent> =
        events(&double, "MESSAGE_DELETE").iter().map(read).collect();
    assert_eq!(gone.len(), 1);
}

#[test]
fn without_the_intent_only_what_is_meant_for_the_bot_can_be_read() {
    let Some(double) = start() else { return };
    listen_with(&double, !MESSAGE_CONTENT);
    double.say("ana", GENERAL, "!who?");
    double.say("ana", GENERAL, "<@1000> who?");
    double.say("ana", double.direct("ana"), "who?");
    let read: Vec<String> = events(&double, "MESSAGE_CREATE")
        .iter()
        .map(|event| event["content"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(read, ["", "<@1000> who?", "who?"]);
}

fn register(double: &Double) {
    let text =
        |name: &str| json!({ "type": 3, "name": name, "description": "d", "autocomplete": true });
    let channel = json!({ "type": 7, "name": "channel", "description": "d" });
    let sub = json!({ "type": 1, "name": "channels", "description": "d", "options": [channel] });
    let commands = json!([
        { "id": "1", "name": "who", "type": 1, "description": "d", "options": [text("question")] },
        { "id": "2", "name": "newshound", "type": 1, "description": "d", "options": [sub] },
        { "id": "3", "name": "Check this quote", "type": 3, "description": "" },
    ]);
    double.change(|world| {
        let commands = commands.as_array().cloned().unwrap();
        world.commands.insert(None, commands);
    });
}

#[test]
fn interactions_of_every_kind_are_read() {
    let Some(double) = start() else { return };
    listen(&double);
    register(&double);
    let slash = Slash {
        user: "ana",
        channel: GENERAL,
        command: "who",
        options: &[("question", json!("gave Kim the car?"))],
        focused: None,
        forced: false,
    };
    double.slash(&slash);
    double.slash(&Slash {
        channel: double.direct("ana"),
        ..slash.clone()
    });
    double.slash(&Slash {
        focused: Some("question"),
        ..slash.clone()
    });
    let place = [("channel", json!(GENERAL.to_string()))];
    double.slash(&Slash {
        command: "newshound channels",
        options: &place,
        user: "ada",
        ..slash
    });
    let message = double.say("ana", GENERAL, "quote");
    double.menu("ben", "Check this quote", message);
    double.change(|world| {
        let button = json!({ "type": 2, "id": 2, "style": 1, "label": "more", "custom_id": "m" });
        let row = json!([{ "type": 1, "id": 1, "components": [button] }]);
        world.messages.get_mut(&message).unwrap().value["components"] = row;
    });
    double.press("ben", message, "more");
    double.submit("ben", GENERAL, "form", &[("text", "said")]);
    let read_all: Vec<Interaction> = events(&double, "INTERACTION_CREATE")
        .iter()
        .map(read)
        .collect();
    let kinds: Vec<u8> = read_all.iter().map(|one| u8::from(one.kind())).collect();
    assert_eq!(kinds, [2, 2, 4, 2, 2, 3, 5]);
    let Interaction::Command(first) = &read_all[0] else {
        panic!("{read_all:?}")
    };
    assert_eq!(first.data.options.len(), 1);
    assert!(
        first
            .member
            .as_ref()
            .is_some_and(|member| member.permissions.is_some())
    );
    let Interaction::Command(checked) = &read_all[4] else {
        panic!("{read_all:?}")
    };
    assert_eq!(checked.data.resolved.messages.len(), 1);
    let Interaction::Autocomplete(typed) = &read_all[2] else {
        panic!("{read_all:?}")
    };
    assert!(typed.data.autocomplete().is_some());
}

#[test]
fn channels_and_threads_are_read() {
    let Some(double) = start() else { return };
    listen(&double);
    double.change(|world| {
        world.add_channel(9_000, 2_000, "a thread");
        let thread = world.channels.get_mut(&9_000).unwrap();
        (thread.kind, thread.parent) = (11, Some(GENERAL));
    });
    double.direct("ana");
    double.look(|world| {
        for channel in world.channels.values().filter(|one| one.guild.is_some()) {
            read::<GuildChannel>(&payload::channel(channel));
        }
        let direct = world.channels.values().find(|one| one.kind == 1).unwrap();
        read::<PrivateChannel>(&payload::direct_channel(world, direct));
    });
    double.say("ana", 9_000, "in a thread");
    assert_eq!(events(&double, "MESSAGE_CREATE").len(), 1);
}
