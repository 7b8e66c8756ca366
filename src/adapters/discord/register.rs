//! Registers the commands where they are not registered as they are.
//!
//! What was registered is noted as a hash, so that a start asks Discord nothing as a rule. Another
//! program with the same token can take commands away, so Discord is looked at from time to time.

use jiff::Timestamp;
use serde_json::Value;
use serenity::model::id::{ApplicationId, GuildId};

use super::commands::are_registered;
use super::error::{RestError, StartError};
use super::rest::Rest;
use crate::admin::Rooms;

/// A note older than this, in seconds, is compared with what Discord has: a day.
const LOOK_AFTER: i64 = 24 * 60 * 60;

/// Where commands are registered, and where that is noted.
pub(super) struct Register<'a> {
    pub(super) rest: &'a Rest,
    pub(super) rooms: Option<&'a Rooms>,
    pub(super) application: ApplicationId,
    /// Discord or a test server: each has its own commands.
    pub(super) origin: &'a str,
}

impl Register<'_> {
    /// Registers commands in these servers alone, or everywhere where there are none.
    pub(super) async fn all(&self, servers: &[u64], commands: &[Value]) -> Result<(), StartError> {
        if servers.is_empty() {
            return self.one(None, commands).await;
        }
        for server in servers {
            self.one(Some(GuildId::new(*server)), commands).await?;
        }
        Ok(())
    }

    async fn one(&self, server: Option<GuildId>, commands: &[Value]) -> Result<(), StartError> {
        let count = commands.len();
        let name = self.name(server);
        let hash = hash(commands);
        if self.is_registered(&name, &hash, server, commands).await {
            tracing::info!(commands = count, "discord has the commands already");
            return Ok(());
        }
        let registered = self.rest.put_commands(self.application, server, commands);
        match registered.await {
            Ok(()) => tracing::info!(commands = count, "discord commands registered"),
            Err(RestError::Refused { status: 401, .. }) => return Err(StartError::WrongToken),
            Err(error) => {
                // The bot answers mentions without them, and the next start tries again.
                tracing::error!(%error, "discord did not take the commands");
                return Ok(());
            }
        }
        self.set_note(&name, &hash);
        Ok(())
    }

    /// Where Discord cannot say what it has, the note is believed.
    async fn is_registered(
        &self,
        name: &str,
        hash: &str,
        server: Option<GuildId>,
        commands: &[Value],
    ) -> bool {
        let note = self.rooms.and_then(|rooms| rooms.note(name));
        match note.as_deref().map(|note| judge(note, hash, now())) {
            Some(Note::Fresh) => true,
            Some(Note::Old) => match self.rest.commands(self.application, server).await {
                Ok(known) => {
                    let is_same = are_registered(commands, &known);
                    if is_same {
                        self.set_note(name, hash);
                    }
                    is_same
                }
                Err(_) => true,
            },
            Some(Note::Other) | None => false,
        }
    }

    fn name(&self, server: Option<GuildId>) -> String {
        let place = server.map_or_else(|| "everywhere".to_owned(), |server| server.to_string());
        format!(
            "discord commands {} {} {place}",
            self.origin, self.application
        )
    }

    /// Without a note the next start registers them once more, which does no harm.
    fn set_note(&self, name: &str, hash: &str) {
        let Some(rooms) = self.rooms else {
            return;
        };
        if let Err(error) = rooms.set_note(name, &format!("{hash} {}", now())) {
            tracing::warn!(%error, "it cannot be noted that the commands are registered");
        }
    }
}

/// What a note says.
#[derive(Debug, PartialEq, Eq)]
enum Note {
    /// These very commands were registered, not long ago.
    Fresh,
    /// They were, some time ago.
    Old,
    /// Others were.
    Other,
}

fn judge(note: &str, hash: &str, now: i64) -> Note {
    let (noted, time) = note.split_once(' ').unwrap_or((note, ""));
    let age = now - time.parse().unwrap_or(0);
    match noted == hash {
        true if (0..LOOK_AFTER).contains(&age) => Note::Fresh,
        true => Note::Old,
        false => Note::Other,
    }
}

fn hash(commands: &[Value]) -> String {
    let text = serde_json::to_string(commands).expect("plain data");
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_believed_for_a_day() {
        assert_eq!(judge("abc 1000", "abc", 1_000), Note::Fresh);
        assert_eq!(judge("abc 1000", "abc", 1_000 + LOOK_AFTER), Note::Old);
        assert_eq!(judge("abc 1000", "abc", 999), Note::Old);
        assert_eq!(judge("abc 1000", "abd", 1_000), Note::Other);
        assert_eq!(judge("abc", "abc", 1_000_000_000), Note::Old);
        assert_eq!(judge("", "abc", 1_000), Note::Other);
    }
}
