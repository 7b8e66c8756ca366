//! Watches: questions that somebody wants to be told the answer to once the articles have one.
//!
//! A watch is kept until it is answered, or somebody takes it back.

use std::path::PathBuf;

use redb::{ReadableTable, TableDefinition};
use serde::{Deserialize, Serialize};

use super::store::{RoomError, Rooms, each_row, open};

/// Watches by their number. The name carries the version of the records in it.
const TABLE: TableDefinition<u64, &[u8]> = TableDefinition::new("watches 1");

/// A question that waits for an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Its number, which no other has or had; [`Rooms::add_watch`] gives it.
    pub number: u64,
    /// The story that it is about; empty where that has no name.
    pub story: String,
    /// What is asked.
    pub question: String,
    /// Where it was asked, as the adapter names places.
    pub place: String,
    /// The server of that place.
    pub server: Option<String>,
    /// The place that it is a thread of.
    pub parent: Option<String>,
    /// Who asked, as the adapter names people.
    pub author: String,
    /// The message that asked, as the adapter names messages.
    pub message: Option<String>,
    /// What came closest then, which is no news: the hash of its text.
    pub closest: Option<String>,
    /// True where nobody but who asked is to read it.
    #[serde(default)]
    pub is_private: bool,
}

impl Watch {
    /// The same question in another room, where the message that asked it is not.
    pub(super) fn moved_to(self, room: &str) -> Self {
        Self {
            place: room.to_owned(),
            server: Some(room.to_owned()),
            parent: None,
            message: None,
            ..self
        }
    }
}

impl Rooms {
    /// Keeps a watch, and gives it with its number.
    ///
    /// # Errors
    /// When it could not be kept.
    pub fn add_watch(&self, mut watch: Watch) -> Result<Watch, RoomError> {
        let mut known = self.lock();
        if let Some(path) = &self.path {
            watch.number = write(path, &watch).map_err(|error| self.explain(&error))?;
            known.read_at = None;
        } else {
            let last = known.watches.last().map_or(0, |watch| watch.number);
            watch.number = last + 1;
            known.watches.push(watch.clone());
        }
        Ok(watch)
    }

    /// All watches, the oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn watches(&self) -> Result<Vec<Watch>, RoomError> {
        let known = self.lock();
        match &self.path {
            Some(path) => read(path).map_err(|error| self.explain(&error)),
            None => Ok(known.watches.clone()),
        }
    }

    /// Takes a watch away; nothing where it is gone already.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_watch(&self, number: u64) -> Result<(), RoomError> {
        let mut known = self.lock();
        known.watches.retain(|watch| watch.number != number);
        let Some(path) = self.path.as_ref().filter(|path| path.exists()) else {
            return Ok(());
        };
        remove(path, number).map_err(|error| self.explain(&error))?;
        known.read_at = None;
        Ok(())
    }
}

/// Counts watches through all time, so that a number never means another one.
const NUMBERS: TableDefinition<&str, u64> = TableDefinition::new("numbers 1");

fn write(path: &PathBuf, watch: &Watch) -> Result<u64, redb::Error> {
    let file = open(path)?;
    let transaction = file.begin_write()?;
    let number = {
        let mut numbers = transaction.open_table(NUMBERS)?;
        let last = numbers.get("watches")?.map_or(0, |number| number.value());
        numbers.insert("watches", last + 1)?;
        last + 1
    };
    let watch = Watch {
        number,
        ..watch.clone()
    };
    let record = postcard::to_stdvec(&watch).expect("a watch is plain data");
    transaction
        .open_table(TABLE)?
        .insert(number, record.as_slice())?;
    transaction.commit()?;
    Ok(number)
}

fn read(path: &PathBuf) -> Result<Vec<Watch>, redb::Error> {
    let mut watches = Vec::new();
    // A record that cannot be understood asks nothing.
    each_row(path, TABLE, |_, record| {
        watches.extend(postcard::from_bytes::<Watch>(record).ok());
    })?;
    Ok(watches)
}

fn remove(path: &PathBuf, number: u64) -> Result<(), redb::Error> {
    let file = open(path)?;
    let transaction = file.begin_write()?;
    transaction.open_table(TABLE)?.remove(number)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::Defaults;

    #[test]
    fn a_watch_outlives_the_process_and_its_number_is_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.redb");
        let defaults = || Defaults {
            prefix: "!".to_owned(),
        };
        let watch = |question: &str| Watch {
            question: question.to_owned(),
            ..Watch::default()
        };
        let rooms = Rooms::open(path.clone(), defaults()).unwrap();
        assert_eq!(rooms.watches().unwrap(), []);
        let first = rooms.add_watch(watch("who won?")).unwrap();
        let second = rooms.add_watch(watch("who lost?")).unwrap();
        assert_eq!((first.number, second.number), (1, 2));
        rooms.remove_watch(2).unwrap();
        rooms.remove_watch(2).unwrap();
        let again = Rooms::open(path, defaults()).unwrap();
        assert_eq!(again.watches().unwrap(), [first]);
        assert_eq!(again.add_watch(watch("why?")).unwrap().number, 3);
        let memory = Rooms::in_memory(defaults());
        memory.add_watch(watch("who won?")).unwrap();
        memory.remove_watch(1).unwrap();
        assert_eq!(memory.watches().unwrap(), []);
    }
}
