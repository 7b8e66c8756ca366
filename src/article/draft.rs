//! An article as a format found it, before its parts are checked.
//!
//! Every format fills a [`Draft`] with what the file says; what is missing, doubtful or unusable
//! is settled here once for all of them.

use jiff::civil::Date;
use url::Url;
use whatlang::Lang;

use super::date::parse_published;
use super::dateline::find_dateline;
use super::model::Article;
use super::skip::{NoticeKind, SkipReason};

/// Bytes of a body by which its language is told. More than this changes no verdict on prose, and
/// detection is the slowest part of reading.
const LANGUAGE_SAMPLE: usize = 1500;
/// Below this many bytes a guess is chance.
const LANGUAGE_LEAST: usize = 120;
/// Longest part of a useless value that a notice repeats.
const LONGEST_GIVEN: usize = 60;

/// What a file says of an article, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) source: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// Canonical already; see [`super::body`].
    pub(super) body: String,
}

impl Draft {
    /// The article, and what could not be used. `name` stands in for a missing id, `title` for a
    /// missing title.
    ///
    /// # Errors
    ///
    /// [`SkipReason::Empty`] when there is no body.
    pub(super) fn finish(
        self,
        name: &str,
        title: &str,
    ) -> Result<(Article, Vec<NoticeKind>), SkipReason> {
        if self.body.trim().is_empty() {
            return Err(SkipReason::Empty);
        }
        let mut notices = Vec::new();
        let dateline = find_dateline(&self.body);
        let published = read_date(self.published, &mut notices);
        let language = known_language(self.language).or_else(|| detect_language(&self.body));
        let article = Article {
            id: one_line(self.id).unwrap_or_else(|| name.to_owned()),
            title: one_line(self.title).unwrap_or_else(|| title.to_owned()),
            source: one_line(self.source).unwrap_or_default(),
            author: one_line(self.author),
            published: published.or_else(|| dateline.and_then(|line| line.date)),
            url: read_address(self.url, &mut notices),
            language,
            dateline: dateline.map(|line| line.span),
            body: self.body,
        };
        Ok((article, notices))
    }
}

/// A value on one line without control characters; nothing when it is blank.
fn one_line(value: Option<String>) -> Option<String> {
    let value = value?;
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn read_date(given: Option<String>, notices: &mut Vec<NoticeKind>) -> Option<Date> {
    let given = one_line(given)?;
    let date = parse_published(&given);
    if date.is_none() {
        let given = shorten(&given);
        notices.push(NoticeKind::UnknownDate { given });
    }
    date
}

fn read_address(given: Option<String>, notices: &mut Vec<NoticeKind>) -> Option<String> {
    let given = one_line(given)?;
    let usable = Url::parse(&given)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if usable {
        return Some(given);
    }
    let given = shorten(&given);
    notices.push(NoticeKind::UnusableAddress { given });
    None
}

fn shorten(given: &str) -> String {
    given.chars().take(LONGEST_GIVEN).collect()
}

/// `en-GB`, `EN_us`, `eng`, `English` → `en`; anything that is no code of two letters → `None`.
fn known_language(given: Option<String>) -> Option<String> {
    let given = one_line(given)?;
    let first = given.split(['-', '_']).next()?.to_ascii_lowercase();
    if first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(first);
    }
    let named = Lang::from_code(&first).or_else(|| {
        let same = |lang: &&Lang| lang.eng_name().eq_ignore_ascii_case(&first);
        Lang::all().iter().find(same).copied()
    });
    named.and_then(two_letters).map(str::to_owned)
}

/// The language of a body, when it can be told reliably.
fn detect_language(body: &str) -> Option<String> {
    let sample = &body[..body.floor_char_boundary(LANGUAGE_SAMPLE)];
    if sample.len() < LANGUAGE_LEAST {
        return None;
    }
    if is_plainly_english(sample) {
        return Some("en".to_owned());
    }
    let info = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    two_letters(info.lang()).map(str::to_owned)
}

/// True when one word in eight is one of the commonest English words, which no other language
/// shares as a set. Spares nearly every article the slower detection.
fn is_plainly_english(sample: &str) -> bool {
    const COMMON: [&str; 12] = [
        "the", "of", "and", "to", "that", "with", "was", "for", "by", "said", "from", "has",
    ];
    let mut words = 0;
    let mut common = 0;
    for word in sample.split_ascii_whitespace() {
        words += 1;
        common += usize::from(COMMON.contains(&word));
    }
    sample.contains(" the ") && common * 8 >= words && common >= 4
}

/// ISO 639-1 codes of the languages that are detected.
fn two_letters(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Afr => "af",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn draft(body: &str) -> Draft {
        Draft {
            body: body.to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn missing_parts_fall_back_to_the_file_name() {
        let (article, notices) = draft("Some text.").finish("a-file", "A file").unwrap();
        assert_eq!(
            (article.id.as_str(), article.title.as_str()),
            ("a-file", "A file")
        );
        assert_eq!(notices, []);
    }

    #[test]
    fn a_useless_date_or_address_is_noticed_and_left_out() {
        let mut given = draft("Some text.");
        given.published = Some("the day before".to_owned());
        given.url = Some("javascript:alert(1)".to_owned());
        let (article, notices) = given.finish("a", "a").unwrap();
        assert_eq!((article.published, article.url), (None, None));
        assert_eq!(notices.len(), 2);
    }

    #[test]
    fn a_datelines_day_fills_a_missing_date() {
        let text = "GENEVA, Feb. 20, 2024 (Reuters) - The council met.";
        let (article, _) = draft(text).finish("a", "a").unwrap();
        assert_eq!(article.published, Some(date(2024, 2, 20)));
        assert_eq!(
            article.dateline.unwrap().of(text),
            "GENEVA, Feb. 20, 2024 (Reuters) -"
        );
    }

    #[test]
    fn languages_are_told_reliably_or_not_at_all() {
        let german = "Der russische Präsident hat dem nordkoreanischen Machthaber ein Auto \
            geschenkt, wie die staatliche Nachrichtenagentur am Dienstag mitteilte. Es handelt sich \
            um eine Limousine der Marke Aurus.";
        let english = "The president of Russia has given the leader of North Korea a car, said the \
            state news agency on Tuesday. It was the first gift of its kind to the country.";
        assert_eq!(detect_language(german).as_deref(), Some("de"));
        assert_eq!(detect_language(english).as_deref(), Some("en"));
        assert_eq!(detect_language("North Korea fires missile"), None);
        assert_eq!(
            known_language(Some("en-GB".to_owned())).as_deref(),
            Some("en")
        );
        assert_eq!(
            known_language(Some("French".to_owned())).as_deref(),
            Some("fr")
        );
        assert_eq!(known_language(Some("??".to_owned())), None);
    }
}
