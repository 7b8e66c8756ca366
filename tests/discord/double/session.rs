//! A session of the gateway: what was sent in it, and to whom it can be sent now.
//!
//! A session outlives its connection: what happens meanwhile is kept and sent on a resume.

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

/// What the task that owns a connection is told.
#[derive(Debug)]
pub(crate) enum Outgoing {
    Payload(Value),
    Close(u16),
    /// Ends the connection without a word, as a broken line does.
    Drop,
}

/// One session of one shard.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) shard: (u64, u64),
    pub(crate) intents: u64,
    /// The client asked for compressed payloads.
    pub(crate) compresses: bool,
    pub(crate) sequence: u64,
    /// Numbered events, for a resume.
    pub(crate) log: Vec<Value>,
    pub(crate) sink: Option<UnboundedSender<Outgoing>>,
    /// Can no more be resumed.
    pub(crate) over: bool,
}

impl Session {
    /// Whether this shard serves the server; direct messages go to the first shard.
    pub(crate) fn serves(&self, guild: Option<u64>) -> bool {
        let (number, count) = self.shard;
        guild.map_or(number == 0, |guild| (guild >> 22) % count.max(1) == number)
    }

    pub(crate) fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let payload = json!({ "op": 0, "t": name, "s": self.sequence, "d": data });
        self.log.push(payload.clone());
        self.send(Outgoing::Payload(payload));
    }

    pub(crate) fn send(&mut self, outgoing: Outgoing) {
        let delivered = self.sink.as_ref().map(|sink| sink.send(outgoing).is_ok());
        if delivered == Some(false) {
            self.sink = None;
        }
    }

    /// The events after this number; everything that was said and asked, when that is wanted.
    pub(crate) fn replay(&self, after: u64, everything: bool) -> Vec<Value> {
        self.log
            .iter()
            .filter(|event| {
                let missed = event["s"].as_u64().is_some_and(|number| number > after);
                missed || (everything && event["t"] != "READY" && event["t"] != "GUILD_CREATE")
            })
            .cloned()
            .collect()
    }
}
