//! The settings of a run: what the files and variables say, and then what the arguments say.

use std::path::{Path, PathBuf};

use super::arguments::Common;
use super::failure::Failure;
use crate::adapters::console::{When, Wishes};
use crate::command::Topic;
use crate::config::{Config, Credentials, Problems, Settings, Sources, Use, Width};

/// What a task works with.
#[derive(Clone, Debug)]
pub(super) struct Setup {
    pub(super) settings: Settings,
    pub(super) topics: Vec<Topic>,
    pub(super) credentials: Credentials,
    pub(super) wishes: Wishes,
    pub(super) quiet: bool,
}

impl Setup {
    /// Reads the settings and lets the arguments win.
    pub(super) fn load(common: &Common) -> Result<Self, Failure> {
        let config = Config::load(&sources(common)).map_err(|problems| explain(&problems))?;
        Ok(Self::new(config, common))
    }

    /// The settings of a configuration, with the arguments over them.
    pub(super) fn new(config: Config, common: &Common) -> Self {
        let Config {
            mut settings,
            topics,
            credentials,
        } = config;
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
            credentials,
            wishes,
            quiet: common.quiet,
        }
    }
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
