//! The archive: every body that was ever indexed, by its hash, so that a receipt can be checked
//! after the article was edited or taken away.
//!
//! It is only ever added to. It is opened for the moment it is needed, because while one process
//! has it open no other can.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use redb::backends::InMemoryBackend;
use redb::{
    Database, DatabaseError, Durability, ReadOnlyDatabase, ReadableDatabase, ReadableTable,
    TableDefinition,
};
use serde::{Deserialize, Serialize};

use crate::article::ContentHash;

use super::block::ArticleCard;
use super::error::{Error, ErrorKind, Result};
use super::lock::patiently;
use super::record::{decode, encode};
use super::store::ARCHIVE;

/// Bodies by hash. The name carries the version of the records in it.
const TABLE: TableDefinition<[u8; 32], &[u8]> = TableDefinition::new("articles 1");

/// Bytes of recently used pages that are kept in memory while the archive is open. The default of
/// a gigabyte is more than the program itself needs.
const CACHE_BYTES: usize = 32 * 1024 * 1024;

/// Bytes of bodies that are gathered before they are written, sorted, in one go.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

/// An article as it once was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedArticle {
    /// What a citation needs of it.
    pub card: ArticleCard,
    /// Its body.
    pub body: String,
}

/// Where the archive is.
pub(super) enum Archive {
    /// In a file.
    File(PathBuf),
    /// In memory, for an index in memory.
    Memory(Database),
}

impl Archive {
    /// The archive in a file, which need not exist yet.
    pub(super) fn in_file(path: PathBuf) -> Self {
        Self::File(path)
    }

    /// An archive in memory.
    pub(super) fn in_memory() -> Result<Self> {
        Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create_with_backend(InMemoryBackend::new())
            .map(Self::Memory)
            .map_err(|error| sort_open(Path::new("(memory)"), error))
    }

    /// All bodies whose hash begins with these bytes.
    pub(super) fn find(&self, prefix: &[u8]) -> Result<Vec<ArchivedArticle>> {
        match self {
            Self::Memory(database) => find_in(database, Path::new("(memory)"), prefix),
            Self::File(path) if !path.exists() => Ok(Vec::new()),
            Self::File(path) => match open(path) {
                Ok(database) => find_in(&database, path, prefix),
                Err(error) if error.is_unwritable() => find_in(&open_to_read(path)?, path, prefix),
                Err(error) => Err(error),
            },
        }
    }

    /// Opens the archive for adding.
    pub(super) fn writer(&self) -> Result<ArchiveWriter<'_>> {
        let database = match self {
            Self::Memory(database) => Held::Shared(database),
            Self::File(path) => Held::Own(Box::new(open(path)?)),
        };
        let path = match self {
            Self::Memory(_) => PathBuf::from("(memory)"),
            Self::File(path) => path.clone(),
        };
        Ok(ArchiveWriter {
            database,
            path,
            batch: Mutex::new(Batch::default()),
        })
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(formatter, "Archive({})", path.display()),
            Self::Memory(_) => write!(formatter, "Archive(memory)"),
        }
    }
}

/// Adds bodies to the archive; may be shared between threads.
pub(super) struct ArchiveWriter<'a> {
    database: Held<'a>,
    path: PathBuf,
    batch: Mutex<Batch>,
}

enum Held<'a> {
    Own(Box<Database>),
    Shared(&'a Database),
}

#[derive(Default)]
struct Batch {
    articles: Vec<([u8; 32], Vec<u8>)>,
    bytes: usize,
}

impl ArchiveWriter<'_> {
    /// Adds one body. It is safe on disk after [`Self::finish`] only.
    pub(super) fn add(&self, article: &ArchivedArticle) -> Result<()> {
        let record = encode(article);
        let full = {
            let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
            batch.bytes += record.len();
            batch.articles.push((article.card.hash.0, record));
            if batch.bytes < BATCH_BYTES {
                return Ok(());
            }
            std::mem::take(&mut *batch)
        };
        self.write(full, Durability::None)
    }

    /// Brings everything that was added safely to disk.
    pub(super) fn finish(self) -> Result<()> {
        let rest = std::mem::take(&mut *self.batch.lock().unwrap_or_else(PoisonError::into_inner));
        self.write(rest, Durability::Immediate)
    }

    fn write(&self, mut batch: Batch, durability: Durability) -> Result<()> {
        batch.articles.sort_unstable();
        let database = match &self.database {
            Held::Own(database) => database,
            Held::Shared(database) => *database,
        };
        let write = || -> std::result::Result<(), redb::Error> {
            let mut transaction = database.begin_write()?;
            transaction.set_durability(durability)?;
            {
                let mut table = transaction.open_table(TABLE)?;
                for (hash, record) in &batch.articles {
                    if table.get(hash)?.is_none() {
                        table.insert(hash, record.as_slice())?;
                    }
                }
            }
            transaction.commit()?;
            Ok(())
        };
        write().map_err(|error| sort(&self.path, error))
    }
}

/// Lends the file of a store's archive to be copied; nobody writes to it meanwhile. `None` where there
/// is none.
///
/// # Errors
/// When it cannot be opened.
pub fn lend_archive<T>(store: &Path, act: impl FnOnce(&mut File) -> T) -> Result<Option<T>> {
    let path = store.join(ARCHIVE);
    if !path.exists() {
        return Ok(None);
    }
    let _held = patiently(|| {
        // What a crash left is put right by opening it to write.
        open_to_read(&path).or_else(|_| open(&path).and_then(|_| open_to_read(&path)))
    })?;
    let file = File::open(&path);
    let mut file = file.map_err(|error| Error::new(&path, ErrorKind::Unwritable(error)))?;
    Ok(Some(act(&mut file)))
}

fn open(path: &Path) -> Result<Database> {
    patiently(|| {
        Database::builder()
            .set_cache_size(CACHE_BYTES)
            .create(path)
            .map_err(|error| sort_open(path, error))
    })
}

/// Opens an archive that cannot be written, such as one on a disk that is mounted read-only.
fn open_to_read(path: &Path) -> Result<ReadOnlyDatabase> {
    Database::builder()
        .set_cache_size(CACHE_BYTES)
        .open_read_only(path)
        .map_err(|error| sort_open(path, error))
}

fn find_in(
    database: &impl ReadableDatabase,
    path: &Path,
    prefix: &[u8],
) -> Result<Vec<ArchivedArticle>> {
    let (first, last) = bounds(prefix);
    let read = || -> std::result::Result<Vec<Vec<u8>>, redb::Error> {
        let transaction = database.begin_read()?;
        let table = match transaction.open_table(TABLE) {
            Ok(table) => table,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let mut records = Vec::new();
        for row in table.range(first..=last)? {
            records.push(row?.1.value().to_vec());
        }
        Ok(records)
    };
    let damaged = |reason: String| Error::new(path, ErrorKind::ArchiveDamaged(reason));
    let mut articles = Vec::new();
    for record in read().map_err(|error| sort(path, error))? {
        let article: ArchivedArticle =
            decode(&record).map_err(|error| damaged(error.to_string()))?;
        // What the archive hands out is compared with quotes, so it must be what its name says.
        if ContentHash::of(&article.body) != article.card.hash {
            return Err(damaged("a body does not fit its hash".to_owned()));
        }
        articles.push(article);
    }
    Ok(articles)
}

/// First and last hash with a prefix.
fn bounds(prefix: &[u8]) -> ([u8; 32], [u8; 32]) {
    let (mut first, mut last) = ([0; 32], [u8::MAX; 32]);
    for (place, byte) in prefix.iter().take(32).enumerate() {
        first[place] = *byte;
        last[place] = *byte;
    }
    (first, last)
}

fn sort_open(path: &Path, error: DatabaseError) -> Error {
    match error {
        DatabaseError::DatabaseAlreadyOpen => Error::new(path, ErrorKind::Busy),
        DatabaseError::Storage(error) => sort(path, error.into()),
        other => Error::new(path, ErrorKind::ArchiveDamaged(other.to_string())),
    }
}

fn sort(path: &Path, error: redb::Error) -> Error {
    let kind = match error {
        redb::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            ErrorKind::ArchiveDamaged(error.to_string())
        }
        redb::Error::Io(error) => ErrorKind::Unwritable(error),
        other => ErrorKind::ArchiveDamaged(other.to_string()),
    };
    Error::new(path, kind)
}
