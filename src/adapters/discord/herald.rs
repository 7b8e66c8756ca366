//! Brings to channels what nobody asked for just now: answers that somebody waited for, and what
//! owners are told.

use std::sync::{Arc, OnceLock};

use serenity::model::id::{ChannelId, GuildId, UserId};
use tokio::runtime::Handle;

use super::answer::{Answer, View};
use super::desk::Desk;
use super::error::RestError;
use super::payload::Outgoing;
use crate::admin::ReplyMode;
use crate::bot::{Announcement, Undelivered};
use crate::reply::cannot_answer_privately;

/// How the names of Discord's places and people begin.
const DISCORD: &str = "discord:";

/// The way to Discord's channels for whoever is not on Discord's threads. It is there before the
/// connection is, and then has everybody wait for it.
#[derive(Clone, Default)]
pub struct Herald {
    way: Arc<OnceLock<Way>>,
}

struct Way {
    desk: Arc<Desk>,
    runtime: Handle,
    /// The shards that this process runs: the first, the last, and how many there are in all.
    shards: (u32, u32, u32),
}

impl std::fmt::Debug for Herald {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Herald(ready: {})", self.way.get().is_some())
    }
}

impl Herald {
    /// Opens the way; called on a thread of the runtime that requests are sent from.
    pub(super) fn open(&self, desk: &Arc<Desk>, shards: (u32, u32, u32)) {
        let desk = Arc::clone(desk);
        let runtime = Handle::current();
        // A second opening, after a reconnect, leaves the first one: it is as good.
        let _ = self.way.set(Way {
            desk,
            runtime,
            shards,
        });
    }
}

impl crate::bot::Herald for Herald {
    fn serves(&self, place: &str) -> bool {
        self.way.get().is_some() && place.starts_with(DISCORD)
    }

    fn keeps_watches_of(&self, server: Option<&str>) -> bool {
        let Some(way) = self.way.get() else {
            return false;
        };
        let (first, last, total) = way.shards;
        let shard = server.and_then(id).map_or(0, |server| {
            // Documented by Discord: Gateway, "Sharding".
            let shard = (server >> 22) % u64::from(total.max(1));
            u32::try_from(shard).unwrap_or_default()
        });
        (first..=last).contains(&shard)
    }

    fn announce(&self, announcement: &Announcement) -> Result<(), Undelivered> {
        let way = self.way.get().ok_or(Undelivered::Later)?;
        let posted = way.runtime.block_on(post(&way.desk, announcement));
        posted.map_err(|error| {
            tracing::warn!(%error, "an announcement could not be posted");
            if error.is_not_allowed() {
                Undelivered::Never
            } else {
                Undelivered::Later
            }
        })
    }
}

async fn post(desk: &Desk, announcement: &Announcement) -> Result<(), RestError> {
    let asker = announcement.author.as_deref().and_then(id);
    let message = worded(announcement, asker);
    let channel = channel_of(&announcement.place)?;
    match asker.filter(|_| is_private(desk, announcement)) {
        Some(asker) => post_directly(desk, (channel, asker), &message).await,
        // Whoever waits is told by name: what is replied to may be an answer of the bot's own.
        None => post_in_channel(desk, announcement, channel, message.pinging(asker)).await,
    }
}

/// True where nobody but who asked is to read the answer: they asked so, or their room wants it.
fn is_private(desk: &Desk, announcement: &Announcement) -> bool {
    let Announcement {
        place,
        server,
        parent,
        ..
    } = announcement;
    let wants_it = desk.bot.rooms().is_some_and(|rooms| {
        let manner = rooms.manner(server.as_deref(), place, parent.as_deref());
        manner.reply == ReplyMode::Private
    });
    server.is_some() && (announcement.is_private || wants_it)
}

/// To the asker alone. Whoever takes no direct messages is told so where they asked.
async fn post_directly(
    desk: &Desk,
    (channel, asker): (ChannelId, u64),
    message: &Outgoing,
) -> Result<(), RestError> {
    let posted = match desk.rest.open_direct(asker).await {
        Ok(direct) => desk.rest.post(direct, message).await,
        Err(error) => Err(error),
    };
    match posted {
        Err(error) if error.is_not_allowed() => {
            let notice = Answer::plain(cannot_answer_privately()).show_together(false);
            let notice = notice.pinging(Some(asker));
            desk.rest.post(channel, &notice).await.map(drop)
        }
        posted => posted.map(drop),
    }
}

/// As a reply to the question; as a message of its own where that is gone.
async fn post_in_channel(
    desk: &Desk,
    announcement: &Announcement,
    channel: ChannelId,
    message: Outgoing,
) -> Result<(), RestError> {
    let answered = announcement.message.as_deref().and_then(id);
    let replying = match answered {
        Some(answered) => message.clone().replying_to(answered),
        None => message.clone(),
    };
    match desk.rest.post(channel, &replying).await {
        Err(error) if error.is_no_reply() => desk.rest.post(channel, &message).await.map(drop),
        posted => posted.map(drop),
    }
}

fn worded(announcement: &Announcement, asker: Option<u64>) -> Outgoing {
    let answer = Answer::announced(announcement);
    let shown = match asker {
        Some(asker) => answer.show(View {
            asker,
            page: 0,
            is_private: false,
            has_others: false,
        }),
        None => answer.show_together(false),
    };
    match announcement.watch {
        // Should the first try have arrived unnoticed, Discord takes the second for the same.
        Some(number) => shown.once(format!("watch {number}")),
        None => shown,
    }
}

fn channel_of(place: &str) -> Result<ChannelId, RestError> {
    let unknown = || RestError::Odd(format!("“{place}” is no channel"));
    id(place).map(ChannelId::new).ok_or_else(unknown)
}

/// The id in the name of a place, a server, a person or a message.
pub(super) fn id(name: &str) -> Option<u64> {
    let name = name.strip_prefix(DISCORD)?;
    name.parse().ok().filter(|id| *id > 0)
}

/// Somebody whom a text mentions: `<@1>`, or `<@!1>` as old clients write.
pub(super) fn mentioned(text: &str) -> Option<UserId> {
    let inner = text.trim().strip_prefix("<@")?.strip_suffix('>')?;
    let id: u64 = inner.trim_start_matches('!').parse().ok()?;
    (id > 0).then(|| UserId::new(id))
}

/// A server by its name.
pub(super) fn server_of(name: Option<&str>) -> Option<GuildId> {
    name.and_then(id).map(GuildId::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_mentions_hold_ids() {
        assert_eq!(id("discord:77"), Some(77));
        for strange in ["77", "discord:", "discord:x", "discord:0", "matrix:77"] {
            assert_eq!(id(strange), None, "{strange}");
        }
        assert_eq!(mentioned("<@5>"), Some(UserId::new(5)));
        assert_eq!(mentioned(" <@!5> "), Some(UserId::new(5)));
        for strange in ["5", "<@&5>", "<@0>", "<@5", "@ana"] {
            assert_eq!(mentioned(strange), None, "{strange}");
        }
    }
}
