//! The task `train`: learns the weights of the ranker and the calibration, for developers.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::arguments::TrainingStep;
use super::failure::{Failure, Outcome};
use super::output::print;
use crate::evaluation::{FOLDS, TrainingTask, columns, export, train, train_short};
use crate::retrieval::Forest;

/// Names of the model files in the output folder.
const FILES: [&str; 2] = ["weights.json", "calibration.json"];

/// Name of the file of the short answers' model in the output folder.
const SHORT_FILE: &str = "short-weights.json";

/// Does one step of training with the tasks in `folders` and writes what it makes to `output`.
pub(super) fn run(
    step: TrainingStep,
    folders: &[PathBuf],
    (output, trees): (&Path, Option<&Path>),
) -> Result<Outcome, Failure> {
    match step {
        TrainingStep::Models => fit_models(folders, output, trees)?,
        TrainingStep::Rows => export_rows(folders, output)?,
        TrainingStep::Short => fit_short(folders, output)?,
    }
    Ok(Outcome::Done)
}

fn fit_models(folders: &[PathBuf], output: &Path, trees: Option<&Path>) -> Result<(), Failure> {
    let forests = trees.map_or(Ok(Vec::new()), read_forests)?;
    let report = train(read_tasks(folders)?, &forests, &mut say).context("cannot train")?;
    for (file, model) in FILES.iter().zip([&report.ranker, &report.calibration]) {
        write_model(&output.join(file), model)?;
    }
    print(&report.summary)
}

fn fit_short(folders: &[PathBuf], output: &Path) -> Result<(), Failure> {
    let report = train_short(read_tasks(folders)?, &mut say).context("cannot train")?;
    write_model(&output.join(SHORT_FILE), &report.model)?;
    print(&report.summary)
}

fn say(stage: &str) {
    anstream::eprintln!("{stage}");
}

fn read_tasks(folders: &[PathBuf]) -> Result<Vec<TrainingTask>, Failure> {
    let tasks: Result<Vec<_>, _> = folders
        .iter()
        .map(|folder| TrainingTask::read(folder))
        .collect();
    Ok(tasks.context("cannot read a training task")?)
}

fn write_model(path: &Path, model: &str) -> Result<(), Failure> {
    let written = fs::write(path, format!("{model}\n"));
    Ok(written.with_context(|| format!("cannot write {}", path.display()))?)
}

/// The trees by fold that `tools/train` grew.
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
fn export_rows(folders: &[PathBuf], output: &Path) -> Result<(), Failure> {
    let create = |name: &str| {
        let path = output.join(name);
        let file = fs::File::create(&path);
        file.with_context(|| format!("cannot write {}", path.display()))
            .map(std::io::BufWriter::new)
    };
    let (mut questions, mut rows) = (create("questions.jsonl")?, create("rows.f32")?);
    fs::write(output.join("columns.txt"), columns().join("\n")).context("cannot write columns")?;
    for task in read_tasks(folders)? {
        say(&format!("measuring {}", task.name));
        export(task, EXPORTED, (&mut questions, &mut rows)).context("cannot export")?;
    }
    Ok(())
}
