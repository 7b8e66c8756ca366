//! Datelines: the place (agency, day) that a report's first paragraph begins with.
//!
//! `NEW YORK — `, `BEIJING/SEOUL, Feb 2 (Reuters) - `, `Durban, South Africa — `. They are no part
//! of the first sentence, so a quote of it leaves them out. Only their shape is judged here; what
//! place is meant is left to `mention`.
//!
//! A dash alone proves nothing (`The deal — the first in years — …`), so each form must bring its
//! own evidence: capitals, an agency, a day, several places, or a city that wire services name
//! alone.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::date::parse_published;
use crate::text::{Span, fold, is_stop_word};

/// Longer heads are clauses. The longest common form names three cities, a day and an agency.
const LONGEST_HEAD: usize = 110;
/// A report's first sentence is longer than this; `Vocals — Adele` is not.
const SHORTEST_REPORT: usize = 40;

// Repetitions are left open, as bounded ones multiply the size of the automaton, which is built at
// every start; the length of what is matched bounds them.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?";
    let weekday = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?";
    let day = format!(
        r"{weekday}(?:{month}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{month}(?:,?\s+\d{{4}})?)"
    );
    let agency = r"\(?(?<agency>\([A-Z][^()]+\))";
    let late_day = format!(r"(?:,\s+(?<late>{day}))?");
    let place = r"[^—–()\d:;!?“”\x22]+?";
    Regex::new(&format!(
        r"^(?<places>{place})(?:,?\s+(?<day>{day}))?(?:,?\s*{agency}{late_day})?,?(?<dash>\s+(?:—|–|--?)|—|--)(?:\s|$)?"
    ))
    .expect("the dateline form is fixed and valid")
});

/// Words in capitals that stand before a dash and are labels, not places.
const LABELS: &[&str] = &[
    "ADVERTISEMENT",
    "ALERT",
    "ANALYSIS",
    "BREAKING",
    "COLUMN",
    "COMMENT",
    "COMMENTARY",
    "CORRECTED",
    "CORRECTION",
    "DEVELOPING",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FILE",
    "FOCUS",
    "INSIGHT",
    "INTERVIEW",
    "LIVE",
    "NEWS",
    "NOTE",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PODCAST",
    "POLL",
    "PREVIEW",
    "PROFILE",
    "QUESTION",
    "ANSWER",
    "RECAP",
    "REFILE",
    "REVIEW",
    "SUMMARY",
    "TIMELINE",
    "TRANSCRIPT",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WARNING",
    "WATCH",
    "WRAPUP",
];

/// Words that open a clause set off by dashes, beside the function words.
const OPENERS: &[&str] = &[
    "actually",
    "also",
    "although",
    "and",
    "clearly",
    "dear",
    "even",
    "finally",
    "first",
    "friends",
    "here",
    "however",
    "indeed",
    "instead",
    "last",
    "later",
    "like",
    "maybe",
    "meanwhile",
    "monday",
    "moreover",
    "next",
    "no",
    "now",
    "perhaps",
    "please",
    "saturday",
    "second",
    "since",
    "so",
    "still",
    "sunday",
    "sure",
    "thank",
    "thanks",
    "then",
    "though",
    "thursday",
    "today",
    "tomorrow",
    "tuesday",
    "two",
    "unlike",
    "wednesday",
    "well",
    "yes",
    "yesterday",
    "friday",
];

/// Cities that agencies name without country or state, written in small letters by many papers.
const LONE_CITIES: &[&str] = &[
    "abuja",
    "addis ababa",
    "algiers",
    "amman",
    "amsterdam",
    "ankara",
    "athens",
    "atlanta",
    "baghdad",
    "baku",
    "baltimore",
    "bangkok",
    "barcelona",
    "beijing",
    "beirut",
    "belgrade",
    "berlin",
    "bern",
    "bogota",
    "boston",
    "brasilia",
    "bratislava",
    "brussels",
    "bucharest",
    "budapest",
    "buenos aires",
    "cairo",
    "canberra",
    "cape town",
    "caracas",
    "chicago",
    "cincinnati",
    "cleveland",
    "copenhagen",
    "dakar",
    "dallas",
    "damascus",
    "delhi",
    "denver",
    "detroit",
    "dhaka",
    "djibouti",
    "doha",
    "dubai",
    "dublin",
    "frankfurt",
    "gaza",
    "gaza city",
    "geneva",
    "guatemala city",
    "hanoi",
    "harare",
    "havana",
    "helsinki",
    "hong kong",
    "honolulu",
    "houston",
    "islamabad",
    "istanbul",
    "jakarta",
    "jerusalem",
    "johannesburg",
    "juba",
    "kabul",
    "kampala",
    "kathmandu",
    "khartoum",
    "kiev",
    "kigali",
    "kinshasa",
    "kuala lumpur",
    "kuwait",
    "kuwait city",
    "kyiv",
    "lagos",
    "lima",
    "lisbon",
    "ljubljana",
    "london",
    "los angeles",
    "luxembourg",
    "macau",
    "madrid",
    "manila",
    "mexico city",
    "miami",
    "milan",
    "minneapolis",
    "minsk",
    "mogadishu",
    "monaco",
    "montreal",
    "moscow",
    "mumbai",
    "munich",
    "nairobi",
    "new delhi",
    "new orleans",
    "new york",
    "oslo",
    "ottawa",
    "panama city",
    "paris",
    "philadelphia",
    "phnom penh",
    "phoenix",
    "pittsburgh",
    "prague",
    "pretoria",
    "pyongyang",
    "quito",
    "riga",
    "rio de janeiro",
    "riyadh",
    "rome",
    "san diego",
    "san francisco",
    "sanaa",
    "santiago",
    "sao paulo",
    "sarajevo",
    "seattle",
    "seoul",
    "shanghai",
    "singapore",
    "skopje",
    "sofia",
    "st. louis",
    "stockholm",
    "sydney",
    "taipei",
    "tallinn",
    "tbilisi",
    "tehran",
    "tel aviv",
    "the hague",
    "tokyo",
    "toronto",
    "tripoli",
    "tunis",
    "ulaanbaatar",
    "united nations",
    "vatican city",
    "vienna",
    "vilnius",
    "warsaw",
    "washington",
    "wellington",
    "yerevan",
    "zagreb",
    "zurich",
];

/// A dateline found at the start of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// From the first place up to and including the dash.
    pub(super) span: Span,
    /// The day in it, where it is given with its year.
    pub(super) date: Option<Date>,
}

/// The dateline of `body`, where its first paragraph begins with one.
#[must_use]
pub(super) fn find_dateline(body: &str) -> Option<Dateline> {
    let start = body.len() - body.trim_start().len();
    let paragraph = body[start..].lines().next()?;
    let head = HEAD.captures(shorten(paragraph, LONGEST_HEAD))?;
    let dash = head.name("dash")?;
    let places = head.name("places")?.as_str();
    let rest = paragraph[dash.end()..].trim_start();
    let marked = head.name("agency").is_some() || head.name("day").is_some();
    let form = Form {
        marked,
        dash: dash.as_str(),
        rest,
    };
    form.accepts(places).then(|| Dateline {
        span: Span::new(start, start + dash.end()),
        date: head
            .name("day")
            .or_else(|| head.name("late"))
            .and_then(|day| parse_published(day.as_str())),
    })
}

/// What stands around the place words.
struct Form<'a> {
    /// An agency or a day is given.
    marked: bool,
    dash: &'a str,
    rest: &'a str,
}

impl Form<'_> {
    fn accepts(&self, places: &str) -> bool {
        let parts: Vec<&str> = places.split([',', '/']).map(str::trim).collect();
        let opens = self
            .rest
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase() && c.is_alphanumeric() || "“\"‘'".contains(c));
        if !opens || parts.len() > 6 || !parts.iter().all(|part| is_place_like(part)) {
            return false;
        }
        let first = parts[0];
        let lone = LONE_CITIES
            .binary_search(&first.to_lowercase().as_str())
            .is_ok();
        let spaced = self.dash.starts_with(char::is_whitespace);
        let hyphen = self.dash.trim() == "-";
        if is_shouted(first) {
            let letters = first.chars().filter(|c| c.is_alphabetic()).count();
            // NATO and FIFA are no places; short capitals need more to go by.
            let known = lone || self.marked || parts.len() > 1 || letters >= 5;
            return letters >= 3 && known && !is_label(first) && (!hyphen || spaced);
        }
        if self.marked {
            return spaced;
        }
        let report = self.rest.len() >= SHORTEST_REPORT;
        spaced && !hyphen && report && (lone || (parts.len() > 1 && !is_person_list(&parts)))
    }
}

/// Capitalised words, at most five, with the small words that places hold.
fn is_place_like(part: &str) -> bool {
    let small = [
        "of", "de", "la", "le", "les", "del", "da", "do", "dos", "di", "al", "el", "and", "the",
        "upon", "on", "sur", "en", "am", "an", "der",
    ];
    let words: Vec<&str> = part.split_whitespace().collect();
    let capital =
        |word: &&str| word.starts_with(char::is_uppercase) || word.starts_with(['‘', '’', '\'']);
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let opener = fold(first);
    let opens = (opener == "the" || !is_stop_word(&opener)) && !OPENERS.contains(&&*opener);
    // A part of a list of places never ends a sentence, but `St. Louis` and `D.C.` hold points.
    words.len() <= 5
        && opens
        && capital(first)
        && capital(last)
        && words
            .iter()
            .all(|word| capital(word) || small.contains(word))
}

fn is_shouted(part: &str) -> bool {
    part.chars().all(|c| !c.is_lowercase())
        || part.split(' ').all(|word| {
            // `McALLEN`, `ST. JOHN'S`
            word.chars().filter(|c| c.is_uppercase()).count() >= 3
        })
}

fn is_label(part: &str) -> bool {
    part.split(' ')
        .any(|word| LABELS.contains(&word.trim_matches(|c: char| !c.is_alphabetic())))
}

/// `Smith, Jones and Brown`: a list that ends in `and …` names people or things.
fn is_person_list(parts: &[&str]) -> bool {
    parts
        .iter()
        .any(|part| part.starts_with("and ") || part.starts_with("And "))
}

/// The first `limit` bytes, cut back to a character's start.
fn shorten(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const REPORT: &str = "Russia on Thursday vetoed a resolution that would have kept the panel.";

    fn found(head: &str) -> Option<String> {
        let body = format!("{head}{REPORT}");
        find_dateline(&body).map(|line| line.span.of(&body).to_owned())
    }

    #[test]
    fn datelines_of_papers_and_agencies_are_found() {
        for head in [
            "Durban, KwaZulu-Natal, South Africa — ",
            "NEW YORK — ",
            "PYONGYANG — ",
            "NEW YORK—",
            "ROME — ",
            "WASHINGTON (AP) -- ",
            "WASHINGTON (AP) — ",
            "WASHINGTON, D.C. – ",
            "LONDON, March 3 (Reuters) - ",
            "BEIJING/SEOUL, Feb 2 (Reuters) - ",
            "UNITED NATIONS, Sept. 11, 2017 (AFP) — ",
            "ST. LOUIS — ",
            "Seoul (Yonhap) — ",
            "Paris – ",
            "Rio de Janeiro, Brazil — ",
            "Vienna, 20 February 2024 — ",
            "TEL AVIV, Israel (AP) — ",
            "PORTLAND, Maine (Coastal Ledger), March 14, 2023 — ",
        ] {
            assert_eq!(found(head).as_deref(), Some(head.trim_end()), "{head}");
        }
    }

    #[test]
    fn sentences_with_a_dash_have_none() {
        for head in [
            "The deal — ",
            "The deal — the first in years — ",
            "BREAKING — ",
            "UPDATE 2 - ",
            "NATO — ",
            "Mr. Trump — who said so — ",
            "However, Washington — ",
            "9:47 p.m. — ",
            "Vladimir Putin — ",
            "Sunday, February 18 — ",
            "But Moscow — ",
            "Songwriting - ",
            "It was over – ",
        ] {
            assert_eq!(found(head), None, "{head}");
        }
        for body in [
            "Vocals – Adele",
            "PYONGYANG — the capital — was quiet on Sunday.",
            "",
            "—",
            "NEW YORK —",
        ] {
            assert_eq!(find_dateline(body), None, "{body}");
        }
    }

    #[test]
    fn a_day_behind_the_agency_is_read() {
        let body = format!("PORTLAND, Maine (Coastal Ledger), March 14, 2023 — {REPORT}");
        let line = find_dateline(&body).expect("a dateline");
        assert_eq!(line.date, Some(date(2023, 3, 14)));
    }

    #[test]
    fn a_day_with_its_year_is_read() {
        let line = find_dateline("GENEVA, Feb. 20, 2024 (Reuters) - The council met.").unwrap();
        assert_eq!(line.date, Some(date(2024, 2, 20)));
        let line = find_dateline("GENEVA, Feb 20 (Reuters) - The council met.").unwrap();
        assert_eq!(line.date, None);
    }

    #[test]
    fn city_names_are_sorted_so_that_they_can_be_found() {
        assert!(LONE_CITIES.is_sorted());
    }

    proptest! {
        #[test]
        fn a_dateline_is_always_a_part_of_the_first_line(body in "\\s{0,3}[A-Za-zÉ ,/().]{0,40}( — |--| - )?\\PC{0,60}") {
            if let Some(line) = find_dateline(&body) {
                let text = line.span.get(&body).expect("on character boundaries");
                prop_assert!(text.ends_with(['—', '–', '-']) && !text.contains('\n'));
            }
        }
    }
}
