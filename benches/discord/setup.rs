//! What the bot is asked about, and what it is asked.

use std::fs;
use std::path::{Path, PathBuf};

use super::common::SAMPLE;
use super::speed::generator::Generator;
use super::speed::material::Material;
use super::speed::system::Outcome;

/// Articles and questions.
pub(crate) struct Corpus {
    /// For the heading of the table.
    pub(crate) title: String,
    /// The folder of the articles.
    pub(crate) articles: PathBuf,
    /// What is asked, over and over.
    pub(crate) questions: Vec<String>,
    /// True where indexing it takes a while.
    pub(crate) is_large: bool,
}

impl Corpus {
    /// The sample story.
    pub(crate) fn sample() -> Outcome<Self> {
        let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("index/articles");
        let count = fs::read_dir(&articles)?.count();
        Ok(Self {
            title: format!("the sample story, {count} articles"),
            articles,
            questions: SAMPLE.map(str::to_owned).to_vec(),
            is_large: false,
        })
    }

    /// An archive made of real sentences.
    pub(crate) fn made(count: usize) -> Outcome<Self> {
        let material = Material::read();
        let articles = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("discord/{count}"));
        if articles.exists() {
            fs::remove_dir_all(&articles)?;
        }
        Generator::new(&material).write_archive(&articles, count)?;
        let fits = |text: &&String| text.chars().count() < 200 && !text.contains('\n');
        let all: Vec<String> = material.questions.iter().filter(fits).cloned().collect();
        let questions = all
            .iter()
            .step_by((all.len() / 500).max(1))
            .cloned()
            .collect();
        Ok(Self {
            title: format!("{count} articles made from {}", material.origin),
            articles,
            questions,
            is_large: true,
        })
    }
}
