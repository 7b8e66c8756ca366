//! The list of sources, and whole articles.

use crate::answer::{ArticleFound, find_article};
use crate::index::{ArticleCard, Result, Snapshot};
use crate::reply::{
    ArticleHead, Block, Reply, SourceRow, Suggestion, article_head, article_not_found, no_sources,
    sources_head, sources_left_out, sources_table,
};
use crate::text::{split_paragraphs, tokenize};

use super::door::Bot;
use super::paging::Paged;

/// Bytes of an article that are shown at once, in whole paragraphs: some screens of a chat.
const PAGE_BYTES: usize = 3_000;

/// Articles that can be paged through; nobody reads on in a longer list.
const LISTED: usize = 300;

impl Bot {
    /// The articles, oldest first.
    pub(super) fn sources(&self) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let cards = snapshot.articles()?;
        if cards.is_empty() {
            return Ok(Paged::whole(no_sources()));
        }
        let rows = source_rows(&snapshot, &cards)?;
        let mut pages: Vec<Block> = rows
            .chunks(self.settings().list_length.max(1))
            .map(sources_table)
            .collect();
        if rows.len() < cards.len() {
            pages.push(sources_left_out(cards.len() - rows.len()));
        }
        Ok(in_pages(vec![sources_head(&snapshot.statistics())], pages))
    }

    /// One article in full.
    pub(super) fn read_article(&self, typed: &str) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let cards = snapshot.articles()?;
        if cards.is_empty() {
            return Ok(Paged::whole(no_sources()));
        }
        let found = find_article(&cards, typed);
        let ArticleFound::One(number, card) = &found else {
            return Ok(Paged::whole(article_not_found(typed, &found)));
        };
        let Some((card, body)) = snapshot.body(&card.id)? else {
            return Ok(Paged::whole(article_not_found(typed, &found)));
        };
        let head = ArticleHead {
            number: *number,
            words: tokenize(&body).len(),
            dateline: card.dateline.map(|place| place.of(&body).to_owned()),
            reprints: reprints(&snapshot, &cards, &card)?,
            card,
        };
        Ok(in_pages(article_head(&head), pages_of(&body)))
    }
}

/// A reply of `head` and the first page; the other pages come with `more`, one at a time.
fn in_pages(head: Vec<Block>, pages: Vec<Block>) -> Paged {
    let mut pages = pages.into_iter();
    let blocks = head.into_iter().chain(pages.next()).collect();
    let rest: Vec<Block> = pages.collect();
    let suggestions = if rest.is_empty() {
        Vec::new()
    } else {
        vec![Suggestion::new("more", "go on")]
    };
    Paged {
        reply: Reply {
            blocks,
            certainty: None,
            suggestions,
        },
        rest,
        step: 1,
    }
}

fn source_rows(snapshot: &Snapshot, cards: &[ArticleCard]) -> Result<Vec<SourceRow>> {
    let listed = &cards[..cards.len().min(LISTED)];
    let rows = listed.iter().enumerate().map(|(place, card)| {
        let group = snapshot.reprint_group(&card.id)?;
        let original = listed[..place]
            .iter()
            .position(|earlier| group.contains(&earlier.id));
        Ok(SourceRow {
            number: place + 1,
            card: card.clone(),
            reprint_of: original.map(|place| place + 1),
        })
    });
    rows.collect()
}

/// Numbers and titles of the other articles that say the same as this one.
fn reprints(
    snapshot: &Snapshot,
    cards: &[ArticleCard],
    card: &ArticleCard,
) -> Result<Vec<(usize, String)>> {
    let group = snapshot.reprint_group(&card.id)?;
    if group.len() < 2 {
        return Ok(Vec::new());
    }
    let others = cards
        .iter()
        .enumerate()
        .filter(|(_, other)| other.id != card.id && group.contains(&other.id));
    Ok(others
        .map(|(place, other)| (place + 1, other.title.clone()))
        .collect())
}

/// A body in pages of whole paragraphs.
fn pages_of(body: &str) -> Vec<Block> {
    let mut pages: Vec<Vec<String>> = Vec::new();
    let mut room = 0;
    for paragraph in split_paragraphs(body) {
        if paragraph.len() > room {
            pages.push(Vec::new());
            room = PAGE_BYTES;
        }
        room = room.saturating_sub(paragraph.len());
        if let Some(page) = pages.last_mut() {
            page.push(paragraph.of(body).to_owned());
        }
    }
    pages
        .into_iter()
        .map(|paragraphs| Block::Body { paragraphs })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_the_whole_body_in_order() {
        let paragraphs: Vec<String> = (0..40)
            .map(|number| format!("Paragraph {number} {}", "goes on ".repeat(number * 5)))
            .collect();
        let paragraphs: Vec<&str> = paragraphs.iter().map(|text| text.trim()).collect();
        let pages = pages_of(&paragraphs.join("\n\n"));
        let mut shown = Vec::new();
        for page in &pages {
            let Block::Body { paragraphs } = page else {
                panic!("{page:?}");
            };
            assert!(!paragraphs.is_empty());
            let bytes: usize = paragraphs.iter().map(String::len).sum();
            assert!(bytes <= PAGE_BYTES || paragraphs.len() == 1);
            shown.extend(paragraphs.clone());
        }
        assert!(pages.len() > 1);
        assert_eq!(shown, paragraphs);
    }
}
