//! Watches a folder of articles, so that what is put there is taken in by itself.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A folder counts as quiet after so long without a change: files are often written in pieces.
const QUIET: Duration = Duration::from_secs(1);

/// After so many changes without a quiet moment it is looked at all the same.
const PATIENCE: usize = 10_000;

/// Watches a folder until it is dropped.
pub struct FolderWatch {
    _watcher: RecommendedWatcher,
}

impl FolderWatch {
    /// Calls `changed`, on a thread of its own, whenever something in the folder has changed and it is
    /// quiet again. Hidden files and folders, where others keep their own things, do not count.
    ///
    /// # Errors
    /// When the system cannot watch the folder; the remedy depends on it, and its words say more.
    pub fn start(
        folder: &Path,
        mut changed: impl FnMut() + Send + 'static,
    ) -> Result<Self, notify::Error> {
        let (sender, receiver) = mpsc::channel();
        // The system tells of whole paths, and hidden folders above this one are nobody's business.
        let root = folder.canonicalize()?;
        let watched = root.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // What cannot be told is taken for a change: looking once too often does no harm.
            if event.map_or(true, |event| matters(&event, &root)) {
                let _ = sender.send(());
            }
        })?;
        watcher.watch(&watched, RecursiveMode::Recursive)?;
        std::thread::spawn(move || {
            while wait_for_quiet(&receiver) {
                changed();
            }
        });
        Ok(Self { _watcher: watcher })
    }
}

/// Waits for a change and for the quiet after it; false when nobody watches any more.
fn wait_for_quiet(changes: &Receiver<()>) -> bool {
    if changes.recv().is_err() {
        return false;
    }
    for _ in 0..PATIENCE {
        match changes.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

fn matters(event: &Event, root: &Path) -> bool {
    let is_shown = |path: &Path| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        let mut parts = inside.components();
        !parts.any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
    };
    let is_change = !matches!(event.kind, EventKind::Access(_));
    is_change && (event.paths.is_empty() || event.paths.iter().any(|path| is_shown(path)))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use notify::event::{AccessKind, CreateKind};

    use super::*;

    #[test]
    fn only_changes_of_shown_files_matter() {
        let root = Path::new("/news");
        let is = |kind: EventKind, path: &str| {
            matters(&Event::new(kind).add_path(PathBuf::from(path)), root)
        };
        let created = EventKind::Create(CreateKind::File);
        assert!(is(created, "/news/a.txt"));
        assert!(is(created, "/news/sub/a.txt"));
        assert!(!is(created, "/news/.aside/a.txt"));
        assert!(!is(created, "/news/.feeds.json.new"));
        assert!(!is(EventKind::Access(AccessKind::Any), "/news/a.txt"));
        assert!(matters(&Event::new(created), root));
    }

    #[test]
    fn a_folder_is_told_of_once_it_is_quiet() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = mpsc::channel();
        let watch = FolderWatch::start(folder.path(), move || sender.send(()).unwrap()).unwrap();
        for name in ["a.txt", "b.txt"] {
            std::fs::write(folder.path().join(name), "text").unwrap();
        }
        receiver.recv_timeout(Duration::from_mins(1)).unwrap();
        drop(watch);
        assert!(
            receiver.recv_timeout(Duration::from_mins(1)).is_err(),
            "told once, then nobody is there"
        );
    }
}
