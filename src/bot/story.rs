//! A story: articles in an index, and the topics that its operator named.

use std::sync::Arc;

use crate::index::Index;
use crate::question::Topic;

/// One story that a bot answers from.
pub struct Story {
    /// Its name, for people.
    pub name: String,
    /// Its articles; shared with whoever keeps them.
    pub index: Arc<Index>,
    /// Its topics.
    pub topics: Vec<Topic>,
}
