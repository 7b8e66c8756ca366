//! What is counted and measured, in the words of Prometheus.

use std::time::Instant;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::bot::{Bot, Ended, Observer};

/// Upper ends of the classes of time, in seconds.
const TIMES: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    story: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfStory {
    story: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OfPlatform {
    platform: &'static str,
}

/// Counts requests and takes their time.
#[derive(Clone, Debug)]
pub struct Tally {
    requests: Family<Outcome, Counter>,
    seconds: Histogram,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            seconds: Histogram::new(TIMES),
        }
    }
}

impl Observer for Tally {
    fn around(&self, story: &str, answer: &mut dyn FnMut() -> Ended) {
        let begun = Instant::now();
        let outcome = match answer() {
            Ended::Answered => "answered",
            Ended::Declined => "declined",
            Ended::Other => "other",
            Ended::Failed => "failed",
        };
        self.seconds.observe(begun.elapsed().as_secs_f64());
        let labels = Outcome {
            story: story.to_owned(),
            outcome,
        };
        self.requests.get_or_create(&labels).inc();
    }
}

impl Tally {
    /// Everything that is known now, as Prometheus reads it.
    pub(super) fn text(
        &self,
        bot: &Bot,
        links: impl Iterator<Item = (&'static str, bool)>,
    ) -> String {
        let mut registry = Registry::with_prefix("newshound");
        registry.register(
            "requests",
            "Requests by story and how they ended",
            self.requests.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "Time that a request was worked on",
            Unit::Seconds,
            self.seconds.clone(),
        );
        register_stories(bot, &mut registry);
        let up = Family::<OfPlatform, Gauge>::default();
        for (platform, is_up) in links {
            let labels = OfPlatform { platform };
            up.get_or_create(&labels).set(i64::from(is_up));
        }
        registry.register("connected", "1 while a chat platform is connected", up);
        if let Some(facts) = bot.facts() {
            let uptime = facts.uptime.as_secs();
            register(
                &mut registry,
                ("uptime", "Time since the start", Unit::Seconds),
                uptime,
            );
            let memory = facts.memory.unwrap_or_default();
            register(
                &mut registry,
                ("memory", "Memory that is held", Unit::Bytes),
                memory,
            );
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

fn register(registry: &mut Registry, (name, help, unit): (&str, &str, Unit), number: u64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(whole(number));
    registry.register_with_unit(name, help, unit, gauge);
}

/// The size and state of each story's index.
fn register_stories(bot: &Bot, registry: &mut Registry) {
    let [articles, passages, states, bytes] = [(); 4].map(|()| Family::<OfStory, Gauge>::default());
    for bot in bot.all() {
        let story = bot.story();
        let labels = OfStory {
            story: story.name.clone(),
        };
        let statistics = story.index.snapshot().statistics();
        let numbers = [
            (&articles, statistics.articles),
            (&passages, statistics.sentences),
            (&states, story.index.state().unwrap_or_default()),
            (&bytes, story.index.size_on_disk().unwrap_or_default()),
        ];
        for (family, number) in numbers {
            family.get_or_create(&labels).set(whole(number));
        }
    }
    registry.register("articles", "Articles in the index", articles);
    registry.register("passages", "Passages in the index", passages);
    registry.register("index_state", "How often the index has changed", states);
    registry.register_with_unit("index_size", "Index on disk", Unit::Bytes, bytes);
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
