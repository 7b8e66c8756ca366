//! What the bot proves itself with on a platform: secrets, which come from variables alone.
//!
//! They are no settings: no file of settings holds them, and nothing prints them.

use secrecy::SecretString;

use super::environment::Variables;

/// The variables of secrets, and of whom they belong to, with what is told of them.
pub(super) const CREDENTIALS: [(&str, &str); 6] = [
    (
        DISCORD_TOKEN,
        "The token of the Discord bot, from https://discord.com/developers/applications (Bot, \
         Reset Token). Whoever has it is the bot: keep it out of every other file.",
    ),
    (
        MATRIX_HOMESERVER,
        "The Matrix server of the bot's account: its name (example.org) or its address \
         (https://matrix.example.org).",
    ),
    (
        MATRIX_USER,
        "The bot's account there: @newshound:example.org.",
    ),
    (
        MATRIX_PASSWORD,
        "Its password. The bot logs in once and keeps its session in the folder matrix.state; the \
         password is needed again only when that is lost.",
    ),
    (
        MATRIX_ACCESS_TOKEN,
        "Or an access token in place of the password, of a device of the bot's own.",
    ),
    (
        MATRIX_RECOVERY_KEY,
        "The recovery key that the bot showed on its first login. It is needed only when the \
         folder matrix.state is lost: a new device of the bot then proves that it is the same \
         bot.",
    ),
];

const DISCORD_TOKEN: &str = "DISCORD_TOKEN";
const MATRIX_HOMESERVER: &str = "MATRIX_HOMESERVER";
const MATRIX_USER: &str = "MATRIX_USER";
const MATRIX_PASSWORD: &str = "MATRIX_PASSWORD";
const MATRIX_ACCESS_TOKEN: &str = "MATRIX_ACCESS_TOKEN";
const MATRIX_RECOVERY_KEY: &str = "MATRIX_RECOVERY_KEY";

/// Points the Discord adapter at a test server; see ARCHITECTURE.md.
pub(super) const DISCORD_API: &str = "NEWSHOUND_DISCORD_API";

/// The secrets that are set, and where they are taken.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// `DISCORD_TOKEN`
    pub discord_token: Option<SecretString>,
    /// `NEWSHOUND_DISCORD_API`: a test server in the place of Discord.
    pub discord_api: Option<String>,
    /// What there is of an account on Matrix.
    pub matrix: MatrixCredentials,
}

/// What was told of the bot's account on Matrix.
#[derive(Clone, Debug, Default)]
pub struct MatrixCredentials {
    /// `MATRIX_HOMESERVER`
    pub homeserver: Option<String>,
    /// `MATRIX_USER`
    pub user: Option<String>,
    /// `MATRIX_PASSWORD`
    pub password: Option<SecretString>,
    /// `MATRIX_ACCESS_TOKEN`
    pub access_token: Option<SecretString>,
    /// `MATRIX_RECOVERY_KEY`
    pub recovery_key: Option<SecretString>,
}

impl MatrixCredentials {
    /// True when somebody began to set the account.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.homeserver.is_some() || self.user.is_some()
    }

    /// The variables that are still to be set. Whether a password is needed is known only to whoever
    /// looks for a stored session.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let wanted = [
            (MATRIX_HOMESERVER, self.homeserver.is_none()),
            (MATRIX_USER, self.user.is_none()),
        ];
        let missing = wanted.into_iter().filter(|(_, is_missing)| *is_missing);
        missing.map(|(name, _)| name).collect()
    }
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
            matrix: MatrixCredentials {
                homeserver: value(MATRIX_HOMESERVER),
                user: value(MATRIX_USER),
                password: value(MATRIX_PASSWORD).map(SecretString::from),
                access_token: value(MATRIX_ACCESS_TOKEN).map(SecretString::from),
                recovery_key: value(MATRIX_RECOVERY_KEY).map(SecretString::from),
            },
        }
    }
}

/// True for a variable that holds a secret of ours.
pub(super) fn is_credential(name: &str) -> bool {
    CREDENTIALS.iter().any(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_wanted_once_it_is_begun_and_then_names_what_is_missing() {
        let mut account = MatrixCredentials::default();
        assert!(!account.is_wanted());
        account.user = Some("@bot:example.org".to_owned());
        assert!(account.is_wanted());
        assert_eq!(account.missing(), [MATRIX_HOMESERVER]);
    }
}
