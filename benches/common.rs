//! What the benchmarks of the chat platforms share: questions, latencies, and the memory of a process.

use std::fs;

/// Questions about the sample story.
pub(crate) const SAMPLE: [&str; 12] = [
    "who gave Kim the car?",
    "who is Matthew Miller?",
    "when was the panel vetoed?",
    "what did Kim Yo Jong say about the car?",
    "where did Kim and Putin meet?",
    "why is the gift a breach?",
    "what is an Aurus?",
    "how many people died in the crash?",
    "who signed the treaty?",
    "when did the Security Council bar luxury goods?",
    "what did Washington say?",
    "how much does the car cost?",
];

/// Times in milliseconds, in order.
pub(crate) struct Latencies(Vec<f64>);

impl Latencies {
    pub(crate) fn new(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The time that so many in a hundred do not exceed.
    pub(crate) fn part(&self, percent: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0
            .get(last * percent / 100)
            .copied()
            .unwrap_or(f64::NAN)
    }
}

/// What a process holds in memory, in bytes; 0 where the system does not tell.
#[derive(Clone, Copy)]
pub(crate) struct Memory {
    /// Its own.
    pub(crate) own: f64,
    /// Pages of its files, the index's above all, which the system takes back when it needs room.
    pub(crate) mapped: f64,
}

impl Memory {
    pub(crate) fn of(process: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let bytes = |name: &str| {
            let kilobytes = status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.split_whitespace().next())
                .and_then(|number| number.parse::<f64>().ok());
            kilobytes.unwrap_or(0.0) * 1024.0
        };
        Self {
            own: bytes("RssAnon:"),
            mapped: bytes("RssFile:"),
        }
    }
}

/// The rows of a table about memory.
#[expect(clippy::print_stdout, reason = "a benchmark prints its table")]
pub(crate) fn print_memory(memory: [Memory; 3]) {
    println!("{:<44} {:>10} {:>10}", "memory, MB", "its own", "of files");
    let moments = ["idle", "after half of the questions", "after all questions"];
    for (moment, memory) in moments.iter().zip(memory) {
        let (own, mapped) = (memory.own / 1e6, memory.mapped / 1e6);
        println!("{moment:<44} {own:>10.1} {mapped:>10.1}");
    }
}
