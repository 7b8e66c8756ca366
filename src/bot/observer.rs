//! Watching how requests are answered: the core has no clock and counts nothing.

use crate::reply::{Certainty, Reply};

/// How the answering of a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ended {
    /// A question was answered.
    Answered,
    /// A question was declined: the articles don't say.
    Declined,
    /// It was no question.
    Other,
    /// Something broke inside.
    Failed,
}

impl Ended {
    /// How a reply ended the answering of its request.
    pub(super) fn of(pages: &[Reply]) -> Self {
        match pages.first().and_then(|page| page.certainty) {
            Some(Certainty::NotInSources) => Self::Declined,
            Some(_) => Self::Answered,
            None => Self::Other,
        }
    }
}

/// Watches how requests are answered.
pub trait Observer: Send + Sync {
    /// Called around the answering of each request, from a story of this name. Must call `answer`
    /// once, which tells how it ended.
    fn around(&self, story: &str, answer: &mut dyn FnMut() -> Ended);
}
