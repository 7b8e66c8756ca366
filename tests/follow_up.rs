//! A conversation keeps its subject, place by place; times are set side by side, never reckoned.

use crate::story::{Chat, StoryTest, quotes};

fn court() -> Chat {
    StoryTest::new().invented("court").open()
}

#[test]
fn a_question_word_asks_the_last_question_otherwise() {
    let story = court();
    story.say("who was arrested at Brindal airport?");
    let shown = story.say("and when?");
    assert!(
        shown.contains("I understood: when") && shown.contains("arrested at Brindal airport"),
        "{shown}"
    );
    assert!(shown.contains("Monday evening"), "{shown}");
}

#[test]
fn a_pronoun_stands_for_whom_the_talk_is_about() {
    let story = court();
    story.say("who led the port?");
    let shown = story.say("who is his lawyer?");
    assert!(shown.contains("Salen's lawyer"), "{shown}");
    assert!(shown.contains("Anders Quist"), "{shown}");
}

#[test]
fn another_name_takes_the_place_of_the_first() {
    let story = court();
    story.say("who is Carla Bruins?");
    let shown = story.say("what about Jonas Ekdal?");
    assert!(shown.contains("who is Jonas Ekdal"), "{shown}");
    assert!(shown.contains("Transport Minister"), "{shown}");
}

#[test]
fn others_are_named_once_the_first_is_known() {
    let story = StoryTest::new()
        .article(
            "one",
            "Vote\n\nThe harbour plan was backed by Ann Weber on Monday.\n",
        )
        .article(
            "two",
            "Vote\n\nThe harbour plan was backed by Ben Holm as well.\n",
        )
        .open();
    let first = story.say("who backed the harbour plan?");
    let second = story.say("who else?");
    let (known, other) = if first.starts_with("Ann") || first.contains("Ann Weber [1]") {
        ("Ann Weber", "Ben Holm")
    } else {
        ("Ben Holm", "Ann Weber")
    };
    assert!(
        first.contains(known) && second.contains(other),
        "{first}\n{second}"
    );
    assert!(story.say("who else?").contains("no other answer"));
}

#[test]
fn a_bare_command_word_is_still_the_overview() {
    let story = court();
    story.say("who was arrested?");
    let shown = story.say("when");
    assert!(!shown.contains("I understood"), "{shown}");
}

#[test]
fn a_first_question_leans_on_nothing() {
    let shown = court().say("and when?");
    assert!(!shown.contains("I understood"), "{shown}");
}

#[test]
fn two_times_are_shown_side_by_side() {
    let story = court();
    let reply = story.reply("how long after the arrest of Salen was Salen sentenced?");
    let shown = quotes(&reply);
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(
        shown[0].contains("arrested") && shown[1].contains("sentenced"),
        "{shown:?}"
    );
    let text = story.say("how long after the arrest of Salen was Salen sentenced?");
    assert!(
        text.contains("Monday evening") && text.contains("Friday"),
        "{text}"
    );
}
