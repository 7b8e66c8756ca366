//! Everything that makes up the stories of a bot in one archive, and back: for a backup, and to move
//! to another machine.
//!
//! In it are the articles' files with those put aside and the feeds, the texts that were ever indexed
//! (so that old receipts can be checked), the pinned questions, and what was ordered in rooms. The
//! index is not: it is built again. Settings and topics are not: the operator writes them, and tokens
//! may stand beside them.
//!
//! An archive comes from anywhere, so its names are checked, and nothing is put in its place before
//! all of it has been unpacked.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::admin::{RoomError, lend_rooms};
use crate::index::{self, lend_archive};

/// The version of what is in an archive, and where.
const FORMAT: u32 = 1;

/// Says what the archive is.
const MANIFEST: &str = "newshound.json";

/// The settings of rooms, in the archive.
const ROOMS: &str = "rooms.redb";

/// The archive of texts, in a store.
const TEXTS: &str = "archive.redb";

/// The largest manifest that is read, in bytes.
const LARGEST_MANIFEST: u64 = 1 << 20;

/// Where a story's parts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryPlaces {
    /// Its name; empty where it has none.
    pub name: String,
    /// The folder of its articles, or the file.
    pub articles: PathBuf,
    /// The folder of its index.
    pub store: PathBuf,
    /// The file of its pinned questions, where it may have one.
    pub golden: Option<PathBuf>,
}

/// Where everything is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The stories, in the order of the settings.
    pub stories: Vec<StoryPlaces>,
    /// The file of what was ordered in rooms.
    pub rooms: PathBuf,
}

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The version of the program that wrote it.
    pub version: String,
    /// The stories' names.
    pub stories: Vec<String>,
    /// Files of articles.
    pub files: usize,
}

/// Why there is no archive, or nothing came of one.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BundleError {
    /// A file cannot be read or written.
    #[error("{path}: {error}; {remedy}", remedy = remedy_of(.error))]
    File {
        /// The file.
        path: String,
        /// What is wrong.
        error: io::Error,
    },
    /// The archive would be a file of the articles.
    #[error(
        "{path} is among the articles, and would be packed into itself; name a file in another folder"
    )]
    AmongArticles {
        /// Where it was to be.
        path: String,
    },
    /// What is to be the archive is none, or not whole.
    #[error("{path} cannot be used ({reason}); make it again with `newshound export`")]
    Unusable {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The archive is for other stories.
    #[error(
        "the archive holds {theirs} and the settings have {ours}; give the stories of the settings \
         the archive's names"
    )]
    OtherStories {
        /// Names in the archive.
        theirs: String,
        /// Names in the settings.
        ours: String,
    },
    /// Something is there already.
    #[error(
        "{path} is there already; with --replace what is there is kept beside it as {path}.before"
    )]
    Taken {
        /// The file or folder.
        path: String,
    },
    /// What was kept the last time is still there.
    #[error("{path} is there, from a replacement before; move it away")]
    StillKept {
        /// The file or folder.
        path: String,
    },
    /// The texts cannot be read.
    #[error("{0}")]
    Index(#[from] index::Error),
    /// What was ordered in rooms cannot be read.
    #[error("{0}")]
    Rooms(#[from] RoomError),
}

type Result<T> = std::result::Result<T, BundleError>;

fn remedy_of(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AlreadyExists => "name a file that does not exist yet",
        io::ErrorKind::NotFound => "check that the file is there, and the folder",
        io::ErrorKind::PermissionDenied => "check who may read and write there",
        _ => "check that the disk has room, and who may read and write there",
    }
}

/// True for a file in a folder, whichever way both are written.
fn is_among(file: &Path, folder: &Path) -> bool {
    let parent = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).canonicalize();
    match (parent, folder.canonicalize()) {
        (Ok(parent), Ok(folder)) => parent.starts_with(folder),
        // What is not there holds nothing.
        _ => false,
    }
}

fn about(path: &Path) -> impl FnOnce(io::Error) -> BundleError {
    let path = path.display().to_string();
    |error| BundleError::File { path, error }
}

/// Writes everything into an archive, which is in its place only when it is whole. `watch` is told
/// how many files are in it.
///
/// # Errors
/// When something cannot be read or written.
pub fn export(places: &Places, to: &Path, watch: &mut dyn FnMut(usize)) -> Result<Manifest> {
    if to.exists() {
        let path = to.display().to_string();
        return Err(BundleError::File {
            path,
            error: io::Error::from(io::ErrorKind::AlreadyExists),
        });
    }
    if places
        .stories
        .iter()
        .any(|story| is_among(to, &story.articles))
    {
        let path = to.display().to_string();
        return Err(BundleError::AmongArticles { path });
    }
    let beside = with_ending(to, ".part");
    let written = write_all(places, &beside, watch);
    if written.is_err() {
        // It is of no use, and the reason is told.
        let _ = fs::remove_file(&beside);
    }
    let manifest = written?;
    fs::rename(&beside, to).map_err(about(to))?;
    Ok(manifest)
}

fn write_all(places: &Places, to: &Path, watch: &mut dyn FnMut(usize)) -> Result<Manifest> {
    let file = File::create(to).map_err(about(to))?;
    let mut packer = Packer {
        zip: ZipWriter::new(file),
        to,
    };
    let mut files = 0;
    for (number, story) in (1..).zip(&places.stories) {
        let folder = format!("stories/{number}");
        for (name, path) in files_of(&story.articles)? {
            packer.put_file(&format!("{folder}/articles/{name}"), &path)?;
            files += 1;
            watch(files);
        }
        if let Some(golden) = story.golden.as_ref().filter(|path| path.is_file()) {
            packer.put_file(&format!("{folder}/golden.jsonl"), golden)?;
        }
        let texts = format!("{folder}/{TEXTS}");
        lend_archive(&story.store, |file| packer.put(&texts, file))?.unwrap_or(Ok(()))?;
    }
    lend_rooms(&places.rooms, |file| packer.put(ROOMS, file))?.unwrap_or(Ok(()))?;
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stories: (places.stories.iter())
            .map(|story| story.name.clone())
            .collect(),
        files,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| about(to)(error.into()))?;
    packer.put(MANIFEST, &mut text.as_slice())?;
    let file = packer
        .zip
        .finish()
        .map_err(|error| about(to)(error.into()))?;
    file.sync_all().map_err(about(to))?;
    Ok(manifest)
}

struct Packer<'a> {
    zip: ZipWriter<File>,
    to: &'a Path,
}

impl Packer<'_> {
    fn put(&mut self, name: &str, content: &mut dyn Read) -> Result<()> {
        let options = SimpleFileOptions::default().large_file(true);
        let started = self.zip.start_file(name, options);
        started.map_err(|error| about(self.to)(error.into()))?;
        io::copy(content, &mut self.zip).map_err(about(self.to))?;
        Ok(())
    }

    fn put_file(&mut self, name: &str, path: &Path) -> Result<()> {
        let mut file = File::open(path).map_err(about(path))?;
        self.put(name, &mut file)
    }
}

/// The files below a folder, hidden ones too, with their names in it; links are left out.
fn files_of(articles: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(articles).sort_by_file_name() {
        let entry = entry.map_err(|error| about(articles)(error.into()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.into_path();
        let name = path.strip_prefix(articles).unwrap_or(&path);
        let name = match name.to_string_lossy().replace('\\', "/") {
            // A single file.
            name if name.is_empty() => {
                let name = path.file_name().unwrap_or_default();
                name.to_string_lossy().into_owned()
            }
            name => name,
        };
        files.push((name, path));
    }
    Ok(files)
}

/// Puts everything of an archive in its place. What is there already is in the way, or is kept beside
/// it where `replace` is set.
///
/// # Errors
/// When the archive cannot be used or something is in the way; then nothing has changed. When
/// something cannot be written.
pub fn import(
    from: &Path,
    places: &Places,
    replace: bool,
    watch: &mut dyn FnMut(usize),
) -> Result<Manifest> {
    let file = File::open(from).map_err(about(from))?;
    let mut archive = Archive {
        zip: ZipArchive::new(file).map_err(|error| unusable(from, &error))?,
        from,
    };
    let manifest = archive.manifest()?;
    let parts = parts(&manifest, places)?;
    for part in &parts {
        part.check(replace)?;
    }
    let unpacked = archive.unpack(&parts, watch);
    if unpacked.is_err() {
        parts.iter().for_each(Part::clean);
    }
    unpacked?;
    for part in &parts {
        part.settle()?;
    }
    Ok(manifest)
}

fn unusable(from: &Path, reason: &dyn std::fmt::Display) -> BundleError {
    BundleError::Unusable {
        path: from.display().to_string(),
        reason: reason.to_string(),
    }
}

/// A file or folder in the archive, and where it belongs.
#[derive(Debug)]
struct Part {
    /// Its name in the archive; of a folder with a stroke last.
    name: String,
    place: PathBuf,
    /// Where in its place it goes; empty for the place itself.
    inside: &'static str,
}

fn parts(manifest: &Manifest, places: &Places) -> Result<Vec<Part>> {
    let ours: Vec<&str> = (places.stories.iter())
        .map(|story| story.name.as_str())
        .collect();
    let is_single = ours.len() == 1 && manifest.stories.len() == 1;
    let mut parts = vec![Part::new(ROOMS.to_owned(), &places.rooms, "")];
    for (number, name) in (1..).zip(&manifest.stories) {
        let same = |story: &&StoryPlaces| story.name.to_lowercase() == name.to_lowercase();
        let found = match places.stories.as_slice() {
            [only] if is_single => Some(only),
            several => several.iter().find(same),
        };
        let story = found.ok_or_else(|| BundleError::OtherStories {
            theirs: in_words(manifest.stories.iter().map(String::as_str)),
            ours: in_words(ours.iter().copied()),
        })?;
        let folder = format!("stories/{number}");
        let articles = format!("{folder}/articles/");
        parts.push(Part::new(articles, &story.articles, ""));
        parts.push(Part::new(format!("{folder}/{TEXTS}"), &story.store, TEXTS));
        if let Some(golden) = &story.golden {
            parts.push(Part::new(format!("{folder}/golden.jsonl"), golden, ""));
        }
    }
    Ok(parts)
}

fn in_words<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names
        .map(|name| match name {
            "" => "a story without a name".to_owned(),
            name => format!("“{name}”"),
        })
        .collect();
    names.join(", ")
}

impl Part {
    fn new(name: String, place: &Path, inside: &'static str) -> Self {
        Self {
            name,
            place: place.to_owned(),
            inside,
        }
    }

    /// Where it is unpacked to.
    fn beside(&self) -> PathBuf {
        with_ending(&self.place, ".new")
    }

    /// Where what is in its place is kept.
    fn before(&self) -> PathBuf {
        with_ending(&self.place, ".before")
    }

    fn check(&self, replace: bool) -> Result<()> {
        let is_there = match fs::read_dir(&self.place) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => self.place.exists(),
        };
        let path = self.place.display().to_string();
        if is_there && !replace {
            return Err(BundleError::Taken { path });
        }
        if is_there && self.before().exists() {
            let path = self.before().display().to_string();
            return Err(BundleError::StillKept { path });
        }
        self.clean();
        Ok(())
    }

    /// Throws away what an attempt left.
    fn clean(&self) {
        let beside = self.beside();
        // What is not there need not go, and what cannot go is met when it is written.
        let _ = fs::remove_dir_all(&beside);
        let _ = fs::remove_file(&beside);
    }

    fn target(&self, name: &str) -> Option<PathBuf> {
        let rest = name.strip_prefix(&self.name)?;
        let beside = self.beside();
        let target = if self.inside.is_empty() {
            beside
        } else {
            beside.join(self.inside)
        };
        match (self.name.ends_with('/'), rest) {
            (true, rest) => Some(target.join(rest)),
            (false, "") => Some(target),
            (false, _) => None,
        }
    }

    fn settle(&self) -> Result<()> {
        let beside = self.beside();
        if !beside.exists() {
            return Ok(());
        }
        if self.place.exists() {
            // An empty folder is nothing to keep.
            let is_kept = fs::remove_dir(&self.place).is_err();
            if is_kept {
                fs::rename(&self.place, self.before()).map_err(about(&self.place))?;
            }
        }
        fs::rename(&beside, &self.place).map_err(about(&self.place))
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

struct Archive<'a, R> {
    zip: ZipArchive<R>,
    from: &'a Path,
}

impl<R: Read + Seek> Archive<'_, R> {
    fn manifest(&mut self) -> Result<Manifest> {
        let file = self.zip.by_name(MANIFEST);
        let file = file.map_err(|_| unusable(self.from, &"it is no archive of newshound"))?;
        let mut text = Vec::new();
        let read = file.take(LARGEST_MANIFEST).read_to_end(&mut text);
        read.map_err(|error| unusable(self.from, &error))?;
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|error| unusable(self.from, &error))?;
        if manifest.format > FORMAT {
            let newer = format!(
                "newshound {} wrote it, which is newer than this one",
                manifest.version
            );
            return Err(unusable(self.from, &newer));
        }
        Ok(manifest)
    }

    /// Writes every part beside its place.
    fn unpack(&mut self, parts: &[Part], watch: &mut dyn FnMut(usize)) -> Result<()> {
        for number in 0..self.zip.len() {
            let entry = self.zip.by_index(number);
            let mut entry = entry.map_err(|error| unusable(self.from, &error))?;
            // A name that leads out of its folder, or a link, is nobody's.
            let enclosed = entry.enclosed_name().filter(|_| entry.is_file());
            let name = enclosed.map(|name| name.to_string_lossy().replace('\\', "/"));
            let target = name.and_then(|name| parts.iter().find_map(|part| part.target(&name)));
            let Some(target) = target else {
                continue;
            };
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).map_err(about(folder))?;
            }
            let mut file = File::create(&target).map_err(about(&target))?;
            copy(&mut entry, &mut file).map_err(|error| match error {
                Copying::Reading(error) => unusable(self.from, &error),
                Copying::Writing(error) => about(&target)(error),
            })?;
            file.sync_all().map_err(about(&target))?;
            watch(number + 1);
        }
        Ok(())
    }
}

/// Which side of a copy failed.
enum Copying {
    Reading(io::Error),
    Writing(io::Error),
}

fn copy(from: &mut dyn Read, to: &mut dyn Write) -> std::result::Result<(), Copying> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut buffer).map_err(Copying::Reading)?;
        if read == 0 {
            return Ok(());
        }
        to.write_all(&buffer[..read]).map_err(Copying::Writing)?;
    }
}
