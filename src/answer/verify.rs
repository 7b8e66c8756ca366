//! Is a quote genuine? Looks a receipt up in the story and in the archive of earlier versions.
//!
//! Every body is hashed again before a word of it is called genuine, so that a damaged store can
//! not vouch for itself.

use crate::article::ContentHash;
use crate::index::{ArchivedArticle, ArticleCard, Index, Receipt, Result, Snapshot};

use super::check::{Verdict, judge_in};
use super::passage::{Passage, Stored};

/// What became of the words that a receipt stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Verified {
    /// They stand unchanged in an article of the story.
    Current(Passage),
    /// Their article has another text now.
    Changed(Box<Changed>),
    /// Their article is no longer in the story.
    Removed(Passage),
    /// The text is known, but it has no such place.
    NoSuchPlace(ArticleCard),
    /// The stored text is not what its hash says.
    Damaged(ArticleCard),
}

/// Words of an article that has another text now.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The words as they were.
    pub old: Passage,
    /// The article as it is.
    pub card: ArticleCard,
    /// What it says in their place.
    pub now: Verdict,
}

/// Looks receipts up.
pub struct Verifier<'a> {
    index: &'a Index,
    snapshot: Snapshot,
}

impl<'a> Verifier<'a> {
    /// Looks in `index` as it is now.
    #[must_use]
    pub fn new(index: &'a Index) -> Self {
        Self {
            index,
            snapshot: index.snapshot(),
        }
    }

    /// Everything that the receipt may stand for: nothing where it is unknown, one finding as a
    /// rule, and several where texts share the beginning of their hash. A text that several
    /// articles share counts once.
    ///
    /// # Errors
    /// When the index or its archive cannot be read.
    pub fn verify(&self, receipt: Receipt) -> Result<Vec<Verified>> {
        let mut found: Vec<(ContentHash, Verified)> = Vec::new();
        for card in self.snapshot.articles_with_hash(&receipt.hash_prefix)? {
            if !found.iter().any(|(hash, _)| *hash == card.hash)
                && let Some((card, body)) = self.snapshot.body(&card.id)?
            {
                found.push((card.hash, current(card, &body, receipt)));
            }
        }
        // The archive is for one process at a time; it is left alone where it is not needed.
        let settled = found
            .iter()
            .any(|(_, verified)| matches!(verified, Verified::Current(_)));
        if !settled {
            for archived in self.index.find_archived(&receipt.hash_prefix)? {
                let known = found.iter().any(|(hash, _)| *hash == archived.card.hash);
                if !known {
                    found.push((archived.card.hash, self.former(archived, receipt)?));
                }
            }
        }
        Ok(found.into_iter().map(|(_, verified)| verified).collect())
    }

    fn former(&self, archived: ArchivedArticle, receipt: Receipt) -> Result<Verified> {
        let ArchivedArticle { card, body } = archived;
        if ContentHash::of(&body) != card.hash {
            return Ok(Verified::Damaged(card));
        }
        let id = card.id.clone();
        let Some(old) = Passage::of_body(card.clone(), &body, receipt.span) else {
            return Ok(Verified::NoSuchPlace(card));
        };
        Ok(match Stored::read(&self.snapshot, &id)? {
            Some(stored) => Verified::Changed(Box::new(Changed {
                card: stored.card.clone(),
                now: judge_in(stored, &old.text),
                old,
            })),
            None => Verified::Removed(old),
        })
    }
}

fn current(card: ArticleCard, body: &str, receipt: Receipt) -> Verified {
    if ContentHash::of(body) != card.hash {
        return Verified::Damaged(card);
    }
    Passage::of_body(card.clone(), body, receipt.span)
        .map_or(Verified::NoSuchPlace(card), Verified::Current)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::samples::{article, index_of};
    use crate::text::Span;

    const BODY: &str = "The port was closed on Monday. Ships waited outside for a week.";

    fn receipt(body: &str, words: &str) -> Receipt {
        let start = body.find(words).expect("the words are in the body");
        Receipt::new(ContentHash::of(body), Span::new(start, start + words.len()))
    }

    fn verify(index: &Index, receipt: Receipt) -> Vec<Verified> {
        Verifier::new(index).verify(receipt).expect("in memory")
    }

    #[test]
    fn words_that_still_stand_are_current() {
        let index = index_of(&[("a", BODY)]);
        let found = verify(&index, receipt(BODY, "Ships waited"));
        assert!(
            matches!(&found[..], [Verified::Current(passage)] if passage.text == "Ships waited")
        );
    }

    #[test]
    fn an_edited_article_shows_what_it_said_and_says() {
        let index = index_of(&[("a", BODY)]);
        let edited = BODY.replace("a week", "ten days");
        index
            .update_articles(vec![article("a", &edited)])
            .expect("in memory");
        let found = verify(&index, receipt(BODY, "Ships waited outside for a week."));
        let [Verified::Changed(changed)] = &found[..] else {
            panic!("{found:?}");
        };
        let Changed { old, now, .. } = &**changed;
        assert_eq!(old.text, "Ships waited outside for a week.");
        let Verdict::Nearly {
            passage,
            difference,
        } = now
        else {
            panic!("{now:?}");
        };
        assert_eq!(passage.text, "Ships waited outside for ten days.");
        assert_eq!(difference.words, 2);
    }

    #[test]
    fn words_that_stand_in_an_edited_article_are_said_to_stand() {
        let index = index_of(&[("a", BODY)]);
        index
            .update_articles(vec![article("a", &format!("Update: {BODY}"))])
            .expect("in memory");
        let found = verify(&index, receipt(BODY, "The port was closed on Monday."));
        let [Verified::Changed(changed)] = &found[..] else {
            panic!("{found:?}");
        };
        assert!(matches!(changed.now, Verdict::Verbatim(_)));
    }

    #[test]
    fn a_removed_article_is_shown_from_the_archive() {
        let index = index_of(&[("a", BODY), ("b", "Trains ran.")]);
        index
            .update_articles(vec![article("b", "Trains ran.")])
            .expect("in memory");
        let found = verify(&index, receipt(BODY, "Ships waited"));
        assert!(matches!(&found[..], [Verified::Removed(old)] if old.text == "Ships waited"));
    }

    #[test]
    fn what_never_was_is_unknown_and_what_is_beyond_the_end_is_no_place() {
        let index = index_of(&[("a", BODY)]);
        assert!(verify(&index, receipt("Never seen.", "Never")).is_empty());
        let beyond = Receipt::new(ContentHash::of(BODY), Span::new(10, 9999));
        assert!(matches!(
            verify(&index, beyond)[..],
            [Verified::NoSuchPlace(_)]
        ));
        let empty = Receipt::new(ContentHash::of(BODY), Span::new(10, 10));
        assert!(matches!(
            verify(&index, empty)[..],
            [Verified::NoSuchPlace(_)]
        ));
    }
}
