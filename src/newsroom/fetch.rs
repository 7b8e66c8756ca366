//! Fetches a page that somebody named, and nothing that lies behind the machine it runs on.
//!
//! Only http and https, no credentials, no address of a private network: an address is checked when
//! its name is looked up, the connection goes to the very address that was checked, and every
//! redirect is a new address. Size, time, redirects and unpacking are bounded; `robots.txt` is
//! honoured. What is in the page is left to the readers of articles.

mod address;
mod names;
mod page;
mod robots;

pub use names::{LookUp, Names, SystemNames};

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use thiserror::Error;
use url::Url;

use super::book::Marks;
use address::checked;
use names::CheckedNames;
pub(super) use page::Page;
use page::{Kind, MOST_TYPES};

/// Who asks, as robots.txt and servers' logs know it.
const AGENT: &str = "Newshound";

/// How often a page, or a robots.txt, may lead on to another.
const REDIRECTS: usize = 5;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(10);

/// What may be fetched.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Larger pages are refused, in bytes after unpacking.
    pub largest: u64,
    /// How long a page may take with everything that leads to it.
    pub patience: Duration,
    /// Hosts, by the name or address that an address names them by, that may be in a private network.
    pub private_hosts: Vec<String>,
    /// An address of the web or of mail that servers are told, to reach whoever runs the bot; empty
    /// for none.
    pub contact: String,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            largest: 4 << 20,
            patience: Duration::from_secs(30),
            private_hosts: Vec::new(),
            contact: String::new(),
        }
    }
}

/// How servers are told who fetches: name and version, and where to complain (RFC 9110, 10.1.5).
fn agent(contact: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match contact {
        "" => format!("{AGENT}/{version}"),
        contact => format!("{AGENT}/{version} (+{contact})"),
    }
}

/// Why a page is not fetched, with what to do.
#[derive(Debug, Error)]
pub enum FetchError {
    /// No address, or not of the web.
    #[error("that is no address of a page; give one that begins with http:// or https://")]
    NoAddress,
    /// A user name or password in the address.
    #[error("the address holds a user name or a password; save the page and add it as a file")]
    Credentials,
    /// An address of a private network, or none that is public.
    #[error(
        "the host {host} is in a private network, which is not fetched from; if it is meant, name it in \
         articles.private_hosts"
    )]
    Private {
        /// The host.
        host: String,
    },
    /// robots.txt says no.
    #[error(
        "{host} does not let programs fetch this page (robots.txt); save it in a browser and add it \
         as a file"
    )]
    Robots {
        /// The host.
        host: String,
    },
    /// robots.txt could not be read, which forbids everything for now.
    #[error(
        "{host} does not say whether it lets programs fetch pages (robots.txt answers {status}); try again later"
    )]
    RobotsUnknown {
        /// The host.
        host: String,
        /// What it answered.
        status: StatusCode,
    },
    /// An error from the server.
    #[error(
        "{host} answers {status}; look at the page in a browser, and save it to add it as a file"
    )]
    Refused {
        /// The host.
        host: String,
        /// What it answered.
        status: StatusCode,
    },
    /// It leads on and on.
    #[error(
        "the page leads on to others more than {REDIRECTS} times; give the address where it ends"
    )]
    Redirects,
    /// Not a page.
    #[error(
        "that is {found}, which is not read ({MOST_TYPES} are); save its text and add it as a file"
    )]
    Type {
        /// What it says that it is.
        found: String,
    },
    /// Too large.
    #[error(
        "the page is larger than {limit} bytes; raise articles.max_file_size, or save its text"
    )]
    TooLarge {
        /// The most.
        limit: u64,
    },
    /// Packed, and broken.
    #[error(
        "the file cannot be unpacked ({0}); look whether its server has another, or try again later"
    )]
    Packed(String),
    /// Too slow.
    #[error("the page did not come within {} seconds; try again later", .0.as_secs())]
    TooSlow(Duration),
    /// The connection failed.
    #[error("the page cannot be reached ({0}); check the address, and try again later")]
    Connection(String),
}

impl FetchError {
    /// True for what may be over when one tries again later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::TooSlow(_) | Self::Connection(_) | Self::RobotsUnknown { .. } => true,
            Self::Refused { status, .. } => {
                status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
            }
            _ => false,
        }
    }
}

/// Fetches pages.
pub struct Fetcher {
    settings: FetchSettings,
    names: Arc<dyn Names>,
}

impl Fetcher {
    /// A fetcher that looks names up as the system does.
    #[must_use]
    pub fn new(settings: FetchSettings) -> Self {
        Self::with_names(settings, Arc::new(SystemNames))
    }

    /// A fetcher that looks names up otherwise.
    #[must_use]
    pub fn with_names(settings: FetchSettings, names: Arc<dyn Names>) -> Self {
        Self { settings, names }
    }

    /// Fetches the page at an address. Blocks; must not be called on a thread that keeps
    /// connections.
    pub(super) fn fetch(&self, address: &str) -> Result<Page, FetchError> {
        self.in_time(async {
            let accept = HeaderValue::from_static("text/html, text/plain, */*;q=0.1");
            let (answer, url) = self
                .follow(address, HeaderMap::from_iter([(ACCEPT, accept)]))
                .await?;
            let header = text_of(&answer, CONTENT_TYPE).unwrap_or_default();
            let kind = Kind::of(&header, url.path());
            // An error of the server's comes before what its error page is.
            if answer.status().is_success()
                && let Err(error) = kind
            {
                return Err(error);
            }
            let content = self.content_of(answer, &url).await?;
            Ok(Page::new(url, kind?, content))
        })
    }

    /// Fetches a feed; nothing where the server says that it is as it was by its marks. Blocks, as
    /// [`Self::fetch`] does.
    pub(super) fn fetch_feed(
        &self,
        address: &str,
        marks: &Marks,
    ) -> Result<Option<FetchedFeed>, FetchError> {
        self.in_time(async {
            let (answer, address) = self.follow(address, conditions(marks)).await?;
            if answer.status() == StatusCode::NOT_MODIFIED {
                return Ok(None);
            }
            let marks = Marks {
                etag: text_of(&answer, ETAG),
                modified: text_of(&answer, LAST_MODIFIED),
            };
            let content = self.content_of(answer, &address).await?;
            let content = unpacked(content, self.settings.largest)?;
            Ok(Some(FetchedFeed {
                address,
                marks,
                content,
            }))
        })
    }

    /// Waits for something that must not take for ever.
    fn in_time<T>(
        &self,
        fetching: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| FetchError::Connection(error.to_string()))?;
        let patience = self.settings.patience;
        let fetched = runtime.block_on(async {
            tokio::time::timeout(patience, fetching)
                .await
                .unwrap_or(Err(FetchError::TooSlow(patience)))
        });
        // A look-up that hangs is not waited for.
        runtime.shutdown_background();
        fetched
    }

    /// Fetches, and goes on where it leads.
    async fn follow(
        &self,
        address: &str,
        headers: HeaderMap,
    ) -> Result<(Response, Url), FetchError> {
        let client = self.client()?;
        let mut url = checked(address, &self.settings.private_hosts)?;
        for _ in 0..=REDIRECTS {
            robots::ask(&client, &url, &self.settings.private_hosts).await?;
            let request = client.get(url.clone()).headers(headers.clone());
            let answer = request
                .send()
                .await
                .map_err(|error| explain(&error, &url))?;
            match next(&answer, &url, &self.settings.private_hosts)? {
                Some(next) => url = next,
                None => return Ok((answer, url)),
            }
        }
        Err(FetchError::Redirects)
    }

    fn client(&self) -> Result<Client, FetchError> {
        let names = CheckedNames {
            names: Arc::clone(&self.names),
            private_hosts: self.settings.private_hosts.clone(),
        };
        Client::builder()
            .user_agent(agent(&self.settings.contact))
            .redirect(Policy::none())
            // A proxy would look the name up itself, and nobody could say where it leads.
            .no_proxy()
            .connect_timeout(CONNECT)
            .dns_resolver(Arc::new(names))
            .build()
            .map_err(|error| connection(&error))
    }

    /// What is in an answer that is no error, up to the limit.
    async fn content_of(&self, mut answer: Response, url: &Url) -> Result<Vec<u8>, FetchError> {
        let status = answer.status();
        if !status.is_success() {
            let host = host_of(url);
            return Err(FetchError::Refused { host, status });
        }
        let limit = self.settings.largest;
        let mut content = Vec::new();
        while let Some(part) = (answer.chunk().await).map_err(|error| explain(&error, url))? {
            content.extend_from_slice(&part);
            if content.len() as u64 > limit {
                return Err(FetchError::TooLarge { limit });
            }
        }
        Ok(content)
    }
}

/// A feed as it was fetched.
pub(super) struct FetchedFeed {
    /// Where it was in the end.
    pub(super) address: Url,
    /// What the server marked it with.
    pub(super) marks: Marks,
    pub(super) content: Vec<u8>,
}

/// What a file begins with that is packed (RFC 1952), as sitemaps often are.
const GZIP: &[u8] = b"\x1F\x8B";

/// A packed file unpacked, up to the limit; any other as it is.
fn unpacked(content: Vec<u8>, limit: u64) -> Result<Vec<u8>, FetchError> {
    if !content.starts_with(GZIP) {
        return Ok(content);
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(content.as_slice())
        .take(limit.saturating_add(1))
        .read_to_end(&mut unpacked)
        .map_err(|error| FetchError::Packed(error.to_string()))?;
    if unpacked.len() as u64 > limit {
        return Err(FetchError::TooLarge { limit });
    }
    Ok(unpacked)
}

/// The headers that ask for a feed only where it is another than the one with these marks.
fn conditions(marks: &Marks) -> HeaderMap {
    let value = |mark: &Option<String>| HeaderValue::from_str(mark.as_deref()?).ok();
    let conditions = [
        (IF_NONE_MATCH, value(&marks.etag)),
        (IF_MODIFIED_SINCE, value(&marks.modified)),
    ];
    let given = conditions.into_iter();
    given
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn text_of(answer: &Response, name: HeaderName) -> Option<String> {
    let value = answer.headers().get(name)?;
    Some(value.to_str().ok()?.to_owned())
}

/// Where an answer leads on to.
fn next(answer: &Response, url: &Url, private: &[String]) -> Result<Option<Url>, FetchError> {
    if !answer.status().is_redirection() {
        return Ok(None);
    }
    let location = answer.headers().get(LOCATION);
    let Some(location) = location.and_then(|value| value.to_str().ok()) else {
        return Ok(None);
    };
    let joined = url.join(location).map_err(|_| FetchError::NoAddress)?;
    checked(joined.as_str(), private).map(Some)
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// What went wrong; a refusal of our own look-up comes back from deep inside the library.
fn explain(error: &reqwest::Error, url: &Url) -> FetchError {
    if names::is_refusal(error) {
        return FetchError::Private { host: host_of(url) };
    }
    connection(error)
}

fn connection(error: &reqwest::Error) -> FetchError {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    FetchError::Connection(cause.to_string())
}
