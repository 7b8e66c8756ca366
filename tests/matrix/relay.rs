//! A wire between the bot and the server that can be cut and mended.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// The wire.
pub(crate) struct Relay {
    port: u16,
    ends: Arc<Ends>,
}

#[derive(Default)]
struct Ends {
    is_cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Relay {
    /// A wire to a server's address (`http://127.0.0.1:80`).
    pub(crate) fn to(server: &str) -> Self {
        let target = server.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let ends = Arc::new(Ends::default());
        let shared = Arc::clone(&ends);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if !shared.is_cut.load(Ordering::SeqCst) {
                    // A connection that fails is one that was cut.
                    let _ = join(&shared, stream, &target);
                }
            }
        });
        Self { port, ends }
    }

    /// The address of the bot's end.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Cuts everything that passes, and lets nothing pass from now on.
    pub(crate) fn cut(&self) {
        self.ends.is_cut.store(true, Ordering::SeqCst);
        let mut open = self
            .ends
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for stream in open.drain(..) {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Lets everything pass again.
    pub(crate) fn mend(&self) {
        self.ends.is_cut.store(false, Ordering::SeqCst);
    }
}

fn join(ends: &Ends, near: TcpStream, target: &str) -> io::Result<()> {
    let far = TcpStream::connect(target)?;
    {
        let mut open = ends.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.extend([near.try_clone()?, far.try_clone()?]);
    }
    copy(near.try_clone()?, far.try_clone()?);
    copy(far, near);
    Ok(())
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        // An end that closes closes the other.
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
}
