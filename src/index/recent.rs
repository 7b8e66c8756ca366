//! The blocks that were read last, ready for the next question: a follow-up and `more` look at the
//! same ones again, and in a small story every question does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::block::Block;
use super::snapshot::BlockAddress;

/// Blocks of one generation; two are kept. A block takes some seven kilobytes.
const GENERATION: usize = 3000;

/// Blocks by address, in two generations: when the young one is full the old one is dropped, and
/// what is asked for again moves to the young one.
#[derive(Default)]
pub(super) struct RecentBlocks(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashMap<BlockAddress, Arc<Block>>,
    old: HashMap<BlockAddress, Arc<Block>>,
}

impl RecentBlocks {
    pub(super) fn get(&self, address: BlockAddress) -> Option<Arc<Block>> {
        let mut generations = self.lock();
        if let Some(block) = generations.young.get(&address) {
            return Some(Arc::clone(block));
        }
        let block = generations.old.remove(&address)?;
        generations.add(address, &block);
        Some(block)
    }

    pub(super) fn add(&self, address: BlockAddress, block: &Arc<Block>) {
        self.lock().add(address, block);
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn add(&mut self, address: BlockAddress, block: &Arc<Block>) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(address, Arc::clone(block));
    }
}
