//! The chat platforms that there are credentials for, run side by side until one signal stops all.

use std::sync::Arc;

use tokio::sync::watch;

use super::failure::Failure;
use super::setup::Setup;
use crate::adapters::discord;
#[cfg(feature = "matrix")]
use crate::adapters::matrix;
use crate::adapters::monitor::Link;
use crate::bot::{Bot, Herald};

const NOTHING: &str = "there is nothing to run: no chat platform has credentials";

const HOW_TO_START: &str = "for Discord, create an application on \
    https://discord.com/developers/applications, take the token from its page Bot, and put it into \
    DISCORD_TOKEN in the environment or in .env; for Matrix, set MATRIX_HOMESERVER, MATRIX_USER and \
    MATRIX_PASSWORD; README.md names every step. Without a platform, `newshound` opens a chat here";

/// What each platform needs that there are credentials for; at least one.
pub(super) struct Platforms {
    discord: Option<discord::Settings>,
    matrix: Option<Matrix>,
}

impl Platforms {
    /// Looks at the credentials, and says which platforms start and which do not.
    ///
    /// # Errors
    /// When there is none, or one is set by half.
    pub(super) fn of(setup: &Setup) -> Result<Self, Failure> {
        let discord = discord_settings(setup);
        if discord.is_some() {
            tracing::info!(adapter = "discord", "starts: DISCORD_TOKEN is set");
        } else {
            tracing::warn!(adapter = "discord", "not started: DISCORD_TOKEN is not set");
        }
        let matrix = matrix_of(setup, discord.is_some())?;
        if discord.is_none() && matrix.is_none() {
            return Err(Failure::new(NOTHING).with_hint(HOW_TO_START));
        }
        Ok(Self { discord, matrix })
    }

    /// Whether each is connected, for the monitor.
    pub(super) fn links(&self) -> Vec<Link> {
        let discord = self.discord.iter().map(|discord| Link {
            name: "discord",
            is_up: Arc::clone(&discord.is_up),
        });
        discord.chain(self.matrix.iter().map(matrix_link)).collect()
    }

    /// The ways to their rooms.
    pub(super) fn heralds(&self) -> Vec<Arc<dyn Herald>> {
        let discord = self.discord.iter();
        let discord = discord.map(|one| Arc::new(one.herald.clone()) as Arc<dyn Herald>);
        discord
            .chain(self.matrix.iter().map(matrix_herald))
            .collect()
    }

    /// Answers on all of them until `stopped` is done. One that fails is told of, and the others go
    /// on; its failure is the end's.
    pub(super) async fn run(
        self,
        bot: Arc<Bot>,
        stopped: impl Future<Output = ()>,
    ) -> Result<(), Failure> {
        let (stop, stopping) = watch::channel(false);
        let is_alone = self.discord.is_none() || self.matrix.is_none();
        let discord = async {
            let Some(settings) = self.discord else {
                return Ok(());
            };
            let stopped = is_set(stopping.clone());
            let ended = Box::pin(discord::run(Arc::clone(&bot), settings, stopped)).await;
            let ended = ended.map_err(|error| {
                let remedy = error.remedy();
                Failure::from(error).with_hint(remedy)
            });
            tell("discord", ended, is_alone)
        };
        let matrix = async {
            let Some(settings) = self.matrix else {
                return Ok(());
            };
            let ended = run_matrix(Arc::clone(&bot), settings, stopping.clone()).await;
            tell("matrix", ended, is_alone)
        };
        let all = async { tokio::join!(discord, matrix) };
        let asked = async {
            stopped.await;
            stop.send_replace(true);
            std::future::pending::<()>().await;
        };
        let (discord, matrix) = tokio::select! {
            ended = all => ended,
            () = asked => unreachable!("a wish to stop ends the platforms, not this"),
        };
        discord.and(matrix)
    }
}

async fn is_set(mut flag: watch::Receiver<bool>) {
    // The sender lives as long as the platforms run.
    let _ = flag.wait_for(|is_set| *is_set).await;
}

/// Says at once that one of several has ended; what ends alone is told at the end.
fn tell(adapter: &'static str, ended: Result<(), Failure>, is_alone: bool) -> Result<(), Failure> {
    if let Err(failure) = &ended
        && !is_alone
    {
        tracing::error!(adapter, %failure, "ended; other platforms go on");
    }
    ended
}

/// What Discord needs, where there is a token.
fn discord_settings(setup: &Setup) -> Option<discord::Settings> {
    let credentials = &setup.credentials;
    Some(discord::Settings {
        token: credentials.discord_token.clone()?,
        test_server: credentials.discord_api.clone(),
        discord: setup.settings.discord.clone(),
        rooms: setup.settings.rooms.clone(),
        tells_questions: setup.settings.logs.questions,
        is_up: Arc::default(),
        herald: discord::Herald::default(),
    })
}

/// What Matrix needs, where there is an account, and something can be done with it.
fn matrix_of(setup: &Setup, has_others: bool) -> Result<Option<Matrix>, Failure> {
    let account = &setup.credentials.matrix;
    if !account.is_wanted() {
        tracing::warn!(
            adapter = "matrix",
            "not started: MATRIX_HOMESERVER and MATRIX_USER are not set"
        );
        return Ok(None);
    }
    let missing = account.missing();
    if !missing.is_empty() {
        let message = format!("for Matrix, {} is not set", missing.join(" and "));
        let hint = "set MATRIX_HOMESERVER, MATRIX_USER and MATRIX_PASSWORD, in the environment or \
                    in .env, or none of them";
        return Err(Failure::new(message).with_hint(hint));
    }
    match matrix_settings(setup) {
        Ok(settings) => {
            tracing::info!(adapter = "matrix", "starts: MATRIX_USER is set");
            Ok(Some(settings))
        }
        Err(failure) if has_others => {
            tracing::warn!(adapter = "matrix", %failure, "not started");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

#[cfg(feature = "matrix")]
pub(super) type Matrix = matrix::Settings;

#[cfg(feature = "matrix")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "a build without Matrix has a failure here"
)]
pub(super) fn matrix_settings(setup: &Setup) -> Result<Matrix, Failure> {
    Ok(matrix::Settings {
        account: setup.credentials.matrix.clone(),
        matrix: setup.settings.matrix.clone(),
        rooms: setup.settings.rooms.clone(),
        tells_questions: setup.settings.logs.questions,
        is_up: Arc::default(),
        herald: matrix::Herald::default(),
    })
}

#[cfg(feature = "matrix")]
fn matrix_link(settings: &Matrix) -> Link {
    Link {
        name: "matrix",
        is_up: Arc::clone(&settings.is_up),
    }
}

#[cfg(feature = "matrix")]
fn matrix_herald(settings: &Matrix) -> Arc<dyn Herald> {
    Arc::new(settings.herald.clone())
}

#[cfg(feature = "matrix")]
async fn run_matrix(
    bot: Arc<Bot>,
    settings: Matrix,
    stopping: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let ended = Box::pin(matrix::run(bot, settings, is_set(stopping))).await;
    ended.map_err(|error| {
        let remedy = error.remedy();
        Failure::from(error).with_hint(remedy)
    })
}

/// A build without Matrix has nothing to run it with.
#[cfg(not(feature = "matrix"))]
pub(super) type Matrix = std::convert::Infallible;

#[cfg(not(feature = "matrix"))]
pub(super) fn matrix_settings(_: &Setup) -> Result<Matrix, Failure> {
    let message = "MATRIX_USER is set, but this program was built without Matrix";
    Err(Failure::new(message).with_hint(
        "build it with `cargo build --release --features matrix`, or take MATRIX_HOMESERVER and \
         MATRIX_USER out of the environment and .env",
    ))
}

#[cfg(not(feature = "matrix"))]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "as in a build with Matrix"
)]
fn matrix_link(never: &Matrix) -> Link {
    match *never {}
}

#[cfg(not(feature = "matrix"))]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "as in a build with Matrix"
)]
fn matrix_herald(never: &Matrix) -> Arc<dyn Herald> {
    match *never {}
}

#[cfg(not(feature = "matrix"))]
#[expect(clippy::unused_async, reason = "as in a build with Matrix")]
async fn run_matrix(_: Arc<Bot>, never: Matrix, _: watch::Receiver<bool>) -> Result<(), Failure> {
    match never {}
}
