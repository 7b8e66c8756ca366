//! What `newshound batch` cites stands in the corpus byte for byte, whatever its blanks look like.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use newshound::adapters::batch::{Corpus, GivenArticle, read_articles};
use newshound::article::{self, Article, ReadSettings, SourceFile};
use newshound::text::{split_paragraphs, split_sentences};

use crate::shared::shared;

fn given(file: &Path) -> Vec<GivenArticle> {
    let file = File::open(file).expect("the corpus can be opened");
    read_articles(BufReader::new(file)).expect("the corpus can be read")
}

fn stored(file: &Path) -> Vec<Article> {
    let source = SourceFile::look_at(file).expect("the corpus is a file of articles");
    article::read_articles(&source, &ReadSettings::default()).0
}

/// Checks every sentence of every stored article against the text that was given.
fn assert_citable(file: &Path) {
    let (given, stored) = (given(file), stored(file));
    let readable = given
        .iter()
        .filter(|article| !article.text.trim().is_empty())
        .count();
    let bodies = stored
        .iter()
        .map(|article| (article.id.clone(), article.body.as_str()));
    let corpus = Corpus::new(given, bodies);
    assert_eq!(
        corpus.len() - corpus.missing().len(),
        readable,
        "{}: some articles cannot be cited, such as {:?}",
        file.display(),
        corpus.missing().iter().take(5).collect::<Vec<_>>()
    );
    for article in &stored {
        for paragraph in split_paragraphs(&article.body) {
            for sentence in split_sentences(&article.body, paragraph) {
                let (_, text) = corpus
                    .quote(&article.id, sentence)
                    .unwrap_or_else(|| panic!("{} {sentence} cannot be cited", article.id));
                assert!(same_words(text, sentence.of(&article.body)));
            }
        }
    }
}

fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

#[test]
fn every_sentence_of_an_untidy_corpus_can_be_cited() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("articles.jsonl");
    let lines = [
        r#"{"id":"Untidy","title":"T","text":"  One\ttwo  three. Four five.\r\n\r\n\r\n\nSix\u00a0seven. \n eight. "}"#,
        r#"{"id":"tidy","title":"T","text":"One two.\n\nThree four."}"#,
        r#"{"id":"empty","title":"T","text":" "}"#,
    ];
    fs::write(&file, lines.join("\n")).expect("the corpus can be written");
    assert_citable(&file);
}

#[test]
fn every_sentence_of_the_benchmark_can_be_cited() {
    let Some(tasks) = shared("bench/tasks") else {
        return;
    };
    for task in ["squad_open", "news_onestop", "as2_selqa", "mhr500_facts"] {
        assert_citable(&tasks.join(task).join("corpus/articles.jsonl"));
    }
}
