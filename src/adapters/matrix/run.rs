//! The connection to Matrix: in, heard round after round, and out again.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::{RequestConfig, SyncSettings};
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, LazyLoadOptions};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{Filter, Request};
use matrix_sdk::ruma::uint;
use matrix_sdk::sync::SyncResponse;

use super::desk::Desk;
use super::error::{StartError, is_revoked, reason};
use super::herald::Herald;
use super::identity::see_to_identity;
use super::inbox::Inbox;
use super::invite::{Inviters, answer_invitation};
use super::listening::{take_in, take_up};
use super::login::{Entered, enter};
use super::memory::Memory;
use super::people::Named;
use super::rounds::Rounds;
use super::state::{Kept, State};
use super::undecrypted::Undecrypted;
use crate::bot::Bot;
use crate::chat::Limits;
use crate::config::{MatrixCredentials, MatrixSettings, RoomSettings};

/// How long the server may wait with its answer for something to happen.
const LISTEN: Duration = Duration::from_secs(30);

/// The same while keys of messages are waited for, which are given up after a while.
const LISTEN_FOR_KEYS: Duration = Duration::from_secs(5);

/// How long a round that is under way may go on when the bot is asked to stop. One that waits for
/// the server's answer can be left at any time; one that has it is done in a moment.
const LAST_ROUND: Duration = Duration::from_millis(300);

/// The first pause after a round that failed; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// How long answers on their way are waited for at the end.
const LANDING: Duration = Duration::from_secs(15);

/// The file of the questions under way.
const INBOX: &str = "inbox.redb";

/// What the adapter needs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The bot's account.
    pub account: MatrixCredentials,
    /// `[matrix]`
    pub matrix: MatrixSettings,
    /// `[rooms]`
    pub rooms: RoomSettings,
    /// True when questions and who asked them are logged.
    pub tells_questions: bool,
    /// Set while the server answers.
    pub is_up: Arc<AtomicBool>,
    /// The way to Matrix's rooms.
    pub herald: Herald,
}

/// Answers on Matrix until `stopped` is done.
///
/// # Errors
/// When the bot cannot start, or the server sends it away.
pub async fn run(
    bot: Arc<Bot>,
    settings: Settings,
    stopped: impl Future<Output = ()>,
) -> Result<(), StartError> {
    let mut stopped = std::pin::pin!(stopped);
    let state = State::open(&settings.matrix.state)?;
    let inbox = Inbox::open(&state.path(INBOX))?;
    let heard_to = inbox.heard_to();
    let heard_to = heard_to.map_err(|error| StartError::state(&state.path(INBOX), error))?;
    let entered = tokio::select! {
        entered = Box::pin(enter(&settings, &state, heard_to)) => entered?,
        () = stopped.as_mut() => return Ok(()),
    };
    let Entered { client, kept } = entered;
    let desk = Arc::new(desk(bot, &settings, client, inbox)?);
    let inviters = Inviters::new(&settings.matrix);
    if inviters.are_none() {
        tracing::warn!("nobody may invite the bot into rooms: `matrix.inviters` names nobody");
    }
    let mut connection = Connection {
        inviters,
        settings: &settings,
        kept,
        heard_to: None,
        state: &state,
        desk: Arc::clone(&desk),
    };
    let ended = connection.keep(stopped).await;
    settings.is_up.store(false, Ordering::SeqCst);
    tracing::info!("stopping; answers on their way are finished");
    let left = desk.flight.land(LANDING).await;
    if left > 0 {
        tracing::warn!(
            left,
            "answers were not finished in time; they are at the next start"
        );
    }
    ended
}

fn desk(
    bot: Arc<Bot>,
    settings: &Settings,
    client: Client,
    inbox: Inbox,
) -> Result<Desk, StartError> {
    let me = client.user_id().map(ToOwned::to_owned);
    let me = me.ok_or_else(|| StartError::Odd("nobody is logged in".to_owned()))?;
    let rooms = &settings.rooms;
    Ok(Desk {
        bot,
        client,
        me,
        named: Named::new(&settings.matrix),
        limits: Limits::new(rooms.person_limit, rooms.room_limit, rooms.at_once),
        inbox,
        memory: Memory::default(),
        flight: Arc::default(),
        undecrypted: Undecrypted::default(),
        rounds: Rounds::default(),
        max_age: settings.matrix.max_age,
        tells_questions: settings.tells_questions,
        queues: Mutex::default(),
    })
}

/// The connection to Matrix.
struct Connection<'a> {
    settings: &'a Settings,
    kept: Kept,
    /// How far the last round has heard.
    heard_to: Option<String>,
    state: &'a State,
    inviters: Inviters,
    desk: Arc<Desk>,
}

impl Connection<'_> {
    /// Listens, round after round. Rounds are our own rather than the library's, which rests up to a
    /// second between two.
    async fn keep(
        &mut self,
        mut stopped: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<(), StartError> {
        let mut pause = FIRST_PAUSE;
        let mut is_first = true;
        loop {
            let heard = {
                let round = self.hear();
                let mut round = std::pin::pin!(round);
                tokio::select! {
                    heard = &mut round => heard,
                    () = stopped.as_mut() => {
                        // What it heard is in the store of the library, or is heard again.
                        let _ = tokio::time::timeout(LAST_ROUND, round).await;
                        return Ok(());
                    }
                }
            };
            match heard {
                Ok(round) => {
                    pause = FIRST_PAUSE;
                    self.heard_to = Some(round.next_batch.clone());
                    self.take_in(&round, is_first).await?;
                    is_first = false;
                }
                Err(error) if is_revoked(&error) => return Err(StartError::Revoked),
                Err(error) => {
                    self.settings.is_up.store(false, Ordering::SeqCst);
                    let reason = reason(&error);
                    tracing::warn!(reason, ?pause, "matrix does not answer; trying on");
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        () = stopped.as_mut() => return Ok(()),
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Waits until there is something to hear, and hears it. The waiting is apart from the round itself,
    /// so that others may encrypt meanwhile.
    async fn hear(&self) -> Result<SyncResponse, matrix_sdk::Error> {
        if let Some(token) = &self.heard_to {
            let news = self.wait_for_news(token);
            tokio::select! {
                news = news => news?,
                () = self.desk.rounds.wanted() => {}
            }
        }
        let _round = self.desk.rounds.begin().await;
        let settings = SyncSettings::new()
            .timeout(Duration::ZERO)
            .filter(self.filter());
        self.desk.client.sync_once(settings).await
    }

    /// Asks the server as a round does, and leaves what it tells to the round.
    async fn wait_for_news(&self, token: &str) -> Result<(), matrix_sdk::Error> {
        let timeout = if self.desk.undecrypted.is_empty() {
            LISTEN
        } else {
            LISTEN_FOR_KEYS
        };
        let mut request = Request::new();
        request.filter = Some(self.filter());
        request.since = Some(token.to_owned());
        request.timeout = Some(timeout);
        request.use_state_after = true;
        let patience = RequestConfig::new().disable_retry().timeout(timeout * 2);
        let asked = self.desk.client.send(request);
        asked.with_request_config(patience).await?;
        Ok(())
    }

    /// What is asked of the server.
    fn filter(&self) -> Filter {
        let mut filter = FilterDefinition::default();
        // Ten are the default: more may have been said while the bot was down.
        let limit = if self.kept.is_synced {
            uint!(100)
        } else {
            uint!(1)
        };
        filter.room.timeline.limit = Some(limit);
        filter.room.state.lazy_load_options = LazyLoadOptions::Enabled {
            include_redundant_members: false,
        };
        filter.presence.types = Some(Vec::new());
        Filter::FilterDefinition(filter)
    }

    async fn take_in(&mut self, round: &SyncResponse, is_first: bool) -> Result<(), StartError> {
        let desk = &self.desk;
        for room in round.rooms.invited.keys() {
            if let Some(room) = desk.client.get_room(room) {
                let (desk, inviters) = (Arc::clone(desk), self.inviters.clone());
                tokio::spawn(answer_invitation(desk, room, inviters));
            }
        }
        let failed = |error: redb::Error| StartError::state(&self.state.path(INBOX), error);
        if is_first {
            self.settings.herald.open(desk);
            let again = take_up(desk).map_err(failed)?;
            let rooms = desk.client.joined_rooms().len();
            tracing::info!(rooms, again, "matrix ready");
            let key = self.settings.account.recovery_key.clone();
            let folder = self.state.folder().to_owned();
            tokio::spawn(see_to_identity(desk.client.clone(), key, folder));
        }
        // A new device hears first what was said before it was there.
        if self.kept.is_synced {
            take_in(desk, round).await.map_err(failed)?;
        } else {
            let heard = desk.inbox.put(Vec::new(), Some(&round.next_batch));
            heard.map_err(failed)?;
            self.kept.is_synced = true;
            self.state.keep(&self.kept)?;
        }
        self.settings.is_up.store(true, Ordering::SeqCst);
        Ok(())
    }
}
