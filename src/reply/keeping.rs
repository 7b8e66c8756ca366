//! What is said to those who keep the articles.

use crate::admin::{Added, Difference, Doubt, KeepingError, PutAside, Understood};
use crate::index::{ArticleCard, Progress};

use super::model::{Block, Inline, Reply, Suggestion};
use super::reading::{ArticleHead, article_head};
use super::text::{code, count, faint, notice, plain, sentence, strong};

/// Articles and lines that are named one by one; the others are counted.
const NAMED: usize = 10;

/// Files put aside that are named one by one.
const MOST_ASIDE: usize = 25;

/// Says who may change the articles, to somebody who may not.
#[must_use]
pub fn not_an_owner() -> Reply {
    let mut reply = Reply::from(notice(
        "Only owners may do that: the people whom my operator has named as owners in the \
         configuration. The articles are the same for everybody whom I answer.",
    ));
    reply.suggestions.push(Suggestion::new(
        "sources",
        "the articles that I answer from",
    ));
    reply
}

/// Says that articles are not kept by command here.
#[must_use]
pub fn no_newsroom() -> Reply {
    Reply::from(notice(
        "The articles cannot be changed from here. Start me with `newshound` or `newshound run`.",
    ))
}

/// Says what to add.
#[must_use]
pub fn nothing_attached() -> Reply {
    Reply::from(notice(
        "There is nothing to add. Name the address of a page, attach a file to the message (txt, md, \
         html, pdf, docx, eml, jsonl or zip), or in the console name a file's path.",
    ))
}

/// Why a file that came with a message is not there.
#[must_use]
pub fn not_fetched(reason: &str) -> String {
    format!("could not be fetched: {reason}; send it again")
}

/// Why a file that came with a message is not fetched: it has more than so many bytes.
#[must_use]
pub fn too_large_to_fetch(limit: u64) -> String {
    let limit = limit >> 20;
    format!("is larger than {limit} MiB; send it in parts, or put it into the articles folder")
}

/// Says that a path leads to nothing that can be read.
#[must_use]
pub fn unreadable_path(path: &str, reason: &str) -> Reply {
    let path: String = path.chars().take(200).collect();
    Reply::from(notice(sentence(&format!(
        "{path} cannot be read: {reason}"
    ))))
}

/// Says why an order was not carried out.
#[must_use]
pub fn keeping_trouble(error: &KeepingError) -> Reply {
    Reply::from(notice(sentence(&error.to_string())))
}

/// The line above a list of those articles that fit a filter.
#[must_use]
pub fn filtered_head(filter: &str, fitting: usize, all: usize) -> Block {
    let filter: String = filter.chars().take(80).collect();
    Block::Answer {
        text: vec![
            strong(count(fitting as u64, "article", "articles")),
            plain(format!(" of {all} with “{filter}”")),
        ],
    }
}

/// What is known of an article beside its text; where its file is only for those who keep it.
#[must_use]
pub fn article_facts(head: &ArticleHead, (file, feed): (Option<&str>, Option<&str>)) -> Reply {
    let mut blocks = article_head(head);
    if let Some(Block::List { items }) = blocks.last_mut() {
        if let Some(file) = file {
            items.push(vec![plain("File "), code(file)]);
        }
        if let Some(feed) = feed {
            items.push(vec![plain("Brought by the feed "), strong(feed)]);
        }
        let hash = head.card.hash.to_string();
        items.push(vec![plain("Text "), faint(format!("BLAKE3 {hash}"))]);
    }
    let mut suggestions = vec![Suggestion::new(
        format!("article {}", head.number),
        "read it",
    )];
    if file.is_some() {
        let command = format!("articles remove {}", head.number);
        suggestions.push(Suggestion::new(command, "take it out"));
    }
    Reply {
        blocks,
        certainty: None,
        suggestions,
    }
}

/// Says what became of files that were to be added.
#[must_use]
pub fn added_reply(added: &[Added]) -> Reply {
    let mut reply = Reply::default();
    for one in added {
        add_outcome(one, &mut reply);
    }
    reply
}

fn add_outcome(added: &Added, reply: &mut Reply) {
    match added {
        Added::Kept(articles) => {
            let number = count(articles.len() as u64, "article", "articles");
            push_answer(reply, vec![strong(format!("Added {number}"))]);
            reply.blocks.push(facts_of(articles));
        }
        Added::Known(articles) => {
            let text = "I have that already; nothing was added";
            push_answer(reply, vec![strong(text)]);
            reply.blocks.push(facts_of(articles));
        }
        Added::PutAside { name, articles } => {
            push_answer(reply, vec![strong("Not added yet: please look at it")]);
            reply.blocks.push(facts_of(articles));
            reply.blocks.push(Block::Notice {
                text: vec![
                    plain("Say "),
                    code(format!("articles keep {name}")),
                    plain(" to take it in all the same, or "),
                    code(format!("articles drop {name}")),
                    plain(" to throw it away."),
                ],
            });
            for (part, purpose) in [("keep", "take it in"), ("drop", "throw it away")] {
                let command = format!("articles {part} {name}");
                reply.suggestions.push(Suggestion::new(command, purpose));
            }
        }
        Added::Refused { name, reason } => reply.blocks.push(Block::Notice {
            text: vec![strong(name), plain(": "), plain(sentence(reason))],
        }),
    }
}

fn push_answer(reply: &mut Reply, text: Vec<Inline>) {
    reply.blocks.push(Block::Answer { text });
}

/// One line for each article: what was understood, and what speaks against it.
fn facts_of(articles: &[Understood]) -> Block {
    let mut items: Vec<Vec<Inline>> = articles.iter().take(NAMED).map(facts).collect();
    if articles.len() > NAMED {
        items.push(vec![faint(format!("and {} more", articles.len() - NAMED))]);
    }
    Block::List { items }
}

fn facts(article: &Understood) -> Vec<Inline> {
    let published = article.published.map(|date| date.to_string());
    let parts = [
        Some(article.source.clone()).filter(|source| !source.is_empty()),
        Some(published.unwrap_or_else(|| "undated".to_owned())),
        Some(count(article.words as u64, "word", "words")),
        (article.language.as_ref()).map(|language| format!("language {language}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let mut line = vec![
        strong(&article.title),
        plain(format!(": {}, id ", parts.join(", "))),
        code(&article.id),
    ];
    if let Some(title) = article.reprint_of.first() {
        line.push(plain(format!("; says the same as “{title}”")));
    }
    for doubt in &article.doubts {
        line.push(plain(format!("; {}", doubt_in_words(*doubt))));
    }
    line
}

fn doubt_in_words(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Undated => "it does not say when it was published, so `when` cannot place it",
        Doubt::Short => "it is very short",
        Doubt::Foreign => "it is not in English, which is the language that I understand",
        Doubt::NoArticle => {
            "it looks like a page that asks for consent or a subscription, or reports an error"
        }
    }
}

/// The list of what was put aside.
#[must_use]
pub fn aside_reply(put_aside: &[PutAside]) -> Reply {
    if put_aside.is_empty() {
        return Reply::from(notice("Nothing is put aside."));
    }
    let mut items: Vec<Vec<Inline>> = put_aside.iter().take(MOST_ASIDE).map(aside_line).collect();
    if put_aside.len() > MOST_ASIDE {
        items.push(vec![faint(format!(
            "and {} more",
            put_aside.len() - MOST_ASIDE
        ))]);
    }
    let mut reply = Reply::from(Block::List { items });
    let first = &put_aside[0].name;
    for (part, purpose) in [("keep", "take it in"), ("drop", "throw it away")] {
        let command = format!("articles {part} {first}");
        reply.suggestions.push(Suggestion::new(command, purpose));
    }
    reply
}

fn aside_line(one: &PutAside) -> Vec<Inline> {
    let mut line = vec![code(&one.name), plain(": ")];
    match one.articles.as_slice() {
        [] => line.push(plain("it cannot be read any more")),
        [article] => line.extend(facts(article)),
        articles => line.push(plain(count(articles.len() as u64, "article", "articles"))),
    }
    line
}

/// Says that something that was put aside is gone.
#[must_use]
pub fn dropped_reply(name: &str) -> Reply {
    Reply::from(Block::Answer {
        text: vec![plain("Thrown away: "), code(name)],
    })
}

/// Says that an article was taken out.
#[must_use]
pub fn removed_reply(card: &ArticleCard, name: &str) -> Reply {
    let mut reply = Reply::from(Block::Answer {
        text: vec![plain("Taken out: "), strong(&card.title)],
    });
    reply.blocks.push(notice(
        "I no longer answer from it. Receipts under quotes from it can still be checked.",
    ));
    let command = format!("articles keep {name}");
    reply
        .suggestions
        .push(Suggestion::new(command, "bring it back"));
    reply
}

/// Says how far a change of the index is.
#[must_use]
pub fn under_way_reply(progress: Progress) -> Reply {
    let files = count(progress.files as u64, "file", "files");
    let mut reply = Reply::from(Block::Answer {
        text: vec![plain(format!(
            "Reading: {} of {files}, {} …",
            progress.files_read,
            count(progress.articles as u64, "article", "articles"),
        ))],
    });
    reply.blocks.push(notice(
        "Until this is done I answer from the index as it was.",
    ));
    reply
}

/// Says how the index changed.
#[must_use]
pub fn reindexed_reply(difference: &Difference) -> Reply {
    let changes = [
        (difference.added, "added"),
        (difference.changed, "changed"),
        (difference.removed, "removed"),
        (difference.skipped.len(), "skipped"),
    ];
    let changes: Vec<String> = (changes.into_iter())
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let changes = if changes.is_empty() {
        "nothing has changed".to_owned()
    } else {
        changes.join(", ")
    };
    let articles = count(difference.articles as u64, "article", "articles");
    let mut reply = Reply::from(Block::Answer {
        text: vec![strong(articles), plain(format!(": {changes}"))],
    });
    let lines = difference.skipped.iter().chain(&difference.notices);
    let mut items: Vec<Vec<Inline>> = lines
        .clone()
        .take(NAMED)
        .map(|line| vec![plain(line.clone())])
        .collect();
    let rest = lines.count().saturating_sub(NAMED);
    if rest > 0 {
        items.push(vec![faint(format!(
            "and {rest} more; `newshound index` names them all"
        ))]);
    }
    if !items.is_empty() {
        reply.blocks.push(Block::List { items });
    }
    reply
}
