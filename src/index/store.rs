//! The index itself: opening it, taking snapshots of it, and keeping it in a folder.

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
use super::schema::{Fields, VERSION, schema};
use super::snapshot::Snapshot;
use super::witness::{Witness, WitnessedFolder};

/// Bytes of a compressed piece of the document store. Small, because a question reads forty blocks
/// from forty places.
const STORE_PIECE_BYTES: usize = 3 * 1024;

/// Pieces of each part of the index that are kept unpacked: some three megabytes.
const CACHED_PIECES: usize = 1000;

/// The folder of the engine's files, in the index's folder.
const BLOCKS: &str = "blocks";
/// Where they are moved before they are deleted.
const DISCARDED: &str = "blocks.discarded";
/// The file by which the engine knows which of its files count.
const META: &str = "meta.json";
/// Comes before the number of the state in what a commit carries.
const STATE: &str = ", state ";
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
        let metas = guarded(&self.path, || self.engine.load_metas())?;
        Ok(metas.payload.as_deref().and_then(state_of).unwrap_or(0))
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

/// What a commit carries: the version of everything that is stored, and the number of the state.
pub(super) fn payload(state: u64) -> String {
    format!("{VERSION}{STATE}{state}")
}

/// The number of the state in what a commit carries; `None` for a commit of another version.
fn state_of(payload: &str) -> Option<u64> {
    match payload.strip_prefix(VERSION)? {
        "" => Some(0),
        rest => rest.strip_prefix(STATE)?.parse().ok(),
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
            Some(payload) => state_of(payload).is_some(),
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
