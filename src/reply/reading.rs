//! How the list of sources and whole articles are worded.

use crate::answer::ArticleFound;
use crate::index::{ArticleCard, Statistics};

use super::citation::link_to;
use super::model::{Block, Inline, Reply, Row, Suggestion};
use super::text::{code, count, faint, heading, notice, plain, strong};

/// One line of the list of sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Number in the list, from 1.
    pub number: usize,
    /// The article.
    pub card: ArticleCard,
    /// Number of an earlier article in the list that says the same, where there is one.
    pub reprint_of: Option<usize>,
}

/// What is told of an article above its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHead {
    /// Number in the list of sources, from 1.
    pub number: usize,
    /// The article.
    pub card: ArticleCard,
    /// Words of its body.
    pub words: usize,
    /// Place that it was filed from, as it says.
    pub dateline: Option<String>,
    /// Numbers and titles of articles that say the same.
    pub reprints: Vec<(usize, String)>,
}

/// The line above the list of sources.
#[must_use]
pub fn sources_head(statistics: &Statistics) -> Block {
    let mut text = vec![
        strong(count(statistics.articles, "article", "articles")),
        plain(format!(
            ", {}",
            count(statistics.sentences, "passage", "passages")
        )),
    ];
    if let (Some(oldest), Some(newest)) = (statistics.oldest, statistics.newest) {
        text.push(plain(if oldest == newest {
            format!(", of {oldest}")
        } else {
            format!(", from {oldest} to {newest}")
        }));
    }
    text.push(faint(" (oldest first)"));
    Block::Answer { text }
}

/// A page of the list of sources.
#[must_use]
pub fn sources_table(rows: &[SourceRow]) -> Block {
    Block::Table {
        columns: ["No.", "Title", "Source", "Date", "Id"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.iter().map(source_row).collect(),
    }
}

fn source_row(row: &SourceRow) -> Row {
    let mut title = vec![strong(&row.card.title)];
    if let Some(number) = row.reprint_of {
        title.push(faint(format!(" (reprint of {number})")));
    }
    Row {
        cells: vec![
            vec![plain(row.number.to_string())],
            title,
            vec![plain(source_of(&row.card))],
            vec![plain(date_of(&row.card))],
            vec![code(&row.card.id)],
        ],
    }
}

fn source_of(card: &ArticleCard) -> &str {
    if card.source.is_empty() {
        "unknown"
    } else {
        &card.source
    }
}

fn date_of(card: &ArticleCard) -> String {
    card.published
        .map_or_else(|| "undated".to_owned(), |date| date.to_string())
}

/// What ends a list that is longer than a reader would page through.
#[must_use]
pub fn sources_left_out(number: usize) -> Block {
    Block::Notice {
        text: vec![
            plain(format!(
                "There are {} more. Type ",
                count(number as u64, "article", "articles")
            )),
            code("article"),
            plain(" and a number, an id or words of a title to read one."),
        ],
    }
}

/// The reply where there are no articles.
#[must_use]
pub fn no_sources() -> Reply {
    Reply::from(notice(
        "There are no articles yet. Put some into the articles folder and index them.",
    ))
}

/// What is told of an article above its text.
#[must_use]
pub fn article_head(head: &ArticleHead) -> Vec<Block> {
    let card = &head.card;
    let mut items: Vec<Vec<Inline>> = vec![vec![
        plain(source_of(card)),
        plain(
            card.author
                .as_ref()
                .map(|author| format!(", {author}"))
                .unwrap_or_default(),
        ),
        plain(format!(", {}", date_of(card))),
    ]];
    if let Some(place) = &head.dateline {
        let place = place.trim_end_matches(|last: char| "—–- ".contains(last));
        items.push(vec![plain(format!("Filed from {place}"))]);
    }
    if let Some(url) = card.url.as_deref().and_then(|url| link_to(url, "")) {
        items.push(vec![plain(url)]);
    }
    let language = card
        .language
        .as_ref()
        .map(|code| format!(", language {code}"));
    items.push(vec![
        plain(format!(
            "{}, {}{}, id ",
            count(head.words as u64, "word", "words"),
            count(u64::from(card.sentences), "passage", "passages"),
            language.unwrap_or_default()
        )),
        code(&card.id),
        plain(format!(", number {} in the list", head.number)),
    ]);
    for (number, title) in &head.reprints {
        items.push(vec![plain(format!("Says the same as {number}: {title}"))]);
    }
    vec![heading(&card.title), Block::List { items }]
}

/// The reply where a name leads to no single article.
#[must_use]
pub fn article_not_found(typed: &str, found: &ArticleFound) -> Reply {
    let typed: String = typed.chars().take(80).collect();
    let mut reply = Reply::default();
    match found {
        ArticleFound::Several(articles) => {
            reply.blocks.push(notice(format!(
                "{} fit “{typed}”. Which one?",
                count(articles.len() as u64, "article", "articles")
            )));
            let rows: Vec<SourceRow> = articles
                .iter()
                .take(LISTED)
                .map(|(number, card)| SourceRow {
                    number: *number,
                    card: card.clone(),
                    reprint_of: None,
                })
                .collect();
            reply.blocks.push(sources_table(&rows));
            if let Some((number, _)) = articles.first() {
                let command = format!("article {number}");
                reply
                    .suggestions
                    .push(Suggestion::new(command, "the first of them"));
            }
        }
        ArticleFound::None(Some((number, card))) => {
            reply.blocks.push(Block::Notice {
                text: vec![
                    plain(format!("There is no article “{typed}”. Did you mean ")),
                    strong(&card.title),
                    plain("?"),
                ],
            });
            let command = format!("article {number}");
            reply.suggestions.push(Suggestion::new(command, "read it"));
        }
        _ => reply
            .blocks
            .push(notice(format!("There is no article “{typed}”."))),
    }
    reply
        .suggestions
        .push(Suggestion::new("sources", "all articles"));
    reply
}

/// Articles that are listed where a name fits several.
const LISTED: usize = 10;
