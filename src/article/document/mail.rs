//! Mail: a message as it was sent, such as a newsletter or a press release.
//!
//! What the sender quotes of other mails (`> …`) and the signature are left out: they are other
//! texts.

use mail_parser::{Address, Message, MessageParser};

use super::reflow::reflow;
use super::{failed, said, titled};
use crate::article::html::{ExtractedPage, fragment_text};
use crate::article::skip::SkipReason;

pub(super) fn read(bytes: &[u8]) -> Result<ExtractedPage, SkipReason> {
    let message = MessageParser::default().parse(bytes);
    let message = message.ok_or_else(|| failed("it is no mail"))?;
    let sender = message.from().and_then(Address::first);
    let date = message.date().filter(|date| date.is_valid());
    titled(ExtractedPage {
        title: message.subject().and_then(said),
        author: sender.and_then(|sender| said(sender.name()?)),
        source: sender.and_then(|sender| domain_of(sender.address()?)),
        published: date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        paragraphs: text_of(&message),
        ..ExtractedPage::default()
    })
}

fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    said(domain)
}

/// The plain text where there is one, else that of the HTML.
fn text_of(message: &Message<'_>) -> Vec<String> {
    if message
        .parts
        .iter()
        .any(|part| part.is_text() && !part.is_text_html())
    {
        let text = message.body_text(0).unwrap_or_default();
        return reflow(&own_lines(&text));
    }
    let html = message.body_html(0).unwrap_or_default();
    let text = fragment_text(&html);
    let paragraphs = text.split("\n\n").map(str::trim);
    paragraphs
        .filter(|paragraph| !paragraph.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The lines of the sender's own.
fn own_lines(text: &str) -> String {
    let lines = text
        .lines()
        .take_while(|line| *line != "-- " && *line != "--");
    let own = lines.map(|line| if line.starts_with('>') { "" } else { line });
    own.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_release_is_read_without_what_it_quotes() {
        let mail = "From: =?utf-8?Q?Ada_Qu=C3=ADll?= <press@harbour.example>\r\nTo: all@example.org\r\n\
            Date: Fri, 1 Mar 2024 09:30:00 +0100\r\nSubject: Bridge opens\r\n\
            Content-Type: text/plain; charset=utf-8\r\n\r\nThe bridge opened on Friday after nine\r\n\
            years of work.\r\n\r\n> somebody else's words\r\n\r\nLorries wait.\r\n-- \r\nPress office\r\n";
        let page = read(mail.as_bytes()).unwrap();
        assert_eq!(page.title.as_deref(), Some("Bridge opens"));
        assert_eq!(page.author.as_deref(), Some("Ada Quíll"));
        assert_eq!(page.source.as_deref(), Some("harbour.example"));
        assert_eq!(page.published.as_deref(), Some("2024-03-01"));
        let text = [
            "The bridge opened on Friday after nine years of work.",
            "Lorries wait.",
        ];
        assert_eq!(page.paragraphs, text);
    }

    #[test]
    fn a_mail_of_html_alone_gives_its_text() {
        let mail = "From: a@b.example\r\nSubject: News\r\nContent-Type: text/html\r\n\r\n\
            <p>The bridge &amp; the ferry.</p><p>Second.</p>";
        let page = read(mail.as_bytes()).unwrap();
        assert_eq!(page.paragraphs, ["The bridge & the ferry.", "Second."]);
    }
}
