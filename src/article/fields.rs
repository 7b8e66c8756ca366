//! The data keys of front matter and of JSON articles, under all the names they go by.
//!
//! A hand-written visitor rather than a derived struct: files carry `date` and `published` at
//! once, which a derived one refuses as twice the same, and the first is as good as the second.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::draft::Draft;

/// A draft read from a map of keys; values are taken as the format's `Value` reads them.
pub(super) struct Fields<Value> {
    pub(super) draft: Draft,
    /// The value of `text`, where the format has its body among the keys.
    pub(super) text: Option<String>,
    format: PhantomData<Value>,
}

/// A front matter value: YAML hands scalars over as written, so `007` stays `007`.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Written(Option<String>);

/// A JSON value: text or number; anything else counts as missing.
pub(super) struct Scalar(Option<String>);

impl From<Written> for Option<String> {
    fn from(value: Written) -> Self {
        value.0
    }
}

impl From<Scalar> for Option<String> {
    fn from(value: Scalar) -> Self {
        value.0
    }
}

impl<'de, Value> Deserialize<'de> for Fields<Value>
where
    Value: DeserializeOwned + Into<Option<String>>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor(PhantomData))
    }
}

struct FieldsVisitor<Value>(PhantomData<Value>);

impl<'de, Value> Visitor<'de> for FieldsVisitor<Value>
where
    Value: DeserializeOwned + Into<Option<String>>,
{
    type Value = Fields<Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("keys with values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields {
            draft: Draft::default(),
            text: None,
            format: PhantomData,
        };
        while let Some(key) = map.next_key::<Key>()? {
            let value = match key {
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                Key::Author => map.next_value::<Names>()?.0,
                _ => map.next_value::<Value>()?.into(),
            };
            let place = fields.place_of(key);
            if place.is_none() {
                *place = value;
            }
        }
        Ok(fields)
    }
}

impl<Value> Fields<Value> {
    fn place_of(&mut self, key: Key) -> &mut Option<String> {
        match key {
            Key::Id => &mut self.draft.id,
            Key::Title => &mut self.draft.title,
            Key::Source => &mut self.draft.source,
            Key::Author => &mut self.draft.author,
            Key::Published => &mut self.draft.published,
            Key::Url => &mut self.draft.url,
            Key::Language => &mut self.draft.language,
            Key::Text | Key::Other => &mut self.text,
        }
    }
}

#[derive(Clone, Copy)]
enum Key {
    Id,
    Title,
    Source,
    Author,
    Published,
    Url,
    Language,
    Text,
    Other,
}

impl Key {
    fn named(name: &str) -> Self {
        match name {
            "id" | "ID" | "Id" => Self::Id,
            "title" | "Title" | "headline" => Self::Title,
            "source" | "Source" | "publisher" | "publication" | "site" => Self::Source,
            "author" | "Author" | "authors" | "byline" | "by" => Self::Author,
            "published" | "Published" | "date" | "Date" | "pubdate" | "publishDate"
            | "publishedAt" | "published_at" | "datePublished" => Self::Published,
            "url" | "URL" | "Url" | "link" | "canonical" | "canonical_url" | "address" => Self::Url,
            "language" | "Language" | "lang" => Self::Language,
            "text" | "body" | "content" => Self::Text,
            _ => Self::Other,
        }
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = Key;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
                Ok(Key::named(name))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor).map(Self)
    }
}

/// One name or several, each a text or an object with a `name`; joined with commas.
struct Names(Option<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor).map(Self)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Some(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some(Names(name)) = list.next_element()? {
            names.extend(name);
        }
        Ok((!names.is_empty()).then(|| names.join(", ")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "name" {
                found = map.next_value::<Option<String>>()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_names_for_a_key_wins() {
        let json = r#"{"date": "2024-02-20", "published": "2024-03-01", "id": 7,
            "authors": [{"name": "Jane Doe"}, "John Roe"], "title": null, "extra": [1, {}]}"#;
        let fields: Fields<Scalar> = serde_json::from_str(json).unwrap();
        assert_eq!(fields.draft.published.as_deref(), Some("2024-02-20"));
        assert_eq!(fields.draft.id.as_deref(), Some("7"));
        assert_eq!(fields.draft.author.as_deref(), Some("Jane Doe, John Roe"));
        assert_eq!(fields.draft.title, None);
    }
}
