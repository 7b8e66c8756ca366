//! A topic of the story, the part of the command table that the operator writes.
//!
//! The configuration parses `topics.toml` into these; how a topic is searched and answered is left
//! to `retrieval` and `answer`.

/// One topic: a command of the story's own (`sanctions`) and what it looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// The command's name.
    pub name: String,
    /// What the topic is about, in one line; shown in help.
    pub description: String,
    /// Words that speak of it.
    pub words: Vec<String>,
    /// Word sequences that speak of it, matched in order.
    pub phrases: Vec<String>,
    /// Weaker words and phrases for the same thing.
    pub synonyms: Vec<String>,
    /// Whose words count; empty when everybody's do.
    pub who: Vec<String>,
}
