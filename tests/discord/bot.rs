//! The real program as a process of its own: started, listened to, stopped.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a line of the log or the end of the program is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// How the program is started.
#[derive(Debug, Clone)]
pub(crate) struct Launch {
    /// The program.
    pub(crate) program: PathBuf,
    /// Where it works and keeps its files.
    pub(crate) folder: PathBuf,
    /// Its environment, and nothing besides.
    pub(crate) variables: BTreeMap<String, String>,
}

impl Launch {
    /// The program in a folder, with its files there.
    pub(crate) fn new(folder: &Path) -> Self {
        let mut variables = BTreeMap::new();
        for name in ["PATH", "HOME", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"] {
            if let Ok(value) = std::env::var(name) {
                variables.insert(name.to_owned(), value);
            }
        }
        Self {
            program: PathBuf::from(env!("CARGO_BIN_EXE_newshound")),
            folder: folder.to_owned(),
            variables,
        }
    }

    /// Sets a variable of the environment.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Runs another task to its end.
    #[cfg(feature = "matrix")]
    pub(crate) fn output(&self, arguments: &[&str]) -> std::process::Output {
        Command::new(&self.program)
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::null())
            .output()
            .expect("the program can be started")
    }

    /// Starts `newshound run`.
    pub(crate) fn start(&self) -> Bot {
        let mut child = Command::new(&self.program)
            .arg("run")
            .current_dir(&self.folder)
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let log = Arc::new(Log::default());
        let said = child.stderr.take().map(|output| listen(output, &log));
        let printed = child.stdout.take().map(|output| listen(output, &log));
        Bot {
            child: Mutex::new(child),
            log,
            readers: Mutex::new(said.into_iter().chain(printed).collect()),
        }
    }
}

#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    grown: Condvar,
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Vec<String>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn listen(output: impl Read + Send + 'static, log: &Arc<Log>) -> JoinHandle<()> {
    let log = Arc::clone(log);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            log.lock().push(line);
            log.grown.notify_all();
        }
    })
}

/// The running program; it is killed when it is dropped.
pub(crate) struct Bot {
    child: Mutex<Child>,
    log: Arc<Log>,
    readers: Mutex<Vec<JoinHandle<()>>>,
}

impl Bot {
    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its number among the machine's processes.
    pub(crate) fn id(&self) -> u32 {
        self.child().id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&self) -> Option<ExitStatus> {
        self.child().try_wait().expect("a child can be asked for")
    }

    /// All that it has said.
    pub(crate) fn log(&self) -> String {
        self.log.lock().join("\n")
    }

    /// Waits until it has said something; false when it ended or kept silent.
    pub(crate) fn says(&self, words: &str) -> bool {
        let deadline = Instant::now() + PATIENCE;
        let mut lines = self.log.lock();
        loop {
            if lines.iter().any(|line| line.contains(words)) {
                return true;
            }
            if self.ended().is_some() {
                drop(lines);
                self.hear_out();
                return self.log().contains(words);
            }
            if Instant::now() > deadline {
                return false;
            }
            let pause = Duration::from_millis(200);
            let waited = self.log.grown.wait_timeout(lines, pause);
            lines = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Asks it to end, as a service manager does.
    pub(crate) fn terminate(&self) {
        // The shell's own `kill`: the standard library sends no signal but the one that kills.
        let kill = format!("kill -TERM {}", self.id());
        let sent = Command::new("sh").args(["-c", &kill]).status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "the signal is sent"
        );
    }

    /// Reads what is still under way from a program that has ended.
    fn hear_out(&self) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        for reader in readers.drain(..) {
            // A reader that panicked has nothing more to tell.
            let _ = reader.join();
        }
    }

    /// Waits until it ends; `None` when it does not.
    pub(crate) fn end(&self) -> Option<ExitStatus> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.ended() {
                self.hear_out();
                return Some(status);
            }
            if Instant::now() > deadline {
                return None;
            }
            // Nothing tells of the end of a process but asking.
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let mut child = self.child();
        // It may have ended already, which is just as well.
        let _ = child.kill();
        let _ = child.wait();
    }
}
