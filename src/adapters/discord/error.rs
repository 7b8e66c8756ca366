//! Why the bot is not on Discord, with what to do about it.
//!
//! No error holds an address: those of interactions and webhooks carry secrets.

use serenity::http::HttpError;
use thiserror::Error;

/// Why the bot could not start, or had to stop.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// The test server is not on this machine.
    #[error(
        "NEWSHOUND_DISCORD_API must be an http address of this very machine (127.0.0.1 or localhost)"
    )]
    NotLoopback,
    /// Nobody answers.
    #[error("cannot reach Discord: {0}")]
    Unreachable(String),
    /// The token is not one.
    #[error("Discord refuses the token in DISCORD_TOKEN")]
    WrongToken,
    /// An intent is not granted.
    #[error("Discord refuses the gateway intents that the bot asks for (close code 4014)")]
    DisallowedIntents,
    /// Discord wants more shards.
    #[error("Discord refuses this many shards (close code 4010 or 4011)")]
    Shards,
    /// The connection ended for good.
    #[error("the connection to Discord ended: {0}")]
    Ended(String),
}

impl StartError {
    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotLoopback => {
                "unset NEWSHOUND_DISCORD_API to use Discord itself; it is for tests alone"
            }
            Self::Unreachable(_) => {
                "check the network and https://discordstatus.com, then start again"
            }
            Self::WrongToken => {
                "in the developer portal (https://discord.com/developers/applications) open your \
                 application, then Bot, Reset Token, and put the new token into DISCORD_TOKEN in \
                 the environment or in .env"
            }
            Self::DisallowedIntents => CONTENT_REMEDY,
            Self::Shards => "set discord.shards to \"auto\", or to a range of more shards",
            Self::Ended(_) => "start again; the log above says what came before",
        }
    }
}

/// How the Message Content intent is granted.
pub(super) const CONTENT_REMEDY: &str = "in the developer portal (https://discord.com/developers/applications) open your application, \
     then Bot, Privileged Gateway Intents, switch Message Content Intent on, and start again; or \
     set discord.message_content to \"never\"";

impl From<RestError> for StartError {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Refused { status: 401, .. } | RestError::BadToken => Self::WrongToken,
            other => Self::Unreachable(other.to_string()),
        }
    }
}

impl From<serenity::Error> for StartError {
    fn from(error: serenity::Error) -> Self {
        use serenity::gateway::GatewayError as Gateway;
        match error {
            serenity::Error::Gateway(
                Gateway::InvalidAuthentication | Gateway::NoAuthentication,
            ) => Self::WrongToken,
            serenity::Error::Gateway(
                Gateway::DisallowedGatewayIntents | Gateway::InvalidGatewayIntents,
            ) => Self::DisallowedIntents,
            serenity::Error::Gateway(Gateway::OverloadedShard | Gateway::InvalidShardData) => {
                Self::Shards
            }
            serenity::Error::Http(error) => RestError::from(error).into(),
            other => Self::Ended(other.to_string()),
        }
    }
}

/// Why a request to Discord failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(super) enum RestError {
    /// Discord answered, and not as wished.
    #[error("status {status}: {message} (code {code})")]
    Refused {
        status: u16,
        code: isize,
        message: String,
    },
    /// The token cannot be put into a request.
    #[error("the token holds characters that no token has")]
    BadToken,
    /// No answer.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// An answer that is not as documented.
    #[error("an answer that is not understood: {0}")]
    Odd(String),
}

impl RestError {
    /// True when the bot may not do it there, or what it wants to change is gone. Where it may not
    /// embed, Discord takes the card away and finds the message empty.
    pub(super) fn is_not_allowed(&self) -> bool {
        match self {
            Self::Refused { status, code, .. } => {
                matches!(status, 403 | 404) || *code == EMPTY_MESSAGE
            }
            _ => false,
        }
    }

    /// True when the bot may write there but not reply.
    pub(super) fn is_no_reply(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == NO_REPLY)
    }
}

/// Discord's code for a message with nothing in it.
const EMPTY_MESSAGE: isize = 50_006;

/// Discord's code for a reply without the permission to read the history.
const NO_REPLY: isize = 160_002;

impl From<HttpError> for RestError {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::UnsuccessfulRequest(response) => Self::Refused {
                status: response.status_code.as_u16(),
                code: response.error.code,
                message: response.error.message,
            },
            HttpError::InvalidHeader(_) => Self::BadToken,
            HttpError::Request(error) => error.into(),
            other => Self::NoAnswer(other.to_string()),
        }
    }
}

impl From<reqwest::Error> for RestError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        // What reqwest says itself ("error sending request") helps nobody; its cause does.
        let mut cause: &dyn std::error::Error = &error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        Self::NoAnswer(cause.to_string())
    }
}

impl From<serenity::Error> for RestError {
    fn from(error: serenity::Error) -> Self {
        match error {
            serenity::Error::Http(error) => error.into(),
            other => Self::Odd(other.to_string()),
        }
    }
}
