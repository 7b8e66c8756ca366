//! How an answer is worded: the short answer, the quotes, agreement, and a refusal.

use jiff::civil::Date;

use crate::answer::{Answer, DifferentValue, Evidence, HighlightKind, Refusal, Searched};

use crate::mention::MentionKind;
use crate::text::Span;

use super::citation::cite;
use super::model::{Block, Certainty, Highlight, Quote, Reply, Suggestion};
use super::text::{code, count, faint, notice, plain, strong};

/// An answer at or above this probability is worded without reserve.
const SURE: f64 = 0.75;

/// Words an answer; the first `shown` quotes are in the reply, and all of them come back beside it
/// for `more`.
#[must_use]
pub fn answer_reply(answer: &Answer, shown: usize) -> (Reply, Vec<Block>) {
    let order = order(answer, shown);
    let quotes = quotes(answer, &order);
    let mut blocks = Vec::new();
    blocks.extend(corrections(answer));
    if let Some(refusal) = &answer.refusal {
        refuse(answer, refusal, &quotes, &mut blocks);
    } else {
        blocks.extend(answer_line(answer, &order));
        blocks.extend(differing(&answer.agreement.values));
        blocks.extend(quotes.iter().take(shown).cloned());
        blocks.extend(agreeing(answer));
    }
    let reply = Reply {
        blocks,
        certainty: Some(certainty(answer)),
        suggestions: suggestions(answer, quotes.len() > shown),
    };
    (reply, quotes)
}

fn certainty(answer: &Answer) -> Certainty {
    if answer.refusal.is_some() {
        Certainty::NotInSources
    } else if !answer.agreement.values.is_empty() {
        Certainty::Differ
    } else if answer.confidence >= SURE {
        Certainty::Sure
    } else {
        Certainty::Likely
    }
}

fn corrections(answer: &Answer) -> Vec<Block> {
    answer
        .question
        .corrections
        .iter()
        .map(|(typed, meant)| Block::Notice {
            text: vec![
                plain("No article says “"),
                plain(typed),
                plain("”; I searched for "),
                strong(meant),
                plain("."),
            ],
        })
        .collect()
}

fn answer_line(answer: &Answer, order: &[usize]) -> Option<Block> {
    let short = answer.short.as_ref()?;
    let mut text = Vec::new();
    if answer.confidence < SURE {
        text.push(plain("Probably: "));
    }
    text.push(strong(&short.text));
    let said = answer.evidence[short.evidence].text();
    let number = order
        .iter()
        .position(|place| answer.evidence[*place].text() == said)?;
    text.push(faint(format!(" [{}]", number + 1)));
    Some(Block::Answer { text })
}

/// The evidence to show, in order: words that a reprint repeats once, and the quote that gives the
/// short answer among the `shown` ones.
fn order(answer: &Answer, shown: usize) -> Vec<usize> {
    let text = |place: &usize| answer.evidence[*place].text();
    let mut order: Vec<usize> = Vec::new();
    for place in 0..answer.evidence.len() {
        if order.iter().all(|known| text(known) != text(&place)) {
            order.push(place);
        }
    }
    if let Some(short) = &answer.short {
        let number = order
            .iter()
            .position(|place| text(place) == text(&short.evidence));
        if let Some(hidden) = number.filter(|number| *number >= shown.max(1)) {
            let place = order.remove(hidden);
            order.insert(0, place);
        }
    }
    order
}

fn quotes(answer: &Answer, order: &[usize]) -> Vec<Block> {
    order
        .iter()
        .enumerate()
        .map(|(number, place)| Block::Quote(quote(&answer.evidence[*place], number + 1, None)))
        .collect()
}

/// Words an answer to a question that leans on the one before; says first how it was understood.
#[must_use]
pub fn understood(question: &str) -> Block {
    Block::Notice {
        text: vec![
            plain("From your last question, I understood: "),
            strong(question),
        ],
    }
}

/// Nothing beside what was answered before.
#[must_use]
pub fn nothing_further() -> Block {
    notice("I found no other answer to that in the articles.")
}

/// Words the times of two events, each with its quote; nothing is reckoned from them.
#[must_use]
pub fn comparison_reply(events: &[(String, Answer)]) -> Reply {
    let mut line = Vec::new();
    let mut quotes = Vec::new();
    let mut blocks = Vec::new();
    for (event, answer) in events {
        let said = answer
            .short
            .as_ref()
            .map(|short| (short, &answer.evidence[short.evidence]));
        let Some((short, evidence)) = said else {
            blocks.push(Block::Notice {
                text: vec![
                    plain("The articles don't say when: "),
                    strong(event),
                    plain("."),
                ],
            });
            continue;
        };
        if !line.is_empty() {
            line.push(plain(" · "));
        }
        let number = quotes.len() + 1;
        line.extend([plain(format!("{event}: ")), strong(&short.text)]);
        line.extend(day(evidence, short.span).map(|day| faint(format!(" ({day})"))));
        line.push(faint(format!(" [{number}]")));
        quotes.push(Block::Quote(quote(evidence, number, Some(event.clone()))));
    }
    if quotes.len() == events.len() {
        let own = notice("The times are the articles'; comparing them is left to you.");
        blocks.push(own);
    }
    let certainty = events.iter().map(|(_, answer)| certainty(answer));
    let weakest = certainty.max_by_key(|one| match one {
        Certainty::Sure => 0,
        Certainty::Likely => 1,
        Certainty::Differ => 2,
        Certainty::NotInSources => 3,
    });
    let answer = (!line.is_empty()).then_some(Block::Answer { text: line });
    Reply {
        blocks: answer.into_iter().chain(quotes).chain(blocks).collect(),
        certainty: weakest,
        suggestions: Vec::new(),
    }
}

/// The calendar day that a date in a quote means, where its words do not say it themselves.
fn day(evidence: &Evidence, span: Span) -> Option<Date> {
    let mut mentions = evidence.block.mentions.iter();
    match &mentions.find(|mention| mention.span == span)?.kind {
        MentionKind::Date(date) => date
            .interval
            .filter(|interval| interval.from == interval.to)
            .map(|interval| interval.from),
        _ => None,
    }
}

/// One quote of a reply; `label` is put before it.
#[must_use]
pub fn quote(evidence: &Evidence, number: usize, label: Option<String>) -> Quote {
    Quote {
        text: evidence.text().to_owned(),
        highlights: evidence
            .highlights
            .iter()
            .filter(|(span, _)| evidence.span.contains(*span))
            .map(|(span, kind)| Highlight {
                span: span.relative_to(evidence.span),
                kind: *kind,
            })
            .collect(),
        label,
        citation: cite(&evidence.block, evidence.span, number),
    }
}

fn agreeing(answer: &Answer) -> Option<Block> {
    let sources = answer.agreement.independent_sources;
    (sources > 1).then(|| notice(format!("{sources} independent sources say so.")))
}

fn differing(values: &[DifferentValue]) -> Vec<Block> {
    if values.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![notice("The sources differ:")];
    blocks.push(Block::List {
        items: values
            .iter()
            .map(|value| {
                let published = value
                    .published
                    .map_or_else(|| "undated".to_owned(), |date| date.to_string());
                vec![strong(&value.text), faint(format!(" ({published})"))]
            })
            .collect(),
    });
    blocks
}

fn refuse(answer: &Answer, refusal: &Refusal, quotes: &[Block], blocks: &mut Vec<Block>) {
    match refusal {
        Refusal::NothingAsked => {
            blocks.push(Block::Notice {
                text: vec![
                    plain("There is nothing in this that I could look for. Ask about the story, for example "),
                    code("who said what?"),
                    plain(", or type "),
                    code("help"),
                    plain("."),
                ],
            });
        }
        Refusal::NoArticles => blocks.push(notice(
            "There are no articles yet. Put some into the articles folder and index them.",
        )),
        Refusal::NothingFound => {
            blocks.push(notice(format!(
                "The articles don't say. {}",
                searched(&answer.searched)
            )));
        }
        Refusal::NotAnswered { missing } => {
            blocks.push(notice(not_said(missing, &answer.searched)));
            if let Some(Block::Quote(closest)) = quotes.first() {
                blocks.push(Block::Quote(Quote {
                    label: Some("closest".to_owned()),
                    highlights: closest
                        .highlights
                        .iter()
                        .filter(|mark| mark.kind == HighlightKind::Match)
                        .copied()
                        .collect(),
                    ..closest.clone()
                }));
            }
        }
    }
}

fn not_said(missing: &[String], searched_in: &Searched) -> String {
    let mut text = "The articles don't say.".to_owned();
    if !missing.is_empty() {
        let words: Vec<String> = missing.iter().map(|word| format!("“{word}”")).collect();
        text.push_str(&format!(" The closest passage lacks {}.", words.join(", ")));
    }
    text.push(' ');
    text.push_str(&searched(searched_in));
    text
}

/// What was looked through, as a sentence.
#[must_use]
pub fn searched(searched: &Searched) -> String {
    let mut text = format!(
        "I searched {} ({})",
        count(searched.articles, "article", "articles"),
        count(searched.sentences, "passage", "passages"),
    );
    if let Some(newest) = searched.newest {
        text.push_str(&format!(", the newest of {newest}"));
    }
    text.push('.');
    text
}

fn suggestions(answer: &Answer, has_more: bool) -> Vec<Suggestion> {
    let mut suggestions = Vec::new();
    if has_more && (answer.refusal.is_none() || !answer.evidence.is_empty()) {
        suggestions.push(Suggestion {
            command: "more".to_owned(),
            purpose: "further quotes".to_owned(),
        });
    }
    if matches!(
        answer.refusal,
        Some(Refusal::NothingFound | Refusal::NotAnswered { .. })
    ) {
        suggestions.push(Suggestion::new(
            "watch",
            "be told when an article answers this",
        ));
    }
    if answer.refusal.is_some() {
        suggestions.push(Suggestion {
            command: "topics".to_owned(),
            purpose: "what the story is about".to_owned(),
        });
        suggestions.push(Suggestion {
            command: "sources".to_owned(),
            purpose: "the articles".to_owned(),
        });
    }
    suggestions
}
