//! One measurement of one system, made in a process of its own so that its memory is its own.
//!
//! The parent starts itself again with [`CHILD`] as the first argument; the child prints one JSON
//! line with what it measured.

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::generator::Generator;
use super::material::Material;
use super::ours::Newshound;
use super::peer::Tantivy;
use super::system::{ADDED, Outcome, System, files_of};

/// First argument of a child process.
pub(crate) const CHILD: &str = "--measure";

/// Questions asked before the clock counts, so that both systems run from warm caches.
const WARM_UP: usize = 50;

/// From an answer to the next question where the archive is indexed meanwhile: a channel that is
/// busier than any.
const PAUSE: Duration = Duration::from_millis(20);

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
    figures.extend(run_child(system, "busy", archive, &store)?);
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
        "busy" => busy::<S>(archive, store),
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
    let chosen = choose_questions();
    let before = memory("VmRSS");
    let start = Instant::now();
    let system = S::open(store)?;
    let mut read = system.ask(&chosen[0])?;
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
        ("median_ms", part(&times, 50)),
        ("p95_ms", part(&times, 95)),
        ("memory_bytes", memory("VmRSS") - before),
        ("questions", times.len() as f64),
        ("answer_bytes", read as f64 / answers as f64),
    ];
    Ok(name_all(&figures))
}

/// Every so-manieth question: the files are sorted by article, and all should be asked about.
fn choose_questions() -> Vec<String> {
    let questions = Material::read().questions;
    let step = (questions.len() / 550).max(1);
    questions.into_iter().step_by(step).collect()
}

/// How long answers take that come last, alone and while the whole archive is indexed again.
fn busy<S: System>(archive: &Path, store: &Path) -> Outcome<Figures> {
    let chosen = choose_questions();
    let system = S::open(store)?;
    for question in chosen.iter().cycle().take(WARM_UP) {
        system.ask(question)?;
    }
    let idle = ask_on(&system, &chosen, || false)?;
    let is_enough = AtomicBool::new(false);
    let busy = thread::scope(|scope| {
        let rebuilding = scope.spawn(|| rebuild_until(&system, archive, &is_enough));
        let busy = ask_on(&system, &chosen, || {
            is_enough.store(true, Ordering::Relaxed);
            !rebuilding.is_finished()
        });
        is_enough.store(true, Ordering::Relaxed);
        rebuilding.join().expect("indexing never panics")?;
        busy
    })?;
    Ok(name_all(&[
        ("idle_p99_ms", part(&idle, 99)),
        ("busy_median_ms", part(&busy, 50)),
        ("busy_p99_ms", part(&busy, 99)),
        ("busy_times", part(&busy, 99) / part(&idle, 99)),
        ("busy_questions", busy.len() as f64),
    ]))
}

/// Asks every question once, and then again from the first for as long as `goes_on` says; gives the
/// milliseconds that each answer took, in order.
fn ask_on<S: System>(
    system: &S,
    questions: &[String],
    goes_on: impl Fn() -> bool,
) -> Outcome<Vec<f64>> {
    let mut times = Vec::new();
    for question in questions.iter().cycle() {
        if times.len() >= questions.len() && !goes_on() {
            break;
        }
        let start = Instant::now();
        black_box(system.ask(question)?);
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        thread::sleep(PAUSE);
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}

/// Indexes the archive again and again; at least once.
fn rebuild_until<S: System>(
    system: &S,
    archive: &Path,
    is_enough: &AtomicBool,
) -> Result<(), String> {
    loop {
        system.rebuild(archive).map_err(|error| error.to_string())?;
        if is_enough.load(Ordering::Relaxed) {
            return Ok(());
        }
    }
}

fn add<S: System>(archive: &Path, store: &Path) -> Outcome<Figures> {
    let number = files_of(archive).len();
    let content = Generator::new(&Material::read()).article(number);
    let system = S::open(store)?;
    let start = Instant::now();
    let added = system.add(archive, &format!("article-{number:07}"), &content);
    let left = archive.join(ADDED);
    if left.exists() {
        fs::remove_dir_all(&left)?;
    }
    let took = added?.duration_since(start);
    Ok(name_all(&[("add_one_ms", took.as_secs_f64() * 1000.0)]))
}

/// The time that so many in a hundred do not exceed; the times are in order.
fn part(times: &[f64], percent: usize) -> f64 {
    times[(times.len() - 1) * percent / 100]
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
