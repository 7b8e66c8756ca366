//! Writes the command table as Markdown, for the README.
//!
//! A test compares the README with it, so that the two cannot drift apart.

use super::{CommandGroup, CommandSpec, CommandTable};

/// The table of all commands: how to type each, its other names, and what it does.
#[must_use]
pub fn markdown_table(table: &CommandTable) -> String {
    let rows = CommandGroup::ALL
        .into_iter()
        .flat_map(|group| table.group(group).map(row));
    std::iter::once("| Command | Also | What it does |\n|---|---|---|\n".to_owned())
        .chain(rows)
        .collect()
}

fn row(spec: &CommandSpec) -> String {
    let aliases: Vec<String> = spec.aliases.iter().map(|alias| code(alias)).collect();
    format!(
        "| {} | {} | {} |\n",
        code(&spec.usage),
        aliases.join(", "),
        escape(&spec.summary)
    )
}

fn code(text: &str) -> String {
    format!("`{}`", escape(text))
}

/// A bar would end the cell, a backtick the code.
fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('`', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_row() {
        let table = CommandTable::default();
        let markdown = markdown_table(&table);
        assert_eq!(markdown.lines().count(), 2 + table.specs().len());
        assert!(markdown.contains(
            "| `timeline [TOPIC]` | `dates`, `chronology` | Show dated sentences in the order of \
             the events |"
        ));
    }
}
