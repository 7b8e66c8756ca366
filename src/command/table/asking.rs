//! The rows that ask a question or go on with an answer.

use std::borrow::Cow;

use super::super::{
    CommandGroup, CommandKind, CommandSpec, OptionKind, OptionSpec, Permission, QuestionWord,
};

/// The option that all question words but `ask` share.
const REST_OF_QUESTION: &[OptionSpec] = &[OptionSpec {
    name: "question",
    description: "The rest of the question; leave it out for the overview",
    required: false,
    kind: OptionKind::Text,
}];

pub(super) static ROWS: [CommandSpec; 9] = [
    CommandSpec {
        name: Cow::Borrowed("ask"),
        aliases: &["find", "search"],
        usage: Cow::Borrowed("ask QUESTION"),
        summary: Cow::Borrowed("Answer a question in the articles' own words"),
        help: Cow::Borrowed(
            "Finds the sentences that answer the question and quotes them with their \
             source. The question's own words decide what kind of answer is wanted. In a \
             console or a private chat the word may be left out.",
        ),
        examples: &[
            "ask who signed the treaty?",
            "ask was the report ever published?",
        ],
        options: &[OptionSpec {
            name: "question",
            description: "What you want to know",
            required: true,
            kind: OptionKind::Text,
        }],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Ask),
    },
    CommandSpec {
        name: Cow::Borrowed("who"),
        aliases: &["whom", "whose"],
        usage: Cow::Borrowed("who [QUESTION]"),
        summary: Cow::Borrowed("Answer a who question, or list the main people and organisations"),
        help: Cow::Borrowed(
            "With a question: the person or body that the articles name. Alone: the main \
             people and organisations of the story, each with the sentence that says who \
             they are.",
        ),
        examples: &["who signed the treaty?", "who"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Who),
    },
    CommandSpec {
        name: Cow::Borrowed("what"),
        aliases: &["which"],
        usage: Cow::Borrowed("what [QUESTION]"),
        summary: Cow::Borrowed("Answer a what question, or tell the story in a few quotes"),
        help: Cow::Borrowed(
            "With a question: what the articles say about it. Alone: the story in at most \
             five quotes from different articles.",
        ),
        examples: &["what did the minister say?", "what"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::What),
    },
    CommandSpec {
        name: Cow::Borrowed("when"),
        aliases: &[],
        usage: Cow::Borrowed("when [QUESTION]"),
        summary: Cow::Borrowed("Answer a when question, or show the timeline"),
        help: Cow::Borrowed(
            "With a question: the date or time that the articles give. Alone: the dated \
             events of the story in order.",
        ),
        examples: &["when was the treaty signed?", "when"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::When),
    },
    CommandSpec {
        name: Cow::Borrowed("where"),
        aliases: &[],
        usage: Cow::Borrowed("where [QUESTION]"),
        summary: Cow::Borrowed("Answer a where question, or list the places"),
        help: Cow::Borrowed(
            "With a question: the place that the articles name. Alone: the places of the \
             story.",
        ),
        examples: &["where did they meet?", "where"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Where),
    },
    CommandSpec {
        name: Cow::Borrowed("why"),
        aliases: &[],
        usage: Cow::Borrowed("why [QUESTION]"),
        summary: Cow::Borrowed("Answer a why question, or quote the reasons that are given"),
        help: Cow::Borrowed(
            "With a question: the reason that the articles give, in the words of whoever \
             gives it. Alone: the sentences of the story that state a reason.",
        ),
        examples: &["why was the vote delayed?", "why"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::Why),
    },
    CommandSpec {
        name: Cow::Borrowed("how"),
        aliases: &[],
        usage: Cow::Borrowed("how [QUESTION]"),
        summary: Cow::Borrowed("Answer a how question, or quote how things were done"),
        help: Cow::Borrowed(
            "With a question: the manner or means that the articles describe. Alone: the \
             sentences of the story that say how something was done.",
        ),
        examples: &["how did they get there?", "how"],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::How),
    },
    CommandSpec {
        name: Cow::Borrowed("howmany"),
        aliases: &["how many", "how much", "how-many", "how-much", "howmuch"],
        usage: Cow::Borrowed("howmany [QUESTION]"),
        summary: Cow::Borrowed("Answer how many or how much, or list the figures"),
        help: Cow::Borrowed(
            "With a question: the number or amount that the articles give. Alone: the \
             figures of the story.",
        ),
        examples: &[
            "howmany people attended?",
            "how much did it cost?",
            "howmany",
        ],
        options: REST_OF_QUESTION,
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::Question(QuestionWord::HowMany),
    },
    CommandSpec {
        name: Cow::Borrowed("more"),
        aliases: &["next"],
        usage: Cow::Borrowed("more"),
        summary: Cow::Borrowed("Show the next quotes for the last answer"),
        help: Cow::Borrowed(
            "Continues the last answer given in this place with the next best quotes.",
        ),
        examples: &["more"],
        options: &[],
        parts: &[],
        group: CommandGroup::Asking,
        permission: Permission::Everyone,
        kind: CommandKind::More,
    },
];
