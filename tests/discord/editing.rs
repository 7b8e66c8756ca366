//! Who edits a question within two minutes has its answer edited.

use super::double::world::GENERAL;
use super::harness::DiscordTest;

#[test]
fn an_edited_question_edits_its_answer() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let asked = ana.writes(GENERAL, "!who gave Kim the car?");
    let first = ana.answer_to(asked);
    server.double.edit(asked, "!when was the panel vetoed?");
    let changed = server.wait("an edited answer", |world| {
        let message = &world.messages[&first.id];
        (message.edits > 0).then(|| message.value.to_string())
    });
    assert!(changed.contains("vetoed"), "{changed}");
    assert_eq!(server.answers(asked).len(), 1);
    server.finish();
}

#[test]
fn a_preview_is_no_edit() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let asked = ana.writes(GENERAL, "!who gave Kim the car?");
    let first = ana.answer_to(asked);
    server.double.unfurl(asked);
    ana.says(GENERAL, "!help");
    let edits = server.double.look(|world| world.messages[&first.id].edits);
    assert_eq!((edits, server.answers(asked).len()), (0, 1));
    server.finish();
}
