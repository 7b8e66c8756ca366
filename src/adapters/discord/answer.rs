//! An answer, ready to be shown page by page.

use super::button::{self, Shown};
use super::payload::Outgoing;
use super::render::{Card, Frame, as_file, cards};
use crate::bot::{Announcement, Bot, Request};
use crate::command::Command;
use crate::reply::{Block, Certainty, Reply, all_in_the_file, standing};

/// The most of all embeds of a message.
const MESSAGE: usize = 6_000;

/// The most embeds of a message.
const EMBEDS: usize = 10;

/// An answer with all its pages.
pub(super) struct Answer {
    /// The command that it answers, where it was one.
    command: Option<Command>,
    replies: Vec<Reply>,
    cards: Vec<Card>,
}

/// How a page is shown, and to whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) asker: u64,
    pub(super) page: usize,
    pub(super) is_private: bool,
    /// True where there are others to share a private answer with.
    pub(super) has_others: bool,
}

impl Answer {
    /// Answers a request.
    pub(super) fn of(bot: &Bot, request: Request) -> Self {
        let bot = bot.at(&request.where_it_is());
        // Buttons ask the question again when nobody knows any more what it leaned on.
        let request = bot.made_whole(request);
        let command = bot.command_of(&request.input).ok();
        let replies = bot.pages_of(&request);
        let is_answer = replies
            .first()
            .is_some_and(|reply| reply.certainty.is_some() || has_quotes(reply));
        let statistics = bot.story().index.snapshot().statistics();
        let frame = Frame {
            asked: command.as_ref().map(button::asked).unwrap_or_default(),
            standing: if is_answer {
                standing(&statistics)
            } else {
                String::new()
            },
        };
        Self {
            cards: cards(&replies, &frame),
            command,
            replies,
        }
    }

    /// Something to say without being asked.
    pub(super) fn announced(announcement: &Announcement) -> Self {
        let command = announcement.command.clone();
        let frame = Frame {
            asked: command.as_ref().map(button::asked).unwrap_or_default(),
            standing: String::new(),
        };
        Self {
            cards: cards(&announcement.pages, &frame),
            command,
            replies: announcement.pages.clone(),
        }
    }

    /// Something said beside answers.
    pub(super) fn plain(reply: Reply) -> Self {
        let replies = vec![reply];
        Self {
            command: None,
            cards: cards(&replies, &Frame::default()),
            replies,
        }
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.cards.len()
    }

    /// What was asked, for a log that may tell.
    pub(super) fn asked(&self) -> String {
        self.command.as_ref().map(button::asked).unwrap_or_default()
    }

    /// The reply that a page shows.
    pub(super) fn reply_on(&self, page: usize) -> Reply {
        let card = self.cards.get(page);
        let reply = card.and_then(|card| self.replies.get(card.reply));
        reply.cloned().unwrap_or_default()
    }

    /// A page with its buttons; the last one where there are not so many any more.
    pub(super) fn show(&self, view: View) -> Outgoing {
        let page = view.page.min(self.cards.len().saturating_sub(1));
        let Some(card) = self.cards.get(page) else {
            return Outgoing::default();
        };
        let turnable = self
            .command
            .as_ref()
            .filter(|command| command.can_be_given_again());
        let components = turnable.map(|command| {
            button::rows(&Shown {
                command,
                asker: view.asker,
                page,
                pages: self.cards.len(),
                has_quotes: has_quotes(&self.reply_on(page)),
                can_share: view.is_private && view.has_others,
                is_unanswered: matches!(command, Command::Ask { .. })
                    && self.reply_on(0).certainty == Some(Certainty::NotInSources),
                line_above: card
                    .embed
                    .author
                    .as_ref()
                    .map(|author| author.name.as_str()),
            })
        });
        Outgoing {
            embeds: vec![card.embed.clone()],
            components: components.unwrap_or_default(),
            ..Outgoing::default()
        }
        .private(view.is_private)
    }

    /// As many pages as one message takes, for what has no buttons to turn them.
    pub(super) fn show_together(&self, is_private: bool) -> Outgoing {
        let mut room = MESSAGE;
        let cards = self.cards.iter().take_while(|card| {
            let size = card.embed.length();
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        });
        let embeds = cards.map(|card| card.embed.clone()).take(EMBEDS).collect();
        Outgoing {
            embeds,
            ..Outgoing::default()
        }
        .private(is_private)
    }

    /// Everything in a file.
    pub(super) fn file(&self, is_private: bool) -> Outgoing {
        let name = self
            .command
            .as_ref()
            .map_or("answer", |command| command.name_and_arguments().0);
        let note = Self::plain(all_in_the_file());
        let file = as_file(&self.replies, name);
        let embeds = note.cards.into_iter().map(|card| card.embed).collect();
        Outgoing {
            embeds,
            ..Outgoing::default()
        }
        .private(is_private)
        .with_file(file)
    }
}

fn has_quotes(reply: &Reply) -> bool {
    reply
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Quote(_)))
}
