//! What a reader may be about to type: commands, topics, names and articles.

use super::door::Bot;

/// Words to complete, likeliest first in each list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Command names, aliases left out.
    pub commands: Vec<String>,
    /// Topic names.
    pub topics: Vec<String>,
    /// Names in the story, as the articles write them, most frequent first.
    pub names: Vec<String>,
    /// Articles.
    pub articles: Vec<ArticleWord>,
}

/// An article as it can be named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleWord {
    /// Its id, which is always understood.
    pub id: String,
    /// Its title, for people.
    pub title: String,
}

/// Names offered at most; the rest can still be typed.
const NAMES: usize = 1000;

impl Bot {
    /// What can be completed in the story as it stands.
    #[must_use]
    pub fn completions(&self) -> Completions {
        let snapshot = self.story().index.snapshot();
        let names = snapshot.names().names.iter().take(NAMES);
        let articles = snapshot.articles().unwrap_or_default();
        Completions {
            commands: self.table().words().map(str::to_owned).collect(),
            topics: self
                .story()
                .topics
                .iter()
                .map(|topic| topic.name.clone())
                .collect(),
            names: names.map(|name| name.display.clone()).collect(),
            articles: articles
                .iter()
                .map(|card| ArticleWord {
                    id: card.id.clone(),
                    title: card.title.clone(),
                })
                .collect(),
        }
    }
}
