//! A story: articles in an index, and the topics that its operator named.

use crate::index::Index;
use crate::question::Topic;

/// One story that a bot answers from.
pub struct Story {
    /// Its name, for people.
    pub name: String,
    /// Its articles.
    pub index: Index,
    /// Its topics.
    pub topics: Vec<Topic>,
}
