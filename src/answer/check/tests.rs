//! Checks against small stories: what was cut out is found, what was changed is told.

use proptest::prelude::*;

use super::*;
use crate::answer::samples::index_of;
use crate::index::Index;
use crate::text::Span;

const PORT: &str = "The “old” port was closed on Monday—for a week. Ships waited outside.\n\n\
                    Mayor Ines Carvalho told reporters that storms had damaged two cranes.";

fn check(index: &Index, text: &str) -> Checked {
    Checker::new(&index.snapshot())
        .check(text)
        .expect("in memory")
}

fn verdict(index: &Index, text: &str) -> Verdict {
    let mut checked = check(index, text);
    assert_eq!(checked.pieces.len(), 1, "{checked:?}");
    checked.pieces.remove(0).verdict
}

fn verbatim(index: &Index, text: &str) -> Verbatim {
    match verdict(index, text) {
        Verdict::Verbatim(verbatim) => verbatim,
        other => panic!("{text}: {other:?}"),
    }
}

fn marked(passage: &Passage) -> Vec<&str> {
    passage
        .marked
        .iter()
        .map(|span| span.relative_to(passage.span).of(&passage.text))
        .collect()
}

#[test]
fn typography_and_paragraph_ends_do_not_matter() {
    let index = index_of(&[("port", PORT)]);
    let text = "the \"old\"  port was closed on monday -- for a week. Ships waited outside. Mayor";
    let found = verbatim(&index, text);
    assert!(found.capitals_differ && !found.punctuation_differs);
    assert!(marked(&found.passages[0])[0].starts_with("The “old” port"));
    assert!(found.passages[0].text.ends_with("two cranes."));
    assert!(verbatim(&index, "port was closed, on Monday").punctuation_differs);
}

#[test]
fn all_articles_are_named_and_reprints_count_once() {
    let long = format!(
        "{PORT} {}",
        "Nobody was hurt and the trains went on as before. ".repeat(4)
    );
    let index = index_of(&[
        ("a", &long),
        ("b", &format!("{long} Reprinted.")),
        ("c", "Elsewhere, ships waited outside a storm."),
    ]);
    let found = verbatim(&index, "ships waited outside");
    assert_eq!((found.passages.len(), found.independent), (3, 2));
    assert!(!verbatim(&index, "Ships waited outside").capitals_differ);
}

#[test]
fn a_near_text_shows_what_differs() {
    let index = index_of(&[("port", PORT)]);
    let text = "Carvalho said that big storms had damaged cranes";
    let Verdict::Nearly {
        passage,
        difference,
    } = verdict(&index, text)
    else {
        panic!("{:?}", verdict(&index, text));
    };
    let changes: Vec<_> = difference
        .changes
        .iter()
        .map(|change| (change.kind, change.checked.as_str(), change.stored.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (ChangeKind::Replaced, "said", "told reporters"),
            (ChangeKind::Added, "big", ""),
            (ChangeKind::LeftOut, "", "two"),
        ]
    );
    assert_eq!((difference.words, difference.of), (4, 8));
    assert_eq!(marked(&passage), ["told reporters", "two"]);
}

#[test]
fn other_texts_are_absent_with_the_closest_passage_where_there_is_one() {
    let index = index_of(&[("port", PORT)]);
    assert_eq!(
        verdict(&index, "Elections will be held in spring"),
        Verdict::Absent { closest: None }
    );
    let text = "Storms had damaged the airport and many of its oldest machines last year";
    assert!(
        matches!(verdict(&index, text), Verdict::Absent { closest: Some(_) }),
        "{:?}",
        verdict(&index, text)
    );
}

#[test]
fn pieces_between_ellipses_are_checked_one_by_one() {
    let index = index_of(&[("port", PORT), ("rail", "Trains ran late because of snow.")]);
    let checked = check(
        &index,
        "Mayor said: “The old port was closed … storms had damaged two boats”",
    );
    assert_eq!(checked.attribution.as_deref(), Some("Mayor said"));
    assert!(matches!(checked.pieces[0].verdict, Verdict::Verbatim(_)));
    assert!(matches!(checked.pieces[1].verdict, Verdict::Nearly { .. }));
    assert!(!checked.is_patchwork);
    assert!(check(&index, "Ships waited outside … trains ran late").is_patchwork);
    assert!(check(&index, "storms had damaged … Ships waited outside").is_patchwork);
}

#[test]
fn a_text_without_words_has_nothing_to_check() {
    let index = index_of(&[("port", PORT)]);
    for text in ["", " … ", "“”", "\u{200b}\u{0}"] {
        assert!(check(&index, text).pieces.is_empty(), "{text:?}");
    }
    let empty = Index::in_memory().expect("memory");
    assert_eq!(
        verdict(&empty, "ships waited"),
        Verdict::Absent { closest: None }
    );
}

/// Sentences of plain and of typographically difficult words.
fn body() -> impl Strategy<Value = String> {
    let word = "[a-z]{3,9}|[A-Z][a-z]{2,7}|[0-9]{1,4}|U\\.N\\.|Kim’s|don't|“[a-z]{4}”|é[a-z]{3}";
    let sentence = prop::collection::vec(word, 4..14).prop_map(|words| words.join(" ") + ".");
    let paragraph = prop::collection::vec(sentence, 1..4).prop_map(|all| all.join(" "));
    prop::collection::vec(paragraph, 1..5).prop_map(|all| all.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_in_a_row_are_found_where_they_stand(
        bodies in prop::collection::vec(body(), 1..4),
        (at, first, count) in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..30_usize),
        scans in any::<bool>(),
    ) {
        let ids = ["a", "b", "c"];
        let articles: Vec<_> = ids.into_iter().zip(bodies.iter().map(String::as_str)).collect();
        let index = index_of(&articles);
        let (id, body) = articles[at.index(articles.len())];
        let words = plain_words(body);
        let first = first.index(words.len());
        let last = (first + count).min(words.len()) - 1;
        let span = Span::new(words[first].span.start, words[last].span.end);
        // A story that is not read as a whole is searched by words that are rare enough to search.
        prop_assume!(scans || last - first >= 4);
        let snapshot = index.snapshot();
        let checker = Checker::new(&snapshot);
        let checker = if scans { checker } else { checker.without_scan() };
        let checked = checker.check(span.of(body)).unwrap();
        prop_assert_eq!(checked.pieces.len(), 1);
        let Verdict::Verbatim(found) = &checked.pieces[0].verdict else {
            return Err(TestCaseError::fail(format!("{:?}: {checked:?}", span.of(body))));
        };
        prop_assert!(!found.capitals_differ && !found.punctuation_differs);
        let here = found.passages.iter().find(|passage| passage.card.id == id).unwrap();
        prop_assert_eq!(here.span.of(body), &here.text);
        prop_assert_eq!(here.marked[0].of(body), span.of(body));
        // Repeated words may stand in several places; then the first of them is shown.
        let starts_here = |(place, _): &(usize, char)| body[*place..].starts_with(span.of(body));
        if body.char_indices().filter(starts_here).count() == 1 {
            prop_assert_eq!(here.marked[0], span);
        }
    }

    #[test]
    fn one_changed_word_is_the_difference(
        body in body(),
        first in any::<prop::sample::Index>(),
        (count, changed) in (6..20_usize, any::<prop::sample::Index>()),
    ) {
        let index = index_of(&[("a", &body)]);
        let words = plain_words(&body);
        prop_assume!(words.len() > 6);
        let first = first.index(words.len() - 5);
        let last = (first + count).min(words.len()) - 1;
        let changed = first + changed.index(last - first + 1);
        let span = Span::new(words[first].span.start, words[last].span.end);
        let word = words[changed].span;
        let text = format!("{}qqqq{}", &body[span.start..word.start], &body[word.end..span.end]);
        let Verdict::Nearly { difference, passage } = verdict(&index, &text) else {
            return Err(TestCaseError::fail(format!("{text:?}: {:?}", verdict(&index, &text))));
        };
        prop_assert_eq!(difference.words, 1);
        prop_assert_eq!(&difference.changes[0].checked, "qqqq");
        prop_assert_eq!(&difference.changes[0].stored, word.of(&body), "{}", text);
        prop_assert_eq!(&passage.marked[..], &[word]);
    }

    #[test]
    fn any_text_is_checked_without_panic(text in "\\PC{0,80}|[a-z“”….,\\[\\]() ]{0,80}") {
        let index = index_of(&[("port", PORT)]);
        for piece in check(&index, &text).pieces {
            if let Verdict::Nearly { passage, .. } = piece.verdict {
                prop_assert_eq!(passage.span.of(PORT), passage.text);
            }
        }
    }
}

#[test]
fn common_words_alone_are_not_looked_for_in_a_large_story() {
    let index = index_of(&[("port", PORT)]);
    let snapshot = index.snapshot();
    let checked = Checker::new(&snapshot)
        .without_scan()
        .check("on the")
        .unwrap();
    assert_eq!(checked.pieces[0].verdict, Verdict::TooCommon);
}
