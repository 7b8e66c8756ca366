//! Looks into a story's feeds and takes in what is new.
//!
//! Pages are fetched outside the keeper's lock, one by one, and each is taken in like a page that
//! somebody named. The book is written after each feed: what a crash in between forgets is fetched
//! again and known by its text.

use jiff::Timestamp;

use crate::admin::{Added, FeedState, Feeding, KeepingError, Polled, Understood};
use crate::bot::KeepingResult;

use super::book::{Book, Noted};
use super::feed::{self, Feed};
use super::fetch::{FetchError, FetchedFeed};
use super::keeper::Keeper;

/// The most pages of one feed that are fetched at once; the others wait for the next time.
const MOST_PAGES: usize = 10;

impl Keeper {
    /// How the feeds are.
    pub(super) fn feed_states(&self) -> KeepingResult<Vec<FeedState>> {
        let book = self.book()?;
        Ok(book.feeds.iter().map(Noted::state).collect())
    }

    /// Carries out an order about one feed; gives the feed as it is then.
    pub(super) fn carry_out_feeding(&self, order: &Feeding) -> KeepingResult<FeedState> {
        match order {
            Feeding::Add { address } => self.note_feed(address),
            Feeding::Start { name, backlog } => self.change(name, |book| {
                let feed = book.find(name)?;
                feed.started = true;
                if !backlog {
                    feed.waiting.clear();
                }
                Some(feed.state())
            }),
            Feeding::Remove { name } => self.change(name, |book| {
                let state = book.find(name)?.state();
                book.feeds.retain(|feed| feed.name != state.name);
                Some(state)
            }),
            // These are about all of them.
            Feeding::List | Feeding::Poll => Err(unknown("")),
        }
    }

    fn note_feed(&self, address: &str) -> KeepingResult<FeedState> {
        let known = self.book()?;
        if let Some(feed) = known.feeds.iter().find(|feed| feed.address == address) {
            return Ok(feed.state());
        }
        let (fetched, read) = self.read_feed(&Noted {
            address: address.to_owned(),
            ..Noted::default()
        })?;
        self.work(|| {
            let mut book = self.book()?;
            let mut feed = Noted {
                name: book.name_for(&read.title),
                title: read.title,
                address: fetched.address.into(),
                marks: fetched.marks,
                ..Noted::default()
            };
            feed.note(read.pages);
            let state = feed.state();
            book.feeds.push(feed);
            save(&book)?;
            Ok(state)
        })
    }

    /// Changes the book; there is no such feed where the change gives none.
    fn change(
        &self,
        name: &str,
        change: impl FnOnce(&mut Book) -> Option<FeedState>,
    ) -> KeepingResult<FeedState> {
        self.work(|| {
            let mut book = self.book()?;
            let state = change(&mut book).ok_or_else(|| unknown(name))?;
            save(&book)?;
            Ok(state)
        })
    }

    /// Looks into the feeds that are due, or into all that were started.
    pub(super) fn look_into_feeds(&self, all: bool) -> KeepingResult<Polled> {
        let mut polled = Polled::default();
        let now = Timestamp::now();
        for feed in self.book()?.feeds {
            if feed.is_due(now) || (all && feed.started) {
                polled.feeds += 1;
                let feed = self.poll_one(feed, &mut polled);
                polled.waiting += feed.waiting.len();
                self.put_down(feed)?;
            }
        }
        Ok(polled)
    }

    /// Reads a feed, and fetches what is new of it.
    fn poll_one(&self, mut feed: Noted, polled: &mut Polled) -> Noted {
        match self.read_feed(&feed) {
            Ok((fetched, read)) => {
                feed.marks = fetched.marks;
                feed.note(read.pages);
            }
            Err(Unread::NotModified) => {}
            Err(Unread::Failed(reason)) => {
                polled.failed.push(format!("{}: {reason}", feed.name));
                if feed.has_failed(Timestamp::now(), reason) {
                    polled.dead.push(feed.name.clone());
                }
                return feed;
            }
        }
        let waiting: Vec<String> = feed.waiting.drain(..).collect();
        for (number, page) in waiting.into_iter().enumerate() {
            if number < MOST_PAGES {
                self.take_page(&page, &mut feed, polled);
            } else {
                feed.waiting.push(page);
            }
        }
        feed.has_been_read(Timestamp::now());
        feed
    }

    fn take_page(&self, page: &str, feed: &mut Noted, polled: &mut Polled) {
        match self.fetch_page(page) {
            Ok(Added::Kept(articles) | Added::Known(articles)) => {
                feed.brought
                    .extend(articles.iter().map(|one| one.id.clone()));
                polled.added.extend(articles.into_iter().map(title));
            }
            Ok(Added::PutAside { name, .. }) => {
                feed.left_out += 1;
                polled.put_aside.push(name);
            }
            Ok(Added::Refused { reason, .. }) | Err(KeepingError::Failed(reason)) => {
                feed.left_out += 1;
                polled.failed.push(format!("{page}: {reason}"));
            }
            // Somebody else is at work: the page waits for the next time.
            Err(_) => feed.waiting.push(page.to_owned()),
        }
    }

    fn read_feed(&self, feed: &Noted) -> Result<(FetchedFeed, Feed), Unread> {
        let fetched = self.fetcher().fetch_feed(&feed.address, &feed.marks)?;
        let fetched = fetched.ok_or(Unread::NotModified)?;
        let read = feed::read(&fetched.address, &fetched.content).map_err(Unread::Failed)?;
        Ok((fetched, read))
    }

    /// Puts a feed back into the book as it is on disk now, unless it was removed meanwhile.
    fn put_down(&self, feed: Noted) -> KeepingResult<()> {
        let mut book = self.book()?;
        if let Some(place) = book.find(&feed.name) {
            *place = feed;
            save(&book)?;
        }
        Ok(())
    }

    /// The feed that brought an article.
    pub(super) fn title_of_feed(&self, article: &str) -> Option<String> {
        let mut feeds = self.book().ok()?.feeds.into_iter();
        let feed = feeds.find(|feed| feed.brought.contains(article))?;
        Some(feed.title)
    }

    fn book(&self) -> KeepingResult<Book> {
        Book::open(self.folder()).map_err(|error| {
            KeepingError::Failed(format!(
                "the list of feeds in {} cannot be read ({error}); put it right or delete \
                 .feeds.json there",
                self.folder().display()
            ))
        })
    }
}

fn title(article: Understood) -> String {
    article.title
}

fn save(book: &Book) -> KeepingResult<()> {
    book.save().map_err(|error| {
        KeepingError::Failed(format!(
            "the list of feeds cannot be written ({error}); check the articles folder, and that the \
             disk has room"
        ))
    })
}

fn unknown(name: &str) -> KeepingError {
    KeepingError::Unknown {
        what: "feed",
        name: name.chars().take(80).collect(),
    }
}

/// Why there is nothing to read.
enum Unread {
    /// The server says that it is as it was.
    NotModified,
    /// What went wrong.
    Failed(String),
}

impl From<FetchError> for Unread {
    fn from(error: FetchError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<Unread> for KeepingError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::NotModified => Self::Failed("the feed has nothing new".to_owned()),
            Unread::Failed(reason) => Self::Failed(reason),
        }
    }
}
