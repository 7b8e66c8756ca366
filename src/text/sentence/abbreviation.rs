//! The words that decide whether a point ends a sentence.
//!
//! Tables of general English news usage; how they are weighed is `sentence`'s business.

/// How a word with a point behind it behaves before a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// An ordinary word: the point ends the sentence.
    None,
    /// Always leans on what follows: `Mr.`, `Gen.`, `e.g.`, `approx.`.
    Title,
    /// Leans on a name, but may end a sentence too: `St.`, `Ave.`, an initial.
    Street,
    /// Leans on a number: `No. 5`, `Art. IV`.
    Number,
    /// Leans on a day: `Feb. 20`.
    Month,
    /// `a.m.`, `p.m.`: leans on a time zone or day.
    Clock,
    /// `D.C.`: leans on nothing in particular.
    Capital,
    /// Stands inside a sentence or at its end: `Inc.`, `U.S.`, `Calif.`, `etc.`.
    Open,
}

/// Classifies the word before a point (without that point).
pub(super) fn classify(word: &str) -> Abbreviation {
    let bytes = word.as_bytes();
    if bytes.len() > 10 || bytes.is_empty() {
        return Abbreviation::None;
    }
    let tail = word.rsplit('-').next().unwrap_or(word);
    if tail.contains('.') {
        return classify_dotted(tail);
    }
    if tail.len() == 1 {
        return classify_letter(tail.as_bytes()[0]);
    }
    if is_single_letter(tail) {
        return Abbreviation::Street;
    }
    classify_short(tail)
}

/// One letter that takes more than one byte: `Ö.`, `É.`.
fn is_single_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn classify_letter(letter: u8) -> Abbreviation {
    match letter {
        b'A'..=b'Z' => Abbreviation::Street,
        b'v' | b'c' => Abbreviation::Title,
        b'p' | b'b' | b'd' | b'n' => Abbreviation::Number,
        _ => Abbreviation::None,
    }
}

fn classify_dotted(word: &str) -> Abbreviation {
    match word {
        "e.g" | "i.e" | "E.g" | "I.e" => return Abbreviation::Title,
        "a.m" | "p.m" | "A.M" | "P.M" => return Abbreviation::Clock,
        "D.C" => return Abbreviation::Capital,
        "Ph.D" | "M.Sc" | "B.Sc" | "Lt.Col" => return Abbreviation::Open,
        _ => {}
    }
    let all_single = word
        .split('.')
        .all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_alphabetic());
    if all_single {
        Abbreviation::Open
    } else {
        Abbreviation::None
    }
}

#[rustfmt::skip]
fn classify_short(word: &str) -> Abbreviation {
    match word {
        "Mr" | "Mrs" | "Ms" | "Mx" | "Dr" | "Drs" | "Prof" | "Profs" | "Rev" | "Fr" | "Sen"
        | "Sens" | "Rep" | "Reps" | "Gov" | "Govs" | "Gen" | "Gens" | "Lt" | "Col" | "Cols"
        | "Capt" | "Cpt" | "Cmdr" | "Comdr" | "Cdr" | "Sgt" | "Sgts" | "Maj" | "Adm" | "Hon"
        | "Pres" | "Supt" | "Msgr" | "Mme" | "Mlle" | "Messrs" | "Pvt" | "Pfc" | "Cpl" | "Spc"
        | "Brig" | "Insp" | "Det" | "Atty" | "Asst" | "Amb" | "Ald" | "Secy" | "Supr" | "Ft"
        | "Mt" | "Mts" | "Vice-Adm" | "vs" | "approx" | "cf" | "viz" | "ca" | "incl" | "esp"
        | "Herr" | "Hr" | "Sra" | "Srta" => Abbreviation::Title,
        "St" | "Ste" | "Sts" | "Ave" | "Blvd" | "Rd" | "Pl" | "Sq" | "Pt" | "Pk" => Abbreviation::Street,
        "No" | "Nos" | "Nr" | "Art" | "Arts" | "Sec" | "Secs" | "Vol" | "Vols" | "Fig" | "Figs"
        | "Ch" | "pp" | "Op" | "op" | "Ver" | "Par" | "Paras" | "Ex" | "fig" | "vol" | "nos"
        | "Rte" | "Hwy" | "Apt" | "Bldg" => Abbreviation::Number,
        "Jan" | "Feb" | "Mar" | "Apr" | "Jun" | "Jul" | "Aug" | "Sep" | "Sept" | "Oct" | "Nov"
        | "Dec" | "Mon" | "Tue" | "Tues" | "Wed" | "Weds" | "Thu" | "Thur" | "Thurs" | "Fri"
        | "Sat" | "Sun" => Abbreviation::Month,
        "Inc" | "Corp" | "Corps" | "Co" | "Cos" | "Ltd" | "LLC" | "Plc" | "PLC" | "Jr" | "Sr"
        | "Bros" | "Esq" | "etc" | "al" | "Univ" | "Dept" | "Assn" | "Intl" | "Natl" | "Govt"
        | "Dist" | "Pty" | "Pte" | "Mfg" | "Ala" | "Ariz" | "Ark" | "Calif" | "Colo" | "Conn"
        | "Del" | "Fla" | "Ga" | "Ill" | "Ind" | "Kan" | "Ky" | "La" | "Md" | "Mass" | "Mich"
        | "Minn" | "Miss" | "Mo" | "Mont" | "Neb" | "Nev" | "Okla" | "Ore" | "Pa" | "Penn"
        | "Tenn" | "Tex" | "Va" | "Vt" | "Wash" | "Wis" | "Wyo" | "Ont" | "Que" | "Sask"
        | "Cir" | "Ct" | "Rs" | "Repub" | "Dem" | "est" => Abbreviation::Open,
        _ => Abbreviation::None,
    }
}

/// Words that, in capitals after an abbreviation, begin a sentence rather than go on with a name.
#[rustfmt::skip]
pub(super) fn is_sentence_starter(word: &str) -> bool {
    matches!(
        word,
        "A" | "About" | "According" | "After" | "All" | "Also" | "Although" | "Among" | "An"
        | "And" | "Another" | "Any" | "As" | "Asked" | "At" | "Because" | "Before" | "Both" | "But"
        | "By" | "Despite" | "During" | "Each" | "Earlier" | "Even" | "Every" | "Few" | "For"
        | "From" | "Had" | "Has" | "He" | "He's" | "He’s" | "Her" | "Here" | "His" | "How"
        | "However" | "I" | "I'm" | "I’m" | "If" | "In" | "Instead" | "Is" | "It" | "It's" | "It’s"
        | "Its" | "Just" | "Last" | "Later" | "Like" | "Many" | "Meanwhile" | "More" | "Most"
        | "My" | "Neither" | "Nobody" | "Nor" | "Not" | "Nothing" | "Now" | "Of" | "On" | "Once"
        | "One" | "Only" | "Or" | "Other" | "Others" | "Our" | "Over" | "People" | "Several"
        | "She" | "She's" | "She’s" | "Since" | "So" | "Some" | "Still" | "Such" | "That"
        | "That's" | "That’s" | "The" | "Their" | "Then" | "There" | "There's" | "There’s"
        | "These" | "They" | "They're" | "They’re" | "This" | "Those" | "Though" | "Through"
        | "Thus" | "To" | "Today" | "Two" | "Under" | "Unlike" | "Until" | "Was" | "We" | "We're"
        | "We’re" | "Well" | "Were" | "What" | "When" | "Where" | "Whether" | "Which" | "While"
        | "Who" | "Why" | "With" | "Within" | "Without" | "Yet" | "You" | "Your"
    )
}

/// What may follow `a.m.` and `p.m.` in the same sentence.
#[rustfmt::skip]
pub(super) fn is_time_zone_or_day(word: &str) -> bool {
    matches!(
        word,
        "EST" | "EDT" | "ET" | "CST" | "CDT" | "CT" | "MST" | "MDT" | "MT" | "PST" | "PDT" | "PT"
        | "GMT" | "UTC" | "BST" | "CET" | "CEST" | "IST" | "JST" | "KST" | "MSK" | "AEST" | "AEDT"
        | "Eastern" | "Central" | "Mountain" | "Pacific" | "Greenwich" | "Moscow" | "Beijing"
        | "Tokyo" | "London" | "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday"
        | "Saturday" | "Sunday" | "Mon" | "Tue" | "Tues" | "Wed" | "Thu" | "Thurs" | "Fri" | "Sat"
        | "Sun" | "January" | "February" | "March" | "April" | "May" | "June" | "July" | "August"
        | "September" | "October" | "November" | "December" | "Jan" | "Feb" | "Mar" | "Apr"
        | "Jun" | "Jul" | "Aug" | "Sep" | "Sept" | "Oct" | "Nov" | "Dec"
    )
}

/// Verbs that name the speaker of the words before them.
#[rustfmt::skip]
pub(super) fn is_reporting_verb(word: &str) -> bool {
    matches!(
        word,
        "said" | "says" | "asked" | "asks" | "wrote" | "writes" | "added" | "adds" | "tweeted"
        | "posted" | "shouted" | "cried" | "wondered" | "replied" | "told" | "tells" | "quipped"
        | "joked" | "demanded" | "exclaimed" | "yelled" | "recalled" | "recalls" | "answered"
        | "declared" | "insisted" | "continued" | "concluded" | "chanted"
    )
}

/// Marks that may stand before a word.
pub(super) fn is_opener(mark: char) -> bool {
    matches!(
        mark,
        '"' | '“' | '„' | '«' | '‘' | '\'' | '’' | '(' | '[' | '{' | '*' | '_' | '#' | '>' | '•'
    )
}
