//! Asks a site whether programs may fetch a page (RFC 9309).

use reqwest::{Client, Response};
use texting_robots::Robot;
use url::Url;

use super::{AGENT, FetchError, REDIRECTS, explain, host_of, next};

/// What is read of robots.txt; RFC 9309 asks for at least so much.
const LONGEST: usize = 500 << 10;

/// An error where the page may not be fetched. A site without robots.txt allows everything; one that
/// cannot say forbids everything for now.
pub(super) async fn ask(client: &Client, url: &Url, private: &[String]) -> Result<(), FetchError> {
    let answer = find(client, url, private).await?;
    let (host, status) = (host_of(url), answer.status());
    if status.is_server_error() {
        return Err(FetchError::RobotsUnknown { host, status });
    }
    // One that leads on and on is as good as none.
    if !status.is_success() {
        return Ok(());
    }
    let text = read(answer).await.map_err(|error| explain(&error, url))?;
    // What cannot be read forbids nothing.
    let forbidden = Robot::new(AGENT, &text).is_ok_and(|robot| !robot.allowed(url.as_str()));
    if forbidden {
        return Err(FetchError::Robots { host });
    }
    Ok(())
}

/// The answer for a site's robots.txt, wherever it leads to.
async fn find(client: &Client, url: &Url, private: &[String]) -> Result<Response, FetchError> {
    let mut place = url.join("/robots.txt").map_err(|_| FetchError::NoAddress)?;
    let mut left = REDIRECTS;
    loop {
        let answer = client.get(place.clone()).send().await;
        let answer = answer.map_err(|error| explain(&error, &place))?;
        match next(&answer, &place, private)? {
            Some(next) if left > 0 => (place, left) = (next, left - 1),
            _ => return Ok(answer),
        }
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut text = Vec::new();
    while text.len() < LONGEST {
        let Some(part) = answer.chunk().await? else {
            break;
        };
        text.extend_from_slice(&part);
    }
    text.truncate(LONGEST);
    Ok(text)
}
