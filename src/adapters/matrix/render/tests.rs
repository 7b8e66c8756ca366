//! What holds for every message, whoever wrote the words in it.

use proptest::prelude::*;

use super::super::escape::shown;
use super::*;
use crate::reply::{
    Block, Citation, Highlight, HighlightKind, Inline, Quote, Row, code, neutralise, notice, plain,
    strong,
};
use crate::text::Span;

/// The tags that we write; anything else that looks like one is not ours.
const TAGS: [&str; 8] = ["p", "strong", "code", "blockquote", "u", "ul", "li", "br"];

/// Words that are up to no good, and others.
fn words() -> impl Strategy<Value = String> {
    let parts = prop_oneof![
        Just("<a href=\"https://evil.example\">here</a>"),
        Just("</blockquote><h1>"),
        Just("<script>alert(1)</script>"),
        Just("@room"),
        Just("@ada:a.example"),
        Just("&lt;b&gt;"),
        Just("\" onclick=\"x"),
        Just("“Kim” — "),
        Just("\u{202e}\0\r\n"),
        Just("a "),
        Just("Ünï 金正恩 "),
    ];
    prop::collection::vec(parts, 0..12).prop_map(|parts| parts.concat())
}

fn citation(title: String, url: String) -> Citation {
    Citation {
        number: 1,
        article: "a".to_owned(),
        source: title.clone(),
        title,
        published: None,
        paragraph: 3,
        span: Span::new(0, 1),
        url: Some(url),
        receipt: "R-1".to_owned(),
    }
}

fn quote_of(text: &str, title: &str) -> Quote {
    let middle = text
        .char_indices()
        .map(|(place, _)| place)
        .nth(text.chars().count() / 2)
        .unwrap_or(0);
    let highlight = |start, end, kind| Highlight {
        span: Span::new(start, end),
        kind,
    };
    Quote {
        text: text.to_owned(),
        highlights: vec![
            highlight(0, middle, HighlightKind::Match),
            highlight(middle, text.len(), HighlightKind::Answer),
        ],
        label: Some(title.to_owned()),
        citation: citation(title.to_owned(), format!("https://x.example/{title}")),
    }
}

fn reply_of(texts: &[String]) -> Reply {
    let mut blocks = Vec::new();
    for text in texts {
        let inline = vec![
            plain(text),
            strong(text),
            code(text),
            Inline::Faint(text.clone()),
        ];
        blocks.extend([
            Block::Answer {
                text: inline.clone(),
            },
            Block::Heading {
                text: inline.clone(),
            },
            Block::Quote(quote_of(text, text)),
            Block::List {
                items: vec![inline.clone()],
            },
            Block::Table {
                columns: vec![],
                rows: vec![Row {
                    cells: vec![inline],
                }],
            },
            Block::Body {
                paragraphs: vec![text.clone()],
            },
            notice(text),
        ]);
    }
    Reply {
        blocks,
        suggestions: vec![Suggestion::new("more", texts.concat())],
        ..Reply::default()
    }
}

/// Everything between `<` and `>` in a formatted body.
fn tags(html: &str) -> Vec<&str> {
    let parts = html.split('<').skip(1);
    parts
        .map(|part| part.split('>').next().unwrap_or(part))
        .collect()
}

fn is_ours(tag: &str) -> bool {
    let link = tag.strip_prefix("a href=\"https://x.example/");
    let is_link = link.is_some_and(|rest| {
        rest.strip_suffix('"')
            .is_some_and(|address| !address.contains('"'))
    });
    is_link || tag == "/a" || TAGS.contains(&tag.strip_prefix('/').unwrap_or(tag))
}

#[test]
fn an_answer_reads_well_in_both_bodies() {
    let reply = Reply {
        blocks: vec![
            Block::Answer {
                text: vec![strong("Vladimir Putin"), plain(" — two sources")],
            },
            Block::Quote(Quote {
                text: "Putin gave Kim a car.".to_owned(),
                highlights: vec![Highlight {
                    span: Span::new(0, 5),
                    kind: HighlightKind::Answer,
                }],
                label: None,
                citation: citation("A gift".to_owned(), "https://x.example/a".to_owned()),
            }),
        ],
        suggestions: vec![Suggestion::new("more", "further quotes")],
        ..Reply::default()
    };
    let messages = messages(&reply, "!");
    assert_eq!(messages.len(), 1);
    assert_eq!(
        messages[0].plain,
        "Vladimir Putin — two sources\n\n“Putin gave Kim a car.”\n[1] A gift — A gift, ¶3 · R-1\n\
         https://x.example/a\n\n!more further quotes"
    );
    assert_eq!(
        messages[0].html,
        "<p><strong>Vladimir Putin</strong> — two sources</p>\
         <blockquote>“<strong>Putin</strong> gave Kim a car.”</blockquote>\
         <p>[<a href=\"https://x.example/a\">1</a>] A gift — A gift, ¶3 · <code>R-1</code></p>\
         <p><code>!more</code> further quotes</p>"
    );
}

#[test]
fn a_quote_that_fits_no_more_goes_into_the_next_message_whole() {
    let long = "Kim said so. ".repeat(250);
    let quote = |_| Block::Quote(quote_of(&long, "A title"));
    let reply = Reply {
        blocks: (0..4).map(quote).collect(),
        ..Reply::default()
    };
    let messages = messages(&reply, "!");
    assert!(messages.len() > 1);
    let whole: usize = messages
        .iter()
        .map(|message| message.plain.matches(&format!("“{long}”")).count())
        .sum();
    assert_eq!(whole, 4);
}

#[test]
fn an_empty_reply_is_still_a_message() {
    assert_eq!(messages(&Reply::default(), "!").len(), 1);
}

proptest! {
    #[test]
    fn no_text_breaks_out_or_over_the_limits(texts in prop::collection::vec(words(), 0..12)) {
        for message in messages(&reply_of(&texts), "!") {
            for tag in tags(&message.html) {
                prop_assert!(is_ours(tag), "{tag} in {}", message.html);
            }
            prop_assert!(message.html.len() <= LONGEST + 64 && message.plain.len() <= LONGEST);
            prop_assert!(!message.plain.contains("@room") && !message.html.contains("@room"));
            prop_assert!(!message.plain.contains("@ada"));
        }
    }

    #[test]
    fn quoted_words_are_the_stored_bytes_once_undone(text in words(), title in words()) {
        prop_assume!(!text.is_empty());
        let reply = Reply::from(Block::Quote(quote_of(&text, &title)));
        let html: String = messages(&reply, "!").into_iter().map(|one| one.html).collect();
        let inside = html.split("<blockquote>").nth(1).unwrap();
        let inside = inside.split("</blockquote>").next().unwrap();
        let bare = ["<strong>", "</strong>", "<u>", "</u>"]
            .iter()
            .fold(inside.to_owned(), |text, tag| text.replace(tag, ""));
        prop_assert_eq!(shown(&bare), format!("“{}”", neutralise(&text)));
    }
}
