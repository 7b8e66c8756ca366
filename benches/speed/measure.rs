//! One measurement of one system, made in a process of its own so that its memory is its own.
//!
//! The parent starts itself again with [`CHILD`] as the first argument; the child prints one JSON
//! line with what it measured.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::generator::{Generator, path_of};
use super::material::Material;
use super::ours::Newshound;
use super::peer::Tantivy;
use super::system::{Outcome, System, files_of};

/// First argument of a child process.
pub(crate) const CHILD: &str = "--measure";

/// Questions asked before the clock counts, so that both systems run from warm caches.
const WARM_UP: usize = 50;

/// Figures by name; milliseconds, bytes or counts, as the name says.
pub(crate) type Figures = BTreeMap<String, f64>;

/// The systems by the names in the table.
pub(crate) const SYSTEMS: [&str; 2] = ["newshound", "tantivy"];

/// Measures one system over an archive, phase by phase.
pub(crate) fn measure(system: &str, archive: &Path, work: &Path) -> Outcome<Figures> {
    let store = work.join(format!("store-{system}"));
    if store.exists() {
        fs::remove_dir_all(&store)?;
    }
    fs::create_dir_all(&store)?;
    let mut figures = run_child(system, "build", archive, &store)?;
    figures.insert("store_bytes".to_owned(), size_of(&store));
    figures.extend(run_child(system, "ask", archive, &store)?);
    figures.extend(run_child(system, "add", archive, &store)?);
    Ok(figures)
}

fn size_of(folder: &Path) -> f64 {
    let sizes = files_of(folder)
        .into_iter()
        .filter_map(|path| fs::metadata(path).ok())
        .map(|metadata| metadata.len() as f64);
    sizes.sum()
}

fn run_child(system: &str, phase: &str, archive: &Path, store: &Path) -> Outcome<Figures> {
    let output = Command::new(std::env::current_exe()?)
        .args([CHILD, system, phase])
        .args([archive, store])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{system}, {phase}: {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The child's side: measures and gives the figures as one line of JSON.
pub(crate) fn run_phase(arguments: &[String]) -> Outcome<String> {
    let [system, phase, archive, store] = arguments else {
        return Err("a child needs system, phase, archive and store".into());
    };
    let (archive, store) = (Path::new(archive), Path::new(store));
    let figures = if system == "tantivy" {
        run_phase_of::<Tantivy>(phase, archive, store)?
    } else {
        run_phase_of::<Newshound>(phase, archive, store)?
    };
    Ok(serde_json::to_string(&figures)?)
}

fn run_phase_of<S: System>(phase: &str, archive: &Path, store: &Path) -> Outcome<Figures> {
    match phase {
        "build" => build::<S>(archive, store),
        "ask" => ask::<S>(store),
        _ => add::<S>(archive, store),
    }
}

fn build<S: System>(archive: &Path, store: &Path) -> Outcome<Figures> {
    let start = Instant::now();
    let articles = S::build(archive, store)?;
    let seconds = start.elapsed().as_secs_f64();
    let figures = [
        ("articles_per_second", articles as f64 / seconds),
        ("build_peak_bytes", memory("VmHWM")),
    ];
    Ok(name_all(&figures))
}

fn ask<S: System>(store: &Path) -> Outcome<Figures> {
    let questions = Material::read().questions;
    let count = questions.len();
    // Every so-manieth question: the files are sorted by article, and all should be asked about.
    let chosen: Vec<&String> = questions.iter().step_by((count / 550).max(1)).collect();
    let before = memory("VmRSS");
    let start = Instant::now();
    let mut system = S::open(store)?;
    let mut read = system.ask(chosen[0])?;
    let first = start.elapsed();
    let mut times = Vec::with_capacity(chosen.len());
    for question in chosen.iter().cycle().take(WARM_UP) {
        read += system.ask(question)?;
    }
    for question in &chosen {
        let start = Instant::now();
        read += system.ask(question)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let answers = 1 + WARM_UP + times.len();
    times.sort_by(f64::total_cmp);
    let figures = [
        ("first_answer_ms", first.as_secs_f64() * 1000.0),
        ("median_ms", times[times.len() / 2]),
        ("p95_ms", times[times.len() * 95 / 100]),
        ("memory_bytes", memory("VmRSS") - before),
        ("questions", times.len() as f64),
        ("answer_bytes", read as f64 / answers as f64),
    ];
    Ok(name_all(&figures))
}

fn add<S: System>(archive: &Path, store: &Path) -> Outcome<Figures> {
    let number = files_of(archive).len();
    let material = Material::read();
    let content = Generator::new(&material).article(number);
    let path = path_of(archive, number);
    fs::create_dir_all(path.parent().unwrap_or(archive))?;
    fs::write(&path, &content)?;
    let mut system = S::open(store)?;
    let start = Instant::now();
    let added = system.add(archive, &format!("article-{number:07}"), &content);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    fs::remove_file(&path)?;
    added?;
    Ok(name_all(&[("add_one_ms", milliseconds)]))
}

fn name_all(figures: &[(&str, f64)]) -> Figures {
    figures
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value))
        .collect()
}

/// A line of `/proc/self/status` in bytes; 0 where there is no such file.
fn memory(line: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|text| text.strip_prefix(line)?.strip_prefix(':'))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}
