//! Finds numbers with what they count or measure: money, shares, sizes, ages, ranks, things.
//!
//! Numbers that belong to dates are found here as well; the caller drops what a date covers.

use super::lexicon::Classes;
use super::model::{Dimension, Quantity};
use super::number::{Number, Sort, read_number};
use super::scan::{Scan, Shape};
use super::unit::{currency_sign, per_time, powered, unit_of};
use crate::text::{Span, fold};

/// The quantities of a text in order.
pub(super) fn find_quantities(scan: &Scan<'_>) -> Vec<(Span, Quantity)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < scan.words.len() {
        let word = &scan.words[index];
        let starts = word.shape == Shape::Digits
            || word.is(Classes::NUMBER)
            || matches!(scan.word(index), "a" | "an" | "A" | "An");
        let taken = starts.then(|| take(scan, index)).flatten();
        index = match taken {
            Some((end, span, quantity)) => {
                found.push((span, quantity));
                end
            }
            None => index + 1,
        };
    }
    found
}

/// The quantity whose number starts at `index`, and where to go on.
fn take(scan: &Scan<'_>, index: usize) -> Option<(usize, Span, Quantity)> {
    let number = read_number(scan, index)?;
    if is_part_of_other(scan, index, number) {
        return None;
    }
    let (upper, end) = read_upper(scan, index, number);
    let mut quantity = Quantity {
        value: number.value,
        upper: upper.map(|upper| upper.value),
        dimension: match number.sort {
            Sort::Ordinal => Dimension::Ordinal,
            Sort::Fraction => Dimension::Share,
            Sort::Cardinal | Sort::Vague => Dimension::Count,
        },
        unit: None,
    };
    // `$2 to $3 million`, `two to three million`: the scale belongs to both ends.
    if let Some(upper) = upper.filter(|upper| upper.scaled && !number.scaled && number.value < 1e3)
    {
        let factor = scale_of(upper);
        quantity.value *= factor;
    }
    let scaled = number.scaled || upper.is_some_and(|upper| upper.scaled);
    let mut words = index..end;
    let start = if let Some((start, unit)) = money_before(scan, index) {
        quantity.dimension = Dimension::Money;
        quantity.unit = Some(unit.to_owned());
        start
    } else {
        words.end = read_unit(scan, end, scaled, &mut quantity);
        scan.words[index].span.start
    };
    let mut span = Span::new(start, scan.words[words.end - 1].span.end);
    if quantity.dimension == Dimension::Share && scan.gap(words.end).starts_with('%') {
        span.end += 1;
    }
    read_rank(scan, index, &mut span, &mut quantity);
    read_age(scan, index, words.end, &mut span, &mut quantity);
    if quantity.dimension != Dimension::Age {
        let first = modifier_start(scan, scan.index_at(span.start).min(index));
        span.start = first.map_or(span.start, |first| scan.words[first].span.start);
    }
    Some((words.end, span, quantity))
}

/// Times of day, parts of names (`F-16`), dotted numbers, and `one` that counts nothing.
fn is_part_of_other(scan: &Scan<'_>, index: usize, number: Number) -> bool {
    let word = &scan.words[index];
    let before = scan.gap(index);
    let behind = scan.gap(number.end);
    let glued = before == "-"
        && index > 0
        && !word.first
        && scan.words[index - 1].is_capitalized()
        && word.shape == Shape::Digits;
    let clock = before.ends_with(':') && before.len() == 1
        || (behind == ":"
            && scan
                .words
                .get(number.end)
                .is_some_and(|next| next.shape == Shape::Digits));
    let link = before.ends_with(['/', '_', '#', '@']);
    if glued || clock || link {
        return true;
    }
    let lower = scan.word(index).to_lowercase();
    match lower.as_str() {
        "one" if number.end == index + 1 => is_pronoun_one(scan, index),
        "second" | "first" => {
            // `First, …` orders the talk, `a second later` is a time.
            behind.starts_with(',') || word.first && scan.is(index + 1, Classes::FUNCTION)
        }
        "score" | "quarter" => true,
        _ => false,
    }
}

fn is_pronoun_one(scan: &Scan<'_>, index: usize) -> bool {
    let before = index
        .checked_sub(1)
        .filter(|_| scan.gap(index) == " ")
        .map_or("", |before| scan.word(before));
    let determined = matches!(
        before,
        "no" | "No"
            | "the"
            | "that"
            | "this"
            | "which"
            | "any"
            | "every"
            | "each"
            | "another"
            | "some"
            | "a"
    );
    let next = scan.word(index + 1);
    let counts = scan.gap(index + 1) == " "
        && (next == "of"
            || !scan.is(index + 1, Classes::FUNCTION)
                && scan.words.get(index + 1).is_some_and(|word| !word.first)
            || matches!(next, "more" | "other"))
        || scan.gap(index + 1) == "-";
    determined || !counts
}

/// The upper end of a range: `two to five`, `10–15`, `between 3 and 4`.
fn read_upper(scan: &Scan<'_>, index: usize, number: Number) -> (Option<Number>, usize) {
    let none = (None, number.end);
    if number.sort == Sort::Ordinal {
        return none;
    }
    let gap = scan.gap(number.end);
    let dash = matches!(
        gap,
        "-" | "–" | "—" | " – " | "-$" | "–$" | "-€" | "-£" | "%-" | "%–"
    );
    let between = index
        .checked_sub(1)
        .is_some_and(|before| scan.word(before).eq_ignore_ascii_case("between"));
    let link = match scan.word(number.end) {
        "to" | "or" => true,
        "and" => between,
        _ => false,
    } && matches!(gap, " " | "% ");
    let place = if dash {
        number.end
    } else if link && matches!(scan.gap(number.end + 1), " " | " $" | " €" | " £") {
        number.end + 1
    } else {
        return none;
    };
    let money = |index: usize| currency_sign(scan.gap(index)).is_some();
    let share = gap.starts_with('%') && !scan.gap(place + 1).starts_with('%');
    if share || money(place) && !money(index) {
        return none;
    }
    let upper = scan
        .words
        .get(place)
        .filter(|word| !word.first)
        .and_then(|_| read_number(scan, place))
        .filter(|upper| upper.sort == number.sort);
    match upper {
        Some(upper) if upper.value > number.value => (Some(upper), upper.end),
        // `won 3-1`: a score, not a range.
        Some(upper) if dash && scan.words[place].shape == Shape::Digits => (None, upper.end),
        _ => none,
    }
}

fn scale_of(number: Number) -> f64 {
    [1e12, 1e9, 1e6, 1e3]
        .into_iter()
        .find(|factor| number.value >= *factor)
        .unwrap_or(1.0)
}

/// The sign of money before a number, with the byte where it starts.
fn money_before(scan: &Scan<'_>, index: usize) -> Option<(usize, &'static str)> {
    let (sign, unit) = currency_sign(scan.gap(index))?;
    let start = scan.words[index].span.start - sign.len();
    let country = index
        .checked_sub(1)
        .filter(|_| scan.gap(index) == sign && sign == "$");
    let dollar = match country.map(|before| scan.word(before)) {
        Some("US" | "U.S.") => "usd",
        Some("A" | "AU") => "aud",
        Some("C" | "CA") => "cad",
        Some("HK") => "hkd",
        Some("S") => "sgd",
        Some("NZ") => "nzd",
        _ => return Some((start, unit)),
    };
    country.map(|before| (scan.words[before].span.start, dollar))
}

/// Reads the unit or the counted noun behind a number; returns one past the last word that
/// belongs to the span (a counted noun does not).
fn read_unit(scan: &Scan<'_>, end: usize, scaled: bool, quantity: &mut Quantity) -> usize {
    let gap = scan.gap(end);
    if gap.starts_with('%') {
        quantity.dimension = Dimension::Share;
        quantity.unit = Some("%".to_owned());
        return end;
    }
    if gap.starts_with('°') {
        quantity.dimension = Dimension::Temperature;
        quantity.unit = Some("degrees".to_owned());
        return end + usize::from(matches!(scan.word(end), "C" | "F"));
    }
    let ranked = quantity.dimension == Dimension::Ordinal;
    let unit = (!ranked)
        .then(|| measured_unit(scan, end, scaled))
        .flatten();
    if let Some((dimension, unit, place)) = unit {
        quantity.dimension = dimension;
        quantity.unit = Some(unit.to_owned());
        return place;
    }
    quantity.unit = counted_noun(scan, end, quantity);
    end
}

fn measured_unit(
    scan: &Scan<'_>,
    end: usize,
    scaled: bool,
) -> Option<(Dimension, &'static str, usize)> {
    let inside = |index: usize| {
        scan.words.get(index).is_some_and(|word| !word.first)
            && matches!(scan.gap(index), " " | "-" | "")
    };
    if !inside(end) {
        return None;
    }
    let word = fold(scan.word(end));
    let next = end + 1;
    if word == "per" && scan.word(next) == "cent" && scan.gap(next) == " " {
        return Some((Dimension::Share, "%", next + 1));
    }
    if word == "us" && scan.word(next).starts_with("dollar") {
        return Some((Dimension::Money, "usd", next + 1));
    }
    let Some((mut dimension, mut unit)) = unit_of(&word) else {
        let behind = unit_of(&fold(scan.word(next))).filter(|_| inside(next))?;
        let (dimension, unit) = powered(&word, behind)?;
        return Some((dimension, unit, next + 1));
    };
    if unit == "pounds" && scaled {
        (dimension, unit) = (Dimension::Money, "gbp");
    }
    if word == "percentage" && scan.word(next).starts_with("point") {
        return Some((dimension, unit, next + 1));
    }
    let short = matches!(word.as_ref(), "m" | "stone" | "ha" | "pc" | "rand");
    if short && !scan.word(end).chars().all(char::is_lowercase) {
        return None;
    }
    let speed = (matches!(scan.word(next), "per" | "an" | "a") && scan.gap(next) == " ")
        .then(|| scan.word(next + 1))
        .or_else(|| (scan.gap(next) == "/").then(|| scan.word(next)))
        .and_then(|time| per_time((dimension, unit), time));
    if let Some((dimension, unit)) = speed {
        let length = if scan.gap(next) == "/" { 1 } else { 2 };
        return Some((dimension, unit, next + length));
    }
    let scale_name = dimension == Dimension::Temperature
        && scan.gap(next) == " "
        && matches!(scan.word(next), "Celsius" | "Fahrenheit" | "C" | "F");
    Some((dimension, unit, next + usize::from(scale_name)))
}

/// The noun that a number counts: `1,000 shipping containers` → `containers`.
fn counted_noun(scan: &Scan<'_>, end: usize, quantity: &Quantity) -> Option<String> {
    let mut place = end;
    if scan.word(place) == "of" && scan.gap(place) == " " {
        place += 1;
        let determiner = matches!(
            scan.word(place),
            "the" | "its" | "their" | "his" | "her" | "those" | "these" | "all" | "our"
        );
        place += usize::from(determiner);
        if let Some(number) = read_number(scan, place).filter(|_| determiner) {
            place = number.end;
        }
    } else if scan.word(place) == "more" && scan.gap(place) == " " {
        place += 1;
    }
    let stop = Classes::FUNCTION
        .with(Classes::CALENDAR)
        .with(Classes::SPEECH)
        .with(Classes::AFTER_NAME);
    let nouns: Vec<&str> = (place..scan.words.len().min(place + 5))
        .take_while(|&index| {
            !scan.words[index].first
                && matches!(scan.gap(index), " " | "-")
                && !scan.is(index, stop)
                && scan.words[index].shape != Shape::Digits
        })
        .map(|index| scan.word(index))
        .collect();
    let plural = nouns.iter().find(|noun| is_plural(noun));
    let single = quantity.value <= 1.0 || quantity.dimension == Dimension::Ordinal;
    let lower = |noun: &&&str| noun.starts_with(char::is_lowercase);
    let noun = if single {
        nouns.iter().find(lower).or(plural)
    } else {
        plural.or_else(|| nouns.iter().find(lower))
    };
    noun.map(|noun| fold(noun).into_owned())
}

fn is_plural(noun: &str) -> bool {
    matches!(
        noun,
        "people"
            | "men"
            | "women"
            | "children"
            | "police"
            | "troops"
            | "aircraft"
            | "staff"
            | "fish"
            | "sheep"
            | "cattle"
            | "crew"
            | "personnel"
            | "policemen"
            | "servicemen"
            | "lawmakers"
    ) || (noun.len() > 3
        && noun.ends_with('s')
        && noun.starts_with(char::is_lowercase)
        && !["ss", "us", "is", "ous"]
            .iter()
            .any(|ending| noun.ends_with(ending)))
}

/// `No. 2`, `number 2`, `ranked 4th`.
fn read_rank(scan: &Scan<'_>, index: usize, span: &mut Span, quantity: &mut Quantity) {
    let Some(before) = index.checked_sub(1).filter(|_| !scan.words[index].first) else {
        return;
    };
    let (word, gap) = (scan.word(before), scan.gap(index));
    let numbered = matches!(word, "No" | "Nos" | "no") && matches!(gap, ". " | ".")
        || matches!(word, "number" | "Number") && gap == " ";
    if numbered {
        span.start = scan.words[before].span.start;
        quantity.dimension = Dimension::Ordinal;
        quantity.unit = None;
    }
}

/// `aged 62`, `62-year-old`, `62 years old`, `Anna Berg, 62,`.
fn read_age(scan: &Scan<'_>, index: usize, end: usize, span: &mut Span, quantity: &mut Quantity) {
    let plain = quantity.dimension == Dimension::Count && (0.0..150.0).contains(&quantity.value);
    if !plain {
        return;
    }
    let mut take = |start: usize, end: usize| {
        quantity.dimension = Dimension::Age;
        quantity.unit = Some("years".to_owned());
        *span = scan.span(start..end);
    };
    let year = scan.word(end).to_lowercase();
    if matches!(year.as_str(), "year" | "years") && scan.word(end + 1) == "old" {
        return take(index, end + 2);
    }
    let Some(before) = index.checked_sub(1).filter(|_| !scan.words[index].first) else {
        return;
    };
    let gap = scan.gap(index);
    if matches!(scan.word(before), "aged" | "age" | "Aged") && gap == " " {
        return take(before, end);
    }
    if scan.word(before) == "of" && before > 0 && scan.word(before - 1) == "age" && gap == " " {
        return take(before - 1, end);
    }
    let closed = scan.gap(end).starts_with([',', ')']);
    let digits = scan.words[index].shape == Shape::Digits && scan.word(index).len() <= 3;
    let bracketed = gap == ", " && closed || gap == " (" && scan.gap(end).starts_with(')');
    if digits && bracketed && scan.words[before].is_capitalized() && quantity.value >= 1.0 {
        take(index, end);
    }
}

/// The first word of a modifier that ends right before `index`: `more than`, `about`.
fn modifier_start(scan: &Scan<'_>, index: usize) -> Option<usize> {
    const MODIFIERS: [&[&str]; 24] = [
        &["no", "more", "than"],
        &["no", "fewer", "than"],
        &["as", "many", "as"],
        &["as", "much", "as"],
        &["more", "than"],
        &["less", "than"],
        &["fewer", "than"],
        &["at", "least"],
        &["at", "most"],
        &["up", "to"],
        &["close", "to"],
        &["an", "estimated"],
        &["just", "over"],
        &["just", "under"],
        &["well", "over"],
        &["about"],
        &["around"],
        &["nearly"],
        &["almost"],
        &["approximately"],
        &["roughly"],
        &["over"],
        &["some"],
        &["under"],
    ];
    MODIFIERS.iter().find_map(|modifier| {
        let start = index.checked_sub(modifier.len())?;
        let fits = modifier.iter().enumerate().all(|(offset, word)| {
            let place = start + offset;
            let gap = scan.gap(place + 1);
            let joined = gap == " "
                || gap
                    .strip_prefix(' ')
                    .is_some_and(|sign| currency_sign(sign).is_some());
            scan.word(place).eq_ignore_ascii_case(word)
                && joined
                && !scan.words.get(place + 1).is_none_or(|next| next.first)
        });
        fits.then_some(start)
    })
}
