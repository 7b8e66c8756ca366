//! The files of a story's folder, in a steady order.
//!
//! Only names and sizes are looked at here, so that an unchanged folder costs no reading; what is
//! in a file is left to `read`. Hidden files and folders are left alone, as editors and version
//! control keep their own things there.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use super::skip::{SkipReason, Skipped};

/// How an article is written down, told by the file's ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `txt`, `text`: the first line is the title.
    Plain,
    /// `md`, `markdown`: YAML front matter, or a first heading.
    Markdown,
    /// `html`, `htm`, `xhtml`: a saved page.
    Html,
    /// `pdf`, where the program was built to read them.
    Pdf,
    /// `docx`: a Word document.
    Docx,
    /// `eml`: a mail.
    Mail,
    /// `jsonl`, `ndjson`: one article a line.
    JsonLines,
    /// `zip`: files of the other formats.
    Zip,
}

impl Format {
    /// The format that a file's name promises; `None` for what is no article.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "pdf" => cfg!(feature = "pdf").then_some(Self::Pdf),
            "docx" => Some(Self::Docx),
            "eml" => Some(Self::Mail),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "zip" => Some(Self::Zip),
            _ => None,
        }
    }

    /// The name by which a process is asked to extract one; see `sandbox`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Mail => "eml",
            Self::JsonLines => "jsonl",
            Self::Zip => "zip",
        }
    }
}

/// One file that may hold articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is, starting with the folder that was asked for.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// Size in bytes when it was listed.
    pub size: u64,
    /// Last change in nanoseconds since 1970; 0 where the system does not tell. With `size` it
    /// tells whether a file must be read again.
    pub modified: u64,
}

impl SourceFile {
    /// Looks at one file; an unknown ending or a file that is not there is the error.
    ///
    /// # Errors
    ///
    /// The [`Skipped`] line to show.
    pub fn look_at(path: &Path) -> Result<Self, Skipped> {
        let format = Format::of(path).ok_or_else(|| skip(path, SkipReason::UnknownFormat))?;
        let metadata = path.metadata().map_err(|error| {
            let problem = error.to_string();
            skip(path, SkipReason::Unreadable { problem })
        })?;
        if !metadata.is_file() {
            // A pipe or a device would block the reader for good.
            return Err(skip(path, SkipReason::UnknownFormat));
        }
        let modified = metadata.modified().ok();
        let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(Self {
            path: path.to_path_buf(),
            format,
            size: metadata.len(),
            modified: modified
                .and_then(|since| u64::try_from(since.as_nanos()).ok())
                .unwrap_or(0),
        })
    }
}

/// All files under `folder`, sorted by path, and what was left out by its name alone.
///
/// Symbolic links inside the folder are followed only on request: a story folder that others may
/// write to must not quote what lies elsewhere. A link that leads back up is never followed.
#[must_use]
pub fn list_files(folder: &Path, follow_links: bool) -> (Vec<SourceFile>, Vec<Skipped>) {
    let mut files = Vec::new();
    let mut skipped = Vec::new();
    let walk = WalkDir::new(folder)
        .follow_links(follow_links)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.depth() > 0 && entry.path_is_symlink() && !follow_links => {
                skipped.push(skip(entry.path(), SkipReason::Link));
            }
            Ok(entry) => match SourceFile::look_at(entry.path()) {
                Ok(file) => files.push(file),
                Err(line) => skipped.push(line),
            },
            Err(error) => skipped.extend(explain(folder, &error)),
        }
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    (files, skipped)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// The line for a walking error; `None` for a hidden entry, which is left alone even when broken.
fn explain(folder: &Path, error: &walkdir::Error) -> Option<Skipped> {
    let path = error.path().unwrap_or(folder);
    let name = path.file_name().unwrap_or_default();
    if path != folder && name.as_encoded_bytes().starts_with(b".") {
        return None;
    }
    let problem = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "a link that leads back to a folder above it".to_owned(),
        (None, Some(cause)) => cause.to_string(),
        (None, None) => error.to_string(),
    };
    Some(skip(path, SkipReason::Unreadable { problem }))
}

fn skip(path: &Path, reason: SkipReason) -> Skipped {
    Skipped {
        path: path.to_path_buf(),
        line: None,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(files: &[SourceFile]) -> Vec<String> {
        let name = |file: &SourceFile| file.path.file_name().map(|n| n.to_string_lossy().into());
        files.iter().filter_map(name).collect()
    }

    #[test]
    fn files_come_sorted_and_hidden_ones_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".git")).unwrap();
        fs::create_dir_all(folder.path().join("more")).unwrap();
        for name in ["b.md", "a.TXT", ".secret.md", ".git/c.md", "more/d.html"] {
            fs::write(folder.path().join(name), "text").unwrap();
        }
        let (files, skipped) = list_files(folder.path(), false);
        assert_eq!(names(&files), ["a.TXT", "b.md", "d.html"]);
        assert_eq!(skipped, []);
    }

    #[test]
    fn other_formats_get_a_skip_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("photo.jpg"), "x").unwrap();
        let (files, skipped) = list_files(folder.path(), false);
        assert_eq!(files, []);
        assert_eq!(skipped[0].reason, SkipReason::UnknownFormat);
    }

    #[test]
    fn a_missing_folder_is_one_skip_line() {
        let (files, skipped) = list_files(Path::new("no/such/folder"), true);
        assert_eq!(files, []);
        assert!(matches!(skipped[0].reason, SkipReason::Unreadable { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_on_request_and_never_in_a_circle() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), "text").unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        let (files, skipped) = list_files(folder.path(), true);
        assert_eq!(names(&files), ["a.md"]);
        assert!(skipped[0].to_string().contains("leads back"));
        let (files, skipped) = list_files(folder.path(), false);
        assert_eq!(names(&files), ["a.md"]);
        assert_eq!(skipped[0].reason, SkipReason::Link);
    }
}
