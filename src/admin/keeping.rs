//! What somebody who keeps the story's articles may order, and what comes of it.
//!
//! Only data: who carries an order out is `newsroom`'s business, and how it is told `reply`'s.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use thiserror::Error;

/// An order about the articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Which articles there are.
    List {
        /// Words of title, publisher, id or date that all listed ones have; empty for all.
        filter: String,
    },
    /// What is known of one article.
    Show {
        /// Its id, number in the list, or title.
        id: String,
    },
    /// Take something in.
    Add {
        /// An address or a file's path; empty where files are attached.
        from: String,
    },
    /// Take an article out. Its text stays in the archive, and its file is put aside.
    Remove {
        /// As for [`Keeping::Show`].
        id: String,
    },
    /// Take in what was put aside: something doubtful, or an article that was removed.
    Keep {
        /// The name that it was put aside under.
        name: String,
    },
    /// What was put aside.
    Aside,
    /// Throw away what was put aside.
    Drop {
        /// The name that it was put aside under.
        name: String,
    },
    /// Bring the index in line with the files.
    Reindex {
        /// Read and index everything again, also what is as it was.
        thorough: bool,
        /// True when it is to be done; else what would be done is shown.
        now: bool,
    },
    /// Take the last change of the index back.
    RollBack,
    /// Ask the pinned questions again.
    Golden,
    /// Pin the last question, with its answer.
    Pin,
}

impl Keeping {
    /// True for an order that changes nothing.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        matches!(self, Self::List { .. } | Self::Show { .. })
    }
}

/// A pinned question: it is asked again after each change of the articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// What is asked.
    pub question: String,
    /// Words one of which must stand in the answer; none where the articles are to say nothing.
    pub answers: Vec<String>,
}

/// A file that came with a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, as whoever sent it chose: never a path.
    pub name: String,
    /// What is in it, or why that could not be read, with what to do.
    pub content: Result<Arc<[u8]>, String>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.content.as_ref().map(|content| content.len());
        write!(formatter, "Attachment({:?}, {bytes:?} bytes)", self.name)
    }
}

/// What was understood of an article that somebody wants to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The id that it has in the index, or would have.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Publisher; empty when unknown.
    pub source: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// Words of its body.
    pub words: usize,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Titles of articles that say the same.
    pub reprint_of: Vec<String>,
    /// What speaks against keeping it.
    pub doubts: Vec<Doubt>,
}

/// What speaks against keeping an article without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It does not say when it was published.
    Undated,
    /// It has hardly a paragraph.
    Short,
    /// It is in a language that questions are not understood in.
    Foreign,
    /// It looks like a page that asks for consent or a subscription, or reports an error.
    NoArticle,
}

/// What became of a file that was to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is in the index.
    Kept(Vec<Understood>),
    /// It was put aside, to be kept or dropped.
    PutAside {
        /// The name to do that by.
        name: String,
        /// What is in it.
        articles: Vec<Understood>,
    },
    /// Nothing new: every article of it is there already.
    Known(Vec<Understood>),
    /// It was left out.
    Refused {
        /// Its name.
        name: String,
        /// Why, and what to do.
        reason: String,
    },
}

/// Something that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutAside {
    /// The name to keep or drop it by.
    pub name: String,
    /// What is in it; none where it cannot be read any more.
    pub articles: Vec<Understood>,
}

/// How the index changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Articles that it holds now.
    pub articles: usize,
    /// Articles that are new.
    pub added: usize,
    /// Articles that changed.
    pub changed: usize,
    /// Articles that are gone.
    pub removed: usize,
    /// Files and lines that were left out, each with reason and remedy.
    pub skipped: Vec<String>,
    /// What articles that went in leave open.
    pub notices: Vec<String>,
}

/// Why an order was not carried out.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeepingError {
    /// There is no such thing.
    #[error("there is no {what} “{name}”; `{list}` shows what there is")]
    Unknown {
        /// What sort of thing was looked for.
        what: &'static str,
        /// The command that lists such things.
        list: &'static str,
        /// The name that it was looked for by, shortened.
        name: String,
    },
    /// Another process is writing, or another order is being carried out.
    #[error("the articles are being changed by somebody else just now; try again in a minute")]
    Busy,
    /// Something else.
    #[error("{0}")]
    Failed(String),
}
