//! Carries out orders about the articles of one story.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use crate::admin::{
    Added, Attachment, Difference, FeedState, Feeding, KeepingError, Pinned, Polled, PutAside,
    Understood,
};
use crate::article::{Article, ReadSettings};
use crate::bot::{KeepingResult, Newsroom};
use crate::index::{self, Index, Preview, Progress, Snapshot};

use super::Aside;
use super::aside::{move_file, name_of};
use super::fetch::{Fetcher, Page};
use super::golden;
use super::intake::{Intake, Refusal};
use super::quietly::quietly;
use super::update::{Updated, bring_up_to_date, foresee};

/// What is named in an order, and the command that lists such things.
const ASIDE: (&str, &str) = ("article or file put aside", "articles aside");
const ARTICLE: (&str, &str) = ("article", "articles list");

/// The folder, in that of the articles, of those that were added by command.
const ADDED: &str = "added";

/// Keeps the articles of one story.
pub struct Keeper {
    index: Arc<Index>,
    articles: PathBuf,
    settings: ReadSettings,
    fetcher: Fetcher,
    /// The file of pinned questions, where there is to be one.
    golden: Option<PathBuf>,
    /// Held while an order is carried out.
    at_work: Mutex<()>,
    /// Held while feeds are looked into.
    at_feeds: Mutex<()>,
    /// How far the change of the index is, while there is one.
    under_way: Mutex<Option<Progress>>,
}

impl Keeper {
    /// Keeps the articles in a folder, and the index over it.
    #[must_use]
    pub fn new(
        index: Arc<Index>,
        articles: PathBuf,
        settings: ReadSettings,
        fetcher: Fetcher,
    ) -> Self {
        Self {
            index,
            articles,
            settings,
            fetcher,
            golden: None,
            at_work: Mutex::new(()),
            at_feeds: Mutex::new(()),
            under_way: Mutex::new(None),
        }
    }

    /// Keeps pinned questions in a file, which need not exist yet.
    #[must_use]
    pub fn with_golden(mut self, path: PathBuf) -> Self {
        self.golden = Some(path);
        self
    }

    /// Lets one order be carried out at a time; another one is told so.
    fn work<T>(&self, order: impl FnOnce() -> KeepingResult<T>) -> KeepingResult<T> {
        let _guard = take(&self.at_work)?;
        order()
    }

    /// The same for what is short, or can wait.
    pub(super) fn waiting_for_others<T>(
        &self,
        order: impl FnOnce() -> KeepingResult<T>,
    ) -> KeepingResult<T> {
        let _guard = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        order()
    }

    /// Lets feeds be looked into by one at a time.
    pub(super) fn polling<T>(&self, poll: impl FnOnce() -> KeepingResult<T>) -> KeepingResult<T> {
        let _guard = take(&self.at_feeds)?;
        poll()
    }

    fn aside(&self) -> KeepingResult<Aside> {
        if self.articles.is_dir() {
            return Ok(Aside::beside(&self.articles));
        }
        Err(KeepingError::Failed(format!(
            "the story's articles are in the single file {}; name a folder with `story.articles` \
             to add or remove some by command",
            self.articles.display()
        )))
    }

    /// Brings the index in line with the folder after a change of one file. It does not step back: it is
    /// short, and somebody waits for it.
    fn update(&self) -> KeepingResult<Updated> {
        self.bring_up_to_date(false)
    }

    /// The same where much may have changed, stepping back behind answers.
    fn update_quietly(&self, thorough: bool) -> KeepingResult<Updated> {
        quietly(|| self.bring_up_to_date(thorough))
    }

    fn bring_up_to_date(&self, thorough: bool) -> KeepingResult<Updated> {
        let folder = (self.articles.as_path(), &self.settings);
        let watch = &mut |progress| {
            self.note(Some(progress));
            ControlFlow::Continue(())
        };
        let updated = bring_up_to_date(&self.index, folder, thorough, watch);
        self.note(None);
        updated.map_err(|error| explain(&error))
    }

    fn note(&self, progress: Option<Progress>) {
        let mut under_way = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *under_way = progress;
    }

    pub(super) fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// The folder of the articles.
    pub(super) fn folder(&self) -> &Path {
        &self.articles
    }

    fn add_file(&self, file: &Attachment) -> KeepingResult<Added> {
        match self.look_at(file)? {
            Ok(intake) => self.add(&intake),
            Err(refusal) => Ok(refused(refusal)),
        }
    }

    /// Adds a page; its address is written into it where it does not name its own.
    pub(super) fn add_page(&self, page: &Page) -> KeepingResult<Added> {
        let looked = match self.look_at(&page.to_file(false))? {
            Ok(intake) if !intake.has_addresses() => {
                fs::remove_file(&intake.path).map_err(|error| failed(&intake.path, &error))?;
                self.look_at(&page.to_file(true))?
            }
            looked => looked,
        };
        match looked {
            Ok(intake) => self.add(&intake),
            Err(refusal) => Ok(refused(refusal)),
        }
    }

    fn look_at(&self, file: &Attachment) -> KeepingResult<Result<Intake, Refusal>> {
        let aside = self.aside()?;
        let taken = match &file.content {
            Ok(content) => Intake::of((&file.name, content), &aside, &self.settings),
            Err(reason) => Err(Refusal::of(&file.name, reason.clone())),
        };
        Ok(taken)
    }

    /// Takes in what lies aside, unless it is known or doubtful.
    fn add(&self, intake: &Intake) -> KeepingResult<Added> {
        let snapshot = self.index.snapshot();
        let known: Vec<Understood> = known_of(&snapshot, intake)?;
        if known.len() == intake.articles.len() {
            fs::remove_file(&intake.path).map_err(|error| failed(&intake.path, &error))?;
            return Ok(Added::Known(known));
        }
        let articles = intake.understood();
        if articles.iter().any(|article| !article.doubts.is_empty()) {
            return Ok(Added::PutAside {
                name: name_of(&intake.path),
                articles,
            });
        }
        self.take_in(intake)
    }

    /// Moves a file from aside to the articles and indexes it. The file goes back where that fails.
    fn take_in(&self, intake: &Intake) -> KeepingResult<Added> {
        let folder = self.articles.join(ADDED);
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        let path =
            move_file(&intake.path, &folder).map_err(|error| failed(&intake.path, &error))?;
        if let Err(error) = self.update() {
            fs::rename(&path, &intake.path).map_err(|error| failed(&path, &error))?;
            return Err(error);
        }
        let snapshot = self.index.snapshot();
        let articles = (intake.articles.iter().zip(intake.understood()))
            .map(|(article, understood)| as_indexed(&snapshot, article, understood))
            .collect::<index::Result<_>>();
        articles.map(Added::Kept).map_err(|error| explain(&error))
    }
}

impl Newsroom for Keeper {
    fn add(&self, attachments: &[Attachment]) -> KeepingResult<Vec<Added>> {
        self.work(|| attachments.iter().map(|file| self.add_file(file)).collect())
    }

    fn fetch(&self, address: &str) -> KeepingResult<Vec<Added>> {
        // Outside the lock: a slow server keeps nobody else from working.
        let page = (self.fetcher.fetch(address))
            .map_err(|error| KeepingError::Failed(error.to_string()))?;
        self.work(|| Ok(vec![self.add_page(&page)?]))
    }

    fn keep(&self, name: &str) -> KeepingResult<Vec<Added>> {
        self.work(|| {
            let path = self
                .aside()?
                .find(name)
                .ok_or_else(|| unknown(name, ASIDE))?;
            let intake = Intake::read(&path, &self.settings).map_err(KeepingError::Failed)?;
            Ok(vec![self.take_in(&intake)?])
        })
    }

    fn put_aside(&self) -> KeepingResult<Vec<PutAside>> {
        let paths = self.aside()?.list();
        let put_aside = paths.into_iter().map(|path| PutAside {
            name: name_of(&path),
            articles: Intake::read(&path, &self.settings)
                .map(|intake| intake.understood())
                .unwrap_or_default(),
        });
        Ok(put_aside.collect())
    }

    fn drop_aside(&self, name: &str) -> KeepingResult<()> {
        self.work(|| {
            let path = self
                .aside()?
                .find(name)
                .ok_or_else(|| unknown(name, ASIDE))?;
            fs::remove_file(&path).map_err(|error| failed(&path, &error))
        })
    }

    fn remove(&self, article: &str) -> KeepingResult<String> {
        self.work(|| {
            let aside = self.aside()?;
            let file = self
                .index
                .snapshot()
                .file_of(article)
                .map_err(|error| explain(&error))?;
            let file = file.ok_or_else(|| unknown(article, ARTICLE))?;
            if file.articles > 1 {
                return Err(KeepingError::Failed(format!(
                    "{} holds {} articles; take this one out of the file, then `reindex`",
                    file.path, file.articles
                )));
            }
            let path = PathBuf::from(file.path);
            let moved = aside.take(&path).map_err(|error| failed(&path, &error))?;
            if let Err(error) = self.update() {
                fs::rename(&moved, &path).map_err(|error| failed(&moved, &error))?;
                return Err(error);
            }
            Ok(name_of(&moved))
        })
    }

    fn under_way(&self) -> Option<Progress> {
        *self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn file_of(&self, article: &str) -> Option<String> {
        let file = self.index.snapshot().file_of(article).ok()??;
        Some(file.path)
    }

    fn feed_of(&self, article: &str) -> Option<String> {
        self.title_of_feed(article)
    }

    fn feeds(&self) -> KeepingResult<Vec<FeedState>> {
        self.feed_states()
    }

    fn order_feed(&self, order: &Feeding) -> KeepingResult<FeedState> {
        self.carry_out_feeding(order)
    }

    fn poll(&self, all: bool) -> KeepingResult<Polled> {
        self.look_into_feeds(all)
    }

    fn pinned(&self) -> KeepingResult<Vec<Pinned>> {
        (self.golden.as_deref()).map_or_else(|| Ok(Vec::new()), golden::read)
    }

    fn pin(&self, pinned: &Pinned) -> KeepingResult<()> {
        let Some(path) = &self.golden else {
            return Err(KeepingError::Failed(
                "no file of pinned questions is set; name one with `story.golden`".to_owned(),
            ));
        };
        self.work(|| golden::add(path, pinned))
    }

    fn foresee(&self, thorough: bool) -> KeepingResult<Preview> {
        let folder = (self.articles.as_path(), &self.settings);
        let foreseen = quietly(|| {
            let watch = &mut |_| ControlFlow::Continue(());
            foresee(&self.index, folder, thorough, watch)
        });
        foreseen.map_err(|error| explain(&error))
    }

    fn roll_back(&self) -> KeepingResult<()> {
        self.work(|| {
            let done = self.index.roll_back().map(drop);
            done.map_err(|error| explain(&error))
        })
    }

    fn refresh(&self) -> KeepingResult<Difference> {
        self.work(|| Ok(difference(&self.update_quietly(false)?)))
    }

    fn reindex(&self, thorough: bool) -> KeepingResult<Difference> {
        self.work(|| {
            self.index.release().map_err(|error| explain(&error))?;
            Ok(difference(&self.update_quietly(thorough)?))
        })
    }
}

/// Takes a lock that nobody holds.
fn take(lock: &Mutex<()>) -> KeepingResult<MutexGuard<'_, ()>> {
    match lock.try_lock() {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => Err(KeepingError::Busy),
    }
}

/// Those articles of a file whose text the index has already, as it names them.
fn known_of(snapshot: &Snapshot, intake: &Intake) -> KeepingResult<Vec<Understood>> {
    let mut known = Vec::new();
    for (article, mut understood) in intake.articles.iter().zip(intake.understood()) {
        let hash = article.content_hash();
        let cards = snapshot
            .articles_with_hash(&hash.0)
            .map_err(|error| explain(&error))?;
        if let Some(card) = cards.into_iter().next() {
            understood.id = card.id;
            known.push(understood);
        }
    }
    Ok(known)
}

/// An article with the id that it got, and what says the same.
fn as_indexed(
    snapshot: &Snapshot,
    article: &Article,
    mut understood: Understood,
) -> index::Result<Understood> {
    let cards = snapshot.articles_with_hash(&article.content_hash().0)?;
    let Some(card) = cards.into_iter().next() else {
        return Ok(understood);
    };
    for other in snapshot.reprint_group(&card.id)?.iter() {
        if *other != card.id
            && let Some(other) = snapshot.article(other)?
        {
            understood.reprint_of.push(other.title);
        }
    }
    understood.id = card.id;
    Ok(understood)
}

fn difference(updated: &Updated) -> Difference {
    let report = &updated.report;
    let skipped = updated.passed_over.iter().chain(&report.skipped);
    Difference {
        articles: report.articles,
        added: report.added,
        changed: report.changed,
        removed: report.removed,
        skipped: skipped.map(ToString::to_string).collect(),
        notices: report.notices.iter().map(ToString::to_string).collect(),
    }
}

fn refused(refusal: Refusal) -> Added {
    Added::Refused {
        name: refusal.name,
        reason: refusal.reason,
    }
}

fn unknown(name: &str, (what, list): (&'static str, &'static str)) -> KeepingError {
    KeepingError::Unknown {
        what,
        list,
        name: name.chars().take(80).collect(),
    }
}

fn failed(path: &Path, error: &std::io::Error) -> KeepingError {
    let path = path.display();
    KeepingError::Failed(format!(
        "{path} cannot be moved or written ({error}); check who may write there, and that the disk \
         has room"
    ))
}

fn explain(error: &index::Error) -> KeepingError {
    if error.is_busy() {
        return KeepingError::Busy;
    }
    KeepingError::Failed(error.to_string())
}
