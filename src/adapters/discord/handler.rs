//! Takes Discord's events apart and hands each to its part of the adapter, once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serenity::async_trait;
use serenity::gateway::ConnectionStage;
use serenity::model::application::Interaction;
use serenity::model::channel::Message;
use serenity::model::event::{MessageUpdateEvent, ResumedEvent};
use serenity::model::gateway::Ready;
use serenity::model::id::{ChannelId, GuildId, MessageId};
use serenity::prelude::{Context, EventHandler};

use super::desk::Desk;
use super::messages::{on_edit, on_message};
use super::pressing::{on_button, press_of};
use super::slash::{call_of, decline, on_autocomplete, on_command};
use crate::reply::Declined;

/// Receives events.
pub(super) struct Handler {
    pub(super) desk: Arc<Desk>,
    /// How many commands are registered.
    pub(super) commands: usize,
    /// How many shards this process runs.
    pub(super) shards: usize,
    pub(super) ready_shards: Arc<AtomicUsize>,
    pub(super) guilds: AtomicUsize,
    /// Set while all shards are connected.
    pub(super) is_up: Arc<AtomicBool>,
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        // Known from the start where Discord told; a test server may tell only here.
        let _ = self.desk.me.set(ready.user.id);
        let guilds =
            self.guilds.fetch_add(ready.guilds.len(), Ordering::SeqCst) + ready.guilds.len();
        let shards = self.ready_shards.fetch_add(1, Ordering::SeqCst) + 1;
        if shards >= self.shards {
            self.is_up.store(true, Ordering::SeqCst);
        }
        if shards == self.shards {
            tracing::info!(guilds, commands = self.commands, "discord ready");
        }
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        self.is_up.store(true, Ordering::SeqCst);
        tracing::info!("discord connection resumed");
    }

    async fn shard_stage_update(
        &self,
        _: Context,
        event: serenity::gateway::ShardStageUpdateEvent,
    ) {
        if event.new == ConnectionStage::Disconnected {
            self.is_up.store(false, Ordering::SeqCst);
            tracing::info!(
                shard = event.shard_id.0,
                "discord connection lost; reconnecting"
            );
        }
    }

    async fn message(&self, context: Context, message: Message) {
        let Some(_airborne) = self.desk.flight.begin() else {
            return;
        };
        if self.desk.messages.is_new(message.id.get()) {
            on_message(&self.desk, &context, &message).await;
        }
    }

    async fn message_update(
        &self,
        context: Context,
        _: Option<Message>,
        _: Option<Message>,
        event: MessageUpdateEvent,
    ) {
        let Some(_airborne) = self.desk.flight.begin() else {
            return;
        };
        on_edit(&self.desk, &context, &event).await;
    }

    async fn message_delete(
        &self,
        _: Context,
        _: ChannelId,
        message: MessageId,
        _: Option<GuildId>,
    ) {
        self.desk.forget(message).await;
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        if !self.desk.interactions.is_new(interaction.id().get()) {
            return;
        }
        let airborne = self.desk.flight.begin();
        match interaction {
            Interaction::Command(call) if airborne.is_none() => {
                decline(&self.desk, &call_of(&call), Declined::Stopping).await;
            }
            Interaction::Component(press) if airborne.is_none() => {
                decline(&self.desk, &press_of(&press), Declined::Stopping).await;
            }
            Interaction::Command(call) => on_command(&self.desk, &call).await,
            Interaction::Autocomplete(call) => on_autocomplete(&self.desk, &call).await,
            Interaction::Component(press) => on_button(&self.desk, &press).await,
            _ => {}
        }
    }
}
