//! Gaps: questions that found no answer, kept where the operator wants that.
//!
//! The words alone, how often they were asked, and the last day; nothing of who asked or where.

use std::path::PathBuf;

use jiff::civil::Date;
use redb::{ReadableTable, ReadableTableMetadata, TableDefinition};
use serde::{Deserialize, Serialize};

use super::store::{each_row, open};
use crate::text::tokenize;

/// Questions by their story and folded words. The name carries the version of the records in it.
const TABLE: TableDefinition<(&str, &str), &[u8]> = TableDefinition::new("gaps 1");

/// Different questions that are kept; when there are more, the one that was asked least goes.
const KEPT: u64 = 1_000;

/// The longest question that is kept, in bytes.
const LONGEST: usize = 400;

/// A question that found no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Its words, as they were typed first.
    pub question: String,
    /// How often it was asked.
    pub times: u64,
    /// The last day that it was asked on.
    pub day: Option<Date>,
}

/// The key of a question; `None` for one that is not kept.
pub(super) fn key_of(question: &str) -> Option<String> {
    let words = tokenize(question);
    let words: Vec<String> = words
        .iter()
        .map(|word| word.word(question).to_lowercase())
        .collect();
    let key = words.join(" ");
    (!key.is_empty() && question.len() <= LONGEST).then_some(key)
}

/// Adds a question, or counts it once more.
pub(super) fn note(gap: &mut Option<Gap>, question: &str, day: Option<Date>) {
    match gap {
        Some(known) => {
            known.times += 1;
            known.day = known.day.max(day);
        }
        None => {
            *gap = Some(Gap {
                question: question.to_owned(),
                times: 1,
                day,
            });
        }
    }
}

/// Adds a question to the file.
pub(super) fn write(
    path: &PathBuf,
    (story, question): (&str, &str),
    day: Option<Date>,
) -> Result<(), redb::Error> {
    let Some(key) = key_of(question) else {
        return Ok(());
    };
    let file = open(path)?;
    let transaction = file.begin_write()?;
    {
        let mut table = transaction.open_table(TABLE)?;
        let mut gap = table
            .get((story, key.as_str()))?
            .and_then(|record| postcard::from_bytes(record.value()).ok());
        if gap.is_none() && table.len()? >= KEPT {
            let least = least_asked(&table)?;
            if let Some((story, key)) = least {
                table.remove((story.as_str(), key.as_str()))?;
            }
        }
        note(&mut gap, question, day);
        let record = postcard::to_stdvec(&gap.expect("it was noted")).expect("plain data");
        table.insert((story, key.as_str()), record.as_slice())?;
    }
    Ok(transaction.commit()?)
}

type Key = (String, String);

fn least_asked(
    table: &impl ReadableTable<(&'static str, &'static str), &'static [u8]>,
) -> Result<Option<Key>, redb::Error> {
    let mut least: Option<((u64, Option<Date>), Key)> = None;
    for row in table.iter()? {
        let (key, record) = row?;
        let weight = postcard::from_bytes::<Gap>(record.value())
            .map_or((0, None), |gap| (gap.times, gap.day));
        if least.as_ref().is_none_or(|(other, _)| weight < *other) {
            let (story, words) = key.value();
            least = Some((weight, (story.to_owned(), words.to_owned())));
        }
    }
    Ok(least.map(|(_, key)| key))
}

/// The questions of a story.
pub(super) fn read(path: &PathBuf, story: &str) -> Result<Vec<Gap>, redb::Error> {
    let mut gaps = Vec::new();
    each_row(path, TABLE, |key, record| {
        if key.0 == story {
            // A record that cannot be understood is one that was never made.
            gaps.extend(postcard::from_bytes::<Gap>(record).ok());
        }
    })?;
    Ok(gaps)
}

/// Forgets the questions of a story.
pub(super) fn clear(path: &PathBuf, story: &str) -> Result<(), redb::Error> {
    let file = open(path)?;
    let transaction = file.begin_write()?;
    transaction
        .open_table(TABLE)?
        .retain(|key, _| key.0 != story)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use redb::ReadableDatabase;

    use super::*;

    #[test]
    fn the_least_asked_question_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.redb");
        for number in 0..4 {
            write(&path, ("", &format!("who is number {number}?")), None).unwrap();
        }
        write(&path, ("", "WHO is number 2"), None).unwrap();
        write(&path, ("other", "who is number 2?"), None).unwrap();
        let gaps = read(&path, "").unwrap();
        assert_eq!(gaps.len(), 4);
        assert!(
            gaps.iter()
                .any(|gap| gap.times == 2 && gap.question == "who is number 2?")
        );
        let file = open(&path).unwrap();
        let transaction = file.begin_read().unwrap();
        let table = transaction.open_table(TABLE).unwrap();
        let least = least_asked(&table).unwrap().unwrap();
        assert_eq!(least, (String::new(), "who is number 0".to_owned()));
        drop((table, transaction, file));
        clear(&path, "").unwrap();
        assert_eq!(
            (
                read(&path, "").unwrap().len(),
                read(&path, "other").unwrap().len()
            ),
            (0, 1)
        );
        write(&path, ("", &"long ".repeat(200)), None).unwrap();
        assert_eq!(read(&path, "").unwrap(), []);
    }
}
