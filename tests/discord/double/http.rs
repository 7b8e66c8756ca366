//! Requests over HTTP: taken apart, held to the description, carried out, recorded.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Path, Request as Incoming, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::Response;
use serde_json::Value;

use super::Inner;
use super::call::{Call, Refusal, Reply};
use super::operations::{Route, find_route};
use super::world::{File, Request, World};

/// What every path begins with.
const BASE: &str = "/api/v10";
/// Most bytes of a request: Discord's limit for what bots send, and a little for the rest.
const BODY: usize = 11 << 20;

/// Answers one request.
pub(crate) async fn serve(State(inner): State<Arc<Inner>>, incoming: Incoming) -> Response<Body> {
    let arrived = Instant::now();
    let method = incoming.method().as_str().to_owned();
    let path = incoming.uri().path().to_owned();
    let query = incoming.uri().query().unwrap_or_default().to_owned();
    let authorization = header(&incoming, &AUTHORIZATION);
    let content = read(incoming).await;
    let inside = path.strip_prefix(BASE).unwrap_or_default().to_owned();
    let found = find_route(&method, &inside);
    let (body, files, unreadable) = match content {
        Ok((body, files)) => (body, files, None),
        Err(reason) => (Value::Null, Vec::new(), Some(reason)),
    };
    let call = Call {
        method,
        path,
        query,
        authorization,
        body,
        files,
        parameters: found.as_ref().map_or_else(Vec::new, |(_, all)| all.clone()),
    };
    let route = found.map(|(route, _)| route);
    if let Some(route) = route {
        wait_while_held(&inner, route).await;
    }
    let allowed = match (unreadable, route) {
        (Some(reason), _) => Err(Refusal::new(400, 50_109, reason)),
        (None, None) => Err(Refusal::new(404, 0, "404: Not Found")),
        (None, Some(route)) => check(&inner, route, &call).map(|()| route),
    };
    let (template, reply) = carry_out(&inner, route, call, arrived, allowed);
    check_own(&inner, &template, &reply);
    respond(&reply)
}

/// A file that somebody sent, as Discord's file servers give it to anybody who knows its address.
pub(crate) async fn attachment(
    State(inner): State<Arc<Inner>>,
    Path((message, name)): Path<(u64, String)>,
    headers: HeaderMap,
) -> Result<Vec<u8>, StatusCode> {
    inner.shared.change(|world| {
        if headers.contains_key(AUTHORIZATION) {
            world.fault("the token went to the file server".to_owned());
        }
        let files = world.messages.get(&message).map(|one| one.files.clone());
        let found = files.into_iter().flatten().find(|file| file.name == name);
        found.map(|file| file.bytes).ok_or(StatusCode::NOT_FOUND)
    })
}

fn header(incoming: &Incoming, name: &HeaderName) -> String {
    let value = incoming.headers().get(name);
    let text = value.and_then(|value| value.to_str().ok());
    text.unwrap_or_default().to_owned()
}

/// The body: JSON, or the JSON in `payload_json` with the files beside it.
async fn read(incoming: Incoming) -> Result<(Value, Vec<File>), String> {
    if header(&incoming, &CONTENT_TYPE).starts_with("multipart/form-data") {
        return read_parts(incoming).await;
    }
    let bytes = axum::body::to_bytes(incoming.into_body(), BODY)
        .await
        .map_err(|error| error.to_string())?;
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    Ok((parse(&bytes)?, Vec::new()))
}

async fn read_parts(incoming: Incoming) -> Result<(Value, Vec<File>), String> {
    let mut parts = Multipart::from_request(incoming, &())
        .await
        .map_err(|error| error.to_string())?;
    let (mut body, mut files) = (Value::Null, Vec::new());
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|error| error.to_string())?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| error.to_string())?;
        match file {
            _ if name == "payload_json" => body = parse(&bytes)?,
            Some(file) if name.starts_with("files[") => files.push(File {
                name: file,
                bytes: bytes.to_vec(),
            }),
            _ => return Err(format!("part `{name}` is unknown")),
        }
    }
    Ok((body, files))
}

fn parse(bytes: &Bytes) -> Result<Value, String> {
    serde_json::from_slice(bytes).map_err(|error| format!("the body is no JSON: {error}"))
}

/// A test may keep an answer back, to look at what is under way.
async fn wait_while_held(inner: &Inner, route: &Route) {
    let mut pulse = inner.shared.pulse.subscribe();
    let held = |world: &World| {
        let mut all = world.held.iter();
        all.any(|(method, template)| method == route.method && template == route.template)
    };
    if !inner.shared.look(held) {
        return;
    }
    inner.shared.change(|world| world.waiting += 1);
    while inner.shared.look(held) {
        if pulse.changed().await.is_err() {
            break;
        }
    }
    inner.shared.change(|world| world.waiting -= 1);
}

/// Whether the request may be carried out at all.
fn check(inner: &Inner, route: &Route, call: &Call) -> Result<(), Refusal> {
    inner.shared.change(|world| authorize(world, route, call))?;
    let wrong = inner
        .specification
        .check_request(route.method, route.template, &call.body);
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Refusal::invalid(wrong))
}

/// The token is right, and nothing limits the request.
fn authorize(world: &mut World, route: &Route, call: &Call) -> Result<(), Refusal> {
    let limit = world.limits.iter_mut().find(|limit| {
        limit.left > 0 && limit.method == route.method && limit.template == route.template
    });
    if let Some(limit) = limit {
        limit.left -= 1;
        return Err(Refusal::limited(limit.retry_after));
    }
    if route.authorized && call.authorization != format!("Bot {}", world.token) {
        // A test that changes the token wants this; the bot is to say so and go.
        return Err(Refusal::new(401, 0, "401: Unauthorized").wanted());
    }
    Ok(())
}

/// Does what is asked, and writes down in the same moment that it was asked and how it ended.
fn carry_out(
    inner: &Inner,
    route: Option<&Route>,
    call: Call,
    arrived: Instant,
    allowed: Result<&Route, Refusal>,
) -> ((String, String), Reply) {
    let template = route.map_or("", |route| route.template).to_owned();
    let place = (call.method.clone(), template.clone());
    let reply = inner.shared.change(|world| {
        let outcome = allowed.and_then(|route| (route.act)(world, &call));
        let reply = outcome.unwrap_or_else(|refusal| {
            if !refusal.wanted {
                let reasons = refusal.reasons.join("; ");
                let (method, path, status) = (&call.method, &call.path, refusal.status);
                world.fault(format!(
                    "{status} {method} {path}: {reasons}\n    {}",
                    call.body
                ));
            }
            refusal.reply()
        });
        world.requests.push(Request {
            method: call.method,
            path: call.path,
            template,
            body: call.body,
            status: reply.status,
            arrived,
        });
        reply
    });
    (place, reply)
}

/// Finds fault with a reply of our own that Discord would not give.
fn check_own(inner: &Inner, (method, template): &(String, String), reply: &Reply) {
    if reply.status >= 400 {
        return;
    }
    let specification = &inner.specification;
    let wrong = specification.check_reply(method, template, reply.status, &reply.body);
    if !wrong.is_empty() {
        let reasons = wrong.join("; ");
        let fault = format!("the double's own reply to {method} {template}: {reasons}");
        inner.shared.change(|world| world.fault(fault));
    }
}

fn respond(reply: &Reply) -> Response<Body> {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    let body = if reply.body.is_null() {
        Body::empty()
    } else {
        response = response.header(CONTENT_TYPE, "application/json");
        Body::from(reply.body.to_string())
    };
    response.body(body).expect("status and headers are our own")
}
