//! Unique ids for the articles of a story.
//!
//! Two files may carry the same name, and a wire file the same id twice. The same text under the
//! same id is one article; another text gets a number behind its id, so that no citation is ever
//! in doubt.

use std::collections::HashMap;

use super::model::{Article, ContentHash};

/// The ids that were given out, each with the text it stands for.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    taken: HashMap<String, ContentHash>,
}

impl Identities {
    /// The article under an id of its own, or `None` when the very same one is there already.
    /// `elsewhere` gives the text of an id that is taken by what is not read again.
    pub fn admit(
        &mut self,
        mut article: Article,
        elsewhere: &dyn Fn(&str) -> Option<ContentHash>,
    ) -> Option<Article> {
        let hash = article.content_hash();
        let mut id = article.id.clone();
        for number in 2_u32.. {
            match self.taken.get(&id).copied().or_else(|| elsewhere(&id)) {
                None => break,
                Some(known) if known == hash => return None,
                Some(_) => id = format!("{}-{number}", article.id),
            }
        }
        self.taken.insert(id.clone(), hash);
        article.id = id;
        Some(article)
    }
}

/// A file's name as an id: lower case, `a-z0-9-_.`, everything else a hyphen.
#[must_use]
pub fn slugify(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' | '_' | '.' => slug.push(character),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "article" } else { slug }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, body: &str) -> Article {
        Article {
            id: id.to_owned(),
            title: "Title".to_owned(),
            source: String::new(),
            author: None,
            published: None,
            url: None,
            language: None,
            dateline: None,
            body: body.to_owned(),
        }
    }

    #[test]
    fn the_same_id_with_another_text_gets_a_number() {
        let mut identities = Identities::default();
        let mut admit = |body| {
            identities
                .admit(article("wire", body), &|_| None)
                .map(|article| article.id)
        };
        assert_eq!(admit("one").as_deref(), Some("wire"));
        assert_eq!(admit("one"), None);
        assert_eq!(admit("two").as_deref(), Some("wire-2"));
        assert_eq!(admit("two"), None);
        assert_eq!(admit("three").as_deref(), Some("wire-3"));
    }

    #[test]
    fn an_id_that_is_taken_elsewhere_is_taken() {
        let mut identities = Identities::default();
        let old = |id: &str| (id == "wire").then(|| ContentHash::of("old"));
        let admitted = identities.admit(article("wire", "new"), &old);
        assert_eq!(admitted.unwrap().id, "wire-2");
        assert!(identities.admit(article("wire", "old"), &old).is_none());
    }

    #[test]
    fn a_slug_is_plain_and_never_empty() {
        assert_eq!(slugify("Kim’s Car (2024) – v1.2"), "kim-s-car-2024-v1.2");
        assert_eq!(slugify("北朝鮮"), "article");
    }
}
