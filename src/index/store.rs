//! The index itself: opening it, taking snapshots of it, and keeping it in a folder.

use std::fmt;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::RwLock;

use tantivy::directory::{Directory, META_LOCK, MmapDirectory, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::store::Compressor;
use tantivy::{IndexMeta, IndexReader, IndexSettings, ReloadPolicy};

use super::archive::{Archive, ArchivedArticle};
use super::error::{Error, ErrorKind, Result, guarded};
use super::lock;
use super::previous;
use super::schema::{Fields, VERSION, schema};
use super::snapshot::Snapshot;
use super::witness::{Witness, WitnessedFolder};

/// Bytes of a compressed piece of the document store. Small, because a question reads forty blocks
/// from forty places.
const STORE_PIECE_BYTES: usize = 3 * 1024;

/// Pieces of each part of the index that are kept unpacked: some three megabytes.
const CACHED_PIECES: usize = 1000;

/// The folder of the engine's files, in the index's folder.
pub(super) const BLOCKS: &str = "blocks";
/// Where they are moved before they are deleted.
const DISCARDED: &str = "blocks.discarded";
/// The file by which the engine knows which of its files count.
pub(super) const META: &str = "meta.json";
/// Comes before the number of the state in what a commit carries.
const STATE: &str = ", state ";
/// Ends it where the index is held.
const HELD: &str = ", held";
/// Earlier versions of articles.
pub(super) const ARCHIVE: &str = "archive.redb";
/// Locked by whoever writes.
const LOCK: &str = "writer.lock";

/// The index of one story.
pub struct Index {
    engine: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) path: PathBuf,
    /// What a writer locks; nothing where no other process can come in.
    pub(super) lock_file: Option<PathBuf>,
    pub(super) archive: Archive,
    reader: IndexReader,
    current: RwLock<Snapshot>,
}

/// Why a store was begun anew when it was opened. The caller indexes the articles again and says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rebuilt {
    /// Another version of the program wrote it.
    OtherVersion,
    /// It could not be read; the text says why.
    Damaged(String),
}

impl Index {
    /// Opens the index kept in a folder; makes both where there are none.
    ///
    /// A store that another version of the program wrote, or that is damaged, is replaced by an
    /// empty one, since all that is in it can be made again from the articles. The archive beside
    /// it is never replaced.
    ///
    /// # Errors
    /// When the folder cannot be made, read or written, or when it must be replaced while another
    /// process writes to it.
    pub fn open(folder: &Path) -> Result<(Self, Option<Rebuilt>)> {
        fs::create_dir_all(folder)
            .map_err(|error| Error::new(folder, ErrorKind::Unwritable(error)))?;
        if !is_stored(folder) {
            // Another process may be about to make it.
            let _lock = lock::take(&folder.join(LOCK))?;
            if !is_stored(folder) {
                return Ok((Self::create(folder)?, None));
            }
        }
        match Self::open_as_it_is(folder) {
            Ok(index) => Ok((index, None)),
            Err(Unusable::Failed(error)) => Err(error),
            Err(Unusable::Replaceable(_)) => Self::replace(folder),
        }
    }

    /// Begins anew, unless the store turns out to be usable once nobody else writes to it.
    fn replace(folder: &Path) -> Result<(Self, Option<Rebuilt>)> {
        let _lock = lock::try_take(&folder.join(LOCK))?;
        match Self::open_as_it_is(folder) {
            Ok(index) => Ok((index, None)),
            Err(Unusable::Failed(error)) => Err(error),
            Err(Unusable::Replaceable(reason)) => {
                discard(folder)
                    .map_err(|error| Error::new(folder, ErrorKind::Unwritable(error)))?;
                Ok((Self::create(folder)?, Some(reason)))
            }
        }
    }

    pub(super) fn open_as_it_is(folder: &Path) -> std::result::Result<Self, Unusable> {
        let (engine, _) = open_engine(folder)?;
        Self::over(engine, folder, Archive::in_file(folder.join(ARCHIVE))).map_err(Unusable::from)
    }

    fn create(folder: &Path) -> Result<Self> {
        let blocks = folder.join(BLOCKS);
        fs::create_dir_all(&blocks)
            .map_err(|error| Error::new(folder, ErrorKind::Unwritable(error)))?;
        let (schema, _) = schema();
        let engine = MmapDirectory::open(&blocks)
            .map_err(Into::into)
            .and_then(|directory| tantivy::Index::create(directory, schema, settings()))
            .map_err(|error| Error::engine(folder, error))?;
        Self::over(engine, folder, Archive::in_file(folder.join(ARCHIVE)))
    }

    /// An empty index that is kept in memory only.
    ///
    /// # Errors
    /// None that is known; the engine's signature allows for some.
    pub fn in_memory() -> Result<Self> {
        let (schema, _) = schema();
        let path = Path::new("(memory)");
        let engine = tantivy::Index::create(RamDirectory::create(), schema, settings())
            .map_err(|error| Error::engine(path, error))?;
        Self::over(engine, path, Archive::in_memory()?)
    }

    /// The state of the index as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.current
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// How often the stored index has changed: the number of the state that it is in.
    ///
    /// # Errors
    /// When the stored index cannot be read.
    pub fn state(&self) -> Result<u64> {
        Ok(self.stamp()?.state)
    }

    /// What the last commit carries.
    pub(super) fn stamp(&self) -> Result<Stamp> {
        let metas = guarded(&self.path, || self.engine.load_metas())?;
        let stamp = metas.payload.as_deref().and_then(Stamp::read);
        Ok(stamp.unwrap_or_default())
    }

    /// Keeps the state as it is, so that the next one can be taken back. An empty one is not kept.
    pub(super) fn keep_state(&self, stamp: Stamp) -> Result<()> {
        let files = self.live_files()?;
        if self.lock_file.is_none() || files.is_empty() {
            return Ok(());
        }
        previous::keep(&self.path, stamp.state, &files).map_err(|error| self.unwritable(error))
    }

    /// The engine's files that the state as it is needs.
    pub(super) fn live_files(&self) -> Result<Vec<PathBuf>> {
        let metas = guarded(&self.path, || self.engine.load_metas())?;
        Ok(metas.list_segment_files().into_iter().collect())
    }

    /// Takes the last change back: a new state with everything that the one before held. It is held
    /// until [`Self::release`] or [`Self::roll_back`], since the articles' files say otherwise.
    ///
    /// # Errors
    /// When there is no earlier state, when another process is writing, or when the store cannot be
    /// written. The index is then as it was.
    pub fn roll_back(&self) -> Result<u64> {
        let _lock = self.lock_writing()?;
        self.refresh()?;
        let stamp = self.stamp()?;
        let earlier = previous::before(&self.path, stamp.state)
            .ok_or_else(|| Error::new(&self.path, ErrorKind::NoEarlierState))?;
        self.keep_state(stamp)?;
        let next = Stamp {
            state: stamp.state + 1,
            // Going back twice is where the files are again.
            is_held: !stamp.is_held,
        };
        previous::restore(&self.path, earlier, next).map_err(|error| self.unwritable(error))?;
        previous::forget_others(&self.path, stamp.state);
        self.refresh()?;
        Ok(next.state)
    }

    /// Lets updates go on after a change was taken back.
    ///
    /// # Errors
    /// When another process is writing, or when the store cannot be written.
    pub fn release(&self) -> Result<()> {
        let stamp = self.stamp()?;
        if !stamp.is_held {
            return Ok(());
        }
        let _lock = self.lock_writing()?;
        let free = Stamp {
            is_held: false,
            ..stamp
        };
        previous::restamp(&self.path, free).map_err(|error| self.unwritable(error))
    }

    fn unwritable(&self, error: io::Error) -> Error {
        Error::new(&self.path, ErrorKind::Unwritable(error))
    }

    /// Bytes of everything that the index keeps on disk; `None` for one in memory.
    #[must_use]
    pub fn size_on_disk(&self) -> Option<u64> {
        self.lock_file.as_ref()?;
        let files = [self.path.clone(), self.path.join(BLOCKS)];
        let entries = files.iter().filter_map(|folder| fs::read_dir(folder).ok());
        // What goes away while it is counted has no size.
        let sizes = entries
            .flatten()
            .filter_map(|entry| entry.ok()?.metadata().ok())
            .filter(std::fs::Metadata::is_file);
        Some(sizes.map(|data| data.len()).sum())
    }

    /// Sees what was committed since, by this process or another.
    ///
    /// # Errors
    /// When the stored index cannot be read.
    pub fn refresh(&self) -> Result<()> {
        guarded(&self.path, || self.reader.reload())?;
        let searcher = self.reader.searcher();
        // What a snapshot has collected (names, counts, blocks) is worth keeping while nothing has
        // changed: a running bot looks for news twice a minute.
        if self.snapshot().sees_the_same(&searcher) {
            return Ok(());
        }
        let snapshot = Snapshot::new(searcher, self.fields, &self.path);
        *self
            .current
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = snapshot;
        Ok(())
    }

    /// The earlier and present versions of articles whose body's hash begins with these bytes.
    ///
    /// # Errors
    /// When another process is writing, or the archive is damaged.
    pub fn find_archived(&self, prefix: &[u8]) -> Result<Vec<ArchivedArticle>> {
        self.archive.find(prefix)
    }

    /// The engine to write with. It is opened afresh where another process may have written since,
    /// because it remembers which files are its own to tidy up. The witness knows why writing fails.
    pub(super) fn engine_for_writing(&self) -> Result<(tantivy::Index, Witness)> {
        match &self.archive {
            Archive::Memory(_) => Ok((self.engine.clone(), Witness::default())),
            Archive::File(_) => match open_engine(&self.path) {
                Ok(opened) => Ok(opened),
                Err(Unusable::Failed(error)) => Err(error),
                Err(Unusable::Replaceable(Rebuilt::Damaged(reason))) => {
                    Err(Error::damaged(&self.path, &reason))
                }
                Err(Unusable::Replaceable(Rebuilt::OtherVersion)) => {
                    let reason = "another version of newshound has taken it over";
                    Err(Error::damaged(&self.path, &reason))
                }
            },
        }
    }

    fn over(engine: tantivy::Index, path: &Path, archive: Archive) -> Result<Self> {
        let (_, fields) = schema();
        let reader: IndexReader = guarded(path, || {
            engine
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .doc_store_cache_num_blocks(CACHED_PIECES)
                .try_into()
        })?;
        let snapshot = Snapshot::new(reader.searcher(), fields, path);
        Ok(Self {
            engine,
            fields,
            path: path.to_path_buf(),
            lock_file: match &archive {
                Archive::File(_) => Some(path.join(LOCK)),
                Archive::Memory(_) => None,
            },
            archive,
            reader,
            current: RwLock::new(snapshot),
        })
    }
}

/// What a commit carries beside the version of everything that is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The number of the state.
    pub(super) state: u64,
    /// True after a change was taken back: no update, until somebody asks for it.
    pub(super) is_held: bool,
}

impl Stamp {
    /// What a commit carries; `None` for a commit of another version.
    fn read(payload: &str) -> Option<Self> {
        let rest = payload.strip_prefix(VERSION)?;
        if rest.is_empty() {
            return Some(Self::default());
        }
        let number = rest.strip_prefix(STATE)?;
        let (number, is_held) = match number.strip_suffix(HELD) {
            Some(number) => (number, true),
            None => (number, false),
        };
        let state = number.parse().ok()?;
        Some(Self { state, is_held })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = if self.is_held { HELD } else { "" };
        write!(formatter, "{VERSION}{STATE}{}{held}", self.state)
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_PIECE_BYTES,
        ..IndexSettings::default()
    }
}

/// Why a store cannot be used.
pub(super) enum Unusable {
    /// A new one could be.
    Replaceable(Rebuilt),
    /// A new one would fail as well.
    Failed(Error),
}

impl From<Error> for Unusable {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Damaged(reason) => Self::Replaceable(Rebuilt::Damaged(reason.clone())),
            _ => Self::Failed(error),
        }
    }
}

/// Throws the blocks away. They are moved first: a crash while deleting leaves no store rather
/// than half a one.
fn discard(folder: &Path) -> io::Result<()> {
    let (blocks, discarded) = (folder.join(BLOCKS), folder.join(DISCARDED));
    if discarded.exists() {
        fs::remove_dir_all(&discarded)?;
    }
    fs::rename(&blocks, &discarded)?;
    previous::forget_all(folder)?;
    fs::remove_dir_all(&discarded)
}

/// Opens the engine's files if this version of the program wrote them.
fn open_engine(folder: &Path) -> std::result::Result<(tantivy::Index, Witness), Unusable> {
    let witness = Witness::default();
    let open = || -> tantivy::Result<(tantivy::Index, bool)> {
        let engine = tantivy::Index::open(WitnessedFolder {
            folder: MmapDirectory::open(folder.join(BLOCKS))?,
            witness: witness.clone(),
        })?;
        // Keeps another process, which may be committing, from deleting what is looked at.
        let _lock = engine.directory().acquire_lock(&META_LOCK)?;
        let metas = engine.load_metas()?;
        let known = match &metas.payload {
            Some(payload) => Stamp::read(payload).is_some(),
            // Made, but nothing was written yet.
            None => metas.segments.is_empty(),
        };
        let ours = known && metas.schema == schema().0;
        if ours {
            touch_files(&engine, &metas)?;
        }
        Ok((engine, ours))
    };
    // The engine answers damage with an error nearly everywhere; a panic is the rest.
    match catch_unwind(AssertUnwindSafe(open)) {
        Ok(Ok((engine, true))) => Ok((engine, witness)),
        Ok(Ok((_, false))) => Err(Unusable::Replaceable(Rebuilt::OtherVersion)),
        Ok(Err(error)) => Err(Error::engine(folder, error).into()),
        Err(_) => {
            let reason = "the search engine cannot make sense of its files";
            Err(Error::damaged(folder, &reason).into())
        }
    }
}

/// True where a folder holds an index.
pub(super) fn is_stored(folder: &Path) -> bool {
    folder.join(BLOCKS).join(META).exists()
}

/// The engine's files whose bytes are not those that it wrote.
pub(super) fn damaged_files(index: &Index) -> Result<Vec<PathBuf>> {
    let damaged = guarded(&index.path, || index.engine.validate_checksum())?;
    let mut damaged: Vec<PathBuf> = damaged.into_iter().collect();
    damaged.sort();
    Ok(damaged)
}

/// Looks at the end of each file that counts, where the engine leaves its mark. The engine opens
/// some of them only when they are needed, and a question is a bad time to learn that one is cut.
fn touch_files(engine: &tantivy::Index, metas: &IndexMeta) -> tantivy::Result<()> {
    let parts = [
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
        SegmentComponent::Terms,
        SegmentComponent::Store,
    ];
    for segment in &metas.segments {
        for part in &parts {
            let path = segment.relative_path(part.clone());
            engine.directory().open_read(&path)?;
        }
    }
    Ok(())
}
