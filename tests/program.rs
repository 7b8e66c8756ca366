//! The real program in a folder of its own, for what only the whole program can show.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_newshound");

/// A story in a folder of its own.
pub(crate) struct Shelf {
    folder: TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Shelf {
    /// A story of one article.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::create_dir(folder.path().join("articles")).expect("a folder can be made");
        let shelf = Self { folder };
        let report = "A bridge opens\n\nAnn Lee opened the bridge on Monday.\n";
        shelf.write("bridge.txt", report);
        shelf
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes an article.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join("articles").join(name), text).expect("an article is written");
    }

    /// The program, or what starts it, with the story's folders.
    pub(crate) fn command(&self, program: &str, task: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .args(task)
            .args(["--articles", "articles", "--store", "store"]);
        command
    }

    /// Runs a task to its end.
    pub(crate) fn run(&self, task: &[&str]) -> Ended {
        ended(self.command(PROGRAM, task))
    }
}

/// Waits for the end.
pub(crate) fn ended(mut command: Command) -> Ended {
    let output = command.output().expect("the program starts");
    Ended {
        status: output.status.code(),
        output: String::from_utf8_lossy(&output.stdout).into_owned(),
        errors: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A build without Matrix says so, rather than nothing at all.
#[cfg(not(feature = "matrix"))]
#[test]
fn an_account_on_matrix_needs_a_build_with_it() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_newshound"))
        .arg("run")
        .current_dir(folder.path())
        .env("MATRIX_HOMESERVER", "example.org")
        .env("MATRIX_USER", "@newshound:example.org")
        .output()
        .expect("the program can be started");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("built without Matrix"), "{told}");
    assert!(told.contains("--features matrix"), "{told}");
}
