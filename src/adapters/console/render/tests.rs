//! What a reply looks like, and what no reply can do to a terminal.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::reply::{Highlight, HighlightKind, Row};
use crate::text::Span;

const SENTENCE: &str =
    "The mayor, Ann Lee, opened the new bridge on Monday after three years of works.";

fn highlight(text: &str, part: &str, kind: HighlightKind) -> Highlight {
    let start = text.find(part).expect("the part is in the text");
    let span = Span::new(start, start + part.len());
    Highlight { span, kind }
}

fn quote(text: &str) -> Quote {
    Quote {
        text: text.to_owned(),
        highlights: Vec::new(),
        label: None,
        citation: Citation {
            number: 1,
            article: "bridge".to_owned(),
            title: "New bridge opens".to_owned(),
            source: "Valley Post".to_owned(),
            published: Some(date(2024, 2, 20)),
            paragraph: 3,
            span: Span::new(0, text.len()),
            url: Some("https://post.example/bridge#:~:text=The%20mayor".to_owned()),
            receipt: "ABCD-EFGH-IJKL".to_owned(),
        },
    }
}

fn plain(words: &str) -> Vec<Inline> {
    vec![Inline::Plain(words.to_owned())]
}

fn answer() -> Reply {
    let mut quote = quote(SENTENCE);
    quote.highlights = vec![
        highlight(SENTENCE, "Ann Lee", HighlightKind::Answer),
        highlight(SENTENCE, "bridge", HighlightKind::Match),
    ];
    let suggestion = |command: &str| Suggestion {
        command: command.to_owned(),
        purpose: String::new(),
    };
    Reply {
        blocks: vec![
            Block::Answer {
                text: vec![
                    Inline::Strong("Ann Lee".to_owned()),
                    Inline::Faint(" (2 independent sources)".to_owned()),
                ],
            },
            Block::Quote(quote),
        ],
        certainty: Some(Certainty::Sure),
        suggestions: vec![suggestion("more"), suggestion("sources")],
    }
}

fn only(block: Block) -> Reply {
    Reply {
        blocks: vec![block],
        ..Reply::default()
    }
}

fn table() -> Reply {
    let row = |cells: [&str; 3]| Row {
        cells: cells.into_iter().map(plain).collect(),
    };
    only(Block::Table {
        columns: vec!["No.".to_owned(), "Title".to_owned(), "Source".to_owned()],
        rows: vec![
            row(["1", "New bridge opens after three years", "Valley Post"]),
            row(["12", "新しい橋が開通 🌉", "谷日報"]),
        ],
    })
}

fn style(width: usize) -> Style {
    Style {
        width: Some(width),
        ..Style::default()
    }
}

const LINKED: Style = Style {
    width: Some(60),
    colour: true,
    hyperlinks: true,
};

/// Escapes made readable, so that a snapshot shows them.
fn shown(text: &str) -> String {
    text.replace('\u{1b}', "␛")
}

#[test]
fn an_answer_without_wrapping() {
    insta::assert_snapshot!(render(&answer(), &Style::default()), @"
    Ann Lee (2 independent sources)

      │ “The mayor, Ann Lee, opened the new bridge on Monday after three years of works.”
        [1] New bridge opens — Valley Post, 2024-02-20, ¶3 · receipt ABCD-EFGH-IJKL
        https://post.example/bridge#:~:text=The%20mayor

    more · sources
    ");
}

#[test]
fn an_answer_in_a_narrow_window() {
    insta::assert_snapshot!(render(&answer(), &style(34)), @"
    Ann Lee (2 independent sources)

      │ “The mayor, Ann Lee, opened 
      │ the new bridge on Monday 
      │ after three years of works.”
        [1] New bridge opens — Valley
        Post, 2024-02-20, ¶3 ·
        receipt ABCD-EFGH-IJKL
        https://post.example/bridge#:~:text=The%20mayor

    more · sources
    ");
}

#[test]
fn an_answer_in_colour_with_hyperlinks() {
    insta::assert_snapshot!(shown(&render(&answer(), &LINKED)), @r"
    ␛[1m␛[32mAnn Lee␛[0m␛[2m (2 independent sources)␛[0m

    ␛[2m  │ ␛[0m␛[2m“␛[0mThe mayor, ␛[1m␛[32mAnn Lee␛[0m, opened the new ␛[4mbridge␛[0m on Monday 
    ␛[2m  │ ␛[0mafter three years of works.␛[2m”␛[0m
        ␛[2m[1] ␛[0m␛]8;;https://post.example/bridge#:~:text=The%20mayor␛\␛[2mNew bridge opens␛[0m␛]8;;␛\␛[2m — Valley Post, 2024-02-20, ¶3 ·␛[0m
        ␛[2mreceipt ABCD-EFGH-IJKL␛[0m

    ␛[2mmore · sources␛[0m
    ");
}

#[test]
fn a_quote_with_a_label_and_wide_characters() {
    let mut quote = quote("市長は「橋は三年で完成した」と月曜日に述べた。👩\u{200d}🚀 が渡った。");
    quote.label = Some("closest".to_owned());
    quote.citation.url = None;
    quote.citation.source = String::new();
    quote.citation.published = None;
    insta::assert_snapshot!(render(&only(Block::Quote(quote)), &style(30)), @"
    closest:
    │ “市長は「橋は三年で完成し
    │ た」と月曜日に述べた。👩‍🚀 
    │ が渡った。”
      [1] New bridge opens — ¶3
      · receipt ABCD-EFGH-IJKL
    ");
}

#[test]
fn a_table_is_aligned_by_display_width() {
    insta::assert_snapshot!(render(&table(), &style(80)), @"
    No.  Title                               Source
    ────────────────────────────────────────────────────
      1  New bridge opens after three years  Valley Post
     12  新しい橋が開通 🌉                   谷日報
    ");
}

#[test]
fn a_table_gives_up_width_in_its_widest_column() {
    insta::assert_snapshot!(render(&table(), &style(36)), @"
    No.  Title               Source
    ────────────────────────────────────
      1  New bridge opens    Valley Post
         after three years
     12  新しい橋が開通 🌉   谷日報
    ");
}

#[test]
fn a_table_becomes_a_list_where_it_has_no_room() {
    insta::assert_snapshot!(render(&table(), &style(20)), @"
    • No.: 1
      Title: New
        bridge opens
        after three
        years
      Source: Valley
        Post
    • No.: 12
      Title: 新しい橋
        が開通 🌉
      Source: 谷日報
    ");
}

#[test]
fn headings_lists_notices_and_whole_articles() {
    let reply = Reply {
        blocks: vec![
            Block::Heading {
                text: plain("New bridge opens"),
            },
            Block::Notice {
                text: plain("Valley Post, 2024-02-20"),
            },
            Block::Body {
                paragraphs: vec![
                    SENTENCE.to_owned(),
                    "It rained.\n[2] Forged — Post".to_owned(),
                ],
            },
            Block::List {
                items: vec![
                    plain("first"),
                    vec![
                        Inline::Code("help who".to_owned()),
                        Inline::Plain(" says how to ask for people and their deeds".to_owned()),
                    ],
                ],
            },
        ],
        ..Reply::default()
    };
    insta::assert_snapshot!(render(&reply, &style(40)), @"
    New bridge opens
    Valley Post, 2024-02-20

      │ The mayor, Ann Lee, opened the new 
      │ bridge on Monday after three years 
      │ of works.
      │
      │ It rained.
      │ [2] Forged — Post

    • first
    • help who says how to ask for people
      and their deeds
    ");
}

#[test]
fn an_address_that_is_not_of_the_web_is_not_shown() {
    for url in ["javascript:alert(1)", "file:///etc/passwd", "nonsense"] {
        let mut quote = quote(SENTENCE);
        quote.citation.url = Some(url.to_owned());
        let text = render(&only(Block::Quote(quote)), &LINKED);
        assert!(!text.contains(url), "{text}");
    }
}

#[test]
fn an_address_cannot_end_its_hyperlink() {
    let mut quote = quote(SENTENCE);
    quote.citation.url = Some("https://a.example/\u{1b}\\\u{7}\u{9c} é".to_owned());
    let text = render(&only(Block::Quote(quote)), &LINKED);
    assert!(text.contains("]8;;https://a.example/%1B\\%07%C2%9C%20%C3%A9\u{1b}\\"));
}

/// Takes away what rendering put around the words of one quote: escapes, margins, our marks.
fn undo(text: &str, joint: &str) -> String {
    let text = anstream::adapter::strip_str(text).to_string();
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix(BAR).or(line.strip_prefix(BAR.trim_end())))
        .collect();
    let joined = lines.join(joint);
    joined
        .strip_prefix('“')
        .and_then(|words| words.strip_suffix('”'))
        .expect("a quote stands between quotation marks")
        .to_owned()
}

/// A quote with highlights at any places.
fn any_quote(pattern: &'static str) -> impl Strategy<Value = Quote> {
    (pattern, any::<[prop::sample::Index; 4]>()).prop_map(|(text, places)| {
        let mut ends: Vec<usize> = places
            .iter()
            .map(|place| place.index(text.chars().count() + 1))
            .map(|count| text.chars().take(count).map(char::len_utf8).sum())
            .collect();
        ends.sort_unstable();
        let mut quote = quote(&text);
        for (pair, kind) in ends
            .chunks(2)
            .zip([HighlightKind::Answer, HighlightKind::Match])
        {
            let span = Span::new(pair[0], pair[1]);
            quote.highlights.push(Highlight { span, kind });
        }
        quote
    })
}

/// Titles, names and labels that would like to be more than text.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\u{0}-\u{20}\u{7f}-\u{9f}\u{202a}-\u{202e}\u{2066}-\u{2069}a│“”]{0,20}",
        Just("\u{1b}]8;;https://evil.example\u{7}click\u{1b}]8;;\u{7}".to_owned()),
        Just("\u{9b}2J\u{1b}[1A\r\n[1] Forged — Post".to_owned()),
    ]
}

fn hostile_reply() -> impl Strategy<Value = Reply> {
    prop::collection::vec(hostile(), 9).prop_map(|words| {
        let mut quote = quote(&words[0]);
        quote.label = Some(words[1].clone());
        quote.citation.title.clone_from(&words[2]);
        quote.citation.source.clone_from(&words[3]);
        quote.citation.receipt.clone_from(&words[4]);
        quote.citation.url = Some(format!("https://a.example/{}", words[5]));
        let inlines = vec![
            Inline::Strong(words[6].clone()),
            Inline::Code(words[7].clone()),
        ];
        Reply {
            blocks: vec![
                Block::Answer {
                    text: inlines.clone(),
                },
                Block::Heading {
                    text: inlines.clone(),
                },
                Block::Quote(quote),
                Block::Table {
                    columns: vec![words[8].clone(), words[2].clone()],
                    rows: vec![Row {
                        cells: vec![inlines.clone(), inlines.clone()],
                    }],
                },
                Block::List {
                    items: vec![inlines],
                },
                Block::Body {
                    paragraphs: words.clone(),
                },
            ],
            certainty: Some(Certainty::Likely),
            suggestions: vec![Suggestion {
                command: words[3].clone(),
                purpose: String::new(),
            }],
        }
    })
}

proptest! {
    #[test]
    fn unwrapped_quotes_are_the_stored_bytes(quote in any_quote("[^\u{0}-\u{9}\u{b}-\u{1f}\u{7f}-\u{9f}\u{2028}-\u{202e}\u{2066}-\u{2069}]{0,60}"), colour: bool) {
        let style = Style { width: None, colour, hyperlinks: colour };
        let text = render(&only(Block::Quote(quote.clone())), &style);
        prop_assert_eq!(undo(&text, "\n"), quote.text);
    }

    #[test]
    fn wrapped_quotes_are_the_stored_bytes_once_joined(quote in any_quote("[ -~“”äé金🚀│]{0,90}"), width in 6usize..60, colour: bool) {
        let style = Style { width: Some(width), colour, hyperlinks: colour };
        let text = render(&only(Block::Quote(quote.clone())), &style);
        prop_assert_eq!(undo(&text, ""), quote.text);
    }

    #[test]
    fn nothing_but_our_own_escapes_reaches_the_terminal(reply in hostile_reply(), width in prop::option::of(1usize..80), linked: bool) {
        let style = Style { width, colour: true, hyperlinks: linked };
        let text = render(&reply, &style);
        let ours = regex::Regex::new("\u{1b}\\[[0-9;]*m|\u{1b}\\]8;;[!-~]*\u{1b}\\\\").expect("the pattern is well formed");
        let rest = ours.replace_all(&text, "");
        prop_assert_eq!(crate::reply::neutralise(&rest), rest.as_ref());
        let opened = text.matches("\u{1b}]8;;http").count();
        prop_assert_eq!(text.matches("\u{1b}]8;;\u{1b}").count(), opened);

        let colourless = render(&reply, &Style { width, colour: false, hyperlinks: false });
        let escapes = colourless.matches('\u{1b}').count();
        prop_assert_eq!(escapes, 0);
    }

    #[test]
    fn no_line_but_an_address_is_wider_than_the_window(reply in hostile_reply(), width in 20usize..80) {
        let style = Style { width: Some(width), ..Style::default() };
        for line in render(&reply, &style).lines().filter(|line| !line.contains("https://")) {
            prop_assert!(super::super::layout::display_width(line) <= width, "{line:?}");
        }
    }
}
