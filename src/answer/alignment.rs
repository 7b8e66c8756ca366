//! Lays one run of words over the part of a longer one that it resembles most, and says where the
//! two part.
//!
//! An edit distance over words in which the longer run may begin and end anywhere. Leaving out
//! several words in a row is one decision of whoever quotes, so it costs little more than leaving
//! out one.

/// Cost of a word in place of another.
const REPLACED: u32 = 8;

/// The same where both look like forms of one word, so that `say` stands for `said` rather than
/// for its neighbour.
const RESEMBLING: u32 = 6;

/// Cost of a word that the longer run does not have; a little more, so that a word is taken for a
/// changed one where it can be either.
const ADDED: u32 = 9;

/// Cost of leaving out a word of the longer run; a little less, so that a word after it is taken
/// for the same rather than for a replaced one.
const LEFT_OUT: u32 = 6;

/// Cost of each further word that is left out after another.
const LEFT_OUT_TOO: u32 = 2;

/// Cost of one word that differs, for judging the cost of a whole alignment.
pub(super) const WORD: u32 = REPLACED;

/// One step from the start of both runs to their ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The words at these places are the same.
    Same(usize, usize),
    /// The words at these places differ.
    Replaced(usize, usize),
    /// This word of the checked run is not in the stored one.
    Added(usize),
    /// This word of the stored run is not in the checked one.
    LeftOut(usize),
}

/// How a checked run of words lies in a stored one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Sum of the costs of its steps.
    pub(super) cost: u32,
    /// Its steps, in order; none are left out at the ends.
    pub(super) steps: Vec<Step>,
}

impl Alignment {
    /// Places of words in the stored run that the checked one has as well.
    pub(super) fn same(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().filter_map(|step| match step {
            Step::Same(_, stored) => Some(*stored),
            _ => None,
        })
    }

    /// First and last place in the stored run, where it has any part in the alignment.
    pub(super) fn stored_range(&self) -> Option<(usize, usize)> {
        let mut places = self.steps.iter().filter_map(|step| match step {
            Step::Same(_, stored) | Step::Replaced(_, stored) | Step::LeftOut(stored) => {
                Some(*stored)
            }
            Step::Added(_) => None,
        });
        let first = places.next()?;
        Some((first, places.next_back().unwrap_or(first)))
    }
}

/// How a cell was reached. The order is that of preference among equals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    Both,
    Added,
    /// By leaving out a first word.
    LeftOut,
    /// By leaving out one more word.
    LeftOutToo,
}

/// Lays `checked` over the part of `stored` where that costs least.
#[must_use]
pub(super) fn align(checked: &[&str], stored: &[&str]) -> Alignment {
    let table = Table::fill(checked, stored);
    let last = checked.len();
    let end = (0..=stored.len())
        .min_by_key(|place| {
            let cell = table.at(last, *place);
            // A last word in place of another rather than one too many.
            (table.best[cell], table.from[cell] != From::Both)
        })
        .unwrap_or_default();
    Alignment {
        cost: table.best[table.at(last, end)],
        steps: table.trace(end, checked, stored),
    }
}

struct Table {
    width: usize,
    rows: usize,
    /// Least cost up to a cell.
    best: Vec<u32>,
    /// Least cost up to a cell that is reached by leaving out a word.
    gap: Vec<u32>,
    from: Vec<From>,
    /// How the cell's gap was reached: by opening it or by going on.
    gap_from: Vec<From>,
}

impl Table {
    fn fill(checked: &[&str], stored: &[&str]) -> Self {
        let (rows, width) = (checked.len() + 1, stored.len() + 1);
        let mut table = Self {
            width,
            rows,
            best: vec![0; rows * width],
            gap: vec![u32::MAX / 2; rows * width],
            from: vec![From::Start; rows * width],
            gap_from: vec![From::LeftOut; rows * width],
        };
        for row in 1..rows {
            for column in 0..width {
                table.fill_cell(row, column, checked, stored);
            }
        }
        table
    }

    fn at(&self, row: usize, column: usize) -> usize {
        row * self.width + column
    }

    fn fill_cell(&mut self, row: usize, column: usize, checked: &[&str], stored: &[&str]) {
        let cell = self.at(row, column);
        let mut best = (self.best[cell - self.width] + ADDED, From::Added);
        if column > 0 {
            let (opened, gone_on) = (
                self.best[cell - 1] + LEFT_OUT,
                self.gap[cell - 1] + LEFT_OUT_TOO,
            );
            (self.gap[cell], self.gap_from[cell]) = if gone_on < opened {
                (gone_on, From::LeftOutToo)
            } else {
                (opened, From::LeftOut)
            };
            if self.gap[cell] < best.0 {
                best = (self.gap[cell], From::LeftOut);
            }
            let cost = cost_of(checked[row - 1], stored[column - 1]);
            let both = self.best[cell - self.width - 1] + cost;
            if both <= best.0 {
                best = (both, From::Both);
            }
        }
        (self.best[cell], self.from[cell]) = best;
    }

    fn trace(&self, end: usize, checked: &[&str], stored: &[&str]) -> Vec<Step> {
        let mut steps = Vec::new();
        let (mut row, mut column) = (self.rows - 1, end);
        let mut in_gap = false;
        while row > 0 {
            let cell = self.at(row, column);
            let from = if in_gap {
                From::LeftOut
            } else {
                self.from[cell]
            };
            match from {
                From::Start => break,
                From::Both => {
                    (row, column) = (row - 1, column - 1);
                    let same = checked[row] == stored[column];
                    steps.push(if same {
                        Step::Same(row, column)
                    } else {
                        Step::Replaced(row, column)
                    });
                }
                From::Added => {
                    row -= 1;
                    steps.push(Step::Added(row));
                }
                From::LeftOut | From::LeftOutToo => {
                    in_gap = self.gap_from[cell] == From::LeftOutToo;
                    column -= 1;
                    steps.push(Step::LeftOut(column));
                }
            }
        }
        steps.reverse();
        steps
    }
}

fn cost_of(checked: &str, stored: &str) -> u32 {
    if checked == stored {
        0
    } else if resemble(checked, stored) {
        RESEMBLING
    } else {
        REPLACED
    }
}

/// True for words that begin alike for at least three letters and half their length.
fn resemble(left: &str, right: &str) -> bool {
    let common = left
        .chars()
        .zip(right.chars())
        .take_while(|(left, right)| left == right)
        .count();
    let longest = left.chars().count().max(right.chars().count());
    common >= 3 && common * 2 >= longest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn steps(checked: &str, stored: &str) -> String {
        let checked: Vec<&str> = checked.split(' ').collect();
        let stored: Vec<&str> = stored.split(' ').collect();
        align(&checked, &stored)
            .steps
            .iter()
            .map(|step| match step {
                Step::Same(..) => '=',
                Step::Replaced(..) => '*',
                Step::Added(_) => '+',
                Step::LeftOut(_) => '-',
            })
            .collect()
    }

    #[test]
    fn what_differs_is_found_between_what_is_the_same() {
        assert_eq!(steps("b c d", "a b c d e"), "===");
        assert_eq!(steps("b x d", "a b c d e"), "=*=");
        assert_eq!(steps("b d", "a b c d e"), "=-=");
        assert_eq!(steps("b c x d", "a b c d e"), "==+=");
        assert_eq!(steps("x c d", "a b c d e"), "*==");
        assert_eq!(steps("b c x", "a b c d e"), "==*");
        assert_eq!(steps("k l q r s", "k l m n o p q r s"), "==----===");
    }

    #[test]
    fn a_form_of_a_word_stands_for_the_word() {
        let stored = ["he", "gladly", "accepted", "it"];
        let found = align(&["he", "accepts", "it"], &stored);
        assert_eq!(
            found.steps,
            [
                Step::Same(0, 0),
                Step::LeftOut(1),
                Step::Replaced(1, 2),
                Step::Same(2, 3)
            ]
        );
    }

    proptest! {
        #[test]
        fn every_checked_word_has_one_step_and_stored_ones_follow_each_other(
            checked in prop::collection::vec("[a-d]", 0..8),
            stored in prop::collection::vec("[a-d]", 0..12),
        ) {
            let checked: Vec<&str> = checked.iter().map(String::as_str).collect();
            let stored: Vec<&str> = stored.iter().map(String::as_str).collect();
            let found = align(&checked, &stored);
            let mut next_checked = 0;
            let mut next_stored = None;
            for step in &found.steps {
                let (of_checked, of_stored) = match *step {
                    Step::Same(of_checked, of_stored) => {
                        prop_assert_eq!(checked[of_checked], stored[of_stored]);
                        (Some(of_checked), Some(of_stored))
                    }
                    Step::Replaced(of_checked, of_stored) => (Some(of_checked), Some(of_stored)),
                    Step::Added(of_checked) => (Some(of_checked), None),
                    Step::LeftOut(of_stored) => (None, Some(of_stored)),
                };
                if let Some(place) = of_checked {
                    prop_assert_eq!(place, next_checked);
                    next_checked += 1;
                }
                if let Some(place) = of_stored {
                    prop_assert!(next_stored.is_none_or(|next| next == place));
                    next_stored = Some(place + 1);
                }
            }
            prop_assert_eq!(next_checked, checked.len());
        }
    }
}
