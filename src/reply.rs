//! Replies: what the bot says, free of any platform, and every sentence it says it with.
//!
//! A [`Reply`] is a list of neutral [`Block`]s. Adapters render them; they add no words of their
//! own and escape every text, whoever wrote it.

mod answer;
mod checking;
mod citation;
mod cutting;
mod feeds;
mod foreseen;
mod help;
mod keeping;
mod looking_after;
mod model;
mod neutral;
mod reading;
mod room;
mod status;
mod story;
mod text;
mod watching;

pub use answer::{answer_reply, comparison_reply, nothing_further, quote, searched, understood};
pub use checking::{check_reply, quote_passage, receipt_error_reply, verify_reply};
pub use citation::{cite, cite_passage, encoded_address, link_to};
pub use cutting::{joined_highlights, short_title, spans_that_fit};
pub use feeds::{
    feed_noted_reply, feed_removed_reply, feed_started_reply, feeds_reply, polled_reply,
};
pub use foreseen::{foreseen_reply, rolled_back_reply};
pub use help::{HelpGroup, HelpPage, help_page_reply, help_reply};
pub use keeping::{
    added_reply, article_facts, aside_reply, dropped_reply, filtered_head, keeping_trouble,
    no_newsroom, not_an_owner, not_fetched, nothing_attached, reindexed_reply, removed_reply,
    too_large_to_fetch, under_way_reply, unreadable_path,
};
pub use looking_after::{
    act_reply, audit_pages, dead_feed_reply, gaps_are_off, gaps_cleared, gaps_reply, golden_reply,
    golden_sum, no_audit, no_gaps, not_noted, nothing_to_pin, pinned_reply,
};
pub use model::{Block, Certainty, Citation, Highlight, Inline, Quote, Reply, Row, Suggestion};
pub use neutral::{neutralise, neutralise_line};
pub use reading::{
    ArticleHead, SourceRow, article_head, article_not_found, no_sources, sources_head,
    sources_left_out, sources_table,
};
pub use room::{
    ButtonWord, CHECK_THIS, Declined, FILE_OPTION, PRIVATE_OPTION, all_in_the_file,
    cannot_answer_privately, cannot_decrypt, declined, inner_trouble, no_context, no_private_room,
    no_server_here, no_such_quote, no_such_story, not_an_admin, nothing_asked_yet, settings_reply,
    settings_trouble, standing, story_is_gone, that_was_all,
};
pub use status::{StatusPage, status_reply};
pub use story::{
    Listing, quotes_listing, sayings_listing, timeline_listing, topic_listing, topics_reply,
    where_listing, who_listing,
};
pub use text::{code, count, faint, heading, notice, plain, sentence, strong};

pub use watching::{
    answered_already, can_reply, no_such_command, no_such_person, no_such_watch, no_watches_here,
    not_your_watch, nothing_to_watch, too_many_watches, unwatched_reply, watch_answered,
    watches_reply, watching_reply,
};

pub use crate::answer::HighlightKind;
