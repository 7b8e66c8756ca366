//! The command line: reads arguments and settings, runs a task, reports how it ended.
//!
//! It owns no knowledge of the story: answering is the bot's, looks are the console's. What a
//! task prints on standard output is its result; everything else goes to standard error.

mod arguments;
mod ask;
mod background;
mod batch;
mod bundle;
mod chat;
mod check_config;
mod desk;
mod doctor;
mod eval;
mod facts;
mod failure;
mod index;
mod interrupt;
mod json;
mod logs;
#[cfg(feature = "matrix")]
mod matrix;
mod output;
mod platforms;
mod progress;
mod run;
mod setup;
mod story;
mod summary;
mod train;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use clap_complete::Shell;

use crate::article::serve_extraction;
#[cfg(feature = "matrix")]
use arguments::MatrixTask;
use arguments::{Arguments, Common, Task};
use desk::Desk;
use failure::{Failure, Outcome};
use setup::Setup;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    survive_file_limits();
    let Arguments { task, common } = Arguments::parse();
    common.apply_colour();
    match run_task(task, &common) {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.report(),
    }
}

/// A limit on the size of files is to be an error that can be told, not a signal that ends the program.
#[cfg(unix)]
fn survive_file_limits() {
    use signal_hook::{consts::SIGXFSZ, flag};
    // Where this is refused, the program ends at such a limit, as any other does.
    let _ = flag::register(SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn survive_file_limits() {}

fn run_task(task: Option<Task>, common: &Common) -> Result<Outcome, Failure> {
    match task {
        None => at_desk(common, chat::run),
        Some(Task::Ask { question, json }) => at_desk(common, |desk, setup| {
            ask::run(desk, setup, &question.join(" "), json)
        }),
        Some(Task::Rollback) => index::roll_back(&Setup::load(common)?),
        Some(Task::Index {
            folder,
            full,
            dry_run,
        }) => {
            let mut common = common.clone();
            common.articles = folder.or(common.articles);
            let setup = Setup::load(&common)?;
            if dry_run {
                index::foresee(&setup, full)
            } else {
                index::run(&setup, full)
            }
        }
        Some(Task::Run) => run::run(&Setup::load(common)?),
        #[cfg(feature = "matrix")]
        Some(Task::Matrix {
            task: MatrixTask::Status,
        }) => matrix::status(&Setup::load(common)?),
        Some(Task::Export { file }) => bundle::run_export(&Setup::load(common)?, &file),
        Some(Task::Import { file, replace }) => {
            bundle::run_import(&Setup::load(common)?, &file, replace)
        }
        Some(Task::Doctor) => doctor::run(common),
        Some(Task::CheckConfig) => check_config::run(common),
        Some(Task::Completions { shell }) => print_completions(shell),
        Some(Task::Batch { corpus }) => batch::run(&Setup::load(common)?, &corpus),
        Some(Task::Eval { questions, json }) => {
            at_desk(common, |desk, _| eval::run(desk, &questions, json))
        }
        Some(Task::Train {
            tasks,
            output,
            trees,
            step,
        }) => train::run(step, &tasks, (&output, trees.as_deref())),
        Some(Task::Extract { format }) => {
            serve_extraction(&format, io::stdin().lock(), io::stdout().lock())?;
            Ok(Outcome::Done)
        }
    }
}

/// Runs a task that answers questions.
fn at_desk(
    common: &Common,
    task: impl FnOnce(&Desk, &Setup) -> Result<Outcome, Failure>,
) -> Result<Outcome, Failure> {
    let setup = Setup::load(common)?;
    match Desk::open(&setup)? {
        Some(desk) => task(&desk, &setup),
        None => Ok(Outcome::Interrupted),
    }
}

fn print_completions(shell: Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(shell, &mut command, "newshound", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
