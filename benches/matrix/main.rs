//! How fast the bot answers on Matrix, and what memory it takes: the released program against the
//! Synapse of the tests, on this machine.
//!
//!     cargo bench --features matrix --bench matrix
//!     cargo bench --features matrix --bench matrix -- --questions 500    fewer, to see that it runs
//!
//! The clock runs from the moment somebody's client begins to send a question to the moment that the
//! client has the answer, decrypted where the room is encrypted. Server, client and bot share the
//! machine: what the server takes for both messages is in the figures.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its table"
)]

/// The program as a process, as the stories use it.
#[path = "../../tests/discord"]
#[allow(dead_code, reason = "the stories use the rest")]
mod discord {
    pub(crate) mod bot;
}

/// The server, and somebody with a client, as the stories use them.
#[path = "../../tests/matrix"]
#[allow(dead_code, reason = "the stories use the rest")]
mod matrix {
    pub(crate) mod harness;
    pub(crate) mod person;
    pub(crate) mod relay;
    pub(crate) mod synapse;
}

#[path = "../common.rs"]
mod common;

mod measure;

use std::process::ExitCode;

use measure::{Figures, measure};

/// Questions in all where nothing else is said.
const QUESTIONS: usize = 10_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(questions) = choose(&arguments) else {
        eprintln!("matrix: try --questions N");
        return ExitCode::FAILURE;
    };
    let Some(figures) = measure(questions) else {
        return ExitCode::FAILURE;
    };
    print_table(&figures);
    ExitCode::SUCCESS
}

fn choose(arguments: &[String]) -> Option<usize> {
    // Cargo says the first to every benchmark; the second is for another one.
    let mut arguments = arguments
        .iter()
        .filter(|argument| !matches!(argument.as_str(), "--bench" | "--full"));
    match (arguments.next().map(String::as_str), arguments.next()) {
        (None, None) => Some(QUESTIONS),
        (Some("--questions"), Some(number)) => number.parse().ok(),
        _ => None,
    }
}

fn print_table(figures: &Figures) {
    println!("the sample story; {} questions", figures.questions);
    println!(
        "{:<44} {:>10} {:>10}",
        "from question to answer, ms", "median", "p99"
    );
    for (title, latencies) in &figures.latencies {
        let (median, late) = (latencies.part(50), latencies.part(99));
        println!("{title:<44} {median:>10.1} {late:>10.1}");
    }
    println!(
        "{:<44} {:>10.0}",
        "questions a second, in all rooms", figures.rate
    );
    common::print_memory(figures.memory);
}
