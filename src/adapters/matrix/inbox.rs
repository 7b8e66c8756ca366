//! What was asked and is not answered yet, on the disk: the library forgets an event once it has
//! handed it over, so a question that a crash interrupts would be lost.
//!
//! A question is kept from when it is heard until its answer is sent; then its words are deleted.
//! Of an answer only ids are kept, for edits and for being taken back, and of so many alone.

use std::path::Path;
use std::sync::Arc;

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::{Deserialize, Serialize};

use super::error::StartError;
use super::event::File;
use super::recalling::Wish;

/// Questions by the order in which they were heard.
const HEARD: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("heard 1");

/// The events of an answer by its question.
const ANSWERS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("answers 1");

/// The questions by the events of their answers.
const OWN: TableDefinition<'_, &str, &str> = TableDefinition::new("own 1");

/// Answered questions in their order, so that the oldest are forgotten first.
const ORDER: TableDefinition<'_, u64, &str> = TableDefinition::new("order 1");

/// How far the bot has heard, in the server's own words.
const HEARD_TO: TableDefinition<'_, (), &str> = TableDefinition::new("heard to 1");

/// Answers whose ids are kept.
const KEPT: u64 = 10_000;

/// There are few rows, and they are small.
const CACHE_BYTES: usize = 1024 * 1024;

/// Something that was said to the bot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Heard {
    pub(super) room: String,
    pub(super) event: String,
    pub(super) sender: String,
    /// In milliseconds of Unix time.
    pub(super) at: u64,
    /// The line for the bot.
    pub(super) line: String,
    pub(super) is_explicit: bool,
    /// The root of the thread that it stands in.
    pub(super) thread: Option<String>,
    /// The answer of the bot's that it replies to.
    pub(super) follows: Option<String>,
    /// The message that it replies to, whosever it is.
    pub(super) replies_to: Option<String>,
    /// The file that came with it.
    pub(super) file: Option<File>,
    /// The event that changed the question, where this is what it became.
    pub(super) edit: Option<String>,
    /// What is wanted of the answer that this is a reaction to.
    pub(super) wish: Option<Wish>,
    /// Where it was told how far the order is: the answer belongs there, also after a crash.
    #[serde(default)]
    pub(super) told: Option<Answered>,
}

/// What is known of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answered {
    /// Who asked.
    pub(super) sender: String,
    /// Where.
    pub(super) asked_in: String,
    /// Where the answer is.
    pub(super) room: String,
    /// The thread that it stands in there.
    #[serde(default)]
    pub(super) thread: Option<String>,
    /// Its events, in their order.
    pub(super) events: Vec<String>,
}

/// The questions under way and the ids of answers.
#[derive(Clone)]
pub(super) struct Inbox {
    file: Arc<Database>,
}

type Result<T> = std::result::Result<T, redb::Error>;

impl Inbox {
    /// Opens the file, which need not exist.
    pub(super) fn open(path: &Path) -> std::result::Result<Self, StartError> {
        let open = || -> Result<Database> {
            let mut builder = Database::builder();
            let file = builder.set_cache_size(CACHE_BYTES).create(path)?;
            let transaction = file.begin_write()?;
            transaction.open_table(HEARD)?;
            transaction.open_table(ANSWERS)?;
            transaction.open_table(OWN)?;
            transaction.open_table(ORDER)?;
            transaction.open_table(HEARD_TO)?;
            transaction.commit()?;
            Ok(file)
        };
        let file = open().map_err(|error| StartError::state(path, error))?;
        Ok(Self {
            file: Arc::new(file),
        })
    }

    /// Writes questions down; gives them with their numbers. What was answered already, or is
    /// written down, is left out: a server may tell an event again.
    /// How far the bot has heard is noted in the same moment.
    pub(super) fn put(
        &self,
        heard: Vec<Heard>,
        heard_to: Option<&str>,
    ) -> Result<Vec<(u64, Heard)>> {
        let mut put = Vec::new();
        if heard.is_empty() && heard_to.is_none() {
            return Ok(put);
        }
        let transaction = self.file.begin_write()?;
        if let Some(token) = heard_to {
            transaction.open_table(HEARD_TO)?.insert((), token)?;
        }
        {
            let mut table = transaction.open_table(HEARD)?;
            let answers = transaction.open_table(ANSWERS)?;
            let waiting = rows(&table)?;
            let mut next = waiting.last().map_or(0, |(number, _)| number + 1);
            // A number that was given before may stand in the other table.
            let order = transaction.open_table(ORDER)?;
            if let Some((last, _)) = order.last()? {
                next = next.max(last.value() + 1);
            }
            for one in heard {
                let is_known = one.edit.is_none()
                    && (answers.get(one.event.as_str())?.is_some()
                        || waiting.iter().any(|(_, known)| known.event == one.event));
                if is_known {
                    continue;
                }
                let bytes = serde_json::to_vec(&one).expect("a question is plain data");
                table.insert(next, bytes.as_slice())?;
                put.push((next, one));
                next += 1;
            }
        }
        transaction.commit()?;
        Ok(put)
    }

    /// How far the bot has heard.
    pub(super) fn heard_to(&self) -> Result<Option<String>> {
        let transaction = self.file.begin_read()?;
        let token = transaction.open_table(HEARD_TO)?.get(())?;
        Ok(token.map(|token| token.value().to_owned()))
    }

    /// What is not answered yet, the oldest first.
    pub(super) fn waiting(&self) -> Result<Vec<(u64, Heard)>> {
        let transaction = self.file.begin_read()?;
        rows(&transaction.open_table(HEARD)?)
    }

    /// True while a question is not answered yet, nor taken back.
    pub(super) fn is_waiting(&self, number: u64) -> Result<bool> {
        let transaction = self.file.begin_read()?;
        Ok(transaction.open_table(HEARD)?.get(number)?.is_some())
    }

    /// Notes where it was told how far an order is, while it is not answered yet.
    pub(super) fn note_told(&self, number: u64, told: &Answered) -> Result<()> {
        let transaction = self.file.begin_write()?;
        {
            let mut table = transaction.open_table(HEARD)?;
            let row = table.get(number)?;
            let heard = row.and_then(|row| serde_json::from_slice(row.value()).ok());
            if let Some(heard) = heard {
                let heard = Heard {
                    told: Some(told.clone()),
                    ..heard
                };
                let bytes = serde_json::to_vec(&heard).expect("a question is plain data");
                table.insert(number, bytes.as_slice())?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Deletes the words of a question, and keeps the ids of its answer, if it has one. False where
    /// the question was taken back meanwhile.
    pub(super) fn done(&self, number: u64, question: &str, answer: &Answered) -> Result<bool> {
        let transaction = self.file.begin_write()?;
        let was_waiting = transaction.open_table(HEARD)?.remove(number)?.is_some();
        if was_waiting && !answer.events.is_empty() {
            let bytes = serde_json::to_vec(answer).expect("ids are plain data");
            transaction
                .open_table(ANSWERS)?
                .insert(question, bytes.as_slice())?;
            let mut own = transaction.open_table(OWN)?;
            for event in &answer.events {
                own.insert(event.as_str(), question)?;
            }
            transaction.open_table(ORDER)?.insert(number, question)?;
        }
        forget_oldest(&transaction)?;
        transaction.commit()?;
        Ok(was_waiting)
    }

    /// Takes a question back that is not answered yet; true where there was one.
    pub(super) fn withdraw(&self, question: &str, room: &str) -> Result<bool> {
        let meant: Vec<u64> = self
            .waiting()?
            .into_iter()
            .filter(|(_, heard)| heard.event == question && heard.room == room)
            .map(|(number, _)| number)
            .collect();
        if meant.is_empty() {
            return Ok(false);
        }
        let transaction = self.file.begin_write()?;
        for number in &meant {
            transaction.open_table(HEARD)?.remove(number)?;
        }
        transaction.commit()?;
        Ok(true)
    }

    /// The answer to a question.
    pub(super) fn answer_to(&self, question: &str) -> Result<Option<Answered>> {
        let transaction = self.file.begin_read()?;
        let answers = transaction.open_table(ANSWERS)?;
        let row = answers.get(question)?;
        Ok(row.and_then(|row| serde_json::from_slice(row.value()).ok()))
    }

    /// The question that an event of the bot's answers.
    pub(super) fn question_of(&self, event: &str) -> Result<Option<String>> {
        let transaction = self.file.begin_read()?;
        let question = transaction.open_table(OWN)?.get(event)?;
        Ok(question.map(|question| question.value().to_owned()))
    }

    /// True for an event that is an answer of the bot's.
    pub(super) fn is_answer(&self, event: &str) -> Result<bool> {
        Ok(self.question_of(event)?.is_some())
    }
}

fn rows(table: &impl ReadableTable<u64, &'static [u8]>) -> Result<Vec<(u64, Heard)>> {
    let mut rows = Vec::new();
    for row in table.iter()? {
        let (number, bytes) = row?;
        // A row that cannot be understood is one that was never written.
        if let Ok(heard) = serde_json::from_slice(bytes.value()) {
            rows.push((number.value(), heard));
        }
    }
    Ok(rows)
}

fn forget_oldest(transaction: &WriteTransaction) -> Result<()> {
    let mut order = transaction.open_table(ORDER)?;
    let mut answers = transaction.open_table(ANSWERS)?;
    let mut own = transaction.open_table(OWN)?;
    while redb::ReadableTableMetadata::len(&order)? > KEPT {
        let Some((_, question)) = order.pop_first()? else {
            return Ok(());
        };
        let Some(ids) = answers.remove(question.value())? else {
            continue;
        };
        let answer: Answered = serde_json::from_slice(ids.value()).unwrap_or_default();
        for event in answer.events {
            own.remove(event.as_str())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(event: &str) -> Heard {
        Heard {
            room: "!room".to_owned(),
            event: event.to_owned(),
            line: "who gave Kim the car?".to_owned(),
            ..Heard::default()
        }
    }

    fn answered() -> Answered {
        Answered {
            sender: "@ada:a.example".to_owned(),
            asked_in: "!room".to_owned(),
            room: "!room".to_owned(),
            thread: None,
            events: vec!["$a".to_owned()],
        }
    }

    #[test]
    fn a_question_outlives_the_process_until_it_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.redb");
        let inbox = Inbox::open(&path).unwrap();
        let put = inbox.put(vec![heard("$1"), heard("$2")], Some("s1"));
        put.unwrap();
        drop(inbox);
        let inbox = Inbox::open(&path).unwrap();
        assert_eq!(inbox.heard_to().unwrap().as_deref(), Some("s1"));
        let waiting = inbox.waiting().unwrap();
        assert_eq!(waiting, [(0, heard("$1")), (1, heard("$2"))]);
        assert!(inbox.done(0, "$1", &answered()).unwrap());
        assert_eq!(inbox.waiting().unwrap(), [(1, heard("$2"))]);
        assert!(inbox.is_answer("$a").unwrap() && !inbox.is_answer("$1").unwrap());
        assert_eq!(inbox.answer_to("$1").unwrap(), Some(answered()));
        // No word of it is left.
        drop(inbox);
        let inbox = Inbox::open(&path).unwrap();
        assert!(!inbox.is_waiting(0).unwrap() && inbox.is_waiting(1).unwrap());
    }

    #[test]
    fn where_an_order_was_told_of_outlives_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.redb");
        let inbox = Inbox::open(&path).unwrap();
        inbox.put(vec![heard("$1")], None).unwrap();
        inbox.note_told(0, &answered()).unwrap();
        inbox.note_told(7, &answered()).unwrap();
        drop(inbox);
        let waiting = Inbox::open(&path).unwrap().waiting().unwrap();
        let told = Heard {
            told: Some(answered()),
            ..heard("$1")
        };
        assert_eq!(waiting, [(0, told)]);
    }

    #[test]
    fn what_is_told_again_is_not_answered_again() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(&folder.path().join("inbox.redb")).unwrap();
        assert_eq!(inbox.put(vec![heard("$1")], None).unwrap().len(), 1);
        assert_eq!(inbox.put(vec![heard("$1")], None).unwrap(), []);
        inbox.done(0, "$1", &answered()).unwrap();
        assert_eq!(inbox.put(vec![heard("$1")], None).unwrap(), []);
        let edit = Heard {
            edit: Some("$e".to_owned()),
            ..heard("$1")
        };
        assert_eq!(inbox.put(vec![edit.clone()], None).unwrap(), [(1, edit)]);
    }

    #[test]
    fn what_is_taken_back_is_not_answered() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(&folder.path().join("inbox.redb")).unwrap();
        inbox.put(vec![heard("$1")], None).unwrap();
        assert!(!inbox.withdraw("$2", "!room").unwrap());
        assert!(!inbox.withdraw("$1", "!other").unwrap());
        assert!(inbox.withdraw("$1", "!room").unwrap());
        assert_eq!(inbox.waiting().unwrap(), []);
        assert!(!inbox.done(0, "$1", &answered()).unwrap());
        assert_eq!(inbox.answer_to("$1").unwrap(), None);
    }
}
