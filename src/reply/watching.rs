//! What is said about questions that wait for an answer, and about who may do what.

use crate::admin::Watch;
use crate::command::Permission;

use super::model::{Block, Inline, Reply, Suggestion};
use super::text::{code, notice, paged_list, plain, strong};

/// Says that a question is watched.
#[must_use]
pub fn watching_reply(watch: &Watch) -> Reply {
    let mut reply = Reply::from(Block::Answer {
        text: vec![
            plain("I'll tell you here when an article answers "),
            strong(format!("“{}”", watch.question)),
            plain("."),
        ],
    });
    reply.suggestions = vec![
        Suggestion::new(format!("unwatch {}", watch.number), "let it go"),
        Suggestion::new("watches", "what waits here"),
    ];
    reply
}

/// The line above the answer to a question that was not answered when it was to be watched.
#[must_use]
pub fn watch_answered(watch: &Watch) -> Block {
    Block::Notice {
        text: vec![
            plain("You wanted to know "),
            strong(format!("“{}”", watch.question)),
            plain(". An article answers it now."),
        ],
    }
}

/// The line above the answer to a question that needs no watch.
#[must_use]
pub fn answered_already() -> Block {
    notice("The articles answer that already, so there is nothing to wait for.")
}

/// Pages of the questions that wait in a place: the first one, and the others.
#[must_use]
pub fn watches_reply(watches: &[&Watch], rows: usize) -> (Reply, Vec<Block>) {
    if watches.is_empty() {
        let mut reply = Reply::from(notice("No question waits for an answer here."));
        let watch = Suggestion::new("watch QUESTION", "have one wait");
        reply.suggestions.push(watch);
        return (reply, Vec::new());
    }
    let items: Vec<_> = watches.iter().map(|watch| line(watch)).collect();
    let (mut reply, rest) = paged_list("Waiting for an answer here", &items, rows);
    reply
        .suggestions
        .push(Suggestion::new("unwatch NUMBER", "let one go"));
    (reply, rest)
}

fn line(watch: &Watch) -> Vec<Inline> {
    vec![strong(format!("{} ", watch.number)), plain(&watch.question)]
}

/// Says that a question no longer waits.
#[must_use]
pub fn unwatched_reply(watch: &Watch) -> Reply {
    Reply::from(Block::Answer {
        text: vec![
            plain("I let go of "),
            strong(format!("“{}”", watch.question)),
            plain("."),
        ],
    })
}

/// Says that there is nothing to watch.
#[must_use]
pub fn nothing_to_watch() -> Reply {
    Reply::from(Block::Notice {
        text: vec![
            plain("There is no question here that I could watch. Ask one first, or say "),
            code("watch who did it?"),
            plain(" with a question of at most a few lines."),
        ],
    })
}

/// Says that there is no such watch.
#[must_use]
pub fn no_such_watch(number: u64) -> Reply {
    let mut reply = Reply::from(notice(format!("No question {number} waits for an answer.")));
    let list = Suggestion::new("watches", "what waits here");
    reply.suggestions.push(list);
    reply
}

/// Says that a question is somebody else's.
#[must_use]
pub fn not_your_watch() -> Reply {
    Reply::from(notice(
        "Somebody else waits for that answer. They and this room's moderators may let go of it.",
    ))
}

/// Says that no more can wait: one person's, or altogether.
#[must_use]
pub fn too_many_watches(of_one: Option<usize>) -> Reply {
    let mut reply = Reply::from(notice(match of_one {
        Some(most) => format!("You wait for {most} answers already. Let one go first."),
        None => "Too many questions wait for an answer already. Try again later.".to_owned(),
    }));
    let list = Suggestion::new("watches", "what waits here");
    reply.suggestions.push(list);
    reply
}

/// Says that nothing is watched here.
#[must_use]
pub fn no_watches_here() -> Reply {
    Reply::from(notice(
        "I cannot keep questions here. Start me with `newshound` or `newshound run`.",
    ))
}

/// Says whether somebody may use a command; `who` is empty for the asker.
#[must_use]
pub fn can_reply(who: &str, command: &str, rights: Permission, needed: Permission) -> Reply {
    let command: String = command.chars().take(80).collect();
    let may = if rights >= needed { "may" } else { "may not" };
    let (who, are) = match who {
        "" => (plain("You"), "You are"),
        // A mention is a platform's own word for somebody, and would ping here.
        mention if mention.starts_with('<') => (plain("That person"), "They are"),
        name => (strong(name), "They are"),
    };
    let text = vec![
        who,
        plain(format!(" {may} use ")),
        code(command),
        plain(format!(", which {}.", who_may(needed))),
    ];
    let mut reply = Reply::from(Block::Answer { text });
    reply
        .blocks
        .push(notice(format!("{are} {} here.", in_words(rights))));
    reply
}

fn who_may(needed: Permission) -> &'static str {
    match needed {
        Permission::Everyone => "is for everybody",
        Permission::Moderator => "is for moderators, admins and owners",
        Permission::Admin => {
            "is for admins: who may manage this server or rules this room, and owners"
        }
        Permission::Owner => {
            "is for owners alone: those whom my operator has named in the configuration"
        }
    }
}

fn in_words(rights: Permission) -> &'static str {
    match rights {
        Permission::Everyone => "neither an owner nor an admin nor a moderator",
        Permission::Moderator => "a moderator",
        Permission::Admin => "an admin",
        Permission::Owner => "an owner",
    }
}

/// Says that a person cannot be found.
#[must_use]
pub fn no_such_person(who: &str) -> Reply {
    let who: String = who.chars().take(80).collect();
    let who = if who.starts_with('<') {
        "that".to_owned()
    } else {
        format!("“{who}”")
    };
    let words = format!("I cannot tell who {who} is here. Mention the person, or say ");
    Reply::from(Block::Notice {
        text: vec![plain(words), code("can me COMMAND"), plain(".")],
    })
}

/// Says that there is no such command.
#[must_use]
pub fn no_such_command(word: &str) -> Reply {
    let word: String = word.chars().take(40).collect();
    let mut reply = Reply::from(notice(format!("There is no command “{word}”.")));
    let help = Suggestion::new("help", "all commands");
    reply.suggestions.push(help);
    reply
}
