//! Decides what sort of answer a question wants, from its words alone.
//!
//! The first question word counts (`who`, `in which year`, `how much`); without one, an auxiliary at
//! the start asks for yes or no. Nouns after `what` and `which` say what is wanted (`which city`).

use crate::mention::Dimension;

use super::model::AnswerType;

/// The type of a question, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// What is wanted.
    pub answer_type: AnswerType,
    /// What the wanted number measures.
    pub dimension: Option<Dimension>,
    /// True for `who is X`, `what is an X`.
    pub definition: bool,
    /// Index (into the words given) of the question word, if there is one.
    pub question_word: Option<usize>,
    /// Indexes of the noun group after `what`, `which`, `how many` that says what is wanted.
    pub focus: std::ops::Range<usize>,
}

/// Classifies a question given as folded words in order.
#[must_use]
pub fn classify(words: &[&str]) -> Typing {
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
        "how" | "howmany" => classify_how(words, place, &mut typing),
        _ => classify_what(words, place, &mut typing),
    }
    typing
}

fn typing(answer_type: AnswerType, words: &[&str], question_word: Option<usize>) -> Typing {
    Typing {
        answer_type,
        dimension: None,
        definition: false,
        question_word,
        focus: words.len()..words.len(),
    }
}

fn is_question_word(word: &str) -> bool {
    matches!(
        word,
        "who"
            | "whom"
            | "whose"
            | "when"
            | "where"
            | "why"
            | "how"
            | "howmany"
            | "what"
            | "which"
            | "whats"
            | "what's"
            | "who's"
    )
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "am"
            | "do"
            | "does"
            | "did"
            | "has"
            | "have"
            | "had"
            | "can"
            | "could"
            | "will"
            | "would"
            | "shall"
            | "should"
            | "may"
            | "might"
            | "must"
            | "isn't"
            | "aren't"
            | "wasn't"
            | "weren't"
            | "don't"
            | "doesn't"
            | "didn't"
            | "hasn't"
            | "haven't"
            | "can't"
            | "won't"
    )
}

fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been")
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "to"
            | "of"
            | "with"
            | "under"
            | "over"
            | "into"
            | "about"
            | "against"
            | "during"
            | "since"
            | "until"
            | "through"
            | "after"
            | "before"
            | "between"
    )
}

fn classify_without_question_word(words: &[&str]) -> Typing {
    if words.first().is_some_and(|word| is_auxiliary(word)) && words.len() > 2 {
        return typing(AnswerType::YesNo, words, None);
    }
    let mut result = typing(AnswerType::Description, words, None);
    // `name the president of …`, `price of an Aurus`, `population of Lagos`: the first noun speaks.
    if let Some((answer_type, dimension)) = words.iter().take(4).find_map(|word| noun_type(word))
        && matches!(
            answer_type,
            AnswerType::Number | AnswerType::Money | AnswerType::Date
        )
    {
        result.answer_type = answer_type;
        result.dimension = dimension;
    }
    result
}

/// `who is X` wants a description; every other `who` wants somebody.
fn classify_who(words: &[&str], place: usize, typing: &mut Typing) {
    typing.answer_type = AnswerType::Person;
    let rest = &words[(place + 1).min(words.len())..];
    let defines = place == 0
        && words[place] != "whose"
        && (words[place] == "who's" || rest.first().is_some_and(|word| is_be(word)))
        && names_only(rest.get(1..).unwrap_or_default());
    if defines {
        typing.answer_type = AnswerType::Description;
        typing.definition = true;
    }
}

/// True when the words after `who is` are a bare name: no article, role or verb. Names are folded,
/// so this looks for what a name does not hold.
fn names_only(words: &[&str]) -> bool {
    let holds_other = words.iter().any(|word| {
        matches!(
            *word,
            "the"
                | "a"
                | "an"
                | "of"
                | "in"
                | "to"
                | "by"
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
        ) || noun_type(word).is_some()
            || ((word.ends_with("ing") || word.ends_with("ed")) && word.len() > 6)
    });
    !words.is_empty() && words.len() <= 4 && !holds_other
}

fn classify_how(words: &[&str], place: usize, typing: &mut Typing) {
    use AnswerType::{Date, Duration, Manner, Money, Number};
    let next = if words[place] == "howmany" {
        "many"
    } else {
        words.get(place + 1).copied().unwrap_or_default()
    };
    let rest = &words[(place + 2).min(words.len())..];
    let (answer_type, dimension) = match next {
        "much" if is_about_money(rest) => (Money, Some(Dimension::Money)),
        "long" if rest.first() == Some(&"ago") => (Date, None),
        "long" if rest.iter().any(|word| is_physical(word)) => (Number, Some(Dimension::Length)),
        "long" => (Duration, None),
        "old" => (Number, Some(Dimension::Age)),
        "far" if rest.iter().any(|word| is_course(word)) => (Number, None),
        "tall" | "high" | "deep" | "wide" | "far" => (Number, Some(Dimension::Length)),
        "fast" | "quick" => (Number, Some(Dimension::Speed)),
        "heavy" => (Number, Some(Dimension::Mass)),
        "hot" | "cold" | "warm" => (Number, Some(Dimension::Temperature)),
        "powerful" => (Number, Some(Dimension::Power)),
        "expensive" | "costly" => (Money, Some(Dimension::Money)),
        "many" | "much" | "big" | "large" | "often" | "frequently" | "close" => (Number, None),
        _ => (Manner, None),
    };
    typing.answer_type = answer_type;
    typing.dimension = dimension;
    if answer_type == Number && dimension.is_none() && matches!(next, "many" | "much") {
        let start = if words[place] == "howmany" {
            place + 1
        } else {
            place + 2
        };
        typing.focus = noun_group(words, start);
    }
}

fn is_about_money(words: &[&str]) -> bool {
    words.iter().any(|word| {
        matches!(
            *word,
            "cost"
                | "costs"
                | "pay"
                | "paid"
                | "pays"
                | "worth"
                | "price"
                | "spend"
                | "spent"
                | "money"
                | "earn"
                | "earned"
                | "charge"
                | "charged"
                | "owe"
                | "fine"
                | "fined"
                | "invest"
                | "invested"
                | "raise"
                | "raised"
                | "sell"
                | "sold"
                | "donate"
                | "donated"
                | "funding"
                | "salary"
                | "severance"
                | "compensation"
                | "ransom"
                | "debt"
                | "embezzle"
                | "embezzled"
                | "damage"
                | "dollars"
                | "euros"
                | "pounds"
        )
    })
}

/// What prices and shares do: `how far` they did it is no length.
fn is_course(word: &str) -> bool {
    matches!(
        word,
        "shares"
            | "stock"
            | "stocks"
            | "prices"
            | "price"
            | "sales"
            | "profits"
            | "inflation"
            | "currency"
            | "rates"
            | "index"
    )
}

/// Things whose `how long` asks for metres rather than days.
fn is_physical(word: &str) -> bool {
    matches!(
        word,
        "bridge"
            | "tunnel"
            | "river"
            | "road"
            | "wall"
            | "coast"
            | "border"
            | "ship"
            | "boat"
            | "route"
            | "pipeline"
            | "beach"
            | "railway"
            | "track"
            | "snake"
            | "line"
    )
}

fn classify_what(words: &[&str], place: usize, typing: &mut Typing) {
    let rest = place + 1;
    let next = words.get(rest).copied().unwrap_or_default();
    if is_quote_question(words, rest) {
        typing.answer_type = AnswerType::Quote;
        return;
    }
    if matches!(next, "caused" | "causes") || phrase(words, rest, &["is", "the", "reason"]) {
        typing.answer_type = AnswerType::Reason;
        return;
    }
    let start = skip_to_noun(words, rest);
    typing.focus = noun_group(words, start);
    let head = typing
        .focus
        .clone()
        .rev()
        .find_map(|index| noun_type(words[index]));
    if let Some((answer_type, dimension)) = head {
        typing.answer_type = answer_type;
        typing.dimension = dimension;
    } else if is_be(next) && start == rest + 1 {
        // `what is an Aurus`, `what was Kortezh`: no kind is asked for, the thing itself is.
        typing.definition = words.len() - rest <= 5;
        typing.focus = words.len()..words.len();
    }
}

/// `what did X say …`, `what does X think of …`.
fn is_quote_question(words: &[&str], rest: usize) -> bool {
    let auxiliary = words.get(rest).is_some_and(|word| {
        matches!(
            *word,
            "did" | "does" | "do" | "has" | "have" | "was" | "were"
        )
    });
    auxiliary
        && words[rest..].iter().any(|word| {
            matches!(
                *word,
                "say"
                    | "said"
                    | "tell"
                    | "told"
                    | "announce"
                    | "announced"
                    | "claim"
                    | "claimed"
                    | "comment"
                    | "reply"
                    | "replied"
                    | "answer"
                    | "warn"
                    | "warned"
                    | "promise"
                    | "promised"
                    | "think"
                    | "declare"
                    | "declared"
            )
        })
}

fn phrase(words: &[&str], start: usize, expected: &[&str]) -> bool {
    words.get(start..start + expected.len()) == Some(expected)
}

/// From after `what`: over `is the`, `kind of`, `was the name of the` to the noun that is wanted.
fn skip_to_noun(words: &[&str], start: usize) -> usize {
    let mut place = start;
    while let Some(word) = words.get(place) {
        let of_follows = words.get(place + 1) == Some(&"of");
        let skipped = match *word {
            "kind" | "type" | "sort" | "kinds" | "types" | "sorts" | "name" | "names" | "title"
            | "brand" | "make"
                if of_follows =>
            {
                2
            }
            word if place == start && is_be(word) => 1,
            "the" | "a" | "an" | "other" | "exact" | "main" | "own" => 1,
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
fn noun_group(words: &[&str], start: usize) -> std::ops::Range<usize> {
    let start = start.min(words.len());
    let length = words[start..]
        .iter()
        .take(3)
        .take_while(|word| !is_auxiliary(word) && !is_preposition(word) && !is_question_word(word))
        .count();
    start..start + length
}

/// What a noun that is asked for stands for: `which *city*` → a place.
fn noun_type(word: &str) -> Option<(AnswerType, Option<Dimension>)> {
    use AnswerType::{Date, Duration, Money, Number, Organization, Person, Place};
    let plain = |answer_type| Some((answer_type, None));
    let measured = |dimension| Some((Number, Some(dimension)));
    match word
        .strip_suffix('s')
        .filter(|w| w.len() > 3)
        .unwrap_or(word)
    {
        "year" | "date" | "day" | "month" | "decade" | "century" | "weekday" | "time" => {
            plain(Date)
        }
        "duration" | "period" => plain(Duration),
        "city" | "country" | "countrie" | "citie" | "state" | "county" | "town" | "region"
        | "continent" | "place" | "location" | "province" | "village" | "nation" | "island"
        | "river" | "street" | "venue" | "capital" | "district" | "area" | "birthplace"
        | "airport" | "ocean" | "sea" | "lake" | "mountain" => plain(Place),
        "person" | "man" | "woman" | "people" | "king" | "queen" | "president" | "scientist"
        | "actor" | "actres" | "author" | "singer" | "leader" | "player" | "coach" | "emperor"
        | "pope" | "politician" | "minister" | "ambassador" | "spokesman" | "spokeswoman"
        | "spokesperson" | "official" | "general" | "judge" | "lawyer" | "journalist"
        | "reporter" | "writer" | "director" | "founder" | "inventor" | "senator" | "governor"
        | "mayor" | "chief" | "boss" | "brother" | "sister" | "wife" | "husband" | "father"
        | "mother" | "son" | "daughter" | "adviser" | "aide" | "secretary" | "winner"
        | "researcher" | "professor" | "expert" | "doctor" | "philosopher" | "composer"
        | "chairman" | "ceo" | "quarterback" | "performer" | "architect" | "artist" => {
            plain(Person)
        }
        "company" | "companie" | "organization" | "organisation" | "agency" | "agencie"
        | "party" | "partie" | "ministry" | "ministrie" | "team" | "university" | "universitie"
        | "bank" | "institute" | "institution" | "group" | "newspaper" | "broadcaster"
        | "network" | "airline" | "club" | "firm" | "corporation" | "manufacturer" | "maker"
        | "committee" | "council" | "court" | "department" => plain(Organization),
        "percentage" | "percent" | "proportion" | "share" | "fraction" => {
            measured(Dimension::Share)
        }
        "number" | "amount" | "population" | "total" | "size" | "toll" | "score" => plain(Number),
        "speed" => measured(Dimension::Speed),
        "height" | "length" | "width" | "depth" | "distance" | "altitude" | "elevation" => {
            measured(Dimension::Length)
        }
        "weight" | "mas" => measured(Dimension::Mass),
        "temperature" => measured(Dimension::Temperature),
        "horsepower" => measured(Dimension::Power),
        "age" => measured(Dimension::Age),
        "price" | "cost" | "salary" | "fee" | "wage" | "budget" | "revenue" | "income" => {
            Some((Money, Some(Dimension::Money)))
        }
        _ => None,
    }
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
