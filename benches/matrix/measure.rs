//! One run of the bot: latencies in one room and in many, and the memory before and after.

use std::collections::HashMap;
use std::time::Instant;

use matrix_sdk::ruma::OwnedRoomId;
use serde_json::Value;

use super::common::{Latencies, Memory, SAMPLE};
use super::matrix::harness::MatrixTest;
use super::matrix::person::{Person, Wishes};

/// Questions asked before the clock counts.
const WARM_UP: usize = 20;
/// Questions asked one after the other, in a room of either kind.
const ONE_BY_ONE: usize = 200;
/// Rooms, every second one encrypted.
const ROOMS: usize = 50;

/// What was measured.
pub(crate) struct Figures {
    pub(crate) latencies: Vec<(String, Latencies)>,
    /// Questions a second with one under way in each room.
    pub(crate) rate: f64,
    /// Idle, after half of the questions, and after all.
    pub(crate) memory: [Memory; 3],
    pub(crate) questions: usize,
}

/// Measures the bot with so many questions in all; `None`, with a word on standard error, where there
/// is no server.
pub(crate) fn measure(questions: usize) -> Option<Figures> {
    let test = MatrixTest::new()?;
    let mut running = test
        .variable("NEWSHOUND_ROOMS_PERSON_LIMIT", "10000")
        .variable("NEWSHOUND_ROOMS_ROOM_LIMIT", "10000")
        .start();
    let person = running.person("ana");
    let rooms: Vec<OwnedRoomId> = (0..ROOMS)
        .map(|number| running.room_for_two(&person, wishes(number)))
        .collect();
    let bot = running.let_go();
    let memory = || Memory::of(bot.id());
    let mut run = Run { person, asked: 0 };
    run.ask_many(&rooms, WARM_UP.max(ROOMS), 1);
    let idle = memory();
    let plain = run.ask_many(&rooms[..1], ONE_BY_ONE, 1);
    let encrypted = run.ask_many(&rooms[1..2], ONE_BY_ONE, 1);
    let begun = Instant::now();
    let before = run.asked;
    let count = (questions / 2).saturating_sub(before).max(ROOMS);
    let many = run.ask_many(&rooms, count, ROOMS);
    let rate = count as f64 / begun.elapsed().as_secs_f64();
    let half = memory();
    run.ask_many(&rooms, questions.saturating_sub(run.asked), ROOMS);
    Some(Figures {
        latencies: vec![
            ("plain room, one question under way".to_owned(), plain),
            ("encrypted room, one under way".to_owned(), encrypted),
            (format!("{ROOMS} rooms at once, one in each"), many),
        ],
        rate,
        memory: [idle, half, memory()],
        questions: run.asked,
    })
}

fn wishes(number: usize) -> Wishes {
    if number.is_multiple_of(2) {
        Wishes::default()
    } else {
        Wishes::encrypted()
    }
}

/// Somebody who asks.
struct Run {
    person: Person,
    asked: usize,
}

impl Run {
    /// Asks in one room after the other, so many questions under way at once.
    fn ask_many(&mut self, rooms: &[OwnedRoomId], count: usize, at_once: usize) -> Latencies {
        let mut open: HashMap<String, Instant> = HashMap::new();
        let mut times = Vec::with_capacity(count);
        let mut seen = self.person.wait("events", |events| Some(events.len()));
        let mut asked = 0;
        while times.len() < count {
            while asked < count && open.len() < at_once {
                let begun = Instant::now();
                let question = SAMPLE[self.asked % SAMPLE.len()];
                let event = self.person.writes(&rooms[asked % rooms.len()], question);
                open.insert(event, begun);
                (asked, self.asked) = (asked + 1, self.asked + 1);
            }
            let (answered, length) = self.person.wait("answers", |events| {
                let answered: Vec<String> = events[seen..].iter().filter_map(answers).collect();
                (!answered.is_empty()).then_some((answered, events.len()))
            });
            seen = length;
            let begun = answered.iter().filter_map(|event| open.remove(event));
            times.extend(begun.map(|begun| begun.elapsed().as_secs_f64() * 1000.0));
        }
        Latencies::new(times)
    }
}

/// The question that an event answers.
fn answers((_, event): &(OwnedRoomId, Value)) -> Option<String> {
    let content = &event["content"];
    let question = content["m.relates_to"]["m.in_reply_to"]["event_id"].as_str()?;
    (content["msgtype"] == "m.notice").then(|| question.to_owned())
}
