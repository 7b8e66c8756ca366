//! What keepers of the articles order about feeds: handed to whoever can fetch, and told.

use crate::admin::Feeding;
use crate::index::Result;
use crate::reply::{
    Reply, feed_noted_reply, feed_removed_reply, feed_started_reply, feeds_reply, keeping_trouble,
    no_newsroom, polled_reply,
};

use super::door::Bot;

impl Bot {
    /// Carries out an order about the feeds, which was permitted before.
    pub(super) fn feed(&self, order: &Feeding) -> Result<Reply> {
        let Some(newsroom) = self.newsroom() else {
            return Ok(no_newsroom());
        };
        let done = match order {
            Feeding::List => newsroom.feeds().map(|feeds| feeds_reply(&feeds)),
            Feeding::Poll => newsroom.poll(true).map(|polled| polled_reply(&polled)),
            Feeding::Add { .. } => newsroom
                .order_feed(order)
                .map(|feed| feed_noted_reply(&feed)),
            Feeding::Start { .. } => newsroom
                .order_feed(order)
                .map(|feed| feed_started_reply(&feed)),
            Feeding::Remove { .. } => newsroom
                .order_feed(order)
                .map(|feed| feed_removed_reply(&feed)),
        };
        match done {
            Ok(reply) if *order == Feeding::Poll => self.with_golden(newsroom, reply),
            Ok(reply) => Ok(reply),
            Err(error) => Ok(keeping_trouble(&error)),
        }
    }
}
