//! What is said about feeds.

use crate::admin::{FeedState, Polled};

use super::model::{Block, Inline, Reply, Row, Suggestion};
use super::text::{code, count, faint, notice, plain, strong};

/// Titles and reasons that are named one by one; the others are counted.
const NAMED: usize = 10;

/// The list of feeds.
#[must_use]
pub fn feeds_reply(feeds: &[FeedState]) -> Reply {
    if feeds.is_empty() {
        let mut reply = Reply::from(notice("There are no feeds yet."));
        let add = Suggestion::new("feeds add ADDRESS", "note one");
        reply.suggestions.push(add);
        return reply;
    }
    let table = Block::Table {
        columns: ["Name", "Title", "Brought", "Left out", "State"]
            .map(str::to_owned)
            .to_vec(),
        rows: feeds.iter().map(row).collect(),
    };
    let mut reply = Reply::from(table);
    let unstarted = feeds.iter().find(|feed| !feed.started);
    reply.suggestions = unstarted.map_or_else(
        || vec![Suggestion::new("feeds poll", "look into them now")],
        |feed| start_suggestions(&feed.name),
    );
    reply
}

fn row(feed: &FeedState) -> Row {
    Row {
        cells: vec![
            vec![code(&feed.name)],
            vec![strong(&feed.title)],
            vec![plain(feed.brought.to_string())],
            vec![plain(feed.left_out.to_string())],
            vec![plain(state_of(feed))],
        ],
    }
}

fn state_of(feed: &FeedState) -> String {
    match &feed.trouble {
        _ if !feed.started => "not started".to_owned(),
        Some(trouble) => trouble.clone(),
        None if feed.waiting > 0 => count(feed.waiting as u64, "page waits", "pages wait"),
        None => format!("next at {} UTC", feed.due.strftime("%H:%M")),
    }
}

fn start_suggestions(name: &str) -> Vec<Suggestion> {
    vec![
        Suggestion::new(
            format!("feeds start {name} new"),
            "only what comes from now on",
        ),
        Suggestion::new(
            format!("feeds start {name} all"),
            "what it holds already, too",
        ),
    ]
}

/// Says what a feed holds, and asks what to do with that.
#[must_use]
pub fn feed_noted_reply(feed: &FeedState) -> Reply {
    let holds = count(feed.waiting as u64, "page", "pages");
    let mut reply = Reply::from(Block::Answer {
        text: vec![strong(&feed.title), plain(format!(" holds {holds}"))],
    });
    if feed.started {
        reply.blocks.push(notice(
            "I have that feed already, and look into it by myself.",
        ));
        return reply;
    }
    reply.blocks.push(Block::Notice {
        text: vec![
            plain("Nothing is taken in yet. Say "),
            code(format!("feeds start {} new", feed.name)),
            plain(" for what comes from now on, or "),
            code(format!("feeds start {} all", feed.name)),
            plain(" for what it holds already, too."),
        ],
    });
    reply.suggestions = start_suggestions(&feed.name);
    reply
}

/// Says that a feed was started.
#[must_use]
pub fn feed_started_reply(feed: &FeedState) -> Reply {
    let waiting = match feed.waiting {
        0 => "new articles are taken in while `newshound run` runs".to_owned(),
        pages => format!(
            "{} to look at, ten at a time",
            count(pages as u64, "page waits", "pages wait")
        ),
    };
    let mut reply = Reply::from(Block::Answer {
        text: vec![
            plain("Started: "),
            strong(&feed.title),
            plain(format!("; {waiting}")),
        ],
    });
    let poll = Suggestion::new("feeds poll", "look into it now");
    reply.suggestions.push(poll);
    reply
}

/// Says that a feed was forgotten.
#[must_use]
pub fn feed_removed_reply(feed: &FeedState) -> Reply {
    let brought = count(feed.brought as u64, "article", "articles");
    Reply::from(Block::Answer {
        text: vec![
            plain("Forgotten: "),
            strong(&feed.title),
            plain(format!(". The {brought} that it brought stay.")),
        ],
    })
}

/// Says what looking into the feeds brought.
#[must_use]
pub fn polled_reply(polled: &Polled) -> Reply {
    if polled.feeds == 0 {
        let mut reply = Reply::from(notice("No feed has been started yet."));
        reply
            .suggestions
            .push(Suggestion::new("feeds", "the feeds"));
        return reply;
    }
    let added = count(polled.added.len() as u64, "article", "articles");
    let feeds = count(polled.feeds as u64, "feed", "feeds");
    let mut reply = Reply::from(Block::Answer {
        text: vec![
            strong(format!("{added} added")),
            plain(format!(" from {feeds}")),
        ],
    });
    let mut items: Vec<Vec<Inline>> = Vec::new();
    items.extend(
        polled
            .added
            .iter()
            .take(NAMED)
            .map(|title| vec![strong(title)]),
    );
    items.extend(polled.put_aside.iter().take(NAMED).map(|name| {
        vec![
            plain("Put aside, please look at it: "),
            code(format!("articles keep {name}")),
        ]
    }));
    items.extend(
        polled
            .failed
            .iter()
            .take(NAMED)
            .map(|line| vec![plain(line)]),
    );
    if polled.waiting > 0 {
        let waiting = count(polled.waiting as u64, "page waits", "pages wait");
        items.push(vec![faint(format!("{waiting} for the next time"))]);
    }
    if !items.is_empty() {
        reply.blocks.push(Block::List { items });
    }
    reply
}
