//! Finds where names stand: runs of capitalised words with the small words that names contain.
//!
//! A run is cut where a title parts a person from what stands before (`Apple Chief Executive Tim
//! Cook`), or where a people is followed by somebody's name. What is named is judged elsewhere.

use std::ops::Range;

use super::gazetteer::Entry;
use super::lexicon::{Classes, LEXICON};
use super::model::NameKind;
use super::scan::{Scan, Shape, is_possessive};
use super::vocabulary::Vocabulary;

/// Names are cut off after so many words: a page in capitals is no name.
const LONGEST: usize = 14;

/// A name as it stands in the text, not yet judged.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// Its words, without titles.
    pub(super) words: Range<usize>,
    /// The words of the title right before it (`Mr.`, `Foreign Minister`).
    pub(super) title: Range<usize>,
    /// What the gazetteer says of it.
    pub(super) entry: Option<&'static Entry>,
}

impl Chunk {
    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.words.end - self.words.start
    }
}

/// The names of a text in order.
pub(super) fn find_chunks(scan: &Scan<'_>, vocabulary: &Vocabulary, loose: bool) -> Vec<Chunk> {
    let finder = Finder {
        scan,
        vocabulary,
        numbers: scan.words.iter().map(|word| word.number).collect(),
        loose,
    };
    let mut chunks = Vec::new();
    let mut index = 0;
    while index < scan.words.len() {
        index = finder.take(index, &mut chunks).max(index + 1);
    }
    chunks
}

struct Finder<'scan, 'text> {
    scan: &'scan Scan<'text>,
    vocabulary: &'scan Vocabulary,
    numbers: Vec<u32>,
    loose: bool,
}

impl Finder<'_, '_> {
    /// Takes the name that starts at `index`, if one does; returns where to go on.
    fn take(&self, index: usize, chunks: &mut Vec<Chunk>) -> usize {
        let known = self.known_at(index, self.scan.words.len());
        let starts = known.is_some() || self.starts_name(index);
        if !starts {
            return index + 1;
        }
        let least = known.map_or(index + 1, |(length, _)| index + length);
        let end = if self.scan.words[index].is_capitalized() || !self.loose {
            self.run_end(index, least)
        } else {
            least
        };
        self.cut(index..end, chunks);
        end
    }

    fn starts_name(&self, index: usize) -> bool {
        let word = &self.scan.words[index];
        if word.is(Classes::CALENDAR) && !self.is_calendar_name(index) {
            return false;
        }
        // `al-Assad`: the article begins the name.
        let article = matches!(
            self.scan.word(index),
            "al" | "el" | "bin" | "van" | "von" | "de"
        ) && matches!(self.scan.gap(index + 1), "-" | " ")
            && self.scan.words.get(index + 1).is_some_and(|next| {
                next.is_capitalized() && !next.is(Classes::FUNCTION.with(Classes::CALENDAR))
            });
        article || self.vocabulary.is_name(self.scan, index)
    }

    /// `April Jones`, `Ms. May`: a month that is a name here.
    fn is_calendar_name(&self, index: usize) -> bool {
        let word = &self.scan.words[index];
        let before = index.checked_sub(1);
        let named_before = before.is_some_and(|before| {
            self.scan.is(before, Classes::COURTESY) && matches!(self.scan.gap(index), ". " | " ")
        });
        let named_behind = word.is(Classes::GIVEN)
            && self.scan.gap(index + 1) == " "
            && self
                .scan
                .words
                .get(index + 1)
                .is_some_and(|next| next.shape == Shape::Capital && next.number == 0);
        named_before || named_behind
    }

    /// The known name at `index` that ends by `end`.
    fn known_at(&self, index: usize, end: usize) -> Option<(usize, &'static Entry)> {
        let word = self.scan.words.get(index)?;
        if !word.is(Classes::KNOWN_NAME) {
            return None;
        }
        let (length, entry) = LEXICON.longest_name(&self.numbers[index..end], |length| {
            self.scan.words[index..index + length]
                .iter()
                .all(|word| word.shape == Shape::Capitals)
                || self.is_initials_in_small_letters(index)
        })?;
        let whole = index..index + length;
        let joined = (index + 1..whole.end).all(|inside| {
            !self.scan.words[inside].first
                && self.scan.gap(inside).len() <= 3
                && !self.scan.gap(inside).contains('(')
        });
        (joined && self.is_written_as_name(whole)).then_some((length, entry))
    }

    /// `nato`, `u.s.`, `the us` in a question: initials whose small letters are no other word.
    fn is_initials_in_small_letters(&self, index: usize) -> bool {
        let word = self.scan.word(index);
        let clear =
            word.contains('.') || !self.scan.is(index, Classes::FUNCTION.with(Classes::COMMON));
        let the_us = word == "us" && index > 0 && self.scan.word(index - 1) == "the";
        self.loose && (clear || the_us)
    }

    fn is_written_as_name(&self, words: Range<usize>) -> bool {
        let first = &self.scan.words[words.start];
        let capital = words.clone().all(|index| {
            let word = &self.scan.words[index];
            word.is_capitalized() || word.is(Classes::FUNCTION.with(Classes::PARTICLE))
        }) && words.clone().any(|index| {
            let word = &self.scan.words[index];
            word.is_capitalized() && !word.is(Classes::FUNCTION)
        });
        let several = words.len() > 1;
        // `WHO` and `IT` are initials where not everything is in capitals.
        let initials = first.shape == Shape::Capitals
            && first.span.len() > 1
            && !self.vocabulary.is_heading(words.start);
        if initials {
            return true;
        }
        if capital && (several || !first.is(Classes::COMMON.with(Classes::FUNCTION))) {
            return true;
        }
        if capital {
            return self.vocabulary.is_name(self.scan, words.start);
        }
        let unclear = Classes::COMMON
            .with(Classes::FUNCTION)
            .with(Classes::ROLE)
            .with(Classes::ORGANIZATION)
            .with(Classes::PLACE)
            .with(Classes::NUMBER);
        self.loose
            && (several || !first.is(unclear) || self.is_initials_in_small_letters(words.start))
    }

    /// One past the last word of the run that starts at `start` and has at least `end`.
    fn run_end(&self, start: usize, mut end: usize) -> usize {
        while let Some(next) = self.step(start, end).filter(|_| end - start < LONGEST) {
            end = next;
        }
        end
    }

    /// Where the run `start..end` goes on to, if it goes on.
    fn step(&self, start: usize, end: usize) -> Option<usize> {
        let scan = self.scan;
        let word = scan.words.get(end)?;
        if word.first {
            return None;
        }
        let gap = scan.gap(end);
        if is_possessive(gap) {
            return self.step_possessive(end);
        }
        if !self.is_joint(gap, end) {
            return None;
        }
        if word.shape == Shape::Digits {
            return self.step_number(start, end);
        }
        if word.is_capitalized() {
            return self.step_capital(start, end);
        }
        if gap == "-" {
            return self.step_hyphen(start, end);
        }
        self.step_particle(start, end)
    }

    /// True when `gap`, before the word at `end`, may stand inside a name.
    fn is_joint(&self, gap: &str, end: usize) -> bool {
        match gap {
            " " | "-" | "‑" | " & " | "&" | "\u{a0}" => true,
            ". " | "." => {
                let before = self.scan.word(end - 1);
                let initial = before.chars().count() == 1;
                let short = matches!(before, "Jr" | "St" | "Mt" | "Ft" | "Ste");
                initial || short || self.scan.is(end - 1, Classes::COURTESY)
            }
            _ => false,
        }
    }

    /// `People’s Republic`, `Workers’ Party`, `Children’s Hospital`.
    fn step_possessive(&self, end: usize) -> Option<usize> {
        let heads = Classes::ORGANIZATION.with(Classes::TAKES_OF);
        let next = self.scan.words.get(end)?;
        let owner = self.scan.word(end - 1);
        let common_owner = [
            "people", "women", "men", "children", "workers", "teachers", "citizens", "veterans",
            "farmers", "king", "queen", "prince", "sotheby", "christie", "moody", "st",
        ]
        .contains(&owner.to_lowercase().as_str());
        let saint = end > 1 && matches!(self.scan.word(end - 2), "St" | "Saint");
        let headed = common_owner && next.is(heads)
            || saint && next.is(heads.with(Classes::PLACE).with(Classes::COMMON));
        (headed && next.is_capitalized() && !next.first).then_some(end + 1)
    }

    /// `Boeing 737`, `Su-35`, `Apollo 11`, but not `Ukraine 30 missiles`.
    fn step_number(&self, start: usize, end: usize) -> Option<usize> {
        let scan = self.scan;
        let number = scan.word(end);
        if number.len() > 4 || number.contains([',', '.']) {
            return None;
        }
        if scan.gap(end) == "-" {
            return (scan.word(end - 1).len() <= 6).then_some(end + 1);
        }
        let before = &scan.words[end - 1];
        let known = self.known_at(start, end).is_some_and(|(length, entry)| {
            start + length == end && matches!(entry.kind, NameKind::Place | NameKind::Demonym)
        });
        let year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        let open_end = !scan.gap(end + 1).starts_with(['%', '-', '–']);
        let counted = scan.gap(end + 1) == " "
            && scan.words.get(end + 1).is_some_and(|next| {
                next.shape == Shape::Lower && !next.is(Classes::FUNCTION.with(Classes::SPEECH))
            })
            && (scan.word(end + 1).ends_with('s') || scan.is(end + 1, Classes::NUMBER));
        let barred = before.first && before.number != 0
            || before.is(Classes::CALENDAR
                .with(Classes::GIVEN)
                .with(Classes::COURTESY));
        (!known && !year && open_end && !counted && !barred).then_some(end + 1)
    }

    fn step_capital(&self, start: usize, end: usize) -> Option<usize> {
        let scan = self.scan;
        let word = &scan.words[end];
        let before_given = scan.is(end - 1, Classes::GIVEN.with(Classes::COURTESY));
        if word.is(Classes::CALENDAR) && !(before_given && word.is(Classes::MONTH)) {
            return None;
        }
        if word.is(Classes::FUNCTION) && !(before_given || word.is(Classes::GIVEN)) {
            return None;
        }
        if !self.vocabulary.is_name(scan, end) && self.known_at(end, scan.words.len()).is_none() {
            return None;
        }
        let countries_side_by_side = scan.gap(end) == "-"
            && self.is_known_place(start, end)
            && self.known_at(end, scan.words.len()).is_some();
        if countries_side_by_side {
            return None;
        }
        let known = self.known_at(end, scan.words.len());
        Some(known.map_or(end + 1, |(length, _)| end + length))
    }

    fn is_known_place(&self, start: usize, end: usize) -> bool {
        self.known_at(start, end).is_some_and(|(length, entry)| {
            start + length == end && matches!(entry.kind, NameKind::Place | NameKind::Demonym)
        })
    }

    /// `Joon-kook`, `Yo-jong`: the small half of a given name.
    fn step_hyphen(&self, start: usize, end: usize) -> Option<usize> {
        let scan = self.scan;
        let tail = scan.word(end);
        let name = end - start >= 2
            && tail.len() <= 6
            && !scan.is(end, Classes::HYPHEN_TAIL)
            && !scan.is(end - 1, Classes::KNOWN_NAME)
            && scan.words[end - 1].shape == Shape::Capital
            && scan.gap(end + 1) != "-";
        name.then_some(end + 1)
    }

    fn step_particle(&self, start: usize, end: usize) -> Option<usize> {
        let scan = self.scan;
        let before = &scan.words[end - 1];
        let particle = scan.word(end);
        match particle {
            "of" => {
                let office = before.is(Classes::ROLE) && scan.is(end + 1, Classes::ROLE_MODIFIER);
                let head = before.is(Classes::TAKES_OF) && !before.is(Classes::ROLE);
                if !head && !office {
                    return None;
                }
                let article = usize::from(scan.word(end + 1) == "the");
                self.capital_after(end + article)
            }
            "and" => self.step_and(start, end),
            "for" | "on" => {
                let head = before.is(Classes::TAKES_OF)
                    && before.is(Classes::ORGANIZATION)
                    && !before.first;
                if head { self.capital_after(end) } else { None }
            }
            "the" | "a" => None,
            _ if scan.is(end, Classes::PARTICLE) => {
                let second = usize::from(
                    scan.is(end + 1, Classes::PARTICLE) && !scan.words[end + 1].is_capitalized(),
                );
                self.capital_after(end + second)
            }
            _ => None,
        }
    }

    /// `Ministry of Health and Welfare`, `the Food and Drug Administration`.
    fn step_and(&self, start: usize, end: usize) -> Option<usize> {
        let scan = self.scan;
        let next = self.capital_after(end)?;
        let long = (start..end).any(|index| matches!(scan.word(index), "of" | "for" | "on"))
            && scan.is(start, Classes::ORGANIZATION)
            && !scan.is(end + 1, Classes::KNOWN_NAME.with(Classes::GIVEN));
        let headed = end - start <= 2
            && start
                .checked_sub(1)
                .is_some_and(|before| scan.word(before).eq_ignore_ascii_case("the"))
            && scan.gap(next) == " "
            && scan.words.get(next).is_some_and(|word| {
                word.is_capitalized() && !word.first && word.is(Classes::ORGANIZATION)
            });
        (long || headed).then_some(next)
    }

    /// One past the capitalised word right behind the small word at `index`.
    fn capital_after(&self, index: usize) -> Option<usize> {
        let next = self.scan.words.get(index + 1)?;
        let joined = matches!(self.scan.gap(index + 1), " " | "-");
        let name = next.is_capitalized()
            && !next.first
            && !next.is(Classes::CALENDAR)
            && (!next.is(Classes::FUNCTION) || next.is(Classes::GIVEN));
        (joined && name).then_some(index + 2)
    }

    /// Cuts a run at its titles and known parts, and keeps what are names.
    fn cut(&self, run: Range<usize>, chunks: &mut Vec<Chunk>) {
        let entry = self.entry_of(&run);
        if entry.is_some() || self.ends_as_body(&run) {
            return self.keep(run.clone(), run.start..run.start, chunks);
        }
        let title = Classes::ROLE.with(Classes::COURTESY);
        let last_title = run
            .clone()
            .rev()
            .find(|&index| self.scan.is(index, title) && !self.is_inside_known(&run, index));
        let Some(last_title) = last_title else {
            return self.cut_people(run.clone(), run.start..run.start, chunks);
        };
        let given_before = last_title > run.start
            && self.scan.is(last_title - 1, Classes::GIVEN)
            && last_title + 1 == run.end;
        if given_before {
            // `Stephen King`, `Emma Judge`: a surname that is also a title.
            return self.cut_people(run.clone(), run.start..run.start, chunks);
        }
        let of_office = (last_title + 1..run.end).take(2).all(|index| {
            self.scan.word(index) == "of" || self.scan.is(index, Classes::ROLE_MODIFIER)
        });
        let title_end = if of_office && run.end > last_title + 2 {
            last_title + 3
        } else {
            last_title + 1
        };
        let modifiers = Classes::ROLE_MODIFIER.with(title);
        let title_start = (run.start..last_title)
            .find(|&index| self.scan.is(index, modifiers) && !self.is_inside_known(&run, index))
            .unwrap_or(last_title);
        if title_start > run.start {
            self.cut_people(run.start..title_start, run.start..run.start, chunks);
        }
        if title_end < run.end {
            self.cut_people(title_end..run.end, title_start..title_end, chunks);
        }
    }

    /// Parts a leading people from what follows: `German Angela Merkel`, `Russian Aurus`.
    fn cut_people(&self, run: Range<usize>, title: Range<usize>, chunks: &mut Vec<Chunk>) {
        let scan = self.scan;
        if let Some((length, entry)) = self.known_at(run.start, run.end) {
            let rest = run.start + length..run.end;
            let given = scan.is(run.start, Classes::GIVEN) && length == 1;
            let parted = match entry.kind {
                _ if rest.is_empty() => false,
                NameKind::Demonym => !self.ends_as_body(&run) && scan.gap(rest.start) == " ",
                NameKind::Place => !given && scan.is(rest.start, Classes::GIVEN) && rest.len() > 1,
                _ => false,
            };
            if parted {
                self.keep(run.start..rest.start, title, chunks);
                return self.keep(rest.clone(), rest.start..rest.start, chunks);
            }
        }
        self.keep(run, title, chunks);
    }

    fn keep(&self, words: Range<usize>, title: Range<usize>, chunks: &mut Vec<Chunk>) {
        let entry = self.entry_of(&words);
        let first = &self.scan.words[words.start];
        let text = self.scan.word(words.start);
        let empty = words.len() == 1
            && entry.is_none()
            && (text.chars().count() == 1 || first.is(Classes::COURTESY.with(Classes::NUMBER)))
            && title.is_empty();
        if !empty {
            chunks.push(Chunk {
                words,
                title,
                entry,
            });
        }
    }

    fn entry_of(&self, run: &Range<usize>) -> Option<&'static Entry> {
        self.known_at(run.start, run.end)
            .filter(|(length, _)| *length == run.len())
            .map(|(_, entry)| entry)
    }

    /// True when the run's last word says that it names a body, a place or a thing.
    fn ends_as_body(&self, run: &Range<usize>) -> bool {
        let heads = Classes::ORGANIZATION
            .with(Classes::SUFFIX)
            .with(Classes::PLACE)
            .with(Classes::THING);
        let last = run.end - 1;
        let surname = run.len() == 2
            && self
                .scan
                .is(run.start, Classes::GIVEN.with(Classes::COURTESY));
        run.len() > 1 && self.scan.is(last, heads) && !self.scan.is(last, Classes::ROLE) && !surname
    }

    /// True when the word at `index` belongs to a known name inside the run.
    fn is_inside_known(&self, run: &Range<usize>, index: usize) -> bool {
        (run.start..=index).any(|start| {
            self.known_at(start, run.end)
                .is_some_and(|(length, _)| start + length > index && length > 1)
        })
    }
}
