//! Keeps the settings of servers and rooms in a file.
//!
//! The file is opened for the moment it is needed, because while one process has it open no other
//! can, and several processes may share a large bot. What was read is kept until the file changes.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::civil::Date;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use thiserror::Error;

use super::audit::{self, Act};
use super::gaps::{self, Gap};
use super::order::{Access, Change, Order, Scope};
use super::rules::{Manner, Rules, ServerRules};
use super::watches::Watch;

/// Settings by server. The name carries the version of the records in it.
const TABLE: TableDefinition<&str, &[u8]> = TableDefinition::new("servers 1");

/// What adapters note for themselves, by the name that they give it.
const NOTES: TableDefinition<&str, &str> = TableDefinition::new("notes 1");

/// Settings are small; the default of a gigabyte is more than the program itself needs.
const CACHE_BYTES: usize = 1024 * 1024;

/// How often a file is tried to be opened that another process has open.
const ATTEMPTS: usize = 20;

/// How long to wait in between.
const MOMENT: Duration = Duration::from_millis(25);

/// Why settings could not be read or kept.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RoomError {
    /// The file cannot be opened, read or written.
    #[error("the settings in {path} cannot be used: {reason}")]
    File {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What holds where nothing is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The mark of a command; empty for none.
    pub prefix: String,
}

/// The settings of all servers and rooms. Shared between threads.
pub struct Rooms {
    /// `None` keeps them in memory only.
    pub(super) path: Option<PathBuf>,
    defaults: Defaults,
    known: Mutex<Known>,
}

/// What was read, and the file's time of change then.
#[derive(Default)]
pub(super) struct Known {
    servers: HashMap<String, ServerRules>,
    /// Of a store in memory alone.
    notes: HashMap<String, String>,
    /// Of a store in memory alone, the last one first.
    acts: Vec<Act>,
    /// Of a store in memory alone, by story and folded words.
    gaps: BTreeMap<(String, String), Option<Gap>>,
    /// Of a store in memory alone, the oldest first.
    pub(super) watches: Vec<Watch>,
    pub(super) read_at: Option<SystemTime>,
}

impl Rooms {
    /// The settings in a file, which need not exist yet.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn open(path: PathBuf, defaults: Defaults) -> Result<Self, RoomError> {
        let rooms = Self {
            path: Some(path),
            defaults,
            known: Mutex::default(),
        };
        rooms.refresh(&mut rooms.lock())?;
        Ok(rooms)
    }

    /// Settings that are forgotten at the end.
    #[must_use]
    pub fn in_memory(defaults: Defaults) -> Self {
        Self {
            path: None,
            defaults,
            known: Mutex::default(),
        }
    }

    /// What holds where nothing is set.
    #[must_use]
    pub fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// How to behave in `room` of `server`; `parent` is the room that it is a thread of. Outside of
    /// any server nothing is set.
    #[must_use]
    pub fn manner(&self, server: Option<&str>, room: &str, parent: Option<&str>) -> Manner {
        let rules = server.map(|server| self.rules_of(server));
        rules
            .unwrap_or_default()
            .manner_in(room, parent, &self.defaults.prefix)
    }

    /// Everything that is set in a server.
    #[must_use]
    pub fn rules_of(&self, server: &str) -> ServerRules {
        let mut known = self.lock();
        // Where the file cannot be read at the moment, what is known is the best there is.
        let _ = self.refresh(&mut known);
        known.servers.get(server).cloned().unwrap_or_default()
    }

    /// Carries an order out that was given in `room` of `server`, and gives what is set now.
    ///
    /// # Errors
    /// When it could not be kept; then nothing has changed.
    pub fn carry_out(
        &self,
        order: &Order,
        server: &str,
        room: &str,
    ) -> Result<ServerRules, RoomError> {
        let mut known = self.lock();
        self.refresh(&mut known)?;
        let mut rules = known.servers.get(server).cloned().unwrap_or_default();
        if order.change == Change::Show {
            return Ok(rules);
        }
        apply(order, &mut rules, room);
        if let Some(path) = &self.path {
            write(path, server, &rules).map_err(|error| self.explain(&error))?;
            known.read_at = changed_at(path);
        }
        known.servers.insert(server.to_owned(), rules.clone());
        Ok(rules)
    }

    /// Has what is set for `from`, a server that is one room, hold for `to`, which takes its place,
    /// unless something is set there; and the questions wait there that waited in the old one.
    ///
    /// # Errors
    /// When it could not be kept.
    pub fn carry_over(&self, from: &str, to: &str) -> Result<(), RoomError> {
        let waiting = self.watches()?.into_iter();
        for watch in waiting.filter(|watch| watch.server.as_deref() == Some(from)) {
            let number = watch.number;
            self.add_watch(watch.moved_to(to))?;
            self.remove_watch(number)?;
        }
        let mut known = self.lock();
        self.refresh(&mut known)?;
        let (Some(rules), None) = (known.servers.get(from), known.servers.get(to)) else {
            return Ok(());
        };
        let rules = rules.moved(from, to);
        if let Some(path) = &self.path {
            write(path, to, &rules).map_err(|error| self.explain(&error))?;
            known.read_at = changed_at(path);
        }
        known.servers.insert(to.to_owned(), rules);
        Ok(())
    }

    /// What was noted under a name, by this process or one before it.
    #[must_use]
    pub fn note(&self, name: &str) -> Option<String> {
        let known = self.lock();
        match &self.path {
            Some(path) if path.exists() => read_note(path, name).ok().flatten(),
            Some(_) => None,
            None => known.notes.get(name).cloned(),
        }
    }

    /// Notes something that must outlive the process.
    ///
    /// # Errors
    /// When it could not be kept.
    pub fn set_note(&self, name: &str, text: &str) -> Result<(), RoomError> {
        let mut known = self.lock();
        let Some(path) = &self.path else {
            known.notes.insert(name.to_owned(), text.to_owned());
            return Ok(());
        };
        write_note(path, name, text).map_err(|error| self.explain(&error))?;
        known.read_at = None;
        Ok(())
    }

    /// Adds an order to the audit log.
    ///
    /// # Errors
    /// When it could not be kept.
    pub fn note_act(&self, act: Act) -> Result<(), RoomError> {
        let mut known = self.lock();
        let Some(path) = &self.path else {
            known.acts.insert(0, act);
            return Ok(());
        };
        audit::write(path, &act).map_err(|error| self.explain(&error))?;
        known.read_at = None;
        Ok(())
    }

    /// The orders of the audit log, the last one first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn acts(&self) -> Result<Vec<Act>, RoomError> {
        let known = self.lock();
        match &self.path {
            Some(path) => audit::read(path).map_err(|error| self.explain(&error)),
            None => Ok(known.acts.clone()),
        }
    }

    /// Keeps a question that found no answer in a story.
    ///
    /// # Errors
    /// When it could not be kept.
    pub fn note_gap(
        &self,
        story: &str,
        question: &str,
        day: Option<Date>,
    ) -> Result<(), RoomError> {
        let mut known = self.lock();
        if let Some(path) = &self.path {
            gaps::write(path, (story, question), day).map_err(|error| self.explain(&error))?;
            known.read_at = None;
        } else if let Some(key) = gaps::key_of(question) {
            let place = known.gaps.entry((story.to_owned(), key)).or_default();
            gaps::note(place, question, day);
        }
        Ok(())
    }

    /// The questions that found no answer in a story, those asked most first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gaps(&self, story: &str) -> Result<Vec<Gap>, RoomError> {
        let known = self.lock();
        let mut found: Vec<Gap> = if let Some(path) = &self.path {
            gaps::read(path, story).map_err(|error| self.explain(&error))?
        } else {
            let own = known.gaps.iter().filter(|((of, _), _)| of == story);
            own.filter_map(|(_, gap)| gap.clone()).collect()
        };
        found.sort_by(|one, other| {
            let rank = |gap: &Gap| {
                (
                    std::cmp::Reverse((gap.times, gap.day)),
                    gap.question.clone(),
                )
            };
            rank(one).cmp(&rank(other))
        });
        Ok(found)
    }

    /// Forgets the questions that found no answer in a story.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn clear_gaps(&self, story: &str) -> Result<(), RoomError> {
        let mut known = self.lock();
        known.gaps.retain(|(of, _), _| of != story);
        let Some(path) = self.path.as_ref().filter(|path| path.exists()) else {
            return Ok(());
        };
        gaps::clear(path, story).map_err(|error| self.explain(&error))?;
        known.read_at = None;
        Ok(())
    }

    /// Reads the file again where it has changed since.
    fn refresh(&self, known: &mut Known) -> Result<(), RoomError> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let changed = changed_at(path);
        if changed.is_none() || changed == known.read_at {
            return Ok(());
        }
        known.servers = read(path).map_err(|error| self.explain(&error))?;
        // What a crash left is put right on the way, which changes the file.
        known.read_at = changed_at(path);
        Ok(())
    }

    pub(super) fn explain(&self, error: &redb::Error) -> RoomError {
        let path = self.path.as_deref().unwrap_or("memory".as_ref());
        RoomError::File {
            path: path.display().to_string(),
            reason: error.to_string(),
        }
    }

    /// A lock poisoned by a panic elsewhere still guards whole values: each change is one insert.
    pub(super) fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn changed_at(path: &PathBuf) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn apply(order: &Order, rules: &mut ServerRules, here: &str) {
    let room = match (&order.scope, &order.change) {
        (Scope::Room(room), _) => Some(room.as_str()),
        (Scope::Here, _) | (_, Change::Access(Access::Allow | Access::Deny)) => Some(here),
        (Scope::Server, _) => None,
    };
    match (&order.change, room) {
        (Change::Show, _) => {}
        (Change::Access(access), room) => apply_access(*access, rules, room.unwrap_or(here)),
        (Change::Reset, None) => *rules = ServerRules::default(),
        (Change::Reset, Some(room)) => {
            rules.rooms.remove(room);
            rules.named.remove(room);
        }
        (change, room) => set(change, place(rules, room)),
    }
}

fn place<'a>(rules: &'a mut ServerRules, room: Option<&str>) -> &'a mut Rules {
    match room {
        Some(room) => rules.rooms.entry(room.to_owned()).or_default(),
        None => &mut rules.server,
    }
}

fn set(change: &Change, rules: &mut Rules) {
    match change {
        Change::Story(name) => rules.story = Some(name.clone()),
        Change::Reply(mode) => rules.reply = Some(*mode),
        Change::Prefix(prefix) => rules.prefix = Some(prefix.clone()),
        Change::Show | Change::Access(_) | Change::Reset => {}
    }
}

fn apply_access(access: Access, rules: &mut ServerRules, room: &str) {
    match access {
        Access::All => {
            rules.only_named = false;
            rules.named.clear();
        }
        Access::Allow => {
            rules.only_named = true;
            rules.named.insert(room.to_owned(), true);
        }
        Access::Deny => {
            rules.named.insert(room.to_owned(), false);
        }
    }
}

pub(super) fn open(path: &PathBuf) -> Result<Database, redb::Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(redb::StorageError::Io)?;
    }
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    Ok(builder.create(path)?)
}

/// Lends the file of the settings to be copied; nobody writes to it meanwhile. `None` where there is
/// none.
///
/// # Errors
/// When it cannot be opened.
pub fn lend_rooms<T>(
    path: &Path,
    act: impl FnOnce(&mut fs::File) -> T,
) -> Result<Option<T>, RoomError> {
    if !path.exists() {
        return Ok(None);
    }
    let unusable = |reason: String| RoomError::File {
        path: path.display().to_string(),
        reason,
    };
    let held = patiently(|| {
        let open_to_read = || Database::builder().open_read_only(path);
        open_to_read().or_else(|_| {
            // What a crash left is put right by opening it to write.
            Database::create(path)?;
            open_to_read()
        })
    });
    let _held = held.map_err(|error| unusable(error.to_string()))?;
    let mut file = fs::File::open(path).map_err(|error| unusable(error.to_string()))?;
    Ok(Some(act(&mut file)))
}

/// Tries again while another process has the file open, which is for a moment only.
fn patiently<T>(
    mut open: impl FnMut() -> Result<T, redb::DatabaseError>,
) -> Result<T, redb::DatabaseError> {
    for _ in 0..ATTEMPTS {
        match open() {
            Err(redb::DatabaseError::DatabaseAlreadyOpen) => std::thread::sleep(MOMENT),
            opened => return opened,
        }
    }
    open()
}

/// Hands out the rows of a table in their order; none where there is no file or table yet.
pub(super) fn each_row<K: redb::Key + 'static>(
    path: &PathBuf,
    table: TableDefinition<'_, K, &'static [u8]>,
    mut row: impl FnMut(K::SelfType<'_>, &[u8]),
) -> Result<(), redb::Error> {
    if !path.exists() {
        return Ok(());
    }
    looking_into(path, |transaction| {
        let table = match transaction.open_table(table) {
            Ok(table) => table,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        for entry in table.iter()? {
            let (key, record) = entry?;
            row(key.value(), record.value());
        }
        Ok(())
    })
}

/// Reads the file; only to read where possible: opening it to write would change it, and others would
/// read it anew.
fn looking_into<T>(
    path: &PathBuf,
    look: impl FnOnce(&redb::ReadTransaction) -> Result<T, redb::Error>,
) -> Result<T, redb::Error> {
    match Database::builder().open_read_only(path) {
        Ok(file) => look(&file.begin_read()?),
        Err(redb::DatabaseError::DatabaseAlreadyOpen) => {
            Err(redb::DatabaseError::DatabaseAlreadyOpen.into())
        }
        // What a crash left is put right by opening it to write.
        Err(_) => look(&open(path)?.begin_read()?),
    }
}

fn read(path: &PathBuf) -> Result<HashMap<String, ServerRules>, redb::Error> {
    looking_into(path, read_from)
}

fn read_from(
    transaction: &redb::ReadTransaction,
) -> Result<HashMap<String, ServerRules>, redb::Error> {
    let table = match transaction.open_table(TABLE) {
        Ok(table) => table,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(HashMap::new()),
        Err(error) => return Err(error.into()),
    };
    let mut servers = HashMap::new();
    for row in table.iter()? {
        let (server, record) = row?;
        // A record that cannot be understood is one that was never made.
        if let Ok(rules) = postcard::from_bytes(record.value()) {
            servers.insert(server.value().to_owned(), rules);
        }
    }
    Ok(servers)
}

fn write(path: &PathBuf, server: &str, rules: &ServerRules) -> Result<(), redb::Error> {
    let record = postcard::to_stdvec(rules).expect("settings are plain data");
    let file = open(path)?;
    let transaction = file.begin_write()?;
    transaction
        .open_table(TABLE)?
        .insert(server, record.as_slice())?;
    Ok(transaction.commit()?)
}

fn read_note(path: &PathBuf, name: &str) -> Result<Option<String>, redb::Error> {
    let file = open(path)?;
    let transaction = file.begin_read()?;
    let table = match transaction.open_table(NOTES) {
        Ok(table) => table,
        Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(table.get(name)?.map(|text| text.value().to_owned()))
}

fn write_note(path: &PathBuf, name: &str, text: &str) -> Result<(), redb::Error> {
    let file = open(path)?;
    let transaction = file.begin_write()?;
    transaction.open_table(NOTES)?.insert(name, text)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::ReplyMode;

    fn defaults() -> Defaults {
        Defaults {
            prefix: "!".to_owned(),
        }
    }

    fn order(change: Change, scope: Scope) -> Order {
        Order { change, scope }
    }

    #[test]
    fn settings_outlive_the_process_and_reach_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/state.redb");
        let rooms = Rooms::open(path.clone(), defaults()).unwrap();
        let other = Rooms::open(path.clone(), defaults()).unwrap();
        let private = order(Change::Reply(ReplyMode::Private), Scope::Server);
        rooms.carry_out(&private, "s", "r").unwrap();
        let hash = order(Change::Prefix("#".to_owned()), Scope::Here);
        rooms.carry_out(&hash, "s", "r").unwrap();
        drop(rooms);
        let again = Rooms::open(path, defaults()).unwrap();
        for rooms in [again, other] {
            let manner = rooms.manner(Some("s"), "r", None);
            assert_eq!(
                (manner.reply, manner.prefix.as_str()),
                (ReplyMode::Private, "#")
            );
            assert_eq!(rooms.manner(Some("s"), "elsewhere", None).prefix, "!");
            assert_eq!(rooms.manner(Some("t"), "r", None).reply, ReplyMode::Public);
        }
    }

    #[test]
    fn rooms_are_allowed_denied_and_freed() {
        let rooms = Rooms::in_memory(defaults());
        let is_open = |room: &str| rooms.manner(Some("s"), room, None).is_open;
        let change = |access, scope| {
            let order = order(Change::Access(access), scope);
            rooms.carry_out(&order, "s", "here").unwrap();
        };
        change(Access::Deny, Scope::Room("spam".to_owned()));
        assert!(is_open("here") && is_open("other") && !is_open("spam"));
        change(Access::Allow, Scope::Server);
        assert!(is_open("here") && !is_open("other") && !is_open("spam"));
        change(Access::All, Scope::Server);
        assert!(is_open("here") && is_open("other") && is_open("spam"));
    }

    #[test]
    fn a_room_that_is_replaced_hands_on_what_is_set_and_what_waits_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.redb");
        let rooms = Rooms::open(path.clone(), defaults()).unwrap();
        let set = |change, scope, room: &str| {
            let order = Order { change, scope };
            rooms.carry_out(&order, room, room).unwrap();
        };
        set(Change::Prefix("?".to_owned()), Scope::Here, "old");
        set(Change::Reply(ReplyMode::Private), Scope::Server, "old");
        let watch = Watch {
            question: "who won?".to_owned(),
            place: "old thread".to_owned(),
            server: Some("old".to_owned()),
            parent: Some("old".to_owned()),
            message: Some("asked".to_owned()),
            ..Watch::default()
        };
        rooms.add_watch(watch.clone()).unwrap();
        rooms.carry_over("old", "new").unwrap();
        let again = Rooms::open(path, defaults()).unwrap();
        for rooms in [&rooms, &again] {
            let manner = rooms.manner(Some("new"), "new", None);
            assert_eq!(
                (manner.prefix.as_str(), manner.reply),
                ("?", ReplyMode::Private)
            );
            let waiting = rooms.watches().unwrap();
            assert_eq!((waiting.len(), waiting[0].number), (1, 2));
            let place = (waiting[0].place.as_str(), waiting[0].server.as_deref());
            assert_eq!(place, ("new", Some("new")));
            assert_eq!((&waiting[0].parent, &waiting[0].message), (&None, &None));
        }
        set(Change::Prefix("!".to_owned()), Scope::Here, "new");
        rooms.carry_over("old", "new").unwrap();
        assert_eq!(rooms.manner(Some("new"), "new", None).prefix, "!");
    }

    #[test]
    fn orders_are_kept_in_their_turn() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.redb");
        let act = |line: &str| Act {
            at: Some(jiff::civil::date(2024, 7, 1).at(9, 30, 0, 0)),
            author: "test:ada".to_owned(),
            place: "test:room".to_owned(),
            story: String::new(),
            line: line.to_owned(),
        };
        let rooms = Rooms::open(path.clone(), defaults()).unwrap();
        assert_eq!(rooms.acts().unwrap(), []);
        rooms.note_act(act("rollback")).unwrap();
        rooms.note_act(act("reindex now")).unwrap();
        let again = Rooms::open(path, defaults()).unwrap();
        for rooms in [rooms, again] {
            assert_eq!(rooms.acts().unwrap(), [act("reindex now"), act("rollback")]);
        }
    }

    #[test]
    fn a_note_outlives_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.redb");
        let rooms = Rooms::open(path.clone(), defaults()).unwrap();
        assert_eq!(rooms.note("a"), None);
        rooms.set_note("a", "1").unwrap();
        let again = Rooms::open(path, defaults()).unwrap();
        for rooms in [rooms, again] {
            assert_eq!(rooms.note("a").as_deref(), Some("1"));
            assert_eq!(rooms.note("b"), None);
        }
        let memory = Rooms::in_memory(defaults());
        memory.set_note("a", "2").unwrap();
        assert_eq!(memory.note("a").as_deref(), Some("2"));
    }

    #[test]
    fn a_file_that_is_no_store_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.redb");
        fs::write(
            &path,
            "these are no settings, and too long to be an empty file",
        )
        .unwrap();
        let error = Rooms::open(path, defaults()).err().unwrap();
        assert!(error.to_string().contains("state.redb"), "{error}");
    }
}
