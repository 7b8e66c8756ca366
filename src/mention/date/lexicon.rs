//! The words from which English dates are made, as data.
//!
//! Which of them make a date together is `grammar`'s business.

use std::sync::LazyLock;

use crate::text::FastMap;

use jiff::civil::{Date, Weekday};

/// One word, number or mark as a part of a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Lexeme {
    /// A number, with the count of its digits (0 when written as a word).
    Number(i32, u8),
    /// `7th`, `third`.
    Ordinal(i32),
    /// `1990s`, `'90s`: the decade's first year.
    Decade(i16),
    /// A month; `weak` ones (`jan`, `may`) need more around them.
    Month { number: i8, weak: bool },
    /// A weekday; `weak` ones (`Sun`) need more around them.
    Weekday { day: Weekday, weak: bool },
    /// `year`, `years`.
    Unit { unit: Unit, plural: bool },
    /// `spring`; the number of its first month.
    Season { month: i8, weak: bool },
    /// `Christmas`.
    Holiday(Holiday),
    /// `last`, `next`, `this`.
    Relation(Relation),
    /// `yesterday` −1, `today` 0, `tomorrow` 1.
    Day(i32),
    /// `morning`, `night`.
    DayPart,
    /// `ago`.
    Ago,
    /// `later`.
    Later,
    /// `earlier`.
    Earlier,
    /// `early`, `late`, `mid`.
    Phase,
    /// `end`, `beginning`, `middle`.
    Edge,
    /// `about`, `nearly`.
    Approx,
    /// `more`, `less`, `least`, `most` in `more than`, `at least`.
    Compare,
    /// `than`.
    Than,
    /// `several`, `few`, `many`: a count nobody gave.
    Several,
    /// `half`.
    Half,
    /// `7:30`, `noon`.
    Clock,
    /// `a.m.`.
    Meridiem,
    /// `BC`.
    BeforeChrist,
    /// `AD`.
    AnnoDomini,
    /// A date in figures.
    Full(Date),
    /// `recently`, `now`.
    Vague,
    /// `recent`.
    Recent,
    /// `fiscal`, `calendar`.
    Fiscal,
    /// A word of grammar.
    Small(Small),
    /// `,`
    Comma,
    /// `-`, `–`, `—`
    Dash,
}

/// Words of grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Small {
    The,
    A,
    Of,
    In,
    On,
    At,
    To,
    And,
    Through,
    Between,
    From,
    Until,
    By,
    Since,
    During,
    For,
    After,
    Before,
    Within,
    Over,
    Now,
    All,
    Every,
    Or,
}

/// A stretch of the calendar that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// How a period stands to the one that is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Nothing is said.
    Plain,
    /// `last`.
    Last,
    /// `past`, as in `the past two years`.
    Past,
    /// `this`.
    This,
    /// `next`, `coming`.
    Next,
    /// `that`, `the same`: the period of the date before.
    Same,
    /// `the following`: after the period of the date before.
    Following,
    /// `the previous`: before the period of the date before.
    Previous,
}

/// Days with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same month and day each year.
    Fixed(i8, i8),
    /// The nth weekday of a month (−1 is the last).
    Nth(i8, Weekday, i8),
    /// So many days after Easter Sunday.
    Easter(i8),
}

impl Lexeme {
    /// True for what makes it worth looking for a date around it.
    pub(super) fn is_anchor(self) -> bool {
        match self {
            Self::Number(_, digits) => digits == 4,
            Self::Ordinal(_)
            | Self::Decade(_)
            | Self::Month { .. }
            | Self::Weekday { .. }
            | Self::Unit { .. }
            | Self::Season { .. }
            | Self::Holiday(_)
            | Self::Day(_)
            | Self::DayPart
            | Self::Full(_)
            | Self::BeforeChrist
            | Self::Vague
            | Self::Small(Small::Now) => true,
            _ => false,
        }
    }
}

/// Looks up a word in any case; some words must begin with a capital.
pub(super) fn look_up(word: &str) -> Option<Lexeme> {
    let bytes = word.as_bytes();
    if bytes.len() > LONGEST || !MAY_BEGIN[usize::from(bytes[0] & 31)] {
        return None;
    }
    let mut buffer = [0_u8; LONGEST];
    let lower = &mut buffer[..bytes.len()];
    lower.copy_from_slice(bytes);
    lower.make_ascii_lowercase();
    let &(lexeme, needs_capital) = WORDS.get(std::str::from_utf8(lower).ok()?)?;
    (!needs_capital || bytes[0].is_ascii_uppercase()).then(|| soften(lexeme, bytes))
}

/// `may` and `march` in lower case are verbs unless a day stands with them.
fn soften(lexeme: Lexeme, word: &[u8]) -> Lexeme {
    match lexeme {
        Lexeme::Month { number, .. } if word[0].is_ascii_lowercase() && word.len() <= 5 => {
            Lexeme::Month {
                number,
                weak: word.len() < 4 || matches!(number, 3 | 9),
            }
        }
        other => other,
    }
}

/// No word of the table is longer.
const LONGEST: usize = 13;

/// Letters (by their low five bits) that begin a word of the table: spares most look-ups.
static MAY_BEGIN: LazyLock<[bool; 32]> = LazyLock::new(|| {
    let mut letters = [false; 32];
    for word in WORDS.keys() {
        letters[usize::from(word.as_bytes()[0] & 31)] = true;
    }
    letters
});

static WORDS: LazyLock<FastMap<&'static str, (Lexeme, bool)>> = LazyLock::new(|| {
    let mut words = FastMap::default();
    add_calendar(&mut words);
    add_numbers(&mut words);
    add_relations(&mut words);
    add_small(&mut words);
    words
});

type Words = FastMap<&'static str, (Lexeme, bool)>;

fn add(words: &mut Words, needs_capital: bool, lexeme: Lexeme, list: &[&'static str]) {
    for word in list {
        words.insert(word, (lexeme, needs_capital));
    }
}

fn add_calendar(words: &mut Words) {
    const DAYS: [(Weekday, &str, &[&str]); 7] = [
        (Weekday::Monday, "monday", &["mon"]),
        (Weekday::Tuesday, "tuesday", &["tue", "tues"]),
        (Weekday::Wednesday, "wednesday", &["wed", "weds"]),
        (Weekday::Thursday, "thursday", &["thu", "thur", "thurs"]),
        (Weekday::Friday, "friday", &["fri"]),
        (Weekday::Saturday, "saturday", &["sat"]),
        (Weekday::Sunday, "sunday", &["sun"]),
    ];
    const UNITS: [(Unit, &str, &[&str]); 11] = [
        (Unit::Minute, "minute", &["minutes", "mins"]),
        (Unit::Hour, "hour", &["hours", "hrs", "hr"]),
        (Unit::Day, "day", &["days"]),
        (Unit::Weekend, "weekend", &["weekends"]),
        (Unit::Week, "week", &["weeks"]),
        (Unit::Fortnight, "fortnight", &["fortnights"]),
        (Unit::Month, "month", &["months"]),
        (Unit::Quarter, "quarter", &["quarters"]),
        (Unit::Year, "year", &["years"]),
        (Unit::Decade, "decade", &["decades"]),
        (Unit::Century, "century", &["centuries"]),
    ];
    const MONTHS: [&[&str]; 12] = [
        &["january", "jan"],
        &["february", "feb", "febr"],
        &["march", "mar"],
        &["april", "apr"],
        &["may"],
        &["june", "jun"],
        &["july", "jul"],
        &["august", "aug"],
        &["september", "sept", "sep"],
        &["october", "oct"],
        &["november", "nov"],
        &["december", "dec"],
    ];
    for (number, names) in (1..).zip(MONTHS) {
        let weak = matches!(number, 3 | 5);
        add(words, false, Lexeme::Month { number, weak }, names);
    }
    for (day, name, short) in DAYS {
        add(words, false, Lexeme::Weekday { day, weak: false }, &[name]);
        add(words, true, Lexeme::Weekday { day, weak: true }, short);
    }
    for (unit, one, many) in UNITS {
        add(
            words,
            false,
            Lexeme::Unit {
                unit,
                plural: false,
            },
            &[one],
        );
        add(words, false, Lexeme::Unit { unit, plural: true }, many);
    }
    for (month, weak, names) in [
        (3, true, &["spring"][..]),
        (6, false, &["summer", "summertime"]),
        (9, false, &["autumn"]),
        (9, true, &["fall"]),
        (12, false, &["winter", "wintertime"]),
    ] {
        add(words, false, Lexeme::Season { month, weak }, names);
    }
    add_holidays(words);
}

fn add_holidays(words: &mut Words) {
    for (name, holiday) in [
        ("christmas", Holiday::Fixed(12, 25)),
        ("halloween", Holiday::Fixed(10, 31)),
        ("thanksgiving", Holiday::Nth(11, Weekday::Thursday, 4)),
        ("easter", Holiday::Easter(0)),
        ("pentecost", Holiday::Easter(49)),
        ("juneteenth", Holiday::Fixed(6, 19)),
        ("epiphany", Holiday::Fixed(1, 6)),
    ] {
        // A thanksgiving or an epiphany in lower case is no day.
        let needs_capital = !matches!(name, "christmas" | "easter" | "halloween");
        add(words, needs_capital, Lexeme::Holiday(holiday), &[name]);
    }
}

/// Holidays of more than one word, in lower case with straight apostrophes.
#[rustfmt::skip]
pub(super) const HOLIDAY_PHRASES: [(&str, Holiday); 20] = [
    ("christmas day", Holiday::Fixed(12, 25)),
    ("christmas eve", Holiday::Fixed(12, 24)),
    ("new year's day", Holiday::Fixed(1, 1)),
    ("new year's eve", Holiday::Fixed(12, 31)),
    ("valentine's day", Holiday::Fixed(2, 14)),
    ("st. patrick's day", Holiday::Fixed(3, 17)),
    ("april fools' day", Holiday::Fixed(4, 1)),
    ("may day", Holiday::Fixed(5, 1)),
    ("independence day", Holiday::Fixed(7, 4)),
    ("veterans day", Holiday::Fixed(11, 11)),
    ("armistice day", Holiday::Fixed(11, 11)),
    ("boxing day", Holiday::Fixed(12, 26)),
    ("labor day", Holiday::Nth(9, Weekday::Monday, 1)),
    ("memorial day", Holiday::Nth(5, Weekday::Monday, -1)),
    ("thanksgiving day", Holiday::Nth(11, Weekday::Thursday, 4)),
    ("black friday", Holiday::Nth(11, Weekday::Friday, 4)),
    ("good friday", Holiday::Easter(-2)),
    ("ash wednesday", Holiday::Easter(-46)),
    ("easter sunday", Holiday::Easter(0)),
    ("easter monday", Holiday::Easter(1)),
];

fn add_numbers(words: &mut Words) {
    const ONES: [(&str, &str); 19] = [
        ("one", "first"),
        ("two", "second"),
        ("three", "third"),
        ("four", "fourth"),
        ("five", "fifth"),
        ("six", "sixth"),
        ("seven", "seventh"),
        ("eight", "eighth"),
        ("nine", "ninth"),
        ("ten", "tenth"),
        ("eleven", "eleventh"),
        ("twelve", "twelfth"),
        ("thirteen", "thirteenth"),
        ("fourteen", "fourteenth"),
        ("fifteen", "fifteenth"),
        ("sixteen", "sixteenth"),
        ("seventeen", "seventeenth"),
        ("eighteen", "eighteenth"),
        ("nineteen", "nineteenth"),
    ];
    for (value, (number, ordinal)) in (1..).zip(ONES) {
        add(words, false, Lexeme::Number(value, 0), &[number]);
        add(words, false, Lexeme::Ordinal(value), &[ordinal]);
    }
    for (value, name) in [
        (20, "twenty"),
        (30, "thirty"),
        (40, "forty"),
        (50, "fifty"),
        (60, "sixty"),
        (70, "seventy"),
        (80, "eighty"),
        (90, "ninety"),
        (100, "hundred"),
        (1000, "thousand"),
    ] {
        add(words, false, Lexeme::Number(value, 0), &[name]);
    }
    for (year, name) in [
        (1920, "twenties"),
        (1930, "thirties"),
        (1940, "forties"),
        (1950, "fifties"),
        (1960, "sixties"),
        (1970, "seventies"),
        (1980, "eighties"),
        (1990, "nineties"),
    ] {
        add(words, false, Lexeme::Decade(year), &[name]);
    }
    add(words, false, Lexeme::Ordinal(20), &["twentieth"]);
    add(words, false, Lexeme::Ordinal(30), &["thirtieth"]);
    add(
        words,
        false,
        Lexeme::Several,
        &["several", "few", "many", "couple", "dozens", "some"],
    );
    add(words, false, Lexeme::Half, &["half"]);
}

fn add_relations(words: &mut Words) {
    let relation = Lexeme::Relation;
    add(words, false, relation(Relation::Last), &["last"]);
    add(words, false, relation(Relation::Past), &["past"]);
    add(
        words,
        false,
        relation(Relation::This),
        &["this", "current", "present"],
    );
    add(
        words,
        false,
        relation(Relation::Next),
        &["next", "coming", "upcoming"],
    );
    add(words, false, relation(Relation::Same), &["same", "that"]);
    add(words, false, relation(Relation::Following), &["following"]);
    add(
        words,
        false,
        relation(Relation::Previous),
        &["previous", "preceding"],
    );
    add(words, false, Lexeme::Day(-1), &["yesterday"]);
    add(words, false, Lexeme::Day(0), &["today", "tonight"]);
    add(words, false, Lexeme::Day(1), &["tomorrow", "tmrw"]);
    let parts = ["morning", "afternoon", "evening", "night", "overnight"];
    add(words, false, Lexeme::DayPart, &parts);
    add(words, false, Lexeme::Clock, &["noon", "midnight", "midday"]);
    add(words, false, Lexeme::Ago, &["ago"]);
    add(words, false, Lexeme::Later, &["later"]);
    add(words, false, Lexeme::Earlier, &["earlier"]);
    add(words, false, Lexeme::Phase, &["early", "late", "mid"]);
    let edges = [
        "end",
        "beginning",
        "start",
        "middle",
        "close",
        "rest",
        "remainder",
    ];
    add(words, false, Lexeme::Edge, &edges);
    let vague = ["recently", "currently", "nowadays", "lately"];
    add(words, false, Lexeme::Vague, &vague);
    add(words, false, Lexeme::Recent, &["recent"]);
    add(words, false, Lexeme::Fiscal, &["fiscal", "calendar"]);
    let approx = [
        "about",
        "around",
        "nearly",
        "almost",
        "approximately",
        "roughly",
        "circa",
        "barely",
        "exactly",
        "only",
        "just",
    ];
    add(words, false, Lexeme::Approx, &approx);
    add(
        words,
        false,
        Lexeme::Compare,
        &["more", "less", "least", "most"],
    );
    add(words, false, Lexeme::Than, &["than"]);
    add(words, true, Lexeme::BeforeChrist, &["bc", "bce"]);
    add(words, true, Lexeme::AnnoDomini, &["ad", "ce"]);
    add(words, false, Lexeme::Meridiem, &["am", "pm"]);
}

fn add_small(words: &mut Words) {
    for (small, list) in [
        (Small::The, &["the"][..]),
        (Small::A, &["a", "an"]),
        (Small::Of, &["of"]),
        (Small::In, &["in"]),
        (Small::On, &["on"]),
        (Small::At, &["at"]),
        (Small::To, &["to", "till"]),
        (Small::And, &["and"]),
        (Small::Through, &["through", "thru"]),
        (Small::Between, &["between"]),
        (Small::From, &["from"]),
        (Small::Until, &["until"]),
        (Small::By, &["by"]),
        (Small::Since, &["since"]),
        (Small::During, &["during", "throughout"]),
        (Small::For, &["for"]),
        (Small::After, &["after"]),
        (Small::Before, &["before"]),
        (Small::Within, &["within"]),
        (Small::Over, &["over"]),
        (Small::Now, &["now"]),
        (Small::All, &["all", "entire", "whole", "full"]),
        (Small::Every, &["every", "each"]),
        (Small::Or, &["or"]),
    ] {
        add(words, false, Lexeme::Small(small), list);
    }
}
