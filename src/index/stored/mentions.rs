//! The mentions of a stored block.

use crate::index::block::Block;
use crate::mention::{
    Certainty, DateInterval, DateMention, Dimension, Granularity, Mention, MentionKind, NameKind,
    NameMention, Quantity, Quotation,
};
use crate::text::Span;

use super::pen::{Pen, Reader};
use super::{read_date, write_date};

/// What a mention is, as a number. New ones go to the end, here and in the tables below.
mod tag {
    pub(super) const NAME: u64 = 0;
    pub(super) const DATE: u64 = 1;
    pub(super) const DURATION: u64 = 2;
    pub(super) const QUANTITY: u64 = 3;
    pub(super) const QUOTATION: u64 = 4;
}

const NAME_KINDS: &[NameKind] = &[
    NameKind::Person,
    NameKind::Organization,
    NameKind::Place,
    NameKind::Demonym,
    NameKind::Thing,
];

const GRANULARITIES: &[Granularity] = &[
    Granularity::Day,
    Granularity::Week,
    Granularity::Month,
    Granularity::Season,
    Granularity::Year,
    Granularity::Decade,
    Granularity::Century,
    Granularity::Range,
];

const CERTAINTIES: &[Certainty] = &[Certainty::Stated, Certainty::Resolved, Certainty::Uncertain];

const DIMENSIONS: &[Dimension] = &[
    Dimension::Count,
    Dimension::Ordinal,
    Dimension::Share,
    Dimension::Money,
    Dimension::Length,
    Dimension::Area,
    Dimension::Volume,
    Dimension::Mass,
    Dimension::Speed,
    Dimension::Power,
    Dimension::Energy,
    Dimension::Temperature,
    Dimension::Age,
];

pub(super) fn write(pen: &mut Pen, block: &Block) {
    pen.number(block.mentions.len() as u64);
    let mut before = block.span.start;
    for mention in &block.mentions {
        pen.span(before, mention.span);
        before = mention.span.start;
        match &mention.kind {
            MentionKind::Name(name) => write_name(pen, name, mention.span, block),
            MentionKind::Date(date) => write_date_mention(pen, date),
            MentionKind::Duration { days } => {
                pen.number(tag::DURATION);
                pen.optional(*days, Pen::float);
            }
            MentionKind::Quantity(quantity) => write_quantity(pen, quantity),
            MentionKind::Quotation(quotation) => {
                pen.number(tag::QUOTATION);
                pen.optional_text(quotation.speaker.as_deref());
                pen.optional(quotation.speaker_span, |pen, span| pen.span(0, span));
                pen.number(quotation.direct.into());
            }
        }
    }
}

pub(super) fn read(reader: &mut Reader<'_>, block: &Block) -> Option<Vec<Mention>> {
    let count = reader.count()?;
    let mut mentions = Vec::with_capacity(count);
    let mut before = block.span.start;
    for _ in 0..count {
        let span = reader.span(before)?;
        before = span.start;
        let kind = match reader.number()? {
            tag::NAME => MentionKind::Name(read_name(reader, span, block)?),
            tag::DATE => MentionKind::Date(read_date_mention(reader)?),
            tag::DURATION => MentionKind::Duration {
                days: reader.optional(Reader::float)?,
            },
            tag::QUANTITY => MentionKind::Quantity(Quantity {
                value: reader.float()?,
                upper: reader.optional(Reader::float)?,
                dimension: read_of(DIMENSIONS, reader)?,
                unit: reader.optional_text()?,
            }),
            tag::QUOTATION => MentionKind::Quotation(Quotation {
                speaker: reader.optional_text()?,
                speaker_span: reader.optional(|reader| reader.span(0))?,
                direct: reader.number()? == 1,
            }),
            _ => return None,
        };
        mentions.push(Mention { span, kind });
    }
    Some(mentions)
}

/// The full form is left out where it is what stands there, the key where it is the full form in
/// small letters: both hold for most names.
fn write_name(pen: &mut Pen, name: &NameMention, span: Span, block: &Block) {
    pen.number(tag::NAME);
    write_of(pen, NAME_KINDS, name.kind);
    pen.optional(name.role, |pen, span| pen.span(0, span));
    let full = (name.full != block.quote(span)).then_some(name.full.as_str());
    pen.optional_text(full);
    let key = (name.key != name.full.to_ascii_lowercase()).then_some(name.key.as_str());
    pen.optional_text(key);
}

fn read_name(reader: &mut Reader<'_>, span: Span, block: &Block) -> Option<NameMention> {
    let kind = read_of(NAME_KINDS, reader)?;
    let role = reader.optional(|reader| reader.span(0))?;
    let full = match reader.optional_text()? {
        Some(full) => full,
        None => block.quote(span).to_owned(),
    };
    let key = match reader.optional_text()? {
        Some(key) => key,
        None => full.to_ascii_lowercase(),
    };
    Some(NameMention {
        kind,
        full,
        key,
        role,
    })
}

fn write_date_mention(pen: &mut Pen, date: &DateMention) {
    pen.number(tag::DATE);
    write_of(pen, CERTAINTIES, date.certainty);
    pen.optional(date.interval, |pen, interval| {
        write_of(pen, GRANULARITIES, interval.granularity);
        write_date(pen, interval.from);
        write_date(pen, interval.to);
    });
}

fn read_date_mention(reader: &mut Reader<'_>) -> Option<DateMention> {
    let certainty = read_of(CERTAINTIES, reader)?;
    let interval = reader.optional(|reader| {
        Some(DateInterval {
            granularity: read_of(GRANULARITIES, reader)?,
            from: read_date(reader)?,
            to: read_date(reader)?,
        })
    })?;
    Some(DateMention {
        interval,
        certainty,
    })
}

fn write_quantity(pen: &mut Pen, quantity: &Quantity) {
    pen.number(tag::QUANTITY);
    pen.float(quantity.value);
    pen.optional(quantity.upper, Pen::float);
    write_of(pen, DIMENSIONS, quantity.dimension);
    pen.optional_text(quantity.unit.as_deref());
}

/// A value's place in its table. One that is missing there is written as a number that is in no
/// table, and a test finds it.
fn write_of<T: PartialEq + Copy>(pen: &mut Pen, table: &[T], value: T) {
    let place = table.iter().position(|known| *known == value);
    pen.number(place.unwrap_or(table.len()) as u64);
}

fn read_of<T: Copy>(table: &[T], reader: &mut Reader<'_>) -> Option<T> {
    table.get(usize::try_from(reader.number()?).ok()?).copied()
}
