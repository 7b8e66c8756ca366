//! Every key of the configuration, as one table.
//!
//! The table drives the reading of files and variables, the nearest key in an error, the commented
//! example, `.env.example` and the table in the README.

use super::given::{Given, Reading};
use super::settings::{Settings, Use, Width};

/// One key.
pub(super) struct Key {
    /// Its section.
    pub(super) section: &'static str,
    /// Its name in the section.
    pub(super) name: &'static str,
    /// Its default, as it is written in the file.
    pub(super) default: &'static str,
    /// What it does and takes, in sentences.
    pub(super) help: &'static str,
    /// Reads a value into the settings.
    pub(super) set: fn(&mut Settings, &Given<'_>) -> Reading<()>,
}

impl Key {
    /// `answers.quotes`
    pub(super) fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// `NEWSHOUND_ANSWERS_QUOTES`
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}_{}", self.section, self.name).to_uppercase()
    }
}

/// What the program's own variables begin with.
pub(super) const PREFIX: &str = "NEWSHOUND_";

/// The sections in their order, each with its heading.
pub(super) const SECTIONS: [(&str, &str); 4] = [
    ("story", "Which story, and where its files are."),
    ("articles", "How articles are read."),
    ("answers", "What an answer shows."),
    ("console", "How the console looks."),
];

const USES: [(&str, Use); 3] = [
    ("auto", Use::Auto),
    ("always", Use::Always),
    ("never", Use::Never),
];

/// All keys, section by section.
pub(super) static KEYS: [Key; 14] = [
    Key {
        section: "story",
        name: "name",
        default: "\"\"",
        help: "The story's name, shown in the greeting. Empty: none is shown.",
        set: |settings, given| given.text().map(|name| settings.story.name = name),
    },
    Key {
        section: "story",
        name: "articles",
        default: "\"index/articles\"",
        help: "The folder of the articles, or a single file. Nothing else is ever quoted.",
        set: |settings, given| given.path().map(|path| settings.story.articles = path),
    },
    Key {
        section: "story",
        name: "store",
        default: "\"index/store\"",
        help: "The folder of the index, which the program builds. Deleting it loses nothing but \
               the old versions of articles that have changed.",
        set: |settings, given| given.path().map(|path| settings.story.store = path),
    },
    Key {
        section: "story",
        name: "topics",
        default: "\"config/topics.toml\"",
        help: "The file of the story's topic commands.",
        set: |settings, given| given.path().map(|path| settings.story.topics = path),
    },
    Key {
        section: "articles",
        name: "max_file_size",
        default: "\"4 MiB\"",
        help: "Larger files are skipped and reported. Units: kB, MB, KiB, MiB.",
        set: |settings, given| {
            let size = given.size(1 << 10..=1 << 30)?;
            settings.articles.max_file_size = size;
            Ok(())
        },
    },
    Key {
        section: "articles",
        name: "page_timeout",
        default: "\"20 s\"",
        help: "An HTML page that takes longer to read is skipped and reported. Units: s, min.",
        set: |settings, given| {
            let longest = given.duration(1..=600)?;
            settings.articles.page_timeout = longest;
            Ok(())
        },
    },
    Key {
        section: "answers",
        name: "quotes",
        default: "3",
        help: "The most quotes in one answer, 1 to 10. `more` shows the next ones.",
        set: |settings, given| {
            given
                .count(1..=10)
                .map(|most| settings.answers.quotes = most)
        },
    },
    Key {
        section: "answers",
        name: "quote_length",
        default: "300",
        help: "Quotes are whole sentences. Neighbouring sentences are taken in up to this many \
               characters, 80 to 2000.",
        set: |settings, given| {
            let length = given.count(80..=2_000)?;
            settings.answers.quote_length = length;
            Ok(())
        },
    },
    Key {
        section: "answers",
        name: "list_length",
        default: "10",
        help: "The most rows of an overview or a list (people, places, figures, dates), 1 to 50.",
        set: |settings, given| {
            let length = given.count(1..=50)?;
            settings.answers.list_length = length;
            Ok(())
        },
    },
    Key {
        section: "answers",
        name: "refuse_below",
        default: "0.25",
        help: "An answer that is less certain than this is given as \"the articles don't say\", \
               with the closest quote. 0 answers everything, 1 nothing.",
        set: |settings, given| {
            let least = given.probability()?;
            settings.answers.refuse_below = least;
            Ok(())
        },
    },
    Key {
        section: "console",
        name: "colour",
        default: "\"auto\"",
        help: "Colours: \"auto\" (on a terminal, and NO_COLOR is not set), \"always\" or \
               \"never\". The option --color wins.",
        set: |settings, given| {
            given
                .choice(&USES)
                .map(|when| settings.console.colour = when)
        },
    },
    Key {
        section: "console",
        name: "hyperlinks",
        default: "\"auto\"",
        help: "Links that can be clicked: \"auto\" (where the terminal has them), \"always\" or \
               \"never\".",
        set: |settings, given| {
            let when = given.choice(&USES)?;
            settings.console.hyperlinks = when;
            Ok(())
        },
    },
    Key {
        section: "console",
        name: "width",
        default: "\"auto\"",
        help: "Where lines are wrapped: \"auto\" (the terminal's width) or a number of columns, 40 \
               to 400.",
        set: |settings, given| {
            settings.console.width = width(given)?;
            Ok(())
        },
    },
    Key {
        section: "console",
        name: "history",
        default: "\"off\"",
        help: "A file that keeps the lines you typed for the next session, or \"off\": they are \
               forgotten at the end.",
        set: |settings, given| {
            settings.console.history = given.path_or_off()?;
            Ok(())
        },
    },
];

fn width(given: &Given<'_>) -> Reading<Width> {
    given
        .choice(&[("auto", Width::Auto)])
        .or_else(|_| given.count(40..=400).map(Width::Columns))
        .map_err(|reason| reason.replacen("must be ", "must be \"auto\" or ", 1))
}

/// The key of a section with this name.
pub(super) fn find_key(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter()
        .find(|key| key.section == section && key.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_is_known_once_and_in_a_known_section() {
        let mut variables = HashSet::new();
        for key in &KEYS {
            assert!(variables.insert(key.variable()), "{}", key.path());
            assert!(SECTIONS.iter().any(|(section, _)| *section == key.section));
            assert!(key.help.ends_with('.'), "{}", key.path());
        }
    }

    #[test]
    fn sections_are_single_words_so_that_variables_are_unambiguous() {
        assert!(SECTIONS.iter().all(|(section, _)| !section.contains('_')));
    }
}
