//! Reading a file's articles, whatever its format.
//!
//! Results come one by one, as a JSON Lines file may hold a hundred thousand. Everything that can
//! be wrong with a file becomes a [`Skipped`] line; reading itself never fails.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::archive::unpack;
use super::document::extract;
use super::draft::Draft;
use super::encoding::decode;
use super::file::{Format, SourceFile};
use super::html::ExtractedPage;
use super::identity::slugify;
use super::json_lines::read_json_lines;
use super::markdown::read_markdown;
use super::model::Article;
use super::plain::read_plain;
use super::sandbox::extract_apart;
use super::skip::{Notice, SkipReason, Skipped};

/// What may be read, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadSettings {
    /// Largest article in bytes: a file, or a line of a JSON Lines file.
    pub largest: u64,
    /// The program that is started as `PROGRAM extract FORMAT` for each page or document, so that a
    /// hostile one can break only that process. Without one, they are parsed in this process.
    pub extractor: Option<PathBuf>,
    /// How long one page may take.
    pub patience: Duration,
}

impl Default for ReadSettings {
    fn default() -> Self {
        Self {
            largest: 4 << 20,
            extractor: None,
            patience: Duration::from_secs(20),
        }
    }
}

/// One result of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// An article. Its id is not yet checked against others; see [`super::Identities`].
    Article(Box<Article>),
    /// A file or a line that was left out.
    Skipped(Skipped),
    /// Something that an article, which was read, leaves open. Comes before its article.
    Notice(Notice),
}

/// Reads a file and hands every result to `take` as it comes.
pub fn read_file(file: &SourceFile, settings: &ReadSettings, take: &mut dyn FnMut(Reading)) {
    if file.format == Format::JsonLines {
        return read_lines(file, settings, take);
    }
    let bytes = read_bytes(file, settings);
    if file.format == Format::Zip {
        return read_archive(&file.path, bytes, settings, take);
    }
    let draft = bytes.and_then(|bytes| read_content(file.format, &bytes, settings));
    report(&file.path, None, draft, take);
}

/// Reads a file that holds one article.
fn read_content(
    format: Format,
    bytes: &[u8],
    settings: &ReadSettings,
) -> Result<Draft, SkipReason> {
    match format {
        Format::Plain => Ok(read_plain(&decode(bytes, false)?)),
        Format::Markdown => read_markdown(&decode(bytes, false)?),
        _ => read_page(format, bytes, settings),
    }
}

/// Reads the files of an archive.
fn read_archive(
    path: &Path,
    bytes: Result<Vec<u8>, SkipReason>,
    settings: &ReadSettings,
    take: &mut dyn FnMut(Reading),
) {
    let unpacked = bytes.and_then(|bytes| {
        unpack(
            path,
            &bytes,
            settings.largest,
            &mut |file| match file.content {
                Ok((Format::JsonLines, content)) => {
                    read_all_lines(&file.path, content.as_slice(), settings, take);
                }
                Ok((format, content)) => {
                    let draft = read_content(format, &content, settings);
                    report(&file.path, None, draft, take);
                }
                Err(reason) => report(&file.path, None, Err(reason), take),
            },
        )
    });
    if let Err(reason) = unpacked {
        report(path, None, Err(reason), take);
    }
}

/// Reads a whole file at once: its articles, and what was left out. Notices are dropped.
#[must_use]
pub fn read_articles(file: &SourceFile, settings: &ReadSettings) -> (Vec<Article>, Vec<Skipped>) {
    let (mut articles, mut skipped) = (Vec::new(), Vec::new());
    read_file(file, settings, &mut |reading| match reading {
        Reading::Article(article) => articles.push(*article),
        Reading::Skipped(line) => skipped.push(line),
        Reading::Notice(_) => {}
    });
    (articles, skipped)
}

fn read_lines(file: &SourceFile, settings: &ReadSettings, take: &mut dyn FnMut(Reading)) {
    match File::open(&file.path) {
        Ok(opened) => {
            let reader = BufReader::with_capacity(1 << 16, opened);
            read_all_lines(&file.path, reader, settings, take);
        }
        Err(error) => report(&file.path, None, Err(unreadable(&error)), take),
    }
}

fn read_all_lines(
    path: &Path,
    reader: impl BufRead,
    settings: &ReadSettings,
    take: &mut dyn FnMut(Reading),
) {
    let read = read_json_lines(reader, settings.largest, |number, draft| {
        report(path, Some(number), draft, take);
    });
    if let Err(error) = read {
        report(path, None, Err(unreadable(&error)), take);
    }
}

/// The file's bytes. The limit counts what is read, not what was listed: a file may grow.
fn read_bytes(file: &SourceFile, settings: &ReadSettings) -> Result<Vec<u8>, SkipReason> {
    let limit = settings.largest;
    let opened = File::open(&file.path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    opened
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > limit {
        return Err(SkipReason::TooLarge { limit });
    }
    Ok(bytes)
}

fn read_page(format: Format, bytes: &[u8], settings: &ReadSettings) -> Result<Draft, SkipReason> {
    if bytes.trim_ascii().is_empty() {
        return Err(SkipReason::Empty);
    }
    let page: ExtractedPage = match &settings.extractor {
        Some(program) => extract_apart(program, (format, bytes), settings.patience)?,
        None => extract(format, bytes)?,
    };
    Ok(page.into())
}

/// Hands over a draft as an article with its notices, or the reason why it is none.
fn report(
    path: &Path,
    line: Option<usize>,
    draft: Result<Draft, SkipReason>,
    take: &mut dyn FnMut(Reading),
) {
    let path = path.to_path_buf();
    let finished = draft.and_then(|draft| {
        let (name, title) = fallbacks(&path, line, &draft);
        draft.finish(&name, &title)
    });
    match finished {
        Ok((article, notices)) => {
            for kind in notices {
                let path = path.clone();
                take(Reading::Notice(Notice { path, line, kind }));
            }
            take(Reading::Article(Box::new(article)));
        }
        Err(reason) => take(Reading::Skipped(Skipped { path, line, reason })),
    }
}

/// The id and the title of an article that names none: by its file, and its line where the file
/// holds many. An article with an id and no title goes by its id.
fn fallbacks(path: &Path, line: Option<usize>, draft: &Draft) -> (String, String) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let slug = slugify(&stem);
    match (line, &draft.id) {
        (None, _) => (slug, stem.into_owned()),
        (Some(line), None) => (format!("{slug}-{line}"), format!("{stem} {line}")),
        (Some(_), Some(id)) => (slug, id.clone()),
    }
}

fn unreadable(error: &std::io::Error) -> SkipReason {
    SkipReason::Unreadable {
        problem: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::super::file::list_files;
    use super::*;

    fn folder(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
    }

    fn read(path: &Path) -> Vec<Reading> {
        let mut readings = Vec::new();
        let file = SourceFile::look_at(path).unwrap();
        read_file(&file, &ReadSettings::default(), &mut |reading| {
            readings.push(reading);
        });
        readings
    }

    fn read_fixture(name: &str) -> Vec<Reading> {
        read(&folder("tests/data/articles").join(name))
    }

    fn article(name: &str) -> Article {
        match read_fixture(name).pop() {
            Some(Reading::Article(article)) => *article,
            other => panic!("{name}: {other:?}"),
        }
    }

    fn reason(name: &str) -> SkipReason {
        match read_fixture(name).pop() {
            Some(Reading::Skipped(skipped)) => skipped.reason,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn the_sample_story_is_read_whole() {
        let (files, skipped) = list_files(&folder("index/articles"), false);
        assert_eq!((files.len(), skipped.len()), (9, 0));
        for file in &files {
            let (articles, skipped) = read_articles(file, &ReadSettings::default());
            assert_eq!(
                (articles.len(), skipped.len()),
                (1, 0),
                "{}",
                file.path.display()
            );
            let article = &articles[0];
            assert_eq!(article.language.as_deref(), Some("en"));
            assert!(!article.title.is_empty() && !article.body.contains("---"));
            // Every paragraph is in the file as it is quoted.
            let file = fs::read_to_string(&file.path).unwrap();
            for paragraph in article.body.split("\n\n") {
                assert!(file.contains(paragraph), "{paragraph}");
            }
        }
    }

    #[test]
    fn the_samples_text_file_has_a_title_a_dateline_and_its_headings() {
        let path = "index/articles/putin-gifts-kim-a-russian-made-luxury-car.txt";
        let (articles, _) = read_articles(
            &SourceFile::look_at(&folder(path)).unwrap(),
            &ReadSettings::default(),
        );
        let article = &articles[0];
        assert_eq!(article.id, "putin-gifts-kim-a-russian-made-luxury-car");
        assert_eq!(
            article.title,
            "Putin Gifts North Korea’s Kim Jong Un a Russian-Made Luxury Car"
        );
        assert_eq!((article.published, article.source.as_str()), (None, ""));
        assert_eq!(
            article.dateline.unwrap().of(&article.body),
            "Durban, KwaZulu-Natal, South Africa —"
        );
        let paragraphs: Vec<&str> = article.body.split("\n\n").collect();
        assert!(paragraphs[0].ends_with("discussions about its implications."));
        assert_eq!(paragraphs[1], "The Aurus: A Symbol of Power and Diplomacy");
        assert!(paragraphs.contains(&"A Show of Friendship?"));
    }

    #[test]
    fn the_samples_markdown_file_has_its_front_matter() {
        let path = "index/articles/pyongyang-treaty-and-second-car.md";
        let (articles, _) = read_articles(
            &SourceFile::look_at(&folder(path)).unwrap(),
            &ReadSettings::default(),
        );
        let article = &articles[0];
        assert_eq!(article.id, "pyongyang-treaty-and-second-car");
        assert_eq!(
            article.title,
            "Putin brings a second Aurus to Pyongyang and signs a defence pact"
        );
        assert_eq!(article.source, "Story notebook");
        assert_eq!(article.published, Some(date(2024, 6, 19)));
        assert!(
            article
                .url
                .as_deref()
                .unwrap()
                .ends_with("/article1518920/")
        );
        assert_eq!(article.dateline.unwrap().of(&article.body), "PYONGYANG —");
        assert_eq!(article.body.split("\n\n").count(), 5);
        assert!(
            article
                .body
                .ends_with("Peskov said that Kim liked the Russian car.")
        );
    }

    #[test]
    fn a_page_gives_its_article_and_nothing_else() {
        let article = article("page.html");
        assert_eq!(article.id, "page");
        assert_eq!(article.title, "Ferry service to the islands resumes");
        assert_eq!(article.author.as_deref(), Some("Ada Quill, Ben Marsh"));
        assert_eq!(article.source, "The Harbour Post");
        assert_eq!(article.published, Some(date(2023, 11, 4)));
        assert_eq!(
            article.url.as_deref(),
            Some("https://www.example.org/news/ferry-service-resumes")
        );
        assert_eq!(article.dateline.unwrap().of(&article.body), "NORTHPORT —");
        let paragraphs: Vec<&str> = article.body.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 5, "{paragraphs:#?}");
        assert!(paragraphs[0].ends_with("in port for nine days."));
        assert_eq!(paragraphs[2], "Shops ran out of bread");
        assert!(paragraphs[4].contains("pay for the helicopter flights, which"));
    }

    #[test]
    fn old_encodings_are_read() {
        let french = article("latin-1.txt");
        assert!(french.body.contains("à l'Élysée"));
        assert_eq!(french.language.as_deref(), Some("fr"));
        let council = article("utf-16le.txt");
        assert_eq!(council.title, "Council meets in Geneva");
        assert_eq!(council.published, Some(date(2024, 2, 20)));
        assert!(council.body.ends_with("“nothing at all”."));
    }

    #[test]
    fn broken_files_are_named_with_their_reason() {
        assert_eq!(reason("zero.txt"), SkipReason::Empty);
        assert_eq!(reason("only-front-matter.md"), SkipReason::Empty);
        assert_eq!(
            reason("photo.txt"),
            SkipReason::Binary {
                kind: "a PNG image"
            }
        );
        assert_eq!(reason("script-only.html"), SkipReason::NoMainText);
        for name in ["open-front-matter.md", "bad-front-matter.md"] {
            assert!(
                matches!(reason(name), SkipReason::FrontMatter { .. }),
                "{name}"
            );
        }
    }

    #[test]
    fn json_lines_give_each_good_line_and_name_the_bad_ones() {
        let mut readings = read_fixture("wire.jsonl").into_iter();
        let Some(Reading::Article(first)) = readings.next() else {
            panic!("the first line is an article");
        };
        assert_eq!(first.body, "Text one — exactly  so.\r\n\r\n\tKept. ");
        assert_eq!(first.published, Some(date(2024, 2, 20)));
        let rest: Vec<String> = readings
            .map(|reading| match reading {
                Reading::Article(article) => format!("{}: {}", article.id, article.title),
                Reading::Skipped(line) => line.to_string(),
                Reading::Notice(line) => line.to_string(),
            })
            .map(|line| line.replace(&format!("{}/", folder("tests/data/articles").display()), ""))
            .collect();
        insta::assert_snapshot!(rest.join("\n"), @r#"
        wire.jsonl, line 2: is not an article in JSON (EOF while parsing a string, column 47); write one object with id, title and text a line
        wire.jsonl, line 3: the date "some day" is not understood, so the article counts as undated; write it as 2024-02-20
        wire.jsonl, line 3: the address "ftp://example.org/3" is left out, as it is no http or https address
        w3: w3
        wire.jsonl, line 4: has no text; add the article's text, or remove it
        "#);
    }

    #[test]
    fn a_file_over_the_limit_is_skipped() {
        let settings = ReadSettings {
            largest: 50,
            ..ReadSettings::default()
        };
        let file = SourceFile::look_at(&folder("tests/data/articles/page.html")).unwrap();
        let (_, skipped) = read_articles(&file, &settings);
        assert_eq!(skipped[0].reason, SkipReason::TooLarge { limit: 50 });
    }

    #[test]
    fn a_file_that_is_gone_is_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "text").unwrap();
        let file = SourceFile::look_at(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let (_, skipped) = read_articles(&file, &ReadSettings::default());
        assert!(matches!(skipped[0].reason, SkipReason::Unreadable { .. }));
    }
}
