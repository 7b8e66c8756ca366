//! A wire between the bot and the server that can be cut and mended, and that can lose what passes at
//! a chosen moment.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// The wire.
pub(crate) struct Relay {
    port: u16,
    ends: Arc<Ends>,
}

/// What is lost of a request before the wire is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The request itself.
    Request,
    /// The server's answer to it.
    Answer,
}

#[derive(Default)]
struct Ends {
    is_cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
    /// The words of the request that is to be lost.
    trap: Mutex<Option<(Vec<u8>, Lost)>>,
}

impl Ends {
    fn open(&self) -> MutexGuard<'_, Vec<TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        for stream in self.open().drain(..) {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// What is lost of a request, if it is the one; it is lost once.
    fn springs(&self, bytes: &[u8]) -> Option<Lost> {
        let mut trap = self.trap.lock().unwrap_or_else(PoisonError::into_inner);
        let (words, _) = trap.as_ref()?;
        let is_it = bytes.windows(words.len()).any(|part| part == words);
        is_it.then(|| trap.take().map(|(_, lost)| lost)).flatten()
    }
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
        self.ends.cut();
    }

    /// The next request with these words is lost, or the answer to it, and the wire is cut with it.
    pub(crate) fn will_lose(&self, lost: Lost, words: &str) {
        let trap = (words.as_bytes().to_vec(), lost);
        let mut place = self
            .ends
            .trap
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *place = Some(trap);
    }

    /// Lets everything pass again.
    pub(crate) fn mend(&self) {
        self.ends.is_cut.store(false, Ordering::SeqCst);
    }
}

fn join(ends: &Arc<Ends>, near: TcpStream, target: &str) -> io::Result<()> {
    let far = TcpStream::connect(target)?;
    ends.open().extend([near.try_clone()?, far.try_clone()?]);
    // One request is under way on a connection at a time, so the next answer is the answer to it.
    let is_lost = Arc::new(AtomicBool::new(false));
    let pass_on = Passage {
        ends: Arc::clone(ends),
        is_lost: Arc::clone(&is_lost),
        is_request: true,
    };
    let pass_back = Passage {
        is_request: false,
        ..pass_on.clone()
    };
    let (near_again, far_again) = (near.try_clone()?, far.try_clone()?);
    thread::spawn(move || pass_on.copy(near_again, far_again));
    thread::spawn(move || pass_back.copy(far, near));
    Ok(())
}

/// One direction of a connection.
#[derive(Clone)]
struct Passage {
    ends: Arc<Ends>,
    /// True once the answer to what has passed is to be lost.
    is_lost: Arc<AtomicBool>,
    is_request: bool,
}

impl Passage {
    fn copy(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(read @ 1..) = from.read(&mut bytes) {
            if self.loses(&bytes[..read]) {
                self.ends.cut();
                return;
            }
            if to.write_all(&bytes[..read]).is_err() {
                break;
            }
        }
        // An end that closes closes the other.
        let _ = to.shutdown(Shutdown::Write);
    }

    fn loses(&self, bytes: &[u8]) -> bool {
        if !self.is_request {
            return self.is_lost.load(Ordering::SeqCst);
        }
        match self.ends.springs(bytes) {
            Some(Lost::Answer) => {
                self.is_lost.store(true, Ordering::SeqCst);
                false
            }
            Some(Lost::Request) => true,
            None => false,
        }
    }
}
