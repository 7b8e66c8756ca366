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

#[test]
fn an_edit_waits_for_the_answer_that_is_under_way() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    server
        .double
        .hold("POST", "/channels/{channel_id}/messages");
    let asked = server
        .member("ana")
        .writes(GENERAL, "!who gave Kim the car?");
    server.wait("a request to keep back", |world| {
        (world.waiting == 1).then_some(())
    });
    server.double.edit(asked, "!when was the panel vetoed?");
    server.double.release();
    let first = server.member("ana").answer_to(asked);
    server.wait("an edited answer", |world| {
        let message = &world.messages[&first.id];
        message.value.to_string().contains("vetoed").then_some(())
    });
    assert_eq!(server.answers(asked).len(), 1);
    server.finish();
}

#[test]
fn an_edit_can_make_a_question_of_talk_no_more_than_talk_of_a_question() {
    let Some(test) = DiscordTest::new() else {
        return;
    };
    let server = test.start();
    let ana = server.member("ana");
    let talk = ana.writes(GENERAL, "nice car");
    let asked = ana.writes(GENERAL, "!who gave Kim the car?");
    let answer = ana.answer_to(asked);
    server.double.edit(talk, "nice car indeed");
    server.double.edit(asked, "never mind the car");
    ana.says(GENERAL, "!help");
    assert!(server.answers(talk).is_empty());
    assert_eq!(server.answers(asked).len(), 1);
    assert_eq!(server.answers(asked)[0].id, answer.id);
    server.finish();
}
