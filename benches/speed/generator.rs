//! Makes as many articles as wanted from real sentences.
//!
//! An article keeps mostly to a few sources, so that its words belong together; names are exchanged
//! between articles and new ones coined, so that the vocabulary grows with their number as it does
//! in a newsroom's archive, instead of staying that of the sources.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::material::{Material, is_name};
use super::random::Random;

/// Articles in one folder of the archive.
const FOLDER_SIZE: usize = 1000;

/// Sources that most of an article comes from. With one, articles from a short source would be
/// near copies of each other.
const HOMES: usize = 3;

/// Makes articles, each from its number alone.
pub(crate) struct Generator<'a> {
    material: &'a Material,
}

/// How much was written.
#[derive(Default)]
pub(crate) struct Written {
    /// Words of the bodies.
    pub(crate) words: usize,
    /// Bytes of the files.
    pub(crate) bytes: usize,
}

impl<'a> Generator<'a> {
    pub(crate) fn new(material: &'a Material) -> Self {
        Self { material }
    }

    /// Writes the articles `0..count` below `folder`, a file each.
    pub(crate) fn write_archive(&self, folder: &Path, count: usize) -> io::Result<Written> {
        let mut written = Written::default();
        for number in 0..count {
            let text = self.article(number);
            written.words += text.split_whitespace().count();
            written.bytes += text.len();
            let path = path_of(folder, number);
            if number % FOLDER_SIZE == 0 {
                fs::create_dir_all(path.parent().unwrap_or(folder))?;
            }
            fs::write(path, text)?;
        }
        Ok(written)
    }

    /// The file of one article: Markdown with front matter, 400 to 600 words.
    pub(crate) fn article(&self, number: usize) -> String {
        let mut random = Random::new(number as u64 + 1);
        let mut names = HashMap::new();
        let wanted = 400 + random.below(201);
        let sources = self.material.articles.len();
        let homes = [(); HOMES].map(|()| random.below(sources));
        let mut title = String::new();
        let mut body = String::new();
        let mut words = 0;
        while words < wanted {
            let source = if random.chance(85) {
                *random.pick(&homes)
            } else {
                random.below(sources)
            };
            let mut paragraph = String::new();
            for sentence in self.pick_sentences(source, &mut random) {
                let sentence = self.rename(sentence, &mut names, &mut random);
                words += sentence.split(' ').count();
                if title.is_empty() {
                    title = headline(&sentence);
                }
                let gap = if paragraph.is_empty() { "" } else { " " };
                let _ = write!(paragraph, "{gap}{sentence}");
            }
            let _ = write!(body, "{paragraph}\n\n");
        }
        let (year, month, day) = (
            2010 + random.below(15),
            1 + random.below(12),
            1 + random.below(28),
        );
        format!(
            "---\ntitle: \"{title}\"\nsource: Archive {}\npublished: {year}-{month:02}-{day:02}\n\
             url: https://archive.example/{number}\n---\n\n{body}",
            number % 40
        )
    }

    /// Two to four sentences that stand together, one of them at times from elsewhere in the source.
    fn pick_sentences(&self, source: usize, random: &mut Random) -> Vec<&'a str> {
        let paragraphs = &self.material.articles[source];
        let paragraph = random.pick(paragraphs);
        let count = 2 + random.below(3);
        let first = random.below(paragraph.len());
        let mut sentences: Vec<&str> = paragraph[first..]
            .iter()
            .take(count)
            .map(String::as_str)
            .collect();
        if sentences.len() < 2 || random.chance(30) {
            let elsewhere = random.pick(paragraphs);
            sentences.push(random.pick(elsewhere.as_slice()).as_str());
        }
        sentences
    }

    /// Exchanges half of the names, the same name for the same throughout one article.
    fn rename(
        &self,
        sentence: &str,
        names: &mut HashMap<String, String>,
        random: &mut Random,
    ) -> String {
        let mut text = String::with_capacity(sentence.len() + 16);
        for (place, word) in sentence.split(' ').enumerate() {
            if place > 0 {
                text.push(' ');
            }
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if place == 0 || !is_name(bare) {
                text.push_str(word);
                continue;
            }
            let name = names
                .entry(bare.to_owned())
                .or_insert_with(|| self.other_name(bare, random));
            text.push_str(&word.replacen(bare, name, 1));
        }
        text
    }

    fn other_name(&self, name: &str, random: &mut Random) -> String {
        if random.chance(50) {
            return name.to_owned();
        }
        let one = random.pick(&self.material.names);
        if random.chance(80) {
            return one.clone();
        }
        let other = random.pick(&self.material.names);
        format!("{}{}", &one[..=one.len() / 2], &other[other.len() / 2..])
    }
}

/// Where the file of an article stands.
pub(crate) fn path_of(folder: &Path, number: usize) -> PathBuf {
    folder
        .join(format!("{:04}", number / FOLDER_SIZE))
        .join(format!("article-{number:07}.md"))
}

fn headline(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split(' ').take(9).collect();
    words
        .join(" ")
        .replace(['"', '\\'], "")
        .trim_end_matches(['.', ',', ';'])
        .to_owned()
}
