//! Why the bot does not get onto Matrix, or is sent away, with what to do about it.

use std::path::{Path, PathBuf};

use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::{ClientBuildError, HttpError};
use thiserror::Error;

/// Why there is no bot on Matrix.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// Two processes would damage the keys.
    #[error("another process runs the bot with the folder {0}")]
    Busy(PathBuf),
    /// The folder, or something in it.
    #[error("{path} cannot be used: {reason}")]
    State {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The server does not answer, or is none.
    #[error("the Matrix server {server} cannot be reached: {reason}")]
    Unreachable {
        /// As it was told.
        server: String,
        /// Why not.
        reason: String,
    },
    /// There is no session and nothing to log in with.
    #[error("there is no session yet, and neither MATRIX_PASSWORD nor MATRIX_ACCESS_TOKEN is set")]
    NoPassword,
    /// The server does not know the name, the password or the token.
    #[error("the Matrix server refuses the login: {0}")]
    Refused(String),
    /// The session has been ended, by an admin or from another device.
    #[error("the Matrix server has ended the session of the bot (its access token is unknown)")]
    Revoked,
    /// The folder belongs to another account.
    #[error("the session in {folder} is that of {stored}, and MATRIX_USER is {wanted}")]
    OtherAccount {
        /// The folder of the state.
        folder: PathBuf,
        /// Whose session it is.
        stored: String,
        /// Whose it should be.
        wanted: String,
    },
    /// Something that the library could not do.
    #[error("{0}")]
    Odd(String),
}

impl StartError {
    /// Something about a file or folder.
    pub(super) fn state(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::State {
            path: path.to_owned(),
            reason: reason.to_string(),
        }
    }

    /// Why no client could be made for a server.
    pub(super) fn of_build(server: &str, folder: &Path, error: &ClientBuildError) -> Self {
        match error {
            ClientBuildError::SqliteStore(error) => Self::state(folder, error),
            error => Self::Unreachable {
                server: server.to_owned(),
                reason: error.to_string(),
            },
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Busy(_) => {
                "stop the other one, or give this one a folder of its own by `matrix.state`"
            }
            Self::State { .. } => {
                "see that the folder can be written to; if it is damaged, move it away: the bot \
                 then logs in anew, with MATRIX_PASSWORD, and with MATRIX_RECOVERY_KEY to be the \
                 same bot for others"
            }
            Self::Unreachable { .. } => {
                "check MATRIX_HOMESERVER: the server's name (example.org) or its address \
                 (https://matrix.example.org)"
            }
            Self::NoPassword => "set MATRIX_PASSWORD in the environment or in .env",
            Self::Refused(_) => "check MATRIX_USER (@name:example.org) and MATRIX_PASSWORD",
            Self::Revoked => {
                "move the folder `matrix.state` away and start again with MATRIX_PASSWORD, and with \
                 MATRIX_RECOVERY_KEY to be the same bot for others"
            }
            Self::OtherAccount { .. } => {
                "correct MATRIX_USER, or give this account a folder of its own by `matrix.state`"
            }
            Self::Odd(_) => "try again; the log may say more",
        }
    }
}

/// What went wrong, without addresses or names: those may be somebody's.
pub(super) fn reason(error: &matrix_sdk::Error) -> String {
    match error {
        matrix_sdk::Error::Http(error) => http_reason(error),
        error => error.to_string(),
    }
}

/// The same for an error on the way.
pub(super) fn http_reason(error: &HttpError) -> String {
    match error.as_client_api_error() {
        Some(error) => error.error_kind().map_or_else(
            || format!("status {}", error.status_code),
            |kind| kind.errcode().to_string(),
        ),
        None => "the server cannot be reached".to_owned(),
    }
}

/// True where the server does not know the session any more.
pub(super) fn is_revoked(error: &matrix_sdk::Error) -> bool {
    matches!(
        error.client_api_error_kind(),
        Some(ErrorKind::UnknownToken(_))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_a_remedy() {
        let errors = [
            StartError::Busy(PathBuf::from("x")),
            StartError::state(Path::new("x"), "full"),
            StartError::NoPassword,
            StartError::Revoked,
            StartError::Refused("M_FORBIDDEN".to_owned()),
            StartError::Odd("odd".to_owned()),
        ];
        for error in errors {
            assert!(!error.remedy().is_empty(), "{error}");
            assert!(!error.to_string().ends_with('.'), "{error}");
        }
    }
}
