//! Gaps: questions that found no answer, for those who look for articles.

use crate::answer::{Answer, Refusal};
use crate::reply::{gaps_are_off, gaps_cleared, gaps_reply, no_gaps, settings_trouble};

use super::door::Bot;
use super::model::Request;
use super::paging::Paged;

impl Bot {
    /// Keeps a question that found no answer, where that is wanted. What cannot be kept is lost, and
    /// the reader is answered all the same.
    pub(super) fn note_gap(&self, question: &str, answer: &Answer, request: &Request) {
        let is_gap = matches!(
            answer.refusal,
            Some(Refusal::NothingFound | Refusal::NotAnswered { .. })
        );
        let wanted = self.settings().keep_gaps && is_gap && !request.again;
        if let Some(rooms) = self.rooms().filter(|_| wanted) {
            let _ = rooms.note_gap(&self.story().name, question, request.today());
        }
    }

    /// Lists or forgets them.
    pub(super) fn gaps(&self, clear: bool) -> Paged {
        let Some(rooms) = self.rooms() else {
            return Paged::whole(gaps_are_off());
        };
        let story = &self.story().name;
        if clear {
            return Paged::whole(match rooms.clear_gaps(story) {
                Ok(()) => gaps_cleared(),
                Err(error) => settings_trouble(&error.to_string()),
            });
        }
        match rooms.gaps(story) {
            Ok(gaps) if gaps.is_empty() && !self.settings().keep_gaps => {
                Paged::whole(gaps_are_off())
            }
            Ok(gaps) if gaps.is_empty() => Paged::whole(no_gaps()),
            Ok(gaps) => {
                let (reply, rest) = gaps_reply(&gaps, self.settings().list_length);
                Paged {
                    reply,
                    rest,
                    step: 1,
                }
            }
            Err(error) => Paged::whole(settings_trouble(&error.to_string())),
        }
    }
}
