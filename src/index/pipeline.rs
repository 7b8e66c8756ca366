//! Reads and analyses sources on all cores, and hands them to the engine.
//!
//! Reading a page and analysing an article both take long, and one file may hold one article or a
//! hundred thousand, so the threads share both sorts of work. Ids are given out in the order of
//! the files, whichever thread is fastest: the same sources always give the same index.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tantivy::{IndexWriter, TantivyDocument, Term};

use crate::article::{
    Article, ContentHash, Format, Identities, Notice, Reading, Skipped, SourceFile,
};

use super::analysis::Analyzer;
use super::archive::{ArchiveWriter, ArchivedArticle};
use super::document;
use super::error::{Error, ErrorKind, Result};
use super::preview::Foreseen;
use super::record::{KnownArticle, fingerprint};
use super::reprint;
use super::snapshot::Snapshot;
use super::store::Index;
use super::update::{Progress, ReadFile};

/// Articles that wait to be analysed before their reader takes a hand itself; bounds memory.
const WAITING_ARTICLES: usize = 256;

/// How often progress is reported while nothing finishes, so that it can be stopped.
const PROGRESS_PAUSE: Duration = Duration::from_millis(100);

/// What the threads work on.
pub(super) struct Work<'a> {
    /// The index that is written to.
    pub(super) index: &'a Index,
    /// The engine's writer, and where the bodies are kept for good; `None` where it is only looked
    /// what an update would do.
    pub(super) sink: Option<(&'a IndexWriter<TantivyDocument>, &'a ArchiveWriter<'a>)>,
    /// The state that articles are compared with where it is only looked.
    pub(super) before: Option<&'a Snapshot>,
    /// Articles that may turn up again, by id.
    pub(super) known: &'a HashMap<String, KnownArticle>,
    /// The state before, where articles of it stay that are not read again.
    pub(super) kept: Option<&'a Snapshot>,
    /// What to read.
    pub(super) files: &'a [&'a SourceFile],
    /// How to read it.
    pub(super) read: &'a ReadFile<'a>,
    /// Whether articles that are there as they are, are indexed again.
    pub(super) thorough: bool,
}

/// What came out of the files.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The articles of each file, with what happened to each.
    pub(super) articles: Vec<(usize, KnownArticle, Fate)>,
    /// Files that hold an article which another file holds as well.
    pub(super) with_duplicates: HashSet<usize>,
    /// What is foreseen of each article that would go in, where it is only looked.
    pub(super) foreseen: Vec<(usize, Foreseen, Fate)>,
    /// What was left out, with its file.
    pub(super) skipped: Vec<(usize, Skipped)>,
    /// What articles leave open, with their file.
    pub(super) notices: Vec<(usize, Notice)>,
}

/// What happened to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Added,
    Changed,
    Unchanged,
}

/// Reads all files; returns when everything is with the engine, or nothing more will be.
pub(super) fn run(
    work: &Work<'_>,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Outcome> {
    let (events, received) = channel();
    let crew = Crew {
        work,
        state: Mutex::new(State::default()),
        changed: Condvar::new(),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(work.files.len().max(1) * 2) {
            let (crew, events) = (&crew, events.clone());
            scope.spawn(move || crew.work(&events));
        }
        drop(events);
        crew.watch(&received, progress);
    });
    let state = crew
        .state
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    match state.stopped {
        Some(error) => Err(error),
        None => Ok(state.outcome),
    }
}

struct Crew<'a> {
    work: &'a Work<'a>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The next file to read.
    next: usize,
    /// The file whose articles get their ids now.
    turn: usize,
    /// Articles with ids, to be analysed, each with its file.
    waiting: VecDeque<(usize, Article)>,
    identities: Identities,
    outcome: Outcome,
    /// Why nothing more is done.
    stopped: Option<Error>,
}

enum Event {
    File,
    Article,
}

enum Task {
    Read(usize),
    Analyze(usize, Article),
}

impl Work<'_> {
    /// The text of an article that stays as it is.
    fn kept_text(&self, id: &str) -> Result<Option<ContentHash>> {
        match self.kept {
            Some(kept) if !self.known.contains_key(id) => {
                Ok(kept.article(id)?.map(|article| article.hash))
            }
            _ => Ok(None),
        }
    }
}

impl Crew<'_> {
    /// Reports progress from the caller's own thread until all workers have gone.
    fn watch(
        &self,
        events: &Receiver<Event>,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) {
        let mut so_far = Progress {
            files: self.work.files.len(),
            ..Progress::default()
        };
        loop {
            match events.recv_timeout(PROGRESS_PAUSE) {
                Ok(Event::File) => so_far.files_read += 1,
                Ok(Event::Article) => so_far.articles += 1,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if progress(so_far).is_break() {
                self.stop(Error::new(&self.work.index.path, ErrorKind::Cancelled));
            }
        }
    }

    fn work(&self, events: &Sender<Event>) {
        // A panic in a reader must not leave the others waiting for its file for ever.
        let alarm = Alarm(self);
        let mut analyzer = Analyzer::default();
        while let Some(task) = self.next_task() {
            let done = match task {
                Task::Read(file) => self.read(file, &mut analyzer, events),
                Task::Analyze(file, article) => self.index(file, &article, &mut analyzer, events),
            };
            if let Err(error) = done {
                self.stop(error);
            }
        }
        std::mem::forget(alarm);
    }

    /// The next piece of work: an article before a file, so that few articles wait.
    fn next_task(&self) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.stopped.is_some() {
                return None;
            }
            if let Some((file, article)) = state.waiting.pop_front() {
                return Some(Task::Analyze(file, article));
            }
            if state.next < self.work.files.len() {
                state.next += 1;
                return Some(Task::Read(state.next - 1));
            }
            if state.turn >= self.work.files.len() {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// Reads a file. A file of many articles is read when its turn has come, and its articles are
    /// passed on one by one; the others are read at once, side by side.
    fn read(&self, file: usize, analyzer: &mut Analyzer, events: &Sender<Event>) -> Result<()> {
        let source = self.work.files[file];
        let mut done = Ok(());
        if source.format == Format::JsonLines {
            self.wait_for_turn(file, analyzer, events)?;
            (self.work.read)(source, &mut |reading| {
                if done.is_ok() {
                    self.take(file, reading);
                    done = self.help_out(analyzer, events);
                }
            });
        } else {
            let mut readings = Vec::new();
            (self.work.read)(source, &mut |reading| readings.push(reading));
            self.wait_for_turn(file, analyzer, events)?;
            for reading in readings {
                self.take(file, reading);
            }
        }
        self.lock().turn += 1;
        self.changed.notify_all();
        let _ = events.send(Event::File);
        done
    }

    /// Waits until the files before this one have their ids; analyses waiting articles meanwhile.
    fn wait_for_turn(
        &self,
        file: usize,
        analyzer: &mut Analyzer,
        events: &Sender<Event>,
    ) -> Result<()> {
        let mut state = self.lock();
        while state.turn < file && state.stopped.is_none() {
            if let Some((file, article)) = state.waiting.pop_front() {
                drop(state);
                self.index(file, &article, analyzer, events)?;
                state = self.lock();
            } else {
                state = self.wait(state);
            }
        }
        Ok(())
    }

    /// Analyses an article when enough are waiting.
    fn help_out(&self, analyzer: &mut Analyzer, events: &Sender<Event>) -> Result<()> {
        let mut state = self.lock();
        if state.stopped.is_some() || state.waiting.len() < WAITING_ARTICLES {
            return Ok(());
        }
        let next = state.waiting.pop_front();
        drop(state);
        match next {
            Some((file, article)) => self.index(file, &article, analyzer, events),
            None => Ok(()),
        }
    }

    /// Takes what a reader found; an article gets its id here.
    fn take(&self, file: usize, reading: Reading) {
        let mut state = self.lock();
        let state = &mut *state;
        match reading {
            Reading::Skipped(skipped) => state.outcome.skipped.push((file, skipped)),
            Reading::Notice(notice) => state.outcome.notices.push((file, notice)),
            Reading::Article(article) => self.admit(file, *article, state),
        }
    }

    fn admit(&self, file: usize, article: Article, state: &mut State) {
        let failed = RefCell::new(None);
        let elsewhere = |id: &str| match self.work.kept_text(id) {
            Ok(text) => text,
            Err(error) => {
                failed.replace(Some(error));
                None
            }
        };
        match state.identities.admit(article, &elsewhere) {
            Some(article) => {
                state.waiting.push_back((file, article));
                self.changed.notify_one();
            }
            None => {
                state.outcome.with_duplicates.insert(file);
            }
        }
        if let Some(error) = failed.into_inner() {
            state.stopped.get_or_insert(error);
            self.changed.notify_all();
        }
    }

    /// Analyses an article and hands it to the engine, unless it is there as it is.
    fn index(
        &self,
        file: usize,
        article: &Article,
        analyzer: &mut Analyzer,
        events: &Sender<Event>,
    ) -> Result<()> {
        let print = fingerprint(article);
        let before = self.work.known.get(&article.id);
        if let Some(snapshot) = self.work.before {
            return self.foresee(file, article, print, snapshot);
        }
        let (known, fate) = match before {
            Some(known) if known.fingerprint == print && !self.work.thorough => {
                (known.clone(), Fate::Unchanged)
            }
            Some(known) if known.fingerprint == print => {
                (self.put(article, print, true, analyzer)?, Fate::Unchanged)
            }
            Some(_) => (self.put(article, print, true, analyzer)?, Fate::Changed),
            None => (self.put(article, print, false, analyzer)?, Fate::Added),
        };
        self.lock().outcome.articles.push((file, known, fate));
        let _ = events.send(Event::Article);
        Ok(())
    }

    /// Notes what an update would do with an article.
    fn foresee(
        &self,
        file: usize,
        article: &Article,
        print: super::record::Fingerprint,
        snapshot: &Snapshot,
    ) -> Result<()> {
        let fate = match self.work.known.get(&article.id) {
            Some(known) if known.fingerprint == print => Fate::Unchanged,
            Some(_) => Fate::Changed,
            None => Fate::Added,
        };
        let foreseen = Foreseen {
            id: article.id.clone(),
            title: article.title.clone(),
            reprint_of: reprint::like(snapshot, article)?,
        };
        self.lock().outcome.foreseen.push((file, foreseen, fate));
        Ok(())
    }

    fn put(
        &self,
        article: &Article,
        fingerprint: super::record::Fingerprint,
        replace: bool,
        analyzer: &mut Analyzer,
    ) -> Result<KnownArticle> {
        let Work { index, sink, .. } = *self.work;
        let (writer, archive) = sink.expect("where it is only looked nothing is put");
        let fail = |error| Error::engine(&index.path, error);
        if replace {
            writer.delete_term(Term::from_field_text(index.fields.article, &article.id));
        }
        let blocks = analyzer.analyze(article);
        let card = blocks[0].block.article.clone();
        let known = KnownArticle {
            id: card.id.clone(),
            hash: card.hash,
            fingerprint,
            sentences: card.sentences,
        };
        let body = article.body.clone();
        archive.add(&ArchivedArticle { card, body })?;
        // One call for all blocks, so that an article's blocks lie together in the store.
        let documents = document::of_article(&index.fields, article, &blocks);
        let operations = documents
            .into_iter()
            .map(tantivy::indexer::UserOperation::Add);
        writer.run(operations).map_err(fail)?;
        Ok(known)
    }

    fn stop(&self, error: Error) {
        let mut state = self.lock();
        state.stopped.get_or_insert(error);
        drop(state);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stops the others when dropped, that is, when its thread panics.
struct Alarm<'a, 'b>(&'a Crew<'b>);

impl Drop for Alarm<'_, '_> {
    fn drop(&mut self) {
        let reason = "a thread broke off".to_owned();
        let error = Error::new(&self.0.work.index.path, ErrorKind::Engine(reason));
        self.0.stop(error);
    }
}
