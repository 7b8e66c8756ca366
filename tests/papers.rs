//! The papers say what the program does: tables in the README come from the tables in the code,
//! and the shipped configuration is one that loads.

use std::fs;
use std::path::{Path, PathBuf};

use newshound::command::{CommandTable, markdown_table};
use newshound::config::{Config, Sources, settings_table};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn shipped_configuration() -> Config {
    let sources = Sources {
        folder: root(),
        ..Sources::default()
    };
    match Config::load(&sources) {
        Ok(config) => config,
        Err(problems) => panic!("the shipped configuration does not load:\n{problems}"),
    }
}

/// The README when it is there: a source archive may come without it.
fn readme() -> Option<String> {
    fs::read_to_string(root().join("README.md")).ok()
}

#[track_caller]
fn assert_readme_holds(table: &str) {
    if let Some(readme) = readme() {
        assert!(
            readme.contains(table.trim_end()),
            "README.md does not hold this table as it is now; paste it over the old one:\n\n{table}"
        );
    }
}

#[test]
fn the_readme_lists_every_command() {
    assert_readme_holds(&markdown_table(&CommandTable::new(&[])));
}

#[test]
fn the_readme_lists_every_setting() {
    assert_readme_holds(&settings_table());
}

#[test]
fn the_shipped_configuration_loads_with_the_topics_of_the_sample_story() {
    assert!(!shipped_configuration().topics.is_empty());
}

#[test]
fn the_licence_of_the_manifest_is_the_licence_in_the_folder() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is there");
    let licence = fs::read_to_string(root().join("LICENSE")).expect("the licence is there");
    assert!(manifest.contains("license = \"MIT\""));
    assert!(licence.starts_with("MIT License"));
}
