//! Pages are fetched from a real web server, with every trick that leads a fetcher where it must not
//! go: nothing of a private network is ever asked for anything.

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request as Incoming, State};
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, USER_AGENT,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use newshound::adapters::console::request;
use newshound::article::ReadSettings;
use newshound::bot::{Bot, BotSettings, Input, Story};
use newshound::index::Index;
use newshound::newsroom::{FetchSettings, Fetcher, Keeper, LookUp, Names, SystemNames};
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::documents::{docx, pdf};

const TEXT: &str = "The bridge over the Ister opened on Friday after nine years of work. Mayor Ada \
    Quill cut the ribbon before some four thousand people. The city paid 91 million euros for the \
    bridge, twice what it had planned. Lorries may not use it before May, because the northern \
    ramp still has to be strengthened, the builder said. The old ferry makes its last trip on \
    Sunday evening, and the ferryman will sell tickets for the night bus.";

/// The type of a Word document.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What lets a held page go.
const GO: &str = "go";

/// The largest page in these stories, in bytes.
const LARGEST: u64 = 200_000;

/// A web server on this machine, which writes down what it is asked for.
pub(crate) struct Web {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Web {
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("the socket listens");
        listener
            .set_nonblocking(true)
            .expect("a socket can be made not to block");
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().fallback(serve).with_state(Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime can be built");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
                tokio::select! {
                    served = axum::serve(listener, router) => served.expect("the server goes on"),
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        });
        Self {
            address,
            asked,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ends in peace");
        }
    }
}

fn html(body: &str) -> Response {
    let page = format!(
        "<html><head><title>Bridge opens</title><meta property=\"article:published_time\" \
         content=\"2024-03-01\"></head><body><article><h1>Bridge opens</h1><p>{body}</p>\
         </article></body></html>"
    );
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

fn redirect(to: &str) -> Response {
    (
        StatusCode::FOUND,
        [(LOCATION, HeaderValue::from_str(to).expect("it is one"))],
    )
        .into_response()
}

/// A small answer that is large once it is unpacked.
fn bomb() -> Response {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..4 {
        bomb.write_all(&vec![b'a'; 1 << 20])
            .expect("memory takes it");
    }
    let bomb = bomb.finish().expect("memory takes it");
    assert!((bomb.len() as u64) < LARGEST, "it is small on its way");
    let headers = [(CONTENT_TYPE, "text/html"), (CONTENT_ENCODING, "gzip")];
    (headers, bomb).into_response()
}

/// A server whose answers never end. Gives its address; it goes with the test's process.
fn endless() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("the socket listens");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("somebody came");
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().expect("a socket has two ends"));
            reader.read_line(&mut line).expect("a request has a line");
            if line.contains("robots.txt") {
                let _ = stream.write_all(b"HTTP/1.1 404 None\r\nconnection: close\r\n\r\n");
                continue;
            }
            let head = "HTTP/1.1 200 Here\r\ncontent-type: text/html\r\n\r\n";
            let _ = stream.write_all(head.as_bytes());
            while stream.write_all(&[b'a'; 8192]).is_ok() {}
        }
    });
    address
}

/// A feed of two pages, one of which is no article; unchanged for whoever has it.
fn feed(incoming: &Incoming) -> Response {
    if incoming
        .headers()
        .get(IF_NONE_MATCH)
        .is_some_and(|mark| mark == "\"one\"")
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let items = "<item><link>/news/bridge</link></item><item><link>/picture</link></item>";
    let feed =
        format!("<rss version=\"2.0\"><channel><title>The Post</title>{items}</channel></rss>");
    (
        [(CONTENT_TYPE, "application/rss+xml"), (ETAG, "\"one\"")],
        feed,
    )
        .into_response()
}

/// A feed of one page.
fn feed_of(page: &str) -> Response {
    let feed =
        format!("<feed><title>The Gazette</title><entry><link href=\"{page}\"/></entry></feed>");
    ([(CONTENT_TYPE, "application/atom+xml")], feed).into_response()
}

/// Waits until a story says so.
async fn held(asked: &Mutex<Vec<String>>) -> Response {
    while !asked
        .lock()
        .expect("nobody panicked")
        .iter()
        .any(|line| line == GO)
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    html(TEXT)
}

/// A sitemap of so many pages.
fn many(pages: usize) -> Response {
    let mut text = "<urlset>".to_owned();
    for page in 0..pages {
        text.push_str(&format!("<url><loc>/n/{page}</loc></url>"));
    }
    ([(CONTENT_TYPE, "application/xml")], text + "</urlset>").into_response()
}

/// The same as a file that is packed, as a server keeps it.
fn packed(text: &str) -> Response {
    let mut file = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    file.write_all(text.as_bytes()).expect("memory takes it");
    let file = file.finish().expect("memory takes it");
    ([(CONTENT_TYPE, "application/gzip")], file).into_response()
}

/// A list of three sitemaps: one that stays as it is, one that has another page every time, and one
/// that is missing.
fn sitemaps() -> Response {
    let list = "<sitemapindex>\
        <sitemap><loc>/old.xml.gz</loc><lastmod>2024-03-01T08:00:00Z</lastmod></sitemap>\
        <sitemap><loc>/new.xml</loc><lastmod>2024-03-02</lastmod></sitemap>\
        <sitemap><loc>/none.xml</loc></sitemap></sitemapindex>";
    ([(CONTENT_TYPE, "application/xml")], list).into_response()
}

/// A document of a type.
fn document(media: &'static str, content: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, media)], content).into_response()
}

async fn serve(State(asked): State<Arc<Mutex<Vec<String>>>>, incoming: Incoming) -> Response {
    let path = incoming.uri().path().to_owned();
    let agent = incoming.headers().get(USER_AGENT).cloned();
    let agent = agent.and_then(|agent| agent.to_str().map(str::to_owned).ok());
    let line = format!("{path} {}", agent.unwrap_or_default());
    let times = {
        let mut asked = asked.lock().expect("nobody panicked");
        asked.push(line.clone());
        asked.iter().filter(|other| **other == line).count()
    };
    match path.as_str() {
        "/shaky.xml" => feed_of("/shaky"),
        "/shaky" if times < 2 => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        "/shaky" => html(TEXT),
        "/down.xml" => feed_of("/down"),
        "/down" => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        "/held.xml" => feed_of("/held"),
        "/held" => held(&asked).await,
        "/feed-moved.xml" => redirect("/feed.xml"),
        "/feed.xml" => feed(&incoming),
        "/many.xml" => many(25),
        "/list.xml" => sitemaps(),
        "/new.xml" => many(times),
        "/old.xml.gz" => packed("<urlset><url><loc>/news/bridge</loc></url></urlset>"),
        "/cut.xml.gz" => (
            [(CONTENT_TYPE, "application/gzip")],
            b"\x1F\x8Bjunk".as_slice(),
        )
            .into_response(),
        "/bomb.xml.gz" => packed(&"<urlset>".repeat(1 << 18)),
        "/lists.xml" => {
            packed("<sitemapindex><sitemap><loc>/list.xml</loc></sitemap></sitemapindex>")
        }
        "/report.docx" => document(WORD, docx(&["Bridge opens", TEXT])),
        "/report.pdf" => document("application/pdf", pdf("Bridge opens", &[TEXT])),
        "/gone.xml" => StatusCode::GONE.into_response(),
        path if path.starts_with("/n/") => html(&format!("Report {path}. {TEXT}")),
        "/robots.txt" => "User-agent: *\nDisallow: /private/\n".into_response(),
        "/news/bridge" | "/private/bridge" => html(TEXT),
        "/moved" => redirect("/news/bridge"),
        "/round" => redirect("/round"),
        "/inside" => redirect("http://127.0.0.2/secret"),
        "/metadata" => redirect("http://169.254.169.254/latest/meta-data/"),
        "/elsewhere" => redirect("ftp://example.org/"),
        "/text" => (
            [(CONTENT_TYPE, "text/plain")],
            format!("A plain page\n2024-03-01\n\n{TEXT}"),
        )
            .into_response(),
        "/picture" => ([(CONTENT_TYPE, "image/png")], "no text").into_response(),
        "/bomb" => bomb(),
        "/slow" => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            html(TEXT)
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// An owner at the console of a bot that may fetch from `private_hosts`.
struct Desk {
    bot: Bot,
    _folder: TempDir,
}

impl Desk {
    fn open(private_hosts: &[&str], names: Arc<dyn Names>) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let articles = folder.path().join("articles");
        std::fs::create_dir(&articles).expect("the folder is ours");
        let index = Arc::new(Index::in_memory().expect("memory can be indexed"));
        let settings = FetchSettings {
            largest: LARGEST,
            patience: Duration::from_secs(2),
            private_hosts: private_hosts
                .iter()
                .map(|host| (*host).to_owned())
                .collect(),
            contact: "desk@example.org".to_owned(),
        };
        let fetcher = Fetcher::with_names(settings, names);
        let keeper = Keeper::new(
            Arc::clone(&index),
            articles,
            ReadSettings::default(),
            fetcher,
        );
        let story = Story {
            name: String::new(),
            index,
            topics: Vec::new(),
        };
        let bot = Bot::new(story, BotSettings::default()).with_newsroom(Arc::new(keeper));
        Self {
            bot,
            _folder: folder,
        }
    }

    /// May fetch from this machine.
    fn inside() -> Self {
        Self::open(&["127.0.0.1"], Arc::new(SystemNames))
    }

    fn say(&self, line: &str) -> String {
        let input = Input::Text {
            line: line.to_owned(),
            explicit: true,
        };
        let reply = self.bot.handle(&request(input));
        serde_json::to_string(&reply).expect("a reply is plain data")
    }

    fn add(&self, address: &str) -> String {
        self.say(&format!("articles add {address}"))
    }
}

/// Says one address after the other, whatever is looked up.
struct Changing {
    answers: Vec<IpAddr>,
    next: AtomicUsize,
}

impl Names for Changing {
    fn look_up(&self, _: String) -> LookUp {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let answer = self.answers[number.min(self.answers.len() - 1)];
        Box::pin(async move { Ok(vec![answer]) })
    }
}

#[test]
fn a_page_is_added_with_its_address() {
    let (web, desk) = (Web::start(), Desk::inside());
    let added = desk.add(&web.at("/moved"));
    for fact in ["Added 1 article", "Bridge opens", "2024-03-01"] {
        assert!(added.contains(fact), "{fact}: {added}");
    }
    let answer = desk.say("who cut the ribbon?");
    assert!(answer.contains("Ada Quill"), "{answer}");
    assert!(answer.contains(&web.at("/news/bridge")), "{answer}");
    assert!(
        web.asked()
            .iter()
            .all(|line| line.contains("Newshound/") && line.ends_with(" (+desk@example.org)")),
        "{:?}",
        web.asked()
    );
    let plain = desk.add(&format!("<{}>", web.at("/text")));
    assert!(
        plain.contains("have that already"),
        "the same text is known: {plain}"
    );
}

#[test]
fn a_document_keeps_the_address_that_it_came_from() {
    let documents = ["/report.docx", "/report.pdf"];
    let readable = if cfg!(feature = "pdf") { 2 } else { 1 };
    for path in &documents[..readable] {
        let (web, desk) = (Web::start(), Desk::inside());
        let added = desk.add(&web.at(path));
        assert!(
            added.contains("articles keep bridge-opens"),
            "a document tells no date: {added}"
        );
        let kept = desk.say("articles keep bridge-opens");
        assert!(kept.contains("Added 1 article"), "{kept}");
        assert!(desk.say("sources").contains("127.0.0.1"), "its publisher");
        let answer = desk.say("who cut the ribbon?");
        assert!(answer.contains(&web.at(path)), "{answer}");
    }
}

#[test]
fn what_is_no_page_is_refused_with_a_remedy() {
    let (web, desk) = (Web::start(), Desk::inside());
    for (path, reason) in [
        ("/picture", "image/png"),
        ("/nowhere", "404"),
        ("/private/bridge", "robots.txt"),
        ("/round", "more than 5 times"),
        ("/elsewhere", "begins with http"),
        ("/bomb", "larger than"),
        ("/slow", "within 2 seconds"),
    ] {
        let refused = desk.add(&web.at(path));
        assert!(refused.contains(reason), "{path}: {refused}");
    }
    let refused = desk.add(&format!("http://{}/endless", endless()));
    assert!(refused.contains("larger than"), "{refused}");
    let asked = web.asked();
    let forbidden = asked.iter().any(|line| line.starts_with("/private/"));
    assert!(!forbidden, "robots.txt was asked first: {asked:?}");
    assert!(desk.say("sources").contains("no articles"));
}

#[test]
fn nothing_private_is_asked_for_anything() {
    let web = Web::start();
    let port = web.address.port();
    let desk = Desk::open(&[], Arc::new(SystemNames));
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "0",
        "１２７.0.0.1",
    ] {
        let refused = desk.add(&format!("http://{host}:{port}/news/bridge"));
        assert!(refused.contains("private network"), "{host}: {refused}");
    }
    let refused = desk.add(&format!("http://me:secret@127.0.0.1:{port}/"));
    assert!(refused.contains("password"), "{refused}");
    for address in ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense"] {
        assert!(desk.add(address).contains("begins with http"), "{address}");
    }
    assert!(web.asked().is_empty(), "{:?}", web.asked());
}

#[test]
fn a_redirect_leads_nowhere_private() {
    let (web, desk) = (Web::start(), Desk::inside());
    for path in ["/inside", "/metadata"] {
        let refused = desk.add(&web.at(path));
        assert!(refused.contains("private network"), "{path}: {refused}");
    }
}

#[test]
fn a_name_that_leads_inside_is_not_followed() {
    let web = Web::start();
    let port = web.address.port();
    for leads_to in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from([0; 16])] {
        let answers = vec![leads_to];
        let next = AtomicUsize::new(0);
        let desk = Desk::open(&[], Arc::new(Changing { answers, next }));
        let refused = desk.add(&format!("http://news.example:{port}/news/bridge"));
        assert!(refused.contains("private network"), "{refused}");
    }
    assert!(web.asked().is_empty(), "{:?}", web.asked());
}

#[test]
fn a_named_host_may_be_in_a_private_network() {
    let web = Web::start();
    let next = AtomicUsize::new(0);
    let answers = vec![IpAddr::from(Ipv4Addr::LOCALHOST)];
    let names = Arc::new(Changing { answers, next });
    let desk = Desk::open(&["intranet.example"], names);
    let port = web.address.port();
    let added = desk.add(&format!("http://intranet.example:{port}/news/bridge"));
    assert!(added.contains("Added 1 article"), "{added}");
    let refused = desk.add(&format!("http://other.example:{port}/news/bridge"));
    assert!(refused.contains("private network"), "{refused}");
}

#[test]
fn a_feed_brings_what_is_new_once_it_is_started() {
    let (web, desk) = (Web::start(), Desk::inside());
    assert!(desk.say("feeds").contains("no feeds yet"));
    let noted = desk.say(&format!("feeds add {}", web.at("/feed.xml")));
    for words in [
        "The Post",
        "2 pages",
        "feeds start the-post new",
        "feeds start the-post all",
    ] {
        assert!(noted.contains(words), "{words}: {noted}");
    }
    assert!(desk.say("feeds poll").contains("No feed has been started"));
    assert!(
        desk.say("sources").contains("no articles"),
        "nothing is taken in before"
    );
    assert!(desk.say("feeds start the-post all").contains("Started"));
    let polled = desk.say("feeds poll");
    assert!(
        polled.contains("1 article added") && polled.contains("image/png"),
        "{polled}"
    );
    assert!(desk.say("who cut the ribbon?").contains("Ada Quill"));
    let shown = desk.say("articles show 1");
    assert!(
        shown.contains("Brought by the feed") && shown.contains("The Post"),
        "{shown}"
    );
    let before = web.asked().len();
    let again = desk.say("feeds poll");
    assert!(again.contains("0 articles added"), "{again}");
    let asked = web.asked().split_off(before);
    let pages = asked.iter().filter(|line| !line.starts_with("/robots.txt"));
    assert_eq!(
        pages.count(),
        1,
        "only the feed is asked for, with its mark: {asked:?}"
    );
    assert!(desk.say("feeds remove the-post").contains("Forgotten"));
    assert!(
        desk.say("who cut the ribbon?").contains("Ada Quill"),
        "what it brought stays"
    );
    assert!(desk.say("feeds start the-post new").contains("no feed"));
}

#[test]
fn a_list_of_sitemaps_brings_what_is_new_in_them() {
    let (web, desk) = (Web::start(), Desk::inside());
    let noted = desk.say(&format!("feeds add {}", web.at("/list.xml")));
    assert!(noted.contains("2 pages"), "{noted}");
    assert!(
        desk.say("feeds start 127-0-0-1 new").contains("Started"),
        "a list has the name of its server"
    );
    let polled = desk.say("feeds poll");
    assert!(polled.contains("1 article added"), "{polled}");
    let answer = desk.say("who cut the ribbon?");
    assert!(answer.contains(&web.at("/n/1")), "{answer}");
    let asked = web.asked();
    let times = |path: &str| asked.iter().filter(|line| line.starts_with(path)).count();
    assert_eq!((times("/list.xml"), times("/new.xml")), (2, 2), "{asked:?}");
    assert_eq!(
        times("/old.xml.gz"),
        1,
        "what has not changed is not fetched again: {asked:?}"
    );
}

#[test]
fn a_backlog_is_left_alone_or_taken_in_by_and_by() {
    let (web, desk) = (Web::start(), Desk::inside());
    desk.say(&format!("feeds add {}", web.at("/feed.xml")));
    desk.say("feeds start the-post new");
    assert!(desk.say("feeds poll").contains("0 articles added"));
    desk.say(&format!("feeds add {}", web.at("/many.xml")));
    assert!(
        desk.say("feeds start 127-0-0-1 all")
            .contains("25 pages wait")
    );
    let polled = desk.say("feeds poll");
    assert!(polled.contains("10 articles added"), "{polled}");
    assert!(polled.contains("15 pages wait"), "{polled}");
    assert!(desk.say("feeds poll").contains("5 pages wait"));
    assert!(desk.say("feeds poll").contains("5 articles added"));
}

#[test]
fn a_feed_that_fails_says_why_and_stops_no_other() {
    let (web, desk) = (Web::start(), Desk::inside());
    for (path, reason) in [
        ("/gone.xml", "410"),
        ("/news/bridge", "no feed and no sitemap"),
        ("/cut.xml.gz", "cannot be unpacked"),
        ("/bomb.xml.gz", "larger than 200000 bytes"),
        ("/lists.xml", "a list of sitemaps in another list"),
    ] {
        let refused = desk.say(&format!("feeds add {}", web.at(path)));
        assert!(refused.contains(reason), "{path}: {refused}");
    }
    let refused = desk.say("feeds add http://169.254.169.254/feed");
    assert!(refused.contains("private network"), "{refused}");
    desk.say(&format!("feeds add {}", web.at("/feed.xml")));
    desk.say("feeds start the-post all");
    drop(web);
    assert!(desk.say("status").contains("looked into next at"));
    let polled = desk.say("feeds poll");
    assert!(polled.contains("cannot be reached"), "{polled}");
    assert!(desk.say("feeds").contains("cannot be reached"));
    let told = desk.say("status");
    assert!(told.contains("cannot be read: the-post"), "{told}");
}

#[test]
fn a_page_that_cannot_be_reached_is_tried_again_but_not_for_ever() {
    let (web, desk) = (Web::start(), Desk::inside());
    desk.say(&format!("feeds add {}", web.at("/shaky.xml")));
    desk.say("feeds start the-gazette all");
    let polled = desk.say("feeds poll");
    assert!(
        polled.contains("0 articles added") && polled.contains("503"),
        "{polled}"
    );
    let polled = desk.say("feeds poll");
    assert!(polled.contains("1 article added"), "{polled}");
    assert!(desk.say("who cut the ribbon?").contains("Ada Quill"));
    desk.say("feeds remove the-gazette");
    desk.say(&format!("feeds add {}", web.at("/down.xml")));
    desk.say("feeds start the-gazette all");
    for _ in 0..5 {
        assert!(desk.say("feeds poll").contains("503"));
    }
    assert!(!desk.say("feeds poll").contains("503"), "it was given up");
}

#[test]
fn a_feed_is_noted_once_however_it_is_named() {
    let (web, desk) = (Web::start(), Desk::inside());
    for path in ["/feed-moved.xml", "/feed.xml", "/feed-moved.xml"] {
        let noted = desk.say(&format!("feeds add {}", web.at(path)));
        assert!(noted.contains("The Post"), "{noted}");
    }
    assert!(desk.say("feeds start the-post all").contains("Started"));
    assert!(desk.say("feeds start the-post-2 all").contains("no feed"));
    desk.add(&web.at("/news/bridge"));
    let polled = desk.say("feeds poll");
    assert!(
        polled.contains("0 articles added"),
        "the one page is known: {polled}"
    );
}

#[test]
fn orders_given_while_feeds_are_looked_into_hold() {
    let (web, desk) = (Web::start(), Desk::inside());
    desk.say(&format!("feeds add {}", web.at("/held.xml")));
    desk.say("feeds start the-gazette all");
    std::thread::scope(|scope| {
        let poll = scope.spawn(|| desk.say("feeds poll"));
        while !web.asked().iter().any(|line| line.starts_with("/held ")) {
            std::thread::yield_now();
        }
        assert!(
            desk.say("feeds poll").contains("somebody else"),
            "one poll at a time"
        );
        desk.say(&format!("feeds add {}", web.at("/feed.xml")));
        assert!(desk.say("feeds start the-post all").contains("Started"));
        assert!(desk.say("feeds remove the-gazette").contains("Forgotten"));
        web.asked
            .lock()
            .expect("nobody panicked")
            .push(GO.to_owned());
        poll.join().expect("a poll does not panic");
    });
    let feeds = desk.say("feeds");
    assert!(
        feeds.contains("The Post") && !feeds.contains("The Gazette"),
        "{feeds}"
    );
    assert!(desk.say("feeds poll").contains("1 feed"), "it was started");
}
