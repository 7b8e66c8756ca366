//! The index: where the story's articles are kept, found and kept apart from their old versions.
//!
//! Only this module names tantivy. It answers "which blocks of text may hold the answer" and
//! "what exactly stands at this place"; judging them is left to `retrieval` and `answer`.

mod block;

pub use block::{ArticleCard, Block, Sentence, Word};
