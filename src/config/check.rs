//! Checks a configuration against the world, without building anything.
//!
//! Reading the settings says whether they make sense; this also looks whether the folders are
//! there and can be used. The caller prints what is found.

use std::fs;
use std::path::{Path, PathBuf};

use super::load::{Config, Sources, read_layers};
use super::problem::{Place, Problems};
use super::settings::{Settings, StorySettings};

/// What a check found.
#[derive(Clone, Debug)]
pub struct Report {
    /// What would be used; defaults stand in for what is wrong.
    pub config: Config,
    /// The files that were read.
    pub files: Vec<PathBuf>,
    /// The names of the variables that were set.
    pub variables: Vec<String>,
    /// Everything that is wrong.
    pub problems: Problems,
}

/// Reads every layer and looks whether the folders can be used.
#[must_use]
pub fn check(sources: &Sources) -> Report {
    let mut layers = read_layers(sources);
    for story in layers.config.settings.stories() {
        check_articles(&story.articles, &mut layers.problems);
        check_store(&story.store, &mut layers.problems);
    }
    check_overlaps(&layers.config.settings, &mut layers.problems);
    Report {
        config: layers.config,
        files: layers.files,
        variables: layers.variables.into_keys().collect(),
        problems: layers.problems,
    }
}

const ARTICLES: &str = "story.articles";
const STORE: &str = "story.store";

fn check_articles(path: &Path, problems: &mut Problems) {
    let place = Place::Path(path.to_owned());
    let remedy = "create it and put articles into it, or set story.articles";
    let result = if path.is_dir() {
        fs::read_dir(path).map(|mut entries| entries.next().is_some())
    } else {
        fs::File::open(path).map(|_| true)
    };
    match result {
        Ok(true) => {}
        Ok(false) => problems.add(
            place,
            ARTICLES,
            "is an empty folder",
            "put articles into it",
        ),
        Err(_) if !path.exists() => problems.add(place, ARTICLES, "does not exist", remedy),
        Err(error) => {
            let reason = format!("cannot be read: {error}");
            problems.add(place, ARTICLES, &reason, "check who may read it");
        }
    }
}

/// The store need not exist, but it must be possible to make it and to write to it.
fn check_store(path: &Path, problems: &mut Problems) {
    let place = || Place::Path(path.to_owned());
    if path.exists() && !path.is_dir() {
        let reason = "is a file, not a folder";
        problems.add(place(), STORE, reason, "set story.store to a folder");
        return;
    }
    let folder = nearest_folder(path);
    if let Err(error) = try_to_write(folder) {
        let reason = format!("cannot be written to: {error}");
        let remedy = format!("check who may write to {}", shown(folder).display());
        problems.add(place(), STORE, &reason, &remedy);
    }
}

/// The innermost folder of a path that exists; empty for the current one.
fn nearest_folder(path: &Path) -> &Path {
    path.ancestors()
        .find(|folder| shown(folder).exists())
        .unwrap_or(Path::new(""))
}

/// An empty path is the current folder, but the system wants it named.
fn shown(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// Permissions alone do not tell (read-only mounts, access lists), so this writes a file and
/// removes it.
fn try_to_write(folder: &Path) -> std::io::Result<()> {
    let name = format!(".newshound-check-{}", std::process::id());
    let path = folder.join(name);
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)?;
    fs::remove_file(path)
}

/// A store among the articles would be read as articles, and the reverse be deleted with it; two
/// stories in one folder would be one.
fn check_overlaps(settings: &Settings, problems: &mut Problems) {
    let folders = |story: &'_ StorySettings| {
        [
            (STORE, story.store.clone()),
            (ARTICLES, story.articles.clone()),
        ]
    };
    let folders: Vec<(&str, PathBuf)> = settings.stories().flat_map(folders).collect();
    for (number, (key, path)) in folders.iter().enumerate() {
        for (other_key, other) in &folders[number + 1..] {
            // A further story without folders is reported where it is read.
            let is_named = !path.as_os_str().is_empty() && !other.as_os_str().is_empty();
            if is_named && (path.starts_with(other) || other.starts_with(path)) {
                let reason = format!("and {other_key} ({}) lie in each other", other.display());
                let place = Place::Path(path.clone());
                problems.add(place, key, &reason, "keep them apart");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tempfile::TempDir;

    use super::*;

    fn report(folder: &TempDir, variables: &[(&str, &str)]) -> Report {
        let pairs = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        check(&Sources {
            folder: folder.path().to_owned(),
            file: None,
            environment: pairs.collect::<BTreeMap<_, _>>(),
        })
    }

    fn lines(report: &Report, folder: &TempDir) -> String {
        let prefix = format!("{}/", folder.path().display());
        report.problems.to_string().replace(&prefix, "")
    }

    #[test]
    fn a_folder_with_an_article_is_all_that_is_needed() {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir_all(folder.path().join("index/articles")).expect("a folder");
        fs::write(folder.path().join("index/articles/a.txt"), "Title").expect("a file");
        let report = report(&folder, &[]);
        assert_eq!(report.problems.to_string(), "");
        let left = fs::read_dir(folder.path().join("index")).expect("a folder");
        assert_eq!(left.count(), 1, "the check leaves nothing behind");
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_remedy() {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("taken"), "").expect("a file");
        let report = report(
            &folder,
            &[
                ("NEWSHOUND_STORY_STORE", "taken"),
                ("NEWSHOUND_STORY_TOPICS", "none.toml"),
            ],
        );
        assert_eq!(
            lines(&report, &folder),
            "none.toml: the file does not exist; correct story.topics\n\
             index/articles: story.articles does not exist; create it and put articles into it, or \
             set story.articles\n\
             taken: story.store is a file, not a folder; set story.store to a folder"
        );
        assert_eq!(
            report.variables,
            ["NEWSHOUND_STORY_STORE", "NEWSHOUND_STORY_TOPICS"]
        );
    }

    #[test]
    fn two_stories_in_one_folder_are_refused() {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir_all(folder.path().join("config")).expect("a folder");
        fs::create_dir_all(folder.path().join("index/articles")).expect("a folder");
        let text = "[[story]]\nname = \"One\"\n[[story]]\nname = \"Two\"\n\
                    articles = \"index/articles\"\nstore = \"index/store/two\"\n";
        fs::write(folder.path().join("config/newshound.toml"), text).expect("a file");
        let found = lines(&report(&folder, &[]), &folder);
        assert!(
            found.contains("index/store: story.store and story.store"),
            "{found}"
        );
        assert!(
            found.contains("index/articles: story.articles and story.articles"),
            "{found}"
        );
    }

    #[test]
    fn a_store_among_the_articles_is_refused() {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir_all(folder.path().join("all/store")).expect("a folder");
        let report = report(
            &folder,
            &[
                ("NEWSHOUND_STORY_ARTICLES", "all"),
                ("NEWSHOUND_STORY_STORE", "all/store"),
            ],
        );
        assert!(lines(&report, &folder).contains("keep them apart"));
    }
}
