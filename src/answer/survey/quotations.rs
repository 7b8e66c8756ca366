//! Who said what: the words given as somebody's, with who said them.

use crate::answer::model::{Evidence, HighlightKind};
use crate::index::{Block, Field, Mark, Query, Result};
use crate::mention::{Mention, MentionKind, NameKind, Quotation};
use crate::question::{AskedName, Question, Topic};
use crate::text::{Span, fold, fold_phrase, stem_key, tokenize};

use super::Survey;
use super::entities::{Entities, Entity};
use super::material::Material;
use super::passage::{Passage, evidence};
use super::pick::{Candidate, pick};
use super::subject::Subject;
use super::weights::Weights;

/// Sayings at most.
const SAYINGS: usize = 60;
/// Share of free words that a saying and its surroundings must hold.
const ENOUGH: f32 = 0.5;
/// Fewer words between quotation marks are a word taken up, not a saying.
const FEWEST_WORDS: usize = 3;
/// Names at least this much alike may be meant for one another.
const ALIKE: f64 = 0.85;
/// Speakers named where nothing is found.
const NEAREST: usize = 5;

/// Who said what.
#[derive(Clone, Debug, Default)]
pub struct Sayings {
    /// Direct speech first, then reported; in each the best first.
    pub said: Vec<Said>,
    /// The speaker asked for, by the full name, where the words name one whom the articles quote.
    pub speaker: Option<String>,
    /// The person asked for, where no article quotes that one; what was said names the person then.
    pub silent: Option<String>,
    /// Where nothing is found: speakers whom the articles do quote, the likeliest first.
    pub known: Vec<String>,
    /// Misspelt words and what was searched in their place.
    pub corrections: Vec<(String, String)>,
}

/// Words with their speaker.
#[derive(Clone, Debug)]
pub struct Said {
    /// The speaker's full name, or the words that stand for one who is not named.
    pub speaker: String,
    /// What the speaker is, where the articles say.
    pub role: Option<String>,
    /// True for words between quotation marks.
    pub direct: bool,
    /// The sentences, the words marked.
    pub evidence: Evidence,
}

/// A saying on its way.
struct Saying {
    speaker: Speaker,
    direct: bool,
    span: Span,
    marks: Vec<(Span, HighlightKind)>,
    passage: Passage,
    score: f32,
}

/// Who speaks: a name of the story by its number, or the words of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Speaker {
    Named(usize),
    Described(String),
}

/// What is asked for.
struct Asked<'a> {
    speakers: Vec<usize>,
    topic: Option<&'a Topic>,
    subject: Option<Subject>,
    /// A person asked for whom no article quotes.
    silent: Option<String>,
}

impl Survey<'_> {
    /// What was said, by the person and on the words that `about` names; `topic` keeps to a topic
    /// of the story.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn sayings(&self, topic: Option<&Topic>, about: &str) -> Result<Sayings> {
        let subject = Subject::parse(self.snapshot, about);
        let material = self.quoted_material(topic, subject.as_ref())?;
        let weights = Weights::new(&material);
        let entities = Entities::new(&material);
        let sayings = self.all_sayings(&material, &weights, &entities);
        let (asked, corrections) = self.understand(topic, subject, &entities, &sayings);
        let kept: Vec<Saying> = sayings
            .into_iter()
            .filter_map(|saying| keep(&asked, saying, &entities))
            .collect();
        let mut result = Sayings {
            speaker: asked
                .speakers
                .first()
                .map(|place| entities.all[*place].display.clone()),
            silent: asked.silent.clone(),
            corrections,
            ..Sayings::default()
        };
        if kept.is_empty() {
            result.known = nearest_speakers(&entities, about);
        }
        result.said = order(&weights, kept)
            .into_iter()
            .map(|saying| said(saying, &entities))
            .collect();
        Ok(result)
    }

    fn quoted_material(
        &self,
        topic: Option<&Topic>,
        subject: Option<&Subject>,
    ) -> Result<Material> {
        let mut query = Query {
            marks: vec![Mark::Quotation],
            ..Query::default()
        };
        if let Some(topic) = topic {
            query = super::cue::Cues::new(topic).add_to(query);
        }
        let Some(subject) = subject else {
            return match topic {
                None => Material::of_story(self.snapshot, &[Mark::Quotation]),
                Some(_) => Material::found_or_whole(self.snapshot, &query),
            };
        };
        query = subject.add_to(query);
        for key in subject.question.names.iter().flat_map(|name| &name.keys) {
            query = query.with_term(Field::Speaker, key.clone(), 8.0);
        }
        Material::found_or_whole(self.snapshot, &query)
    }

    fn all_sayings(
        &self,
        material: &Material,
        weights: &Weights,
        entities: &Entities,
    ) -> Vec<Saying> {
        let mut sayings: Vec<Saying> = Vec::new();
        for passage in &material.passages {
            for mention in starting_in(passage) {
                let MentionKind::Quotation(quotation) = &mention.kind else {
                    continue;
                };
                let block = &passage.block;
                let Some(speaker) = speaker(block, quotation, entities) else {
                    continue;
                };
                if words_in(block.quote(mention.span)) < FEWEST_WORDS {
                    continue;
                }
                let span = self.saying_span(passage, mention, quotation);
                let mark = (mention.span, HighlightKind::Answer);
                let joined = sayings.last_mut().filter(|last| {
                    last.speaker == speaker
                        && last.passage.block.article.id == block.article.id
                        && last.span.overlaps(span)
                });
                if let Some(last) = joined {
                    // Two halves of one saying: `“Yes,” he said. “Of course.”`
                    let whole = last.span.union(span);
                    if block.span.contains(whole) {
                        last.span = whole;
                        last.direct |= quotation.direct;
                        last.marks.push(mark);
                        continue;
                    }
                }
                sayings.push(Saying {
                    speaker,
                    direct: quotation.direct,
                    span,
                    marks: vec![mark],
                    score: 0.1 + weights.centrality(passage),
                    passage: passage.clone(),
                });
            }
        }
        sayings
    }

    /// The whole sentences that hold the words and, where it fits, who says them.
    fn saying_span(&self, passage: &Passage, mention: &Mention, quotation: &Quotation) -> Span {
        let block = &passage.block;
        let own = passage.quote_span(self.quote_length);
        let reach = quotation
            .speaker_span
            .filter(|span| block.span.contains(*span))
            .map_or(mention.span, |speaker| speaker.union(mention.span));
        let whole = block
            .sentences
            .iter()
            .filter(|sentence| sentence.span.overlaps(reach))
            .map(|sentence| sentence.span)
            .fold(own, Span::union);
        if whole.len() <= self.quote_length {
            whole
        } else {
            own
        }
    }

    /// Who is asked for among the names of `subject`, and what its other words ask for.
    fn understand<'t>(
        &self,
        topic: Option<&'t Topic>,
        subject: Option<Subject>,
        entities: &Entities,
        sayings: &[Saying],
    ) -> (Asked<'t>, Vec<(String, String)>) {
        let mut asked = Asked {
            speakers: Vec::new(),
            topic,
            subject: None,
            silent: None,
        };
        let Some(subject) = subject else {
            return (asked, Vec::new());
        };
        let corrections = subject.question.corrections.clone();
        let mut question = subject.question;
        let mut taken = Vec::new();
        for name in &question.names {
            let meant = meant(name, &question, entities);
            let person = meant
                .first()
                .filter(|place| entities.all[**place].kind == NameKind::Person);
            // A person is nobody else; a country speaks through several mouths.
            let mut places = person.map_or(meant.clone(), |person| vec![*person]);
            places.retain(|place| {
                let named = Speaker::Named(*place);
                sayings.iter().any(|one| one.speaker == named)
            });
            if !places.is_empty() {
                asked.speakers.extend(places);
                taken.extend(name.terms.iter().copied());
            } else if let Some(person) = person {
                asked.silent = Some(entities.all[*person].display.clone());
            }
        }
        question = without_terms(question, &taken);
        asked.subject = Subject::new(self.snapshot, question);
        (asked, corrections)
    }
}

/// The names of the story that a name of the question can mean, likeliest first.
fn meant(name: &AskedName, question: &Question, entities: &Entities) -> Vec<usize> {
    let written = fold_phrase(name.span.get(&question.text).unwrap_or_default());
    let keys = name.keys.iter().map(String::as_str);
    let mut places: Vec<usize> = Vec::new();
    for place in keys
        .chain([written.as_str()])
        .filter_map(|key| entities.find(key))
    {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// The question without some of its terms.
fn without_terms(mut question: Question, taken: &[usize]) -> Question {
    let moved: Vec<Option<usize>> = (0..question.terms.len())
        .scan(0, |next, place| {
            let kept = !taken.contains(&place);
            let number = *next;
            *next += usize::from(kept);
            Some(kept.then_some(number))
        })
        .collect();
    question
        .names
        .retain(|name| !name.terms.iter().any(|term| taken.contains(term)));
    for name in &mut question.names {
        name.terms = name.terms.iter().filter_map(|term| moved[*term]).collect();
    }
    question.focus = question
        .focus
        .iter()
        .filter_map(|term| moved.get(*term).copied().flatten())
        .collect();
    let mut place = 0;
    question.terms.retain(|_| {
        place += 1;
        !taken.contains(&(place - 1))
    });
    question
}

/// The quotations that start in a passage.
fn starting_in(passage: &Passage) -> impl Iterator<Item = &Mention> {
    let span = passage.span();
    passage.block.mentions.iter().filter(move |mention| {
        matches!(mention.kind, MentionKind::Quotation(_))
            && span.start <= mention.span.start
            && mention.span.start < span.end
    })
}

/// Who speaks; `None` where the article does not say, or says it with a pronoun alone.
fn speaker(block: &Block, quotation: &Quotation, entities: &Entities) -> Option<Speaker> {
    if let Some(place) = quotation
        .speaker
        .as_deref()
        .and_then(|key| entities.find(key))
    {
        return Some(Speaker::Named(place));
    }
    let words = block.quote(quotation.speaker_span?).trim();
    let pronoun = [
        "he", "she", "it", "they", "we", "i", "who", "one", "you", "which", "that",
    ];
    let folded = fold(words);
    (!words.is_empty() && !pronoun.contains(&&*folded))
        .then(|| Speaker::Described(words.to_owned()))
}

fn words_in(text: &str) -> usize {
    tokenize(text).len()
}

/// The saying with its score for what is asked; `None` where it is not asked for.
fn keep(asked: &Asked<'_>, mut saying: Saying, entities: &Entities) -> Option<Saying> {
    let by_asked = asked.speakers.is_empty()
        || matches!(saying.speaker, Speaker::Named(place) if asked.speakers.contains(&place));
    if !by_asked {
        return None;
    }
    if let Some(topic) = asked.topic {
        let spans = super::topic::spans_of(topic, &saying.passage)?;
        saying
            .marks
            .extend(spans.into_iter().map(|span| (span, HighlightKind::Match)));
    }
    if let Some(subject) = &asked.subject {
        let fit = subject.fit(&saying.passage);
        if fit.score < ENOUGH && !is_office(subject, &saying, entities) {
            return None;
        }
        saying.score += fit.score;
        saying.marks.extend(
            fit.spans
                .into_iter()
                .map(|span| (span, HighlightKind::Match)),
        );
    }
    Some(saying)
}

/// True when the words name the speaker's role (`quotes mayor`).
fn is_office(subject: &Subject, saying: &Saying, entities: &Entities) -> bool {
    let Speaker::Named(place) = saying.speaker else {
        return false;
    };
    let Some(role) = &entities.all[place].role else {
        return false;
    };
    let stems: Vec<u32> = tokenize(role)
        .into_iter()
        .map(|token| stem_key(token.word(role)))
        .collect();
    let terms = &subject.question.terms;
    terms.iter().all(|term| stems.contains(&term.key))
}

/// Direct speech first, then reported; in each the best first, not twice the same.
fn order(weights: &Weights, sayings: Vec<Saying>) -> Vec<Saying> {
    let (direct, reported): (Vec<Saying>, Vec<Saying>) =
        sayings.into_iter().partition(|saying| saying.direct);
    let mut ordered = Vec::new();
    for part in [direct, reported] {
        let candidates: Vec<Candidate> = part
            .iter()
            .map(|saying| Candidate {
                passage: saying.passage.clone(),
                score: saying.score,
            })
            .collect();
        let mut open: Vec<Option<Saying>> = part.into_iter().map(Some).collect();
        let picked = pick(weights, &candidates, SAYINGS);
        ordered.extend(picked.into_iter().filter_map(|place| open[place].take()));
    }
    ordered
}

fn said(saying: Saying, entities: &Entities) -> Said {
    let (speaker, role) = match saying.speaker {
        Speaker::Named(place) => {
            let Entity { display, role, .. } = &entities.all[place];
            (display.clone(), role.clone())
        }
        Speaker::Described(words) => (words, None),
    };
    Said {
        speaker,
        role,
        direct: saying.direct,
        evidence: evidence(&saying.passage.block, saying.span, saying.marks),
    }
}

/// The speakers nearest to the words, by spelling.
fn nearest_speakers(entities: &Entities, about: &str) -> Vec<String> {
    let words: Vec<String> = fold_phrase(about).split(' ').map(str::to_owned).collect();
    let likeness = |entity: &Entity| {
        let name = fold_phrase(&entity.display);
        let parts = name.split(' ');
        parts
            .flat_map(|part| {
                words
                    .iter()
                    .map(move |word| strsim::jaro_winkler(part, word))
            })
            .fold(0.0, f64::max)
    };
    let mut speakers: Vec<(&Entity, f64)> = entities
        .all
        .iter()
        .filter(|entity| entity.speaks)
        .map(|entity| (entity, likeness(entity)))
        .collect();
    // Those who are not alike at all keep the order of their prominence.
    let rounded = |likeness: f64| if likeness < ALIKE { 0.0 } else { likeness };
    speakers.sort_by(|one, other| rounded(other.1).total_cmp(&rounded(one.1)));
    speakers
        .into_iter()
        .take(NEAREST)
        .map(|(entity, _)| entity.display.clone())
        .collect()
}
