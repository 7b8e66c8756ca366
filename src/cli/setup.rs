//! The settings of a run: what the files and variables say, and then what the arguments say.

use std::path::{Path, PathBuf};

use super::arguments::Common;
use super::failure::Failure;
use crate::adapters::console::{When, Wishes};
use crate::command::Topic;
use crate::config::{Config, Credentials, Problems, Settings, Sources, StorySettings, Use, Width};

/// What a task works with.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) settings: Settings,
    pub(super) topics: Vec<Topic>,
    /// The topics of each further story of the settings.
    pub(super) further_topics: Vec<Vec<Topic>>,
    pub(super) credentials: Credentials,
    pub(super) wishes: Wishes,
    pub(super) quiet: bool,
}

impl Setup {
    /// Reads the settings and lets the arguments win.
    pub(super) fn load(common: &Common) -> Result<Self, Failure> {
        let mut config = Config::load(&sources(common)).map_err(|problems| explain(&problems))?;
        if let Some(name) = &common.story {
            choose(&mut config, name)?;
        }
        Ok(Self::new(config, common))
    }

    /// A setup for each story, the first one's first.
    pub(super) fn stories(&self) -> Vec<Self> {
        let settings = &self.settings;
        let topics = std::iter::once(&self.topics).chain(&self.further_topics);
        settings
            .stories()
            .zip(topics)
            .map(|(story, topics)| {
                let mut one = self.clone();
                one.settings.story = story.clone();
                one.settings.further_stories.clear();
                one.topics.clone_from(topics);
                one.further_topics.clear();
                one
            })
            .collect()
    }

    /// The settings of a configuration, with the arguments over them.
    pub(super) fn new(config: Config, common: &Common) -> Self {
        let Config {
            mut settings,
            topics,
            further_topics,
            credentials,
        } = config;
        // Folders on the command line are those of one story.
        if common.articles.is_some() || common.store.is_some() {
            settings.further_stories.clear();
        }
        if let Some(articles) = &common.articles {
            if absolute(articles) != absolute(&settings.story.articles) {
                settings.story.store = store_for(&settings.story.store, articles);
            }
            settings.story.articles.clone_from(articles);
        }
        if let Some(store) = &common.store {
            settings.story.store.clone_from(store);
        }
        let wishes = Wishes {
            colour: common.color.unwrap_or(when(settings.console.colour)),
            hyperlinks: when(settings.console.hyperlinks),
            width: match settings.console.width {
                Width::Auto => None,
                Width::Columns(columns) => Some(columns),
            },
        };
        wishes.apply_colour();
        Self {
            settings,
            topics,
            further_topics,
            credentials,
            wishes,
            quiet: common.quiet,
        }
    }
}

/// Leaves of several stories the one that was asked for.
fn choose(config: &mut Config, name: &str) -> Result<(), Failure> {
    let stories: Vec<StorySettings> = config.settings.stories().cloned().collect();
    let same = |story: &StorySettings| story.name.to_lowercase() == name.to_lowercase();
    let Some(place) = stories.iter().position(same) else {
        let names: Vec<&str> = stories.iter().map(|story| story.name.as_str()).collect();
        let hint = if names == [""] {
            "the one story of the settings has no name; leave --story away".to_owned()
        } else {
            format!("there are {}", names.join(", "))
        };
        return Err(Failure::new(format!("there is no story \"{name}\"")).with_hint(hint));
    };
    if place > 0 {
        config.topics = config.further_topics.swap_remove(place - 1);
        config.settings.story = stories[place].clone();
    }
    config.further_topics.clear();
    config.settings.further_stories.clear();
    Ok(())
}

/// Where the settings of this process come from.
pub(super) fn sources(common: &Common) -> Sources {
    // A variable that is no text is none of ours.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Sources {
        folder: PathBuf::new(),
        file: common.config.clone(),
        environment: environment.collect(),
    }
}

/// The problems as one failure.
pub(super) fn explain(problems: &Problems) -> Failure {
    let lines: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
    let message = match lines.as_slice() {
        [only] => only.clone(),
        several => format!(
            "the settings have {} problems\n  {}",
            several.len(),
            several.join("\n  ")
        ),
    };
    Failure::new(message)
        .with_hint("`newshound check-config` checks the settings, the topics and the folders")
}

/// The store of articles that are named on the command line: a folder of their own inside the
/// usual one, so that a look at other articles does not throw the story's own index away.
fn store_for(usual: &Path, articles: &Path) -> PathBuf {
    let hash = blake3::hash(absolute(articles).as_os_str().as_encoded_bytes()).to_hex();
    usual.join("other").join(&hash[..16])
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn when(wish: Use) -> When {
    match wish {
        Use::Auto => When::Auto,
        Use::Always => When::Always,
        Use::Never => When::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_win_over_settings() {
        let mut config = Config::default();
        config.settings.console.colour = Use::Always;
        let common = Common {
            color: Some(When::Never),
            store: Some(PathBuf::from("elsewhere")),
            articles: Some(PathBuf::from("news")),
            ..Common::default()
        };
        let setup = Setup::new(config, &common);
        assert_eq!(setup.wishes.colour, When::Never);
        assert_eq!(setup.settings.story.store, PathBuf::from("elsewhere"));
        assert_eq!(setup.settings.story.articles, PathBuf::from("news"));
    }

    fn several() -> Config {
        let story = |name: &str| StorySettings {
            name: name.to_owned(),
            store: PathBuf::from(name),
            ..StorySettings::default()
        };
        let mut config = Config::default();
        config.settings.story = story("One");
        config.settings.further_stories = vec![story("Two"), story("Three")];
        config.further_topics = vec![vec![Topic::default()], Vec::new()];
        config
    }

    #[test]
    fn each_story_makes_a_setup_of_its_own() {
        let setup = Setup::new(several(), &Common::default());
        let stories = setup.stories();
        let stores: Vec<_> = stories
            .iter()
            .map(|one| &one.settings.story.store)
            .collect();
        assert_eq!(stores, ["One", "Two", "Three"].map(Path::new));
        let topics: Vec<usize> = stories.iter().map(|one| one.topics.len()).collect();
        assert_eq!(topics, [0, 1, 0]);
    }

    #[test]
    fn one_of_several_stories_is_chosen_by_its_name() {
        let mut config = several();
        choose(&mut config, "two").unwrap();
        let stories = Setup::new(config, &Common::default()).stories();
        assert_eq!(stories.len(), 1);
        assert_eq!(
            (
                stories[0].settings.story.name.as_str(),
                stories[0].topics.len()
            ),
            ("Two", 1)
        );
        let failure = choose(&mut several(), "four").unwrap_err();
        assert!(
            failure.to_string().contains("there are One, Two, Three"),
            "{failure}"
        );
    }

    #[test]
    fn the_usual_articles_keep_the_usual_store_when_they_are_named() {
        let common = Common {
            articles: Some(PathBuf::from("./index/articles")),
            ..Common::default()
        };
        let setup = Setup::new(Config::default(), &common);
        assert_eq!(setup.settings.story.store, PathBuf::from("index/store"));
    }

    #[test]
    fn other_articles_get_a_store_of_their_own_and_the_same_ones_the_same() {
        let usual = Path::new("index/store");
        let store = store_for(usual, Path::new("news"));
        assert!(store.starts_with(usual.join("other")));
        assert_eq!(store, store_for(usual, Path::new("news")));
        assert_ne!(store, store_for(usual, Path::new("more news")));
    }
}
