//! What the index can be asked: weighted terms, built by `retrieval` and never parsed from a text.
//!
//! A reader's words therefore cannot be taken for query syntax, whatever they contain.

use super::snapshot::BlockAddress;

/// A search for blocks: the more of the terms a block holds, and the rarer they are, the better.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What is looked for; a block need not hold all of them unless [`Self::all_terms`] says so.
    pub terms: Vec<QueryTerm>,
    /// True when a block must hold every term.
    pub all_terms: bool,
    /// Ids of the articles to look in; `None` for all.
    pub articles: Option<Vec<String>>,
    /// Where not empty, a block must name one of these (keys of names).
    pub entities: Vec<String>,
    /// Where not empty, a block must quote one of these speakers (keys of names).
    pub speakers: Vec<String>,
    /// Where not empty, a block must hold a mention of one of these kinds.
    pub marks: Vec<Mark>,
}

/// One term with the field it is looked for in.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryTerm {
    /// Where.
    pub field: Field,
    /// What: a stem ([`crate::text::stem`] of a folded word) for [`Field::Text`],
    /// [`Field::Title`] and [`Field::Names`], the key of a name for [`Field::Entity`] and
    /// [`Field::Speaker`].
    pub term: String,
    /// Factor on its BM25 score.
    pub weight: f32,
}

/// The searchable parts of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Stems of the words of the block, without English function words.
    Text,
    /// Stems of the words of the article's title; every block of the article has them.
    Title,
    /// Stems of the words of full names that the block means but does not spell out (`Jong`, `Un`
    /// where it says `Mr. Kim`).
    Names,
    /// Keys of the names in the block ([`crate::mention::NameMention::key`]).
    Entity,
    /// Keys of the speakers quoted in the block.
    Speaker,
}

/// Kinds of mentions that a block can be required to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// A person's name.
    Person,
    /// An organisation's name.
    Organization,
    /// A place's name.
    Place,
    /// A date whose days are known.
    Date,
    /// A length of time.
    Duration,
    /// A number of any dimension but money.
    Quantity,
    /// An amount of money.
    Money,
    /// Somebody's words.
    Quotation,
}

/// A block that a search found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Weighted sum of BM25 scores; comparable within one search only.
    pub score: f32,
    /// Where the block is kept, for [`super::Snapshot::block`] of the same snapshot.
    pub block: BlockAddress,
}

impl Query {
    /// A search for nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a term.
    #[must_use]
    pub fn with_term(mut self, field: Field, term: impl Into<String>, weight: f32) -> Self {
        self.terms.push(QueryTerm {
            field,
            term: term.into(),
            weight,
        });
        self
    }

    /// Finds only blocks that hold every term.
    #[must_use]
    pub fn with_all_terms(mut self) -> Self {
        self.all_terms = true;
        self
    }

    /// Looks only in these articles.
    #[must_use]
    pub fn within(mut self, articles: Vec<String>) -> Self {
        self.articles = Some(articles);
        self
    }
}

impl Mark {
    /// The term under which the mark is indexed.
    pub(super) fn term(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Quantity => "quantity",
            Self::Money => "money",
            Self::Quotation => "quotation",
        }
    }
}
