//! Small stories for the tests of this module.

use crate::article::Article;
use crate::index::Index;

pub(super) fn article(id: &str, body: &str) -> Article {
    Article {
        id: id.to_owned(),
        title: format!("About {id}"),
        source: "Wire".to_owned(),
        author: None,
        published: None,
        url: None,
        language: None,
        dateline: None,
        body: body.to_owned(),
    }
}

pub(super) fn index_of(articles: &[(&str, &str)]) -> Index {
    let index = Index::in_memory().expect("memory");
    let articles = articles
        .iter()
        .map(|(id, body)| article(id, body))
        .collect();
    index.update_articles(articles).expect("in memory");
    index
}
