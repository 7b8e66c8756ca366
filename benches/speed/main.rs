//! Speed and size beside plain tantivy: same text, same machine, same run.
//!
//!     cargo bench                       1,000 and 10,000 articles (a few minutes)
//!     cargo bench -- --articles 1000    one size
//!     cargo bench -- --full             100,000 as well (some ten minutes more, 2 GB of disk)
//!
//! Articles are made from real text by `generator`; each system runs in a process of its own. What
//! "plain tantivy" means is written in `peer`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its table"
)]

mod generator;
mod material;
mod measure;
mod ours;
mod peer;
mod random;
mod system;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use generator::{Generator, Written};
use material::Material;
use measure::{CHILD, Figures, SYSTEMS, measure, run_phase};
use system::Outcome;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((first, rest)) if first == CHILD => run_phase(rest).map(|line| println!("{line}")),
        _ => choose_sizes(&arguments).and_then(|sizes| run(&sizes)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("speed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn choose_sizes(arguments: &[String]) -> Outcome<Vec<usize>> {
    let mut sizes = vec![1_000, 10_000];
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // Cargo says this to every benchmark.
            "--bench" => {}
            "--full" => sizes.push(100_000),
            "--articles" => {
                let number = arguments.next().ok_or("--articles wants a number")?;
                sizes = vec![number.parse()?];
            }
            other => {
                return Err(format!("`{other}` is unknown; try --articles N or --full").into());
            }
        }
    }
    Ok(sizes)
}

fn run(sizes: &[usize]) -> Outcome<()> {
    let material = Material::read();
    println!("made from {}", material.origin);
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed");
    for size in sizes {
        let archive = work.join(format!("archive-{size}"));
        if archive.exists() {
            fs::remove_dir_all(&archive)?;
        }
        let written = Generator::new(&material).write_archive(&archive, *size)?;
        let figures = SYSTEMS
            .iter()
            .map(|system| measure(system, &archive, &work))
            .collect::<Outcome<Vec<Figures>>>()?;
        print_table(*size, &written, &figures[0], &figures[1]);
        fs::remove_dir_all(&work)?;
    }
    Ok(())
}

/// A row of the table: title, key of the figure, divisor for the unit shown, and what is wanted of
/// ours over the peer's.
const ROWS: &[(&str, &str, f64, &str)] = &[
    ("indexing, articles/s", "articles_per_second", 1.0, "≥ 0.33"),
    ("question, median ms", "median_ms", 1.0, "≤ 5"),
    ("question, p95 ms", "p95_ms", 1.0, ""),
    ("open and first answer, ms", "first_answer_ms", 1.0, ""),
    ("add one, until it answers, ms", "add_one_ms", 1.0, ""),
    ("p99 with a pause between, ms", "idle_p99_ms", 1.0, ""),
    ("the same while re-indexing, ms", "busy_p99_ms", 1.0, ""),
    ("memory after questions, MB", "memory_bytes", 1e6, ""),
    ("peak while indexing, MB", "build_peak_bytes", 1e6, ""),
    ("text of an answer, bytes", "answer_bytes", 1.0, ""),
    ("store on disk, MB", "store_bytes", 1e6, ""),
];

fn print_table(size: usize, written: &Written, ours: &Figures, peer: &Figures) {
    println!();
    println!(
        "{} articles, {:.1} million words, {:.0} MB; {} questions",
        with_commas(&size.to_string()),
        written.words as f64 / 1e6,
        written.bytes as f64 / 1e6,
        ours.get("questions").copied().unwrap_or_default()
    );
    println!(
        "{:<31} {:>12} {:>14} {:>8} {:>8}",
        "", "newshound", "plain tantivy", "ratio", "wanted"
    );
    for (title, key, unit, wanted) in ROWS {
        let value = |figures: &Figures| figures.get(*key).copied().unwrap_or_default() / unit;
        let (one, other) = (value(ours), value(peer));
        println!(
            "{title:<31} {:>12} {:>14} {:>8.2} {wanted:>8}",
            show(one),
            show(other),
            one / other
        );
    }
    let times = |figures: &Figures| figures.get("busy_times").copied().unwrap_or_default();
    println!(
        "p99 while re-indexing is {:.2} times the other (wanted ≤ 2), with plain tantivy {:.2}",
        times(ours),
        times(peer)
    );
}

fn show(value: f64) -> String {
    if value < 100.0 {
        format!("{value:.2}")
    } else {
        with_commas(&format!("{value:.0}"))
    }
}

fn with_commas(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
