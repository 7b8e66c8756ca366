//! How the bot and its index are, in words.

use std::time::Duration;

use crate::admin::FeedState;
use crate::index::Statistics;

use super::model::{Block, Inline, Reply};
use super::text::{count, faint, heading, plain, strong};

/// What a look at the bot finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusPage {
    /// The story's name; empty when it has none.
    pub story: String,
    /// How much the index holds.
    pub statistics: Statistics,
    /// Its size in bytes; `None` for one in memory.
    pub size: Option<u64>,
    /// How often it has changed.
    pub state: u64,
    /// The feeds; none where there are none, or nobody looks into any.
    pub feeds: Vec<FeedState>,
    /// The process: version, time since its start, memory in bytes.
    pub process: Option<(String, Duration, Option<u64>)>,
}

/// Words the page.
#[must_use]
pub fn status_reply(page: &StatusPage) -> Reply {
    let mut items = vec![articles(&page.statistics), index(page)];
    items.extend(feeds(&page.feeds));
    if let Some((version, uptime, memory)) = &page.process {
        let mut text = vec![
            plain("Newshound "),
            strong(version),
            plain(format!(", running for {}", duration(*uptime))),
        ];
        if let Some(memory) = memory {
            text.push(plain(format!(" in {} of memory", size(*memory))));
        }
        items.push(text);
    }
    let title = if page.story.is_empty() {
        "How I am".to_owned()
    } else {
        format!("How I am: {}", page.story)
    };
    Reply {
        blocks: vec![heading(title), Block::List { items }],
        ..Reply::default()
    }
}

fn articles(statistics: &Statistics) -> Vec<Inline> {
    let mut text = vec![
        strong(count(statistics.articles, "article", "articles")),
        plain(format!(
            " with {}",
            count(statistics.sentences, "passage", "passages")
        )),
    ];
    match (statistics.oldest, statistics.newest) {
        (Some(oldest), Some(newest)) if oldest < newest => {
            text.push(plain(format!(", of {oldest} to {newest}")));
        }
        (_, Some(newest)) => text.push(plain(format!(", of {newest}"))),
        _ if statistics.articles > 0 => text.push(faint(", none with a date")),
        _ => {}
    }
    text
}

fn index(page: &StatusPage) -> Vec<Inline> {
    let place = match page.size {
        Some(bytes) => format!("{} on disk", size(bytes)),
        None => "in memory".to_owned(),
    };
    let mut text = vec![plain(format!("Index: {place}"))];
    if page.state > 0 {
        text.push(plain(format!(", state {}", page.state)));
    }
    text
}

fn feeds(feeds: &[FeedState]) -> Option<Vec<Inline>> {
    let started = feeds.iter().filter(|feed| feed.started);
    let troubled: Vec<&str> = (started.clone())
        .filter(|feed| feed.trouble.is_some())
        .map(|feed| feed.name.as_str())
        .collect();
    let next = started.clone().map(|feed| feed.due).min();
    let mut text = vec![strong(count(feeds.len() as u64, "feed", "feeds"))];
    match next {
        Some(next) => text.push(plain(format!(
            ", looked into next at {} UTC",
            next.strftime("%H:%M")
        ))),
        None => text.push(plain(", none of them started")),
    }
    if !troubled.is_empty() {
        let names = troubled.join(", ");
        text.push(plain(format!("; cannot be read: {names}")));
    }
    (!feeds.is_empty()).then_some(text)
}

/// `3.4 MB`
fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let unit = UNITS.iter().find(|(size, _)| bytes >= *size);
    unit.map_or_else(
        || format!("{bytes} B"),
        |(size, name)| format!("{:.1} {name}", bytes as f64 / *size as f64),
    )
}

/// The two largest units: `3 days 4 hours`, `12 minutes 5 seconds`.
fn duration(time: Duration) -> String {
    const UNITS: [(u64, &str); 4] = [
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let mut left = time.as_secs();
    let mut parts = Vec::new();
    for (seconds, name) in UNITS {
        let number = left / seconds;
        left %= seconds;
        if number > 0 && parts.len() < 2 {
            parts.push(count(number, name, &format!("{name}s")));
        }
    }
    if parts.is_empty() {
        return "less than a second".to_owned();
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_told_in_their_largest_units() {
        let sizes = [0, 999, 1_500, 3_400_000, 2_000_000_000].map(size);
        assert_eq!(sizes, ["0 B", "999 B", "1.5 kB", "3.4 MB", "2.0 GB"]);
        let times = [0, 1, 725, 90_061].map(|seconds| duration(Duration::from_secs(seconds)));
        let told = [
            "less than a second",
            "1 second",
            "12 minutes 5 seconds",
            "1 day 1 hour",
        ];
        assert_eq!(times, told);
    }
}
