//! The task `ask`: one question, or one command of the chat.

use super::desk::Desk;
use super::failure::{Failure, Outcome};
use super::json::{Searched, answer_json};
use super::output::print;
use super::setup::Setup;
use crate::adapters::console::{Typed, decode_line, render, request};
use crate::bot::{Input, Request};
use crate::command::Command;
use crate::reply::{Certainty, Reply};

/// Answers and prints, in words or as JSON.
pub(super) fn run(
    desk: &Desk,
    setup: &Setup,
    question: &str,
    json: bool,
) -> Result<Outcome, Failure> {
    let request = match decode_line(question) {
        Typed::Request(request) => *request,
        // There is nothing to leave here, so these are words like any other.
        Typed::Nothing | Typed::Leave => request(Input::Text {
            line: question.trim().to_owned(),
            explicit: false,
        }),
    };
    let reply = desk.answer(&request);
    if json {
        print(&json_text(desk, question, &request, &reply)?)?;
    } else {
        print(&render(&reply, &setup.wishes.style_now()))?;
    }
    Ok(match reply.certainty {
        Some(Certainty::NotInSources) => Outcome::NotInSources,
        _ => Outcome::Done,
    })
}

fn json_text(desk: &Desk, line: &str, request: &Request, reply: &Reply) -> Result<String, Failure> {
    let statistics = desk.statistics();
    let searched = Searched {
        articles: statistics.articles,
        newest: statistics.newest,
    };
    let json = answer_json(line, reply, confidence(desk, line, request)?, searched);
    let mut text = serde_json::to_string_pretty(&json)?;
    text.push('\n');
    Ok(text)
}

/// How sure the answer to a question is; nothing for what is no question. A reply says it in words
/// only, so the question is answered once more, as data.
fn confidence(desk: &Desk, line: &str, request: &Request) -> Result<Option<f64>, Failure> {
    let Ok(Command::Ask { word, question }) = desk.bot().table().parse(line, false) else {
        return Ok(None);
    };
    let answer = desk.bot().answer(word, &question, request.today())?;
    Ok(Some(answer.confidence))
}
