//! The peer: what a capable developer gets from tantivy in an afternoon.
//!
//! Windows of two sentences with a stride of one, English stemming, the text stored; a question is
//! a disjunction of its content words ranked by BM25, and the ten best texts are fetched, each with
//! the name and the title of its article, since a quote needs its citation. Sentences
//! are split at a full stop, a blank and a capital, which is cheaper than ours: the comparison is
//! to be hard on us.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use newshound::text::{fold, is_stop_word};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, IndexReader, TantivyDocument, Term, doc};

use super::material::without_front_matter;
use super::system::{Outcome, System, read_archive};

/// Memory for the writer, tantivy's own example value times two.
const WRITER_BYTES: usize = 100_000_000;

/// Plain tantivy over windows of two sentences.
pub(crate) struct Tantivy {
    index: Index,
    reader: IndexReader,
    article: Field,
    title: Field,
    text: Field,
}

impl System for Tantivy {
    fn build(archive: &Path, store: &Path) -> Outcome<usize> {
        let (schema, ..) = schema();
        fill(&Index::create_in_dir(store, schema)?, archive)
    }

    fn open(store: &Path) -> Outcome<Self> {
        let (_, article, title, text) = schema();
        let index = Index::open_in_dir(store)?;
        let reader = index.reader()?;
        Ok(Self {
            index,
            reader,
            article,
            title,
            text,
        })
    }

    fn ask(&self, question: &str) -> Outcome<usize> {
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(10).order_by_score();
        let mut read = 0;
        for (_, address) in searcher.search(&self.query(question)?, &top)? {
            let document: TantivyDocument = searcher.doc(address)?;
            let length = |field| {
                let value = document.get_first(field);
                value.and_then(|value| value.as_str().map(str::len))
            };
            read += length(self.text).unwrap_or_default();
            // Looked at, but no part of the text that the table compares.
            black_box((length(self.article), length(self.title)));
        }
        Ok(read)
    }

    fn add(&self, _archive: &Path, name: &str, content: &str) -> Outcome<Instant> {
        let mut writer = self.index.writer(WRITER_BYTES)?;
        writer.delete_term(Term::from_field_text(self.article, name));
        for window in windows(without_front_matter(content)) {
            writer.add_document(doc!(
                self.article => name, self.title => headline(content), self.text => window
            ))?;
        }
        writer.commit()?;
        self.reader.reload()?;
        Ok(Instant::now())
    }

    fn rebuild(&self, archive: &Path) -> Outcome<()> {
        fill(&self.index, archive)?;
        self.reader.reload()?;
        Ok(())
    }
}

/// Makes the index hold the articles of an archive and nothing else; gives their number.
fn fill(index: &Index, archive: &Path) -> Outcome<usize> {
    let (_, article, title, text) = schema();
    let mut writer = index.writer(WRITER_BYTES)?;
    writer.delete_all_documents()?;
    let mut count = 0;
    for (name, content) in read_archive(archive) {
        let headline = headline(&content);
        for window in windows(without_front_matter(&content)) {
            writer
                .add_document(doc!(article => name.as_str(), title => headline, text => window))?;
        }
        count += 1;
    }
    writer.commit()?;
    Ok(count)
}

impl Tantivy {
    fn query(&self, question: &str) -> Outcome<BooleanQuery> {
        let mut analyzer = self.index.tokenizer_for_field(self.text)?;
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let content: Vec<&str> = question
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !is_stop_word(&fold(word)))
            .collect();
        analyzer
            .token_stream(&content.join(" "))
            .process(&mut |token| {
                let term = Term::from_field_text(self.text, &token.text);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(query)));
            });
        Ok(BooleanQuery::new(clauses))
    }
}

/// The title in the front matter.
fn headline(content: &str) -> &str {
    let title = content
        .lines()
        .find_map(|line| line.strip_prefix("title: "));
    title.unwrap_or_default().trim_matches('"')
}

fn schema() -> (Schema, Field, Field, Field) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default()
        .set_indexing_options(indexing)
        .set_stored();
    let article = builder.add_text_field("article", STRING | STORED);
    let title = builder.add_text_field("title", STORED);
    let text = builder.add_text_field("text", options);
    (builder.build(), article, title, text)
}

fn windows(body: &str) -> Vec<String> {
    let mut windows = Vec::new();
    for paragraph in body.split("\n\n") {
        let sentences = sentences(paragraph);
        match sentences.as_slice() {
            [] => {}
            [only] => windows.push((*only).to_owned()),
            _ => windows.extend(sentences.windows(2).map(|pair| pair.join(" "))),
        }
    }
    windows
}

fn sentences(paragraph: &str) -> Vec<&str> {
    let bytes = paragraph.as_bytes();
    let mut sentences = Vec::new();
    let mut start = 0;
    for place in 2..bytes.len() {
        let ends = matches!(bytes[place - 2], b'.' | b'?' | b'!')
            && bytes[place - 1] == b' '
            && bytes[place].is_ascii_uppercase();
        if ends {
            sentences.push(paragraph[start..place].trim());
            start = place;
        }
    }
    sentences.push(paragraph[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}
