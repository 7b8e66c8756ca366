//! The desk where questions are answered: an up-to-date index and the bot over it.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::facts;
use super::failure::Failure;
use super::output::say_faintly;
use super::progress::Progress;
use super::setup::Setup;
use super::story::{Update, fetch_settings, make_do, open_index, read_settings, update};
use super::summary::counted;
use crate::adapters::console::{Vocabulary, with_files};
use crate::admin::{Defaults, Rooms};
use crate::bot::{Bot, BotSettings, Newsroom, Request, Story};
use crate::config::AnswerSettings;
use crate::index::{Index, Statistics};
use crate::newsroom::{Fetcher, Keeper};
use crate::reply::Reply;

/// How often the progress of an order is looked at.
const REDRAW: Duration = Duration::from_millis(100);

/// A bot over an up-to-date index.
pub(super) struct Desk {
    bot: Bot,
}

impl Desk {
    /// Opens the index, brings it up to date and says what a reader should know of that. `None`
    /// when Ctrl-C stopped it.
    pub(super) fn open(setup: &Setup) -> Result<Option<Self>, Failure> {
        let index = open_index(setup)?;
        match update(&index, setup, false)? {
            Update::Stopped => return Ok(None),
            Update::Busy if !setup.quiet => say_faintly(
                "another process is indexing; answering from the index as it was before",
            ),
            Update::Done(updated) if !setup.quiet => updated.report_changes(),
            Update::Kept(failure) => make_do(&index, failure)?
                .warn("the index was not brought up to date; answering from it as it was before"),
            Update::Busy | Update::Done(_) => {}
        }
        let bot = bot_over(index, setup);
        let rooms = &setup.settings.rooms;
        let defaults = Defaults {
            prefix: rooms.prefix.clone(),
        };
        // What is ordered here is noted beside what is ordered in rooms.
        Ok(Some(Self {
            bot: match Rooms::open(rooms.file.clone(), defaults) {
                Ok(rooms) => bot.with_rooms(Arc::new(rooms)),
                Err(error) => {
                    say_faintly(format_args!("{error}; what is ordered here is not noted"));
                    bot
                }
            },
        }))
    }

    /// The bot.
    pub(super) fn bot(&self) -> &Bot {
        &self.bot
    }

    /// Answers a request.
    pub(super) fn answer(&self, request: &Request) -> Reply {
        let mut reply = match with_files(&self.bot, request.clone()) {
            Ok(request) => self.handle(&request),
            Err(reply) => reply,
        };
        let news = (self.bot).announcements_for(&request.place, request.today());
        for announcement in news {
            let first = announcement.pages.first();
            reply
                .blocks
                .extend(first.iter().flat_map(|page| page.blocks.clone()));
            self.bot.has_announced(&announcement);
        }
        reply
    }

    /// Lets the bot answer, and shows how far it is where that takes long.
    fn handle(&self, request: &Request) -> Reply {
        let command = self.bot.command_of(&request.input);
        if !command.is_ok_and(|command| command.may_take_long()) {
            return self.bot.handle(request);
        }
        let (done, is_done) = mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                let bar = Progress::new(false);
                while let Err(RecvTimeoutError::Timeout) = is_done.recv_timeout(REDRAW) {
                    if let Some(step) = self.bot.newsroom().and_then(Newsroom::under_way) {
                        bar.advance("reading articles", step.files_read, step.files);
                    }
                }
                bar.finish();
            });
            let reply = self.bot.handle(request);
            drop(done);
            reply
        })
    }

    /// How much there is to answer from.
    pub(super) fn statistics(&self) -> Statistics {
        self.bot.story().index.snapshot().statistics()
    }

    /// The story's words, for completion.
    pub(super) fn vocabulary(&self) -> Vocabulary {
        let completions = self.bot.completions();
        Vocabulary {
            names: completions.names,
            articles: completions
                .articles
                .into_iter()
                .map(|article| article.id)
                .collect(),
        }
    }

    /// The line above the first prompt.
    pub(super) fn greeting(&self) -> String {
        greeting(&self.bot.story().name, &self.statistics())
    }
}

/// The bot as the settings want it.
pub(super) fn bot_over(index: Index, setup: &Setup) -> Bot {
    let index = Arc::new(index);
    let keeper = Keeper::new(
        Arc::clone(&index),
        setup.settings.story.articles.clone(),
        read_settings(setup),
        Fetcher::new(fetch_settings(setup)),
    );
    let golden = &setup.settings.story.golden;
    let keeper = if golden.as_os_str().is_empty() {
        keeper
    } else {
        keeper.with_golden(golden.clone())
    };
    let story = Story {
        name: setup.settings.story.name.clone(),
        index,
        topics: setup.topics.clone(),
    };
    let AnswerSettings {
        quotes,
        quote_length,
        list_length,
        refuse_below,
        keep_gaps,
    } = setup.settings.answers;
    let settings = BotSettings {
        quotes,
        quote_length,
        list_length,
        refuse_below,
        keep_gaps,
    };
    Bot::new(story, settings)
        .with_facts(facts::teller())
        .with_newsroom(Arc::new(keeper))
}

fn greeting(story: &str, statistics: &Statistics) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if statistics.articles == 0 {
        return "Newshound knows no articles yet. Put some into the folder of articles and start \
                again. Ctrl-D leaves."
            .to_owned();
    }
    let about = if story.is_empty() {
        String::new()
    } else {
        format!(" about {story}")
    };
    let newest = statistics
        .newest
        .map_or_else(String::new, |day| format!(", newest {day}"));
    format!(
        "Newshound knows {}{about} ({}{newest}). Ask a question, or type help. Ctrl-D leaves.",
        counted(count(statistics.articles), "article"),
        counted(count(statistics.sentences), "passage"),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_greeting_says_what_is_known_and_how_to_go_on() {
        let statistics = Statistics {
            articles: 9,
            sentences: 128,
            newest: Some(date(2024, 6, 19)),
            ..Statistics::default()
        };
        assert_eq!(
            greeting("", &statistics),
            "Newshound knows 9 articles (128 passages, newest 2024-06-19). Ask a question, or \
             type help. Ctrl-D leaves."
        );
        assert!(greeting("the bridge", &statistics).contains("9 articles about the bridge ("));
    }

    #[test]
    fn an_empty_story_says_what_to_do() {
        assert!(greeting("", &Statistics::default()).contains("no articles yet"));
    }
}
