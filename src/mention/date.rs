//! Dates and lengths of time: where a text says one, and which days it means.
//!
//! [`recognize_dates`] reads running text, [`parse_date`] a value that is a date as a whole. The
//! article's own date is a parameter; without it `on Tuesday` is found but means no day. Spans
//! follow the custom of newswire annotation: no preposition before (`in`, `on`), but what bends the
//! meaning belongs to it (`early last year`, `the third quarter`).

mod grammar;
mod interval;
mod lexer;
mod lexicon;
mod resolve;
mod sense;
mod tense;
mod value;

use jiff::civil::Date;

pub use self::value::parse_date;

use self::grammar::Grammar;
use self::resolve::Context;
use self::sense::{Found, Sense};
use super::{Certainty, DateMention, Granularity, Mention, MentionKind};
use crate::text::Span;

/// The dates and durations of `text`, in order; spans are byte ranges in `text`.
///
/// `reference` is the date of the article. Where it is `None`, what depends on it has no interval.
#[must_use]
pub fn recognize_dates(text: &str, reference: Option<Date>) -> Vec<Mention> {
    let mut reader = Reader {
        text,
        reference,
        previous: None,
        mentions: Vec::new(),
    };
    lexer::for_each_run(text, |tokens| reader.read(&Grammar { text, tokens }));
    reader.mentions
}

/// Walks over a text and remembers what it has read.
struct Reader<'a> {
    text: &'a str,
    reference: Option<Date>,
    /// The day last spoken of: what `two days later` counts from.
    previous: Option<Date>,
    mentions: Vec<Mention>,
}

impl Reader<'_> {
    fn read(&mut self, grammar: &Grammar<'_>) {
        let mut at = 0;
        while at < grammar.tokens.len() {
            let Some(found) = grammar.expression(at) else {
                at += 1;
                continue;
            };
            let first = grammar.tokens[at].span;
            let last = grammar.tokens[found.end - 1].span;
            at = found.end;
            self.push(first.union(last), &found);
        }
    }

    fn push(&mut self, span: Span, found: &Found) {
        if let Sense::Duration(days) = found.sense {
            let kind = MentionKind::Duration { days };
            self.mentions.push(Mention { span, kind });
            return;
        }
        let context = Context {
            reference: self.reference,
            previous: self.previous,
            tense: tense::tense_around(self.text, span),
        };
        let interval = context.resolve(&found.sense);
        if let Some(interval) = interval.filter(|interval| interval.granularity == Granularity::Day)
        {
            self.previous = Some(interval.from);
        }
        let certainty = if found.is_vague {
            Certainty::Uncertain
        } else if found.sense.is_stated() {
            Certainty::Stated
        } else {
            Certainty::Resolved
        };
        let kind = MentionKind::Date(DateMention {
            interval,
            certainty,
        });
        self.mentions.push(Mention { span, kind });
    }
}

impl Sense {
    /// True when the words alone say which days are meant.
    fn is_stated(&self) -> bool {
        match self {
            Self::Fixed(_) | Self::Quarter(_, Some(_)) | Self::Holiday(_, Some(_)) => true,
            Self::Range(first, second) => first.is_stated() && second.is_stated(),
            Self::ShiftFrom(_, _, anchor) | Self::LastOf(_, anchor) => anchor.is_stated(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
