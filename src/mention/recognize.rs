//! Puts the recognisers together: names first, then dates, numbers and quotations, and settles who
//! has a word that two of them want.

use super::chunk::find_chunks;
use super::model::{Dimension, Mention, MentionKind, NameKind, NameMention};
use super::quantity::find_quantities;
use super::quotation::{Named, find_quotations};
use super::resolve::{Resolved, resolve};
use super::role::find_role;
use super::scan::Scan;
use super::vocabulary::Vocabulary;
use crate::article::Article;
use crate::text::Span;

/// All mentions of an article by start. `sentences` are the spans of its sentences in order.
///
/// Two mentions overlap only where one of them is a quotation.
#[must_use]
pub fn recognize(article: &Article, sentences: &[Span]) -> Vec<Mention> {
    recognize_with_words(article, sentences).0
}

/// As [`recognize`], with the words of the article, each sentence's as
/// [`tokenize`](crate::text::tokenize) gives them: whoever needs both finds them once.
#[must_use]
pub fn recognize_with_words(article: &Article, sentences: &[Span]) -> (Vec<Mention>, Vec<Span>) {
    let dates = super::recognize_dates(&article.body, article.published);
    let scan = Scan::new(&article.body, sentences);
    let mentions = find_mentions(&scan, dates, false);
    (mentions, scan.words.iter().map(|word| word.span).collect())
}

/// The mentions of a short text that stands alone, such as a question or a title. Nothing is known
/// of its date, and well-known names are found in small letters too.
#[must_use]
pub fn recognize_in(text: &str) -> Vec<Mention> {
    let dates = super::recognize_dates(text, None);
    let whole = Span::new(0, text.len());
    find_mentions(&Scan::new(text, &[whole]), dates, true)
}

fn find_mentions(scan: &Scan<'_>, dates: Vec<Mention>, loose: bool) -> Vec<Mention> {
    let (named, mut names) = find_names(scan, loose);
    let mut dates = dates;
    settle_dates(&mut names, &mut dates);
    let mut quantities: Vec<Mention> = find_quantities(scan)
        .into_iter()
        .map(|(span, quantity)| Mention {
            span,
            kind: MentionKind::Quantity(quantity),
        })
        .collect();
    settle_quantities(&mut quantities, &mut names, &dates);
    let quotations = find_quotations(scan, &named)
        .into_iter()
        .map(|(span, quotation)| Mention {
            span,
            kind: MentionKind::Quotation(quotation),
        });
    let mut mentions: Vec<Mention> = names
        .into_iter()
        .chain(dates)
        .chain(quantities)
        .chain(quotations)
        .collect();
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    mentions
}

fn find_names(scan: &Scan<'_>, loose: bool) -> (Vec<Named>, Vec<Mention>) {
    let vocabulary = Vocabulary::new(scan);
    let chunks = find_chunks(scan, &vocabulary, loose);
    let resolved = resolve(scan, &chunks);
    let mut named = Vec::with_capacity(chunks.len());
    let mut mentions = Vec::with_capacity(chunks.len());
    for (chunk, resolved) in chunks.iter().zip(resolved) {
        let Some(Resolved {
            kind,
            full,
            key,
            gender,
        }) = resolved
        else {
            continue;
        };
        let role = (kind == NameKind::Person)
            .then(|| find_role(scan, chunk))
            .flatten();
        named.push(Named {
            words: chunk.words.clone(),
            key: key.clone(),
            kind,
            gender,
        });
        mentions.push(Mention {
            span: scan.span(chunk.words.clone()),
            kind: MentionKind::Name(NameMention {
                kind,
                full,
                key,
                role,
            }),
        });
    }
    (named, mentions)
}

/// A date keeps its words against a name (`March`), but not inside a longer one (`Theresa May`).
fn settle_dates(names: &mut Vec<Mention>, dates: &mut Vec<Mention>) {
    dates.sort_by_key(|date| date.span.start);
    dates.retain(|date| {
        overlapping(names, date.span)
            .iter()
            .all(|name| !(name.span.contains(date.span) && name.span.len() > date.span.len()))
    });
    names.retain(|name| overlapping(dates, name.span).is_empty());
}

/// A number inside a date or a name is part of it; a name inside a sum of money (`US$5`,
/// `18 million Swiss francs`) is part of the sum.
fn settle_quantities(quantities: &mut Vec<Mention>, names: &mut Vec<Mention>, dates: &[Mention]) {
    quantities.retain(|quantity| {
        let measured = matches!(
            &quantity.kind,
            MentionKind::Quantity(quantity)
                if matches!(quantity.dimension, Dimension::Money | Dimension::Temperature)
        );
        overlapping(dates, quantity.span).is_empty()
            && overlapping(names, quantity.span)
                .iter()
                .all(|name| measured && quantity.span.contains(name.span))
    });
    names.retain(|name| overlapping(quantities, name.span).is_empty());
}

/// The mentions that overlap a span; `mentions` are in order and apart.
fn overlapping(mentions: &[Mention], span: Span) -> &[Mention] {
    let first = mentions.partition_point(|mention| mention.span.end <= span.start);
    let length = mentions[first..].partition_point(|mention| mention.span.start < span.end);
    &mentions[first..first + length]
}
