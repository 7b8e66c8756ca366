//! A value as somebody wrote it, and its reading as what a key wants.
//!
//! A file's values have a type, a variable's are only words, so both come through [`Given`]. What
//! is wrong with a value is a reason in plain words; where it stands is added by the caller.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use toml::de::DeValue;
use url::Url;

use crate::admin::is_prefix;

/// Longest address to reach somebody at, in bytes: the longest that mail can have (RFC 5321, 4.5.3.1.3).
const LONGEST_CONTACT: usize = 254;

/// A value of a file or of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given<'a> {
    /// Text in quotation marks.
    Text(&'a str),
    /// A number, as written.
    Number(&'a str),
    /// `true` or `false`.
    Flag(bool),
    /// The words of a variable, which may stand for any of the above.
    Words(&'a str),
    /// A date, a list or a table, which no key of this kind takes.
    Other(&'static str),
}

/// What a key made of its value, or why it could not.
pub(super) type Reading<T> = Result<T, String>;

impl<'a> Given<'a> {
    pub(super) fn from_toml(value: &'a DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text),
            DeValue::Integer(number) if number.radix() == 10 => Self::Number(number.as_str()),
            DeValue::Integer(_) => Self::Other("a number that is not decimal"),
            DeValue::Float(number) => Self::Number(number.as_str()),
            DeValue::Boolean(flag) => Self::Flag(*flag),
            DeValue::Datetime(_) => Self::Other("a date"),
            DeValue::Array(_) => Self::Other("a list"),
            DeValue::Table(_) => Self::Other("a table"),
        }
    }

    /// The value as it is shown in a reason.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Words(text) => {
                let short: String = text.chars().take(40).collect();
                format!("{short:?}")
            }
            Self::Number(number) => (*number).to_owned(),
            Self::Flag(flag) => flag.to_string(),
            Self::Other(what) => (*what).to_owned(),
        }
    }

    fn refuse<T>(&self, wanted: &str) -> Reading<T> {
        Err(format!("must be {wanted}, not {}", self.shown()))
    }

    pub(super) fn text(&self) -> Reading<String> {
        match self {
            Self::Text(text) | Self::Words(text) => Ok(text.trim().to_owned()),
            _ => self.refuse("text in quotation marks"),
        }
    }

    /// A web or mail address that can stand in a header, in parentheses; or nothing.
    pub(super) fn contact(&self) -> Reading<String> {
        match self.text() {
            Ok(text) if text.is_empty() || is_contact(&text) => Ok(text),
            _ => self.refuse(
                "an address such as https://example.org/bot or desk@example.org, without spaces, \
                 parentheses and passwords",
            ),
        }
    }

    pub(super) fn path(&self) -> Reading<PathBuf> {
        match self.text() {
            Ok(text) if !text.is_empty() => Ok(PathBuf::from(text)),
            _ => self.refuse("a path in quotation marks"),
        }
    }

    /// A path, or `None` for the word `off`.
    pub(super) fn path_or_off(&self) -> Reading<Option<PathBuf>> {
        let path = self.path();
        let path = path.or_else(|_| self.refuse("a path in quotation marks or \"off\""))?;
        Ok((path.as_os_str() != "off").then_some(path))
    }

    /// An address of this machine alone with a port, or `None` for the word `off`.
    pub(super) fn loopback_or_off(&self) -> Reading<Option<SocketAddr>> {
        let text = self.text().unwrap_or_default();
        if text == "off" {
            return Ok(None);
        }
        match text.parse::<SocketAddr>() {
            Ok(address) if address.ip().is_loopback() => Ok(Some(address)),
            _ => self.refuse(
                "an address of this machine alone with a port (\"127.0.0.1:9464\") or \"off\"",
            ),
        }
    }

    pub(super) fn count(&self, range: RangeInclusive<usize>) -> Reading<usize> {
        let number = match self {
            Self::Number(number) | Self::Words(number) => number.replace('_', "").parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if range.contains(&number) => Ok(number),
            _ => self.refuse(&format!(
                "a whole number from {} to {}",
                range.start(),
                range.end()
            )),
        }
    }

    pub(super) fn probability(&self) -> Reading<f64> {
        let number = match self {
            Self::Number(number) | Self::Words(number) => number.parse::<f64>().ok(),
            _ => None,
        };
        match number {
            Some(number) if (0.0..=1.0).contains(&number) => Ok(number),
            _ => self.refuse("a number from 0 to 1"),
        }
    }

    /// A size with its unit, in bytes.
    pub(super) fn size(&self, range: RangeInclusive<u64>) -> Reading<u64> {
        self.measure(&SIZES, &range, "a size")
    }

    /// A time with its unit.
    pub(super) fn duration(&self, range: RangeInclusive<u64>) -> Reading<Duration> {
        self.measure(&TIMES, &range, "a time")
            .map(Duration::from_secs)
    }

    fn measure(&self, units: &[Unit], range: &RangeInclusive<u64>, what: &str) -> Reading<u64> {
        let measure = match self {
            Self::Text(text) | Self::Words(text) => parse_measure(text, units),
            _ => None,
        };
        match measure {
            Some(measure) if range.contains(&measure) => Ok(measure),
            _ => self.refuse(&format!(
                "{what} with its unit from \"{}\" to \"{}\"",
                show_measure(*range.start(), units),
                show_measure(*range.end(), units)
            )),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&self) -> Reading<bool> {
        match self {
            Self::Flag(flag) => Ok(*flag),
            Self::Words(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" => Ok(true),
                "false" => Ok(false),
                _ => self.refuse("true or false"),
            },
            _ => self.refuse("true or false"),
        }
    }

    /// Ids of a chat platform, separated by commas.
    pub(super) fn ids(&self) -> Reading<Vec<u64>> {
        let wanted = "ids (numbers) in quotation marks, separated by commas";
        let text = self.text().or_else(|_| self.refuse(wanted))?;
        let parts = text.split(',').map(str::trim).filter(|id| !id.is_empty());
        let ids = parts.map(|id| id.parse().ok().filter(|id| *id > 0));
        ids.collect::<Option<_>>()
            .map_or_else(|| self.refuse(wanted), Ok)
    }

    /// One id of a chat platform, or nothing.
    pub(super) fn id(&self) -> Reading<Option<u64>> {
        match self.ids()?.as_slice() {
            [] => Ok(None),
            [id] => Ok(Some(*id)),
            _ => self.refuse("one id (a number) in quotation marks"),
        }
    }

    /// Users of Matrix, separated by commas.
    pub(super) fn matrix_users(&self) -> Reading<Vec<String>> {
        let wanted = "users (\"@ada:example.org\") in quotation marks, separated by commas";
        self.names(wanted, is_matrix_user)
    }

    /// Users and servers of Matrix, separated by commas.
    pub(super) fn matrix_users_or_servers(&self) -> Reading<Vec<String>> {
        let wanted = "users (\"@ada:example.org\") or servers (\"example.org\") in quotation \
                      marks, separated by commas";
        self.names(wanted, |name| is_matrix_user(name) || is_server(name))
    }

    /// One room of Matrix, or nothing.
    pub(super) fn matrix_room(&self) -> Reading<Option<String>> {
        let wanted = "the id of one room (\"!abc:example.org\") in quotation marks";
        let rooms = self.names(wanted, |name| name.starts_with('!') && name.len() > 1)?;
        match rooms.as_slice() {
            [] => Ok(None),
            [room] => Ok(Some(room.clone())),
            _ => self.refuse(wanted),
        }
    }

    fn names(&self, wanted: &str, is_one: impl Fn(&str) -> bool) -> Reading<Vec<String>> {
        let text = self.text().or_else(|_| self.refuse(wanted))?;
        let names = text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.iter().all(|name| is_one(name)) {
            Ok(names)
        } else {
            self.refuse(wanted)
        }
    }

    /// The mark of a command, or nothing for the word `off`.
    pub(super) fn prefix(&self) -> Reading<String> {
        let text = self.text().unwrap_or_default();
        if text == "off" {
            return Ok(String::new());
        }
        if is_prefix(&text) {
            return Ok(text);
        }
        self.refuse("a mark of 1 to 5 characters without letters or blanks, or \"off\"")
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Reading<T> {
        let found = match self {
            Self::Text(text) | Self::Words(text) => choices
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(text.trim())),
            _ => None,
        };
        found.map(|(_, choice)| *choice).map_or_else(
            || {
                let words: Vec<String> = choices.iter().map(|(word, _)| quoted(word)).collect();
                self.refuse(&words.join(" or "))
            },
            Ok,
        )
    }
}

/// True for the full name of somebody on Matrix.
fn is_matrix_user(name: &str) -> bool {
    let parts = name.strip_prefix('@').and_then(|rest| rest.split_once(':'));
    parts.is_some_and(|(local, server)| !local.is_empty() && is_server(server))
}

/// True for a server's name: a host, with a port where it has one.
fn is_server(name: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
    name.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '[')
        && name.chars().all(fits)
}

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

/// A unit and how many of the smallest it holds.
type Unit = (&'static str, u64);

/// Units of size; decimal and binary ones are kept apart.
const SIZES: [Unit; 6] = [
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
];

/// Units of time.
const TIMES: [Unit; 2] = [("s", 1), ("min", 60)];

fn parse_measure(text: &str, units: &[Unit]) -> Option<u64> {
    let text = text.trim();
    let split = text.find(|letter: char| !letter.is_ascii_digit() && letter != '_')?;
    let number: u64 = text[..split].replace('_', "").parse().ok()?;
    let unit = text[split..].trim();
    let (_, worth) = units
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
    number.checked_mul(*worth)
}

/// A measure in the unit that makes the smallest whole number of it.
fn show_measure(measure: u64, units: &[Unit]) -> String {
    units
        .iter()
        .filter(|(_, worth)| measure.is_multiple_of(*worth))
        .max_by_key(|(_, worth)| *worth)
        .map_or_else(
            || measure.to_string(),
            |(name, worth)| format!("{} {name}", measure / worth),
        )
}

/// A web address without a name or password in it, or a mail address; either as a header can hold it.
fn is_contact(text: &str) -> bool {
    let can_stand = |letter: char| letter.is_ascii_graphic() && !"()\\\"".contains(letter);
    if text.len() > LONGEST_CONTACT || !text.chars().all(can_stand) {
        return false;
    }
    if let Ok(url) = Url::parse(text) {
        let is_web = ["http", "https"].contains(&url.scheme());
        return is_web && url.username().is_empty() && url.password().is_none();
    }
    (text.split_once('@'))
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_have_units() {
        for (text, bytes) in [
            ("4 MiB", Some(4 << 20)),
            ("4mib", Some(4 << 20)),
            ("500 kB", Some(500_000)),
            ("1_000 KB", Some(1_000_000)),
            ("4", None),
            ("MiB", None),
            ("-1 MiB", None),
            ("99999999999999999999 GiB", None),
        ] {
            assert_eq!(parse_measure(text, &SIZES), bytes, "{text}");
        }
        assert_eq!(show_measure(4 << 20, &SIZES), "4 MiB");
        assert_eq!(
            Given::Words("2 min").duration(1..=600),
            Ok(Duration::from_mins(2))
        );
        assert_eq!(
            Given::Number("20").duration(1..=600),
            Err("must be a time with its unit from \"1 s\" to \"10 min\", not 20".to_owned())
        );
    }

    #[test]
    fn people_and_servers_of_matrix_are_told_by_their_signs() {
        let (ada, server) = ("@ada:example.org", "example.org:8448");
        assert_eq!(
            Given::Text(&format!("{ada}, @b:[::1]:80,")).matrix_users(),
            Ok(vec![ada.to_owned(), "@b:[::1]:80".to_owned()])
        );
        assert_eq!(
            Given::Words(&format!("{ada},{server}")).matrix_users_or_servers(),
            Ok(vec![ada.to_owned(), server.to_owned()])
        );
        for strange in ["ada", "@ada", "@:example.org", "@ada:", "example.org"] {
            assert!(Given::Text(strange).matrix_users().is_err(), "{strange}");
        }
        assert!(Given::Text("*").matrix_users_or_servers().is_err());
        assert_eq!(Given::Text("").matrix_room(), Ok(None));
        let room = Some("!room".to_owned());
        assert_eq!(Given::Text("!room").matrix_room(), Ok(room));
        assert!(Given::Text("!a,!b").matrix_room().is_err());
    }

    #[test]
    fn a_contact_can_stand_in_a_header() {
        for address in [
            "",
            "https://example.org/bot",
            "https://example.org/@desk",
            "desk@example.org",
        ] {
            assert_eq!(Given::Text(address).contact(), Ok(address.to_owned()));
        }
        let strange = [
            "example.org",
            "desk @example.org",
            "a@b (c)",
            "a@b\r\nHost: c",
            "ä@b",
            "https://a\\",
            "@",
            "desk@",
            "@example.org",
            "a@b@example.org",
            "https://",
            "https://name:password@example.org/",
            "ftp://name@example.org/",
        ];
        for text in strange {
            assert!(Given::Words(text).contact().is_err(), "{text}");
        }
        let endless = format!("desk@{}", "a".repeat(LONGEST_CONTACT));
        assert!(Given::Words(&endless).contact().is_err());
    }

    #[test]
    fn a_reason_names_what_is_wanted_and_what_is_there() {
        assert_eq!(
            Given::Text("five").count(1..=9),
            Err("must be a whole number from 1 to 9, not \"five\"".to_owned())
        );
        assert_eq!(
            Given::Number("1.5").probability(),
            Err("must be a number from 0 to 1, not 1.5".to_owned())
        );
        assert_eq!(
            Given::Flag(true).choice(&[("auto", 0), ("never", 1)]),
            Err("must be \"auto\" or \"never\", not true".to_owned())
        );
        assert!(Given::Words("NaN").probability().is_err());
        assert!(Given::Text("").path().is_err());
    }
}
