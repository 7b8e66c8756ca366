//! Reads the settings' file: keys by their table, each mistake with its line and column.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::given::Given;
use super::keys::{KEYS, Key, SECTIONS, find_key};
use super::problem::{Place, Problems};
use super::settings::Settings;
use super::stories;
use crate::command::nearest;

/// A file's text with its path, for places in problems.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl<'a> File<'a> {
    /// The file as TOML. What is not TOML is reported, and then nothing more is read from it: keys
    /// after a broken line would only give rise to problems that are not there.
    pub(super) fn parse(self, problems: &mut Problems) -> Option<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let byte = error.span().map_or(0, |span| span.start);
            let reason = format!("is not valid TOML here: {}", error.message());
            problems.add(self.place(byte), "the file", &reason, "");
        }
        errors.is_empty().then(|| table.into_inner())
    }

    pub(super) fn place(self, byte: usize) -> Place {
        Place::in_text(self.path, self.text, byte)
    }

    pub(super) fn place_of<T>(self, part: &Spanned<T>) -> Place {
        self.place(part.span().start)
    }
}

/// The one section of which there may be several.
pub(super) const STORY: &str = "story";

/// Reads a settings file into the settings.
pub(super) fn apply_file(file: File<'_>, settings: &mut Settings, problems: &mut Problems) {
    let Some(table) = file.parse(problems) else {
        return;
    };
    let before = problems.0.len();
    for (name, value) in &table {
        let is_section = SECTIONS
            .iter()
            .any(|(section, _)| *section == name.get_ref());
        match value.get_ref() {
            DeValue::Table(keys) if is_section => {
                apply_section(file, name.get_ref(), keys, settings, problems);
            }
            DeValue::Array(tables) if name.get_ref() == STORY => {
                stories::apply(file, tables, settings, problems);
            }
            _ if is_section => problems.add(
                file.place_of(name),
                name.get_ref(),
                "is a section, not a key",
                &format!("write [{}] on a line of its own", name.get_ref()),
            ),
            _ => report_unknown_section(file, name, problems),
        }
    }
    problems.sort_from(before);
}

pub(super) fn apply_section(
    file: File<'_>,
    section: &str,
    keys: &DeTable<'_>,
    settings: &mut Settings,
    problems: &mut Problems,
) {
    for (name, value) in keys {
        let Some(key) = find_key(section, name.get_ref()) else {
            report_unknown_key(file, section, name, problems);
            continue;
        };
        if let Err(reason) = (key.set)(settings, &Given::from_toml(value.get_ref())) {
            let place = file.place_of(value);
            problems.add(place, &key.path(), &reason, &default_and_variable(key));
        }
    }
}

/// Where else the value could come from, for somebody who only wants to get on.
fn default_and_variable(key: &Key) -> String {
    format!(
        "the default is {} and the variable {}",
        key.default,
        key.variable()
    )
}

fn report_unknown_section<T: AsRef<str>>(
    file: File<'_>,
    name: &Spanned<T>,
    problems: &mut Problems,
) {
    let word = name.get_ref().as_ref();
    let remedy = section_of(word)
        .or_else(|| {
            nearest(word, SECTIONS.iter().map(|(section, _)| *section))
                .map(|section| format!("did you mean [{section}]?"))
        })
        .unwrap_or_else(|| {
            let sections: Vec<String> = SECTIONS.iter().map(|(name, _)| bracketed(name)).collect();
            format!("there are {}", sections.join(", "))
        });
    problems.add(
        file.place_of(name),
        &format!("\"{word}\""),
        "is not known",
        &remedy,
    );
}

fn report_unknown_key<T: AsRef<str>>(
    file: File<'_>,
    section: &str,
    name: &Spanned<T>,
    problems: &mut Problems,
) {
    let word = name.get_ref().as_ref();
    let own = || {
        KEYS.iter()
            .filter(|key| key.section == section)
            .map(|key| key.name)
    };
    let remedy = nearest(word, own())
        .map(|name| format!("did you mean \"{name}\"?"))
        .or_else(|| section_of(word))
        .unwrap_or_else(|| format!("there are {}", own().collect::<Vec<_>>().join(", ")));
    let subject = format!("\"{section}.{word}\"");
    problems.add(file.place_of(name), &subject, "is not known", &remedy);
}

/// The advice for a key that stands in the wrong place.
fn section_of(word: &str) -> Option<String> {
    KEYS.iter()
        .find(|key| key.name == word)
        .map(|key| format!("\"{word}\" belongs under [{}]", key.section))
}

fn bracketed(section: &str) -> String {
    format!("[{section}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn problems(text: &str) -> String {
        let mut problems = Problems::default();
        let file = File {
            path: Path::new("newshound.toml"),
            text,
        };
        apply_file(file, &mut Settings::default(), &mut problems);
        problems.to_string()
    }

    #[test]
    fn every_problem_is_reported_at_once_with_its_place() {
        let text = "colour = 1\n[answers]\nqoutes = 3\nrefuse_below = 7\n  width = 80\n\
                    [stroy]\nname = \"x\"\n";
        assert_eq!(
            problems(text),
            "newshound.toml:1:1: \"colour\" is not known; \"colour\" belongs under [console]\n\
             newshound.toml:3:1: \"answers.qoutes\" is not known; did you mean \"quotes\"?\n\
             newshound.toml:4:16: answers.refuse_below must be a number from 0 to 1, not 7; the \
             default is 0.25 and the variable NEWSHOUND_ANSWERS_REFUSE_BELOW\n\
             newshound.toml:5:3: \"answers.width\" is not known; \"width\" belongs under \
             [console]\n\
             newshound.toml:6:2: \"stroy\" is not known; did you mean [story]?"
        );
    }

    #[test]
    fn a_section_is_not_a_key_and_nonsense_gets_the_list() {
        assert_eq!(
            problems("story = 3\nbanana = 1"),
            "newshound.toml:1:1: story is a section, not a key; write [story] on a line of its \
             own\n\
             newshound.toml:2:1: \"banana\" is not known; there are [story], [articles], \
             [answers], [console], [rooms], [discord], [matrix], [monitor], [logs]"
        );
    }

    #[test]
    fn several_stories_are_tables_of_a_list() {
        let text = "[[story]]\nname = \"One\"\n[[story]]\nname = \"Two\"\narticles = \"two\"\n\
                    store = \"two-store\"\n";
        let (mut settings, mut problems) = (Settings::default(), Problems::default());
        let file = File {
            path: Path::new("newshound.toml"),
            text,
        };
        apply_file(file, &mut settings, &mut problems);
        assert_eq!(problems.to_string(), "");
        let names: Vec<&str> = settings.stories().map(|story| &*story.name).collect();
        assert_eq!(names, ["One", "Two"]);
        assert_eq!(settings.story.store, Path::new("index/store"));
        assert_eq!(settings.further_stories[0].store, Path::new("two-store"));
    }

    #[test]
    fn a_further_story_names_its_own_folders() {
        assert_eq!(
            problems("[[story]]\nname = \"One\"\n\n[[story]]\nname = \"Two\"\nstrore = \"x\"\n"),
            "newshound.toml:4:1: the story has no articles, store; each [[story]] after the first \
             needs them of its own\n\
             newshound.toml:6:1: \"story.strore\" is not known; did you mean \"store\"?"
        );
        assert!(problems("story = [3]\n").contains("write it under [[story]]"));
        assert!(problems("[[answers]]\nquotes = 3\n").contains("write [answers]"));
    }

    #[test]
    fn what_is_not_toml_is_placed() {
        let found = problems("[answers]\nquotes = = 3\n");
        assert!(
            found.starts_with("newshound.toml:2:10: the file is not valid TOML"),
            "{found}"
        );
    }
}
