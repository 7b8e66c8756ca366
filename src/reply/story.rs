//! How the replies that survey the story are worded: overviews, topics, timelines, sayings.

use crate::answer::{Dated, Evidence, Introduction, Said, Sayings, Searched, Selection, Timeline};
use crate::mention::{Certainty as DateCertainty, DateInterval, NameKind};
use crate::question::Topic;

use super::answer::{quote, searched};
use super::model::{Block, Certainty, Inline, Quote, Reply, Suggestion};
use super::text::{code, count, faint, heading, notice, plain, strong};

const NO_ARTICLES: &str =
    "There are no articles yet. Put some into the articles folder and index them.";

/// A listing: what stands above its quotes, the quotes, and how many to show at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// What stands above the quotes.
    pub head: Vec<Block>,
    /// All quotes (and headings between them), in order.
    pub quotes: Vec<Block>,
    /// What is shown below the first quotes.
    pub foot: Vec<Block>,
    /// What a reader can do next, after `more`.
    pub suggestions: Vec<Suggestion>,
    /// [`Certainty::NotInSources`] where nothing was found.
    pub certainty: Option<Certainty>,
}

impl Listing {
    fn of(head: Vec<Block>, quotes: Vec<Block>) -> Self {
        Self {
            head,
            quotes,
            foot: Vec::new(),
            suggestions: Vec::new(),
            certainty: None,
        }
    }

    fn nothing(mut head: Vec<Block>, words: &str, looked: &Searched) -> Self {
        let words = if looked.articles == 0 {
            NO_ARTICLES.to_owned()
        } else {
            format!("{words} {}", searched(looked))
        };
        head.push(notice(words));
        Self {
            suggestions: vec![
                Suggestion::new("topics", "what the story is about"),
                Suggestion::new("sources", "the articles"),
            ],
            certainty: Some(Certainty::NotInSources),
            ..Self::of(head, Vec::new())
        }
    }

    /// The first `shown` quotes as a reply, and the rest for `more`.
    #[must_use]
    pub fn into_pages(self, shown: usize) -> (Reply, Vec<Block>) {
        let mut quotes = self.quotes;
        // A heading needs a quote below it.
        let mut shown = shown.min(quotes.len());
        while shown > 0 && matches!(quotes[shown - 1], Block::Heading { .. }) {
            shown -= 1;
        }
        let rest = quotes.split_off(shown);
        let mut suggestions = Vec::new();
        if !rest.is_empty() {
            suggestions.push(Suggestion::new("more", "further quotes"));
        }
        suggestions.extend(self.suggestions);
        let reply = Reply {
            blocks: self
                .head
                .into_iter()
                .chain(quotes)
                .chain(self.foot)
                .collect(),
            certainty: self.certainty,
            suggestions,
        };
        (reply, rest)
    }
}

/// The people and organisations of a story; the first `rows` of the main ones come first, the
/// others follow under headings of their own. Gives also how many blocks the main ones take.
#[must_use]
pub fn who_listing(
    introductions: &[Introduction],
    rows: usize,
    looked: &Searched,
) -> (Listing, usize) {
    if introductions.is_empty() {
        let nothing = "The articles name nobody.";
        return (Listing::nothing(Vec::new(), nothing, looked), 0);
    }
    let of = |kind: NameKind| introductions.iter().filter(move |one| one.kind == kind);
    let people = joined(of(NameKind::Person));
    let bodies = joined(of(NameKind::Organization));
    let main_bodies = bodies
        .len()
        .min((rows * 2 / 5).max(rows.saturating_sub(people.len())));
    let main_people = people.len().min(rows - main_bodies.min(rows));
    let (people, more_people) = people.split_at(main_people);
    let (bodies, more_bodies) = bodies.split_at(main_bodies);
    let mut quotes = Vec::new();
    let mut main = 0;
    for (title, part) in [
        ("People", people),
        ("Organisations", bodies),
        ("More people", more_people),
        ("More organisations", more_bodies),
    ] {
        if title == "More people" {
            main = quotes.len();
        }
        if !part.is_empty() {
            quotes.push(heading(title));
            quotes.extend(part.iter().cloned().map(Block::Quote));
        }
    }
    number(&mut quotes);
    (Listing::of(Vec::new(), quotes), main)
}

/// The places of a story.
#[must_use]
pub fn where_listing(places: &[Introduction], looked: &Searched) -> Listing {
    if places.is_empty() {
        return Listing::nothing(Vec::new(), "The articles name no place.", looked);
    }
    let mut quotes: Vec<Block> = joined(places.iter())
        .into_iter()
        .map(Block::Quote)
        .collect();
    number(&mut quotes);
    Listing::of(Vec::new(), quotes)
}

/// Introductions as quotes; those that share one quote are shown together.
fn joined<'a>(introductions: impl Iterator<Item = &'a Introduction>) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    for one in introductions {
        let articles = count(one.articles as u64, "article", "articles");
        let label = format!("{} ({articles})", one.name);
        let new = quote(&one.evidence, 0, None);
        let same = |other: &&mut Quote| other.citation.receipt == new.citation.receipt;
        if let Some(known) = quotes.iter_mut().find(same) {
            known.label = known.label.take().map(|known| format!("{known} · {label}"));
            let fresh = new.highlights.into_iter().filter(|mark| {
                let mut marks = known.highlights.iter();
                !marks.any(|other| other.span.overlaps(mark.span))
            });
            let fresh: Vec<_> = fresh.collect();
            known.highlights.extend(fresh);
            known.highlights.sort_by_key(|mark| mark.span);
        } else {
            quotes.push(Quote {
                label: Some(label),
                ..new
            });
        }
    }
    quotes
}

/// Numbers the quotes from 1 in the order in which they stand.
fn number(blocks: &mut [Block]) {
    let quotes = blocks.iter_mut().filter_map(|block| match block {
        Block::Quote(quote) => Some(quote),
        _ => None,
    });
    for (place, quote) in quotes.enumerate() {
        quote.citation.number = place + 1;
    }
}

/// Quotes without labels under no heading; `nothing` is said where there are none.
#[must_use]
pub fn quotes_listing(evidence: &[Evidence], nothing: &str, looked: &Searched) -> Listing {
    if evidence.is_empty() {
        return Listing::nothing(Vec::new(), nothing, looked);
    }
    Listing::of(Vec::new(), quotes(evidence))
}

fn quotes(evidence: &[Evidence]) -> Vec<Block> {
    let numbered = evidence.iter().enumerate();
    numbered
        .map(|(place, one)| Block::Quote(quote(one, place + 1, None)))
        .collect()
}

/// The quotes of a topic.
#[must_use]
pub fn topic_listing(
    topic: &Topic,
    narrow: &str,
    selection: &Selection,
    looked: &Searched,
) -> Listing {
    let mut head = correction_notices(&selection.corrections);
    if selection.evidence.is_empty() {
        let words = if narrow.is_empty() {
            format!("The articles say nothing on {}.", topic.name)
        } else {
            format!(
                "The articles say nothing on {} with “{narrow}”.",
                topic.name
            )
        };
        let mut listing = Listing::nothing(head, &words, looked);
        if !narrow.is_empty() {
            let whole = Suggestion::new(topic.name.clone(), "the whole topic");
            listing.suggestions.insert(0, whole);
        }
        return listing;
    }
    if !topic.description.is_empty() {
        let mut line = vec![strong(topic.description.clone())];
        if !narrow.is_empty() {
            line.push(faint(format!(" · with “{narrow}”")));
        }
        head.push(Block::Heading { text: line });
    }
    Listing::of(head, quotes(&selection.evidence))
}

fn correction_notices(corrections: &[(String, String)]) -> Vec<Block> {
    corrections
        .iter()
        .map(|(typed, meant)| Block::Notice {
            text: vec![
                plain("No article says “"),
                plain(typed),
                plain("”; I searched for "),
                strong(meant),
                plain("."),
            ],
        })
        .collect()
}

/// Dated sentences.
#[must_use]
pub fn timeline_listing(timeline: &Timeline, about: &str, looked: &Searched) -> Listing {
    let head = correction_notices(&timeline.corrections);
    let foot = timeline_notes(timeline);
    if timeline.dated.is_empty() {
        let words = if about.is_empty() {
            "The articles give no date that I can tell.".to_owned()
        } else {
            format!("The articles give no date for “{about}”.")
        };
        let mut listing = Listing::nothing(head, &words, looked);
        listing.foot = foot;
        return listing;
    }
    let numbered = timeline.dated.iter().enumerate();
    let quotes = numbered
        .map(|(place, one)| Block::Quote(quote(&one.evidence, place + 1, Some(date_label(one)))))
        .collect();
    Listing {
        foot,
        ..Listing::of(head, quotes)
    }
}

fn date_label(dated: &Dated) -> String {
    let mut label = when(dated.when, dated.certainty);
    if dated.others > 0 {
        let others = count(dated.others as u64, "other article", "other articles");
        label.push_str(&format!(" (also in {others})"));
    }
    label
}

/// A date as shown; uncertain ones are marked.
fn when(when: DateInterval, certainty: DateCertainty) -> String {
    match certainty {
        DateCertainty::Uncertain if when.from == when.to => format!("{when}?"),
        DateCertainty::Uncertain => format!("about {when}"),
        _ => when.to_string(),
    }
}

fn timeline_notes(timeline: &Timeline) -> Vec<Block> {
    let mut notes = Vec::new();
    if timeline.undatable > 0 {
        let sentences = count(timeline.undatable as u64, "sentence", "sentences");
        notes.push(notice(format!(
            "Left out: {sentences} whose date depends on the day of publication, which the article does not give."
        )));
    }
    if timeline.left_out > 0 {
        let sentences = count(
            timeline.left_out as u64,
            "dated sentence",
            "dated sentences",
        );
        notes.push(notice(format!(
            "Left out: {sentences} less central to the story. Name a topic or a word to see them."
        )));
    }
    notes
}

/// Who said what.
#[must_use]
pub fn sayings_listing(sayings: &Sayings, about: &str, looked: &Searched) -> Listing {
    let mut head = correction_notices(&sayings.corrections);
    if sayings.said.is_empty() {
        let words = if about.is_empty() {
            "The articles quote nobody.".to_owned()
        } else {
            format!("The articles quote nobody for “{about}”.")
        };
        let mut listing = Listing::nothing(head, &words, looked);
        listing.foot.extend(known_speakers(&sayings.known));
        return listing;
    }
    if let Some(silent) = &sayings.silent {
        head.push(Block::Notice {
            text: vec![
                plain("No article gives words of "),
                strong(silent),
                plain("; these speak of that name."),
            ],
        });
    }
    if let Some(speaker) = &sayings.speaker {
        head.push(Block::Heading {
            text: vec![strong(speaker)],
        });
    }
    let numbered = sayings.said.iter().enumerate();
    let quotes = numbered
        .map(|(place, one)| Block::Quote(quote(&one.evidence, place + 1, Some(speaker_label(one)))))
        .collect();
    Listing::of(head, quotes)
}

fn speaker_label(said: &Said) -> String {
    let mut label = said.speaker.clone();
    if let Some(role) = &said.role {
        label.push_str(&format!(", {role}"));
    }
    if !said.direct {
        label.push_str(" (reported)");
    }
    label
}

fn known_speakers(known: &[String]) -> Option<Block> {
    let mut names = known.iter();
    let mut text: Vec<Inline> = vec![plain("They do quote "), strong(names.next()?)];
    for name in names {
        text.push(plain(", "));
        text.push(strong(name));
    }
    text.push(plain("."));
    Some(Block::Notice { text })
}

/// The topics of a story.
#[must_use]
pub fn topics_reply(topics: &[Topic]) -> Reply {
    if topics.is_empty() {
        return Reply::from(Block::Notice {
            text: vec![
                plain("This story has no topics yet. Its operator can name some in "),
                code("config/topics.toml"),
                plain("."),
            ],
        });
    }
    let items = topics.iter().map(|topic| {
        let mut line = vec![code(topic.name.clone())];
        if !topic.description.is_empty() {
            line.push(plain(format!(" – {}", topic.description)));
        }
        line
    });
    let mut reply = Reply::from(heading("Topics"));
    reply.blocks.push(Block::List {
        items: items.collect(),
    });
    reply.suggestions = topics
        .iter()
        .take(2)
        .map(|topic| Suggestion::new(topic.name.clone(), "quotes on it"))
        .collect();
    reply
}
