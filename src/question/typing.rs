//! Decides what sort of answer a question wants, from its words alone.
//!
//! The first question word counts (`who`, `in which year`, `how much`); without one, an auxiliary at
//! the start asks for yes or no, and otherwise the first noun says what is wanted (`price of …`,
//! `name the pilot`). Nouns after `what` and `which` say what is wanted (`which city`). How often
//! this is right is measured on `tests/data/question-types.txt`.

mod how;
mod nouns;
mod words;

use crate::mention::Dimension;

use super::model::AnswerType;
use how::classify_how;
use nouns::{NounType, noun_type};
use words::{
    holds_be, is_auxiliary, is_be, is_do, is_numeral, is_preposition, is_question_word, is_speech,
    repaired,
};

/// The type of a question, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// What is wanted.
    pub answer_type: AnswerType,
    /// What the wanted number measures.
    pub dimension: Option<Dimension>,
    /// True for `who is X`, `what is an X`.
    pub definition: bool,
    /// True where several things are asked for.
    pub list: bool,
    /// Index (into the words given) of the question word, if there is one.
    pub question_word: Option<usize>,
    /// Indexes of the noun group after `what`, `which`, `how many` that says what is wanted.
    pub focus: std::ops::Range<usize>,
}

/// Classifies a question given as folded words in order.
#[must_use]
pub fn classify(words: &[&str]) -> Typing {
    let (said, places) = spelt_out(words);
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let mut typing = classify_words(&said);
    // Back to the words as given.
    let given = |index: usize| places.get(index).copied().unwrap_or(words.len());
    typing.question_word = typing.question_word.map(given);
    typing.focus = if typing.focus.is_empty() {
        words.len()..words.len()
    } else {
        given(typing.focus.start)..given(typing.focus.end - 1) + 1
    };
    typing
}

/// The words with slips repaired and contractions parted, and for each the index of the word that it
/// comes from. `do you know`, `tell me` and the like are left out: they ask nothing.
fn spelt_out(words: &[&str]) -> (Vec<String>, Vec<usize>) {
    let (mut said, mut places) = (Vec::new(), Vec::new());
    let lead = lead_in(words);
    for (place, word) in words.iter().enumerate().skip(lead) {
        for part in repaired(word).split(' ') {
            said.push(part.to_owned());
            places.push(place);
        }
        if holds_be(word) {
            said.push("is".to_owned());
            places.push(place);
        }
    }
    (said, places)
}

/// How many words at the start only lead to the question.
fn lead_in(words: &[&str]) -> usize {
    const LEADS: &[&[&str]] = &[
        &["do", "you", "know"],
        &["does", "anyone", "know"],
        &["does", "anybody", "know"],
        &["do", "we", "know"],
        &["can", "you", "tell", "me"],
        &["could", "you", "tell", "me"],
        &["i", "want", "to", "know"],
        &["i", "would", "like", "to", "know"],
        &["i", "wonder"],
        &["tell", "me"],
        &["please", "tell", "me"],
        &["say"],
    ];
    LEADS
        .iter()
        .filter(|lead| words.starts_with(lead))
        .map(|lead| lead.len())
        .filter(|length| {
            let next = words.get(*length).map(|word| repaired(word));
            next.is_some_and(|word| {
                is_question_word(word.split(' ').next().unwrap_or(word))
                    || is_preposition(word) && word != "about"
            })
        })
        .max()
        .unwrap_or(0)
}

fn classify_words(words: &[&str]) -> Typing {
    let Some(place) = words.iter().position(|word| is_question_word(word)) else {
        return classify_without_question_word(words);
    };
    if place > 0 && is_auxiliary(words[0]) && !is_preposition(words[place - 1]) {
        return typing(AnswerType::YesNo, words, None);
    }
    let mut typing = typing(AnswerType::Description, words, Some(place));
    match words[place] {
        "who" | "whom" | "whose" => classify_who(words, place, &mut typing),
        "when" => typing.answer_type = AnswerType::Date,
        "where" => typing.answer_type = AnswerType::Place,
        "why" => typing.answer_type = AnswerType::Reason,
        "how" => classify_how(words, place, &mut typing),
        _ => classify_what(words, place, &mut typing),
    }
    typing.list = asks_for_several(words, place, &typing);
    typing
}

/// `which countries`, `who were the …`, `what are the …`.
fn asks_for_several(words: &[&str], place: usize, typing: &Typing) -> bool {
    if !matches!(words[place], "who" | "whom" | "which" | "what") || typing.definition {
        return false;
    }
    let plural_verb = matches!(words.get(place + 1), Some(&("are" | "were")))
        && !words[place + 1..].iter().any(|word| is_participle(word));
    let names = words[place + 1..]
        .windows(2)
        .any(|pair| pair == ["names", "of"]);
    let head = typing.focus.clone().next_back().map(|head| words[head]);
    // `what comes next`: behind `what`, a word in -s that no auxiliary follows may be a verb.
    let verb = words[place] == "what"
        && head.is_some_and(|head| noun_type(head).is_none())
        && typing.focus.start == place + 1
        && !words
            .get(typing.focus.end)
            .is_some_and(|word| is_auxiliary(word));
    if verb {
        return false;
    }
    plural_verb || names || head.is_some_and(is_plural)
}

fn is_plural(noun: &str) -> bool {
    let singular = matches!(
        noun,
        "species" | "series" | "news" | "terms" | "grounds" | "damages" | "means" | "words"
    );
    !singular
        && (matches!(noun, "people" | "men" | "women" | "children")
            || noun.len() > 3
                && noun.ends_with('s')
                && !noun.ends_with("ss")
                && !noun.ends_with("us")
                && !noun.ends_with("is"))
}

fn typing(answer_type: AnswerType, words: &[&str], question_word: Option<usize>) -> Typing {
    Typing {
        answer_type,
        dimension: None,
        definition: false,
        list: false,
        question_word,
        focus: words.len()..words.len(),
    }
}

impl Typing {
    fn set(&mut self, (answer_type, dimension): NounType) {
        self.answer_type = answer_type;
        self.dimension = dimension;
    }
}

fn classify_without_question_word(words: &[&str]) -> Typing {
    let first = words.first().copied().unwrap_or_default();
    let asks = is_auxiliary(first) && words.len() > 2 || first == "any" && words.len() > 1;
    if asks {
        return typing(AnswerType::YesNo, words, None);
    }
    if matches!(first, "quote" | "quotes") && words.len() > 1 {
        return typing(AnswerType::Quote, words, None);
    }
    let mut result = typing(AnswerType::Description, words, None);
    let named = matches!(first, "name" | "list" | "give" | "identify");
    let start = skip_to_noun(
        words,
        usize::from(named && words.get(1) != Some(&"of")),
        false,
    );
    let group = keyword_group(words, start);
    let told = named || start > 0;
    let head = if told || words.get(group.end) == Some(&"responsible") {
        group
            .clone()
            .rev()
            .find_map(|index| noun_type(words[index]))
    } else {
        group
            .clone()
            .next_back()
            .and_then(|index| noun_type(words[index]))
    };
    if let Some(found) = head {
        result.set(found);
        if found.1 == Some(Dimension::Length) && lasts(words, group.end) {
            result.set((AnswerType::Duration, None));
        }
        // Keywords name what they are about more often than what is wanted.
        if named {
            result.list = group.clone().any(|index| is_plural(words[index]));
            result.focus = group;
        }
    }
    result
}

/// The words up to the first preposition or verb, at most four.
fn keyword_group(words: &[&str], start: usize) -> std::ops::Range<usize> {
    let start = start.min(words.len());
    let length = words[start..]
        .iter()
        .take(4)
        .take_while(|word| {
            !is_auxiliary(word)
                && !is_preposition(word)
                && !matches!(**word, "that" | "responsible" | "called")
        })
        .count();
    start..start + length
}

/// `who is X` wants a description; every other `who` wants somebody.
fn classify_who(words: &[&str], place: usize, typing: &mut Typing) {
    typing.answer_type = AnswerType::Person;
    let rest = &words[place + 1..];
    let defines = place == 0
        && words[place] != "whose"
        && rest.first().is_some_and(|word| is_be(word))
        && names_only(rest.get(1..).unwrap_or_default());
    if defines {
        typing.answer_type = AnswerType::Description;
        typing.definition = true;
    }
}

/// True when the words after `who is` are a bare name: no article, role or verb. Names are folded,
/// so this looks for what a name does not hold.
fn names_only(words: &[&str]) -> bool {
    let holds_other = words.iter().enumerate().any(|(place, word)| {
        matches!(
            *word,
            "the"
                | "a"
                | "an"
                | "of"
                | "in"
                | "to"
                | "by"
                | "at"
                | "on"
                | "for"
                | "with"
                | "his"
                | "her"
                | "their"
                | "responsible"
                | "behind"
                | "involved"
                | "new"
                | "it"
                | "they"
                | "there"
                | "he"
                | "she"
                | "else"
                | "first"
                | "last"
                | "next"
                | "missing"
                | "dead"
                | "guilty"
                | "now"
        ) || place == words.len() - 1 && noun_type(word).is_some()
            || is_participle(word)
    });
    !words.is_empty() && words.len() <= 4 && !holds_other
}

/// `killed`, `suing`, `shot`: what is done rather than a name.
fn is_participle(word: &str) -> bool {
    let name = matches!(
        word,
        "mohammed"
            | "ahmed"
            | "muhammed"
            | "saeed"
            | "hamed"
            | "khaled"
            | "waleed"
            | "alfred"
            | "jared"
            | "wilfred"
            | "manfred"
            | "reed"
            | "beijing"
            | "nanjing"
            | "harding"
            | "fleming"
            | "jiangqing"
    );
    !name
        && ((word.ends_with("ing") || word.ends_with("ed")) && word.len() > 4
            || matches!(
                word,
                "shot"
                    | "hurt"
                    | "sent"
                    | "held"
                    | "caught"
                    | "lost"
                    | "born"
                    | "chosen"
                    | "found"
                    | "hit"
                    | "left"
                    | "freed"
                    | "given"
                    | "sold"
                    | "told"
                    | "seen"
                    | "known"
                    | "paid"
                    | "fined"
                    | "beaten"
                    | "taken"
                    | "cut"
                    | "forced"
            ))
}

/// `what was the ship called`, `how is it named`.
fn is_called(words: &[&str]) -> bool {
    matches!(words.last(), Some(&("called" | "named")))
}

fn classify_what(words: &[&str], place: usize, typing: &mut Typing) {
    let rest = place + 1;
    let before = place.checked_sub(1).map_or("", |before| words[before]);
    if let Some(found) = fixed_phrase(words, rest, before) {
        typing.set(found);
        return;
    }
    let start = skip_to_noun(words, rest, true);
    let asks_directly = start == rest || is_numeral(words[rest]);
    typing.focus = noun_group(words, start, asks_directly);
    // Before an auxiliary the last noun is the head: `what building *materials* were used`.
    let ended = words
        .get(typing.focus.end)
        .is_some_and(|word| is_auxiliary(word));
    let heads = if ended { 1 } else { typing.focus.len() };
    let head = typing
        .focus
        .clone()
        .rev()
        .take(heads)
        .find_map(|index| noun_type(words[index]))
        .map(|found| {
            if lasts(words, typing.focus.end) && found.1 == Some(Dimension::Length) {
                (AnswerType::Duration, None)
            } else {
                found
            }
        });
    let next = words.get(rest).copied().unwrap_or_default();
    if let Some(found) = head {
        typing.set(found);
    } else if is_be(next) && start == rest + 1 && !is_called(words) {
        // `what is an Aurus`, `what was Kortezh`: no kind is asked for, the thing itself is.
        typing.definition = words.len() - rest <= 5;
        typing.focus = words.len()..words.len();
    }
}

/// True for the length of what goes on in time (`length of the *ban*`).
fn lasts(words: &[&str], from: usize) -> bool {
    words[from.min(words.len())..].iter().any(|word| {
        matches!(
            *word,
            "ban"
                | "mission"
                | "sentence"
                | "strike"
                | "war"
                | "visit"
                | "contract"
                | "stay"
                | "term"
                | "trial"
                | "suspension"
                | "siege"
                | "flight"
                | "film"
                | "mandate"
                | "outage"
                | "blackout"
                | "ceasefire"
                | "match"
                | "game"
                | "speech"
                | "journey"
        )
    })
}

/// Questions with `what` that are asked by their verb rather than by a noun.
fn fixed_phrase(words: &[&str], rest: usize, before: &str) -> Option<NounType> {
    use AnswerType::{Money, Quote, Reason};
    let next = words.get(rest).copied().unwrap_or_default();
    let tail = &words[rest.min(words.len())..];
    let last = words.last().copied().unwrap_or_default();
    let asks_speech =
        (is_do(next) || matches!(next, "was" | "were")) && tail.iter().any(|word| is_speech(word));
    if asks_speech {
        return Some((Quote, None));
    }
    if is_do(next) && matches!(last, "cost" | "costs" | "pay" | "earn") {
        return Some((Money, Some(Dimension::Money)));
    }
    let makes = matches!(
        next,
        "caused" | "causes" | "sparked" | "triggered" | "prompted" | "made" | "drove" | "provoked"
    );
    let phrases: [&[&str]; 5] = [
        &["led", "to"],
        &["is", "behind"],
        &["was", "behind"],
        &["lies", "behind"],
        &["brought", "about"],
    ];
    let accused = matches!(last, "of" | "for" | "against")
        && tail.iter().any(|word| is_complaint(word))
        || before == "for" && tail.iter().any(|word| is_complaint(word));
    let reason = makes
        || words[..rest].contains(&"because")
        || accused
        || phrases.iter().any(|phrase| tail.starts_with(phrase));
    reason.then_some((Reason, None))
}

/// What is held against somebody: its object is why it is done.
fn is_complaint(word: &str) -> bool {
    matches!(
        word,
        "accused"
            | "convicted"
            | "protesting"
            | "protest"
            | "arrested"
            | "jailed"
            | "blamed"
            | "criticised"
            | "criticized"
            | "condemned"
            | "demonstrating"
            | "sentenced"
    )
}

/// From after `what`: over `is the`, `kind of`, `was the name of the`, `two` to the noun that is
/// wanted.
fn skip_to_noun(words: &[&str], start: usize, over_be: bool) -> usize {
    let mut place = start;
    while let Some(word) = words.get(place) {
        let of_follows = words.get(place + 1) == Some(&"of");
        let skipped = match *word {
            "kind" | "type" | "sort" | "kinds" | "types" | "sorts" | "name" | "names" | "title"
            | "brand" | "make" | "part"
                if of_follows =>
            {
                2
            }
            word if over_be && place == start && is_be(word) => 1,
            "the" | "a" | "an" | "other" | "exact" | "main" | "own" | "of" | "his" | "her"
            | "its" | "their" => 1,
            word if place == start && is_numeral(word) => 1,
            _ => 0,
        };
        if skipped == 0 {
            break;
        }
        place += skipped;
    }
    place
}

/// The words from `start` up to the next verb, auxiliary, preposition or end: at most three.
///
/// Without knowing verbs, a noun whose kind is known ends the group; and where the noun stands right
/// behind the question word (`direct`) and no auxiliary follows, it is the first word alone: the next
/// may well be the verb (`which law forbids …`).
fn noun_group(words: &[&str], start: usize, direct: bool) -> std::ops::Range<usize> {
    let start = start.min(words.len());
    let is_noun = |word: &&str| {
        !is_auxiliary(word)
            && !is_preposition(word)
            && !is_question_word(word)
            && !matches!(*word, "the" | "a" | "an" | "that" | "his" | "her" | "their")
    };
    let length = words[start..]
        .iter()
        .take(3)
        .take_while(|word| is_noun(word))
        .count();
    // `which stadium hosts …`: a plural behind a singular is a verb.
    let is_verb = |index: usize| {
        index > 0 && is_plural(words[start + index]) && !is_plural(words[start + index - 1])
    };
    let known = (0..length)
        .take_while(|index| *index == 0 || noun_type(words[start + index]).is_some())
        .take_while(|index| !(direct && is_verb(*index)))
        .filter(|index| noun_type(words[start + index]).is_some())
        .last();
    let ended = words
        .get(start + length)
        .is_some_and(|word| is_auxiliary(word));
    let kept = match known {
        Some(last) if !ended => last + 1,
        None if direct && !ended => length.min(1),
        _ => length,
    };
    start..start + kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(question: &str) -> (AnswerType, Option<Dimension>) {
        let words: Vec<&str> = question.split_whitespace().collect();
        let typing = classify(&words);
        (typing.answer_type, typing.dimension)
    }

    #[test]
    fn question_words_and_nouns_decide() {
        use AnswerType as A;
        let cases = [
            ("who gave the mayor the keys", A::Person, None),
            ("who is angela merkel", A::Description, None),
            ("who is the mayor of lagos", A::Person, None),
            ("when did the bridge fall", A::Date, None),
            ("in which year was it built", A::Date, None),
            ("how long is the bridge", A::Number, Some(Dimension::Length)),
            ("how long did the strike last", A::Duration, None),
            ("how far did the shares fall", A::Number, None),
            ("how tall is she", A::Number, Some(Dimension::Length)),
            ("how much does it cost", A::Money, Some(Dimension::Money)),
            (
                "how much damage did it do",
                A::Money,
                Some(Dimension::Money),
            ),
            ("how many people died", A::Number, None),
            ("how did he escape", A::Manner, None),
            ("why did he resign", A::Reason, None),
            ("what caused the fire", A::Reason, None),
            ("what did the minister say about the fire", A::Quote, None),
            (
                "what is the top speed of the train",
                A::Number,
                Some(Dimension::Speed),
            ),
            ("which countries signed", A::Place, None),
            ("what kind of dog was it", A::Description, None),
            ("did the minister resign", A::YesNo, None),
            ("what percentage voted", A::Number, Some(Dimension::Share)),
            ("to whom was it given", A::Person, None),
            ("population of lagos", A::Number, None),
            ("flood damage", A::Description, None),
        ];
        for (question, answer_type, dimension) in cases {
            assert_eq!(of(question), (answer_type, dimension), "{question}");
        }
    }

    #[test]
    fn the_focus_is_the_noun_that_is_asked_for() {
        let words = ["what", "kind", "of", "car", "did", "he", "drive"];
        assert_eq!(classify(&words).focus, 3..4);
        let words = ["which", "resolution", "names", "cars"];
        assert_eq!(classify(&words).focus.start, 1);
    }

    #[test]
    fn nothing_asked_is_a_description() {
        assert_eq!(classify(&[]).answer_type, AnswerType::Description);
    }
}
