//! Makes the engine's documents of blocks and records.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::article::{Article, Sketch};
use crate::mention::{Dimension, MentionKind, NameKind, NameMention, initials_of, letters_of};
use crate::text;

use super::analysis::AnalyzedBlock;
use super::block::{ArticleCard, Block};
use super::query::Mark;
use super::record::{FileMark, FileRecord, encode};
use super::schema::{ALIAS, ENDING, FILE, FIRST_BLOCK, Fields, INITIALS, LETTERS, SEPARATOR};
use super::stored;

/// The documents of an article's blocks, in order.
pub(super) fn of_article(
    fields: &Fields,
    article: &Article,
    blocks: &[AnalyzedBlock],
) -> Vec<TantivyDocument> {
    let mut documents: Vec<TantivyDocument> =
        blocks.iter().map(|block| of_block(fields, block)).collect();
    if let (Some(first), Some(document)) = (blocks.first(), documents.first_mut()) {
        add_article(fields, article, &first.block.article, document);
    }
    documents
}

fn of_block(fields: &Fields, analyzed: &AnalyzedBlock) -> TantivyDocument {
    let block = &analyzed.block;
    let mut document = TantivyDocument::new();
    document.add_text(fields.text, &analyzed.text);
    document.add_text(fields.title, &analyzed.title);
    document.add_text(fields.names, &analyzed.names);
    document.add_text(fields.article, &block.article.id);
    document.add_u64(fields.ordinal, u64::from(block.ordinal));
    // First among what is stored, so that a question need read no further.
    document.add_text(fields.block, stored::write(block));
    add_mentions(fields, block, &mut document);
    document
}

/// The document of a source file.
pub(super) fn of_file(fields: &Fields, file: &FileRecord) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.kind, FILE);
    document.add_text(fields.article, file_term(&file.path));
    document.add_text(fields.file, FileMark::write(file));
    document.add_bytes(fields.record, &encode(file));
    document
}

/// The term that names a file's record; no article's id looks like it.
pub(super) fn file_term(path: &str) -> String {
    format!("{SEPARATOR}{path}")
}

fn add_article(
    fields: &Fields,
    article: &Article,
    card: &ArticleCard,
    document: &mut TantivyDocument,
) {
    document.add_text(fields.kind, FIRST_BLOCK);
    document.add_text(fields.hash, hash_term(&card.hash.0));
    document.add_u64(fields.sentences, u64::from(card.sentences));
    if let Some(published) = card.published {
        document.add_i64(fields.published, days(published));
    }
    let sketch = Sketch::of(&article.body);
    for key in sketch.keys() {
        document.add_text(fields.band, band_term(key));
    }
    for number in sketch.numbers() {
        document.add_u64(fields.sketch, number.into());
    }
}

/// The term under which a body is found by its hash: half of the digits are far more than it takes.
pub(super) fn hash_term(hash: &[u8]) -> String {
    let digits = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// The term of one of a sketch's keys.
pub(super) fn band_term(key: u32) -> String {
    format!("{key:08x}")
}

/// Days from 1970 to `date`.
pub(super) fn days(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.duration_until(date).as_hours() / 24
}

fn add_mentions(fields: &Fields, block: &Block, document: &mut TantivyDocument) {
    let mut rows = BTreeSet::new();
    for mention in &block.mentions {
        if let Some(mark) = mark_of(&mention.kind) {
            rows.insert((fields.mark, mark.term().to_owned()));
        }
        match &mention.kind {
            MentionKind::Name(name) => {
                document.add_text(fields.entity, &name.key);
                if rows.insert((fields.name, name_row(name))) {
                    add_forms(fields, name, &mut rows);
                }
                let written = block.quote(mention.span);
                if written == name.full {
                    continue;
                }
                let short = text::fold_phrase(written);
                if short != name.key {
                    rows.insert((fields.word, first_word(&short)));
                    rows.insert((fields.alias, format!("{short}{ALIAS}{}", name.key)));
                }
            }
            MentionKind::Quotation(quotation) => {
                if let Some(speaker) = &quotation.speaker {
                    document.add_text(fields.speaker, speaker);
                }
            }
            _ => {}
        }
    }
    for (field, term) in rows {
        document.add_text(field, term);
    }
}

fn name_row(name: &NameMention) -> String {
    let kind = kind_letter(name.kind);
    // Most names are their key with capitals; what can be made of it is not written.
    let display = if name.full == with_capitals(&name.key) {
        ""
    } else {
        &name.full
    };
    format!("{}{SEPARATOR}{kind}{SEPARATOR}{display}", name.key)
}

/// A key with a capital at the start of each word.
pub(super) fn with_capitals(key: &str) -> String {
    let mut capitals = String::with_capacity(key.len());
    for letter in key.chars() {
        let starts = capitals.is_empty() || capitals.ends_with(' ');
        capitals.push(if starts {
            letter.to_ascii_uppercase()
        } else {
            letter
        });
    }
    capitals
}

/// The rows by which parts of a name lead to it. Its first word needs none, as the key begins with it.
fn add_forms(fields: &Fields, name: &NameMention, rows: &mut BTreeSet<(Field, String)>) {
    let key = &name.key;
    for word in key.split(' ') {
        rows.insert((fields.word, word.to_owned()));
    }
    let letters = letters_of(key);
    if letters != *key {
        rows.insert((fields.word, letters_term(&letters)));
    }
    let Some((before, last)) = key.rsplit_once(' ') else {
        return;
    };
    rows.insert((fields.alias, format!("{last}{ENDING}{before}")));
    if name.kind != NameKind::Person && before.contains(' ') {
        let initials = initials_of(key);
        rows.insert((fields.word, first_word(&initials)));
        rows.insert((fields.alias, format!("{initials}{INITIALS}{key}")));
    }
}

/// The term that says that a row of the alias table begins with the first word of `form`.
pub(super) fn first_word(form: &str) -> String {
    let first = form.split(' ').next().unwrap_or_default();
    format!("{first}{SEPARATOR}")
}

/// The term of a name's letters: a hash is short, and whether it is this name the block says.
pub(super) fn letters_term(letters: &str) -> String {
    let hash = text::hash_stem(letters);
    let digits = (0..6).map(|place| char::from(b'0' + (hash >> (6 * place) & 63) as u8));
    std::iter::once(LETTERS).chain(digits).collect()
}

/// One letter for each kind of name.
pub(super) fn kind_letter(kind: NameKind) -> char {
    match kind {
        NameKind::Person => 'p',
        NameKind::Organization => 'o',
        NameKind::Place => 'l',
        NameKind::Demonym => 'd',
        NameKind::Thing => 't',
    }
}

/// The kind of name behind a letter of [`kind_letter`].
pub(super) fn kind_of_letter(letter: &str) -> Option<NameKind> {
    Some(match letter {
        "p" => NameKind::Person,
        "o" => NameKind::Organization,
        "l" => NameKind::Place,
        "d" => NameKind::Demonym,
        "t" => NameKind::Thing,
        _ => return None,
    })
}

fn mark_of(kind: &MentionKind) -> Option<Mark> {
    match kind {
        MentionKind::Name(name) => match name.kind {
            NameKind::Person => Some(Mark::Person),
            NameKind::Organization => Some(Mark::Organization),
            NameKind::Place => Some(Mark::Place),
            NameKind::Demonym | NameKind::Thing => None,
        },
        MentionKind::Date(date) => date.interval.map(|_| Mark::Date),
        MentionKind::Duration { .. } => Some(Mark::Duration),
        MentionKind::Quantity(quantity) if quantity.dimension == Dimension::Money => {
            Some(Mark::Money)
        }
        MentionKind::Quantity(_) => Some(Mark::Quantity),
        MentionKind::Quotation(_) => Some(Mark::Quotation),
    }
}
