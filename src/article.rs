//! Articles: the story's sources, read from files into one canonical form.
//!
//! The body of an [`Article`] is canonical: it is what is stored, hashed, indexed and quoted, and
//! nothing changes it after reading. Where a file comes from and whether it may be read is decided
//! here; what its text means is left to `mention`, and how it is kept to `index`.

mod model;

pub use model::{Article, ContentHash};
