//! Units of measure and money, by the words that stand behind a number.

use super::model::Dimension;

/// A unit: what it measures and the name under which its spellings meet.
pub(super) type Unit = (Dimension, &'static str);

/// The money that a sign before a number stands for.
pub(super) fn currency_sign(gap: &str) -> Option<(&'static str, &'static str)> {
    [
        ("$", "usd"),
        ("€", "eur"),
        ("£", "gbp"),
        ("¥", "jpy"),
        ("₽", "rub"),
        ("₹", "inr"),
        ("₩", "krw"),
        ("₪", "ils"),
        ("₴", "uah"),
        ("₺", "try"),
    ]
    .into_iter()
    .find(|(sign, _)| gap.ends_with(sign))
}

/// The unit that one folded word names.
pub(super) fn unit_of(word: &str) -> Option<Unit> {
    use Dimension as D;
    Some(match word {
        "dollar" | "dollars" | "buck" | "bucks" | "usd" | "usd." => (D::Money, "usd"),
        "cent" | "cents" => (D::Money, "cents"),
        "euro" | "euros" | "eur" | "eur." => (D::Money, "eur"),
        "sterling" | "quid" | "pence" | "gbp" | "gbp." => (D::Money, "gbp"),
        "ruble" | "rubles" | "rouble" | "roubles" => (D::Money, "rub"),
        "yen" => (D::Money, "jpy"),
        "yuan" | "renminbi" => (D::Money, "cny"),
        "rupee" | "rupees" => (D::Money, "inr"),
        "franc" | "francs" => (D::Money, "chf"),
        "peso" | "pesos" => (D::Money, "pesos"),
        "krona" | "kronor" | "krone" | "kroner" => (D::Money, "kroner"),
        "shekel" | "shekels" => (D::Money, "ils"),
        "hryvnia" | "hryvnias" => (D::Money, "uah"),
        "lira" | "liras" => (D::Money, "try"),
        "rand" => (D::Money, "zar"),
        "riyal" | "riyals" | "rial" | "rials" => (D::Money, "rials"),
        "dirham" | "dirhams" => (D::Money, "aed"),
        "baht" => (D::Money, "thb"),
        "zloty" | "zlotys" => (D::Money, "pln"),
        "naira" => (D::Money, "ngn"),
        "percent" | "pc" | "percentage" => (D::Share, "%"),
        "mile" | "miles" => (D::Length, "miles"),
        "kilometer" | "kilometers" | "kilometre" | "kilometres" | "km" | "kms" => {
            (D::Length, "kilometers")
        }
        "meter" | "meters" | "metre" | "metres" | "m" => (D::Length, "meters"),
        "centimeter" | "centimeters" | "centimetre" | "centimetres" | "cm" => {
            (D::Length, "centimeters")
        }
        "millimeter" | "millimeters" | "millimetre" | "millimetres" | "mm" => {
            (D::Length, "millimeters")
        }
        "foot" | "feet" | "ft" => (D::Length, "feet"),
        "inch" | "inches" => (D::Length, "inches"),
        "yard" | "yards" => (D::Length, "yards"),
        "lightyear" | "lightyears" => (D::Length, "light years"),
        "acre" | "acres" => (D::Area, "acres"),
        "hectare" | "hectares" | "ha" => (D::Area, "hectares"),
        "liter" | "liters" | "litre" | "litres" => (D::Volume, "liters"),
        "gallon" | "gallons" => (D::Volume, "gallons"),
        "barrel" | "barrels" => (D::Volume, "barrels"),
        "pint" | "pints" => (D::Volume, "pints"),
        "bushel" | "bushels" => (D::Volume, "bushels"),
        "ton" | "tons" | "tonne" | "tonnes" => (D::Mass, "tons"),
        "kilogram" | "kilograms" | "kilogramme" | "kilogrammes" | "kg" | "kilo" | "kilos" => {
            (D::Mass, "kilograms")
        }
        "gram" | "grams" | "gramme" | "grammes" => (D::Mass, "grams"),
        "milligram" | "milligrams" | "mg" => (D::Mass, "milligrams"),
        "pound" | "pounds" | "lb" | "lbs" => (D::Mass, "pounds"),
        "ounce" | "ounces" | "oz" => (D::Mass, "ounces"),
        "stone" => (D::Mass, "stone"),
        "mph" => (D::Speed, "mph"),
        "kph" | "kmh" => (D::Speed, "km/h"),
        "knot" | "knots" => (D::Speed, "knots"),
        "horsepower" | "hp" | "bhp" => (D::Power, "horsepower"),
        "watt" | "watts" => (D::Power, "watts"),
        "kilowatt" | "kilowatts" | "kw" => (D::Power, "kilowatts"),
        "megawatt" | "megawatts" | "mw" | "mw." => (D::Power, "megawatts"),
        "gigawatt" | "gigawatts" | "gw" | "gw." => (D::Power, "gigawatts"),
        "joule" | "joules" => (D::Energy, "joules"),
        "calorie" | "calories" => (D::Energy, "calories"),
        "kwh" => (D::Energy, "kilowatt hours"),
        "degree" | "degrees" | "celsius" | "fahrenheit" => (D::Temperature, "degrees"),
        _ => return None,
    })
}

/// `square kilometres` is an area, `cubic metres` a volume.
pub(super) fn powered(word: &str, unit: Unit) -> Option<Unit> {
    match (word, unit) {
        ("square", (Dimension::Length, name)) => Some((Dimension::Area, squared(name))),
        ("cubic", (Dimension::Length, name)) => Some((Dimension::Volume, cubed(name))),
        ("metric" | "short" | "long", (Dimension::Mass, _))
        | ("light" | "nautical", (Dimension::Length, _))
        | (
            "us." | "canadian" | "australian" | "swiss" | "russian" | "british",
            (Dimension::Money, _),
        ) => Some(unit),
        _ => None,
    }
}

fn squared(name: &str) -> &'static str {
    match name {
        "miles" => "square miles",
        "kilometers" => "square kilometers",
        "meters" => "square meters",
        "feet" => "square feet",
        "yards" => "square yards",
        _ => "square inches",
    }
}

fn cubed(name: &str) -> &'static str {
    match name {
        "meters" => "cubic meters",
        "feet" => "cubic feet",
        "kilometers" => "cubic kilometers",
        _ => "cubic inches",
    }
}

/// What a length becomes by `per hour`, `an hour`, `a second`.
pub(super) fn per_time(unit: Unit, time: &str) -> Option<Unit> {
    Some(match (unit.1, time) {
        ("miles", "hour" | "h") => (Dimension::Speed, "mph"),
        ("kilometers", "hour" | "h") => (Dimension::Speed, "km/h"),
        ("meters", "second" | "s") => (Dimension::Speed, "m/s"),
        ("kilometers", "second" | "s") => (Dimension::Speed, "km/s"),
        ("miles", "second") => (Dimension::Speed, "miles per second"),
        ("feet", "second") => (Dimension::Speed, "feet per second"),
        _ => return None,
    })
}
