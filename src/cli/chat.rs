//! The task without a name: a chat, or line by line where nobody types.

use std::io::{self, IsTerminal};

use super::desk::Desk;
use super::failure::{Failure, Outcome};
use super::setup::Setup;
use crate::adapters::console::{Chat, Completer, answer_lines};
use crate::bot::Request;

/// Talks until the input ends.
pub(super) fn run(desk: &Desk, setup: &Setup) -> Result<Outcome, Failure> {
    let answer = |request: &Request| desk.answer(request);
    if io::stdin().is_terminal() {
        let chat = Chat {
            answer: &answer,
            greeting: desk.greeting(),
            completer: Completer::new(desk.bot().table().clone(), desk.vocabulary()),
            wishes: setup.wishes,
            history: setup.settings.console.history.clone(),
        };
        chat.run()?;
    } else {
        let style = setup.wishes.style_now();
        answer_lines(
            &mut io::stdin().lock(),
            &mut io::stdout().lock(),
            &style,
            &answer,
        )?;
    }
    Ok(Outcome::Done)
}
