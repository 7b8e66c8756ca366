//! A question, understood: plain data.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::mention::{DateInterval, Dimension, NameKind};
use crate::text::Span;

/// What sort of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerType {
    /// Somebody.
    Person,
    /// A body of people.
    Organization,
    /// Somewhere.
    Place,
    /// A point in time.
    Date,
    /// A length of time.
    Duration,
    /// A number, with or without a unit.
    Number,
    /// An amount of money.
    Money,
    /// What somebody said.
    Quote,
    /// Why.
    Reason,
    /// How.
    Manner,
    /// Anything else: a thing, a definition, an event.
    Description,
    /// Yes or no.
    YesNo,
}

impl fmt::Display for AnswerType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Number => "number",
            Self::Money => "money",
            Self::Quote => "quote",
            Self::Reason => "reason",
            Self::Manner => "manner",
            Self::Description => "description",
            Self::YesNo => "yes_no",
        })
    }
}

/// A question, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The words as asked, with the command word before them where there was one.
    pub text: String,
    /// What is wanted.
    pub answer_type: AnswerType,
    /// What the wanted number measures, where the words say (`how tall` → length).
    pub dimension: Option<Dimension>,
    /// True for `who is X`, `what is an X`: the answer says what the subject is.
    pub definition: bool,
    /// True where several things are asked for (`which countries`, `who are`).
    pub list: bool,
    /// True for `where was the article filed`: a dateline is wanted, not a sentence.
    pub dateline: bool,
    /// Content words in order, without function words; at most [`Question::MAX_TERMS`].
    pub terms: Vec<Term>,
    /// Indexes into `terms` of the noun that says what is wanted (`which *resolution*`).
    pub focus: Vec<usize>,
    /// The names asked about.
    pub names: Vec<AskedName>,
    /// The time asked about (`in 2019`).
    pub time: Option<DateInterval>,
    /// Misspelt words and what was searched in their place.
    pub corrections: Vec<(String, String)>,
}

/// One content word of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The word as typed.
    pub word: String,
    /// Bytes of [`Question::text`].
    pub span: Span,
    /// Its stem: the text of an index term.
    pub stem: String,
    /// The stem's key, see [`crate::text::stem_key`].
    pub key: u32,
    /// What else counts as this word, with how much.
    pub alternatives: Vec<Alternative>,
    /// True when the word is part of a name.
    pub in_name: bool,
    /// True when the word is a number.
    pub is_number: bool,
    /// How much the word says, from 0 to 1: `do` and `thing` say little, names all.
    pub weight: f32,
}

/// Something that stands for a term at a discount.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Stem of the other word.
    pub stem: String,
    /// Its key.
    pub key: u32,
    /// From 0 to 1: how much a match is worth against one of the word itself.
    pub weight: f32,
    /// Why it stands for the term.
    pub relation: Relation,
}

/// Why one word stands for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Nearly the same meaning, by the lexicon.
    Synonym,
    /// The opposite meaning (for yes-or-no questions).
    Opposite,
    /// Another form of the same word (`resign`, `resignation`; `four`, `fourth`, `4`).
    Form,
    /// Another name of the same thing.
    Name,
    /// The word that was probably meant.
    Spelling,
}

/// A name in a question and what it stands for in the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedName {
    /// Bytes of [`Question::text`].
    pub span: Span,
    /// What sort of name, as far as known.
    pub kind: NameKind,
    /// Keys of the full names that it may stand for, likeliest first; empty when the story does
    /// not know it.
    pub keys: Vec<String>,
    /// Indexes into [`Question::terms`].
    pub terms: Vec<usize>,
}

impl Question {
    /// More content words than this add nothing but time; the rest of a longer question is dropped.
    pub const MAX_TERMS: usize = 40;

    /// The terms in focus.
    pub fn focus_terms(&self) -> impl Iterator<Item = &Term> {
        self.focus.iter().filter_map(|place| self.terms.get(*place))
    }

    /// True when the question asks for a thing of a kind that mentions are recognised for.
    #[must_use]
    pub fn wants_mention(&self) -> bool {
        use AnswerType::{Date, Duration, Money, Number, Organization, Person, Place};
        matches!(
            self.answer_type,
            Person | Organization | Place | Date | Duration | Number | Money
        )
    }
}
