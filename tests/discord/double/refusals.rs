//! The double refuses what Discord refuses, one wrong thing at a time.
//!
//! Requests are made by hand here, as the client library would not make most of them.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::Double;
use super::events::Slash;
use super::world::{GENERAL, TOKEN};
use crate::shared::shared;

fn start() -> Option<Double> {
    Some(Double::start(&shared("discord/openapi.json")?))
}

/// Sends a request; gives the status and the body of the reply.
fn ask(double: &Double, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let text = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    send(double, method, path, "application/json", text.as_bytes())
}

fn send(double: &Double, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
    let address = double.url();
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    let head = format!(
        "{method} /api/v10{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bot {TOKEN}\r\n\
         content-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    let status = reply.split(' ').nth(1).unwrap().parse().unwrap();
    let body = reply.split_once("\r\n\r\n").unwrap().1;
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// The reason why a request is refused; the double has written it down as a fault.
#[track_caller]
fn refused(double: &Double, method: &str, path: &str, body: &Value) -> String {
    let before = double.look(|world| world.faults.len());
    let (status, reply) = ask(double, method, path, body);
    assert!(status >= 400, "taken: {method} {path} {body}");
    assert_eq!(double.look(|world| world.faults.len()), before + 1);
    format!("{status} {}", reply["message"].as_str().unwrap_or_default())
}

#[track_caller]
fn taken(double: &Double, method: &str, path: &str, body: &Value) -> Value {
    let (status, reply) = ask(double, method, path, body);
    assert!(status < 300, "{status} {reply}");
    assert_eq!(
        double.look(|world| world.faults.clone()),
        Vec::<String>::new()
    );
    reply
}

fn messages() -> String {
    format!("/channels/{GENERAL}/messages")
}

#[test]
fn a_plain_message_is_taken_and_told_of() {
    let Some(double) = start() else { return };
    let sent = json!({ "content": "hello", "allowed_mentions": { "parse": [] } });
    let reply = taken(&double, "POST", &messages(), &sent);
    assert_eq!(reply["content"], "hello");
    let path = format!("{}/{}", messages(), reply["id"].as_str().unwrap());
    taken(&double, "PATCH", &path, &json!({ "content": "changed" }));
    assert_eq!(
        taken(&double, "GET", &path, &Value::Null)["content"],
        "changed"
    );
    taken(&double, "DELETE", &path, &Value::Null);
    assert!(refused(&double, "GET", &path, &Value::Null).starts_with("404"));
}

#[test]
fn a_message_over_the_limits_is_refused() {
    let Some(double) = start() else { return };
    let field = |value: &str| json!({ "name": "n", "value": value });
    let embed = |size: usize| json!({ "description": "x".repeat(size) });
    let link = json!({ "type": 2, "style": 5, "label": "go" });
    let button = json!({ "type": 2, "style": 1, "label": "go", "custom_id": "a" });
    let row = |parts: Value| json!({ "type": 1, "components": parts });
    let wrong = [
        (json!({ "content": "x".repeat(2001) }), "more than 2000"),
        (json!({}), "empty message"),
        (json!({ "content": " " }), "empty message"),
        (json!({ "content": "x", "contents": "y" }), "contents"),
        (json!({ "embeds": [{ "titel": "x" }] }), "titel"),
        (json!({ "embeds": [embed(4096), embed(1905)] }), "over 6000"),
        (json!({ "embeds": [embed(4097)] }), "4096"),
        (
            json!({ "embeds": [{ "fields": [field(" ")] }] }),
            "empty value",
        ),
        (
            json!({ "embeds": [{ "description": "x", "url": "no address" }] }),
            "uri",
        ),
        (
            json!({ "content": "x", "components": vec![row(json!([button])); 6] }),
            "over 5",
        ),
        (
            json!({ "content": "x", "components": [row(json!([link]))] }),
            "no url",
        ),
        (
            json!({ "content": "x", "components": [row(json!([button, button]))] }),
            "stands twice",
        ),
        (
            json!({ "content": "x", "components": [row(json!(vec![&button; 6]))] }),
            "components",
        ),
    ];
    for (body, reason) in wrong {
        let found = refused(&double, "POST", &messages(), &body);
        assert!(
            found.starts_with("400") && found.contains(reason),
            "{reason}: {found}"
        );
    }
}

#[test]
fn a_mention_that_pings_is_refused() {
    let Some(double) = start() else { return };
    let asked = double.say("ana", GENERAL, "who?");
    let reply = json!({ "message_id": asked.to_string() });
    let everyone = json!({ "parse": ["everyone"] });
    let wrong = [
        json!({ "content": "@everyone" }),
        json!({ "content": "@here", "allowed_mentions": everyone }),
        json!({ "content": "<@86150005000>" }),
        json!({ "content": "<@!86150005000>" }),
        json!({ "content": "<@86150005000>", "allowed_mentions": { "users": ["86150005000"] } }),
        json!({ "content": "<@&2000>", "allowed_mentions": { "parse": ["roles"] } }),
        json!({ "content": "x", "message_reference": reply }),
    ];
    for body in wrong {
        let found = refused(&double, "POST", &messages(), &body);
        assert!(
            found.contains("suppressed") || found.contains("pings"),
            "{body}: {found}"
        );
    }
    double.change(|world| world.faults.clear());
    let none = json!({ "parse": [] });
    let right = json!({
        "content": "@everyone <@86150005000> <@&2000>", "allowed_mentions": none,
        "message_reference": { "message_id": asked.to_string() },
    });
    taken(&double, "POST", &messages(), &right);
}

#[test]
fn commands_that_discord_does_not_take_are_refused() {
    let Some(double) = start() else { return };
    let option = |name: &str| json!({ "type": 3, "name": name, "description": "d" });
    let mut late = option("b");
    late["required"] = json!(true);
    let wrong = [
        (json!([{ "name": "Who", "description": "d" }]), "is no name"),
        (
            json!([{ "name": "who is", "description": "d" }]),
            "is no name",
        ),
        (
            json!([{ "name": "x".repeat(33), "description": "d" }]),
            "32",
        ),
        (json!([{ "name": "who" }]), "no description"),
        (
            json!([{ "name": "who", "description": "d", "options": [option("A")] }]),
            "is no name",
        ),
        (
            json!([{ "name": "who", "description": "d", "options": [option("a"), late] }]),
            "follows",
        ),
        (
            json!([{ "name": "who", "description": "d", "colour": 1 }]),
            "colour",
        ),
        (
            json!([{ "name": "a", "description": "d" }, { "name": "a", "description": "d" }]),
            "two",
        ),
        (
            json!([{ "name": "Check", "type": 3, "description": "d" }]),
            "has a description",
        ),
    ];
    for (body, reason) in wrong {
        let found = refused(&double, "PUT", "/applications/1000/commands", &body);
        assert!(
            found.starts_with("400") && found.contains(reason),
            "{reason}: {found}"
        );
    }
    let other = refused(&double, "PUT", "/applications/1/commands", &json!([]));
    assert!(other.starts_with("403"), "{other}");
}

#[test]
fn paths_and_tokens_that_are_unknown_are_refused() {
    let Some(double) = start() else { return };
    assert!(refused(&double, "GET", "/nothing", &Value::Null).starts_with("404"));
    assert!(refused(&double, "GET", "/channels/1", &Value::Null).starts_with("404"));
    double.change(|world| "another".clone_into(&mut world.token));
    assert_eq!(ask(&double, "GET", "/users/@me", &Value::Null).0, 401);
}

/// An interaction that has been delivered, with the path of its answer and of its token.
fn interaction(double: &Double, focused: Option<&str>) -> (u64, String, String) {
    let option = json!({
        "type": 3, "name": "question", "description": "d", "autocomplete": true,
    });
    let command = json!({ "name": "who", "description": "d", "options": [option] });
    taken(
        double,
        "PUT",
        "/applications/1000/commands",
        &json!([command]),
    );
    let id = double.slash(&Slash {
        user: "ana",
        channel: GENERAL,
        command: "who",
        options: &[("question", json!("x"))],
        focused,
        forced: false,
    });
    double.change(|world| {
        let interaction = world.interactions.get_mut(&id).unwrap();
        interaction.sent = Some(std::time::Instant::now());
    });
    let callback = format!("/interactions/{id}/token-of-{id}/callback");
    (id, callback, format!("/webhooks/1000/token-of-{id}"))
}

#[test]
fn an_interaction_is_answered_once_and_in_time() {
    let Some(double) = start() else { return };
    let (id, callback, webhook) = interaction(&double, None);
    let text = json!({ "content": "x" });
    assert!(refused(&double, "POST", &webhook, &text).starts_with("404"));
    let original = format!("{webhook}/messages/@original");
    assert!(refused(&double, "PATCH", &original, &text).starts_with("404"));
    let nothing = refused(&double, "POST", &callback, &json!({ "type": 4 }));
    assert!(nothing.contains("no data"), "{nothing}");
    let wrong = refused(
        &double,
        "POST",
        &callback,
        &json!({ "type": 8, "data": {} }),
    );
    assert!(wrong.contains("type 8"), "{wrong}");
    double.change(|world| world.faults.clear());
    let answer = json!({ "type": 4, "data": { "content": "x" } });
    taken(&double, "POST", &callback, &answer);
    taken(&double, "POST", &webhook, &text);
    taken(&double, "PATCH", &original, &json!({ "content": "y" }));
    let second = refused(&double, "POST", &callback, &answer);
    assert!(second.contains("already been acknowledged"), "{second}");
    let shown = double.look(|world| {
        let original = world.interactions[&id].original.unwrap();
        world.messages[&original].value["content"].clone()
    });
    assert_eq!(shown, "y");
}

#[test]
fn an_answer_that_comes_late_is_refused() {
    let Some(double) = start() else { return };
    let (id, callback, _) = interaction(&double, None);
    double.change(|world| {
        let interaction = world.interactions.get_mut(&id).unwrap();
        let earlier = std::time::Duration::from_mins(1);
        interaction.sent = interaction.sent.and_then(|sent| sent.checked_sub(earlier));
    });
    let answer = json!({ "type": 4, "data": { "content": "x" } });
    let late = refused(&double, "POST", &callback, &answer);
    assert!(late.contains("more than 3 seconds"), "{late}");
    assert!(
        double
            .faults()
            .iter()
            .any(|fault| fault.contains("never answered"))
    );
}

#[test]
fn a_deferred_answer_that_never_comes_is_a_fault() {
    let Some(double) = start() else { return };
    let (_, callback, webhook) = interaction(&double, None);
    taken(
        &double,
        "POST",
        &callback,
        &json!({ "type": 5, "data": { "flags": 64 } }),
    );
    assert!(double.faults()[0].contains("thinking"));
    let original = format!("{webhook}/messages/@original");
    let reply = taken(&double, "PATCH", &original, &json!({ "content": "x" }));
    assert_eq!(reply["flags"], 64);
    assert_eq!(double.faults(), Vec::<String>::new());
    let channel = format!("{}/{}", messages(), reply["id"].as_str().unwrap());
    let hidden = refused(&double, "PATCH", &channel, &json!({ "content": "z" }));
    assert!(hidden.starts_with("404"), "{hidden}");
}

#[test]
fn completions_take_choices_and_nothing_else() {
    let Some(double) = start() else { return };
    let (_, callback, _) = interaction(&double, Some("question"));
    let text = json!({ "type": 4, "data": { "content": "x" } });
    assert!(refused(&double, "POST", &callback, &text).contains("type 4"));
    let choice = |name: &str| json!({ "name": name, "value": "v" });
    let many = json!({ "type": 8, "data": { "choices": vec![choice("x"); 26] } });
    assert!(refused(&double, "POST", &callback, &many).starts_with("400"));
    let long = json!({ "type": 8, "data": { "choices": [choice(&"x".repeat(101))] } });
    assert!(refused(&double, "POST", &callback, &long).starts_with("400"));
    double.change(|world| world.faults.clear());
    taken(
        &double,
        "POST",
        &callback,
        &json!({ "type": 8, "data": { "choices": [choice("x")] } }),
    );
}

#[test]
fn a_limited_request_says_when_to_come_again() {
    let Some(double) = start() else { return };
    double.limit("POST", "/channels/{channel_id}/messages", 1, 0.25);
    let (status, reply) = ask(&double, "POST", &messages(), &json!({ "content": "x" }));
    assert_eq!((status, &reply["retry_after"]), (429, &json!(0.25)));
    taken(&double, "POST", &messages(), &json!({ "content": "x" }));
}

#[test]
fn files_come_beside_the_json_that_names_them() {
    let Some(double) = start() else { return };
    let send_file = |json: &Value| {
        let body = format!(
            "--b\r\ncontent-disposition: form-data; name=\"files[0]\"; filename=\"list.txt\"\r\n\r\n\
             one\r\n--b\r\ncontent-disposition: form-data; name=\"payload_json\"\r\n\r\n{json}\r\n--b--\r\n"
        );
        let kind = "multipart/form-data; boundary=b";
        send(&double, "POST", &messages(), kind, body.as_bytes())
    };
    let (status, reply) =
        send_file(&json!({ "attachments": [{ "id": 0, "filename": "list.txt" }] }));
    assert_eq!(status, 200, "{reply}");
    assert_eq!(reply["attachments"][0]["filename"], "list.txt");
    let (status, _) = send_file(&json!({ "content": "x" }));
    assert_eq!(status, 400);
}
