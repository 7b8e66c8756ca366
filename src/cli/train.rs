//! The task `train`: learns the weights of the ranker and the calibration, for developers.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::failure::{Failure, Outcome};
use super::output::print;
use crate::evaluation::{TrainingTask, train, train_short};

/// Names of the model files in the output folder.
const FILES: [&str; 2] = ["weights.json", "calibration.json"];

/// Name of the file of the short answers' model in the output folder.
const SHORT_FILE: &str = "short-weights.json";

/// Fits the model of short answers alone.
pub(super) fn run_short(folders: &[PathBuf], output: &Path) -> Result<Outcome, Failure> {
    let tasks = folders
        .iter()
        .map(|folder| TrainingTask::read(folder))
        .collect::<Result<Vec<_>, _>>()
        .context("cannot read a training task")?;
    let report = train_short(tasks, &mut |stage| {
        anstream::eprintln!("{stage}");
    })
    .context("cannot train")?;
    let path = output.join(SHORT_FILE);
    fs::write(&path, format!("{}\n", report.model))
        .with_context(|| format!("cannot write {}", path.display()))?;
    print(&report.summary)?;
    Ok(Outcome::Done)
}

/// Trains on the tasks in `folders`, prints the figures and writes the models to `output`.
pub(super) fn run(folders: &[PathBuf], output: &Path) -> Result<Outcome, Failure> {
    let tasks = folders
        .iter()
        .map(|folder| TrainingTask::read(folder))
        .collect::<Result<Vec<_>, _>>()
        .context("cannot read a training task")?;
    let report = train(tasks, &mut |stage| {
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
