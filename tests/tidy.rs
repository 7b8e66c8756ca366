//! The tree keeps to the house rules.
//!
//! These tests read the source as text and fail with file, line and rule. What a compiler or
//! clippy already refuses is left to them.

mod rules;
mod source;

use std::fs;
use std::path::Path;

use rules::Finding;
use source::{Source, read_tree};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files() -> Vec<Source> {
    read_tree(root(), &["src", "tests", "benches"])
        .iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "rs"))
        .map(|(path, text)| Source::new(path, text))
        .collect()
}

#[track_caller]
fn assert_tidy(findings: &[Finding]) {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(
        lines.is_empty(),
        "the tree is not tidy:\n{}",
        lines.join("\n")
    );
}

fn check_all(rule: impl Fn(&Source) -> Vec<Finding>) {
    let findings: Vec<Finding> = rust_files().iter().flat_map(rule).collect();
    assert_tidy(&findings);
}

#[test]
fn arrows_between_modules_point_one_way() {
    check_all(rules::check_arrows);
}

#[test]
fn no_adapter_knows_another() {
    let names: Vec<String> = rust_files()
        .iter()
        .filter_map(|source| source.path.strip_prefix("src/adapters/"))
        .filter_map(|inside| inside.split('/').next())
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect();
    check_all(|source| rules::check_adapters(source, &names));
}

#[test]
fn crates_stay_behind_the_module_that_wraps_them() {
    check_all(rules::check_crates);
}

#[test]
fn the_core_has_no_clock_environment_or_terminal() {
    check_all(rules::check_core);
}

#[test]
fn nothing_is_unfinished_and_nothing_unwraps() {
    check_all(rules::check_calls);
}

#[test]
fn files_open_with_their_purpose_and_stay_short() {
    check_all(rules::check_shape);
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    let folders = ["src", "tests", "benches", "config", "docs", ".ci"];
    let findings: Vec<Finding> = read_tree(root(), &folders)
        .iter()
        .flat_map(|(path, text)| rules::check_paths(&Source::new(path, text)))
        .collect();
    assert_tidy(&findings);
}

#[test]
fn shipped_configuration_is_valid_toml() {
    for name in ["config/newshound.toml", "config/topics.toml"] {
        let Ok(text) = fs::read_to_string(root().join(name)) else {
            continue;
        };
        if let Err(error) = text.parse::<toml::Table>() {
            panic!("{name}: {error}");
        }
    }
}

/// The rules themselves, each on a file that breaks it.
mod checker {
    use super::*;

    fn findings(path: &str, text: &str, rule: impl Fn(&Source) -> Vec<Finding>) -> Vec<String> {
        rule(&Source::new(path, text))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn an_arrow_that_points_back_is_named_with_its_line() {
        let text = "//! Head.\n\nuse crate::answer::Answer;\nuse crate::text::Span;\n";
        let found = findings("src/index/store.rs", text, rules::check_arrows);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("src/index/store.rs:3: `index` may not use `answer`"));
    }

    #[test]
    fn arrows_are_found_in_groups_paths_and_supers() {
        let group = "use crate::{\n    bot::{Bot, reply},\n    text,\n};\n";
        assert_eq!(
            findings("src/answer.rs", group, rules::check_arrows).len(),
            1
        );
        let path = "fn f() { crate::cli::run() }";
        assert_eq!(
            findings("src/answer/x.rs", path, rules::check_arrows).len(),
            1
        );
        let climb = "use super::super::bot::Bot;\nuse super::index::Index;\n";
        assert_eq!(
            findings("src/answer/x.rs", climb, rules::check_arrows).len(),
            1
        );
        let top = "use super::bot::Bot;\n";
        assert_eq!(findings("src/text.rs", top, rules::check_arrows).len(), 1);
    }

    #[test]
    fn comments_literals_and_tests_break_no_rule() {
        let text = concat!(
            "//! Uses crate::bot never.\n",
            "const A: &str = \"crate::bot println!\";\n",
            "const B: &str = r#\"a \" crate::bot\"#;\n",
            "const C: (char, char) = ('\"', '\\'');\n",
            "/* crate::bot /* nested */ .unwrap() */\n",
            "#[cfg(test)]\nmod tests {\n    use crate::bot::Bot;\n",
            "    fn f() { x().unwrap(); println!(); }\n}\n",
        );
        for rule in [rules::check_arrows, rules::check_core, rules::check_calls] {
            assert_eq!(findings("src/text/a.rs", text, rule), Vec::<String>::new());
        }
    }

    #[test]
    fn the_core_may_not_print_and_the_edge_may() {
        let text = "fn f<'a>(x: &'a str) { println!(\"{x}\"); }";
        assert_eq!(findings("src/bot.rs", text, rules::check_core).len(), 1);
        assert!(findings("src/cli.rs", text, rules::check_core).is_empty());
        assert!(
            findings(
                "src/bot.rs",
                "fn sprint() { footprint!() }",
                rules::check_core
            )
            .is_empty()
        );
    }

    #[test]
    fn fenced_crates_are_named_only_by_their_module() {
        let text = "use tantivy::Index;\n";
        assert_eq!(
            findings("src/retrieval.rs", text, rules::check_crates),
            ["src/retrieval.rs:1: only index may name the crate `tantivy`"]
        );
        assert!(findings("src/index/store.rs", text, rules::check_crates).is_empty());
        let text = "use serenity::http::Http;\n";
        assert_eq!(
            findings("src/adapters/console.rs", text, rules::check_crates),
            ["src/adapters/console.rs:1: only adapters::discord may name the crate `serenity`"]
        );
        assert!(findings("src/adapters/discord/rest.rs", text, rules::check_crates).is_empty());
    }

    #[test]
    fn adapters_do_not_meet() {
        let names = ["batch".to_owned(), "console".to_owned()];
        let text = "use crate::adapters::console::render;\n";
        let found = findings("src/adapters/batch.rs", text, |source| {
            rules::check_adapters(source, &names)
        });
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn unwrap_and_unfinished_work_are_found() {
        let text = "fn f() {\n    g().unwrap();\n    todo!()\n}\n";
        assert_eq!(findings("src/a.rs", text, rules::check_calls).len(), 2);
    }

    #[test]
    fn long_functions_need_a_reason_and_files_a_head() {
        let body = "    call();\n".repeat(90);
        let long = format!("//! Head.\nfn long() {{\n{body}}}\nfn short() {{}}\n");
        let found = findings("src/a.rs", &long, rules::check_shape);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("src/a.rs:2: `long` has 92 lines"));
        let excused = long.replacen("    call();", "    // tidy: long because it lists", 1);
        assert!(findings("src/a.rs", &excused, rules::check_shape).is_empty());
        assert_eq!(
            findings("src/a.rs", "fn f() {}\n", rules::check_shape).len(),
            1
        );
    }

    #[test]
    fn paths_of_one_machine_are_found_and_addresses_are_not() {
        let own = format!("see {}tmp{}x and https://example.org/home/a", "/", "/");
        assert_eq!(findings("docs/a.md", &own, rules::check_paths).len(), 1);
    }
}
