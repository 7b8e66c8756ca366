//! Looks into a story's feeds and takes in what is new.
//!
//! Pages are fetched outside the keeper's lock, one by one, and each is taken in like a page that
//! somebody named. The book is written after each page: what a crash in between forgets is fetched
//! again and known by its text.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use crate::admin::{Added, FeedState, Feeding, KeepingError, Polled, Understood};
use crate::bot::KeepingResult;

use super::book::{Book, Fate, Marks, Noted};
use super::feed::{self, Found, Sitemap};
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
        let look = self.read_feed(&Noted::at(address))?;
        self.waiting_for_others(|| {
            let mut book = self.book()?;
            let known = book
                .feeds
                .iter()
                .find(|feed| feed.is_at(address, &look.address));
            if let Some(feed) = known {
                return Ok(feed.state());
            }
            let mut feed = Noted::at(address);
            feed.name = book.name_for(&look.title);
            feed.title.clone_from(&look.title);
            feed.leads_to.clone_from(&look.address);
            look.note_in(&mut feed);
            let state = feed.state();
            book.feeds.push(feed);
            save(&book)?;
            Ok(state)
        })
    }

    /// Changes the book; there is no such feed where the change gives none.
    fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Book) -> Option<T>,
    ) -> KeepingResult<T> {
        self.waiting_for_others(|| {
            let mut book = self.book()?;
            let changed = change(&mut book).ok_or_else(|| unknown(name))?;
            save(&book)?;
            Ok(changed)
        })
    }

    /// Looks into the feeds that are due, or into all that were started. One at a time: two would
    /// fetch the same pages.
    pub(super) fn look_into_feeds(&self, all: bool) -> KeepingResult<Polled> {
        self.polling(|| {
            let mut polled = Polled::default();
            let now = Timestamp::now();
            for feed in self.book()?.feeds {
                if feed.is_due(now) || (all && feed.started) {
                    polled.feeds += 1;
                    match self.poll_one(&feed, &mut polled) {
                        // Somebody forgot the feed meanwhile.
                        Err(KeepingError::Unknown { .. }) => {}
                        done => done?,
                    }
                }
            }
            Ok(polled)
        })
    }

    /// Reads a feed, and fetches what is new of it. What comes of it is put into the book as that is
    /// then: orders may be given meanwhile.
    fn poll_one(&self, feed: &Noted, polled: &mut Polled) -> KeepingResult<()> {
        let name = feed.name.as_str();
        let edit =
            |edit: &mut dyn FnMut(&mut Noted)| self.change(name, |book| book.find(name).map(edit));
        match self.read_feed(feed) {
            Ok(look) => edit(&mut |feed| look.note_in(feed))?,
            Err(Unread::NotModified) => {}
            Err(Unread::Failed(reason)) => {
                polled.failed.push(format!("{name}: {reason}"));
                return edit(&mut |feed| {
                    if feed.has_failed(Timestamp::now(), reason.clone()) {
                        polled.dead.push(name.to_owned());
                    }
                });
            }
        }
        let waiting = self.change(name, |book| Some(book.find(name)?.waiting.clone()))?;
        for page in waiting.iter().take(MOST_PAGES) {
            let mut fate = Some(self.take_page(page, polled)?);
            edit(&mut |feed| {
                if let Some(fate) = fate.take() {
                    feed.settle(page, fate);
                }
            })?;
        }
        edit(&mut |feed| {
            feed.has_been_read(Timestamp::now());
            polled.waiting += feed.waiting.len();
        })
    }

    fn take_page(&self, page: &str, polled: &mut Polled) -> KeepingResult<Fate> {
        let fetched = match self.fetcher().fetch(page) {
            Ok(fetched) => fetched,
            Err(error) => {
                polled.failed.push(format!("{page}: {error}"));
                let is_passing = error.is_passing();
                return Ok(if is_passing {
                    Fate::Later
                } else {
                    Fate::LeftOut
                });
            }
        };
        Ok(match self.waiting_for_others(|| self.add_page(&fetched))? {
            Added::Kept(articles) => {
                let ids = articles.iter().map(|one| one.id.clone()).collect();
                polled.added.extend(articles.into_iter().map(title));
                Fate::Brought(ids)
            }
            Added::Known(_) => Fate::Known,
            Added::PutAside { name, .. } => {
                polled.put_aside.push(name);
                Fate::LeftOut
            }
            Added::Refused { reason, .. } => {
                polled.failed.push(format!("{page}: {reason}"));
                Fate::LeftOut
            }
        })
    }

    fn read_feed(&self, feed: &Noted) -> Result<Look, Unread> {
        let (fetched, found) = self.find(&feed.address, &feed.marks)?;
        let mut look = Look {
            title: fetched.address.host_str().unwrap_or_default().to_owned(),
            address: fetched.address.into(),
            ..Look::default()
        };
        match found {
            Found::Feed(read) => {
                (look.title, look.pages) = (read.title, read.pages);
                look.marks = fetched.marks;
            }
            // The list keeps no marks: it may be as it was while its sitemaps are not.
            Found::Sitemaps(list) => self.read_sitemaps(&list, &feed.sitemaps, &mut look)?,
        }
        Ok(look)
    }

    fn find(&self, address: &str, marks: &Marks) -> Result<(FetchedFeed, Found), Unread> {
        let fetched = self.fetcher().fetch_feed(address, marks)?;
        let fetched = fetched.ok_or(Unread::NotModified)?;
        let found = feed::read(&fetched.address, &fetched.content).map_err(Unread::Failed)?;
        Ok((fetched, found))
    }

    /// Reads those sitemaps of a list that may have changed. One that cannot be read is tried again
    /// the next time; only where none can be is that an error.
    fn read_sitemaps(
        &self,
        list: &[Sitemap],
        known: &BTreeMap<String, String>,
        look: &mut Look,
    ) -> Result<(), Unread> {
        let mut trouble = None;
        for sitemap in list {
            if !sitemap.is_as_in(known) {
                match self.read_sitemap(&sitemap.address) {
                    Ok(pages) => look.pages.extend(pages),
                    Err(error) => {
                        trouble.get_or_insert(error);
                        continue;
                    }
                }
            }
            let (address, changed) = (sitemap.address.clone(), sitemap.changed.clone());
            look.sitemaps.insert(address, changed);
        }
        match trouble {
            Some(error) if look.sitemaps.is_empty() => Err(error),
            _ => Ok(()),
        }
    }

    fn read_sitemap(&self, address: &str) -> Result<Vec<String>, Unread> {
        match self.find(address, &Marks::default())?.1 {
            Found::Feed(read) => Ok(read.pages),
            Found::Sitemaps(_) => Err(Unread::Failed(format!(
                "{address} is a list of sitemaps in another list; give its address"
            ))),
        }
    }

    /// The feed that brought an article.
    pub(super) fn title_of_feed(&self, article: &str) -> Option<String> {
        let mut feeds = self.book().ok()?.feeds.into_iter();
        let feed = feeds.find(|feed| feed.brought.contains(article))?;
        Some(feed.title)
    }

    fn book(&self) -> KeepingResult<Book> {
        open_book(self.folder())
    }
}

/// The feeds that are noted beside the articles in a folder.
///
/// # Errors
/// When the list of them cannot be read.
pub fn noted_feeds(articles: &Path) -> KeepingResult<Vec<FeedState>> {
    let book = open_book(articles)?;
    Ok(book.feeds.iter().map(Noted::state).collect())
}

fn open_book(articles: &Path) -> KeepingResult<Book> {
    Book::open(articles).map_err(|error| {
        KeepingError::Failed(format!(
            "the list of feeds in {} cannot be read ({error}); put it right or delete .feeds.json \
             there",
            articles.display()
        ))
    })
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
        list: "feeds",
        name: name.chars().take(80).collect(),
    }
}

/// What was found when a feed was looked into.
#[derive(Default)]
struct Look {
    /// Where it was in the end.
    address: String,
    title: String,
    pages: Vec<String>,
    marks: Marks,
    sitemaps: BTreeMap<String, String>,
}

impl Look {
    fn note_in(&self, feed: &mut Noted) {
        feed.marks = self.marks.clone();
        feed.sitemaps = self.sitemaps.clone();
        feed.note(self.pages.clone());
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
