//! The book of a story's feeds: which there are, what was seen of each, and when each is due.
//!
//! One small file beside the articles, replaced as a whole by a rename: after a crash it is the old
//! one or the new one, and what was taken in twice is known by its text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::admin::FeedState;
use crate::article::slugify;

/// The file's name. Hidden, so that no update reads it.
const FILE: &str = ".feeds.json";

/// How often a feed is looked into.
const INTERVAL: Duration = Duration::from_mins(15);

/// The longest pause after errors.
const LONGEST_PAUSE: Duration = Duration::from_hours(24);

/// A pause is made up to a tenth shorter or longer, so that feeds are not all asked at once.
const JITTER: u64 = 10;

/// Errors in a row after which a feed counts as dead and is reported, once.
const DEAD_AFTER: u32 = 5;

/// How often a page is tried that cannot be reached.
const MOST_ATTEMPTS: u8 = 5;

/// The longest name of a feed, in bytes.
const LONGEST_NAME: usize = 40;

/// A feed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Noted {
    pub(super) name: String,
    pub(super) title: String,
    /// As somebody gave it.
    pub(super) address: String,
    /// Where it led when it was added.
    #[serde(default)]
    pub(super) leads_to: String,
    /// True once somebody has said what to do with the backlog.
    pub(super) started: bool,
    /// What the server marked its last answer with.
    pub(super) marks: Marks,
    /// Where it is a list of sitemaps, those that were read, each with when it was changed, as the
    /// list said.
    #[serde(default)]
    pub(super) sitemaps: BTreeMap<String, String>,
    /// Pages that were seen, whatever became of them.
    pub(super) seen: BTreeSet<String>,
    /// Pages that wait to be looked at, in the feed's order.
    pub(super) waiting: Vec<String>,
    /// How often a page that waits could not be reached.
    #[serde(default)]
    attempts: BTreeMap<String, u8>,
    /// Ids of the articles that it brought.
    pub(super) brought: BTreeSet<String>,
    pub(super) left_out: usize,
    /// When it is due, in seconds since 1970.
    due: i64,
    /// Errors in a row.
    failures: u32,
    pub(super) trouble: Option<String>,
}

/// What tells a server that one has its last answer already (RFC 9110, conditional requests).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marks {
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
}

/// What became of a page of a feed.
pub(super) enum Fate {
    /// It brought articles with these ids.
    Brought(Vec<String>),
    /// It is there already.
    Known,
    /// It is no article, doubtful, or refused for good.
    LeftOut,
    /// It could not be reached just now.
    Later,
}

impl Noted {
    /// A feed of which nothing is known but where it is.
    pub(super) fn at(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..Self::default()
        }
    }

    /// True for the feed at an address, by the way that somebody gives it or where that leads.
    pub(super) fn is_at(&self, address: &str, leads_to: &str) -> bool {
        self.address == address || self.leads_to == leads_to
    }

    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.started && self.due <= now.as_second()
    }

    /// Puts down that it was read: it is due again after the usual time, at once where pages wait.
    pub(super) fn has_been_read(&mut self, now: Timestamp) {
        (self.failures, self.trouble) = (0, None);
        // Pages that could not be reached are no reason to hurry.
        let is_eager = self
            .waiting
            .iter()
            .any(|page| !self.attempts.contains_key(page));
        let pause = if is_eager { INTERVAL / 15 } else { INTERVAL };
        self.due = later(now, pause);
    }

    /// Puts down that it could not be read: the pause doubles each time. True when this makes it
    /// count as dead.
    pub(super) fn has_failed(&mut self, now: Timestamp, trouble: String) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.trouble = Some(trouble);
        let doubled = INTERVAL.saturating_mul(1 << self.failures.min(10));
        self.due = later(now, doubled.min(LONGEST_PAUSE));
        self.failures == DEAD_AFTER
    }

    /// Puts those pages down that were not seen yet.
    pub(super) fn note(&mut self, pages: Vec<String>) {
        for page in pages {
            if self.seen.insert(page.clone()) {
                self.waiting.push(page);
            }
        }
    }

    /// Puts down what became of a page, unless it does not wait any more: somebody may have let the
    /// backlog go while it was fetched.
    pub(super) fn settle(&mut self, page: &str, fate: Fate) {
        let Some(place) = self.waiting.iter().position(|one| one == page) else {
            return;
        };
        let page = self.waiting.remove(place);
        let attempts = self.attempts.remove(&page).unwrap_or_default() + 1;
        match fate {
            Fate::Brought(ids) => self.brought.extend(ids),
            Fate::Known => {}
            Fate::Later if attempts < MOST_ATTEMPTS => {
                self.attempts.insert(page.clone(), attempts);
                self.waiting.push(page);
            }
            Fate::LeftOut | Fate::Later => self.left_out += 1,
        }
    }

    pub(super) fn state(&self) -> FeedState {
        FeedState {
            name: self.name.clone(),
            title: self.title.clone(),
            address: self.address.clone(),
            started: self.started,
            brought: self.brought.len(),
            left_out: self.left_out,
            waiting: self.waiting.len(),
            due: Timestamp::from_second(self.due).unwrap_or_default(),
            trouble: self.trouble.clone(),
        }
    }
}

fn later(now: Timestamp, pause: Duration) -> i64 {
    let seconds = pause.as_secs();
    let width = (seconds / JITTER).max(1);
    // The standard hasher is seeded anew each time: chance enough for this.
    let chance = RandomState::new().hash_one(seconds) % (2 * width);
    now.as_second() + i64::try_from(seconds - width + chance).unwrap_or_default()
}

/// The book.
pub(super) struct Book {
    file: PathBuf,
    pub(super) feeds: Vec<Noted>,
}

impl Book {
    /// Opens the book beside the articles in a folder; an empty one where there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(super) fn open(articles: &Path) -> io::Result<Self> {
        let file = articles.join(FILE);
        let feeds = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { file, feeds })
    }

    /// Writes it down.
    pub(super) fn save(&self) -> io::Result<()> {
        let beside = self.file.with_extension("json.new");
        let mut file = File::create(&beside)?;
        file.write_all(&serde_json::to_vec_pretty(&self.feeds)?)?;
        file.sync_all()?;
        fs::rename(&beside, &self.file)
    }

    pub(super) fn find(&mut self, name: &str) -> Option<&mut Noted> {
        let mut feeds = self.feeds.iter_mut();
        feeds.find(|feed| feed.name.eq_ignore_ascii_case(name.trim()))
    }

    /// A name for a feed that none has yet.
    pub(super) fn name_for(&self, title: &str) -> String {
        let mut slug = slugify(&title.replace('.', " "));
        slug.truncate(LONGEST_NAME);
        let slug = slug.trim_end_matches('-').to_owned();
        let is_taken = |name: &String| self.feeds.iter().any(|feed| feed.name == *name);
        let mut names = (1..).map(|number| match number {
            1 => slug.clone(),
            number => format!("{slug}-{number}"),
        });
        names.find(|name| !is_taken(name)).unwrap_or(slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_is_kept_and_names_are_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Book::open(folder.path()).unwrap();
        assert_eq!(book.name_for("The Post. News"), "the-post-news");
        let mut feed = Noted {
            name: "the-post-news".to_owned(),
            ..Noted::default()
        };
        feed.note(vec!["a".to_owned(), "b".to_owned(), "a".to_owned()]);
        assert_eq!(feed.waiting, ["a", "b"]);
        book.feeds.push(feed);
        assert_eq!(book.name_for("The Post. News"), "the-post-news-2");
        book.save().unwrap();
        let mut book = Book::open(folder.path()).unwrap();
        assert_eq!(book.find(" The-Post-News ").unwrap().seen.len(), 2);
        fs::write(folder.path().join(FILE), "[{").unwrap();
        assert!(Book::open(folder.path()).is_err());
    }

    #[test]
    fn a_page_is_tried_again_but_not_for_ever() {
        let mut feed = Noted::at("f");
        feed.note(["a", "b"].map(str::to_owned).to_vec());
        feed.settle("a", Fate::Later);
        assert_eq!(feed.waiting, ["b", "a"]);
        feed.settle("b", Fate::Brought(vec!["id".to_owned()]));
        for _ in 1..MOST_ATTEMPTS {
            feed.settle("a", Fate::Later);
        }
        assert!(feed.waiting.is_empty());
        assert_eq!((feed.left_out, feed.brought.len()), (1, 1));
        feed.settle("gone", Fate::Later);
        assert!(
            feed.waiting.is_empty(),
            "what does not wait is not taken up again"
        );
    }

    #[test]
    fn pauses_grow_and_a_dead_feed_is_told_once() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let mut feed = Noted {
            started: true,
            ..Noted::default()
        };
        assert!(feed.is_due(now));
        let pause = |feed: &Noted| u64::try_from(feed.due - now.as_second()).unwrap();
        feed.has_been_read(now);
        assert!((800..1_000).contains(&pause(&feed)), "{}", pause(&feed));
        let told: Vec<bool> = (0..12)
            .map(|_| feed.has_failed(now, "gone".to_owned()))
            .collect();
        assert_eq!(told.iter().filter(|told| **told).count(), 1);
        assert!((77_000..96_000).contains(&pause(&feed)), "{}", pause(&feed));
        feed.has_been_read(now);
        assert_eq!(feed.trouble, None);
    }
}
