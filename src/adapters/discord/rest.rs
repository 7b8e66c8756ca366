//! The one place where requests to Discord leave from.
//!
//! Routes, headers and Discord's own rate limits are serenity's. Two kinds of requests go past its
//! limiter, and a 429 is waited out here: those to a test server, because the limiter knows
//! Discord's address only; and answers to interactions, because it takes each interaction for a
//! limit of its own and keeps it for ever, and all their later messages for one.

use std::future::Future;
use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde::Serialize;
use serde_json::Value;
use serenity::builder::{CreateAllowedMentions, CreateAttachment};
use serenity::http::{Http, HttpBuilder, LightMethod, Multipart, MultipartUpload, Request, Route};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId};
use url::Url;

use super::error::RestError;
use super::payload::{File, Outgoing};

type Result<T> = std::result::Result<T, RestError>;

/// A request that has no answer by then has none.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a 429 is waited out.
const ATTEMPTS: usize = 6;

/// How long to wait after a 429 that does not say it.
const UNSAID_WAIT: f64 = 1.0;

/// Sends requests.
#[derive(Clone)]
pub(super) struct Rest {
    http: std::sync::Arc<Http>,
    client: reqwest::Client,
    /// Fetches files, and follows nobody anywhere else.
    files: reqwest::Client,
    /// A test server.
    origin: Option<String>,
}

/// Where something was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posted {
    pub(super) channel: ChannelId,
    pub(super) message: MessageId,
}

/// An interaction that can be answered.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) id: InteractionId,
    pub(super) token: String,
    pub(super) application: ApplicationId,
}

/// Makes the client of the library: nothing that it sends may ping anybody.
pub(super) fn http(token: &str, test_server: Option<&str>) -> Http {
    let builder = HttpBuilder::new(token).default_allowed_mentions(CreateAllowedMentions::new());
    match test_server {
        Some(origin) => builder.proxy(origin).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}

impl Rest {
    pub(super) fn new(token: &str, test_server: Option<String>) -> Self {
        Self {
            http: http(token, test_server.as_deref()).into(),
            client: reqwest::Client::new(),
            files: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap_or_default(),
            origin: test_server,
        }
    }

    /// Reads something.
    pub(super) async fn get(&self, route: Route<'_>) -> Result<Value> {
        decode(self.send(Request::new(route, LightMethod::Get)).await?).await
    }

    /// Registers commands, in place of all that were there.
    pub(super) async fn put_commands(
        &self,
        application_id: ApplicationId,
        server: Option<GuildId>,
        commands: &[Value],
    ) -> Result<()> {
        let route = commands_route(application_id, server);
        let request = Request::new(route, LightMethod::Put).body(Some(body(&commands)?));
        self.send(request).await.map(drop)
    }

    /// The commands that are registered.
    pub(super) async fn commands(
        &self,
        application_id: ApplicationId,
        server: Option<GuildId>,
    ) -> Result<Value> {
        self.get(commands_route(application_id, server)).await
    }

    /// The content of a file that Discord keeps on one of `hosts`, or a test server; no other address
    /// is asked for anything. The token stays here.
    pub(super) async fn download(
        &self,
        address: &str,
        hosts: &[&str],
        largest: u64,
    ) -> Result<Vec<u8>> {
        let url = Url::parse(address).map_err(|error| RestError::Odd(error.to_string()))?;
        let is_known = match &self.origin {
            Some(origin) => url.origin().ascii_serialization() == *origin,
            None => {
                url.scheme() == "https" && url.host_str().is_some_and(|host| hosts.contains(&host))
            }
        };
        if !is_known {
            return Err(RestError::Odd(
                "the file is not where Discord keeps files".to_owned(),
            ));
        }
        let fetching = async {
            let mut answer = checked(self.files.get(url).send().await?).await?;
            let mut content = Vec::new();
            while let Some(part) = answer.chunk().await? {
                content.extend_from_slice(&part);
                if content.len() as u64 > largest {
                    return Err(RestError::Odd("the file is too large".to_owned()));
                }
            }
            Ok(content)
        };
        tokio::time::timeout(PATIENCE, fetching)
            .await
            .unwrap_or_else(|_| Err(RestError::NoAnswer("it took too long".to_owned())))
    }

    /// Posts a message.
    pub(super) async fn post(&self, channel_id: ChannelId, message: &Outgoing) -> Result<Posted> {
        let route = Route::ChannelMessages { channel_id };
        let request = with_payload(
            Request::new(route, LightMethod::Post),
            message,
            message.file.as_ref(),
        )?;
        posted(&decode(self.send(request).await?).await?, channel_id)
    }

    /// Puts something else into a message of ours.
    pub(super) async fn edit(&self, at: Posted, message: &Outgoing) -> Result<()> {
        let route = Route::ChannelMessage {
            channel_id: at.channel,
            message_id: at.message,
        };
        let request = with_payload(
            Request::new(route, LightMethod::Patch),
            message,
            message.file.as_ref(),
        )?;
        self.send(request).await.map(drop)
    }

    /// Shows that the bot is at it.
    pub(super) async fn type_in(&self, channel_id: ChannelId) -> Result<()> {
        let route = Route::ChannelTyping { channel_id };
        self.send(Request::new(route, LightMethod::Post))
            .await
            .map(drop)
    }

    /// Opens a thread on a message and gives its channel.
    pub(super) async fn open_thread(&self, at: Posted, name: &str) -> Result<ChannelId> {
        let route = Route::ChannelMessageThreads {
            channel_id: at.channel,
            message_id: at.message,
        };
        let payload = serde_json::json!({ "name": name });
        let request = Request::new(route, LightMethod::Post).body(Some(body(&payload)?));
        let thread = decode(self.send(request).await?).await?;
        id_of(&thread, "id").map(ChannelId::new)
    }

    /// The channel for direct messages to somebody.
    pub(super) async fn open_direct(&self, user: u64) -> Result<ChannelId> {
        let payload = serde_json::json!({ "recipient_id": user.to_string() });
        let request =
            Request::new(Route::UserMeDmChannels, LightMethod::Post).body(Some(body(&payload)?));
        let channel = decode(self.send(request).await?).await?;
        id_of(&channel, "id").map(ChannelId::new)
    }

    /// Answers an interaction for the first time.
    pub(super) async fn respond(&self, call: &Call, response: &First<'_>) -> Result<()> {
        let route = Route::InteractionResponse {
            interaction_id: call.id,
            token: &call.token,
        };
        let file = match response {
            First::Message(message) | First::Update(message) => message.file.as_ref(),
            _ => None,
        };
        let request = with_payload(
            Request::new(route, LightMethod::Post),
            &response.to_json()?,
            file,
        )?;
        self.send_past_the_limiter(request).await.map(drop)
    }

    /// Fills in the answer to an interaction that was deferred.
    pub(super) async fn complete(&self, call: &Call, message: &Outgoing) -> Result<()> {
        // Who sees it was said when it was deferred.
        let message = &message.clone().without_flags();
        let route = Route::WebhookOriginalInteractionResponse {
            application_id: call.application,
            token: &call.token,
        };
        let request = with_payload(
            Request::new(route, LightMethod::Patch),
            message,
            message.file.as_ref(),
        )?;
        self.send_past_the_limiter(request).await.map(drop)
    }

    async fn send(&self, request: Request<'_>) -> Result<Response> {
        if self.origin.is_some() {
            return self.send_past_the_limiter(request).await;
        }
        let limited = async { Ok(self.http.request(request).await?) };
        in_time(limited).await
    }

    async fn send_past_the_limiter(&self, request: Request<'_>) -> Result<Response> {
        in_time(self.send_patiently(request)).await
    }

    async fn send_patiently(&self, request: Request<'_>) -> Result<Response> {
        let mut attempt = 1;
        loop {
            let (token, origin) = (self.http.token(), self.origin.as_deref());
            let built = request.clone().build(&self.client, token, origin)?;
            let answer = built.send().await?;
            if answer.status() != StatusCode::TOO_MANY_REQUESTS || attempt == ATTEMPTS {
                return checked(answer).await;
            }
            attempt += 1;
            tokio::time::sleep(wait_of(answer).await).await;
        }
    }
}

/// The first answer to an interaction.
pub(super) enum First<'a> {
    /// A message.
    Message(&'a Outgoing),
    /// A message later.
    Defer {
        /// True when only the asker will see it.
        is_private: bool,
    },
    /// Something else in the message whose button was pressed.
    Update(&'a Outgoing),
    /// The same, later.
    DeferUpdate,
    /// What can be chosen.
    Choices(Vec<Value>),
}

impl First<'_> {
    fn to_json(&self) -> Result<Value> {
        let data = |message: &Outgoing| {
            serde_json::to_value(message).map_err(|error| RestError::Odd(error.to_string()))
        };
        Ok(match self {
            Self::Message(message) => serde_json::json!({ "type": 4, "data": data(message)? }),
            Self::Defer { is_private: true } => {
                serde_json::json!({ "type": 5, "data": { "flags": super::payload::EPHEMERAL } })
            }
            Self::Defer { is_private: false } => serde_json::json!({ "type": 5 }),
            Self::DeferUpdate => serde_json::json!({ "type": 6 }),
            Self::Update(message) => serde_json::json!({ "type": 7, "data": data(message)? }),
            Self::Choices(choices) => {
                serde_json::json!({ "type": 8, "data": { "choices": choices } })
            }
        })
    }
}

fn commands_route(application_id: ApplicationId, server: Option<GuildId>) -> Route<'static> {
    match server {
        Some(guild_id) => Route::GuildCommands {
            application_id,
            guild_id,
        },
        None => Route::Commands { application_id },
    }
}

/// The payload as JSON, or with its file as a form.
fn with_payload<'a>(
    request: Request<'a>,
    payload: &impl Serialize,
    file: Option<&File>,
) -> Result<Request<'a>> {
    let Some(file) = file else {
        return Ok(request.body(Some(body(payload)?)));
    };
    let payload =
        serde_json::to_string(payload).map_err(|error| RestError::Odd(error.to_string()))?;
    let attachment = CreateAttachment::bytes(file.text.clone(), file.name.clone());
    Ok(request.multipart(Some(Multipart {
        upload: MultipartUpload::Attachments(vec![attachment]),
        fields: Vec::new(),
        payload_json: Some(payload),
    })))
}

fn body(payload: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(payload).map_err(|error| RestError::Odd(error.to_string()))
}

/// The answer, unless it takes too long.
async fn in_time(sent: impl Future<Output = Result<Response>>) -> Result<Response> {
    tokio::time::timeout(PATIENCE, sent)
        .await
        .unwrap_or_else(|_| Err(RestError::NoAnswer("it took too long".to_owned())))
}

async fn checked(response: Response) -> Result<Response> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let told: Value = response
        .bytes()
        .await
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    Err(RestError::Refused {
        status: status.as_u16(),
        code: told["code"].as_i64().unwrap_or_default() as isize,
        message: told["message"].as_str().unwrap_or_default().to_owned(),
    })
}

/// How long a 429 says to wait: in its header, in its body, or in both.
async fn wait_of(response: Response) -> Duration {
    let header = response.headers().get("retry-after");
    let in_header = header.and_then(|value| value.to_str().ok()?.trim().parse::<f64>().ok());
    let body: Value = decode(response).await.unwrap_or_default();
    let longest = [in_header, body["retry_after"].as_f64()]
        .into_iter()
        .flatten()
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
        .reduce(f64::max);
    let seconds = longest.unwrap_or(UNSAID_WAIT);
    Duration::from_secs_f64(seconds.min(PATIENCE.as_secs_f64()))
}

async fn decode(response: Response) -> Result<Value> {
    let bytes = response.bytes().await?;
    serde_json::from_slice(&bytes).map_err(|error| RestError::Odd(error.to_string()))
}

fn posted(message: &Value, channel: ChannelId) -> Result<Posted> {
    Ok(Posted {
        channel,
        message: MessageId::new(id_of(message, "id")?),
    })
}

/// The id in a field of an answer.
pub(super) fn id_of(answer: &Value, field: &str) -> Result<u64> {
    let id = answer[field].as_str().and_then(|id| id.parse().ok());
    id.filter(|id| *id > 0)
        .ok_or_else(|| RestError::Odd(format!("it has no `{field}`")))
}
