//! A block as it is written into the engine's document store, and read from there.
//!
//! A question reads forty blocks, so reading one must cost next to nothing. The engine hands out a
//! stored text in one piece but stored bytes one by one; therefore a block is laid out as a text:
//! what is text stands there as it is, numbers are written in characters below 128. No serializer
//! writes that, so it is written by hand, field by field.

mod mentions;
mod pen;

use jiff::civil::Date;

use crate::article::ContentHash;

use super::block::{ArticleCard, Block, Sentence, Word};
use pen::{Pen, Reader};

/// Writes a block.
pub(super) fn write(block: &Block) -> String {
    let mut pen = Pen::with_capacity(block.text.len() * 4);
    write_card(&mut pen, &block.article);
    pen.number(block.ordinal.into());
    pen.place(0, block.span.start);
    pen.text(&block.text);
    write_sentences(&mut pen, block);
    pen.number(block.title_stems.len() as u64);
    for stem in &block.title_stems {
        pen.key(*stem);
    }
    mentions::write(&mut pen, block);
    pen.finish()
}

/// Reads the article that a block belongs to; `None` where the text is damaged.
pub(super) fn read_article(stored: &str) -> Option<ArticleCard> {
    read_card(&mut Reader::new(stored))
}

/// Reads what [`write()`] wrote; `None` where the text is damaged.
pub(super) fn read(stored: &str) -> Option<Block> {
    let mut reader = Reader::new(stored);
    let article = read_card(&mut reader)?;
    let ordinal = reader.number32()?;
    let start = reader.place(0)?;
    let text = reader.text()?.to_owned();
    let span = crate::text::Span::new(start, start.checked_add(text.len())?);
    let (sentences, words) = read_sentences(&mut reader, start)?;
    let count = reader.count()?;
    let mut title_stems = Vec::with_capacity(count);
    for _ in 0..count {
        title_stems.push(reader.key()?);
    }
    let mut block = Block {
        article,
        ordinal,
        span,
        text,
        sentences,
        words,
        title_stems,
        mentions: Vec::new(),
    };
    block.mentions = mentions::read(&mut reader, &block)?;
    reader.is_at_end().then_some(block)
}

fn write_card(pen: &mut Pen, card: &ArticleCard) {
    pen.text(&card.id);
    pen.text(&card.title);
    pen.text(&card.source);
    pen.optional_text(card.author.as_deref());
    pen.optional_text(card.url.as_deref());
    pen.optional_text(card.language.as_deref());
    pen.optional(card.published.as_ref(), |pen, date| write_date(pen, *date));
    pen.optional(card.dateline.as_ref(), |pen, span| pen.span(0, *span));
    for piece in card.hash.0.chunks_exact(4) {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(piece);
        pen.key(u32::from_le_bytes(bytes));
    }
    pen.number(card.length as u64);
    pen.number(card.sentences.into());
}

fn read_card(reader: &mut Reader<'_>) -> Option<ArticleCard> {
    Some(ArticleCard {
        id: reader.text()?.to_owned(),
        title: reader.text()?.to_owned(),
        source: reader.text()?.to_owned(),
        author: reader.optional_text()?,
        url: reader.optional_text()?,
        language: reader.optional_text()?,
        published: reader.optional(read_date)?,
        dateline: reader.optional(|reader| reader.span(0))?,
        hash: read_hash(reader)?,
        length: usize::try_from(reader.number()?).ok()?,
        sentences: reader.number32()?,
    })
}

fn read_hash(reader: &mut Reader<'_>) -> Option<ContentHash> {
    let mut hash = [0; 32];
    for piece in hash.chunks_exact_mut(4) {
        piece.copy_from_slice(&reader.key()?.to_le_bytes());
    }
    Some(ContentHash(hash))
}

/// Sentences with their words. Places are written as distances from what stands before, which
/// makes nearly all of them one character.
fn write_sentences(pen: &mut Pen, block: &Block) {
    pen.number(block.sentences.len() as u64);
    pen.number(block.words.len() as u64);
    let mut end = block.span.start;
    for sentence in &block.sentences {
        pen.span(end, sentence.span);
        pen.number(sentence.number.into());
        pen.number(sentence.paragraph.into());
        let words = block.words_of(*sentence);
        pen.number(words.len() as u64);
        let mut last = sentence.span.start;
        for word in words {
            pen.span(last, word.span());
            pen.key(word.stem);
            last = word.span().end;
        }
        end = sentence.span.end;
    }
}

fn read_sentences(reader: &mut Reader<'_>, start: usize) -> Option<(Vec<Sentence>, Vec<Word>)> {
    let count = reader.count()?;
    let mut sentences = Vec::with_capacity(count);
    let mut words = Vec::with_capacity(reader.count()?);
    let mut end = start;
    for _ in 0..count {
        let span = reader.span(end)?;
        let (number, paragraph) = (reader.number32()?, reader.number32()?);
        let first = u32::try_from(words.len()).ok()?;
        let mut last = span.start;
        for _ in 0..reader.count()? {
            let place = reader.span(last)?;
            words.push(Word {
                start: u32::try_from(place.start).ok()?,
                length: u16::try_from(place.len()).ok()?,
                stem: reader.key()?,
            });
            last = place.end;
        }
        sentences.push(Sentence {
            span,
            number,
            paragraph,
            words: (first, u32::try_from(words.len()).ok()?),
        });
        end = span.end;
    }
    Some((sentences, words))
}

/// Years before Christ are negative; a date's own range is ±9999.
const YEAR_ZERO: i16 = 10_000;

fn write_date(pen: &mut Pen, date: Date) {
    let month = i64::from(date.year() + YEAR_ZERO) * 12 + i64::from(date.month()) - 1;
    pen.number(month.unsigned_abs() * 31 + u64::from(date.day().unsigned_abs()) - 1);
}

fn read_date(reader: &mut Reader<'_>) -> Option<Date> {
    let number = reader.number32()?;
    let (months, day) = (number / 31, i8::try_from(number % 31 + 1).ok()?);
    let year = i16::try_from(months / 12).ok()?.checked_sub(YEAR_ZERO)?;
    Date::new(year, i8::try_from(months % 12 + 1).ok()?, day).ok()
}

#[cfg(test)]
mod tests;
