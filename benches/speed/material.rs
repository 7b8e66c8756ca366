//! The real text and the real questions that the measurement is made from.
//!
//! With the benchmark corpora at hand (`NEWSHOUND_SHARED`, or `../shared`) they are taken from
//! there; without them, from the sample story in `index/articles`. Which it was stands above the
//! table: figures from the small sample are for seeing that it runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use newshound::text::{split_paragraphs, split_sentences};
use serde::Deserialize;

use super::system::files_of;

/// Sentences taken together as one article where a corpus gives single sentences.
const LOOSE_SENTENCES: usize = 400;

/// What articles and questions are made from.
pub(crate) struct Material {
    /// Where it comes from, for the heading of the table.
    pub(crate) origin: String,
    /// Articles as paragraphs of sentences; none is empty.
    pub(crate) articles: Vec<Vec<Vec<String>>>,
    /// Words with a capital inside a sentence, sorted.
    pub(crate) names: Vec<String>,
    /// Questions that people asked.
    pub(crate) questions: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    text: String,
    #[serde(default)]
    question: String,
}

impl Material {
    /// Reads what is at hand.
    pub(crate) fn read() -> Self {
        let tasks = shared().join("bench/tasks");
        let (origin, texts, questions) = if tasks.is_dir() {
            read_tasks(&tasks)
        } else {
            read_sample()
        };
        let articles: Vec<Vec<Vec<String>>> = texts
            .iter()
            .map(|text| split(text))
            .filter(|paragraphs| !paragraphs.is_empty())
            .collect();
        assert!(!articles.is_empty(), "there is no text to make articles of");
        let names = collect_names(&articles);
        Self {
            origin,
            articles,
            names,
            questions,
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shared() -> PathBuf {
    std::env::var_os("NEWSHOUND_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from)
}

fn read_tasks(tasks: &Path) -> (String, Vec<String>, Vec<String>) {
    let mut texts = Vec::new();
    for task in ["squad_open", "news_onestop"] {
        let lines = read_lines(&tasks.join(task).join("corpus/articles.jsonl"));
        texts.extend(lines.into_iter().map(|line| line.text));
    }
    let loose = read_lines(&tasks.join("as2_selqa/corpus/articles.jsonl"));
    for sentences in loose.chunks(LOOSE_SENTENCES) {
        let paragraphs: Vec<String> = sentences
            .chunks(5)
            .map(|group| join(group.iter().map(|line| line.text.trim()), " "))
            .collect();
        texts.push(paragraphs.join("\n\n"));
    }
    let questions = ["squad_open", "news_onestop"]
        .iter()
        .flat_map(|task| read_lines(&tasks.join(task).join("questions.jsonl")))
        .map(|line| line.question)
        .collect();
    let origin = "SQuAD, OneStopQA and SelQA texts and questions".to_owned();
    (origin, texts, questions)
}

fn read_sample() -> (String, Vec<String>, Vec<String>) {
    let texts: Vec<String> = files_of(&root().join("index/articles"))
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|text| without_front_matter(&text).to_owned())
        .collect();
    let questions = texts
        .iter()
        .flat_map(|text| split(text))
        .flatten()
        .map(|sentence| {
            let words: Vec<&str> = sentence.split_whitespace().skip(1).take(6).collect();
            format!("who {}?", words.join(" "))
        })
        .collect();
    let origin = "the sample story (set NEWSHOUND_SHARED for the benchmark's texts)".to_owned();
    (origin, texts, questions)
}

/// What follows a closing `---` line, or the whole text.
pub(crate) fn without_front_matter(text: &str) -> &str {
    let Some(inside) = text.strip_prefix("---\n") else {
        return text;
    };
    inside
        .split_once("\n---\n")
        .map_or(text, |(_, body)| body.trim_start())
}

fn read_lines(path: &Path) -> Vec<Line> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

fn split(text: &str) -> Vec<Vec<String>> {
    split_paragraphs(text)
        .into_iter()
        .map(|paragraph| {
            split_sentences(text, paragraph)
                .into_iter()
                .map(|sentence| join(sentence.of(text).split_whitespace(), " "))
                .filter(|sentence| sentence.len() > 20)
                .collect::<Vec<String>>()
        })
        .filter(|sentences| !sentences.is_empty())
        .collect()
}

fn join<'a>(words: impl Iterator<Item = &'a str>, gap: &str) -> String {
    words.collect::<Vec<_>>().join(gap)
}

fn collect_names(articles: &[Vec<Vec<String>>]) -> Vec<String> {
    let names: BTreeSet<&str> = articles
        .iter()
        .flatten()
        .flatten()
        .flat_map(|sentence| sentence.split_whitespace().skip(1))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| is_name(word))
        .collect();
    names.into_iter().map(ToOwned::to_owned).collect()
}

/// A capitalised word of plain letters, long enough to be more than a sentence's `The`.
pub(crate) fn is_name(word: &str) -> bool {
    word.len() >= 4
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word[1..].bytes().all(|byte| byte.is_ascii_lowercase())
}
