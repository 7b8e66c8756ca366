//! A small bot made with the client library lives on the double as it would on Discord.
//!
//! What is tested is the double: that a session is opened, resumed, replayed and refused as the
//! library expects it.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{
    Client, Context, CreateAllowedMentions, CreateAttachment, CreateButton, CreateCommand,
    CreateCommandOption, CreateEmbed, CreateInteractionResponse, CreateInteractionResponseMessage,
    CreateMessage, EditInteractionResponse, EventHandler, GatewayIntents, Http, HttpBuilder,
    Interaction, Message, Permissions, Ready, ShardManager,
};
use serenity::async_trait;
use serenity::model::application::CommandOptionType;
use serenity::model::id::ApplicationId;
use tokio::runtime::Runtime;

use super::Double;
use super::events::Slash;
use super::world::{APPLICATION, GENERAL, MESSAGE_CONTENT, TOKEN, World};
use crate::shared::shared;

struct Echo;

fn quiet() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

#[async_trait]
impl EventHandler for Echo {
    async fn ready(&self, context: Context, _: Ready) {
        let option = CreateCommandOption::new(CommandOptionType::String, "question", "What to ask")
            .required(true)
            .set_autocomplete(true);
        let commands = vec![
            CreateCommand::new("who")
                .description("Ask")
                .add_option(option),
            CreateCommand::new("admin")
                .description("Change")
                .default_member_permissions(Permissions::MANAGE_GUILD),
            CreateCommand::new("Check").kind(serenity::all::CommandType::Message),
        ];
        let set = context.http.create_global_commands(&commands).await;
        set.unwrap();
    }

    async fn message(&self, context: Context, message: Message) {
        if message.author.bot {
            return;
        }
        let button = CreateButton::new("more").label("more");
        let reply = CreateMessage::new()
            .embed(
                CreateEmbed::new()
                    .description(&message.content)
                    .field("a", "b", true),
            )
            .allowed_mentions(quiet())
            .reference_message(&message)
            .button(button)
            .add_file(CreateAttachment::bytes("text", "list.txt"));
        message
            .channel_id
            .send_message(&context.http, reply)
            .await
            .unwrap();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else {
            return;
        };
        let defer = CreateInteractionResponseMessage::new().ephemeral(true);
        let defer = CreateInteractionResponse::Defer(defer);
        command.create_response(&context.http, defer).await.unwrap();
        let text = EditInteractionResponse::new()
            .content("found")
            .allowed_mentions(quiet());
        command.edit_response(&context.http, text).await.unwrap();
    }
}

/// The bot, running until it is dropped.
struct Bot {
    runtime: Runtime,
    shards: Arc<ShardManager>,
    done: std::sync::mpsc::Receiver<String>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.runtime.block_on(self.shards.shutdown_all());
    }
}

fn connect(double: &Double, token: &str) -> Bot {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let http: Http = HttpBuilder::new(token)
        .proxy(double.url())
        .ratelimiter_disabled(true)
        .application_id(ApplicationId::new(APPLICATION))
        .build();
    let intents = GatewayIntents::non_privileged() | GatewayIntents::MESSAGE_CONTENT;
    let mut client = runtime.block_on(async {
        let client = serenity::client::ClientBuilder::new_with_http(http, intents);
        client.event_handler(Echo).await.unwrap()
    });
    let shards = Arc::clone(&client.shard_manager);
    let (sender, done) = std::sync::mpsc::channel();
    runtime.spawn(async move {
        let outcome = run(&mut client).await;
        let _ = sender.send(outcome);
    });
    Bot {
        runtime,
        shards,
        done,
    }
}

async fn run(client: &mut Client) -> String {
    match client.start().await {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

fn start() -> Option<Double> {
    Some(Double::start(&shared("discord/openapi.json")?))
}

#[track_caller]
fn wait(double: &Double, what: &str, probe: impl Fn(&World) -> bool) {
    let came = double.wait(|world| probe(world).then_some(()), || false);
    assert!(came.is_some(), "never: {what}; {:?}", double.faults());
}

fn replies(world: &World, to: u64) -> usize {
    let wanted = to.to_string();
    let all = world.messages.values();
    all.filter(|one| one.value["message_reference"]["message_id"] == wanted.as_str())
        .count()
}

#[test]
fn a_bot_registers_answers_and_reads_only_what_it_may() {
    let Some(double) = start() else { return };
    let _bot = connect(&double, TOKEN);
    wait(&double, "commands", |world| {
        world.commands.contains_key(&None)
    });
    let asked = double.say("ana", GENERAL, "who?");
    wait(&double, "a reply", |world| replies(world, asked) == 1);
    let slash = Slash {
        user: "ana",
        channel: GENERAL,
        command: "who",
        options: &[("question", "x".into())],
        focused: None,
        forced: false,
    };
    let id = double.slash(&slash);
    wait(&double, "an answer", |world| {
        let original = world.interactions[&id].original;
        original.is_some_and(|id| world.messages[&id].value["content"] == "found")
    });
    assert_eq!(double.faults(), Vec::<String>::new());
}

#[test]
fn a_broken_line_is_resumed_and_what_was_missed_is_sent() {
    let Some(double) = start() else { return };
    let _bot = connect(&double, TOKEN);
    wait(&double, "commands", |world| {
        world.commands.contains_key(&None)
    });
    double.drop_connections();
    let asked = double.say("ana", GENERAL, "while away");
    wait(&double, "a resume", |world| world.resumptions.len() == 1);
    wait(&double, "a reply", |world| replies(world, asked) == 1);
    double.ask_to_reconnect();
    wait(&double, "another resume", |world| {
        world.resumptions.len() == 2
    });
    double.change(|world| world.replays_everything = true);
    double.close_connections(4000);
    wait(&double, "a replay", |world| replies(world, asked) == 2);
    double.invalidate_sessions(false);
    wait(&double, "a new session", |world| {
        world.identifications.len() == 2
    });
    assert_eq!(double.faults(), Vec::<String>::new());
}

#[test]
fn wrong_tokens_and_intents_without_a_grant_end_the_connection() {
    let Some(double) = start() else { return };
    double.change(|world| world.granted = 0);
    let bot = connect(&double, TOKEN);
    let reason = bot.done.recv_timeout(Duration::from_mins(1)).unwrap();
    assert!(reason.contains("ntents"), "{reason}");
    double.change(|world| world.granted = MESSAGE_CONTENT);
    let bot = connect(&double, "MTAwMA.R2VuaXVz.another-token");
    let reason = bot.done.recv_timeout(Duration::from_mins(1)).unwrap();
    assert!(reason.to_lowercase().contains("auth"), "{reason}");
}
