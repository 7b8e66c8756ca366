//! How help is worded. What commands there are comes as plain rows, so that this has never heard
//! of the command table.

use super::model::{Block, Inline, Reply, Row, Suggestion};
use super::text::{code, faint, heading, notice, plain, strong};

/// Commands under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpGroup {
    /// The heading.
    pub title: String,
    /// How each command is typed, and what it does.
    pub commands: Vec<(String, String)>,
}

/// One command, in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpPage {
    /// How it is typed.
    pub usage: String,
    /// What it does, in full.
    pub help: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Lines that can be typed as they stand.
    pub examples: Vec<String>,
}

/// Words the help page on everything.
#[must_use]
pub fn help_reply(groups: &[HelpGroup]) -> Reply {
    let mut blocks = vec![notice(
        "Ask about the story in your own words. I answer with quotes from its articles and write \
         nothing about it myself.",
    )];
    for group in groups.iter().filter(|group| !group.commands.is_empty()) {
        blocks.push(heading(&group.title));
        blocks.push(Block::Table {
            columns: vec!["Type".to_owned(), "To".to_owned()],
            rows: group.commands.iter().map(command_row).collect(),
        });
    }
    blocks.push(heading("How sure"));
    blocks.push(Block::List {
        items: certainty_words(),
    });
    blocks.push(heading("How to check a quote"));
    blocks.push(Block::List {
        items: checking_words(),
    });
    Reply {
        blocks,
        certainty: None,
        suggestions: vec![Suggestion::new("help ask", "help on one command")],
    }
}

fn command_row((usage, summary): &(String, String)) -> Row {
    Row {
        cells: vec![vec![code(usage)], vec![plain(summary)]],
    }
}

fn certainty_words() -> Vec<Vec<Inline>> {
    vec![
        vec![plain("An answer without reserve: the quotes say it.")],
        vec![
            strong("Probably"),
            plain(": the quotes seem to say it; read them."),
        ],
        vec![
            strong("The sources differ"),
            plain(": each value is shown with its date."),
        ],
        vec![
            strong("The articles don't say"),
            plain(": what is quoted then is only the closest."),
        ],
    ]
}

fn checking_words() -> Vec<Vec<Inline>> {
    vec![
        vec![
            code("verify RECEIPT"),
            plain(": reads the stored words again, with the code under a quote."),
        ],
        vec![
            code("article ID"),
            plain(": the whole article that a quote is from."),
        ],
        vec![
            code("check \"TEXT\""),
            plain(": whether words that you have read elsewhere are in the articles."),
        ],
    ]
}

/// Words the help page on one command.
#[must_use]
pub fn help_page_reply(page: &HelpPage) -> Reply {
    let mut blocks = vec![
        Block::Heading {
            text: vec![code(&page.usage)],
        },
        notice(&page.help),
    ];
    if !page.aliases.is_empty() {
        blocks.push(Block::Notice {
            text: listed("Also: ", &page.aliases),
        });
    }
    if !page.examples.is_empty() {
        blocks.push(heading("Examples"));
        blocks.push(Block::List {
            items: page.examples.iter().map(|line| vec![code(line)]).collect(),
        });
    }
    Reply {
        blocks,
        certainty: None,
        suggestions: vec![Suggestion::new("help", "all commands")],
    }
}

fn listed(before: &str, words: &[String]) -> Vec<Inline> {
    let mut text = vec![faint(before)];
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            text.push(plain(", "));
        }
        text.push(code(word));
    }
    text
}
