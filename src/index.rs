//! The index: where the story's articles are kept, found and kept apart from their old versions.
//!
//! Only this module names tantivy. It answers "which blocks of text may hold the answer" and
//! "what exactly stands at this place"; judging them is left to `retrieval` and `answer`.

mod analysis;
mod archive;
mod block;
mod document;
mod error;
mod examine;
mod files;
mod lock;
mod name_rows;
mod names;
mod pipeline;
mod preview;
mod previous;
mod query;
mod receipt;
mod recent;
mod record;
mod reprint;
mod rows;
mod schema;
mod snapshot;
mod statistics;
mod store;
mod stored;
mod tally;
mod update;
mod witness;

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod tests;

pub use analysis::analyze;
pub use archive::{ArchivedArticle, lend_archive};
pub use block::{ArticleCard, Block, Sentence, Word};
pub use error::{Error, ErrorKind, Result};
pub use examine::{Examination, examine};
pub use files::ArticleFile;
pub use names::{NameEntry, NameTable};
pub use preview::{Foreseen, Preview};
pub use query::{Field, Hit, Mark, Query, QueryTerm};
pub use receipt::{Receipt, ReceiptError};
pub use snapshot::{BlockAddress, Snapshot};
pub use statistics::Statistics;
pub use store::{Index, Rebuilt};
pub use update::{Progress, ReadFile, Report, WatchProgress};
