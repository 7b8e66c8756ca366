//! Several stories: one `[[story]]` each in the place of `[story]`.
//!
//! Two stories share nothing, so each after the first names its own folders, and rooms choose
//! between them by their names.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::DeValue;

use super::document::{File, STORY, apply_section};
use super::problem::{Place, Problems};
use super::settings::{Settings, StorySettings};

/// Reads the tables: the first is the story that a room has where it chose none.
pub(super) fn apply(
    file: File<'_>,
    tables: &[Spanned<DeValue<'_>>],
    settings: &mut Settings,
    problems: &mut Problems,
) {
    for (number, table) in tables.iter().enumerate() {
        let DeValue::Table(keys) = table.get_ref() else {
            let reason = "must be a table, not a value";
            let remedy = "write it under [[story]]";
            problems.add(file.place_of(table), STORY, reason, remedy);
            continue;
        };
        if number == 0 {
            apply_section(file, STORY, keys, settings, problems);
            continue;
        }
        let mut scratch = Settings {
            story: StorySettings::further(),
            ..Settings::default()
        };
        apply_section(file, STORY, keys, &mut scratch, problems);
        check_whole(file, table, &scratch.story, problems);
        settings.further_stories.push(scratch.story);
    }
}

/// A story after the first has no defaults to fall back upon.
fn check_whole(
    file: File<'_>,
    table: &Spanned<DeValue<'_>>,
    story: &StorySettings,
    problems: &mut Problems,
) {
    let missing: Vec<&str> = [
        ("name", story.name.is_empty()),
        ("articles", story.articles.as_os_str().is_empty()),
        ("store", story.store.as_os_str().is_empty()),
    ]
    .into_iter()
    .filter_map(|(key, is_missing)| is_missing.then_some(key))
    .collect();
    if !missing.is_empty() {
        let reason = format!("has no {}", missing.join(", "));
        let remedy = "each [[story]] after the first needs them of its own";
        problems.add(file.place_of(table), "the story", &reason, remedy);
    }
}

/// Stories are told apart by their names, whatever their case.
pub(super) fn check_names(settings: &Settings, path: &std::path::Path, problems: &mut Problems) {
    if settings.further_stories.is_empty() {
        return;
    }
    let mut names = HashSet::new();
    for story in settings.stories() {
        let place = Place::Path(path.to_owned());
        if story.name.is_empty() && *story == settings.story {
            let remedy = "give each of several stories a name";
            problems.add(place, "the first story", "has no name", remedy);
        } else if !names.insert(story.name.to_lowercase()) && !story.name.is_empty() {
            let reason = format!("\"{}\" is the name of two stories", story.name);
            problems.add(place, "story.name", &reason, "rename one");
        }
    }
}
