//! One run of the bot over a corpus: latencies with few and with many questions in flight, and the
//! memory before and after.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use serde_json::json;

use super::common::{Latencies, Memory};
use super::discord::bot::{Bot, Launch};
use super::discord::double::world::{GENERAL, NEWS, TOKEN, World, id_in};
use super::discord::double::{Double, Slash};
use super::feed;
use super::setup::Corpus;
use super::shared::shared;
use super::speed::system::Outcome;

/// Questions asked before the clock counts.
const WARM_UP: usize = 50;
/// Questions asked one after the other.
const ONE_BY_ONE: usize = 300;
/// Questions in flight at once.
const MANY: usize = 100;
/// Who asks, so that no limit of one person is reached.
const PEOPLE: [&str; 4] = ["ana", "ben", "mo", "ada"];
/// The first of them, who may have the articles changed.
const OWNER: &str = "86150005000";

/// What was measured.
pub(crate) struct Figures {
    pub(crate) latencies: Vec<(String, Latencies)>,
    /// Questions a second with many in flight.
    pub(crate) rate: f64,
    /// From the start of the process until it is ready, index and all, in milliseconds.
    pub(crate) start: f64,
    /// Idle, after half of the questions, and after all.
    pub(crate) memory: [Memory; 3],
    pub(crate) questions: usize,
    pub(crate) faults: Vec<String>,
}

/// Measures the bot over one corpus, with so many questions in all.
pub(crate) fn measure(corpus: &Corpus, questions: usize) -> Outcome<Figures> {
    let description = shared("discord/openapi.json").ok_or("Discord's description is missing")?;
    let folder = tempfile::tempdir()?;
    let double = Double::start(&description);
    let started = Instant::now();
    let bot = launch(corpus, folder.path(), &double);
    // Indexing many articles on a busy machine may take longer than one wait.
    if !(0..10).any(|_| bot.says("discord ready")) {
        return Err(format!("the bot is never ready:\n{}", bot.log()).into());
    }
    let start = started.elapsed().as_secs_f64() * 1000.0;
    let idle = Memory::of(bot.id());
    let mut run = Run {
        corpus,
        double,
        bot,
        asked: 0,
        feed: feed::serve()?,
    };
    run.ask_many(WARM_UP.min(questions), 1)?;
    let single = run.ask_many(ONE_BY_ONE.min(questions), 1)?;
    let slash = run.call_many(ONE_BY_ONE.min(questions))?;
    let before = Instant::now();
    let count = (questions / 2).saturating_sub(run.asked).max(MANY);
    let many = run.ask_many(count, MANY)?;
    let rate = count as f64 / before.elapsed().as_secs_f64();
    let half = Memory::of(run.bot.id());
    run.ask_many(questions.saturating_sub(run.asked), MANY)?;
    let end = Memory::of(run.bot.id());
    let mut latencies = vec![
        ("message, one question in flight".to_owned(), single),
        ("slash command, one in flight".to_owned(), slash),
        (format!("message, {MANY} questions in flight"), many),
    ];
    if corpus.is_large {
        latencies.extend(run.ask_beside_orders()?);
    }
    Ok(Figures {
        latencies,
        rate,
        start,
        memory: [idle, half, end],
        questions: run.asked,
        faults: run.double.faults(),
    })
}

fn launch(corpus: &Corpus, folder: &Path, double: &Double) -> Bot {
    let mut launch = Launch::new(folder);
    launch.set("DISCORD_TOKEN", TOKEN);
    launch.set("NEWSHOUND_DISCORD_API", &double.url());
    let articles = corpus.articles.to_string_lossy();
    launch.set("NEWSHOUND_STORY_ARTICLES", &articles);
    launch.set("NEWSHOUND_ARTICLES_PRIVATE_HOSTS", "127.0.0.1");
    launch.set("NEWSHOUND_DISCORD_OWNERS", OWNER);
    launch.set("NEWSHOUND_STORY_STORE", "store");
    launch.set("NEWSHOUND_ROOMS_FILE", "state.redb");
    launch.set("NEWSHOUND_ROOMS_PERSON_LIMIT", "10000");
    launch.set("NEWSHOUND_ROOMS_ROOM_LIMIT", "10000");
    launch.start()
}

/// A bot under measurement.
struct Run<'a> {
    corpus: &'a Corpus,
    double: Double,
    bot: Bot,
    asked: usize,
    /// The address of a feed.
    feed: String,
}

impl Run<'_> {
    fn question(&self) -> &str {
        let questions = &self.corpus.questions;
        &questions[self.asked % questions.len()]
    }

    /// Asks while owners' orders are carried out.
    fn ask_beside_orders(&mut self) -> Outcome<[(String, Latencies); 2]> {
        let indexing = self.ask_during("!reindex full now", "changed")?;
        let add = format!("!feeds add {}", self.feed);
        for (order, answer) in [
            (&*add, "feeds start"),
            ("!feeds start the-wire all", "Started"),
        ] {
            let order = self.double.say("ana", GENERAL, order);
            self.wait(|world| is_answered(world, order, answer).then_some(()))?;
        }
        let reading = self.ask_during("!feeds poll", "articles added")?;
        Ok([
            ("message, while all is indexed again".to_owned(), indexing),
            ("message, while a feed is read".to_owned(), reading),
        ])
    }

    /// Asks one question after the other until an order is carried out, whose answer holds these words.
    fn ask_during(&mut self, order: &str, answer: &str) -> Outcome<Latencies> {
        let order = self.double.say("ana", GENERAL, order);
        let mut times = Vec::new();
        while !self.double.look(|world| is_answered(world, order, answer)) {
            times.extend(self.ask(1, 1)?);
        }
        Ok(Latencies::new(times))
    }

    /// Asks by messages, so many in flight.
    fn ask_many(&mut self, count: usize, at_once: usize) -> Outcome<Latencies> {
        self.ask(count, at_once).map(Latencies::new)
    }

    fn ask(&mut self, count: usize, at_once: usize) -> Outcome<Vec<f64>> {
        let mut open: HashSet<u64> = HashSet::new();
        let mut times = Vec::with_capacity(count);
        let (mut asked, mut seen) = (0, self.double.look(|world| world.requests.len()));
        while times.len() < count {
            while asked < count && open.len() < at_once {
                let line = format!("<@1000> {}", self.question());
                let channel = if asked % 2 == 0 { GENERAL } else { NEWS };
                open.insert(
                    self.double
                        .say(PEOPLE[asked % PEOPLE.len()], channel, &line),
                );
                asked += 1;
                self.asked += 1;
            }
            let answered = self.wait(|world| {
                let new = answers_since(world, seen);
                (!new.is_empty()).then_some((new, world.requests.len()))
            })?;
            seen = answered.1;
            for (message, time) in answered.0 {
                if open.remove(&message) {
                    times.push(time);
                }
            }
        }
        Ok(times)
    }

    /// Calls a slash command, one after the other.
    fn call_many(&mut self, count: usize) -> Outcome<Latencies> {
        let mut times = Vec::with_capacity(count);
        for number in 0..count {
            let question = self.question().to_owned();
            let id = self.double.slash(&Slash {
                user: PEOPLE[number % PEOPLE.len()],
                channel: GENERAL,
                command: "ask",
                options: &[("question", json!(question))],
                focused: None,
                forced: false,
            });
            self.asked += 1;
            times.push(self.wait(|world| {
                let interaction = &world.interactions[&id];
                let original = world.messages.get(&interaction.original?)?;
                let time = interaction.answered? - interaction.sent?;
                (!original.thinking).then_some(time.as_secs_f64() * 1000.0)
            })?);
        }
        Ok(Latencies::new(times))
    }

    fn wait<T>(&self, probe: impl FnMut(&World) -> Option<T>) -> Outcome<T> {
        let found = self.double.wait(probe, || self.bot.ended().is_some());
        let complaint = || format!("no answer comes any more:\n{}", self.bot.log());
        found.ok_or_else(|| complaint().into())
    }
}

/// True once an order has its answer, and not only word that it is under way.
fn is_answered(world: &World, order: u64, answer: &str) -> bool {
    let mut messages = world.messages.values().map(|one| &one.value);
    messages.any(|message| {
        id_in(&message["message_reference"]["message_id"]) == Some(order)
            && message.to_string().contains(answer)
    })
}

/// The messages that were answered in the requests after the first so many, and how long it took.
fn answers_since(world: &World, seen: usize) -> Vec<(u64, f64)> {
    let new = world.requests[seen..].iter();
    let posts = new.filter(|one| one.method == "POST" && one.template.ends_with("/messages"));
    posts
        .filter_map(|one| {
            let message = id_in(&one.body["message_reference"]["message_id"])?;
            let time = one.arrived - *world.sent.get(&message)?;
            Some((message, time.as_secs_f64() * 1000.0))
        })
        .collect()
}
