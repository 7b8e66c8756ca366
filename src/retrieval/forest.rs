//! The second ranker: gradient-boosted regression trees over the measures of the best windows.
//!
//! The trees are grown by `tools/train` (`LightGBM`'s `LambdaMART`; Burges, "From
//! `RankNet` to `LambdaRank` to `LambdaMART`", 2010) and kept in `trees.json` beside this file; here they are only
//! walked.

use std::sync::LazyLock;

use serde::Deserialize;

use super::details::{DETAIL_NAMES, Details};
use super::features::{FEATURE_NAMES, Features};

static SHIPPED: LazyLock<Forest> = LazyLock::new(|| {
    Forest::from_json(include_str!("trees.json"))
        .expect("the trees are part of the program and a test parses them")
});

/// Trees whose values are added up.
#[derive(Debug)]
pub struct Forest {
    nodes: Vec<Node>,
    values: Vec<f32>,
    /// Where each tree begins.
    roots: Vec<u16>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    measure: u16,
    threshold: f32,
    /// Where to go on: not above the threshold, above it. From [`VALUES`] on a value, else a node;
    /// plain numbers, because a question takes some thirty thousand of these steps.
    branches: [u16; 2],
}

/// What is added to the place of a value to make it a branch.
const VALUES: u16 = 1 << 15;

/// The file: the names of the measures, then the trees. A branch from 0 is a node of the same tree,
/// one below 0 the value at its complement (`!branch`).
#[derive(Deserialize)]
struct File {
    measures: Vec<String>,
    trees: Vec<Tree>,
}

#[derive(Deserialize)]
struct Tree {
    nodes: Vec<(u16, f32, i16, i16)>,
    values: Vec<f32>,
}

impl Forest {
    /// The trees that the program ships with.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a file of trees; `None` where it is not one for the measures of this program.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        let file: File = serde_json::from_str(json).ok()?;
        let places: Option<Vec<u16>> = file.measures.iter().map(|name| place_of(name)).collect();
        let mut forest = Self {
            nodes: Vec::new(),
            values: Vec::new(),
            roots: Vec::new(),
        };
        for tree in &file.trees {
            forest.push(tree, places.as_ref()?)?;
        }
        Some(forest)
    }

    fn push(&mut self, tree: &Tree, places: &[u16]) -> Option<()> {
        let (nodes, values) = (self.nodes.len(), self.values.len());
        let branch = |to: i16| -> Option<u16> {
            let place = |base: usize, more: i16, count: usize| {
                let more = usize::try_from(more).ok().filter(|more| *more < count)?;
                let place = u16::try_from(base + more).ok()?;
                (place < VALUES).then_some(place)
            };
            if to < 0 {
                place(values, !to, tree.values.len()).map(|place| place + VALUES)
            } else {
                place(nodes, to, tree.nodes.len())
            }
        };
        self.roots
            .push(branch(if tree.nodes.is_empty() { -1 } else { 0 })?);
        for (measure, threshold, not_above, above) in &tree.nodes {
            self.nodes.push(Node {
                measure: *places.get(usize::from(*measure))?,
                threshold: *threshold,
                branches: [branch(*not_above)?, branch(*above)?],
            });
        }
        self.values.extend(&tree.values);
        Some(())
    }

    /// The scores of windows; higher is better. Scores of one question compare, others do not.
    ///
    /// Each tree is walked for all windows before the next one, while the processor has it at hand.
    #[must_use]
    pub fn scores<'a>(
        &self,
        windows: impl IntoIterator<Item = (&'a Features, &'a Details)>,
    ) -> Vec<f32> {
        let all: Vec<Measures> = windows.into_iter().map(measures).collect();
        let mut scores = vec![0.0; all.len()];
        for root in &self.roots {
            for (score, measures) in scores.iter_mut().zip(&all) {
                *score += self.walk(*root, measures);
            }
        }
        scores
    }

    fn walk(&self, mut branch: u16, measures: &[f32]) -> f32 {
        while branch < VALUES {
            let node = &self.nodes[usize::from(branch)];
            let above = measures[usize::from(node.measure)] > node.threshold;
            branch = node.branches[usize::from(above)];
        }
        self.values[usize::from(branch - VALUES)]
    }
}

/// Features and details together.
type Measures = [f32; FEATURE_NAMES.len() + DETAIL_NAMES.len()];

fn measures((features, details): (&Features, &Details)) -> Measures {
    let mut measures = [0.0; FEATURE_NAMES.len() + DETAIL_NAMES.len()];
    measures[..features.len()].copy_from_slice(features);
    measures[features.len()..].copy_from_slice(details);
    measures
}

/// Index of a measure among features and details together.
fn place_of(name: &str) -> Option<u16> {
    let mut names = FEATURE_NAMES.iter().chain(&DETAIL_NAMES);
    u16::try_from(names.position(|known| *known == name)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_trees_use_measures_that_exist() {
        let forest = Forest::shipped();
        assert!(!forest.roots.is_empty());
        assert!(forest.nodes.len() > forest.roots.len());
    }

    #[test]
    fn a_tree_is_walked_by_its_thresholds() {
        let forest = Forest::from_json(
            r#"{"measures": ["window_coverage", "pool_rank"],
                "trees": [{"nodes": [[1, 0.5, 1, -1], [0, 0.25, -2, -3]], "values": [1.0, 2.0, 4.0]},
                          {"nodes": [], "values": [8.0]}]}"#,
        )
        .unwrap();
        let score = |coverage: f32, rank: f32| {
            let mut features = [0.0; FEATURE_NAMES.len()];
            features[0] = coverage;
            let mut details = [0.0; DETAIL_NAMES.len()];
            details[1] = rank;
            forest.scores([(&features, &details)])[0]
        };
        assert_eq!(format!("{}", score(0.0, 1.0)), "9");
        assert_eq!(format!("{}", score(0.25, 0.5)), "10");
        assert_eq!(format!("{}", score(0.3, 0.1)), "12");
    }

    #[test]
    fn a_file_with_an_unknown_measure_or_a_branch_to_nowhere_is_refused() {
        assert!(
            Forest::from_json(
                r#"{"measures": ["luck"], "trees": [{"nodes": [[0, 1, -1, -1]], "values": [0]}]}"#
            )
            .is_none()
        );
        assert!(
            Forest::from_json(
                r#"{"measures": ["recency"], "trees": [{"nodes": [[0, 1, 7, -1]], "values": [0]}]}"#
            )
            .is_none()
        );
        assert!(Forest::from_json("{").is_none());
    }
}
