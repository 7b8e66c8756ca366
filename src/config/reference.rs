//! Writes the papers of the configuration from the table of keys.
//!
//! `config/newshound.toml`, `.env.example` and the README's table are compared with these by
//! tests, so that no key is undocumented and no default is told wrong.

use std::fmt::Write;

use super::credentials::CREDENTIALS;
use super::keys::{KEYS, SECTIONS};

/// Columns of a comment.
const WIDTH: usize = 90;

/// The commented settings' file with every key at its default.
#[must_use]
pub fn toml_example() -> String {
    let mut text = comment(
        "Every setting of Newshound with its default. Change what you like, or delete it: what is \
         not here has its default. The environment wins over this file: answers.quotes is \
         NEWSHOUND_ANSWERS_QUOTES there, and `.env` may hold such variables too. `newshound \
         check-config` explains what is wrong. Relative paths start from the folder that the \
         program is run in.",
    );
    for (section, heading) in SECTIONS {
        text.push('\n');
        text.push_str(&comment(heading));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "[{section}]");
        for key in KEYS.iter().filter(|key| key.section == section) {
            text.push('\n');
            text.push_str(&comment(key.help));
            let _ = writeln!(text, "{} = {}", key.name, key.default);
        }
    }
    text
}

/// The commented file of variables.
#[must_use]
pub fn environment_example() -> String {
    let mut text = comment(
        "Copy this file to `.env` and take the # away from what you want to set. Each variable is \
         a key of config/newshound.toml and wins over it; the process's own environment wins over \
         both. An empty variable counts as not set.",
    );
    text.push('\n');
    text.push_str(&comment("Another file than config/newshound.toml."));
    text.push_str("#NEWSHOUND_CONFIG=config/newshound.toml\n");
    for (name, help) in CREDENTIALS {
        text.push('\n');
        text.push_str(&comment(help));
        let _ = writeln!(text, "#{name}=");
    }
    for key in &KEYS {
        text.push('\n');
        text.push_str(&comment(key.help));
        let _ = writeln!(text, "#{}={}", key.variable(), key.default);
    }
    text
}

/// The table of settings for the README, in Markdown.
#[must_use]
pub fn settings_table() -> String {
    let mut text = "| Key | Variable | Default | What it does |\n|---|---|---|---|\n".to_owned();
    for key in &KEYS {
        let (path, variable, default) = (key.path(), key.variable(), key.default);
        let _ = writeln!(
            text,
            "| `{path}` | `{variable}` | `{default}` | {} |",
            key.help
        );
    }
    text
}

fn comment(text: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent("# ")
        .subsequent_indent("# ")
        .break_words(false);
    format!("{}\n", textwrap::fill(text, options))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use super::super::document::{File, apply_file};
    use super::super::environment;
    use super::super::problem::Problems;
    use super::super::settings::{
        LogFormat, LogLevel, LogSettings, MatrixSettings, RoomSettings, Settings, Shards, Use,
        Width,
    };
    use super::super::topics::parse_topics;
    use super::*;

    fn shipped(name: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        fs::read_to_string(path).expect("the file is part of the repository")
    }

    /// Settings that are wrong in every key, to see which ones a text sets.
    fn far_from_the_defaults() -> Settings {
        let mut settings = Settings::default();
        settings.story.name = "x".to_owned();
        settings.story.articles = "x".into();
        settings.story.store = "x".into();
        settings.story.topics = "x".into();
        settings.story.golden = "x".into();
        settings.articles.max_file_size = 1;
        settings.articles.page_timeout = std::time::Duration::ZERO;
        settings.answers.quotes = 0;
        settings.answers.quote_length = 0;
        settings.answers.list_length = 0;
        settings.answers.refuse_below = -1.0;
        settings.answers.keep_gaps = true;
        settings.console.colour = Use::Never;
        settings.console.hyperlinks = Use::Never;
        settings.console.width = Width::Columns(0);
        settings.console.history = Some("x".into());
        settings.rooms = RoomSettings {
            file: "x".into(),
            prefix: "x".to_owned(),
            person_limit: 0,
            room_limit: 0,
            at_once: 0,
        };
        settings.discord.message_content = Use::Never;
        settings.discord.shards = Shards::Range {
            first: 1,
            last: 1,
            total: 2,
        };
        settings.matrix = MatrixSettings {
            audit_room: Some("x".to_owned()),
            max_age: std::time::Duration::ZERO,
            state: "x".into(),
            strict: true,
            ..MatrixSettings::default()
        };
        settings.monitor.listen = Some(([127, 0, 0, 1], 1).into());
        settings.logs = LogSettings {
            format: LogFormat::Json,
            level: LogLevel::Debug,
            questions: true,
        };
        settings
    }

    #[test]
    fn the_shipped_file_holds_every_key_with_its_default() {
        let text = shipped("config/newshound.toml");
        assert_eq!(text, toml_example());
        let (mut settings, mut problems) = (far_from_the_defaults(), Problems::default());
        let file = File {
            path: Path::new("newshound.toml"),
            text: &text,
        };
        apply_file(file, &mut settings, &mut problems);
        assert_eq!(problems.to_string(), "");
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn the_shipped_variables_are_every_key_with_its_default() {
        let text = shipped(".env.example");
        assert_eq!(text, environment_example());
        let set = text.replace("#NEWSHOUND_", "NEWSHOUND_");
        let (mut settings, mut problems) = (far_from_the_defaults(), Problems::default());
        let file = Some((Path::new(".env"), set.as_str()));
        let variables = environment::join(file, &BTreeMap::new(), &mut problems);
        environment::apply(&variables, &mut settings, &mut problems);
        assert_eq!(problems.to_string(), "");
        // Some defaults are empty, and an empty variable counts as not set; NEWSHOUND_CONFIG, which
        // is no key, stands there too.
        let set = KEYS.iter().filter(|key| key.default != "\"\"").count();
        assert_eq!(variables.len(), set + 1);
        settings.story.name.clear();
        settings.matrix.audit_room = None;
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn the_shipped_topics_are_valid() {
        let text = shipped("config/topics.toml");
        let mut problems = Problems::default();
        let file = File {
            path: Path::new("topics.toml"),
            text: &text,
        };
        assert!(!parse_topics(file, &mut problems).is_empty());
        assert_eq!(problems.to_string(), "");
    }
}
