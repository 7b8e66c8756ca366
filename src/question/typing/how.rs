//! What `how` asks for: a number, a length of time, a sum of money, a reaction, or a manner.

use crate::mention::Dimension;

use super::super::model::AnswerType;
use super::nouns::{NounType, is_currency, is_funds, is_physical, is_time_unit, noun_type};
use super::words::{is_auxiliary, is_change, is_extent, is_reaction};
use super::{Typing, is_called, noun_group};

/// Sets what the `how` at `place` asks for.
pub(super) fn classify_how(words: &[&str], place: usize, typing: &mut Typing) {
    use AnswerType::{Date, Description, Duration, Manner, Money, Number, Quote, Reason};
    let next = words.get(place + 1).copied().unwrap_or_default();
    let rest = &words[(place + 2).min(words.len())..];
    let for_how_long = place > 0 && words[place - 1] == "for";
    let says = |test: fn(&str) -> bool| rest.iter().any(|word| test(word));
    let found = match next {
        "many" => how_many(rest),
        "much" => how_much(words, place, rest),
        "come" => (Reason, None),
        "soon" | "recently" => (Date, None),
        "long" if rest.first() == Some(&"ago") => (Date, None),
        "long" if !for_how_long && says(is_physical) => (Number, Some(Dimension::Length)),
        "long" => (Duration, None),
        "old" => (Number, Some(Dimension::Age)),
        "far" if says(is_course) => (Number, None),
        "tall" | "high" | "deep" | "wide" | "far" if !says(is_rate) => {
            (Number, Some(Dimension::Length))
        }
        "high" | "low" => (Number, None),
        "fast" | "quick" => (Number, Some(Dimension::Speed)),
        "heavy" => (Number, Some(Dimension::Mass)),
        "hot" | "cold" | "warm" => (Number, Some(Dimension::Temperature)),
        "powerful" => (Number, Some(Dimension::Power)),
        "expensive" | "costly" => (Money, Some(Dimension::Money)),
        "big" | "large" if says(is_sum) => (Money, Some(Dimension::Money)),
        _ if is_extent(next) => (Number, None),
        _ if is_auxiliary(next) && is_called(words) => (Description, None),
        _ if is_auxiliary(next) && says(is_reaction) => (Quote, None),
        _ => (Manner, None),
    };
    typing.set(found);
    if matches!(next, "many" | "much") {
        typing.focus = noun_group(words, place + 2, false);
    }
}

fn how_many(rest: &[&str]) -> NounType {
    let noun = rest
        .iter()
        .copied()
        .find(|word| !matches!(*word, "more" | "other" | "full" | "whole"))
        .unwrap_or_default();
    if is_time_unit(noun) {
        (AnswerType::Duration, None)
    } else if is_currency(noun) {
        (AnswerType::Money, Some(Dimension::Money))
    } else {
        (AnswerType::Number, None)
    }
}

/// A sum of money unless the words measure something else.
fn how_much(words: &[&str], place: usize, rest: &[&str]) -> NounType {
    use AnswerType::{Duration, Money, Number};
    let next = rest.first().copied().unwrap_or_default();
    let money = (Money, Some(Dimension::Money));
    let by = place > 0 && words[place - 1] == "by";
    if next == "time" || next == "longer" {
        (Duration, None)
    } else if is_funds(next) || rest.iter().any(|word| is_payment(word)) {
        money
    } else if rest.contains(&"weigh") {
        (Number, Some(Dimension::Mass))
    } else if by || rest.iter().any(|word| is_change(word)) || rest.is_empty() {
        (Number, None)
    } else if is_auxiliary(next) && !rest.contains(&"of") {
        money
    } else {
        (Number, None)
    }
}

/// What is done with money.
fn is_payment(word: &str) -> bool {
    matches!(
        word,
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
            | "sell"
            | "sold"
            | "donate"
            | "donated"
            | "embezzle"
            | "embezzled"
            | "dollars"
            | "euros"
            | "pounds"
    )
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

/// What is high without being tall.
fn is_rate(word: &str) -> bool {
    matches!(
        word,
        "turnout"
            | "rate"
            | "rates"
            | "inflation"
            | "unemployment"
            | "fever"
            | "toll"
            | "risk"
            | "share"
            | "percentage"
            | "price"
            | "prices"
            | "debt"
    )
}

/// What is big as a sum of money.
fn is_sum(word: &str) -> bool {
    matches!(noun_type(word), Some((AnswerType::Money, _))) || word == "deal"
}
