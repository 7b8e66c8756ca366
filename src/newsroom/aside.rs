//! What is put aside: a hidden folder beside the articles, which the index never looks into.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder's name. Hidden, so that no update reads it.
const FOLDER: &str = ".aside";

/// The folder of what is put aside.
pub(super) struct Aside {
    folder: PathBuf,
}

impl Aside {
    /// Beside the articles in `articles`.
    pub(super) fn beside(articles: &Path) -> Self {
        Self {
            folder: articles.join(FOLDER),
        }
    }

    /// Writes a file that is still to be looked at. It takes no name that anything else has.
    pub(super) fn write(&self, stem: &str, ending: &str, content: &[u8]) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        let path = free_path(&self.folder, stem, ending)?;
        let mut file = File::options().write(true).create_new(true).open(&path)?;
        file.write_all(content)?;
        file.sync_all()?;
        Ok(path)
    }

    /// Moves a file here under its own name, or one like it.
    pub(super) fn take(&self, path: &Path) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        move_file(path, &self.folder)
    }

    /// The file that was put aside under a name. Only plain names are looked for.
    pub(super) fn find(&self, name: &str) -> Option<PathBuf> {
        let mut paths = self.list().into_iter();
        paths.find(|path| name_of(path).eq_ignore_ascii_case(name.trim()))
    }

    /// The files that were put aside, by their names.
    pub(super) fn list(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
        files.sort();
        files
    }
}

/// The name that a file is kept or dropped by.
pub(super) fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Moves a file into a folder of the same disk under its own name, or one like it that is free.
pub(super) fn move_file(path: &Path, folder: &Path) -> io::Result<PathBuf> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let target = free_path(folder, &name_of(path), &ending)?;
    fs::rename(path, &target)?;
    Ok(target)
}

/// The most files of one name in a folder.
const SAME_NAMES: usize = 10_000;

/// A path that nothing has yet: `stem.ending`, `stem-2.ending` and so on. Another ending of the same
/// stem counts as taken, because articles are told apart by their stems.
fn free_path(folder: &Path, stem: &str, ending: &str) -> io::Result<PathBuf> {
    let taken: Vec<String> = fs::read_dir(folder)?
        .filter_map(|entry| Some(name_of(&entry.ok()?.path())))
        .collect();
    let names = (1..SAME_NAMES).map(|number| match number {
        1 => stem.to_owned(),
        number => format!("{stem}-{number}"),
    });
    let mut free = names.filter(|name| !taken.contains(name));
    let name = free.next().ok_or(io::ErrorKind::AlreadyExists)?;
    Ok(folder.join(format!("{name}.{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_aside_is_found_by_its_name_and_by_no_path() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret.txt"), "no").unwrap();
        let aside = Aside::beside(folder.path());
        assert_eq!(aside.find("a-page"), None);
        let first = aside.write("a-page", "html", b"one").unwrap();
        let second = aside.write("a-page", "txt", b"two").unwrap();
        assert_eq!(name_of(&second), "a-page-2");
        assert_eq!(aside.find(" A-Page "), Some(first));
        for path in ["../secret", "../secret.txt", "", ".", "/etc/passwd"] {
            assert_eq!(aside.find(path), None, "{path}");
        }
    }
}
