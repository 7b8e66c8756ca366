//! What keepers of the articles order: the bot answers what the index tells, and hands the rest to
//! whoever can touch files.

use crate::admin::{
    Added, Attachment, Difference, FeedState, Feeding, Keeping, KeepingError, Pinned, Polled,
    PutAside,
};
use crate::answer::{ArticleFound, find_article};
use crate::command::Permission;
use crate::index::{ArticleCard, Preview, Progress, Result, Snapshot};
use crate::reply::{
    Reply, added_reply, article_facts, article_not_found, aside_reply, dropped_reply,
    foreseen_reply, keeping_trouble, no_newsroom, nothing_attached, reindexed_reply, removed_reply,
    rolled_back_reply, under_way_reply,
};
use crate::text::tokenize;

use super::door::Bot;
use super::model::Request;
use super::paging::Paged;
use super::reading::head_of;

/// Keeps a story's articles: files, and the index over them. One order at a time; questions are
/// answered from the index as it was until an order is done.
pub trait Newsroom: Send + Sync {
    /// Takes in files: one outcome for each.
    ///
    /// # Errors
    /// When nothing could be looked at. What is wrong with one file is its outcome.
    fn add(&self, attachments: &[Attachment]) -> KeepingResult<Vec<Added>>;

    /// Fetches a page and takes it in.
    ///
    /// # Errors
    /// When it is not fetched.
    fn fetch(&self, address: &str) -> KeepingResult<Vec<Added>>;

    /// Takes in what was put aside under a name.
    ///
    /// # Errors
    /// When there is no such thing, or the index cannot be changed.
    fn keep(&self, name: &str) -> KeepingResult<Vec<Added>>;

    /// What was put aside.
    ///
    /// # Errors
    /// When articles are not kept in a folder.
    fn put_aside(&self) -> KeepingResult<Vec<PutAside>>;

    /// Throws away what was put aside under a name.
    ///
    /// # Errors
    /// When there is no such thing.
    fn drop_aside(&self, name: &str) -> KeepingResult<()>;

    /// Puts the file of an article aside and takes the article out of the index. Gives the name to
    /// bring it back by.
    ///
    /// # Errors
    /// When its file holds others too, or the index cannot be changed.
    fn remove(&self, article: &str) -> KeepingResult<String>;

    /// The file that an article is in.
    fn file_of(&self, article: &str) -> Option<String>;

    /// Title of the feed that brought an article.
    fn feed_of(&self, article: &str) -> Option<String>;

    /// The feeds.
    ///
    /// # Errors
    /// When they cannot be read.
    fn feeds(&self) -> KeepingResult<Vec<FeedState>>;

    /// Carries out an order about one feed, and gives the feed.
    ///
    /// # Errors
    /// When there is no such feed, or it cannot be read or noted.
    fn order_feed(&self, order: &Feeding) -> KeepingResult<FeedState>;

    /// Looks into the feeds that are due, or into `all` that were started.
    ///
    /// # Errors
    /// When it cannot be noted. What is wrong with one feed or page is in the outcome.
    fn poll(&self, all: bool) -> KeepingResult<Polled>;

    /// The pinned questions.
    ///
    /// # Errors
    /// When their file cannot be read.
    fn pinned(&self) -> KeepingResult<Vec<Pinned>>;

    /// Pins a question.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn pin(&self, pinned: &Pinned) -> KeepingResult<()>;

    /// What [`Self::reindex`] would do.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn foresee(&self, thorough: bool) -> KeepingResult<Preview>;

    /// Takes the last change of the index back. It is then held until [`Self::reindex`].
    ///
    /// # Errors
    /// When there is no earlier state, or the index cannot be changed.
    fn roll_back(&self) -> KeepingResult<()>;

    /// Takes in what changed in the folder, unless the last change was taken back.
    ///
    /// # Errors
    /// When the index is held, or cannot be changed; it is then as it was.
    fn refresh(&self) -> KeepingResult<Difference>;

    /// Brings the index in line with the files; `thorough` reads everything again.
    ///
    /// # Errors
    /// When the index cannot be changed; it is then as it was.
    fn reindex(&self, thorough: bool) -> KeepingResult<Difference>;

    /// How far a change of the index is; `None` where none is under way.
    fn under_way(&self) -> Option<Progress>;
}

/// What carrying out an order gives.
pub type KeepingResult<T> = std::result::Result<T, KeepingError>;

impl Bot {
    /// What to say of a change of the index while it goes on, in this bot's story; `None` where none
    /// is under way.
    #[must_use]
    pub fn under_way(&self) -> Option<Reply> {
        let progress = self.newsroom()?.under_way()?;
        Some(under_way_reply(progress))
    }

    /// Carries out an order about the articles, which was permitted before.
    pub(super) fn keep(&self, order: &Keeping, request: &Request) -> Result<Paged> {
        match order {
            Keeping::List { filter } => return self.list_articles(filter),
            Keeping::Show { id } => return self.show_article(id, request),
            Keeping::Remove { id } => return self.remove_article(id),
            _ => {}
        }
        let Some(newsroom) = self.newsroom() else {
            return Ok(Paged::whole(no_newsroom()));
        };
        match order {
            Keeping::Golden => return Ok(Paged::whole(self.golden(newsroom)?)),
            Keeping::Pin => return Ok(Paged::whole(self.pin(newsroom, request)?)),
            _ => {}
        }
        let done = match order {
            Keeping::Add { .. } if !request.attachments.is_empty() => newsroom
                .add(&request.attachments)
                .map(|added| added_reply(&added)),
            Keeping::Add { from } if from.is_empty() => Ok(nothing_attached()),
            Keeping::Add { from } => newsroom
                .fetch(from.trim_start_matches('<').trim_end_matches('>'))
                .map(|added| added_reply(&added)),
            Keeping::Aside => newsroom.put_aside().map(|aside| aside_reply(&aside)),
            Keeping::Keep { name } => newsroom.keep(name).map(|added| added_reply(&added)),
            Keeping::Drop { name } => newsroom.drop_aside(name).map(|()| dropped_reply(name)),
            Keeping::Reindex {
                thorough,
                now: false,
            } => newsroom
                .foresee(*thorough)
                .map(|preview| foreseen_reply(&preview, *thorough)),
            Keeping::RollBack => newsroom
                .roll_back()
                .map(|()| rolled_back_reply(&self.story().index.snapshot().statistics())),
            Keeping::Reindex { thorough, .. } => newsroom
                .reindex(*thorough)
                .map(|difference| reindexed_reply(&difference)),
            // Answered before.
            Keeping::List { .. }
            | Keeping::Show { .. }
            | Keeping::Remove { .. }
            | Keeping::Golden
            | Keeping::Pin => Ok(Reply::default()),
        };
        let changes = !matches!(
            order,
            Keeping::Reindex { now: false, .. } | Keeping::Aside | Keeping::Drop { .. }
        );
        Ok(Paged::whole(match done {
            Ok(reply) if changes => self.with_golden(newsroom, reply)?,
            Ok(reply) => reply,
            Err(error) => keeping_trouble(&error),
        }))
    }

    fn remove_article(&self, typed: &str) -> Result<Paged> {
        let Some(newsroom) = self.newsroom() else {
            return Ok(Paged::whole(no_newsroom()));
        };
        let snapshot = self.story().index.snapshot();
        Ok(Paged::whole(match named(&snapshot, typed)? {
            Err(not_found) => not_found,
            Ok((_, card)) => match newsroom.remove(&card.id) {
                Ok(name) => self.with_golden(newsroom, removed_reply(&card, &name))?,
                Err(error) => keeping_trouble(&error),
            },
        }))
    }

    fn show_article(&self, typed: &str, request: &Request) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        Ok(Paged::whole(match named(&snapshot, typed)? {
            Err(not_found) => not_found,
            Ok((number, card)) => {
                let body = snapshot.body(&card.id)?.map(|(_, body)| body);
                let head = head_of(&snapshot, number, card, &body.unwrap_or_default())?;
                let keeper = self
                    .newsroom()
                    .filter(|_| request.rights >= Permission::Owner);
                let file = keeper.and_then(|keeper| keeper.file_of(&head.card.id));
                let feed = self
                    .newsroom()
                    .and_then(|keeper| keeper.feed_of(&head.card.id));
                article_facts(&head, (file.as_deref(), feed.as_deref()))
            }
        }))
    }
}

/// The article that somebody names, with its number in the list; the reply where there is none.
fn named(
    snapshot: &Snapshot,
    typed: &str,
) -> Result<std::result::Result<(usize, ArticleCard), Reply>> {
    let cards = snapshot.articles()?;
    let found = find_article(&cards, typed);
    Ok(match found {
        ArticleFound::One(number, card) => Ok((number, card.clone())),
        other => Err(article_not_found(typed, &other)),
    })
}

/// True when an article's title, publisher, id and date hold every word of a filter.
pub(super) fn passes(card: &ArticleCard, filter: &str) -> bool {
    let date = card.published.map(|date| date.to_string());
    let facts = [
        card.title.as_str(),
        &card.source,
        &card.id,
        date.as_deref().unwrap_or("undated"),
    ];
    let facts = facts.join(" ").to_lowercase();
    let words = tokenize(filter);
    if words.is_empty() {
        // Signs without a word are looked for as they stand.
        return facts.contains(filter.trim());
    }
    let mut words = words.into_iter();
    words.all(|word| facts.contains(&word.word(filter).to_lowercase()))
}
