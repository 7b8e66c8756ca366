//! Makes any text harmless in a Matrix message: nothing in it is markup, a mention or a link with
//! another face, and a reader sees the very same text.
//!
//! Control characters and those that turn the direction of writing become visible stand-ins, as
//! everywhere. A sign that nobody sees parts an `@` from what follows: clients make names of people
//! and of the whole room clickable wherever they find them, and old ones ping them.

use crate::reply::{encoded_address, neutralise, neutralise_line};

/// What parts an `@` from a name. It is no blank, and nothing breaks there.
const PART: char = '\u{2060}';

/// Text for a plain body.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in neutralise(text).chars() {
        plain.push(letter);
        if letter == '@' {
            plain.push(PART);
        }
    }
    plain
}

/// The same for text that must stay in its line.
pub(super) fn plain_line(text: &str) -> String {
    plain(&neutralise_line(text))
}

/// Text for a formatted body; its lines are kept.
pub(super) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br>"),
            letter => html.push(letter),
        }
    }
    html
}

/// The same for text that must stay in its line.
pub(super) fn html_line(text: &str) -> String {
    html(&neutralise_line(text))
}

/// An address as it may stand in a link, or nothing where it is none of the web. Its words are
/// percent-encoded where they could end the link.
pub(super) fn address(url: &str) -> Option<String> {
    encoded_address(url, "-.~:/?#!$&+,;=%_()", LONGEST)
}

/// The longest address that is worth its room.
const LONGEST: usize = 1_000;

/// The text that [`html`] was made of, for tests.
#[cfg(test)]
pub(super) fn shown(html: &str) -> String {
    let pairs = [
        ("<br>", "\n"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let mut text = html.to_owned();
    for (escaped, letter) in pairs {
        text = text.replace(escaped, letter);
    }
    text.replace(&format!("@{PART}"), "@")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_names_and_ends_of_attributes_are_words() {
        assert_eq!(
            html("<b>\"a\" & 'b'</b>\n@room"),
            "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;<br>@\u{2060}room"
        );
        assert_eq!(plain("@ada:a.example"), "@\u{2060}ada:a.example");
        assert_eq!(html_line("a\nb"), "a b");
    }

    #[test]
    fn links_are_of_the_web_and_cannot_be_left() {
        assert_eq!(
            address("https://x.example/a\"><b>'#:~:text=a%20b").as_deref(),
            Some("https://x.example/a%22%3E%3Cb%3E%27#:~:text=a%20b")
        );
        for other in ["javascript:alert(1)", "data://x", "matrix:u/ada", "x"] {
            assert_eq!(address(other), None, "{other}");
        }
        let long = format!("https://x.example/a#{}", "b".repeat(2_000));
        assert_eq!(address(&long).as_deref(), Some("https://x.example/a"));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_what_was_written(text in any::<String>()) {
            let html = html(&text);
            prop_assert!(!html.replace("<br>", "").contains(['<', '>', '"', '\'']));
            // The parting sign itself may stand in a text after an `@`.
            prop_assume!(!text.contains(PART));
            prop_assert_eq!(shown(&html), neutralise(&text));
        }
    }
}
