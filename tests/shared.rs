//! The benchmark data that lies beside the repository, where it lies there.
//!
//! It is no part of the repository. At a desk without it a test says what it leaves out; a build
//! machine (`CI=true`) must have it, so that nothing is skipped unseen.

use std::env;
use std::path::{Path, PathBuf};

/// A part of the shared folder (`NEWSHOUND_SHARED`, by default `../shared`); `None`, with a word
/// on standard error, where it is missing.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let folder = env::var_os("NEWSHOUND_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = folder.join(part);
    if path.exists() {
        return Some(path);
    }
    let missing = format!("{part} is missing from {}", folder.display());
    let on_build_machine = env::var("CI").is_ok_and(|value| value == "true");
    assert!(!on_build_machine, "{missing}; set NEWSHOUND_SHARED");
    eprintln!("skipped: {missing}; set NEWSHOUND_SHARED to run this test");
    None
}
