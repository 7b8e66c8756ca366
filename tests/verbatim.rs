//! Every quoted text is the stored bytes of its span, and its receipt leads back to them.

use std::sync::LazyLock;

use newshound::index::Receipt;
use newshound::reply::{Block, Quote, Reply};
use proptest::prelude::*;

use crate::story::{Chat, StoryTest, ferry};

/// Words of the story and others, in every command that quotes.
fn line() -> impl Strategy<Value = String> {
    let word = "ferry|Solveig|rudder|Lervik|captain|Hauge|rescued|sank|built|Gdansk|million|euros|\
                steering|inquiry|company|who|when|where|was|the|of|on|Thursday|1987|banana";
    let words = prop::collection::vec(word, 1..7).prop_map(|words| words.join(" "));
    let command = prop::sample::select(vec![
        "",
        "who ",
        "what ",
        "when ",
        "where ",
        "why ",
        "how ",
        "howmany ",
        "ask ",
        "check ",
        "quotes ",
        "timeline ",
        "who\n",
        "what\n",
        "quotes\n",
        "timeline\n",
    ]);
    (command, words).prop_map(|(command, words)| match command.strip_suffix('\n') {
        Some(alone) => alone.to_owned(),
        None => format!("{command}{words}"),
    })
}

fn quoted(reply: &Reply) -> impl Iterator<Item = &Quote> {
    reply.blocks.iter().filter_map(|block| match block {
        Block::Quote(quote) => Some(quote),
        _ => None,
    })
}

/// Holds one quote to everything that is promised of it.
fn assert_genuine(story: &Chat, quote: &Quote) {
    let citation = &quote.citation;
    let (card, body) = story
        .snapshot()
        .body(&citation.article)
        .expect("the index can be read")
        .expect("a cited article is in the story");
    assert_eq!(citation.span.get(&body), Some(quote.text.as_str()));
    assert!(!quote.text.is_empty());
    assert_eq!(citation.title, card.title);
    let receipt: Receipt = citation.receipt.parse().expect("a receipt can be read");
    assert!(receipt.is_of(card.hash) && receipt.span == citation.span);
    let mut end = 0;
    for mark in &quote.highlights {
        assert!(
            mark.span
                .get(&quote.text)
                .is_some_and(|text| !text.is_empty())
        );
        assert!(mark.span.start >= end, "{quote:?}");
        end = mark.span.end;
    }
    let verified = story.reply(&format!("verify {}", citation.receipt));
    let again = quoted(&verified).next().expect("a genuine receipt quotes");
    assert_eq!(
        (&again.text, again.citation.span),
        (&quote.text, citation.span)
    );
}

#[test]
fn the_sample_storys_quotes_are_genuine() {
    let story = StoryTest::new().sample().open();
    for line in [
        "who",
        "what",
        "when",
        "where",
        "why",
        "how",
        "howmany",
        "who gave Kim the car?",
        "quotes",
        "timeline",
    ] {
        for quote in quoted(&story.reply(line)) {
            assert_genuine(&story, quote);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_quotes_are_the_stored_bytes(line in line()) {
        static STORY: LazyLock<Chat> = LazyLock::new(|| ferry().open());
        let first = STORY.reply(&line);
        // Another test thread may ask in between; then this is more of its answer.
        let more = STORY.reply("more");
        for quote in quoted(&first).chain(quoted(&more)) {
            assert_genuine(&STORY, quote);
        }
    }
}
