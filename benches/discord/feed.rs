//! A feed of made articles on a web server of this machine, whose pages come slowly.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use super::speed::generator::Generator;
use super::speed::material::Material;
use super::speed::system::Outcome;

/// Pages in the feed: as many as are fetched at once.
const PAGES: usize = 10;

/// How long a page takes to come.
const DELAY: Duration = Duration::from_millis(300);

/// The numbers of its articles begin here, beyond those of every archive.
const FIRST: usize = 10_000_000;

/// Serves the feed for as long as the process lives; gives its address.
pub(crate) fn serve() -> Outcome<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = format!("http://{}/feed.xml", listener.local_addr()?);
    thread::spawn(move || {
        let material = Material::read();
        for stream in listener.incoming().flatten() {
            // Whoever goes away in the middle of an answer has it no more.
            let _ = answer(stream, &Generator::new(&material));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, generator: &Generator<'_>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let line = lines.next().transpose()?.unwrap_or_default();
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let path = line.split(' ').nth(1).unwrap_or_default();
    let (kind, body) = match path.strip_prefix("/page/").map(str::parse::<usize>) {
        Some(Ok(number)) => {
            thread::sleep(DELAY);
            ("text/markdown", generator.article(FIRST + number))
        }
        _ if path == "/feed.xml" => ("application/rss+xml", feed()),
        _ => ("text/plain", String::new()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}

fn feed() -> String {
    let items = (0..PAGES).map(|number| format!("<item><link>/page/{number}</link></item>"));
    let items: String = items.collect();
    format!("<rss version=\"2.0\"><channel><title>The Wire</title>{items}</channel></rss>")
}
