//! Cuts an article into blocks and reads everything off them that a question may need.
//!
//! Each word is folded and stemmed here, once in its life; answering works on the numbers made
//! from it. What the words mean is left to `mention`.

use crate::article::{Article, ContentHash};
use crate::mention::{self, Mention, MentionKind};
use crate::text::{self, FastMap, Span};

use super::block::{ArticleCard, Block, Sentence, Word};

/// Paragraphs are joined while the block stays within this many bytes: about what a reader takes
/// in at a glance, and enough for a pronoun to stand near its name.
const BLOCK_BYTES: usize = 900;

/// A paragraph longer than this is cut between sentences.
const PARAGRAPH_BYTES: usize = 2400;

/// A cache of stems is emptied at this many words, which bounds its memory to a few megabytes.
const CACHED_WORDS: usize = 100_000;

/// Cuts an article into blocks that tile its body.
#[must_use]
pub fn analyze(article: &Article) -> Vec<Block> {
    Analyzer::default()
        .analyze(article)
        .into_iter()
        .map(|analyzed| analyzed.block)
        .collect()
}

/// A block with the stems that are indexed for it.
#[derive(Clone, Debug)]
pub(super) struct AnalyzedBlock {
    /// The block.
    pub(super) block: Block,
    /// Stems of its words, parted by blanks, without function words.
    pub(super) text: String,
    /// Stems of the title's words, in the same way.
    pub(super) title: String,
    /// Stems of names that are meant but not spelt out.
    pub(super) names: String,
}

/// Analyses articles one after the other, remembering the stems of words it has seen.
#[derive(Debug, Default)]
pub(super) struct Analyzer {
    stems: FastMap<Box<str>, Stem>,
}

#[derive(Clone, Debug)]
struct Stem {
    /// Empty for a function word.
    text: Box<str>,
    key: u32,
}

impl Analyzer {
    /// Cuts an article into blocks that tile its body.
    pub(super) fn analyze(&mut self, article: &Article) -> Vec<AnalyzedBlock> {
        let sentences = find_sentences(article);
        let spans: Vec<Span> = sentences.iter().map(|sentence| sentence.span).collect();
        let (mentions, words) = mention::recognize_with_words(article, &spans);
        let card = card_of(article, sentences.len());
        let mut title = String::new();
        let title_stems = self.stems_of(&article.title, &mut title);
        let mut blocks = Vec::new();
        for (span, sentences) in group(&article.body, &sentences) {
            let mut block = Block {
                article: card.clone(),
                ordinal: number(blocks.len()),
                span,
                text: span.of(&article.body).to_owned(),
                sentences: sentences.to_vec(),
                words: Vec::new(),
                title_stems: title_stems.clone(),
                mentions: mentions_of(&article.body, span, &mentions),
            };
            let text = self.add_words(&mut block, &words);
            let names = self.unsaid_names(&block);
            blocks.push(AnalyzedBlock {
                block,
                text,
                title: title.clone(),
                names,
            });
        }
        blocks
    }

    /// Fills in the words of a block out of those of the article; returns their stems.
    fn add_words(&mut self, block: &mut Block, words: &[Span]) -> String {
        let mut stems = String::with_capacity(block.text.len());
        for sentence in &mut block.sentences {
            let first = block.words.len();
            let inside = words.partition_point(|word| word.start < sentence.span.start);
            let inside = words[inside..].iter();
            for word in inside.take_while(|word| word.end <= sentence.span.end) {
                // A word of 64 KiB is no word, and has no place in a `Word`.
                let Ok(length) = u16::try_from(word.len()) else {
                    continue;
                };
                let stem = self.stem(word.relative_to(block.span).of(&block.text));
                push_word(&mut stems, &stem.text);
                block.words.push(Word {
                    start: number(word.start),
                    length,
                    stem: stem.key,
                });
            }
            sentence.words = (number(first), number(block.words.len()));
        }
        stems
    }

    fn stems_of(&mut self, words: &str, stems: &mut String) -> Vec<u32> {
        let mut keys = Vec::new();
        for token in text::tokenize(words) {
            let stem = self.stem(token.word(words));
            push_word(stems, &stem.text);
            keys.push(stem.key);
        }
        keys
    }

    /// Stems of the names that the block means (by a short form, or as the speaker of a
    /// quotation) but does not spell out.
    fn unsaid_names(&mut self, block: &Block) -> String {
        let mut stems = String::new();
        let mut done: Vec<u32> = Vec::new();
        for key in block.mentions.iter().filter_map(name_key) {
            for word in key.split(' ') {
                let stem = self.stem(word);
                let said = done.contains(&stem.key)
                    || block.words.iter().any(|word| word.stem == stem.key);
                if !said {
                    done.push(stem.key);
                    push_word(&mut stems, &stem.text);
                }
            }
        }
        stems
    }

    fn stem(&mut self, word: &str) -> &Stem {
        if !self.stems.contains_key(word) {
            if self.stems.len() >= CACHED_WORDS {
                self.stems.clear();
            }
            self.stems.insert(word.into(), stem_word(word));
        }
        &self.stems[word]
    }
}

fn stem_word(word: &str) -> Stem {
    let folded = text::fold(word);
    let stem = text::stem(&folded);
    let indexed = !text::is_stop_word(&folded) && !stem.contains(char::is_whitespace);
    Stem {
        key: text::hash_stem(&stem),
        text: if indexed { stem.into() } else { "".into() },
    }
}

fn push_word(words: &mut String, word: &str) {
    if word.is_empty() {
        return;
    }
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

/// Bodies are far below 4 GiB: the size limit of a source file is in megabytes.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn name_key(mention: &Mention) -> Option<&str> {
    match &mention.kind {
        MentionKind::Name(name) => Some(&name.key),
        MentionKind::Quotation(quotation) => quotation.speaker.as_deref(),
        _ => None,
    }
}

fn card_of(article: &Article, sentences: usize) -> ArticleCard {
    ArticleCard {
        id: article.id.clone(),
        title: article.title.clone(),
        source: article.source.clone(),
        author: article.author.clone(),
        published: article.published,
        url: article.url.clone(),
        language: article.language.clone(),
        dateline: article.dateline,
        hash: ContentHash::of(&article.body),
        length: article.body.len(),
        sentences: number(sentences),
    }
}

/// All sentences of the body, in order and apart; a dateline is a sentence of its own.
fn find_sentences(article: &Article) -> Vec<Sentence> {
    let body = &article.body;
    let mut sentences: Vec<Sentence> = Vec::new();
    for (paragraph, span) in text::split_paragraphs(body).into_iter().enumerate() {
        for piece in pieces(span, article.dateline) {
            let piece = trim(body, piece);
            let spans = if Some(piece) == article.dateline.map(|dateline| trim(body, dateline)) {
                vec![piece]
            } else {
                text::split_sentences(body, piece)
            };
            for span in spans {
                let span = trim(body, span);
                let end = sentences.last().map_or(0, |last| last.span.end);
                if span.is_empty() || span.start < end {
                    continue;
                }
                sentences.push(Sentence {
                    span,
                    number: number(sentences.len()),
                    paragraph: number(paragraph),
                    words: (0, 0),
                });
            }
        }
    }
    sentences
}

/// A paragraph before, in and after the dateline.
fn pieces(paragraph: Span, dateline: Option<Span>) -> Vec<Span> {
    match dateline {
        Some(dateline) if !dateline.is_empty() && paragraph.contains(dateline) => vec![
            Span::new(paragraph.start, dateline.start),
            dateline,
            Span::new(dateline.end, paragraph.end),
        ],
        _ => vec![paragraph],
    }
}

/// The span without white space at its ends; empty where it does not fit the text.
fn trim(body: &str, span: Span) -> Span {
    let text = span.of(body);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// Runs of sentences with the bytes that each covers; together they cover the whole body.
fn group<'a>(body: &str, sentences: &'a [Sentence]) -> Vec<(Span, &'a [Sentence])> {
    let mut starts = vec![0];
    let mut units = unit_starts(sentences);
    units.push(sentences.len());
    for pair in units.windows(2) {
        let (unit, next) = (pair[0], pair[1]);
        let first = *starts.last().expect("there is a first block");
        if next > unit && sentences[next - 1].span.end - sentences[first].span.start > BLOCK_BYTES {
            starts.push(unit);
        }
    }
    starts.dedup();
    let mut blocks = Vec::with_capacity(starts.len());
    for (index, &start) in starts.iter().enumerate() {
        let next = starts.get(index + 1).copied();
        let span = Span::new(
            if index == 0 {
                0
            } else {
                sentences[start].span.start
            },
            next.map_or(body.len(), |next| sentences[next].span.start),
        );
        blocks.push((span, &sentences[start..next.unwrap_or(sentences.len())]));
    }
    blocks
}

/// Indexes of the sentences at which a block may begin: the first of each paragraph, and within
/// an overlong paragraph as many as it takes.
fn unit_starts(sentences: &[Sentence]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut index = 0;
    for paragraph in sentences.chunk_by(|left, right| left.paragraph == right.paragraph) {
        let bytes = paragraph[paragraph.len() - 1].span.end - paragraph[0].span.start;
        let mut begin = paragraph[0].span.start;
        starts.push(index);
        for (offset, sentence) in paragraph.iter().enumerate() {
            let full = sentence.span.end - begin > BLOCK_BYTES;
            if bytes > PARAGRAPH_BYTES && offset > 0 && full {
                starts.push(index + offset);
                begin = sentence.span.start;
            }
        }
        index += paragraph.len();
    }
    starts
}

/// The mentions that stand in a block. Only quotations run over its edge; they are cut there.
fn mentions_of(body: &str, block: Span, mentions: &[Mention]) -> Vec<Mention> {
    let mut inside: Vec<Mention> = mentions
        .iter()
        .filter(|mention| mention.span.overlaps(block) && mention.span.get(body).is_some())
        .filter_map(|mention| {
            let whole = block.contains(mention.span);
            let quotation = matches!(mention.kind, MentionKind::Quotation(_));
            (whole || quotation).then(|| cut(body, block, mention))
        })
        .filter(|mention| !mention.span.is_empty())
        .collect();
    inside.sort_by_key(|mention| mention.span.start);
    inside
}

fn cut(body: &str, block: Span, mention: &Mention) -> Mention {
    let mut mention = mention.clone();
    let start = mention.span.start.max(block.start);
    mention.span = trim(body, Span::new(start, mention.span.end.min(block.end)));
    let keep = |span: &Span| block.contains(*span);
    match &mut mention.kind {
        MentionKind::Name(name) => name.role = name.role.filter(keep),
        MentionKind::Quotation(quotation) => {
            quotation.speaker_span = quotation.speaker_span.filter(keep);
        }
        _ => {}
    }
    mention
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn article(body: &str, dateline: Option<Span>) -> Article {
        Article {
            id: "a".to_owned(),
            title: "The Sanctions".to_owned(),
            source: String::new(),
            author: None,
            published: None,
            url: None,
            language: None,
            dateline,
            body: body.to_owned(),
        }
    }

    fn texts(blocks: &[Block]) -> Vec<&str> {
        blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn short_paragraphs_share_a_block_and_long_ones_do_not() {
        let body = format!(
            "{}\n\nEnd.\n\n{}",
            "One short line.",
            "More words. ".repeat(80)
        );
        let blocks = analyze(&article(&body, None));
        assert_eq!(texts(&blocks).concat(), body);
        assert!(blocks[0].text.starts_with("One short line.\n\nEnd."));
    }

    #[test]
    fn a_dateline_is_a_sentence_of_its_own() {
        let body = "DURBAN, South Africa — The port closed. It was Monday.";
        let end = body.find("The").unwrap();
        let blocks = analyze(&article(body, Some(Span::new(0, end))));
        let sentences = &blocks[0].sentences;
        assert_eq!(blocks[0].quote(sentences[0].span), "DURBAN, South Africa —");
        assert!(blocks[0].quote(sentences[1].span).starts_with("The port"));
    }

    #[test]
    fn function_words_are_kept_in_the_block_and_left_out_of_the_index() {
        let analyzed = Analyzer::default().analyze(&article("The ships of the U.N. sailed.", None));
        assert_eq!(analyzed[0].text, "ship un. sail");
        assert_eq!(analyzed[0].title, "sanction");
        assert_eq!(analyzed[0].block.words.len(), 6);
    }

    #[test]
    fn an_empty_body_has_one_empty_block() {
        let blocks = analyze(&article("", None));
        assert_eq!(texts(&blocks), [""]);
    }

    /// Bodies of every script, with paragraphs, quotes, and lengths around the limits.
    fn bodies() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[A-Za-z]{1,12}",
            "\\PC{1,6}",
            Just("Mr.".to_owned()),
            Just("U.N.".to_owned()),
            Just("“ja”".to_owned()),
            Just("said.".to_owned()),
            Just("\n\n".to_owned()),
            Just("\n".to_owned()),
            Just("\u{a0}\u{2028}\u{200b}".to_owned()),
            "[a-z. ]{200,700}",
        ];
        prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn blocks_tile_the_body_and_everything_lies_inside(
            body in bodies(),
            dateline in prop::option::of(0..40_usize),
        ) {
            let dateline = dateline
                .filter(|end| body.is_char_boundary(*end))
                .map(|end| Span::new(0, end.min(body.len())));
            let blocks = analyze(&article(&body, dateline));
            prop_assert_eq!(texts(&blocks).concat(), body.as_str());
            let mut last = 0;
            let mut number = 0;
            for (ordinal, block) in blocks.iter().enumerate() {
                prop_assert_eq!(block.ordinal as usize, ordinal);
                prop_assert_eq!(block.span.get(&body), Some(block.text.as_str()));
                let mut words = 0;
                for sentence in &block.sentences {
                    prop_assert!(block.span.contains(sentence.span));
                    prop_assert!(sentence.span.get(&body).is_some_and(|text| !text.is_empty()));
                    prop_assert!(sentence.span.start >= last);
                    prop_assert_eq!(sentence.number, number);
                    prop_assert_eq!(sentence.words.0, words);
                    for word in block.words_of(*sentence) {
                        prop_assert!(sentence.span.contains(word.span()));
                        prop_assert!(word.span().get(&body).is_some_and(|text| !text.is_empty()));
                    }
                    (last, number, words) = (sentence.span.end, number + 1, sentence.words.1);
                }
                prop_assert_eq!(words as usize, block.words.len());
                for mention in &block.mentions {
                    prop_assert!(block.span.contains(mention.span));
                    prop_assert!(mention.span.get(&body).is_some_and(|text| !text.is_empty()));
                }
            }
            prop_assert_eq!(number, blocks[0].article.sentences);
        }

        #[test]
        fn every_visible_character_stands_in_a_sentence(body in bodies()) {
            let blocks = analyze(&article(&body, None));
            let inside: usize = blocks
                .iter()
                .flat_map(|block| &block.sentences)
                .map(|s| s.span.of(&body).chars().filter(|c| !c.is_whitespace()).count())
                .sum();
            let visible = body.chars().filter(|c| c.is_alphanumeric()).count();
            prop_assert!(inside >= visible);
        }
    }
}
