//! Looks at a file that somebody wants to add.

use std::path::{Path, PathBuf};

use crate::admin::Understood;
use crate::article::{Article, Format, ReadSettings, SourceFile, read_articles, slugify};
use crate::text::tokenize;

use super::Aside;
use super::doubt::doubts;

/// The longest name that a file is given, in bytes; the end of a longer title tells little.
const LONGEST_NAME: usize = 80;

/// The longest name of a file that is repeated, in characters.
const SHOWN_NAME: usize = 80;

/// A file that was read and now lies aside.
pub(super) struct Intake {
    /// Where it lies.
    pub(super) path: PathBuf,
    /// What is in it, at least one.
    pub(super) articles: Vec<Article>,
}

/// Why a file is not taken, with its name.
pub(super) struct Refusal {
    pub(super) name: String,
    pub(super) reason: String,
}

impl Refusal {
    /// A refusal of what somebody else has named.
    pub(super) fn of(name: &str, reason: String) -> Self {
        Self {
            name: name.chars().take(SHOWN_NAME).collect(),
            reason,
        }
    }
}

impl Intake {
    /// Writes a file aside and reads it there. What cannot be used is not left lying.
    pub(super) fn of(
        (name, content): (&str, &[u8]),
        aside: &Aside,
        settings: &ReadSettings,
    ) -> Result<Self, Refusal> {
        let refuse = |reason: String| Refusal::of(name, reason);
        let unwritable = |error: std::io::Error| {
            refuse(format!(
                "cannot be kept ({error}); check the articles folder, and who may write in it"
            ))
        };
        let ending = known_ending(name).map_err(refuse)?;
        let stem = Path::new(name).file_stem().unwrap_or_default();
        let stem = short_slug(&stem.to_string_lossy());
        let path = (aside.write(&stem, &ending, content)).map_err(unwritable)?;
        let read = Self::read(&path, settings);
        let named = read.and_then(|intake| intake.named_by_title(aside).map_err(|e| e.to_string()));
        named.map_err(|reason| {
            // What is left lying there is in nobody's way.
            let _ = std::fs::remove_file(&path);
            refuse(reason)
        })
    }

    /// Reads a file that lies aside; the reason where it holds no article.
    pub(super) fn read(path: &Path, settings: &ReadSettings) -> Result<Self, String> {
        let file = SourceFile::look_at(path).map_err(|skipped| skipped.reason.to_string())?;
        let (articles, skipped) = read_articles(&file, settings);
        if articles.is_empty() {
            let reason = skipped.first().map(|line| line.reason.to_string());
            return Err(reason.unwrap_or_else(|| "holds no article".to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            articles,
        })
    }

    /// A file of one article is named after its title: an article's id is its file's name.
    fn named_by_title(mut self, aside: &Aside) -> std::io::Result<Self> {
        let [article] = self.articles.as_mut_slice() else {
            return Ok(self);
        };
        let named_by_file = article.id == super::aside::name_of(&self.path);
        let name = short_slug(&article.title);
        if !named_by_file || name == article.id {
            return Ok(self);
        }
        let ending = self.path.extension().unwrap_or_default().to_string_lossy();
        let path = aside.write(&name, &ending, &std::fs::read(&self.path)?)?;
        std::fs::remove_file(&self.path)?;
        article.id = super::aside::name_of(&path);
        self.path = path;
        Ok(self)
    }

    /// True when every article of it names its own address.
    pub(super) fn has_addresses(&self) -> bool {
        self.articles.iter().all(|article| article.url.is_some())
    }

    /// What was understood of its articles.
    pub(super) fn understood(&self) -> Vec<Understood> {
        self.articles.iter().map(understood).collect()
    }
}

fn known_ending(name: &str) -> Result<String, String> {
    let path = Path::new(name);
    let known = Format::of(path).and_then(|_| path.extension());
    let ending = known.map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.ok_or_else(|| crate::article::SkipReason::UnknownFormat.to_string())
}

/// A name in letters, digits and hyphens, cut at a hyphen.
fn short_slug(title: &str) -> String {
    let mut slug = slugify(&title.replace('.', " "));
    if slug.len() > LONGEST_NAME {
        slug.truncate(LONGEST_NAME);
        let end = slug.rfind('-').unwrap_or(LONGEST_NAME);
        slug.truncate(end);
    }
    slug
}

fn understood(article: &Article) -> Understood {
    let words = tokenize(&article.body).len();
    Understood {
        id: article.id.clone(),
        title: article.title.clone(),
        source: article.source.clone(),
        published: article.published,
        words,
        language: article.language.clone(),
        reprint_of: Vec::new(),
        doubts: doubts(article, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_harmless() {
        assert_eq!(short_slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(short_slug("Kim’s car: a v1.2"), "kim-s-car-a-v1-2");
        let long = short_slug(&"ferry ".repeat(40));
        assert!(long.len() <= LONGEST_NAME && long.ends_with("ferry"));
    }

    #[test]
    fn an_unusable_file_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let aside = Aside::beside(folder.path());
        let settings = ReadSettings::default();
        let reason = |name: &str, content: &[u8]| {
            let refused = Intake::of((name, content), &aside, &settings);
            refused
                .err()
                .map(|refusal| refusal.reason)
                .unwrap_or_default()
        };
        assert!(reason("a.exe", b"text").contains("not a format"));
        assert!(reason("empty.txt", b"").contains("has no text"));
        assert!(reason("photo.txt", b"\x89PNG\r\n\x1a\n\0\0").contains("not text"));
        let left = std::fs::read_dir(folder.path().join(".aside")).unwrap();
        assert_eq!(left.count(), 0);
    }
}
