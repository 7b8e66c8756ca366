//! What each line means, as one table, and what the parser promises for every line.

use proptest::prelude::*;

use crate::admin::Keeping;

use super::super::Topic;
use super::*;

fn table() -> CommandTable {
    let topic = |name: &str| Topic {
        name: name.to_owned(),
        words: vec![name.to_owned()],
        ..Topic::default()
    };
    CommandTable::new(&[topic("sanctions"), topic("car"), topic("second-car")])
}

/// One line for what came out: `who: gave it`, `who`, `sanctions [Russia]`, `error: …`.
fn describe(result: Result<Command, CommandError>) -> String {
    let command = match result {
        Ok(command) => command,
        Err(error) => return format!("error: {error}"),
    };
    match command {
        Command::Ask { word, question } => format!("{}: {question}", word.name()),
        Command::Overview(word) => word.name().to_owned(),
        Command::Topic { name, narrow } => format!("topic {name} [{narrow}]"),
        Command::Timeline { topic } => format!("timeline [{topic}]"),
        Command::Quotes { about } => format!("quotes [{about}]"),
        Command::Sources => "sources".to_owned(),
        Command::Article { id } => format!("article [{id}]"),
        Command::Verify { receipt } => format!("verify [{receipt}]"),
        Command::Check { text } => format!("check [{text}]"),
        Command::More => "more".to_owned(),
        Command::Context { number } => format!("context {number:?}"),
        Command::Topics => "topics".to_owned(),
        Command::Help { command } => format!("help [{command}]"),
        Command::Settings(order) => format!("{order:?}"),
        Command::Status => "status".to_owned(),
        Command::Audit => "audit".to_owned(),
        Command::Gaps { clear } => format!("gaps {clear}"),
        Command::Watch { question } => format!("watch [{question}]"),
        Command::Watches => "watches".to_owned(),
        Command::Unwatch { number } => format!("unwatch {number}"),
        Command::Can { who, command } => format!("can {who} [{command}]"),
        Command::Keeping(order) => format!("{order:?}"),
        Command::Feeds(order) => format!("{order:?}"),
    }
}

#[track_caller]
fn check(lines: &[(&str, &str)]) {
    let table = table();
    for (line, meaning) in lines {
        assert_eq!(&describe(table.parse(line, false)), meaning, "{line}");
    }
}

#[test]
fn questions_are_read_with_their_word() {
    check(&[
        ("who gave Kim the car?", "who: gave Kim the car?"),
        ("WHO gave Kim the car?", "who: gave Kim the car?"),
        ("!who gave Kim the car?", "who: gave Kim the car?"),
        ("/who gave Kim the car?", "who: gave Kim the car?"),
        ("  who   gave it  ", "who: gave it"),
        ("ask who gave it?", "ask: who gave it?"),
        ("ask: who gave it?", "ask: who gave it?"),
        ("find the treaty", "ask: the treaty"),
        ("who when did they meet?", "who: when did they meet?"),
        ("when did they meet?", "when: did they meet?"),
        ("where's the plant?", "where: where's the plant?"),
        ("Who’s Peskov?", "who: Who’s Peskov?"),
        ("whose car is it?", "who: whose car is it?"),
        ("whom did he meet?", "who: whom did he meet?"),
        ("which car is it?", "what: which car is it?"),
        ("why was it sent?", "why: was it sent?"),
        ("how did it get there?", "how: did it get there?"),
        ("how long did he stay?", "how: long did he stay?"),
        ("how many containers?", "howmany: containers?"),
        ("howmany containers?", "howmany: containers?"),
        ("How much did it cost?", "howmany: how much did it cost?"),
        ("howmuch did it cost?", "howmany: how much did it cost?"),
        ("did he like it?", "ask: did he like it?"),
        ("the second car", "ask: the second car"),
        ("tell me about the treaty", "ask: tell me about the treaty"),
        ("cars were sent when?", "ask: cars were sent when?"),
        ("whoever sent it", "ask: whoever sent it"),
        ("helpful people", "ask: helpful people"),
    ]);
}

#[test]
fn a_question_word_alone_is_the_overview() {
    check(&[
        ("who", "who"),
        ("who?", "who"),
        ("who ?", "who"),
        ("!what", "what"),
        ("which", "what"),
        ("When", "when"),
        ("where", "where"),
        ("why...", "why"),
        ("how", "how"),
        ("how many", "howmany"),
        ("how much?", "howmany"),
        ("howmany", "howmany"),
    ]);
}

#[test]
fn topics_are_commands() {
    check(&[
        ("sanctions", "topic sanctions []"),
        ("Sanctions?", "topic sanctions []"),
        ("sanctions RUSSIA", "topic sanctions [RUSSIA]"),
        ("sanctions Russia?", "topic sanctions [Russia?]"),
        ("sanctions: Russia", "topic sanctions [Russia]"),
        ("second-car", "topic second-car []"),
        ("topic car Kim", "topic car [Kim]"),
        ("topics", "topics"),
        ("car bombs killed whom?", "ask: car bombs killed whom?"),
        ("!car bombs killed whom?", "topic car [bombs killed whom?]"),
        (
            "car parts came from many countries",
            "ask: car parts came from many countries",
        ),
    ]);
}

#[test]
fn the_other_commands_take_their_arguments() {
    check(&[
        ("timeline", "timeline []"),
        ("timeline sanctions", "timeline [sanctions]"),
        ("dates", "timeline []"),
        ("quotes", "quotes []"),
        ("quote Peskov car", "quotes [Peskov car]"),
        ("sources", "sources"),
        ("articles", "List { filter: \"\" }"),
        ("article 3", "article [3]"),
        ("article \"What is it?\"", "article [What is it?]"),
        ("verify 7F3K-9QXM", "verify [7F3K-9QXM]"),
        ("verify `7F3K-9QXM`", "verify [7F3K-9QXM]"),
        ("check \"his own use\"", "check [his own use]"),
        ("check “his own use”", "check [his own use]"),
        ("check “his own use", "check [his own use]"),
        ("check his own use", "check [his own use]"),
        ("check\n> his own use", "check [his own use]"),
        ("> his own use\n!check", "check [his own use]"),
        ("context", "context None"),
        ("context 2", "context Some(2)"),
        ("context [2]", "context Some(2)"),
        ("around 3", "context Some(3)"),
        ("context of the talks", "ask: context of the talks"),
        ("more", "more"),
        ("next", "more"),
        ("more quotes please", "more"),
        ("help", "help []"),
        ("?", "help []"),
        ("? timeline", "help [timeline]"),
        ("help !who", "help [who]"),
        ("help how many", "help [how many]"),
    ]);
}

#[test]
fn plain_text_that_only_begins_like_a_command_is_a_question() {
    check(&[
        ("sources of the money?", "ask: sources of the money?"),
        ("more about the treaty", "ask: more about the treaty"),
        ("next summit?", "ask: next summit?"),
        (
            "article 4 of the treaty says what?",
            "ask: article 4 of the treaty says what?",
        ),
        (
            "check whether they met when?",
            "ask: check whether they met when?",
        ),
        (
            "help for the north came from where?",
            "ask: help for the north came from where?",
        ),
        ("search teams found what?", "ask: search teams found what?"),
        ("!sources of the money?", "sources"),
        ("`!sources` lists them?", "ask: `!sources` lists them?"),
        ("> !sources\nis that all?", "ask: is that all?"),
    ]);
}

#[test]
fn an_explicit_line_without_a_command_is_a_question_or_a_slip() {
    check(&[
        (
            "!does the gift break sanctions?",
            "ask: does the gift break sanctions?",
        ),
        ("!Kim's sister?", "ask: Kim's sister?"),
        ("!the second car", "ask: the second car"),
        (
            "!sanctoins",
            "error: there is no command \"sanctoins\"; did you mean \"sanctions\"?",
        ),
        (
            "!tmieline of the summit",
            "error: there is no command \"tmieline\"; did you mean \"timeline\"?",
        ),
        (
            "!Wehn",
            "error: there is no command \"Wehn\"; did you mean \"when\"?",
        ),
        ("!banana", "error: there is no command \"banana\""),
        (
            "!verfy 7F3K",
            "error: there is no command \"verfy\"; did you mean \"verify\"?",
        ),
    ]);
}

#[test]
fn what_is_missing_is_said() {
    let empty = "error: there is no question or command in this message";
    check(&[
        ("", empty),
        ("   \n ", empty),
        ("!", empty),
        ("?!?", empty),
        ("> who?", empty),
        (
            "verify",
            "error: \"verify\" needs something more: verify RECEIPT",
        ),
        (
            "article ?",
            "error: \"article\" needs something more: article ARTICLE",
        ),
        (
            "check \"\"",
            "error: \"check\" needs something more: check \"TEXT\"",
        ),
        ("ask", "error: \"ask\" needs something more: ask QUESTION"),
    ]);
}

#[test]
fn a_megabyte_is_refused_and_an_unknown_word_is_shortened() {
    let long = "a".repeat(1_000_000);
    assert_eq!(
        table().parse(&long, false),
        Err(CommandError::TooLong { limit: 2_000 })
    );
    let Err(CommandError::Unknown { word, suggestion }) = table().parse(&long[..1_999], true)
    else {
        panic!("a long word is no command");
    };
    assert_eq!((word.len(), suggestion), (SHOWN_OF_A_WORD, None));
}

#[test]
fn usages_and_examples_are_lines_that_call_their_command() {
    let table = table();
    for spec in table.specs() {
        let usage = spec
            .usage
            .replace(['[', ']'], "")
            .replace("NUMBER", "1")
            .replace("COMMAND", "reindex");
        // The usage of a command with parts has a word for each of them.
        let usage = Some(usage.as_str()).filter(|_| spec.parts.is_empty());
        for line in usage.into_iter().chain(spec.examples.iter().copied()) {
            for explicit in [false, true] {
                let command = table.parse(line, explicit);
                let command = command.unwrap_or_else(|error| panic!("{line}: {error}"));
                let is_same = match &command {
                    Command::Topic { name, .. } => *name == spec.name,
                    Command::Ask { word, .. } | Command::Overview(word) => {
                        spec.kind == CommandKind::Question(*word)
                    }
                    Command::Settings(_) => spec.kind == CommandKind::Settings,
                    Command::Keeping(Keeping::Reindex { .. }) => spec.kind == CommandKind::Reindex,
                    Command::Keeping(Keeping::RollBack) => spec.kind == CommandKind::Rollback,
                    Command::Keeping(Keeping::Golden | Keeping::Pin) => {
                        spec.kind == CommandKind::Golden
                    }
                    Command::Keeping(_) => spec.kind == CommandKind::Articles,
                    other => format!("{other:?}").to_lowercase().starts_with(&*spec.name),
                };
                assert!(is_same, "{line} is {command:?}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_line_makes_the_parser_panic(line in any::<String>(), explicit in any::<bool>()) {
        let _ = table().parse(&line, explicit);
    }

    #[test]
    fn lines_of_command_words_and_marks_do_not_either(
        words in proptest::collection::vec(
            prop_oneof![
                Just("who"), Just("How"), Just("much"), Just("check"), Just("car"), Just("\""),
                Just("“"), Just("```"), Just("\n>"), Just("\n"), Just("?"), Just("!"), Just("’s"),
                Just("help"), Just("topic"), Just("é"), Just("\u{202e}"),
            ],
            0..12,
        ),
        joint in prop_oneof![Just(""), Just(" ")],
        explicit in any::<bool>(),
    ) {
        let _ = table().parse(&words.join(joint), explicit);
    }

    #[test]
    fn a_plain_line_never_names_an_unknown_command(line in "[a-z ]{0,40}") {
        let result = table().parse(&line, false);
        prop_assert!(!matches!(result, Err(CommandError::Unknown { .. })), "{:?}", result);
    }
}
