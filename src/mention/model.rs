//! What a mention can be, as plain data.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Span;

/// One mention in an article. Spans are byte ranges in the article's body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands, as short as a reader would underline: `Kim Jong Un`, `last September`,
    /// `more than $1 million`. A quotation's span is the words between its marks.
    pub span: Span,
    /// What it is.
    pub kind: MentionKind,
}

/// What a mention is, with its meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MentionKind {
    /// A name of somebody or something.
    Name(NameMention),
    /// A point or stretch in calendar time.
    Date(DateMention),
    /// A length of time (`for six days`), in days where that can be said.
    Duration {
        /// Approximate length in days (a month counts 30.44, a year 365.25).
        days: Option<f64>,
    },
    /// A number with what it counts or measures.
    Quantity(Quantity),
    /// Somebody's words.
    Quotation(Quotation),
}

/// A name, resolved within its article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameMention {
    /// What sort of thing is named.
    pub kind: NameKind,
    /// The fullest form of this name in the article, as written there, without titles
    /// (`Kim Jong Un` for a later `Mr. Kim`); the same text as the span when there is no fuller.
    pub full: String,
    /// `full` folded by [`crate::text::fold_phrase`]: the key under which mentions are joined.
    pub key: String,
    /// The role that stands with this mention (`Kremlin spokesman`, `Russian President`), as
    /// bytes of the body.
    pub role: Option<Span>,
}

/// What sort of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A body of people: party, company, agency, ministry, court, team.
    Organization,
    /// A country, region, town, building, river.
    Place,
    /// A people or origin used as an adjective or noun: `Russian`, `South Koreans`.
    Demonym,
    /// Anything else with a proper name: a product, work, law, event, ship.
    Thing,
}

/// A date as said and as meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateMention {
    /// What is meant; `None` when the article's own date would be needed and is not known.
    pub interval: Option<DateInterval>,
    /// How sure the reading is.
    pub certainty: Certainty,
}

/// Calendar days from `from` to `to`, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateInterval {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How fine the words were.
    pub granularity: Granularity,
}

/// How fine a date was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Granularity {
    /// `May 7, 2018`, `on Tuesday`.
    Day,
    /// `last week`.
    Week,
    /// `in May`.
    Month,
    /// `spring of 2016`, `the third quarter`.
    Season,
    /// `in 2019`.
    Year,
    /// `the 1990s`.
    Decade,
    /// `the 19th century`.
    Century,
    /// `between 1950 and 1953`, `from May 2 to May 9`: the words name both ends.
    Range,
}

/// How sure a date's reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Certainty {
    /// The words alone say it: `May 7, 2018`, `in 2019`.
    Stated,
    /// Read against the article's date: `on Tuesday`, `May 7`, `last September`.
    Resolved,
    /// The words are vague: `early last year`, `about 1950`, `recently`; or the reading is a guess.
    Uncertain,
}

/// A number with what it counts or measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number in units of one (`18 million` is 18 000 000); the lower end of a range.
    pub value: f64,
    /// Upper end of a range (`two to five`).
    pub upper: Option<f64>,
    /// What is measured.
    pub dimension: Dimension,
    /// What is counted or the unit, folded: `containers`, `horsepower`, `usd`, `%`.
    pub unit: Option<String>,
}

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// Things counted, or a bare number.
    Count,
    /// A rank or place in an order: `third`, `No. 2`.
    Ordinal,
    /// Per cent and fractions.
    Share,
    /// An amount of money.
    Money,
    /// Metres, miles, feet.
    Length,
    /// Square kilometres, acres.
    Area,
    /// Litres, barrels, gallons.
    Volume,
    /// Kilograms, tonnes, pounds.
    Mass,
    /// Kilometres per hour, knots.
    Speed,
    /// Horsepower, watts.
    Power,
    /// Joules, kilowatt-hours.
    Energy,
    /// Degrees.
    Temperature,
    /// The age of somebody or something: `aged 62`, `5 years old`.
    Age,
}

/// Somebody's words, direct (between quotation marks) or reported (`said that …`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Key of the speaker's name (see [`NameMention::key`]), where one is named.
    pub speaker: Option<String>,
    /// Where the words that name the speaker stand (`the ministry official`, `Miller`).
    pub speaker_span: Option<Span>,
    /// True for words between quotation marks.
    pub direct: bool,
}
