//! The task `matrix status`: who the bot is on Matrix, for whoever wants to compare it with what
//! their client shows, and what to do where something is missing.

use super::failure::{Failure, Outcome};
use super::output::print;
use super::setup::Setup;
use crate::adapters::matrix::{Identity, Recovery, identity};

const NEVER: &str = "the bot has not been on Matrix yet";

/// Prints what the running bot has noted of itself.
pub(super) fn status(setup: &Setup) -> Result<Outcome, Failure> {
    let noted = identity(&setup.settings.matrix.state).map_err(|error| {
        let remedy = error.remedy();
        Failure::from(error).with_hint(remedy)
    })?;
    let Some(noted) = noted else {
        let hint =
            "set MATRIX_HOMESERVER, MATRIX_USER and MATRIX_PASSWORD, and start `newshound run`";
        return Err(Failure::new(NEVER).with_hint(hint));
    };
    print(&describe(&noted))?;
    Ok(Outcome::Done)
}

fn describe(identity: &Identity) -> String {
    let Identity {
        account, device, ..
    } = identity;
    let vouched = if identity.is_cross_signed {
        "yes: the account vouches for this device"
    } else {
        "no: others see a warning beside its answers; set MATRIX_RECOVERY_KEY and start again, or \
         verify the device from another one of the account"
    };
    let recovery = match identity.recovery {
        Recovery::Ready => "ready: with the recovery key a new device is the same bot",
        Recovery::Off => "off: start `newshound run` again, and keep the key that it shows",
        Recovery::Missing => {
            "missing: this device was not given the recovery key; set MATRIX_RECOVERY_KEY and start \
             again"
        }
        Recovery::Unknown => "not known yet: start `newshound run` again",
    };
    let backup = if identity.has_backup {
        "on: keys of rooms are kept on the server, locked with the recovery key"
    } else {
        "off: it begins with the recovery key"
    };
    format!(
        "account: {account}\ndevice: {device}\nfingerprint: {}\ncross-signed: {vouched}\n\
         recovery: {recovery}\nbackup: {backup}\n",
        grouped(&identity.fingerprint),
    )
}

/// A fingerprint in groups of four, as clients show it.
fn grouped(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|four| four.iter().collect())
        .collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_has_a_remedy() {
        let text = describe(&Identity {
            account: "@bot:a.example".to_owned(),
            device: "ABC".to_owned(),
            fingerprint: "abcdefghij".to_owned(),
            recovery: Recovery::Missing,
            ..Identity::default()
        });
        assert!(text.contains("fingerprint: abcd efgh ij\n"), "{text}");
        assert!(text.contains("MATRIX_RECOVERY_KEY"), "{text}");
    }
}
