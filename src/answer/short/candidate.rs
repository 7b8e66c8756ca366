//! Spans of a quote that may be the answer: what was recognised, phrases, and lists of them.
//!
//! Generous on purpose: weighing is left to the model. A span that says nothing new beside the
//! question is no candidate.

use std::collections::HashSet;

use crate::mention::{Dimension, Granularity, Mention, MentionKind, NameKind, NameMention};
use crate::retrieval::fit;
use crate::text::{Span, is_stop_key};

use super::asked::{Asked, Group};
use super::class::Class;
use super::reading::{Gap, Reading};

/// What sort of span a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Organization,
    Place,
    Demonym,
    Thing,
    Day,
    Month,
    Year,
    OtherDate,
    Duration,
    Count,
    Ordinal,
    Share,
    Money,
    Measure,
    /// A run of content words.
    Phrase,
    /// Two runs that a preposition joins.
    LongPhrase,
    /// Several things in a row.
    List,
    /// A part of a recognised mention, or one with a word more.
    Piece,
}

/// How many kinds there are.
pub(super) const KINDS: usize = 19;

/// A span that may be the answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    /// First and one past last word of the reading.
    pub(super) words: (usize, usize),
    /// Bytes of the body.
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// How well it fits the wanted type, see [`fit()`].
    pub(super) fit: f32,
    /// The mention that it is, or is made of.
    pub(super) mention: Option<&'a Mention>,
}

/// Most words of a phrase.
const LONGEST_PHRASE: usize = 5;
/// Most words of two phrases that a preposition joins.
const LONGEST_JOINED: usize = 8;
/// Most words of one thing in a list.
const LONGEST_ITEM: usize = 5;
/// Most words of a list.
const LONGEST_LIST: usize = 24;

/// All candidates of a quote, each span once.
///
/// Phrases are many, and looked for only where `phrases` says so.
pub(super) fn candidates<'a>(
    asked: &Asked,
    reading: &Reading<'a>,
    phrases: bool,
) -> Vec<Candidate<'a>> {
    let mut found = Finder {
        asked,
        reading,
        seen: HashSet::new(),
        cuts: name_insides(reading),
        people: people(reading),
        known: asked_words(reading),
        times: time_words(reading),
        candidates: Vec::new(),
    };
    found.add_mentions();
    if phrases && matches!(asked.group, Group::Agent | Group::Place | Group::Thing) {
        if asked.plural {
            found.add_lists();
        }
        found.add_phrases();
    }
    found.candidates
}

struct Finder<'f, 'a> {
    asked: &'f Asked,
    reading: &'f Reading<'a>,
    seen: HashSet<Span>,
    /// True for a word before which a name must not be cut.
    cuts: Vec<bool>,
    /// The words of people's names: first and one past last.
    people: Vec<(usize, usize)>,
    /// True for a word of a name that is asked about.
    known: Vec<bool>,
    /// True for a word of a date or a length of time.
    times: Vec<bool>,
    candidates: Vec<Candidate<'a>>,
}

/// For each word, whether a name goes on from the word before.
fn name_insides(reading: &Reading<'_>) -> Vec<bool> {
    let mut inside = vec![false; reading.words.len() + 1];
    for mention in reading.ranked.block.mentions_in(reading.ranked.window.span) {
        if matches!(mention.kind, MentionKind::Name(_)) {
            let (first, end) = reading.range(mention.span);
            inside[(first + 1).min(end)..end].fill(true);
        }
    }
    inside
}

fn people(reading: &Reading<'_>) -> Vec<(usize, usize)> {
    let ranked = reading.ranked;
    let mentions = ranked.block.mentions_in(ranked.window.span);
    let named = mentions.filter(|mention| kind_of(mention) == Some(Kind::Person));
    named.map(|mention| reading.range(mention.span)).collect()
}

fn asked_words(reading: &Reading<'_>) -> Vec<bool> {
    let mut known = vec![false; reading.words.len()];
    let question = reading.view.question;
    for mention in reading.ranked.block.mentions_in(reading.ranked.window.span) {
        let mut asked = question.names.iter();
        let mut meant = |name: &NameMention| asked.any(|one| one.keys.first() == Some(&name.key));
        if matches!(&mention.kind, MentionKind::Name(name) if meant(name)) {
            let (first, end) = reading.range(mention.span);
            known[first..end].fill(true);
            // Who is asked about is not the answer under another title either.
            if let MentionKind::Name(NameMention {
                role: Some(role), ..
            }) = &mention.kind
            {
                let (first, end) = reading.range(*role);
                known[first..end].fill(true);
            }
        }
    }
    known
}

fn time_words(reading: &Reading<'_>) -> Vec<bool> {
    let mut times = vec![false; reading.words.len()];
    for mention in reading.ranked.block.mentions_in(reading.ranked.window.span) {
        if kind_of(mention).is_some_and(is_time) {
            let (first, end) = reading.range(mention.span);
            times[first..end].fill(true);
        }
    }
    times
}

impl<'a> Finder<'_, 'a> {
    fn push(&mut self, candidate: Candidate<'a>) {
        if candidate.words.0 < candidate.words.1
            && self.says_new(candidate.words)
            && self.seen.insert(candidate.span)
        {
            self.candidates.push(candidate);
        }
    }

    /// True when some content word of the range is none of the question's.
    fn says_new(&self, (first, end): (usize, usize)) -> bool {
        (first..end).any(|index| {
            let word = &self.reading.words[index];
            word.term.is_none() && !self.known[index] && !is_stop_key(word.key)
        }) || self.reading.words[first..end]
            .iter()
            .all(|word| is_stop_key(word.key))
    }

    fn add_mentions(&mut self) {
        let (ranked, question) = (self.reading.ranked, self.reading.view.question);
        for mention in ranked.block.mentions_in(ranked.window.span) {
            let Some(kind) = kind_of(mention) else {
                continue;
            };
            let fit = fit(question, mention, &ranked.block);
            let wanted = match self.asked.group {
                Group::Agent | Group::Place => is_name(kind) && fit > 0.0,
                Group::Time => is_time(kind),
                Group::Number => is_number(kind) && !(fit == 0.0 && question.dimension.is_some()),
                Group::Thing => !self.is_asked_about(mention),
                Group::Clause => false,
            };
            if !wanted || self.is_age_of_another(mention) {
                continue;
            }
            let candidate = Candidate {
                words: self.reading.range(mention.span),
                span: mention.span,
                kind,
                fit,
                mention: Some(mention),
            };
            self.push(candidate);
            if is_time(kind) || is_number(kind) {
                self.add_pieces(candidate);
            }
        }
    }

    /// True for the age of somebody else: whose age it is stands before it (`Smith, 52,`).
    fn is_age_of_another(&self, mention: &Mention) -> bool {
        if self.reading.view.question.dimension != Some(Dimension::Age) {
            return false;
        }
        let block = &self.reading.ranked.block;
        let mut persons = block
            .mentions
            .iter()
            .filter(|other| other.span.end <= mention.span.start)
            .filter_map(|other| match &other.kind {
                MentionKind::Name(name) if name.kind == NameKind::Person => Some(name),
                _ => None,
            });
        let mut asked = self
            .reading
            .view
            .question
            .names
            .iter()
            .flat_map(|name| &name.keys)
            .peekable();
        asked.peek().is_some()
            && persons
                .next_back()
                .is_some_and(|whose| asked.all(|key| *key != whose.key))
    }

    fn is_asked_about(&self, mention: &Mention) -> bool {
        let mut names = self.reading.view.question.names.iter();
        matches!(&mention.kind, MentionKind::Name(name)
            if names.any(|asked| asked.keys.contains(&name.key)))
    }

    /// The number alone, the number with the words that it counts, the year of a date, the date
    /// without its year.
    fn add_pieces(&mut self, whole: Candidate<'a>) {
        let words = &self.reading.words;
        let (first, end) = whole.words;
        let number = (first..end).find(|index| !self.is_before_number(*index));
        if let Some(number) = number.filter(|number| *number > first) {
            self.push_piece(whole, (number, end));
        }
        if is_number(whole.kind) || whole.kind == Kind::Duration {
            let start = number.unwrap_or(first);
            // A measure without its unit says nothing; what is counted stands in the question.
            let counted = matches!(whole.kind, Kind::Count | Kind::Duration);
            if counted && end - start > 1 {
                self.push_piece(whole, (start, end - 1));
            }
            for more in 1..=2 {
                let last = end + more;
                let open = last <= words.len()
                    && (end..last).all(|index| {
                        words[index].gap == Gap::Open && words[index].class == Class::Content
                    });
                if open {
                    self.push_piece(whole, (first, last));
                    self.push_piece(whole, (start, last));
                }
            }
        } else if let Some(year) = (first..end).find(|index| self.is_year(*index)) {
            self.push_piece(whole, (year, year + 1));
            if year > first {
                self.push_piece(whole, (first, year));
            }
        }
    }

    fn text_of(&self, index: usize) -> &str {
        let span = self.reading.words[index].span;
        self.reading.ranked.block.quote(span)
    }

    /// True for a word of what makes a number inexact: `more than`, `up to`, `as many as`.
    fn is_before_number(&self, index: usize) -> bool {
        self.reading.words[index].class == Class::Approximate
            || matches!(self.text_of(index), "than" | "to" | "as" | "many" | "much")
    }

    fn is_year(&self, index: usize) -> bool {
        let text = self.text_of(index);
        text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn push_piece(&mut self, whole: Candidate<'a>, words: (usize, usize)) {
        if words.0 >= words.1 {
            return;
        }
        self.push(Candidate {
            words,
            span: self.reading.span(words),
            kind: Kind::Piece,
            ..whole
        });
    }

    /// Every run of content words that cuts no name, and two of them that a preposition joins.
    fn add_phrases(&mut self) {
        let count = self.reading.words.len();
        for start in 0..count {
            if !self.opens(start) {
                continue;
            }
            let mut end = start + 1;
            while end <= count && end - start <= LONGEST_PHRASE {
                if !self.cuts[end] {
                    self.push_phrase((start, end), Kind::Phrase);
                    self.add_joined(start, end);
                }
                if end == count || !self.goes_on(end) {
                    break;
                }
                end += 1;
            }
        }
    }

    /// True when a phrase may begin at this word.
    fn opens(&self, index: usize) -> bool {
        self.reading.words[index].class == Class::Content && !self.cuts[index] && !self.times[index]
    }

    /// True when a phrase may go on over this word.
    fn goes_on(&self, index: usize) -> bool {
        self.reading.words[index].class == Class::Content
            && !self.reading.is_cut(index)
            && !self.times[index]
    }

    fn push_phrase(&mut self, words: (usize, usize), kind: Kind) {
        if kind != Kind::List && (self.holds_person(words) || self.is_nowhere(words)) {
            return;
        }
        self.push(Candidate {
            words,
            span: self.reading.span(words),
            kind,
            fit: 0.0,
            mention: None,
        });
    }

    /// A list fits as well as its first thing does.
    fn push_list(&mut self, words: (usize, usize)) {
        let (ranked, question) = (self.reading.ranked, self.reading.view.question);
        let span = self.reading.span(words);
        let mut mentions = ranked.block.mentions_in(span);
        let fit = mentions
            .next()
            .map_or(0.0, |first| fit(question, first, &ranked.block));
        self.push(Candidate {
            words,
            span,
            kind: Kind::List,
            fit,
            mention: None,
        });
    }

    /// True where somebody is asked for and the phrase is a person's name with more: `Judge Anna
    /// Weber` is called Anna Weber.
    fn holds_person(&self, (first, end): (usize, usize)) -> bool {
        self.asked.group == Group::Agent
            && self
                .people
                .iter()
                .any(|(start, last)| first <= *start && *last <= end)
    }

    /// True where `where` is asked and the phrase neither names a place nor stands behind a preposition.
    fn is_nowhere(&self, (first, end): (usize, usize)) -> bool {
        let words = &self.reading.words;
        let behind =
            |index: usize| matches!(words[index].class, Class::In | Class::From | Class::To);
        let before = (first.saturating_sub(2)..first).any(behind);
        self.asked.bare_where && !before && !words[first..end].iter().any(|word| word.capital)
    }

    /// `start..end`, a preposition, an article perhaps, and a second run.
    fn add_joined(&mut self, start: usize, end: usize) {
        let words = &self.reading.words;
        let Some(joint) = words.get(end) else { return };
        if !self.joins(joint.class) || joint.gap != Gap::Open {
            return;
        }
        let mut second = end + 1;
        let article = words
            .get(second)
            .is_some_and(|word| word.class == Class::Determiner && word.gap == Gap::Open);
        second += usize::from(article);
        if second >= words.len() || !self.goes_on(second) {
            return;
        }
        let mut last = second + 1;
        while last - start <= LONGEST_JOINED {
            let ends = last == words.len() || !self.goes_on(last);
            if !self.cuts[last] {
                self.push_phrase((start, last), Kind::LongPhrase);
            }
            if ends {
                break;
            }
            last += 1;
        }
    }

    /// True for what may join two runs to one answer of the wanted group: a person's name holds `of`
    /// (`Bishop of Rome`), a place also `in`.
    fn joins(&self, class: Class) -> bool {
        match self.asked.group {
            Group::Agent => matches!(class, Class::Of | Class::Conjunction),
            Group::Place => matches!(class, Class::Of | Class::In | Class::Conjunction),
            _ => class.is_preposition() || class == Class::Conjunction,
        }
    }

    /// Things in a row: runs of content words that commas and `and` part.
    fn add_lists(&mut self) {
        let mut start = 0;
        while start < self.reading.words.len() {
            let (items, end) = self.list_at(start);
            if items >= 2 && end - start <= LONGEST_LIST {
                for from in start..end.min(start + LONGEST_ITEM) {
                    if from > start && !self.goes_on(from) {
                        break;
                    }
                    if self.opens(from) {
                        self.push_list((from, end));
                    }
                }
                start = end;
            } else {
                start += 1;
                while start < self.reading.words.len()
                    && self.goes_on(start)
                    && self.goes_on(start - 1)
                {
                    start += 1;
                }
            }
        }
    }

    /// How many things stand in a row from `start` on, and one past the last word of the last. A row
    /// ends with the thing behind its last `and`.
    fn list_at(&self, start: usize) -> (usize, usize) {
        let words = &self.reading.words;
        let (mut items, mut end, mut place) = (0, start, start);
        let (mut joined, mut whole) = (false, start);
        while let Some(item_end) = self.item_end(place) {
            items += 1;
            end = item_end;
            if joined {
                whole = end;
                break;
            }
            let Some(next) = words.get(end) else { break };
            joined = next.class == Class::Conjunction;
            if !joined && next.gap != Gap::Comma {
                break;
            }
            place = end + usize::from(joined);
        }
        if joined && whole == end {
            (items, whole)
        } else {
            (0, start)
        }
    }

    /// One past the last word of a thing that begins at `start`.
    fn item_end(&self, start: usize) -> Option<usize> {
        let words = &self.reading.words;
        let mut first = start;
        if words.get(first)?.class == Class::Determiner {
            first += 1;
        }
        if words.get(first)?.class != Class::Content {
            return None;
        }
        let mut end = first + 1;
        while end < words.len() && end - first < LONGEST_ITEM && self.goes_on(end) {
            end += 1;
        }
        Some(end)
    }
}

fn kind_of(mention: &Mention) -> Option<Kind> {
    Some(match &mention.kind {
        MentionKind::Name(name) => match name.kind {
            NameKind::Person => Kind::Person,
            NameKind::Organization => Kind::Organization,
            NameKind::Place => Kind::Place,
            NameKind::Demonym => Kind::Demonym,
            NameKind::Thing => Kind::Thing,
        },
        MentionKind::Date(date) => match date.interval.map(|interval| interval.granularity) {
            Some(Granularity::Day) => Kind::Day,
            Some(Granularity::Month) => Kind::Month,
            Some(Granularity::Year) => Kind::Year,
            _ => Kind::OtherDate,
        },
        MentionKind::Duration { .. } => Kind::Duration,
        MentionKind::Quantity(quantity) => match quantity.dimension {
            Dimension::Count => Kind::Count,
            Dimension::Ordinal => Kind::Ordinal,
            Dimension::Share => Kind::Share,
            Dimension::Money => Kind::Money,
            _ => Kind::Measure,
        },
        MentionKind::Quotation(_) => return None,
    })
}

pub(super) fn is_name(kind: Kind) -> bool {
    (kind as usize) <= Kind::Thing as usize
}

fn is_time(kind: Kind) -> bool {
    (Kind::Day as usize..=Kind::Duration as usize).contains(&(kind as usize))
}

fn is_number(kind: Kind) -> bool {
    (Kind::Duration as usize..=Kind::Measure as usize).contains(&(kind as usize))
}
