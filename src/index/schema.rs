//! How a block lies in the search engine: the fields, their names and what they are for.
//!
//! Changing anything here, in [`super::Block`] or in what `analysis` makes of a text means raising
//! [`VERSION`]: a store of another version is built again by itself.

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema,
    TextFieldIndexing, TextOptions,
};

/// Version of everything that is stored, written into each commit.
pub(super) const VERSION: &str = "newshound blocks 3";

/// Parts a name's term: key, kind and display. No name holds it.
pub(super) const SEPARATOR: char = '\u{1f}';

// What parts a form from the key that it leads to says how it leads there. All come before a blank,
// so that what is known of a word stands in a row.
/// Another form that the articles use: `kim`.
pub(super) const ALIAS: char = SEPARATOR;
/// The last word of the name; its other words follow in place of the key.
pub(super) const ENDING: char = '\u{1e}';
/// The first letters of its words: `kcna`.
pub(super) const INITIALS: char = '\u{1d}';
/// Comes before the hash of a name's letters without blanks (`kimjongun`), among its words.
pub(super) const LETTERS: char = '\u{1c}';

/// Term of [`Fields::kind`] for the first block of an article, which carries its sketch.
pub(super) const FIRST_BLOCK: &str = "first";
/// Term of [`Fields::kind`] for the record of a source file, which is no block.
pub(super) const FILE: &str = "file";

/// Handles of the engine's fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Stems of the block's words.
    pub(super) text: Field,
    /// Stems of the title's words.
    pub(super) title: Field,
    /// Stems of names meant but not spelt out.
    pub(super) names: Field,
    /// Keys of names.
    pub(super) entity: Field,
    /// Keys of speakers.
    pub(super) speaker: Field,
    /// Rows of the name table: key, kind, display.
    pub(super) name: Field,
    /// Rows that lead to names: form, [`ALIAS`] or one of its like, key.
    pub(super) alias: Field,
    /// Words of names; with [`SEPARATOR`], those with which a row of `alias` begins; with
    /// [`LETTERS`], hashes of their letters. A word that is not there is in no name.
    pub(super) word: Field,
    /// Kinds of mentions in the block.
    pub(super) mark: Field,
    /// The article's id.
    pub(super) article: Field,
    /// Name of the body, in hexadecimal digits; first block only.
    pub(super) hash: Field,
    /// Bands of the sketch, for finding reprints; first block only.
    pub(super) band: Field,
    /// The sketch itself ([`crate::article::Sketch::numbers`]); first block only.
    pub(super) sketch: Field,
    /// What tells whether a source file has changed ([`super::record::FileMark`]).
    pub(super) file: Field,
    /// [`FIRST_BLOCK`], [`FILE`], or nothing.
    pub(super) kind: Field,
    /// Day of publication as days since 1970; first block only.
    pub(super) published: Field,
    /// Sentences of the article; first block only.
    pub(super) sentences: Field,
    /// Number of the block in its article.
    pub(super) ordinal: Field,
    /// The block, as [`super::stored`] writes it.
    pub(super) block: Field,
    /// The record of a source file.
    pub(super) record: Field,
}

/// The schema with its handles.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = || NumericOptions::default() | FAST;
    let stored = || BytesOptions::default() | STORED;
    let fields = Fields {
        text: builder.add_text_field("text", words()),
        title: builder.add_text_field("title", words()),
        names: builder.add_text_field("names", words()),
        entity: builder.add_text_field("entity", keys()),
        speaker: builder.add_text_field("speaker", keys()),
        name: builder.add_text_field("name", labels()),
        alias: builder.add_text_field("alias", labels()),
        word: builder.add_text_field("word", labels()),
        mark: builder.add_text_field("mark", labels()),
        article: builder.add_text_field("article", labels()),
        hash: builder.add_text_field("hash", labels()),
        band: builder.add_text_field("band", labels()),
        sketch: builder.add_u64_field("sketch", number()),
        file: builder.add_text_field("file", labels()),
        kind: builder.add_text_field("kind", labels()),
        published: builder.add_i64_field("published", number()),
        sentences: builder.add_u64_field("sentences", number()),
        ordinal: builder.add_u64_field("ordinal", number()),
        block: builder.add_text_field("block", TextOptions::default() | STORED),
        record: builder.add_bytes_field("record", stored()),
    };
    (builder.build(), fields)
}

/// Words that were folded and stemmed by `analysis`, parted by blanks. Their number in a block
/// counts; their places do not, since sentences are judged on the block itself.
fn words() -> TextOptions {
    indexed("whitespace", IndexRecordOption::WithFreqs, true)
}

/// Whole keys that take part in scoring. They keep frequencies because the engine skips blocks of
/// postings that cannot win only where all terms of a query have them.
fn keys() -> TextOptions {
    indexed("raw", IndexRecordOption::WithFreqs, true)
}

/// Whole keys that only filter.
fn labels() -> TextOptions {
    indexed("raw", IndexRecordOption::Basic, false)
}

fn indexed(tokenizer: &str, option: IndexRecordOption, lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(lengths),
    )
}
