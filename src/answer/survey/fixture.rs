//! Material for tests, from texts alone.

use std::sync::Arc;

use crate::article::Article;
use crate::index::analyze;

use super::material::Material;

/// The material of articles with these bodies.
pub(super) fn material(bodies: &[&str]) -> Material {
    let mut material = Material::default();
    for (number, body) in bodies.iter().enumerate() {
        let article = Article {
            id: format!("article-{number}"),
            title: format!("Article {number}"),
            source: String::new(),
            author: None,
            published: Some(jiff::civil::date(2024, 3, 1)),
            url: None,
            language: None,
            dateline: None,
            body: (*body).to_owned(),
        };
        for block in analyze(&article) {
            material.add(Arc::new(block), number);
        }
    }
    material.articles = bodies.len();
    material
}
