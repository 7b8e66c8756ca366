//! What the bot proves itself with on a platform: secrets, which come from variables alone.
//!
//! They are no settings: no file of settings holds them, and nothing prints them.

use secrecy::SecretString;

use super::environment::Variables;

/// The variables of secrets, with what is told of them.
pub(super) const CREDENTIALS: [(&str, &str); 1] = [(
    DISCORD_TOKEN,
    "The token of the Discord bot, from https://discord.com/developers/applications (Bot, Reset \
     Token). Whoever has it is the bot: keep it out of every other file.",
)];

const DISCORD_TOKEN: &str = "DISCORD_TOKEN";

/// Points the Discord adapter at a test server; see ARCHITECTURE.md.
pub(super) const DISCORD_API: &str = "NEWSHOUND_DISCORD_API";

/// The secrets that are set, and where they are taken.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// `DISCORD_TOKEN`
    pub discord_token: Option<SecretString>,
    /// `NEWSHOUND_DISCORD_API`: a test server in the place of Discord.
    pub discord_api: Option<String>,
}

impl Credentials {
    pub(super) fn read(variables: &Variables) -> Self {
        let value = |name: &str| {
            let variable = variables.get(name)?;
            Some(variable.value.trim().to_owned())
        };
        Self {
            discord_token: value(DISCORD_TOKEN).map(SecretString::from),
            discord_api: value(DISCORD_API),
        }
    }
}

/// True for a variable that holds a secret of ours.
pub(super) fn is_credential(name: &str) -> bool {
    CREDENTIALS.iter().any(|(known, _)| *known == name)
}
