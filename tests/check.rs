//! `check` says whether words are in the articles, and `verify` whether a quote is genuine.

use std::sync::Arc;

use newshound::article::Article;
use newshound::bot::{Bot, BotSettings, Input, Request, Story};
use newshound::command::Permission;
use newshound::index::Index;
use newshound::reply::{Block, Certainty, Reply};

use crate::story::{ferry, quotes};

fn receipt(reply: &Reply) -> String {
    reply
        .blocks
        .iter()
        .find_map(|block| match block {
            Block::Quote(quote) => Some(quote.citation.receipt.clone()),
            _ => None,
        })
        .expect("the reply quotes something")
}

#[test]
fn words_that_stand_in_an_article_are_shown_where_they_stand() {
    let story = ferry().open();
    insta::assert_snapshot!(story.say("check \"we had no steering for eleven minutes\""), @r"
    Word for word, but for capital letters, in 1 article.

      │ ““We had no steering for eleven minutes,” she said.”
        [1] Ferry sinks off Lervik — Coast Herald, 2024-03-08, ¶2 · receipt K7HJ-9107-NR0K-C78
    ");
}

#[test]
fn words_that_are_nearly_the_articles_are_laid_beside_them() {
    let story = ferry().open();
    insta::assert_snapshot!(story.say("check the ferry was built in 1978 in Gdansk and owned by Lervik Lines"), @r"
    Nearly: 2 words differ in a text of 13 words.

    • The article says “1987”, the text says “1978” (after “in”)
    • The article says “was”, the text leaves it out (after “and”)

      the article:
      │ “The ferry was built in 1987 in Gdansk and was owned by Lervik Lines.”
        [1] Inquiry opens into ferry loss — Northern Wire, 2024-03-12, ¶1 · receipt NGJW-T54E-8S24-Y
    ");
}

#[test]
fn words_that_are_nobodys_are_said_to_be_so() {
    let story = ferry().open();
    insta::assert_snapshot!(story.say("check the harbour master has resigned"), @r"
    Not in the articles, and nothing that is nearly the same.

    I searched 2 articles (7 passages), the newest of 2024-03-12.
    ");
}

#[test]
fn a_quotation_with_gaps_is_checked_piece_by_piece() {
    let story = ferry().open();
    let reply = story.reply("check The ferry Solveig sank … because the rudder had failed");
    assert_eq!(reply.certainty, Some(Certainty::Likely));
    assert_eq!(quotes(&reply).len(), 2);
}

#[test]
fn every_receipt_of_a_reply_is_genuine() {
    let story = ferry().open();
    let receipt = receipt(&story.reply("who said the rudder had failed?"));
    // Which neighbours stand beside the sentence is the ranker's to choose.
    let reply = story.say(&format!("verify {receipt}"));
    let genuine =
        "Genuine: these are the stored words, byte for byte, and the article has not changed.";
    assert!(reply.starts_with(genuine), "{reply}");
    assert!(
        reply.contains("Captain Marit Hauge said the rudder had failed."),
        "{reply}"
    );
    assert!(reply.contains(&receipt), "{reply}");
}

#[test]
fn what_is_no_receipt_is_told_why() {
    let story = ferry().open();
    insta::assert_snapshot!(story.say("verify ABCU"), @r"
    A receipt has no “U” in it; it is made of digits and letters in groups of four.

    Every quote has its receipt under it. To look for words instead, type check and the words.
    ");
    insta::assert_snapshot!(story.say("verify 0000-0000-0000-0"), @r"
    Unknown receipt.

    No text of this story, present or past, has this receipt. It may be another story’s. To look for the words themselves, type check and the words.
    ");
}

/// A story whose articles can be edited while it is open.
struct Desk(Bot);

impl Desk {
    fn open() -> Self {
        let story = Story {
            name: String::new(),
            index: Arc::new(Index::in_memory().expect("memory can be indexed")),
            topics: Vec::new(),
        };
        Self(Bot::new(story, BotSettings::default()))
    }

    fn publish(&self, articles: &[(&str, &str)]) {
        let articles = articles.iter().map(|(id, body)| Article {
            id: (*id).to_owned(),
            title: format!("About {id}"),
            source: "Wire".to_owned(),
            author: None,
            published: None,
            url: None,
            language: None,
            dateline: None,
            body: (*body).to_owned(),
        });
        let index = &self.0.story().index;
        index
            .update_articles(articles.collect())
            .expect("the articles can be indexed");
    }

    fn reply(&self, line: &str) -> Reply {
        self.0.handle(&Request {
            place: "desk".to_owned(),
            author: "reader".to_owned(),
            input: Input::Text {
                line: line.to_owned(),
                explicit: true,
            },
            server: None,
            parent: None,
            again: false,
            rights: Permission::Everyone,
            message: None,
            is_private: false,
            about: None,
            attachments: Vec::new(),
            asked_at: None,
        })
    }
}

#[test]
fn a_receipt_outlives_the_article_and_says_so() {
    let desk = Desk::open();
    desk.publish(&[
        ("port", "The port was closed for two days. Ships waited."),
        ("rail", "Trains ran."),
    ]);
    let receipt = receipt(&desk.reply("check the port was closed for two days"));
    let verify = format!("verify {receipt}");
    assert_eq!(
        quotes(&desk.reply(&verify)),
        ["The port was closed for two days."]
    );

    desk.publish(&[
        ("port", "The port was closed for three days. Ships waited."),
        ("rail", "Trains ran."),
    ]);
    let changed = desk.reply(&verify);
    assert_eq!(
        quotes(&changed),
        [
            "The port was closed for two days.",
            "The port was closed for three days."
        ]
    );
    assert_eq!(changed.certainty, None);

    desk.publish(&[("rail", "Trains ran.")]);
    assert_eq!(
        quotes(&desk.reply(&verify)),
        ["The port was closed for two days."]
    );
}
