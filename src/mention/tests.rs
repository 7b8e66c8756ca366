//! What the recogniser promises: measured on labelled sentences, told in small stories, and safe on
//! any text.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::article::Article;
use crate::text::{Span, split_paragraphs, split_sentences};

fn article(body: &str) -> Article {
    Article {
        id: "a".to_owned(),
        title: "A title".to_owned(),
        source: String::new(),
        author: None,
        published: Some(jiff::civil::date(2024, 5, 7)),
        url: None,
        language: None,
        dateline: None,
        body: body.to_owned(),
    }
}

fn mentions(body: &str) -> Vec<Mention> {
    let sentences: Vec<Span> = split_paragraphs(body)
        .into_iter()
        .flat_map(|paragraph| split_sentences(body, paragraph))
        .collect();
    recognize(&article(body), &sentences)
}

fn names(body: &str) -> Vec<(String, NameMention)> {
    mentions(body)
        .into_iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Name(name) => Some((mention.span.of(body).to_owned(), name)),
            _ => None,
        })
        .collect()
}

/// The fullest form that the last mention written like `short` stands for.
fn full_of(body: &str, short: &str) -> String {
    names(body)
        .into_iter()
        .rev()
        .find(|(written, _)| written == short)
        .map(|(_, name)| name.full)
        .unwrap_or_default()
}

fn role_of(body: &str, full: &str) -> Option<String> {
    names(body)
        .into_iter()
        .find(|(_, name)| name.full == full && name.role.is_some())
        .and_then(|(_, name)| name.role)
        .map(|role| role.of(body).to_owned())
}

fn quantities(body: &str) -> Vec<(String, Quantity)> {
    mentions(body)
        .into_iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Quantity(quantity) => Some((mention.span.of(body).to_owned(), quantity)),
            _ => None,
        })
        .collect()
}

/// `words | speaker's key | words that name the speaker | direct` of each quotation.
fn quotations(body: &str) -> Vec<String> {
    mentions(body)
        .into_iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Quotation(quotation) => Some(format!(
                "{} | {} | {} | {}",
                mention.span.of(body),
                quotation.speaker.unwrap_or_default(),
                quotation.speaker_span.map_or("", |span| span.of(body)),
                if quotation.direct {
                    "direct"
                } else {
                    "reported"
                }
            )),
            _ => None,
        })
        .collect()
}

#[derive(Deserialize)]
struct Labelled {
    sentence: Vec<LabelledSentence>,
}

#[derive(Deserialize)]
struct LabelledSentence {
    text: String,
    names: Vec<String>,
}

fn letter(kind: NameKind) -> char {
    match kind {
        NameKind::Person => 'P',
        NameKind::Organization => 'O',
        NameKind::Place => 'L',
        NameKind::Demonym => 'D',
        NameKind::Thing => 'T',
    }
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the measured figures are for the reader of the test"
)]
fn names_of_labelled_sentences_are_found_with_their_kinds() {
    let labelled: Labelled = toml::from_str(include_str!("labelled.toml")).expect("it parses");
    let (mut right, mut spans_right, mut found, mut wanted) = (0, 0, 0, 0);
    let mut report = String::new();
    for sentence in &labelled.sentence {
        let got: Vec<String> = names(&sentence.text)
            .into_iter()
            .map(|(written, name)| format!("{}:{written}", letter(name.kind)))
            .collect();
        let same_span = |left: &String, right: &String| left[2..] == right[2..];
        right += got
            .iter()
            .filter(|name| sentence.names.contains(name))
            .count();
        spans_right += got
            .iter()
            .filter(|name| sentence.names.iter().any(|other| same_span(name, other)))
            .count();
        found += got.len();
        wanted += sentence.names.len();
        if got != sentence.names {
            let _ = writeln!(report, "wanted {:?}\n   got {got:?}", sentence.names);
        }
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
    let measured = format!(
        "{report}{} sentences: spans precision {:.1} % recall {:.1} %, with kind {:.1} % and {:.1} %",
        labelled.sentence.len(),
        percent(spans_right, found),
        percent(spans_right, wanted),
        percent(right, found),
        percent(right, wanted),
    );
    println!("{measured}");
    assert!(percent(spans_right, found) >= 90.0, "{measured}");
    assert!(percent(spans_right, wanted) >= 90.0, "{measured}");
    assert!(percent(right, wanted) >= 85.0, "{measured}");
    assert!(labelled.sentence.len() >= 40, "{measured}");
}

#[test]
fn short_forms_join_the_fullest_one() {
    let body = "Dmitry Larin met Maria Costa in Lisbon. Mr. Larin smiled, and Costa's aides left. \
                The Central Statistics Agency (CSA) published it. The CSA has no money.";
    assert_eq!(full_of(body, "Larin"), "Dmitry Larin");
    assert_eq!(full_of(body, "Costa"), "Maria Costa");
    assert_eq!(full_of(body, "CSA"), "Central Statistics Agency");
}

#[test]
fn a_shared_surname_is_parted_by_title_and_prominence() {
    let body = "Park Min Ho leads the party. Park Min Ho spoke first. His sister, Park Ji Won, \
                left early. Ms. Park was tired. Later Park thanked the voters.";
    assert_eq!(full_of(body, "Park"), "Park Min Ho");
    let titled = names(body)
        .into_iter()
        .find(|(written, _)| written == "Park")
        .map(|(_, name)| name.full);
    assert_eq!(titled.as_deref(), Some("Park Ji Won"));
}

#[test]
fn roles_stand_before_and_behind_a_name() {
    for (body, full, role) in [
        (
            "Palace spokesman Ivo Brandt declined.",
            "Ivo Brandt",
            "Palace spokesman",
        ),
        (
            "Kenya's ambassador, Asha Mwangi, left.",
            "Asha Mwangi",
            "Kenya's ambassador",
        ),
        (
            "He met Otto Weiss, the mayor of Graz, on Monday.",
            "Otto Weiss",
            "the mayor of Graz",
        ),
        (
            "Lena Fox, who speaks for the Navy, said no.",
            "Lena Fox",
            "who speaks for the Navy",
        ),
        (
            "Its chairman, Bob Stone, resigned.",
            "Bob Stone",
            "Its chairman",
        ),
        (
            "Chilean President Ana Rojas won.",
            "Ana Rojas",
            "Chilean President",
        ),
    ] {
        assert_eq!(role_of(body, full).as_deref(), Some(role), "{body}");
    }
}

/// Sentence, span of its first quantity, value, dimension, unit.
type QuantityCase = (
    &'static str,
    &'static str,
    f64,
    Dimension,
    Option<&'static str>,
);

#[rustfmt::skip]
const QUANTITIES: &[QuantityCase] = &[
        (
            "It shipped more than 1,000 steel containers.",
            "more than 1,000",
            1000.0,
            Dimension::Count,
            Some("containers"),
        ),
        (
            "The car has 598 horsepower.",
            "598 horsepower",
            598.0,
            Dimension::Power,
            Some("horsepower"),
        ),
        (
            "It cost $435,000 then.",
            "$435,000",
            435_000.0,
            Dimension::Money,
            Some("usd"),
        ),
        (
            "It cost 18 million rubles then.",
            "18 million rubles",
            18e6,
            Dimension::Money,
            Some("rub"),
        ),
        (
            "A €3bn loan was agreed.",
            "€3bn",
            3e9,
            Dimension::Money,
            Some("eur"),
        ),
        (
            "About 40 per cent stayed home.",
            "About 40 per cent",
            40.0,
            Dimension::Share,
            Some("%"),
        ),
        ("Sales fell 2.5% again.", "2.5%", 2.5, Dimension::Share, Some("%")),
        (
            "Thirteen of the fifteen members voted.",
            "Thirteen",
            13.0,
            Dimension::Count,
            Some("members"),
        ),
        (
            "It is the fourth launch.",
            "fourth",
            4.0,
            Dimension::Ordinal,
            Some("launch"),
        ),
        (
            "She is ranked No. 2 in tennis.",
            "No. 2",
            2.0,
            Dimension::Ordinal,
            None,
        ),
        (
            "A 62-year-old woman died.",
            "62-year-old",
            62.0,
            Dimension::Age,
            Some("years"),
        ),
        ("Nora Lund, 62, won.", "62", 62.0, Dimension::Age, Some("years")),
        (
            "He ran 26 miles.",
            "26 miles",
            26.0,
            Dimension::Length,
            Some("miles"),
        ),
        (
            "It burned 300 square kilometers of forest.",
            "300 square kilometers",
            300.0,
            Dimension::Area,
            Some("square kilometers"),
        ),
        (
            "Winds hit 120 miles per hour.",
            "120 miles per hour",
            120.0,
            Dimension::Speed,
            Some("mph"),
        ),
        (
            "Dozens of homes burned.",
            "Dozens",
            24.0,
            Dimension::Count,
            Some("homes"),
        ),
];

#[test]
fn quantities_know_what_they_count_and_measure() {
    for &(body, span, value, dimension, unit) in QUANTITIES {
        let found = quantities(body);
        let first = found.first().expect(body);
        assert_eq!(first.0, span, "{body}");
        assert!(
            (first.1.value - value).abs() < 1e-6,
            "{body}: {}",
            first.1.value
        );
        assert_eq!(first.1.dimension, dimension, "{body}");
        assert_eq!(first.1.unit.as_deref(), unit, "{body}");
    }
}

#[test]
fn ranges_have_both_ends() {
    let found = quantities("Between two and five ships and 10-15 boats sank.");
    let ends: Vec<_> = found
        .iter()
        .map(|(_, range)| (range.value, range.upper))
        .collect();
    assert_eq!(ends, [(2.0, Some(5.0)), (10.0, Some(15.0))]);
}

#[test]
fn a_number_of_a_date_is_no_quantity() {
    assert!(quantities("He left on May 7, 2018.").is_empty());
}

#[test]
fn quotations_find_their_speakers() {
    for (body, wanted) in [
        (
            "\"We will rebuild,\" said Mayor Ana Cruz.",
            "We will rebuild, | ana cruz | Ana Cruz | direct",
        ),
        (
            "Tom Hale wept. Questioned by Mr. Smith, he said that the bridge was unsafe.",
            "the bridge was unsafe | tom hale | he | reported",
        ),
        (
            "“It was close,” coach Jim Dale said after the game.",
            "It was close, | jim dale | Jim Dale | direct",
        ),
        (
            "Olga Berg is a scientist. \"The ice is thin,\" she said.",
            "The ice is thin, | olga berg | she | direct",
        ),
        (
            "Ray Holt said that the bridge was safe.",
            "the bridge was safe | ray holt | Ray Holt | reported",
        ),
        (
            "Ray Holt told reporters that no one was hurt.",
            "no one was hurt | ray holt | Ray Holt | reported",
        ),
        (
            "Ray Holt called the plan \"a joke\" on Friday.",
            "a joke | ray holt | Ray Holt | direct",
        ),
        (
            "According to Ray Holt, the bridge was safe.",
            "the bridge was safe | ray holt | Ray Holt | reported",
        ),
        (
            "The bridge was safe, Ray Holt said.",
            "The bridge was safe | ray holt | Ray Holt | reported",
        ),
        (
            "The ministry said the bridge was safe.",
            "the bridge was safe |  | The ministry | reported",
        ),
        (
            "Ray Holt put it plainly: \"We lost.\"",
            "We lost. | ray holt | Ray Holt | direct",
        ),
    ] {
        assert!(
            quotations(body).contains(&wanted.to_owned()),
            "{body}: {:?}",
            quotations(body)
        );
    }
}

#[test]
fn a_question_in_small_letters_names_what_everybody_knows() {
    let found: Vec<String> = recognize_in("did north korea sign anything in moscow?")
        .into_iter()
        .filter_map(|mention| match mention.kind {
            MentionKind::Name(name) => Some(name.key),
            _ => None,
        })
        .collect();
    assert_eq!(found, ["north korea", "moscow"]);
}

/// Text that looks like news: names, marks, numbers and dates in any order.
fn newslike() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Mr. ",
        "Kim ",
        "Ana Cruz ",
        "said ",
        "that ",
        "“",
        "”",
        "\"",
        "‘",
        "’",
        "'s ",
        ", ",
        ". ",
        "\n\n",
        "\n",
        "the ",
        "of ",
        "and ",
        "President ",
        "UN ",
        "(",
        ") ",
        "$",
        "5",
        "-",
        "12 ",
        "million ",
        "half ",
        "a ",
        "dozen ",
        "%",
        "May ",
        "al-",
        "é",
        "Ж",
        "她",
        "U.S. ",
        "who ",
        "according to ",
        "told ",
        "reporters ",
        "he ",
        ":",
        "Bank ",
        "Inc. ",
        "İ",
        "ﬁ",
        "\u{301}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(body: &str) -> Result<(), TestCaseError> {
    let found = mentions(body);
    let mut end = 0;
    let mut start = 0;
    for mention in &found {
        prop_assert!(mention.span.get(body).is_some_and(|text| !text.is_empty()));
        prop_assert!(mention.span.start >= start, "not in order: {found:?}");
        start = mention.span.start;
        match &mention.kind {
            MentionKind::Quotation(quotation) => {
                let speaker = quotation.speaker_span;
                prop_assert!(speaker.is_none_or(|span| span.get(body).is_some()));
            }
            kind => {
                prop_assert!(start >= end, "overlap: {found:?}");
                end = mention.span.end;
                if let MentionKind::Name(name) = kind {
                    prop_assert!(name.role.is_none_or(|role| role.get(body).is_some()));
                    prop_assert_eq!(&name.key, &crate::text::fold_phrase(&name.full));
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn mentions_of_newslike_text_are_in_order_and_inside(body in newslike()) {
        check(&body)?;
        let _ = recognize_in(&body);
    }

    #[test]
    fn any_text_is_read_without_a_panic(body in "\\PC{0,120}") {
        check(&body)?;
        let _ = recognize_in(&body);
    }

    #[test]
    fn spans_of_wrong_sentences_do_no_harm(body in newslike(), ends in prop::collection::vec((0_usize..90, 0_usize..90), 0..6)) {
        let sentences: Vec<Span> = ends.into_iter().map(|(start, end)| Span::new(start, end)).collect();
        let _ = recognize(&article(&body), &sentences);
    }
}
