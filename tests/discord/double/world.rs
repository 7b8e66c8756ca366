//! What the double knows: the server with its people and channels, what was said, what is open.
//!
//! Plain data behind one lock. Everything that happens changes the world and wakes whoever waits
//! for something to be true of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::payload;
use super::session::Session;

/// The application, which is the bot's user too.
pub(crate) const APPLICATION: u64 = 1_000;
/// The first server; others follow it in number.
pub(crate) const GUILD: u64 = 2_000;
/// Its first channel.
pub(crate) const GENERAL: u64 = 3_000;
/// Its second channel.
pub(crate) const NEWS: u64 = 3_001;
/// The token that is taken for right.
pub(crate) const TOKEN: &str = "MTAwMA.R2VuaXVz.not-a-real-token-of-anybody-in-the-world";

/// Permission bits that matter here.
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
/// May delete what others wrote: a moderator.
pub(crate) const MANAGE_MESSAGES: u64 = 1 << 13;
/// What everybody may: react, view, send, embed, attach, read back, use commands, and open and
/// write in threads.
pub(crate) const EVERYBODY: u64 =
    1 << 6 | 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 35 | 1 << 38;
/// The privileged intent that shows what is written.
pub(crate) const MESSAGE_CONTENT: u64 = 1 << 15;

/// How long anything is waited for before a test fails: far more than a busy machine needs.
const PATIENCE: Duration = Duration::from_mins(1);

/// One who writes.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) bot: bool,
    /// Permissions beyond everybody's, from a role of the same number as the user.
    pub(crate) extra: u64,
}

impl User {
    pub(crate) fn permissions(&self) -> u64 {
        EVERYBODY | self.extra
    }
}

/// Where something is written.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    /// 0 a channel of a server, 1 a direct message, 11 a thread.
    pub(crate) kind: u64,
    pub(crate) guild: Option<u64>,
    pub(crate) name: String,
    pub(crate) parent: Option<u64>,
    /// The other one of a direct message.
    pub(crate) recipient: Option<u64>,
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A message as it stands now.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// The object as Discord gives it.
    pub(crate) value: Value,
    pub(crate) channel: u64,
    pub(crate) files: Vec<File>,
    /// Only whoever asked sees it.
    pub(crate) ephemeral: bool,
    /// Acknowledged, but with nothing to read yet.
    pub(crate) thinking: bool,
    /// How often it was changed.
    pub(crate) edits: usize,
    /// The interaction that it answers.
    pub(crate) interaction: Option<u64>,
}

/// An interaction and how it was answered.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    pub(crate) token: String,
    /// 2 command, 3 component, 4 autocomplete, 5 modal.
    pub(crate) kind: u64,
    pub(crate) channel: u64,
    pub(crate) user: u64,
    /// What was typed, picked or pressed.
    pub(crate) data: Value,
    /// When it was written to the socket.
    pub(crate) sent: Option<Instant>,
    /// How long this machine had stood still in all by then.
    pub(crate) stalled_before: Duration,
    /// The body of the answer.
    pub(crate) answer: Option<Value>,
    pub(crate) answered: Option<Instant>,
    /// What `@original` means.
    pub(crate) original: Option<u64>,
    /// The message whose button was pressed, and how often that had been changed by then.
    pub(crate) pressed: Option<u64>,
    pub(crate) edits_before: usize,
    pub(crate) followups: Vec<u64>,
}

/// A request of the bot, as it came and as it was answered.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The path as the description writes it, with names for ids.
    pub(crate) template: String,
    pub(crate) body: Value,
    pub(crate) status: u16,
    pub(crate) arrived: Instant,
}

/// Answers 429 to some requests.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    pub(crate) method: String,
    pub(crate) template: String,
    pub(crate) left: usize,
    pub(crate) retry_after: f64,
}

/// Everything.
pub(crate) struct World {
    pub(crate) address: String,
    pub(crate) token: String,
    /// Privileged intents that the developer portal grants.
    pub(crate) granted: u64,
    pub(crate) shards: u64,
    pub(crate) guilds: Vec<u64>,
    pub(crate) users: BTreeMap<u64, User>,
    pub(crate) channels: BTreeMap<u64, Channel>,
    pub(crate) messages: BTreeMap<u64, Message>,
    pub(crate) interactions: BTreeMap<u64, Interaction>,
    /// By server; `None` holds those for everywhere.
    pub(crate) commands: BTreeMap<Option<u64>, Vec<Value>>,
    pub(crate) requests: Vec<Request>,
    /// What Discord would have refused, and what it would never have sent.
    pub(crate) faults: Vec<String>,
    pub(crate) limits: Vec<Limit>,
    /// Channels in which the bot may not write.
    pub(crate) closed: Vec<u64>,
    /// Who asked to be told, and so may be pinged.
    pub(crate) may_ping: Vec<u64>,
    /// Messages by channel and enforced nonce, each of which is posted once.
    pub(crate) nonces: HashMap<(u64, String), u64>,
    /// Requests whose reply is kept back, by method and template.
    pub(crate) held: Vec<(String, String)>,
    /// How many requests are kept back now.
    pub(crate) waiting: usize,
    pub(crate) sessions: Vec<Session>,
    /// Close codes with which the next identifications are answered.
    pub(crate) refused_identifications: Vec<u16>,
    pub(crate) identifications: Vec<Value>,
    pub(crate) resumptions: Vec<Value>,
    /// On a resume, send everything again, even what was taken.
    pub(crate) replays_everything: bool,
    /// How long this machine has stood still in all, as far as it was noticed.
    pub(crate) stalled: Duration,
    /// When an event was written to the socket, by the id of its message or interaction.
    pub(crate) sent: HashMap<u64, Instant>,
    last_id: u64,
}

impl World {
    pub(crate) fn new(address: String) -> Self {
        let mut world = Self {
            address,
            token: TOKEN.to_owned(),
            granted: MESSAGE_CONTENT,
            shards: 1,
            guilds: vec![GUILD],
            users: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: BTreeMap::new(),
            requests: Vec::new(),
            faults: Vec::new(),
            limits: Vec::new(),
            closed: Vec::new(),
            may_ping: Vec::new(),
            nonces: HashMap::new(),
            held: Vec::new(),
            waiting: 0,
            sessions: Vec::new(),
            refused_identifications: Vec::new(),
            identifications: Vec::new(),
            resumptions: Vec::new(),
            replays_everything: false,
            stalled: Duration::ZERO,
            sent: HashMap::new(),
            last_id: 0,
        };
        world.settle();
        world
    }

    /// People and channels: Ana and Ben are ordinary, Mo moderates, Ada administers, Rob is a bot.
    fn settle(&mut self) {
        let people = [
            (APPLICATION, "newshound", true, 0),
            (86_150_005_000, "ana", false, 0),
            (86_150_005_001, "ben", false, 0),
            (86_150_005_002, "mo", false, MANAGE_MESSAGES),
            (86_150_005_003, "ada", false, MANAGE_GUILD | MANAGE_MESSAGES),
            (86_150_005_004, "rob", true, 0),
        ];
        for (id, name, bot, extra) in people {
            let name = name.to_owned();
            self.users.insert(
                id,
                User {
                    id,
                    name,
                    bot,
                    extra,
                },
            );
        }
        self.add_channel(GENERAL, GUILD, "general");
        self.add_channel(NEWS, GUILD, "news");
    }

    pub(crate) fn add_channel(&mut self, id: u64, guild: u64, name: &str) {
        let channel = Channel {
            id,
            kind: 0,
            guild: Some(guild),
            name: name.to_owned(),
            parent: None,
            recipient: None,
        };
        self.channels.insert(id, channel);
    }

    /// The direct messages with somebody, opened when they are not yet.
    pub(crate) fn direct_channel(&mut self, user: u64) -> u64 {
        let known = self
            .channels
            .values()
            .find(|one| one.recipient == Some(user));
        if let Some(channel) = known {
            return channel.id;
        }
        let id = self.next_id();
        let channel = Channel {
            id,
            kind: 1,
            guild: None,
            name: String::new(),
            parent: None,
            recipient: Some(user),
        };
        self.channels.insert(id, channel);
        id
    }

    pub(crate) fn user_named(&self, name: &str) -> User {
        let user = self.users.values().find(|user| user.name == name);
        user.unwrap_or_else(|| panic!("nobody is called {name}"))
            .clone()
    }

    pub(crate) fn guild_of(&self, channel: u64) -> Option<u64> {
        self.channels
            .get(&channel)
            .and_then(|channel| channel.guild)
    }

    /// An id like Discord's: milliseconds since 2015 above 22 bits, and never the same twice.
    pub(crate) fn next_id(&mut self) -> u64 {
        const EPOCH: i64 = 1_420_070_400_000;
        let elapsed = Timestamp::now().as_millisecond() - EPOCH;
        let id = u64::try_from(elapsed).expect("now is after 2015") << 22;
        self.last_id = id.max(self.last_id + 1);
        self.last_id
    }

    pub(crate) fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    /// Sends an event to the shard that serves the server, if its intents ask for it.
    pub(crate) fn dispatch(&mut self, guild: Option<u64>, needed: u64, name: &str, data: &Value) {
        for session in &mut self.sessions {
            if !session.over && session.serves(guild) && session.intents & needed == needed {
                session.dispatch(name, data);
            }
        }
    }

    /// Tells of a message, without its text to those who may not read it: without the intent, only
    /// direct messages, one's own, and those that mention the bot can be read.
    pub(crate) fn dispatch_message(&mut self, name: &str, id: u64) {
        const GUILD_MESSAGES: u64 = 1 << 9;
        const DIRECT_MESSAGES: u64 = 1 << 12;
        let message = &self.messages[&id];
        let guild = self.guild_of(message.channel);
        let full = payload::message_event(self, message);
        let mut hidden = full.clone();
        let addressed = full["mentions"].as_array().into_iter().flatten();
        let own = id_in(&full["author"]["id"]) == Some(APPLICATION);
        let open = own
            || addressed
                .into_iter()
                .any(|one| id_in(&one["id"]) == Some(APPLICATION));
        if guild.is_some() && !open {
            payload::hide_content(&mut hidden);
        }
        let needed = guild.map_or(DIRECT_MESSAGES, |_| GUILD_MESSAGES);
        let granted = self.granted & MESSAGE_CONTENT != 0;
        for session in &mut self.sessions {
            if !session.over && session.serves(guild) && session.intents & needed != 0 {
                let reads = granted && session.intents & MESSAGE_CONTENT != 0;
                let data = if reads { &full } else { &hidden };
                session.dispatch(name, data);
            }
        }
    }

    /// What still stands open when the test is over.
    pub(crate) fn loose_ends(&self) -> Vec<String> {
        let mut ends = Vec::new();
        for (id, interaction) in &self.interactions {
            if interaction.sent.is_some() && interaction.answer.is_none() {
                ends.push(format!(
                    "interaction {id} was never answered: {interaction:?}"
                ));
            }
        }
        for (id, message) in &self.messages {
            if message.thinking {
                ends.push(format!(
                    "message {id} is still \"thinking\": {}",
                    message.value
                ));
            }
        }
        ends
    }
}

/// The world behind its lock.
pub(crate) struct Shared {
    world: Mutex<World>,
    changed: Condvar,
    /// Told on every change to those who wait without blocking.
    pub(crate) pulse: tokio::sync::watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self {
            world: Mutex::new(world),
            changed: Condvar::new(),
            pulse: tokio::sync::watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // A test that panicked while it held the lock has failed already; others go on.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world, and wakes whoever waits.
    pub(crate) fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let outcome = act(&mut self.lock());
        self.changed.notify_all();
        self.pulse.send_modify(|beat| *beat += 1);
        outcome
    }

    /// Looks at the world.
    pub(crate) fn look<T>(&self, view: impl FnOnce(&World) -> T) -> T {
        view(&self.lock())
    }

    /// Waits until the world gives something; `None` when patience ends or `lost` says that there
    /// is no more hope.
    pub(crate) fn wait<T>(
        &self,
        mut probe: impl FnMut(&World) -> Option<T>,
        lost: impl Fn() -> bool,
    ) -> Option<T> {
        let deadline = Instant::now() + PATIENCE;
        let mut world = self.lock();
        loop {
            if let Some(found) = probe(&world) {
                return Some(found);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || lost() {
                return None;
            }
            // Hope is looked at now and then: the end of a process wakes nobody here.
            let pause = left.min(Duration::from_millis(200));
            let waited = self.changed.wait_timeout(world, pause);
            world = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// The id in a field of an object.
pub(crate) fn id_in(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    }
}

/// Now, as Discord writes it.
pub(crate) fn timestamp() -> Value {
    json!(
        Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00")
            .to_string()
    )
}
