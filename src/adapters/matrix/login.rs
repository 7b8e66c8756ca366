//! Gets the bot in: with the session that is kept, or by logging in once.

use std::path::Path;

use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::{OwnedDeviceId, UserId};
use matrix_sdk::store::{RoomLoadSettings, StateStoreDataKey, StateStoreDataValue};
use matrix_sdk::{Client, ClientBuilder, SessionMeta, SessionTokens, SqliteStoreConfig};
use matrix_sdk_base::crypto::{CollectStrategy, DecryptionSettings, TrustRequirement};
use secrecy::{ExposeSecret, SecretString};

use super::error::{StartError, http_reason, reason};
use super::run::Settings;
use super::state::{Kept, State};

/// What the bot's device is called in lists of devices.
const DEVICE: &str = "Newshound";

/// How often a request of the login is tried; what runs later has a way of its own to try again.
const TRIES: usize = 2;

/// The bot's own client.
pub(super) struct Entered {
    pub(super) client: Client,
    pub(super) kept: Kept,
}

/// Restores the session that is kept, or logs in and keeps the new one. `heard_to` is how far the
/// bot itself has heard, which the library may be ahead of.
pub(super) async fn enter(
    settings: &Settings,
    state: &State,
    heard_to: Option<String>,
) -> Result<Entered, StartError> {
    let account = &settings.account;
    let server = account.homeserver.as_deref().unwrap_or_default();
    let user = account.user.as_deref().unwrap_or_default();
    let kept = state.kept()?;
    let client = client(settings, state, server).await?;
    if let Some(kept) = kept {
        if let Some(token) = heard_to.filter(|_| kept.is_synced) {
            go_back_to(&client, token).await?;
        }
        return restore(client, kept, (state, user)).await;
    }
    let session = match (&account.password, &account.access_token) {
        (Some(password), _) => log_in(&client, user, password).await?,
        (None, Some(token)) => take_token(&client, user, token).await?,
        (None, None) => return Err(StartError::NoPassword),
    };
    let kept = Kept {
        session,
        is_synced: false,
    };
    state.keep(&kept)?;
    Ok(Entered { client, kept })
}

/// Asks a server whether it is one, as a start does first.
///
/// # Errors
/// When it does not answer, or is none.
pub async fn probe(server: &str) -> Result<(), StartError> {
    let client = with_server(Client::builder(), server)
        .request_config(RequestConfig::new().retry_limit(TRIES))
        .build()
        .await
        .map_err(|error| StartError::of_build(server, Path::new(""), &error))?;
    let asked = client.server_versions().await;
    asked.map_err(|error| unreachable(&client, http_reason(&error)))?;
    Ok(())
}

/// Has the library go on where the bot has heard to. It notes a round before it hands it over, so
/// that a crash in between would lose what was said in it.
async fn go_back_to(client: &Client, token: String) -> Result<(), StartError> {
    let value = StateStoreDataValue::SyncToken(token);
    let store = client.state_store();
    let noted = store.set_kv_data(StateStoreDataKey::SyncToken, value).await;
    noted.map_err(|error| StartError::Odd(error.to_string()))
}

async fn restore(
    client: Client,
    kept: Kept,
    (state, user): (&State, &str),
) -> Result<Entered, StartError> {
    let stored = &kept.session.meta.user_id;
    // A name alone is the account of that name, whatever the server is called.
    let wanted = user.strip_prefix('@').unwrap_or(user);
    let is_same = if wanted.contains(':') {
        stored.as_str().trim_start_matches('@') == wanted
    } else {
        stored.localpart() == wanted
    };
    if !is_same {
        return Err(StartError::OtherAccount {
            folder: state.folder().to_owned(),
            stored: stored.to_string(),
            wanted: user.to_owned(),
        });
    }
    client
        .matrix_auth()
        .restore_session(kept.session.clone(), RoomLoadSettings::default())
        .await
        .map_err(|error| StartError::state(&state.store(), error))?;
    Ok(Entered { client, kept })
}

async fn client(settings: &Settings, state: &State, server: &str) -> Result<Client, StartError> {
    let store = SqliteStoreConfig::new(state.store()).key(Some(&state.key()?));
    let none: Option<&str> = None;
    let builder = with_server(Client::builder(), server)
        .respect_login_well_known(false)
        .request_config(RequestConfig::new().retry_limit(TRIES))
        .sqlite_store_with_config_and_cache_path(store, none)
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
            auto_enable_backups: false,
        });
    with_trust(builder, settings.matrix.strict)
        .build()
        .await
        .map_err(|error| StartError::of_build(server, &state.store(), &error))
}

fn with_server(builder: ClientBuilder, server: &str) -> ClientBuilder {
    if server.contains("://") {
        builder.homeserver_url(server)
    } else {
        builder.server_name_or_homeserver_url(server)
    }
}

/// Whose devices are written to and read from.
fn with_trust(builder: ClientBuilder, strict: bool) -> ClientBuilder {
    if !strict {
        return builder;
    }
    builder
        .with_room_key_recipient_strategy(CollectStrategy::IdentityBasedStrategy)
        .with_decryption_settings(DecryptionSettings {
            sender_device_trust_requirement: TrustRequirement::CrossSigned,
        })
}

async fn log_in(
    client: &Client,
    user: &str,
    password: &SecretString,
) -> Result<MatrixSession, StartError> {
    let auth = client.matrix_auth();
    let login = auth
        .login_username(user, password.expose_secret())
        .initial_device_display_name(DEVICE);
    let response = login.send().await.map_err(|error| {
        if error.as_client_api_error().is_some() {
            StartError::Refused(reason(&error))
        } else {
            unreachable(client, reason(&error))
        }
    })?;
    Ok((&response).into())
}

/// Asks whose token it is: nobody knows the device that it belongs to by heart.
async fn take_token(
    client: &Client,
    user: &str,
    token: &SecretString,
) -> Result<MatrixSession, StartError> {
    let server = client.homeserver();
    let asking = Client::builder()
        .homeserver_url(&server)
        .request_config(RequestConfig::new().retry_limit(TRIES))
        .build()
        .await
        .map_err(|error| unreachable(client, error.to_string()))?;
    let somebody = UserId::parse(user)
        .map_err(|_| StartError::Refused(format!("“{user}” is no full name of an account")))?;
    let session = |device: OwnedDeviceId, user_id| MatrixSession {
        meta: SessionMeta {
            user_id,
            device_id: device,
        },
        tokens: SessionTokens {
            access_token: token.expose_secret().to_owned(),
            refresh_token: None,
        },
    };
    let odd = |error: &matrix_sdk::Error| StartError::Odd(reason(error));
    let first = session("UNKNOWN".into(), somebody);
    let auth = asking.matrix_auth();
    auth.restore_session(first, RoomLoadSettings::default())
        .await
        .map_err(|error| odd(&error))?;
    let me = asking
        .whoami()
        .await
        .map_err(|error| StartError::Refused(http_reason(&error)))?;
    let device = me.device_id.ok_or_else(|| {
        StartError::Refused("the access token belongs to no device, so it has no keys".to_owned())
    })?;
    let session = session(device, me.user_id);
    client
        .matrix_auth()
        .restore_session(session.clone(), RoomLoadSettings::default())
        .await
        .map_err(|error| odd(&error))?;
    Ok(session)
}

fn unreachable(client: &Client, reason: String) -> StartError {
    StartError::Unreachable {
        server: client.homeserver().to_string(),
        reason,
    }
}
