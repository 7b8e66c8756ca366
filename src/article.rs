//! Articles: the story's sources, read from files into one canonical form.
//!
//! The body of an [`Article`] is canonical: it is what is stored, hashed, indexed and quoted, and
//! nothing changes it after reading. Where a file comes from and whether it may be read is decided
//! here; what its text means is left to `mention`, and how it is kept to `index`.
//!
//! The way of a file: [`list_files`] finds it, [`read_file`] decodes it and hands it to its format
//! (`plain`, `markdown`, `html`, `json_lines`), each of which fills a draft that is then checked
//! and completed in one place. [`Identities`] makes ids unique, a [`Sketch`] finds reprints.

mod archive;
mod body;
mod date;
mod dateline;
mod document;
mod draft;
mod encoding;
mod fields;
mod file;
mod front_matter;
mod html;
mod identity;
mod json_lines;
mod markdown;
mod model;
mod plain;
mod read;
mod sandbox;
mod sketch;
mod skip;

pub use date::parse_published;
pub use document::{extract, put_address};
pub use file::{Format, SourceFile, list_files};
pub use html::ExtractedPage;
pub use identity::{Identities, slugify};
pub use model::{Article, ContentHash};
pub use read::{ReadSettings, Reading, read_articles, read_file};
pub use sandbox::serve_extraction;
pub use sketch::{Sketch, group_reprints};
pub use skip::{Notice, NoticeKind, SkipReason, Skipped};
