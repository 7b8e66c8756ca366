//! What a noun that is asked for stands for: `which *city*` wants a place.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::mention::Dimension;

use super::super::model::AnswerType;

/// A wanted type with what it measures.
pub(super) type NounType = (AnswerType, Option<Dimension>);

const PERSONS: &str = "
    person man woman people men women king queen president scientist actor actress author singer
    leader player coach emperor pope politician minister ambassador spokesman spokeswoman
    spokesperson official general judge lawyer journalist reporter writer director founder inventor
    senator governor mayor chief boss brother sister wife husband father mother son daughter adviser
    advisor aide secretary winner loser researcher professor doctor philosopher composer chairman
    chairwoman chairperson chair ceo quarterback performer architect artist captain pilot driver
    striker goalkeeper keeper midfielder defender champion victim suspect defendant witness hostage
    survivor finalist candidate climber chef prosecutor athlete chancellor commissioner deputy
    lawmaker congressman congresswoman mp prince princess bishop priest monk imam rabbi soldier
    officer policeman commander sheriff astronaut economist analyst historian painter sculptor
    musician guitarist drummer poet novelist editor producer designer engineer nurse surgeon teacher
    student pupil owner manager executive banker broker trader investor accountant auditor
    entrepreneur billionaire nominee successor predecessor heir uncle aunt cousin grandfather
    grandmother widow child boy girl baby passenger sailor diver rider cyclist swimmer runner boxer
    skier referee umpire murderer killer thief robber hacker spy rebel gunman attacker assassin
    terrorist activist dissident refugee hero referee neighbour neighbor friend colleague rival
    opponent negotiator mediator diplomat envoy consul speaker host guest star model dancer comedian
    conductor soprano tenor violinist pianist photographer detective investigator inspector expert
    mp envoy premier treasurer whistleblower agent
    trainer landlord tenant farmer worker employee customer voter translator interpreter curator
    librarian archbishop cardinal sultan duke duchess earl lord lady baron";

const ORGANIZATIONS: &str = "
    company organization organisation agency party ministry team university bank institute
    institution group newspaper broadcaster network airline club firm corporation manufacturer maker
    committee council court department union regulator insurer hospital band lab laboratory
    publisher shipyard charity railway orchestra school college league federation association
    commission operator supplier retailer supermarket brand carmaker automaker startup brewery
    magazine channel station police force army militia cartel gang ngo foundation museum theatre
    consortium parliament authority bureau developer airline carrier builder contractor startup
    chain subsidiary cooperative franchise employer lender utility squad side";

const PLACES: &str = "
    city country state county town region continent place location province village nation island
    river street venue capital district area birthplace airport ocean sea lake mountain valley
    prison jail hotel stadium port harbour harbor bridge border crossing road square park beach
    coast neighbourhood neighborhood suburb planet constellation desert forest canal strait bay
    building tower palace castle church temple cathedral mosque camp base site destination
    republic kingdom hometown headquarters peak volcano tunnel route arena";

const DATES: &str = "year date day month decade century weekday time deadline birthday anniversary";

const DURATIONS: &str = "duration period sentence";

const NUMBERS: &str = "
    number amount population total size toll score result turnout majority count magnitude rate
    quantity figure ratio age capacity";

const MONEY: &str = "
    price cost salary fee wage budget revenue income fine ransom debt loan bribe profit loss value
    worth sum reward money compensation damages bounty funding fortune bid bonus pension rent";

const REASONS: &str = "reason cause motive purpose aim goal grounds pretext excuse";

const MANNERS: &str = "method way means manner technique";

const QUOTES: &str = "reaction response reply comment statement opinion view remark answer words";

static NOUNS: LazyLock<HashMap<&'static str, NounType>> = LazyLock::new(|| {
    use AnswerType as A;
    let rows = [
        (PERSONS, A::Person),
        (ORGANIZATIONS, A::Organization),
        (PLACES, A::Place),
        (DATES, A::Date),
        (DURATIONS, A::Duration),
        (NUMBERS, A::Number),
        (REASONS, A::Reason),
        (MANNERS, A::Manner),
        (QUOTES, A::Quote),
    ];
    let mut nouns = HashMap::new();
    for (words, answer_type) in rows {
        for word in words.split_whitespace() {
            nouns.insert(word, (answer_type, None));
        }
    }
    for word in MONEY.split_whitespace() {
        nouns.insert(word, (A::Money, Some(Dimension::Money)));
    }
    let measures = [
        (
            "percentage percent proportion share fraction",
            Dimension::Share,
        ),
        ("speed velocity", Dimension::Speed),
        (
            "height width depth distance altitude elevation length",
            Dimension::Length,
        ),
        ("weight mass", Dimension::Mass),
        ("temperature", Dimension::Temperature),
        ("age", Dimension::Age),
        ("horsepower", Dimension::Power),
    ];
    for (words, dimension) in measures {
        for word in words.split_whitespace() {
            nouns.insert(word, (A::Number, Some(dimension)));
        }
    }
    nouns
});

/// The type that a folded noun asks for, in the singular or plural.
pub(super) fn noun_type(word: &str) -> Option<NounType> {
    let known = |word: &str| NOUNS.get(word).copied();
    known(word)
        .or_else(|| {
            word.strip_suffix("ies")
                .and_then(|stem| known(&format!("{stem}y")))
        })
        .or_else(|| word.strip_suffix('s').and_then(known))
        .or_else(|| word.strip_suffix("es").and_then(known))
        .or_else(|| is_human_by_ending(word).then_some((AnswerType::Person, None)))
}

/// Nouns for people by their last letters.
fn is_human_by_ending(word: &str) -> bool {
    let word = word.trim_end_matches('s');
    word.len() > 6
        && ["ologist", "woman", "women", "sman", "person", "keeper"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// Units of time: `how many *years*` asks for a length of time.
pub(super) fn is_time_unit(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "year" | "month" | "week" | "day" | "hour" | "minute" | "second" | "decade"
    )
}

/// Money by its unit: `how many *euros*`.
pub(super) fn is_currency(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "dollar"
            | "euro"
            | "pound"
            | "yen"
            | "yuan"
            | "rouble"
            | "ruble"
            | "rupee"
            | "franc"
            | "peso"
            | "crown"
            | "krona"
            | "krone"
            | "won"
            | "lira"
            | "cent"
            | "million"
            | "billion"
            | "trillion"
    )
}

/// What `how much` of it is an amount of money.
pub(super) fn is_funds(word: &str) -> bool {
    matches!(
        word,
        "money"
            | "aid"
            | "funding"
            | "compensation"
            | "tax"
            | "taxes"
            | "profit"
            | "debt"
            | "damage"
            | "severance"
            | "salary"
            | "ransom"
            | "prize"
            | "cash"
            | "revenue"
            | "support"
            | "interest"
            | "rent"
    )
}

/// Things whose `how long` asks for metres rather than days.
pub(super) fn is_physical(word: &str) -> bool {
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
            | "fence"
            | "canal"
            | "cable"
            | "queue"
            | "runway"
            | "crack"
            | "coastline"
            | "whale"
            | "crocodile"
            | "column"
            | "convoy"
            | "trench"
    )
}
