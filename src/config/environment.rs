//! Reads settings from variables: of `.env`, and of the environment, which wins.
//!
//! The process's own environment is never changed and never read here; it comes in as a map.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::credentials::{DISCORD_API, is_credential};
use super::given::Given;
use super::keys::{KEYS, Key, PREFIX};
use super::problem::{Place, Problems};
use super::settings::Settings;
use crate::command::nearest;

/// Variables with our prefix that are not settings: the file to read, and what tests and packagers
/// use.
const RESERVED: [&str; 3] = [CONFIG_VARIABLE, "NEWSHOUND_SHARED", DISCORD_API];

/// Names the settings' file, as `--config` does.
pub(super) const CONFIG_VARIABLE: &str = "NEWSHOUND_CONFIG";

/// A variable's value and the file that set it. The value may be a secret: it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) value: String,
    pub(super) file: Option<PathBuf>,
}

/// The program's own variables by name; an empty one counts as not set.
pub(super) type Variables = BTreeMap<String, Variable>;

/// Joins the variables of `.env` and of the environment.
pub(super) fn join(
    dotenv: Option<(&Path, &str)>,
    environment: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> Variables {
    let mut variables = Variables::new();
    if let Some((path, text)) = dotenv {
        for (name, value) in read_dotenv(path, text, problems) {
            insert(&mut variables, &name, &value, Some(path));
        }
    }
    for (name, value) in environment {
        insert(&mut variables, name, value, None);
    }
    variables
}

fn insert(variables: &mut Variables, name: &str, value: &str, file: Option<&Path>) {
    let is_ours = name.starts_with(PREFIX) || is_credential(name);
    if is_ours && !value.trim().is_empty() {
        let variable = Variable {
            value: value.to_owned(),
            file: file.map(Path::to_owned),
        };
        variables.insert(name.to_owned(), variable);
    }
}

fn read_dotenv(path: &Path, text: &str, problems: &mut Problems) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for pair in dotenvy::from_read_iter(text.as_bytes()) {
        match pair {
            Ok(pair) => pairs.push(pair),
            Err(error) => {
                let place = place_of_line(path, text, &error);
                problems.add(place, "the line", "is not of the form NAME=value", "");
            }
        }
    }
    pairs
}

/// The parser gives the broken line's text but not its number.
fn place_of_line(path: &Path, text: &str, error: &dotenvy::Error) -> Place {
    let dotenvy::Error::LineParse(line, _) = error else {
        return Place::Path(path.to_owned());
    };
    let broken = line.lines().next().unwrap_or_default();
    match text.find(broken) {
        Some(byte) if !broken.is_empty() => Place::in_text(path, text, byte),
        _ => Place::Path(path.to_owned()),
    }
}

/// Reads the variables into the settings.
pub(super) fn apply(variables: &Variables, settings: &mut Settings, problems: &mut Problems) {
    for (name, variable) in variables {
        if RESERVED.contains(&name.as_str()) || is_credential(name) {
            continue;
        }
        let place = Place::Variable {
            name: name.clone(),
            file: variable.file.clone(),
        };
        let Some(key) = KEYS.iter().find(|key| key.variable() == *name) else {
            problems.add(place, "", "there is no such setting", &nearest_to(name));
            continue;
        };
        if let Err(reason) = (key.set)(settings, &Given::Words(variable.value.trim())) {
            let remedy = format!("the default is {}", key.default);
            problems.add(place, &key.path(), &reason, &remedy);
        }
    }
}

fn nearest_to(name: &str) -> String {
    let names: Vec<String> = KEYS.iter().map(Key::variable).collect();
    nearest(name, names.iter().map(String::as_str)).map_or_else(
        || "`.env.example` lists the variables".to_owned(),
        |name| format!("did you mean {name}?"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::settings::Width;
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn read(dotenv: &str, environment: &[(&str, &str)]) -> (Settings, String) {
        let (mut settings, mut problems) = (Settings::default(), Problems::default());
        let file = Some((Path::new(".env"), dotenv));
        let variables = join(file, &map(environment), &mut problems);
        apply(&variables, &mut settings, &mut problems);
        (settings, problems.to_string())
    }

    #[test]
    fn the_environment_wins_over_the_file_of_variables() {
        let (settings, problems) = read(
            "# mine\nNEWSHOUND_ANSWERS_QUOTES=5\nNEWSHOUND_STORY_NAME=\"The gift\"\nPATH=x\n",
            &[
                ("NEWSHOUND_ANSWERS_QUOTES", "7"),
                ("NEWSHOUND_CONSOLE_WIDTH", "72"),
                ("NEWSHOUND_ANSWERS_LIST_LENGTH", ""),
                ("NEWSHOUND_SHARED", "elsewhere"),
                ("HOME", "/"),
            ],
        );
        assert_eq!(problems, "");
        assert_eq!(settings.answers.quotes, 7);
        assert_eq!(settings.story.name, "The gift");
        assert_eq!(settings.console.width, Width::Columns(72));
    }

    #[test]
    fn mistakes_name_the_variable_and_the_file() {
        let (_, problems) = read(
            "NEWSHOUND_ANSWERS_QUOTES=many\nnot a line\n",
            &[("NEWSHOUND_ANSWER_QUOTES", "7"), ("NEWSHOUND_MOON", "full")],
        );
        assert_eq!(
            problems,
            ".env:2:1: the line is not of the form NAME=value\n\
             .env: NEWSHOUND_ANSWERS_QUOTES: answers.quotes must be a whole number from 1 to 10, \
             not \"many\"; the default is 3\n\
             NEWSHOUND_ANSWER_QUOTES: there is no such setting; did you mean \
             NEWSHOUND_ANSWERS_QUOTES?\n\
             NEWSHOUND_MOON: there is no such setting; `.env.example` lists the variables"
        );
    }
}
