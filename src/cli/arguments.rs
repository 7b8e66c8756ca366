//! The command line as data: subcommands, options and their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::adapters::console::{When, Wishes};

const EXAMPLES: &str = "\
Examples:
  newshound                                open a chat on the articles in index/articles
  newshound ask \"who opened the bridge?\"   answer one question
  newshound ask --json when                the dates of the story, for a program
  newshound ask sources                    any command of the chat works here too
  newshound --articles news index          index another folder
  newshound run                            answer on Discord, with DISCORD_TOKEN set
  echo \"what happened?\" | newshound        answer line by line

Environment:
  Every setting of config/newshound.toml has a variable, which wins over the file:
  NEWSHOUND_STORY_ARTICLES=news. A file .env is read too. `newshound check-config` explains what
  is wrong with them. NO_COLOR and CLICOLOR_FORCE are honoured.

Exit status:
  0    all went well; for `ask`: there is an answer
  1    something went wrong, said on standard error
  2    the command line was not understood
  3    `index`: done, but some files were skipped
  4    `ask`: the articles don't say
  130  stopped by Ctrl-C; the index is as it was";

/// Answers questions about a news story in the articles' own words.
///
/// Give it a folder of articles and ask: each answer is made of verbatim quotes with a citation
/// that anyone can check. What it cannot quote, it does not say.
///
/// Without a subcommand it brings the index up to date and opens a chat.
#[derive(Debug, Parser)]
#[command(name = "newshound", version, after_long_help = EXAMPLES, max_term_width = 100)]
#[command(after_help = "`newshound --help` has examples, the environment and the exit statuses.")]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) task: Option<Task>,
    /// Options of every task.
    #[command(flatten)]
    pub(super) common: Common,
}

/// Options of every task.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Common {
    /// Settings file [default: config/newshound.toml, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Folder or file of the articles [default: index/articles]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) articles: Option<PathBuf>,
    /// Folder of the built index [default: index/store; with --articles, a folder inside it]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) store: Option<PathBuf>,
    /// Only this one of several stories [default: the first; all for index and run]
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) story: Option<String>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN")]
    pub(super) color: Option<When>,
    /// Print answers and errors only
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
}

impl Common {
    /// Colours as they are asked for here, until the settings are read.
    pub(super) fn apply_colour(&self) {
        let wishes = Wishes {
            colour: self.color.unwrap_or_default(),
            ..Wishes::default()
        };
        wishes.apply_colour();
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Task {
    /// Answer one question, or carry out one command of the chat
    ///
    /// Ends with status 4 where the articles don't say.
    Ask {
        /// The question; several words need no quotation marks
        #[arg(required = true, value_name = "QUESTION")]
        question: Vec<String>,
        /// Print the answer as JSON, described in docs/json.md
        #[arg(long)]
        json: bool,
    },
    /// Bring the index up to date and say what was skipped
    ///
    /// Only new and changed articles are read. Ends with status 3 where files were skipped.
    Index {
        /// Folder or file of the articles; the same as --articles
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Read and index every article again, changed or not
        #[arg(long)]
        full: bool,
        /// Show what would be done and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Take the last change of the index back
    ///
    /// Answers come from the index as it was before, whatever the articles are, until `newshound
    /// index` is run. Run twice, it is as before.
    Rollback,
    /// Answer on every chat platform that there are credentials for, until stopped
    ///
    /// For Discord, `DISCORD_TOKEN` holds the bot's token, in the environment or in .env; for Matrix,
    /// `MATRIX_HOMESERVER`, `MATRIX_USER` and `MATRIX_PASSWORD` are its account. README.md names every
    /// step. Ctrl-C finishes the answers that are on their way and ends.
    Run,
    /// The bot's account on Matrix
    #[cfg(feature = "matrix")]
    Matrix {
        /// What to do
        #[command(subcommand)]
        task: MatrixTask,
    },
    /// Pack everything that makes up the stories into one file, for a backup or another machine
    ///
    /// The articles' files, also those put aside, the feeds, every text that was ever indexed (so that
    /// old receipts can be checked), the pinned questions, and what was ordered in rooms. The index
    /// is built again elsewhere. What you write yourself is not in it: settings, topics, tokens.
    Export {
        /// The archive to write, which must not exist yet
        #[arg(value_name = "FILE.zip")]
        file: PathBuf,
    },
    /// Unpack what `newshound export` packed
    ///
    /// Into the places that the settings name. Stop the bot before.
    Import {
        /// The archive
        #[arg(value_name = "FILE.zip")]
        file: PathBuf,
        /// Put it in the place of what is there, which is kept beside it under a name with .before
        #[arg(long)]
        replace: bool,
    },
    /// Check the settings and the topics, and explain every problem at once
    CheckConfig,
    /// Look at everything that the program works with, and say what to do where something is wrong
    ///
    /// Settings, topics, articles, every byte of the index and the archive, the settings of rooms,
    /// who may read secrets, and whether the chat platforms that there are credentials for can be
    /// reached. Changes nothing. Ends with status 1 where something must be done.
    Doctor,
    /// Print a completion script for a shell
    ///
    /// For bash: newshound completions bash > ~/.local/share/bash-completion/completions/newshound
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Answer questions given as JSON lines on standard input, for benchmarks
    ///
    /// Reads DIR/articles.jsonl, prints a line that it is ready, and then a line for each question.
    Batch {
        /// Folder with articles.jsonl
        #[arg(long, value_name = "DIR")]
        corpus: PathBuf,
    },
    /// Measure the answers against a file of questions with their right answers
    Eval {
        /// JSON lines with id, question and answers
        #[arg(long, value_name = "FILE")]
        questions: PathBuf,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
    },
    /// Learn the ranking and the calibration from tasks with known answers, for developers
    ///
    /// A task is a folder with corpus/articles.jsonl, questions.jsonl and gold.jsonl. Prints how good
    /// the result is by cross-validation and writes weights.json and calibration.json, which belong in
    /// src/retrieval and src/answer. docs/model.md says more.
    Train {
        /// Folders of the tasks
        #[arg(required = true, value_name = "TASK")]
        tasks: Vec<PathBuf>,
        /// Folder to write the two model files to
        #[arg(long, value_name = "DIR", default_value = ".")]
        output: PathBuf,
        /// What to make
        #[arg(long, value_enum, default_value_t = TrainingStep::Models)]
        step: TrainingStep,
        /// Folder with trees-fold-0.json and so on, which `tools/train` grows
        #[arg(long, value_name = "DIR")]
        trees: Option<PathBuf>,
    },
    /// Read a page or document on standard input and print its article as JSON
    #[command(hide = true)]
    Extract {
        /// The ending of its name
        format: String,
    },
}

/// What can be done about the account on Matrix.
#[cfg(feature = "matrix")]
#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum MatrixTask {
    /// Show the bot's device with its fingerprint, and whether others can trust it
    ///
    /// It is what the running bot has noted of itself, with a remedy where something is missing.
    Status,
}

/// What a run of `train` makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TrainingStep {
    /// The first ranker's weights and the calibration
    Models,
    /// The measures of the best windows, from which trees are grown
    Rows,
    /// The weights of short answers
    Short,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_may_stand_on_either_side_of_the_task() {
        for line in [
            ["newshound", "--articles", "news", "index"],
            ["newshound", "index", "--articles", "news"],
        ] {
            let arguments = Arguments::try_parse_from(line).expect("both orders are fine");
            assert_eq!(arguments.common.articles, Some(PathBuf::from("news")));
        }
    }

    #[test]
    fn a_question_needs_no_quotation_marks() {
        let line = ["newshound", "ask", "--json", "who", "opened", "it?"];
        let arguments = Arguments::try_parse_from(line).expect("words are a question");
        let Some(Task::Ask { question, json }) = arguments.task else {
            panic!("`ask` is the task");
        };
        assert!(json);
        assert_eq!(question.join(" "), "who opened it?");
    }

    #[test]
    fn a_question_must_be_there() {
        assert!(Arguments::try_parse_from(["newshound", "ask"]).is_err());
    }
}
