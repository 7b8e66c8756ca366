//! What a survey looks at: sentences of the story, every text once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::index::{Block, Field, Mark, Query, Result, Snapshot};
use crate::mention::NameKind;

use super::passage::Passage;

/// Up to this many blocks a story is read whole.
const WHOLE: usize = 1500;
/// Blocks of a larger story that are read.
const CENTRAL: usize = 400;
/// Names whose blocks are the central ones of a large story.
const CENTRAL_NAMES: usize = 24;

/// Sentences to choose from, oldest article first, each article's in order.
#[derive(Debug, Default)]
pub(super) struct Material {
    /// The sentences, headings and datelines left out.
    pub(super) passages: Vec<Passage>,
    /// The blocks they come from.
    pub(super) blocks: Vec<(Arc<Block>, usize)>,
    /// Number of articles, reprints counted once.
    pub(super) articles: usize,
}

impl Material {
    /// The whole story, or the most central blocks of a large one that hold one of `marks`.
    pub(super) fn of_story(snapshot: &Snapshot, marks: &[Mark]) -> Result<Self> {
        if snapshot.statistics().blocks <= WHOLE as u64 {
            return Self::of_blocks(snapshot, snapshot.all_blocks(WHOLE)?);
        }
        let mut query = Query {
            marks: marks.to_vec(),
            ..Query::default()
        };
        let names = snapshot.names().names.iter();
        for name in names
            .filter(|name| name.kind != NameKind::Demonym)
            .take(CENTRAL_NAMES)
        {
            query = query.with_term(Field::Entity, name.key.clone(), 1.0);
        }
        Self::found(snapshot, &query)
    }

    /// The best blocks for a query; of a small story all blocks.
    pub(super) fn found_or_whole(snapshot: &Snapshot, query: &Query) -> Result<Self> {
        if snapshot.statistics().blocks <= WHOLE as u64 {
            return Self::of_blocks(snapshot, snapshot.all_blocks(WHOLE)?);
        }
        Self::found(snapshot, query)
    }

    fn found(snapshot: &Snapshot, query: &Query) -> Result<Self> {
        let mut blocks = Vec::new();
        for hit in snapshot.search(query, CENTRAL)? {
            blocks.push(snapshot.block(hit.block)?);
        }
        Self::of_blocks(snapshot, blocks)
    }

    fn of_blocks(snapshot: &Snapshot, mut blocks: Vec<Block>) -> Result<Self> {
        blocks.sort_by(|one, other| order(one).cmp(&order(other)));
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut first_of: Vec<String> = Vec::new();
        let mut material = Self::default();
        for block in blocks {
            let id = block.article.id.clone();
            let number = if let Some(number) = numbers.get(&id) {
                *number
            } else {
                let number = first_of.len();
                first_of.push(id.clone());
                for member in snapshot.reprint_group(&id)?.iter() {
                    numbers.insert(member.clone(), number);
                }
                numbers.insert(id.clone(), number);
                number
            };
            // Only the earliest of a group of reprints is read.
            if first_of[number] == id {
                material.add(Arc::new(block), number);
            }
        }
        material.articles = first_of.len();
        Ok(material)
    }

    pub(super) fn add(&mut self, block: Arc<Block>, article: usize) {
        for place in 0..block.sentences.len() {
            let passage = Passage::new(&block, place, article);
            if passage.is_prose() {
                self.passages.push(passage);
            }
        }
        self.blocks.push((block, article));
    }
}

/// Oldest first, undated last; within an article as it reads.
fn order(block: &Block) -> (bool, Option<jiff::civil::Date>, &str, &str, u32) {
    let card = &block.article;
    (
        card.published.is_none(),
        card.published,
        &card.title,
        &card.id,
        block.ordinal,
    )
}
