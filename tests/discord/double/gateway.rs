//! The gateway: one task for each connection, from HELLO to the end of the line.

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::Inner;
use super::payload;
use super::session::{Outgoing, Session};
use super::world::{World, id_in};

/// Intents that want a grant in the developer portal: members, presences, message content.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;
/// Every intent there is: 0 to 16, 20, 21, 24 and 25.
const KNOWN: u64 = 0x1_FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;

/// Discord's close codes.
const UNKNOWN_OPCODE: u16 = 4001;
const NOT_AUTHENTICATED: u16 = 4003;
const AUTHENTICATION_FAILED: u16 = 4004;
const ALREADY_AUTHENTICATED: u16 = 4005;
const INVALID_INTENTS: u16 = 4013;
const DISALLOWED_INTENTS: u16 = 4014;

/// Takes a connection.
pub(crate) async fn upgrade(
    State(inner): State<Arc<Inner>>,
    socket: WebSocketUpgrade,
) -> Response<Body> {
    socket.on_upgrade(move |socket| async move {
        let (sender, outgoing) = unbounded_channel();
        let connection = Connection {
            inner,
            socket,
            sender,
            outgoing,
            session: None,
            compresses: false,
        };
        // An error means that the other side is gone, which ends the connection all the same.
        let _ = connection.run().await;
    })
}

struct Connection {
    inner: Arc<Inner>,
    socket: WebSocket,
    sender: UnboundedSender<Outgoing>,
    outgoing: UnboundedReceiver<Outgoing>,
    session: Option<String>,
    compresses: bool,
}

/// Why a connection goes on no further.
struct Ended;

impl From<axum::Error> for Ended {
    fn from(_: axum::Error) -> Self {
        Self
    }
}

impl Connection {
    async fn run(mut self) -> Result<(), Ended> {
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 } });
        self.write(&hello).await?;
        loop {
            tokio::select! {
                incoming = self.socket.recv() => match incoming {
                    Some(Ok(Message::Text(text))) => {
                        let payload = serde_json::from_str(&text).unwrap_or(Value::Null);
                        self.take(&payload).await?;
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    Some(Ok(_)) => {}
                },
                Some(outgoing) = self.outgoing.recv() => match outgoing {
                    Outgoing::Payload(payload) => self.write(&payload).await?,
                    Outgoing::Close(code) => return self.close(code).await,
                    Outgoing::Drop => return Ok(()),
                },
            }
        }
    }

    async fn take(&mut self, payload: &Value) -> Result<(), Ended> {
        match payload["op"].as_u64() {
            Some(1) => self.write(&json!({ "op": 11 })).await,
            Some(2) if self.session.is_some() => self.reject(ALREADY_AUTHENTICATED).await,
            Some(2) => self.identify(&payload["d"]).await,
            Some(6) => self.resume(&payload["d"]).await,
            Some(3 | 4 | 8) if self.session.is_none() => self.reject(NOT_AUTHENTICATED).await,
            Some(3 | 4 | 8) => Ok(()),
            _ => self.reject(UNKNOWN_OPCODE).await,
        }
    }

    async fn identify(&mut self, data: &Value) -> Result<(), Ended> {
        let sender = self.sender.clone();
        self.compresses = data["compress"] == true;
        let outcome = self.inner.shared.change(|world| {
            world.identifications.push(data.clone());
            if let Some(code) = check_identification(world, data) {
                return Err(code);
            }
            Ok(open_session(world, data, sender))
        });
        match outcome {
            Ok(session) => {
                self.session = Some(session);
                Ok(())
            }
            Err(code) => self.close(code).await,
        }
    }

    async fn resume(&mut self, data: &Value) -> Result<(), Ended> {
        let sender = self.sender.clone();
        let resumed = self.inner.shared.change(|world| {
            world.resumptions.push(data.clone());
            resume_session(world, data, sender)
        });
        match resumed {
            Some((session, compresses)) => {
                self.session = Some(session);
                // The client said so when it identified, and says it only then.
                self.compresses = compresses;
                Ok(())
            }
            None => self.write(&json!({ "op": 9, "d": false })).await,
        }
    }

    /// Ends the connection for what the bot should not have sent.
    async fn reject(&mut self, code: u16) -> Result<(), Ended> {
        self.inner
            .shared
            .change(|world| world.fault(format!("the gateway closed with {code}")));
        self.close(code).await
    }

    async fn close(&mut self, code: u16) -> Result<(), Ended> {
        let frame = CloseFrame {
            code,
            reason: "".into(),
        };
        self.socket.send(Message::Close(Some(frame))).await?;
        // The line stays until the other side has read this, or is gone.
        while let Some(Ok(_)) = self.socket.recv().await {}
        Err(Ended)
    }

    async fn write(&mut self, payload: &Value) -> Result<(), Ended> {
        let text = payload.to_string();
        let message = if self.compresses {
            Message::Binary(compress(&text).into())
        } else {
            Message::Text(text.into())
        };
        self.mark_sent(payload);
        Ok(self.socket.send(message).await?)
    }

    /// From here the clock runs: three seconds for an interaction, and the measure of a bench.
    fn mark_sent(&self, payload: &Value) {
        let name = payload["t"].as_str().unwrap_or_default();
        if !matches!(name, "MESSAGE_CREATE" | "INTERACTION_CREATE") {
            return;
        }
        let Some(id) = id_in(&payload["d"]["id"]) else {
            return;
        };
        let now = Instant::now();
        self.inner.shared.change(|world| {
            world.sent.entry(id).or_insert(now);
            let stalled = world.stalled;
            if let Some(interaction) = world.interactions.get_mut(&id)
                && interaction.sent.is_none()
            {
                interaction.sent = Some(now);
                interaction.stalled_before = stalled;
            }
        });
    }
}

fn compress(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(text.as_bytes())
        .expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

/// The code with which an identification is refused.
fn check_identification(world: &mut World, data: &Value) -> Option<u16> {
    if !world.refused_identifications.is_empty() {
        return Some(world.refused_identifications.remove(0));
    }
    let token = data["token"].as_str().unwrap_or_default();
    if token.trim_start_matches("Bot ") != world.token {
        return Some(AUTHENTICATION_FAILED);
    }
    let intents = data["intents"].as_u64().unwrap_or(u64::MAX);
    if intents & !KNOWN != 0 {
        return Some(INVALID_INTENTS);
    }
    (intents & PRIVILEGED & !world.granted != 0).then_some(DISALLOWED_INTENTS)
}

/// READY and the servers, in the order in which Discord sends them.
fn open_session(world: &mut World, data: &Value, sender: UnboundedSender<Outgoing>) -> String {
    let part = |place: usize| data["shard"][place].as_u64();
    let shard = (part(0).unwrap_or(0), part(1).unwrap_or(1));
    let id = format!("session-{}", world.next_id());
    let mut session = Session {
        id: id.clone(),
        shard,
        intents: data["intents"].as_u64().unwrap_or_default(),
        compresses: data["compress"] == true,
        sequence: 0,
        log: Vec::new(),
        sink: Some(sender),
        over: false,
    };
    session.dispatch("READY", &payload::ready(world, &id, shard));
    if session.intents & 1 != 0 {
        for guild in world.guilds.clone() {
            if session.serves(Some(guild)) {
                session.dispatch("GUILD_CREATE", &payload::guild(world, guild));
            }
        }
    }
    // A shard that identifies anew leaves its old session behind.
    for old in world.sessions.iter_mut().filter(|old| old.shard == shard) {
        old.over = true;
    }
    world.sessions.push(session);
    id
}

/// Goes on with a session: what was missed is sent, then RESUMED.
fn resume_session(
    world: &mut World,
    data: &Value,
    sender: UnboundedSender<Outgoing>,
) -> Option<(String, bool)> {
    let token = data["token"].as_str().unwrap_or_default();
    if token.trim_start_matches("Bot ") != world.token {
        return None;
    }
    let everything = world.replays_everything;
    let session = world
        .sessions
        .iter_mut()
        .find(|session| data["session_id"] == session.id.as_str() && !session.over)?;
    let after = data["seq"].as_u64()?;
    if after > session.sequence {
        return None;
    }
    session.sink = Some(sender);
    for event in session.replay(after, everything) {
        session.send(Outgoing::Payload(event));
    }
    session.dispatch("RESUMED", &json!({}));
    Some((session.id.clone(), session.compresses))
}
