//! Reads events as they come from the server: what somebody wrote, changed or took back.
//!
//! Pure, over JSON: whatever somebody sends, nothing panics here, and what cannot be read is
//! nothing.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What happened, as far as it matters to a bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Somebody wrote.
    Message(Message),
    /// Somebody changed what they wrote; the message is as it is now, under its old id.
    Edit(Message),
    /// An event was taken back.
    Redaction {
        /// The event that is gone.
        of: String,
        /// Who took it back.
        by: String,
    },
    /// Somebody put a sign to a message.
    Reaction(Reaction),
    /// Somebody came into the room who was not in it.
    Join(String),
    /// Somebody left the room, or was sent away.
    Leave(String),
}

/// Something that somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) sender: String,
    /// When, in milliseconds of Unix time, as the sender's server says.
    pub(super) at: u64,
    /// The words, without the quotation that old clients put before a reply.
    pub(super) text: String,
    /// The event that the message's thread hangs on.
    pub(super) thread: Option<String>,
    /// The event that it replies to.
    pub(super) replies_to: Option<String>,
    /// Who is mentioned, where the client tells; `None` from clients that do not.
    pub(super) mentions: Option<Vec<String>>,
    /// The event that changed it, where it was changed.
    pub(super) edit: Option<String>,
    /// The file that it is, with what was written beside it as its words.
    pub(super) file: Option<File>,
}

/// A sign that somebody put to a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reaction {
    pub(super) id: String,
    pub(super) sender: String,
    /// When, in milliseconds of Unix time, as the sender's server says.
    pub(super) at: u64,
    /// The message.
    pub(super) to: String,
    /// The sign.
    pub(super) key: String,
}

/// A file that somebody sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct File {
    /// Its name, as whoever sent it chose: never a path.
    pub(super) name: String,
    /// Its size, as they say.
    pub(super) size: Option<u64>,
    /// Where it lies, and how it is decrypted, as JSON.
    pub(super) source: String,
}

/// Reads an event.
pub(super) fn read(event: &Value) -> Option<Event> {
    let content = &event["content"];
    match event["type"].as_str()? {
        "m.room.message" if event.get("state_key").is_none() => read_message(event),
        "m.reaction" => read_reaction(event),
        "m.room.redaction" => {
            let of = content["redacts"].as_str().or(event["redacts"].as_str())?;
            Some(Event::Redaction {
                of: of.to_owned(),
                by: text(&event["sender"])?,
            })
        }
        "m.room.member" if content["membership"] == "join" => {
            let before = &event["unsigned"]["prev_content"]["membership"];
            (before != "join")
                .then(|| text(&event["state_key"]).map(Event::Join))
                .flatten()
        }
        "m.room.member" if content["membership"] == "leave" || content["membership"] == "ban" => {
            text(&event["state_key"]).map(Event::Leave)
        }
        _ => None,
    }
}

fn read_reaction(event: &Value) -> Option<Event> {
    let relation = &event["content"]["m.relates_to"];
    Some(Event::Reaction(Reaction {
        id: text(&event["event_id"])?,
        sender: text(&event["sender"])?,
        at: event["origin_server_ts"].as_u64()?,
        to: text(&relation["event_id"])?,
        key: text(&relation["key"])?,
    }))
}

fn read_message(event: &Value) -> Option<Event> {
    if event["unsigned"].get("redacted_because").is_some() {
        return None;
    }
    let content = &event["content"];
    let relation = &content["m.relates_to"];
    let message = Message {
        id: text(&event["event_id"])?,
        sender: text(&event["sender"])?,
        at: event["origin_server_ts"].as_u64()?,
        ..Message::default()
    };
    if relation["rel_type"] == "m.replace" {
        // An edit holds the new words twice: once for clients that know no edits, with a star.
        let words = words(&content["m.new_content"], false)?;
        return Some(Event::Edit(Message {
            id: text(&relation["event_id"])?,
            text: words,
            mentions: mentions(&content["m.new_content"]),
            edit: Some(message.id),
            sender: message.sender,
            at: message.at,
            ..Message::default()
        }));
    }
    let replied = text(&relation["m.in_reply_to"]["event_id"]);
    let is_thread = relation["rel_type"] == "m.thread";
    // In a thread, clients that know none see a reply to the last message before; it is none.
    let is_reply = !(is_thread && relation["is_falling_back"] == true);
    Some(Event::Message(Message {
        text: words(content, replied.is_some())?,
        thread: is_thread.then(|| text(&relation["event_id"])).flatten(),
        replies_to: replied.filter(|_| is_reply),
        mentions: mentions(content),
        file: file(content),
        ..message
    }))
}

/// The words of a text message, and those beside a file. Notices are what bots say, and are not
/// listened to.
fn words(content: &Value, is_reply: bool) -> Option<String> {
    let body = content["body"].as_str()?;
    // Without another name for the file, the words are its name.
    let other_name = content["filename"].as_str().filter(|name| *name != body);
    match content["msgtype"].as_str()? {
        "m.file" if other_name.is_none() => return Some(String::new()),
        "m.text" | "m.file" => {}
        _ => return None,
    }
    Some(
        if is_reply {
            without_quotation(body)
        } else {
            body
        }
        .to_owned(),
    )
}

/// The words after the quotation that old clients put before a reply: lines that begin with `>`,
/// the first of which names somebody, and an empty one.
fn without_quotation(body: &str) -> &str {
    if !body.starts_with("> <") && !body.starts_with("> * <") {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

fn file(content: &Value) -> Option<File> {
    if content["msgtype"] != "m.file" {
        return None;
    }
    let name = content["filename"].as_str().or(content["body"].as_str())?;
    let source = ["file", "url"]
        .iter()
        .find_map(|key| Some(json!({ *key: content.get(*key)? })))?;
    Some(File {
        name: name.to_owned(),
        size: content["info"]["size"].as_u64(),
        source: source.to_string(),
    })
}

fn mentions(content: &Value) -> Option<Vec<String>> {
    let mentions = content.get("m.mentions")?.as_object()?;
    let users = mentions.get("user_ids").and_then(Value::as_array);
    let users = users.into_iter().flatten();
    Some(
        users
            .filter_map(|user| user.as_str().map(str::to_owned))
            .collect(),
    )
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(content: &Value) -> Option<Event> {
        read(&json!({
            "type": "m.room.message", "event_id": "$1", "sender": "@ada:a.example",
            "origin_server_ts": 5, "content": content,
        }))
    }

    fn message(content: &Value) -> Message {
        match event(content) {
            Some(Event::Message(message)) => message,
            other => panic!("no message: {other:?}"),
        }
    }

    #[test]
    fn a_message_is_its_words_with_whom_it_is_for() {
        let plain = message(&json!({"msgtype": "m.text", "body": "!who?"}));
        let expected = Message {
            id: "$1".to_owned(),
            sender: "@ada:a.example".to_owned(),
            at: 5,
            text: "!who?".to_owned(),
            ..Message::default()
        };
        assert_eq!(plain, expected);
        let named = message(&json!({"msgtype": "m.text", "body": "x",
            "m.mentions": {"user_ids": ["@bot:a.example", 3]}}));
        assert_eq!(named.mentions, Some(vec!["@bot:a.example".to_owned()]));
        let nobody = message(&json!({"msgtype": "m.text", "body": "x", "m.mentions": {}}));
        assert_eq!(nobody.mentions, Some(Vec::new()));
    }

    #[test]
    fn notices_pictures_and_state_are_nothing() {
        for content in [
            json!({"msgtype": "m.notice", "body": "!who?"}),
            json!({"msgtype": "m.emote", "body": "!who?"}),
            json!({"msgtype": "m.text"}),
            json!({}),
        ] {
            assert_eq!(event(&content), None, "{content}");
        }
        let state = json!({"type": "m.room.message", "state_key": "", "event_id": "$1",
            "sender": "@a:b", "origin_server_ts": 1,
            "content": {"msgtype": "m.text", "body": "!who?"}});
        assert_eq!(read(&state), None);
    }

    #[test]
    fn a_reply_loses_the_quotation_before_it_and_nothing_else_does() {
        let reply = json!({"m.in_reply_to": {"event_id": "$0"}});
        let body = "> <@bot:a.example> “Kim”\n> [1] title\n\nwhen?\n> really";
        let replied = message(&json!({"msgtype": "m.text", "body": body, "m.relates_to": reply}));
        assert_eq!(replied.text, "when?\n> really");
        assert_eq!(replied.replies_to.as_deref(), Some("$0"));
        let quoted = message(&json!({"msgtype": "m.text", "body": "> <b> hm"}));
        assert_eq!(quoted.text, "> <b> hm");
        let own = message(&json!({"msgtype": "m.text", "body": "> so\nwhen?",
            "m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}));
        assert_eq!(own.text, "> so\nwhen?");
    }

    #[test]
    fn a_thread_has_a_root_and_its_stand_in_for_a_reply_is_none() {
        let thread = |falls_back: bool| {
            message(
                &json!({"msgtype": "m.text", "body": "when?", "m.relates_to": {
                "rel_type": "m.thread", "event_id": "$root", "is_falling_back": falls_back,
                "m.in_reply_to": {"event_id": "$last"}}}),
            )
        };
        assert_eq!(thread(true).thread.as_deref(), Some("$root"));
        assert_eq!(thread(true).replies_to, None);
        assert_eq!(thread(false).replies_to.as_deref(), Some("$last"));
    }

    #[test]
    fn a_file_has_a_name_a_place_and_perhaps_words() {
        let bare = message(&json!({"msgtype": "m.file", "body": "a.md", "url": "mxc://a/b"}));
        assert_eq!(bare.text, "");
        let file = bare.file.unwrap();
        assert_eq!(
            (&*file.name, &*file.source),
            ("a.md", r#"{"url":"mxc://a/b"}"#)
        );
        let with_words = message(&json!({"msgtype": "m.file", "body": "!articles add",
            "filename": "a.md", "file": {"url": "mxc://a/b"}, "info": {"size": 7}}));
        assert_eq!(with_words.text, "!articles add");
        assert_eq!(with_words.file.unwrap().size, Some(7));
    }

    #[test]
    fn an_edit_is_the_new_words_of_an_old_message() {
        let edit = event(&json!({"msgtype": "m.text", "body": "* !when?",
            "m.new_content": {"msgtype": "m.text", "body": "!when?"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}));
        let Some(Event::Edit(message)) = edit else {
            panic!("no edit: {edit:?}");
        };
        assert_eq!((&*message.id, &*message.text), ("$0", "!when?"));
        assert_eq!(message.edit.as_deref(), Some("$1"));
    }

    #[test]
    fn redactions_of_old_and_new_rooms_and_joins_are_read() {
        for redaction in [
            json!({"type": "m.room.redaction", "sender": "@a:b", "redacts": "$0", "content": {}}),
            json!({"type": "m.room.redaction", "sender": "@a:b", "content": {"redacts": "$0"}}),
        ] {
            let expected = Event::Redaction {
                of: "$0".to_owned(),
                by: "@a:b".to_owned(),
            };
            assert_eq!(read(&redaction), Some(expected));
        }
        let join = |before: &str| {
            read(&json!({"type": "m.room.member", "state_key": "@a:b",
                "content": {"membership": "join"},
                "unsigned": {"prev_content": {"membership": before}}}))
        };
        assert_eq!(join("invite"), Some(Event::Join("@a:b".to_owned())));
        assert_eq!(join("join"), None);
        let left = json!({"type": "m.room.member", "state_key": "@a:b",
            "content": {"membership": "ban"}});
        assert_eq!(read(&left), Some(Event::Leave("@a:b".to_owned())));
    }

    #[test]
    fn a_sign_is_put_to_a_message() {
        let reaction = |content: &Value| {
            read(
                &json!({"type": "m.reaction", "event_id": "$1", "sender": "@a:b",
                "origin_server_ts": 5, "content": content}),
            )
        };
        let relation = json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0",
            "key": "➡️"}});
        let expected = Reaction {
            id: "$1".to_owned(),
            sender: "@a:b".to_owned(),
            at: 5,
            to: "$0".to_owned(),
            key: "➡️".to_owned(),
        };
        assert_eq!(reaction(&relation), Some(Event::Reaction(expected)));
        assert_eq!(reaction(&json!({})), None, "one that was taken back");
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            Just(Value::from("m.text")),
            Just(Value::from("m.replace")),
            Just(Value::from("> <@a:b> x\n>\n")),
        ];
        let keys = prop_oneof![
            Just("body"),
            Just("msgtype"),
            Just("m.relates_to"),
            Just("rel_type"),
            Just("event_id"),
            Just("m.in_reply_to"),
            Just("m.new_content"),
            Just("m.mentions"),
            Just("user_ids"),
        ];
        leaf.prop_recursive(4, 32, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(keys.clone(), inner, 0..6).prop_map(|map| {
                    let entries = map.into_iter();
                    Value::Object(
                        entries
                            .map(|(key, value)| (key.to_owned(), value))
                            .collect(),
                    )
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_sent_nothing_panics(content in any_json()) {
            let _ = event(&content);
            let _ = read(&content);
        }
    }
}
