//! Questions get the articles' own words, and an honest refusal where the articles do not say.

use newshound::reply::{Block, Certainty, Reply};

use crate::story::StoryTest;

/// Two articles on one event, invented, so that no rule can know them.
fn ferry() -> StoryTest {
    StoryTest::new()
        .article(
            "ferry-sinks",
            "---\ntitle: Ferry sinks off Lervik\nsource: Coast Herald\npublished: 2024-03-08\n---\n\n\
             The ferry Solveig sank off Lervik on Thursday after it struck a rock. \
             All 214 people on board were rescued by fishing boats.\n\n\
             Captain Marit Hauge said the rudder had failed. \
             \u{201c}We had no steering for eleven minutes,\u{201d} she said.\n",
        )
        .article(
            "ferry-inquiry",
            "---\ntitle: Inquiry opens into ferry loss\nsource: Northern Wire\npublished: 2024-03-12\n---\n\n\
             Investigators began work on Monday on why the ferry Solveig was lost. \
             The ferry was built in 1987 in Gdansk and was owned by Lervik Lines.\n\n\
             The company paid 3 million euros for a new rudder in 2019.\n",
        )
}

fn quotes(reply: &Reply) -> Vec<&str> {
    reply
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Quote(quote) => Some(quote.text.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_first_quote_holds_the_answer() {
    let story = ferry().open();
    for (question, answer) in [
        ("who said the rudder had failed?", "Marit Hauge"),
        ("how many people were rescued?", "214"),
        ("where was the ferry built?", "Gdansk"),
        ("when was the Solveig built?", "1987"),
        ("how much did the rudder cost?", "3 million euros"),
    ] {
        let reply = story.reply(question);
        let first = quotes(&reply).first().copied().unwrap_or_default();
        assert!(first.contains(answer), "{question}: {first}");
    }
}

#[test]
fn every_quote_is_verbatim() {
    let story = ferry().open();
    for question in ["who owns the ferry?", "why did it sink?", "ask steering"] {
        for quote in quotes(&story.reply(question)) {
            assert!(story.holds(quote), "{quote}");
        }
    }
}

#[test]
fn what_the_articles_do_not_say_is_declined() {
    let story = ferry().open();
    for question in [
        "who won the chess olympiad?",
        "what is the capital of Peru?",
    ] {
        let reply = story.reply(question);
        assert_eq!(reply.certainty, Some(Certainty::NotInSources), "{question}");
    }
}

#[test]
fn strange_input_gets_a_civil_answer() {
    let story = ferry().open();
    let long = "why ".repeat(300_000);
    for line in [
        "title:* AND (ferry OR",
        "\u{202e}who\u{0}?\u{1b}[31m",
        "qui a construit le bateau ?",
        long.as_str(),
    ] {
        let shown = story.say(line);
        assert!(!shown.trim().is_empty(), "{}", &line[..line.len().min(80)]);
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
        assert!(!shown.contains("Something went wrong inside me"), "{shown}");
    }
}
