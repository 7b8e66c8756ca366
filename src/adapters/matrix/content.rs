//! The contents of the events that the bot sends: pure, from messages to JSON.

use serde_json::{Value, json};

use super::render::Message;
use crate::admin::ReplyMode;

/// Where an answer belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Relation {
    /// The question.
    pub(super) question: Option<String>,
    /// What the thread hangs on that the answer stands in.
    pub(super) thread: Option<String>,
}

impl Relation {
    /// The place of an answer: in the question's own thread, or where the room wants answers.
    pub(super) fn of(question: &str, thread: Option<&str>, mode: ReplyMode) -> Self {
        let opened = (mode == ReplyMode::Thread).then_some(question);
        Self {
            question: Some(question.to_owned()),
            thread: thread.or(opened).map(str::to_owned),
        }
    }

    fn json(&self) -> Option<Value> {
        let reply = self
            .question
            .as_ref()
            .map(|question| json!({ "event_id": question }));
        match (&self.thread, reply) {
            (Some(root), reply) => {
                // On the root itself it is no reply to somebody, but the thread's first message.
                let falls_back = self.question.as_ref().is_none_or(|one| one == root);
                let mut relation = json!({
                    "rel_type": "m.thread",
                    "event_id": root,
                    "is_falling_back": falls_back,
                });
                relation["m.in_reply_to"] = reply.unwrap_or_else(|| json!({ "event_id": root }));
                Some(relation)
            }
            (None, Some(reply)) => Some(json!({ "m.in_reply_to": reply })),
            (None, None) => None,
        }
    }
}

/// A message as an event's content. It is a notice, which no bot listens to, and mentions nobody but
/// `asker`, whatever is written in it.
pub(super) fn notice(message: &Message, asker: Option<&str>, relation: &Relation) -> Value {
    let mut content = body(message, asker);
    if let Some(relation) = relation.json() {
        content["m.relates_to"] = relation;
    }
    content
}

/// A message in the place of one that was sent before. Nobody is told again.
pub(super) fn replacement(message: &Message, asker: Option<&str>, sent: &str) -> Value {
    let mut content = body(message, None);
    content["body"] = format!("* {}", message.plain).into();
    content["formatted_body"] = format!("* {}", message.html).into();
    content["m.new_content"] = body(message, asker);
    content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": sent });
    content
}

fn body(message: &Message, asker: Option<&str>) -> Value {
    let mentions = asker.map_or_else(|| json!({}), |asker| json!({ "user_ids": [asker] }));
    json!({
        "msgtype": "m.notice",
        "body": message.plain,
        "format": "org.matrix.custom.html",
        "formatted_body": message.html,
        "m.mentions": mentions,
    })
}

/// The name under which a message is sent, the same at each try, so that the server takes it once.
pub(super) fn transaction(question: &str, part: &str) -> String {
    let hash = blake3::hash(format!("{question} {part}").as_bytes()).to_hex();
    format!("newshound-{}", &hash[..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        Message {
            html: "<p>a</p>".to_owned(),
            plain: "a".to_owned(),
        }
    }

    #[test]
    fn an_answer_is_a_notice_that_mentions_the_asker_alone() {
        let relation = Relation::of("$q", None, ReplyMode::Public);
        let content = notice(&message(), Some("@ada:a.example"), &relation);
        assert_eq!(
            content,
            json!({"msgtype": "m.notice", "body": "a", "format": "org.matrix.custom.html",
                "formatted_body": "<p>a</p>", "m.mentions": {"user_ids": ["@ada:a.example"]},
                "m.relates_to": {"m.in_reply_to": {"event_id": "$q"}}})
        );
        let silent = notice(&message(), None, &Relation::default());
        assert_eq!(silent["m.mentions"], json!({}));
        assert_eq!(silent.get("m.relates_to"), None);
    }

    #[test]
    fn answers_stay_in_their_thread_or_open_one() {
        let asked = |thread, mode| Relation::of("$q", thread, mode).json().unwrap();
        let inside = asked(Some("$root"), ReplyMode::Public);
        assert_eq!(inside["event_id"], "$root");
        assert_eq!(inside["is_falling_back"], false);
        assert_eq!(inside["m.in_reply_to"]["event_id"], "$q");
        let opened = asked(None, ReplyMode::Thread);
        assert_eq!(
            (&opened["event_id"], &opened["is_falling_back"]),
            (&json!("$q"), &json!(true))
        );
    }

    #[test]
    fn a_replacement_tells_nobody_again() {
        let content = replacement(&message(), Some("@ada:a.example"), "$answer");
        assert_eq!(content["m.mentions"], json!({}));
        assert_eq!(content["m.new_content"]["body"], "a");
        assert_eq!(content["m.relates_to"]["event_id"], "$answer");
    }

    #[test]
    fn a_transaction_is_its_questions_own_and_the_same_again() {
        assert_eq!(transaction("$q", "0"), transaction("$q", "0"));
        assert_ne!(transaction("$q", "0"), transaction("$q", "1"));
        assert_ne!(transaction("$q", "0"), transaction("$r", "0"));
    }
}
