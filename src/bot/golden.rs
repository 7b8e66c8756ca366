//! Pinned questions: asked again after each change of the articles, so that a lost answer is noticed
//! by whoever made the change, and not by the next reader.

use crate::admin::Pinned;
use crate::command::QuestionWord;
use crate::index::Result;
use crate::reply::{
    Block, Reply, golden_reply, golden_sum, keeping_trouble, nothing_to_pin, pinned_reply,
};
use crate::text::fold_phrase;

use super::door::Bot;
use super::model::Request;
use super::newsroom::Newsroom;

/// The longest answer that is pinned, in bytes: words that a later quote can hold as well.
const LONGEST_ANSWER: usize = 200;

impl Bot {
    /// Asks every pinned question again.
    pub(super) fn golden(&self, newsroom: &dyn Newsroom) -> Result<Reply> {
        let pinned = match newsroom.pinned() {
            Ok(pinned) => pinned,
            Err(error) => return Ok(keeping_trouble(&error)),
        };
        let lost = self.lost(&pinned)?;
        Ok(golden_reply(pinned.len(), &lost))
    }

    /// Adds to the reply about a change which pinned questions have lost their answer by it. Where
    /// nothing is pinned nothing is said.
    pub(super) fn with_golden(&self, newsroom: &dyn Newsroom, mut reply: Reply) -> Result<Reply> {
        match newsroom.pinned() {
            Ok(pinned) if pinned.is_empty() => {}
            Ok(pinned) => {
                let lost = self.lost(&pinned)?;
                reply.blocks.extend(golden_sum(pinned.len(), &lost));
            }
            Err(error) => reply.blocks.extend(keeping_trouble(&error).blocks),
        }
        Ok(reply)
    }

    /// Pins the last question in a place.
    pub(super) fn pin(&self, newsroom: &dyn Newsroom, request: &Request) -> Result<Reply> {
        let Some(conversation) = self.conversations.recall(&request.place) else {
            return Ok(nothing_to_pin());
        };
        let question = conversation.last.text;
        let answer = self.answer(QuestionWord::Ask, &question, None)?;
        let quoted = || {
            let first = answer.evidence.first()?;
            Some(first.block.quote(first.span).to_owned())
        };
        let found = answer.short.as_ref().map(|short| short.text.clone());
        let Some(mut words) = found.or_else(quoted).filter(|_| answer.refusal.is_none()) else {
            return Ok(nothing_to_pin());
        };
        if words.len() > LONGEST_ANSWER {
            words.truncate(words.floor_char_boundary(LONGEST_ANSWER));
        }
        let pinned = Pinned {
            question,
            answers: vec![words],
        };
        Ok(match newsroom.pin(&pinned) {
            Ok(()) => pinned_reply(&pinned),
            Err(error) => keeping_trouble(&error),
        })
    }

    /// Those questions whose answer is gone.
    fn lost(&self, pinned: &[Pinned]) -> Result<Vec<Pinned>> {
        let mut lost = Vec::new();
        for one in pinned {
            if !self.is_answered(one)? {
                lost.push(one.clone());
            }
        }
        Ok(lost)
    }

    /// True when one of the answers stands in what a reader is shown first, or when there is to be
    /// none and there is none.
    fn is_answered(&self, pinned: &Pinned) -> Result<bool> {
        let answer = self.answer(QuestionWord::Ask, &pinned.question, None)?;
        if pinned.answers.is_empty() || answer.refusal.is_some() {
            return Ok(pinned.answers.is_empty() && answer.refusal.is_some());
        }
        let mut shown: Vec<String> = Vec::new();
        shown.extend(answer.short.iter().map(|short| fold_phrase(&short.text)));
        let quotes = self.page(&answer).reply.blocks;
        shown.extend(quotes.iter().filter_map(|block| match block {
            Block::Quote(quote) => Some(fold_phrase(&quote.text)),
            _ => None,
        }));
        Ok(pinned
            .answers
            .iter()
            .map(|words| fold_phrase(words))
            .any(|words| {
                shown
                    .iter()
                    .any(|text| format!(" {text} ").contains(&format!(" {words} ")))
            }))
    }
}
