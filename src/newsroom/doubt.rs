//! What speaks against taking an article in without asking.

use crate::admin::Doubt;
use crate::article::Article;

/// Fewer words than a paragraph of news has.
const FEW_WORDS: usize = 60;

/// Longer texts are articles, whatever they say about cookies.
const WORDS_OF_A_NOTICE: usize = 250;

/// What pages say that ask for consent or a subscription, or report an error; lower case.
const NOTICES: [&str; 16] = [
    "404",
    "accept all cookies",
    "accept cookies",
    "access denied",
    "are you a robot",
    "are you human",
    "enable javascript",
    "log in to continue",
    "page not found",
    "sign in to continue",
    "something went wrong",
    "subscribe to continue",
    "temporarily unavailable",
    "unusual traffic",
    "we use cookies",
    "your privacy choices",
];

/// Everything that speaks against an article of so many words.
pub(super) fn doubts(article: &Article, words: usize) -> Vec<Doubt> {
    let found = [
        (article.published.is_none(), Doubt::Undated),
        (words < FEW_WORDS, Doubt::Short),
        (is_foreign(article), Doubt::Foreign),
        (is_notice(article, words), Doubt::NoArticle),
    ];
    let holding = found.into_iter().filter(|(holds, _)| *holds);
    holding.map(|(_, doubt)| doubt).collect()
}

fn is_foreign(article: &Article) -> bool {
    let language = article.language.as_deref();
    language.is_some_and(|language| !language.to_ascii_lowercase().starts_with("en"))
}

fn is_notice(article: &Article, words: usize) -> bool {
    if words >= WORDS_OF_A_NOTICE {
        return false;
    }
    let text = format!("{}\n{}", article.title, article.body).to_lowercase();
    NOTICES.iter().any(|notice| text.contains(notice))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn article(body: &str, language: &str) -> Article {
        Article {
            id: "a".to_owned(),
            title: "A title".to_owned(),
            source: String::new(),
            author: None,
            published: Some(date(2024, 2, 20)),
            url: None,
            language: Some(language.to_owned()),
            dateline: None,
            body: body.to_owned(),
        }
    }

    #[test]
    fn only_what_looks_wrong_is_doubted() {
        let long = "The ferry sails again. ".repeat(30);
        assert_eq!(doubts(&article(&long, "en"), 120), []);
        let undated = Article {
            published: None,
            ..article(&long, "en-GB")
        };
        assert_eq!(doubts(&undated, 120), [Doubt::Undated]);
        assert_eq!(doubts(&article(&long, "fr"), 120), [Doubt::Foreign]);
        let consent = article("We use cookies. Accept all cookies to read on.", "en");
        assert_eq!(doubts(&consent, 9), [Doubt::Short, Doubt::NoArticle]);
        assert_eq!(doubts(&article("We use cookies.", "en"), 900), []);
    }
}
