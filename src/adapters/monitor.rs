//! The monitor: tells programs on this machine whether the bot is alive and ready, and how it does.
//!
//! `/healthz` and `/readyz` for whatever starts and stops services, `/metrics` for Prometheus. It
//! listens on this machine alone, tells numbers and the stories' names, and takes no order.

mod metrics;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use thiserror::Error;
use tokio::net::TcpListener;

use crate::bot::Bot;

pub use metrics::Tally;

/// Whether a chat platform is connected.
#[derive(Clone, Debug)]
pub struct Link {
    /// The platform's name.
    pub name: &'static str,
    /// True while it is.
    pub is_up: Arc<AtomicBool>,
}

/// Why the monitor does not listen.
#[derive(Debug, Error)]
#[error("the monitor cannot listen on {address}: {reason}")]
pub struct MonitorError {
    address: SocketAddr,
    reason: std::io::Error,
}

/// What the monitor looks at.
struct Watched {
    bot: Arc<Bot>,
    tally: Arc<Tally>,
    links: Vec<Link>,
}

/// Listens until the process ends.
///
/// # Errors
/// When the address cannot be had.
pub async fn listen(
    address: SocketAddr,
    (bot, tally): (Arc<Bot>, Arc<Tally>),
    links: Vec<Link>,
) -> Result<(), MonitorError> {
    let failed = |reason| MonitorError { address, reason };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let watched = Arc::new(Watched { bot, tally, links });
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics_page))
        .with_state(watched);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the monitor has stopped");
        }
    });
    tracing::info!(%address, "monitor listens");
    Ok(())
}

/// Ready is a bot that could answer now, and whose platforms are connected.
async fn ready(State(watched): State<Arc<Watched>>) -> impl IntoResponse {
    let down = watched.links.iter().filter(|link| !is_up(link));
    let mut lines: Vec<String> = down
        .map(|link| format!("{} is not connected", link.name))
        .collect();
    let looked = Arc::clone(&watched);
    let unread = tokio::task::spawn_blocking(move || unreadable(&looked.bot)).await;
    lines.extend(unread.unwrap_or_else(|_| vec!["the index cannot be looked at".to_owned()]));
    if lines.is_empty() {
        return (StatusCode::OK, "ready\n".to_owned());
    }
    lines.push(String::new());
    (StatusCode::SERVICE_UNAVAILABLE, lines.join("\n"))
}

/// The stories whose index cannot be read.
fn unreadable(bot: &Bot) -> Vec<String> {
    let failed = bot.all().filter_map(|bot| {
        let error = bot.story().index.state().err()?;
        Some(format!("story \"{}\": {}", bot.story().name, error.kind()))
    });
    failed.collect()
}

async fn metrics_page(State(watched): State<Arc<Watched>>) -> impl IntoResponse {
    let looked = Arc::clone(&watched);
    let text = tokio::task::spawn_blocking(move || {
        let links = looked.links.iter().map(|link| (link.name, is_up(link)));
        looked.tally.text(&looked.bot, links)
    });
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let (status, text) = text.await.map_or_else(
        |_| (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
        |text| (StatusCode::OK, text),
    );
    (status, [(header::CONTENT_TYPE, kind)], text)
}

fn is_up(link: &Link) -> bool {
    link.is_up.load(Ordering::SeqCst)
}
