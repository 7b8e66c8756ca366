//! What re-indexing would do, and that a change was taken back.

use crate::index::{Foreseen, Preview, Statistics};

use super::model::{Block, Inline, Reply, Suggestion};
use super::text::{code, count, faint, notice, plain, strong};

/// Articles and lines of each kind that are named one by one; the others are counted.
const NAMED: usize = 10;

/// Says what re-indexing would do, and how to have it done.
#[must_use]
pub fn foreseen_reply(preview: &Preview, thorough: bool) -> Reply {
    let mut reply = Reply::from(Block::Answer {
        text: vec![strong(sum(preview))],
    });
    if preview.is_held {
        reply.blocks.push(notice(
            "A change was taken back, and I answer from the index as it was before.",
        ));
    }
    let kinds = [
        ("New", &preview.added),
        ("Changed", &preview.changed),
        ("Gone", &preview.removed),
    ];
    for (kind, articles) in kinds {
        list(kind, articles.iter().map(named).collect(), &mut reply);
    }
    let lines = |texts: Vec<String>| texts.into_iter().map(|text| vec![plain(text)]).collect();
    let skipped = preview.skipped.iter().map(ToString::to_string).collect();
    list("Left out", lines(skipped), &mut reply);
    let notices = preview.notices.iter().map(ToString::to_string).collect();
    list("To look at", lines(notices), &mut reply);
    if thorough || preview.is_held || !preview.is_empty() {
        let command = if thorough {
            "reindex full now"
        } else {
            "reindex now"
        };
        reply.suggestions.push(Suggestion::new(command, "do it"));
    }
    reply
}

fn sum(preview: &Preview) -> String {
    let reprints = preview
        .added
        .iter()
        .filter(|one| !one.reprint_of.is_empty());
    let changes = [
        (preview.added.len(), "new"),
        (preview.changed.len(), "changed"),
        (preview.removed.len(), "gone"),
        (preview.skipped.len(), "left out"),
        (reprints.count(), "of the new ones say the same as others"),
    ];
    let mut parts: Vec<String> = changes
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let unchanged = count(preview.unchanged as u64, "article", "articles");
    if preview.is_empty() {
        parts.insert(0, "nothing has changed".to_owned());
    }
    parts.push(format!("{unchanged} as before"));
    let text = parts.join(", ");
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn named(article: &Foreseen) -> Vec<Inline> {
    let mut line = vec![strong(&article.title), plain(" "), code(&article.id)];
    if let Some(other) = article.reprint_of.first() {
        line.extend([faint(" says the same as "), code(other)]);
    }
    line
}

fn list(kind: &str, mut items: Vec<Vec<Inline>>, reply: &mut Reply) {
    if items.is_empty() {
        return;
    }
    let rest = items.len().saturating_sub(NAMED);
    items.truncate(NAMED);
    if rest > 0 {
        items.push(vec![faint(format!("and {rest} more"))]);
    }
    reply.blocks.push(Block::Notice {
        text: vec![plain(format!("{kind}:"))],
    });
    reply.blocks.push(Block::List { items });
}

/// Says that the last change was taken back.
#[must_use]
pub fn rolled_back_reply(now: &Statistics) -> Reply {
    let articles = count(now.articles, "article", "articles");
    let mut reply = Reply::from(Block::Answer {
        text: vec![
            plain("The last change is taken back: I answer from "),
            strong(articles),
            plain(" again."),
        ],
    });
    reply.blocks.push(notice(
        "The articles folder is as it is; nothing in it is read until you say so.",
    ));
    reply.suggestions = vec![
        Suggestion::new("rollback", "undo this"),
        Suggestion::new("reindex", "what the folder holds now"),
    ];
    reply
}
