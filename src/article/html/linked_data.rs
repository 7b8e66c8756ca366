//! The JSON-LD that news pages carry for search engines: the most reliable of their metadata.

use serde_json::{Map, Value};

use super::metadata::Metadata;

/// Fills the empty places of `metadata` from the article described in any of the `scripts`.
pub(super) fn read_linked_data(scripts: &[String], metadata: &mut Metadata) {
    let documents: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut objects = Vec::new();
    for document in &documents {
        collect(document, 0, &mut objects);
    }
    let Some(article) = objects.iter().find(|object| is_article(object)) else {
        return;
    };
    let graph = Graph(&objects);
    metadata.title = first(article, &["headline", "name"]);
    metadata.published = first(article, &["datePublished", "dateCreated"]);
    metadata.author = article.get("author").and_then(|author| graph.name(author));
    metadata.source = article.get("publisher").and_then(|owner| graph.name(owner));
    metadata.language = first(article, &["inLanguage"]);
    metadata.url = first(article, &["url", "mainEntityOfPage"]);
}

/// Scripts hold raw line ends in texts now and then, which JSON forbids.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        let repaired = script.replace(|c: char| c.is_control(), " ");
        serde_json::from_str(&repaired).ok()
    })
}

/// All objects that may describe the page: in lists, in `@graph`, as the page's main entity.
fn collect<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Map<String, Value>>) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                collect(value, depth + 1, objects);
            }
        }
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, depth + 1, objects);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article")
                || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report")
        })
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The first of the keys that holds a text, or an object with an address.
fn first(object: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) => Some(text.clone()),
        Value::Object(inner) => inner.get("@id")?.as_str().map(str::to_owned),
        _ => None,
    })
}

/// Objects by which a reference (`{"@id": …}`) is resolved.
struct Graph<'a>(&'a [&'a Map<String, Value>]);

impl Graph<'_> {
    /// The name or names of a person or an organisation.
    fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(name) => Some(name.clone()),
            Value::Array(values) => {
                let names: Vec<String> = values.iter().filter_map(|one| self.name(one)).collect();
                (!names.is_empty()).then(|| names.join(", "))
            }
            Value::Object(object) => first(object, &["name"]).or_else(|| self.resolve(object)),
            _ => None,
        }
    }

    fn resolve(&self, reference: &Map<String, Value>) -> Option<String> {
        let id = reference.get("@id")?;
        let same = |object: &&&Map<String, Value>| {
            object.get("@id") == Some(id) && object.contains_key("name")
        };
        self.0
            .iter()
            .find(same)
            .and_then(|object| first(object, &["name"]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Metadata {
        let mut metadata = Metadata::default();
        read_linked_data(&[script.to_owned()], &mut metadata);
        metadata
    }

    #[test]
    fn an_article_in_a_graph_is_found_and_its_references_resolved() {
        let found = read(
            r##"{"@graph": [{"@type": "WebSite", "name": "Site"},
            {"@type": ["NewsArticle"], "headline": "A car", "datePublished": "2024-02-20T10:00:00Z",
             "author": [{"@id": "#jane"}, {"name": "John Roe"}],
             "publisher": {"@type": "Organization", "name": "The Paper"},
             "mainEntityOfPage": {"@id": "https://example.org/car"}},
            {"@id": "#jane", "name": "Jane Doe"}]}"##,
        );
        assert_eq!(found.title.as_deref(), Some("A car"));
        assert_eq!(found.author.as_deref(), Some("Jane Doe, John Roe"));
        assert_eq!(found.source.as_deref(), Some("The Paper"));
        assert_eq!(found.url.as_deref(), Some("https://example.org/car"));
    }

    #[test]
    fn lists_and_raw_line_ends_are_read_and_rubbish_is_not() {
        let found = read("[{\"@type\": \"Article\", \"headline\": \"A\ncar\"}]");
        assert_eq!(found.title.as_deref(), Some("A car"));
        assert_eq!(read("{not json"), Metadata::default());
        assert_eq!(
            read("{\"@type\": \"Product\", \"name\": \"x\"}"),
            Metadata::default()
        );
    }
}
