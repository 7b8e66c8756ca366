//! What is said to those who look after the articles: pinned questions, and the audit log.

use crate::admin::{Act, Gap, Pinned};

use super::model::{Block, Inline, Reply, Row, Suggestion};
use super::text::{code, count, faint, notice, paged, paged_list, plain, sentence, strong};

/// Lost answers that are named; the others are counted.
const NAMED: usize = 10;

/// Says how the pinned questions are.
#[must_use]
pub fn golden_reply(all: usize, lost: &[Pinned]) -> Reply {
    if all == 0 {
        let mut reply = Reply::from(notice(
            "No question is pinned. Ask one, and pin it when its answer is right.",
        ));
        reply
            .suggestions
            .push(Suggestion::new("golden add", "pin the last question"));
        return reply;
    }
    Reply {
        blocks: golden_sum(all, lost),
        ..Reply::default()
    }
}

/// Blocks that say how many pinned questions are still answered, and which are not.
#[must_use]
pub fn golden_sum(all: usize, lost: &[Pinned]) -> Vec<Block> {
    let questions = count(all as u64, "pinned question", "pinned questions");
    if lost.is_empty() {
        let verb = if all == 1 { "has its" } else { "have their" };
        return vec![notice(format!("{questions} still {verb} answer."))];
    }
    let mut items: Vec<Vec<Inline>> = lost.iter().take(NAMED).map(lost_line).collect();
    if lost.len() > NAMED {
        items.push(vec![faint(format!("and {} more", lost.len() - NAMED))]);
    }
    vec![
        Block::Notice {
            text: vec![strong(format!(
                "{} of {questions} lost the answer:",
                lost.len()
            ))],
        },
        Block::List { items },
    ]
}

fn lost_line(pinned: &Pinned) -> Vec<Inline> {
    let wanted = match pinned.answers.first() {
        Some(answer) => format!(" should say “{answer}”"),
        None => " should be declined".to_owned(),
    };
    vec![strong(&pinned.question), plain(wanted)]
}

/// Says that a question is pinned.
#[must_use]
pub fn pinned_reply(pinned: &Pinned) -> Reply {
    let mut text = vec![plain("Pinned: "), strong(&pinned.question)];
    for answer in &pinned.answers {
        text.push(plain(format!(" with the answer “{answer}”")));
    }
    Reply::from(Block::Answer { text })
}

/// Says that there is nothing to pin.
#[must_use]
pub fn nothing_to_pin() -> Reply {
    Reply::from(notice(
        "There is no answered question here that I could pin. Ask one first.",
    ))
}

/// Pages of the audit log: the first one, and the others.
#[must_use]
pub fn audit_pages(acts: &[Act], rows: usize) -> (Reply, Vec<Block>) {
    let tables = acts.chunks(rows.max(1)).map(|acts| Block::Table {
        columns: ["When (UTC)", "Who", "Where", "What"]
            .map(str::to_owned)
            .to_vec(),
        rows: acts.iter().map(row).collect(),
    });
    paged("What was ordered, the last first", tables.collect())
}

fn row(act: &Act) -> Row {
    let time = act
        .at
        .map(|time| time.strftime("%Y-%m-%d %H:%M").to_string());
    let mut place = act.place.clone();
    if !act.story.is_empty() {
        place.push_str(&format!(" ({})", act.story));
    }
    Row {
        cells: vec![
            vec![plain(time.unwrap_or_else(|| "?".to_owned()))],
            vec![plain(&act.author)],
            vec![plain(place)],
            vec![code(&act.line)],
        ],
    }
}

/// Tells owners what was ordered just now.
#[must_use]
pub fn act_reply(act: &Act) -> Reply {
    let mut text = vec![code(&act.line), plain(" by "), strong(&act.author)];
    text.push(plain(format!(" in {}", act.place)));
    if !act.story.is_empty() {
        text.push(plain(format!(", story {}", act.story)));
    }
    Reply::from(Block::Notice { text })
}

/// Tells owners of a feed that they should look at.
#[must_use]
pub fn dead_feed_reply(name: &str) -> Reply {
    let mut reply = Reply::from(Block::Notice {
        text: vec![
            plain("The feed "),
            strong(name),
            plain(" fails again and again."),
        ],
    });
    reply.suggestions = vec![
        Suggestion::new("feeds", "why"),
        Suggestion::new(format!("feeds remove {name}"), "forget it"),
    ];
    reply
}

/// Pages of the questions that found no answer: the first one, and the others.
#[must_use]
pub fn gaps_reply(gaps: &[Gap], rows: usize) -> (Reply, Vec<Block>) {
    let items: Vec<_> = gaps.iter().map(gap_line).collect();
    let (mut reply, rest) = paged_list("Asked, and the articles don't say", &items, rows);
    reply
        .suggestions
        .push(Suggestion::new("gaps clear", "forget them"));
    (reply, rest)
}

fn gap_line(gap: &Gap) -> Vec<Inline> {
    let times = count(gap.times, "time", "times");
    let day = gap.day.map(|day| format!(", last on {day}"));
    let told = format!(" {times}{}", day.unwrap_or_default());
    vec![strong(&gap.question), faint(told)]
}

/// Says that no question is without an answer.
#[must_use]
pub fn no_gaps() -> Reply {
    Reply::from(notice("Every question that was asked found an answer."))
}

/// Says that such questions are not kept.
#[must_use]
pub fn gaps_are_off() -> Reply {
    Reply::from(notice(
        "I keep no questions. My operator can have me keep the words of those that the articles \
         don't answer, without who asked, with answers.keep_gaps.",
    ))
}

/// Says that they are forgotten.
#[must_use]
pub fn gaps_cleared() -> Reply {
    Reply::from(notice("The questions without an answer are forgotten."))
}

/// Says that nothing was ordered yet.
#[must_use]
pub fn no_audit() -> Reply {
    Reply::from(notice("Nothing was ordered yet."))
}

/// Says that an order could not be noted.
#[must_use]
pub fn not_noted(error: &str) -> Block {
    let text = format!("this is not in the audit log: {error}");
    notice(sentence(&text))
}
