//! How a check of a text and of a receipt are worded.

use crate::answer::{
    Change, ChangeKind, Checked, CheckedPiece, Difference, HighlightKind, Passage, Verbatim,
    Verdict, Verified,
};
use crate::index::ReceiptError;
use crate::text::Span;

use super::answer::searched;
use super::citation::cite_passage;
use super::model::{Block, Certainty, Highlight, Inline, Quote, Reply, Suggestion};
use super::text::{code, count, faint, heading, notice, plain, sentence, strong};

/// Characters of a checked piece that are repeated above its verdict.
const SHOWN_OF_A_PIECE: usize = 60;

/// Words a check; the first `shown` quotes of each piece are in the reply, the others come back
/// beside it for `more`.
#[must_use]
pub fn check_reply(checked: &Checked, shown: usize) -> (Reply, Vec<Block>) {
    let mut wording = Wording {
        shown,
        ..Wording::default()
    };
    if checked.pieces.is_empty() {
        wording.blocks.push(nothing_to_check());
        return wording.finish(None);
    }
    if let Some(said) = &checked.attribution {
        wording.blocks.push(Block::Notice {
            text: vec![
                plain("I checked the words between the quotation marks. Read in the quotes below whether “"),
                plain(said),
                plain("” is right."),
            ],
        });
    }
    for piece in &checked.pieces {
        if checked.pieces.len() > 1 {
            wording.blocks.push(piece_heading(&piece.text));
        }
        wording.add_piece(piece);
    }
    if checked.is_patchwork {
        wording.blocks.push(notice(
            "Take care: no one article holds all these parts in this order.",
        ));
    }
    let certainty = certainty(&checked.pieces);
    if certainty == Some(Certainty::NotInSources) {
        wording.blocks.push(notice(searched(&checked.searched)));
    }
    wording.finish(certainty)
}

/// A reply as it grows: its quotes are numbered through.
#[derive(Default)]
struct Wording {
    blocks: Vec<Block>,
    rest: Vec<Block>,
    quotes: usize,
    shown: usize,
}

impl Wording {
    fn add_piece(&mut self, piece: &CheckedPiece) {
        match &piece.verdict {
            Verdict::Verbatim(verbatim) => self.add_verbatim(verbatim),
            Verdict::Nearly {
                passage,
                difference,
            } => {
                self.blocks.push(nearly(difference));
                self.blocks.push(changes(difference));
                self.add_quote(passage, HighlightKind::Answer, Some("the article"));
            }
            Verdict::TooCommon => self.blocks.push(notice(
                "These words are too few and too common to look for. Give me some more of the text.",
            )),
            Verdict::Absent { closest } => {
                self.blocks.push(answer(vec![
                    strong("Not in the articles"),
                    plain(", and nothing that is nearly the same."),
                ]));
                if let Some(closest) = closest {
                    self.add_quote(closest, HighlightKind::Match, Some("closest"));
                }
            }
        }
    }

    fn add_verbatim(&mut self, verbatim: &Verbatim) {
        self.blocks.push(word_for_word(verbatim));
        for (place, passage) in verbatim.passages.iter().enumerate() {
            let label = (place >= verbatim.independent).then_some("reprint");
            let block = self.quote(passage, HighlightKind::Answer, label);
            if place < self.shown {
                self.blocks.push(block);
            } else {
                self.rest.push(block);
            }
        }
    }

    fn add_quote(&mut self, passage: &Passage, kind: HighlightKind, label: Option<&str>) {
        let block = self.quote(passage, kind, label);
        self.blocks.push(block);
    }

    fn quote(&mut self, passage: &Passage, kind: HighlightKind, label: Option<&str>) -> Block {
        self.quotes += 1;
        Block::Quote(quote_passage(passage, self.quotes, (kind, label)))
    }

    fn finish(self, certainty: Option<Certainty>) -> (Reply, Vec<Block>) {
        let suggestions = if self.rest.is_empty() {
            Vec::new()
        } else {
            vec![Suggestion::new("more", "further places")]
        };
        let reply = Reply {
            blocks: self.blocks,
            certainty,
            suggestions,
        };
        (reply, self.rest)
    }
}

/// A passage as a quote. What is marked in it is highlighted as `kind`, unless that is all of it.
#[must_use]
pub fn quote_passage(
    passage: &Passage,
    number: usize,
    (kind, label): (HighlightKind, Option<&str>),
) -> Quote {
    let all = Span::new(0, passage.text.trim_end_matches(['.', '!', '?']).len());
    let marked = passage
        .marked
        .iter()
        .map(|span| span.relative_to(passage.span))
        .filter(|span| !span.contains(all));
    Quote {
        text: passage.text.clone(),
        highlights: marked.map(|span| Highlight { span, kind }).collect(),
        label: label.map(str::to_owned),
        citation: cite_passage(passage, number),
    }
}

fn answer(text: Vec<Inline>) -> Block {
    Block::Answer { text }
}

fn nothing_to_check() -> Block {
    Block::Notice {
        text: vec![
            plain("There are no words in this that I could look for. Type "),
            code("check"),
            plain(" and then the words that somebody is said to have written."),
        ],
    }
}

fn piece_heading(text: &str) -> Block {
    let mut shown: String = text.chars().take(SHOWN_OF_A_PIECE).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    heading(format!("“{shown}”"))
}

fn word_for_word(verbatim: &Verbatim) -> Block {
    let but = match (verbatim.capitals_differ, verbatim.punctuation_differs) {
        (false, false) => "",
        (true, false) => ", but for capital letters",
        (false, true) => ", but for punctuation",
        (true, true) => ", but for capital letters and punctuation",
    };
    let at_least = if verbatim.are_all { "" } else { "at least " };
    let reprints = verbatim.passages.len() - verbatim.independent;
    let mut places = count(verbatim.independent as u64, "article", "articles");
    if reprints > 0 {
        places.push_str(&format!(
            " and {}",
            count(reprints as u64, "reprint", "reprints")
        ));
    }
    answer(vec![
        strong("Word for word"),
        plain(format!("{but}, in {at_least}{places}.")),
    ])
}

fn nearly(difference: &Difference) -> Block {
    let words = difference.words.max(1);
    answer(vec![
        strong("Nearly"),
        plain(format!(
            ": {} in a text of {}.",
            count(words as u64, "word differs", "words differ"),
            count(difference.of as u64, "word", "words")
        )),
    ])
}

/// One line for each place that differs: the article's words first, then the text's.
fn changes(difference: &Difference) -> Block {
    Block::List {
        items: difference.changes.iter().map(change).collect(),
    }
}

fn change(change: &Change) -> Vec<Inline> {
    let mut line = match change.kind {
        ChangeKind::Replaced => vec![
            plain("The article says “"),
            strong(&change.stored),
            plain("”, the text says “"),
            strong(&change.checked),
            plain("”"),
        ],
        ChangeKind::LeftOut => vec![
            plain("The article says “"),
            strong(&change.stored),
            plain("”, the text leaves it out"),
        ],
        ChangeKind::Added => vec![
            plain("The text says “"),
            strong(&change.checked),
            plain("”, the article does not"),
        ],
    };
    if !change.after.is_empty() {
        line.push(faint(format!(" (after “{}”)", change.after)));
    }
    line
}

/// As sure as the least sure piece; `None` where one could not be looked for.
fn certainty(pieces: &[CheckedPiece]) -> Option<Certainty> {
    let is = |wanted: fn(&Verdict) -> bool| pieces.iter().any(|piece| wanted(&piece.verdict));
    if is(|verdict| matches!(verdict, Verdict::TooCommon)) {
        None
    } else if is(|verdict| matches!(verdict, Verdict::Absent { .. })) {
        Some(Certainty::NotInSources)
    } else if is(|verdict| matches!(verdict, Verdict::Nearly { .. })) {
        Some(Certainty::Likely)
    } else {
        Some(Certainty::Sure)
    }
}

/// Words a text that is no receipt.
#[must_use]
pub fn receipt_error_reply(error: &ReceiptError) -> Reply {
    Reply {
        blocks: vec![
            notice(sentence(&error.to_string())),
            Block::Notice {
                text: vec![
                    plain("Every quote has its receipt under it. To look for words instead, type "),
                    code("check"),
                    plain(" and the words."),
                ],
            },
        ],
        ..Reply::default()
    }
}

/// Words what was found for a receipt.
#[must_use]
pub fn verify_reply(found: &[Verified]) -> Reply {
    let mut blocks = Vec::new();
    if found.is_empty() {
        blocks.push(answer(vec![strong("Unknown receipt"), plain(".")]));
        blocks.push(Block::Notice {
            text: vec![
                plain("No text of this story, present or past, has this receipt. It may be another story’s. To look for the words themselves, type "),
                code("check"),
                plain(" and the words."),
            ],
        });
    }
    if found.len() > 1 {
        blocks.push(notice(
            "More than one text fits this receipt; here is each.",
        ));
    }
    let mut number = 0;
    for verified in found {
        add_verified(verified, &mut number, &mut blocks);
    }
    let sure = matches!(found, [Verified::Current(_)]);
    Reply {
        blocks,
        certainty: sure.then_some(Certainty::Sure),
        suggestions: Vec::new(),
    }
}

fn add_verified(verified: &Verified, number: &mut usize, blocks: &mut Vec<Block>) {
    let mut quote = |passage: &Passage, label: Option<&str>| {
        *number += 1;
        Block::Quote(quote_passage(
            passage,
            *number,
            (HighlightKind::Answer, label),
        ))
    };
    match verified {
        Verified::Current(passage) => {
            blocks.push(answer(vec![
                strong("Genuine"),
                plain(": these are the stored words, byte for byte, and the article has not changed."),
            ]));
            blocks.push(quote(passage, None));
        }
        Verified::Removed(old) => {
            blocks.push(answer(vec![
                strong("Genuine"),
                plain(", but the article is no longer in the story. It said:"),
            ]));
            blocks.push(quote(old, Some("then")));
        }
        Verified::Changed(changed) => {
            blocks.push(answer(vec![
                strong("Genuine"),
                plain(", but the article has changed since. It said:"),
            ]));
            blocks.push(quote(&changed.old, Some("then")));
            match &changed.now {
                Verdict::Verbatim(verbatim) => {
                    blocks.push(notice("The same words still stand in it:"));
                    blocks.extend(verbatim.passages.first().map(|now| quote(now, Some("now"))));
                }
                Verdict::Nearly {
                    passage,
                    difference,
                } => {
                    blocks.push(notice("In their place it now says:"));
                    blocks.push(quote(passage, Some("now")));
                    blocks.push(since(difference));
                }
                Verdict::Absent { .. } | Verdict::TooCommon => {
                    blocks.push(notice("The words no longer stand in it."));
                }
            }
        }
        Verified::NoSuchPlace(card) => blocks.push(notice(format!(
            "The receipt is of “{}”, but that text has no such place. No quote of mine had this receipt.",
            card.title
        ))),
        Verified::Damaged(card) => blocks.push(notice(format!(
            "I cannot vouch for it: the stored text of “{}” does not fit its hash. The index is damaged and should be built again.",
            card.title
        ))),
    }
}

/// What changed in an article, in lines.
fn since(difference: &Difference) -> Block {
    let line = |change: &Change| match change.kind {
        ChangeKind::Replaced => vec![
            plain("“"),
            strong(&change.checked),
            plain("” became “"),
            strong(&change.stored),
            plain("”"),
        ],
        ChangeKind::LeftOut => vec![plain("“"), strong(&change.stored), plain("” came in")],
        ChangeKind::Added => vec![plain("“"), strong(&change.checked), plain("” went")],
    };
    Block::List {
        items: difference.changes.iter().map(line).collect(),
    }
}
