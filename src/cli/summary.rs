//! The lines that say what an update of the index did.

use std::time::Duration;

/// Skipped files that are named where the index was not the task; the rest is counted.
const SKIPS_NAMED: usize = 20;

/// What an update did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) articles: usize,
    pub(super) passages: usize,
    pub(super) added: usize,
    pub(super) changed: usize,
    pub(super) removed: usize,
    pub(super) skipped: usize,
}

impl Counts {
    /// True when the index is as it was.
    pub(super) fn is_unchanged(&self) -> bool {
        self.added + self.changed + self.removed == 0
    }
}

/// `9 articles · 128 passages · 3 added, 1 changed, 0 removed, 1 skipped · 0.2 s`
pub(super) fn summary_line(counts: &Counts, took: Duration) -> String {
    format!(
        "{} · {} · {} added, {} changed, {} removed, {} skipped · {:.1} s",
        counted(counts.articles, "article"),
        counted(counts.passages, "passage"),
        counts.added,
        counts.changed,
        counts.removed,
        counts.skipped,
        took.as_secs_f64()
    )
}

/// A number with its noun.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// One line for each skipped file; no more than twenty unless all are asked for.
pub(super) fn skip_lines(skips: &[String], all: bool) -> Vec<String> {
    let named = if all {
        skips.len()
    } else {
        skips.len().min(SKIPS_NAMED)
    };
    let mut lines: Vec<String> = skips[..named]
        .iter()
        .map(|skip| format!("skipped {skip}"))
        .collect();
    if named < skips.len() {
        let more = skips.len() - named;
        lines.push(format!(
            "… and {more} more; `newshound index` names them all"
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_counts_everything() {
        let counts = Counts {
            articles: 9,
            passages: 128,
            added: 3,
            changed: 1,
            removed: 0,
            skipped: 1,
        };
        assert_eq!(
            summary_line(&counts, Duration::from_millis(180)),
            "9 articles · 128 passages · 3 added, 1 changed, 0 removed, 1 skipped · 0.2 s"
        );
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "article"), "1 article");
    }

    #[test]
    fn many_skipped_files_are_counted_unless_all_are_asked_for() {
        let skips: Vec<String> = (0..51)
            .map(|number| format!("{number}.txt: empty"))
            .collect();
        let lines = skip_lines(&skips, false);
        assert_eq!(lines.len(), 21);
        assert_eq!(lines[0], "skipped 0.txt: empty");
        assert_eq!(lines[20], "… and 31 more; `newshound index` names them all");
        assert_eq!(skip_lines(&skips, true).len(), 51);
    }
}
