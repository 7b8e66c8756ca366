//! Starts the bot on Discord and keeps it there until it is told to stop.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serenity::http::Route;
use serenity::model::gateway::GatewayIntents;
use serenity::model::id::{ApplicationId, UserId};

use super::commands;
use super::desk::Desk;
use super::endpoint::test_server;
use super::error::{CONTENT_REMEDY, RestError, StartError};
use super::handler::Handler;
use super::herald::Herald;
use super::memory::{Questions, Seen};
use super::people::Admins;
use super::register::Register;
use super::rest::{self, Rest, id_of};
use crate::bot::Bot;
use crate::chat::{Flight, Limits};
use crate::config::{DiscordSettings, RoomSettings, Shards, Use};

/// What the bot on Discord works with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The token.
    pub token: SecretString,
    /// The address of a test server in the place of Discord.
    pub test_server: Option<String>,
    /// `[discord]`
    pub discord: DiscordSettings,
    /// `[rooms]`
    pub rooms: RoomSettings,
    /// True when questions and who asked them are logged.
    pub tells_questions: bool,
    /// Set while all shards of this process are connected.
    pub is_up: Arc<AtomicBool>,
    /// The way to channels for what nobody asked for just now.
    pub herald: Herald,
}

/// How long a stop waits for answers on their way.
const LANDING: Duration = Duration::from_secs(15);

/// How long events that are already on the line are taken after a stop.
const LAST_EVENTS: Duration = Duration::from_millis(150);

/// How long a connection may take before it is told that it is not there.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// What the bot needs in a server: see channels, send messages, embed, attach files, read the
/// history (a reply needs it), open public threads and write in them.
const PERMISSIONS: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38;

/// Who the bot is.
struct Identity {
    user: u64,
    application: ApplicationId,
}

/// Answers on Discord until `stopped` is done.
///
/// # Errors
/// When the bot cannot start, or the connection ends for good.
pub async fn run(
    bot: Arc<Bot>,
    settings: Settings,
    stopped: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let origin = settings
        .test_server
        .as_deref()
        .map(test_server)
        .transpose()?;
    let token = settings.token.expose_secret();
    let rest = Rest::new(token, origin.clone());
    let identity = identify(&rest).await?;
    tracing::info!(
        link = invite_link(identity.application),
        "add the bot to a server with this link"
    );
    let commands = commands::all(&bot.common_table());
    let register = Register {
        rest: &rest,
        rooms: bot.rooms(),
        application: identity.application,
        origin: origin.as_deref().unwrap_or("discord"),
    };
    register.all(&settings.discord.servers, &commands).await?;
    let desk = Arc::new(desk(bot, rest, &settings, &identity));
    let connection = Connection {
        desk,
        origin,
        settings: &settings,
        commands: commands.len(),
    };
    connection.keep(std::pin::pin!(stopped)).await
}

/// Asks Discord whether it is there and takes the token, as a start does first.
///
/// # Errors
/// When it is not, or does not.
pub async fn probe(token: &SecretString, test_server: Option<&str>) -> Result<(), StartError> {
    let origin = test_server.map(self::test_server).transpose()?;
    let rest = Rest::new(token.expose_secret(), origin);
    identify(&rest).await.map(drop)
}

/// Asks Discord who the bot is. The first question needs no token, so that a wrong one is not
/// mistaken for a Discord that cannot be reached.
async fn identify(rest: &Rest) -> Result<Identity, StartError> {
    rest.get(Route::Gateway).await?;
    let me = rest.get(Route::UserMe).await?;
    let user = id_of(&me, "id")?;
    let application = match rest.get(Route::Oauth2ApplicationCurrent).await {
        Ok(application) => id_of(&application, "id")?,
        Err(RestError::Refused { status: 401, .. }) => return Err(StartError::WrongToken),
        // The two have had the same id since bots cannot be users any more.
        Err(_) => user,
    };
    Ok(Identity {
        user,
        application: ApplicationId::new(application),
    })
}

fn invite_link(application: ApplicationId) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}\
         &scope=bot%20applications.commands&permissions={PERMISSIONS}"
    )
}

fn desk(bot: Arc<Bot>, rest: Rest, settings: &Settings, identity: &Identity) -> Desk {
    let rooms = &settings.rooms;
    Desk {
        bot,
        rest,
        admins: Admins {
            users: settings.discord.admin_users.clone(),
            roles: settings.discord.admin_roles.clone(),
            owners: settings.discord.owners.clone(),
        },
        limits: Limits::new(rooms.person_limit, rooms.room_limit, rooms.at_once),
        messages: Seen::default(),
        interactions: Seen::default(),
        questions: Questions::default(),
        flight: Arc::new(Flight::default()),
        me: OnceLock::from(UserId::new(identity.user)),
        tells_questions: settings.tells_questions,
    }
}

/// The connection to Discord.
struct Connection<'a> {
    desk: Arc<Desk>,
    origin: Option<String>,
    settings: &'a Settings,
    commands: usize,
}

impl Connection<'_> {
    /// Connects, and once more without the Message Content intent where that is refused.
    async fn keep(
        &self,
        mut stopped: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<(), StartError> {
        let wish = self.settings.discord.message_content;
        let mut with_content = wish != Use::Never;
        loop {
            match self.connect(with_content, stopped.as_mut()).await {
                Err(StartError::DisallowedIntents) if with_content && wish == Use::Auto => {
                    with_content = false;
                    tracing::warn!(
                        remedy = CONTENT_REMEDY,
                        "discord does not grant the Message Content intent: commands with a mark \
                         (!who) are not seen; slash commands, mentions and direct messages are"
                    );
                }
                ended => return ended,
            }
        }
    }

    async fn connect(
        &self,
        with_content: bool,
        stopped: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<(), StartError> {
        let (first, last, total) = self.shards().await;
        self.settings.herald.open(&self.desk, (first, last, total));
        let http = rest::http(self.settings.token.expose_secret(), self.origin.as_deref());
        let ready = Arc::new(AtomicUsize::new(0));
        let handler = Handler {
            desk: Arc::clone(&self.desk),
            commands: self.commands,
            shards: (last - first + 1) as usize,
            ready_shards: Arc::clone(&ready),
            guilds: AtomicUsize::new(0),
            is_up: Arc::clone(&self.settings.is_up),
        };
        let mut client =
            serenity::client::ClientBuilder::new_with_http(http, intents(with_content))
                .cache_settings(cached())
                .event_handler(handler)
                .await?;
        let impatient = tokio::spawn(tell_if_not_ready(ready, (last - first + 1) as usize));
        let ended = tokio::select! {
            // The library takes the end of the range for a shard of its own.
            ended = client.start_shard_range(first..last, total) => {
                let stopped = || StartError::Ended("all shards have stopped".to_owned());
                Err(ended.map_or_else(StartError::from, |()| stopped()))
            }
            () = stopped => {
                self.land().await;
                client.shard_manager.shutdown_all().await;
                Ok(())
            }
        };
        impatient.abort();
        self.settings.is_up.store(false, Ordering::SeqCst);
        ended
    }

    /// The first and the last shard that this process runs, and how many there are.
    async fn shards(&self) -> (u32, u32, u32) {
        if let Shards::Range { first, last, total } = self.settings.discord.shards {
            return (first, last, total);
        }
        let recommended = self.desk.rest.get(Route::GatewayBot).await.ok();
        let total = recommended
            .and_then(|answer| answer["shards"].as_u64())
            .and_then(|shards| u32::try_from(shards).ok())
            .unwrap_or(1)
            .max(1);
        (0, total - 1, total)
    }

    /// Lets answers on their way arrive.
    async fn land(&self) {
        tracing::info!("stopping; answers on their way are finished");
        tokio::time::sleep(LAST_EVENTS).await;
        let left = self.desk.flight.land(LANDING).await;
        if left > 0 {
            tracing::warn!(left, "answers were not finished in time");
        }
    }
}

/// Says that the bot does not get in, where the library tries again in silence.
async fn tell_if_not_ready(ready: Arc<AtomicUsize>, shards: usize) {
    loop {
        tokio::time::sleep(READY_WITHIN).await;
        let ready = ready.load(Ordering::SeqCst);
        if ready >= shards {
            return;
        }
        tracing::warn!(
            ready,
            shards,
            "discord does not let all shards in yet; trying on"
        );
    }
}

/// Servers, channels and roles are kept, for who may do what; people are not.
fn cached() -> serenity::cache::Settings {
    let mut settings = serenity::cache::Settings::default();
    settings.cache_users = false;
    settings
}

fn intents(with_content: bool) -> GatewayIntents {
    let mut intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if with_content {
        intents |= GatewayIntents::MESSAGE_CONTENT;
    }
    intents
}
