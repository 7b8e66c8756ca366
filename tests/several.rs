//! Several stories side by side: a room has the one that it is bound to, and nothing of another is
//! ever seen there, whatever is asked.

use newshound::admin::{Change, Order, Scope};
use newshound::bot::{Input, Request, Whereabouts};
use newshound::command::{Command, Permission};
use newshound::question::Topic;
use newshound::reply::Reply;

use crate::story::{Chat, StoryTest, ferry};

const SERVER: &str = "test:server";

/// Words that stand in one of the two stories alone.
const OF_THE_FERRY: [&str; 5] = ["Solveig", "Lervik", "Hauge", "Coast Herald", "rudder"];
const OF_THE_TOWER: [&str; 4] = ["Ostrava", "Novak", "Tower Gazette", "crane"];

fn tower() -> StoryTest {
    let text = "---\ntitle: Crane falls in Ostrava\nsource: Tower Gazette\npublished: 2024-05-02\n---\n\n\
                The crane fell on the tower in Ostrava on Thursday. Two people were hurt.\n\n\
                Engineer Petr Novak said a bolt had broken. \u{201c}It gave no warning,\u{201d} he said.\n\n\
                The tower cost 40 million euros because the ground is soft.\n";
    StoryTest::new()
        .named("Tower")
        .article("crane", text)
        .topic(Topic {
            name: "bolt".to_owned(),
            description: "The bolt that broke".to_owned(),
            words: vec!["bolt".to_owned()],
            ..Topic::default()
        })
}

/// The ferry for rooms that chose nothing, the tower beside it.
fn two_stories() -> Chat {
    ferry().named("Ferry").beside(tower()).open()
}

fn request(place: &str, input: Input) -> Request {
    Request {
        place: place.to_owned(),
        author: "test:reader".to_owned(),
        input,
        server: Some(SERVER.to_owned()),
        parent: None,
        rights: Permission::Admin,
        message: None,
        is_private: false,
        about: None,
        attachments: Vec::new(),
        again: false,
        asked_at: None,
    }
}

fn line(place: &str, line: &str) -> Request {
    let line = line.to_owned();
    request(
        place,
        Input::Text {
            line,
            explicit: true,
        },
    )
}

fn words(replies: &[Reply]) -> String {
    replies
        .iter()
        .map(|reply| serde_json::to_string(reply).expect("a reply is plain data"))
        .collect()
}

fn ask(chat: &Chat, place: &str, text: &str) -> String {
    words(&chat.bot().pages_of(&line(place, text)))
}

fn bind(chat: &Chat, place: &str, story: &str) -> String {
    ask(chat, place, &format!("newshound story {story} here"))
}

/// Everything that can be asked, with the words of both stories.
const LINES: [&str; 26] = [
    "who",
    "what",
    "when",
    "where",
    "why",
    "how",
    "howmany",
    "sources",
    "topics",
    "timeline",
    "quotes",
    "help",
    "more",
    "more",
    "article 1",
    "article 2",
    "article Inquiry",
    "article crane",
    "who said the rudder had failed?",
    "who said a bolt had broken?",
    "and when?",
    "what about Hauge?",
    "quotes Novak",
    "timeline Lervik",
    "bolt",
    "check \"The crane fell on the tower in Ostrava\"",
];

#[track_caller]
fn has_none(shown: &str, asked: &str, foreign: &[&str]) {
    // What somebody typed is said again to them.
    for word in foreign.iter().filter(|word| !asked.contains(*word)) {
        assert!(!shown.contains(word), "`{asked}` showed `{word}`: {shown}");
    }
}

#[test]
fn a_room_shows_its_own_story_alone() {
    let chat = two_stories();
    bind(&chat, "test:tower", "tower");
    for asked in LINES {
        has_none(&ask(&chat, "test:ferry", asked), asked, &OF_THE_TOWER);
        has_none(&ask(&chat, "test:tower", asked), asked, &OF_THE_FERRY);
    }
    let answer = ask(&chat, "test:tower", "who said a bolt had broken?");
    assert!(answer.contains("Novak"), "{answer}");
    assert!(ask(&chat, "test:ferry", "who said the rudder had failed?").contains("Hauge"));
    assert!(ask(&chat, "test:tower", "bolt").contains("Novak"));
}

#[test]
fn a_receipt_means_nothing_in_a_room_of_another_story() {
    let chat = two_stories();
    bind(&chat, "test:tower", "Tower");
    let reply = chat
        .bot()
        .handle(&line("test:ferry", "who said the rudder had failed?"));
    let json = serde_json::to_value(&reply).expect("a reply is plain data");
    let receipt = find_receipt(&json).expect("a quote has a receipt");
    assert!(ask(&chat, "test:ferry", &format!("verify {receipt}")).contains("rudder"));
    let elsewhere = ask(&chat, "test:tower", &format!("verify {receipt}"));
    has_none(&elsewhere, "", &OF_THE_FERRY);
    let context = chat
        .bot()
        .at(&somewhere("test:tower"))
        .context_of(&reply, None);
    has_none(&words(&[context]), "", &OF_THE_FERRY);
}

fn find_receipt(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Object(fields) => fields
            .get("receipt")
            .and_then(|receipt| receipt.as_str().map(str::to_owned))
            .or_else(|| fields.values().find_map(find_receipt)),
        serde_json::Value::Array(values) => values.iter().find_map(find_receipt),
        _ => None,
    }
}

fn somewhere(place: &str) -> Whereabouts<'_> {
    Whereabouts {
        server: Some(SERVER),
        place,
        parent: None,
    }
}

#[test]
fn more_and_what_follows_stay_with_the_story_they_began_in() {
    let chat = two_stories();
    let place = "test:room";
    assert!(ask(&chat, place, "who said the rudder had failed?").contains("Hauge"));
    ask(&chat, place, "timeline");
    bind(&chat, place, "Tower");
    for asked in ["more", "and when?", "who else?"] {
        has_none(&ask(&chat, place, asked), asked, &OF_THE_FERRY);
    }
}

#[test]
fn a_thread_has_the_story_of_its_room_and_completes_its_names() {
    let chat = two_stories();
    bind(&chat, "test:tower", "Tower");
    let thread = Request {
        parent: Some("test:tower".to_owned()),
        ..line("test:thread", "who said a bolt had broken?")
    };
    assert!(words(&chat.bot().pages_of(&thread)).contains("Novak"));
    let names = chat.bot().at(&thread.where_it_is()).completions();
    assert!(names.topics == ["bolt"] && names.names.iter().any(|name| name.contains("Novak")));
    has_none(&format!("{names:?}"), "", &OF_THE_FERRY);
    let again = Request {
        again: true,
        ..line("test:tower", "who said a bolt had broken?")
    };
    assert!(words(&chat.bot().pages_of(&again)).contains("Novak"));
}

#[test]
fn only_stories_that_there_are_can_be_chosen() {
    let chat = two_stories();
    let refused = bind(&chat, "test:room", "Atlantis");
    assert!(
        refused.contains("know no story") && refused.contains("Tower"),
        "{refused}"
    );
    assert!(bind(&chat, "test:room", "TOWER").contains("Tower"));
    assert!(ask(&chat, "test:room", "newshound reset here").contains("Ferry"));
    assert!(ask(&chat, "test:room", "sources").contains("Coast Herald"));
}

#[test]
fn a_room_whose_story_is_gone_shows_no_other_one() {
    let chat = two_stories();
    let rooms = chat.bot().rooms().expect("the story has rooms");
    let order = Order {
        change: Change::Story("Bygone".to_owned()),
        scope: Scope::Here,
    };
    rooms
        .carry_out(&order, SERVER, "test:room")
        .expect("memory takes it");
    for asked in LINES {
        let shown = ask(&chat, "test:room", asked);
        has_none(&shown, asked, &OF_THE_FERRY);
        has_none(&shown, asked, &OF_THE_TOWER);
        assert!(shown.contains("no longer among mine"), "{asked}: {shown}");
    }
    let sources = request("test:room", Input::Command(Command::Sources));
    assert!(words(&chat.bot().pages_of(&sources)).contains("no longer among mine"));
    bind(&chat, "test:room", "Tower");
    assert!(ask(&chat, "test:room", "sources").contains("Tower Gazette"));
}
