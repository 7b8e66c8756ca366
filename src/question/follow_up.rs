//! Questions that lean on the one before: `and when?`, `who else?`, `what about Putin?`.
//!
//! What a follow-up leaves out is put in from the earlier question, so that the result can be asked
//! by itself. A line that says enough on its own is none. Which conversation a line belongs to is
//! left to `bot`.

use crate::mention::NameKind;
use crate::text::{Span, fold, tokenize};

use super::model::{AskedName, Question};

/// What a conversation remembers of its last question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The question as it was understood.
    pub text: String,
    /// Names in it as they were written, with their kinds, in order.
    pub names: Vec<(String, NameKind)>,
    /// The answer that was given, when it is a name.
    pub answer: Option<(String, NameKind)>,
}

impl Remembered {
    /// What is kept of `question` and its answer.
    #[must_use]
    pub fn new(question: &Question, answer: Option<(String, NameKind)>) -> Self {
        let names = question.names.iter().map(|name: &AskedName| {
            let written = name.span.of(&question.text).to_owned();
            (written, name.kind)
        });
        Self {
            text: question.text.clone(),
            names: names.collect(),
            answer,
        }
    }
}

/// A follow-up, made whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The question to ask.
    pub question: String,
    /// True when answers that were given already are not wanted again (`who else?`).
    pub further: bool,
}

/// The longest follow-up in words; more of them make a question of its own.
const LONGEST: usize = 7;

/// Makes `line` whole with what was asked before; `None` where it needs nothing.
///
/// `kind_of` says what sort of name a phrase is in the story, if it is one.
#[must_use]
pub fn follow_up(
    line: &str,
    before: &Remembered,
    kind_of: &dyn Fn(&str) -> Option<NameKind>,
) -> Option<FollowUp> {
    let line = line.trim().trim_end_matches(['?', '.', '!', ' ']);
    let words = words_of(line);
    let start = usize::from(words.first().is_some_and(|(_, word)| is_opening(word)));
    let rest: Vec<&str> = words[start..]
        .iter()
        .map(|(_, word)| word.as_str())
        .collect();
    let opened = start > 0;
    match rest.as_slice() {
        [word] if is_question_word(word) => Some(asked_by(word, before)),
        [word, "else"] if is_question_word(word) => Some(FollowUp {
            question: if asks_by(word, before) {
                before.text.clone()
            } else {
                asked_by(word, before).question
            },
            further: true,
        }),
        [
            "anyone" | "anybody" | "anything" | "somebody" | "someone",
            "else",
        ] => Some(FollowUp {
            question: before.text.clone(),
            further: true,
        }),
        ["how", "many" | "much" | "long" | "old" | "far" | "often"] => {
            Some(asked_by(&rest.join(" "), before))
        }
        ["what" | "how", "about", ..] => {
            about(&line[words.get(start + 2)?.0.start..], before, kind_of)
        }
        [_, ..] if opened && rest.len() <= 4 && !rest.iter().any(|word| is_question_word(word)) => {
            about(&line[words[start].0.start..], before, kind_of)
        }
        [_, ..] if rest.len() <= LONGEST + 4 => with_subject(line, &words, before),
        _ => None,
    }
}

fn words_of(text: &str) -> Vec<(Span, String)> {
    tokenize(text)
        .into_iter()
        .map(|token| (token.span, fold(token.word(text)).into_owned()))
        .collect()
}

fn is_opening(word: &str) -> bool {
    matches!(word, "and" | "but" | "so" | "ok" | "okay" | "then" | "also")
}

fn is_question_word(word: &str) -> bool {
    matches!(
        word,
        "who" | "whom" | "whose" | "when" | "where" | "why" | "how" | "what" | "which" | "howmany"
    )
}

/// True when the earlier question was asked by this word.
fn asks_by(word: &str, before: &Remembered) -> bool {
    let words = words_of(&before.text);
    let mut asked = words.iter().map(|(_, word)| word.as_str());
    let known = asked.find(|word| is_question_word(word));
    known == Some(word) || known.is_some_and(|known| known.starts_with("wh") && word == "what")
}

/// The earlier question under another question word. Where it was asked who, and that is known now,
/// the name takes the place of the word: `who vetoed it?`, `and when?` → `when Russia vetoed it`.
fn asked_by(word: &str, before: &Remembered) -> FollowUp {
    let words = words_of(&before.text);
    let place = words.iter().position(|(_, word)| is_question_word(word));
    let word = if word == "howmany" { "how many" } else { word };
    let rest = match place {
        Some(place) => {
            let mut next = place + 1;
            // `how many`, `how long` go with their word.
            if words[place].1 == "how" {
                next += usize::from(words.get(next).is_some_and(|(_, word)| is_extent(word)));
            }
            let known = before.answer.as_ref().filter(|_| words[place].1 == "who");
            let name = known.map_or(String::new(), |(name, _)| format!("{name} "));
            let behind = words
                .get(next)
                .map_or("", |(span, _)| &before.text[span.start..]);
            let ahead = &before.text[..words[place].0.start];
            format!("{ahead}{name}{behind}")
        }
        None => before.text.clone(),
    };
    FollowUp {
        question: format!("{word} {}", rest.trim()),
        further: false,
    }
}

fn is_extent(word: &str) -> bool {
    matches!(
        word,
        "many" | "much" | "long" | "old" | "far" | "tall" | "high" | "often" | "big" | "fast"
    )
}

/// The earlier question about something else: in the place of the first name of the same kind, or
/// else of the last name, or beside the question where it has none.
fn about(
    phrase: &str,
    before: &Remembered,
    kind_of: &dyn Fn(&str) -> Option<NameKind>,
) -> Option<FollowUp> {
    let phrase = phrase.trim();
    if phrase.is_empty() {
        return None;
    }
    let kind = kind_of(phrase);
    let same = before.names.iter().find(|(_, known)| Some(*known) == kind);
    let replaced = same.or_else(|| kind.and(before.names.last()));
    let question = match replaced {
        Some((name, _)) => before.text.replacen(name.as_str(), phrase, 1),
        None => format!("{} {phrase}", before.text.trim_end_matches(['?', ' '])),
    };
    Some(FollowUp {
        question,
        further: false,
    })
}

/// A question whose pronoun stands for what the conversation is about.
fn with_subject(line: &str, words: &[(Span, String)], before: &Remembered) -> Option<FollowUp> {
    let (span, pronoun) = words.iter().find(|(_, word)| is_pronoun(word))?;
    let human = pronoun != "it" && pronoun != "its";
    let fits = |kind: NameKind| human == (kind == NameKind::Person);
    let names = before.answer.iter().chain(before.names.iter().rev());
    let (name, _) = names.into_iter().find(|(_, kind)| fits(*kind))?;
    let possessive = matches!(pronoun.as_str(), "his" | "its");
    let ending = if possessive { "'s" } else { "" };
    Some(FollowUp {
        question: format!("{}{name}{ending}{}", &line[..span.start], &line[span.end..]),
        further: false,
    })
}

fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "him" | "her" | "his" | "it" | "its")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(text: &str, names: &[(&str, NameKind)], answer: Option<&str>) -> Remembered {
        Remembered {
            text: text.to_owned(),
            names: names
                .iter()
                .map(|(name, kind)| ((*name).to_owned(), *kind))
                .collect(),
            answer: answer.map(|answer| (answer.to_owned(), NameKind::Person)),
        }
    }

    fn kind_of(phrase: &str) -> Option<NameKind> {
        match phrase {
            "Lena Marsk" => Some(NameKind::Person),
            "Rotterdam" => Some(NameKind::Place),
            _ => None,
        }
    }

    fn asked(line: &str, before: &Remembered) -> Option<String> {
        follow_up(line, before, &kind_of).map(|found| found.question)
    }

    #[test]
    fn a_question_word_alone_asks_the_same_otherwise() {
        let salen = before("who arrested Viktor Salen?", &[], None);
        assert_eq!(
            asked("and when?", &salen).as_deref(),
            Some("when arrested Viktor Salen?")
        );
        assert_eq!(
            asked("Why?", &salen).as_deref(),
            Some("why arrested Viktor Salen?")
        );
        let dead = before("how many people died in Belmont", &[], None);
        assert_eq!(
            asked("and where", &dead).as_deref(),
            Some("where people died in Belmont")
        );
    }

    #[test]
    fn who_it_was_is_known_once_it_was_answered() {
        let salen = before(
            "who was arrested at the airport?",
            &[],
            Some("Viktor Salen"),
        );
        assert_eq!(
            asked("and why?", &salen).as_deref(),
            Some("why Viktor Salen was arrested at the airport?")
        );
    }

    #[test]
    fn something_else_takes_the_place_of_what_was_asked_about() {
        let salen = before(
            "when was Viktor Salen arrested in Brindal?",
            &[
                ("Viktor Salen", NameKind::Person),
                ("Brindal", NameKind::Place),
            ],
            None,
        );
        assert_eq!(
            asked("what about Lena Marsk?", &salen).as_deref(),
            Some("when was Lena Marsk arrested in Brindal?")
        );
        assert_eq!(
            asked("and in Rotterdam?", &salen).as_deref(),
            Some("when was Viktor Salen arrested in Brindal in Rotterdam")
        );
        assert_eq!(
            asked("and Rotterdam?", &salen).as_deref(),
            Some("when was Viktor Salen arrested in Rotterdam?")
        );
    }

    #[test]
    fn others_are_asked_for_by_the_same_question() {
        let salen = before("who was arrested?", &[], None);
        let found = follow_up("who else?", &salen, &kind_of).unwrap();
        assert!(found.further && found.question == salen.text);
    }

    #[test]
    fn a_pronoun_stands_for_whom_the_talk_is_about() {
        let salen = before(
            "who led the port?",
            &[("Brindal", NameKind::Place)],
            Some("Viktor Salen"),
        );
        assert_eq!(
            asked("when was he arrested?", &salen).as_deref(),
            Some("when was Viktor Salen arrested")
        );
        assert_eq!(
            asked("who is his lawyer", &salen).as_deref(),
            Some("who is Viktor Salen's lawyer")
        );
        assert_eq!(
            asked("where is it?", &salen).as_deref(),
            Some("where is Brindal")
        );
    }

    #[test]
    fn what_says_enough_is_left_alone() {
        let salen = before("who was arrested?", &[], None);
        assert_eq!(
            asked("who sentenced Salen to six years in prison?", &salen),
            None
        );
        assert_eq!(asked("", &salen), None);
    }
}
