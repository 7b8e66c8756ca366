//! What a card looks like, and what no article can do to it.

use jiff::civil::date;
use proptest::prelude::*;

use super::super::escape::tests::hostile;
use super::piece::length;
use super::*;
use crate::reply::{
    Block, Certainty, Citation, Highlight, HighlightKind, Inline, Quote, Reply, Row, Suggestion,
    neutralise,
};
use crate::text::Span;

const SENTENCE: &str =
    "The mayor, Ann Lee, opened the *new* bridge on Monday: see https://x.example.";

fn citation() -> Citation {
    Citation {
        number: 1,
        article: "bridge".to_owned(),
        title: "New bridge opens".to_owned(),
        source: "Valley Post".to_owned(),
        published: Some(date(2024, 2, 20)),
        paragraph: 3,
        span: Span::new(0, SENTENCE.len()),
        url: Some("https://post.example/bridge#:~:text=The%20mayor".to_owned()),
        receipt: "ABCD-EFGH-IJKL".to_owned(),
    }
}

fn quote(text: &str, marked: &[(&str, HighlightKind)]) -> Quote {
    let highlights = marked.iter().map(|(part, kind)| {
        let start = text.find(part).expect("the part is in the text");
        Highlight {
            span: Span::new(start, start + part.len()),
            kind: *kind,
        }
    });
    Quote {
        text: text.to_owned(),
        highlights: highlights.collect(),
        label: None,
        citation: citation(),
    }
}

fn reply(blocks: Vec<Block>) -> Reply {
    Reply {
        blocks,
        certainty: Some(Certainty::Sure),
        suggestions: Vec::new(),
    }
}

fn frame() -> Frame {
    Frame {
        asked: "/who opened the bridge?".to_owned(),
        standing: "9 articles, the newest of 2024-06-19".to_owned(),
    }
}

/// A card as a text, part by part.
fn shown(cards: &[Card]) -> String {
    let mut text = String::new();
    for card in cards {
        let embed = &card.embed;
        if let Some(author) = &embed.author {
            text.push_str(&format!("^ {}\n", author.name));
        }
        text.push_str(&embed.description);
        if let Some(footer) = &embed.footer {
            text.push_str(&format!("\n_ {}", footer.text));
        }
        text.push('\n');
    }
    text
}

#[test]
fn an_answer_is_a_line_above_its_quotes() {
    let marks = [
        ("Ann Lee", HighlightKind::Answer),
        ("bridge", HighlightKind::Match),
    ];
    let mut answer = reply(vec![
        Block::Answer {
            text: vec![
                Inline::Strong("Ann Lee".to_owned()),
                Inline::Faint(" [1]".to_owned()),
            ],
        },
        Block::Quote(quote(SENTENCE, &marks)),
        Block::Notice {
            text: vec![Inline::Plain("2 independent sources say so.".to_owned())],
        },
    ]);
    answer.suggestions = vec![
        Suggestion::new("more", "further quotes"),
        Suggestion::new("topics", "what the story is about"),
    ];
    let cards = cards(&[answer], &frame());
    assert_eq!(cards[0].embed.color, Some(0x2e_8b_57));
    insta::assert_snapshot!(shown(&cards), @r"
    ^ /who opened the bridge?
    **Ann Lee** [1]

    > “The mayor, **Ann Lee**, opened the \*new\* __bridge__ on Monday\: see https\://x.example.”
    -# [1](https://post.example/bridge#:~:text=The%20mayor) New bridge opens — Valley Post, 2024-02-20, ¶3 · `ABCD-EFGH-IJKL`

    2 independent sources say so.

    -# `/topics` what the story is about
    _ Valley Post · 9 articles, the newest of 2024-06-19
    ");
}

#[test]
fn lists_tables_and_bodies_have_a_line_for_each_part() {
    let cell = |text: &str| vec![Inline::Plain(text.to_owned())];
    let blocks = vec![
        Block::Heading {
            text: cell("Articles"),
        },
        Block::Table {
            columns: vec!["No.".to_owned(), "Title".to_owned()],
            rows: vec![
                Row {
                    cells: vec![cell("1"), cell("# A *title*")],
                },
                Row {
                    cells: vec![cell("2"), vec![Inline::Code("b`c".to_owned())]],
                },
            ],
        },
        Block::List {
            items: vec![cell("- one"), cell("two")],
        },
        Block::Body {
            paragraphs: vec!["First\n- line.".to_owned(), "Second.".to_owned()],
        },
    ];
    insta::assert_snapshot!(shown(&cards(&[reply(blocks)], &Frame::default())), @r"
    **Articles**

    - 1 · \# A \*title\*
    - 2 · b\`c

    - - one
    - two

    > First
    > \- line.

    > Second.
    ");
}

#[test]
fn a_quote_that_has_no_room_goes_whole_on_the_next_card() {
    let long = "A sentence of some length, which says little. ".repeat(25);
    let blocks: Vec<Block> = (0..6).map(|_| Block::Quote(quote(&long, &[]))).collect();
    let cards = cards(&[reply(blocks)], &frame());
    assert!(cards.len() > 1);
    let whole = format!("> “{long}”");
    let shown: usize = cards
        .iter()
        .map(|card| card.embed.description.matches(&whole).count())
        .sum();
    assert_eq!(shown, 6);
    let last = cards.last().and_then(|card| card.embed.footer.as_ref());
    assert!(last.is_some_and(|footer| footer.text.ends_with(&format!("{0}/{0}", cards.len()))));
}

#[test]
fn a_file_holds_the_words_as_they_are() {
    let file = as_file(&[reply(vec![Block::Quote(quote(SENTENCE, &[]))])], "who");
    assert_eq!(file.name, "newshound-who.txt");
    insta::assert_snapshot!(file.text, @"
      “The mayor, Ann Lee, opened the *new* bridge on Monday: see https://x.example.”
      [1] New bridge opens · Valley Post · 2024-02-20 · ¶3 · ABCD-EFGH-IJKL · https://post.example/bridge#:~:text=The%20mayor
    ");
}

/// The quoted words of a card as Discord would show them: bars, marks and backslashes undone.
fn undone(description: &str) -> Vec<String> {
    let mut quotes = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for line in description.lines().chain([""]) {
        match line.strip_prefix("> ") {
            Some(words) => lines.push(without_marks(words)),
            None if !lines.is_empty() => quotes.push(std::mem::take(&mut lines).join("\n")),
            None => {}
        }
    }
    quotes
}

fn without_marks(line: &str) -> String {
    let mut words = String::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let escaped = rest[letter.len_utf8()..].chars().next();
        if letter == '\\' && escaped.is_some_and(|next| next.is_ascii_punctuation()) {
            words.extend(escaped);
            rest = &rest[1 + escaped.map_or(0, char::len_utf8)..];
        } else if rest.starts_with("**") || rest.starts_with("__") {
            rest = &rest[2..];
        } else {
            words.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    words
}

/// A quote of any text with highlights anywhere.
fn any_quote() -> impl Strategy<Value = Quote> {
    let text = prop::collection::vec(hostile(), 1..60).prop_map(|parts| parts.concat());
    (
        text,
        prop::collection::vec(any::<(prop::sample::Index, bool)>(), 0..6),
    )
        .prop_map(|(text, places)| {
            let edges: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            let mut bytes: Vec<usize> = places
                .iter()
                .filter(|_| !edges.is_empty())
                .map(|(place, _)| edges[place.index(edges.len())])
                .collect();
            bytes.sort_unstable();
            let pairs = bytes.chunks_exact(2).zip(&places);
            let highlights = pairs.map(|(pair, (_, is_answer))| Highlight {
                span: Span::new(pair[0], pair[1]),
                kind: if *is_answer {
                    HighlightKind::Answer
                } else {
                    HighlightKind::Match
                },
            });
            Quote {
                highlights: highlights.collect(),
                ..quote(&text, &[])
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quoted_words_are_the_stored_bytes_once_undone(quote in any_quote()) {
        let expected = neutralise(&quote.text).into_owned();
        let cards = cards(&[reply(vec![Block::Quote(quote)])], &frame());
        let quotes: Vec<String> = cards.iter().flat_map(|card| undone(&card.embed.description)).collect();
        let whole = quotes.concat();
        let words = whole.strip_prefix('“').and_then(|words| words.strip_suffix('”'));
        prop_assert_eq!(words, Some(expected.as_str()));
    }

    #[test]
    fn no_text_breaks_out_or_over_the_limits(
        quotes in prop::collection::vec(any_quote(), 0..5),
        words in hostile(),
        asked in hostile(),
        title in hostile(),
    ) {
        let inlines = vec![
            Inline::Strong(words.clone()),
            Inline::Code(words.clone()),
            Inline::Plain(words.clone()),
        ];
        let mut blocks = vec![
            Block::Answer { text: inlines.clone() },
            Block::Heading { text: inlines.clone() },
            Block::List { items: vec![inlines.clone()] },
            Block::Body { paragraphs: vec![words.clone()] },
        ];
        for mut quote in quotes {
            quote.citation.title.clone_from(&title);
            quote.citation.source.clone_from(&title);
            quote.label = Some(words.clone());
            blocks.push(Block::Quote(quote));
        }
        let frame = Frame { asked, standing: words };
        for card in cards(&[reply(blocks)], &frame) {
            let embed = &card.embed;
            let author = embed.author.as_ref().map_or("", |author| author.name.as_str());
            let footer = embed.footer.as_ref().map_or("", |footer| footer.text.as_str());
            prop_assert!((1..=4096).contains(&length(&embed.description)));
            prop_assert!(length(author) <= 256 && length(footer) <= 2048);
            prop_assert!(length(author) + length(footer) + length(&embed.description) <= 6000);
            // Every link is our own.
            for (place, _) in embed.description.match_indices("](") {
                prop_assert!(embed.description[place..].starts_with("](https://post.example/bridge"));
            }
            let outside_code: String = embed.description.split('`').step_by(2).collect();
            for mark in ["@everyone", "<@123>", "https://evil", "||", "```"] {
                let bare = |text: &str| text.match_indices(mark).any(|(place, _)| !text[..place].ends_with('\\'));
                prop_assert!(!bare(&outside_code), "{} in {}", mark, embed.description);
                prop_assert!(mark == "||" || mark == "```" || mark == "https://evil" || !bare(author), "{}", author);
            }
        }
    }
}
