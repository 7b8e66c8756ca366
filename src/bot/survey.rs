//! The commands that answer without a question of the reader's own: overviews, topics, timelines
//! and sayings.

use crate::answer::Survey;
use crate::command::QuestionWord;
use crate::index::Result;
use crate::question::Topic;
use crate::reply::{
    Listing, quotes_listing, sayings_listing, timeline_listing, topic_listing, topics_reply,
    where_listing, who_listing,
};
use crate::text::fold_phrase;

use super::door::Bot;
use super::paging::Paged;

/// Quotes that tell a story or cover a topic.
const COVERING: usize = 5;

impl Bot {
    /// The story's overview under a question word.
    pub(super) fn overview(&self, word: QuestionWord) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let survey = self.survey(&snapshot);
        let looked = survey.searched();
        let rows = self.settings().list_length;
        Ok(match word {
            QuestionWord::Who => {
                let names = survey.people_and_organizations()?;
                let (listing, main) = who_listing(&names, rows, &looked);
                Paged {
                    step: rows,
                    ..paged(listing, main)
                }
            }
            QuestionWord::Where => paged(where_listing(&survey.places()?, &looked), rows),
            QuestionWord::When => {
                let timeline = survey.timeline(None, "")?;
                paged(timeline_listing(&timeline, "", &looked), rows)
            }
            QuestionWord::HowMany => {
                let nothing = "The articles give no figures.";
                paged(
                    quotes_listing(&survey.figures()?, nothing, &looked),
                    COVERING,
                )
            }
            QuestionWord::Why => {
                let nothing = "No article states a reason.";
                paged(
                    quotes_listing(&survey.reasons()?, nothing, &looked),
                    COVERING,
                )
            }
            QuestionWord::How => {
                let nothing = "No article says how.";
                paged(
                    quotes_listing(&survey.manners()?, nothing, &looked),
                    COVERING,
                )
            }
            QuestionWord::What | QuestionWord::Ask => {
                let nothing = "The articles tell no story yet.";
                paged(quotes_listing(&survey.gist()?, nothing, &looked), COVERING)
            }
        })
    }

    /// A topic of the story, narrowed by further words.
    pub(super) fn topic(&self, name: &str, narrow: &str) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let survey = self.survey(&snapshot);
        let Some(topic) = self.story().topics.iter().find(|topic| topic.name == name) else {
            return Ok(self.topics());
        };
        let selection = survey.topic(topic, narrow)?;
        let listing = topic_listing(topic, narrow, &selection, &survey.searched());
        Ok(paged(listing, COVERING))
    }

    /// Dated sentences, of the whole story or of what the words say.
    pub(super) fn timeline(&self, about: &str) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let survey = self.survey(&snapshot);
        let (topic, rest) = self.topic_in(about);
        let timeline = survey.timeline(topic, &rest)?;
        let listing = timeline_listing(&timeline, about, &survey.searched());
        Ok(paged(listing, self.settings().list_length))
    }

    /// Who said what, by whom and on what the words say.
    pub(super) fn quotes(&self, about: &str) -> Result<Paged> {
        let snapshot = self.story().index.snapshot();
        let survey = self.survey(&snapshot);
        let (topic, rest) = self.topic_in(about);
        let sayings = survey.sayings(topic, &rest)?;
        let listing = sayings_listing(&sayings, about, &survey.searched());
        Ok(paged(listing, COVERING))
    }

    /// The list of topics.
    pub(super) fn topics(&self) -> Paged {
        Paged::whole(topics_reply(&self.story().topics))
    }

    fn survey<'a>(&self, snapshot: &'a crate::index::Snapshot) -> Survey<'a> {
        Survey::new(snapshot, self.settings().quote_length)
    }

    /// The topic that one of the words names, and the other words.
    fn topic_in(&self, words: &str) -> (Option<&Topic>, String) {
        let parts: Vec<&str> = words.split_whitespace().collect();
        for (place, part) in parts.iter().enumerate() {
            let folded = fold_phrase(part);
            let topics = &self.story().topics;
            if let Some(topic) = topics
                .iter()
                .find(|topic| fold_phrase(&topic.name) == folded)
            {
                let mut rest = parts.clone();
                rest.remove(place);
                return (Some(topic), rest.join(" "));
            }
        }
        (None, words.to_owned())
    }
}

fn paged(listing: Listing, shown: usize) -> Paged {
    let (reply, rest) = listing.into_pages(shown);
    Paged {
        reply,
        rest,
        step: shown,
    }
}
