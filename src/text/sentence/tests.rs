//! Hard cases from the habits of newspapers, and the guarantees for any text.

use proptest::prelude::*;

use super::*;

fn sentences(text: &str) -> Vec<&str> {
    split_sentences(text, Span::new(0, text.len()))
        .into_iter()
        .map(|span| span.of(text))
        .collect()
}

/// Each case is written with `|` where sentences part.
fn assert_split(marked: &str) {
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    let text = expected.join(" ");
    assert_eq!(sentences(&text), expected);
}

#[test]
fn titles_and_initials_do_not_end_a_sentence() {
    for case in [
        "Mr. Ortega met Gov. Ruth Palmer. | They spoke for an hour.",
        "Gen. Paul K. Adler and Sen. J. D. Moss (R-Fla.) Monday signed it.",
        "The letter by J.K. Harlan reached Lt. Col. Amy Stone on Monday.",
        "Dr. Lena Voss, Ph.D. and Prof. Otto Brandt disagreed.",
        "Rep. Ana Diaz, D-S.C., voted no. | Rep. Tom Hale, R-N.C., voted yes.",
        "President George H.W. Marsh was born in Milton, Mass. He died in 2018."
            .replace(" He died", " | He died")
            .as_str(),
        "She chose Plan B. | The others waited.",
        "Smith v. Jones was decided in May.",
    ] {
        assert_split(case);
    }
}

#[test]
fn abbreviated_countries_end_a_sentence_only_before_a_starter() {
    for case in [
        "The U.N. Security Council met. | The U.S. Treasury did not.",
        "He moved to the U.S. | The family followed.",
        "They live in Washington, D.C. | Officials said nothing.",
        "The D.C. Circuit Court ruled on it.",
        "It left the E.U. | “We are free,” he said.",
        "He likes the U.K. | But he lives in the U.S. | He works there.",
    ] {
        assert_split(case);
    }
}

#[test]
fn companies_places_and_numbers_stay_whole() {
    for case in [
        "Shares of Acme Co. rose 1.2%. | Globex Inc. Chairman Bob Lee quit.",
        "Acme Corp. | It makes tools.",
        "The base at Ft. Worth lies near Mt. Hood, approx. 600 miles away.",
        "Rate No. 5 is higher than No. 4. | No. | He said no.",
        "It fell on Feb. 20 and rose on Sept. 9, 2024. | Then it stopped.",
        "The shop on Main St. | They closed it at St. Mary’s Church.",
        "It costs $3.50. | 200 people bought it.",
        "Use fruit, e.g. Apples or pears, i.e. Fresh food.",
        "See www.example.com. | See also the site example.org for more.",
        "It happened in Aug. | He knew.",
        "Fig. 3 shows it; see p. 12 and pp. 14–16.",
    ] {
        assert_split(case);
    }
}

#[test]
fn clock_times_lean_on_zones_and_days() {
    for case in [
        "The vote is at 9 a.m. EST on Friday. | It may last.",
        "It began at 7 p.m. Tuesday. | It ended at 9 p.m. | Guests left.",
        "The bus left at 6 a.m. and came back.",
    ] {
        assert_split(case);
    }
}

#[test]
fn closing_marks_belong_to_their_sentence() {
    for case in [
        "“We will go.” | “When?” he asked.",
        "“Why now?” Marta Ruiz asked. | Nobody answered.",
        "“Is it over?” Foreign Minister Ivan Petrov said. | It was.",
        "“Stop!” the guard shouted. | She ran.",
        "\"It is done.\" | \"Good.\"",
        "He left. | (She stayed.) | Then it rained.",
        "He said: “They told me, ‘Go home.’” | He went.",
        "He said: “They told me, ‘Go home.’ ” | He went.",
        "It was so.[citation needed] | It is so.",
        "It was over.[12] | Then came peace.[3][4] | It held.",
        "“It was very good,” he said. “We won.”"
            .replace(" “We", " | “We")
            .as_str(),
        "Did he? | Yes! | Really?! | No.",
    ] {
        assert_split(case);
    }
}

#[test]
fn points_of_omission_end_a_sentence_only_when_attached() {
    for case in [
        "I ... I do not know. | Well... | Maybe.",
        "He waited… | Then he left.",
        "We … We went on.",
        "She sang “all day ...” | Then she left.",
        "The Serb Colonel C. A. Popov spoke (c. EUR 23).",
    ] {
        assert_split(case);
    }
}

#[test]
fn odd_names_and_other_scripts() {
    for case in [
        "Sales fell. | iPhone buyers waited.",
        "The Yahoo! Sports page was down.",
        "M. Dupont est venu. | Il est parti.",
        "Visit Node.js today. | It is free.",
        "Version 2.0. | Then 3.0 came.",
    ] {
        assert_split(case);
    }
    assert_eq!(sentences("他来了。她走了。"), ["他来了。", "她走了。"]);
}

#[test]
fn wrapped_lines_are_white_space_and_list_items_are_not() {
    let wrapped =
        "The minister of trade spoke to\nPutin in Moscow for an hour\nand left. He flew home.";
    assert_eq!(
        sentences(wrapped),
        [
            "The minister of trade spoke to\nPutin in Moscow for an hour\nand left.",
            "He flew home."
        ]
    );
    let list = "Three points were made:\n- Peace comes first\n- Trade is next\n1. One\n2. Two";
    assert_eq!(sentences(list).len(), 5);
    let heading =
        "Peace at last\nThe two countries signed the long awaited treaty on Monday, an aide said.";
    assert_eq!(sentences(heading).len(), 2);
    assert_eq!(
        sentences("1. First things come first. 2. Then others."),
        ["1. First things come first.", "2. Then others."]
    );
}

#[test]
fn paragraphs_are_parted_by_blank_lines_only() {
    let text = "\n  Headline\n\nOne line\nwrapped. \r\n \t\r\nLast. \n\n\n";
    let found: Vec<&str> = split_paragraphs(text)
        .into_iter()
        .map(|span| span.of(text))
        .collect();
    assert_eq!(found, ["Headline", "One line\nwrapped.", "Last."]);
    assert!(split_paragraphs(" \n \n").is_empty());
}

#[test]
fn spans_count_from_the_whole_text() {
    let text = "Ägypten.\n\nEins. Zwei.";
    let paragraphs = split_paragraphs(text);
    let found = split_sentences(text, paragraphs[1]);
    assert_eq!(found[1].of(text), "Zwei.");
    assert!(split_sentences(text, Span::new(1, 4)).is_empty());
}

fn visible(text: &str) -> usize {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .count()
}

fn assert_guarantees(text: &str) -> Result<(), TestCaseError> {
    let mut last = 0;
    let mut seen = 0;
    for paragraph in split_paragraphs(text) {
        prop_assert!(paragraph.start >= last);
        for sentence in split_sentences(text, paragraph) {
            prop_assert!(paragraph.contains(sentence) && sentence.start >= last);
            let slice = sentence
                .get(text)
                .expect("sentence on character boundaries");
            prop_assert!(!slice.is_empty() && slice.trim() == slice);
            seen += visible(slice);
            last = sentence.end;
        }
    }
    prop_assert_eq!(seen, visible(text));
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_covered_in_order(text in any::<String>()) {
        assert_guarantees(&text)?;
    }

    #[test]
    fn texts_of_terminators_are_covered_in_order(
        text in "([A-Za-z0-9é]{0,4}[.!?…。？\"”’)\\[\\]1 \n\r#*-]{0,3}){0,30}"
    ) {
        assert_guarantees(&text)?;
    }
}
