//! Finds the article that somebody names: by id, by its number in the list, or by its title.

use std::collections::HashSet;

use strsim::osa_distance;

use crate::index::ArticleCard;
use crate::text::{fold, fold_phrase, stem, tokenize};

/// What a name of an article leads to. Numbers count the articles from 1, oldest first, undated
/// ones last, so that a newer article leaves the numbers of the older ones alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArticleFound {
    /// This article.
    One(usize, ArticleCard),
    /// It may be any of these.
    Several(Vec<(usize, ArticleCard)>),
    /// There is none; the one whose id or title looks most like it, where one does.
    None(Option<(usize, ArticleCard)>),
}

/// Finds what `typed` names among `cards`, which are in the order of the list of sources. An id
/// goes before a number, and both before a title.
#[must_use]
pub fn find_article(cards: &[ArticleCard], typed: &str) -> ArticleFound {
    let typed = typed.trim();
    let id = |card: &ArticleCard| card.id == typed;
    let id_in_any_case = |card: &ArticleCard| card.id.eq_ignore_ascii_case(typed);
    let by_id = position(cards, id).or_else(|| position(cards, id_in_any_case));
    if let Some(place) = by_id.or_else(|| number(typed, cards.len())) {
        return one(cards, place);
    }
    let key = fold_phrase(typed);
    if key.is_empty() {
        return ArticleFound::None(None);
    }
    let titles: Vec<String> = cards.iter().map(|card| fold_phrase(&card.title)).collect();
    let wanted = stems(typed);
    let same = matching(&titles, |title| *title == key);
    let begins = || matching(&titles, |title| title.starts_with(&key));
    let has_words = || matching(&titles, |title| wanted.is_subset(&stems(title)));
    let found = first_of(same, [&begins, &has_words]);
    match found.as_slice() {
        [] => ArticleFound::None(nearest(cards, &titles, typed, &key)),
        [place] => one(cards, *place),
        places => ArticleFound::Several(
            places
                .iter()
                .map(|place| (place + 1, cards[*place].clone()))
                .collect(),
        ),
    }
}

fn one(cards: &[ArticleCard], place: usize) -> ArticleFound {
    ArticleFound::One(place + 1, cards[place].clone())
}

fn position(cards: &[ArticleCard], is_it: impl Fn(&ArticleCard) -> bool) -> Option<usize> {
    cards.iter().position(is_it)
}

/// `3`, `#3`, `No. 3` and `[3]` as a place in a list of `length`.
fn number(typed: &str, length: usize) -> Option<usize> {
    let digits = typed
        .trim_start_matches(['#', '[', '№', ' '])
        .trim_end_matches([']', '.', ')', ' ']);
    let number: usize = digits.parse().ok()?;
    (1..=length).contains(&number).then(|| number - 1)
}

fn matching(titles: &[String], is_it: impl Fn(&String) -> bool) -> Vec<usize> {
    let places = titles.iter().enumerate().filter(|(_, title)| is_it(title));
    places.map(|(place, _)| place).collect()
}

fn first_of(first: Vec<usize>, others: [&dyn Fn() -> Vec<usize>; 2]) -> Vec<usize> {
    others.iter().fold(
        first,
        |found, next| {
            if found.is_empty() { next() } else { found }
        },
    )
}

fn stems(text: &str) -> HashSet<String> {
    tokenize(text)
        .into_iter()
        .map(|token| stem(&fold(token.word(text))).into_owned())
        .collect()
}

/// The article with the id or title that differs from what was typed by a third of its letters at
/// most.
fn nearest(
    cards: &[ArticleCard],
    titles: &[String],
    typed: &str,
    key: &str,
) -> Option<(usize, ArticleCard)> {
    let length = key.chars().count();
    if length > LONGEST_NAME {
        return None;
    }
    let allowed = length.min(60) / 3;
    let typed = typed.to_lowercase();
    cards
        .iter()
        .zip(titles)
        .enumerate()
        .map(|(place, (card, title))| {
            // A title is often typed in part.
            let start: String = title.chars().take(length).collect();
            let distance = [
                (typed.as_str(), &*card.id.to_lowercase()),
                (key, title),
                (key, &start),
            ]
            .into_iter()
            .filter(|(left, right)| left.len().abs_diff(right.len()) <= allowed * 4)
            .map(|(left, right)| osa_distance(left, right))
            .min()
            .unwrap_or(usize::MAX);
            (distance, place)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, place)| (place + 1, cards[place].clone()))
}

/// Nobody types a longer name of an article, and comparing it would be slow.
const LONGEST_NAME: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::samples::index_of;

    fn cards() -> Vec<ArticleCard> {
        let index = index_of(&[("port", "One."), ("rail-strike", "Two."), ("12", "Three.")]);
        let mut cards = index.snapshot().articles().expect("in memory").to_vec();
        cards.sort_by(|left, right| right.id.cmp(&left.id));
        cards[0].title = "Rail strike halts trains".to_owned();
        cards[1].title = "Port closed by storm".to_owned();
        cards[2].title = "Rail fares rise".to_owned();
        cards
    }

    fn id(typed: &str) -> Option<String> {
        match find_article(&cards(), typed) {
            ArticleFound::One(_, card) => Some(card.id),
            _ => None,
        }
    }

    #[test]
    fn an_article_is_found_by_whatever_names_it() {
        for (typed, expected) in [
            ("port", "port"),
            ("PORT", "port"),
            ("12", "12"),
            ("1", "rail-strike"),
            ("#2", "port"),
            ("port closed by storm", "port"),
            ("Port closed", "port"),
            ("storms", "port"),
            ("fares of rail", "none"),
            ("rail fare", "12"),
        ] {
            let expected = (expected != "none").then(|| expected.to_owned());
            assert_eq!(id(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_may_be_several_or_is_misspelt_is_said_so() {
        assert!(
            matches!(find_article(&cards(), "rail"), ArticleFound::Several(list) if list.len() == 2)
        );
        let misspelt = find_article(&cards(), "rial-stirke");
        assert!(
            matches!(misspelt, ArticleFound::None(Some((1, _)))),
            "{misspelt:?}"
        );
        for nothing in ["", "99", "elections", "***"] {
            assert_eq!(
                find_article(&cards(), nothing),
                ArticleFound::None(None),
                "{nothing}"
            );
        }
    }
}
