//! Settings of rooms are made by admins and by nobody else; long replies come in pages, and the
//! paragraphs around a quote are the article's own.

use newshound::bot::{Input, Request};
use newshound::command::Permission;
use newshound::reply::{Block, Reply};

use crate::story::{Chat, ferry, quotes};

fn request(line: &str, is_admin: bool) -> Request {
    Request {
        place: "test:room".to_owned(),
        author: "test:reader".to_owned(),
        input: Input::Text {
            line: line.to_owned(),
            explicit: true,
        },
        server: Some("test:server".to_owned()),
        parent: None,
        again: false,
        rights: if is_admin {
            Permission::Admin
        } else {
            Permission::Everyone
        },
        message: None,
        is_private: false,
        about: None,
        attachments: Vec::new(),
        asked_at: None,
    }
}

/// The words of a reply, without their looks.
fn words(reply: &Reply) -> String {
    serde_json::to_string(&reply.blocks).expect("a reply is plain data")
}

fn order(story: &Chat, line: &str, is_admin: bool) -> String {
    words(&story.bot().handle(&request(line, is_admin)))
}

#[test]
fn only_admins_give_orders_and_a_refusal_says_who_may() {
    let story = ferry().open();
    for line in [
        "newshound",
        "newshound show",
        "newshound prefix ?",
        "settings reset",
    ] {
        let refused = order(&story, line, false);
        assert!(refused.contains("Manage Server"), "{line}: {refused}");
    }
    let rooms = story.bot().rooms().expect("the story has rooms");
    let manner = |room: &str| rooms.manner(Some("test:server"), room, None);
    assert_eq!(manner("test:room").prefix, "!");
    assert!(order(&story, "newshound prefix ? here", true).contains("?who"));
    assert_eq!(manner("test:room").prefix, "?");
    assert_eq!(manner("test:other").prefix, "!");
}

#[test]
fn orders_are_given_in_servers_and_are_possible() {
    let story = ferry().open();
    assert!(order(&story, "newshound reply loud", true).contains("public, private or thread"));
    assert!(order(&story, "newshound story Atlantis", true).contains("know no story"));
    let alone = Request {
        server: None,
        ..request("newshound show", true)
    };
    assert!(words(&story.bot().handle(&alone)).contains("There is none here"));
}

#[test]
fn all_pages_are_what_more_shows_one_by_one() {
    let story = ferry().open();
    let pages = story.bot().pages_of(&request("timeline", false));
    let mut shown = vec![story.bot().handle(&request("timeline", false))];
    for _ in 1..pages.len() {
        shown.push(story.bot().handle(&request("more", false)));
    }
    assert_eq!(shown, pages);
    let all = story.bot().handle(&request("more", false));
    assert!(words(&all).contains("That was all"), "{all:?}");
}

#[test]
fn the_context_of_a_quote_is_its_paragraph_word_for_word() {
    let story = ferry().open();
    let reply = story.reply("who said the rudder had failed?");
    let context = story.bot().context_of(&reply, None);
    assert_eq!(quotes(&context).len(), quotes(&reply).len());
    for (quote, around) in quotes(&reply).into_iter().zip(quotes(&context)) {
        assert!(around.contains(quote) && story.holds(around), "{around}");
    }
    let nothing = story.bot().context_of(&Reply::default(), None);
    assert!(matches!(nothing.blocks.as_slice(), [Block::Notice { .. }]));
}
