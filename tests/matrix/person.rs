//! Somebody on Matrix, with a client that keeps listening and remembers all it hears.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use matrix_sdk::attachment::AttachmentConfig;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::encryption::{EncryptionSettings, LocalTrust};
use matrix_sdk::ruma::api::client::account::register;
use matrix_sdk::ruma::api::client::room::{Visibility, create_room, upgrade_room};
use matrix_sdk::ruma::api::client::uiaa::{AuthData, Dummy};
use matrix_sdk::ruma::events::room::message::TextMessageEventContent;
use matrix_sdk::ruma::{EventId, Int, OwnedRoomId, RoomId, RoomVersionId, UserId};
use matrix_sdk::{Client, Room};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::synapse::Synapse;

/// How long something is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// The password of everybody.
pub(crate) const PASSWORD: &str = "a-password-of-the-tests";

/// What all clients run on.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: std::sync::OnceLock<Runtime> = std::sync::OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let builder = builder.worker_threads(2).enable_all();
        builder.build().expect("a runtime can be made")
    })
}

/// A name that nobody has yet on a server that all tests share.
pub(crate) fn fresh(name: &str) -> String {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    format!("{name}-{number}")
}

/// Makes an account; gives its full name.
pub(crate) fn register(server: &Synapse, name: &str) -> String {
    runtime().block_on(async {
        let client = client(server).await;
        let mut request = register::v3::Request::new();
        request.username = Some(name.to_owned());
        request.password = Some(PASSWORD.to_owned());
        request.auth = Some(AuthData::Dummy(Dummy::new()));
        request.inhibit_login = true;
        let made = client.matrix_auth().register(request).await;
        made.expect("an account can be made").user_id.to_string()
    })
}

async fn client(server: &Synapse) -> Client {
    client_with(server, false).await
}

async fn client_with(server: &Synapse, verified: bool) -> Client {
    let settings = EncryptionSettings {
        auto_enable_cross_signing: verified,
        ..EncryptionSettings::default()
    };
    let builder = Client::builder().homeserver_url(&server.url);
    let client = builder.with_encryption_settings(settings).build().await;
    client.expect("a client can be made")
}

#[derive(Default)]
struct Heard {
    events: Mutex<Vec<(OwnedRoomId, Value)>>,
    grown: Condvar,
}

/// Somebody.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) client: Client,
    heard: Arc<Heard>,
    listening: tokio::task::JoinHandle<()>,
}

impl Drop for Person {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Person {
    /// Makes an account and logs in.
    pub(crate) fn new(server: &Synapse, name: &str) -> Self {
        let name = register(server, &fresh(name));
        Self::log_in(server, &name)
    }

    /// The same, with a device that the account vouches for.
    pub(crate) fn new_and_verified(server: &Synapse, name: &str) -> Self {
        let name = register(server, &fresh(name));
        Self::log_in_with(server, &name, true)
    }

    /// Logs in with a new device.
    pub(crate) fn log_in(server: &Synapse, name: &str) -> Self {
        Self::log_in_with(server, name, false)
    }

    fn log_in_with(server: &Synapse, name: &str, verified: bool) -> Self {
        runtime().block_on(async {
            let client = client_with(server, verified).await;
            let auth = client.matrix_auth();
            let login = auth.login_username(name, PASSWORD).send().await;
            login.expect("somebody can log in");
            client
                .encryption()
                .wait_for_e2ee_initialization_tasks()
                .await;
            let heard = Arc::new(Heard::default());
            let listening = tokio::spawn(listen(client.clone(), Arc::clone(&heard)));
            Self {
                name: name.to_owned(),
                client,
                heard,
                listening,
            }
        })
    }

    /// Opens a room and invites somebody.
    pub(crate) fn opens_room(&self, invited: &[&str], wishes: Wishes) -> OwnedRoomId {
        runtime().block_on(async {
            let mut request = create_room::v3::Request::new();
            let invited = invited
                .iter()
                .map(|name| UserId::parse(name).expect("a name"));
            request.invite = invited.collect();
            request.room_version = Some(wishes.version);
            request.is_direct = wishes.is_direct;
            if wishes.is_public {
                request.visibility = Visibility::Public;
                request.preset = Some(create_room::v3::RoomPreset::PublicChat);
            }
            if wishes.is_encrypted {
                let state = json!({"type": "m.room.encryption", "state_key": "",
                    "content": {"algorithm": "m.megolm.v1.aes-sha2"}});
                let state = serde_json::from_value(state).expect("an event");
                request.initial_state = vec![state];
            }
            let room = self.client.create_room(request).await;
            room.expect("a room can be opened").room_id().to_owned()
        })
    }

    /// The room as this client knows it.
    pub(crate) fn room(&self, room: &RoomId) -> Room {
        let known = || self.client.get_room(room).map(|_| ());
        self.wait("a room", |_| known());
        self.client.get_room(room).expect("it was waited for")
    }

    /// Sends a message; gives its id.
    pub(crate) fn sends(&self, room: &RoomId, content: &Value) -> String {
        let room = self.room(room);
        runtime().block_on(async {
            let sent = room.send_raw("m.room.message", content).await;
            let sent = sent.expect("a message can be sent");
            sent.response.event_id.to_string()
        })
    }

    /// Writes.
    pub(crate) fn writes(&self, room: &RoomId, line: &str) -> String {
        self.sends(room, &json!({"msgtype": "m.text", "body": line}))
    }

    /// Replies to something.
    pub(crate) fn replies(&self, room: &RoomId, to: &str, line: &str) -> String {
        let content = json!({"msgtype": "m.text", "body": line,
            "m.relates_to": {"m.in_reply_to": {"event_id": to}}});
        self.sends(room, &content)
    }

    /// Puts a sign to something; gives the sign's own id.
    pub(crate) fn reacts(&self, room: &RoomId, to: &str, key: &str) -> String {
        let room = self.room(room);
        let content = json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": to,
            "key": key}});
        runtime().block_on(async {
            let sent = room.send_raw("m.reaction", content).await;
            let sent = sent.expect("a sign can be put to a message");
            sent.response.event_id.to_string()
        })
    }

    /// Keeps the keys of messages from somebody's devices, or does so no more.
    pub(crate) fn keeps_keys_from(&self, who: &str, trust: LocalTrust) {
        let who = UserId::parse(who).expect("a name");
        runtime().block_on(async {
            let devices = self.client.encryption().get_user_devices(&who).await;
            for device in devices.expect("devices are known").devices() {
                let done = device.set_local_trust(trust).await;
                done.expect("a device can be trusted or not");
            }
        });
    }

    /// Sends a file, with words beside it or without.
    pub(crate) fn sends_file(
        &self,
        room: &RoomId,
        name: &str,
        text: &str,
        words: Option<&str>,
    ) -> String {
        let room = self.room(room);
        let words = words.map(TextMessageEventContent::plain);
        let config = AttachmentConfig::new().caption(words);
        let kind = "text/markdown".parse().expect("a kind of files");
        runtime().block_on(async {
            let sent = room
                .send_attachment(name, &kind, text.as_bytes().to_vec(), config)
                .await;
            sent.expect("a file can be sent").event_id.to_string()
        })
    }

    /// So many messages that answer a question, once they have come.
    #[track_caller]
    pub(crate) fn wait_for_answers(&self, asked: &str, count: usize) -> Vec<Answer> {
        self.wait("answers", |events| {
            let answers = answers(events, asked);
            (answers.len() >= count).then_some(answers)
        })
    }

    /// Writes, and reads the answer.
    #[track_caller]
    pub(crate) fn asks(&self, room: &RoomId, line: &str) -> Answer {
        let asked = self.writes(room, line);
        self.answer_to(&asked)
    }

    /// The first message of the answer to a question.
    #[track_caller]
    pub(crate) fn answer_to(&self, asked: &str) -> Answer {
        self.wait("an answer", |events| {
            answers(events, asked).into_iter().next()
        })
    }

    /// All messages that answer a question and have come so far.
    pub(crate) fn answers_to(&self, asked: &str) -> Vec<Answer> {
        let events = self
            .heard
            .events
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        answers(&events, asked)
    }

    /// Goes on talking until something that was said is so many milliseconds old, by the server's
    /// own clock.
    pub(crate) fn talks_until_it_is_older(&self, room: &RoomId, event: &str, age: u64) {
        let mut last = event.to_owned();
        let told_at = |events: &[(OwnedRoomId, Value)], id: &str| {
            let event = events.iter().find(|(_, event)| event["event_id"] == id);
            event.and_then(|(_, event)| event["origin_server_ts"].as_u64())
        };
        while !self.wait("what was said", |events| {
            Some(told_at(events, &last)? > told_at(events, event)? + age)
        }) {
            last = self.writes(room, "what a day");
        }
    }

    /// Invites somebody.
    pub(crate) fn invites(&self, room: &RoomId, who: &str) {
        let room = self.room(room);
        let who = UserId::parse(who).expect("a name");
        let done = runtime().block_on(async { room.invite_user_by_id(&who).await });
        done.expect("somebody can be invited");
    }

    /// Lets somebody rule a room as much as its creator does.
    pub(crate) fn lets_rule(&self, room: &RoomId, who: &str) {
        let room = self.room(room);
        let who = UserId::parse(who).expect("a name");
        let done = runtime().block_on(async {
            room.update_power_levels(vec![(&who, Int::new(100).expect("a number"))])
                .await
        });
        done.expect("powers can be given");
    }

    /// Replaces a room by one of another version.
    pub(crate) fn upgrades(&self, room: &RoomId, version: RoomVersionId) -> OwnedRoomId {
        let request = upgrade_room::v3::Request::new(room.to_owned(), version);
        let done = runtime().block_on(async { self.client.send(request).await });
        done.expect("a room can be replaced").replacement_room
    }

    /// Follows an invitation.
    pub(crate) fn joins(&self, room: &RoomId) {
        let done = runtime().block_on(async { self.client.join_room_by_id(room).await });
        done.expect("somebody can join");
        self.waits_for(room, &self.name, "join");
    }

    /// The room that somebody has invited to.
    #[track_caller]
    pub(crate) fn is_invited_by(&self, who: &str) -> OwnedRoomId {
        let invited = || {
            runtime().block_on(async {
                for room in self.client.invited_rooms() {
                    if room.invite_details().await.ok()?.inviter_id == who {
                        return Some(room.room_id().to_owned());
                    }
                }
                None
            })
        };
        self.wait("an invitation", |_| invited())
    }

    /// Leaves a room.
    pub(crate) fn leaves(&self, room: &RoomId) {
        let room = self.room(room);
        let done = runtime().block_on(async { room.leave().await });
        done.expect("a room can be left");
    }

    /// Takes something back.
    pub(crate) fn takes_back(&self, room: &RoomId, event: &str) {
        let room = self.room(room);
        let event = EventId::parse(event).expect("an id");
        let done = runtime().block_on(async { room.redact(&event, None, None).await });
        done.expect("it can be taken back");
    }

    /// Waits until somebody is in a room.
    #[track_caller]
    pub(crate) fn waits_for(&self, room: &RoomId, who: &str, membership: &str) {
        self.wait(&format!("{membership} of {who}"), |events| {
            let is_it = |event: &Value| {
                event["type"] == "m.room.member"
                    && event["state_key"] == who
                    && event["content"]["membership"] == membership
            };
            let found = events
                .iter()
                .any(|(place, event)| place == room && is_it(event));
            found.then_some(())
        });
    }

    /// Waits until something was heard.
    #[track_caller]
    pub(crate) fn wait<T>(
        &self,
        what: &str,
        mut probe: impl FnMut(&[(OwnedRoomId, Value)]) -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut events = self
            .heard
            .events
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(found) = probe(&events) {
                return found;
            }
            assert!(
                Instant::now() < deadline,
                "never: {what}; heard {events:#?}"
            );
            let pause = Duration::from_millis(200);
            let waited = self.heard.grown.wait_timeout(events, pause);
            events = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// How a room is to be.
#[derive(Clone)]
pub(crate) struct Wishes {
    pub(crate) is_encrypted: bool,
    pub(crate) is_direct: bool,
    /// Everybody may come in.
    pub(crate) is_public: bool,
    pub(crate) version: RoomVersionId,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            is_encrypted: false,
            is_direct: false,
            is_public: false,
            version: RoomVersionId::V12,
        }
    }
}

impl Wishes {
    /// An encrypted room.
    pub(crate) fn encrypted() -> Self {
        Self {
            is_encrypted: true,
            ..Self::default()
        }
    }
}

async fn listen(client: Client, heard: Arc<Heard>) {
    let mut undecrypted: Vec<(Room, TimelineEvent)> = Vec::new();
    loop {
        let settings = SyncSettings::new().timeout(Duration::from_secs(10));
        let Ok(round) = client.sync_once(settings).await else {
            // The server may be starting again.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let mut events = Vec::new();
        for (room, event) in std::mem::take(&mut undecrypted) {
            let raw = event.raw().cast_ref_unchecked();
            match room.decrypt_event(raw, None).await {
                Ok(read) if !read.kind.is_utd() => events.push((room.room_id().to_owned(), read)),
                _ => undecrypted.push((room, event)),
            }
        }
        for (id, update) in round.rooms.joined {
            for event in update.timeline.events {
                match client.get_room(&id) {
                    Some(room) if event.kind.is_utd() => undecrypted.push((room, event)),
                    _ => events.push((id.clone(), event)),
                }
            }
        }
        let read = events.into_iter().filter_map(|(room, event)| {
            let was_encrypted = event.encryption_info().is_some();
            let mut json: Value = serde_json::from_str(event.raw().json().get()).ok()?;
            json["was_encrypted"] = was_encrypted.into();
            Some((room, json))
        });
        let mut all = heard.events.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(read);
        heard.grown.notify_all();
    }
}

/// Something that the bot said.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) event: Value,
    pub(crate) id: String,
}

impl Answer {
    /// What plain clients show.
    pub(crate) fn words(&self) -> &str {
        self.event["content"]["body"].as_str().unwrap_or_default()
    }

    /// What others show.
    pub(crate) fn html(&self) -> &str {
        self.event["content"]["formatted_body"]
            .as_str()
            .unwrap_or_default()
    }

    pub(crate) fn was_encrypted(&self) -> bool {
        self.event["was_encrypted"] == true
    }
}

fn answers(events: &[(OwnedRoomId, Value)], asked: &str) -> Vec<Answer> {
    let replies = events.iter().filter(|(_, event)| {
        let content = &event["content"];
        content["m.relates_to"]["m.in_reply_to"]["event_id"] == asked
            && content["msgtype"] == "m.notice"
    });
    let answer = |(_, event): &(OwnedRoomId, Value)| Answer {
        id: event["event_id"].as_str().unwrap_or_default().to_owned(),
        event: event.clone(),
    };
    replies.map(answer).collect()
}
