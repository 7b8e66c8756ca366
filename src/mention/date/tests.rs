//! What newspapers write, and what must not be taken for a date.

use proptest::prelude::*;

use super::*;

/// A Tuesday.
const TODAY: Option<Date> = Some(jiff::civil::date(2018, 2, 20));

/// Each mention as `words = meaning`.
fn read(text: &str, reference: Option<Date>) -> Vec<String> {
    recognize_dates(text, reference)
        .into_iter()
        .map(|mention| {
            let meaning = match mention.kind {
                MentionKind::Date(date) => date
                    .interval
                    .map_or_else(|| "?".to_owned(), |interval| interval.to_string()),
                MentionKind::Duration { days } => {
                    days.map_or_else(|| "long".to_owned(), |days| format!("{days} days"))
                }
                _ => "no date".to_owned(),
            };
            format!("{} = {meaning}", mention.span.of(text))
        })
        .collect()
}

fn assert_read(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text, TODAY), *expected, "in {text:?}");
    }
}

#[test]
fn full_dates_are_read_in_every_usual_order() {
    assert_read(&[
        (
            "It was on May 7, 2018 in Dalian.",
            &["May 7, 2018 = 2018-05-07"],
        ),
        ("On 7 May 2018 he left.", &["7 May 2018 = 2018-05-07"]),
        (
            "On the 7th of May 2018",
            &["the 7th of May 2018 = 2018-05-07"],
        ),
        (
            "On Feb. 20, 2024, it rose.",
            &["Feb. 20, 2024 = 2024-02-20"],
        ),
        ("on 2024-02-20", &["2024-02-20 = 2024-02-20"]),
        ("on 20/02/2024", &["20/02/2024 = 2024-02-20"]),
        ("on 20.02.2024", &["20.02.2024 = 2024-02-20"]),
        ("on 02/03/2024", &[]),
        (
            "on Sunday, February 18, 2018",
            &["Sunday, February 18, 2018 = 2018-02-18"],
        ),
        ("Feb. 30, 2024 never came", &["2024 = 2024"]),
    ]);
}

#[test]
fn dates_without_a_year_are_the_latest_past_unless_the_clause_looks_ahead() {
    assert_read(&[
        ("It rose on Sept. 9.", &["Sept. 9 = 2017-09-09"]),
        ("It happened in May.", &["May = May 2017"]),
        ("It will be held in May.", &["May = May 2018"]),
        ("The truce ends on March 3.", &["March 3 = 2018-03-03"]),
        ("He spoke on Tuesday.", &["Tuesday = 2018-02-20"]),
        (
            "He left early Wednesday.",
            &["early Wednesday = 2018-02-14"],
        ),
        ("He will visit on Friday.", &["Friday = 2018-02-23"]),
        ("He said it would open on Friday.", &["Friday = 2018-02-23"]),
        ("last Friday", &["last Friday = 2018-02-16"]),
        ("next Monday", &["next Monday = 2018-02-26"]),
        ("last September", &["last September = September 2017"]),
        ("next spring", &["next spring = March–May 2018"]),
    ]);
}

#[test]
fn periods_and_steps_count_from_the_article() {
    assert_read(&[
        ("yesterday", &["yesterday = 2018-02-19"]),
        (
            "the day after tomorrow",
            &["the day after tomorrow = 2018-02-22"],
        ),
        ("last week", &["last week = 12–18 February 2018"]),
        (
            "earlier this month",
            &["earlier this month = February 2018"],
        ),
        ("late last year", &["late last year = 2017"]),
        ("two days ago", &["two days ago = 2018-02-18"]),
        ("a year earlier", &["a year earlier = 2017"]),
        ("at the end of the year", &["the end of the year = 2018"]),
        ("in recent weeks", &["recent weeks = ?"]),
        ("at 7 p.m. on Tuesday", &["7 p.m. on Tuesday = 2018-02-20"]),
        ("on Christmas Day", &["Christmas Day = 2017-12-25"]),
        (
            "on Easter Sunday 2018",
            &["Easter Sunday 2018 = 2018-04-01"],
        ),
        (
            "the third quarter of 2016",
            &["the third quarter of 2016 = July–September 2016"],
        ),
        (
            "He came on May 7, 2017. Two days later he left.",
            &["May 7, 2017 = 2017-05-07", "Two days later = 2017-05-09"],
        ),
    ]);
}

#[test]
fn years_and_longer_stretches() {
    assert_read(&[
        ("in 2019 and since 2006", &["2019 = 2019", "2006 = 2006"]),
        (
            "the 1990s and the '80s",
            &["the 1990s = the 1990s", "the '80s = the 1980s"],
        ),
        ("the late 1990s", &["the late 1990s = the 1990s"]),
        ("in the early sixties", &["the early sixties = the 1960s"]),
        ("about 1950", &["about 1950 = 1950"]),
        (
            "the last week of 2016",
            &["the last week of 2016 = 26 December 2016 – 1 January 2017"],
        ),
        (
            "the second day of May 2016",
            &["the second day of May 2016 = 2016-05-02"],
        ),
        ("the 19th century", &["the 19th century = 1801–1900"]),
        (
            "the twenty-first century",
            &["the twenty-first century = 2001–2100"],
        ),
        (
            "the spring of 2016",
            &["the spring of 2016 = March–May 2016"],
        ),
        ("in mid-August", &["mid-August = August 2017"]),
        ("He died in 44 BC.", &["44 BC = ?"]),
        ("fiscal 1989", &["fiscal 1989 = 1989"]),
    ]);
}

#[test]
fn ranges_name_both_ends() {
    assert_read(&[
        (
            "It lasted between 1950 and 1953.",
            &["between 1950 and 1953 = 1950–1953"],
        ),
        ("the war of 1914–18", &["1914–18 = 1914–1918"]),
        (
            "on September 7-9, 2017",
            &["September 7-9, 2017 = 7–9 September 2017"],
        ),
        (
            "12–17 September 2023",
            &["12–17 September 2023 = 12–17 September 2023"],
        ),
        (
            "from May 2 to May 9, 2017",
            &["from May 2 to May 9, 2017 = 2–9 May 2017"],
        ),
        (
            "from Dec. 28, 2016 to Jan. 3, 2017",
            &["from Dec. 28, 2016 to Jan. 3, 2017 = 28 December 2016 – 3 January 2017"],
        ),
    ]);
}

#[test]
fn lengths_of_time() {
    assert_read(&[
        ("for six days", &["six days = 6 days"]),
        (
            "more than twenty-five weeks",
            &["more than twenty-five weeks = 175 days"],
        ),
        ("for a year", &["a year = 365.25 days"]),
        ("a two-year deal", &["two-year = 730.5 days"]),
        ("decades of war", &["decades = long"]),
        ("the past two years", &["the past two years = 730.5 days"]),
        (
            "two and a half weeks",
            &["two and a half weeks = 17.5 days"],
        ),
        ("the 62-year-old leader is five years old", &[]),
        ("He earns $5 a year and eats twice a day.", &[]),
    ]);
}

#[test]
fn what_only_looks_like_a_date_is_left_alone() {
    for text in [
        "They may march on.",
        "This may take long, and that may not.",
        "Theresa May spoke. April Jones sang.",
        "He sat in the sun for the second time.",
        "It cost $2000 and 2,300 men came with 1,000 containers.",
        "printed in 2000 copies",
        "Resolution 1718 and page 2019 and No. 1984",
        "Call 555-2019.",
        "1945 soldiers fell.",
        "They fall in the fall of Berlin.",
        "the 7th floor",
        "a man in his sixties",
        "three-quarters of a cup",
    ] {
        assert_eq!(read(text, TODAY), Vec::<String>::new(), "in {text:?}");
    }
}

#[test]
fn an_undated_article_resolves_only_what_it_states() {
    assert_eq!(
        read("On Tuesday, in May, last year and on May 7, 2018.", None),
        [
            "Tuesday = ?",
            "May = ?",
            "last year = ?",
            "May 7, 2018 = 2018-05-07"
        ]
    );
}

#[test]
fn certainty_follows_the_words() {
    let certainty = |text| match &recognize_dates(text, TODAY)[0].kind {
        MentionKind::Date(date) => Some(date.certainty),
        _ => None,
    };
    assert_eq!(certainty("in 2019"), Some(Certainty::Stated));
    assert_eq!(certainty("on Tuesday"), Some(Certainty::Resolved));
    assert_eq!(certainty("early last year"), Some(Certainty::Uncertain));
}

#[test]
fn metadata_values_are_read_in_common_formats() {
    for value in [
        "2024-02-20",
        "\"2024-02-20T08:00:00+09:00\"",
        "2024-02-20 08:00",
        "20240220",
        "Tue, 20 Feb 2024 08:00:00 GMT",
        "Feb. 20, 2024",
        "February 20, 2024 at 8:00 a.m. EST",
        "20 February 2024",
    ] {
        assert_eq!(
            parse_date(value),
            Some(jiff::civil::date(2024, 2, 20)),
            "{value}"
        );
    }
    for value in ["", "2024", "yesterday", "2024-13-40", "Tuesday", "12345678"] {
        assert_eq!(parse_date(value), None, "{value}");
    }
}

#[test]
fn intervals_compare() {
    let month = DateInterval::month(2018, 5).expect("a month");
    let day = DateInterval::day(jiff::civil::date(2018, 5, 7));
    assert!(month.covers(day) && month.overlaps(day) && month.contains(day.from));
    assert!(!day.covers(month));
}

use super::super::DateInterval;

fn assert_guarantees(text: &str) -> Result<(), TestCaseError> {
    let mut last = 0;
    for mention in recognize_dates(text, TODAY) {
        prop_assert!(mention.span.start >= last);
        prop_assert!(
            mention
                .span
                .get(text)
                .is_some_and(|words| !words.is_empty())
        );
        if let MentionKind::Date(date) = mention.kind
            && let Some(interval) = date.interval
        {
            prop_assert!(interval.from <= interval.to);
        }
        last = mention.span.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        assert_guarantees(&text)?;
        let _ = parse_date(&text);
    }

    #[test]
    fn no_heap_of_date_words_breaks_the_reader(
        text in "((the|a|last|next|May|Feb\\.|7th|2019|99|9999|0000|Tuesday|two|thousand|centuries\
            |year|week|ago|later|from|to|between|and|of|after|before|-|–|,|'90s|’|spring|é|BC) ?){0,14}"
    ) {
        assert_guarantees(&text)?;
    }
}

#[test]
fn what_somebody_is_to_do_lies_ahead() {
    assert_read(&[(
        "She is to visit the area on Saturday.",
        &["Saturday = 2018-02-24"],
    )]);
}
