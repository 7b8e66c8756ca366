//! Two stories on one bot: each channel has its own, under every way of asking.

use serde_json::json;

use super::double::world::{GENERAL, NEWS};
use super::harness::{DiscordTest, Server};

const FERRY: &str = "---\ntitle: Ferry sinks off Lervik\nsource: Coast Herald\npublished: 2024-03-08\n---\n\n\
    The ferry Solveig sank off Lervik on Thursday after it struck a rock.\n\n\
    Captain Marit Hauge said the rudder had failed. She said so again on Friday.\n\n\
    All 214 people on board were rescued by fishing boats.\n";

const STORIES: &str = "[[story]]\nname = \"Summit\"\n\n[[story]]\nname = \"Ferry\"\n\
    articles = \"ferry.md\"\nstore = \"ferry-store\"\n";

const OF_THE_SUMMIT: [&str; 3] = ["Putin", "Kim Jong", "Story notebook"];
const OF_THE_FERRY: [&str; 3] = ["Solveig", "Hauge", "Coast Herald"];

fn start() -> Option<Server> {
    let test = DiscordTest::new()?
        .file("ferry.md", FERRY)
        .file("two.toml", STORIES)
        .setting("CONFIG", "two.toml")
        .setting("ROOMS_PERSON_LIMIT", "1000");
    Some(test.start())
}

/// The ferry in the channel of news.
fn bind(server: &Server) {
    let options = [
        ("name", json!("ferry")),
        ("channel", json!(NEWS.to_string())),
    ];
    server.member("ada").slash("newshound story", &options);
}

#[track_caller]
fn has_none(text: &str, foreign: &[&str]) {
    for word in foreign {
        assert!(!text.contains(word), "`{word}` is shown: {text}");
    }
}

#[test]
fn each_channel_answers_from_its_own_story() {
    let Some(server) = start() else {
        return;
    };
    bind(&server);
    let ana = server.member("ana");
    let question = "!who said the rudder had failed?";
    let told = ana.says(NEWS, question);
    assert!(told.words().contains("Hauge"), "{}", told.text());
    has_none(&ana.says(GENERAL, question).text(), &OF_THE_FERRY);
    for button in told.buttons() {
        let shown = ana.presses(&told, &button);
        has_none(&shown.text(), &OF_THE_SUMMIT);
    }
    for line in [
        "!who",
        "!sources",
        "!timeline",
        "!help",
        "!more",
        "!who gave it?",
    ] {
        has_none(&ana.says(NEWS, line).text(), &OF_THE_SUMMIT);
        has_none(&ana.says(GENERAL, line).text(), &OF_THE_FERRY);
    }
    let option = [("question", json!("said the rudder had failed?"))];
    assert!(ana.slash_in(NEWS, "who", &option).words().contains("Hauge"));
    has_none(&ana.slash_in(GENERAL, "who", &option).text(), &OF_THE_FERRY);
    has_none(&ana.types("quotes", "person", "").join(" "), &OF_THE_FERRY);
    has_none(&ana.says_in_private("sources").text(), &OF_THE_FERRY);
    server.finish();
}

#[test]
fn buttons_of_before_show_nothing_of_the_story_before() {
    let Some(mut server) = start() else {
        return;
    };
    let before = server.member("ana").says(NEWS, "!who gave Kim the car?");
    assert!(before.words().contains("Putin"), "{}", before.text());
    bind(&server);
    server.restart();
    let ana = server.member("ana");
    for button in ["context", "sources"] {
        has_none(&ana.presses(&before, button).text(), &["Story notebook"]);
    }
    let followed = ana.replies(&before, "and when?");
    has_none(&followed.text(), &["Story notebook"]);
    has_none(&ana.presses(&before, "more").text(), &["Story notebook"]);
    server.finish();
}

#[test]
fn topics_of_one_story_are_no_commands_of_all() {
    let Some(server) = start() else {
        return;
    };
    let names: Vec<String> = server.double.look(|world| {
        let registered = world.commands.values().flatten();
        registered
            .filter_map(|command| command["name"].as_str().map(str::to_owned))
            .collect()
    });
    assert!(names.contains(&"who".to_owned()), "{names:?}");
    assert!(!names.contains(&"gift".to_owned()), "{names:?}");
    let typed = server.member("ana").says(GENERAL, "!gift");
    assert!(typed.words().contains("Putin"), "{}", typed.text());
    server.finish();
}
