//! The list of sources, and whole articles.

use crate::answer::{ArticleFound, find_article};
use crate::index::{ArticleCard, Result, Snapshot};
use crate::reply::{
    ArticleHead, Block, Reply, SourceRow, Suggestion, article_head, article_not_found,
    filtered_head, no_sources, sources_head, sources_left_out, sources_table,
};
use crate::text::{split_paragraphs, tokenize};

use super::door::Bot;
use super::newsroom::passes;
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
        let all: Vec<usize> = (0..cards.len()).collect();
        let pages = self.pages_of_list(&snapshot, &cards, &all)?;
        Ok(in_pages(vec![sources_head(&snapshot.statistics())], pages))
    }

    /// Those articles whose facts hold every word of a filter, with their numbers in the whole list.
    pub(super) fn list_articles(&self, filter: &str) -> Result<Paged> {
        if filter.is_empty() {
            return self.sources();
        }
        let snapshot = self.story().index.snapshot();
        let cards = snapshot.articles()?;
        let fitting = (0..cards.len()).filter(|place| passes(&cards[*place], filter));
        let fitting: Vec<usize> = fitting.collect();
        let pages = self.pages_of_list(&snapshot, &cards, &fitting)?;
        let head = filtered_head(filter, fitting.len(), cards.len());
        Ok(in_pages(vec![head], pages))
    }

    fn pages_of_list(
        &self,
        snapshot: &Snapshot,
        cards: &[ArticleCard],
        places: &[usize],
    ) -> Result<Vec<Block>> {
        let rows = source_rows(snapshot, cards, places)?;
        let mut pages: Vec<Block> = rows
            .chunks(self.settings().list_length.max(1))
            .map(sources_table)
            .collect();
        if rows.len() < places.len() {
            pages.push(sources_left_out(places.len() - rows.len()));
        }
        Ok(pages)
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
        let head = head_of(&snapshot, *number, card, &body)?;
        Ok(in_pages(article_head(&head), pages_of(&body)))
    }
}

/// What is told of an article beside its text.
pub(super) fn head_of(
    snapshot: &Snapshot,
    number: usize,
    card: ArticleCard,
    body: &str,
) -> Result<ArticleHead> {
    Ok(ArticleHead {
        number,
        words: tokenize(body).len(),
        dateline: (card.dateline)
            .and_then(|place| place.get(body))
            .map(str::to_owned),
        reprints: reprints(snapshot, &snapshot.articles()?, &card)?,
        card,
    })
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

fn source_rows(
    snapshot: &Snapshot,
    cards: &[ArticleCard],
    places: &[usize],
) -> Result<Vec<SourceRow>> {
    let rows = places.iter().take(LISTED).map(|place| {
        let (place, card) = (*place, &cards[*place]);
        let group = snapshot.reprint_group(&card.id)?;
        let original = cards[..place]
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
