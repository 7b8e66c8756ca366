//! The audit log: what was ordered by those who may, kept in the file of the rooms' settings.
//!
//! It holds who gave an order, where, when and in which words; never a question.

use std::path::PathBuf;

use jiff::civil::DateTime;
use redb::{ReadableTable, ReadableTableMetadata, TableDefinition};
use serde::{Deserialize, Serialize};

use super::store::{each_row, open};

/// Orders by their number. The name carries the version of the records in it.
const TABLE: TableDefinition<u64, &[u8]> = TableDefinition::new("acts 2");

/// Orders that are kept; the oldest go first.
const KEPT: u64 = 10_000;

/// An order that was carried out, or was tried to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// When, in UTC, as the adapter's clock said.
    pub at: Option<DateTime>,
    /// Who, as the adapter names people.
    pub author: String,
    /// Where, as the adapter names places.
    pub place: String,
    /// The story that it was about; empty where it has no name.
    pub story: String,
    /// The command in words.
    pub line: String,
}

/// Adds an order to the file.
pub(super) fn write(path: &PathBuf, act: &Act) -> Result<(), redb::Error> {
    let record = postcard::to_stdvec(act).expect("an act is plain data");
    let file = open(path)?;
    let transaction = file.begin_write()?;
    {
        let mut table = transaction.open_table(TABLE)?;
        let last = table.last()?.map_or(0, |(number, _)| number.value());
        table.insert(last + 1, record.as_slice())?;
        while table.len()? > KEPT {
            table.pop_first()?;
        }
    }
    Ok(transaction.commit()?)
}

/// All orders that are kept, the last one first.
pub(super) fn read(path: &PathBuf) -> Result<Vec<Act>, redb::Error> {
    let mut acts = Vec::new();
    // A record that cannot be understood tells nothing.
    each_row(path, TABLE, |_, record| {
        acts.extend(postcard::from_bytes(record).ok());
    })?;
    acts.reverse();
    Ok(acts)
}
