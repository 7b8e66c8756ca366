//! Questions get the articles' own words, and an honest refusal where the articles do not say.

use newshound::reply::Certainty;

use crate::story::{ferry, quotes};

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
fn who_somebody_is_is_said_by_the_quote_that_introduces_them() {
    let story = crate::story::StoryTest::new().invented("court").open();
    for (question, role) in [
        ("who is Viktor Salen?", "former head of the port authority"),
        ("who is Carla Bruins?", "spokeswoman"),
        ("who is Hilde Roth", "accountant"),
    ] {
        let reply = story.reply(question);
        let first = quotes(&reply).first().copied().unwrap_or_default();
        assert!(first.contains(role), "{question}: {first}");
    }
}

#[test]
fn all_that_is_asked_for_is_named_at_once() {
    let story = crate::story::StoryTest::new().invented("court").open();
    let shown = story.say("which countries did the diverted ships come from?");
    assert!(shown.contains("Denmark, Poland and Latvia [1]"), "{shown}");
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

#[test]
fn words_that_reprints_repeat_are_quoted_once() {
    let crowd = "The crowd of several hundred people from the villages along the canal cheered, \
                 sang and threw flowers from the bridge above it for most of the afternoon. ";
    let wire = format!("Lock reopened\n\nAnna Weber reopened the lock at Sandvik.\n\n{crowd}\n\n");
    let story = crate::story::StoryTest::new()
        .article("one", &format!("{wire}It rained later.\n"))
        .article("two", &format!("{wire}Ferries sail on Friday.\n"))
        .open();
    let reply = story.reply("who reopened the lock?");
    let shown = quotes(&reply);
    let times = |quote: &&str| shown.iter().filter(|other| *other == quote).count();
    assert!(
        !shown.is_empty() && shown.iter().all(|quote| times(quote) == 1),
        "{shown:?}"
    );
}
