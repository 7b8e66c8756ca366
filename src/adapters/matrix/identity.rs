//! Who the bot is for others: its device vouched for by its own account (cross-signing), and the
//! recovery key by which a new device proves that it is the same bot.
//!
//! What came of it is noted in a file that `newshound matrix status` reads: a running bot holds its
//! keys, and nobody else may open them meanwhile.

use std::io::{self, Write};
use std::path::Path;

use matrix_sdk::Client;
use matrix_sdk::encryption::recovery::RecoveryState;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::error::StartError;
use super::state::{read_file, write_file};

/// The file of the note.
const NOTE: &str = "identity.json";

/// The bot as others may check it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The account.
    pub account: String,
    /// The id of the device.
    pub device: String,
    /// The device's key, as other clients show it to compare; empty where there is none.
    pub fingerprint: String,
    /// True where the account vouches for the device.
    pub is_cross_signed: bool,
    /// How the keys are recovered.
    pub recovery: Recovery,
    /// True where the keys of rooms are kept on the server, locked with the recovery key.
    pub has_backup: bool,
}

/// Whether a new device could prove that it is the same bot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recovery {
    /// Not known yet.
    #[default]
    Unknown,
    /// With the recovery key.
    Ready,
    /// There is no recovery key.
    Off,
    /// There is one, and this device has not been given it.
    Missing,
}

/// What was noted of the bot's identity; `None` where it never ran.
///
/// # Errors
/// When the note cannot be read.
pub fn identity(folder: &Path) -> Result<Option<Identity>, StartError> {
    let path = folder.join(NOTE);
    let Some(note) = read_file(&path)? else {
        return Ok(None);
    };
    let note = serde_json::from_slice(&note);
    note.map(Some)
        .map_err(|_| StartError::state(&path, "it is no note of ours"))
}

/// Sees to it that the bot's device is vouched for and that a recovery key exists, and notes what
/// came of it. What fails is told with its remedy; answering goes on.
pub(super) async fn see_to_identity(
    client: Client,
    recovery_key: Option<SecretString>,
    folder: std::path::PathBuf,
) {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    match encryption.recovery().state() {
        RecoveryState::Disabled => begin_recovery(&client).await,
        RecoveryState::Incomplete => recover(&client, recovery_key).await,
        RecoveryState::Enabled | RecoveryState::Unknown => {}
    }
    let identity = look_at(&client).await;
    if !identity.is_cross_signed {
        tracing::warn!(
            "the bot's device is not verified for others; `newshound matrix status` says what to do"
        );
    }
    let is_cross_signed = identity.is_cross_signed;
    let note = serde_json::to_vec(&identity).expect("a note is plain data");
    if let Err(error) = write_file(&folder.join(NOTE), &note) {
        tracing::warn!(%error, "who the bot is could not be noted");
    }
    tracing::info!(is_cross_signed, recovery = ?identity.recovery, "matrix identity is noted");
}

/// Makes a recovery key and shows it.
async fn begin_recovery(client: &Client) {
    let encryption = client.encryption();
    let status = encryption.cross_signing_status().await;
    if !status.is_some_and(|status| status.is_complete()) {
        return;
    }
    match encryption.recovery().enable().await {
        Ok(key) => show(&key),
        Err(error) => tracing::warn!(%error, "no recovery key could be made"),
    }
}

async fn recover(client: &Client, key: Option<SecretString>) {
    let Some(key) = key else {
        tracing::warn!(
            "this is a new device of the bot; set MATRIX_RECOVERY_KEY once, so that it is the same \
             bot for others"
        );
        return;
    };
    let recovery = client.encryption().recovery();
    match recovery.recover(key.expose_secret().trim()).await {
        Ok(()) => tracing::info!("the keys of the bot were recovered"),
        Err(error) => tracing::warn!(
            %error,
            "the keys of the bot could not be recovered; check MATRIX_RECOVERY_KEY"
        ),
    }
}

/// Shows the recovery key: once, and beside the log, which may be kept for long.
fn show(key: &str) {
    let mut stderr = io::stderr().lock();
    // Where nobody can be told, `newshound matrix status` says what to do.
    let _ = writeln!(
        stderr,
        "\nThe recovery key of the bot on Matrix. It is shown this once. Keep it where you keep \
         passwords:\nwhen the folder `matrix.state` is lost, set MATRIX_RECOVERY_KEY to it, and a \
         new device is the same bot.\n\n    {key}\n"
    );
}

async fn look_at(client: &Client) -> Identity {
    let encryption = client.encryption();
    if let Some(me) = client.user_id() {
        // Asks the server for the bot's own devices: signatures that were just made are known then.
        // Without its answer what is known here must do.
        let _ = encryption.request_user_identity(me).await;
    }
    let device = encryption.get_own_device().await.ok().flatten();
    let meta = client.session_meta();
    Identity {
        account: meta
            .map(|meta| meta.user_id.to_string())
            .unwrap_or_default(),
        device: meta
            .map(|meta| meta.device_id.to_string())
            .unwrap_or_default(),
        fingerprint: encryption.ed25519_key().await.unwrap_or_default(),
        is_cross_signed: device.is_some_and(|device| device.is_cross_signed_by_owner()),
        recovery: match encryption.recovery().state() {
            RecoveryState::Unknown => Recovery::Unknown,
            RecoveryState::Enabled => Recovery::Ready,
            RecoveryState::Disabled => Recovery::Off,
            RecoveryState::Incomplete => Recovery::Missing,
        },
        has_backup: encryption.backups().are_enabled().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(identity(folder.path()).unwrap(), None);
        let noted = Identity {
            device: "ABC".to_owned(),
            recovery: Recovery::Ready,
            ..Identity::default()
        };
        let note = serde_json::to_vec(&noted).unwrap();
        write_file(&folder.path().join(NOTE), &note).unwrap();
        assert_eq!(identity(folder.path()).unwrap(), Some(noted));
        write_file(&folder.path().join(NOTE), b"x").unwrap();
        assert!(identity(folder.path()).is_err());
    }
}
