//! Puts the layers together: defaults, file, `.env`, environment, and the file of topics.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::credentials::Credentials;
use super::document::{File, apply_file};
use super::environment::{self, CONFIG_VARIABLE, Variables};
use super::problem::{Place, Problems};
use super::settings::{Settings, StorySettings};
use super::stories;
use super::topics::parse_topics;
use crate::command::Topic;

/// Where the settings are looked for when no file is named; it need not exist.
pub const DEFAULT_FILE: &str = "config/newshound.toml";

/// Where the configuration comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The folder that relative paths start from; empty for the current one.
    pub folder: PathBuf,
    /// The settings' file that was asked for (`--config`); it must exist.
    pub file: Option<PathBuf>,
    /// The environment.
    pub environment: BTreeMap<String, String>,
}

/// A story's configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// The first story's topics, in the order of their file.
    pub topics: Vec<Topic>,
    /// The topics of each further story.
    pub further_topics: Vec<Vec<Topic>>,
    /// The secrets.
    pub credentials: Credentials,
}

impl Config {
    /// Reads every layer; fails with all problems of all layers.
    pub fn load(sources: &Sources) -> Result<Self, Problems> {
        let layers = read_layers(sources);
        if layers.problems.is_empty() {
            Ok(layers.config)
        } else {
            Err(layers.problems)
        }
    }
}

/// What was read, with defaults where something was wrong.
pub(super) struct Layers {
    pub(super) config: Config,
    /// The files that were read.
    pub(super) files: Vec<PathBuf>,
    /// The variables that were set.
    pub(super) variables: Variables,
    pub(super) problems: Problems,
}

pub(super) fn read_layers(sources: &Sources) -> Layers {
    let mut problems = Problems::default();
    let mut settings = Settings::default();
    let mut files = Vec::new();

    let dotenv_path = sources.folder.join(".env");
    let dotenv = read_optional(&dotenv_path, &mut problems);
    let dotenv = dotenv.as_deref().map(|text| (dotenv_path.as_path(), text));
    files.extend(dotenv.map(|(path, _)| path.to_owned()));
    let variables = environment::join(dotenv, &sources.environment, &mut problems);

    let (path, is_named) = settings_file(sources, &variables);
    let text = read_maybe_named(
        &path,
        is_named,
        "check --config or NEWSHOUND_CONFIG",
        &mut problems,
    );
    if let Some(text) = text {
        let file = File {
            path: &path,
            text: &text,
        };
        apply_file(file, &mut settings, &mut problems);
        stories::check_names(&settings, &path, &mut problems);
        files.push(path);
    }
    environment::apply(&variables, &mut settings, &mut problems);
    start_from(&sources.folder, &mut settings);

    let mut topics: Vec<Vec<Topic>> = settings
        .stories()
        .map(|story| read_topics(sources, story, &mut files, &mut problems))
        .collect();
    let further_topics = topics.split_off(1);
    Layers {
        config: Config {
            settings,
            topics: topics.remove(0),
            further_topics,
            credentials: Credentials::read(&variables),
        },
        files,
        variables,
        problems,
    }
}

/// The file of the settings, and whether somebody asked for it.
fn settings_file(sources: &Sources, variables: &Variables) -> (PathBuf, bool) {
    let named = sources.file.clone().or_else(|| {
        variables
            .get(CONFIG_VARIABLE)
            .map(|variable| PathBuf::from(&variable.value))
    });
    let is_named = named.is_some();
    let file = named.unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
    (sources.folder.join(file), is_named)
}

/// Makes relative paths start from the folder.
fn start_from(folder: &Path, settings: &mut Settings) {
    for story in settings.stories_mut() {
        for path in [
            &mut story.articles,
            &mut story.store,
            &mut story.topics,
            &mut story.golden,
        ] {
            // An empty path is none.
            if !path.as_os_str().is_empty() {
                *path = folder.join(&*path);
            }
        }
    }
    for path in [&mut settings.rooms.file, &mut settings.matrix.state]
        .into_iter()
        .chain(&mut settings.console.history)
    {
        *path = folder.join(&*path);
    }
}

fn read_topics(
    sources: &Sources,
    story: &StorySettings,
    files: &mut Vec<PathBuf>,
    problems: &mut Problems,
) -> Vec<Topic> {
    let path = &story.topics;
    if path.as_os_str().is_empty() {
        return Vec::new();
    }
    let is_named = *path != sources.folder.join(StorySettings::default().topics);
    let text = read_maybe_named(path, is_named, "correct story.topics", problems);
    text.map_or_else(Vec::new, |text| {
        files.push(path.clone());
        parse_topics(File { path, text: &text }, problems)
    })
}

/// The text of a file that must exist when somebody named it.
fn read_maybe_named(
    path: &Path,
    is_named: bool,
    remedy: &str,
    problems: &mut Problems,
) -> Option<String> {
    if is_named && !path.exists() {
        problems.add(
            Place::Path(path.to_owned()),
            "the file",
            "does not exist",
            remedy,
        );
        return None;
    }
    read_optional(path, problems)
}

/// The text of a file that need not exist.
fn read_optional(path: &Path, problems: &mut Problems) -> Option<String> {
    let error = match fs::read_to_string(path) {
        Ok(text) => return Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => error,
    };
    let place = Place::Path(path.to_owned());
    if error.kind() == io::ErrorKind::InvalidData {
        problems.add(place, "the file", "is not UTF-8 text", "save it as UTF-8");
    } else {
        let reason = format!("cannot be read: {error}");
        problems.add(place, "the file", &reason, "");
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = TempDir::new().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    fn sources(folder: &TempDir) -> Sources {
        Sources {
            folder: folder.path().to_owned(),
            ..Sources::default()
        }
    }

    #[test]
    fn nothing_at_all_gives_the_defaults() {
        let folder = folder(&[]);
        let config = Config::load(&sources(&folder)).expect("defaults are valid");
        assert_eq!(config.settings.answers, Settings::default().answers);
        assert_eq!(
            config.settings.story.articles,
            folder.path().join("index/articles")
        );
        assert!(config.topics.is_empty());
    }

    #[test]
    fn later_layers_win() {
        let folder = folder(&[
            (
                DEFAULT_FILE,
                "[answers]\nquotes = 4\nquote_length = 200\nlist_length = 20\n",
            ),
            (
                ".env",
                "NEWSHOUND_ANSWERS_QUOTE_LENGTH=250\nNEWSHOUND_ANSWERS_LIST_LENGTH=25\n",
            ),
        ]);
        let mut sources = sources(&folder);
        sources.environment =
            BTreeMap::from([("NEWSHOUND_ANSWERS_LIST_LENGTH".to_owned(), "30".to_owned())]);
        let answers = Config::load(&sources).expect("valid").settings.answers;
        assert_eq!(
            (answers.quotes, answers.quote_length, answers.list_length),
            (4, 250, 30)
        );
    }

    #[test]
    fn a_named_file_must_exist_and_is_read_instead() {
        let folder = folder(&[
            (DEFAULT_FILE, "[answers]\nquotes = 4\n"),
            ("mine.toml", "[answers]\nquotes = 5\n"),
        ]);
        let mut sources = sources(&folder);
        sources.file = Some(PathBuf::from("mine.toml"));
        let quotes = |sources: &Sources| Config::load(sources).map(|c| c.settings.answers.quotes);
        assert_eq!(quotes(&sources), Ok(5));
        sources.file = None;
        sources.environment =
            BTreeMap::from([(CONFIG_VARIABLE.to_owned(), "mine.toml".to_owned())]);
        assert_eq!(quotes(&sources), Ok(5));
        sources.file = Some(PathBuf::from("theirs.toml"));
        let problems = quotes(&sources).expect_err("there is no such file");
        let line = problems.to_string();
        assert!(
            line.ends_with(
                "theirs.toml: the file does not exist; check --config or NEWSHOUND_CONFIG"
            ),
            "{line}"
        );
    }

    #[test]
    fn each_story_has_its_own_topics_and_its_own_name() {
        let further = "articles = \"two\"\nstore = \"two-store\"\n";
        let settings = |name: &str| {
            format!("[[story]]\nname = \"One\"\n[[story]]\nname = \"{name}\"\n{further}")
        };
        let folder = folder(&[
            (DEFAULT_FILE, &settings("Two")),
            (
                "config/topics.toml",
                "[[topic]]\nname = \"gift\"\nwords = [\"gift\"]\n",
            ),
        ]);
        let config = Config::load(&sources(&folder)).expect("valid");
        assert_eq!(
            (config.topics.len(), config.further_topics),
            (1, vec![Vec::new()])
        );
        let two = &config.settings.further_stories[0];
        assert_eq!(two.articles, folder.path().join("two"));
        fs::write(folder.path().join(DEFAULT_FILE), settings("one")).expect("a file");
        let problems = Config::load(&sources(&folder)).expect_err("two of a name");
        assert!(
            problems.to_string().contains("the name of two stories"),
            "{problems}"
        );
        fs::write(folder.path().join(DEFAULT_FILE), settings("")).expect("a file");
        let problems = Config::load(&sources(&folder)).expect_err("no name");
        assert!(problems.to_string().contains("has no name"), "{problems}");
    }

    #[test]
    fn problems_of_all_layers_come_together() {
        let folder = folder(&[
            (DEFAULT_FILE, "[answers]\nquotes = 40\n"),
            (".env", "NEWSHOUND_MOON=full\n"),
            (
                "config/topics.toml",
                "[[topic]]\nname = \"more\"\nwords = [\"x\"]\n",
            ),
        ]);
        let problems = Config::load(&sources(&folder)).expect_err("all of it is wrong");
        assert_eq!(problems.0.len(), 3, "{problems}");
    }

    proptest! {
        #[test]
        fn no_text_makes_the_readers_panic(
            text in prop_oneof![
                any::<String>(),
                "(\\[\\[?(story|answers|topic)\\]\\]?\n|(name|quotes|words) = (\"é|3|\\[|\\]|\")+\n){0,8}",
            ],
        ) {
            let (mut settings, mut problems) = (Settings::default(), Problems::default());
            let file = File { path: Path::new("x.toml"), text: &text };
            apply_file(file, &mut settings, &mut problems);
            parse_topics(file, &mut problems);
            environment::join(Some((file.path, &text)), &BTreeMap::new(), &mut problems);
            let _ = problems.to_string();
        }
    }
}
