//! The commands without a question of their own tell a story: any story.

use std::collections::BTreeSet;

use newshound::question::Topic;
use newshound::reply::{Block, Certainty, Quote, Reply};

use crate::story::{Chat, StoryTest};

fn transfer() -> Chat {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    StoryTest::new()
        .invented("transfer")
        .topic(Topic {
            name: "fee".to_owned(),
            description: "What the transfer costs".to_owned(),
            words: words(&["fee", "bid", "offer"]),
            phrases: words(&["transfer request"]),
            synonyms: words(&["price", "paid", "bought", "sale"]),
            ..Topic::default()
        })
        .open()
}

fn flood() -> Chat {
    StoryTest::new().invented("flood").open()
}

fn quotes(reply: &Reply) -> Vec<&Quote> {
    reply
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Quote(quote) => Some(quote),
            _ => None,
        })
        .collect()
}

fn labels(reply: &Reply) -> Vec<&str> {
    quotes(reply)
        .into_iter()
        .filter_map(|quote| quote.label.as_deref())
        .collect()
}

fn texts(reply: &Reply) -> String {
    let quotes: Vec<&str> = quotes(reply)
        .into_iter()
        .map(|quote| quote.text.as_str())
        .collect();
    quotes.join("\n")
}

#[test]
fn everything_quoted_is_verbatim_and_numbered() {
    for story in [transfer(), flood(), StoryTest::new().sample().open()] {
        for line in [
            "who", "what", "when", "where", "why", "how", "howmany", "quotes", "timeline",
        ] {
            let reply = story.reply(line);
            for (place, quote) in quotes(&reply).into_iter().enumerate() {
                assert!(story.holds(&quote.text), "{line}: {}", quote.text);
                assert_eq!(quote.citation.number, place + 1, "{line}");
            }
        }
    }
}

#[test]
fn no_reply_repeats_a_quote() {
    for story in [transfer(), flood(), StoryTest::new().sample().open()] {
        for line in [
            "who", "what", "when", "where", "why", "how", "howmany", "quotes",
        ] {
            let mut seen = BTreeSet::new();
            let mut reply = story.reply(line);
            while !quotes(&reply).is_empty() {
                for quote in quotes(&reply) {
                    let receipt = &quote.citation.receipt;
                    let fresh = seen.insert(receipt.clone());
                    // One sentence may stand under both people and organisations.
                    assert!(fresh || line == "who", "{line}: {}", quote.text);
                }
                reply = story.reply("more");
            }
        }
    }
}

#[test]
fn who_names_the_people_by_full_name_most_prominent_first() {
    let story = transfer();
    let reply = story.reply("who");
    let labels = labels(&reply);
    assert_eq!(labels[0], "Daniel Okafor (5 articles)");
    assert_eq!(labels[1], "Helen Marsh (3 articles)");
    assert!(
        labels.contains(&"Harrow Athletic (5 articles)"),
        "{labels:?}"
    );
}

#[test]
fn what_tells_the_story_from_different_articles_in_order() {
    let story = transfer();
    let reply = story.reply("what");
    let told = quotes(&reply);
    let articles: BTreeSet<&str> = told
        .iter()
        .map(|quote| quote.citation.article.as_str())
        .collect();
    assert_eq!(articles.len(), 5, "{}", texts(&reply));
    assert!(told.is_sorted_by_key(|quote| quote.citation.published));
    // Of two copies of one report only one is told.
    assert!(!(articles.contains("second-bid") && articles.contains("second-bid-wire")));
}

#[test]
fn a_timeline_runs_by_the_dates_it_speaks_of() {
    let story = flood();
    let reply = story.reply("timeline");
    let labels = labels(&reply);
    assert_eq!(labels[..3], ["March 1930", "1961", "2021"]);
    assert!(labels.contains(&"2024-11-06"), "{labels:?}");
    assert_eq!(labels.last(), Some(&"June 2025"));
}

#[test]
fn a_timeline_keeps_to_its_topic() {
    let story = transfer();
    let shown = texts(&story.reply("timeline fee"));
    assert!(shown.contains("£46 million"), "{shown}");
    assert!(!shown.contains("Portugal"), "{shown}");
}

#[test]
fn dates_that_hang_on_an_unknown_day_are_counted_not_guessed() {
    let story = StoryTest::new()
        .article(
            "undated",
            "Bridge closes\n\nThe old bridge at Larne closed last Tuesday after a truck hit it.",
        )
        .open();
    let shown = story.say("timeline");
    assert!(shown.contains("1 sentence"), "{shown}");
}

#[test]
fn a_topic_covers_different_articles_before_the_second_of_one() {
    let story = transfer();
    let reply = story.reply("fee");
    let articles: Vec<&str> = quotes(&reply)
        .into_iter()
        .map(|quote| quote.citation.article.as_str())
        .collect();
    let first: BTreeSet<&str> = articles.iter().copied().take(4).collect();
    assert_eq!(first.len(), 4, "{articles:?}");
}

#[test]
fn a_narrowed_topic_holds_the_words_that_narrow_it() {
    let story = StoryTest::new().sample().open();
    let reply = story.reply("sanctions RUSSIA");
    assert!(!quotes(&reply).is_empty());
    for quote in quotes(&reply) {
        let about = ["Russia", "Moscow", "Kremlin"];
        assert!(
            about.iter().any(|name| quote.text.contains(name)),
            "{}",
            quote.text
        );
    }
    let nothing = story.reply("sanctions zebra");
    assert_eq!(nothing.certainty, Some(Certainty::NotInSources));
}

#[test]
fn sayings_name_who_said_them() {
    let story = transfer();
    let reply = story.reply("quotes Marsh");
    assert_eq!(quotes(&reply).len(), 2);
    for label in labels(&reply) {
        assert_eq!(label, "Helen Marsh, the chief executive of Harrow Athletic");
    }
    let shown = texts(&reply);
    assert!(shown.contains("the price is right"), "{shown}");
}

#[test]
fn a_speaker_is_found_by_office_and_by_a_misspelt_name() {
    assert_eq!(
        labels(&flood().reply("quotes mayor"))[0],
        "Claire Fontaine, Mayor"
    );
    let story = StoryTest::new().sample().open();
    let shown = story.say("quotes Peskow");
    assert!(shown.contains("I searched for Peskov"), "{shown}");
    assert!(
        shown.contains("Dmitry Peskov, Kremlin spokesman"),
        "{shown}"
    );
}

#[test]
fn a_speaker_whom_nobody_quotes_is_said_so() {
    let story = transfer();
    let shown = story.say("quotes Kowalski");
    assert!(shown.contains("quote nobody"), "{shown}");
    assert!(shown.contains("Helen Marsh"), "{shown}");
}

#[test]
fn figures_reasons_and_manners_are_found() {
    let story = flood();
    let figures = texts(&story.reply("howmany"));
    assert!(figures.contains("600 soldiers"), "{figures}");
    let reasons = texts(&story.reply("why"));
    assert!(reasons.contains("because a sensor had failed"), "{reasons}");
    let manners = texts(&story.reply("how"));
    assert!(manners.contains("by boat and by helicopter"), "{manners}");
}

#[test]
fn a_story_without_articles_says_so_under_every_word() {
    let story = StoryTest::new().open();
    for line in [
        "who", "what", "when", "where", "why", "how", "howmany", "quotes",
    ] {
        let shown = story.say(line);
        assert!(
            shown.contains("There are no articles yet"),
            "{line}: {shown}"
        );
    }
}

#[test]
fn topics_are_listed_with_what_they_are_about() {
    let shown = transfer().say("topics");
    assert!(shown.contains("fee – What the transfer costs"), "{shown}");
    assert!(flood().say("topics").contains("no topics yet"));
}
