//! The task `train`: learns the weights of the ranker and the calibration, for developers.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::failure::{Failure, Outcome};
use super::output::print;
use crate::evaluation::{FOLDS, TrainingTask, columns, export, train};
use crate::retrieval::Forest;

/// Names of the model files in the output folder.
const FILES: [&str; 2] = ["weights.json", "calibration.json"];

/// Trains on the tasks in `folders`, prints the figures and writes the models to `output`.
pub(super) fn run(
    folders: &[PathBuf],
    output: &Path,
    trees: Option<&Path>,
) -> Result<Outcome, Failure> {
    let forests = trees.map_or(Ok(Vec::new()), read_forests)?;
    let tasks = folders
        .iter()
        .map(|folder| TrainingTask::read(folder))
        .collect::<Result<Vec<_>, _>>()
        .context("cannot read a training task")?;
    let report = train(tasks, &forests, &mut |stage| {
        anstream::eprintln!("{stage}");
    })
    .context("cannot train")?;
    for (file, model) in FILES.iter().zip([&report.ranker, &report.calibration]) {
        let path = output.join(file);
        fs::write(&path, format!("{model}\n"))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    print(&report.summary)?;
    Ok(Outcome::Done)
}

/// The trees by fold that tools/train grew.
fn read_forests(folder: &Path) -> Result<Vec<Forest>, Failure> {
    let read =
        |fold: usize| {
            let path = folder.join(format!("trees-fold-{fold}.json"));
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let forest = Forest::from_json(&text);
            Ok(forest
                .with_context(|| format!("{} holds no trees for this program", path.display()))?)
        };
    (0..FOLDS).map(read).collect()
}

/// Questions of one task that are exported; more add time and little else.
const EXPORTED: usize = 3100;

/// Writes the measures of the best windows of the tasks in `folders` to `output`.
pub(super) fn export_rows(folders: &[PathBuf], output: &Path) -> Result<Outcome, Failure> {
    let create = |name: &str| {
        let path = output.join(name);
        let file = fs::File::create(&path);
        file.with_context(|| format!("cannot write {}", path.display()))
            .map(std::io::BufWriter::new)
    };
    let (mut questions, mut rows) = (create("questions.jsonl")?, create("rows.f32")?);
    fs::write(output.join("columns.txt"), columns().join("\n")).context("cannot write columns")?;
    for folder in folders {
        let task = TrainingTask::read(folder).context("cannot read a training task")?;
        anstream::eprintln!("measuring {}", task.name);
        export(task, EXPORTED, (&mut questions, &mut rows)).context("cannot export")?;
    }
    Ok(Outcome::Done)
}
