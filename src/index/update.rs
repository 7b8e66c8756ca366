//! Brings the index in line with its sources, in one commit.
//!
//! What was not changed is not read, and what was read but says the same is not indexed again.
//! Until the commit nothing of an update is seen, and after a crash nothing of it is left.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexWriter, TantivyDocument, Term};

use crate::article::{Article, Format, Notice, Reading, Skipped, SourceFile};

use super::archive::ArchiveWriter;
use super::document;
use super::error::{Error, ErrorKind, Result};
use super::lock::patiently;
use super::pipeline::{self, Fate, Outcome, Work};
use super::previous;
use super::record::{FileMark, FileRecord, KnownArticle};
use super::snapshot::Snapshot;
use super::store::{Index, Stamp};
use super::witness::Witness;

/// Reads one file and hands over what it finds; called from several threads at once
/// (`article::read_file` with its settings).
pub type ReadFile<'a> = dyn Fn(&SourceFile, &mut dyn FnMut(Reading)) + Sync + 'a;

/// Told how far an update is; breaking stops it, and the index stays as it was.
pub type WatchProgress<'a> = dyn FnMut(Progress) -> ControlFlow<()> + 'a;

/// How far an update is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that must be read.
    pub files: usize,
    /// Files that were read.
    pub files_read: usize,
    /// Articles that were indexed.
    pub articles: usize,
}

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles in the index now.
    pub articles: usize,
    /// Sentences in the index now.
    pub sentences: usize,
    /// Articles that were not there before.
    pub added: usize,
    /// Articles that were there in another form.
    pub changed: usize,
    /// Articles that are gone.
    pub removed: usize,
    /// Articles that are as they were.
    pub unchanged: usize,
    /// What was left out, in the order of the files.
    pub skipped: Vec<Skipped>,
    /// What articles that went in leave open, in the order of the files.
    pub notices: Vec<Notice>,
}

type Writer = IndexWriter<TantivyDocument>;

/// Text that the engine gathers in memory on each thread before it writes it out.
const WRITER_BYTES: usize = 80_000_000;

/// The least that the engine takes; enough for a few hundred articles.
const SMALL_WRITER_BYTES: usize = 16_000_000;

/// Bytes of sources up to which one thread writes: each makes a file set of its own.
const SMALL_UPDATE_BYTES: u64 = 4_000_000;

/// A set of files is rewritten when this part of it is deleted, so that a story which is edited
/// every day does not grow for ever.
const DELETED_PART: f32 = 0.3;

impl Index {
    /// Makes the index hold what these files hold, and nothing else.
    ///
    /// # Errors
    /// When another process is writing, when the store cannot be read or written, or when
    /// `progress` breaks. The index is then as it was before.
    pub fn update(
        &self,
        files: &[SourceFile],
        read: &ReadFile<'_>,
        progress: &mut WatchProgress<'_>,
    ) -> Result<Report> {
        self.bring_up_to_date(files, read, progress, false)
    }

    /// As [`Self::update`], but reads every file and indexes every article again, also those that
    /// are as they were.
    ///
    /// # Errors
    /// As for [`Self::update`].
    pub fn update_thoroughly(
        &self,
        files: &[SourceFile],
        read: &ReadFile<'_>,
        progress: &mut WatchProgress<'_>,
    ) -> Result<Report> {
        self.bring_up_to_date(files, read, progress, true)
    }

    fn bring_up_to_date(
        &self,
        files: &[SourceFile],
        read: &ReadFile<'_>,
        progress: &mut WatchProgress<'_>,
        thorough: bool,
    ) -> Result<Report> {
        let _lock = self.lock_writing()?;
        let stamp = self.stamp()?;
        if stamp.is_held {
            return Err(Error::new(&self.path, ErrorKind::Held));
        }
        self.refresh()?;
        let before = self.snapshot();
        let plan = Plan::new(files, &before, thorough)?;
        if plan.is_empty() {
            return Ok(self.finish_report(Report {
                unchanged: plan.kept_articles,
                ..Report::default()
            }));
        }
        self.keep_state(stamp)?;
        let archive = self.archive.writer()?;
        let (writer, witness) = self.open_writer(&plan)?;
        let (report, writer) = self
            .write(writer, archive, &plan, (read, progress))
            .map_err(|error| witness.explain(error))?;
        // From here on questions are answered from the new state; the rest may take its time.
        self.refresh()?;
        self.tidy_up(writer)
            .map_err(|error| witness.explain(error))?;
        if self.lock_file.is_some() {
            previous::forget_others(&self.path, stamp.state);
        }
        self.refresh()?;
        Ok(self.finish_report(report))
    }

    /// Carries the plan out and commits.
    fn write(
        &self,
        writer: Writer,
        archive: ArchiveWriter<'_>,
        plan: &Plan<'_>,
        (read, progress): (&ReadFile<'_>, &mut WatchProgress<'_>),
    ) -> Result<(Report, Writer)> {
        let work = Work {
            index: self,
            sink: Some((&writer, &archive)),
            before: None,
            known: &plan.known,
            kept: plan.kept.as_ref(),
            files: &plan.read,
            read,
            thorough: plan.thorough,
        };
        let outcome = pipeline::run(&work, progress)?;
        let report = self.settle(&writer, plan, outcome)?;
        archive.finish()?;
        let writer = self.commit(writer)?;
        Ok((report, writer))
    }

    /// Makes the index hold these articles and no others.
    ///
    /// # Errors
    /// As for [`Self::update`].
    pub fn update_articles(&self, articles: Vec<Article>) -> Result<Report> {
        let file = SourceFile {
            path: Path::new("(given)").to_path_buf(),
            format: Format::JsonLines,
            size: 0,
            modified: 0,
        };
        let articles = Mutex::new(articles);
        self.update(
            &[file],
            &|_, take| {
                let mut articles = articles.lock().unwrap_or_else(PoisonError::into_inner);
                for article in articles.drain(..) {
                    take(Reading::Article(Box::new(article)));
                }
            },
            &mut |_| ControlFlow::Continue(()),
        )
    }

    fn open_writer(&self, plan: &Plan<'_>) -> Result<(Writer, Witness)> {
        let small = plan.bytes() <= SMALL_UPDATE_BYTES;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(if small { 1 } else { threads.min(4) })
            .memory_budget_per_thread(if small {
                SMALL_WRITER_BYTES
            } else {
                WRITER_BYTES
            })
            .num_merge_threads(1)
            .build();
        let (engine, witness) = self.engine_for_writing()?;
        let writer = patiently(|| {
            engine
                .writer_with_options(options.clone())
                .map_err(|error| Error::engine(&self.path, error))
        })?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_PART);
        writer.set_merge_policy(Box::new(policy));
        // What a crash left unfinished has the names that this writer is about to give.
        writer
            .garbage_collect_files()
            .wait()
            .map_err(|error| witness.explain(Error::engine(&self.path, error)))?;
        Ok((writer, witness))
    }

    /// Deletes what is gone and writes the files' new records.
    fn settle(&self, writer: &Writer, plan: &Plan<'_>, outcome: Outcome) -> Result<Report> {
        let delete = |term: &str| {
            writer.delete_term(Term::from_field_text(self.fields.article, term));
        };
        let mut report = Report {
            unchanged: plan.kept_articles,
            ..Report::default()
        };
        let mut gone: HashSet<&str> = plan.known.keys().map(String::as_str).collect();
        for (_, article, fate) in &outcome.articles {
            gone.remove(article.id.as_str());
            match fate {
                Fate::Added => report.added += 1,
                Fate::Changed => report.changed += 1,
                Fate::Unchanged => report.unchanged += 1,
            }
        }
        report.removed = gone.len();
        gone.into_iter().for_each(delete);
        for path in &plan.outdated {
            delete(&document::file_term(path));
        }
        for file in plan.records(&outcome) {
            writer
                .add_document(document::of_file(&self.fields, &file))
                .map_err(|error| Error::engine(&self.path, error))?;
        }
        report.skipped = in_order(outcome.skipped);
        report.notices = in_order(outcome.notices);
        Ok(report)
    }

    fn commit(&self, mut writer: Writer) -> Result<Writer> {
        let fail = |error| Error::engine(&self.path, error);
        let mut commit = writer.prepare_commit().map_err(fail)?;
        let next = Stamp {
            state: self.state()? + 1,
            is_held: false,
        };
        commit.set_payload(&next.to_string());
        commit.commit().map_err(fail)?;
        Ok(writer)
    }

    /// Waits until the engine has tidied up: what it did afterwards would be lost, and done again by the
    /// next update.
    fn tidy_up(&self, writer: Writer) -> Result<()> {
        let tidied = writer.wait_merging_threads();
        tidied.map_err(|error| Error::engine(&self.path, error))
    }

    /// Adds what the whole index holds.
    fn finish_report(&self, mut report: Report) -> Report {
        let statistics = self.snapshot().statistics();
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        report.articles = count(statistics.articles);
        report.sentences = count(statistics.sentences);
        report
    }

    /// Lets nobody else write until the guard is dropped.
    pub(super) fn lock_writing(&self) -> Result<Option<std::fs::File>> {
        self.lock_file
            .as_deref()
            .map(super::lock::try_take)
            .transpose()
    }
}

/// What must be done to get from the last state to the files as they are.
pub(super) struct Plan<'a> {
    /// Files to read, by path.
    pub(super) read: Vec<&'a SourceFile>,
    /// Articles of files that are as they were.
    pub(super) kept_articles: usize,
    /// Paths whose records are out of date.
    outdated: Vec<String>,
    /// Articles of the files that are read again or gone, by id.
    pub(super) known: HashMap<String, KnownArticle>,
    /// The state before, where articles of it stay that are not read again.
    pub(super) kept: Option<Snapshot>,
    /// Whether articles that are there as they are, are indexed again.
    thorough: bool,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        files: &'a [SourceFile],
        snapshot: &Snapshot,
        thorough: bool,
    ) -> Result<Self> {
        let mut before = snapshot.files()?;
        let mut read = Vec::new();
        let mut kept: Vec<(&SourceFile, FileMark)> = Vec::new();
        let mut outdated = Vec::new();
        for file in files {
            let path = path_key(&file.path);
            match before.remove(&path) {
                Some(mark) if !thorough && is_unchanged(file, &mark) => kept.push((file, mark)),
                Some(_) => {
                    read.push(file);
                    outdated.push(path);
                }
                None => read.push(file),
            }
        }
        outdated.extend(before.into_keys());
        // An article that two files hold counts for the first. When anything is taken away, the
        // other file may have to stand in for it.
        if !outdated.is_empty() {
            for (file, _) in kept.extract_if(.., |(_, mark)| mark.with_duplicates) {
                read.push(file);
                outdated.push(path_key(&file.path));
            }
        }
        read.sort_by(|left, right| left.path.cmp(&right.path));
        let kept_articles = kept.iter().map(|(_, mark)| mark.articles).sum();
        Ok(Self {
            read,
            kept_articles,
            known: articles_of(snapshot, &outdated)?,
            outdated,
            kept: (kept_articles > 0).then(|| snapshot.clone()),
            thorough,
        })
    }

    fn is_empty(&self) -> bool {
        self.read.is_empty() && self.outdated.is_empty()
    }

    fn bytes(&self) -> u64 {
        self.read.iter().map(|file| file.size).sum()
    }

    /// The records of the files that were read and hold something.
    fn records(&self, outcome: &Outcome) -> Vec<FileRecord> {
        let mut records: Vec<FileRecord> = self
            .read
            .iter()
            .enumerate()
            .map(|(file, source)| FileRecord {
                path: path_key(&source.path),
                modified: source.modified,
                size: source.size,
                articles: Vec::new(),
                with_duplicates: outcome.with_duplicates.contains(&file),
            })
            .collect();
        for (file, article, _) in &outcome.articles {
            records[*file].articles.push(article.clone());
        }
        let skipped: HashSet<usize> = outcome.skipped.iter().map(|(file, _)| *file).collect();
        // A file with something wrong is read again each time, so that it is reported each time.
        let mut file = 0;
        records.retain_mut(|record| {
            if skipped.contains(&file) {
                record.modified = 0;
            }
            file += 1;
            record.with_duplicates || !record.articles.is_empty()
        });
        records
    }
}

fn is_unchanged(file: &SourceFile, mark: &FileMark) -> bool {
    file.modified != 0 && (file.modified, file.size) == (mark.modified, mark.size)
}

/// The articles of some files, by id.
fn articles_of(snapshot: &Snapshot, paths: &[String]) -> Result<HashMap<String, KnownArticle>> {
    let mut articles = HashMap::new();
    for path in paths {
        for article in snapshot
            .file(path)?
            .into_iter()
            .flat_map(|file| file.articles)
        {
            articles.insert(article.id.clone(), article);
        }
    }
    Ok(articles)
}

/// A path as the index keeps it. Two that differ only in bytes that are no text share a record,
/// and are then read each time.
fn path_key(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub(super) fn in_order<T>(mut found: Vec<(usize, T)>) -> Vec<T> {
    found.sort_by_key(|(file, _)| *file);
    found.into_iter().map(|(_, found)| found).collect()
}
