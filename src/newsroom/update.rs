//! The one way in which the index is brought in line with the articles' files.

use std::ops::ControlFlow;
use std::path::Path;

use crate::article::{ReadSettings, Skipped, SourceFile, list_files, read_file};
use crate::index::{self, Index, Preview, Progress, Report};

/// What an update did.
#[derive(Clone, Debug)]
pub struct Updated {
    /// What the index says of it.
    pub report: Report,
    /// Files that were left out by their names alone.
    pub passed_over: Vec<Skipped>,
}

/// What [`bring_up_to_date`] would do. Nothing is changed.
///
/// # Errors
/// When the store cannot be read, or `watch` breaks.
pub fn foresee(
    index: &Index,
    (articles, settings): (&Path, &ReadSettings),
    thorough: bool,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> index::Result<Preview> {
    let (files, passed_over) = list_files(articles, false);
    let read = |file: &SourceFile, take: &mut dyn FnMut(_)| read_file(file, settings, take);
    let mut preview = index.preview(&files, &read, watch, thorough)?;
    preview.skipped.splice(0..0, passed_over);
    Ok(preview)
}

/// Reads what is new or changed in a folder of articles, everything when `thorough`, and takes out
/// what is gone. Questions are answered from the index as it was until this is done.
///
/// # Errors
/// When another process is writing, when the store cannot be read or written, or when `watch`
/// breaks. The index is then as it was.
pub fn bring_up_to_date(
    index: &Index,
    (articles, settings): (&Path, &ReadSettings),
    thorough: bool,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> index::Result<Updated> {
    let (files, passed_over) = list_files(articles, false);
    let read = |file: &SourceFile, take: &mut dyn FnMut(_)| read_file(file, settings, take);
    let report = if thorough {
        index.update_thoroughly(&files, &read, watch)
    } else {
        index.update(&files, &read, watch)
    }?;
    Ok(Updated {
        report,
        passed_over,
    })
}
