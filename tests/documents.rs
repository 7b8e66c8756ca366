//! Documents of every kind are read in a process of their own, and what is broken or hostile in one
//! stops no other.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use newshound::article::{Article, ReadSettings, SourceFile, read_articles};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const FIRST: &str = "The bridge over the Ister opened on Friday.";
const SECOND: &str = "Mayor Ada Quill cut the ribbon before four thousand people.";

/// A folder of files that are read as the program reads them.
struct Folder {
    folder: TempDir,
    settings: ReadSettings,
}

impl Folder {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("there is room for a folder"),
            settings: ReadSettings {
                extractor: Some(PathBuf::from(env!("CARGO_BIN_EXE_newshound"))),
                largest: 1 << 20,
                ..ReadSettings::default()
            },
        }
    }

    /// Reads a file: its articles, and the lines of what was left out.
    fn read(&self, name: &str, content: &[u8]) -> (Vec<Article>, Vec<String>) {
        let path = self.folder.path().join(name);
        fs::write(&path, content).expect("the folder is ours");
        let file = SourceFile::look_at(&path).expect("it is of a kind that is read");
        let (articles, skipped) = read_articles(&file, &self.settings);
        (articles, skipped.iter().map(ToString::to_string).collect())
    }

    #[track_caller]
    fn article(&self, name: &str, content: &[u8]) -> Article {
        let (mut articles, skipped) = self.read(name, content);
        assert!(skipped.is_empty(), "{skipped:?}");
        articles.pop().expect("there is one article")
    }
}

/// A PDF of one page with these lines, and a title of its own.
pub(crate) fn pdf(title: &str, lines: &[&str]) -> Vec<u8> {
    let mut shown = "BT /F 12 Tf 72 720 Td 14 TL\n".to_owned();
    for line in lines {
        writeln!(shown, "({line}) Tj T*").expect("memory takes it");
    }
    shown.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font \
         << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{shown}\nendstream", shown.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        format!("<< /Title ({title}) /Author (Ben Marsh) >>"),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj\n{object}\nendobj", number + 1).expect("memory takes it");
    }
    let table = file.len();
    writeln!(file, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1).expect("memory takes it");
    for place in places {
        writeln!(file, "{place:010} 00000 n ").expect("memory takes it");
    }
    let size = objects.len() + 1;
    write!(
        file,
        "trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n"
    )
    .expect("memory takes it");
    file.into_bytes()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("memory takes it");
        archive.write_all(content).expect("memory takes it");
    }
    archive.finish().expect("memory takes it").into_inner()
}

pub(crate) fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let mut body = String::new();
    for paragraph in paragraphs {
        write!(body, "<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>").expect("memory takes it");
    }
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    zip(&[("word/document.xml", document.as_bytes())])
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_gives_its_text_and_what_it_says_of_itself() {
    let folder = Folder::new();
    let article = folder.article("report.pdf", &pdf("Bridge opens", &[FIRST, SECOND]));
    assert_eq!(article.title, "Bridge opens");
    assert_eq!(article.author.as_deref(), Some("Ben Marsh"));
    let body = article.body.replace("\n\n", " ");
    assert_eq!(body, format!("{FIRST} {SECOND}"));
    assert_eq!(
        article.published, None,
        "the day of printing is no day of publication"
    );
}

#[test]
fn a_word_document_and_a_mail_are_read() {
    let folder = Folder::new();
    let article = folder.article("a.docx", &docx(&["Bridge &amp; ferry", FIRST, SECOND]));
    assert_eq!(article.title, "Bridge & ferry");
    assert_eq!(article.body, format!("{FIRST}\n\n{SECOND}"));
    let mail = format!(
        "From: Press <press@harbour.example>\r\nDate: Fri, 1 Mar 2024 09:30:00 +0000\r\n\
         Subject: Bridge opens\r\n\r\n{FIRST}\r\n{SECOND}\r\n"
    );
    let article = folder.article("b.eml", mail.as_bytes());
    assert_eq!(article.title, "Bridge opens");
    assert_eq!(article.source, "harbour.example");
    assert_eq!(
        article.published.map(|day| day.to_string()).as_deref(),
        Some("2024-03-01")
    );
    assert_eq!(article.body, format!("{FIRST} {SECOND}"));
}

#[test]
fn an_archive_gives_each_of_its_articles_and_names_what_it_leaves_out() {
    let folder = Folder::new();
    let line = format!("{{\"id\": \"w1\", \"title\": \"Wire\", \"text\": \"{SECOND}\"}}\n");
    let word = docx(&["Title", FIRST]);
    let large = vec![b'a'; 2 << 20];
    let inner = zip(&[("x.txt", b"X\n\nText.".as_slice())]);
    let files: [(&str, &[u8]); 8] = [
        ("news/a.txt", b"First\n\nThe ferry sails."),
        ("wire.jsonl", line.as_bytes()),
        ("report.docx", &word),
        ("photo.png", b"no text"),
        ("large.txt", &large),
        ("inner.zip", &inner),
        (".hidden.txt", b"Hidden\n\nText."),
        ("../../outside.txt", b"Outside\n\nText."),
    ];
    let (articles, skipped) = folder.read("all.zip", &zip(&files));
    let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["a", "w1", "report"], "{skipped:?}");
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    for (name, reason) in [
        ("all.zip/photo.png", "not a format"),
        ("all.zip/large.txt", "size limit"),
        ("all.zip/inner.zip", "not a format"),
    ] {
        let named = skipped.iter().find(|line| line.contains(name));
        let named = named.unwrap_or_else(|| panic!("{name}: {skipped:?}"));
        assert!(named.contains(reason), "{named}");
    }
}

#[test]
fn what_is_broken_or_hostile_is_a_reason_and_nothing_more() {
    let folder = Folder::new();
    let mut cut = pdf("Cut", &[FIRST]);
    cut.truncate(cut.len() / 2);
    let bomb = zip(&[("word/document.xml", vec![b' '; 100 << 20].as_slice())]);
    for (name, content) in [
        ("cut.pdf", cut.as_slice()),
        ("empty.pdf", &pdf("Empty", &[])),
        ("none.pdf", b"%PDF-1.4"),
        ("none.docx", b"PK\x03\x04"),
        ("bomb.docx", &bomb),
        ("none.zip", b"PK"),
        ("none.eml", b""),
    ] {
        if !cfg!(feature = "pdf") && name.contains(".pdf") {
            continue;
        }
        let (articles, skipped) = folder.read(name, content);
        assert!(articles.is_empty(), "{name}");
        assert_eq!(skipped.len(), 1, "{name}: {skipped:?}");
        assert!(
            skipped[0].contains("; "),
            "{name} has a remedy: {skipped:?}"
        );
    }
}
