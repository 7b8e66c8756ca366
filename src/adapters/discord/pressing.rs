//! Buttons under an answer: more pages, the paragraphs around a quote, the sources, a file, and a
//! private answer for everybody.
//!
//! Nothing is remembered between presses: the answer is found again from what the button says.

use std::sync::Arc;
use std::time::Instant;

use serenity::model::application::ComponentInteraction;
use serenity::model::channel::MessageFlags;

use super::answer::{Answer, View};
use super::button::Pressed;
use super::desk::{Desk, request_again};
use super::people::Asker;
use super::rest::Call;
use super::slash::{Kind, answer_in_time, decline};
use crate::bot::Input;
use crate::command::Command;
use crate::reply::{ButtonWord, Declined};

/// Does what a button says.
pub(super) async fn on_button(desk: &Desk, press: &ComponentInteraction) {
    let begun = Instant::now();
    let call = press_of(press);
    let mut presser = Asker::of_button(press, &desk.admins);
    let (pressed, command) = match understood(desk, press, &presser) {
        Ok(understood) => understood,
        Err(reason) => return decline(desk, &call, reason).await,
    };
    let flags = press.message.flags.unwrap_or_default();
    let is_private = flags.contains(MessageFlags::EPHEMERAL);
    // What one person sees cannot be replied to.
    presser.message = (!is_private).then_some(press.message.id);
    presser.is_private = is_private && presser.guild.is_some();
    let kind = match pressed.action {
        ButtonWord::Back | ButtonWord::More => Kind::Update,
        ButtonWord::Share => Kind::Message { is_private: false },
        ButtonWord::Context | ButtonWord::Sources | ButtonWord::File | ButtonWord::Watch => {
            Kind::Message {
                is_private: presser.guild.is_some(),
            }
        }
    };
    let answering = async {
        let answer = find(desk, &pressed, &presser, command).await;
        desk.tell("button", &presser, &answer, begun);
        let has_others = presser.guild.is_some();
        let view = View {
            asker: pressed.asker,
            page: pressed.page,
            is_private,
            has_others,
        };
        match pressed.action {
            // What is shown in the message's own place has the flags that it has.
            ButtonWord::Back | ButtonWord::More => answer.show(view).without_flags(),
            ButtonWord::Share => answer.show(View {
                is_private: false,
                ..view
            }),
            ButtonWord::File => answer.file(has_others),
            ButtonWord::Context => answer.show_together(has_others),
            ButtonWord::Sources | ButtonWord::Watch => answer.show(View {
                asker: presser.user.get(),
                page: 0,
                is_private: has_others,
                has_others,
            }),
        }
    };
    answer_in_time(desk, &call, kind, answering).await;
}

/// What is needed to answer a button.
pub(super) fn press_of(press: &ComponentInteraction) -> Call {
    Call {
        id: press.id,
        token: press.token.clone(),
        application: press.application_id,
    }
}

/// What the button is about, or why nothing is done.
fn understood(
    desk: &Desk,
    press: &ComponentInteraction,
    presser: &Asker,
) -> Result<(Pressed, Command), Declined> {
    let pressed = Pressed::from_id(&press.data.custom_id).ok_or(Declined::Forgotten)?;
    let changes_message = matches!(
        pressed.action,
        ButtonWord::Back | ButtonWord::More | ButtonWord::Share
    );
    let is_own = presser.user.get() == pressed.asker || presser.is_moderator;
    if changes_message && !is_own {
        return Err(Declined::NotYours);
    }
    desk.admit(presser)?;
    let shown = press.message.embeds.first().and_then(|embed| {
        let author = embed.author.as_ref()?;
        Some(author.name.as_str())
    });
    let command = pressed.command(desk.bot_for(presser).table(), shown);
    Ok((pressed, command.ok_or(Declined::Forgotten)?))
}

/// The answer that the button asks for.
async fn find(desk: &Desk, pressed: &Pressed, presser: &Asker, command: Command) -> Answer {
    match pressed.action {
        ButtonWord::Sources => {
            desk.answer(presser, Input::Command(Command::Sources), &[])
                .await
        }
        ButtonWord::Watch => {
            let question = question_of(&command);
            let input = Input::Command(Command::Watch { question });
            desk.answer(presser, input, &[]).await
        }
        ButtonWord::Context => {
            let request = request_again(presser, command);
            let (bot, page) = (Arc::clone(&desk.bot), pressed.page);
            desk.at_its_turn(move || {
                let bot = bot.at(&request.where_it_is());
                let answer = Answer::of(bot, request.clone());
                Answer::plain(bot.context_of(&answer.reply_on(page), None))
            })
            .await
        }
        _ => desk.answer_request(request_again(presser, command)).await,
    }
}

/// The question of a command, with the word that it was asked by.
fn question_of(command: &Command) -> String {
    match command {
        Command::Ask { word, question } => {
            let whole = format!("{} {question}", word.as_question());
            whole.trim_start().to_owned()
        }
        _ => String::new(),
    }
}
