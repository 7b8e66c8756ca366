//! The task `batch`: the protocol of docs/batch.md over standard input and output.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context;

use super::failure::{Failure, Outcome};
use super::output::say;
use super::setup::Setup;
use super::summary::skip_lines;
use crate::adapters::batch::{
    Answer, Batch, Corpus, Question, RankedQuote, Responder, read_articles,
};
use crate::answer::{self, Answerer, Evidence};
use crate::article::{ReadSettings, SourceFile, read_file};
use crate::index::{Index, Report, Snapshot};
use crate::retrieval::Limits;

/// The file of a corpus that holds its articles.
const ARTICLES: &str = "articles.jsonl";

/// Indexes a corpus in memory and answers the questions that come in.
pub(super) fn run(setup: &Setup, folder: &Path) -> Result<Outcome, Failure> {
    let path = folder.join(ARTICLES);
    let index = Index::in_memory()?;
    let report = index_corpus(&index, setup, &path)?;
    let snapshot = index.snapshot();
    let corpus = tie_corpus(&path, &snapshot)?;
    let mut responder = SnapshotResponder {
        snapshot: &snapshot,
        refuse_below: setup.settings.answers.refuse_below,
        limits: Limits {
            quote_length: setup.settings.answers.quote_length,
            ..Limits::default()
        },
    };
    let mut batch = Batch {
        corpus: &corpus,
        units: report.sentences,
        responder: &mut responder,
    };
    batch.serve(io::stdin().lock(), io::stdout().lock())?;
    Ok(Outcome::Done)
}

/// Reads the articles as any others are read: the very canonical form is measured.
fn index_corpus(index: &Index, setup: &Setup, path: &Path) -> Result<Report, Failure> {
    let file = SourceFile::look_at(path).map_err(Failure::new)?;
    let settings = ReadSettings {
        largest: setup.settings.articles.max_file_size,
        ..ReadSettings::default()
    };
    let read = |file: &SourceFile, take: &mut dyn FnMut(_)| read_file(file, &settings, take);
    let report = index.update(&[file], &read, &mut |_| ControlFlow::Continue(()))?;
    let skipped: Vec<String> = report.skipped.iter().map(ToString::to_string).collect();
    skip_lines(&skipped, true).iter().for_each(say);
    Ok(report)
}

/// Ties the articles as given to the articles as stored.
fn tie_corpus(path: &Path, snapshot: &Snapshot) -> Result<Corpus, Failure> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let given = read_articles(BufReader::new(file))?;
    let mut bodies = Vec::new();
    for card in snapshot.articles()?.iter() {
        bodies.extend(snapshot.body(&card.id)?);
    }
    let stored = bodies
        .iter()
        .map(|(card, body)| (card.id.clone(), body.as_str()));
    Ok(Corpus::new(given, stored))
}

/// Answers from one snapshot.
struct SnapshotResponder<'a> {
    snapshot: &'a Snapshot,
    refuse_below: f64,
    limits: Limits,
}

impl Responder for SnapshotResponder<'_> {
    fn respond(&mut self, question: &Question) -> Result<Answer, Box<dyn Error + Send + Sync>> {
        let limits = Limits {
            windows: question.k.max(self.limits.windows),
            ..self.limits.clone()
        };
        let answerer = Answerer::new(self.snapshot, self.refuse_below).with_limits(limits);
        let parsed = answerer.parse("", &question.question);
        let scope = question.scope.as_deref().unwrap_or_default();
        let answer = answerer.answer(parsed, scope, question.asked_at)?;
        Ok(batch_answer(&answer, question.k))
    }
}

fn batch_answer(answer: &answer::Answer, quotes: usize) -> Answer {
    Answer {
        quotes: answer
            .evidence
            .iter()
            .take(quotes)
            .map(ranked_quote)
            .collect(),
        abstain: answer.refusal.is_some(),
        confidence: answer.confidence,
    }
}

fn ranked_quote(evidence: &Evidence) -> RankedQuote {
    RankedQuote {
        article_id: evidence.block.article.id.clone(),
        span: evidence.span,
        highlight: evidence.answer,
        score: f64::from(evidence.score),
    }
}
