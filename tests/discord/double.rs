//! A fake Discord on one loopback port, against which the unmodified bot runs.
//!
//! It speaks HTTP and the gateway's WebSocket as far as a bot like ours needs, and refuses what
//! Discord refuses: every body is held to Discord's own description and to the rules that the
//! description does not tell. A test injects what people do (`events`), breaks the line, and looks
//! at what the bot asked. [`Double::faults`] says at the end what Discord would not have taken.
//!
//! Nothing here knows the bot: it is a program that connects.

mod call;
mod events;
mod gateway;
mod http;
mod interactions;
mod operations;
mod payload;
mod rules;
mod session;
mod specification;
pub(crate) mod world;

#[cfg(test)]
mod client;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod refusals;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use tokio::sync::oneshot;

use session::Outgoing;
use specification::Specification;
use world::{Limit, Request, Shared, World};

pub(crate) use events::Slash;

/// What the tasks of the server share.
pub(crate) struct Inner {
    shared: Shared,
    specification: Arc<Specification>,
}

/// A running fake Discord; it ends when it is dropped.
pub(crate) struct Double {
    inner: Arc<Inner>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Double {
    /// Starts one that holds to the description in this file.
    pub(crate) fn start(specification: &Path) -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.expect("loopback has a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let inner = Arc::new(Inner {
            shared: Shared::new(World::new(address.to_string())),
            specification: Specification::load(specification),
        });
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&inner);
        let thread = std::thread::spawn(move || serve(listener, served, stopped));
        Self {
            inner,
            address,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Changes what it knows.
    pub(crate) fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        self.inner.shared.change(act)
    }

    /// Looks at what it knows.
    pub(crate) fn look<T>(&self, view: impl FnOnce(&World) -> T) -> T {
        self.inner.shared.look(view)
    }

    /// Waits until what it knows gives something; `None` when that takes too long, or `lost` says
    /// that nothing more will come.
    pub(crate) fn wait<T>(
        &self,
        probe: impl FnMut(&World) -> Option<T>,
        lost: impl Fn() -> bool,
    ) -> Option<T> {
        self.inner.shared.wait(probe, lost)
    }

    /// Every request so far with this method, to this path as the description writes it.
    pub(crate) fn requests(&self, method: &str, template: &str) -> Vec<Request> {
        self.look(|world| {
            let all = world.requests.iter();
            all.filter(|one| one.method == method && one.template == template)
                .cloned()
                .collect()
        })
    }

    /// Answers the next so many requests with "too many requests".
    pub(crate) fn limit(&self, method: &str, template: &str, times: usize, retry_after: f64) {
        let limit = Limit {
            method: method.to_owned(),
            template: template.to_owned(),
            left: times,
            retry_after,
        };
        self.change(|world| world.limits.push(limit));
    }

    /// Keeps back the answers to such requests until [`Double::release`].
    pub(crate) fn hold(&self, method: &str, template: &str) {
        let held = (method.to_owned(), template.to_owned());
        self.change(|world| world.held.push(held));
    }

    /// Lets everything go on that was held.
    pub(crate) fn release(&self) {
        self.change(|world| world.held.clear());
    }

    /// Breaks every connection of the gateway without a word.
    pub(crate) fn drop_connections(&self) {
        self.tell_sessions(|| Outgoing::Drop);
    }

    /// Closes every connection of the gateway with a code.
    pub(crate) fn close_connections(&self, code: u16) {
        self.tell_sessions(|| Outgoing::Close(code));
    }

    /// Asks the bot to connect anew (op 7).
    pub(crate) fn ask_to_reconnect(&self) {
        self.tell_sessions(|| Outgoing::Payload(serde_json::json!({ "op": 7, "d": null })));
    }

    /// Declares the sessions invalid (op 9).
    pub(crate) fn invalidate_sessions(&self, resumable: bool) {
        self.tell_sessions(|| Outgoing::Payload(serde_json::json!({ "op": 9, "d": resumable })));
        if !resumable {
            self.change(|world| world.sessions.iter_mut().for_each(|one| one.over = true));
        }
    }

    fn tell_sessions(&self, outgoing: impl Fn() -> Outgoing) {
        self.change(|world| {
            for session in world.sessions.iter_mut().filter(|session| !session.over) {
                session.send(outgoing());
            }
        });
    }

    /// What Discord would have refused, and what was left open.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.look(|world| {
            let mut faults = world.faults.clone();
            faults.extend(world.loose_ends());
            faults
        })
    }
}

impl Drop for Double {
    fn drop(&mut self) {
        self.release();
        if let Some(stop) = self.stop.take() {
            // The server may have ended by itself; then nobody listens, and nothing is left to do.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Notices when the machine stands still, by a pause that takes longer than it should.
async fn notice_stalls(inner: Arc<Inner>) {
    const PAUSE: Duration = Duration::from_millis(20);
    loop {
        let before = Instant::now();
        tokio::time::sleep(PAUSE).await;
        let late = before.elapsed().saturating_sub(2 * PAUSE);
        if !late.is_zero() {
            inner.shared.change(|world| world.stalled += late);
        }
    }
}

fn serve(listener: std::net::TcpListener, inner: Arc<Inner>, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be made");
    runtime.block_on(async move {
        listener
            .set_nonblocking(true)
            .expect("a socket can be made not to block");
        let listener = tokio::net::TcpListener::from_std(listener).expect("the socket listens");
        tokio::spawn(notice_stalls(Arc::clone(&inner)));
        let router = Router::new()
            .route("/", get(gateway::upgrade))
            .route("/attachments/{message}/{name}", get(http::attachment))
            .fallback(http::serve)
            .with_state(inner);
        tokio::select! {
            served = axum::serve(listener, router) => served.expect("the server goes on"),
            _ = stopped => {}
        }
    });
    // Connections that still stand are not waited for.
    runtime.shutdown_timeout(Duration::ZERO);
}
