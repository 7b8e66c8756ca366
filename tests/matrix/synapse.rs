//! A Synapse on this machine alone, one for the whole run of the tests.

use std::env;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// Ends the server, and takes its folder away, when the tests end, however they do: their end of
/// the pipe is closed then.
const LAUNCHER: &str = r#"
import os, shutil, sys, threading
folder = sys.argv[1]
def watch():
    sys.stdin.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
sys.argv = ["homeserver", "-c", os.path.join(folder, "homeserver.yaml")]
from synapse.app.homeserver import main
main()
"#;

/// Has the server take only so many messages of somebody's: two at once, and then one a second. It
/// makes an account for that which may order it.
const LIMITER: &str = r#"
import hashlib, hmac, json, sys, urllib.request
url, user = sys.argv[1:]
def ask(path, body=None, token=""):
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url + "/_synapse/admin/v1/" + path, data)
    request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)
nonce, name = ask("register")["nonce"], "admin-of-" + user[1:].split(":")[0]
words = "\0".join([nonce, name, "tests", "admin"]).encode()
mac = hmac.new(b"tests", words, hashlib.sha1).hexdigest()
token = ask("register", {"nonce": nonce, "username": name, "password": "tests", "admin": True,
    "mac": mac})["access_token"]
limit = {"messages_per_second": 1, "burst_count": 2}
ask("users/" + user + "/override_ratelimit", limit, token)
"#;

/// The running server.
pub(crate) struct Synapse {
    pub(crate) url: String,
    _child: Child,
    _pipe: ChildStdin,
}

impl Synapse {
    /// Has the server take only a message a second of somebody's.
    pub(crate) fn limits(&self, user: &str) {
        let done = Command::new(python())
            .args(["-c", LIMITER, &self.url, user])
            .status();
        let done = done.expect("Python can be started");
        assert!(done.success(), "the server sets no limit");
    }
}

/// The server; `None`, with a word on standard error, where none is installed.
pub(crate) fn synapse() -> Option<&'static Synapse> {
    static SERVER: OnceLock<Option<Synapse>> = OnceLock::new();
    SERVER.get_or_init(start).as_ref()
}

/// The Python that the server and the other client are installed for.
pub(crate) fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("target/tools/synapse/bin/python")
}

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn start() -> Option<Synapse> {
    let python = python();
    if !python.exists() {
        let on_build_machine = env::var("CI").is_ok_and(|value| value == "true");
        assert!(
            !on_build_machine,
            "no Synapse: `tests/run tests` installs it"
        );
        eprintln!("skipped: stories on Matrix need a Synapse, which `tests/run tests` installs");
        return None;
    }
    Some(launch(&python))
}

fn launch(python: &Path) -> Synapse {
    let name = format!("synapse-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder can be made");
    let port = free_port();
    let file = folder.join("homeserver.yaml");
    fs::write(file, configuration(&folder, port)).expect("a file can be written");
    let log = fs::File::create(folder.join("output")).expect("a file can be made");
    let mut child = Command::new(python)
        .args(["-c", LAUNCHER])
        .arg(&folder)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(log.try_clone().expect("a file can be shared"))
        .stderr(log)
        .spawn()
        .expect("Synapse can be started");
    let pipe = child.stdin.take().expect("the pipe was asked for");
    wait_until_there(&mut child, port, &folder);
    Synapse {
        url: format!("http://127.0.0.1:{port}"),
        _child: child,
        _pipe: pipe,
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

fn wait_until_there(child: &mut Child, port: u16, folder: &Path) {
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = child.try_wait().expect("a child can be asked for");
        assert!(
            ended.is_none(),
            "Synapse ended: {}",
            fs::read_to_string(folder.join("output")).unwrap_or_default()
        );
        // Nothing tells that a port is open but asking.
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

/// Everything local, nothing limited, nobody else reached.
fn configuration(folder: &Path, port: u16) -> String {
    let path = |name: &str| -> PathBuf { folder.join(name) };
    let limit = "{per_second: 10000, burst_count: 10000}";
    fs::write(path("log.yaml"), "version: 1\nroot: {level: ERROR}\n")
        .expect("a file can be written");
    format!(
        "server_name: localhost
public_baseurl: http://127.0.0.1:{port}
pid_file: {pid}
listeners:
  - {{port: {port}, bind_addresses: [\"127.0.0.1\"], type: http, tls: false, resources: [{{names: [client]}}]}}
federation_domain_whitelist: []
trusted_key_servers: []
suppress_key_server_warning: true
database: {{name: sqlite3, args: {{database: \"{database}\"}}}}
registration_shared_secret: tests
macaroon_secret_key: tests
form_secret: tests
bcrypt_rounds: 4
presence: {{enabled: false}}
report_stats: false
enable_registration: true
enable_registration_without_verification: true
media_store_path: \"{media}\"
signing_key_path: \"{key}\"
log_config: \"{log}\"
rc_message: {limit}
rc_registration: {limit}
rc_login: {{address: {limit}, account: {limit}, failed_attempts: {limit}}}
rc_joins: {{local: {limit}, remote: {limit}}}
rc_joins_per_room: {limit}
rc_invites: {{per_room: {limit}, per_user: {limit}, per_issuer: {limit}}}
rc_media_create: {limit}
rc_key_requests: {limit}
rc_room_creation: {limit}
rc_admin_redaction: {limit}
",
        pid = path("pid").display(),
        database = path("database").display(),
        media = path("media").display(),
        key = path("key").display(),
        log = path("log.yaml").display(),
    )
}
