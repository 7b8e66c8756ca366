//! How fast the bot answers on Discord, and what memory it takes: the released program against the
//! fake Discord of the tests, on this machine.
//!
//!     cargo bench --bench discord                       sample story and 10,000 articles
//!     cargo bench --bench discord -- --articles 1000    another number of made articles
//!     cargo bench --bench discord -- --questions 500    fewer questions, to see that it runs
//!
//! Of the made articles it is also measured how long answers take while all of them are indexed again,
//! and while a feed is read whose pages come slowly.
//!
//! The clock runs from the moment an event is written to the gateway's socket to the moment the
//! bot's request with the answer has arrived. The fake Discord checks every request, on the same
//! cores: what it takes for that is in the figures where many questions are in flight.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its table"
)]

/// The fake Discord and the program as a process, as the stories use them.
#[path = "../../tests/discord"]
#[allow(dead_code, unused_imports, reason = "the stories use the rest")]
mod discord {
    pub(crate) mod bot;
    pub(crate) mod double;
}

/// What makes an archive of many articles.
#[path = "../speed"]
#[allow(
    dead_code,
    reason = "the measurement beside plain tantivy uses the rest"
)]
mod speed {
    pub(crate) mod generator;
    pub(crate) mod material;
    pub(crate) mod random;
    pub(crate) mod system;
}

/// Where Discord's description lies.
#[path = "../../tests/shared.rs"]
mod shared;

#[path = "../common.rs"]
mod common;

mod feed;
mod measure;
mod setup;

use std::process::ExitCode;

use measure::{Figures, measure};
use setup::Corpus;
use speed::system::Outcome;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match choose(&arguments).and_then(|choice| run(&choice)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("discord: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is measured.
struct Choice {
    articles: usize,
    questions: usize,
}

fn choose(arguments: &[String]) -> Outcome<Choice> {
    let mut choice = Choice {
        articles: 10_000,
        questions: 10_000,
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut number = || -> Outcome<usize> {
            let text = arguments.next().ok_or("a number is missing")?;
            Ok(text.parse()?)
        };
        match argument.as_str() {
            // Cargo says the first to every benchmark; the second is for the other one here, which
            // `cargo bench -- --full` means.
            "--bench" | "--full" => {}
            "--articles" => choice.articles = number()?,
            "--questions" => choice.questions = number()?,
            other => return Err(format!("`{other}` is unknown").into()),
        }
    }
    Ok(choice)
}

fn run(choice: &Choice) -> Outcome<()> {
    let sample = Corpus::sample()?;
    let made = Corpus::made(choice.articles)?;
    for corpus in [sample, made] {
        let figures = measure(&corpus, choice.questions)?;
        print_table(&corpus, &figures);
    }
    Ok(())
}

fn print_table(corpus: &Corpus, figures: &Figures) {
    println!();
    println!("{}; {} questions", corpus.title, figures.questions);
    println!(
        "{:<44} {:>10} {:>10}",
        "from event to answer, ms", "median", "p99"
    );
    for (title, latencies) in &figures.latencies {
        let (median, late) = (latencies.part(50), latencies.part(99));
        println!("{title:<44} {median:>10.1} {late:>10.1}");
    }
    println!(
        "{:<44} {:>10.0}",
        "questions a second, 100 in flight", figures.rate
    );
    println!("{:<44} {:>10.0}", "start to ready, ms", figures.start);
    common::print_memory(figures.memory);
    println!("refused requests: {}", figures.faults.len());
    for fault in figures.faults.iter().take(3) {
        println!("  {fault}");
    }
}
