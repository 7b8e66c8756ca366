//! The sources can be listed, an article read in full, and help found.

use newshound::reply::{Block, Reply};

use crate::story::{StoryTest, ferry, quotes};

fn body(reply: &Reply) -> Vec<String> {
    let bodies = reply.blocks.iter().filter_map(|block| match block {
        Block::Body { paragraphs } => Some(paragraphs.clone()),
        _ => None,
    });
    bodies.flatten().collect()
}

#[test]
fn the_sources_are_listed_oldest_first() {
    let story = ferry().open();
    insta::assert_snapshot!(story.say("sources"), @r"
    2 articles, 7 passages, from 2024-03-08 to 2024-03-12 (oldest first)

    No.  Title                          Source         Date        Id
    ────────────────────────────────────────────────────────────────────────────
      1  Ferry sinks off Lervik         Coast Herald   2024-03-08  ferry-sinks
      2  Inquiry opens into ferry loss  Northern Wire  2024-03-12  ferry-inquiry
    ");
}

#[test]
fn an_article_is_found_by_number_id_and_title() {
    let story = ferry().open();
    let by_number = story.reply("article 2");
    assert_eq!(body(&by_number).len(), 2);
    for name in ["ferry-inquiry", "Inquiry opens into ferry loss", "inquiry"] {
        assert_eq!(story.reply(&format!("article {name}")), by_number, "{name}");
    }
    insta::assert_snapshot!(story.say("article 2"), @r"
    Inquiry opens into ferry loss
    • Northern Wire, 2024-03-12
    • 38 words, 3 passages, language en, id ferry-inquiry, number 2 in the list

      │ Investigators began work on Monday on why the ferry Solveig was lost. The ferry was built in 1987 in Gdansk and was owned by Lervik Lines.
      │
      │ The company paid 3 million euros for a new rudder in 2019.
    ");
}

#[test]
fn a_name_that_fits_no_article_is_told_the_nearest() {
    let story = ferry().open();
    insta::assert_snapshot!(story.say("article fery-sinsk"), @r"
    There is no article “fery-sinsk”. Did you mean Ferry sinks off Lervik?

    article 1 · sources
    ");
}

#[test]
fn a_long_article_is_read_on_with_more() {
    let paragraphs: Vec<String> = (1..=60)
        .map(|number| format!("Day {number} brought rain and wind to the islands in the north, and the boats stayed in."))
        .collect();
    let text = format!("A long winter\n\n{}", paragraphs.join("\n\n"));
    let story = StoryTest::new().article("winter", &text).open();
    let mut read = body(&story.reply("article winter"));
    assert!(read.len() < paragraphs.len());
    for _ in 0..10 {
        read.extend(body(&story.reply("more")));
    }
    assert_eq!(read, paragraphs);
}

#[test]
fn a_long_list_is_read_on_with_more() {
    let story = (0..25).fold(StoryTest::new(), |story, number| {
        story.article(
            &format!("a{number}"),
            &format!("Title {number}\n\nWave {number} came in."),
        )
    });
    let story = story.open();
    let rows = |reply: &Reply| {
        let rows = reply.blocks.iter().filter_map(|block| match block {
            Block::Table { rows, .. } => Some(rows.len()),
            _ => None,
        });
        rows.sum::<usize>()
    };
    let listed = [
        story.reply("sources"),
        story.reply("more"),
        story.reply("more"),
    ];
    assert_eq!(listed.map(|reply| rows(&reply)), [10, 10, 5]);
}

#[test]
fn help_names_every_command_and_explains_each() {
    let story = StoryTest::new().sample().open();
    let help = story.say("help");
    for word in [
        "ask QUESTION",
        "verify RECEIPT",
        "sanctions",
        "Probably",
        "howmany",
    ] {
        assert!(help.contains(word), "{word} is missing:\n{help}");
    }
    insta::assert_snapshot!(story.say("help verify"), @r"
    verify RECEIPT
    Reads the stored text again and compares it byte for byte with what the receipt stands for. Says so when the article has changed since.

    Also: receipt

    Examples
    • verify 7F3K-9QXM

    help
    ");
    insta::assert_snapshot!(story.say("help verfy"), @r#"
    There is no command "verfy"; did you mean "verify"?

    verify · help
    "#);
}

#[test]
fn what_stands_around_the_quotes_is_shown() {
    let story = ferry().open();
    assert!(story.say("context").contains("Ask a question first"));
    let asked = story.reply("who said the rudder had failed?");
    let shown = quotes(&asked);
    let around = story.reply("context");
    let all = quotes(&around);
    assert_eq!(all.len(), shown.len(), "{around:#?}");
    for (quote, around) in shown.iter().zip(&all) {
        assert!(
            around.contains(quote) || quote.contains(*around),
            "{around}"
        );
        assert!(story.holds(around), "{around}");
    }
    assert_eq!(quotes(&story.reply("context 1")), all[..1]);
    assert_eq!(quotes(&story.reply("context [1]")), all[..1]);
    assert!(story.say("context 99").contains("There is no quote [99]"));
}
