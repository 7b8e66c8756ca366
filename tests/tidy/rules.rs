//! The house rules as data and searches: each takes a file and gives findings.
//!
//! A finding names file, line and rule, so that whoever broke it knows what to do without reading
//! this file. To change a rule, change its table here and the paragraph in CONTRIBUTING.md.

use std::fmt;

use super::source::{Source, identifier_at};

/// A breach of a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

fn finding(source: &Source, place: usize, rule: String) -> Finding {
    Finding {
        path: source.path.clone(),
        line: source.line_of(place),
        rule,
    }
}

/// The modules from the ground up. A module uses only those of rows above its own.
const LEVELS: &[&[&str]] = &[
    &["text"],
    &["article"],
    &["mention"],
    &["index"],
    &["question"],
    &["retrieval"],
    &["answer"],
    &["admin"],
    &["command"],
    &["reply"],
    &["bot"],
    &["evaluation", "config"],
    &["newsroom"],
    &["chat"],
    &["adapters"],
    &["cli"],
    &["main"],
];

/// Modules that use less than their row allows: what a command is must not depend on how it is
/// answered.
const NARROWED: &[(&str, &[&str])] = &[
    ("admin", &["text"]),
    (
        "command",
        &["text", "article", "mention", "question", "admin"],
    ),
];

/// Modules that may look at the world: the rest of the tree is the core.
const EDGE: &[&str] = &["config", "newsroom", "chat", "adapters", "cli", "main"];

/// Crates that only some modules, or parts of them, may name.
const FENCED_CRATES: &[(&str, &[&str])] = &[
    ("tantivy", &["index"]),
    ("trafilatura", &["article"]),
    ("scraper", &["article"]),
    ("pdf_extract", &["article"]),
    ("mail_parser", &["article"]),
    ("quick_xml", &["article", "newsroom"]),
    ("feed_rs", &["newsroom"]),
    ("notify", &["newsroom"]),
    ("zip", &["article", "newsroom"]),
    ("clap", &["adapters", "cli", "main"]),
    ("clap_complete", &["adapters", "cli", "main"]),
    ("indicatif", &["adapters", "cli", "main"]),
    ("rustyline", &["adapters", "cli", "main"]),
    ("dotenvy", &["config", "cli", "main"]),
    ("anyhow", &["cli", "main"]),
    ("serenity", &["adapters::discord"]),
    ("matrix_sdk", &["adapters::matrix"]),
    ("matrix_sdk_base", &["adapters::matrix"]),
    ("getrandom", &["adapters::matrix"]),
    ("reqwest", &["adapters::discord", "newsroom"]),
    ("governor", &["chat"]),
    ("tokio", &["newsroom", "chat", "adapters", "cli", "main"]),
    ("axum", &["adapters::monitor"]),
    ("prometheus_client", &["adapters::monitor"]),
    ("ipnet", &["newsroom"]),
    ("texting_robots", &["newsroom"]),
    ("flate2", &["newsroom"]),
    ("thread_priority", &["newsroom"]),
    ("tracing", &["adapters", "cli", "main"]),
    ("tracing_subscriber", &["cli", "main"]),
];

/// What the core does not call, and why.
const NOT_IN_CORE: &[(&str, &str)] = &[
    ("print!", "the core prints nothing; return a value"),
    ("println!", "the core prints nothing; return a value"),
    ("eprint!", "the core prints nothing; return an error"),
    ("eprintln!", "the core prints nothing; return an error"),
    ("io::stdin", "the core reads no terminal"),
    ("io::stdout", "the core prints nothing; take a `Write`"),
    ("io::stderr", "the core prints nothing; take a `Write`"),
    ("std::env", "the core knows no environment; take parameters"),
    ("env::var", "the core knows no environment; take parameters"),
    (
        "SystemTime::now",
        "the core has no clock; the date is a parameter",
    ),
    (
        "Instant::now",
        "the core has no clock; time is taken at the edge",
    ),
    (
        "Zoned::now",
        "the core has no clock; the date is a parameter",
    ),
    (
        "Timestamp::now",
        "the core has no clock; the date is a parameter",
    ),
    ("process::exit", "only `main` ends the program"),
    ("async fn", "the core is synchronous"),
    ("tokio::", "the core is synchronous"),
];

/// The files of the core that wait: for a lock that somebody else holds for a moment.
const WAITS: &[&str] = &["src/index/lock.rs", "src/admin/store.rs"];

/// What no file of ours holds, tests included.
const NOWHERE: &[(&str, &str)] = &[
    ("todo!", "finish it, or leave it out"),
    ("unimplemented!", "finish it, or leave it out"),
    ("dbg!", "take the probe out"),
    ("#[ignore", "a test runs or does not exist"),
    (
        "#[should_panic",
        "test the error value, which says what went wrong",
    ),
];

/// Longest file, in lines, tests included.
const FILE_LINES: usize = 700;

/// Longest function, in lines, unless it says why with [`LONG_FUNCTION`].
const FUNCTION_LINES: usize = 80;

/// The comment that allows one long function: `// tidy: long because it is one table`.
const LONG_FUNCTION: &str = "// tidy: long because ";

/// Arrows between modules point one way.
pub(crate) fn check_arrows(source: &Source) -> Vec<Finding> {
    let Some(module) = source.module() else {
        return Vec::new();
    };
    let Some(level) = level_of(module) else {
        let rule = format!(
            "module `{module}` stands in no row of LEVELS in tests/tidy/rules.rs; give it a place"
        );
        return vec![finding(source, 0, rule)];
    };
    used_modules(source)
        .into_iter()
        .filter(|(_, used)| *used != module && level_of(used).is_some())
        .filter(|(_, used)| !may_use(module, level, used))
        .map(|(place, used)| {
            let rule = format!(
                "`{module}` may not use `{used}`: arrows run from left to right in {}",
                draw_levels()
            );
            finding(source, place, rule)
        })
        .collect()
}

fn level_of(module: &str) -> Option<usize> {
    LEVELS.iter().position(|level| level.contains(&module))
}

fn may_use(module: &str, level: usize, used: &str) -> bool {
    match NARROWED.iter().find(|(name, _)| *name == module) {
        Some((_, allowed)) => allowed.contains(&used),
        None => level_of(used).is_some_and(|other| other < level),
    }
}

fn draw_levels() -> String {
    let rows: Vec<String> = LEVELS.iter().map(|level| level.join(", ")).collect();
    rows.join(" → ")
}

/// Top-level modules that the file names by path: `crate::index`, `newshound::index`,
/// `use crate::{index, text::Span}`, and `super::` where that is the crate's root.
fn used_modules(source: &Source) -> Vec<(usize, &str)> {
    let depth = source.path.matches('/').count();
    let up = "super::".repeat(depth);
    let mut used = Vec::new();
    for prefix in ["crate::", "newshound::", up.as_str()] {
        for place in source.find_in_code(prefix) {
            if prefix == up && continues_upwards(&source.code, place) {
                continue;
            }
            let after = place + prefix.len();
            if source.code[after..].starts_with('{') {
                used.extend(names_in_group(&source.code, after));
            } else if let Some(name) = identifier_at(&source.code, after) {
                used.push((after, name));
            }
        }
    }
    used
}

/// `super::super::x` is found at its second `super` too, where it means something else.
fn continues_upwards(code: &str, place: usize) -> bool {
    code[..place].ends_with("super::") || code[..place].ends_with("self::")
}

/// First names of the paths in the braces that open at `open`.
fn names_in_group(code: &str, open: usize) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let (mut depth, mut expected) = (0_usize, false);
    for (offset, c) in code[open..].char_indices() {
        match c {
            '{' => {
                depth += 1;
                expected = depth == 1;
            }
            '}' => depth = depth.saturating_sub(1),
            ',' => expected = depth == 1,
            c if c.is_whitespace() => {}
            _ if expected => {
                expected = false;
                names.extend(identifier_at(code, open + offset).map(|name| (open + offset, name)));
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// An adapter knows no other adapter.
pub(crate) fn check_adapters(source: &Source, adapters: &[String]) -> Vec<Finding> {
    let Some(inside) = source.path.strip_prefix("src/adapters/") else {
        return Vec::new();
    };
    let own = inside
        .split('/')
        .next()
        .unwrap_or(inside)
        .trim_end_matches(".rs");
    let mut findings = Vec::new();
    for other in adapters.iter().filter(|other| *other != own) {
        for path in [format!("adapters::{other}"), format!("super::{other}::")] {
            findings.extend(source.find_in_code(&path).map(|place| {
                let rule = format!("adapter `{own}` may not use adapter `{other}`");
                finding(source, place, rule)
            }));
        }
    }
    findings
}

/// Some crates stay behind one module.
pub(crate) fn check_crates(source: &Source) -> Vec<Finding> {
    let module = source.module();
    let mut findings = Vec::new();
    for (name, modules) in FENCED_CRATES {
        let is_part = |part: &&str| {
            part.contains("::")
                && source
                    .path
                    .starts_with(&format!("src/{}", part.replace("::", "/")))
        };
        if module.is_none_or(|module| modules.contains(&module)) || modules.iter().any(is_part) {
            continue;
        }
        let path = format!("{name}::");
        for place in source.find_in_code(&path) {
            if source.code[..place].ends_with("::") {
                continue;
            }
            let rule = format!("only {} may name the crate `{name}`", modules.join(", "));
            findings.push(finding(source, place, rule));
        }
    }
    findings
}

/// The core has no clock, no environment, no terminal and no runtime.
pub(crate) fn check_core(source: &Source) -> Vec<Finding> {
    let Some(module) = source.module() else {
        return Vec::new();
    };
    if EDGE.contains(&module) {
        return Vec::new();
    }
    let mut findings = search(source, NOT_IN_CORE, |place| !source.is_test(place));
    if !WAITS.contains(&source.path.as_str()) {
        let sleep = [(
            "thread::sleep",
            "the core waits for nothing but the locks of the store and of the settings",
        )];
        findings.extend(search(source, &sleep, |place| !source.is_test(place)));
    }
    findings
}

/// Unfinished work and forbidden calls.
pub(crate) fn check_calls(source: &Source) -> Vec<Finding> {
    let mut findings = search(source, NOWHERE, |_| true);
    let unwrap = [(
        ".unwrap()",
        "use `?`, or `expect` with why it cannot fail; `unwrap` is for tests",
    )];
    findings.extend(search(source, &unwrap, |place| !source.is_test(place)));
    findings
}

fn search(source: &Source, table: &[(&str, &str)], counts: impl Fn(usize) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (needle, reason) in table {
        let word = needle.starts_with(|c: char| c.is_ascii_alphabetic());
        for (place, _) in source.code.match_indices(needle) {
            let inside_word = word
                && source.code[..place].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            if counts(place) && !inside_word {
                findings.push(finding(source, place, format!("`{needle}`: {reason}")));
            }
        }
    }
    findings
}

/// Heads and lengths.
pub(crate) fn check_shape(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !source.text.starts_with("//! ") {
        let rule = "the file does not open with `//! ` and what it is for".to_owned();
        findings.push(finding(source, 0, rule));
    }
    let lines = source.text.lines().count();
    if lines > FILE_LINES {
        let rule = format!("{lines} lines, more than {FILE_LINES}: split it by concept");
        findings.push(finding(source, 0, rule));
    }
    for (name, range) in source.functions() {
        let text = &source.text[range.clone()];
        let lines = text.lines().count();
        if lines > FUNCTION_LINES && !text.contains(LONG_FUNCTION) {
            let rule = format!(
                "`{name}` has {lines} lines, more than {FUNCTION_LINES}: split it, or say \
                 `{LONG_FUNCTION}…` in it"
            );
            findings.push(finding(source, range.start, rule));
        }
    }
    findings
}

/// Paths of somebody's own machine.
pub(crate) fn check_paths(source: &Source) -> Vec<Finding> {
    let own = [
        concat!("/ho", "me/"),
        concat!("/ro", "ot/"),
        concat!("/tm", "p/"),
        concat!("/wo", "rk/"),
        concat!("/Use", "rs/"),
    ];
    let mut findings = Vec::new();
    for path in own {
        for (place, _) in source.text.match_indices(path) {
            let before = source.text[..place].chars().next_back();
            let continues = before.is_some_and(|c| c.is_alphanumeric() || "./-_:}~)*".contains(c));
            if !continues {
                let rule = format!("`{path}` is a path of one machine; name it from the root");
                findings.push(finding(source, place, rule));
            }
        }
    }
    findings
}
