//! What the index is asked for a question: its words, and what may stand for them, at a discount.

use crate::index::{Field, Query, QueryTerm};
use crate::question::{Question, Relation};

/// How much a match in the title counts against one in the text, for finding candidates.
const TITLE_BOOST: f32 = 0.6;
/// How much a match in the full form of a shortened name counts.
const NAMES_BOOST: f32 = 0.5;
/// Synonyms bring candidates, but must not outvote the question's own words.
const SYNONYM_BOOST: f32 = 0.35;

/// The query for `question`, limited to the articles in `scope` unless that is empty.
#[must_use]
pub(super) fn query(question: &Question, scope: &[String]) -> Query {
    let mut terms = Vec::new();
    for term in &question.terms {
        let weight = term.weight;
        push(&mut terms, Field::Text, &term.stem, weight);
        push(&mut terms, Field::Title, &term.stem, weight * TITLE_BOOST);
        if term.in_name {
            push(&mut terms, Field::Names, &term.stem, weight * NAMES_BOOST);
        }
        for other in &term.alternatives {
            let boost = match other.relation {
                Relation::Synonym | Relation::Opposite => SYNONYM_BOOST,
                Relation::Form | Relation::Name | Relation::Spelling => 1.0,
            };
            let weight = weight * other.weight * boost;
            push(&mut terms, Field::Text, &other.stem, weight);
        }
    }
    Query {
        terms,
        articles: (!scope.is_empty()).then(|| scope.to_vec()),
        ..Query::default()
    }
}

fn push(terms: &mut Vec<QueryTerm>, field: Field, stem: &str, weight: f32) {
    terms.push(QueryTerm {
        field,
        term: stem.to_owned(),
        weight,
    });
}
